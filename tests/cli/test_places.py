"""Where things lie and what the machine is like: odd names, no home, odd sizes and zones, bytes that are no text."""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.cli import words
from pipetui.cli.output import terminal
from pipetui.domain.dates.when import DateRules
from pipetui.domain.errors import InputError
from pipetui.domain.query.language import parse
from tests.cli.conftest import Begun, Shell
from tests.cli.test_faults import mode
from tests.cli.test_manners import command
from tests.conftest import Clock

LATIN = os.fsdecode("Größe".encode("latin-1"))
"""What Python makes of bytes that are no UTF-8."""

NAMES = (
    f"{LATIN}.db",
    "-lead 'q\" %41%",
    "~x?mode=ro#x",
    ":memory:x\nline ä\x1b]0;pwned\x07",
)
"""What means something at the begin of a name, each with some of what does anywhere in it."""


# --- names that are used to the byte -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_verb_works_on_a_book_of_any_name(
    fresh: Shell, tmp_path: Path, template_book: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    book = tmp_path / "odd" / name
    book.parent.mkdir()
    shutil.copyfile(template_book, book)
    monkeypatch.setenv("PIPETUI_DB", str(book))
    fresh.did("add", "Acme")
    fresh.did("backup")
    fresh.did("add", "Globex")
    assert json.loads(fresh.did("locate", "--json"))["book"] == str(book)
    assert fresh.did("restore", "by-hand-2026-11-21-100000", "--dry-run").count("Globex") > 0
    assert fresh("doctor").code == 0
    fresh.did("restore", "by-hand-2026-11-21-100000", "--yes")
    assert "Globex" not in fresh.did("list")
    assert "Acme" in fresh.did("list")
    book.write_bytes(b"x" * 4096)
    fresh.did("doctor", "--repair")
    assert "Acme" in fresh.did("list")
    strangers = {path.name for path in book.parent.iterdir() if not path.name.startswith(name)}
    assert strangers == set()


def test_files_of_any_name_are_backups_and_imports(run: Shell, tmp_path: Path) -> None:
    run.did("add", "Acme")
    backup, folder, rows = (tmp_path / f"{LATIN}{ending}" for ending in (".bak", "", ".csv"))
    folder.mkdir()
    said = run.did("backup", str(backup))
    assert r"back: pipetui restore $'" in said
    assert r"Gr\xf6\xdfe.bak'" in said
    run.did("backup", str(folder))
    assert [path.name for path in folder.iterdir()] == ["pipetui-2026-11-21-100000.db"]
    rows.write_text("Title,Value\nGlobex,5\n,-5\n")
    assert r"from Gr\xf6\xdfe.csv (1 failed, see" in run.did("import", str(rows), "--yes")
    assert (tmp_path / f"{LATIN}-failed.csv").exists()
    run.did("restore", str(backup), "--yes")
    assert "Globex" not in run.did("list")


def test_a_pipe_gets_a_path_to_the_byte(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\x1b]0;x\x07.db"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    located = subprocess.run([*command("locate"), b"--db", name], capture_output=True, env=environment, check=True)
    assert b"book     " + name + b"\n" in located.stdout
    unbuilt = "from pipetui import __main__ as door, demo\ndemo.build = lambda *_, **__: None\ndoor.command()"
    made: list[str | bytes] = [sys.executable, "-c", unbuilt, "demo", name, "--no-open"]
    demo = subprocess.run(made, capture_output=True, env=environment, check=True)
    assert demo.stdout == name + b"\n"


@pytest.mark.parametrize("path", ["/a b", "/x\udcff\x1b]0;x\x07'\\", "/ü\u202e9", "/a\nb", "/plain"])
def test_a_path_in_a_command_to_be_copied_is_one_word_of_a_shell(path: str) -> None:
    line = f"printf %s {words.shell_word(path)}"
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=True, env=environment)
    assert done.stdout == os.fsencode(path)
    assert words.shell_word(path).isprintable()


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x250)))
def test_a_word_in_a_command_to_be_copied_is_quoted_where_it_has_to_be(word: str) -> None:
    assert words.shell_word(word) == shlex.quote(word) or not word.isprintable()


