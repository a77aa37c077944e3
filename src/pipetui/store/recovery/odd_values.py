"""Values that another program has put where they do not belong: found, and put right without losing any of them."""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar

from sqlalchemy import Table
from sqlalchemy.types import Boolean, Date, Integer, String

from pipetui.domain.cadence import LONGEST_WAIT
from pipetui.domain.custom_fields import KINDS
from pipetui.domain.text import clean
from pipetui.store import deal_line, values
from pipetui.store.pipelines import book_currency
from pipetui.store.schema.tables import JOURNAL_TABLES, Row, Utc, utc_text
from pipetui.store.undo import journal, runs, step
from pipetui.store.values import FIRST_YEAR, LAST_YEAR

T = TypeVar("T")
Remembered: TypeAlias = dict[tuple[str, int, str], list[Any]]
"""Values by table, row and column."""

_MOST_ODD, _SHOWN = 1_000, 30
_OBJECT = "CASE WHEN json_valid({0}) THEN json_type({0}) = 'object' ELSE 0 END"
_SETTING = f"""CASE WHEN key = 'currency' THEN value GLOB '[A-Z][A-Z][A-Z]'
               WHEN key GLOB 'view *' THEN {_OBJECT.format("value")} ELSE 1 END"""
_FIRST_PIPELINE = "(SELECT id FROM pipeline ORDER BY is_default DESC, position, id LIMIT 1)"
_SPECIAL = {
    "currency": ("currency GLOB '[A-Z][A-Z][A-Z]'", "a currency such as EUR"),
    "due_time": ("due_time GLOB '[0-2][0-9]:[0-5][0-9]' AND due_time < '24:00'", "a time of day"),
    "setting.value": (_SETTING, "what can be read"),
    "import_mapping.content": (_OBJECT.format("content"), "what can be read"),
    "stage.merged_into": ("merged_into <> id AND merged_into IN (SELECT id FROM stage)", "a stage that is there"),
    "pipeline.is_default": (f"is_default = (id = {_FIRST_PIPELINE})", "so that one pipeline is the default"),
    **dict.fromkeys(("title", "name", "tag"), ("{} <> ''", "what it is called")),
    "custom_field.kind": (f"kind IN {KINDS}", f"one of {', '.join(KINDS)}"),
}
"""What belongs into a column of that name besides what its type and the table's rules say."""
_BOUNDS = {
    **dict.fromkeys(("value_minor", "price_minor", "amount_minor", "quota.count"), values.AMOUNT),
    **dict.fromkeys(("rotting_days", "renewal_lead_days"), values.DAYS),
    **dict.fromkeys(("close_pushed", "postponed", "done_steps"), values.TIMES),
    "quantity_milli": values.QUANTITY, "wait_days": (0, LONGEST_WAIT),
    "cadence_place": values.PLACES, "points": values.POINTS,
}  # fmt: skip
"""From which to which number a column goes: what is read otherwise than it stands is named."""
_ENDLESS = (float("inf"), float("-inf"))
_NAMES = ("title", "name", "key", "tag")
"""The columns that something is called by: never empty."""


class Odd(NamedTuple):
    """A value that does not belong where it stands: its row and column, what it is, and what should be there."""

    table: Table
    row_id: int
    column: str
    value: Any
    wanted: str


def find(connection: sqlite3.Connection) -> list[Odd]:
    """The values that another program has put where they do not belong, at most _MOST_ODD of a column."""
    found = []
    with journal.raw_text(connection):
        for table, columns, somewhere in _asked():
            # Of a table where all is right one look at each row tells so, not one for each column.
            if connection.execute(f"SELECT 1 FROM {table.name} WHERE {somewhere} LIMIT 1").fetchone() is None:
                continue
            for name, wrong, wanted in columns:
                rows = connection.execute(f"SELECT id, {name} FROM {table.name} WHERE {wrong} LIMIT {_MOST_ODD}")
                found += [Odd(table, number, name, value, wanted) for number, value in rows]
    return found


