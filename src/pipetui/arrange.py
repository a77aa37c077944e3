"""Cards put in order: the board's columns, the day's buckets, the head of a column."""

from __future__ import annotations

from datetime import timedelta

from pipetui.domain import rules
from pipetui.domain.deal import OPEN, WON
from pipetui.domain.money import totals
from pipetui.views import BUCKETS, Agenda, Board, Bucket, Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.deal import Stage
    from pipetui.domain.money import Money
    from pipetui.views import Card
else:
    from pipetui.domain.record import NamedTuple


class Head(NamedTuple):
    """What stands over a column: how many deals are shown, their sum and their weighted sum, by currency."""

    deals: int
    total: tuple[Money, ...]
    weighted: tuple[Money, ...]


def head(cards: Sequence[Card]) -> Head:
    """Count and sums of the deals shown; deals without a value count as nothing."""
    return Head(len(cards), totals(card.value for card in cards), totals(card.weighted for card in cards if card.value))


def by_urgency(cards: Iterable[Card]) -> list[Card]:
    """Most urgent first; of equals the older deal."""
    return sorted(cards, key=lambda card: (-card.urgency, card.id))


def is_parked(card: Card, today: date) -> bool:
    """Whether the deal is off the board now; on the morning of its date it is back."""
    return card.parked_until is not None and card.parked_until > today


def board(pipeline_id: int, pipeline: str, stages: Sequence[Stage], cards: Iterable[Card], today: date) -> Board:
    """The open deals of one pipeline by stage; parked ones are only counted."""
    inside: dict[int, list[Card]] = {stage.id: [] for stage in stages}
    parked = 0
    for card in cards:
        if card.status != OPEN or card.stage_id not in inside:
            continue
        if is_parked(card, today):
            parked += 1
        else:
            inside[card.stage_id].append(card)
    columns = tuple(Column(stage, tuple(by_urgency(inside[stage.id]))) for stage in stages)
    return Board(pipeline_id, pipeline, columns, parked)


def bucket_of(card: Card, today: date, week_start: int) -> str | None:
    """The one bucket of Today the deal stands in; None for a closed deal that nothing is due on."""
    if card.status != OPEN:
        due = after_close(card)
        return None if due is None or due > today else rules.OVERDUE if due < today else rules.TODAY
    if is_parked(card, today):
        return "parked"
    step = card.next_step
    if step is None:
        return "no next step"
    return rules.bucket(step.due, step.state, today, week_start)


def after_close(card: Card) -> date | None:
    """When a closed deal wants to be seen again: the revisit of a lost one, the renewal of a won one, lead included."""
    if card.status == WON:
        return None if card.renewal_on is None else card.renewal_on - timedelta(days=card.renewal_lead_days)
    return card.revisit_on


def agenda(cards: Iterable[Card], today: date, week_start: int) -> Agenda:
    """Today: every bucket in order, the empty ones too."""
    inside: dict[str, list[Card]] = {name: [] for name in BUCKETS}
    for card in cards:
        name = bucket_of(card, today, week_start)
        if name is not None:
            inside[name].append(card)
    return Agenda(today, tuple(Bucket(name, tuple(by_urgency(inside[name]))) for name in BUCKETS))
