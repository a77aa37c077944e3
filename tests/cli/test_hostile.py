"""Hostile text reaches no terminal as anything but text: from the command line, a file, the editor, another program."""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipetui import demo, editing
from pipetui.service import Workspace
from pipetui.store.store import Store
from tests.cli.conftest import Begun, Shell
from tests.conftest import NOW
from tests.hostile import ALL, MARKS, SEQUENCES, odd, spoil
from tests.terminal import taken_apart, terminal

VERBS = (
    "list", "list --deleted", "today", "overdue", "show 1,2,3", "show acme", "show 1 --json", "why 1", "history",
    "stages", "people", "person 1", "orgs", "org 1", "templates", "playbook", "scores", "cadence", "sweep",
    "report losses", "report sources", "list --json", "today --json", "people --json", "orgs --json", "history --json",
    "stages --json", "templates --json", "playbook --json", "mail 1 1", "next 1 +9d", "log 4 call", "done 5", "tag 6 x",
    "note 7 x", "qualify 8 need:yes", "advance 9", "edit 10 source:x", "delete 11", "reopen 11", "undo", "redo",
    "list nosuch", "show 999", "move 12 nosuch",
    "plain", "plain board", "plain deal 1,2,3", "plain people", "plain orgs",
)  # fmt: skip
_OURS = re.compile(r"\x1b\[(?:0|1|31|33)m")


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory, template_book: Path) -> Path:
    """A book with a past, made once."""
    book = tmp_path_factory.mktemp("lively") / "book.db"
    shutil.copyfile(template_book, book)
    with Store.open(book) as store:
        demo.build(store, NOW, deals=15)
    return book


@pytest.fixture
def spoilt(begun: Begun, book: Path, lively: Path) -> Shell:
    """The shell at a lively book into every text of which another program has written."""
    shutil.copyfile(lively, book)
    run = begun(
        *(("fields", "add", *words) for words in (("Region",), ("Size", "on", "people"), ("Room", "on", "orgs"))),
        ("edit", "1", "region:north"),
        ("person", "1", "size:3"),
        ("org", "1", "room:here"),
        ("items", "1", "add", "Seats", "x", "3", "at", "1200"),
    )
    spoil(book)
    return run


def test_whatever_another_program_wrote_the_shell_writes_plain_text(
    spoilt: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    seen = ""
    for verb in VERBS:
        result = spoilt(*verb.split())
        assert result.code != 70, (verb, result)
        written = result.out + result.err
        assert not odd(_OURS.sub("", written)), verb
        seen += written
    assert all(mark in seen for mark in MARKS[:1])  # it was there to be shown


def test_whatever_another_program_wrote_leaves_the_book_as_text(spoilt: Shell) -> None:
    for words in ("pipedrive --kind deals", "salesforce --kind Contact", "csv --kind organizations",
                  "csv --kind items", "vcard", "ical", "markdown"):  # fmt: skip
        written = spoilt.did("export", "--to", *words.split())
        assert not odd(written, allowed="\r\n\t"), words
        assert "pwned" in written, words


def test_a_quote_of_hostile_text_is_a_page_of_text(spoilt: Shell, tmp_path: Path) -> None:
    spoil(tmp_path / "book.db", f"<script>pwned</script> [x](javascript:pwned) \"'> {ALL}")
    spoilt.did("quote", "1", "--html", str(tmp_path / "quote.html"))
    page = (tmp_path / "quote.html").read_text(encoding="utf-8")
    assert not odd(page)
    assert "<script" not in page
    assert "href" not in page


def test_a_title_of_several_lines_takes_one(spoilt: Shell) -> None:
    rows = spoilt.did("list").splitlines()[1:]
    assert all(re.match(r" *\d+  ", row) for row in rows)


@pytest.mark.parametrize("what", SEQUENCES)
def test_what_is_typed_is_kept_and_shown_without_it(run: Shell, what: str) -> None:
    text = f"Acme {SEQUENCES[what]} rollout"
    run.did("add", text, f"org:{text}", f"who:{text}", f"+{text}", f"src:{text}", "next:fri", "/", text)
    run.did("log", "1", "call", text)
    run.did("edit", "1", f"title:{text} 2")
    shown = run.did("show", "1") + run.did("list") + run.did("list", "--json") + run.did("history")
    assert not odd(shown)


def test_nothing_of_it_is_kept_in_the_book(run: Shell, book: Path) -> None:
    run.did("add", ALL, f"org:{ALL}", "/", ALL)
    with closing(sqlite3.connect(book)) as connection:
        kept = connection.execute("SELECT d.title || o.name || n.text FROM deal d, organization o, note n").fetchone()[
            0
        ]
    assert not odd(kept)
    assert "7777" not in kept


def test_a_file_full_of_it_is_imported_as_text(run: Shell, tmp_path: Path) -> None:
    path = tmp_path / f"\x1b]0;pwned\x07{ALL[:3]}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Title", "Company", ALL, "Note", "Value"])
        writer.writerows([[ALL, ALL, "x", ALL, "5"], [ALL, "", "", "", ALL]])
    for words in (["--dry-run"], ["--dry-run", "--json"], ["--yes"]):
        result = run("import", str(path), "--map", "title=Title", *words)
        assert result.code == 0, result
        assert not odd(result.out + result.err)
    assert not odd(run.did("list") + run.did("show", "1"))


