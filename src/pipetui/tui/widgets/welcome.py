"""What an empty book shows instead of a blank board."""

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

_TEXT = (
    ("Your book is empty. Three ways to begin:\n\n", "bold"),
    ("  a  ", "bold $text-primary"),
    ("add your first deal in one line\n", ""),
    ("     ", ""),
    ("Acme rollout 12k @demo next:fri\n\n", "dim"),
    ("  i  ", "bold $text-primary"),
    ("import deals from a CSV file\n", ""),
    ("     ", ""),
    ("from a spreadsheet or another CRM; one undo takes it back\n\n", "dim"),
    ("  d  ", "bold $text-primary"),
    ("look around in a demo book\n", ""),
    ("     ", ""),
    ("sixty lively deals, thrown away when you leave\n\n", "dim"),
    ("  ?  ", "bold $text-primary"),
    ("all keys", ""),
)


class Welcome(Static, can_focus=True):
    """Three things to do, one key each."""

    BINDINGS = [
        Binding("i", "app.import_file", "Import", show=False),
        Binding("d", "app.demo", "Demo", show=False),
    ]
    DEFAULT_CSS = "Welcome { width: 100%; height: 1fr; content-align: center middle; display: none; }"

    def __init__(self) -> None:
        super().__init__(Content.assemble(*_TEXT), markup=False)
