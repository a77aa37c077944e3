"""What happened, the newest first: day and time under each other, a sign for each kind, texts that wrap.

A list over a cursor like every other, but that an entry takes as many lines as its text needs: what follows its first
line are rows the cursor passes over. Ten thousand entries are laid out at once and painted only where they are seen.
"""

from datetime import datetime
from typing import NamedTuple

from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from pipetui.domain.deal import kind_name
from pipetui.domain.text import one_line
from pipetui.render import cell_width, clock, cut, day_in_column
from pipetui.tui.actions import bindings
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.pieces import Heading, Piece
from pipetui.tui.widgets.wrapping import wrapped
from pipetui.views import TimelineItem

SIGNS = {
    "call": "☎",
    "email": "✉",
    "meeting": "◆",
    "demo": "▶",
    "message": "❝",
    "visit": "⌂",
    "note": "✎",
    "stage": "→",
    "follow-up": "✓",
}
"""One cell for each kind of touch, and for what is none."""
FILTERS = ("all", "touches", "notes", "calls")
"""What the timeline can be narrowed to, in the order of the key."""

_OUTCOME_LOOKS = {"reached": "good", "replied": "good", "booked": "good", "bounced": "bad"}
_WHEN = 18
"""Cells of day and time, with the gap behind."""
_SIGN = 2
_GAP = 2
_LEAST = 16
"""With less room than this behind the heading, a text begins in the next line."""
_NARROWEST = 8
_LONGEST = 20_000
"""Characters shown of one text: some ten screens full."""


class Line(NamedTuple):
    """The first line of an entry; `id` is its place in the timeline, from 0."""

    id: int
    item: TimelineItem
    first: str
    """The part of its text that stands beside its heading."""


class More(Heading):
    """A line more of the text of the entry above it."""


