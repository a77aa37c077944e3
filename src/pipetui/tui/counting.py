"""How much saved views show by now, counted one after the other: gestures go in between."""

from collections.abc import AsyncIterator, Sequence

from pipetui.domain.saved_view import SavedView
from pipetui.service import saved_views
from pipetui.service.saved_views import CountedView
from pipetui.tui.worker import BookWorker


async def counted(worker: BookWorker, views: Sequence[SavedView]) -> AsyncIterator[CountedView]:
    """Each view as it is counted, in their order."""
    for view in views:
        yield await worker.ask(lambda workspace, view=view: saved_views.counted(workspace, [view])[0])  # type: ignore[misc]
