"""The lists of people and organizations, and finding one of them by words. Standard library only, like `reads`."""

from __future__ import annotations

from datetime import date, datetime

from pipetui.domain.deal import OPEN, WON
from pipetui.domain.errors import AmbiguousError, NotFoundError
from pipetui.domain.folding import Wanted, contact_key, fold, key_of, order
from pipetui.domain.money import Money
from pipetui.domain.party_kinds import ORGANIZATION, PERSON, PartyKind
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.store import parties, values
from pipetui.views_people import Contact, OrganizationRow, PersonRow

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, TypeAlias, TypeVar

    R = TypeVar("R", PersonRow, OrganizationRow)
    Sums: TypeAlias = tuple[int, tuple[Money, ...]]

_NOTHING: Sums = (0, ())


def people(connection: sqlite3.Connection, today: date, numbers: Sequence[int] | None = None) -> list[PersonRow]:
    """Everybody, or those of these numbers, by name; a deal that is parked on `today` counts nowhere (behaviour 8)."""
    known = contacts(connection, PERSON, numbers)
    going = _sums(
        connection,
        f"""SELECT dp.person_id, d.status, d.currency, count(*), sum(d.value_minor)
            FROM deal_person dp JOIN deal d ON d.id = dp.deal_id
            WHERE d.status = 'open' AND {_not_parked(today)} AND d.deleted_at IS NULL
            AND {_among("dp.person_id", numbers)} GROUP BY 1, 2, 3""",
    )
    touched = _latest(
        connection,
        f"""SELECT person_id, max(at) FROM touch
            WHERE person_id IS NOT NULL AND {_among("person_id", numbers)} GROUP BY 1""",
        f"""SELECT dp.person_id, max(t.at) FROM touch t JOIN deal d ON d.id = t.deal_id
            JOIN deal_person dp ON dp.deal_id = d.id
            WHERE t.person_id IS NULL AND d.deleted_at IS NULL AND {_among("dp.person_id", numbers)} GROUP BY 1""",
    )
    found = []
    for number, name, title, at, organization in connection.execute(
        f"""SELECT p.id, p.name, p.job_title, p.organization_id, coalesce(o.name, '')
            FROM person p LEFT JOIN organization o ON o.id = p.organization_id
            WHERE {_among("p.id", numbers)} ORDER BY p.id"""
    ):
        own = known.get(number, ())
        count, value = going.get((number, OPEN), _NOTHING)
        haystack = _haystack(name, title, organization, *(contact.value for contact in own))
        found.append(
            PersonRow(
                number, name, title, at, organization, first(own, "email"), first(own, "phone"), count, value,
                touched.get(number), haystack,
            )
        )  # fmt: skip
    return sorted(found, key=lambda row: order(row.name))


def organizations(
    connection: sqlite3.Connection, today: date, numbers: Sequence[int] | None = None
) -> list[OrganizationRow]:
    """Every organization, or those of these numbers, by name; parked deals are not counted."""
    known = contacts(connection, ORGANIZATION, numbers)
    sums = _sums(
        connection,
        f"""SELECT organization_id, status, currency, count(*), sum(value_minor) FROM deal d
            WHERE organization_id IS NOT NULL AND deleted_at IS NULL AND status IN ('open', 'won')
            AND (status = 'won' OR {_not_parked(today)})
            AND {_among("organization_id", numbers)} GROUP BY 1, 2, 3""",
    )
    touched = _latest(
        connection,
        f"""SELECT organization_id, max((SELECT max(at) FROM touch WHERE deal_id = deal.id)) FROM deal
            WHERE organization_id IS NOT NULL AND deleted_at IS NULL AND {_among("organization_id", numbers)}
            GROUP BY 1""",
        f"""SELECT p.organization_id, max(t.at) FROM touch t JOIN person p ON p.id = t.person_id
            WHERE p.organization_id IS NOT NULL AND {_among("p.organization_id", numbers)} GROUP BY 1""",
    )
    found = []
    for number, name, sector, count in connection.execute(
        f"""SELECT o.id, o.name, o.sector, (SELECT count(*) FROM person WHERE organization_id = o.id)
            FROM organization o WHERE {_among("o.id", numbers)} ORDER BY o.id"""
    ):
        own = known.get(number, ())
        going, won = sums.get((number, OPEN), _NOTHING), sums.get((number, WON), _NOTHING)
        haystack = _haystack(name, sector, *(contact.value for contact in own))
        found.append(OrganizationRow(number, name, sector, count, *going, *won, touched.get(number), haystack))
    return sorted(found, key=lambda row: order(row.name))


def customers(rows: Iterable[OrganizationRow]) -> list[OrganizationRow]:
    """The organizations with a won deal, the one that heard nothing for longest first (behaviour 26)."""
    won = [row for row in rows if row.won_deals]
    return sorted(won, key=lambda row: (row.last_touch_at.timestamp() if row.last_touch_at else 0, row.id))


def fitting(rows: Iterable[R], words: str) -> list[R]:
    """Those that hold every word."""
    wanted = Wanted(words)
    return [row for row in rows if wanted.all_in(row.haystack)]


