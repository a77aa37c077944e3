"""A line to type into that says back, under it, what it was understood as."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from pipetui.domain.errors import PipetuiError
from pipetui.tui import remedies
from pipetui.tui.widgets.field import FieldInput

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

T = TypeVar("T")


class TypedLine(FieldInput):
    """The line that is typed into."""

    before_further_lines = " "
    """What stands behind the first line of a paste of several: behaviour 14 makes a note of the others."""


class EchoInput(Vertical):
    """`understand` turns the text into what is said back, or raises a PipetuiError that is shown instead."""

    DEFAULT_CSS = """
    EchoInput { height: auto; }
    EchoInput Input, EchoInput Input:focus { border: none; height: 1; padding: 0 1; background: $field; }
    EchoInput Static { height: auto; min-height: 1; max-height: 5; padding: 0 1; color: $dim; }
    """

    class Entered(Message):
        """Enter, on a line that is understood."""

        def __init__(self, echo: "EchoInput", text: str) -> None:
            super().__init__()
            self.echo = echo
            self.text = text

        @property
        def control(self) -> "EchoInput":
            """The line it was typed into."""
            return self.echo

    def __init__(
        self,
        understand: Callable[[str], str],
        *,
        placeholder: str = "",
        value: str = "",
        before_further_lines: str = " ",
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._before_further_lines = before_further_lines
        self._understand = understand
        self._placeholder = placeholder
        self._value = value
        # Kept, not looked for: a question that is mounted while the app ends has no parts any more.
        self._answer = Static(markup=False)

    def compose(self) -> ComposeResult:
        """The line and its echo."""
        line = TypedLine(self._value, placeholder=self._placeholder, select_on_focus=False)
        line.before_further_lines = self._before_further_lines
        yield line
        yield self._answer

    def on_mount(self) -> None:
        """Say back what is there from the start."""
        self._echo(self._value, typed=False)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    def type_on(self, text: str) -> None:
        """Go on typing here after `text`."""
        line = self.query_one(Input)
        line.focus()
        line.value = text
        line.cursor_position = len(text)

    def refuse(self, error: PipetuiError) -> None:
        """Show why the line cannot be taken."""
        hint = remedies.hint(error, cast("PipetuiApp", self.app).remapped)
        self._answer.update(Content.assemble((error.title, "$bad"), (f"  {hint}", "")))

    def tell(self, said: str, doubt: str) -> None:
        """Say what more is known than the line itself tells, and behind it a doubt, such as a possible duplicate."""
        self._answer.update(Content.assemble((said, ""), (f"   {doubt}" if doubt else "", "$doubt")))

    def _echo(self, text: str, *, typed: bool = True) -> bool:
        """Say back what was understood; what an empty line lacks is an advice until Enter is pressed on it."""
        try:
            said = self._understand(text)
        except PipetuiError as error:
            if typed or text.strip():
                self.refuse(error)
            else:
                self._answer.update(Content(remedies.hint(error, cast("PipetuiApp", self.app).remapped) or error.title))
            return False
        self._answer.update(Content(said))
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Understand as typed."""
        self._echo(event.value, typed=False)

    def take(self, understand: Callable[[str], T]) -> T | None:
        """What `understand` makes of the line; None, with the reason shown, when it refuses."""
        try:
            return understand(self.text)
        except PipetuiError as error:
            self.refuse(error)
            return None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the line over if it is understood."""
        event.stop()
        if self._echo(event.value):
            self.post_message(self.Entered(self, event.value))