def test_a_cell_of_a_megabyte_is_one_deal(run: Shell, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text(f"Title,Note\n{'株' * 200_000},{'x' * 1_000_000}\nSmall,y\n", encoding="utf-8")
    assert run("import", str(path), "--yes").code == 0
    assert len(run.did("list").splitlines()) == 3
    assert len(run.did("show", "1")) > 1_000_000


def test_a_row_with_nul_is_imported_without_it(run: Shell, tmp_path: Path) -> None:
    path = tmp_path / "nul.csv"
    path.write_bytes(b"Title,Note\nAc\0me,no\0te\n")
    result = run("import", str(path), "--yes")
    assert result.code in (0, 1, 2)
    assert not odd(result.out + result.err + run("list").out)


def test_the_failed_rows_are_safe_in_a_spreadsheet(run: Shell, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    evil = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://pwned.example")', "\n=1", " =1"]
    rows = "".join(f',"{text.replace(chr(34), chr(34) * 2)}"\n' for text in ["plain", *evil])
    path.write_text("Title,Value\n" + rows)  # nothing to name them after
    assert run("import", str(path), "--yes").code == 1
    with (tmp_path / "deals-failed.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) == 3 * (len(evil) + 2)
    assert not [cell for cell in cells if cell.lstrip(" \t\r\n")[:1] in tuple("=+-@") and cell]


def test_what_comes_out_of_the_editor_is_text(run: Shell, workspace: Workspace) -> None:
    run.did("add", "Acme")

    def typed(command: object) -> int:
        path = Path(list(command)[-1])  # type: ignore[call-overload]  # the command is words
        path.write_text(f"title: {ALL.splitlines()[0]}\nnote: {ALL}\n", encoding="utf-8", errors="surrogatepass")
        return 0

    os.environ["EDITOR"] = "ed"
    try:
        edited = editing.edit_text("title: Acme\n", lambda text: text, run=typed)
    finally:
        del os.environ["EDITOR"]
    assert edited is not None
    run.did("edit", "1", f"title:{edited.splitlines()[0]}")
    assert not odd(run.did("show", "1"))


def test_a_terminal_gets_no_sequence_but_our_colours(spoilt: Shell, tmp_path: Path) -> None:
    environment = {**os.environ, "PIPETUI_DB": str(tmp_path / "book.db"), "TERM": "xterm-256color", "PAGER": "cat"}
    door = f"{shlex.quote(sys.executable)} -m pipetui"
    line = "; ".join(f"{door} {verb}" for verb in ("today", "show 1", "list", "history", "show nosuch", "undo"))
    with terminal(environment, tmp_path, command=["sh", "-c", line]) as shell:
        shell.end()
        sequences, text = taken_apart(shell.raw)
    assert sequences <= {"\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[33m"}
    assert not odd(text, allowed="\r\n\t")
    assert "pwned" in text
