"""How a query compares what has a size: amounts, numbers of days, percentages, scores, days and times."""

from __future__ import annotations

import operator
import re
from datetime import UTC, datetime, time, timedelta
from operator import attrgetter

from pipetui.domain import fields, money
from pipetui.domain.dates import date_words, period_words, when
from pipetui.domain.deal import OPEN
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.line.parts import percent, whole
from pipetui.domain.query.facts import SCORES
from pipetui.domain.rates import day_of, fits
from pipetui.domain.rules import days_since
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import Any, TypeAlias

    from pipetui.domain.fields import Field
    from pipetui.domain.query.facts import Card, Compare, QueryContext, Test

    Get: TypeAlias = Callable[[Card], Any]

NOTHING = "none"
"""The value that asks for what is missing."""

SIGNS: dict[str, Compare] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    ":": operator.eq,
    "=": operator.eq,
}
"""How a sign compares what a deal has with what is asked."""
_BADGES = ("overdue", "today", "planned", "none")
_DAYS = {"": 1, "d": 1, "w": 7, "mo": 30, "y": 365}
_LENGTH = r"([0-9]{1,6}) ?(d|w|mo|y)?(?:ays?|eeks?|nths?|ears?)?"


def _score(known: Field, sign: str, value: str, asked: QueryContext) -> Test:
    """The test of a sum; one that is not known fits nothing. Only open deals have scores."""
    if not re.fullmatch(r"[+-]?[0-9]{1,6}", value):
        raise InputError(f"{quoted(value)} is not a score", f"write a whole number such as {known.word}.over:50")
    place, limit, scores, compare = SCORES.index(known.name), int(value), asked.scores, SIGNS[sign]
    if scores is None:
        return lambda card: False

    def test(card: Card) -> bool:
        own = scores.get(card.id) if card.status == OPEN else None
        return own is not None and compare(own[place], limit)

    return test


def is_missing(sign: str, value: str) -> bool:
    """Whether what is asked for is what has none: `value:none`."""
    return fold(value) == NOTHING and sign in (":", "=")


def _compared(get: Get, sign: str, limit: Any) -> Test:
    """The test of a value against a limit; nothing is neither more nor less."""
    compare = SIGNS[sign]

    def test(card: Card) -> bool:
        own = get(card)
        return own is not None and compare(own, limit)

    return test


def _money(known: Field, sign: str, value: str, asked: QueryContext) -> Test:
    """An amount compares deals of its own currency, a bare one those of the book's; others by the rate of their day."""
    get, compare = attrgetter(known.attribute), SIGNS[sign]
    if is_missing(sign, value):
        return lambda card: get(card) is None
    limit = money.parse(value, asked.currency)
    if asked.bare is not None and money.names_none(value):
        asked.bare.append(value)

    today, rates = asked.now.date(), asked.rates

    def test(card: Card) -> bool:
        worth = get(card)
        if worth is None:
            return False
        if worth.currency == limit.currency:
            return compare(worth.minor, limit.minor)
        if not rates.known:
            return False
        day = day_of(card.status, card.closed_on, getattr(card, "closed_at", None), today)
        return fits(rates.worth(worth, limit.currency, day), limit.minor, compare)

    return test


def _percent(known: Field, sign: str, value: str, asked: QueryContext) -> Test:
    return _compared(attrgetter(known.attribute), sign, percent(value, f"such as {known.word}.over:50"))


def _whole(known: Field, sign: str, value: str, asked: QueryContext) -> Test:
    get = attrgetter(known.attribute)
    return (lambda card: get(card) is None) if is_missing(sign, value) else _compared(get, sign, whole(value))


def _days(known: Field, sign: str, value: str, asked: QueryContext) -> Test:
    return _compared(attrgetter(known.attribute), sign, days(value))


def _rotting(known: Field, sign: str, value: str, asked: QueryContext) -> Test:
    get, compare, length = attrgetter(known.attribute), SIGNS[sign], days(value)
    return lambda card: get(card) > 0 and compare(get(card), length)


def _age(known: Field, sign: str, value: str, asked: QueryContext) -> Test:
    get, compare, length = attrgetter(known.attribute), SIGNS[sign], days(value)
    return lambda card: get(card) is not None and compare(days_since(get(card), asked.now), length)


