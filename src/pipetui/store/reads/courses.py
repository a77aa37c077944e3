"""Reading the lives of deals for the forecast: each table once, whatever the number of deals. Standard library only.

When a deal came into the book, and what stood in it before, the journal tells. What came in later with a day of long
ago, as by an import, is taken for what it is: its days count, but what it said before it was in the book nobody
knows.
"""

from __future__ import annotations

import json
from datetime import date

from pipetui.domain.deal import OPEN, STATUSES
from pipetui.domain.money import Money
from pipetui.domain.text import one_line
from pipetui.insight.courses import Course, FormerValues
from pipetui.insight.forecast import WonSum
from pipetui.store import values
from pipetui.store.reads.local_days import LocalDays
from pipetui.store.reads.reports import closed_in
from pipetui.store.reads.reports.closed import rate_day_of
from pipetui.store.reads.worth import SUM

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import datetime
    from typing import Any, NamedTuple

    from pipetui.store.reads.reports import Span
else:
    from pipetui.domain.record import NamedTuple


class Courses(NamedTuple):
    """What was read: the newest deals of the book, the open ones that are older than these, who is parked, titles."""

    newest: list[Course]
    older: list[Course]
    parked: frozenset[int]
    titles: dict[int, str]

    @property
    def open(self) -> list[Course]:
        """The open deals, by number; parked ones are in nobody's way."""
        every = (course for course in (*self.newest, *self.older) if course.status == OPEN)
        return sorted((course for course in every if course.id not in self.parked), key=lambda course: course.id)


_DEALS = """SELECT id, title, status, value_minor, currency, source, stage_id, entered_stage_at, expected_close,
                   own_probability, created_at, created_unknown, closed_at, closed_on, parked_until
            FROM deal WHERE deleted_at IS NULL"""


def courses(connection: sqlite3.Connection, now: datetime, newest: int | None = None) -> Courses:
    """The deals that are not in the bin; with `newest` only so many of those created last, and all open ones."""
    # No index knows when deals were created; the table in its own order is the quickest way through.
    rows = connection.execute(
        f"{_DEALS} ORDER BY created_at DESC, id DESC LIMIT :newest", {"newest": -1 if newest is None else newest}
    ).fetchall()
    older = []
    if newest is not None and len(rows) == newest:
        known = {row[0] for row in rows}
        older = [row for row in connection.execute(f"{_DEALS} AND status = 'open'") if row[0] not in known]
    return _read(connection, now, rows, older)


def courses_again(
    connection: sqlite3.Connection, now: datetime, newest: int, known: Courses, deals: Collection[int]
) -> Courses:
    """What `courses` reads, where it read `known` on the same day and only `deals` look different since."""
    rows = connection.execute(
        f"{_DEALS} AND id IN (SELECT value FROM json_each(:deals))", {"deals": json.dumps(sorted(deals))}
    ).fetchall()
    read = _read(connection, now, rows, [])
    made = {course.id: course for course in read.newest}
    before = {course.id: course for course in (*known.newest, *known.older) if course.id in deals}
    older = {course.id for course in known.older}
    if made.keys() != before.keys() or any(
        course.opened != before[deal].opened or (deal in older and course.status != OPEN)
        for deal, course in made.items()
    ):  # others may be the newest now
        return courses(connection, now, newest)
    titles = {deal: title for deal, title in known.titles.items() if deal not in made}
    return Courses(
        [made.get(course.id, course) for course in known.newest],
        [made.get(course.id, course) for course in known.older],
        known.parked - made.keys() | read.parked,
        titles | read.titles,
    )


def _read(
    connection: sqlite3.Connection, now: datetime, rows: list[tuple[Any, ...]], older: list[tuple[Any, ...]]
) -> Courses:
    everything = rows + older
    days = LocalDays(now)
    chosen = json.dumps([row[0] for row in everything])
    reader = _CourseReader(connection, days, chosen)
    made = [reader.course(row) for row in everything]
    today = now.date().isoformat()
    return Courses(
        made[: len(rows)],
        made[len(rows) :],
        frozenset(row[0] for row in everything if isinstance(row[14], str) and row[14] > today),
        {row[0]: one_line(values.text(row[1])) for row in everything if row[2] == OPEN},
    )


