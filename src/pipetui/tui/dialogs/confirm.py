"""Yes or no."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.change_table import ChangedRow, ChangeTable
from pipetui.tui.widgets.choices import Choice
from pipetui.tui.widgets.key_grid import KeyGrid


class ConfirmDialog(Dialog[bool]):
    """A question that `y` or Enter says yes to."""

    docked = True

    def __init__(self, question: str, detail: str = "", rows: Sequence[ChangedRow] = ()) -> None:
        """`detail` says what it means; `rows` show what becomes of some deals."""
        super().__init__(question)
        self._detail, self.rows = detail, rows

    def body(self) -> ComposeResult:
        """What it means, and the two answers."""
        with VerticalScroll(can_focus=False):
            if self.rows:
                yield ChangeTable(self.rows)
            if self._detail:
                yield Static(self._detail, markup=False)
        yield KeyGrid([Choice("y", "yes"), Choice("n", "no")], lambda label: self.action_answer(label == "yes"))

    def on_mount(self) -> None:
        """A key answers at once."""
        self.query_one(KeyGrid).focus()

    def action_answer(self, answer: bool) -> None:
        """Answer."""
        self.dismiss(answer)
