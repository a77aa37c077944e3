"""Yes or no, and the help."""

from collections.abc import Mapping, Sequence
from textwrap import wrap

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.actions import GROUPS, MOVING, Action, key_text
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.change_table import ChangedRow, ChangeTable
from pipetui.tui.widgets.choices import Choice
from pipetui.tui.widgets.key_grid import KeyGrid

_BEFORE, _LEAST = 28, 20
"""How many cells stand before what a key does, and how many there are at least for that."""


class ConfirmDialog(Dialog[bool]):
    """A question that `y` or Enter says yes to."""

    docked = True

    def __init__(self, question: str, detail: str = "", rows: Sequence[ChangedRow] = ()) -> None:
        """`detail` says what it means; `rows` show what becomes of some deals."""
        super().__init__(question)
        self._detail, self.rows = detail, rows

    def body(self) -> ComposeResult:
        """What it means, and the two answers."""
        with VerticalScroll(can_focus=False):
            if self.rows:
                yield ChangeTable(self.rows)
            if self._detail:
                yield Static(self._detail, markup=False)
        yield KeyGrid([Choice("y", "yes"), Choice("n", "no")], lambda label: self.action_answer(label == "yes"))

    def on_mount(self) -> None:
        """A key answers at once."""
        self.query_one(KeyGrid).focus()

    def action_answer(self, answer: bool) -> None:
        """Answer."""
        self.dismiss(answer)


class HelpScreen(Dialog[None]):
    """All keys of a screen, made from the registry, and of those that do nothing now why."""

    BINDINGS = [Binding("question_mark,q,enter", "leave", "Close", show=False)]

    def __init__(
        self, can: Sequence[Action], remapped: Mapping[str, str], why_not: Mapping[str, str] | None = None
    ) -> None:
        """`why_not` says of an action why it cannot be done now."""
        super().__init__("Keys", "Esc closes    every action is also in the palette: ^p")
        self._can = can
        self._remapped = remapped
        self._why_not = why_not or {}

    def body(self) -> ComposeResult:
        """Groups of keys."""
        with VerticalScroll():
            yield KeyLines(self._can, self._remapped, self._why_not)


class KeyLines(Static):
    """A line for each key; what it does goes on under itself where the terminal is too narrow for that."""

    def __init__(self, can: Sequence[Action], remapped: Mapping[str, str], why_not: Mapping[str, str]) -> None:
        super().__init__(markup=False)
        self._can = can
        self._remapped = remapped
        self._why_not = why_not

    def on_resize(self, event: events.Resize) -> None:
        """Fit the lines to the width."""
        self.update(self._text(event.size.width))

    def _text(self, width: int) -> Content:
        under = "\n" + " " * _BEFORE
        parts: list[tuple[str, str]] = [("Moving\n", "bold $key")]
        for keys, meaning in MOVING:
            parts += [(f"  {keys:<12}", "bold"), (f"{meaning}\n", "")]
        for group, title in GROUPS.items():
            chosen = [action for action in self._can if action.group == group]
            if chosen:
                parts.append((f"\n{title}\n", "bold $key"))
            for action in chosen:
                why_not = self._why_not.get(action.id, "")
                about = f"{action.tooltip} (not now: {why_not})" if why_not else action.tooltip
                parts += [
                    (
                        f"  {key_text(self._remapped.get(action.id, action.keys)):<12}",
                        "$dim" if why_not else "bold $key",
                    ),
                    (f"{action.label:<14}", "$dim" if why_not else ""),
                    (under.join(wrap(about, max(_LEAST, width - _BEFORE))) + "\n", "$dim"),
                ]
        return Content.assemble(*parts)
