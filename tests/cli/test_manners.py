"""Shell manners: streams, colour, width, questions at a terminal, hostile text, many shells (behaviours 4, 31, 32)."""

import io
import os
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipetui.cli import call
from pipetui.cli.output import terminal
from pipetui.domain.text import cell_width
from tests.cli.conftest import Shell
from tests.conftest import Clock


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


def command(*arguments: str) -> list[str]:
    """The real program in a process of its own."""
    return [sys.executable, "-m", "pipetui", *arguments]


# --- colour and width ----------------------------------------------------------------------------------------


def test_b31_a_pipe_is_neither_cut_nor_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert terminal.page(io.StringIO()) == terminal.Page(None, False)


def test_b31_a_terminal_is_coloured_and_as_wide_as_columns_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert terminal.page(Terminal()) == terminal.Page(80, True)
    monkeypatch.setenv("COLUMNS", "40")
    assert terminal.page(Terminal()) == terminal.Page(40, True)
    monkeypatch.setenv("COLUMNS", "none")
    assert terminal.page(Terminal()).width == 80


@pytest.mark.parametrize(
    ("name", "value", "in_terminal", "in_pipe"),
    [
        ("NO_COLOR", "1", False, False),
        ("NO_COLOR", "", True, False),
        ("FORCE_COLOR", "1", True, True),
        ("TERM", "dumb", False, False),
    ],
)
def test_b31_colour_can_be_forbidden_and_forced(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, in_terminal: bool, in_pipe: bool
) -> None:
    monkeypatch.setenv(name, value)
    assert (terminal.page(Terminal()).colour, terminal.page(io.StringIO()).colour) == (in_terminal, in_pipe)


def test_b31_no_color_goes_before_force_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert not terminal.page(Terminal()).colour


