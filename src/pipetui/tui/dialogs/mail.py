"""`M`: which template, what it lacks, and the mail as it will be."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Static

from pipetui.domain.mailing import Mail
from pipetui.domain.text import cell_width, clean
from pipetui.domain.texts.mail_text import FIELDS, Template
from pipetui.render import plural
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choices, keyed
from pipetui.tui.widgets.field import FieldInput, FormRows

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


class Picked(NamedTuple):
    """The template that was chosen; `edit`: to be changed, not to be used."""

    name: str
    edit: bool = False


class TemplateDialog(Dialog[Picked]):
    """A template in one key; its key stays the same wherever it stands in the list."""

    docked = True

    BINDINGS = [Binding("ctrl+e", "edit", "Edit", show=False, priority=True)]

    def __init__(self, about: str, templates: Sequence[Template], subjects: Mapping[str, str]) -> None:
        """`subjects` are those of the templates by name, in the order they are offered in."""
        super().__init__(f"Mail: {about}", "Enter takes the first    ^e edits one in your editor    Esc leaves")
        keys = {choice.label: choice for choice in keyed(template.name for template in templates)}
        width = max(map(cell_width, keys))
        self._choices = [
            keys[name]._replace(note=" " * (width - cell_width(name)) + subject) for name, subject in subjects.items()
        ]

    def body(self) -> ComposeResult:
        """The templates with their subjects."""
        yield Choices(self._choices, self._picked)

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one(Choices).focus()

    def _picked(self, name: str) -> None:
        self.dismiss(Picked(name))

    def action_edit(self) -> None:
        """The highlighted one is to be edited."""
        place = self.query_one(Choices).highlighted
        if place is not None:
            self.dismiss(Picked(self._choices[place].label, edit=True))


class Lack(NamedTuple):
    """A field without a value: of the deal `deal_id`, or 0 for all mails alike; `label` says which it is."""

    deal_id: int
    field: str
    label: str


class LackDialog(Dialog[dict[Lack, str]]):
    """What the book does not know, one line each; an empty one is refused beside it."""

    BINDINGS = [
        Binding("enter,ctrl+s", "save", "Go on", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, template: str, lacking: Sequence[Lack]) -> None:
        mine = any(lack.field == "my_name" for lack in lacking)
        kept = "\nyour name for good: Settings, under You" if mine else ""
        super().__init__(f"“{template}” needs to know", f"Enter goes on    ↑ ↓ Tab moves    Esc leaves{kept}")
        self._lacking = tuple(lacking)

    def body(self) -> ComposeResult:
        """A row for each field, what is wrong under it."""
        with FormRows(classes="rows"):
            for place, lack in enumerate(self._lacking):
                with Vertical(classes="row"):
                    with Horizontal(classes="row"):
                        yield Label(lack.label[:1].upper() + lack.label[1:], classes="name", markup=False)
                        yield FieldInput(placeholder=FIELDS[lack.field], id=f"lack-{place}", select_on_focus=False)
                    yield Static(classes="error", id=f"error-{place}", markup=False)

    def on_mount(self) -> None:
        """Begin with the first."""
        self.query_one("#lack-0", Input).focus()

    def action_save(self) -> None:
        """Hand the answers over, unless one is missing: then go to it."""
        answers: dict[Lack, str] = {}
        for place, lack in enumerate(self._lacking):
            line = self.query_one(f"#lack-{place}", Input)
            beside = self.query_one(f"#error-{place}", Static)
            answers[lack] = clean(line.value)
            beside.set_class(not answers[lack], "-on")
            if not answers[lack]:
                beside.update(f"{{{lack.field}}} has no value: the e-mail would have a hole here")
                line.focus()
                return
        self.dismiss(answers)


class PreviewDialog(Dialog[str]):
    """The mail, the first of several; the answer is one of the ways below."""

    OPEN, COPY, PRINT, LOG, OTHER = "open", "copy", "print", "log", "other"

    BINDINGS = [
        Binding("enter,o", f"take('{OPEN}')", "Open", show=False),
        Binding("c,y", f"take('{COPY}')", "Copy", show=False),
        Binding("p", f"take('{PRINT}')", "Print", show=False),
        Binding("l", f"take('{LOG}')", "Log", show=False),
        Binding("t", f"take('{OTHER}')", "To", show=False),
    ]

    def __init__(self, mails: Sequence[Mail], addressee: str, *, others: bool) -> None:
        """`addressee` is the person's name if known; `others`: whether it could go to somebody else as well."""
        self._mail, self._count, self._others = mails[0], len(mails), others
        self._addressee = addressee
        many = f" · opens {plural(len(mails), 'e-mail')}, the first:" if len(mails) > 1 else ""
        text = "c copies the text" if len(mails) == 1 else "c copies them"
        end = "\nt to somebody else                  Esc leaves" if others else "    Esc leaves"
        super().__init__(
            f"Mail: {mails[0].template}{many}",
            f"Enter, o opens your mail program    {text}\np prints on the bare terminal       l only logs it{end}",
        )

    def body(self) -> ComposeResult:
        """Addressee, subject, text."""
        nobody = Content.styled("no e-mail address is known: fill it in yourself", "$doubt")
        to = Content(", ".join(self._mail.to)) if self._mail.to else nobody
        name = f"{self._addressee}  " if self._addressee and self._mail.to else ""
        subject = Content.styled(self._mail.subject, "bold")
        for said, text in (("To", Content.assemble(name, to)), ("Subject", subject)):
            with Horizontal(classes="row"):
                yield Static(said, classes="name", markup=False)
                yield Static(text, id=said.lower(), markup=False)
        with VerticalScroll(id="text"):
            yield Static(Content(self._mail.body.rstrip()), markup=False)

    def on_mount(self) -> None:
        """The arrows scroll a long text."""
        self.query_one("#text").focus()

    def action_take(self, how: str) -> None:
        """That way."""
        if how != self.OTHER or self._others:
            cast("PipetuiApp", self.app).typed.spelt(how)
            self.dismiss(how)
