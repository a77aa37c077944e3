"""`e` and `N`: every field of a deal with what is wrong beside it; a note."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Label, Static, TextArea

from pipetui.domain.errors import PipetuiError
from pipetui.service.fields import FIELDS, Context
from pipetui.tui.dialogs.base import Dialog
from pipetui.views import DealSheet


class EditDialog(Dialog[dict[str, str]]):
    """A form of every field; the answer holds the texts of the fields that were changed."""

    BINDINGS = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, sheet: DealSheet, context: Context) -> None:
        super().__init__(
            f"Edit #{sheet.card.id} {sheet.card.title}", "Enter or ^s saves    ↑ ↓ Tab moves    Esc leaves"
        )
        self._before = {name: field.show(sheet) for name, field in FIELDS.items()}
        self._against = context

    def body(self) -> ComposeResult:
        """A row for each field, its error under it."""
        with VerticalScroll(can_focus=False):
            for name, field in FIELDS.items():
                with Vertical(classes="row"):
                    with Horizontal(classes="row"):
                        yield Label(field.label, classes="name", markup=False)
                        yield Input(
                            self._before[name], placeholder=field.example, id=f"field-{name}", select_on_focus=False
                        )
                    yield Static(classes="error", id=f"error-{name}", markup=False)

    def on_mount(self) -> None:
        """Begin with the title."""
        self.query_one("#field-title", Input).focus()

    def _check(self, name: str) -> bool:
        text = self.query_one(f"#field-{name}", Input).value
        beside = self.query_one(f"#error-{name}", Static)
        try:
            if text.strip() != self._before[name]:
                FIELDS[name].parse(self._against, text)
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
        for name in FIELDS:
            if not self._check(name):
                self.query_one(f"#field-{name}", Input).focus()
                return
        texts = {name: self.query_one(f"#field-{name}", Input).value for name in FIELDS}
        changed = {name: text for name, text in texts.items() if text.strip() != self._before[name]}
        self.dismiss(changed or None)


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
