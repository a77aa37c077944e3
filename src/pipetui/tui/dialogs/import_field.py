"""What a column of a file is: one of many fields, found by a few letters of its name; and a name for what was said."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice, Choices


class FieldDialog(Dialog[str]):
    """Narrows as it is typed; Enter takes the one that is highlighted: at first what it is `now`, which it stays."""

    keeps_drafts = False
    DEFAULT_CSS = """
    FieldDialog Choices, FieldDialog Choices:focus { max-height: 11; margin-top: 1; }
    """

    def __init__(self, heading: str, offered: Sequence[str], now: str = "") -> None:
        super().__init__(heading, "type a few letters    ↑ ↓ Enter takes it    Esc leaves")
        self._offered = [Choice("", name, "now" if name == now else "") for name in offered]
        self._now = next((place for place, name in enumerate(offered) if name == now), 0)

    def body(self) -> ComposeResult:
        """A line, and the fields that fit it."""
        yield Input(placeholder="a few letters of the field")
        yield Choices(self._offered, self._picked)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()
        self.query_one(Choices).highlighted = self._now

    def on_input_changed(self, event: Input.Changed) -> None:
        """Those with these letters, the ones that begin with them first."""
        typed = event.value.strip().lower().replace(" ", "_")
        fitting = [choice for choice in self._offered if typed in choice.label.lower().replace(" ", "_")]
        fitting.sort(key=lambda choice: not choice.label.lower().replace(" ", "_").startswith(typed))
        choices = self.query_one(Choices)
        choices.offer(fitting)
        if not typed:
            choices.highlighted = self._now

    def on_key(self, event: events.Key) -> None:
        """The arrows move in the list while the line is typed into."""
        choices = self.query_one(Choices)
        if event.key in ("down", "up"):
            event.stop()
            (choices.action_cursor_down if event.key == "down" else choices.action_cursor_up)()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is highlighted."""
        event.stop()
        choices = self.query_one(Choices)
        if choices.option_count:
            choices.action_select()

    def _picked(self, label: str) -> None:
        self.dismiss(label)


class NameDialog(Dialog[str]):
    """One line: a name."""

    def __init__(self, heading: str, placeholder: str) -> None:
        super().__init__(heading, "Enter keeps it    Esc leaves")
        self._placeholder = placeholder

    def body(self) -> ComposeResult:
        """The name."""
        yield Input(placeholder=self._placeholder)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it."""
        event.stop()
        if event.value.strip():
            self.dismiss(event.value.strip())
