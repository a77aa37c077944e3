"""The lists of people and organizations, and finding one of them by words. Standard library only, like `reads`."""

from __future__ import annotations

from itertools import chain, islice

from pipetui.domain.deal import OPEN, WON
from pipetui.domain.errors import AmbiguousError, NotFoundError
from pipetui.domain.folding import fold, key_of
from pipetui.domain.money import Money
from pipetui.domain.party_kinds import ORGANIZATION, PERSON, PartyKind
from pipetui.domain.rates import NO_RATES, ExchangeRates, rated, totals
from pipetui.domain.text import clean, one_line
from pipetui.domain.wording import quoted
from pipetui.store import parties, values
from pipetui.store.parking import NOT_PARKED, ON_BOARD
from pipetui.store.reads import rate_day
from pipetui.store.reads.party_order import (
    by_name,
    few,
    holding,
    last_touch_of_organization,
    last_touch_of_person,
    one_of,
)
from pipetui.store.reads.worth import SUM
from pipetui.views_people import Contact, OrganizationRow, PersonRow

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from typing import Any, TypeAlias

    Sums: TypeAlias = tuple[int, tuple[Money, ...]]

_NOTHING: Sums = (0, ())
_PAGE, _LARGEST_PAGE = 50, 1000


class PagedList:
    """A list in its order, to be gone through once: what is shown of each is read by pages as it comes to them.

    `numbers` are those of all that are in it, as they are asked for. It is true if there are any.
    """

    def __init__(self, numbers: Iterable[int], read: Callable[[Sequence[int]], list[Any]]) -> None:
        rest = iter(numbers)
        self._read = read
        self._first = list(islice(rest, 1))
        self.numbers = chain(self._first, rest)

    def __bool__(self) -> bool:
        return bool(self._first)

    def __iter__(self) -> Iterator[Any]:
        """The rows; the first pages are small, for somebody may be waiting for them."""
        size = _PAGE
        while page := list(islice(self.numbers, size)):
            yield from self._read(page)
            size = min(2 * size, _LARGEST_PAGE)


def people(
    connection: sqlite3.Connection,
    today: date,
    numbers: Sequence[int],
    rates: ExchangeRates = NO_RATES,
    *,
    deleted: bool = False,
) -> list[PersonRow]:
    """Those of these numbers, in that order, or those of them in the bin.

    A deal that is parked on `today` counts nowhere (behaviour 8).
    """
    reached, tagged = _reached(connection, PERSON, numbers), _tagged(connection, PERSON, numbers)
    going = sums_of(connection, PERSON, numbers, today, rates)
    found = {
        number: PersonRow(
            number,
            values.text(name),
            values.text(title),
            at,
            values.text(organization),
            reached.get((number, "email"), ""),
            reached.get((number, "phone"), ""),
            *going.get((number, OPEN), _NOTHING),
            None if touched is None else values.moment(touched),
            tagged.get(number, ()),
        )
        for number, name, title, at, organization, touched in connection.execute(
            f"""SELECT p.id, p.name, p.job_title, o.id, o.name, {last_touch_of_person("p.id")}
                FROM person p LEFT JOIN organization o ON o.id = p.organization_id AND o.deleted_at IS NULL
                WHERE {one_of("p.id", numbers)} AND p.{_in_bin(deleted)}"""
        )
    }
    return [found[number] for number in numbers if number in found]


def organizations(
    connection: sqlite3.Connection,
    today: date,
    numbers: Sequence[int],
    rates: ExchangeRates = NO_RATES,
    *,
    deleted: bool = False,
) -> list[OrganizationRow]:
    """Those of these numbers, in that order, or those of them in the bin; parked deals are not counted."""
    tagged = _tagged(connection, ORGANIZATION, numbers)
    sums = sums_of(connection, ORGANIZATION, numbers, today, rates)
    found = {
        number: OrganizationRow(
            number,
            values.text(name),
            values.text(sector),
            count,
            *sums.get((number, OPEN), _NOTHING),
            *sums.get((number, WON), _NOTHING),
            None if touched is None else values.moment(touched),
            tagged.get(number, ()),
        )
        for number, name, sector, count, touched in connection.execute(
            f"""SELECT o.id, o.name, o.sector,
                       (SELECT count(*) FROM person WHERE organization_id = o.id AND deleted_at IS NULL),
                       {last_touch_of_organization("o.id")}
                FROM organization o WHERE {one_of("o.id", numbers)} AND o.{_in_bin(deleted)}"""
        )
    }
    return [found[number] for number in numbers if number in found]


def find_person(connection: sqlite3.Connection, words: str, *, deleted: bool = False) -> int:
    """The number of the person that `words` name: a number, or words of name, organization, e-mail or phone.

    Somebody whose name is exactly the words wins. With `deleted` one of those in the bin is meant.
    Raises NotFoundError, or AmbiguousError with the choices.
    """

    return _find(
        connection,
        words,
        PERSON,
        """SELECT p.id, p.name, p.job_title, o.name
           FROM person p LEFT JOIN organization o ON o.id = p.organization_id AND o.deleted_at IS NULL""",
        deleted=deleted,
    )


def is_person(connection: sqlite3.Connection, name: str) -> bool:
    """Whether somebody has exactly that name."""
    return (
        connection.execute(
            "SELECT 1 FROM person WHERE key = ? AND deleted_at IS NULL LIMIT 1", (key_of(name),)
        ).fetchone()
        is not None
    )


