"""Books of other revisions through the front doors: older ones are brought up to date, newer ones left alone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipetui.cli.errors import what_to_do
from pipetui.config import Settings
from pipetui.domain.errors import StoreError
from pipetui.store import connect
from pipetui.tui import launch
from tests.cli.conftest import Shell
from tests.store import books

NEWER = connect.REVISION + 1


@pytest.fixture
def newer(book: Path) -> Path:
    """A book that a later program has written to."""
    with closing(sqlite3.connect(book)) as connection:
        connection.execute(f"PRAGMA user_version = {NEWER}")
    return book


def beside(book: Path) -> dict[str, bytes]:
    """The files in the book's folder, byte by byte."""
    return {path.name: path.read_bytes() for path in book.parent.iterdir() if path.is_file()}


@pytest.mark.parametrize(
    "revision", (books.REVISIONS[0], books.REVISIONS[len(books.REVISIONS) // 2], books.REVISIONS[-1])
)
def test_a_book_of_any_revision_answers_the_quick_verbs(fresh: Shell, tmp_path: Path, revision: int) -> None:
    books.load(revision, tmp_path / "book.db")
    assert "ミライ導入 🚀" in fresh.did("list")
    assert "株式会社ミライ" in fresh.did("show", "3")
    added = json.loads(fresh.did("add", "Vandelay", "imports", "--json"))
    assert fresh.did("list", "vandelay", "--ids") == f"{added['id']}\n"
    assert fresh.did("undo").startswith(f"undone: added #{added['id']} Vandelay imports")
    kept = [path.name for path in (tmp_path / "book.db.backups").glob("before-revision-*")]
    assert kept == ([f"before-revision-{connect.REVISION}.db"] if revision < connect.REVISION else [])


@pytest.mark.parametrize(
    "line",
    [
        "list", "prompt", "today", "show 1", "add Acme", "log 1 call", "done 1",
        "add Acme --json", "undo", "advance 1", "stages", "history", "import deals.csv --yes",
    ],
)  # fmt: skip
def test_a_book_of_the_future_is_refused_and_left_alone(
    fresh: Shell, newer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deals.csv").write_text("title\nAcme\n")
    before = beside(newer)
    result = fresh(*line.split())
    assert (result.code, result.out) == (5, "")
    assert result.err == (
        f"pipetui: {newer} was written by a newer pipetui (revision {NEWER}, this one knows {connect.REVISION})\n"
        "  update pipetui, or name another book with --db\n"
    )
    assert beside(newer) == before
    assert not (tmp_path / "book.db.backups").exists()


def test_the_app_refuses_a_book_of_the_future_too(newer: Path) -> None:
    before = beside(newer)
    with pytest.raises(StoreError, match=f"revision {NEWER}, this one knows {connect.REVISION}") as refused:
        launch.open_app(newer, Settings())
    assert (refused.value.exit_code, what_to_do(refused.value)) == (5, "update pipetui, or name another book with --db")
    assert beside(newer) == before
