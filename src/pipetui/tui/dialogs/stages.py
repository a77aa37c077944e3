"""What is asked about stages: a line that names one, a text of exit criteria, the checklist of a deal that advances."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, TextArea
from textual.widgets.option_list import Option

from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.examples import such_as
from pipetui.tui.widgets.echo_input import EchoInput
from pipetui.tui.widgets.option_lines import OptionLines
from pipetui.views import Criterion


class LineDialog(Dialog[str]):
    """A line at the bottom, said back while it is typed; `understand` raises a PipetuiError for one it refuses."""

    docked = True

    def __init__(self, heading: str, understand: Callable[[str], str], example: str = "", value: str = "") -> None:
        super().__init__(heading)
        self._understand = understand
        self._example = example
        self._value = value

    def body(self) -> ComposeResult:
        """The line."""
        yield EchoInput(self._understand, placeholder=such_as(self._example), value=self._value)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_echo_input_entered(self, event: EchoInput.Entered) -> None:
        """Enter takes it; what is as it was is no answer."""
        typed = event.text.strip()
        if typed == self._value.strip() or event.echo.take(self._understand) is not None:
            self.dismiss(None if typed == self._value.strip() else typed)


class CriteriaTextDialog(Dialog[str]):
    """The exit criteria of a stage, one a line."""

    BINDINGS = [Binding("ctrl+s", "save", "Save", show=False, priority=True)]

    def __init__(self, stage: str, criteria: Sequence[str]) -> None:
        super().__init__(f"Before it leaves {stage}", "one a line    ^s saves    Esc leaves")
        self._before = "\n".join(criteria)

    def body(self) -> ComposeResult:
        """The text."""
        yield TextArea(self._before, soft_wrap=True, tab_behavior="focus")

    def on_mount(self) -> None:
        """Type behind what is there."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    def action_save(self) -> None:
        """Hand it over, unless it is as it was."""
        text = self.query_one(TextArea).text
        self.dismiss(None if text.strip() == self._before.strip() else text)


class ChecklistDialog(Dialog[tuple[tuple[int, bool], ...]]):
    """Space ticks, Enter advances with what is ticked, whether it is all or not; the answer is what was changed."""

    docked = True

    DEFAULT_CSS = """
    ChecklistDialog OptionLines, ChecklistDialog OptionLines:focus {
        height: auto; max-height: 14; border: none; padding: 0; background: transparent;
    }
    ChecklistDialog OptionLines > .option-list--option-highlighted,
    ChecklistDialog OptionLines:focus > .option-list--option-highlighted {
        background: $selected; color: $foreground;
    }
    """
    BINDINGS = [
        Binding("space", "tick", "Tick", show=False),
        Binding("enter", "advance", "Advance", show=False, priority=True),
    ]

    def __init__(self, title: str, stage: str, criteria: Sequence[Criterion]) -> None:
        super().__init__(f"{title}, before it leaves {stage}", "Space ticks    Enter advances    Esc leaves")
        self._criteria = criteria
        self._met = {one.id: one.met for one in criteria}

    def body(self) -> ComposeResult:
        """A line for each criterion."""
        yield OptionLines(*(Option(self._line(one)) for one in self._criteria), markup=False)

    def on_mount(self) -> None:
        """Begin with the first that is not met."""
        lines = self.query_one(OptionLines)
        lines.focus()
        lines.highlighted = next((place for place, one in enumerate(self._criteria) if not one.met), 0)

    def _line(self, one: Criterion) -> Content:
        met = self._met[one.id]
        return Content.assemble((" ✓ " if met else " · ", "bold $good" if met else "$dim"), (one.text, ""))

    def action_tick(self) -> None:
        """Tick the one under the cursor, or take its tick away, and step on."""
        lines = self.query_one(OptionLines)
        place = lines.highlighted
        if place is None:
            return
        one = self._criteria[place]
        self._met[one.id] = not self._met[one.id]
        lines.replace_option_prompt_at_index(place, self._line(one))
        if place + 1 < len(self._criteria):
            lines.highlighted = place + 1

    def action_advance(self) -> None:
        """On, with what is ticked now."""
        self.dismiss(tuple((one.id, self._met[one.id]) for one in self._criteria if self._met[one.id] != one.met))
