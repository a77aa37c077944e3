"""A log that lies beside a book without being of it: a program that keeps files in step puts another machine's book
there while ours, whose last program was killed, still has a log. SQLite would play that log into the other book.

SQLite keeps nothing in a book by which its log could be told. So both are tried on a copy: the log is of the file if
what comes of the two is whole, its journal goes on from that of the file itself (with a rollback journal: the other
way round), and no more rows than before are other than their journal says. A restored backup has a journal of its own:
it comes with the last steps of the book it took the place of, and goes on from those as well.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from shutil import copyfile, copyfileobj
from tempfile import TemporaryDirectory
from typing import BinaryIO, NamedTuple

from pipetui import paths, private
from pipetui.domain.errors import StoreError
from pipetui.store import files, integrity
from pipetui.store.undo import drift, step

_SHARED_FIRST, _SHARED_BYTES = 0x40000002, 510
"""Where SQLite locks a file that it reads: a part of its file format. Every connection to a book with a log holds a
lock on one of these bytes, for as long as it is open."""

ASIDE = "log-of-another-file"
"""How the names of the files begin that are kept of a book and a log which do not belong together."""


REPLACED = "replaced"
"""The setting of a restored backup that holds the last steps of the book it took the place of."""

_MOST_STEPS = 1000
"""So many steps a log can hold at most that are not yet in the file: SQLite brings it over after 1000 pages."""


class _State(NamedTuple):
    """What a book holds: the steps of its journal by number, with time and source; how much of it is not in order; the
    last steps, by number with their time, of the book that it took the place of.
    """

    steps: dict[int, tuple[str, str]]
    faults: int
    replaced: dict[int, str]


def set_strangers_aside(path: str) -> list[str]:
    """Put every log beside the book that is not of it, with a copy of the book, into the folder of its backups.

    Returns a sentence for each. Of a book that another program has open the log is its own. The book must not be open
    in this process. Raises OSError where the log cannot be moved.
    """
    try:
        book = Path(path).open("r+b")  # noqa: SIM115  # closed below; what fails to open is no error here
    except OSError:
        return []  # nothing can be written here, so nothing is played in: see `readonly`
    with book:
        if not lock(book):
            return []
        strangers = [log for log in map(Path, files.logs_of(path)) if not is_of(book, Path(path), log)]
        return [_set_aside(book, Path(path), log) for log in strangers]


def lock(book: BinaryIO) -> bool:
    """Keep every other program from opening the book until the file is closed; False where one has it open.

    It must be the only opening of the file in this process: the first that is closed gives the lock up. Where no such
    lock is known, on Windows, an open file cannot be moved at all.
    """
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.lockf(book, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_BYTES, _SHARED_FIRST)
    except OSError:
        return False
    return True


def is_of(book: BinaryIO, path: Path, log: Path) -> bool:
    """Whether the log beside the book at `path`, open as `book`, is of that file.

    Raises StoreError where there is no room to try it: what a killed program wrote last is not put aside for that.
    """
    try:
        with TemporaryDirectory(prefix="pipetui-log-") as folder:
            copy = Path(folder) / "book.db"
            _copy(book, copy)
            alone = _state(copy, "immutable=1")
            copyfile(log, f"{copy}{log.name.removeprefix(path.name)}")
            played = _state(copy, "mode=rw")
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"{path} and its log could not be copied to be looked at: {getattr(error, 'strerror', '') or error}",
            "is there room for temporary files? TMPDIR names another folder for them",
        ) from error
    if alone is None:  # it was being written when its program was killed, or is damaged anyway
        return True
    if played is None:
        return False
    newer, older = (played, alone) if log.name.endswith("-wal") else (alone, played)
    return played.faults <= alone.faults and (_continues(newer.steps, older.steps) or _took_the_place(newer, older))


def last_steps(connection: sqlite3.Connection) -> dict[int, str]:
    """The last steps of a book's journal by number, with their times."""
    found = connection.execute("SELECT id, at FROM step ORDER BY id DESC LIMIT ?", (_MOST_STEPS,))
    return dict(found.fetchall())


