"""The screens to be read from top to bottom: whole sentences, headings on lines of their own, no box, no sign.

For who hears the screen read out, and for terminals that can do nothing. Made of the same views as the screens; every
amount is written with its code, every day in full, and what a colour or a sign says elsewhere is a word here.
"""

from __future__ import annotations

import re
from itertools import groupby

from pipetui.domain.deal import LOST, OPEN, THEIRS, WON
from pipetui.domain.items import MONTH, ONCE, YEAR, discount_text, quantity_text
from pipetui.domain.text import one_line
from pipetui.insight import numbers as insight
from pipetui.insight.rates import Rate
from pipetui.phrases import quota
from pipetui.render import SYMBOLS, in_days, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from pipetui.domain.money import Money
    from pipetui.domain.quota import QuotaStanding
    from pipetui.insight.numbers import Figure, Numbers
    from pipetui.views import Agenda, Board, Card, DealSheet, NextStep, TimelineItem, Week
    from pipetui.views_people import OrganizationRow, PersonRow

_AS_WORDS = {" · ": ", ", " → ": " to ", "→ ": "", " – ": " to ", "≈": "about ", "×": "times", "÷": "divided by",
             "= ": "makes ", " %": " percent"}  # fmt: skip
"""Signs in what other pages say, and what is said for them."""
_CODES = {sign: code for code, sign in SYMBOLS.items()}
_AMOUNT = re.compile(f"([{''.join(_CODES)}])([0-9][0-9,.]*)([kM]?)(?<![,.])")
_THOUSANDS = {"": "", "k": " thousand", "M": " million"}
_RANGE = re.compile(r"(?<=[0-9])–(?=[0-9])")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_FULL = {name[:3]: name for name in (*_DAYS, *_MONTHS)}
_SHORT = re.compile(
    rf"\b(?:{'|'.join(name[:3] for name in _DAYS)})(?= [0-9]{{1,2}}\b)"
    rf"|(?<=[0-9] )(?:{'|'.join(name[:3] for name in _MONTHS)})\b"
)
"""The names of a day and a month beside its number, as other pages cut them."""
_PAID = {ONCE: "once", MONTH: "monthly", YEAR: "yearly"}


# --- pieces ------------------------------------------------------------------------------------------------------


def amount(money: Money) -> str:
    """`12,000 EUR`, `1,250.50 USD`: decimals only where there are some."""
    whole, _, rest = money.decimal.partition(".")
    return f"{int(whole):,}{f'.{rest}' if rest.strip('0') else ''} {money.currency}"


def amounts(sums: Iterable[Money]) -> str:
    """Several of them, `12,000 EUR and 400 USD`; `nothing` for none."""
    return " and ".join(map(amount, sums)) or "nothing"


def in_full(when: date) -> str:
    """`Friday 27 November 2026`."""
    return f"{when:%A} {when.day} {when:%B} {when.year}"


def percent(part: float | None) -> str:
    """`40 percent` of 0.4; `not known` of nothing."""
    return "not known" if part is None else f"{100 * part:.0f} percent"


def spoken(text: str) -> str:
    """What another page says, in words where it has signs."""
    for sign, words in _AS_WORDS.items():
        text = text.replace(sign, words)
    text = _AMOUNT.sub(lambda found: f"{found[2]}{_THOUSANDS[found[3]]} {_CODES[found[1]]}", text)
    text = _SHORT.sub(lambda found: _FULL[found[0]], text)
    return " ".join(_RANGE.sub(" to ", text).split())


def ended(text: str) -> str:
    """What somebody wrote, with an end that can be heard."""
    return text if text.rstrip("”\"’'»)").endswith((".", "?", "!", "…")) else f"{text}."


def _worth(cards: Sequence[Card]) -> str:
    """What deals are worth together, a sum for each currency; "" where none has a value."""
    from pipetui.domain.money import Money

    valued = sorted((card.value for card in cards if card.value is not None), key=lambda value: value.currency)
    sums = [Money(sum(value.minor for value in of), code) for code, of in groupby(valued, lambda value: value.currency)]
    return f", worth {amounts(sums)}" if sums else ""


def counted(cards: Sequence[Card], today: date, where: bool = True) -> Iterator[str]:
    """A line for each deal, which says how many there are."""
    for place, card in enumerate(cards, 1):
        yield f"{place} of {len(cards)}. {deal_line(card, today, where=where)}"


