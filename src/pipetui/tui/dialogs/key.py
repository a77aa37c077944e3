"""A key is asked for by pressing it."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from pipetui.tui.actions import key_text
from pipetui.tui.dialogs.base import Dialog


class KeyDialog(Dialog[str]):
    """The answer is the key; one that does something else already is taken when Enter says so."""

    docked = True
    keeps_drafts = False

    def __init__(self, label: str, why_not: Callable[[str], str], told: Callable[[str], str]) -> None:
        """`why_not` says why a key cannot be had, `told` what it does already."""
        super().__init__(f"Press the new key for {label}", "Esc leaves")
        self._why_not, self._told = why_not, told
        self._pending = ""

    def body(self) -> ComposeResult:
        """What was pressed, and what is to be said of it."""
        yield Static(id="pressed", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Every key but Esc is an answer."""
        if event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        if event.key == "enter" and self._pending:
            self.dismiss(self._pending)
            return
        if why := self._why_not(event.key):
            self._pending = ""
            self._say(f"{key_text(event.key)} cannot be had: {why}")
        elif told := self._told(event.key):
            self._pending = event.key
            self._say(f"{told}    Enter takes it all the same, or press another")
        else:
            self.dismiss(event.key)

    def _say(self, text: str) -> None:
        self.query_one("#pressed", Static).update(text)
