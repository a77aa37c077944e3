"""Text that would do something to a terminal, and a book full of it as another program may write it."""

import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path

from pipetui.store.schema.tables import JOURNAL_TABLES, Row

SEQUENCES = {
    "title": "\x1b]0;pwned\x07",
    "clipboard": "\x1b]52;c;cHduZWQ=\x07",
    "hyperlink": "\x1b]8;;http://pwned.example\x1b\\pwned\x1b]8;;\x1b\\",
    "colour": "\x1b[31;7777m",
    "clear": "\x1b[7777J",
    "reset": "\x1bc",
    "device": "\x1bPpwned\x1b\\",
    "eight bits": "\x9b7777m\x9d0;pwned\x9c",
    "controls": "\x07\x08\x0e\x7f\x85",
    "reversed": "\u202edenwp\u202c\u2066\u2069\u200f",
    "joined": "\u200b\u200dx\u2060\ufeff",
    "markup": "[bold red]pwned[/] [@click=app.quit]pwned[/]",
    "lines": "one\ntwo\r\nthree\x0bfour\u2028five",
}
"""What each would do."""

ALL = "Acme " + " ".join(SEQUENCES.values())
MARKS = ("pwned", "7777", "cHduZWQ")
"""What stands in those sequences: no terminal must get it as anything but text."""

_KEPT = {
    "kind",
    "status",
    "question",
    "answer",
    "state",
    "side",
    "direction",
    "turn",
    "period",
    "entity",
    "currency",
    "billing",
}
_DATES = {"due_time", "at", "rule"}


def spoil(book: Path, text: str = ALL) -> None:
    """Write hostile text into every column of a book that holds words, as another program would."""
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        for table in Row.metadata.sorted_tables:
            for column in table.columns:
                if not _holds_words(table.name, column):
                    continue
                unique = "|| ' ' || id"
                connection.execute(f"UPDATE {table.name} SET {column.name} = ? {unique}", (text,))
        connection.execute("UPDATE deal SET title = CAST(x'41ff9b42c2' AS TEXT) WHERE id = 2")
        connection.execute("UPDATE deal SET title = 'Acme' || char(0) || 'pwned' WHERE id = 3")
        connection.execute("UPDATE note SET text = ? WHERE id = 1", (text * 10_000,))


def _holds_words(table: str, column: object) -> bool:
    name, kind = getattr(column, "name", ""), str(getattr(column, "type", ""))
    if table in JOURNAL_TABLES and name != "label":
        return False
    keeps = name in _KEPT | _DATES or name.endswith(("_at", "_on")) or table in ("setting", "external_ref")
    return kind.startswith("VARCHAR") and not keeps


def odd(text: str, allowed: str = "\n\t") -> set[str]:
    """The characters of a text that are no letters, signs or blanks: controls, formats, halves of others."""
    return {char for char in set(text) if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in allowed}
