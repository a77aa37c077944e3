"""The history of the book: its steps page by page, what each changed, and one of them taken back by itself."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.undo.journal import StepInfo
    from pipetui.views_history import RowChange

MOST_ROWS = 1_000
"""So many changes of a step are shown."""


def steps(workspace: Workspace, limit: int, before: int | None = None, words: str = "") -> list[StepInfo]:
    """The newest steps, newest first; those older than the step `before`; with `words` those that hold them all."""
    from pipetui.store.undo import journal

    return journal.history(workspace.store.connection, limit, before, words)


def restored(workspace: Workspace) -> str:
    """That the last thing done to the book was to bring a backup back, and which; "" where it was not."""
    from pipetui.domain.text import one_line
    from pipetui.store.undo import journal

    label = one_line(journal.restored_last(workspace.store.connection))
    return f"the book was {label}" if label else ""


def changes(workspace: Workspace, step_id: int) -> tuple[list[RowChange], int]:
    """What a step changed, its first thousand rows, and how many there are."""
    from pipetui.store.reads import step_changes

    return step_changes.changes(workspace.store.connection, step_id, MOST_ROWS)


def undo_step(workspace: Workspace, step_id: int) -> Result:
    """Take that step back while newer ones stay: a gesture of its own, which undo takes back.

    The newest step is undone as ever. Raises ConflictError where a newer one hangs on it, which is named, and
    NotFoundError where it is kept no more.
    """
    from pipetui.domain.text import one_line
    from pipetui.service import history
    from pipetui.service.workspace import Result
    from pipetui.store.undo import take_back

    newest = next((step for step in steps(workspace, 1) if not step.undone), None)
    if newest is not None and newest.id == step_id:
        return history.undo(workspace)
    with workspace.unit_of_work("taken back") as uow:
        label = one_line(take_back.take_back(uow.connection, step_id))
        return uow.told(Result((), f"taken back: {label}", tuple(uow.warnings)))
