"""A question that only the name of what it is about says yes to."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Input, Static

from pipetui.tui.dialogs.base import Dialog


class TypedNameDialog(Dialog[bool]):
    """What becomes of it, and a line in which its name must be typed."""

    keeps_drafts = False
    DEFAULT_CSS = "TypedNameDialog #told { height: auto; margin-bottom: 1; }"

    def __init__(
        self,
        question: str,
        told: str,
        is_called: Callable[[str], bool],
        placeholder: str = "its name",
        wrong: str = "that is not its name: nothing is removed",
    ) -> None:
        """`is_called` says whether what was typed is the name; `wrong` stands in the line where it is not."""
        super().__init__(question, "type the name and Enter    Esc leaves")
        self._told, self._is_called = told, is_called
        self._placeholder, self._wrong = placeholder, wrong

    def body(self) -> ComposeResult:
        """What goes and stays, and the line."""
        yield Static(self._told, id="told", markup=False)
        yield Input(placeholder=self._placeholder)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Only the whole name is a yes."""
        event.stop()
        if self._is_called(event.value):
            self.dismiss(True)
        else:
            event.input.clear()
            event.input.placeholder = self._wrong
