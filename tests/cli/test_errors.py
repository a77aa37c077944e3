"""Bad input gets a sentence with a hint, its exit code, and nothing written (behaviour 31)."""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipetui.__main__ import main
from pipetui.store import connect
from pipetui.store.reads import lines
from tests.cli.conftest import Begun, Shell


@pytest.fixture
def two(run: Shell, begun: Begun) -> Shell:
    """The shell with two deals of one customer, one of them closed."""
    begun(
        ("add", "Acme", "rollout"),
        ("add", "Acme", "pilot"),
        ("add", "Globex", "seats"),
        ("win", "3"),
    )
    return run


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("move 1 nonsense", 2, "there is no stage “nonsense”"),
        ("add Hooli @nonsense", 2, "there is no stage “nonsense”"),
        ("log 1 call @nonsense", 2, "there is no stage “nonsense”"),
        ("move 1", 2, "which stage?"),
        ("next 1 gibberish", 2, "“gibberish” is not a date"),
        ("next 1 yesterday", 2, "Fri 20 Nov 2026 is in the past"),
        ("next 1", 2, "a next step needs a date"),
        ("snooze 1 gibberish", 2, "“gibberish” is not a date"),
        ("snooze 1", 2, "a snooze needs a date"),
        ("park 1", 2, "a deal is parked until a date"),
        ("park 1 today", 2, "a deal is parked until a later day"),
        ("add Hooli next:gibberish", 2, "“gibberish” is not a date"),
        ("log 1 call at:tomorrow", 2, "Sun 22 Nov 2026 is still ahead"),
        ("when gibberish", 2, "“gibberish” is not a date"),
        ("add Hooli value:12x", 2, "“12x” is not an amount: which currency is “x”?"),
        ("edit 1 value:abc", 2, "“abc” is not an amount"),
        ("edit 1 vlaue:1k", 2, "there is no field “vlaue”"),
        ("edit 1", 2, "nothing to change"),
        ("edit 1,2 value:1k", 2, "edit changes one deal at a time"),
        ("edit 1 tags:a +b", 2, "tags are given twice"),
        ("drop 1", 2, "a dropped deal needs a reason"),
        ("drop 1 --reason nonsense", 2, "there is no reason “nonsense”"),
        ("drop 1 --reason price --revisit yesterday", 2, "Fri 20 Nov 2026 is in the past"),
        ("log 1 spoke", 2, "“spoke” is not a kind of touch"),
        ("log globex spoke", 2, "what kind of touch was it?"),
        ("note 1", 2, "a note needs a text"),
        ("tag 1", 2, "a tag needs a word"),
        ("add --", 2, "a deal needs a title"),
        ("list foo:bar", 2, "“foo:bar”: there is no field “foo”"),
        ("list (acme", 2, "a ( is not closed"),
        ("advance 9-7", 2, "“9-7” is not a list of deals"),
        ("add Hooli --bogus", 2, "add has no option “--bogus”"),
        ("list --limit=3", 2, "list has no option “--limit=3”"),
        ("log acme call", 2, "“acme” fits 2 deals"),
        ("next acme fri", 2, "“acme” fits 2 deals"),
        ("show nobody", 3, "no deal fits “nobody”"),
        ("next nobody fri", 3, "no deal fits “nobody”"),
        ("show 99", 3, "deal #99 does not exist"),
        ("advance 1,99", 3, "deal #99 does not exist"),
        ("win 3", 4, "#3 Globex seats is won, so it cannot be won"),
        ("park 3 fri", 4, "#3 Globex seats is won, so it cannot be parked"),
        ("done 1", 4, "#1 Acme rollout has no next step"),
        ("retreat 1", 4, "#1 Acme rollout is in the first stage"),
        ("reopen 1", 4, "#1 Acme rollout is open already"),
        ("history --limit 0", 2, "invalid value for '--limit'"),
        ("history --limit x", 2, "invalid value for '--limit'"),
        ("show", 2, "missing argument"),
        ("nonsense", 2, "there is no verb “nonsense”"),
        ("lst", 2, "there is no verb “lst”"),
        ("--json lst", 2, "there is no verb “lst”"),
        ("--nonsense", 2, "no such option: --nonsense"),
    ],
)
def test_bad_input_is_one_sentence_with_a_hint_and_writes_nothing(
    two: Shell, contents: Callable[[], dict[str, int]], line: str, code: int, said: str
) -> None:
    before = contents()
    result = two(*line.split())
    assert (result.code, result.out) == (code, "")
    title, *hint = result.err.splitlines()
    assert title.startswith(f"pipetui: {said}")
    assert all(line.startswith("  ") for line in hint)
    assert "Traceback" not in result.err
    assert contents() == before


def test_a_deal_that_is_not_there_among_several_changes_none(
    two: Shell, contents: Callable[[], dict[str, int]]
) -> None:
    before = contents()
    assert two("advance", "1,99").code == 3
    assert contents() == before


def test_b13_one_of_several_that_cannot_is_left_out_and_named(two: Shell) -> None:
    result = two("advance", "1,3")
    assert result.code == 0
    assert "left out: #3 Globex seats is won, so it cannot be moved" in result.err


# --- books that are none -------------------------------------------------------------------------------------


