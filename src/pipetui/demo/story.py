"""One deal told from its beginning: stages with their stays, touches, what is planned, how it ended."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from pipetui.demo import cast
from pipetui.demo.calendar import Calendar, is_off
from pipetui.demo.rows import Rows
from pipetui.demo.shapes import DealShape
from pipetui.domain.deal import LOST, MINE, OPEN, QUESTIONS, ROLES, THEIRS, WON, Stage
from pipetui.domain.folding import key_of
from pipetui.domain.money import digits
from pipetui.domain.rules import kind_of
from pipetui.store.schema import tables

_YEN = 150
_YEAR = 365
_LEAD = timedelta(days=30)


class Buyer(NamedTuple):
    """An organization in the book with its people (number, name)."""

    id: int
    company: cast.Company
    people: tuple[tuple[int, str], ...]
    topics: list[str]
    """What their deals are about so far."""


class Teller:
    """Tells deals into `rows`; all chance comes from `rng`. `busy` says how many touches for one of the shapes' own."""

    def __init__(
        self,
        rows: Rows,
        calendar: Calendar,
        rng: random.Random,
        stages: Sequence[Stage],
        currency: str,
        busy: float = 1.0,
    ) -> None:
        self.rows = rows
        self.calendar = calendar
        self.rng = rng
        self.stages = stages
        self.currency = currency
        self.busy = busy

    def tell(self, deal_id: int, shape: DealShape, customer: Buyer) -> None:
        """Write down one deal of that shape."""
        rng = self.rng
        reached = min(int(shape.progress * len(self.stages)), len(self.stages) - 1)
        closed = self.calendar.ago(2 + shape.closed * (_YEAR - 10)) if shape.status != OPEN else None
        entered = self._stays(shape, reached, closed)
        people = rng.sample(customer.people, k=min(len(customer.people), rng.choice((1, 1, 2, 2, 3))))
        self._deal(deal_id, shape, customer, reached, entered, closed)
        self._moves(deal_id, shape, entered, closed)
        for place, (person_id, _) in enumerate(people):
            role = ROLES[0] if place == 0 and rng.random() < 0.5 else rng.choice(("", *ROLES[1:]))
            self.rows.add(tables.DealPerson, deal_id, person_id, role)
        for tag in rng.sample(cast.TAGS, k=rng.choice((0, 0, 1, 1, 2))):
            self.rows.add(tables.DealTag, deal_id, tag)
        self._touches(deal_id, shape, people, reached, entered, closed)
        self._qualify(deal_id, reached, entered[-1])
        if shape.status == OPEN:
            self._plan(deal_id, shape.state, people[0][1].split()[0], entered[-1])

    def _stays(self, shape: DealShape, reached: int, closed: datetime | None) -> list[datetime]:
        """When the deal entered each stage it came to; for an open one the present stay fits its state."""
        rng = self.rng
        if closed is not None:
            back = (self.calendar.today - closed.date()).days + rng.triangular(2, 20, 5)
        elif shape.state.startswith("rotting"):
            back = rng.uniform(26, 48)
        else:
            back = rng.uniform(1, 11)
        days = [back]
        for _ in range(reached):
            days.append(days[-1] + rng.triangular(2, 22, 6))
        return self.calendar.rising(days[::-1])

    def _deal(
        self,
        deal_id: int,
        shape: DealShape,
        customer: Buyer,
        reached: int,
        entered: list[datetime],
        closed: datetime | None,
    ) -> None:
        rng = self.rng
        title = f"{customer.company.short} {self._topic(customer)}"
        minor, currency = self._value(customer, reached, ended=closed is not None)
        today = self.calendar.today
        expected: date | None = None
        if closed is not None:
            expected = self.calendar.working(closed.date() + timedelta(days=rng.randint(-20, 10)))
        elif rng.random() < 0.85:
            expected = self.calendar.ahead(rng.randint(6, 30) + 18 * (len(self.stages) - reached))
            if rng.random() < 0.08:
                expected = self.calendar.past_day(rng.randint(3, 15))
        reason = rng.choice(tuple(cast.REASONS)) if shape.status == LOST else ""
        revisit = {"revisit today": today, "revisit later": self.calendar.ahead(40)}.get(shape.state)
        renewal = {"renewal today": today + _LEAD, "renewal later": today + 2 * _LEAD}.get(shape.state)
        self.rows.add(
            tables.Deal, deal_id, title, key_of(title), minor, currency, shape.status, self.stages[reached].id,
            entered[-1], customer.id, rng.choice(cast.SOURCES), expected, rng.choice((0, 0, 0, 1, 2)),
            rng.choice((30, 50, 70, 90)) if shape.status == OPEN and rng.random() < 0.12 else None,
            entered[0], closed, closed.date() if closed else None, closed if shape.status == WON else None, reason,
            cast.REASONS.get(reason, "") if rng.random() < 0.7 else "",
            self.stages[reached].id if shape.status == LOST else None, revisit,
            self.calendar.ahead(rng.randint(12, 35)) if shape.state == "parked" else None,
            renewal, _LEAD.days if renewal else 0,
        )  # fmt: skip

    def _topic(self, customer: Buyer) -> str:
        """What they have not bought yet, while there is such a thing."""
        left = [topic for topic in cast.TOPICS if topic not in customer.topics] or cast.TOPICS
        topic = self.rng.choice(left)
        customer.topics.append(topic)
        return topic

    def _value(self, customer: Buyer, reached: int, *, ended: bool) -> tuple[int | None, str]:
        rng = self.rng
        foreign = customer.company == cast.COMPANIES[cast.FOREIGN]
        currency = "JPY" if foreign else self.currency
        if not ended and reached == 0 and rng.random() < 0.2:
            return None, currency
        # What was closed is of the usual size; hopes go further.
        amount = round(rng.triangular(2400, 42_000, 12_000) if ended else 2400 * 40 ** rng.random() ** 1.4, -2)
        return int(amount * (_YEN if foreign else 1)) * 10 ** digits(currency), currency

    def _moves(self, deal_id: int, shape: DealShape, entered: list[datetime], closed: datetime | None) -> None:
        add = self.rows.add
        add(tables.StageEvent, deal_id, "created", entered[0], None, self.stages[0].id, None, "")
        for place in range(1, len(entered)):
            stayed = int((entered[place] - entered[place - 1]).total_seconds())
            before, after = self.stages[place - 1].id, self.stages[place].id
            add(tables.StageEvent, deal_id, "advanced", entered[place], before, after, stayed, "")
        here = self.stages[len(entered) - 1].id
        if closed is not None:
            stayed = max(0, int((closed - entered[-1]).total_seconds()))
            add(tables.StageEvent, deal_id, shape.status, closed, here, None, stayed, "")
        elif shape.state == "parked":
            add(tables.StageEvent, deal_id, "parked", max(self.calendar.ago(1), entered[-1]), here, here, None, "")

    def _touches(
        self,
        deal_id: int,
        shape: DealShape,
        people: Sequence[tuple[int, str]],
        reached: int,
        entered: list[datetime],
        closed: datetime | None,
    ) -> None:
        rng, today = self.rng, self.calendar.today
        first = (today - entered[0].date()).days
        last = (today - (closed or self.calendar.last).date()).days
        if shape.state.startswith("rotting"):
            last = (today - entered[-1].date()).days - rng.randint(0, 3)
        count = round((1 + reached * 2 + rng.randint(0, 3)) * self.busy)
        days = sorted((rng.uniform(last, max(last, first)) for _ in range(count)), reverse=True)
        for at in self.calendar.rising(days):
            kind, direction, outcome, text = rng.choice(cast.TOUCHES)
            person_id, name = rng.choice(people)
            said = text.format(first=name.split()[0])
            self.rows.add(tables.Touch, deal_id, person_id, kind, direction, outcome, at, said)
        if rng.random() < 0.4:
            name = people[0][1].split()[0]
            self.rows.add(tables.Note, deal_id, rng.choice(cast.NOTES).format(first=name), self.calendar.ago(days[-1]))
        if rng.random() < 0.5:
            done = self.calendar.ago(days[-1])
            what = rng.choice(cast.STEPS).format(first=people[0][1].split()[0])
            self.rows.add(
                tables.FollowUp,
                deal_id,
                what,
                done.date(),
                None,
                kind_of(what),
                MINE,
                0,
                entered[0],
                max(done, entered[0]),
            )

    def _qualify(self, deal_id: int, reached: int, at: datetime) -> None:
        """The further a deal came, the more questions are answered."""
        known = (reached + 1) / len(self.stages)
        for question in QUESTIONS:
            if self.rng.random() < known:
                answer = self.rng.choices(("yes", "no", "unknown"), weights=(8, 1, 1))[0]
                self.rows.add(tables.Qualification, deal_id, question, answer, at)

    def _plan(self, deal_id: int, state: str, first: str, since: datetime) -> None:
        """The follow-ups of an open deal."""
        rng, calendar = self.rng, self.calendar
        turn = THEIRS if state.endswith("theirs") else MINE
        time = None
        word = state.removesuffix(" theirs")
        if word in ("none", "parked", "rotting"):
            return
        postponed = rng.choice((0, 0, 0, 1))
        if word == "overdue":
            due, postponed = calendar.past_day(rng.randint(1, 7)), rng.choice((0, 1, 3))
        elif word == "rotting overdue":
            due = calendar.past_day(rng.randint(16, 24))
        elif word.startswith("today"):
            due, time = calendar.today, calendar.time_today() if word.endswith("time") else None
        elif word == "soon":
            due, time = calendar.ahead(rng.randint(1, 3)), rng.choice((None, None, "10:00", "14:30"))
        else:
            due = calendar.ahead(rng.randint(7, 11) if word == "next week" else rng.randint(16, 45))
        steps = cast.DESK_STEPS if due == calendar.today and is_off(due) else cast.STEPS
        what = rng.choice(cast.WAITING if turn == THEIRS else steps).format(first=first)
        self.rows.add(tables.FollowUp, deal_id, what, due, time, kind_of(what), turn, postponed, since, None)
        if rng.random() < 0.15:
            due = calendar.ahead(rng.randint(50, 80))
            self.rows.add(tables.FollowUp, deal_id, "check in", due, None, "", MINE, 0, since, None)
