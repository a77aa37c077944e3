"""From the command to the first frame: what is loaded by then, and which book is opened with care."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipetui.config import Settings
from pipetui.domain.errors import InputError, StoreError
from pipetui.service import Workspace
from pipetui.store import connect
from pipetui.tui import launch
from pipetui.tui.app import PipetuiApp

OLDER = Path(__file__).parents[1] / "store" / "books"
"""Books that earlier revisions made."""

FIRST_FRAME = """
import sys
from pathlib import Path
from textual.drivers.headless_driver import HeadlessDriver
from pipetui.config import Settings
from pipetui.tui import launch as opening
from pipetui.tui.app import PipetuiApp

HEAVY = ("sqlmodel", "sqlalchemy", "pydantic", "typer", "dateparser", "alembic", "plotext", "textual_plotext")
seen = []

class Paper(HeadlessDriver):
    is_headless = False

    def write(self, data):
        if not seen and "Globex seats" in data:
            seen.append([name for name in HEAVY if name in sys.modules])
            app.call_later(app.exit)

def run(made):
    global app
    app = made
    app.driver_class = Paper
    return app.run(size=(120, 36))

opening._run = run
opening.open_app(Path(sys.argv[1]), Settings())
print(seen)
"""


def test_the_first_frame_is_painted_before_anything_heavy_is_imported(sales: Workspace) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME, str(sales.store.path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout == "[[]]\n", done.stderr


@pytest.mark.parametrize("what", ["whole", "missing", "empty", "older"])
def test_a_book_is_made_and_brought_over_before_the_app_opens(
    what: str, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "missing":
        book.unlink()
    elif what == "empty":
        book.write_bytes(b"")
    elif what == "older":
        book.unlink()
        with closing(sqlite3.connect(book)) as older:
            older.executescript((OLDER / "revision-1.sql").read_text(encoding="utf-8"))
    seen = []

    def run(app: PipetuiApp) -> None:
        with closing(connect.connect(book)) as connection:
            seen.append(connect.revision(connection, book))

    monkeypatch.setattr(launch, "_run", run)
    assert launch.open_app(book, Settings()) == 0
    assert seen == [connect.REVISION]


@pytest.mark.parametrize("what", ["text", "newer", "another", "folder"])
def test_what_is_no_book_of_ours_is_refused(what: str, book: Path) -> None:
    if what == "text":
        book.write_text("no book at all, but long enough to be one")
    elif what == "folder":
        book.unlink()
        book.mkdir()
    else:
        with closing(sqlite3.connect(book)) as other:
            number = connect.REVISION + 1 if what == "newer" else connect.REVISION
            other.execute(f"PRAGMA user_version = {number}")
            if what == "another":
                other.execute("PRAGMA application_id = 7")
    with pytest.raises(StoreError):
        launch.open_app(book, Settings())


def test_a_damaged_book_ends_in_words(book: Path) -> None:
    damaged = bytearray(book.read_bytes())
    damaged[4096 * 2 :] = b"\0" * (len(damaged) - 4096 * 2)
    book.write_bytes(bytes(damaged))
    with pytest.raises(StoreError):
        launch.open_app(book, Settings())


def test_a_book_replaced_behind_the_first_frame_is_not_written_to(book: Path, tmp_path: Path) -> None:
    from pipetui.store.store import Store

    connection, identity = connect.connect(book), connect.identity(book)
    other = tmp_path / "other.db"
    shutil.copyfile(book, other)
    other.replace(book)
    with Store(book, connection, identity) as store, pytest.raises(StoreError, match="replaced"):
        store.data_version()


def test_keys_for_an_action_that_does_not_exist_are_refused(book: Path) -> None:
    with pytest.raises(InputError, match="not an action"):
        launch.open_app(book, Settings(keys=(("deal.fly", "f"),)))
