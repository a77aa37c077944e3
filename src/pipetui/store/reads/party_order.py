"""Which people and organizations a list shows and in which order, as numbers: by name, by last touch, by words.

What is shown of each is read by its number, as far as the list is gone through: see `people`.
"""

from __future__ import annotations

from bisect import bisect_right

from pipetui.domain.folding import Wanted, key_of, keys_are_in_order, order
from pipetui.domain.party_kinds import ORGANIZATION, PERSON, PartyKind
from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator
    from typing import TypeAlias

    _Place: TypeAlias = tuple[bytes, bytes, int]
    """Where somebody stands: the name in its `order`, as the bytes that SQLite compares, and the number."""

_FEW = 500
"""Up to so many are looked up by number; among more all are gone through."""

_BLOCK = 500

_ODD = "key GLOB '*[0-9]*' OR instr(key, char(10))"
"""The names that do not lie where their keys do: a number in it counts as one, and what is spelt out comes behind."""


def by_name(
    connection: sqlite3.Connection, kind: PartyKind, among: set[int] | None = None, *, deleted: bool = False
) -> Iterator[int]:
    """All of a kind, or those `among` these numbers, by name; of two namesakes the older first.

    With `deleted` those in the bin instead. Read as far as it is gone through, out of the index of the keys, with the
    few names that lie elsewhere put in.
    """
    lives = f"deleted_at IS {'NOT ' if deleted else ''}NULL"
    if few(among) is not None:
        return (number for *_, number in _placed(connection, kind, f"{one_of('id', among)} AND {lives}"))
    if not keys_are_in_order():
        rows: Iterable[_Place] = _placed(connection, kind, lives)
    else:
        elsewhere = _placed(connection, kind, f"id IN (SELECT id FROM {kind.noun} WHERE {_ODD}) AND {lives}")
        plain = connection.execute(
            f"""SELECT CAST(key AS BLOB), CAST(name AS BLOB), id FROM {kind.noun} WHERE NOT ({_ODD}) AND {lives}
                ORDER BY key, name, id"""
        )
        rows = _merged(plain, elsewhere)
    return (number for *_, number in rows if among is None or number in among)


def _placed(connection: sqlite3.Connection, kind: PartyKind, where: str) -> list[_Place]:
    named = connection.execute(f"SELECT name, id FROM {kind.noun} WHERE {where}")
    places = ((*order(values.text(name)), number) for name, number in named)
    return sorted((place.encode(), name.encode(), number) for place, name, number in places)


def _merged(plain: sqlite3.Cursor, elsewhere: list[_Place]) -> Iterator[_Place]:
    """Rows in order with the others put between them, block by block."""
    begin = 0
    while block := plain.fetchmany(_BLOCK):
        end = bisect_right(elsewhere, block[-1], begin)
        yield from sorted(block + elsewhere[begin:end])
        begin = end
    yield from elsewhere[begin:]


def customers(connection: sqlite3.Connection, among: set[int] | None = None) -> Iterator[int]:
    """The organizations with a won deal, the one that heard nothing for longest first (behaviour 26)."""
    rows = connection.execute(
        f"""SELECT o.id, {last_touch_of_organization("o.id")} FROM organization o WHERE o.id IN (
                SELECT organization_id FROM deal WHERE status = 'won' AND deleted_at IS NULL) AND o.deleted_at IS NULL
            AND {one_of("o.id", few(among))} ORDER BY 2, 1"""  # NULLs come first
    )
    return (number for number, _ in rows if among is None or number in among)


def last_touch_of_organization(number: str) -> str:
    """SQL for the newest touch on an organization, a deal of it or one of its people; NULL without any."""
    return f"""nullif(max(
        coalesce((SELECT max(at) FROM touch WHERE organization_id = {number}), ''),
        coalesce((SELECT max(l.touched_at) FROM deal d JOIN deal_line l ON l.deal_id = d.id
                  WHERE d.organization_id = {number} AND d.deleted_at IS NULL), ''),
        coalesce((SELECT max((SELECT max(at) FROM touch WHERE person_id = p.id)) FROM person p
                  WHERE p.organization_id = {number} AND p.deleted_at IS NULL), '')), '')"""


def last_touch_of_person(number: str) -> str:
    """SQL for the newest touch that names somebody, or that names nobody on a deal of theirs; NULL without any."""
    return f"""nullif(max(
        coalesce((SELECT max(at) FROM touch WHERE person_id = {number}), ''),
        coalesce((SELECT max((SELECT at FROM touch WHERE deal_id = d.id AND person_id IS NULL
                              ORDER BY at DESC LIMIT 1))
                  FROM deal_person dp JOIN deal d ON d.id = dp.deal_id
                  WHERE dp.person_id = {number} AND d.deleted_at IS NULL), '')), '')"""


_PLACES = {
    PERSON: (
        ("id", "person", "", "key", False),
        ("p.id", "organization o JOIN person p ON p.organization_id = o.id", "o.deleted_at IS NULL", "o.key", False),
        ("id", "person", "job_title <> ''", "job_title", True),
        ("person_id", "contact_point", "person_id IS NOT NULL", "value", True),
    ),
    ORGANIZATION: (
        ("id", "organization", "", "key", False),
        ("id", "organization", "sector <> ''", "sector", True),
        ("organization_id", "contact_point", "organization_id IS NOT NULL", "value", True),
    ),
}
"""Where a word of somebody may stand: their number, the table, a condition, the column, and whether that is a text as
it was written or a key."""


def holding(connection: sqlite3.Connection, kind: PartyKind, words: str) -> set[int] | None:
    """Those that hold every word in name, title, organization, sector or addresses; None, which is all, for none."""
    connection.create_function("key_of", 1, lambda text: key_of(values.text(text)), deterministic=True)
    found: set[int] | None = None
    for spelt in sorted(Wanted(words).words, key=lambda word: -len(word[0])):
        narrow = few(found)
        sql = " UNION ALL ".join(
            f"SELECT {number} FROM {table} WHERE {condition or 1} AND {one_of(number, narrow)} AND ("
            + " OR ".join(f"instr({_folded(column) if written else column}, :w{n})" for n in range(len(spelt)))
            + ")"
            for number, table, condition, column, written in _PLACES[kind]
        )
        given = {f"w{n}": word for n, word in enumerate(spelt)}
        numbers = {row[0] for row in connection.execute(sql, given)}
        found = numbers if found is None else found & numbers
    return found


def _folded(column: str) -> str:
    """SQL for `key_of` of a column; most texts are ASCII, and SQLite folds these itself."""
    return f"""CASE WHEN {column} GLOB '*[^ -~]*' THEN key_of({column}) ELSE replace(lower({column}), '`', '''') END"""


def few(numbers: set[int] | None) -> set[int] | None:
    """The numbers, where they are so few that it is worth naming them to SQLite; else None, which is all."""
    return None if numbers is None or len(numbers) > _FEW else numbers


def one_of(column: str, numbers: Collection[int] | None) -> str:
    """The condition that `column` is one of `numbers`; None asks for all."""
    return "1" if numbers is None else f"{column} IN ({', '.join(map(str, numbers))})"
