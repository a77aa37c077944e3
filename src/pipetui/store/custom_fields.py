"""The fields that the rep added, and their values: read, and written inside a gesture. Standard library only.

An import makes its fields by `ensure` and writes values by the thousand through `bulk_insert`, as rows of
`CustomValue`: `field_id`, `entity_id`, and the value as `domain.custom_fields.canonical` makes it.
"""

from __future__ import annotations

from pipetui.domain.custom_fields import (
    BETWEEN_OPTIONS,
    ENTITIES,
    KINDS,
    TEXT,
    CustomField,
    CustomValue,
    find,
    is_right,
)
from pipetui.domain.text import one_line, taken
from pipetui.domain.wording import quoted
from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def known(connection: sqlite3.Connection, entity: str | None = None) -> tuple[CustomField, ...]:
    """The fields of deals, people or organizations, of all without `entity`, in their order."""
    rows = connection.execute(
        """SELECT id, entity, name, kind, options, position FROM custom_field
           WHERE entity = coalesce(:entity, entity) ORDER BY entity, position, id""",
        {"entity": entity},
    )
    return tuple(
        CustomField(
            number,
            values.text(of),
            one_line(values.text(name)),
            values.text(kind) if kind in KINDS else TEXT,
            tuple(filter(None, map(one_line, values.text(options).split(BETWEEN_OPTIONS)))),
            values.whole(position, -values.LARGEST, values.LARGEST, 0),
        )
        for number, of, name, kind, options, position in rows
        if of in ENTITIES
    )


def of(connection: sqlite3.Connection, entity: str, number: int) -> tuple[CustomValue, ...]:
    """What one deal, person or organization has, in the order of the fields."""
    rows = connection.execute(
        """SELECT f.id, f.name, f.kind, v.value FROM custom_value v JOIN custom_field f ON f.id = v.field_id
           WHERE f.entity = ? AND v.entity_id = ? ORDER BY f.position, f.id""",
        (entity, number),
    )
    return tuple(
        CustomValue(field_id, one_line(values.text(name)), values.text(kind), values.text(value))
        for field_id, name, kind, value in rows
    )


def by_field(connection: sqlite3.Connection, field_id: int) -> list[tuple[int, int, str]]:
    """The values of a field: the number of each row, whose it is, the value."""
    rows = connection.execute("SELECT id, entity_id, value FROM custom_value WHERE field_id = ?", (field_id,))
    return [(number, whose, taken(values.text(value))) for number, whose, value in rows]


def filled(connection: sqlite3.Connection) -> dict[int, int]:
    """How many values each field has, by its number."""
    return dict(connection.execute("SELECT field_id, count(*) FROM custom_value GROUP BY field_id").fetchall())


def odd(connection: sqlite3.Connection) -> list[str]:
    """The values that are not of their field's kind, as another program may write: `deal 42 Contract end “soon”`."""
    found = []
    for field in known(connection):
        right: dict[str, bool] = {}
        for _, whose, text in by_field(connection, field.id):
            if right.get(text) is None:
                right[text] = is_right(field, text)
            if not right[text]:
                found.append(f"{field.entity} {whose} {field.name} {quoted(text)}")
    return found


# --- written


def ensure(
    connection: sqlite3.Connection, entity: str, name: str, kind: str = TEXT, options: Iterable[str] = ()
) -> int:
    """The number of the field of that name, which is made if there is none; one of another kind stays what it is.

    A name that means something else already, or that cannot be typed, gets another like it, always the same.
    `options` are added to those of a choice.
    """
    from pipetui.domain.custom_names import name_for

    name = name_for(name, entity)
    found = find(known(connection, entity), name)
    if found is None:
        return add(connection, entity, name, kind, options)
    added = [option for option in options if option not in found.options]
    if added and found.kind == kind:
        set_options(connection, found.id, (*found.options, *added))
    return found.id


def add(connection: sqlite3.Connection, entity: str, name: str, kind: str, options: Iterable[str] = ()) -> int:
    """Put a field behind those there are; returns its number."""
    made = connection.execute(
        """INSERT INTO custom_field (entity, name, kind, options, position)
           VALUES (?, ?, ?, ?, (SELECT coalesce(max(position), -1) + 1 FROM custom_field WHERE entity = ?))""",
        (entity, name, kind, BETWEEN_OPTIONS.join(options), entity),
    )
    number = made.lastrowid
    assert number is not None
    return number


def put(connection: sqlite3.Connection, field_id: int, whose: int, value: str) -> None:
    """Write a value; "" takes it away."""
    if not value:
        connection.execute("DELETE FROM custom_value WHERE field_id = ? AND entity_id = ?", (field_id, whose))
    elif not connection.execute(
        "UPDATE custom_value SET value = ? WHERE field_id = ? AND entity_id = ?", (value, field_id, whose)
    ).rowcount:
        connection.execute(
            "INSERT INTO custom_value (field_id, entity_id, value) VALUES (?, ?, ?)", (field_id, whose, value)
        )


def rename(connection: sqlite3.Connection, field_id: int, name: str) -> None:
    """Give a field another name."""
    connection.execute("UPDATE custom_field SET name = ? WHERE id = ?", (name, field_id))


def set_options(connection: sqlite3.Connection, field_id: int, options: Iterable[str]) -> None:
    """What a choice is chosen from."""
    connection.execute("UPDATE custom_field SET options = ? WHERE id = ?", (BETWEEN_OPTIONS.join(options), field_id))


def set_kind(connection: sqlite3.Connection, field_id: int, kind: str, converted: Iterable[tuple[int, str]]) -> None:
    """Make a field another kind; `converted` are its values in that kind, by the number of the row."""
    connection.execute("UPDATE custom_field SET kind = ? WHERE id = ?", (kind, field_id))
    connection.executemany(
        "UPDATE custom_value SET value = :value WHERE id = :row AND value <> :value",
        [{"row": number, "value": value} for number, value in converted],
    )


def set_order(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Put fields of one kind of thing in this order."""
    connection.executemany(
        "UPDATE custom_field SET position = :place WHERE id = :id AND position <> :place",
        [{"place": place, "id": number} for place, number in enumerate(numbers)],
    )


def remove(connection: sqlite3.Connection, field_id: int) -> None:
    """Take a field out of the book with all its values."""
    connection.execute("DELETE FROM custom_value WHERE field_id = ?", (field_id,))
    connection.execute("DELETE FROM custom_field WHERE id = ?", (field_id,))
