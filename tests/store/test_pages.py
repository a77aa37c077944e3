"""The rows in the pages of a database are those that SQLite reads, and more where SQLite gives up."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui import paths, service
from pipetui.config import Settings
from pipetui.domain.errors import StoreError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.exchange.apply import apply
from pipetui.exchange.plan import Options, plan
from pipetui.service import Workspace
from pipetui.service.maintenance import backups
from pipetui.service.maintenance.repair import repair
from pipetui.store import connect
from pipetui.store.recovery import backup, pages
from pipetui.store.store import Store

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


def nothing() -> None:
    """Nobody is told that it waits."""


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(max_size=9000),
    st.binary(max_size=9),
)


@given(rows=st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=40), size=st.sampled_from((512, 1024, 4096)))
def test_every_row_is_read_as_sqlite_reads_it(rows: list[tuple[Any, ...]], size: int) -> None:
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"PRAGMA page_size = {size}")
        memory.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, a, b, c)")
        memory.executemany("INSERT INTO one (a, b, c) VALUES (?, ?, ?)", rows)
        memory.commit()
        read = pages.FoundRows(
            pages.Pages(memory.serialize()), [pages.Begin("one", 0, "")], lambda name, columns: lambda row: True
        )
        found = list(read.rows("one"))
    stored = [tuple(map(as_stored, row)) for row in rows]
    assert [(row["a"], row["b"], row["c"]) for row in found] == stored
    assert [row["id"] for row in found] == list(range(1, len(rows) + 1))


def as_stored(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode()
    return value.decode("latin-1") if isinstance(value, bytes) else value


def rows_of(book: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(book)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in sorted(names)}


@pytest.fixture(scope="module")
def imported(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of 300 imported deals with a note each, of which the journal keeps no images, and no backup."""
    folder = tmp_path_factory.mktemp("imported")
    path = folder / "book.db"
    shutil.copyfile(template_book, path)
    lines = [
        f"{'x' * 90}{number},Deal {number},Org {number % 100},Demo,{number}00,{'what was said ' * 9}"
        for number in range(300)
    ]
    (folder / "deals.csv").write_text("\n".join(["ID,Title,Company,Stage,Value,Note", *lines]))
    with Store.open(path) as store:
        workspace = Workspace(store, lambda: NOW, Settings(), "shell")
        options = Options()
        apply(workspace, plan(workspace, folder / "deals.csv", options))
    return path


@pytest.fixture
def theirs(imported: Path, tmp_path: Path) -> Path:
    """A copy of it, alone."""
    path = tmp_path / "alone" / "book.db"
    path.parent.mkdir()
    shutil.copyfile(imported, path)
    return path


def spoil(book: Path, page: int, what: bytes = b"\xff" * 4096) -> None:
    raw = bytearray(book.read_bytes())
    raw[(page - 1) * 4096 : page * 4096] = what
    book.write_bytes(bytes(raw))


@pytest.mark.parametrize("table", ["deal", "note", "external_ref"])
def test_a_lost_page_in_between_costs_no_row(theirs: Path, table: str) -> None:
    before = rows_of(theirs)
    read = pages.Pages.of(theirs)
    (root,) = [begin.page for begin in read.contents() if begin.name == table]
    assert len(read.below(root)) > 5
    spoil(theirs, root)
    repair(theirs, paths.backups(theirs), NOW, nothing)
    assert rows_of(theirs)[table] == before[table]


def test_a_page_of_rows_that_is_spoilt_in_one_place_gives_the_others(theirs: Path) -> None:
    before = rows_of(theirs)["deal"]
    read = pages.Pages.of(theirs)
    (root,) = [begin.page for begin in read.contents() if begin.name == "deal"]
    leaf = read.below(root)[2]
    on_it = [number for number, _ in read.rows(leaf)]
    page = bytearray(read.page(leaf))
    page[10:12] = b"\xff\xff"  # where its second row begins
    spoil(theirs, leaf, bytes(page))
    repair(theirs, paths.backups(theirs), NOW, nothing)
    after = {row[0]: row for row in rows_of(theirs)["deal"]}
    assert [row for row in before if row[0] != on_it[1]] == [row for row in after.values() if row[0] != on_it[1]]


