"""Signals in the middle of a verb: the terminal is in order, nothing is half done, and the exit code says which."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipetui import service
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace
from tests.terminal import APP, Terminal, terminal

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
EDITOR = """
import pathlib, signal, sys
def end(number, frame):
    pathlib.Path(sys.argv[-1]).write_text("title: Acme, half typed\\n")
    sys.exit(1)
signal.signal(signal.SIGTERM, end)
print("EDITING", flush=True)
while True:
    signal.pause()
"""


def steps(book: Path) -> int:
    """How many steps of undo are in the book, which is whole."""
    with closing(sqlite3.connect(book)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (count,) = connection.execute("SELECT count(*) FROM step").fetchone()
    return int(count)


def in_order(app: Terminal) -> bool:
    """Whether the terminal is set as before, echo and all, and has seen no traceback."""
    return app.modes_now == app.modes and b"Traceback" not in app.raw


@pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)
def test_a_signal_at_a_question_ends_the_verb(workspace: Workspace, book: Path, tmp_path: Path, number: int) -> None:
    backup = tmp_path / "old.db"
    with closing(sqlite3.connect(book)) as connection, closing(sqlite3.connect(backup)) as copy:
        connection.backup(copy)
    service.add(workspace, NewDeal("Acme"))
    workspace.store.close()
    with terminal(dict(os.environ), tmp_path, command=(*APP, "restore", str(backup))) as app:
        app.await_text("[y/N]")
        app.process.send_signal(number)
        assert app.end() == 128 + number
        assert in_order(app)
    assert steps(book) == 1
    assert not list(tmp_path.glob("home/**/*.part*"))


def test_a_signal_in_an_import_leaves_nothing_half_done(book: Path, tmp_path: Path) -> None:
    rows = "".join(f"Deal {row},{row},Ann {row}\n" for row in range(20_000))
    (tmp_path / "deals.csv").write_text("Title,Value,Person\n" + rows)
    with terminal(dict(os.environ), tmp_path, command=(*APP, "import", "deals.csv", "--yes")) as app:
        app.await_that(lambda: is_writing(book), "writes to the book")
        app.process.send_signal(signal.SIGTERM)
        assert app.end() == 128 + signal.SIGTERM
        assert in_order(app)
    assert steps(book) == 0
    with closing(sqlite3.connect(book)) as connection:
        assert connection.execute("SELECT count(*) FROM deal").fetchone() == (0,)


def is_writing(book: Path) -> bool:
    """Whether somebody holds the book to write to it."""
    with closing(sqlite3.connect(book, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
        return False


def test_a_verb_that_waits_for_the_book_ends_at_once(book: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with terminal(dict(os.environ), tmp_path, command=(*APP, "note", "1", "x")) as app:
            app.await_text("waiting for another program")
            app.process.send_signal(signal.SIGTERM)
            assert app.process.wait(20) == 128 + signal.SIGTERM


def test_a_signal_is_for_the_editor_first_and_what_it_saves_is_kept(
    workspace: Workspace, book: Path, tmp_path: Path
) -> None:
    (tmp_path / "editor.py").write_text(EDITOR)
    service.add(workspace, NewDeal("Acme"))
    workspace.store.close()
    environment = {**os.environ, "EDITOR": f"{sys.executable} {tmp_path / 'editor.py'}", "TMPDIR": str(tmp_path)}
    with terminal(environment, tmp_path, command=(*APP, "edit", "1")) as app:
        app.await_text("EDITING")
        app.process.send_signal(signal.SIGTERM)
        assert app.end() == 128 + signal.SIGTERM
        (kept,) = tmp_path.glob("pipetui-*.txt")
        assert str(kept) in app.text().replace("\r\n", "")
    assert kept.read_text() == "title: Acme, half typed\n"
    assert steps(book) == 1
