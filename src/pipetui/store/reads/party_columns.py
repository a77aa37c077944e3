"""The lists of people and organizations by another column than the name: numbers, as `party_order` gives them."""

from __future__ import annotations

from pipetui.domain.deal import OPEN, WON
from pipetui.domain.folding import order
from pipetui.domain.party_kinds import ORGANIZATION, PERSON, PartyKind
from pipetui.domain.rates import NO_RATES, ExchangeRates
from pipetui.store import values
from pipetui.store.reads import book_reads, people
from pipetui.store.reads.party_order import by_name, last_touch_of_organization, last_touch_of_person

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import date
    from typing import Any

TEXTS = ("title", "sector", "organization")
"""The columns that begin with A; of all others the largest or the newest comes first."""


def by_column(
    connection: sqlite3.Connection,
    kind: PartyKind,
    column: str,
    today: date,
    rates: ExchangeRates = NO_RATES,
    *,
    turned: bool = False,
) -> list[int]:
    """All of a kind by a column of their list, the other way round with `turned`; equals by name.

    Whoever has nothing in the column comes last either way. Columns are "name", "title", "organization", "touch",
    "deals", "open" of people, and "name", "sector", "people", "touch", "deals", "open", "won" of organizations.
    """
    named = list(by_name(connection, kind))
    if column == "name":
        return named[::-1] if turned else named
    places = _places(connection, kind, column, today, rates)
    told = [number for number in named if number in places]
    told.sort(key=places.__getitem__, reverse=turned == (column in TEXTS))
    return told + [number for number in named if number not in places]


def _places(
    connection: sqlite3.Connection, kind: PartyKind, column: str, today: date, rates: ExchangeRates
) -> dict[int, Any]:
    """What each is put in order by, of those who have something in the column."""
    if column in ("deals", "open", "won"):
        sums = people.sums_of(connection, kind, None, today, rates)
        status = WON if column == "won" else OPEN
        rank: Callable[[people.Sums], Any] = _counted if column == "deals" else _by_worth(connection)
        told = {number: rank(worth) for (number, state), worth in sums.items() if state == status}
        return {number: place for number, place in told.items() if place}
    if column == "organization":
        place = {number: at for at, number in enumerate(by_name(connection, ORGANIZATION))}
        rows = connection.execute("SELECT id, organization_id FROM person WHERE organization_id IS NOT NULL")
        return {number: place[organization] for number, organization in rows if organization in place}
    if column in TEXTS:
        written = "job_title" if kind is PERSON else "sector"
        texts = connection.execute(f"SELECT id, {written} FROM {kind.noun} WHERE {written} <> ''")
        return {number: order(values.text(text)) for number, text in texts}
    if column == "people":
        return dict(
            connection.execute(
                """SELECT organization_id, count(*) FROM person
                   WHERE organization_id IS NOT NULL AND deleted_at IS NULL GROUP BY 1"""
            )
        )
    touched = last_touch_of_person if kind is PERSON else last_touch_of_organization
    rows = connection.execute(f"SELECT here.id, {touched('here.id')} FROM {kind.noun} here")
    return {number: at for number, at in rows if at is not None}


def _counted(worth: people.Sums) -> int:
    return worth[0]


def _by_worth(connection: sqlite3.Connection) -> Callable[[people.Sums], Any]:
    """By what is in the book's currency, then by what there is in others; empty without a value."""
    book = book_reads.book_currency(connection)

    def place(worth: people.Sums) -> tuple[int, ...]:
        own = sum(money.minor for money in worth[1] if money.currency == book)
        return (own, sum(money.minor for money in worth[1]) - own) if worth[1] else ()

    return place
