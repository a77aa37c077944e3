"""What a call does when nothing happens to it: made in this process, on a copy of the book.

So a killed gesture needs no description of its own: the book is as it was before it, or as the rehearsal left it, or
it is half done.
"""

import contextlib
import io
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

from pipetui import __main__ as front_door
from pipetui.cli import prompts
from pipetui.store.store import Store
from tests.torture import ground
from tests.torture.contents import Contents, contents, copied, looked_into


def call(words: Sequence[str], book: Path) -> str:
    """Make the call here and now on that book; returns what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.dict(os.environ, ground.environment(book.parent), clear=True),
        patch.object(sys, "argv", ["pipetui", *words]),
        patch.object(prompts, "terminal", lambda: False),
        contextlib.chdir(book.parent),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = front_door.main()
    if code:
        raise RuntimeError(f"{' '.join(words)} ended with {code}: {err.getvalue()}")
    return out.getvalue()


@contextlib.contextmanager
def _stage(book: Path) -> Iterator[Path]:
    """A copy to rehearse on, with no backup to make."""
    with TemporaryDirectory() as folder:
        ground.lay(Path(folder) / "stage", None)
        for calendar in book.parent.glob("*.ics"):
            shutil.copy2(calendar, Path(folder) / "stage")
        yield copied(book, Path(folder) / "stage")


def states(words: Sequence[str], book: Path) -> list[Contents]:
    """What the book may hold while and after the call is made: as it was, brought up to date, and with the gesture."""
    with _stage(book) as copy:
        found = [_of(copy)]
        with contextlib.suppress(FileNotFoundError):
            Store.open(copy).close()
        found.append(_of(copy))
        call(words, copy)
        found.append(_of(copy))
    return found


def _of(book: Path) -> Contents:
    with looked_into(book) as connection:
        return contents(connection)


class Shape(NamedTuple):
    """A step of the journal, whatever numbers its rows were given: its final label, and which rows changed how."""

    label: str
    rows: tuple[str, ...]


def shape(words: Sequence[str], book: Path) -> Shape | None:
    """The shape of the step that the call makes, None when it makes none."""
    with _stage(book) as copy, closing(sqlite3.connect(copy)) as connection:
        before = newest(connection)
        call(words, copy)
        after = newest(connection)
        return shape_of(connection, after) if after > before else None


def newest(connection: sqlite3.Connection) -> int:
    """The number of the newest step."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM step").fetchone()[0])


def shape_of(connection: sqlite3.Connection, step: int) -> Shape:
    """The shape of that step."""
    (label,) = connection.execute("SELECT label FROM step WHERE id = ?", (step,)).fetchone()
    rows = connection.execute(
        """SELECT table_name, CASE WHEN before IS NULL THEN 'put in' WHEN after IS NULL THEN 'gone' ELSE 'changed' END
           FROM journal_row WHERE step_id = ? ORDER BY id""",
        (step,),
    )
    return Shape(re.sub(r"#\d+", "#", label), tuple(f"{table} {how}" for table, how in rows))
