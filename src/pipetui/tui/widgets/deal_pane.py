"""One deal on paper: people, money, qualification, next steps, timeline."""

from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pipetui.views import DealSheet

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.widgets.sheet_lines import Part


class DealPane(VerticalScroll, can_focus=False):
    """Shows a deal's sheet; `full` shows long texts and the whole timeline."""

    DEFAULT_CSS = """
    DealPane { padding: 0 0 0 1; scrollbar-size-vertical: 1; }
    DealPane Static { height: auto; padding: 0 1 0 0; }
    DealPane.-peek { overflow-y: hidden; }
    DealPane.-peek Static { text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, *, full: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.full = full
        self._block = Static(markup=False)
        """Here before it is mounted, for a sheet may come as early as that."""
        self._peek = False
        self._shown: DealSheet | None = None
        self._today: date | None = None

    def compose(self) -> ComposeResult:
        """One block of text."""
        yield self._block

    def show(self, sheet: DealSheet | None, now: datetime) -> None:
        """Show a sheet as it stands at `now`; another deal begins at the top."""
        if sheet is not None and (sheet, now.date()) == (self._shown, self._today):
            return
        self._today = now.date()
        other = sheet is None or self._shown is None or sheet.card.id != self._shown.card.id
        self._shown = sheet
        self._block.update(self.text(sheet, now) if sheet else "")
        if other:
            self.scroll_home(animate=False)

    def peek(self, peek: bool, now: datetime) -> None:
        """Show six lines of what matters, or the whole sheet."""
        if peek != self._peek:
            self._peek = peek
            self.set_class(peek, "-peek")
            shown, self._shown = self._shown, None
            self.show(shown, now)

    def text(self, sheet: DealSheet, now: datetime) -> Content:
        """What is shown of a sheet."""
        named = ("deal.next", "deal.open", "deal.outside", "deal.items")
        plans, opens, files, goods = map(cast("PipetuiApp", self.app).key, named)
        if self._peek:
            from pipetui.tui.widgets import pane_lines, sheet_lines  # behind the first frame, with the first sheet

            return sheet_lines.together(pane_lines.peek(sheet, now, self.size.width))
        return sheet_text(sheet, now, full=self.full, plans=plans, opens=opens, files=files, goods=goods)


def sheet_text(
    sheet: DealSheet, now: datetime, *, full: bool, plans: str = "", opens: str = "", files: str = "", goods: str = ""
) -> Content:
    """The sheet as lines of plain text with styles.

    `plans`, `opens`, `files`, which opens what is attached, and `goods`, which changes the items, are the keys that do
    so, "" without one.
    """
    from pipetui.tui.widgets import pane_lines, sheet_lines  # behind the first frame, with the first sheet

    if not full:
        return sheet_lines.together(pane_lines.side(sheet, now, pane_lines.PaneKeys(plans, opens, files, goods)))
    lines: list[list[Part]] = [
        *sheet_lines.head(sheet, now),
        *sheet_lines.people(sheet),
        *sheet_lines.qualification(sheet, now, full=True),
        [],
        *sheet_lines.steps(sheet, now, plans),
        *sheet_lines.objections(sheet),
        *([(f"{name} ", "$dim"), (value, "")] for name, value in sheet.named),
        *sheet_lines.items(sheet, goods, full=True),
        *sheet_lines.attachments(sheet, files),
        *sheet_lines.links(sheet),
        *sheet_lines.scores(sheet),
        *sheet_lines.why(sheet),
        *sheet_lines.custom(sheet.card.custom, now.date()),
        [],
        [("TIMELINE", "bold $key")],
    ]
    lines += [sheet_lines.event(item, now, True) for item in sheet.timeline]
    return sheet_lines.together(lines)
