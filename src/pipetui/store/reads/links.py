"""Where a deal came from and what came of it: renewals, upsells, cross-sells and referrals. Standard library only."""

from __future__ import annotations

from pipetui.views import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

_ORIGIN = """
SELECT o.id, o.title, o.status, d.origin_kind FROM deal d JOIN deal o ON o.id = d.origin_id
WHERE d.id = ? AND o.deleted_at IS NULL"""
_OPENED = """
SELECT id, title, status, origin_kind FROM deal WHERE origin_id = ? AND deleted_at IS NULL ORDER BY id DESC"""


def links(connection: sqlite3.Connection, deal_id: int) -> tuple[Link, ...]:
    """The deal this one came from, back to the first of the chain; then all that came of it, each before its own.

    So who brought whom is seen from both ends. A deal in the bin is no link, and what lies behind it is not reached.
    """
    seen = {deal_id}
    return (*_origins(connection, deal_id, seen), *_opened(connection, deal_id, seen))


def _origins(connection: sqlite3.Connection, deal_id: int, seen: set[int]) -> list[Link]:
    found: list[Link] = []
    while (row := connection.execute(_ORIGIN, (deal_id,)).fetchone()) is not None and row[0] not in seen:
        found.append(Link(row[0], row[1], row[2], row[3], True, len(found) + 1))
        deal_id = row[0]
        seen.add(deal_id)
    return found


def _opened(connection: sqlite3.Connection, deal_id: int, seen: set[int]) -> list[Link]:
    found: list[Link] = []
    waiting = [(row, 1) for row in connection.execute(_OPENED, (deal_id,))]
    while waiting:
        row, steps = waiting.pop()
        if row[0] not in seen:
            seen.add(row[0])
            found.append(Link(row[0], row[1], row[2], row[3], False, steps))
            waiting += [(more, steps + 1) for more in connection.execute(_OPENED, (row[0],))]
    return found
