"""After `w`: the renewal and the first check-in, taken with one key; and `f`: how another deal follows."""

from typing import cast

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, Static

from pipetui.domain import aftersale
from pipetui.domain.aftersale import KINDS, PlannedFollowUps, Renewal, Won
from pipetui.domain.deal import THEIRS
from pipetui.domain.errors import PipetuiError
from pipetui.domain.line import quick_line
from pipetui.domain.line.quick_line import NextLine
from pipetui.render import day, due, in_days
from pipetui.service import Workspace
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice
from pipetui.tui.widgets.echo_input import EchoInput
from pipetui.tui.widgets.key_grid import KeyGrid


class WonDialog(Dialog[PlannedFollowUps]):
    """Two dates, filled in already: Enter takes both, an empty line is none."""

    def __init__(self, won: Won, workspace: Workspace) -> None:
        super().__init__(f"Won: {won.title}", "Enter takes both · an empty line is none    Esc skips both")
        self._won = won
        self._workspace = workspace

    def body(self) -> ComposeResult:
        """A line for each."""
        renewal, (check_in, what, _) = self._won.renewal, self._won.check_in
        yield Static("Renewal, and how many days before it comes up", classes="label", markup=False)
        yield EchoInput(
            self._renewal_said,
            placeholder="none",
            value=aftersale.renewal_text(renewal.day, renewal.lead_days),
            id="renewal",
        )
        yield Static("First check-in", classes="label", markup=False)
        yield EchoInput(
            self._check_in_said, placeholder="none", value=f"{check_in.day.isoformat()} {what}", id="check-in"
        )

    def on_mount(self) -> None:
        """Type at once."""
        self.query(Input).first().focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """What is typed goes in place of what was filled in."""
        cast(Input, event.widget).select_all()

    def _renewal(self, text: str) -> Renewal | None:
        if not text.strip():
            return None
        found = aftersale.parse_renewal(text, self._workspace.now(), self._workspace.settings.dates)
        aftersale.require_ahead(found, self._workspace.now().date())
        return found

    def _check_in(self, text: str) -> NextLine | None:
        if not text.strip():
            return None
        found = quick_line.next_line(text, self._workspace.now(), self._workspace.settings.dates)
        return found if found.what else found._replace(what=aftersale.CHECK_IN)

    def _renewal_said(self, text: str) -> str:
        renewal, today = self._renewal(text), self._workspace.now().date()
        if renewal is None:
            return "no renewal"
        return f"{day(renewal.day, today)}, {in_days(renewal.day, today)} · comes up {day(renewal.seen_on, today)}"

    def _check_in_said(self, text: str) -> str:
        planned = self._check_in(text)
        if planned is None:
            return "no check-in"
        said = (
            due(*planned.due, self._workspace.now().date()),
            planned.what,
            "theirs" if planned.turn == THEIRS else "",
        )
        return " · ".join(filter(None, said))

    def on_echo_input_entered(self) -> None:
        """Take both, if both are understood; a refused line says why."""
        renewal, check_in = self.query_one("#renewal", EchoInput), self.query_one("#check-in", EchoInput)
        line = renewal
        try:
            first = self._renewal(renewal.text)
            line = check_in
            self.dismiss(PlannedFollowUps(first, self._check_in(check_in.text)))
        except PipetuiError:
            line.query_one(Input).focus()


_KEYS = "rucf"


class KindDialog(Dialog[str]):
    """How another deal follows from a won one, in one key."""

    docked = True

    def __init__(self, title: str) -> None:
        super().__init__(f"Follow-on: {title}", "Esc leaves")

    def body(self) -> ComposeResult:
        """The four kinds."""
        notes = ("the same again", "more of the same", "something else", "somebody they know")
        yield KeyGrid(
            [Choice(key, kind, note) for key, kind, note in zip(_KEYS, KINDS, notes, strict=True)], self._picked
        )

    def _picked(self, kind: str) -> None:
        self.dismiss(kind)

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one(KeyGrid).focus()
