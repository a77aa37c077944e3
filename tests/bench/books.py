"""The books to measure with, made once a day by the demo's generator and kept in a cache; writes go to copies."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

import pipetui
from pipetui import demo
from pipetui.present import present
from pipetui.store.store import Store


class Size(NamedTuple):
    """How much is in a book."""

    deals: int
    open_deals: int | None = None
    busy: float = 1.0

    def __str__(self) -> str:
        return f"{self.deals}-{self.open_deals or 'some'}"


SMALL = Size(100)
THOUSAND = Size(1_000, 1_000)
TEN_THOUSAND = Size(10_000, 10_000)
CAREER = Size(100_000, 10_000, 1.15)
"""About a million touches in twelve years."""
HUNDRED_THOUSAND = Size(100_000, 100_000)

WORDED = "Acme pilot 12k next:fri"
"""What is added to a book."""


def folder(*, fresh: bool) -> Path:
    """Where books are kept from run to run; whatever was made another day, or by other code, is thrown away."""
    place = Path(os.environ.get("XDG_CACHE_HOME") or tempfile.gettempdir()) / "pipetui-bench"
    made_by = hashlib.sha256()
    for part in ("demo", "store/schema/tables", "store/schema/migrations/versions"):
        for source in sorted((Path(pipetui.__file__).parent / part).glob("*.py")):
            made_by.update(source.read_bytes())
    kept = place / f"{present():%Y-%m-%d}-{made_by.hexdigest()[:8]}"
    for old in place.glob("*"):
        if fresh or old != kept:
            shutil.rmtree(old)
    kept.mkdir(parents=True, exist_ok=True)
    return kept


def book(place: Path, size: Size) -> Path:
    """The book of that size, as the rep left it yesterday: about as much is late as on a Monday morning."""
    path = place / f"{size}.db"
    if not path.exists():
        half = path.with_suffix(".half")
        for left in place.glob(f"{half.name}*"):
            left.unlink()
        with Store.open(half) as store:
            demo.build(store, present() - timedelta(days=1), 1, *size)
        half.rename(path)
    return path


def open_deal(path: Path) -> int:
    """The number of an open deal in it."""
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute("SELECT id FROM deal WHERE status = 'open' AND id >= 12 ORDER BY id LIMIT 1")
        return int(row.fetchone()[0])


def open_deals(path: Path, many: int) -> list[int]:
    """The numbers of so many open deals."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT id FROM deal WHERE status = 'open' AND deleted_at IS NULL ORDER BY id LIMIT ?", (many,)
        )
        return [number for (number,) in rows]


def overdue(path: Path) -> int:
    """How many open deals in it have a step whose day has gone by."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT count(DISTINCT deal_id) FROM follow_up WHERE done_at IS NULL AND due_on < ?",
            (present().date().isoformat(),),
        )
        return int(found.fetchone()[0])


def tasks(place: Path, path: Path) -> Path:
    """A taskwarrior folder with a task for each open deal of the book: its title, and when its next step is due."""
    kept = place / f"{path.stem}-tasks"
    if not kept.exists():
        half = place / "half-tasks"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir()
        (half / "taskrc").write_text(
            "confirmation=off\nverbose=nothing\ndefaultwidth=120\nnews.version=9.9.9\n", encoding="utf-8"
        )
        items = half / "items.json"
        items.write_text(json.dumps(_items(path), ensure_ascii=False), encoding="utf-8")
        subprocess.run(["task", "import", str(items)], env=task_environment(half), check=True, capture_output=True)
        items.unlink()
        half.rename(kept)
    return kept


def task_environment(kept: Path) -> Mapping[str, str]:
    """What taskwarrior has to be told to work there."""
    return {**os.environ, "TASKRC": str(kept / "taskrc"), "TASKDATA": str(kept)}


def _items(path: Path) -> list[dict[str, str]]:
    zone = present().tzinfo
    items = []
    with closing(sqlite3.connect(path)) as connection:
        for title, due_on, due_time in connection.execute(
            """SELECT d.title, f.due_on, f.due_time FROM deal d LEFT JOIN follow_up f ON f.id = (
                   SELECT id FROM follow_up WHERE deal_id = d.id AND done_at IS NULL
                   ORDER BY due_on, coalesce(due_time, '24:00'), id LIMIT 1)
               WHERE d.status = 'open' ORDER BY d.id"""
        ):
            item = {"description": title, "status": "pending"}
            if due_on:
                at = time.fromisoformat(due_time) if due_time else time(23, 59, 59)
                due = datetime.combine(datetime.fromisoformat(due_on).date(), at, zone)
                item["due"] = f"{due.astimezone(UTC):%Y%m%dT%H%M%SZ}"
            items.append(item)
    return items
