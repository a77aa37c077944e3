"""From the command to the first frame: what is loaded by then, and which book is opened with care."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pipetui.config import Settings
from pipetui.domain.errors import InputError, StoreError
from pipetui.service import Desk
from pipetui.store import connect
from pipetui.tui import opening

FIRST_FRAME = """
import sys
from pathlib import Path
from textual.drivers.headless_driver import HeadlessDriver
from pipetui.config import Settings
from pipetui.tui import opening
from pipetui.tui.app import PipetuiApp

HEAVY = ("sqlmodel", "sqlalchemy", "pydantic", "typer", "dateparser", "alembic")
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


def test_the_first_frame_is_painted_before_anything_heavy_is_imported(sales: Desk) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME, str(sales.store.path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout == "[[]]\n", done.stderr


def test_a_book_that_is_whole_and_of_today_is_there_at_once(book: Path) -> None:
    connection = opening.present_book(book)
    assert connection is not None
    connection.close()


@pytest.mark.parametrize("what", ["missing", "empty", "text", "older", "newer", "another", "folder"])
def test_any_other_book_is_opened_with_care(what: str, book: Path) -> None:
    if what == "missing":
        book.unlink()
    elif what == "empty":
        book.write_bytes(b"")
    elif what == "text":
        book.write_text("no book at all, but long enough to be one")
    elif what == "folder":
        book.unlink()
        book.mkdir()
    else:
        number = {"older": connect.REVISION - 1, "newer": connect.REVISION + 1, "another": connect.REVISION}[what]
        other = sqlite3.connect(book)
        other.execute(f"PRAGMA user_version = {number}")
        if what == "another":
            other.execute("PRAGMA application_id = 7")
        other.close()
    assert opening.present_book(book) is None


def test_a_damaged_book_ends_in_words(book: Path) -> None:
    damaged = bytearray(book.read_bytes())
    damaged[4096 * 2 :] = b"\0" * (len(damaged) - 4096 * 2)
    book.write_bytes(bytes(damaged))
    with pytest.raises(StoreError):
        opening.open_app(book, Settings())


def test_a_book_replaced_behind_the_first_frame_is_not_written_to(book: Path, tmp_path: Path) -> None:
    from pipetui.store.store import Store

    connection, identity = connect.connect(book), connect.identity(book)
    other = tmp_path / "other.db"
    shutil.copyfile(book, other)
    other.replace(book)
    with Store(book, connection, identity) as store, pytest.raises(StoreError, match="replaced"):
        store.data_version()


def test_keys_for_an_action_that_does_not_exist_are_refused(book: Path) -> None:
    with pytest.raises(InputError, match="no action"):
        opening.open_app(book, Settings(keys=(("deal.fly", "f"),)))
