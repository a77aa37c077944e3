"""What the reading verbs print: lists, the day, one deal's sheet, the sum of an urgency, the history.

Lines as they come, plain and aligned; cut and coloured only as the page allows. Standard library only.
"""

from __future__ import annotations

from itertools import islice

from pipetui import render
from pipetui.arrange import is_parked, open_worth
from pipetui.cli.output.terminal import Page, urgent
from pipetui.domain.deal import OPEN, WON
from pipetui.domain.money import Money
from pipetui.domain.qualification import SIGNS, age
from pipetui.domain.rates import summed
from pipetui.domain.text import clean, one_line
from pipetui.phrases.cadence import stands
from pipetui.phrases.difference import standing
from pipetui.phrases.links import link_lines
from pipetui.phrases.made_by import made_by
from pipetui.views import WHAT, of_cards

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from pipetui.domain.custom_fields import CustomValue
    from pipetui.domain.rates import ExchangeRates
    from pipetui.domain.urgency import Term
    from pipetui.phrases.deal_columns import ListedColumn
    from pipetui.store.undo.journal import StepInfo
    from pipetui.views import Answer, Card, DealSheet, Lines, Mention, NextStep, PersonLine, Score, TimelineItem

_HEADERS = ("#", "deal", "organization", "value", "stage", "next step")
_ALIGN = "rllrll"
_LABEL = 14
_UNDER = 6
"""Blanks before what belongs to the line above."""


def deals(cards: Sequence[Card], now: datetime, page: Page) -> Iterator[str]:
    """A table of deals, one a line, under its headers."""
    return lines(of_cards(cards), now, page)


def lines(found: Lines, now: datetime, page: Page, mentions: Mapping[int, Mention] | None = None) -> Iterator[str]:
    """The same of deals that were read as lines; below a line where in its notes and touches it is mentioned."""
    rows = _table(found, now, page)
    yield page.heading(next(rows))
    painted = _painted(rows, found, page)
    yield from _with_mentions(painted, found.ids, now, page, mentions) if mentions else painted


def in_columns(
    cards: Sequence[Card], columns: Sequence[ListedColumn], now: datetime, page: Page, mentions: Mapping[int, Mention]
) -> Iterator[str]:
    """A table of deals with the columns that were chosen."""
    texts = [[column.heading, *(column.text(card, now) for card in cards)] for column in columns]
    align = "".join("r" if column.right else "l" for column in columns)
    rows = render.columns_table(texts, align, page.width)
    yield page.heading(next(rows))
    painted = (page.paint(row, urgent(card.badge)) for card, row in zip(cards, rows, strict=True))
    yield from _with_mentions(painted, [card.id for card in cards], now, page, mentions) if mentions else painted


def _with_mentions(
    rows: Iterator[str], ids: Sequence[int], now: datetime, page: Page, mentions: Mapping[int, Mention]
) -> Iterator[str]:
    from pipetui.phrases import found as places

    for deal_id, row in zip(ids, rows, strict=True):
        yield row
        if deal_id in mentions:
            said = f"{' ' * _UNDER}{places.where(mentions[deal_id], now)}"
            yield said if page.width is None else render.cut(said, page.width)


def day(
    buckets: Sequence[tuple[str, int]], found: Lines, now: datetime, page: Page, rates: ExchangeRates
) -> Iterator[str]:
    """Today: a heading for each bucket that holds something.

    `buckets` are the names with how many of the lines each has, in the order of the lines.
    """
    rows = _table(found, now, page)
    next(rows)
    end = 0
    for number, (name, count) in enumerate(buckets):
        inside = found.picked(range(end, end := end + count))
        if number:
            yield ""
        yield page.heading(f"{name.capitalize()}  {status_of(_worth(inside), rates, now.date())}", urgent(name))
        yield from _painted(rows, inside, page, name)


def _worth(found: Lines) -> list[tuple[str, Money | None]]:
    """The status and the value of each of the deals."""
    values = [None if minor is None else Money(minor, code) for minor, code in found.values]
    return [(found.states[state].status, value) for state, value in zip(found.state, values, strict=True)]