class Timeline(CursorRows[Line]):
    """The entries under a cursor; without the focus there is none to be seen."""

    BINDINGS = [Binding("up,k", "leave_or_step", "Up", show=False), *bindings("entry")]

    shown: reactive[str] = reactive(FILTERS[0], repaint=False)
    """Which of the FILTERS it is narrowed to."""

    class LeftUpwards(Message):
        """The cursor was to go up from the first entry."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._items: tuple[TimelineItem, ...] = ()
        self._laid_out: tuple[object, ...] = ()
        self._now: datetime | None = None

    # --- what is shown

    def tell(self, items: tuple[TimelineItem, ...], now: datetime) -> None:
        """Show these entries as they stand at `now`."""
        self._items, self._now = items, now
        self._lay_out()

    def watch_shown(self) -> None:
        """Narrowed to something else."""
        self._lay_out()

    def narrow(self) -> None:
        """To the next of the FILTERS."""
        self.shown = FILTERS[(FILTERS.index(self.shown) + 1) % len(FILTERS)]

    @property
    def entries(self) -> list[TimelineItem]:
        """Those that are shown."""
        return [item for item in self._items if fits(item, self.shown)]

    @property
    def entry(self) -> TimelineItem | None:
        """The entry under the cursor, while the keys go there."""
        row = self.selected
        return row.item if self.has_focus and row is not None else None

    def _lay_out(self) -> None:
        if self._now is None or not self._width:
            return
        wanted = (self._items, self.shown, self._width, self._now.date())
        if wanted == self._laid_out:
            return
        self._laid_out = wanted
        rows: list[Line | Heading] = []
        room = max(_NARROWEST, self._width - 2 - _WHEN - _SIGN)  # a cell of air beside the edge and the scroll bar
        for place, item in enumerate(self.entries):
            first, *more = text_lines(item, room)
            rows.append(Line(place, item, first))
            look = "" if item.is_own else "muted"
            rows += [More(line, look) for line in more]
        before = self.virtual_size.height
        self.show(tuple(rows), self._now.date())
        if self.virtual_size.height != before:
            self.refresh(layout=True)

    def on_resize(self, event: events.Resize) -> None:
        """Texts wrap anew."""
        self._lay_out()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as it has lines, where all of it stands on a longer sheet."""
        return max(1, len(self.rows))

    # --- how it looks

    def lines(self, row: Line | Heading, width: int) -> list[list[Piece]]:
        """`Mon 23 Nov 13:50  ◆ meeting booked · Marcus Hill  Workshop agreed`, and what is left of the text."""
        if isinstance(row, Heading):
            return [[(" " * (_WHEN + _SIGN), ""), (row.text, row.note)]]
        item = row.item
        assert self._now is not None
        at = item.at.astimezone(self._now.tzinfo)
        when = f"{day_in_column(at.date(), self._now.date())} {clock(at, self._now.tzinfo)} "
        look = "" if item.is_own else "muted"
        pieces: list[Piece] = [(when, "muted"), (f"{sign_of(item)} ", look or "key"), *heading_of(item)]
        if row.first:
            pieces += [(" " * _GAP, ""), (row.first, look)]
        room, fitting = width - 1, []
        for text, part in pieces:
            shown = cut(text, room)
            room -= cell_width(shown)
            fitting.append((shown, part))
        return [fitting]

    def look_of(self, index: int) -> str:
        """All lines of an entry are under the cursor."""
        begin = self._begin(index)
        return "cursor" if self.has_focus and begin == self.cursor and self.rows else ""

    def _begin(self, index: int) -> int:
        """Where the entry begins that has a line."""
        while index > 0 and isinstance(self.rows[index], More):
            index -= 1
        return index

    def _end(self, index: int) -> int:
        index += 1
        while index < len(self.rows) and isinstance(self.rows[index], More):
            index += 1
        return index

    def _repaint(self, index: int) -> None:
        if index < len(self.rows):
            top = index - self.scroll_offset.y
            self.refresh(Region(0, top, self.size.width, self._end(index) - index))

    def _reveal(self) -> None:
        """Scroll to the entry under the cursor, on a sheet that is scrolled as a whole that one."""
        if not self.rows:
            return
        lines = min(self._end(self.cursor) - self.cursor, max(1, self.screen.size.height // 2))
        here = Region(0, self.cursor, self._width, lines)
        if self.styles.overflow_y == "hidden":
            if self.has_focus and self.parent is not None:
                paper = next((one for one in self.ancestors if one.id == "sheet"), None)
                if isinstance(paper, Widget):
                    within = here.translate(self.region.offset - paper.content_region.offset + paper.scroll_offset)
                    paper.scroll_to_region(within, animate=False)
        else:
            self.scroll_to_region(here, animate=False)

    # --- the cursor

    def reveal(self) -> None:
        """Scroll to the entry under the cursor."""
        self._reveal()

    def action_leave_or_step(self) -> None:
        """An entry up; from the first one back to the deal."""
        if self.cursor == 0:
            self.post_message(self.LeftUpwards())
        else:
            self.action_step(-1)

    def on_click(self, event: events.Click) -> None:
        """A click on any line of an entry selects it, a double click opens it."""
        index = event.y + self.scroll_offset.y
        if index < len(self.rows):
            self.cursor = self._begin(index)
            if event.chain == 2:
                self.post_message(self.Opened(self))


def fits(item: TimelineItem, shown: str) -> bool:
    """Whether an entry is among what one of the FILTERS leaves."""
    return {
        "touches": item.kind == "touch",
        "notes": item.kind == "note",
        "calls": item.kind == "touch" and item.what == "call",
    }.get(shown, True)


def sign_of(item: TimelineItem) -> str:
    """The sign of its kind."""
    return SIGNS.get(item.what if item.kind == "touch" else item.kind, "·")


def heading_of(item: TimelineItem) -> list[Piece]:
    """What it was and what came of it: kind, outcome, with whom, on which deal."""
    if item.kind != "touch":
        pieces: list[Piece] = [(one_line(item.headline), "title" if item.is_own else "muted")]
        if item.kind == "note":
            pieces = [("note", "title")]
    else:
        pieces = [(kind_name(one_line(item.what)) + (" in" if item.direction == "in" else ""), "title")]
        if item.outcome:
            pieces.append((f" {one_line(item.outcome)}", _OUTCOME_LOOKS.get(item.outcome, "muted")))
    if item.who:
        pieces.append((f" · {one_line(item.who)}", ""))
    if item.deal:
        pieces.append((f" · {one_line(item.title)}", "muted"))
    return pieces


def text_lines(item: TimelineItem, room: int) -> list[str]:
    """Its text in lines of `room` cells; the first is shorter by what stands before it, "" where that is too much."""
    text = item.text
    if not text:
        return [""]
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]} … ({len(text):,} characters in all)"
    beside = room - sum(cell_width(piece) for piece, _ in heading_of(item)) - _GAP
    return wrapped(text, room, beside if beside >= min(_LEAST, room) else 0)
