"""The undo journal: undo and redo of whole steps, and what the history shows.

The triggers (see `triggers`) write down every row that anything changes in a book (the app, a shell verb, an import,
another program's SQL), with its image before and after, inside the changing transaction itself. A gesture opens a
`step` and names it in `journal_head`; a change that comes without one (somebody's own SQL) gets a step of its own.
Only imports write their new rows down themselves, run by run: see `runs`.

What the tables are is read from the book itself. Standard library only.
"""

from __future__ import annotations

from contextlib import contextmanager

from pipetui.domain.errors import ConflictError, Remedy
from pipetui.domain.folding import sought
from pipetui.domain.text import clean
from pipetui.store import derived, values
from pipetui.store.undo import runs
from pipetui.store.undo.step import PASSED, RESTORED
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date, datetime
    from typing import Any, NamedTuple

    from pipetui.store.undo.runs import AnyTable
else:
    from pipetui.domain.record import NamedTuple

OWN_TABLES = frozenset({"step", "journal_row", "journal_head", "alembic_version", "sqlite_sequence", *derived.TABLES})
"""Nobody journals the journal, nor what is made of other tables, nor what SQLite and Alembic keep."""

ERASED = '{"erased":1}'
"""The image of a row that was about somebody who is erased for good; undo cannot bring it back."""
UNDOING = -1
"""What the journal's head says while undo itself writes."""


class StepInfo(NamedTuple):
    """A step as the history shows it. `rows` is how many changes it holds."""

    id: int
    label: str
    source: str
    at: datetime
    undone: bool
    rows: int


class TableInfo(NamedTuple):
    """A table of the book, as far as undo needs to know it."""

    name: str
    columns: tuple[ColumnInfo, ...]


class ColumnInfo(NamedTuple):
    """A column of one."""

    name: str


def tables_of(connection: sqlite3.Connection) -> dict[str, TableInfo]:
    """The tables of the book by name; the journal's own are not among them, nor what other programs put there."""
    found: dict[str, list[str]] = {}
    for name, column in connection.execute(_COLUMNS.format("")):
        found.setdefault(name, []).append(column)
    return {name: _table(name, columns) for name, columns in found.items() if _is_journaled(name, columns)}


def _table_of(connection: sqlite3.Connection, name: str) -> TableInfo:
    """One of them. Raises LookupError for what is none: most steps are of few tables, and the book has forty."""
    columns = [column for _, column in connection.execute(_COLUMNS.format("AND t.name = :name"), {"name": name})]
    if not columns or not _is_journaled(name, columns):
        raise LookupError(name)
    return _table(name, columns)


_COLUMNS = """SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c
              WHERE t.type = 'table' {} ORDER BY t.name, c.cid"""


def _table(name: str, columns: list[str]) -> TableInfo:
    return TableInfo(name, tuple(map(ColumnInfo, columns)))


def _is_journaled(name: str, columns: list[str]) -> bool:
    return name not in OWN_TABLES and all(word.isidentifier() for word in (name, *columns))


def image(table: AnyTable, row: str) -> str:
    """SQL for the JSON image of a row; `row` is "OLD.", "NEW." or "" before each column."""
    pairs = ", ".join(f"'{column.name}', {row}{column.name}" for column in table.columns)
    return f"json_object({pairs})"


NEWEST = "SELECT id, label, source FROM step WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1"
LAST_UNDONE = """SELECT id, label, source FROM step INDEXED BY ix_step_undone WHERE undone_at IS NOT NULL
                  AND undone_after = (SELECT max(id) FROM step) ORDER BY id LIMIT 1"""
_MOST_ROWS = 100
"""How many rows of a step are looked at for the deals it is about."""


def deals_of_last(connection: sqlite3.Connection, *, undone: bool) -> tuple[int, ...]:
    """The deals that the newest step, or the one `undone` last, is about, by number; of a large step the first few."""
    step = connection.execute(LAST_UNDONE if undone else NEWEST).fetchone()
    found = connection.execute(
        """SELECT CASE WHEN table_name = 'deal' THEN row_id
                       WHEN json_valid(kept) THEN json_extract(kept, '$.deal_id') END
           FROM (SELECT table_name, row_id, coalesce(after, before) AS kept FROM journal_row
                 WHERE step_id = ? AND last_id IS NULL ORDER BY id LIMIT ?)""",
        (step[0] if step else None, _MOST_ROWS),
    )
    return tuple(sorted({number for (number,) in found if isinstance(number, int)}))


