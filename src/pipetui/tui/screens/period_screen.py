"""A screen about a period: the one before and after, week to year, any two days."""

from __future__ import annotations

from datetime import date

from pipetui.domain.dates import period as periods
from pipetui.domain.dates.period import Period
from pipetui.domain.errors import InputError
from pipetui.tui import dialogs
from pipetui.tui.screens.book_screen import BookScreen, asking
from pipetui.tui.snapshot import Snapshot

_EXAMPLE = "1 oct to yesterday, last-month, 2026-q3, 2026-10, 2026, all"


class PeriodScreen(BookScreen):
    """Shows what was read of its `period`; a subclass reads it anew with `read_period` when it is another one."""

    units: tuple[str, ...] = periods.UNITS
    """Through which lengths the key goes."""

    looks_ahead = False
    """Whether it has something to say of days that are to come."""

    def __init__(self) -> None:
        super().__init__()
        self.period: Period | None = None
        """None until the first reading: then it is this quarter."""
        self._today: date | None = None
        """The day when the book was read for it."""

    def read_period(self, reading: object) -> None:
        """Read what is shown; `reading` is what `keys_until_read.during` is told."""
        raise NotImplementedError

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book was read: so is what is told of the period."""
        self._go_with_the_day(snapshot.agenda.today)
        self.read_period(self.keys_until_read.begin())

    def _go_with_the_day(self, today: date) -> None:
        """Where the running week, month, quarter or year was shown and is over, the next one is; any other stays."""
        shown, before, self._today = self.period, self._today, today
        if shown is None or before is None or shown.unit not in periods.UNITS:
            return
        if shown.first <= before <= shown.last < today:
            self.period = periods.of(shown.unit, today, 0, self.pipetui.worker.workspace.settings.dates.week_start)

    def period_at(self, text: str) -> Period:
        """The period that `text` names today; raises InputError."""
        workspace = self.pipetui.worker.workspace
        return periods.parse(text, workspace.now().date(), workspace.settings.dates)

    def go(self, period: Period) -> None:
        """Show another period."""
        self.period = period
        self.read_period(self.keys_until_read.begin(hold=False))  # the next key may well go further

    def action_shift(self, later: int) -> None:
        """To the period before or after, no further than today if nothing can be told of what is to come."""
        if self.period is None:
            return
        try:
            there = periods.shifted(self.period, later)
        except InputError as error:
            self.pipetui.refuse(error)
            return
        if self.looks_ahead or there.first <= self.pipetui.worker.workspace.now().date():
            self.go(there)
        else:
            self.say(f"{there.name} has not begun", failed=True)

    def action_widen(self) -> None:
        """To the next longer period around the same days, after the longest to the shortest again."""
        if self.period is None:
            return
        known = self.units
        unit = known[(known.index(self.period.unit) + 1) % len(known)] if self.period.unit in known else known[0]
        workspace = self.pipetui.worker.workspace
        today = workspace.now().date()
        inside = self.period.first <= today <= self.period.last
        self.go(periods.of(unit, today if inside else self.period.first, 0, workspace.settings.dates.week_start))

    @asking
    async def action_dates(self) -> None:
        """Any period, or any two days, as they are typed."""
        asked = await self.answer_to(dialogs.LineDialog("Period", lambda text: self.period_at(text).name, _EXAMPLE))
        if asked:
            self.go(self.period_at(asked))
