"""The frame that every question shares, and what becomes of a text that is typed into it and left."""

from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from pipetui.tui.dismissal import LeftOnce
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.pieces import news_cut

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

Answer = TypeVar("Answer")

_MOST = 0.96
"""Of the lines and the width of the screen, as much as the box may have: as the style sheet says."""

_AROUND_TITLE = 6
"""Cells of the frame that its title leaves free."""

_KEPT = "what you typed is here again"


class Dialog(LeftOnce, ModalScreen[Answer | None]):
    """A titled box; Esc leaves without an answer. Subclasses compose `body`.

    What was typed and left is kept as a draft of `subject` (the heading, where none is set), and stands there again
    the next time; an answer ends it, unless what was to be done with it is refused.
    """

    BINDINGS = [Binding("escape", "leave", "Cancel", show=False)]

    docked = False
    """Whether it lies at the bottom and leaves what it is about in sight: questions do, forms are in the middle."""

    keeps_drafts = True
    """Whether what is typed is worth keeping: words that only look for something are not."""

    def __init__(self, heading: str, hint: str = "") -> None:
        super().__init__()
        self.set_class(self.docked, "-docked")
        self.heading = heading
        self.hint = hint
        self.subject = ""
        self._initial: list[str] = []

    def compose(self) -> ComposeResult:
        """Title, body, hint."""
        with Vertical(id="frame"):
            yield Static(self.heading, id="heading", markup=False)
            yield from self.body()
            if self.hint:
                yield Static(self.hint, id="hint", markup=False)

    def body(self) -> ComposeResult:
        """What is asked."""
        raise NotImplementedError

    def widen(self, cells: int) -> int:
        """Make the box so broad, as far as the screen goes; how broad it is then."""
        self.query_one("#frame").styles.width = cells  # also for a screen that becomes broader
        return min(cells, int(self.app.size.width * _MOST))

    def on_resize(self, event: events.Resize) -> None:
        """Let the rows of a form scroll by themselves, between the heading and the hint, be these one line or more."""
        frame = self.query_one("#frame")
        for rows in frame.query_children(".rows"):
            beside = sum(each.outer_size.height + each.styles.margin.height for each in frame.children if each != rows)
            rows.styles.max_height = max(1, int(event.size.height * _MOST) - frame.gutter.height - beside)
        if self.docked:
            for rack in self.query("ToastRack"):  # no message covers what can be answered
                rack.styles.margin = (0, 0, event.size.height - frame.region.y, 0)

    def on_mount(self) -> None:
        """After what a subclass does: put back what was typed and left before."""
        self._initial = [_text(field) for field in self._fields]
        draft = cast("PipetuiApp", self.app).drafts.of(self._draft) if self.keeps_drafts else {}
        for place, text in draft.items():
            if place < len(self._fields):
                _type(self._fields[place], text)
        if draft:
            self.query_one("#heading", Static).update(f"{self.heading}  ·  {_KEPT}")

        if self.docked:
            self.tell(*cast("PipetuiApp", self.app).news)
            self.call_after_refresh(self._leave_in_sight)

    def tell(self, text: str, failed: bool = False) -> None:
        """Say in the line over the question what happened: it lies over the line where that is said."""
        if self.docked and self.is_attached:
            frame = self.query_one("#frame")
            said = news_cut(f"! {text}" if failed else text, max(1, self.size.width - _AROUND_TITLE))
            frame.border_title = Content(f" {said} ") if text else None
            frame.set_class(failed, "-failed")

    def _leave_in_sight(self) -> None:
        """Scroll the list below so that the row under its cursor is not covered."""
        below = self.app.screen_stack[-2] if len(self.app.screen_stack) > 1 else None
        for rows in below.query(CursorRows) if below is not None and self.is_attached else ():
            if rows.leads:
                rows.keep_above(self.query_one("#frame").region.y)

    def action_leave(self) -> None:
        """No answer; what was typed is kept."""
        self.keep_draft()
        self.dismiss(None)

    def keep_draft(self) -> None:
        """Keep what was typed, also what no longer is there."""
        if self.keeps_drafts:
            cast("PipetuiApp", self.app).drafts.leave(self._draft, self._by_place)

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave; an answer ends the draft."""
        if result is not None and self.keeps_drafts and self.is_attached:
            cast("PipetuiApp", self.app).drafts.answer(self._draft, self._by_place)
        return super().dismiss(result)

    @property
    def _by_place(self) -> dict[int, str]:
        """What was typed, by the place of the field."""
        return {
            place: _text(field)
            for place, (field, begun) in enumerate(zip(self._fields, self._initial, strict=False))
            if _text(field) != begun and _text(field).strip()
        }

    @property
    def _draft(self) -> str:
        return f"{type(self).__name__} {self.subject or self.heading}"

    @property
    def _fields(self) -> list[Widget]:
        return [field for field in self.query("*") if isinstance(field, (Input, TextArea))]


def _text(field: Widget) -> str:
    return field.value if isinstance(field, Input) else cast(TextArea, field).text


def _type(field: Widget, text: str) -> None:
    if isinstance(field, Input):
        field.value = text
        field.cursor_position = len(text)
    else:
        area = cast(TextArea, field)
        area.text = text
        area.move_cursor(area.document.end)
