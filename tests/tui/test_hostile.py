"""Hostile text in the app: what it writes to a real terminal, byte by byte."""

from __future__ import annotations

import os
import re
from pathlib import Path

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from pipetui import demo
from pipetui.present import present
from pipetui.store.store import Store
from pipetui.tui.outlet import Harmless
from tests.hostile import ALL, MARKS, odd, spoil
from tests.terminal import taken_apart, terminal


def written(book: Path) -> bytes:
    """What the app writes while a rep goes through its screens, each of which shows the words `pwned`."""
    environment = {**os.environ, "PIPETUI_DB": str(book), "TERM": "xterm-256color"}
    with terminal(environment, book.parent) as app:
        app.await_text("1 Today")
        app.await_text("pwned")
        for key in "3451":  # it begins with today or the board
            app.press(key, "pwned")
        app.press("2", "weighted")
        app.press("\r", "Esc")
        app.press("e", "Edit #")
        for key in ("\x1b", "b", "\x1b", "?", "\x1b", "\x10", "\x1b"):
            app.press(key)
        app.press("\x03")
        app.end()
        return app.raw


def test_the_app_writes_the_same_kinds_of_bytes_whatever_stands_in_the_book(tmp_path: Path) -> None:
    plain, spoilt = tmp_path / "plain.db", tmp_path / "spoilt.db"
    for book, text in ((plain, "Acme pwned"), (spoilt, ALL)):
        with Store.open(book) as store:
            demo.build(store, present(), deals=15)
        spoil(book, text)
    ordinary, _ = taken_apart(written(plain))
    sequences, text = taken_apart(written(spoilt))
    assert not [sequence for sequence in sequences if any(mark in sequence for mark in MARKS)]
    kinds = {re.sub(r"\d+", "n", sequence) for sequence in ordinary}
    operating = {sequence for sequence in sequences if sequence[1] in "]PX^_"}
    assert operating <= ordinary
    assert {sequence[-1] for sequence in sequences - operating} <= {kind[-1] for kind in kinds}
    assert not odd(text, allowed="\r\n\t\x0e\x0f")


def test_a_configuration_full_of_it_is_said_as_text(tmp_path: Path) -> None:
    book, config = tmp_path / "\x1b]0;pwned\x07.db", tmp_path / "config.toml"
    Store.open(book).close()
    config.write_text('[app]\ntheme = "\\u001b]0;pwned\\u0007\\u009b7777m\\u202e"\n')
    environment = {**os.environ, "PIPETUI_DB": str(book), "PIPETUI_CONFIG": str(config), "TERM": "xterm-256color"}
    with terminal(environment, tmp_path) as app:
        app.await_text("there is no theme")
        app.press("\x03")
        app.end()
        sequences, text = taken_apart(app.raw)
    assert not [sequence for sequence in sequences if any(mark in sequence for mark in MARKS)]
    assert not odd(text, allowed="\r\n\t\x0e\x0f")


def test_a_line_that_nobody_cleaned_is_painted_as_wide_without_it() -> None:
    style = Style(bold=True)
    line = [Segment("plain", style), Segment("a\x1b]0;x\x07b\u202e株\u200d", style), Segment("👩\u200d💻", style)]
    painted = Harmless().apply(line, Color(0, 0, 0))
    assert [segment.text for segment in painted] == ["plain", "a]0;xb株", "👩\u200d💻"]
    assert {segment.style for segment in painted} == {style}
    assert sum(cell_len(segment.text) for segment in painted) == sum(cell_len(segment.text) for segment in line)