def passed_last(connection: sqlite3.Connection, *, undone: bool) -> str:
    """The source of the newest step, or of the one `undone` last, if it is one that undo passes; else ""."""
    step = connection.execute(LAST_UNDONE if undone else NEWEST).fetchone()
    return step[2] if step is not None and step[2] in PASSED else ""


def restored_last(connection: sqlite3.Connection) -> str:
    """The label of the newest step if it says that a backup was brought back, and undo has not passed it; else ""."""
    step = connection.execute(
        "SELECT label FROM step WHERE id = (SELECT max(id) FROM step) AND source = :source AND undone_at IS NULL",
        {"source": RESTORED},
    ).fetchone()
    return values.text(step[0]) if step is not None else ""


def undo(connection: sqlite3.Connection, at: datetime) -> str:
    """Take back the newest step that is not undone; returns its label. Inside a transaction.

    A step that says that the book was restored, or somebody erased, is passed, and the rep is told (see `passed_last`):
    what came before the one is of another day, and the other cannot be undone. Raises ConflictError when there is none,
    or when a row is no longer as the step left it.
    """
    step = connection.execute(NEWEST).fetchone()
    if step is None:
        raise ConflictError("there is nothing to undo")
    if step[2] not in PASSED:
        _apply(connection, step[0], backwards=True, refusal=f"“{step[1]}” cannot be undone")
    connection.execute(
        "UPDATE step SET undone_at = ?, undone_after = (SELECT max(id) FROM step) WHERE id = ?",
        (utc_text(at), step[0]),
    )
    return str(step[1])


def redo(connection: sqlite3.Connection) -> str:
    """Do again what the last undo took back; returns its label. Inside a transaction.

    Raises ConflictError when there is nothing: a new gesture ends the way forward for ever, also once it is undone.
    """
    step = connection.execute(LAST_UNDONE).fetchone()
    if step is None:
        raise ConflictError("there is nothing to redo")
    if step[2] not in PASSED:
        _apply(connection, step[0], backwards=False, refusal=f"“{step[1]}” cannot be redone")
    connection.execute("UPDATE step SET undone_at = NULL, undone_after = NULL WHERE id = ?", step[:1])
    return str(step[1])


def _apply(connection: sqlite3.Connection, step_id: int, *, backwards: bool, refusal: str) -> None:
    """Turn each row of the step from the one image into the other, refusing where it is not the one."""
    tables: dict[str, TableInfo] = {}
    runs_of = "SELECT DISTINCT table_name FROM journal_row WHERE step_id = ? AND last_id IS NOT NULL"
    in_runs = [name for (name,) in connection.execute(runs_of, (step_id,))]
    connection.execute("PRAGMA defer_foreign_keys = ON")
    connection.execute("UPDATE journal_head SET step_id = ? WHERE id = 1", (UNDOING,))
    with (
        raw_text(connection),
        unchecked(connection),
        runs.without_triggers(connection, "DELETE" if backwards else "INSERT", in_runs) as deals,
    ):
        asked: dict[str, str] = {}
        for line, name, row_id, last_id, before, after in _changes(connection, step_id, backwards):
            expected, wanted = (after, before) if backwards else (before, after)
            changed: int | None = None
            if ERASED in (before, after):
                raise ConflictError(f"{refusal}: somebody it is about was erased for good")
            try:
                if name not in tables:
                    tables[name] = _table_of(connection, name)
                table = tables[name]
                if last_id is not None:
                    run = runs.Run(line, table, row_id, last_id)
                    changed = (runs.take_out if backwards else runs.put_back)(connection, run, deals)
                elif not turn(connection, table, row_id, expected, wanted, asked):
                    changed = row_id
            except (LookupError, ValueError, TypeError, AttributeError) as error:  # no image, or of no table of ours
                raise ConflictError(
                    f"{refusal}: what was kept of it is damaged",
                    remedy=Remedy("doctor.journal"),
                ) from error
            if changed is not None:
                raise ConflictError(
                    f"{refusal}: {_describe(connection, table, changed, expected or wanted)} changed since",
                    remedy=Remedy("history"),
                )
    connection.execute("UPDATE journal_head SET step_id = NULL WHERE id = 1")