def test_a_file_that_is_no_database(fresh: Shell, tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    path.write_text("Dear diary")
    for verb in (["list"], ["add", "Acme"], ["prompt"], ["undo"]):
        result = fresh(*verb)
        assert (result.code, result.out) == (5, "")
        said = "name another book with --db, or PIPETUI_DB; see: pipetui doctor"
        assert result.err == f"pipetui: {path} is not a database\n  {said}\n"
    assert path.read_text() == "Dear diary"


def test_a_database_of_another_program(fresh: Shell, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "book.db")) as connection, connection:
        connection.execute("CREATE TABLE diary (text)")
    result = fresh("add", "Acme")
    assert result.code == 5
    assert "is a database, but no pipetui book" in result.err


def test_a_book_that_is_newer_than_the_program(run: Shell, book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("PRAGMA user_version = 99")
    result = run("list")
    assert result.code == 5
    assert result.err.splitlines()[1] == "  update pipetui, or name another book with --db"


def test_a_book_that_is_damaged(run: Shell, book: Path) -> None:
    for number in range(30):
        run.did("add", f"Deal {number}", "/", "x" * 1000)
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = book.read_bytes()
    book.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    result = run("list")
    assert (result.code, result.out) == (5, "")
    assert "is damaged or no database" in result.err


def test_a_folder_and_a_path_that_cannot_be(fresh: Shell, tmp_path: Path) -> None:
    assert fresh("list", "--db", str(tmp_path)).code == 5
    (tmp_path / "file").write_text("")
    assert fresh("list", "--db", str(tmp_path / "file" / "book.db")).code == 5


def test_a_read_only_book_can_be_read_and_refuses_writes(run: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    run.did("add", "Acme")
    opened = connect.connect

    def read_only(*arguments: Any) -> sqlite3.Connection:
        connection = opened(*arguments)
        connection.execute("PRAGMA query_only = ON")
        return connection

    monkeypatch.setattr(connect, "connect", read_only)
    assert "Acme" in run.did("list")
    result = run("add", "Globex")
    assert (result.code, result.out) == (5, "")
    assert "is read-only; nothing was written" in result.err


def test_a_book_locked_for_long_can_be_read_and_refuses_writes(
    run: Shell, book: Path, monkeypatch: pytest.MonkeyPatch, contents: Callable[[], dict[str, int]]
) -> None:
    run.did("add", "Acme")
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.05)
    before = contents()
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "Acme" in run.did("list")
        result = run("log", "acme", "call")
        other.execute("ROLLBACK")
    assert (result.code, result.out) == (5, "")
    assert result.err.splitlines()[:2] == [
        "waiting for another program that is writing to the book …",
        "pipetui: the book is locked by another program (waited 0 s); nothing was written",
    ]
    assert contents() == before


# --- mistakes of the program itself --------------------------------------------------------------------------


def test_b31_a_mistake_of_the_program_is_a_sentence_and_a_log_without_data(
    run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.did("add", "Secret customer")

    def broken(*arguments: object, **options: object) -> None:
        raise KeyError("Secret customer")

    monkeypatch.setattr(lines, "fitting", broken)
    result = run("list", "secret")
    log = tmp_path / "home" / "xdg_state_home" / "pipetui" / "errors.log"
    assert (result.code, result.out) == (70, "")
    assert result.err == (
        "pipetui: an error of pipetui itself (KeyError)\n"
        f"  where it happened, without any of your data, is written in {log}; see: pipetui doctor\n"
    )
    written = log.read_text()
    assert "KeyError" in written
    assert "cli/list_output.py:" in written
    assert "Secret" not in written
    assert str(tmp_path) not in written
    assert log.stat().st_mode & 0o777 == 0o600


def test_with_stdin_closed_nothing_is_asked_and_all_is_answered(
    run: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run.did("add", "Acme")
    (tmp_path / "deals.csv").write_text("Title,Value EUR\nGlobex,5000\n")
    for folder in ("new", "cur"):
        (tmp_path / "Mail" / folder).mkdir(parents=True)
    codes = {}
    for line in ("today", "win 1", f"import {tmp_path}/deals.csv --yes", f"mail sync {tmp_path}/Mail"):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["pipetui", *line.split()])
            patch.setattr(sys, "stdin", None)  # as Python has it then: pipetui today <&-
            codes[line] = main()
            sys.stdin.close()
    assert {*codes.values()} <= {0, 1}, codes


@pytest.mark.parametrize("line", ["history {}", "hooks {}", "attach 1 {}", "backup {}", "restore {}", "init --db {}"])
def test_what_is_pasted_by_mistake_is_not_all_said_again(two: Shell, line: str) -> None:
    result = two(*line.format("x" * 200_000).split())
    assert result.code in (2, 3, 5)
    assert len(result.err) < 12_000


def test_ctrl_c_is_quiet(run: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(lines, "fitting", interrupted)
    assert run("list") == (130, "", "")


@pytest.mark.parametrize(
    ("line", "dashes"),
    [
        ("edit 1 src:web --dry-run", False),
        ("edit 1 src:web --yes", False),
        ("note 1 hello --ids", False),
        ("edit 1 src:web --limit=3", False),
        ("note 1 hello --not-one", True),
    ],
)
def test_an_option_of_another_verb_is_never_advised_to_be_written_as_a_word(
    two: Shell, line: str, dashes: bool
) -> None:
    verb = line.split()[0]
    _, hint = two(*line.split()).err.splitlines()
    assert hint.strip().startswith(f"see: pipetui {verb} --help")
    assert ("(--" in hint) is dashes


def test_b31_too_little_memory_is_no_mistake_of_the_program(run: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    run.did("add", "Acme")

    def beyond(*arguments: object, **options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(lines, "fitting", beyond)
    result = run("list", "acme")
    assert (result.code, result.out) == (5, "")
    assert result.err.startswith("pipetui: there is not enough memory for that\n")
