"""The work session: kept in the book, so that it survives a restart. It is no gesture: undo has no part in it."""

from pipetui.domain.progress import Progress
from pipetui.service.workspace import Workspace
from pipetui.store import sessions

Tally = tuple[tuple[str, int], ...]
"""What came of a session: words and counts."""


def paused(workspace: Workspace, about: str) -> Progress | None:
    """The session through the same deals that was begun today and is not over, if there is one."""
    kept = sessions.paused(workspace.store.connection, workspace.now())
    return kept if kept is not None and kept.about == about else None


def keep(workspace: Workspace, session: Progress | None) -> None:
    """Keep where it stands; None when it is over."""
    with workspace.store.unjournaled():
        sessions.write(workspace.store.connection, session)


def tally(workspace: Workspace, session: Progress) -> Tally:
    """Touches by outcome, then deals won, lost and parked, all since it began."""
    connection = workspace.store.connection
    return sessions.outcomes(connection, session) + sessions.closed(connection, session)
