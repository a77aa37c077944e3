"""Undo and redo, shared by app and shell, across restarts."""

from pipetui.domain.text import one_line
from pipetui.service.workspace import Result, Workspace


def undo(workspace: Workspace) -> Result:
    """Take back the newest step; raises ConflictError when there is none or a row changed since."""
    said = f"undone: {one_line(workspace.store.undo(workspace.now()))}"
    return Result(workspace.store.deals_of_last(undone=True), said, undoable=False)


def redo(workspace: Workspace) -> Result:
    """Do the last undone step again; raises ConflictError when there is none."""
    said = f"redone: {one_line(workspace.store.redo())}"
    return Result(workspace.store.deals_of_last(undone=False), said, undoable=False)