def step_line(step: NextStep, today: date) -> str:
    """`Next step: call Ann, due Friday 27 November 2026 at 14:00, in 6 days.`"""
    what = one_line(step.what) or "not said"
    whom = "Waiting for them: " if step.turn == THEIRS else "Next step: "
    late = step.state == "overdue"
    away = plural(step.days_late, "day") + " late" if step.days_late else "late" if late else in_days(step.due, today)
    return f"{whom}{what}, due {in_full(step.due)}{f' at {step.time}' if step.time else ''}, {away}."


def deal_line(card: Card, today: date, *, where: bool = True) -> str:
    """A deal in a few sentences; without `where` the stage is not said again."""
    of = f" of {one_line(card.organization)}" if card.organization else ""
    said = [f"Deal {card.id}, {one_line(card.title)}{of}."]
    worth = f"Worth {amount(card.value)}" if card.value is not None else "Without a value"
    if card.status == OPEN:
        stage = f", in {one_line(card.stage)}" if where else ""
        said.append(f"{worth}{stage}, at {card.probability} percent.")
        said.append(step_line(card.next_step, today) if card.next_step else "No next step.")
        if card.rotting_days:
            said.append(f"Rotting: nothing happened for {plural(card.rotting_days, 'day')}.")
        if card.parked_until is not None and card.parked_until > today:
            said.append(f"Parked until {in_full(card.parked_until)}.")
    else:
        said.append(f"{worth}.")
        when = f" on {in_full(card.closed_on)}" if card.closed_on else ""
        why = f", because of {one_line(card.lost_reason)}" if card.lost_reason else ""
        said.append(f"{card.status.capitalize()}{when}{why}.")
        again = {LOST: card.revisit_on, WON: card.renewal_on}.get(card.status)
        if again is not None:
            said.append(f"{'To be looked at again' if card.status == LOST else 'Renewal'} on {in_full(again)}.")
        if card.next_step:
            said.append(step_line(card.next_step, today))
    return " ".join(said)


# --- screens -----------------------------------------------------------------------------------------------------


def today_page(agenda: Agenda) -> Iterator[str]:
    """Today, bucket by bucket; empty ones are named at the end."""
    yield f"Today, {in_full(agenda.today)}."
    for bucket in agenda.buckets:
        if bucket.deals:
            yield ""
            yield f"{bucket.name.capitalize()}: {plural(bucket.deals, 'deal')}."
            yield from counted(bucket.cards, agenda.today)
            if bucket.beyond:
                yield f"And {plural(bucket.beyond, 'deal')} more, worth {amounts(bucket.worth)}."
    empty = [bucket.name for bucket in agenda.buckets if not bucket.deals]
    if empty:
        yield ""
        yield f"Empty: {', '.join(empty)}." if len(empty) < len(agenda.buckets) else "No open deal."


def week_page(week: Week) -> Iterator[str]:
    """A week, day by day; empty days are named at the end."""
    every = week.cards
    yield f"Week from {in_full(week.days[0].day)}: {plural(len(every), 'step')}."
    if week.late:
        yield ""
        yield f"Overdue from before: {plural(len(week.late), 'step')}."
        yield from counted(week.late, week.today)
    for of in week.days:
        if of.cards:
            yield ""
            today = ", today" if of.day == week.today else ""
            yield f"{in_full(of.day)}{today}: {plural(len(of.cards), 'step')}."
            yield from counted(of.cards, week.today)
    empty = [in_full(of.day) for of in week.days if not of.cards]
    if empty:
        yield ""
        yield f"Nothing on {', '.join(empty)}." if len(empty) < len(week.days) else "Nothing is planned."


def board_page(board: Board, today: date) -> Iterator[str]:
    """The board, stage by stage."""
    every = [card for column in board.columns for card in column.cards]
    yield f"Board, pipeline {one_line(board.pipeline)}: {plural(len(every), 'open deal')}{_worth(every)}."
    if board.parked:
        yield f"{plural(board.parked, 'deal')} parked."
    for place, column in enumerate(board.columns, 1):
        yield ""
        head = f"Stage {place} of {len(board.columns)}, {one_line(column.stage.name)}"
        yield f"{head}: {plural(len(column.cards), 'deal')}{_worth(column.cards)}."
        yield from counted(column.cards, today, where=False)


