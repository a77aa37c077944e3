"""One row of a file -> one deal as understood, or an InputError that says what is wrong with which column."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar

from pipetui.domain.deal import LOST, OPEN
from pipetui.domain.errors import InputError
from pipetui.domain.money import Money
from pipetui.domain.text import clean, fold
from pipetui.domain.wording import quoted
from pipetui.exchange import dates, values
from pipetui.exchange.mapping import Column

_T = TypeVar("_T")
_REMEMBERED = 20_000
_JOINER = " · "


class Target(NamedTuple):
    """What a word in the stage column means here: a status, or a stage by its name; `new` when it is to be made."""

    status: str = ""
    stage: str = ""
    new: bool = False


class Rules(NamedTuple):
    """What cells are understood against; all of it known before the first row is read.

    `orders` holds the date order of each date field, `decimal` the decimal sign of the amounts ("" = unknown),
    `fraction` whether probabilities are shares of 1, `stages` what each folded word of the stage column means.
    """

    columns: tuple[Column, ...]
    orders: Mapping[str, str]
    decimal: str
    fraction: bool
    stages: Mapping[str, Target]
    currency: str
    now: datetime


class Incoming(NamedTuple):
    """A deal as a row tells it. `key` is the other system's own id, "" if it has none; `digest` is the row's hash.

    `stage` is the name of the stage meant, "" for the usual one. `minor` counts minor units of `currency`.
    """

    line: int
    cells: Sequence[str]
    key: str
    digest: str
    title: str
    organization: str
    people: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    status: str
    stage: str
    minor: int | None
    currency: str
    created: datetime | None
    closed: datetime | None
    expected: date | None
    reason: str
    source: str
    tags: tuple[str, ...]
    note: str
    probability: int | None


class Reader:
    """Understands the rows of one file, remembering what it has understood before: columns repeat themselves."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.zone = rules.now.tzinfo
        assert self.zone is not None
        self._names = values.CurrencyNames()
        self._places: dict[str, tuple[int, ...]] = {}
        self._headings: dict[str, str] = {}
        for column in rules.columns:
            self._places[column.field] = (*self._places.get(column.field, ()), column.place)
            self._headings.setdefault(column.field, column.heading)
        self._order = tuple(column.place for column in sorted(rules.columns, key=lambda c: (c.field, c.heading)))
        self._texts: dict[str, str] = {}
        self._known: dict[str, dict[tuple[str, str], Any]] = {}
        self._salt = "\x1f".join((*map(str, sorted(rules.orders.items())), rules.currency, rules.decimal))

    def row(self, line: int, cells: Sequence[str]) -> Incoming:
        """The deal of one row; raises InputError with the reason for the failed file."""
        organization = self._text(cells, "organization")
        people = _split(self._text(cells, "person", " "), ";")
        title = self._text(cells, "title", _JOINER) or organization or (people[0] if people else "")
        if not title:
            raise InputError("no title, and no organization to name the deal after")
        key = self._text(cells, "id")
        status, stage = self._place(cells)
        currency = self._value(cells, "currency", self._currency) or self.rules.currency
        value = self._value(cells, "value", partial(self._amount, currency), also=currency)
        closed, expected = self._ends(cells, status)
        return Incoming(
            line,
            cells,
            key,
            self._digest(cells, f"{self._salt}\x1f{status}\x1f{stage}" if key else ""),
            title,
            organization,
            people,
            self._value(cells, "email", _emails) or (),
            self._value(cells, "phone", _phones) or (),
            status,
            stage,
            None if value is None else value.minor,
            currency if value is None else value.currency,
            self._value(cells, "created", partial(self._moment, "created")),
            closed,
            expected,
            self._text(cells, "reason") if status == LOST else "",
            self._text(cells, "source"),
            tuple(tag.replace(" ", "-") for tag in _split(self._text(cells, "tags", ";"), ",;|")),
            self._note(cells),
            self._value(cells, "probability", lambda text: values.percent(text, self.rules.fraction)),
        )

    def _text(self, cells: Sequence[str], field: str, joiner: str = ";") -> str:
        places = self._places.get(field)
        if places is None:
            return ""
        if len(places) == 1:
            return self._plain(cells[places[0]])
        return joiner.join(text for place in places if (text := self._plain(cells[place])))

    def _plain(self, cell: str) -> str:
        found = self._texts.get(cell)
        if found is None:
            if len(self._texts) >= _REMEMBERED:
                self._texts.clear()
            found = self._texts[cell] = values.plain(cell)
        return found

    def _value(self, cells: Sequence[str], field: str, parse: Callable[[str], _T | None], also: str = "") -> _T | None:
        """The parsed cell, None for a blank one; an InputError gets the heading put before it.

        What was parsed is remembered by its text and `also`, whatever else the answer depends on.
        """
        if field not in self._places:
            return None
        text = self._text(cells, field)
        if not text:
            return None
        known = self._known.setdefault(field, {})
        if (text, also) not in known:
            if len(known) >= _REMEMBERED:
                known.clear()
            try:
                known[text, also] = parse(text)
            except InputError as error:
                raise InputError(f"{self._headings[field]}: {error.title}", error.hint) from None
        found: _T | None = known[text, also]
        return found

    def _amount(self, currency: str, text: str) -> Money | None:
        return values.amount(text, currency, self.rules.decimal)

    def _currency(self, text: str) -> str:
        return "" if values.is_nothing(text) else self._names.code(text)

    def _moment(self, field: str, text: str) -> datetime | None:
        if values.is_nothing(text):
            return None
        assert self.zone is not None
        at = dates.moment(text, self.rules.orders[field], self.zone)
        # A day stands for its noon; today's may still lie ahead, and nothing happened in the future.
        today = at.astimezone(self.zone).date() == self.rules.now.date()
        return min(at, self.rules.now) if today else at

    def _day(self, field: str, text: str) -> date | None:
        assert self.zone is not None
        return None if values.is_nothing(text) else dates.day(text, self.rules.orders[field], self.zone)

    def _ends(self, cells: Sequence[str], status: str) -> tuple[datetime | None, date | None]:
        """When the deal was closed and when it is or was expected to: a date of either column serves for both."""
        if status == OPEN:
            for field in ("close", "closed"):
                found = self._value(cells, field, partial(self._day, field), also=OPEN)
                if found is not None:
                    return None, found
            return None, None
        closed = None
        for field in ("closed", "close"):
            closed = closed or self._value(cells, field, partial(self._moment, field))
        expected = self._value(cells, "close", partial(self._day, "close"), also=OPEN)
        return closed, expected

    def _place(self, cells: Sequence[str]) -> tuple[str, str]:
        """Status and stage; a stage column that holds Won or Lost tells the status."""
        heading = self._headings.get("status", "")
        status = self._value(cells, "status", lambda text: values.status(text, heading)) or ""
        word = self._text(cells, "stage")
        target = self.rules.stages.get(fold(word)) if word else Target()
        if target is None:
            raise InputError(f"{self._headings['stage']}: there is no stage {quoted(word)}")
        if status and target.status and status != target.status:
            raise InputError(f"{heading} says {status}, {self._headings['stage']} says {target.status}")
        return status or target.status or OPEN, target.stage

    def _note(self, cells: Sequence[str]) -> str:
        places = self._places.get("note", ())
        texts = (clean(values.unguarded(cells[place]), multiline=True) for place in places)
        return "\n\n".join(text for text in texts if text)

    def _digest(self, cells: Sequence[str], salt: str) -> str:
        """A hash of the cells that are read, whatever the order of their columns, and of how they are read."""
        told = "\x1f".join([cells[place] for place in self._order]) + salt
        return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _split(text: str, marks: str) -> tuple[str, ...]:
    if not text:
        return ()
    parts = [" ".join(part.split()) for part in re.split(f"[{marks}]", text)]
    return tuple(dict.fromkeys(part for part in parts if part))


def _emails(text: str) -> tuple[str, ...]:
    found = _split(text, ",;") if not values.is_nothing(text) else ()
    for email in found:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
            raise InputError(f"{quoted(email)} is no e-mail address")
    return found


def _phones(text: str) -> tuple[str, ...]:
    found = _split(text, ",;") if not values.is_nothing(text) else ()
    for phone in found:
        if not any(char.isdecimal() for char in phone):
            raise InputError(f"{quoted(phone)} is no phone number")
    return found
