"""What SQL calls late is what the badge of the step says (behaviour 1)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime, time, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from pipetui.domain import rules
from pipetui.store import late

NOON = time(12)
CLOCKS = st.none() | st.sampled_from(["00:00", "11:59", "12:00", "12:01", "23:59"])


@given(
    st.integers(-2, 2),
    CLOCKS,
    st.times(min_value=time(11, 58), max_value=time(12, 2)) | st.sampled_from([time(0), NOON, time(23, 59, 59)]),
)
@example(0, "12:00", NOON)
@example(0, "12:00", time(12, 0, 1))
def test_b01_sql_and_the_badge_agree_on_what_is_late(days: int, clock: str | None, at: time) -> None:
    today = date(2026, 3, 9)
    now, due = datetime.combine(today, at.replace(microsecond=0)), today + timedelta(days=days)
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute("CREATE TABLE follow_up (due_on TEXT, due_time TEXT)")
        memory.execute("INSERT INTO follow_up VALUES (?, ?)", (due.isoformat(), clock))
        (said,) = memory.execute(f"SELECT {late.STEP} FROM follow_up f", late.moment(now)).fetchone()
    assert bool(said) == (rules.step_state(due, clock, now) == rules.OVERDUE)