def deals_page(cards: Sequence[Card], today: date) -> Iterator[str]:
    """All deals, or those that fit a filter."""
    yield f"Deals: {len(cards):,}{_worth(cards)}."
    yield from counted(cards, today)


def person_line(row: PersonRow, now: datetime) -> str:
    """Somebody in a few sentences."""
    title = f", {one_line(row.job_title)}" if row.job_title else ""
    at = f", at {one_line(row.organization)}" if row.organization else ""
    said = [f"Person {row.id}, {one_line(row.name)}{title}{at}."]
    if row.email:
        said.append(f"E-mail {row.email}.")
    if row.phone:
        said.append(f"Phone {row.phone}.")
    return " ".join((*said, open_deals(row.open_deals, row.open_value), touched(row.last_touch_at, now)))


def organization_line(row: OrganizationRow, now: datetime) -> str:
    """An organization in a few sentences."""
    sector = f", {one_line(row.sector)}" if row.sector else ""
    said = [f"Organization {row.id}, {one_line(row.name)}{sector}.", f"{plural(row.people, 'person', 'people')}."]
    said.append(open_deals(row.open_deals, row.open_value))
    if row.won_deals:
        said.append(f"{plural(row.won_deals, 'won deal')}, worth {amounts(row.won_value)}.")
    return " ".join((*said, touched(row.last_touch_at, now)))


def people_page(rows: Sequence[PersonRow], now: datetime) -> Iterator[str]:
    """Everybody, a line each."""
    yield f"People: {len(rows):,}."
    for place, row in enumerate(rows, 1):
        yield f"{place} of {len(rows)}. {person_line(row, now)}"


def organizations_page(rows: Sequence[OrganizationRow], now: datetime) -> Iterator[str]:
    """All organizations, a line each."""
    yield f"Organizations: {len(rows):,}."
    for place, row in enumerate(rows, 1):
        yield f"{place} of {len(rows)}. {organization_line(row, now)}"


def open_deals(deals: int, worth: Sequence[Money]) -> str:
    """`2 open deals, worth 12,000 EUR.`"""
    return f"{plural(deals, 'open deal')}, worth {amounts(worth)}." if deals else "No open deal."


def touched(at: datetime | None, now: datetime) -> str:
    """`Last touch on Friday 27 November 2026.`"""
    if at is None:
        return "Never touched."
    return f"Last touch on {in_full(at.astimezone(now.tzinfo).date())}."


def numbers_page(found: Numbers, names: dict[str, str]) -> Iterator[str]:
    """The figures of a period under the `names` they have, its quota, the funnel, why deals were lost, sources."""
    yield f"Numbers, {spoken(found.period.name)}."
    if found.quota is not None:
        yield _quota(found.quota)
    yield ""
    yield "Figures."
    for figure in insight.figures(found):
        before = f"; before, {_figure(figure, figure.before)}" if figure.is_compared else ""
        yield f"{names[figure.key]}: {_figure(figure, figure.now) if figure.now is not None else _why(figure)}{before}."
    if found.others:
        yield f"Won in other currencies: {amounts(found.others)}."
    yield ""
    yield "Funnel."
    for line, through in insight.conversions(found.funnel):
        yield f"{one_line(line.stage)}: {line.entered:,} entered, {through.part:,} of {through.whole:,} went on."
    yield ""
    yield "Why deals were lost."
    for reason in found.losses.reasons:
        if reason.deals:
            name = one_line(reason.reason) or "No reason"
            yield f"{name}: {plural(reason.deals, 'deal')}, {percent(reason.share)}."
    yield ""
    yield "Where deals come from."
    for source in found.sources.lines:
        now = source.now
        if now.created or now.won or now.lost:
            name = one_line(source.source) or "No source"
            yield f"{name}: {now.created:,} new, {now.won:,} won, {now.lost:,} lost."


def _why(figure: Figure) -> str:
    return f"not known, {figure.why}" if figure.why else "not known"


