"""What the screens and the shell are given to show: frozen, with every decision already made.

A view belongs to the moment (`now`) it was read for. Widgets compare views with `==` to see whether anything
they show has changed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from typing import NamedTuple

    from pipetui.domain.custom_fields import CustomValue
    from pipetui.domain.deal import Stage
    from pipetui.domain.deal_changes import FieldChange
    from pipetui.domain.items import ItemLine, ItemSums
    from pipetui.domain.money import Money
    from pipetui.domain.rates import Together
    from pipetui.domain.urgency import Term, UrgencyFacts
    from pipetui.views_targets import AttachmentLine
else:
    from pipetui.domain.record import NamedTuple

BUCKETS = ("overdue", "today", "this week", "next week", "later", "no next step", "parked")
"""The headings of Today in their order, which is that of every list of the day."""

BY_DAY = frozenset({"this week", "next week", "later"})
"""The buckets whose deals are in the order of their days, those of a day most urgent first."""


class NextStep(NamedTuple):
    """The earliest undone follow-up of a deal. `state` is overdue, today or planned.

    One that a cadence suggested is step `place` (from 1) `of` so many.
    """

    id: int
    what: str
    due: date
    time: str | None
    kind: str
    turn: str
    state: str
    days_late: int
    postponed: int
    place: int = 0
    of: int = 0


class Card(NamedTuple):
    """One deal as every list shows it: board card, agenda line, table row, JSON object.

    `badge` is overdue, today, planned or none for an open deal and empty for a closed one. `probability` is the
    effective one in percent. `rotting_days` is the age of the untouched deal when it rots, else 0. `haystack` is
    the case-folded text that a plain filter word is looked for in. `answers` are the qualification's, in the order of
    its questions: yes, no or unknown, "stale yes" or "stale no". `roles` are those of its people,
    as far as they have one. `custom` are the values of fields that the rep added, in the order of these. `closed_on` is
    the rep's day when it was closed, as it was there. A brief reading leaves `people`, `haystack`, `answers`, `roles`
    and `custom` empty.
    """

    id: int
    title: str
    status: str
    stage_id: int
    stage: str
    stage_position: int
    pipeline_id: int
    pipeline: str
    organization: str
    people: tuple[str, ...]
    value: Money | None
    currency: str
    probability: int
    weighted: Money | None
    source: str
    tags: tuple[str, ...]
    created_at: datetime | None
    entered_stage_at: datetime
    last_touch_at: datetime | None
    expected_close: date | None
    closed_at: datetime | None
    lost_reason: str
    revisit_on: date | None
    renewal_on: date | None
    renewal_lead_days: int
    parked_until: date | None
    next_step: NextStep | None
    badge: str
    rotting_days: int
    idle_days: int
    urgency: float
    facts: UrgencyFacts
    haystack: str
    answers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    custom: tuple[CustomValue, ...] = ()
    closed_on: date | None = None


PLAIN = Card._fields[Card._fields.index("closed_on") + 1 :]
"""What a card has behind `closed_on`: columns of the deal by their own names, each a plain field of `domain.fields`."""


class DealState(NamedTuple):
    """How a deal stands, as a `Card` has it and under the same names; many deals of a list share one.

    It is all that `difference.standing` and `arrange.bucket_of` look at.
    """

    status: str
    parked_until: date | None
    next_step: NextStep | None
    badge: str
    rotting_days: int
    closed_on: date | None = None
    lost_reason: str = ""
    revisit_on: date | None = None
    renewal_on: date | None = None
    renewal_lead_days: int = 0


WHAT = "\0"
"""Stands for what is to be done in the step of a state that many deals share; no text of a book holds it."""


class Lines(NamedTuple):
    """Deals as a list prints them, column by column, in the order of the list.

    `values` are minor units and currency, the units None without a value. `state` is the place in `states` of how each
    deal stands; where its step says WHAT, `what` has the words.
    """

    ids: list[int]
    titles: list[str]
    organizations: list[str]
    values: list[tuple[int | None, str]]
    stages: list[str]
    what: list[str]
    state: list[int]
    urgency: list[float]
    states: Sequence[DealState | Card]

    def picked(self, places: Sequence[int]) -> Lines:
        """The deals at those places, in that order."""
        ids, titles, organizations, values, stages, what, state, urgency, states = self
        return Lines(
            [ids[place] for place in places],
            [titles[place] for place in places],
            [organizations[place] for place in places],
            [values[place] for place in places],
            [stages[place] for place in places],
            [what[place] for place in places],
            [state[place] for place in places],
            [urgency[place] for place in places],
            states,
        )


def of_cards(cards: Sequence[Card]) -> Lines:
    """The lines of deals that were read as cards."""
    return Lines(
        [card.id for card in cards],
        [card.title for card in cards],
        [card.organization for card in cards],
        [(None, card.currency) if card.value is None else (card.value.minor, card.currency) for card in cards],
        [card.stage for card in cards],
        [""] * len(cards),
        list(range(len(cards))),
        [card.urgency for card in cards],
        cards,
    )


class BoardColumn(NamedTuple):
    """One stage with the deals in it, most urgent first."""

    stage: Stage
    cards: tuple[Card, ...]


class Board(NamedTuple):
    """One pipeline's open deals by stage; parked deals are counted, not shown."""

    pipeline_id: int
    pipeline: str
    columns: tuple[BoardColumn, ...]
    parked: int