class _CourseReader:
    """What stands in other tables of the deals that were chosen, their numbers as JSON."""

    def __init__(self, connection: sqlite3.Connection, days: LocalDays, chosen: str) -> None:
        self._days = days
        asked = {"chosen": chosen}
        among = "IN (SELECT value FROM json_each(:chosen))"
        self._held, self._since = _held(connection, days)
        self._told: dict[int, list[FormerValues]] = {}
        for deal, at, *before in connection.execute(_TOLD, asked):
            self._told.setdefault(deal, []).append(FormerValues(_day_of(at, days) or 0, *_fields(*before)))
        merged = dict(connection.execute("SELECT id, merged_into FROM stage WHERE merged_into IS NOT NULL").fetchall())
        self._merged = merged
        self._stages: dict[int, list[tuple[str, str, int]]] = {}
        for deal, kind, at, stage in connection.execute(
            f"""SELECT deal_id, kind, at, to_stage_id FROM stage_event INDEXED BY ix_stage_event_deal
                WHERE deal_id {among} AND to_stage_id IS NOT NULL AND kind IN
                ('created', 'advanced', 'retreated', 'moved', 'reopened') ORDER BY deal_id, at, id""",
            asked,
        ):
            if type(stage) is int:  # another program may write anything
                self._stages.setdefault(deal, []).append((kind, at, merged.get(stage, stage)))
        self._touches: dict[int, list[int]] = {}
        for deal, at in connection.execute(
            f"SELECT deal_id, at FROM touch INDEXED BY ix_touch_deal WHERE deal_id {among} ORDER BY deal_id, at", asked
        ):
            day = _day_of(at, days)
            if day is not None:
                self._touches.setdefault(deal, []).append(day)
        self._items: dict[int, str] = {}
        for deal, name in connection.execute(
            f"SELECT deal_id, name FROM deal_item WHERE deal_id {among} ORDER BY deal_id, position, id", asked
        ):
            self._items.setdefault(deal, values.text(name))

    def course(self, row: tuple[Any, ...]) -> Course:
        """The deal of a row of `_DEALS`."""
        number, title, status, minor, currency, source, stage, entered, *plan, created, unknown, at, on, _ = row
        opened = None if unknown else _day_of(created, self._days)
        closed = None if status == OPEN else _date(on) or _day_of(at, self._days)
        held = self._held.get(number)
        if held is None:
            held = max(self._since, opened or 0)
        value, expected, percent = _fields(minor, *plan)
        return Course(
            number,
            opened,
            closed,
            values.word(status, STATUSES, OPEN),
            values.text(currency),
            value,
            self._items.get(number) or values.text(title),
            values.text(source),
            expected,
            percent,
            held,
            self._moves(number, status, stage, entered, held),
            tuple(sorted(self._touches.get(number, ()))),
            tuple(sorted(self._told.get(number, ()), key=lambda told: told.until)),
        )

    def _moves(self, number: int, status: Any, stage: Any, entered: Any, held: int) -> tuple[tuple[int, int], ...]:
        """The stages it entered. In which it was when it was entered is known from the day it came into the book.

        Of a closed one of which nothing names a stage nobody knows any.
        """
        found = []
        for kind, at, there in self._stages.get(number, ()):
            day = _day_of(at, self._days)
            if day is not None:
                found.append((max(day, held) if kind == "created" else day, there))
        found.sort(key=lambda move: move[0])
        here = self._merged.get(stage, stage)
        if type(here) is int and (found[-1][1] != here if found else status == OPEN):
            since = max(_day_of(entered, self._days) or 0, held, found[-1][0] if found else 0)
            found.append((since, here))
        return tuple(found)


_TOLD = """SELECT j.row_id, s.at, json_extract(j.before, '$.value_minor'), json_extract(j.before, '$.expected_close'),
                  json_extract(j.before, '$.own_probability')
           FROM journal_row j JOIN step s ON s.id = j.step_id
           WHERE j.table_name = 'deal' AND j.row_id IN (SELECT value FROM json_each(:chosen))
           AND j.before IS NOT NULL AND j.after IS NOT NULL AND s.undone_at IS NULL
           AND CASE WHEN json_valid(j.before) AND json_valid(j.after) THEN
               json_extract(j.before, '$.value_minor', '$.expected_close', '$.own_probability')
               <> json_extract(j.after, '$.value_minor', '$.expected_close', '$.own_probability') ELSE 0 END
           ORDER BY j.id"""
"""What stood in deals before it was changed."""


def _held(connection: sqlite3.Connection, days: LocalDays) -> tuple[dict[int, int], int]:
    """By deal the day it came into the book, and the day from which on the journal knows it; 0: it knows all of it."""
    found: dict[int, int] = {}
    for first, last, at in connection.execute(
        """SELECT max(1, j.row_id), min(coalesce(j.last_id, j.row_id), (SELECT max(id) FROM deal)), s.at
           FROM journal_row j JOIN step s ON s.id = j.step_id
           WHERE j.table_name = 'deal' AND j.before IS NULL AND s.undone_at IS NULL
           AND typeof(j.row_id) = 'integer' AND typeof(coalesce(j.last_id, 0)) = 'integer' ORDER BY j.id DESC"""
    ):
        day = _day_of(at, days)
        if day is not None:
            found.update(dict.fromkeys(range(first, last + 1), day))
    oldest = connection.execute("SELECT id, at FROM step ORDER BY id LIMIT 1").fetchone()
    return found, 0 if oldest is None or oldest[0] == 1 else _day_of(oldest[1], days) or 0


def _fields(minor: Any, expected: Any, percent: Any) -> tuple[int | None, int | None, int | None]:
    """Value, expected close and own percentage, each None where it is none."""
    return (
        minor if type(minor) is int and values.AMOUNT[0] <= minor <= values.AMOUNT[1] else None,
        _date(expected),
        percent if type(percent) is int and values.PERCENT[0] <= percent <= values.PERCENT[1] else None,
    )


def _date(text: Any) -> int | None:
    try:
        return date.fromisoformat(text).toordinal()
    except (ValueError, TypeError):
        return None


def _day_of(at: Any, days: LocalDays) -> int | None:
    try:
        return days.ordinal(at)
    except values.ODD:
        return None


def won_in(connection: sqlite3.Connection, span: Span) -> list[WonSum]:
    """What was won in a period, by currency and by the day whose rates count."""
    rows = connection.execute(
        f"""SELECT currency, count(*), coalesce({SUM}, 0), {rate_day_of(span)} AS rated FROM deal d
            WHERE status = 'won' AND {closed_in(span)} AND deleted_at IS NULL
            GROUP BY currency, rated ORDER BY currency, rated""",
        span._asdict(),
    )
    return [WonSum(Money(minor, values.text(currency)), deals, day) for currency, deals, minor, day in rows]
