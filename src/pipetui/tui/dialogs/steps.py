"""`=`: the next steps of a deal, and what becomes of the chosen one, in a key each."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Static

from pipetui.domain.text import one_line
from pipetui.render import doing, due
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice, Choices, in_turn
from pipetui.views import NextStep

DONE, SNOOZE, EDIT, DROP = "done", "another day", "word it differently", "take it out"
_WAYS = (Choice("d", DONE), Choice("z", SNOOZE), Choice("e", EDIT), Choice("x", DROP, "it is not to be done"))
_KEYS = "123456789abcfghijklmnopqrstuvwy"


class StepChoice(NamedTuple):
    """Which step, and what becomes of it."""

    step: NextStep
    way: str


class StepsDialog(Dialog[StepChoice]):
    """Which of them, where there are several; then what."""

    docked = True
    keeps_drafts = False

    def __init__(self, name: str, steps: Sequence[NextStep], today: date) -> None:
        super().__init__(f"Next steps: {name}", "Esc leaves")
        self._steps = steps
        self._today = today
        self._chosen: NextStep | None = steps[0] if len(steps) == 1 else None
        self._labels = [f"{due(step.due, step.time, today)}  {one_line(doing(step.what, step.turn))}" for step in steps]

    def body(self) -> ComposeResult:
        """The choices."""
        yield Static(self._labels[0] if self._chosen else "", id="chosen", markup=False)
        yield Choices(_WAYS if self._chosen else in_turn(_KEYS, self._labels), self._picked)

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one("#chosen", Static).display = self._chosen is not None
        self.query_one(Choices).focus()

    def _picked(self, label: str) -> None:
        if self._chosen is not None:
            self.dismiss(StepChoice(self._chosen, label))
            return
        place = self._labels.index(label)
        self._chosen = self._steps[place]
        chosen = self.query_one("#chosen", Static)
        chosen.update(label)
        chosen.display = True
        self.query_one(Choices).offer(_WAYS)
