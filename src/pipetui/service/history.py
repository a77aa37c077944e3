"""Undo and redo, shared by app and shell, across restarts."""

from pipetui.domain.text import one_line
from pipetui.service.workspace import Desk, Outcome


def undo(desk: Desk) -> Outcome:
    """Take back the newest step; raises ConflictError when there is none or a row changed since."""
    said = f"undone: {one_line(desk.store.undo(desk.now()))}"
    return Outcome(desk.store.deals_of_last(undone=True), said, undoable=False)


def redo(desk: Desk) -> Outcome:
    """Do the last undone step again; raises ConflictError when there is none."""
    said = f"redone: {one_line(desk.store.redo())}"
    return Outcome(desk.store.deals_of_last(undone=False), said, undoable=False)