def _figure(figure: Figure, value: Money | Rate | float | None) -> str:
    if value is None:
        return "not known"
    if isinstance(value, Rate):
        return f"{value.part:,} of {value.whole:,} closed, {percent(value.value)}"
    if not isinstance(value, (int, float)):
        return amount(value) + (" a day" if figure.key == insight.VELOCITY else "")
    return f"{value:.1f} days" if figure.key == insight.CYCLE else f"{value:,.0f}"


def _quota(standing: QuotaStanding) -> str:
    said = []
    for one in (standing, *standing.beside):
        if one.won_amount is not None and one.quota.amount is not None:
            said.append(f"{amount(one.won_amount)} won of {amount(one.quota.amount)}")
    if standing.quota.deals is not None:
        said.append(f"{standing.won_deals:,} of {plural(standing.quota.deals, 'deal')} won")
    gone = f"{quota.whole(min(1.0, standing.gone))} of the {standing.quota.period} is gone"
    return spoken(f"Quota: {', and '.join(said)}, {quota.whole(standing.share)}; {gone}.")


def deal_page(sheet: DealSheet, now: datetime) -> Iterator[str]:
    """Everything about a deal."""
    card, today = sheet.card, now.date()
    yield deal_line(card, today)
    for warning in sheet.warnings:
        yield f"Warning: {spoken(one_line(warning))}."
    facts = [
        ("Expected close", in_full(card.expected_close) if card.expected_close else ""),
        ("Weighted", amount(card.weighted) if card.weighted is not None and card.status == OPEN else ""),
        ("Source", one_line(card.source)),
        ("Tags", ", ".join(card.tags)),
        ("Cadence", f"{sheet.cadence.name}, {sheet.cadence.done} of {sheet.cadence.of} steps" if sheet.cadence else ""),
        *((value.name, value.text) for value in card.custom),
        *sheet.named,
    ]
    yield from part("Facts", [f"{name}: {one_line(said)}." for name, said in facts if said])
    yield from part("Next steps", [step_line(step, today) for step in sheet.follow_ups])
    yield from part(
        "People",
        [
            ", ".join(
                filter(None, [
                    one_line(person.name), one_line(person.job_title), person.role and f"role {person.role}",
                    person.email and f"e-mail {person.email}", person.phone and f"phone {person.phone}",
                ])
            )
            + "."
            for person in sheet.people
        ],
    )  # fmt: skip
    yield from part(
        "Qualification",
        [
            f"{one.question.capitalize()}: {one.answer}{', answered long ago' if one.stale else ''}"
            f"{f', {one_line(one.note)}' if one.note else ''}."
            for one in sheet.qualification
        ],
    )
    yield from part(
        "To be met before the next stage",
        [f"{one_line(one.text)}: {'met' if one.met else 'not met'}." for one in sheet.criteria],
    )
    yield from part(
        "Objections",
        [
            f"{one_line(one.text)}: {one.state}{f', {one_line(one.note)}' if one.note else ''}."
            for one in sheet.objections
        ],
    )
    yield from part(
        "Items",
        [
            f"{one_line(one.name)}: {quantity_text(one.quantity)}{f' {one_line(one.unit)}' if one.unit else ''}"
            f" at {'no price yet' if one.price is None else amount(one.price)}"
            f"{f', less {discount_text(one.discount)} percent' if one.discount else ''}, paid {_PAID[one.billing]}."
            for one in sheet.items
        ],
    )
    yield from part(
        "Deals it hangs together with",
        [
            f"{one.kind.capitalize()} {'of' if one.came_from else 'to'} deal {one.id}, {one_line(one.title)},"
            f" {one.status}."
            for one in sheet.links
        ],
    )
    yield from part("Attachments", [f"{one_line(one.label or one.target)}." for one in sheet.attachments])
    yield from happened(sheet.timeline, now)


def happened(timeline: Sequence[TimelineItem], now: datetime) -> Iterator[str]:
    """What happened, day by day."""
    yield from part(
        "What happened, the newest first",
        [
            f"{in_full(item.at.astimezone(now.tzinfo).date())}: {spoken(one_line(item.headline))}."
            + (f" {ended(one_line(item.text))}" if item.text else "")
            for item in timeline
        ],
    )


def part(heading: str, lines: Sequence[str]) -> Iterator[str]:
    """A heading and its lines; nothing where there are none."""
    if lines:
        yield ""
        yield f"{heading[:1].upper()}{heading[1:]}."
        yield from lines
