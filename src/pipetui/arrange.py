"""Cards put in order: the board's columns, the day's buckets, the head of a column."""

from __future__ import annotations

from bisect import bisect_left, insort
from datetime import timedelta
from itertools import compress
from operator import is_not

from pipetui.domain import rules
from pipetui.domain.deal import OPEN, WON
from pipetui.domain.money import Money, totals
from pipetui.domain.rates import summed
from pipetui.views import BUCKETS, BY_DAY, Agenda, Board, BoardColumn, Bucket, Week, WeekDay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Iterable, Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.deal import Stage
    from pipetui.domain.query.language import Query
    from pipetui.domain.rates import ExchangeRates
    from pipetui.views import Card, DealState, NextStep
else:
    from pipetui.domain.record import NamedTuple


class Head(NamedTuple):
    """What stands over a column: how many deals are shown, their sum and their weighted sum, by currency."""

    deals: int
    total: tuple[Money, ...]
    weighted: tuple[Money, ...]


def head(cards: Sequence[Card]) -> Head:
    """Count and sums of the deals shown; deals without a value count as nothing."""
    total = [card.value for card in cards if card.value is not None]
    weighted = [card.weighted for card in cards if card.weighted is not None]
    return Head(len(cards), _sums(total), _sums(weighted))


def _sums(values: Sequence[Money]) -> tuple[Money, ...]:
    """A sum per currency. A column may hold thousands, and its head is shown before the next key: so one by one."""
    codes = sorted({code for _, code in values})
    return tuple(Money(sum([minor for minor, code in values if code == wanted]), wanted) for wanted in codes)


def rated(head: Head, rates: ExchangeRates, today: date) -> Head:
    """The head with what its sums come to in one currency, as far as there are rates."""
    if not rates.known:
        return head
    return Head(head.deals, summed(head.total, rates, today), summed(head.weighted, rates, today))


def open_worth(deals: Iterable[tuple[str, Money | None]]) -> tuple[int, tuple[Money, ...]]:
    """How many of the deals, each a status and a value, are closed, and what the open ones are worth (behaviour 2).

    Revisits, renewals and check-ins have their money elsewhere.
    """
    found = list(deals)
    going = [value for status, value in found if status == OPEN]
    return len(found) - len(going), totals(going)


def _by_code(sums: dict[str, int]) -> tuple[Money, ...]:
    return tuple(Money(minor, code) for code, minor in sorted(sums.items()))


def changed_head(was: Head, before: Sequence[Card], after: Sequence[Card]) -> Head:
    """The head of `after`, worked out from that of `before` and from what stands between where both are the same."""
    fewer = min(len(before), len(after))
    start = _alike(before, after, fewer)
    end = _alike(reversed(before), reversed(after), fewer - start)
    gone, come = head(before[start : len(before) - end]), head(after[start : len(after) - end])
    total = _difference(was.total, gone.total, come.total)
    weighted = _difference(was.weighted, gone.weighted, come.weighted)
    if total is None or weighted is None:
        return head(after)
    return Head(len(after), total, weighted)


def _alike(some: Iterable[Card], others: Iterable[Card], most: int) -> int:
    """How many of the first cards are the very same, `most` of them at the most; of thousands in an instant."""
    return next(compress(range(most), map(is_not, some, others)), most)


def _difference(was: Sequence[Money], gone: Sequence[Money], come: Sequence[Money]) -> tuple[Money, ...] | None:
    """The sums without what is gone and with what came; None where one may have been of what is gone alone."""
    sums = {code: minor for minor, code in was}
    for minor, code in come:
        sums[code] = sums.get(code, 0) + minor
    for minor, code in gone:
        sums[code] -= minor
        if not sums[code]:
            return None
    return _by_code(sums)


def heads_together(heads: Sequence[Head]) -> Head:
    """What stands over all the columns together."""
    return Head(
        sum(head.deals for head in heads),
        totals(sum_ for head in heads for sum_ in head.total),
        totals(sum_ for head in heads for sum_ in head.weighted),
    )


def _place(card: Card) -> tuple[float, int]:
    return -card.urgency, card.id