class Bucket(NamedTuple):
    """One heading of Today with its deals, most urgent first.

    `beyond` is how many open deals stand under it as well and were not read, the less urgent ones of very many, and
    `worth` what these are worth together, by currency.
    """

    name: str
    cards: tuple[Card, ...]
    beyond: int = 0
    worth: tuple[Money, ...] = ()

    @property
    def deals(self) -> int:
        """How many deals stand under it."""
        return len(self.cards) + self.beyond


class Agenda(NamedTuple):
    """Today: the buckets in order, the empty ones too."""

    today: date
    buckets: tuple[Bucket, ...]


class WeekDay(NamedTuple):
    """A day of a week with what is planned on it: a card for each step, with that step as its next one.

    First what has a time of day, in that order, then the rest, most urgent first. A closed deal that is to be seen
    again has no step. On a day that is `closed` no work is done: a weekend, a holiday.
    """

    day: date
    cards: tuple[Card, ...]
    closed: bool


class Week(NamedTuple):
    """The seven days of a week. `late` is what was due before it and is not done, where `today` lies in it."""

    today: date
    late: tuple[Card, ...]
    days: tuple[WeekDay, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All of it, what is late first."""
        return (*self.late, *(card for day in self.days for card in day.cards))


class PersonLine(NamedTuple):
    """A person on a deal with the first e-mail and phone."""

    id: int
    name: str
    job_title: str
    role: str
    email: str
    phone: str


class TimelineItem(NamedTuple):
    """One thing that happened on a deal; `kind` is touch, note, stage or follow-up, `id` its number among these.

    Of a touch `what` is its own kind and `direction` and `outcome` are as logged. `who` is with whom, where that could
    have been somebody else; `deal` and `title` are the deal on the sheet of a person or an organization. `headline`
    says all of it in a line.
    """

    at: datetime
    kind: str
    headline: str
    text: str
    id: int = 0
    what: str = ""
    direction: str = ""
    outcome: str = ""
    who: str = ""
    deal: int = 0
    title: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the rep did or wrote it: all else is moves, ticks, changes of fields."""
        return self.kind in ("touch", "note")


class Mention(NamedTuple):
    """Where in what was written about a deal a word was found: in a note or touch (`kind`), from and to a character."""

    kind: str
    at: datetime
    text: str
    begin: int
    end: int


class Answer(NamedTuple):
    """What is known about one question of the qualification; `stale` when it was answered long ago."""

    question: str
    answer: str
    note: str = ""
    answered_at: datetime | None = None
    stale: bool = False


class Met(NamedTuple):
    """An objection met on a deal: open or overcome, with the planned response. `id` is that of the meeting with it."""

    id: int
    text: str
    state: str
    response: str
    note: str


class Criterion(NamedTuple):
    """What should be true of a deal before it leaves a stage, and whether it is."""

    id: int
    text: str
    met: bool


class Link(NamedTuple):
    """A deal that this one came from, or that came from it: `kind` is renewal, upsell, cross-sell or referral.

    `steps` is how many links lie between the two: 1 for the next one, more in a chain of who brought whom.
    """

    id: int
    title: str
    status: str
    kind: str
    came_from: bool
    steps: int = 1


class CadenceLine(NamedTuple):
    """The cadence a deal is in: how many of its steps are behind it; `of` is 0 when it is over.

    `heard` says of one that is over that somebody answered since it began.
    """

    name: str
    done: int
    of: int
    heard: bool = False


class ScoreLine(NamedTuple):
    """One rule that holds: its points, the rule, and what in the deal it holds for."""

    points: int
    rule: str
    why: str


class Score(NamedTuple):
    """A visible sum: `side` is fit (who they are) or intent (what they did)."""

    side: str
    total: int
    lines: tuple[ScoreLine, ...]


class DealSheet(NamedTuple):
    """Everything about one deal; the timeline newest first. `why` is its urgency term by term, () once closed.

    `warnings` are sentences about what is missing, such as that nobody on the deal is known to decide.
    """

    card: Card
    people: tuple[PersonLine, ...]
    qualification: tuple[Answer, ...]
    own_probability: int | None
    stage_days: int = 0
    follow_ups: tuple[NextStep, ...] = ()
    objections: tuple[Met, ...] = ()
    notes: int = 0
    lost_note: str = ""
    why: tuple[Term, ...] = ()
    timeline: tuple[TimelineItem, ...] = ()
    cadence: CadenceLine | None = None
    links: tuple[Link, ...] = ()
    scores: tuple[Score, ...] = ()
    warnings: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    """The exit criteria of the stage that the open deal is in."""
    place: str = ""
    """The stage, behind the name of a pipeline that is not the default one; "" where it is not read or gone."""
    attachments: tuple[AttachmentLine, ...] = ()
    items: tuple[ItemLine, ...] = ()
    """What it is for, line by line."""
    changes: tuple[FieldChange, ...] = ()
    """What became of its value and close date, the oldest first."""

    worth: Together | None = None
    """Its value in the currency that is reported in, where that is another and there are rates."""

    @property
    def item_sums(self) -> ItemSums:
        """What the items come to."""
        from pipetui.domain.items import sums  # few deals have any

        return sums(self.items, self.card.currency)

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """What has no place of its own on a sheet, by name: plain fields that say something."""
        from pipetui.domain.fields import DEAL

        found = [(field.name, getattr(self.card, field.attribute)) for field in DEAL if field.attribute in PLAIN]
        return tuple((name, str(value)) for name, value in found if value not in ("", None))
