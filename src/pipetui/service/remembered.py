"""What the app remembers in the book, so that it survives a restart. No gesture: undo has no part in it."""

from collections.abc import Mapping
from typing import Any

from pipetui.service.workspace import Workspace
from pipetui.store import remembered


def keep(workspace: Workspace, kind: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Keep these of that kind beside what is there, None for that there is none of that name; returns all of it."""
    with workspace.store.unjournaled():
        return remembered.change(workspace.store.connection, kind, changes)
