"""`e` and `i`: every field of a deal with what is wrong beside it; a note."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static, TextArea

from pipetui.domain.errors import PipetuiError
from pipetui.render import cell_width, cut
from pipetui.service.fields import Context
from pipetui.tui import remedies
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.examples import such_as
from pipetui.tui.form_offers import Offers
from pipetui.tui.widgets.field import FieldInput, FormRows
from pipetui.views import DealSheet

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


_BESIDE = 17
"""The cells of the frame, and of the key that takes the next offer."""

_AROUND = 12
"""The cells of the frame and of a field beside its text."""

_BROAD = range(100, 151)
"""How broad the box may be: the longest text says it."""

_QUOTED = 100
"""The cells of what is quoted of a text that was changed elsewhere."""

_NAMES = range(16, 29)
"""How wide the names of the fields may stand: the longest says it, one that is longer still is cut."""
_SHARE = 5
"""On a broad screen they may have this part of it."""


class FormRow(NamedTuple):
    """One line of a form: `check` raises a PipetuiError for a text that is not understood."""

    label: str
    example: str
    before: str
    check: Callable[[str], object]
    offers: Offers | None = None


class FormDialog(Dialog[dict[str, str]]):
    """A form with what is wrong beside each field; the answer holds the texts of the fields that were changed.

    It opens again with what was `typed` when that could not be written. What a field was `seen` to say before it was
    changed elsewhere stands under it: then the rep decides whose text it is to be.
    """

    BINDINGS = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("ctrl+n", "offer", "Next offer", show=False, priority=True),
        Binding("ctrl+t", "theirs", "Take theirs", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self,
        heading: str,
        rows: Mapping[str, FormRow],
        typed: Mapping[str, str] | None = None,
        seen: Mapping[str, str] | None = None,
    ) -> None:
        self._rows, self._typed, self._seen = rows, typed or {}, seen or {}
        self._ids = {
            name: name if name.isascii() and name.isidentifier() else f"{place}" for place, name in enumerate(rows)
        }
        """What the widgets of each are called: a field may have a name of several words, or in any script."""
        self._shown_offers: list[str] = []
        """What can be taken in the field at hand."""
        self._names = _NAMES[0]
        """How wide the names stand."""
        super().__init__(heading, self.keys_told(bool(self._seen)))

    def keys_told(self, contested: bool) -> str:
        """What the last line says; `contested` are fields that were changed elsewhere."""
        saving = "Enter saves yours    ^t takes theirs" if contested else "Enter or ^s saves"
        return f"{saving}    ↑ ↓ Tab moves    Esc leaves"

    @property
    def shown(self) -> dict[str, str]:
        """What the fields say in the book, as far as this form knows."""
        return {name: row.before for name, row in self._rows.items()}

    def body(self) -> ComposeResult:
        """A row for each field, its error under it."""
        widest = max((cell_width(row.label) + 1 for row in self._rows.values()), default=0)
        self._names = min(max(widest, _NAMES[0]), max(_NAMES[-1], self.app.size.width // _SHARE))
        with FormRows(classes="rows"):
            for name, row in self._rows.items():
                text = self._typed.get(name, row.before)
                with Vertical(classes="row"):
                    with Horizontal(classes="row"):
                        label = cut(row.label[:1].upper() + row.label[1:], self._names - 1)
                        name_beside = Label(label, classes="name", markup=False)
                        name_beside.styles.width = self._names
                        yield name_beside
                        yield FieldInput(
                            text,
                            placeholder=such_as(row.example),
                            id=f"field-{self._ids[name]}",
                            select_on_focus=False,
                        )
                    below = Static(classes="error", id=f"error-{self._ids[name]}", markup=False)
                    below.styles.padding = (0, 0, 0, self._names + 1)
                    yield below

    def on_mount(self) -> None:
        """Begin with the first, or with the first that needs a decision."""
        texts = (self._typed.get(name, row.before) for name, row in self._rows.items())
        wanted = _AROUND + self._names + max(map(cell_width, texts), default=0)
        self.widen(min(max(wanted, _BROAD[0]), _BROAD[-1]))
        for name in self._rows:
            self._check(name)
        self._input(next((name for name in self._seen if name in self._rows), next(iter(self._rows)))).focus()

    def _input(self, name: str) -> Input:
        return self.query_one(f"#field-{self._ids[name]}", Input)

    def _of(self, field: Input) -> str:
        """Which field it is that is typed into."""
        return next(name for name, known in self._ids.items() if field.id == f"field-{known}")

    def _check(self, name: str) -> bool:
        """Whether the text is understood; what is to be said about it is said under it."""
        text = self._input(name).value
        said, understood = self._theirs(name, text), True
        try:
            if text.strip() != self._rows[name].before:
                self._rows[name].check(text)
        except PipetuiError as error:
            said, understood = remedies.told(error, cast("PipetuiApp", self.app).remapped), False
        beside = self.query_one(f"#error-{self._ids[name]}", Static)
        offered = self._offered(name, text) if not said else ""
        beside.update(said or offered)
        beside.set_class(bool(said or offered), "-on")
        beside.set_class(not said, "-offers")
        return understood

    def _offered(self, name: str, text: str) -> Content | str:
        """What the field at hand means, and what can be taken there with a key or a click."""
        row = self._rows[name]
        field = self._input(name)
        if row.offers is None or self.focused is not field:
            return ""
        meaning = row.offers.said(text) if row.offers.said is not None else ""
        room = max(0, self.query_one("#frame").size.width - _BESIDE - self._names - len(meaning))
        self._shown_offers = row.offers.fitting(text, row.before, room)
        parts = [(f"{meaning}   ", "$good")] if meaning else []
        for place, offer in enumerate(self._shown_offers):
            parts += [(offer, f"$key @click=screen.take_offer({place})"), ("  ", "")]
        return Content.assemble(*parts, ("^n next", "$dim")) if self._shown_offers else meaning

    def action_offer(self) -> None:
        """Take the next of what is offered."""
        field = self.focused
        if isinstance(field, Input):
            offers = self._rows[self._of(field)].offers
            if offers is not None:
                self._fill(field, offers.after(field.value))

    def action_take_offer(self, place: int) -> None:
        """Take what was clicked."""
        field = self.focused
        if isinstance(field, Input):
            offers = self._rows[self._of(field)].offers
            if offers is not None and place < len(self._shown_offers):
                self._fill(field, offers.taken(field.value, self._shown_offers[place]))

    def _fill(self, field: Input, text: str) -> None:
        field.value = text
        field.cursor_position = len(text)

    def on_descendant_focus(self) -> None:
        """What is offered stands under the field at hand."""
        if self.is_mounted:
            self._check_focused()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """And under no other."""
        if isinstance(event.widget, Input) and self.is_mounted:
            self._check(self._of(event.widget))

    def _check_focused(self) -> None:
        if isinstance(self.focused, Input):
            self._check(self._of(self.focused))

    def _theirs(self, name: str, text: str) -> str:
        """What the field says now and what it said before, if that was changed elsewhere and the rep wants another."""
        now = self.shown[name]
        if name not in self._seen or text.strip() == now.strip():
            return ""
        became, was = (cut(" ".join(told.split()), _QUOTED) or "empty" for told in (now, self._seen[name]))
        return f"elsewhere it became {became} (was {was}) · ^t takes it"

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what is not understood."""
        self._check(self._of(event.input))

    def on_input_submitted(self) -> None:
        """Enter saves."""
        self.action_save()

    def action_theirs(self) -> None:
        """Take what the book says by now, in the field at hand."""
        field = self.focused
        if isinstance(field, Input):
            field.value = self._rows[self._of(field)].before

    def action_save(self) -> None:
        """Hand over the changed fields, unless one of them is wrong: then go to it."""
        for name in self._rows:
            if not self._check(name):
                self._input(name).focus()
                return
        texts = {name: self._input(name).value for name in self._rows}
        changed = {name: text for name, text in texts.items() if text.strip() != self._rows[name].before}
        self.dismiss(changed or None)


class EditDialog(FormDialog):
    """Every field of a deal."""

    def __init__(
        self,
        sheet: DealSheet,
        context: Context,
        typed: Mapping[str, str] | None = None,
        seen: Mapping[str, str] | None = None,
        offers: Mapping[str, Offers] | None = None,
    ) -> None:
        """`offers` are what can be taken in a field instead of typed."""
        known = offers or {}
        rows = {
            name: FormRow(field.label, field.example, field.show(sheet), partial(field.parse, context), known.get(name))
            for name, field in context.fields.items()
        }
        super().__init__(f"Edit #{sheet.card.id} {sheet.card.title}", rows, typed, seen)


class NoteDialog(Dialog[str]):
    """A text of as many lines as it takes."""

    BINDINGS = [Binding("ctrl+s", "save", "Save", show=False, priority=True)]

    def __init__(self, title: str) -> None:
        super().__init__(f"Note: {title}", "^s saves    Esc leaves")

    def body(self) -> ComposeResult:
        """The text."""
        yield TextArea(soft_wrap=True, tab_behavior="focus")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(TextArea).focus()

    def action_save(self) -> None:
        """Hand the text over; an empty one is no note."""
        text = self.query_one(TextArea).text
        self.dismiss(text if text.strip() else None)
