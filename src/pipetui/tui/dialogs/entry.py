"""What was logged or noted, to be corrected: its kind, outcome and time in lines, its text as it was written."""

from collections.abc import Callable, Mapping

from textual.app import ComposeResult
from textual.widgets import Static, TextArea

from pipetui.service import Workspace
from pipetui.service.entries import FIELDS
from pipetui.tui.dialogs.edit import FormDialog, FormRow

TEXT = "text"


class EntryDialog(FormDialog):
    """A form of which the last field has as many lines as it takes."""

    def __init__(
        self,
        heading: str,
        source: str,
        workspace: Workspace,
        shown: Mapping[str, str],
        typed: Mapping[str, str] | None = None,
        seen: Mapping[str, str] | None = None,
    ) -> None:
        self._parse = {field.name: field.parse for field in FIELDS[source]}
        self._workspace = workspace
        self._before = dict(shown)
        rows = {
            field.name: FormRow(field.label, field.example, shown[field.name], self._checked(field.name))
            for field in FIELDS[source]
            if field.name != TEXT
        }
        super().__init__(heading, rows, typed, seen)

    def keys_told(self, contested: bool) -> str:
        """Enter belongs to the text."""
        saving = "^s saves yours    ^t takes theirs" if contested else "^s saves, in a line Enter too"
        return f"{saving}    Tab moves    Esc leaves"

    def _checked(self, name: str) -> Callable[[str], object]:
        return lambda text: self._parse[name](text, self._workspace)

    @property
    def shown(self) -> dict[str, str]:
        """What the entry said when it was read."""
        return self._before

    def body(self) -> ComposeResult:
        """The lines, then the text."""
        yield from super().body()
        yield Static("Text", classes="label", markup=False)
        yield TextArea(self._typed.get(TEXT, self._before[TEXT]), soft_wrap=True, tab_behavior="focus")
        yield Static(classes="error", id=f"error-{TEXT}", markup=False)

    def on_mount(self) -> None:
        """The text is what is corrected most; a line that was changed elsewhere is decided first."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        self._say_theirs()
        if not self._seen or TEXT in self._seen:
            self.call_later(area.focus)  # a form begins with its first line

    def on_text_area_changed(self) -> None:
        """What became of the text elsewhere is said while another one stands here."""
        self._say_theirs()

    def _say_theirs(self) -> None:
        said = self._theirs(TEXT, self.query_one(TextArea).text)
        below = self.query_one(f"#error-{TEXT}", Static)
        below.update(said)
        below.set_class(bool(said), "-on")

    def action_theirs(self) -> None:
        """Also in the text."""
        area = self.query_one(TextArea)
        if self.focused is area:
            area.text = self._before[TEXT]
            area.move_cursor(area.document.end)
        else:
            super().action_theirs()

    def action_save(self) -> None:
        """Hand over what was changed, unless a field is wrong."""
        for name in self._rows:
            if not self._check(name):
                self._input(name).focus()
                return
        texts = {name: self._input(name).value for name in self._rows} | {TEXT: self.query_one(TextArea).text}
        changed = {name: text for name, text in texts.items() if text.strip() != self._before[name].strip()}
        self.dismiss(changed or None)
