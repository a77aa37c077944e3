"""What the app remembers in the book, so that it survives a restart. No gesture: undo has no part in it."""

from collections.abc import Mapping
from typing import Any

from pipetui.service.workspace import Desk
from pipetui.store import remembered


def keep(desk: Desk, kind: str, entries: Mapping[str, Any]) -> None:
    """Keep these of that kind and no others."""
    with desk.store.unjournaled():
        remembered.write(desk.store.connection, kind, entries)
