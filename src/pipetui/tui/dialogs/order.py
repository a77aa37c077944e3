"""`"`: the columns of a table, each with a key; the rows are put in order by the one that is taken."""

from collections.abc import Sequence

from textual.app import ComposeResult

from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice, keyed
from pipetui.tui.widgets.fitting import order_sign
from pipetui.tui.widgets.key_grid import KeyGrid


class OrderDialog(Dialog[str]):
    """The answer is the name of a column; that of the one that orders the rows already turns them round."""

    docked = True
    keeps_drafts = False

    def __init__(self, columns: Sequence[str], by: str, *, turned: bool) -> None:
        """`by` orders the rows now, "" for none of them."""
        super().__init__("Order by", f"{by} again turns it round    Esc leaves" if by else "Esc leaves")
        sign = order_sign(turned=turned)
        self._choices = [Choice(key, name, sign if name == by else "") for key, name, _ in keyed(columns)]

    def body(self) -> ComposeResult:
        """The columns, those too that there is no room for."""
        yield KeyGrid(self._choices, self._picked)

    def on_mount(self) -> None:
        """A key orders at once; Enter turns round what is."""
        grid = self.query_one(KeyGrid)
        grid.highlighted = next((place for place, choice in enumerate(self._choices) if choice.note), 0)
        grid.focus()

    def _picked(self, name: str) -> None:
        self.dismiss(name)
