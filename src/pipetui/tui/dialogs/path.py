"""The path of a file, or the address of a page: typed with completion, or pasted."""

import asyncio
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input, Static

from pipetui.domain.errors import PipetuiError
from pipetui.domain.targets import is_path
from pipetui.service import attachments
from pipetui.tui.dialogs.base import Dialog

_MOST_SHOWN, _MOST_LOOKED_AT = 6, 20_000
_QUOTES = ("'", '"')


class PathDialog(Dialog[str]):
    """Tab completes as far as the names agree, and shows what there is; Enter takes a file that is there, or a page."""

    BINDINGS = [Binding("tab", "complete", "Complete", show=False, priority=True)]

    def __init__(self, heading: str) -> None:
        super().__init__(heading, "Tab completes    Enter takes it    Esc leaves")

    def body(self) -> ComposeResult:
        """A line, and below it what there is."""
        yield Input(placeholder="such as ~/offer.pdf, or https://acme.example/terms")
        yield Static(id="offered", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def action_complete(self) -> None:
        """Write on as far as what fits agrees."""
        self._complete(self.query_one(Input).value)

    @work(exclusive=True, group="completion")
    async def _complete(self, typed: str) -> None:
        """The folder is read in a thread, for it may lie far away."""
        whole, names = await asyncio.to_thread(completed, typed)
        line = self.query_one(Input)
        if line.value == typed:
            line.value = whole
            line.cursor_position = len(whole)
        more = f"  … {len(names) - _MOST_SHOWN:,} more" if len(names) > _MOST_SHOWN else ""
        said = "  ".join(names[:_MOST_SHOWN]) + more if len(names) > 1 else "" if names else "nothing begins so"
        self.query_one("#offered", Static).update(said)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it, if it is something."""
        event.stop()
        try:
            self.dismiss(attachments.understood(unquoted(event.value)))
        except PipetuiError as error:
            self.query_one("#offered", Static).update(error.title)


def unquoted(text: str) -> str:
    """A path as a file manager or a shell gives it to a paste: without quotes, blanks plain again, `file://` a path."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in _QUOTES:
        return text[1:-1]
    if text.startswith("file://"):
        from urllib.parse import unquote

        _, slash, path = text.removeprefix("file://").partition("/")  # before it may stand the name of the machine
        return unquote(slash + path)
    return text.replace("\\ ", " ")


def completed(typed: str) -> tuple[str, list[str]]:
    """What is typed, written on as far as the names that begin so agree, and these names; folders end with a slash."""
    text = unquoted(typed)
    if not text or not is_path(text):
        return typed, []
    folder, _, begun = text.rpartition("/")
    try:
        place = Path(f"{folder}/" if folder or text.startswith("/") else ".").expanduser()
        names = sorted(
            f"{found.name}/" if found.is_dir() else found.name
            for found, _ in zip(place.iterdir(), range(_MOST_LOOKED_AT), strict=False)
            if found.name.startswith(begun)
            and (begun.startswith(".") or not found.name.startswith("."))
            and found.name.isprintable()
        )
    except (OSError, RuntimeError, ValueError):
        return typed, []
    if not names:
        return typed, []
    shared = names[0]
    while not all(name.startswith(shared) for name in names):
        shared = shared[:-1]
    before = text[: len(text) - len(begun)]
    return f"{before}{shared}", names
