"""The days around a day, so that a book made on any day looks lived in until the evening before."""

import random
from datetime import date, datetime, timedelta

_HOURS = tuple(range(8, 18))
_MINUTES = tuple(range(0, 60, 5))
_TIMES = ("09:30", "11:00", "14:15", "16:00")
_A_DAY = timedelta(days=1)
_HOLIDAYS = {(1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)}
"""Month and day on which nobody calls anybody, in most countries."""


class Calendar:
    """Working times before the day of `now` (aware, the rep's zone), and days from it on, whatever the hour."""

    def __init__(self, now: datetime, rng: random.Random) -> None:
        self.today = now.date()
        self._zone = now.tzinfo
        self._rng = rng
        self.last = self._at(self.past_day(1), 18, 0)

    def ago(self, days: float) -> datetime:
        """A moment at work about so many days ago, at the latest yesterday; never on a weekend or holiday."""
        choice = self._rng.choice
        return self._at(self.past_day(max(1, round(days))), choice(_HOURS), choice(_MINUTES))

    def rising(self, days: list[float]) -> list[datetime]:
        """Moments about so many days ago, given from long ago to lately; each after the one before."""
        moments: list[datetime] = []
        for back in days:
            at = self.ago(back)
            if moments and at <= moments[-1]:
                at = min(moments[-1] + timedelta(minutes=self._rng.randint(20, 90)), self._evening(moments[-1]))
            moments.append(at)
        return moments

    def ahead(self, days: int) -> date:
        """A working day at least so many days ahead."""
        return self.working(self.today + timedelta(days=days))

    def working(self, day: date) -> date:
        """That day, or the next one on which people work."""
        while is_off(day):
            day += _A_DAY
        return day

    def past_day(self, days: int) -> date:
        """A working day at least so many days back."""
        day = self.today - timedelta(days=days)
        while is_off(day):
            day -= _A_DAY
        return day

    def time_today(self) -> str:
        """A time of day at which people meet."""
        return self._rng.choice(_TIMES)

    def noon(self) -> datetime:
        """Of the day itself."""
        return self._at(self.today, 12, 0)

    def _evening(self, moment: datetime) -> datetime:
        """The end of that day's work."""
        return self._at(moment.date(), 18, 30)

    def _at(self, day: date, hour: int, minute: int) -> datetime:
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self._zone)


def is_off(day: date) -> bool:
    """Whether it is a weekend or a holiday."""
    return day.weekday() >= 5 or (day.month, day.day) in _HOLIDAYS