def status_of(deals: Sequence[tuple[str, Money | None]], rates: ExchangeRates, today: date) -> str:
    """`3 deals · 1 closed · €12,000`: what deals with these statuses and values come to."""
    closed, going = open_worth(deals)
    beside = f"{closed:,} closed" if closed else ""
    going = summed(going, rates, today)
    return " · ".join(filter(None, (render.plural(len(deals), "deal"), beside, render.totals(going) if going else "")))


def _painted(rows: Iterator[str], found: Lines, page: Page, bucket: str = "") -> Iterator[str]:
    """As many of the rows as are found, each in the colour of its badge, or else of its bucket."""
    if not page.colour:
        return islice(rows, len(found.ids))
    colours = [urgent(state.badge or bucket) for state in found.states]
    return (page.paint(row, colours[state]) for state, row in zip(found.state, rows, strict=False))


def _table(found: Lines, now: datetime, page: Page) -> Iterator[str]:
    worth = {pair: render.money(None if pair[0] is None else Money(pair[0], pair[1])) for pair in set(found.values)}
    columns = (
        map(str, found.ids),
        found.titles,
        found.organizations,
        map(worth.__getitem__, found.values),
        found.stages,
        _standings(found, now),
    )
    under = [[header, *column] for header, column in zip(_HEADERS, columns, strict=True)]
    return render.columns_table(under, _ALIGN, page.width)


def _standings(found: Lines, now: datetime) -> list[str]:
    """How each of the deals stands: worked out once for all that stand alike, but for what is to be done."""
    said = [standing(state, now).partition(WHAT) for state in found.states]
    pairs = zip(map(said.__getitem__, found.state), found.what, strict=True)
    return [f"{before}{what}{after}" if named else before for (before, named, after), what in pairs]


def sheet(whole: DealSheet, now: datetime, page: Page) -> Iterator[str]:
    """Everything about one deal, what happened last first."""
    from pipetui.phrases import deal_changes, items  # lists do without

    card, today = whole.card, now.date()
    yield page.heading(f"#{card.id} {one_line(card.title)}")
    close, place = card.expected_close, whole.place or card.stage
    facts = (
        one_line(card.organization),
        render.money(card.value) + render.worth(whole.worth),
        f"{place}, {render.age(whole.stage_days)}" if card.status == OPEN else place,
        render.percent(card.probability),
        f"close: {render.day(close, today)}, {render.in_days(close, today)}" if close else "",
    )
    yield " · ".join(filter(None, facts))
    if card.status != OPEN:
        ended = standing(card._replace(next_step=None), now)
        yield _labelled("closed", ended + (f" ({clean(whole.lost_note)})" if whole.lost_note else ""))
    elif is_parked(card, today) and card.parked_until:
        yield _labelled("parked", f"until {render.day(card.parked_until, today)}")
    for warning in whole.warnings:
        yield page.paint(_labelled("warning", f"! {warning}"), urgent("overdue"))
    yield from each("people", [_person(person) for person in whole.people])
    yield from each("tags", [", ".join(map(one_line, card.tags))] if card.tags else [])
    yield from each("source", [one_line(card.source)] if card.source else [])
    if card.status == OPEN:
        yield _labelled("qualified", "  ".join(_answer(said, now) for said in whole.qualification))
        yield from each("to leave it", [f"{'✓' if one.met else '·'} {one.text}" for one in whole.criteria])
        for score in whole.scores:
            yield _labelled(score.side, _score(score))
        steps = [_step(step, card, now) for step in whole.follow_ups] or [render.badge(card, today)]
        first, *more = each("next step", steps)
        yield page.paint(first, urgent(card.badge))
        yield from more
        yield from each("cadence", [one_line(stands(whole.cadence))] if whole.cadence else [])
    elif card.status == WON and whole.follow_ups:
        yield from each("next step", [_step(step, card, now) for step in whole.follow_ups])
    met = [f"{clean(one.text)} ({one.state})  {clean(one.note)}".rstrip() for one in whole.objections]
    yield from each("objections", met)
    if changed := deal_changes.line(whole.changes, now):
        yield _labelled("changed", changed)
    if whole.items:
        yield from each("items", map(items.said, whole.items))
        yield from each("", items.summary(card.value, whole.item_sums))
    yield from each("attached", [f"{one.place}  {one_line(one.shown)}" for one in whole.attachments])
    for label, text in link_lines(whole.links):
        yield _labelled(label, one_line(text))
    for name, value in whole.named:
        yield _labelled(clean(name), clean(value))
    yield from custom(card.custom, today, page)
    yield from timeline(whole.timeline, now, page)