@cache
def _asked() -> list[tuple[Table, list[tuple[str, str, str]], str]]:
    """Of each table the columns that something is asked of: name, when a value is wrong, what is wanted; and when any
    of them is wrong.
    """
    asked = []
    for table in Row.metadata.sorted_tables:
        rules = [(column.name, *_right(column)) for column in table.columns if not column.primary_key]
        columns = [(name, f"NOT coalesce({right}, 0)", wanted) for name, right, wanted in rules if right]
        if columns:
            asked.append((table, columns, " OR ".join(wrong for _, wrong, _ in columns)))
    return asked


def _right(column: Any) -> tuple[str, str]:
    """The condition in SQL that a value of the column must meet, "" for none, and what it is in words."""
    name, kind = column.name, column.type
    rules, wanted = [], ""
    if isinstance(kind, Date):
        rules, wanted = [f"strftime('%Y-%m-%d', {name}) IS {name}"], "a date"
    elif isinstance(kind, Utc):
        within = f"{name} BETWEEN '{FIRST_YEAR:04}' AND '{LAST_YEAR + 1}'"
        rules, wanted = [f"strftime('%Y-%m-%dT%H:%M:%SZ', {name}) IS {name} AND {within}"], "a time"
    elif isinstance(kind, (Integer, Boolean)):
        rules, wanted = [f"typeof({name}) = 'integer'"], "a number"
    elif isinstance(getattr(kind, "impl", kind), String):  # SQLModel wraps it
        rules, wanted = [f"typeof({name}) = 'text'"], "a text"
    for rule in _rules(column):
        rules.append(f"({rule})")
        words = re.findall(r"'([^']*)'", rule)
        wanted = f"one of {', '.join(words)}" if words else wanted
    bounds = _of_column(_BOUNDS, column, None)
    if isinstance(kind, Boolean):
        rules.append(f"{name} IN (0, 1)")
    elif bounds:
        rules.append(f"{name} BETWEEN {bounds[0]} AND {bounds[1]}")
    special, in_words = _of_column(_SPECIAL, column, ("", ""))
    special = special.format(name)
    if special:
        rules, wanted = [*rules, special], in_words
    right = " AND ".join(rules)
    return (f"{name} IS NULL OR ({right})" if column.nullable and rules else right), wanted


def _of_column(said: Mapping[str, T], column: Any, none: T) -> T:
    """What is said of a column, by its table and name or by its name in all tables."""
    return said.get(f"{column.table.name}.{column.name}", said.get(column.name, none))


def _rules(column: Any) -> list[str]:
    """What the table itself asks of the column, in SQL; what it asks of several together is left aside."""
    said = (str(getattr(rule, "sqltext", "")) for rule in column.table.constraints)
    return [rule for rule in said if re.search(rf"\b{column.name}\b", rule) and "_id" not in rule]


def shown(value: Any) -> str:
    """A value as it stands in the book, in a few characters."""
    if value is None:
        return "nothing"
    text = clean(
        value.decode("utf-8", "replace")
        if isinstance(value, bytes)
        else f"{value:d}"
        if isinstance(value, bool)
        else str(value)
    )
    return text[:_SHOWN] + "…" * (len(text) > _SHOWN)


def named(odd: Odd) -> str:
    """A row, its column and what stands there: `deal 2 status “opem”`."""
    return f"{odd.table.name.replace('_', ' ')} {odd.row_id} {odd.column} “{shown(odd.value)}”"


def remembered(connection: sqlite3.Connection) -> Remembered:
    """What the journal knows to have stood where such values stand, the newest first."""
    found = find(connection)
    with journal.raw_text(connection):
        return {(one.table.name, one.row_id, one.column): [*_from_journal(connection, one)] for one in found}


def put_right(
    connection: sqlite3.Connection, backup: Path | None, at: datetime, known: Remembered | None = None
) -> list[str]:
    """Give every such value the newest one that belonged there, out of the journal, of what is `known`, or `backup`,
    else what it begins with; a text that is nowhere else then is kept as a note of the deal. One step of undo; returns
    a sentence for each.
    """
    found = find(connection)
    if not found:
        return []
    number, _ = step.begin_step(connection, "", "doctor", at)
    # The journal's images hold no bytes and no endless numbers: what is none of JSON cannot be taken back to.
    bytes_in = {one.table.name for one in found if isinstance(one.value, bytes) or one.value in _ENDLESS}
    with (
        journal.raw_text(connection),
        journal.unchecked(connection),
        runs.without_triggers(connection, "UPDATE", bytes_in) as deals,
    ):
        done = [_put_right(connection, one, backup, at, known or {}) for one in found]
        deals |= set(deal_line.spoilt(connection))
    step.end_step(connection, number, done[0] if len(done) == 1 else f"{len(done)} values put right")
    return done


