"""What is wrong with the pipeline, a row each; Enter leads to the deals behind it (behaviour 24)."""

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pipetui.domain.errors import PipetuiError
from pipetui.domain.text import visible
from pipetui.phrases.health import HealthLine
from pipetui.service import health
from pipetui.tui.actions import bindings
from pipetui.tui.screens.book_screen import BookScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.option_lines import OptionLines

_NOTHING = "Nothing is wrong: every open deal has a next step, and none is late."
_NAMES = 16


class HealthScreen(BookScreen):
    """Lies over the screen it was opened from; read anew whenever the book changes."""

    BINDINGS = [
        *bindings("health", "app.today", "app.board", "app.deals", "app.people", "app.orgs"),
        *bindings("app.undo", "app.redo", "app.help", "app.palette", "app.quit"),
        Binding("j", "step(1)", "Down", show=False),
        Binding("k", "step(-1)", "Up", show=False),
    ]
    AUTO_FOCUS = "OptionLines"
    DEFAULT_CSS = """
    HealthScreen #said { height: auto; padding: 1 2; }
    HealthScreen OptionLines, HealthScreen OptionLines:focus {
        height: 1fr; border: none; padding: 0 1; background: $background;
    }
    """
    is_sheet = True
    hints = ("health.open", "health.leave", "app.undo", "app.help")

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[HealthLine] | None = None
        """What is wrong, None until it is read."""

    def compose(self) -> ComposeResult:
        """The advice, then the flags."""
        yield TopBar("")
        yield Static(id="said", markup=False)
        yield OptionLines()
        yield StatusBar(self.hints)

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book was read: so are the flags."""
        self._read(snapshot.advice)

    @work(exclusive=True)
    async def _read(self, advice: str) -> None:
        try:
            self.lines = await self.pipetui.worker.ask(health.lines)
        except PipetuiError as error:
            self.pipetui.refuse(error)
            return
        shown = self.query_one(OptionLines)
        at = shown.highlighted or 0
        shown.clear_options()
        shown.add_options(map(_option, self.lines))
        if self.lines:
            shown.highlighted = min(at, len(self.lines) - 1)
        self.query_one("#said", Static).update(advice if self.lines else _NOTHING)
        self.query_one(TopBar).note = "Health   Esc back"
        self.refresh_bindings()

    @property
    def selected(self) -> HealthLine | None:
        """The flag under the cursor."""
        at = self.query_one(OptionLines).highlighted
        return self.lines[at] if self.lines and at is not None and at < len(self.lines) else None

    @on(OptionList.OptionSelected)
    def _opened(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    def action_step(self, direction: int) -> None:
        """A row on."""
        shown = self.query_one(OptionLines)
        if direction > 0:
            shown.action_cursor_down()
        else:
            shown.action_cursor_up()

    def action_open(self) -> None:
        """To the deals behind the flag."""
        if self.selected is not None:
            self.pipetui.show_list(self.selected.query)

    def action_back(self) -> None:
        """To where we came from."""
        self.dismiss()


def _option(line: HealthLine) -> Option:
    name = line.name.ljust(_NAMES)
    return Option(Content.assemble((name, "bold $doubt"), (visible(line.sentence), "")))
