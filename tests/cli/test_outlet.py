"""What comes from the system (paths, the environment, words) is but text on a terminal, and exact in a pipe."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipetui.__main__ import main
from tests.hostile import SEQUENCES
from tests.terminal import taken_apart, terminal

OURS = re.compile(rb"\x1b\[(?:0|1|31|33)m")
COLOURS = re.compile(rb"\x1b\[[0-9;]*m")
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff]"
)

NASTY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("\x1b\x07\x9b\x9d\r\n\t\x7f\u202e\u2066\u200b\u200d\ufeff\xad;[]0mJ"),
        st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF),
    ).filter(lambda char: char not in "/\0"),
    min_size=1,
    max_size=12,
)
SEEN = "".join(SEQUENCES.values()).replace("/", ":")
"""All of them, as the name of a file."""


class Screen(io.BytesIO):
    """What a terminal gets."""

    def isatty(self) -> bool:
        return True

    def close(self) -> None:
        """It stays, whoever writes to it."""


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, *arguments: str, **environment: str) -> tuple[int, bytes]:
    """The exit code of a call, and every byte that it writes to a terminal, stdout and stderr."""
    screen = Screen()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "argv", ["pipetui", *arguments])
        patch.setattr(sys, "stdin", io.StringIO())
        for name in ("stdout", "stderr"):
            patch.setattr(sys, name, io.TextIOWrapper(screen, "utf-8"))
        for name, value in environment.items():
            patch.setenv(name, value)
        code = main()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    return code, screen.getvalue()


def unseen(written: bytes, colours: re.Pattern[bytes] = OURS) -> set[str]:
    """The characters a terminal would not show, but for line feeds and tabs."""
    return set(UNSEEN.findall(colours.sub(b"", written).decode("utf-8", "surrogateescape")))


PLACES: dict[str, Callable[[str, str], tuple[list[str], dict[str, str]]]] = {
    "a book to read": lambda it, folder: (["list"], {"PIPETUI_DB": f"{folder}/{it}/b.db"}),
    "a new book": lambda it, folder: (["add", "Acme"], {"PIPETUI_DB": f"{folder}/{it}/b.db"}),
    "another new book": lambda it, folder: (["init", "--db", f"{folder}/{it}"], {}),
    "a book to look over": lambda it, folder: (["doctor"], {"PIPETUI_DB": f"{folder}/{it}/b.db"}),
    "where it lies": lambda it, folder: (["locate", "--db", f"{folder}/{it}"], {}),
    "where it lies, in JSON": lambda it, folder: (["locate", "--json", "--db", f"{folder}/{it}"], {}),
    "a relative book": lambda it, _: (["locate"], {"PIPETUI_DB": it}),
    "a folder of data": lambda it, folder: (["locate"], {"XDG_DATA_HOME": f"{folder}/{it}", "PIPETUI_DB": ""}),
    "a home": lambda it, folder: (["list"], {"HOME": f"{folder}/{it}", "PIPETUI_DB": "", "XDG_DATA_HOME": it}),
    "somebody's home": lambda it, _: (["locate"], {"PIPETUI_DB": f"~{it}/b.db"}),
    "a configuration": lambda it, folder: (["stages", "--config", f"{folder}/{it}"], {}),
    "another configuration": lambda it, folder: (["doctor"], {"PIPETUI_CONFIG": f"{folder}/{it}"}),
    "a file to import": lambda it, folder: (["import", f"{folder}/{it}"], {}),
    "an option's value": lambda it, folder: (["import", f"{folder}/deals.csv", "--map", it], {}),
    "an encoding": lambda it, folder: (["import", f"{folder}/deals.csv", "--encoding", it], {}),
    "a backup": lambda it, folder: (["backup", f"{folder}/{it}"], {}),
    "a backup in a folder": lambda it, folder: (["backup", f"{folder}/{it}/b.db"], {}),
    "a backup to bring back": lambda it, folder: (["restore", f"{folder}/{it}"], {}),
    "a demo book": lambda it, folder: (["demo", f"{folder}/{it}/", "--no-open"], {}),
    "an editor": lambda it, _: (["edit", "1"], {"EDITOR": it, "VISUAL": it}),
    "a terminal's name": lambda it, _: (["doctor"], {"TERM": it}),
    "a number": lambda it, _: (["demo", "--seed", it], {}),
    "a size": lambda it, _: (["--help"], {"COLUMNS": it, "LINES": it}),
    "a zone": lambda it, _: (["today"], {"TZ": it}),
    "a verb": lambda it, _: ([it], {}),
    "a word": lambda it, _: (["add", it, f"@{it}", f"org:{it}", f"next:{it}"], {}),
    "a filter": lambda it, _: (["list", it], {}),
    "a deal": lambda it, _: (["show", it], {}),
    "an option": lambda it, _: (["list", f"--{it}"], {}),
    "a date": lambda it, _: (["when", it], {}),
}


@pytest.mark.parametrize("place", PLACES)
def test_whatever_bytes_come_from_the_system_a_terminal_gets_text(
    place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, template_book: Path
) -> None:
    (tmp_path / "deals.csv").write_text("Title\nAcme\n")

    @settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(NASTY)
    def holds(nasty: str) -> None:
        shutil.copyfile(template_book, tmp_path / "book.db")
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder, monkeypatch.context() as patch:
            patch.chdir(folder)
            arguments, environment = PLACES[place](nasty, folder)
            code, written = on_a_terminal(patch, *arguments, **environment)
        assert code in range(6), (code, written)
        colours = COLOURS if place in ("a size", "a verb", "an option") else OURS  # Typer's help has some of its own
        assert not unseen(written, colours), written

    example(SEEN)(holds)()


def test_what_is_meant_for_the_terminal_reaches_it(tmp_path: Path, template_book: Path) -> None:
    shutil.copyfile(template_book, tmp_path / "book.db")
    (tmp_path / "deals.csv").write_text("Deal,Email\n" + "".join(f"Deal {n},a{n}@x.example\n" for n in range(50)))
    environment = {**os.environ, "TERM": "xterm-256color"}
    lines = (
        "add Acme ann@acme.example",
        "mail 1 last --copy --set my_name=Ann -q",
        "import deals.csv",
        "add --help",
        "locate --db $'x\\e[31;7777m'",
    )
    door = " ".join((sys.executable, "-m", "pipetui"))
    line = "; ".join(f"{door} {one}" for one in lines)
    with terminal(environment, tmp_path, command=["bash", "-c", line]) as shell:
        shell.await_text("import them?")
        shell.type("n\r")
        shell.end()
        sequences, text = taken_apart(shell.raw)
    assert [one for one in sequences if one.startswith("\x1b]52;c;")]
    assert "\x1b[2K" in sequences
    assert "\\x1b[2K" not in text
    assert "Usage: pipetui add" in text
    assert r"x\x1b[31;7777m" in text
    assert not [one for one in sequences if "7777" in one]