def _day_place(card: Card) -> tuple[int, float, int]:
    step = card.next_step
    return 0 if step is None else step.due.toordinal(), *_place(card)


def _order_in(bucket: str) -> Callable[[Card], tuple[float, ...]]:
    """How a bucket of Today is ordered: one of later days by the day first, any other by urgency alone."""
    return _day_place if bucket in BY_DAY else _place


def by_urgency(cards: Iterable[Card]) -> list[Card]:
    """Most urgent first; of equals the older deal."""
    return sorted(cards, key=_place)


class CardChange(NamedTuple):
    """A card as it was and as it is now: None where it was not among those shown, or no longer is."""

    before: Card | None
    after: Card | None


def _shelves(changes: Iterable[CardChange], shelf: Callable[[Card], Hashable]) -> dict[Hashable, list[CardChange]]:
    """The changes by the shelf they concern: one that moves a card from one to another concerns both."""
    found: dict[Hashable, list[CardChange]] = {}
    for change in changes:
        for card, left in ((change.before, True), (change.after, False)):
            if card is not None:
                found.setdefault(shelf(card), []).append(CardChange(card, None) if left else CardChange(None, card))
    return found


def _exchanged(
    cards: tuple[Card, ...], changes: Sequence[CardChange], place: Callable[[Card], tuple[float, ...]] = _place
) -> tuple[Card, ...]:
    """`cards`, which are in the order of `place`, with the changes made."""
    kept = list(cards)
    for change in changes:
        if change.before is not None:
            del kept[bisect_left(kept, place(change.before), key=place)]
    for change in changes:
        if change.after is not None:
            insort(kept, change.after, key=place)
    return tuple(kept)


def in_order(found: Sequence[Card]) -> list[Card]:
    """Open deals by urgency, then the closed ones, last closed first."""
    closed = [card for card in found if card.status != OPEN]
    closed.sort(key=lambda card: (card.closed_at or card.created_at or card.entered_stage_at, card.id), reverse=True)
    return by_urgency(card for card in found if card.status == OPEN) + closed


def is_parked(card: Card | DealState, today: date) -> bool:
    """Whether the deal is off the board now; on the morning of its date it is back."""
    return card.parked_until is not None and card.parked_until > today


def unparked(cards: Sequence[Card], asked: Query | None, today: date) -> list[Card]:
    """The cards of a list, in their order, without those that are off the board, unless the filter asks for such."""
    if asked is not None and "parked" in asked.fields:
        return list(cards)
    return [card for card in cards if card.status != OPEN or not is_parked(card, today)]


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
    columns = tuple(BoardColumn(stage, tuple(by_urgency(inside[stage.id]))) for stage in stages)
    return Board(pipeline_id, pipeline, columns, parked)


def changed_board(board: Board, changes: Sequence[CardChange], today: date) -> Board:
    """The board with some cards changed; columns that no change concerns stay the very same."""
    stages = {column.stage.id for column in board.columns}

    def shelf(card: Card) -> int | str | None:
        if card.status != OPEN or card.stage_id not in stages:
            return None
        return "parked" if is_parked(card, today) else card.stage_id

    shelves = _shelves(changes, shelf)
    columns = tuple(
        BoardColumn(column.stage, _exchanged(column.cards, shelves[column.stage.id]))
        if column.stage.id in shelves
        else column
        for column in board.columns
    )
    parked = sum(1 if change.after else -1 for change in shelves.get("parked", ()))
    return board._replace(columns=columns, parked=board.parked + parked)


def bucket_of(card: Card | DealState, today: date, week_start: int) -> str | None:
    """The one bucket of Today the deal stands in; None for a closed deal that nothing is due on."""
    if card.status != OPEN:
        due, step = after_close(card), card.next_step
        if due is None or due > today:
            return None
        late = due < today or (step is not None and step.state == rules.OVERDUE)
        return rules.OVERDUE if late else rules.TODAY
    if is_parked(card, today):
        return "parked"
    step = card.next_step
    if step is None:
        return "no next step"
    return rules.bucket(step.due, step.state, today, week_start)