_PEOPLE_HOLDING = """SELECT id FROM person WHERE instr(key, :word)
    UNION SELECT p.id FROM organization o JOIN person p ON p.organization_id = o.id WHERE instr(o.key, :word)
    UNION SELECT person_id FROM contact_point WHERE person_id IS NOT NULL AND instr(key, :word)"""
_ORGANIZATIONS_HOLDING = """SELECT id FROM organization WHERE instr(key, :word)
    UNION SELECT organization_id FROM contact_point WHERE organization_id IS NOT NULL AND instr(key, :word)"""


def find_person(connection: sqlite3.Connection, today: date, words: str) -> int:
    """The number of the person that `words` name: a number, or words of name, organization, e-mail or phone.

    Somebody whose name is exactly the words wins. Raises NotFoundError, or AmbiguousError with the choices.
    """

    def said(row: PersonRow) -> str:
        return ", ".join(filter(None, (row.name, row.job_title, row.organization)))

    return _find(connection, today, words, PERSON, _PEOPLE_HOLDING, people, said)


def is_person(connection: sqlite3.Connection, name: str) -> bool:
    """Whether somebody has exactly that name."""
    return connection.execute("SELECT 1 FROM person WHERE key = ? LIMIT 1", (key_of(name),)).fetchone() is not None


def find_organization(connection: sqlite3.Connection, today: date, words: str) -> int:
    """The number of the organization that `words` name; as `find_person`."""
    return _find(connection, today, words, ORGANIZATION, _ORGANIZATIONS_HOLDING, organizations, lambda row: row.name)


def _find(
    connection: sqlite3.Connection,
    today: date,
    words: str,
    kind: PartyKind,
    holding: str,
    read: Callable[[sqlite3.Connection, date, Sequence[int] | None], list[R]],
    said: Callable[[R], str],
) -> int:
    number = words.strip().removeprefix("#")
    if number.isascii() and number.isdecimal() and len(number) < 19:
        if connection.execute(f"SELECT 1 FROM {kind.noun} WHERE id = ?", (int(number),)).fetchone():
            return int(number)
        raise parties.gone(kind, number)
    words = clean(words)
    wanted = Wanted(words)
    if not wanted:
        raise NotFoundError(f"no {kind.noun} named", "name one by words or by number")
    longest = wanted.longest()
    keyed = (contact_key("phone", longest[0]),) if longest[0][0] == "+" else longest
    numbers = list({row[0] for spelt in keyed for row in connection.execute(holding, {"word": spelt})})
    fits = fitting(read(connection, today, numbers or None), words)  # only titles and sectors are in no key
    exact = [row for row in fits if fold(row.name).split() == fold(words).split()]
    found = exact or fits
    if not found:
        raise NotFoundError(f"no {kind.noun} fits {quoted(words)}", remedy=kind.listed)
    if len(found) > 1:
        choices = tuple((row.id, said(row)) for row in found)
        raise AmbiguousError(f"{quoted(words)} fits {len(found)} {kind.plural}", "name one by its number", choices)
    return found[0].id


def contacts(
    connection: sqlite3.Connection, kind: PartyKind, numbers: Sequence[int] | None = None
) -> dict[int, tuple[Contact, ...]]:
    """The addresses and numbers of people or organizations, in order."""
    owner = kind.column
    found: dict[int, list[Contact]] = {}
    for number, way, value in connection.execute(
        f"""SELECT {owner}, kind, value FROM contact_point WHERE {owner} IS NOT NULL AND {_among(owner, numbers)}
            ORDER BY kind, position, id"""
    ):
        found.setdefault(number, []).append(Contact(way, value))
    return {number: tuple(own) for number, own in found.items()}


def first(own: Iterable[Contact], kind: str) -> str:
    """The first of a kind, "" without any."""
    return next((contact.value for contact in own if contact.kind == kind), "")


def _not_parked(today: date) -> str:
    """The condition that a deal `d` is not off the board."""
    return f"(d.parked_until IS NULL OR d.parked_until <= '{today.isoformat()}')"


def _among(column: str, numbers: Sequence[int] | None) -> str:
    """The condition that `column` is one of `numbers`; None asks for all."""
    return "1" if numbers is None else f"{column} IN ({', '.join(map(str, numbers))})"


def _haystack(*texts: str) -> str:
    return key_of(" ".join(filter(None, texts)))


def _sums(connection: sqlite3.Connection, sql: str) -> dict[tuple[int, str], Sums]:
    """How many deals, and their sums by currency, by whom they belong to and their status."""
    found: dict[tuple[int, str], Sums] = {}
    rows: Iterable[tuple[Any, ...]] = connection.execute(sql + " ORDER BY 1, 2, 3")
    for number, status, currency, count, minor in rows:
        before, sums = found.get((number, status), _NOTHING)
        found[number, status] = (before + count, (*sums, Money(minor, currency)) if minor else sums)
    return found


def _latest(connection: sqlite3.Connection, *queries: str) -> dict[int, datetime]:
    """The newest of the times that the queries give for each number."""
    found: dict[int, str] = {}
    for sql in queries:
        for number, at in connection.execute(sql):
            if at is not None and at > found.get(number, ""):
                found[number] = at
    return {number: values.moment(at) for number, at in found.items()}