def custom(values: Sequence[CustomValue], today: date, page: Page) -> Iterator[str]:
    """The fields that the rep added, under a heading of their own; nothing where none is filled."""
    if values:
        yield ""
        yield page.heading("Fields")
        cells = max(render.cell_width(value.name) for value in values)
        for value in values:
            yield f"{value.name}{' ' * (cells - render.cell_width(value.name))}  {render.custom(value, today)}"


def timeline(items: Sequence[TimelineItem], now: datetime, page: Page) -> Iterator[str]:
    """What happened, the newest first, under a heading of its own; nothing where nothing did."""
    today = now.date()
    if items:
        yield ""
        yield page.heading("Timeline")
    for item in items:
        at = item.at.astimezone(now.tzinfo)
        first, *more = clean(item.text, multiline=True).split("\n")
        said = "  ".join(filter(None, (item.headline, first)))
        yield f"{render.day(at.date(), today)} {render.clock(at, now.tzinfo)}  {said}"
        yield from (f"  {line}" for line in more)


def _answer(said: Answer, now: datetime) -> str:
    """`budget ✓`, and its age once that is stale."""
    old = f" {age(said.answered_at, now)} d old" if said.stale and said.answered_at else ""
    return f"{said.question} {SIGNS[said.answer]}{old}"


def _score(score: Score) -> str:
    """`35 = +20 value.over:10k, +15 src:referral`."""
    said = ", ".join(f"{line.points:+d} {line.rule}" for line in score.lines)
    return f"{score.total} = {said}" if said else str(score.total)


def _labelled(label: str, text: str) -> str:
    return f"{label:<{_LABEL}}{text}"


def each(label: str, texts: Iterable[str]) -> Iterator[str]:
    """Texts under each other, the label before the first."""
    for text in texts:
        yield _labelled(label, text)
        label = ""


def _person(person: PersonLine) -> str:
    name = ", ".join(filter(None, (person.name, person.job_title)))
    role = f" ({person.role})" if person.role else ""
    return one_line(" · ".join(filter(None, (name + role, person.email, person.phone))))


def _step(step: NextStep, card: Card, now: datetime) -> str:
    """A follow-up as the badge of a deal that had no other."""
    only = card._replace(next_step=step, badge=step.state, rotting_days=0)
    whose = " (mine)" if step.turn == "mine" else ""
    return one_line(render.badge(only, now.date()) + whose)


def urgency(card: Card, terms: Sequence[Term], page: Page) -> Iterator[str]:
    """The sum that orders the lists, line by line, and its total (behaviour 12)."""
    yield page.heading(f"#{card.id} {one_line(card.title)}")
    rows = [
        (term.name, f"{term.weight:g}", f"× {term.value:.2f}", f"= {term.points or 0:.2f}", term.why) for term in terms
    ]
    total = ("urgency", "", "", f"= {sum(term.points for term in terms):.2f}", "")
    _, *lines, last = render.table(("", "", "", "", ""), [*rows, total], "lrrrl", page.width)
    yield from lines
    yield page.heading(last)


def history(steps: Sequence[StepInfo], now: datetime, page: Page) -> Iterator[str]:
    """The steps that undo goes back through, newest first."""
    rows = []
    for step in steps:
        at = step.at.astimezone(now.tzinfo)
        when = f"{render.day(at.date(), now.date())} {render.clock(at, now.tzinfo)}"
        rows.append((str(step.id), when, made_by(step.source), "undone" if step.undone else "", clean(step.label)))
    yield from page.table(("step", "when", "by", "", "what"), rows, "rllll")
