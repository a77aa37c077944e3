"""`n`, `z` and `p`: the next step, another date for it, or a date to come back on."""

from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, Static

from pipetui.domain.dates import when
from pipetui.domain.dates.when import Due
from pipetui.domain.dates.written import MONTHS, WEEKDAYS
from pipetui.domain.deal import THEIRS
from pipetui.domain.errors import InputError
from pipetui.domain.line import quick_line
from pipetui.domain.line.quick_line import NextLine
from pipetui.render import day, due, in_days
from pipetui.service import Suggestion, Workspace
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice
from pipetui.tui.widgets.echo_input import EchoInput
from pipetui.tui.widgets.key_grid import KeyGrid

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

_INSTEAD = (
    Choice(">", "advance", "one stage on"),
    Choice("<", "retreat", "one stage back"),
    Choice("x", "drop", "with a reason"),
    Choice("p", "park", "until a date"),
)
"""What can be done instead of a next step, by the keys a deal comes with: in the line above they are letters."""


class StepDialog(Dialog[NextLine | str]):
    """A date and what to do. After a gesture that left a deal without any, Enter takes the suggestion.

    The answer is then also the name of what is done instead, which Tab leads to: see `_INSTEAD`.
    """

    docked = True

    def __init__(
        self, title: str, workspace: Workspace, suggestion: Suggestion | None = None, preset: str = ""
    ) -> None:
        super().__init__(
            f"Next step: {title}" if suggestion is None else f"{title}: what is next?",
            "fri · +3d · 15 dec 14:00    Tab: instead   Esc skips"
            if suggestion
            else "fri · +3d · 15 dec 14:00 · fri theirs: answer    Esc leaves",
        )
        self._workspace = workspace
        self._suggestion = suggestion
        self._preset = preset

    def body(self) -> ComposeResult:
        """The line."""
        placeholder = "such as: fri 14:00 send deck"
        if self._suggestion is not None:
            said = " · ".join(
                filter(None, (due(*self._suggestion.due, self._workspace.now().date()), self._suggestion.what))
            )
            placeholder = f"Enter: {said} · or type a date"
        yield EchoInput(self._said, placeholder=placeholder, value=self._preset)
        if self._suggestion is not None:
            yield Static("or instead (Tab)", classes="label", markup=False)
            yield KeyGrid(_INSTEAD, self._instead)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def _parse(self, text: str) -> NextLine:
        if text.strip():
            return quick_line.next_line(text, self._workspace.now(), self._workspace.settings.dates)
        if self._suggestion is None:
            raise InputError("a next step needs a date", "for example: tomorrow, fri 14:00 call Ann, +3d")
        return NextLine(self._suggestion.due, self._suggestion.what)

    def _instead(self, name: str) -> None:
        self.dismiss(name)

    def _said(self, text: str) -> str:
        if not text.strip() and self._suggestion is None:
            return ""
        planned = self._parse(text)
        on, what, turn, _ = self._suggestion.taken(planned) if self._suggestion else (*planned, None)
        said = f"next: {due(*on, self._workspace.now().date())}"
        return " · ".join(filter(None, (said, what, "theirs" if turn == THEIRS else "")))

    def on_echo_input_entered(self, event: EchoInput.Entered) -> None:
        """Take it."""
        planned = event.echo.take(self._parse)
        if planned is not None:
            self.dismiss(planned)


_DATES = (
    Choice("t", "tomorrow"),
    Choice("d", "+2d", "in two days"),
    Choice("m", "mon", "Monday"),
    Choice("f", "fri", "Friday"),
    Choice("w", "+1w", "in a week"),
    Choice("v", "+2w", "in two weeks"),
    Choice("e", "eom", "end of the month"),
    Choice("q", "eoq", "end of the quarter"),
)


class DateDialog(Dialog[Due]):
    """A date in one key, or typed: any other letter or digit goes on in the line."""

    docked = True

    def __init__(self, heading: str, workspace: Workspace) -> None:
        super().__init__(heading, "Tab, + or a digit: type a date    Esc leaves")
        self._now, self._rules = workspace.now(), workspace.settings.dates
        """As of when it was opened, also past midnight: what stands there is what is taken."""

    def body(self) -> ComposeResult:
        """Dates with a key each, said in full, and a line."""
        offered: list[Choice] = []
        for choice in _DATES:
            found, today = self._parse(choice.label).day, self._now.date()
            if found > today:  # the end of a month is no choice on that day
                far = in_days(found, today)
                said = day(found, today)
                offered.append(choice._replace(note=said if far == choice.label else f"{said}, {far}"))
        yield KeyGrid(offered, self._picked, also=(*WEEKDAYS, *MONTHS))
        yield EchoInput(self._said, placeholder="or a date, such as 15 dec, +3wd, fri 14:00")

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one(KeyGrid).focus()

    def _said(self, text: str) -> str:
        return due(*self._parse(text), self._now.date()) if text.strip() else ""

    def _parse(self, text: str) -> Due:
        return when.parse_due(text, self._now, self._rules)

    def on_key(self, event: events.Key) -> None:
        """What is no choice is the beginning of a date."""
        if (
            self.query_one(KeyGrid).has_focus
            and event.character
            and (event.character.isalnum() or event.character == "+")
        ):
            event.stop()
            cast("PipetuiApp", self.app).typed.spelt()  # the word stands in the line, all of it
            self.query_one(EchoInput).type_on(event.character)

    def _picked(self, label: str) -> None:
        self.dismiss(self._parse(label))

    def on_echo_input_entered(self, event: EchoInput.Entered) -> None:
        """A typed date."""
        found = event.echo.take(self._parse) if event.text.strip() else None
        if found is not None:
            self.dismiss(found)
