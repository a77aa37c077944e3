"""The fast lane: the same as the careful path in every row, word and exit code, and lean."""

import contextlib
import io
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipetui import demo, present
from pipetui.cli import app, asking, fast, lane, streams
from pipetui.cli.errors import guarded
from pipetui.store import backup, connect
from pipetui.store.store import Store
from tests.cli.conftest import Shell
from tests.conftest import Clock

HEAVY = {"typer", "click", "rich", "pydantic", "sqlmodel", "sqlalchemy", "alembic", "textual", "dateparser"}
SPARED = {"typing", "dataclasses", "json", "pathlib", "tomllib", "argparse", "contextlib", "threading"}
"""Parts of the standard library that cost more than what the quick verbs do."""

WORDS = [
    "Acme",
    "acme",
    "Globex",
    "rollout",
    "pilot",
    "renewal",
    "Initech",
    "seats",
    "portal",
    "demo",
    "x",
    "1",
    "2",
    "#3",
    "5",
    "3,5",
    "3-4",
    "2,4-6",
    "11",
    "99",
    "999999999999999999999",
    "12k",
    "900",
    "€1.250,50",
    "8400",
    "USD",
    "12kEUR",
    "value:9k",
    "value:",
    "@demo",
    "@prop",
    "@nosuch",
    "@",
    "+saas",
    "#hot",
    "+a,b",
    "tag:x,y",
    "p:40%",
    "p:400",
    "p:x",
    "ann@acme.example",
    "who:Ann",
    "who:Bob",
    "who:",
    "org:Acme",
    "org:株式会社",
    "+4930123456",
    "src:web",
    "close:eoq",
    "close:nosuch",
    "/",
    "--",
    "-",
    "next:fri",
    "next:yesterday",
    "next:+3d",
    "next:nosuch",
    "next:today",
    "at:10:00",
    "at:yesterday",
    "at:tomorrow",
    "theirs:",
    "next:14:00",
    "call",
    "email",
    "e-mail",
    "meeting",
    "visit",
    "cal",
    "in",
    "out",
    "reached",
    "no-answer",
    "na",
    "left",
    "booked",
    "replied",
    "because",
    "soon",
    "overdue",
    "today",
    "nonext",
    "open",
    "won",
    "lost",
    "stage:demo",
    "tag:saas",
    "value.over:10k",
    "or",
    "not",
    "(",
    ")",
    "-saas",
    "-tag:hot",
    "idle.over:3d",
    "rotting",
    "-q",
    "--quiet",
    "--json",
    "--ids",
    "--format",
    "--dry-run",
    "--yes",
    "-y",
    "--help",
    "--deleted",
    "--nosuch",
    "--db",
    "--ids=1",
]
PHRASES = [
    "", " ", "Acme rollout 12k next:fri", "call Ann", "+3d send quote", "next:+3d send quote", "two words",
    "\x1b[31mred", "[red]",
    "a\nb", "株式会社 導入", "🤝", "e\u0301", "\u202eabc", "x" * 300, "'", '"', '"Acme', "{overdue} {today}",
    "\udce4",
]  # fmt: skip
ANY = st.sampled_from(WORDS) | st.sampled_from(PHRASES) | st.text(max_size=8).filter(lambda word: "\0" not in word)
SENSE = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(["Acme deal", "New one", "Globex"]), ANY, ANY),
    st.tuples(
        st.just("log"), st.sampled_from("123456789"), st.sampled_from(["call", "email", "visit", "na"]), ANY, ANY
    ),
    st.tuples(st.just("done"), st.sampled_from("123456789")),
    st.tuples(st.just("show"), st.sampled_from([*"123456789", "acme", "globex"])),
    st.tuples(st.just("list"), ANY),
    st.tuples(st.just("prompt"), st.just("--format"), ANY),
)
LINES = st.one_of(
    SENSE.map(list),
    st.tuples(st.sampled_from(sorted(fast.VERBS)), st.lists(ANY, max_size=5)).map(lambda line: [line[0], *line[1]]),
)

Tables = dict[str, list[tuple[object, ...]]]


class Ran(NamedTuple):
    """What a call did: exit code (None: not taken), data, speech, and every row of the book afterwards."""

    code: int | None
    out: str
    err: str
    rows: Tables


def tables(book: Path) -> Tables:
    """Every row of every table, the journal and the counters of row numbers included."""
    with closing(sqlite3.connect(book)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall() for name in names}


def ran(enter: Callable[[list[str]], int | None], arguments: Sequence[str], book: Path) -> Ran:
    """One call through one lane."""
    codes: list[int | None] = []

    def action(given: list[str]) -> int:
        codes.append(enter(given))
        return codes[0] or 0

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = guarded(action, list(arguments))
    return Ran(None if codes == [None] else code, out.getvalue(), err.getvalue(), tables(book))


