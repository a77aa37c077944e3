"""`!`: the playbook while on the phone: a few letters find the objection, its planned response stands there at once."""

from typing import Final, Literal, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pipetui.domain import playbook
from pipetui.domain.playbook import OPEN, OVERCOME, Entry
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.render import cell_width, cut, plural
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.option_lines import OptionLines

EDIT: Final = "edit"
"""The answer of a rep who wants to change the playbook itself."""

_SIGNS = {OPEN: ("✗ open", "$bad"), OVERCOME: ("✓ overcome", "$good"), "": ("", "")}
_WIDEST = 34
_STATE = 12

Part = tuple[str, str]


class PickedObjection(NamedTuple):
    """What was said against buying, by its number in the playbook or as new words, and how it stands now."""

    objection: int | str
    state: str


class _List(OptionLines, can_focus=False):
    """The objections; the line above keeps the keys."""


class ObjectionDialog(Dialog[PickedObjection | Literal["edit"]]):
    """A line to search with, the objections that fit, and the response to the one under the cursor."""

    keeps_drafts = False
    BINDINGS = [
        Binding("down", "choose(1)", "Down", show=False),
        Binding("up", "choose(-1)", "Up", show=False),
        Binding("pagedown", "scroll(1)", "Read on", show=False),
        Binding("pageup", "scroll(-1)", "Read back", show=False),
        Binding("ctrl+o", f"log('{OPEN}')", "Open", show=False, priority=True),
        Binding("ctrl+e", "edit", "Edit the playbook", show=False, priority=True),
    ]

    def __init__(self, name: str, entries: list[Entry]) -> None:
        super().__init__(f"Objection: {name}", "Enter overcome   ^o open   ↑ ↓ PgDn read   ^e edit all   Esc leave")
        self._entries = entries
        self._words = ""
        self._found: list[Entry] = []
        self._width = min(_WIDEST, max((cell_width(entry.text) for entry in entries), default=0))

    def body(self) -> ComposeResult:
        """Line, list, response."""
        yield Input(placeholder="a few letters of what they say", select_on_focus=False)
        yield _List(markup=False)
        with VerticalScroll(id="response", can_focus=False):
            yield Static(markup=False)

    def on_mount(self) -> None:
        """Type at once; without a letter all are there, what was met on the deal first."""
        self.query_one(Input).focus()
        self._search("")

    def _search(self, words: str) -> None:
        self._words, self._found = words, playbook.fitting(self._entries, words)
        shown = self.query_one(_List)
        shown.clear_options()
        shown.add_options([Option(self._line(entry)) for entry in self._found])
        shown.display = bool(self._found)
        shown.highlighted = 0 if self._found else None
        self._respond()

    def _line(self, entry: Entry) -> Content:
        """`too expensive   ✗ open       met on 5 deals, cost 2`."""
        name, (sign, style) = cut(entry.text, self._width), _SIGNS[entry.here]
        met = f"met on {plural(entry.met, 'deal')}" if entry.met else ""
        if entry.cost:
            met += f", cost {entry.cost}"
        return Content.assemble(
            (f" {name}{' ' * (self._width - cell_width(name))}  ", ""),
            (sign.ljust(_STATE), style),
            (met, "$dim"),
        ).rstrip()

    @property
    def _chosen(self) -> Entry | None:
        place = self.query_one(_List).highlighted
        return self._found[place] if place is not None and place < len(self._found) else None

    def _respond(self) -> None:
        """The planned response to what is chosen, or what Enter does where nothing fits."""
        entry, words = self._chosen, clean(self._words)
        parts: list[Part]
        if entry is not None:
            response = entry.response or "No response planned yet: ^e writes one."
            parts = [(f"{entry.text}\n", "bold $key"), (response, "bold" if entry.response else "$dim")]
        elif words:
            parts = [("Not in the playbook yet.\n", "bold"), (f"Enter logs {quoted(words)} as new, open.", "")]
        else:
            parts = [("The playbook is empty: type what they say.", "$dim")]
        self.query_one("#response Static", Static).update(Content.assemble(*parts))
        self.query_one("#response", VerticalScroll).scroll_home(animate=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as one types."""
        if event.value != self._words:
            self._search(event.value)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another one is under the cursor."""
        event.stop()
        self._respond()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click only shows the response."""
        event.stop()

    def on_input_submitted(self) -> None:
        """Enter: it is overcome."""
        self.action_log(OVERCOME)

    def action_log(self, state: str) -> None:
        """Log what is chosen, or the words themselves as a new objection, which is open."""
        words = self.query_one(Input).value
        if words != self._words:
            self._search(words)
        entry, new = self._chosen, clean(words)
        if entry is not None:
            self.dismiss(PickedObjection(entry.id, state))
        elif new:
            self.dismiss(PickedObjection(new, OPEN))

    def action_edit(self) -> None:
        """The whole playbook, in the rep's editor."""
        self.dismiss(EDIT)

    def action_choose(self, step: int) -> None:
        """The next one, or the one before."""
        self.query_one(_List).step(step)

    def action_scroll(self, pages: int) -> None:
        """Read on in a long response."""
        response = self.query_one("#response", VerticalScroll)
        response.scroll_relative(y=pages * max(1, response.size.height - 1), animate=False)
