"""The lives of deals as the estimate reads them, and what was known of them on a morning of the past.

Days are whole numbers (`date.toordinal`), amounts whole minor units.
"""

from __future__ import annotations

from pipetui.domain.deal import OPEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class FormerValues(NamedTuple):
    """What stood in a deal until a day, from which on it stood there no more."""

    until: int
    value: int | None
    expected: int | None
    own_percent: int | None


class Course(NamedTuple):
    """The life of a deal, from the day it was `opened` on (None: nobody told) to the day it was `closed` on.

    `closed` is None while it is open, and where it was closed on an unknown day. `held` is the day since which the
    book holds it: what it said before that day nobody knows, though its days are known. `stages` are the stages it
    entered, each with the day since when it is known to be there; `touches` are days; both in order. `like` is what
    it is for: its item, or its title.
    """

    id: int
    opened: int | None
    closed: int | None
    status: str = OPEN
    currency: str = ""
    value: int | None = None
    like: str = ""
    source: str = ""
    expected: int | None = None
    own_percent: int | None = None
    held: int = 0
    stages: tuple[tuple[int, int], ...] = ()
    touches: tuple[int, ...] = ()
    told: tuple[FormerValues, ...] = ()

    @property
    def stage(self) -> int | None:
        """The stage it is in as far as is known."""
        return self.stages[-1][1] if self.stages else None


def known_at(courses: Iterable[Course], day: int) -> list[Course]:
    """The courses as they were known on the morning of a day: nothing of what came after.

    What nobody can know to have been there then, a deal of no known day that was entered later, is left out.
    """
    known = []
    for course in courses:
        opened, closed = course.opened, course.closed
        if (opened is None or (closed is None and course.status != OPEN)) and course.held >= day:
            continue
        if opened is not None and opened >= day:
            continue
        if closed is not None and closed >= day:
            course = course._replace(closed=None, status=OPEN)
        known.append(_as_told(course, day))
    return known


def _as_told(course: Course, day: int) -> Course:
    """What stood in a deal on a morning; of a closed one its amount is what it was closed with."""
    if course.stages and course.stages[-1][0] >= day:
        course = course._replace(stages=tuple(entered for entered in course.stages if entered[0] < day))
    if course.touches and course.touches[-1] >= day:
        course = course._replace(touches=tuple(touched for touched in course.touches if touched < day))
    for then in course.told:
        if day <= then.until:
            if course.status == OPEN:
                course = course._replace(value=then.value, expected=then.expected, own_percent=then.own_percent)
            break
    told = tuple(then for then in course.told if then.until < day)
    if len(told) != len(course.told):
        course = course._replace(told=told)
    if course.status == OPEN and course.held >= day:
        course = course._replace(value=None, expected=None, own_percent=None, held=day - 1)
    return course
