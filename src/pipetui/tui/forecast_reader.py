"""Reading the forecast for its screen: the deals once, then only those that look different by now."""

from typing import TYPE_CHECKING

from pipetui.insight.estimate import MOST
from pipetui.insight.learned import LearnedPast
from pipetui.service import forecast
from pipetui.store.pipelines import pipelines
from pipetui.store.reads import courses as reads
from pipetui.tui.garbage import uncollected

if TYPE_CHECKING:
    from pipetui.domain.dates.period import Period
    from pipetui.service import Workspace
    from pipetui.store.pipelines import Pipelines
    from pipetui.tui.deal_changes import DealChanges


class ForecastReader:
    """Reads what a forecast is made of, and keeps it so that the next one can be quick."""

    def __init__(self, workspace: "Workspace", changes: "DealChanges") -> None:
        self._workspace = workspace
        self._changes = changes
        self._learned = LearnedPast()
        self._courses: reads.Courses | None = None
        self._pipelines: Pipelines | None = None

    def outline(self, period: "Period") -> forecast.Outline:
        """What the forecast of a period is made of, as the book stands."""
        return forecast.outline(self._workspace, period, self._read(), self._learned)

    def _read(self) -> reads.Courses:
        connection, now = self._workspace.store.connection, self._workspace.now()
        here, deals = pipelines(connection), self._changes.since(now)
        if self._courses is None or deals is None or here != self._pipelines:
            with uncollected(again=self._courses is not None):
                self._courses = reads.courses(connection, now, MOST)
        elif deals:
            self._courses = reads.courses_again(connection, now, MOST, self._courses, deals)
        self._pipelines = here
        self._changes.none_since(now)
        return self._courses
