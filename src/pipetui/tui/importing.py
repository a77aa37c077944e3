"""Importing a CSV file from the app: which file, what it would do, then do it."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input

from pipetui.domain.errors import InputError, PipetuiError
from pipetui.domain.text import visible
from pipetui.exchange.apply import apply
from pipetui.exchange.plan import Options, Plan, plan
from pipetui.render import plural
from pipetui.service import Result, Workspace
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.dialogs.confirm import ConfirmDialog
from pipetui.tui.widgets.echo_input import EchoInput

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


class FileDialog(Dialog[Path]):
    """The path of a file that is there."""

    def __init__(self) -> None:
        super().__init__("Import deals from a CSV file", "columns are found by their names    Esc leaves")

    def body(self) -> ComposeResult:
        """The path."""
        yield EchoInput(self._said, placeholder="~/Downloads/deals.csv")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def _said(self, text: str) -> str:
        if not text.strip():
            return ""
        return f"{_file(text).stat().st_size / 1024:,.0f} kB · Enter reads it"

    def on_echo_input_entered(self, event: EchoInput.Entered) -> None:
        """Take it."""
        path = event.echo.take(_file) if event.text.strip() else None
        if path is not None:
            self.dismiss(path)


def _file(text: str) -> Path:
    try:
        path = Path(text.strip().strip("'\"")).expanduser()
        found = path.is_file()
    except (OSError, RuntimeError):  # no such user, no permission, a name too long
        found = False
    if not found:
        raise InputError("there is no such file yet", "a path such as ~/Downloads/deals.csv")
    return path


async def import_file(app: "PipetuiApp") -> None:
    """Ask for the file, show what it would do, and import it as one step of undo."""
    path = await app.push_screen_wait(FileDialog())
    if path is None:
        return
    try:
        planned = await app.worker.ask(lambda workspace: plan(workspace, path, Options()))
    except PipetuiError as error:
        app.refuse(error)
        return
    if await app.push_screen_wait(ConfirmDialog(f"Import {visible(path.name)}?", _summary(planned))):
        app.say(f"importing {plural(planned.rows, 'row')} …")
        app.worker.submit(_apply, planned)


def _apply(workspace: Workspace, planned: Plan) -> Result:
    result = apply(workspace, planned, lambda done, of: None)
    kept = (f"failed rows are in {result.failed_file}",) if result.failed_file else ()
    warnings = (*kept, *planned._replace(trial=result).doubts, *result.warnings)
    return Result((), result.message, warnings, undoable=bool(result.new or result.changed))


def _summary(planned: Plan) -> str:
    counts = planned.counts
    lines = [
        f"{counts.new} new · {counts.changed} changed · {counts.same} same · {counts.failed} failed",
        "",
        *(f"{column.field} ← {column.heading}" for column in planned.columns),
    ]
    if planned.doubts:
        lines += ["", *planned.doubts]
    return "\n".join(lines)
