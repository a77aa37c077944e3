"""The lists of people and organizations: who is in them and in which order, held against all of them in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui import demo
from pipetui.domain.folding import Wanted, contact_key, key_of, order
from pipetui.domain.party_kinds import ORGANIZATION, PERSON, PartyKind
from pipetui.store.reads import party_columns, party_order, people
from pipetui.store.store import Store

NOW = datetime.fromisoformat("2026-11-18T09:10:00+00:00")
NAMES = st.one_of(
    st.sampled_from(["Ann", "ann", "Müller", "Muller", "muller", "MÜLLER", "Deal 9", "Deal 10", "3M", "Åse", "Zoe"]),
    st.text("aAbB19 0üéß.'", min_size=1, max_size=6).map(str.strip).filter(bool),
)


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The demo book."""
    with Store.open(tmp_path_factory.mktemp("parties") / "book.db") as store:
        demo.build(store, NOW, deals=60)
        yield store.connection


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A book whose people come and go."""
    with Store.open(tmp_path_factory.mktemp("crowd") / "book.db") as store:
        yield store


def everybody(connection: sqlite3.Connection, kind: PartyKind) -> list[int]:
    """By name, worked out from nothing but the names."""
    rows = connection.execute(f"SELECT name, id FROM {kind.noun} ORDER BY id").fetchall()
    return [number for name, number in sorted(rows, key=lambda row: order(row[0]))]


def fill(store: Store, names: list[str], value: str = "") -> None:
    with store.unjournaled():
        connection = store.connection
        connection.execute("DELETE FROM contact_point")
        connection.execute("DELETE FROM person")
        connection.executemany(
            "INSERT INTO person (id, name, key, job_title, created_at) VALUES (?, ?, ?, ?, '2026-11-01T10:00:00Z')",
            [(place, name, key_of(name), f"Head {name[::-1]}") for place, name in enumerate(names, 1)],
        )
        if value:
            connection.execute(
                "INSERT INTO contact_point (person_id, kind, value, key) VALUES (1, 'phone', ?, ?)",
                (value, contact_key("phone", value)),
            )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, max_size=12), locale=st.sampled_from(["C", "sv_SE.UTF-8"]))
def test_names_come_out_of_the_index_in_the_order_of_a_list(crowd: Store, names: list[str], locale: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", locale)
        fill(crowd, names)
        wanted = everybody(crowd.connection, PERSON)
        assert list(party_order.by_name(crowd.connection, PERSON)) == wanted
        some = set(wanted[::2])
        assert list(party_order.by_name(crowd.connection, PERSON, some)) == [one for one in wanted if one in some]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(NAMES, min_size=1, max_size=8),
    phone=st.sampled_from(["", "+49 30 1234567", "040/12-3"]),
    words=st.lists(st.one_of(NAMES, st.sampled_from(["head", "30", "040/12", "mueller", "`", "A"])), max_size=3),
)
def test_words_find_whoever_holds_them_all(crowd: Store, names: list[str], phone: str, words: list[str]) -> None:
    fill(crowd, names, phone)
    said = " ".join(words)
    wanted = Wanted(said)
    texts = {place: f"{name} Head {name[::-1]} {phone if place == 1 else ''}" for place, name in enumerate(names, 1)}
    fits = {place for place, text in texts.items() if wanted.all_in(key_of(text))}
    found = party_order.holding(crowd.connection, PERSON, said)
    assert found == (fits if wanted else None)


@pytest.mark.parametrize("kind", [PERSON, ORGANIZATION], ids=lambda kind: kind.plural)
def test_many_are_gone_through_and_few_are_looked_up_alike(
    lively: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, kind: PartyKind
) -> None:
    words = ("e", "an e", "49", "acme", "globex a")
    few = [party_order.holding(lively, kind, said) for said in words]
    ways = [list(party_order.by_name(lively, kind, found)) for found in few]
    monkeypatch.setattr(party_order, "_FEW", 0)
    assert [party_order.holding(lively, kind, said) for said in words] == few
    assert [list(party_order.by_name(lively, kind, found)) for found in few] == ways
    assert any(few)


def test_b26_customers_and_last_touches_are_those_of_an_independent_sum(lively: sqlite3.Connection) -> None:
    lively.execute(
        """INSERT INTO touch (organization_id, kind, at) SELECT organization_id, 'email', '2026-11-18T09:00:00Z'
           FROM deal WHERE status = 'won' AND organization_id IS NOT NULL LIMIT 1"""
    )
    deals = lively.execute("SELECT id, organization_id, status FROM deal WHERE deleted_at IS NULL").fetchall()
    staff = dict(lively.execute("SELECT id, organization_id FROM person").fetchall())
    parts: dict[int, set[int]] = {}
    for deal, person in lively.execute("SELECT deal_id, person_id FROM deal_person"):
        parts.setdefault(deal, set()).add(person)
    owner = {deal: organization for deal, organization, _ in deals}
    last: dict[tuple[str, int | None], str] = {}

    def touched(kind: str, number: int | None, at: str) -> None:
        last[kind, number] = max(last.get((kind, number), ""), at)

    for deal, person, alone, at in lively.execute("SELECT deal_id, person_id, organization_id, at FROM touch"):
        touched("organization", owner.get(deal, alone), at)
        if person is not None:
            touched("organization", staff[person], at)
            touched("person", person, at)
        elif deal in owner:
            for one in parts.get(deal, ()):
                touched("person", one, at)
    won = {organization for _, organization, status in deals if status == "won"} - {None}
    wanted = sorted(won, key=lambda number: (last.get(("organization", number), ""), number))
    assert list(party_order.customers(lively)) == wanted
    assert list(party_order.customers(lively, set(wanted[1:3]))) == wanted[1:3]
    for kind, read in ((PERSON, people.people), (ORGANIZATION, people.organizations)):
        numbers = everybody(lively, kind)
        rows: list[Any] = read(lively, NOW.date(), numbers)
        assert [row.id for row in rows] == numbers
        for row in rows:
            at = row.last_touch_at and f"{row.last_touch_at:%Y-%m-%dT%H:%M:%SZ}"
            assert at == last.get((kind.noun, row.id))


def test_a_list_reads_what_is_gone_through_and_no_more() -> None:
    asked: list[int] = []

    def read(numbers: Any) -> list[int]:
        asked.extend(numbers)
        return list(numbers)

    listed = people.PagedList(iter(range(1000)), read)
    assert listed
    assert asked == []
    assert next(iter(listed)) == 0
    assert len(asked) < 100
    assert list(people.PagedList(range(5000), read)) == list(range(5000))
    assert list(people.PagedList(range(7), read).numbers) == list(range(7))
    assert not people.PagedList((), read)


@pytest.mark.parametrize(
    ("kind", "column"),
    [(PERSON, name) for name in ("name", "title", "organization", "touch", "deals", "open")]
    + [(ORGANIZATION, name) for name in ("name", "sector", "people", "touch", "deals", "open", "won")],
    ids=lambda given: getattr(given, "plural", given),
)
def test_a_list_is_put_in_order_by_what_its_column_shows(
    lively: sqlite3.Connection, kind: PartyKind, column: str
) -> None:
    read: Any = people.people if kind is PERSON else people.organizations
    rows = {row.id: row for row in read(lively, NOW.date(), everybody(lively, kind))}

    def worth(sums: Any) -> Any:
        own = sum(money.minor for money in sums if money.currency == "EUR")
        return (own, sum(money.minor for money in sums) - own) if sums else None

    shown: dict[str, Any] = {
        "name": lambda row: order(row.name),
        "title": lambda row: order(row.job_title) if row.job_title else None,
        "sector": lambda row: order(row.sector) if row.sector else None,
        "organization": lambda row: order(row.organization) if row.organization else None,
        "people": lambda row: row.people or None,
        "touch": lambda row: row.last_touch_at,
        "deals": lambda row: row.open_deals or None,
        "open": lambda row: worth(row.open_value),
        "won": lambda row: worth(row.won_value),
    }
    up = column in ("name", *party_columns.TEXTS)
    for turned in (False, True):
        numbers = party_columns.by_column(lively, kind, column, NOW.date(), turned=turned)
        assert sorted(numbers) == sorted(rows)
        places = [shown[column](rows[number]) for number in numbers]
        told = [place for place in places if place is not None]
        assert told == sorted(told, reverse=turned == up)
        assert places[len(told) :] == [None] * (len(places) - len(told))  # who has nothing there comes last
