"""A list of views over another screen: their names at once, how much each shows as it is counted."""

from collections.abc import Sequence

from textual import work

from pipetui.domain.saved_view import SavedView
from pipetui.service import Workspace
from pipetui.service.saved_views import CountedView
from pipetui.tui import counting
from pipetui.tui.screens.list_overlay import ListOverlay
from pipetui.tui.widgets.pieces import Heading


class CountedOverlay(ListOverlay):
    """Subclasses say which views there are, and show them; what was counted stays until it is counted again."""

    def views_in(self, workspace: Workspace) -> Sequence[SavedView]:
        """What is listed; called in the thread of the book."""
        raise NotImplementedError

    def show_counted(self, found: Sequence[CountedView]) -> None:
        """Show them as far as they are counted."""
        raise NotImplementedError

    def read_anew(self) -> None:
        """What there is, each with how much it shows."""
        self._count(self.keys_until_read.begin())

    @work(exclusive=True, group="counts")
    async def _count(self, reading: object) -> None:
        worker = self.pipetui.worker
        with self.keys_until_read.during(reading):
            views = await worker.ask(self.views_in)
            rows = (row for row in self.listed.rows if not isinstance(row, Heading))
            known = {row.counted.view: row.counted for row in rows if row.counted is not None}
            found = [known.get(view, CountedView(view, None)) for view in views]
            self.show_counted(found)
        place = 0
        async for counted in counting.counted(worker, views):
            found[place], place = counted, place + 1
            self.show_counted(found)
