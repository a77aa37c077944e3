"""Undo and redo, shared by app and shell, across restarts."""

from pipetui.domain.text import one_line
from pipetui.service.desk import Desk, Outcome


def undo(desk: Desk) -> Outcome:
    """Take back the newest step; raises ConflictError when there is none or a row changed since."""
    return Outcome((), f"undone: {one_line(desk.store.undo(desk.now()))}", undoable=False)


def redo(desk: Desk) -> Outcome:
    """Do the last undone step again; raises ConflictError when there is none."""
    return Outcome((), f"redone: {one_line(desk.store.redo())}", undoable=False)
