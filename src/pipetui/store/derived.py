"""What a book holds that is made of its other tables alone: the ready lines and the index of words.

It can be made anew at any time, so it is not journaled, and nothing is lost with it. Standard library only.
"""

from __future__ import annotations

from pipetui.store import deal_line, search_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

TABLES = (*deal_line.TABLES, *search_index.TABLES)
VIEWS = (deal_line.VIEW,)
TRIGGERS = deal_line.TRIGGERS
"""Those of its own; what those of the other tables do for it is `upkeep`."""


def install(connection: sqlite3.Connection) -> None:
    """Make all of it anew but the triggers of the other tables, inside a transaction."""
    deal_line.install(connection)
    search_index.install(connection)


def upkeep(table: str, event: str) -> str:
    """What a trigger after that event of a table has to do for it."""
    return "\n            ".join((deal_line.upkeep(table, event), search_index.upkeep(table, event)))
