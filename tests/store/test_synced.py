"""Folders that are kept in step with other machines, and what lies in them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipetui.store.recovery import synced


@pytest.mark.parametrize(
    ("place", "mark", "program"),
    [
        ("Dropbox (Personal)/sales", "", "Dropbox"),
        ("OneDrive - Acme GmbH", "", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "", "iCloud"),
        ("sync/deep/down", "sync/.stfolder", "Syncthing"),
        ("cloud", "cloud/.sync_1a2b3c.db", "Nextcloud"),
        ("sales/books", "", ""),
    ],
)
def test_a_folder_that_is_kept_in_step_is_known_by_its_name_or_by_what_lies_at_its_top(
    tmp_path: Path, place: str, mark: str, program: str
) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True)
    if mark:
        (tmp_path / mark).mkdir()
    assert synced.sync_program(folder / "book.db") == program


def test_copies_where_two_machines_disagreed_are_found(book: Path) -> None:
    copies = [
        "book (Ann's conflicted copy 2026-11-21).db",
        "book.sync-conflict-20261121-101010-ABCDEFG.db",
        "book-LAPTOP.db",
        "book (1).db",
        "book 2.db",
        "book.db.orig",
    ]
    others = ["bookkeeping.db", "notebook.db", "book.db.damaged-2026-11-21-101010"]
    for name in (*copies, *others):
        shutil.copyfile(book, book.with_name(name))
    book.with_name("book (2).db").write_text("no book")
    assert [path.name for path in synced.conflicted_copies(book)] == sorted(copies)
