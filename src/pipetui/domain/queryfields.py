"""What a query can ask of a deal: its states, its fields, and how each compares. See `query` for the language."""

from __future__ import annotations

import operator
import re
from datetime import UTC, datetime, time, timedelta

from pipetui.domain import datewords, money, when
from pipetui.domain.deal import MINE, STATUSES, THEIRS
from pipetui.domain.errors import InputError
from pipetui.domain.text import fold
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import Any, NamedTuple, Protocol, TypeAlias

    from pipetui.domain.money import Money
    from pipetui.domain.when import DateRules

    class _Step(Protocol):
        @property
        def due(self) -> date: ...
        @property
        def turn(self) -> str: ...

    class _Card(Protocol):
        """What is asked of a deal, here where the domain knows no views; the rest of it is read by name."""

        @property
        def id(self) -> int: ...
        @property
        def status(self) -> str: ...
        @property
        def value(self) -> Money | None: ...
        @property
        def currency(self) -> str: ...
        @property
        def probability(self) -> int: ...
        @property
        def tags(self) -> tuple[str, ...]: ...
        @property
        def created_at(self) -> datetime: ...
        @property
        def expected_close(self) -> date | None: ...
        @property
        def closed_at(self) -> datetime | None: ...
        @property
        def parked_until(self) -> date | None: ...
        @property
        def next_step(self) -> _Step | None: ...
        @property
        def badge(self) -> str: ...
        @property
        def rotting_days(self) -> int: ...
        @property
        def idle_days(self) -> int: ...
        @property
        def haystack(self) -> str: ...

    Test: TypeAlias = Callable[[_Card], bool]
    Compare: TypeAlias = Callable[[Any, Any], bool]
else:
    from pipetui.domain.record import NamedTuple


class Asked(NamedTuple):
    """The moment and the settings a query is read for. `typing`: this word of it may be unfinished."""

    now: datetime
    rules: DateRules
    currency: str
    typing: bool = False


STATES = (
    "overdue",
    "today",
    "planned",
    "nonext",
    "rotting",
    "parked",
    "hot",
    "open",
    "won",
    "lost",
    "mine",
    "theirs",
)
"""The bare words that ask for a state instead of a text."""

_WORDS = {
    "stage": "stage",
    "pipeline": "pipeline",
    "org": "organization",
    "who": "people",
    "tag": "tags",
    "src": "source",
    "reason": "lost_reason",
    "status": "status",
    "currency": "currency",
}
"""The fields that hold words, with the card's attribute of each."""

FIELDS = (*_WORDS, "next", "value", "p", "close", "created", "closed", "idle", "age", "rotting")
_ALIASES = {"source": "src"}
_SIGNS: dict[str, Compare] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    ":": operator.eq,
    "=": operator.eq,
}
_SPELT = {
    "": "",
    "before": "<",
    "under": "<",
    "after": ">",
    "over": ">",
    "until": "<=",
    "max": "<=",
    "from": ">=",
    "min": ">=",
}
_BADGES = ("overdue", "today", "planned", "none")
_NOTHING = "none"
_DAYS = {"": 1, "d": 1, "w": 7, "mo": 30, "y": 365}
_LENGTH = r"([0-9]{1,6}) ?(d|w|mo|y)?(?:ays?|eeks?|nths?|ears?)?"


def is_field(name: str) -> bool:
    """Whether a query knows a field of this name."""
    return _ALIASES.get(name.lower(), name.lower()) in FIELDS


def state(word: str, asked: Asked) -> tuple[str, Test] | None:
    """The field and the test that a bare word of STATES stands for, None for any other word."""
    word = word.lower()
    if word not in STATES:
        return None
    today = asked.now.date()
    match word:
        case "rotting":
            return "rotting", lambda card: card.rotting_days > 0
        case "parked":
            return "parked", lambda card: card.parked_until is not None and card.parked_until > today
        case "hot":
            return "tag", lambda card: any(tag.casefold() == word for tag in card.tags)
        case "open" | "won" | "lost":
            return "status", lambda card: card.status == word
        case "mine" | "theirs":
            turn = MINE if word == "mine" else THEIRS
            return "next", lambda card: card.next_step is not None and card.next_step.turn == turn
    badge = "none" if word == "nonext" else word
    return "next", lambda card: card.badge == badge


def condition(name: str, spelt: str, sign: str, value: str, asked: Asked) -> tuple[str, Test]:
    """The field and the test of `name.spelt sign value`, such as stage:demo, value>10k or close.before:eow.

    Raises InputError for a field, a comparison or a value that is not known.
    """
    name = _ALIASES.get(name, name)
    if name not in FIELDS:
        near = nearest(name, FIELDS)
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        raise InputError(f"there is no field {quoted(name)}", f"{hint}Fields are {', '.join(FIELDS)}.")
    if spelt not in _SPELT:
        raise InputError(f"{quoted(spelt)} is no comparison", f"Write {', '.join(filter(None, _SPELT))}.")
    sign = _SPELT[spelt] or sign.removeprefix(":") or ":"
    value = value.strip()
    if not value:
        raise InputError(f"{name} has nothing to compare with", f"Write what to look for, such as {_example(name)}.")
    if name not in _WORDS:
        return name, _measure(name, sign, value, asked)
    if sign not in (":", "="):
        raise InputError(f"{name} cannot be compared", f"Write {_example(name)}.")
    return name, _words(name, fold(value), sign == "=", asked)