def find_organization(connection: sqlite3.Connection, words: str, *, deleted: bool = False) -> int:
    """The number of the organization that `words` name; as `find_person`."""
    return _find(connection, words, ORGANIZATION, "SELECT p.id, p.name FROM organization p", deleted=deleted)


def names(connection: sqlite3.Connection, kind: PartyKind) -> list[tuple[int, str, bool]]:
    """All outside the bin by number, each with its name, and whether it is found by that at all.

    What another program wrote may be looked up by something else than it reads.
    """
    rows = connection.execute(
        f"SELECT id, name, key, length(CAST(key AS BLOB)) FROM {kind.noun} WHERE {_in_bin(False)} ORDER BY id"
    )
    told = ((number, values.text(name), values.text(key), length) for number, name, key, length in rows)
    return [(number, name, length == len(key.encode()) and key == key_of(name)) for number, name, key, length in told]


def _in_bin(deleted: bool) -> str:
    return f"deleted_at IS {'NOT ' if deleted else ''}NULL"


def _find(connection: sqlite3.Connection, words: str, kind: PartyKind, named: str, *, deleted: bool) -> int:
    number = words.strip().removeprefix("#")
    if number.isascii() and number.isdecimal() and len(number) < 19:
        among = f"SELECT 1 FROM {kind.noun} WHERE id = ? AND {_in_bin(deleted)}"
        if connection.execute(among, (int(number),)).fetchone():
            return int(number)
        raise parties.missing(connection, kind, int(number))
    words = clean(words)
    fits = holding(connection, kind, words)
    if fits is None:
        raise NotFoundError(f"no {kind.noun} named", "name one by words or by number")
    rows = connection.execute(f"{named} WHERE {one_of('p.id', few(fits))}")
    said = {number: texts for number, *texts in rows if number in fits}
    exact = {number for number, (name, *_) in said.items() if fold(values.text(name)).split() == fold(words).split()}
    found = list(by_name(connection, kind, exact, deleted=deleted)) if exact else []
    found = found or list(by_name(connection, kind, fits, deleted=deleted))
    if not found:
        where = " in the bin" if deleted else ""
        raise NotFoundError(f"no {kind.noun}{where} fits {quoted(words)}", remedy=kind.listed)
    if len(found) > 1:
        choices = tuple((number, ", ".join(filter(None, map(values.text, said[number])))) for number in found)
        raise AmbiguousError(f"{quoted(words)} fits {len(found)} {kind.plural}", "name one by its number", choices)
    return found[0]


def contacts(connection: sqlite3.Connection, kind: PartyKind, number: int) -> tuple[Contact, ...]:
    """The addresses and numbers of a person or an organization, in order."""
    rows = connection.execute(
        f"SELECT kind, value FROM contact_point WHERE {kind.column} = ? ORDER BY kind, position, id", (number,)
    )
    return tuple(Contact(*row) for row in rows)


def _reached(connection: sqlite3.Connection, kind: PartyKind, numbers: Sequence[int]) -> dict[tuple[int, str], str]:
    """The first address of each kind, by whose it is and the kind."""
    rows = connection.execute(
        f"""SELECT {kind.column}, kind, value FROM contact_point WHERE {one_of(kind.column, numbers)}
            ORDER BY position DESC, id DESC"""
    )
    return {(number, way): values.text(value) for number, way, value in rows}  # of several the one that comes last


def _tagged(connection: sqlite3.Connection, kind: PartyKind, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The tags of each that has some, sorted."""
    found: dict[int, tuple[str, ...]] = {}
    rows = connection.execute(
        f"SELECT {kind.column}, tag FROM {kind.noun}_tag WHERE {one_of(kind.column, numbers)} ORDER BY tag"
    )
    for number, tag in rows:
        found[number] = (*found.get(number, ()), one_line(values.text(tag)))
    return found


def sums_of(
    connection: sqlite3.Connection,
    kind: PartyKind,
    numbers: Sequence[int] | None,
    today: date,
    rates: ExchangeRates = NO_RATES,
) -> dict[tuple[int, str], Sums]:
    """How many deals, and their sums by currency, by whom they belong to and their status; None asks for all.

    Of people the open deals they take part in, of organizations the open and the won ones.
    """
    day = rate_day.expression(rates, today)
    if kind is PERSON:
        sql = f"""SELECT dp.person_id, d.status, d.currency, count(*), {SUM}, {day}
            FROM deal_person dp CROSS JOIN deal d ON d.id = dp.deal_id
            WHERE {ON_BOARD} AND {one_of("dp.person_id", numbers)} GROUP BY 1, 2, 3, 6"""
    else:
        sql = f"""SELECT organization_id, status, currency, count(*), {SUM}, {day}
            FROM deal d INDEXED BY ix_deal_organization_id
            WHERE deleted_at IS NULL AND status IN ('open', 'won') AND organization_id IS NOT NULL
            AND (status = 'won' OR {NOT_PARKED})
            AND {one_of("organization_id", numbers)} GROUP BY 1, 2, 3, 6"""
    counted: dict[tuple[int, str], int] = {}
    amounts: dict[tuple[int, str], list[Money | None]] = {}
    rows: Iterable[tuple[Any, ...]] = connection.execute(sql + " ORDER BY 1, 2, 3", {"today": today.isoformat()})
    for number, status, currency, count, minor, day in rows:
        whose = number, status
        counted[whose] = counted.get(whose, 0) + count
        if minor:
            amounts.setdefault(whose, []).append(rated(Money(minor, currency), rates, day, count))
    return {whose: (count, totals(amounts.get(whose, ()))) for whose, count in counted.items()}
