"""Names are looked up without accents, ligatures and widths; the day a deal was closed is kept as a date.

Revision 0005. The keys are made anew, also in what undo would bring back. A day that was not kept is the day it was
here, where the book is brought over.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from pipetui.domain.folding import contact_key, key_of

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NAMED = {"deal": "title", "organization": "name", "person": "name"}
_LOOKED_UP: dict[str, tuple[tuple[str, ...], Callable[..., str]]] = {
    **{table: ((column,), key_of) for table, column in _NAMED.items()},
    "contact_point": (("kind", "value"), contact_key),
}
"""What the key of a row is made of."""
_TOLD_APART = "(text GLOB '*[^ -~]*' OR instr(text, '`'))"
"""Texts whose key may be another one now: all others are as they were."""


def upgrade() -> None:
    op.add_column("deal", sa.Column("closed_on", sa.Date(), nullable=True))
    own: sqlite3.Connection = op.get_bind().connection.dbapi_connection  # type: ignore[assignment]  # it is SQLite's
    usual = own.text_factory
    own.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        own.execute("UPDATE journal_head SET step_id = -1 WHERE id = 1")  # nothing that undo takes back
        for table, (columns, made) in _LOOKED_UP.items():
            own.executemany(f"UPDATE {table} SET key = ? WHERE id = ?", list(_keys(own, table, columns, made)))
        own.executemany(
            "UPDATE journal_row SET before = CAST(? AS TEXT), after = CAST(? AS TEXT) WHERE id = ?", list(_images(own))
        )
        own.executemany("UPDATE deal SET closed_on = ? WHERE id = ?", list(_days(own)))
        own.execute("UPDATE journal_head SET step_id = NULL WHERE id = 1")
    finally:
        own.text_factory = usual


def _keys(
    own: sqlite3.Connection, table: str, columns: tuple[str, ...], made: Callable[..., str]
) -> Iterator[tuple[str, int]]:
    rows = own.execute(
        f"""SELECT id, key, {", ".join(columns)} FROM (SELECT *, CAST({columns[-1]} AS TEXT) AS text FROM {table})
            WHERE {_TOLD_APART}"""
    )
    for number, key, *parts in rows.fetchall():
        anew = _anew(made, parts)
        if anew is not None and anew != key:
            yield anew, number


def _anew(made: Callable[..., str], parts: list[Any]) -> str | None:
    """The key of such a row; None where another program wrote what is no text."""
    if not all(isinstance(part, str) for part in parts):
        return None
    try:
        "".join(parts).encode()
    except UnicodeEncodeError:
        return None
    return made(*parts)


def _images(own: sqlite3.Connection) -> Iterator[tuple[bytes | None, bytes | None, int]]:
    """The images of the journal that are other ones now, with the line they stand in."""
    rows = own.execute(
        f"""SELECT id, table_name, last_id, before, after
            FROM (SELECT *, coalesce(before, '') || coalesce(after, '') AS text FROM journal_row)
            WHERE ({_TOLD_APART} OR instr(text, '"closed_at":"'))
            AND table_name IN ({", ".join(f"'{table}'" for table in _LOOKED_UP)})"""
    )
    for line, table, last, *images in rows.fetchall():
        anew = [_image(table, image, in_run=last is not None) for image in images]
        if anew != images:
            before, after = (image and image.encode("utf-8", "surrogateescape") for image in anew)
            yield before or None, after or None, line


def _image(table: str, image: str | None, *, in_run: bool) -> str | None:
    """One image, or the rows of a run that was taken out; as it was where it is damaged."""
    columns, made = _LOOKED_UP[table]
    try:
        held = json.loads(image or "")
        names, rows = held if in_run else (list(held), [list(held.values())])
        names = [*names, "closed_on"] if table == "deal" else names
        for row in rows:
            parts = dict(zip(names, row, strict=False))
            anew = _anew(made, [parts[column] for column in columns])
            if anew is not None:
                row[names.index("key")] = anew
            if table == "deal":
                row.append(_day(parts["closed_at"]))
        kept = [names, rows] if in_run else dict(zip(names, rows[0], strict=True))
    except (ValueError, TypeError, LookupError, AttributeError):
        return image
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _days(own: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    for number, at in own.execute("SELECT id, closed_at FROM deal WHERE closed_at IS NOT NULL").fetchall():
        day = _day(at)
        if day is not None:
            yield day, number


def _day(at: Any) -> str | None:
    """The day of a time, here; None for what is no time, which doctor names."""
    try:
        return datetime.fromisoformat(at).astimezone().date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return None
