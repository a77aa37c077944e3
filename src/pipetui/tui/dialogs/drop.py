"""`x` and `m`: why a deal is lost; which stage it goes to."""

from datetime import date
from itertools import chain, repeat
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from pipetui.domain.dates import when
from pipetui.domain.deal import Stage
from pipetui.domain.errors import InputError
from pipetui.render import day, in_days
from pipetui.service import Workspace
from pipetui.store.pipelines import Pipelines
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice, keyed
from pipetui.tui.widgets.echo_input import EchoInput
from pipetui.tui.widgets.field import FieldInput
from pipetui.tui.widgets.key_grid import KeyGrid


class Dropped(NamedTuple):
    """Why, and when to look again."""

    reason: str
    note: str
    revisit_on: date | None


class DropDialog(Dialog[Dropped]):
    """A reason in one key; before it, with Tab, a note and a day to come back on."""

    docked = True

    def __init__(
        self, title: str, workspace: Workspace, reasons: tuple[str, ...], *, doing: str = "Drop", revisit: str = ""
    ) -> None:
        """`doing` is what the question calls it, `revisit` the date that is there from the start."""
        super().__init__(f"{doing}: {title}", "Tab: a note and a day to look again, then the reason    Esc leaves")
        self._workspace = workspace
        self._reasons = reasons
        self._preset = revisit

    def body(self) -> ComposeResult:
        """Reasons, note, revisit."""
        yield KeyGrid(keyed(self._reasons), self._picked)
        with Horizontal(classes="row"):
            yield Static("Note", classes="name", markup=False)
            yield FieldInput(id="note")
        with Horizontal(classes="row"):
            yield Static("Revisit on", classes="name", markup=False)
            yield EchoInput(self._said, placeholder="a day, such as +3mo or 1 mar", value=self._preset, id="revisit")

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one(KeyGrid).focus()

    def _revisit(self, text: str) -> date | None:
        if not text.strip():
            return None
        return when.parse_due(text, self._workspace.now(), self._workspace.settings.dates).day

    def _said(self, text: str) -> str:
        found, today = self._revisit(text), self._workspace.now().date()
        return "" if found is None else f"back in Today on {day(found, today)}, {in_days(found, today)}"

    def on_input_submitted(self) -> None:
        """From the note on to the reasons."""
        self.query_one(KeyGrid).focus()

    def on_echo_input_entered(self) -> None:
        """From the date on to the reasons."""
        self.query_one(KeyGrid).focus()

    def _picked(self, label: str) -> None:
        """The reason closes it, unless the date is not understood."""
        line = self.query_one(EchoInput)
        try:
            revisit = self._revisit(line.text)
        except InputError as error:
            line.refuse(error)
            line.query_one(Input).focus()
            return
        self.dismiss(Dropped(label, self.query_one("#note", Input).value, revisit))


_NUMBERS, _LETTERS = "123456789", "abcdefghilmnopqrstuvwxyz"
"""The keys of stages; j and k go down and up."""


class MoveDialog(Dialog[str]):
    """A stage by its number, one of another pipeline by a letter.

    `here` is the one the deal stands in, None where several stand in different ones.
    """

    docked = True

    def __init__(self, title: str, pipelines: Pipelines, home: int, here: int | None) -> None:
        super().__init__(f"Move: {title}", "Esc leaves")
        self._pipelines = pipelines
        self._home = home
        self._here = here

    def body(self) -> ComposeResult:
        """The stages in order, those of other pipelines below."""
        own = self._pipelines.of(self._home)
        others = [stage for stage in self._pipelines.stages if stage.pipeline_id != self._home]
        stages = [
            Choice(key, self._pipelines.called(stage, self._home), self._note(stage))
            for group, keys in ((own, _NUMBERS), (others, _LETTERS))
            for stage, key in zip(group, chain(keys, repeat("")), strict=False)
        ]
        yield KeyGrid(stages, self._picked)

    def _note(self, stage: Stage) -> str:
        return "here" if stage.id == self._here else f"{stage.probability} %"

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one(KeyGrid).focus()

    def _picked(self, label: str) -> None:
        self.dismiss(label)
