"""Backups (behaviour 30)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipetui import service
from pipetui.domain.errors import DamagedError, StoreError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace, reads
from pipetui.service.maintenance import backups
from pipetui.store import integrity
from pipetui.store.recovery import backup
from pipetui.store.store import Store
from tests.store.conftest import gone_meanwhile

TODAY = date(2026, 11, 21)


def test_b30_a_backup_is_the_whole_book_of_that_moment(workspace: Workspace, tmp_path: Path) -> None:
    service.add(workspace, NewDeal("Acme"))
    copy = backup.write(workspace.store.connection, tmp_path / "backups", "before-import")
    service.add(workspace, NewDeal("Later"))
    assert copy == tmp_path / "backups" / "before-import.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert [file.name for file in copy.parent.iterdir()] == ["before-import.db"]
    with Store.open(copy) as store:
        restored = workspace._replace(store=store)
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert [card.title for card in reads.cards(restored)] == ["Acme"]
        assert service.undo(restored).message == "undone: added #1 Acme"


def test_b30_the_first_start_of_a_day_makes_one_and_fourteen_are_kept(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for days in range(20):
        assert backup.daily(workspace.store.connection, folder, TODAY + timedelta(days=days)) is not None
    assert backup.daily(workspace.store.connection, folder, TODAY + timedelta(days=19)) is None
    backup.write(workspace.store.connection, folder, "before-import")
    names = sorted(file.stem for file in folder.iterdir())
    kept = [f"daily-{TODAY + timedelta(days=days)}" for days in range(6, 20)]
    assert names == ["before-import", *kept]


def test_b30_a_backup_of_the_same_name_is_replaced(workspace: Workspace, tmp_path: Path) -> None:
    backup.write(workspace.store.connection, tmp_path, "copy")
    service.add(workspace, NewDeal("Acme"))
    copy = sqlite3.connect(backup.write(workspace.store.connection, tmp_path, "copy"))
    assert copy.execute("SELECT title FROM deal").fetchall() == [("Acme",)]
    copy.close()


def test_b30_a_folder_that_cannot_be_made_is_said(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be used"):
        backup.daily(workspace.store.connection, tmp_path / "file", TODAY)


def test_b30_the_backup_just_made_stays_whatever_the_names_of_others_say(workspace: Workspace, tmp_path: Path) -> None:
    first = backup.write(workspace.store.connection, tmp_path, "copy")
    for number in range(backup.KEPT + 2):  # a clock was wrong once
        old = tmp_path / f"before-restore-2099-01-01-0000{number:02}.db"
        shutil.copyfile(first, old)
        os.utime(old, (number, number))
    made = backup.rotated(workspace.store.connection, tmp_path, "before-restore", workspace.now())
    assert made.exists()
    assert len(list(tmp_path.glob("before-restore-*.db"))) == backup.KEPT


def test_where_the_copy_cannot_be_looked_at_nobody_calls_the_book_damaged(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_more_files(*given: object, **options: object) -> list[str]:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr(integrity, "faults", no_more_files)
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        backup.write(workspace.store.connection, tmp_path / "backups", "by-hand")
    assert not isinstance(caught.value, DamagedError)
    assert list((tmp_path / "backups").iterdir()) == []


def test_what_is_called_like_a_backup_and_is_none_stays_as_it_is(workspace: Workspace, tmp_path: Path) -> None:
    theirs = [tmp_path / f"daily-2026-10-{day:02}.db" for day in range(1, 29)]
    for number, path in enumerate(theirs):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE other_program (x)")
        os.utime(path, (number, number))
    linked = tmp_path / f"daily-{TODAY.isoformat()}.db"
    linked.symlink_to(theirs[0])
    made = backup.daily(workspace.store.connection, tmp_path, TODAY)
    assert made == tmp_path / f"daily-{TODAY.isoformat()}-2.db"
    assert backup.daily(workspace.store.connection, tmp_path, TODAY) is None
    for path in (*theirs, linked):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("other_program",)]
    assert linked.is_symlink()


@pytest.mark.parametrize("looks", [1, 2, 3])
def test_backups_that_another_program_deletes_meanwhile_are_not_listed(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looks: int
) -> None:
    folder = tmp_path / "backups"
    kept, gone = (backup.write(workspace.store.connection, folder, f"by-hand-{name}") for name in "ab")
    gone_meanwhile(monkeypatch, gone, looks)
    assert kept in {one.path for one in backups.backups(folder)} <= {kept, gone}