def remember_replaced(
    copy: sqlite3.Connection, steps: dict[int, str], label: str, at: datetime, onto: int | None = None
) -> int:
    """Write into a copy that is to take the place of a book, as a step called `label`, that it did.

    What is kept are the last steps of that book: else the log that brings the copy over would be taken for another
    file's. Returns the step, which may be given as `onto` where there are more by now.
    """
    copy.execute("BEGIN IMMEDIATE")
    number, _ = step.open_step(copy, label, step.RESTORED, at, onto)
    copy.execute("DELETE FROM setting WHERE key = ?", (REPLACED,))
    copy.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (REPLACED, json.dumps(steps)))
    step.end_step(copy, number, label)
    copy.execute("COMMIT")
    return number


def _copy(book: BinaryIO, to: Path) -> None:
    """Copy it by the descriptor that has the lock: closing another one would give the lock up."""
    book.seek(0)
    with os.fdopen(private.open_file(str(to), os.O_TRUNC), "wb") as copy:
        copyfileobj(book, copy)


def _continues(newer: dict[int, tuple[str, str]], older: dict[int, tuple[str, str]]) -> bool:
    """Whether the newer journal goes on from the older one: the steps of both are the same, and its last is no older.

    Steps may have been forgotten since.
    """
    return max(newer, default=0) >= max(older, default=0) and all(
        newer[number] == step for number, step in older.items() if number in newer
    )


def _took_the_place(newer: _State, older: _State) -> bool:
    """Whether the newer book is a restored backup that was put in the place of the older one."""
    last = max(older.steps, default=0)
    return last in newer.replaced and newer.replaced[last] == older.steps[last][0]


def _replaced(connection: sqlite3.Connection) -> dict[int, str]:
    """The steps that `remember_replaced` kept; none where another program spoilt them."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (REPLACED,)).fetchone()
    try:
        return {int(number): at for number, at in json.loads(row[0]).items()} if row else {}
    except (ValueError, TypeError, AttributeError):
        return {}


def _state(copy: Path, how: str) -> _State | None:
    """What the copy holds; None where it is not whole. Raises what keeps SQLite from looking."""
    try:
        with closing(sqlite3.connect(files.uri(copy, how), uri=True, isolation_level=None)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            if not integrity.only_rows(integrity.faults(connection)):
                return None
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'step'").fetchone() is None:
                return _State({}, 0, {})
            steps = {row[0]: row[1:] for row in connection.execute("SELECT id, at, source FROM step")}
            return _State(steps, _faults(connection), _replaced(connection))
    except UnicodeDecodeError:
        return None
    except sqlite3.Error as error:
        if integrity.could_not_look(error):
            raise
        return None


def _faults(connection: sqlite3.Connection) -> int:
    """How many rows are without what they belong to or other than the journal left them, and steps without rows."""
    (empty,) = connection.execute(
        """SELECT count(*) FROM step
           WHERE source <> :erased AND NOT EXISTS (SELECT 1 FROM journal_row WHERE step_id = step.id)""",
        {"erased": step.ERASED},  # to which nothing belongs
    ).fetchone()
    (revision,) = connection.execute("PRAGMA user_version").fetchone()
    drifted = len(drift.drifted(connection)) if revision == files.REVISION else 0
    return int(empty) + len(integrity.orphans(connection)) + drifted


def _set_aside(book: BinaryIO, path: Path, log: Path) -> str:
    folder = Path(paths.backups_of(str(path)))
    private.make_folder(str(folder))
    name, number = f"{ASIDE}-{datetime.now():%Y-%m-%d-%H%M%S}", 1
    while (kept := folder / f"{name}{f'-{number}' if number > 1 else ''}.db").exists():
        number += 1
    # The book stays where it is; a copy is kept as it was found. The log gets a name that SQLite does not play in.
    _copy(book, kept)
    log.replace(kept.with_suffix(log.name.removeprefix(path.name).replace("-", ".")))
    Path(f"{path}-shm").unlink(missing_ok=True)  # an index of the log that is gone
    return (
        f"beside {path} lay the log of another file, as a program leaves it that keeps files in step:"
        f" it is not played in; both are kept as {kept.stem}.* in {folder}"
    )
