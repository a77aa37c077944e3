"""Undo and redo, shared by app and shell, across restarts."""

from pipetui.domain.errors import Remedy, Warned
from pipetui.domain.text import one_line
from pipetui.service.workspace import Result, Workspace
from pipetui.store.undo import step

_ERASED = "an erasing cannot be undone, and nothing was changed; undo again goes on with what is older"


def undo(workspace: Workspace) -> Result:
    """Take back the newest step; raises ConflictError when there is none or a row changed since.

    That the book was restored is no change of its rows, and who is erased stays so: it is said, and the next undo goes
    on with what is older.
    """
    passed, label = workspace.store.passed_last(undone=False), one_line(workspace.store.undo(workspace.now()))
    if passed == step.ERASED:
        return Result((), f"not undone: {label}", (_ERASED,), undoable=False)
    if passed:
        kept = Warned("nothing was changed; undo again goes on with what is older", Remedy("restore.back"))
        return Result((), f"not undone: {label}", (kept,), undoable=False)
    return Result(workspace.store.deals_of_last(undone=True), f"undone: {label}", undoable=False, way_back="redo")


def redo(workspace: Workspace) -> Result:
    """Do the last undone step again; raises ConflictError when there is none."""
    label = one_line(workspace.store.redo())
    return Result(workspace.store.deals_of_last(undone=False), f"redone: {label}", undoable=False, way_back="undo")
