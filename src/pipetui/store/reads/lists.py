"""The lists a rep asks for: the day, what is late, what fits a filter, what lies in the bin. Standard library only."""

from __future__ import annotations

from functools import cache, partial

from pipetui import arrange
from pipetui.domain import rules
from pipetui.domain.deal import OPEN
from pipetui.domain.folding import fold
from pipetui.store.pipelines import book_currency, pipelines
from pipetui.store.reads import book_reads
from pipetui.store.reads import overdue as first

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection
    from typing import Any, NamedTuple

    from pipetui.domain.query.facts import Totals
    from pipetui.domain.query.language import Query
    from pipetui.views import Agenda, Card
else:
    from pipetui.domain.record import NamedTuple


def agenda(connection: sqlite3.Connection, moment: book_reads.Moment, *, brief: bool = False) -> Agenda:
    """Today: the buckets."""
    cards = book_reads.day_cards(connection, moment, brief=brief)
    return arrange.agenda(cards, moment.now.date(), moment.dates.week_start)


def overdue(connection: sqlite3.Connection, moment: book_reads.Moment, *, brief: bool = False) -> list[Card]:
    """What stands under Overdue, most urgent first; only deals with a step that is due by now are read."""
    today, week_start = moment.now.date(), moment.dates.week_start
    late = first.late_cards(connection, moment, brief=brief)
    return arrange.by_urgency(card for card in late if arrange.bucket_of(card, today, week_start) == rules.OVERDUE)


class Listed(NamedTuple):
    """The deals of a list, how many more fit that are left out as parked; `phrases` and `bare` of the query."""

    cards: list[Card]
    parked: int = 0
    phrases: tuple[str, ...] = ()
    bare: bool = False


def near(connection: sqlite3.Connection, words: str) -> tuple[str, ...]:
    """What there is that looks like the first of `words` that no text has, as a filter asks for it; few, or none.

    A word that a filter asks a state or a field by is no misspelt one, and a stage is asked for as one.
    """
    from pipetui.domain.query.terms import STATES, is_field
    from pipetui.domain.wording import nearest

    known = _words(connection)
    plain = [word for word in fold(words).split() if word.isalnum()]
    meant = [word for word in plain if word not in (*STATES, "or", "and", "not") and not is_field(word)]
    strange = next((word for word in meant if not any(word in other for other in known)), "")
    if not strange:
        return ()
    stages = dict.fromkeys(fold(stage.name) for stage in pipelines(connection).stages)
    named = [name for name in stages if strange in name.split() or (len(strange) > 2 and name.startswith(strange))]
    if named:
        return tuple(map(_of_stage, named[:3]))
    asked = {word: _of_stage(name) for name in stages for word in (name, *name.split())} | known
    return tuple(dict.fromkeys(asked[word] for word in nearest(strange, asked)))


def _words(connection: sqlite3.Connection) -> dict[str, str]:
    """The words of tags, people, organizations and titles, and how a filter asks for each."""
    found: dict[str, str] = {}
    for select, asked in (
        ("SELECT DISTINCT tag FROM deal_tag", "+{}"),
        ("SELECT key FROM person WHERE deleted_at IS NULL", "who:{}"),
        ("SELECT key FROM deal WHERE deleted_at IS NULL", "{}"),
        ("SELECT key FROM organization WHERE deleted_at IS NULL", "{}"),
    ):
        for (key,) in connection.execute(select):
            found.update((word, asked.format(word)) for word in fold(str(key)).split())
    return found


def _of_stage(name: str) -> str:
    return f'stage:"{name}"' if " " in name else f"stage:{name}"


def _beforehand(
    connection: sqlite3.Connection,
    moment: book_reads.Moment,
    wanted: Query,
    known: book_reads.BookFacts,
    mentioning: Callable[[str], Collection[int]],
) -> tuple[str, dict[str, Any]]:
    """What SQLite can say of the deals that may fit, so that few of the others are read, and its values."""
    from pipetui.domain.query.facts import QueryContext

    where = f"d.status IN ({', '.join(repr(status) for status in wanted.statuses) or 'NULL'})"
    if wanted.node is None:
        return where, {}
    from pipetui.store.reads.odd_rows import odd_row
    from pipetui.store.reads.query_sql import QuerySql
    from pipetui.store.reads.urgency_sql import UrgencySql

    query = QuerySql(
        connection,
        QueryContext(moment.now, moment.dates, book_currency(connection), mentioning=mentioning, rates=moment.rates),
        UrgencySql(moment, known),
    )
    fits = query.beforehand(wanted.node, texts=wanted.statuses != (OPEN,))
    return (
        f"{where} AND (({fits}) OR {odd_row(stage.id for stage in known.pipelines.stages)})" if fits else where
    ), query.values


def fitting(
    connection: sqlite3.Connection, moment: book_reads.Moment, words: str, *, deleted: bool = False, brief: bool = False
) -> Listed:
    """The deals that fit the filter `words`: open ones most urgent first, then the closed ones, newest first.

    A parked deal is in no list but one that asks for such (behaviour 8).
    With `deleted`, those in the bin, by number. `brief` is as for `book_reads.cards`, unless there are words.
    Raises InputError for a filter that is not understood.
    """
    found, wanted = _fitting(connection, moment, words, deleted, brief)
    if deleted:
        return Listed(found, 0, wanted.phrases, wanted.bare)
    shown = arrange.unparked(found, wanted, moment.now.date())
    return Listed(arrange.in_order(shown), len(found) - len(shown), wanted.phrases, wanted.bare)


def numbers_fitting(connection: sqlite3.Connection, moment: book_reads.Moment, words: str) -> set[int]:
    """The numbers of the deals that fit the filter, parked ones too; raises InputError."""
    return {card.id for card in _fitting(connection, moment, words, False, False)[0]}


def _fitting(
    connection: sqlite3.Connection, moment: book_reads.Moment, words: str, deleted: bool, brief: bool
) -> tuple[list[Card], Query]:
    # What the day asks for needs no filter, nor the dates and `re` of one.
    from pipetui.domain.query import language
    from pipetui.store.reads import full_text

    known = book_reads.know(connection)
    found_scores: dict[int, Totals] = {}
    mentioning = cache(partial(full_text.mentioning, connection))
    wanted = language.parse(
        words,
        moment.now,
        moment.dates,
        book_currency(connection),
        scores=found_scores,
        mentioning=mentioning,
        custom=lambda: known.fields,
        rates=moment.rates,
    )
    where, given = ("1", {}) if deleted else _beforehand(connection, moment, wanted, known, mentioning)
    read = book_reads.cards(connection, moment, where, given, deleted=deleted, brief=brief and not words, known=known)
    if not wanted.fields.isdisjoint(language.SCORES):
        from pipetui.store.reads import scores

        found_scores |= scores.totals(connection, moment, [card for card in read if card.status == OPEN])
    return [card for card in read if wanted.matches(card)], wanted
