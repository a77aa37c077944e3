"""What an empty book shows instead of a blank board."""

from textual.content import Content
from textual.widgets import Static

_TEXT = (
    ("Your book is empty. Three ways to begin:\n\n", "bold"),
    ("  a  ", "bold $text-primary"),
    ("add your first deal in one line\n", ""),
    ("     ", ""),
    ("Acme rollout 12k @demo next:fri\n\n", "$text-muted"),
    ("  i  ", "bold $text-primary"),
    ("import deals from a CSV file\n", ""),
    ("     ", ""),
    ("from a spreadsheet or another CRM; one undo takes it back\n\n", "$text-muted"),
    ("  d  ", "bold $text-primary"),
    ("look around in a demo book\n", ""),
    ("     ", ""),
    ("sixty lively deals, thrown away when you leave\n\n", "$text-muted"),
    ("  ?  ", "bold $text-primary"),
    ("all keys", ""),
)


class Welcome(Static):
    """Three things to do, one key each."""

    DEFAULT_CSS = "Welcome { width: 100%; height: 1fr; content-align: center middle; display: none; }"

    def __init__(self) -> None:
        super().__init__(Content.assemble(*_TEXT), markup=False)