# --- bytes that are no text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        "add {}", "add Acme org:{}", "log 1 call {}", "done {}", "show {}", "list {}", "list --format {}", "note 1 {}",
        "edit 1 title:{}", "tag 1 {}", "next 1 fri {}", "drop 1 {}", "move 1 {}", "snooze 1 {}", "when {}", "why {}",
        "person {}", "person --add {}", "org {}", "people {}", "mail 1 {}", "qualify 1 need:yes {}", "objection 1 {}",
        "report {}", "init --template {}", "init --currency {}", "import deals.csv --map title={}", "playbook {}",
        "import deals.csv --encoding {}", "import deals.csv --system {}", "cadence {}", "sweep {}", "{}", "list --{}",
        "add Acme -- {}", "demo --seed {}", "win 1 --renewal {}",
    ],
)  # fmt: skip
def test_bytes_that_are_no_text_are_refused_by_name_and_nothing_is_written(
    begun: Begun, book: Path, tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(("add", "Acme"), ("backup",))
    (tmp_path / "deals.csv").write_text("Title\nGlobex\n")
    monkeypatch.chdir(tmp_path)
    before = book.read_bytes()
    result = run(*call.format(LATIN).split(" "))
    assert (result.code, result.out) == (2, "")
    assert r"Gr\xf6\xdfe" in result.err or "'--seed'" in result.err
    assert book.read_bytes() == before


def test_an_answer_that_is_no_text_is_asked_for_again(run: Shell) -> None:
    run.did("add", "Acme", "@demo")
    result = run("log", "acme", "call", typed=f"fri {LATIN}\nfri call Ann\n")
    assert result.code == 0
    assert r"Gr\xf6\xdfe” is not text" in result.err
    assert "call Ann" in run.did("show", "1")


def test_a_locale_without_letters_does_not_keep_utf8_from_being_text(run: Shell) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run([*command("add"), "Größe"], capture_output=True, check=True, env=environment)
    assert run.did("show", "1").count("Größe") == 1
    refused = subprocess.run([*command("add"), "Größe".encode("latin-1")], capture_output=True, env=environment)
    assert refused.returncode == 2


def test_words_that_are_half_of_a_character_are_no_text() -> None:
    for word in ("\ud800", "a\udfff", "\udc7f", "\udcff"):
        with pytest.raises(InputError, match="is not text"):
            words.text(word)


# --- the machine -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["0", "-5", "abc", "1000000000000", "²", "٣", "9" * 5000, "", " 80 ", "\udcff"])
def test_a_size_that_is_none_counts_as_none(fresh: Shell, monkeypatch: pytest.MonkeyPatch, size: str) -> None:
    for name in ("COLUMNS", "LINES"):
        monkeypatch.setenv(name, size)
    monkeypatch.setenv("FORCE_COLOR", "1")
    for arguments in (["--help"], ["add", "--help"], ["list"], ["stages"]):
        assert fresh(*arguments).code in (0, 1), arguments
    monkeypatch.setenv("COLUMNS", size)
    terminal.forget_odd_size()
    assert "COLUMNS" not in os.environ


@pytest.mark.parametrize(
    "zone", ["garbage", "", "../../etc/passwd", "x" * 10_000, "XXX-999:99", "XXX-24:59", "\udcff", "/dev/zero"]
)
def test_a_zone_that_is_none_is_utc(run: Shell, clock: Clock, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    from pipetui import present

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    monkeypatch.setattr(present, "present", lambda: clock().astimezone(present.LocalZone()))
    run.did("add", "Acme", "next:fri 14:00")
    run.did("log", "1", "call", "at:yesterday 17:00")
    assert "Fri 27 Nov 14:00" in run.did("show", "1")
    assert run("doctor").code == 0


def test_a_folder_of_backups_that_cannot_be_looked_into_is_not_empty(run: Shell, book: Path) -> None:
    run.did("add", "Acme")
    run.did("backup")
    folder = book.parent / f"{book.name}.backups"
    with mode(folder, 0o000):
        for verb in ("backup", "restore"):
            code, _, err = run(verb)
            assert code == 5
            assert f"{folder}" in err
        code, out, _ = run("doctor")
        assert code == 1
        assert f"{folder} cannot be used: Permission denied" in out
        book.unlink()
        code, _, err = run("add", "Globex")
        assert (code, book.exists()) == (5, False)
        assert f"{folder} cannot be used: Permission denied" in err


def test_without_a_folder_to_be_in_a_full_path_works(run: Shell, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    line = 'mkdir "$0" && cd "$0" && rmdir "$0" && "$@"'

    def there(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-c", line, str(gone), *command(*arguments)], capture_output=True, text=True, check=False
        )

    assert there("add", "Acme").returncode == 0
    refused = there("add", "Globex", "--db", "b.db")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "the folder you are in is gone" in refused.stderr


def test_an_error_without_a_home_to_write_it_down_in_is_said_all_the_same(
    run: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipetui.cli import errors
    from pipetui.domain.errors import InputError

    def homeless(error: Exception) -> Path:
        raise InputError("there is no home folder")

    monkeypatch.setattr(errors, "write_log", homeless)
    assert errors.guarded(lambda _: 1 // 0, []) == 70


# --- much of it --------------------------------------------------------------------------------------------------


def spent(action: object) -> float:
    """Seconds of processor time."""
    began = time.process_time()
    assert callable(action)
    action()
    return time.process_time() - began


def test_many_of_anything_take_seconds(run: Shell) -> None:
    tags = [f"+t{number}" for number in range(20_000)]
    many = [f"w{number}" for number in range(10_000)]
    run.did("add", *many)
    assert spent(lambda: run.did("add", "Acme", *tags)) < 20
    assert spent(lambda: run("next", *many)) < 20
    assert spent(lambda: run("sweep", *many)) < 20
    assert run.did("show", "2").count("t1") > 10_000


def test_a_filter_of_millions_of_signs_is_refused_at_once(clock: Clock) -> None:
    def refused() -> None:
        with pytest.raises(InputError, match="at most 200 words"):
            parse("(" * 5_000_000, clock(), DateRules(), "EUR")

    assert spent(refused) < 10


def test_a_path_goes_into_a_stream_of_text_alone_too(fresh: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stdout", written)
    assert fresh("locate").code == 0
    assert os.environ["PIPETUI_DB"] in written.getvalue()


def test_behind_two_dashes_a_path_may_begin_with_one(
    run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-deals.csv").write_text("Deal name,Amount\nAcme,5\n")
    Path("more.csv").write_text("Deal name,Amount\nBcme,6\n")
    assert "imported 2 deals" in run.did("import", "--yes", "more.csv", "--", "-deals.csv")
    run.did("backup", "--", "-kept.db")
    assert Path("-kept.db").is_file()
