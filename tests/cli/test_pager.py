"""What is longer than the screen goes through the rep's pager, and nothing else does (behaviour 31)."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipetui.store.store import Store
from tests.terminal import Size, terminal

PEOPLE = 60
SIZE = Size(80, 24)


@pytest.fixture
def crowd(book: Path) -> Path:
    """A book with more people than a screen has lines."""
    with Store.open(book) as store, store.unjournaled():
        store.connection.executemany(
            "INSERT INTO person (name, key, created_at) VALUES (?, ?, '2026-11-01T10:00:00Z')",
            [(f"Ann {place}", f"ann {place}") for place in range(PEOPLE)],
        )
    return book


def told(
    folder: Path, line: str, environment: Mapping[str, str] | None = None, pager: str | None = "sed s/^/PAGED:/"
) -> tuple[str, int]:
    """What stands on the terminal after the line, and its exit code."""
    usual = {name: text for name, text in os.environ.items() if name not in ("LESS", "PAGER", "COLUMNS", "LINES")}
    named = {} if pager is None else {"PAGER": pager}
    command = ["sh", "-c", line.replace("pipetui", f"{sys.executable} -m pipetui")]
    with terminal({**usual, "TERM": "xterm", **named, **(environment or {})}, folder, SIZE, command) as shell:
        code = shell.end()
        return shell.text(), code


@pytest.mark.parametrize("pager", ["false", "sh -c 'kill -9 $$'", "sh -c 'head -c 1 >/dev/null; exit 3'"])
def test_b31_where_the_pager_fails_the_lines_are_printed(crowd: Path, tmp_path: Path, pager: str) -> None:
    text, code = told(tmp_path, "pipetui people", pager=pager)
    assert (text.count("Ann "), code) == (PEOPLE, 0)


def test_b31_what_is_longer_than_the_screen_goes_through_the_pager(crowd: Path, tmp_path: Path) -> None:
    text, code = told(tmp_path, "pipetui people")
    assert (text.count("PAGED:"), code) == (PEOPLE + 1, 0)


@pytest.mark.parametrize(
    "line",
    [
        "pipetui people --no-pager",
        "pipetui people --json",
        "pipetui people --ids",
        "pipetui people -q",
        "pipetui people | cat",
        "pipetui people 'ann 7'",
        "NO= TERM=dumb pipetui people",
        "LINES=200 pipetui people",
        "PAGER=cat pipetui people",
        "PAGER=no-such-program PATH= pipetui people",
    ],
)
def test_b31_and_nothing_else_does(crowd: Path, tmp_path: Path, line: str) -> None:
    text, code = told(tmp_path, line)
    assert "PAGED:" not in text
    assert "7" in text
    assert code == 0


def test_b31_the_configuration_turns_it_off(crowd: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[shell]\npager = false\n", encoding="utf-8")
    text, code = told(tmp_path, f"pipetui people --config {tmp_path / 'own.toml'}")
    assert ("PAGED:" in text, text.count("Ann "), code) == (False, PEOPLE, 0)


def test_b31_leaving_the_pager_early_is_no_error(crowd: Path, tmp_path: Path) -> None:
    text, code = told(tmp_path, "pipetui people", pager="head -n 3")
    assert (text.count("Ann "), code) == (2, 0)
    assert "Broken" not in text


def test_b31_colours_go_through_the_pager(crowd: Path, tmp_path: Path) -> None:
    assert "^[[1m" in told(tmp_path, "pipetui people", pager="cat -v")[0]
    assert "^[[1m" not in told(tmp_path, "pipetui people", {"NO_COLOR": "1"}, pager="cat -v")[0]


def test_b31_less_is_told_how_to_behave_unless_the_rep_has(crowd: Path, tmp_path: Path) -> None:
    say = """sh -c 'cat > /dev/null; echo "told:$LESS"'"""
    assert "told:FRX" in told(tmp_path, "pipetui people", pager=say)[0]
    assert "told:-S" in told(tmp_path, "pipetui people", {"LESS": "-S"}, pager=say)[0]