def after_close(card: Card | DealState) -> date | None:
    """When a closed deal is to be seen again: a lost one's revisit, a won one's check-in or renewal (lead included)."""
    if card.status != WON:
        return card.revisit_on
    step = check_in(card)
    return step.due if step is not None else _renewal_due(card)


def check_in(card: Card | DealState) -> NextStep | None:
    """The check-in that a won deal wants to be seen again for; None where its renewal comes before that."""
    renewal, step = _renewal_due(card), card.next_step
    if card.status != WON or step is None or (renewal is not None and renewal < step.due):
        return None
    return step


def _renewal_due(card: Card | DealState) -> date | None:
    return None if card.renewal_on is None else card.renewal_on - timedelta(days=card.renewal_lead_days)


def agenda(cards: Iterable[Card], today: date, week_start: int) -> Agenda:
    """Today: every bucket in order, the empty ones too."""
    inside: dict[str, list[Card]] = {name: [] for name in BUCKETS}
    for card in cards:
        name = bucket_of(card, today, week_start)
        if name is not None:
            inside[name].append(card)
    return Agenda(today, tuple(Bucket(name, tuple(sorted(inside[name], key=_order_in(name)))) for name in BUCKETS))


def week(
    first: date, today: date, steps: Iterable[tuple[Card, NextStep | None]], is_closed: Callable[[date], bool]
) -> Week:
    """The week that begins on `first`: each deal with one of its steps, or with None for one to be seen again.

    What was due before is late, and there only while the week runs.
    """
    inside: dict[date, list[Card]] = {first + timedelta(days=number): [] for number in range(7)}
    late: list[Card] = []
    runs = today in inside
    for card, step in steps:
        due = step.due if step is not None else after_close(card._replace(next_step=None))
        if due in inside:
            inside[due].append(planned(card, step))
        elif runs and due is not None and due < first:
            late.append(planned(card, step))
    days = tuple(WeekDay(day, tuple(sorted(cards, key=_hour)), is_closed(day)) for day, cards in inside.items())
    return Week(today, tuple(sorted(late, key=_place)), days)


def narrowed_day(agenda: Agenda, among: Container[int]) -> Agenda:
    """The day with those deals alone."""
    return agenda._replace(
        buckets=tuple(
            bucket._replace(cards=tuple(card for card in bucket.cards if card.id in among)) for bucket in agenda.buckets
        )
    )


def narrowed_board(board: Board, among: Container[int]) -> Board:
    """The board with those deals alone; how many of them are parked it does not know."""
    return board._replace(
        parked=0,
        columns=tuple(
            column._replace(cards=tuple(card for card in column.cards if card.id in among)) for column in board.columns
        ),
    )


def narrowed_week(week: Week, among: Container[int]) -> Week:
    """The week with the steps of those deals alone."""

    def kept(cards: Iterable[Card]) -> tuple[Card, ...]:
        return tuple(card for card in cards if card.id in among)

    return Week(week.today, kept(week.late), tuple(day._replace(cards=kept(day.cards)) for day in week.days))


def head_of_steps(cards: Sequence[Card]) -> Head:
    """Of cards that are steps: each is counted, the money of an open deal once (behaviour 2)."""
    deals = {card.id: card for card in cards}.values()
    _, worth = open_worth((card.status, card.value) for card in deals)
    return Head(len(cards), worth, ())


def planned(card: Card, step: NextStep | None) -> Card:
    """A deal as it stands in a list of steps: with that step as its next one, and its badge."""
    return card._replace(next_step=step, badge=step.state if step is not None else "")


def _hour(card: Card) -> tuple[str, float, int]:
    time = card.next_step.time if card.next_step is not None else None
    return time or "24:00", *_place(card)


def changed_agenda(agenda: Agenda, changes: Sequence[CardChange], week_start: int) -> Agenda:
    """The day with some cards changed; buckets that no change concerns stay the very same."""
    shelves = _shelves(changes, lambda card: bucket_of(card, agenda.today, week_start))
    return agenda._replace(
        buckets=tuple(
            Bucket(bucket.name, _exchanged(bucket.cards, shelves[bucket.name], _order_in(bucket.name)))
            if bucket.name in shelves
            else bucket
            for bucket in agenda.buckets
        )
    )
