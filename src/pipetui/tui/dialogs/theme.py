"""Another look is chosen by looking at it."""

from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.widgets import Input, OptionList

from pipetui.domain.folding import fold
from pipetui.tui import themes
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice, Choices

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


class ThemeDialog(Dialog[str]):
    """The app has the look under the cursor; without an answer it has again the one it had."""

    docked = True
    keeps_drafts = False
    BINDINGS = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__("Theme", "↑ ↓ or letters show one    Enter keeps it    Esc brings the old one back")
        self._names: list[str] = []
        self._before = ""

    @property
    def _pipetui(self) -> "PipetuiApp":
        return cast("PipetuiApp", self.app)

    def body(self) -> ComposeResult:
        """A line, and the themes with its letters."""
        yield Input(placeholder="letters of a name, such as light")
        yield Choices([], self._keep)

    def on_mount(self) -> None:
        """With the cursor on the one in use."""
        self._before = self.app.theme
        self._offer("")
        self.query_one(Input).focus()

    def _keep(self, name: str) -> None:
        self.dismiss(name)

    def _offer(self, letters: str) -> None:
        choices = self.query_one(Choices)
        self._names = [name for name in themes.offered() if fold(letters) in name]
        choices.offer([Choice(" ", name, "in use" if name == self._before else "") for name in self._names])
        if self.app.theme in self._names:
            choices.highlighted = self._names.index(self.app.theme)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._offer(event.value)

    @on(Input.Submitted)
    def _entered(self) -> None:
        if self._names:
            self.query_one(Choices).action_select()

    @on(OptionList.OptionHighlighted)
    def _show(self) -> None:
        """While a cursor key is held down, only the last one: each takes a tenth of a second."""
        self._pipetui.typed.at_rest(self._try_on)

    def _try_on(self) -> None:
        place = self.query_one(Choices).highlighted if self.is_current else None
        if place is not None and place < len(self._names):
            self.app.theme = self._names[place]

    def action_move(self, offset: int) -> None:
        """To the one above or below."""
        self.query_one(Choices).step(offset)

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave with the one that is chosen, or that was."""
        self.app.theme = result or self._before
        return super().dismiss(result)