@pytest.fixture
def sales(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small book with a past, today's backup beside it, nobody at the terminal."""
    monkeypatch.chdir(tmp_path)  # a line may name a book of its own
    monkeypatch.setattr(present, "present", clock)
    monkeypatch.setattr(asking, "terminal", lambda: False)
    path = tmp_path / "sales.db"
    with Store.open(path) as store:
        demo.build(store, clock(), deals=9)
        for folder in ("fast", "careful"):
            backup.daily(store.connection, tmp_path / folder / "book.db.backups", clock().date())
    return path


@given(LINES)
@example(
    ["add", "Acme", "rollout", "12k", "@demo", "next:fri", "ann@acme.example", "+49", "30", "org:Acme", "/", "note"]
)
@example(["add", "Deal", "who:Ann", "a@b.example", "who:Bob", "c@d.example", "+49301234567", "+49301234568", "+a,A,b"])
@example(["log", "1", "call", "reached", "@nego", "next:+3d send quote"])
@example(["log", "3-4", "email", "in", "replied"])
@example(["done", "2,3"])
@example(["today"])
@example(["overdue", "--json"])
@example(["list", "--json", "-q"])
@example(["show", "1,2", "--json"])
@example(["prompt", "--json"])
@example(["prompt", "--format", "\udce4"])
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_lanes_do_and_say_the_same(sales: Path, arguments: list[str]) -> None:
    books = [sales.parent / way / "book.db" for way in ("fast", "careful")]
    for book in books:
        shutil.copyfile(sales, book)
    before = tables(books[0])
    verb, *rest = arguments
    quick, careful = (
        ran(enter, [verb, "--db", str(book), *rest], book)
        for enter, book in zip((fast.run, app.run), books, strict=True)
    )
    assert [file.name for book in books for file in book.parent.iterdir() if file.is_file()] == ["book.db"] * 2
    if quick.code is None:
        assert quick == Ran(None, "", "", before)
    else:
        assert quick.rows == careful.rows
        assert quick._replace(err=quick.err.replace("/fast/", "/careful/")) == careful


def deals(book: Path) -> int:
    with closing(sqlite3.connect(book)) as connection:
        return int(connection.execute("SELECT count(*) FROM deal").fetchone()[0])


def test_what_is_written_is_not_written_again_when_it_cannot_be_said(
    sales: Path, fresh: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = sales.parent / "fast" / "book.db"
    shutil.copyfile(sales, book)

    def full(line: str = "") -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(streams, "write", full)
    result = fresh("add", "--db", str(book), "Acme")
    assert (result.code, deals(book)) == (5, 10)
    assert "No space left on device" in result.err


def test_b4_the_next_step_is_asked_for_at_a_terminal(sales: Path, fresh: Shell) -> None:
    book = sales.parent / "fast" / "book.db"
    shutil.copyfile(sales, book)
    fresh.did("add", "--db", str(book), "Acme", "@demo")
    result = fresh("log", "--db", str(book), "10", "call", typed="nonsense\n+3d send quote\n")
    assert result.code == 0
    assert "next for #10 Acme: Tue 24 Nov, in 3 days – send quote · undo: pipetui undo" in result.out
    assert result.err.count("next step? [Wed 25 Nov] (Enter takes it, a date, or - skips)") == 2


def test_a_book_locked_by_another_program_is_left_to_the_careful_path(
    sales: Path, fresh: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = sales.parent / "fast" / "book.db"
    shutil.copyfile(sales, book)
    monkeypatch.setattr(lane, "_PATIENCE", 0.0)
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert fast.run(["add", "--db", str(book), "Acme"]) is None
        other.execute("ROLLBACK")
    assert deals(book) == 9


@pytest.mark.parametrize("spoil", ["missing", "empty", "text", "other", "newer", "older", "folder", "no backup"])
def test_a_book_that_needs_care_is_left_to_the_careful_path(sales: Path, spoil: str) -> None:
    book = sales.parent / "fast" / "book.db"
    shutil.copyfile(sales, book)
    if spoil in ("missing", "empty", "text", "other", "folder"):
        book.unlink()
    if spoil == "folder":
        book.mkdir()
    if spoil in ("empty", "text"):
        book.write_bytes(b"" if spoil == "empty" else b"not a book")
    if spoil in ("other", "newer", "older"):
        with closing(sqlite3.connect(book)) as connection:
            connection.execute("CREATE TABLE t (n)") if spoil == "other" else connection.execute(
                f"PRAGMA user_version = {connect.REVISION + (1 if spoil == 'newer' else -1)}"
            )
    if spoil == "no backup":
        shutil.rmtree(book.parent / "book.db.backups")
    assert fast.run(["add", "--db", str(book), "Acme"]) is None
    if spoil not in ("missing", "no backup"):
        assert fast.run(["today", "--db", str(book)]) is None


@pytest.mark.parametrize(
    "line",
    [
        ["add", "Acme pilot 12k next:fri +saas"],
        ["log", "1", "call", "reached"],
        ["done", "2"],
        ["today"],
        ["overdue"],
        ["list", "stage:demo", "or", "acme"],
        ["show", "acme"],
        ["prompt"],
    ],
    ids=lambda line: str(line[0]),
)
def test_the_fast_lane_loads_nothing_heavy(line: list[str], tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    now = present.present()
    with Store.open(book) as store:
        demo.build(store, now, deals=9)
        store.connection.execute("UPDATE deal SET title = 'Acme' WHERE id = 2")
        backup.daily(store.connection, tmp_path / "book.db.backups", now.date())
    asked = f"""
before = set(sys.modules)
from pipetui.cli import fast
assert fast.run({line!r}) is not None
loaded = set(sys.modules) - before
spared = {HEAVY | SPARED!r} | ({{"re", "enum"}} if {line[0] in ("prompt", "log", "done", "add")!r} else set())
print(sorted(loaded & spared), file=sys.stderr)
"""
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{asked}"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr.splitlines()[-1:] == ["[]"], done.stderr
