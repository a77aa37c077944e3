"""The rep's days around `now`, so that a book made on any day looks as if it had been lived in."""

import random
from datetime import date, datetime, timedelta

_HOURS = tuple(range(8, 18))
_MINUTES = tuple(range(0, 60, 5))
_A_DAY = timedelta(days=1)


class Calendar:
    """Working times before `now` (aware, the rep's zone) and days after it."""

    def __init__(self, now: datetime, rng: random.Random) -> None:
        self.now = now.replace(microsecond=0)
        self.today = now.date()
        self._rng = rng

    def ago(self, days: float) -> datetime:
        """A moment at work about so many days ago, never on a weekend and never ahead."""
        day = self.today - timedelta(days=round(days))
        at = self._at_work(day)
        while day.weekday() >= 5 or at >= self.now:
            day -= _A_DAY
            at = self._at_work(day)
        return at

    def rising(self, days: list[float]) -> list[datetime]:
        """Moments about so many days ago, given from long ago to lately; each after the one before."""
        moments: list[datetime] = []
        for back in days:
            at = self.ago(back)
            if moments and at <= moments[-1]:
                at = min(moments[-1] + timedelta(minutes=self._rng.randint(20, 90)), self.now)
            moments.append(at)
        return moments

    def ahead(self, days: int) -> date:
        """A working day at least so many days ahead."""
        day = self.today + timedelta(days=days)
        while day.weekday() >= 5:
            day += timedelta(days=1)
        return day

    def past_day(self, days: int) -> date:
        """A working day at least so many days back."""
        day = self.today - timedelta(days=days)
        while day.weekday() >= 5:
            day -= timedelta(days=1)
        return day

    def later_today(self) -> str | None:
        """A time of day that still lies ahead, None late in the evening."""
        hour = max(9, self.now.hour + self._rng.randint(1, 3))
        return f"{hour:02}:{self._rng.choice((0, 15, 30)):02}" if hour < 22 else None

    def _at_work(self, day: date) -> datetime:
        choice = self._rng.choice
        return datetime(day.year, day.month, day.day, choice(_HOURS), choice(_MINUTES), tzinfo=self.now.tzinfo)
