"""`t` and `c`: what happened, in one or two keys, or as a line."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Static

from pipetui.domain.deal import KIND_ALIASES, OUTCOMES, TOUCH_KINDS, kind_name
from pipetui.domain.errors import PipetuiError
from pipetui.domain.line import quick_line
from pipetui.domain.line.quick_line import TouchLine, direction_of
from pipetui.render import due
from pipetui.service import Workspace
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice
from pipetui.tui.widgets.echo_input import EchoInput
from pipetui.tui.widgets.key_grid import KeyGrid

KINDS = tuple(Choice(key, kind_name(kind)) for key, kind in zip("cemdsv", TOUCH_KINDS, strict=True))
RESULTS = (
    *(Choice(key, outcome) for key, outcome in zip("rnvmbx", OUTCOMES, strict=True)),
    Choice(".", "just log it"),
)
"""The outcome keys of a touch; the work session has the same."""


class TouchDialog(Dialog[TouchLine]):
    """First the kind, then the outcome; Tab goes to a line that takes everything a touch can carry."""

    docked = True

    def __init__(self, title: str, workspace: Workspace, stage: Callable[[str], str], kind: str = "") -> None:
        """`stage` gives the name of the stage that a word names for the deal, or raises InputError."""
        super().__init__(f"Touch: {title}", "Tab: a line with text, next:… and @stage    Esc leaves")
        self._workspace = workspace
        self._stage = stage
        self._kind = kind

    def body(self) -> ComposeResult:
        """What was chosen so far, the choices, the line."""
        yield KeyGrid(RESULTS if self._kind else KINDS, self._picked)
        yield EchoInput(self._said, placeholder="or as a line: call no-answer left a word with Kim next:tue")

    def on_mount(self) -> None:
        """A key chooses at once."""
        if self._kind:
            self._say_kind()
        self.query_one(KeyGrid).focus()

    def _say_kind(self) -> None:
        self.query_one("#heading", Static).update(f"{self.heading} · {kind_name(self._kind)}")

    def _picked(self, label: str) -> None:
        """Kind, then outcome, then done."""
        if not self._kind:
            self._kind = KIND_ALIASES.get(label, label)
            self._say_kind()
            self.query_one(KeyGrid).offer(RESULTS)
            return
        outcome = label if label in OUTCOMES else ""
        touch = TouchLine(self._kind, outcome, direction_of(outcome))
        typed = self.query_one(EchoInput).text.strip()
        if typed and typed != self._kind:  # what stands in the line was meant to be said, too
            line = self.query_one(EchoInput).take(lambda text: self._parse(self._whole(text)))
            if line is None:
                self.query_one(EchoInput).query_one("Input").focus()
                return
            touch = line._replace(kind=self._kind, outcome=outcome or line.outcome)
            touch = touch._replace(direction=direction_of(outcome) if outcome else line.direction)
        self.dismiss(touch)

    def _whole(self, text: str) -> str:
        """The line with its kind before it, unless it begins with one."""
        try:
            self._parse(text)
        except PipetuiError:
            return f"{self._kind} {text}"
        return text

    def _parse(self, text: str) -> TouchLine:
        touch = quick_line.parse_touch(text, self._workspace.now(), self._workspace.settings.dates)
        if touch.stage:
            return touch._replace(stage=self._stage(touch.stage))
        return touch

    def _said(self, text: str) -> str:
        if not text.strip():
            return ""
        touch, now = self._parse(text), self._workspace.now()
        parts = [kind_name(touch.kind) + (" in" if touch.direction == "in" else ""), touch.outcome, touch.text]
        if touch.at is not None:
            parts.append(f"{touch.at.astimezone(now.tzinfo):%a %d %b %H:%M}")
        parts.append(f"to {touch.stage}" if touch.stage else "")
        if touch.next is not None:
            parts.append(f"next: {due(*touch.next.due, now.date())} {touch.next.what}".rstrip())
        parts += touch.doubts
        return " · ".join(filter(None, parts))

    def on_descendant_focus(self) -> None:
        """The line begins with the kind that was chosen."""
        line = self.query_one(EchoInput)
        if self._kind and not line.text and not self.query_one(KeyGrid).has_focus:
            line.type_on(f"{self._kind} ")

    def on_echo_input_entered(self, event: EchoInput.Entered) -> None:
        """The line says it all."""
        touch = event.echo.take(self._parse) if event.text.strip() else None
        if touch is not None:
            self.dismiss(touch)
