"""What a touch leaves open: whether something due is done too, and what becomes of a deal nobody answers for."""

from textual.app import ComposeResult
from textual.widgets import Static

from pipetui.render import due
from pipetui.service import Suggestion, Workspace
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice
from pipetui.tui.widgets.key_grid import KeyGrid


class DueDialog(Dialog[str]):
    """Something of another kind is still due: Enter leaves it so."""

    docked = True

    DONE, LATER = "that is done too", "another day"

    def __init__(self, still_due: tuple[str, ...]) -> None:
        super().__init__("Still due", "Enter or Esc leaves it as it is")
        self._still_due = still_due

    def body(self) -> ComposeResult:
        """What is due, and what to do about it."""
        yield Static("\n".join(self._still_due), markup=False)
        yield Static(classes="label")
        yield KeyGrid((Choice("l", "leave it"), Choice("d", self.DONE), Choice("z", self.LATER)), self._picked)

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one(KeyGrid).focus()

    def _picked(self, label: str) -> None:
        self.dismiss(label if label in (self.DONE, self.LATER) else None)


class DecideDialog(Dialog[str]):
    """The cadence is over without an answer: one key says what becomes of the deal (behaviour 9)."""

    docked = True

    LAST_CHANCE, KEEP = "last-chance e-mail", "keep working it"

    def __init__(self, suggestion: Suggestion, workspace: Workspace) -> None:
        silent = "" if suggestion.heard else ", without an answer"
        super().__init__(f"{suggestion.title}: the cadence is over{silent}", "Esc decides later")
        self._due = due(*suggestion.due, workspace.now().date())

    def body(self) -> ComposeResult:
        """Four ways."""
        choices = (
            Choice("l", self.LAST_CHANCE, self._due),
            Choice("x", "drop", "with a reason"),
            Choice("p", "park", "until a date"),
            Choice("k", self.KEEP, "with another next step"),
        )
        yield KeyGrid(choices, self._picked)

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one(KeyGrid).focus()

    def _picked(self, label: str) -> None:
        self.dismiss(label)
