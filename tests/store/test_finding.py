"""Deals found by words: whatever is in the book, the same as looking at every deal in turn."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui.domain.dates.when import DateRules
from pipetui.domain.errors import AmbiguousError, NotFoundError
from pipetui.domain.folding import fold, key_of, spellings
from pipetui.domain.query.language import parse
from pipetui.store import deal_line
from pipetui.store.bulk import bulk_insert
from pipetui.store.reads import book_reads, finding, lists
from pipetui.store.reads.book_reads import Moment
from pipetui.store.schema import tables

# Letters whose folded form is longer, differs from their small one, or is neither; what SQL patterns are made of.
LETTERS = st.sampled_from(
    ["a", "A", "ß", "SS", "ſ", "İ", "Σ", "ς", "ﬁ", "ミ", "é", "ö", "oe", "o", "%", "_", "!", "'", "#", "7", "👍"]
)
GAPS = st.sampled_from([" ", "  ", "\xa0", "\u3000"])
TEXTS = st.lists(st.one_of(LETTERS, LETTERS, LETTERS, GAPS), min_size=1, max_size=6).map("".join)
HALF = "\udc80"
AT = "2026-01-05T09:00:00Z"


class Made(NamedTuple):
    """A deal as it is put into the book: a place in the list of organizations, places in the list of people."""

    title: str
    status: str
    organization: int | None
    people: tuple[int, ...]
    deleted: bool


class Book(NamedTuple):
    """A few deals of a few organizations and people."""

    organizations: list[str]
    people: list[str]
    deals: list[Made]


DEALS = st.builds(
    Made,
    TEXTS,
    st.sampled_from(["open", "open", "won", "lost"]),
    st.none() | st.integers(0, 1),
    st.lists(st.integers(0, 2), unique=True, max_size=2).map(tuple),
    st.sampled_from([False, False, False, True]),
)
BOOKS = st.builds(
    Book,
    st.lists(TEXTS, min_size=2, max_size=2),
    st.lists(TEXTS, min_size=3, max_size=3),
    st.lists(DEALS, max_size=7),
)


@pytest.fixture(scope="module")
def connection(template_book: Path) -> Iterator[sqlite3.Connection]:
    """The new book in memory, for one example after the other."""
    with closing(sqlite3.connect(template_book)) as book, closing(sqlite3.connect(":memory:")) as copy:
        book.backup(copy)
        copy.execute("UPDATE journal_head SET step_id = -1")
        yield copy


def fill(connection: sqlite3.Connection, book: Book) -> None:
    for kind in ("deal_person", "deal", "person", "organization"):
        connection.execute(f"DELETE FROM {kind}")
    for table, names in ((tables.Organization, book.organizations), (tables.Person, book.people)):
        bulk_insert.insert(
            connection, table, "id name key created_at", [(n, name, key_of(name), "") for n, name in enumerate(names)]
        )
    bulk_insert.insert(
        connection,
        tables.Deal,
        "id title key currency status stage_id entered_stage_at created_at organization_id deleted_at",
        [
            (n, d.title, key_of(d.title), "EUR", d.status, 1, AT, AT, d.organization, "x" if d.deleted else None)
            for n, d in enumerate(book.deals, 1)
        ],
    )
    bulk_insert.insert(
        connection,
        tables.DealPerson,
        "deal_id person_id",
        [(n, person) for n, deal in enumerate(book.deals, 1) for person in deal.people],
    )


def plainly(book: Book, words: str, closed: bool) -> int | tuple[int, ...]:
    """What `find` answers: a deal, those to choose from, or () for none."""
    wanted = [spellings(word) for word in words.split() if fold(word)]
    for statuses in (("won", "lost"), ("open",)) if closed else (("open",), ("won", "lost")):
        fits = []
        for number, deal in enumerate(book.deals, 1):
            named = [deal.title, *[book.people[person] for person in deal.people]]
            if deal.organization is not None:
                named.append(book.organizations[deal.organization])
            there = deal.status in statuses and not deal.deleted
            if there and all(any(spelt in key_of(name) for name in named for spelt in word) for word in wanted):
                fits.append((number, deal.title))
        exact = [number for number, title in fits if fold(title).split() == fold(words).split()]
        if len(exact) == 1:
            return exact[0]
        if fits:
            return fits[0][0] if len(fits) == 1 else tuple(number for number, _ in fits)
    return ()


@given(BOOKS, st.lists(TEXTS, min_size=1, max_size=3), st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_find_what_looking_at_every_deal_finds(
    connection: sqlite3.Connection, book: Book, words: list[str], data: st.DataObject
) -> None:
    fill(connection, book)
    names = [*book.organizations, *book.people, *(deal.title for deal in book.deals)]
    # Mostly words that are there, in other capitals or in part.
    pieces = [data.draw(st.sampled_from([word, *names])) for word in words]
    asked = " ".join(data.draw(st.sampled_from([piece, piece.upper(), piece[1:], piece[:2]])) for piece in pieces)
    if not fold(asked).split() or fold(asked).lstrip("#").isdecimal():
        return
    for closed in (False, True):
        try:
            answer: int | tuple[int, ...] = finding.find(connection, asked, closed=closed)
        except NotFoundError:
            answer = ()
        except AmbiguousError as error:
            answer = tuple(number for number, _ in error.choices)
        assert answer == plainly(book, asked, closed)


@given(BOOKS, st.lists(TEXTS, min_size=1, max_size=2).map(" ".join), st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_b35_of_the_deals_that_a_filter_finds_by_words_none_is_left_out_beforehand(
    connection: sqlite3.Connection, book: Book, asked: str, data: st.DataObject
) -> None:
    fill(connection, book)
    deal_line.make_anew(connection)
    moment = Moment(datetime(2026, 3, 9, 9, 0, tzinfo=UTC), DateRules())
    names = [*book.organizations, *book.people, *(deal.title for deal in book.deals), "#1", "12"]
    both = [f"{one} {other}" for one, other in pairwise(names)]
    word = data.draw(st.sampled_from([asked, *names, *both, *(name[1:] for name in names + both)]))
    quoted = '"' + word.replace('"', "") + '"'
    wanted = parse(quoted, moment.now, moment.dates, "EUR")
    plain = {card.id for card in book_reads.cards(connection, moment) if wanted.matches(card)}
    assert {card.id for card in lists.fitting(connection, moment, quoted).cards} == plain


@given(BOOKS, st.lists(TEXTS, max_size=3).map(" ".join), st.integers(1, 4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_search_shows_what_looking_at_every_deal_shows(
    connection: sqlite3.Connection, book: Book, asked: str, limit: int
) -> None:
    fill(connection, book)
    found = []
    wanted = [spellings(word) for word in asked.split() if fold(word)]
    for number, deal in enumerate(book.deals, 1):
        organization = "" if deal.organization is None else book.organizations[deal.organization]
        held = [key_of(deal.title), key_of(organization)]
        people = [key_of(book.people[place]) for place in deal.people]
        for later, names in ((False, held), (True, held + people)):
            if not deal.deleted and all(any(spelt in name for name in names for spelt in word) for word in wanted):
                found.append((later, deal.status != "open", -number))
                break
    assert [deal.id for deal in finding.search(connection, asked, limit)] == [-n for *_, n in sorted(found)][:limit]


def test_what_no_book_can_hold_fits_nothing(connection: sqlite3.Connection) -> None:
    fill(connection, Book([], [], [Made("Acme x", "open", None, (), False)]))
    with pytest.raises(NotFoundError, match="no deal fits"):
        finding.find(connection, f"{HALF}x")
    assert finding.search(connection, f"acme {HALF}") == []


def test_of_a_pasted_page_a_search_asks_for_what_tells_what_is_meant(connection: sqlite3.Connection) -> None:
    fill(connection, Book([], [], [Made("Acme x", "open", None, (), False)]))
    assert [one.title for one in finding.search(connection, "acme x " * 2_000)] == ["Acme x"]
    assert finding.search(connection, " ".join(f"word{number}" for number in range(2_000))) == []