def text(old: bytes, new: bytes) -> Callable[[Path], None]:
    """Other bytes in the book, of the same length."""

    def change(book: Path) -> None:
        raw = book.read_bytes()
        assert raw.count(old) > 0
        assert len(old) == len(new)
        book.write_bytes(raw.replace(old, new))

    return change


def header(place: int, byte: int) -> Callable[[Path], None]:
    def change(book: Path) -> None:
        raw = bytearray(book.read_bytes())
        assert raw[place] != byte
        raw[place] = byte
        book.write_bytes(bytes(raw))

    return change


DAMAGE = {
    "the text of a trigger": text(b"TRIGGER journal_deal_insert AFTER", b"TRIGGER journal_deal_insert \xffFTER"),
    "the name of a trigger's table": text(b"AFTER UPDATE ON deal\n", b"AFTER UPDATE ON d\x01al\n"),
    "the name of a column": text(b"own_probability INTEGER", b"own_pr\xefbability INTEGER"),
    "the name of a table": text(b"CREATE TABLE deal_tag", b"CREATE TABLE deal_ta\x01"),
    "the word CREATE": text(b"CREATE TABLE note", b"CRE\x00TE TABLE note"),
    **{
        f"byte {place} of the header": header(place, 0x5A)
        for place in (0, 8, 15, *range(16, 24), 31, 32, 36, 44, 47, 56, 59, 60, 62, 68, 71)
    },
}


@pytest.fixture(scope="module")
def three(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of three deals, with a backup made before the last of them."""
    path = tmp_path_factory.mktemp("three") / "book.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        workspace = Workspace(store, lambda: NOW, Settings(), "shell")
        for title in ("Acme", "Globex"):
            service.add(workspace, NewDeal(title))
        backup.write(store.connection, paths.backups(path), "by-hand-1")
        service.add(workspace, NewDeal("Hooli"))
    return path


@pytest.mark.parametrize("what", DAMAGE)
def test_whatever_is_damaged_a_backup_comes_back_and_a_repair_gives_what_is_there(
    three: Path, tmp_path: Path, what: str
) -> None:
    book = shutil.copytree(three.parent, tmp_path / "own") / three.name
    folder = paths.backups(book)
    kept = folder / "by-hand-1.db"
    before = rows_of(book)
    aside = folder.with_name("aside")
    folder.rename(aside)
    DAMAGE[what](book)
    spoilt = book.read_bytes()

    repair(book, folder, NOW, nothing)
    after = rows_of(book)
    for table in ("deal", "deal_tag", "note", "step", "stage", "setting"):
        assert after[table] == before[table]
    with closing(connect.connect(book)) as connection:
        assert connect.revision(connection, book) == connect.REVISION

    aside.rename(folder) if not folder.exists() else shutil.copytree(aside, folder, dirs_exist_ok=True)
    book.write_bytes(spoilt)
    with backups.restoring(kept, book, folder, nothing) as restoring:
        restoring.carry_out(folder, NOW)
    assert [row[1:2] for row in rows_of(book)["deal"]] == [row[1:2] for row in before["deal"][:2]]


@pytest.mark.parametrize("way_in", [connect.connect, connect.connect_to_read])
def test_a_book_that_cannot_be_opened_is_not_left_open(workspace: Workspace, way_in: Callable[[Path], object]) -> None:
    book = workspace.store.path
    workspace.store.close()
    DAMAGE["the text of a trigger"](book)
    with pytest.raises((StoreError, sqlite3.Error, UnicodeDecodeError)) as refused:
        way_in(book)
    assert refused.traceback  # which keeps alive whatever was not closed
    assert not connect.is_open(book)
