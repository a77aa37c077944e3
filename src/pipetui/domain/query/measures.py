"""How a query compares what has a size: amounts, numbers of days, percentages, scores, days and times."""

from __future__ import annotations

import operator
import re
from datetime import UTC, datetime, time, timedelta

from pipetui.domain import money
from pipetui.domain.dates import date_words, when
from pipetui.domain.deal import OPEN
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.line.parts import percent
from pipetui.domain.query.facts import SCORES
from pipetui.domain.rules import days_since
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pipetui.domain.query.facts import Card, Compare, QueryContext, Test

NOTHING = "none"
"""The value that asks for what is missing."""

_SIGNS: dict[str, Compare] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    ":": operator.eq,
    "=": operator.eq,
}
_BADGES = ("overdue", "today", "planned", "none")
_DAYS = {"": 1, "d": 1, "w": 7, "mo": 30, "y": 365}
_LENGTH = r"([0-9]{1,6}) ?(d|w|mo|y)?(?:ays?|eeks?|nths?|ears?)?"


def score(place: int, sign: str, value: str, asked: QueryContext) -> Test:
    """The test of the sum at `place`; one that is not known fits nothing. Only open deals have scores."""
    if not re.fullmatch(r"[+-]?[0-9]{1,6}", value):
        raise InputError(f"{quoted(value)} is no score", f"Write a whole number such as {SCORES[place]}.over:50.")
    limit, scores, compare = int(value), asked.scores, _SIGNS[sign]
    if scores is None:
        return lambda card: False

    def test(card: Card) -> bool:
        own = scores.get(card.id) if card.status == OPEN else None
        return own is not None and compare(own[place], limit)

    return test


def measure(name: str, sign: str, value: str, asked: QueryContext) -> Test:
    """The test of a field that holds a number, an amount or a day; raises InputError."""
    compare = _SIGNS[sign]
    empty = fold(value) == NOTHING and sign in (":", "=")
    match name:
        case "value":
            return (lambda card: card.value is None) if empty else _worth(compare, value, asked)
        case "p":
            limit = percent(value, "such as p.over:50")
            return lambda card: compare(card.probability, limit)
        case "idle":
            length = days(value)
            return lambda card: compare(card.idle_days, length)
        case "rotting":
            length = days(value)
            return lambda card: card.rotting_days > 0 and compare(card.rotting_days, length)
        case "age":
            length = days(value)
            return lambda card: compare(days_since(card.created_at, asked.now), length)
        case "next":
            if sign == ":" and fold(value) in _BADGES:
                badge = fold(value)
                return lambda card: card.badge == badge
            return _on_day(lambda card: card.next_step.due if card.next_step else None, compare, _day(value, asked))
        case "close":
            if empty:
                return lambda card: card.expected_close is None
            return _on_day(lambda card: card.expected_close, compare, _day(value, asked))
        case "created":
            return _at_time(lambda card: card.created_at, sign, _day(value, asked, past=True), asked)
    if empty:
        return lambda card: card.closed_on is None
    return _on_day(lambda card: card.closed_on, compare, _day(value, asked, past=True))


def _worth(compare: Compare, value: str, asked: QueryContext) -> Test:
    """An amount compares deals of its own currency, a bare one those of the book's: currencies never mix."""
    limit = money.parse(value, asked.currency)

    def test(card: Card) -> bool:
        worth = card.value
        return worth is not None and worth.currency == limit.currency and compare(worth.minor, limit.minor)

    return test


def days(value: str) -> int:
    """A length of time in days: 14, 14d, 2w, 1mo, 1y; raises InputError."""
    match = re.fullmatch(_LENGTH, value.lower())
    if not match:
        raise InputError(f"{quoted(value)} is no number of days", "Write it as 14, 14d, 2w, 1mo or 1y.")
    return int(match[1]) * _DAYS[match[2] or ""]


def _day(value: str, asked: QueryContext, *, past: bool = False) -> date:
    """A day; a word still being typed is only looked up in the table, not in the date library."""
    if asked.typing:
        reading = date_words.read(value, asked.now, asked.rules, back=past)
        if reading is None or reading.day is None:
            raise InputError(f"{quoted(value)} is not a date")
        return reading.day
    return when.parse_day(value, asked.now, asked.rules, past=past)


def _on_day(get: Callable[[Card], date | None], compare: Compare, day: date) -> Test:
    def test(card: Card) -> bool:
        own = get(card)
        return own is not None and compare(own, day)

    return test


def _at_time(get: Callable[[Card], datetime | None], sign: str, day: date, asked: QueryContext) -> Test:
    """Times against a local day: its two midnights are worked out once, not the local day of every deal."""
    try:
        start, end = (
            datetime.combine(day + timedelta(days=more), time(), asked.now.tzinfo).astimezone(UTC) for more in (0, 1)
        )
    except OverflowError:
        raise InputError(f"{day} lies outside the calendar") from None
    low = {"<": None, "<=": None, ">": end}.get(sign, start)
    high = {"<": start, ">": None, ">=": None}.get(sign, end)

    def test(card: Card) -> bool:
        own = get(card)
        return own is not None and (low is None or own >= low) and (high is None or own < high)

    return test