@contextmanager
def raw_text(connection: sqlite3.Connection) -> Iterator[None]:
    """Texts as they lie in the book: a row is restored to the byte, whatever another program put into it."""
    usual = connection.text_factory
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        connection.text_factory = usual


@contextmanager
def unchecked(connection: sqlite3.Connection) -> Iterator[None]:
    """Without the tables' rules for single values: a row that another program wrote past them comes back as it was."""
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")


def _changes(connection: sqlite3.Connection, step_id: int, backwards: bool) -> Iterator[tuple[Any, ...]]:
    """The lines of the step in order, or the last first. What a run keeps is left aside: it may be large."""
    order, beyond = ("DESC", "<") if backwards else ("", ">")
    after = "CASE WHEN last_id IS NULL THEN after END"
    here = (1 << 62) if backwards else 0
    while True:  # asked anew each time, for the lines of runs are written while they are gone through
        found = connection.execute(
            f"""SELECT id, table_name, row_id, last_id, before, {after} FROM journal_row
                WHERE step_id = ? AND id {beyond} ? ORDER BY id {order} LIMIT 500""",
            (step_id, here),
        ).fetchall()
        if not found:
            return
        yield from found
        here = found[-1][0]


def is_as(connection: sqlite3.Connection, table: AnyTable, row_id: int, expected: str | None) -> bool:
    """Whether a row is as an image says, None for a row that is not there."""
    row = connection.execute(f"SELECT {image(table, '')} FROM {table.name} WHERE id = ?", (row_id,)).fetchone()
    if row is None or expected is None:
        return row is None and expected is None
    if row[0] == expected:
        return True
    import json  # seldom: what is as it was is told by its text

    # A column added by a later revision is in the row but not in the older image.
    try:
        now, then = json.loads(row[0]), json.loads(expected)
    except ValueError:  # a number without end, for which JSON has no word
        return False
    return all(now.get(column) == value for column, value in then.items())


def newest(connection: sqlite3.Connection) -> int:
    """The number of the last change that is written down, 0 for none."""
    number: int = connection.execute("SELECT coalesce(max(id), 0) FROM journal_row").fetchone()[0]
    return number


def wrote(connection: sqlite3.Connection, after: int) -> bool:
    """Whether any row was changed behind the change of that number."""
    return newest(connection) > after


def images(connection: sqlite3.Connection, table: str, row_id: int) -> Iterator[str]:
    """The images that the journal has of a row, the newest first: after each change, and before it."""
    for pair in connection.execute(
        """SELECT after, before FROM journal_row WHERE table_name = ? AND row_id = ? AND last_id IS NULL
           ORDER BY id DESC""",
        (table, row_id),
    ).fetchall():
        yield from (image for image in pair if image not in (None, ERASED))


def turn(
    connection: sqlite3.Connection,
    table: AnyTable,
    row_id: int,
    expected: str | None,
    wanted: str | None,
    asked: dict[str, str],
) -> bool:
    """Turn a row from the image `expected` into `wanted`, None a row that is not there; False where it is not as that.

    `asked` remembers how the image of a table is asked for.
    """
    change = _change(table, row_id, expected, wanted)
    if change is not None and expected is not None:  # in one statement, as nearly always
        sql, given = change
        if table.name not in asked:
            asked[table.name] = image(table, "")
        sql += f" AND {asked[table.name]} = CAST(? AS TEXT)"
        if connection.execute(sql, (*given, _bytes(expected))).rowcount == 1:
            return True
    if not is_as(connection, table, row_id, expected):
        return False
    if change is not None:
        connection.execute(*change)
    return True


def restore(
    connection: sqlite3.Connection, table: AnyTable, row_id: int, expected: str | None, wanted: str | None
) -> None:
    """Turn a row that is as the image `expected` says into the image `wanted`; None is a row that is not there."""
    change = _change(table, row_id, expected, wanted)
    if change is not None:
        connection.execute(*change)


