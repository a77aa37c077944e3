"""The folders that books are tortured in, and the books they begin with."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from pipetui import paths, service
from pipetui.config import Settings
from pipetui.domain.dates.when import Due
from pipetui.domain.line.quick_line import NewDeal, NextLine, TouchLine
from pipetui.present import present
from pipetui.service import Workspace
from pipetui.store import book_id, connect
from pipetui.store.recovery import backup
from pipetui.store.store import Store
from tests.store.older import make_revision

DEALS = 32
_LOST = 4
_OLD_DEALS = 40
_FOREIGN = ("PIPETUI_", "PYTHON", "XDG_")
_SAYINGS = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")


def in_days(days: int) -> date:
    """A date that lies ahead."""
    return present().date() + timedelta(days=days)


def environment(folder: Path) -> dict[str, str]:
    """Nobody's own settings; modules are compiled as an installed program has them."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN) and name not in _SAYINGS}
    homes = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
    book, config = str(folder / "book.db"), str(folder / "config.toml")
    return {
        **ours,
        **homes,
        "HOME": str(folder),
        "PIPETUI_DB": book,
        "PIPETUI_CONFIG": config,
        "TERM": "xterm-256color",
    }


def make(path: Path) -> Path:
    """A book of open deals with next steps and people, and a few lost ones; undo knows nothing of how it began."""
    with Store.open(path) as store:
        workspace = Workspace(store, present, Settings(), "shell")
        for number in range(1, DEALS + 1):
            step = NextLine(Due(in_days(number)), "call Ann")
            service.add(
                workspace, NewDeal(f"Ground {number}", organization=f"Org {number}", people=("Ann",), next=step)
            )
            service.log(workspace, [number], TouchLine("email", text="sent"))
        service.drop(workspace, range(1, _LOST + 1), "price")
        book_id.book_id(store)  # no step, and every calendar asks for it
        with store.transaction("forget", present() + timedelta(days=1), "test"):
            store.connection.execute("UPDATE setting SET value = value")
        store.prune(present() + timedelta(days=2), 0)
        left = store.connection.execute("SELECT count(*) FROM step").fetchone()
    assert left == (0,), left
    return path


def older(path: Path, revision: int) -> tuple[Path, Path]:
    """A book as an earlier program left it, full of journaled deals; and the same one without what it journaled."""
    path.touch()
    with closing(connect.connect(path)) as connection:
        connect.use_wal(connection)
        make_revision(connection, path, revision)
        _insert(connection, "pipeline", id=1, name="Sales", position=0, is_default=1)
        for number, name in enumerate(("Demo", "Proposal", "Negotiation"), 1):
            _insert(connection, "stage", id=number, pipeline_id=1, name=name, position=number, probability=40,
                    rotting_days=0, qualifies=0)  # fmt: skip
        _insert(connection, "setting", key="currency", value="EUR")
        _insert(connection, "loss_reason", name="price", position=0)
        _insert(connection, "journal_head", id=1)
        for number, kind in enumerate(("call", "email", "meeting")):
            _insert(connection, "touch_kind", name=kind, position=number)
    bare = Path(shutil.copyfile(path, path.with_name(f"bare-{path.name}")))
    with closing(connect.connect(path)) as connection:
        connection.execute("BEGIN")
        for number in range(1, _OLD_DEALS + 1):
            _old_deal(connection, number)
        connection.execute("COMMIT")
    return path, bare


def _old_deal(connection: sqlite3.Connection, number: int) -> None:
    """A deal and what hangs on it, written down in the journal as the triggers of its day did."""
    at = "2026-03-02T09:00:00Z"
    rows: tuple[tuple[str, dict[str, object]], ...] = (
        ("deal", {"id": number, "title": f"Old {number}", "key": f"old {number}", "currency": "EUR", "status": "open",
                  "stage_id": 1, "source": "", "entered_stage_at": at, "created_at": at, "lost_reason": "",
                  "lost_note": "", "close_pushed": 0, "renewal_lead_days": 0, "origin_kind": ""}),
        ("stage_event", {"id": number, "deal_id": number, "kind": "created", "at": at, "to_stage_id": 1, "note": ""}),
        ("follow_up", {"id": number, "deal_id": number, "what": "call", "due_on": in_days(number).isoformat(),
                       "kind": "call", "turn": "mine", "postponed": 0, "created_at": at}),
        ("note", {"id": number, "deal_id": number, "text": "n" * 200, "at": at}),
    )  # fmt: skip
    _insert(connection, "step", id=number, label=f"added #{number} Old {number}", source="app", at=at)
    for table, values in rows:
        _insert(connection, table, **values)
        _insert(connection, "journal_row", step_id=number, table_name=table, row_id=number, after=json.dumps(values))


def _insert(connection: sqlite3.Connection, table: str, **values: object) -> None:
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def deals_file(path: Path, token: str, rows: int) -> Path:
    """A CSV file of that many deals with people, addresses, tags and notes."""
    lines = (
        f"{token}-{number},{token} deal {number},{token} Org {number // 3},Ann {number},ann{number}@{token}.example,"
        f"Demo,{number}00,hot,note {number}"
        for number in range(rows)
    )
    path.write_text("\n".join(["ID,Title,Company,Contact,Email,Stage,Value,Tags,Note", *lines]), encoding="utf-8")
    return path


def mail_of(folder: Path, token: str) -> Path:
    """A Maildir with one letter from an address that has the token."""
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    said = f"From: Ann <{token}@acme.example>\nTo: me@me.example\nSubject: {token}\nMessage-ID: <{token}@acme.example>"
    (folder / "new" / token).write_text(f"{said}\nDate: Fri, 27 Nov 2026 10:00:00 +0000\n\nHello\n", encoding="utf-8")
    return folder


def lay(folder: Path, template: Path | None, *, backed_up: bool = True) -> Path:
    """A folder with a copy of the book, and today's backup of it unless the day is yet to begin."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    book = folder / "book.db"
    if template is not None:
        shutil.copyfile(template, book)
        if backed_up:
            back_up(book)
    return book


def back_up(book: Path) -> None:
    """Make today's backup, as the first write of a day does."""
    with closing(sqlite3.connect(book)) as connection:
        backup.daily(connection, paths.backups(book), present().date())
