"""The context that narrows what a reading verb lists (behaviour 48). Standard library only."""

from __future__ import annotations

import os

from pipetui import paths
from pipetui.store import contexts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.cli.call import Call
    from pipetui.service.workspace import Workspace


def in_force(call: Call, workspace: Workspace) -> str:
    """The filter of the context that is on, which is said; "" where none is."""
    if not os.environ.get(paths.CONTEXT_VARIABLE) and not contexts.name_on(workspace.store.connection):
        return ""
    from pipetui.service import contexts as kept

    found = kept.in_force(workspace)
    if found is None:
        return ""
    kept.check_in_force(workspace, found)
    call.speak(f"context {found.name}: {found.filter}")
    return found.filter
