"""Signals to the app in a real terminal: it is given back as it was, and what was acknowledged is in the book."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipetui.service import Workspace
from tests.hostile import ALL
from tests.terminal import Terminal, terminal

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
TAKEN = {b"\x1b[?1049", b"\x1b[?1000", b"\x1b[?1003", b"\x1b[?1006", b"\x1b[?2004", b"\x1b[?1004"}
"""What the app switches on (h) and has to switch off (l)."""


EDITOR = """
import pathlib, signal, sys
def end(number, frame):
    path = pathlib.Path(sys.argv[-1])
    path.write_text(path.read_text() + "half typed")
    sys.exit(1)
signal.signal(signal.SIGTERM, end)
print("EDITING", flush=True)
while True:
    signal.pause()
"""


@pytest.fixture
def app(sales: Workspace, tmp_path: Path) -> Iterator[Terminal]:
    """The app on the board of a book of five deals."""
    sales.store.close()
    with terminal(dict(os.environ), tmp_path) as app:
        app.await_text("Globex seats")
        app.press("2", "weighted")
        yield app


def is_given_back(app: Terminal) -> bool:
    """Whether the terminal is as before the app."""
    off = all(app.raw.rfind(mode + b"l") > app.raw.rfind(mode + b"h") for mode in TAKEN)
    return off and app.raw.rfind(b"\x1b[?25h") > app.raw.rfind(b"\x1b[?25l") and app.modes_now == app.modes


def has_died(tmp_path: Path) -> bool:
    """Whether the app has written down a mistake of its own."""
    return (tmp_path / "home" / "xdg_state_home" / "pipetui" / "errors.log").exists()


@pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)
def test_a_signal_that_ends_the_app_gives_the_terminal_back(app: Terminal, tmp_path: Path, number: int) -> None:
    app.press(">", "what is next")
    app.process.send_signal(number)
    assert app.end() == 128 + number
    assert is_given_back(app)
    assert b"Traceback" not in app.raw
    assert not has_died(tmp_path)
    with closing(sqlite3.connect(tmp_path / "book.db")) as book:
        assert book.execute("SELECT count(*) FROM step WHERE label LIKE 'advanced%'").fetchone() == (1,)
        assert book.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_app_goes_on_after_a_stop_that_nobody_told_it_of(app: Terminal) -> None:
    app.process.send_signal(signal.SIGSTOP)
    app.await_stop()
    app.set_modes()  # the shell has the terminal meanwhile
    before = app.written
    app.process.send_signal(signal.SIGCONT)
    app.await_text("Globex seats", before)
    app.press("*", "tagged")
    app.type("q")
    assert app.end() == 0
    assert is_given_back(app)


def test_a_stop_by_the_terminal_gives_it_back_for_the_time(app: Terminal) -> None:
    app.process.send_signal(signal.SIGTSTP)
    app.await_stop()
    app.await_that(lambda: is_given_back(app), "gives the terminal back")
    before = app.written
    app.process.send_signal(signal.SIGCONT)
    app.await_text("Globex seats", before)
    assert not is_given_back(app)
    app.type("q")
    assert app.end() == 0
    assert is_given_back(app)


def test_the_app_ends_with_its_window(app: Terminal, tmp_path: Path) -> None:
    app.hang_up()
    assert app.process.wait(30) == 128 + signal.SIGHUP
    assert not has_died(tmp_path)


def test_a_signal_is_for_the_editor_first_and_what_it_saves_is_kept(sales: Workspace, tmp_path: Path) -> None:
    sales.store.close()
    (tmp_path / "editor.py").write_text(EDITOR)
    environment = {**os.environ, "EDITOR": f"{sys.executable} {tmp_path / 'editor.py'}", "TMPDIR": str(tmp_path)}
    with terminal(environment, tmp_path) as app:
        app.await_text("Globex seats")
        app.press("E", "EDITING")
        app.process.send_signal(signal.SIGTERM)
        assert app.end() == 128 + signal.SIGTERM
        assert is_given_back(app)
        (kept,) = tmp_path.glob("pipetui-*.txt")
        assert str(kept) in app.text().replace("\r\n", "")
    assert kept.read_text().endswith("half typed")


def test_noise_on_the_line_is_no_end(app: Terminal, tmp_path: Path) -> None:
    app.press("a", "title alone")
    noise = b"\x1b[99999999u\x1b]11;rgb:0/0/0\x07\x1b[?62;c\xf6\xff"  # too large, two reports, half a character
    app.send(noise + b"\x1b[200~Acme " + ALL.encode() + b"\x1b[48;1;1;1;1t\x1b\x1b" + b"q" * 200_000 + b"\x1b[201~")
    app.await_text("left out")
    app.type("\x03")
    assert app.end() == 0
    assert is_given_back(app)
    assert not has_died(tmp_path)


def test_where_no_shell_waits_there_is_nothing_to_go_back_to(app: Terminal) -> None:
    app.press("\x1a", "no shell to go back to")
    app.type("q")
    assert app.end() == 0
