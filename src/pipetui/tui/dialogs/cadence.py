"""`C`: which cadence a deal begins, or that it is taken off one; and the way to change them."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from pipetui.render import plural
from pipetui.service.cadence_reads import ListedCadence
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice, Choices

BEGIN, STOP, EDIT, NEW = "begin", "stop", "edit", "new"


class CadenceAnswer(NamedTuple):
    """What is to be done, and with which cadence."""

    act: str
    known: ListedCadence | None = None


class CadenceDialog(Dialog[CadenceAnswer]):
    """The cadences, a digit each; keys to stop the one under way, and to edit the highlighted or a new one."""

    docked = True

    BINDINGS = [
        Binding("minus", "act('stop')", "Stop", show=False),
        Binding("e", "act('edit')", "Edit", show=False),
        Binding("a", "act('new')", "New", show=False),
    ]

    def __init__(self, title: str, stands: str, known: Sequence[ListedCadence], begun: Collection[int]) -> None:
        """`stands` says where the deal stands, "" for nowhere; `begun` the cadence it has steps of behind it."""
        begin = "Enter begins it    " if known else ""
        stop = "- stop    " if stands else ""
        super().__init__(f"Cadence: {title}", f"{begin}{stop}e edit    a new    Esc leaves")
        self._stands = stands
        self._known = list(known)
        self._begun = begun

    def body(self) -> ComposeResult:
        """Where the deal stands, and the cadences."""
        yield Static(self._stands or "in no cadence", id="stands", markup=False)
        yield Choices([self._choice(place, one) for place, one in enumerate(self._known, 1)], self._picked)

    def _choice(self, place: int, one: ListedCadence) -> Choice:
        stages = f"comes with {', '.join(one.stages)}" if one.stages else ""
        again = "begins again" if one.cadence.id in self._begun else ""
        note = " · ".join(filter(None, (plural(len(one.cadence.steps), "step"), stages, again)))
        return Choice(str(place) if place < 10 else "", one.cadence.name, note)

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one(Choices).focus()

    def _picked(self, label: str) -> None:
        self.dismiss(CadenceAnswer(BEGIN, next(one for one in self._known if one.cadence.name == label)))

    def action_act(self, act: str) -> None:
        """Stop, edit, new."""
        place = self.query_one(Choices).highlighted
        if act == EDIT and place is not None:
            self.dismiss(CadenceAnswer(EDIT, self._known[place]))
        elif act == NEW or (act == STOP and self._stands):
            self.dismiss(CadenceAnswer(act))
