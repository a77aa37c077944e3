"""What is asked about people and organizations: every field of one, which of a few, and who is the same."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from pipetui.render import cell_width
from pipetui.service.editable import Editable
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.dialogs.edit import FormDialog, FormRow
from pipetui.tui.widgets.choices import Choice, Choices, in_turn
from pipetui.views_people import OrganizationRow, PersonRow

_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"

_BROAD, _BROADEST, _AROUND = 72, 150, 12
"""The cells of the box, at most so many for a long text, and those around a text that is offered."""


class PartyDialog(FormDialog):
    """Every field of a person or organization; of nobody yet, where `sheet` is None."""

    def __init__(
        self,
        heading: str,
        fields: Mapping[str, Editable],
        sheet: Any = None,
        typed: Mapping[str, str] | None = None,
        seen: Mapping[str, str] | None = None,
    ) -> None:
        rows = {
            name: FormRow(field.label, field.example, field.show(sheet) if sheet else "", field.parse)
            for name, field in fields.items()
            if not field.is_change
        }
        super().__init__(heading, rows, typed, seen)


class PickDialog(Dialog[int]):
    """One of several, by number: a key each, as far as there are keys."""

    docked = True

    def __init__(self, heading: str, offered: Sequence[tuple[int, str]]) -> None:
        super().__init__(heading, "Esc leaves")
        self._numbers = {label: number for number, label in offered}
        self._choices = in_turn(_KEYS, self._numbers)

    def body(self) -> ComposeResult:
        """The choices."""
        yield Choices(self._choices, self._picked)

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one(Choices).focus()

    def _picked(self, label: str) -> None:
        self.dismiss(self._numbers[label])


class TagDialog(Dialog[str]):
    """A word to put on somebody, or to take off."""

    docked = True

    def __init__(self, name: str, tags: Sequence[str]) -> None:
        has = f"has {' '.join(f'#{tag}' for tag in tags)}    " if tags else ""
        super().__init__(f"Tag {name}", f"{has}Enter puts it on, or takes it off    Esc leaves")

    def body(self) -> ComposeResult:
        """The word."""
        yield Input(placeholder="a word, such as vip")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the word over; an empty one is none."""
        event.stop()
        self.dismiss(event.value if event.value.strip() else None)


class FindDialog(Dialog[int]):
    """One of many, found by words while they are typed."""

    keeps_drafts = False
    most = 8
    """How many are offered at once."""
    BINDINGS = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(self, heading: str, search: Callable[[str], Awaitable[list[Any]]]) -> None:
        """`search` gives the first `most` that hold the words."""
        super().__init__(heading, "type words    ↑ ↓ Enter takes it    Esc leaves")
        self._search = search
        self._found: list[Any] = []
        self._found_for: str | None = None
        """The words that those found hold."""
        self._entered = False
        self._broad = _BROAD

    def body(self) -> ComposeResult:
        """A line, and who fits it."""
        yield Input(placeholder="a few letters of the name")
        yield Choices([], lambda label: None)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()
        self._offer("")

    @work(exclusive=True, group="search")
    async def _offer(self, words: str) -> None:
        self._found = await self._search(words)
        self._found_for = words
        told = [Choice("", row.name, _beside(row)) for row in self._found]
        widest = max((cell_width(f"{one.label}  {one.note}") for one in told), default=0)
        self._broad = max(self._broad, min(_AROUND + widest, _BROADEST))  # it grows, but does not shrink as one types
        self.widen(self._broad)
        self.query_one(Choices).offer(told)
        if self._entered:
            self._take()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow as typed."""
        self._entered = False
        self._offer(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The highlighted one: of those who hold what is typed, which may still be looked for."""
        event.stop()
        self._entered = True
        if self._found_for == event.value:
            self._take()

    def _take(self) -> None:
        self._entered = False
        place = self.query_one(Choices).highlighted
        if place is not None and place < len(self._found):
            self.dismiss(self._found[place].id)

    def action_move(self, offset: int) -> None:
        """To the next one that fits."""
        self.query_one(Choices).step(offset)


def _beside(row: PersonRow | OrganizationRow) -> str:
    if isinstance(row, PersonRow):
        return ", ".join(filter(None, (row.job_title, row.organization, row.email)))
    return row.sector