def test_b31_forced_colour_marks_what_is_late_and_the_head(
    run: Shell, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.did("add", "Acme", "next:today")
    run.did("add", "Globex")
    clock.tick(days=1)
    plain = run.did("list")
    monkeypatch.setenv("FORCE_COLOR", "1")
    head, *rows = run.did("list").splitlines()
    late = next(row for row in rows if "1 day late" in row)
    other = next(row for row in rows if "Globex" in row)
    assert head == f"\x1b[1m{plain.splitlines()[0]}\x1b[0m"
    assert late.startswith("\x1b[31m")
    assert other in plain
    assert "\x1b[1m\x1b[31mOverdue" in run.did("today")


def test_b31_a_list_is_cut_to_the_terminal(run: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    run.did("add", "Acme", *["rollout"] * 20, "12k")
    monkeypatch.setattr(terminal, "page", lambda: terminal.Page(60, False))
    lines = run.did("list").splitlines()
    assert max(map(cell_width, lines)) <= 60
    assert "€12,000" in lines[1]


# --- questions at a terminal ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "planned"),
    [
        ("\n", "→ Wed 25 Nov (mine)"),
        ("fri 14:00 call Ann\n", "→ Fri 27 Nov 14:00  call Ann (mine)"),
        ("gibberish\nmon\n", "→ Mon 23 Nov (mine)"),
        ("-\n", "? no next step"),
        ("", "? no next step"),
        ("a\nb\nc\nfri\n", "? no next step"),
    ],
)
def test_b4_the_next_step_is_asked_for_once(run: Shell, typed: str, planned: str) -> None:
    run.did("add", "Acme", "@demo")
    result = run("log", "acme", "call", typed=typed)
    assert result.code == 0
    assert result.err.startswith("next step? [Wed 25 Nov] (Enter takes it, a date, or - skips) ")
    assert planned in run.did("show", "1")


def test_b4_nothing_is_asked_when_a_next_step_is_there_or_the_deal_is_closed(run: Shell) -> None:
    run.did("add", "Acme", "next:fri")
    assert run("log", "acme", "call", typed="\n").err == ""
    assert "next step?" not in run("win", "acme", typed="-\n-\n").err


def test_b31_json_and_quiet_never_ask(run: Shell) -> None:
    run.did("add", "Acme")
    assert "(Enter" not in run("log", "acme", "call", "--json", typed="\n").err
    assert run("log", "acme", "call", "-q", typed="\n").err == ""


def test_b32_at_a_terminal_one_of_several_deals_is_chosen_by_number(run: Shell) -> None:
    run.did("add", "Acme", "rollout")
    run.did("add", "Acme", "pilot")
    result = run("note", "acme", "they", "want", "it", typed="7\n#2\n")
    assert result.out == "noted on #2 Acme pilot · undo: pipetui undo\n"
    assert result.err.startswith("“acme” fits 2 deals:\n  #1 Acme rollout\n  #2 Acme pilot\nwhich number? ")
    assert run("show", "acme", typed="\n").code == 2
    assert "Acme pilot" in run("next", "acme", "fri", typed="2\n").out
    assert "Acme pilot" in run("move", "acme", "demo", typed="2\n").out


def test_b32_without_a_terminal_several_deals_are_listed(run: Shell) -> None:
    for number in range(25):
        run.did("add", f"Acme {number}")
    result = run("done", "acme")
    assert result.code == 2
    lines = result.err.splitlines()
    assert lines[:3] == ["pipetui: “acme” fits 25 deals", "  name one by its number", "  #1 Acme 0"]
    assert lines[-1] == "  … and 5 more"


def test_b11_at_a_terminal_the_reason_is_asked_for(run: Shell) -> None:
    run.did("add", "Acme")
    assert run("drop", "acme", typed="pri\n").out == "dropped #1 Acme (price) · undo: pipetui undo\n"


# --- hostile text --------------------------------------------------------------------------------------------


def test_hostile_text_is_shown_literally_and_columns_stay_straight(run: Shell) -> None:
    run.did("add", "plain")
    run.did("add", "[red]red[/red]", "\x1b[31mescaped\x1b[0m", "株式会社", "🤝", "org:\x1b]0;title\x07[b]Org")
    lines = run.did("list").splitlines()
    assert lines[2].startswith("2  [red]red[/red] escaped 株式会社 🤝  [b]Org")
    assert "\x1b" not in run.did("show", "2")
    assert "\x1b" not in run.did("list", "--json")
    columns = {cell_width(line[: line.index("Prospecting")]) for line in lines[1:]}
    assert len(columns) == 1


def test_text_another_program_wrote_cannot_steer_the_terminal(run: Shell, book: Path) -> None:
    run.did("add", "Acme")
    with closing(sqlite3.connect(book)) as connection, connection:
        connection.execute("UPDATE deal SET title = ?", ("Acme\x1b[2J\nrollout",))
    for verb in (["list"], ["today"], ["show", "1"], ["why", "1"]):
        out = run.did(*verb)
        assert "\x1b" not in out
        assert "Acme rollout" in out


def test_a_note_of_ten_thousand_characters_is_kept_whole(run: Shell) -> None:
    run.did("add", "Acme")
    run.did("note", "1", "x" * 10_000)
    assert "x" * 10_000 in run.did("show", "1")
    assert "x" * 10_000 in run.did("show", "1", "--json")


# --- processes of their own ----------------------------------------------------------------------------------


def test_b31_the_reader_of_a_pipe_may_go_away(run: Shell) -> None:
    for number in range(3):
        run.did("add", f"Deal {number} " + "x" * 100_000)
    process = subprocess.Popen(command("list"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("verb", ["list", "stages", "show 1", "list --json", "list --ids", "locate", "add Globex"])
def test_b31_stdout_that_cannot_be_written_is_a_sentence(run: Shell, verb: str, unbuffered: str) -> None:
    run.did("add", "Acme")
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(*verb.split()), stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=environment
        )
    assert done.returncode == 5
    assert done.stderr == "pipetui: the output could not be written: No space left on device\n"


@pytest.mark.parametrize(
    ("verb", "code"), [("add Acme", 0), ("show 99", 3), ("next 1 gibberish", 2), ("overdue", 1), ("nonsense", 2)]
)
def test_b31_that_nobody_hears_what_is_said_changes_no_exit_code(run: Shell, verb: str, code: int) -> None:
    run.did("add", "Acme")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command(*verb.split()), stdout=subprocess.PIPE, stderr=full, check=False)
        deaf = subprocess.run(command(*verb.split()), stdout=full, stderr=full, check=False)
    assert done.returncode == code
    assert deaf.returncode == (code if done.stdout == b"" else 5)


def test_b31_a_locale_without_letters_is_no_error(run: Shell) -> None:
    run.did("add", "株式会社", "12k")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    table = subprocess.run(command("list"), capture_output=True, env=environment, check=True)
    shape = subprocess.run(command("list", "--json"), capture_output=True, env=environment, check=True)
    assert b"\\u682a" in table.stdout
    assert b'"title": "\\u682a\\u5f0f\\u4f1a\\u793e"' in shape.stdout


def test_b31_exit_codes_come_through_the_real_door(run: Shell) -> None:
    run.did("add", "Acme")
    codes = {
        ("list", "acme"): 0,
        ("overdue",): 1,
        ("next", "1", "gibberish"): 2,
        ("show", "99"): 3,
        ("redo",): 4,
        ("--db", "/dev/null/book.db", "list"): 5,
    }
    found = {arguments: subprocess.run(command(*arguments), capture_output=True).returncode for arguments in codes}
    assert found == codes


@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-"])
def test_b31_a_closed_stream_is_no_error(tmp_path: Path, streams: str) -> None:
    door = f"{shlex.quote(sys.executable)} -m pipetui when fri {streams}"
    done = subprocess.run(["sh", "-c", door], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_b31_without_a_terminal_the_app_says_so(fresh: Shell) -> None:
    result = fresh()
    assert result.code == 2
    assert "the app needs a terminal" in result.err


def test_reading_a_book_that_is_not_there_leaves_nothing_behind(fresh: Shell, tmp_path: Path) -> None:
    for words in (("list",), ("today",), ("overdue",), ("stages",)):
        fresh(*words, "--db", str(tmp_path / "typo.db"))
    fresh("import", str(tmp_path / "missing.csv"), "--db", str(tmp_path / "typo.db"))
    assert not (tmp_path / "typo.db").exists()


@pytest.mark.parametrize(
    ("typed", "planned"), [(None, "? no next step"), ("\n", "e-mail: last chance"), ("-\n", "? no next")]
)
def test_b09_the_last_step_of_a_cadence_is_a_decision_here_too(run: Shell, typed: str | None, planned: str) -> None:
    run.did("add", "Acme")
    for kind in ("call", "email", "call", "email"):
        run.did("log", "acme", kind)
    result = run("log", "acme", "call", "no-answer", typed=typed)
    assert result.code == 0
    assert result.err.startswith(
        "the cadence is over, without an answer: pipetui drop 1 REASON, park 1 DATE, sweep 1 keep"
    )
    assert "no next step" not in result.err
    assert planned in run.did("show", "1")


def test_signs_are_drawn_in_ascii_where_that_is_wanted_and_data_stays(fresh: Shell, tmp_path: Path) -> None:
    fresh.did("add", "Ærø → rollout", "12k", "next:fri", "call Kim")
    assert "→" in fresh.did("list")
    listed = fresh.did("list", "--ascii")
    assert "> Fri" in listed
    assert "Ærø > rollout" in listed
    assert "Ærø → rollout" in fresh.did("list", "--ascii", "--json"), "data is as it was"
    config = tmp_path / "ascii.toml"
    config.write_text("[app]\nascii = true\n", encoding="utf-8")
    assert "> Fri" in fresh.did("list", "--config", str(config))
    assert "→" in fresh.did("list"), "the next call is another"


def test_a_terminal_that_moves_no_cursor_is_told_so_instead_of_nothing(
    run: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(call, "at_terminal", lambda: True)
    result = run()
    assert (result.code, "pipetui --plain" in result.err) == (2, True)
