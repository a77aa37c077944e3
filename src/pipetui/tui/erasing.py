"""Erasing a person for good: what goes and what stays is shown, their name is typed, and it is done."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Static

from pipetui.render import plural
from pipetui.service import Result, Workspace, erasing
from pipetui.store.erasing import Traces
from pipetui.tui.dialogs.base import Dialog

if TYPE_CHECKING:
    from pipetui.tui.screens.party_screen import PartyScreen

_MOST = 6


class EraseDialog(Dialog[bool]):
    """What is erased, and a line in which their name must be typed."""

    keeps_drafts = False
    DEFAULT_CSS = "EraseDialog #told { height: auto; margin-bottom: 1; }"

    def __init__(self, found: Traces, lines: list[str]) -> None:
        super().__init__(f"Erase {found.name} for good?", "type their name and Enter    Esc leaves")
        self._found, self._lines = found, lines

    def body(self) -> ComposeResult:
        """What goes and stays, and the line."""
        yield Static("\n".join(self._lines), id="told", markup=False)
        yield Input(placeholder="their name: undo cannot bring them back")

    def on_mount(self) -> None:
        """Type at once."""
        super().on_mount()
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Only the whole name is a yes."""
        event.stop()
        if erasing.is_called(event.value, self._found):
            self.dismiss(True)
        else:
            event.input.clear()
            event.input.placeholder = "that is not their name: nothing is erased"


async def erase_one(screen: "PartyScreen", number: int) -> None:
    """Ask, and erase them from the book; which backups hold them still is said."""
    worker = screen.pipetui.worker

    def look(workspace: Workspace) -> tuple[Traces, list[str]]:
        found = erasing.traces(workspace, number)
        return found, list(erasing.told(found, erasing.holding(workspace, found), _MOST))

    found, lines = await worker.ask(look)
    if await screen.answer_to(EraseDialog(found, lines)):

        def erase(workspace: Workspace) -> Result:
            done = erasing.erase(workspace, number)
            said = f"erased person #{number} for good: {plural(found.touches, 'touch', 'touches')} stay as figures"
            held = [f"{plural(len(done.holding), 'backup')} still hold them"] if done.holding else []
            return Result((), said, (*held, *done.warnings), undoable=False)

        worker.submit(erase)