def _example(name: str) -> str:
    examples = {"value": "value.over:10k", "p": "p.over:50", "status": "status:won", "tag": "tag:saas"}
    if name in ("idle", "age", "rotting"):
        return f"{name}.over:14d"
    if name in ("next", "close", "created", "closed"):
        return f"{name}.before:fri"
    return examples.get(name, f"{name}:acme")


# --- text ----------------------------------------------------------------------------------------------------


def _words(name: str, wanted: str, exact: bool, asked: Asked) -> Test:
    """The test of a field that holds words, by the attribute of the card and how it is compared."""
    if name == "status":
        return _status(wanted)
    if name == "currency":
        code = money.check_currency(wanted)
        return lambda card: card.currency == code
    get = operator.attrgetter(_WORDS[name])
    if wanted == _NOTHING:
        return lambda card: not get(card)
    how: Compare = operator.contains if name in ("org", "who") else str.startswith
    if exact or (name == "tag" and not asked.typing):
        how = operator.eq
    if name in ("tag", "who"):
        return lambda card: any(how(one.casefold(), wanted) for one in get(card))
    return lambda card: how(get(card).casefold(), wanted)


def _status(wanted: str) -> Test:
    status = next((status for status in STATUSES if status.startswith(wanted)), "")
    if not status:
        raise InputError(f"{quoted(wanted)} is no status", f"A deal is {', '.join(STATUSES)}.")
    return lambda card: card.status == status


# --- numbers and dates ---------------------------------------------------------------------------------------


def _measure(name: str, sign: str, value: str, asked: Asked) -> Test:
    compare = _SIGNS[sign]
    empty = fold(value) == _NOTHING and sign in (":", "=")
    match name:
        case "value":
            return (lambda card: card.value is None) if empty else _worth(compare, value, asked)
        case "p":
            percent = _percent(value)
            return lambda card: compare(card.probability, percent)
        case "idle":
            days = _days(value)
            return lambda card: compare(card.idle_days, days)
        case "rotting":
            days = _days(value)
            return lambda card: card.rotting_days > 0 and compare(card.rotting_days, days)
        case "age":
            days, now = _days(value), asked.now.astimezone(UTC)
            return lambda card: compare((now - card.created_at).days, days)
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
        return lambda card: card.closed_at is None
    return _at_time(lambda card: card.closed_at, sign, _day(value, asked, past=True), asked)


def _worth(compare: Compare, value: str, asked: Asked) -> Test:
    """Figures are compared in thousandths, the finest any currency has, so that yen and dinars fit beside euros."""
    limit = money.parse(value, asked.currency)
    thousandths = limit.minor * 10 ** (3 - money.digits(limit.currency))
    # What another book would read as its own currency names none.
    readings = [money.try_parse(value, book) for book in ("EUR", "USD")]
    only = limit.currency if len({reading and reading.currency for reading in readings}) == 1 else None
    scales: dict[str, int] = {}

    def test(card: _Card) -> bool:
        worth = card.value
        if worth is None or (only and worth.currency != only):
            return False
        scale = scales.get(worth.currency)
        if scale is None:
            scale = scales[worth.currency] = 10 ** (3 - money.digits(worth.currency))
        return compare(worth.minor * scale, thousandths)

    return test


def _percent(value: str) -> int:
    number = value.removesuffix("%").strip()
    if not (number.isascii() and number.isdigit() and len(number) < 4):
        raise InputError(f"{quoted(value)} is no percentage", "Write a whole number such as p.over:50.")
    return int(number)


def _days(value: str) -> int:
    match = re.fullmatch(_LENGTH, value.lower())
    if not match:
        raise InputError(f"{quoted(value)} is no number of days", "Write it as 14, 14d, 2w, 1mo or 1y.")
    return int(match[1]) * _DAYS[match[2] or ""]


def _day(value: str, asked: Asked, *, past: bool = False) -> date:
    """A day; a word still being typed is only looked up in the table, not in the date library."""
    if asked.typing:
        reading = datewords.read(value, asked.now, asked.rules, back=past)
        if reading is None or reading.day is None:
            raise InputError(f"{quoted(value)} is not a date")
        return reading.day
    return when.parse_day(value, asked.now, asked.rules, past=past)


def _on_day(get: Callable[[_Card], date | None], compare: Compare, day: date) -> Test:
    def test(card: _Card) -> bool:
        own = get(card)
        return own is not None and compare(own, day)

    return test


def _at_time(get: Callable[[_Card], datetime | None], sign: str, day: date, asked: Asked) -> Test:
    """Times against a local day: its two midnights are worked out once, not the local day of every deal."""
    try:
        start, end = (
            datetime.combine(day + timedelta(days=more), time(), asked.now.tzinfo).astimezone(UTC) for more in (0, 1)
        )
    except OverflowError:
        raise InputError(f"{day} lies outside the calendar") from None
    low = {"<": None, "<=": None, ">": end}.get(sign, start)
    high = {"<": start, ">": None, ">=": None}.get(sign, end)

    def test(card: _Card) -> bool:
        own = get(card)
        return own is not None and (low is None or own >= low) and (high is None or own < high)

    return test
