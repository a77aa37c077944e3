"""The week as the shell tells it: what is late is named as far as it leaves room for the days."""

from datetime import date

from tests.cards import card

from pipetui.phrases import week
from pipetui.views import Week, WeekDay

TODAY = date(2026, 11, 24)


def test_b37_of_many_late_steps_the_first_are_named_and_the_others_counted() -> None:
    days = (WeekDay(TODAY, (card(900),), closed=False),)
    for many, more in ((week.MOST_LATE, []), (week.MOST_LATE + 1988, ["… and 1,988 more"])):
        table = week.planned_table(Week(TODAY, tuple(map(card, range(many))), days))
        assert table is not None
        overdue = table.rows[: next(place for place, row in enumerate(table.rows) if "today" in row[0])]
        assert overdue[0][2] == f"{many:,} steps"
        assert [row[2] for row in overdue if row[2].startswith("…")] == more
        assert sum("#" in row[3] for row in overdue) == week.MOST_LATE
