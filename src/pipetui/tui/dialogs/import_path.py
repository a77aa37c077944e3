"""Which file or folder is to be imported: typed with completion, or pasted."""

from pathlib import Path

from textual.widgets import Input, Static

from pipetui.tui.dialogs.path import PathDialog, unquoted


class ImportPathDialog(PathDialog):
    """Enter takes a file or a folder that is there."""

    def __init__(self) -> None:
        super().__init__("Import: a file, an archive, or a folder of them")

    def on_mount(self) -> None:
        """Say what it may be."""
        self.query_one(Input).placeholder = "such as ~/Downloads/export.zip"
        self.query_one("#offered", Static).update("CSV, Excel, LibreOffice, ZIP, gzip, JSON, vCard, iCalendar")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it, if something lies there."""
        event.stop()
        event.prevent_default()
        if not event.value.strip():
            return
        path = there(event.value)
        if path is None:
            self.query_one("#offered", Static).update("there is no such file yet")
        else:
            self.dismiss(path)


def there(text: str) -> str | None:
    """The path of the file or folder that is meant, None where there is none."""
    try:
        path = Path(unquoted(text)).expanduser()
        return str(path) if path.is_file() or path.is_dir() else None
    except (OSError, RuntimeError, ValueError):  # no such user, no permission, a name too long
        return None