def _step(known: Field, sign: str, value: str, asked: QueryContext) -> Test:
    if sign == ":" and fold(value) in _BADGES:
        badge = fold(value)
        return lambda card: card.badge == badge
    return _in_span(lambda card: card.next_step.due if card.next_step else None, sign, span(value, asked))


def _on_day(known: Field, sign: str, value: str, asked: QueryContext) -> Test:
    get = attrgetter(known.attribute)
    if is_missing(sign, value):
        return lambda card: get(card) is None
    return _in_span(get, sign, span(value, asked, past=known.kind == fields.PAST_DAY))


def _in_span(get: Get, sign: str, days: tuple[date, date]) -> Test:
    """The test of a day against a day or a whole period; nothing is neither before nor after."""
    low, high = limits(sign, *days)
    if sign in ("<", ">"):
        compare, limit = SIGNS[sign], high if sign == "<" else low
        return lambda card: (own := get(card)) is not None and compare(own, limit)
    return lambda card: (own := get(card)) is not None and (low is None or own >= low) and (high is None or own <= high)


def limits(sign: str, first: date, last: date) -> tuple[date | None, date | None]:
    """What a day that compares so with a period lies from, and up to; None for no limit.

    Both belong to it but for `<` and `>`.
    """
    return {"<": None, "<=": None, ">": last}.get(sign, first), {"<": first, ">": None, ">=": None}.get(sign, last)


def days(value: str) -> int:
    """A length of time in days: 14, 14d, 2w, 1mo, 1y; raises InputError."""
    match = re.fullmatch(_LENGTH, value.lower())
    if not match:
        raise InputError(f"{quoted(value)} is not a number of days", "write it as 14, 14d, 2w, 1mo or 1y")
    return int(match[1]) * _DAYS[match[2] or ""]


def span(value: str, asked: QueryContext, *, past: bool = False) -> tuple[date, date]:
    """The first and the last day of what a value names: a month, quarter, year or week, or one day."""
    today, rules = asked.now.date(), asked.rules
    if found := period_words.read(value, today, rules, back=past):
        return found
    day = read_day(value, asked, past=past)
    if rules.languages and not asked.typing and date_words.read(value, asked.now, rules, back=past) is None:
        return period_words.translated(value, today, rules, back=past) or (day, day)
    return day, day


def read_day(value: str, asked: QueryContext, *, past: bool = False) -> date:
    """A day; a word still being typed is only looked up in the table, not in the date library."""
    if asked.typing:
        reading = date_words.read(value, asked.now, asked.rules, back=past)
        if reading is None or reading.day is None:
            raise InputError(f"{quoted(value)} is not a date")
        return reading.day
    return when.parse_day(value, asked.now, asked.rules, past=past)


def _at_time(known: Field, sign: str, value: str, asked: QueryContext) -> Test:
    """Times against local days: their two midnights are worked out once, not the local day of every deal."""
    get = attrgetter(known.attribute)
    low, high = between(sign, span(value, asked, past=True), asked)

    def test(card: Card) -> bool:
        own = get(card)
        return own is not None and (low is None or own >= low) and (high is None or own < high)

    return test


def between(sign: str, days: tuple[date, date], asked: QueryContext) -> tuple[datetime | None, datetime | None]:
    """From when on, and before when, a time compares so with local days, the first to the last; None for no limit."""
    try:
        start, end = (
            datetime.combine(day + timedelta(days=more), time(), asked.now.tzinfo).astimezone(UTC)
            for more, day in enumerate(days)
        )
    except OverflowError:
        raise InputError(f"{days[0]} lies outside the calendar") from None
    return {"<": None, "<=": None, ">": end}.get(sign, start), {"<": start, ">": None, ">=": None}.get(sign, end)


MEASURES: dict[str, Callable[[Field, str, str, QueryContext], Test]] = {
    fields.MONEY: _money,
    fields.PERCENT: _percent,
    fields.WHOLE: _whole,
    fields.DAYS: _days,
    fields.AGE: _age,
    fields.ROTTING: _rotting,
    fields.STEP: _step,
    fields.DAY: _on_day,
    fields.PAST_DAY: _on_day,
    fields.MOMENT: _at_time,
    fields.SCORE: _score,
}
"""The test of a field that has a size, by its kind: from the field, the sign and the value; raises InputError."""
