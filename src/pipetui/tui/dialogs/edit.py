"""`e` and `N`: every field of a deal with what is wrong beside it; a note."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Label, Static, TextArea

from pipetui.domain.errors import PipetuiError
from pipetui.service.fields import FIELDS, Context
from pipetui.tui.dialogs.base import Dialog
from pipetui.views import DealSheet


class FormRow(NamedTuple):
    """One line of a form: `check` raises a PipetuiError for a text that is not understood."""

    label: str
    example: str
    before: str
    check: Callable[[str], object]


class FormDialog(Dialog[dict[str, str]]):
    """A form with what is wrong beside each field; the answer holds the texts of the fields that were changed."""

    BINDINGS = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, heading: str, rows: Mapping[str, FormRow]) -> None:
        super().__init__(heading, "Enter or ^s saves    ↑ ↓ Tab moves    Esc leaves")
        self._rows = rows

    def body(self) -> ComposeResult:
        """A row for each field, its error under it."""
        with VerticalScroll(can_focus=False):
            for name, row in self._rows.items():
                with Vertical(classes="row"):
                    with Horizontal(classes="row"):
                        yield Label(row.label, classes="name", markup=False)
                        yield Input(row.before, placeholder=row.example, id=f"field-{name}", select_on_focus=False)
                    yield Static(classes="error", id=f"error-{name}", markup=False)

    def on_mount(self) -> None:
        """Begin with the first."""
        self.query(Input).first().focus()

    def _check(self, name: str) -> bool:
        text = self.query_one(f"#field-{name}", Input).value
        beside = self.query_one(f"#error-{name}", Static)
        try:
            if text.strip() != self._rows[name].before:
                self._rows[name].check(text)
        except PipetuiError as error:
            beside.update(f"{error.title} · {error.hint}" if error.hint else error.title)
            beside.add_class("-on")
            return False
        beside.remove_class("-on")
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what is not understood."""
        self._check((event.input.id or "").removeprefix("field-"))

    def on_input_submitted(self) -> None:
        """Enter saves."""
        self.action_save()

    def action_save(self) -> None:
        """Hand over the changed fields, unless one of them is wrong: then go to it."""
        for name in self._rows:
            if not self._check(name):
                self.query_one(f"#field-{name}", Input).focus()
                return
        texts = {name: self.query_one(f"#field-{name}", Input).value for name in self._rows}
        changed = {name: text for name, text in texts.items() if text.strip() != self._rows[name].before}
        self.dismiss(changed or None)


class EditDialog(FormDialog):
    """Every field of a deal."""

    def __init__(self, sheet: DealSheet, context: Context) -> None:
        rows = {
            name: FormRow(field.label, field.example, field.show(sheet), partial(field.parse, context))
            for name, field in FIELDS.items()
        }
        super().__init__(f"Edit #{sheet.card.id} {sheet.card.title}", rows)


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
