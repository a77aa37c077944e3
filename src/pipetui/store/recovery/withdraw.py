"""Taking a book away again that was made for something of which nothing came."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from pipetui.store import files


def unwritten(path: Path, backups: Path) -> bool:
    """Delete the new book at `path`, and the backups of it, if nobody ever wrote anything in it; says whether it did.

    It stays where another program has it open, and in any doubt.
    """
    try:
        with closing(sqlite3.connect(files.uri(path, "mode=rw"), uri=True, timeout=0, isolation_level=None)) as book:
            # Nobody can leave write-ahead logging while another has the book open.
            if book.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
                return False
            book.execute("BEGIN EXCLUSIVE")
            if any(book.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in ("step", "import_mapping")):
                book.execute("ROLLBACK")
                book.execute("PRAGMA journal_mode = WAL")
                return False
            path.unlink()
    except (sqlite3.Error, OSError):
        return False
    with suppress(OSError):  # what cannot be deleted there is but a copy of an empty book
        for copy in backups.glob("before-import-*.db"):
            copy.unlink()
        backups.rmdir()
    return True
