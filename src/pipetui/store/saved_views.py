"""Saved views: each is a row among the settings of the book, so that undo, copies and exports have them."""

from __future__ import annotations

from pipetui.domain import saved_view
from pipetui.domain.saved_view import SavedView
from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

_PREFIX = "view "


def known(connection: sqlite3.Connection) -> tuple[SavedView, ...]:
    """All of them, by name; a row that another program spoilt is a view of all deals."""
    rows = connection.execute(
        "SELECT key, value FROM setting WHERE key GLOB :all ORDER BY key", {"all": f"{_PREFIX}*"}
    ).fetchall()
    return tuple(_read(values.text(key).removeprefix(_PREFIX), value) for key, value in rows)


def _read(name: str, value: object) -> SavedView:
    import json  # few books have a view, and the first frame reads them

    try:
        kept = json.loads(values.text(value))
    except (ValueError, RecursionError):
        kept = None
    return saved_view.of_kept(name, kept if isinstance(kept, dict) else {})


def put(connection: sqlite3.Connection, view: SavedView) -> None:
    """Keep it, in the place of one of that name. Inside a transaction."""
    import json

    row = {"key": _PREFIX + view.name, "value": json.dumps(saved_view.to_keep(view), ensure_ascii=False)}
    if not connection.execute("UPDATE setting SET value = :value WHERE key = :key", row).rowcount:
        connection.execute("INSERT INTO setting (key, value) VALUES (:key, :value)", row)


def remove(connection: sqlite3.Connection, name: str) -> bool:
    """Forget the view of that name, if there is one. Inside a transaction."""
    return connection.execute("DELETE FROM setting WHERE key = :key", {"key": _PREFIX + name}).rowcount > 0
