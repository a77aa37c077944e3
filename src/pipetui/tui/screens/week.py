"""The week: what is planned on each of its days, and what is late from before."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult

from pipetui import arrange, service
from pipetui.domain.deal import Due
from pipetui.domain.query.language import Query
from pipetui.domain.rules import week_begin
from pipetui.render import day as day_text
from pipetui.render import plural, totals_short
from pipetui.service import planned, reads
from pipetui.tui.actions import bindings
from pipetui.tui.screens.columns import ColumnBox, Columns, ColumnsScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import TopBar
from pipetui.tui.widgets.day_column import DayColumn
from pipetui.tui.widgets.deal_column import StageHead
from pipetui.views import Card, Week, WeekDay

if TYPE_CHECKING:
    from pipetui.service import Result

_LEAST = 15
"""Cells of a day: all of them, and what is late, stand side by side from 120 columns on."""
_ROOMY = 21
"""From so many cells on a day is named with its month."""

_OF_A_STEP: "dict[str, Callable[..., Result]]" = {
    "finish": planned.finish_step,
    "snooze": planned.snooze_step,
    "shift": planned.shift_step,
    "turn": planned.turn_step,
}
"""What is done with the earliest step of a deal, and the same with the very step that is under the cursor."""


class DayBox(ColumnBox):
    """A day in a frame; without a `day` what was due before the week."""

    def __init__(self, name: str) -> None:
        super().__init__("", StageHead("$rule"), DayColumn(name))
        self.day: date | None = None
        self._today = date.min
        self._count = ""

    def show(self, of: WeekDay | None, shown: tuple[Card, ...], today: date, sums: arrange.Head, currency: str) -> None:
        """What is planned on it, or is late; where nothing is and nobody works the other days get its room."""
        self.day, self._today, self._count = of.day if of is not None else None, today, f"{len(shown):,}"
        self.set_class(of is not None and of.closed and not shown, "-spare")
        self.tell_hue("overdue" if of is None else "muted" if of.closed else "key" if self.day == today else "")
        self.head.show(sums, currency, None, labelled=False)
        self.deals.show(shown, today)
        self._tell_name()

    def on_resize(self) -> None:
        """The name is as long as there is room."""
        self._tell_name()

    def _tell_name(self) -> None:
        roomy = self.outer_size.width >= _ROOMY
        if self.day is None:
            name = "Overdue" if roomy else "Late"
        elif self.day == self._today and not roomy:
            name = "Today"
        else:
            name = day_text(self.day, self._today)
            if not roomy:
                name = " ".join(name.split()[:2])
            elif self.day == self._today:
                name += ", today"
        self.tell(name, self._count)


class WeekScreen(ColumnsScreen):
    """Seven days side by side; a step is moved to another one by key or mouse."""

    BINDINGS = bindings("week")
    mode_name = "week"
    side_from = 230
    hints = ("deal.call", "deal.done", "week.later", "week.sooner", "week.next", "app.add", "view.filter", "app.help")

    def __init__(self) -> None:
        super().__init__()
        self.week: Week | None = None
        """What was read of it."""
        self._day: date | None = None
        """A day of the week that is shown; None for the one that runs, whichever that is by now."""
        self._fits: Query | None = None
        self._read_for: Snapshot | None = None
        """The reading of the book that the week belongs to."""
        self._asked_for: int | None = None
        """The step that a gesture is about, until it is made."""
        self._moved: int | None = None
        """The step of the gesture that was made: the cursor goes with it."""

    def listing(self) -> ComposeResult:
        """What is late, and the days."""
        yield Columns(*(DayBox(name) for name in ("late", *(f"day-{number}" for number in range(7)))), id="columns")

    @property
    def boxes(self) -> list[ColumnBox]:
        """The days, before them what is late, where there is something."""
        late, *days = super().boxes
        return [late, *days] if late.deals.rows else days

    @property
    def day_boxes(self) -> list[DayBox]:
        """The days, whether they are in sight or not."""
        return [box for box in self.boxes if isinstance(box, DayBox) and box.day is not None]

    @property
    def least_column(self) -> int:
        """The same beside the pane."""
        return _LEAST

    @property
    def list_wants(self) -> int:
        """The days get the width first, then the pane."""
        return _ROOMY * 8

    def shown_deals(self) -> list[int]:
        """Each deal once, in the order of its first step."""
        return list(dict.fromkeys(super().shown_deals()))

    # --- readings

    def fill(self, snapshot: Snapshot, fits: Query, follow: int | None) -> None:
        """Filter what is there at once; read the week anew when the book changed."""
        self._fits = fits
        self._show()
        if self.is_current and snapshot is not self._read_for:
            self._read_week()

    def on_screen_resume(self) -> None:
        """The book may have changed while another screen was shown."""
        if self.pipetui.snapshot is not self._read_for:
            self._read_week()

    def _read_week(self) -> None:
        """Keys typed ahead wait for it: they are meant for the steps that are there then."""
        self._read_for = self.pipetui.snapshot
        self._read_newest(self.keys_until_read.begin(), self._day or self._read_for.agenda.today)

    @work(exclusive=True, group="week")
    async def _read_newest(self, newest: object, day: date) -> None:
        snapshot = self.pipetui.snapshot
        have = snapshot.cards if snapshot.whole else {}
        with self.keys_until_read.during(newest):
            week = await self.pipetui.worker.ask(lambda workspace: reads.week(workspace, day, have))
        last, self.week = self.week, week
        self._show()
        self._follow_moved()
        if last is None or (self._day is None and last.today < week.days[0].day):  # a week is over
            self._go_to_today()
        self.refresh_bindings()
        self.call_after_refresh(self.want_sheet)

    def _show(self) -> None:
        week = self.week
        if week is None:
            self.query_one(TopBar).note = "reading …"
            return
        columns: list[WeekDay | None] = [None, *week.days]
        parts = [self._fitting(week.late if of is None else of.cards) for of in columns]
        heads = [self._head(part) for part in parts]
        for box, of, part, head in zip(super().boxes, columns, parts, heads, strict=True):
            if isinstance(box, DayBox):
                box.deals.compact = self.pipetui.compact
                box.show(of, part, week.today, head, self.pipetui.snapshot.currency)
        late = super().boxes[0]
        if not parts[0]:
            late.display = False
            if late.deals.has_focus:
                self.go_to_list(self.boxes[0])
        self._explain(week, parts)
        self.arrange_columns()
        self._note(week, parts)

    def _fitting(self, cards: tuple[Card, ...]) -> tuple[Card, ...]:
        fits = self._fits
        return cards if fits is None or not fits.text else tuple(filter(fits.matches, cards))

    def _head(self, cards: Sequence[Card]) -> arrange.Head:
        rates, today = self.pipetui.worker.workspace.settings.rates, self.pipetui.snapshot.agenda.today
        return arrange.rated(arrange.head_of_steps(cards), rates, today)

    def _explain(self, week: Week, parts: Sequence[tuple[Card, ...]]) -> None:
        """What fills an empty day; in an empty week also where there is more."""
        key = self.pipetui.key
        nothing = not any(parts)
        usual: list[str] = []
        for of in week.days:
            if of.day < week.today:
                usual.append("nothing left")
            elif nothing and (of.day == week.today or of is week.days[0]):
                usual.append(f"nothing is planned: {key('app.add')} adds a deal, {key('week.next')} is the week after")
            else:
                usual.append("no working day" if of.closed else "free")
        self.explain_columns(self.day_boxes, usual)

    def _note(self, week: Week, parts: Sequence[tuple[Card, ...]]) -> None:
        shown = [card for part in parts for card in part]
        worth = totals_short(self._head(shown).total)
        first, last = week.days[0].day, week.days[-1].day
        said = f"{_span(first, last, week.today)} · {plural(len(shown), 'step')} {worth}".rstrip()
        self.query_one(TopBar).note = f"{said} · {len(parts[0])} overdue" if parts[0] else said

    def _follow_moved(self) -> None:
        """The cursor goes with the step that was moved."""
        moved, self._moved = self._moved, None
        for box in self.boxes if moved is not None else ():
            for place, row in enumerate(box.deals.rows):
                if isinstance(row, Card) and row.next_step is not None and row.next_step.id == moved:
                    box.deals.cursor = place
                    self.go_to_list(box)

    # --- weeks

    def _go_to_today(self) -> None:
        """The cursor on today, where it is in sight; else on the first day with a step."""
        boxes = self.day_boxes
        today = next((box for box in boxes if box.day == self.pipetui.snapshot.agenda.today), None)
        self.go_to_list(today or next((box for box in boxes if box.deals.selected), boxes[0]))

    def action_turn_week(self, weeks: int) -> None:
        """So many weeks on; 0 is the one that runs."""
        today = self.pipetui.snapshot.agenda.today
        try:
            day = (self._day or today) + timedelta(weeks=weeks) if weeks else today
        except OverflowError:
            self.say("the calendar ends here", failed=True)
            return
        begin = self.pipetui.worker.workspace.settings.dates.week_start
        self._day = None if week_begin(day, begin) == week_begin(today, begin) else day
        if not weeks:
            self.week = None  # the cursor begins anew
        self._read_week()

    def add_preset(self) -> str:
        """A next step on the day of the column, where that is not past."""
        box = next((box for box in self.day_boxes if box.deals is self.focused_list), None)
        past = box is None or box.day is None or box.day < self.pipetui.snapshot.agenda.today
        return "" if past or box is None or box.day is None else f" next:{box.day.isoformat()}"

    # --- gestures

    def made(self, deals: Collection[int]) -> None:
        """The next reading has the step where it is now."""
        super().made(deals)
        self._moved, self._asked_for = self._asked_for, None

    def submit(
        self, gesture: "Callable[..., Result]", deals: Sequence[int], *arguments: Any, doing: str = "Change"
    ) -> None:
        """What is done with the next step of a deal is done with the one under the cursor, be it not the earliest."""
        card = self.selected
        step = card.next_step if card is not None else None
        own = next((mine for name, mine in _OF_A_STEP.items() if gesture is getattr(service, name)), None)
        if own is None or self.marked or card is None or step is None or list(deals) != [card.id]:
            super().submit(gesture, deals, *arguments, doing=doing)
        else:
            self._asked_for = step.id
            self.pipetui.worker.submit(own, card.id, step.id, *arguments)

    def takes(self, box: ColumnBox) -> bool:
        """Nothing is put into the past (behaviour 2)."""
        return isinstance(box, DayBox) and box.day is not None and box.day >= self.pipetui.snapshot.agenda.today

    def name_of_target(self, box: ColumnBox) -> str:
        """The day."""
        day = box.day if isinstance(box, DayBox) else None
        return day_text(day, self.pipetui.snapshot.agenda.today) if day is not None else ""

    def let_go(self, card: Card, taken: list[int], box: ColumnBox) -> None:
        """To that day, at the same time of day."""
        if not isinstance(box, DayBox) or box.day is None:
            return
        if card.id in self.pipetui.marks:
            self.submit(service.snooze, taken, Due(box.day), doing="Snooze")
        elif card.next_step is None:
            self.say(f"#{card.id} {card.title} is {card.status} and has no next step", failed=True)
        else:
            self._asked_for = card.next_step.id
            self.pipetui.worker.submit(planned.snooze_step, card.id, card.next_step.id, Due(box.day))


def _span(first: date, last: date, today: date) -> str:
    """`23–29 Nov`, `30 Nov–6 Dec`, with the year where it is far."""
    begin, end = (day_text(day, today).partition(" ")[2] for day in (first, last))
    return f"{first.day}–{end}" if first.month == last.month else f"{begin}–{end}"
