"""What the app remembers in the book, so that it survives a restart. No gesture: undo has no part in it."""

from collections.abc import Mapping
from typing import Any

from pipetui.service.workspace import Workspace
from pipetui.store import remembered


def keep(workspace: Workspace, kind: str, entries: Mapping[str, Any]) -> None:
    """Keep these of that kind and no others."""
    with workspace.store.unjournaled():
        remembered.write(workspace.store.connection, kind, entries)