def _change(
    table: AnyTable, row_id: int, expected: str | None, wanted: str | None
) -> tuple[str, tuple[object, ...]] | None:
    """The statement that makes the one image of the other, None where they say the same; a condition may follow it."""
    if wanted is None:
        return f"DELETE FROM {table.name} WHERE id = ?", (row_id,)
    import json

    known = {column.name for column in table.columns}
    # What is the same in both is not written again: each column that is costs its indexes.
    there = json.loads(expected) if expected is not None else {}
    values = {
        column: _bytes(value)
        for column, value in json.loads(wanted).items()
        if column in known and not (column in there and there[column] == value and type(there[column]) is type(value))
    }
    if not values:
        return None
    marks = ["CAST(? AS TEXT)" if isinstance(value, bytes) else "?" for value in values.values()]
    if expected is None:
        return f"INSERT INTO {table.name} ({', '.join(values)}) VALUES ({', '.join(marks)})", tuple(values.values())
    assigned = ", ".join(f"{column} = {mark}" for column, mark in zip(values, marks, strict=True))
    return f"UPDATE {table.name} SET {assigned} WHERE id = ?", (*values.values(), row_id)


def _bytes(value: Any) -> Any:
    """A text as the bytes it is stored in, which need not be UTF-8."""
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value


def _describe(connection: sqlite3.Connection, table: AnyTable, row_id: int, kept: str | None) -> str:
    """A row in the rep's words: “#42 Acme rollout” for a deal, “touch of #42” for what hangs on one."""
    if kept is None:  # a row of a run, which has no image of its own
        row = connection.execute(f"SELECT {image(table, '')} FROM {table.name} WHERE id = ?", (row_id,)).fetchone()
        kept = row[0] if row else None
    import json

    values = json.loads(kept or "{}")
    if table.name == "deal":
        return f"#{row_id} {clean(values.get('title', ''))}".rstrip()
    thing = table.name.replace("_", " ")
    deal = values.get("deal_id")
    return f"a {thing} of #{deal}" if deal else f"{thing} {clean(str(values.get('name', row_id)))}"


def history(connection: sqlite3.Connection, limit: int, before: int | None = None, words: str = "") -> list[StepInfo]:
    """The newest `limit` steps, newest first, undone ones marked: those older than the step `before`, if one is given.

    With `words` only those whose label holds every one of them.
    """
    wanted = sought(words)
    holds = "".join(f" AND s.label LIKE :word{place} ESCAPE '!'" for place in range(len(wanted)))
    rows = connection.execute(
        f"""SELECT s.id, s.label, s.source, s.at, s.undone_at IS NOT NULL,
                  (SELECT coalesce(CAST(total(coalesce(j.last_id - j.row_id, 0) + 1) AS INTEGER), 0)
                   FROM journal_row j WHERE j.step_id = s.id)
           FROM step s WHERE s.id < :before{holds} ORDER BY s.id DESC LIMIT :limit""",
        {
            "before": (1 << 62) if before is None else before,
            "limit": limit,
            **{f"word{place}": _like(word) for place, word in enumerate(wanted)},
        },
    )
    return [
        StepInfo(row[0], values.text(row[1]), values.text(row[2]), values.moment(row[3]), bool(row[4]), row[5])
        for row in rows
    ]


def _like(word: str) -> str:
    """A pattern for what holds the word as it stands."""
    for sign in "!%_":
        word = word.replace(sign, f"!{sign}")
    return f"%{word}%"


def begun_before(connection: sqlite3.Connection, day: date) -> bool:
    """Whether a step that is kept was made before that day (UTC)."""
    found = connection.execute("SELECT 1 FROM step WHERE at < :day LIMIT 1", {"day": day.isoformat()})
    return found.fetchone() is not None


def prune(connection: sqlite3.Connection, before: datetime, keep: int) -> int:
    """Forget steps older than `before` beyond the newest `keep`; returns how many. Inside a transaction.

    Nothing newer than a step that stays is forgotten, even where a clock went back: a run relies on it.
    """
    old = """SELECT id FROM step
             WHERE id < coalesce((SELECT min(id) FROM step WHERE at >= ?), (SELECT max(id) + 1 FROM step))
             AND id <= coalesce((SELECT id FROM step ORDER BY id DESC LIMIT 1 OFFSET ?), 0)"""
    arguments = (utc_text(before), keep)
    connection.execute(f"DELETE FROM journal_row WHERE step_id IN ({old})", arguments)
    return connection.execute(f"DELETE FROM step WHERE id IN ({old})", arguments).rowcount
