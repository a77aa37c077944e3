"""A period as a chart. The plotting library is loaded with this module: import it behind the screen it stands on."""

from __future__ import annotations

from rich.text import Text
from textual.app import RenderResult
from textual_plotext import PlotextPlot

from pipetui.phrases.numbers_plot import PeriodPlot, Points

_WON, _AHEAD, _QUOTA = "█", "░", "─"
_LEAST_WIDTH, _LEAST_HEIGHT, _A_LABEL = 24, 5, 8


class PeriodChart(PlotextPlot):
    """What was won as a solid hill, what is expected as a lighter one on it, the quota as a line across.

    They differ in their signs, so that they are told apart without colour.
    """

    COMPONENT_CLASSES = {"period-chart--won", "period-chart--ahead", "period-chart--quota"}
    DEFAULT_CSS = """
    PeriodChart {
        height: 1fr;
        & > .period-chart--won { color: $bar; }
        & > .period-chart--ahead { color: $dim; }
        & > .period-chart--quota { color: $foreground; }
    }
    """

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.shown: PeriodPlot | None = None

    def show(self, plot: PeriodPlot) -> None:
        """Another period."""
        self.shown = plot
        self.refresh()

    def render(self) -> RenderResult:
        """Drawn anew: it takes a millisecond or two."""
        found, (width, height) = self.shown, self.size
        if found is None or width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
            return ""
        plt = self.plt
        plt.clear_figure()
        plt.theme("clear")
        plt.plotsize(width, height)
        plt._set_size(width, height)  # as the widget's own `render` does
        for points, sign, name in ((found.ahead, _AHEAD, "ahead"), (found.won, _WON, "won")):
            if any(y for _, y in points):
                plt.plot(*zip(*points, strict=True), marker=sign, fillx=True, color=self._colour(name))
        if found.quota is not None:
            line: Points = ((found.first, found.quota), (found.last, found.quota))
            plt.plot(*zip(*line, strict=True), marker=_QUOTA, color=self._colour("quota"))
        plt.xlim(found.first, found.last)
        plt.ylim(0, found.top)
        every = max(1, -(-len(found.days) * _A_LABEL // width))
        days, figures = found.days[::every], found.figures
        plt.xticks([day for day, _ in days], [text for _, text in days])
        plt.yticks([figure for figure, _ in figures], [text for _, text in figures])
        plt.xaxes(True, False)
        plt.yaxes(True, False)
        return Text.from_ansi(plt.build())

    def _colour(self, part: str) -> tuple[int, int, int] | str:
        found = self.get_component_rich_style(f"period-chart--{part}").color
        if found is None or found.triplet is None:
            return "default"
        red, green, blue = found.triplet
        return red, green, blue