def _put_right(connection: sqlite3.Connection, odd: Odd, backup: Path | None, at: datetime, told: Remembered) -> str:
    before = told.get((odd.table.name, odd.row_id, odd.column), [])
    known = [*_from_journal(connection, odd), *before, *_from_backup(backup, odd)]
    for value in (*known, *_beginnings(connection, odd, at)):
        if _fits(connection, odd, value):
            break
    if value not in known:
        _keep(connection, odd, at)
    return f"{named(odd)} is {odd.wanted} again: {shown(value)}"


def _fits(connection: sqlite3.Connection, odd: Odd, value: Any) -> bool:
    """Put a value there; False where it does not belong there either, or another row has it."""
    name, column = odd.table.name, odd.column
    try:
        connection.execute(f"UPDATE {name} SET {column} = ? WHERE id = ?", (value, odd.row_id))
    except (sqlite3.IntegrityError, UnicodeEncodeError, sqlite3.InterfaceError, sqlite3.ProgrammingError):
        return False
    right, _ = _right(odd.table.columns[column])
    sql = f"SELECT 1 FROM {name} WHERE id = ? AND coalesce({right}, 0)"
    return connection.execute(sql, (odd.row_id,)).fetchone() is not None


def _from_journal(connection: sqlite3.Connection, odd: Odd) -> Iterator[Any]:
    """What stood there before, the newest first."""
    for image in journal.images(connection, odd.table.name, odd.row_id):
        try:
            yield json.loads(image)[odd.column]
        except (TypeError, ValueError, LookupError):  # damaged, or without it
            continue


def _from_backup(backup: Path | None, odd: Odd) -> Iterator[Any]:
    if backup is None:
        return
    with closing(sqlite3.connect(backup)) as copy, journal.raw_text(copy):
        row = copy.execute(f"SELECT {odd.column} FROM {odd.table.name} WHERE id = ?", (odd.row_id,)).fetchone()
    yield from row or ()


def _beginnings(connection: sqlite3.Connection, odd: Odd, at: datetime) -> Iterator[Any]:
    """What the column could begin with, the best first."""
    column, name = odd.table.columns[odd.column], odd.column
    if column.nullable:
        yield None
    if column.default is not None and column.default.is_scalar:
        yield column.default.arg  # type: ignore[attr-defined]  # it is one
    for rule in _rules(column):
        yield from re.findall(r"'([^']*)'", rule)
    if isinstance(column.type, Date):
        yield at.date().isoformat()
    elif isinstance(column.type, Utc):
        yield utc_text(at)
    elif isinstance(column.type, (Integer, Boolean)):
        yield from (0, 1, odd.row_id)
    else:
        yield from ((book_currency(connection),) if name == "currency" or odd.table.name == "setting" else ())
        yield from ("", "{}") if name not in _NAMES else ()
        yield f"lost {odd.table.name} {odd.row_id}"


def _keep(connection: sqlite3.Connection, odd: Odd, at: datetime) -> None:
    """Write what stood there into a note of the deal it belongs to, if there is one and it says anything."""
    if odd.table.name in JOURNAL_TABLES or not isinstance(odd.value, (str, bytes)) or not odd.value:
        return
    owner = "id" if odd.table.name == "deal" else "deal_id"
    if owner not in odd.table.columns:
        return
    row = connection.execute(f"SELECT {owner} FROM {odd.table.name} WHERE id = ?", (odd.row_id,)).fetchone()
    if row and connection.execute("SELECT 1 FROM deal WHERE id = ?", row).fetchone():
        text = f"{odd.table.name.replace('_', ' ')} {odd.row_id}: in place of {odd.column} stood: {_whole(odd.value)}"
        connection.execute("INSERT INTO note (deal_id, at, text) VALUES (?, ?, ?)", (*row, utc_text(at), text))


def _whole(value: str | bytes) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return clean(text.encode("utf-8", "replace").decode(), multiline=True)
