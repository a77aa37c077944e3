"""One row of a file -> one deal as understood, or an InputError that says what is wrong with which column."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from hashlib import blake2b
from operator import itemgetter
from typing import NamedTuple, TypeVar

from pipetui.domain import fields
from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.line.parts import whole
from pipetui.domain.money import Money
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.exchange import dates, values
from pipetui.exchange.mapping import PLAIN, SourceColumn
from pipetui.exchange.vocabulary import Vocabulary

_T = TypeVar("_T")
_REMEMBERED = 20_000
_LONGEST = 200
_JOINER = " · "
_NONE: tuple[str, ...] = ()
_PLAIN: dict[str, tuple[Callable[[str], str | int | None], str | None]] = {
    fields.TEXT: (str, ""),
    fields.WHOLE: (lambda text: _meant(whole, text), None),
}
"""What a cell of a plain kind means, and what a blank one does."""


class Target(NamedTuple):
    """What a word in the stage column means here: a status, or a stage by its name; `new` when it is to be made."""

    status: str = ""
    stage: str = ""
    new: bool = False


class ImportRules(NamedTuple):
    """What cells are understood against; all of it known before the first row is read.

    `orders` holds the date order of each date field, `decimal` the decimal sign of the amounts ("" = unknown),
    `fine` whether these have more than two decimals, `fraction` whether probabilities are shares of 1, `stages` what
    each folded word of the stage column means, `vocabulary` what its other words do.
    """

    columns: tuple[SourceColumn, ...]
    orders: Mapping[str, str]
    decimal: str
    fraction: bool
    stages: Mapping[str, Target]
    currency: str
    now: datetime
    fine: bool
    vocabulary: Vocabulary


class Parties(NamedTuple):
    """Who a deal is with, as its row names them."""

    organization: str
    people: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]


class Incoming(NamedTuple):
    """A deal as a row tells it. `key` is the other system's own id, "" if it has none; `digest` is the row's hash.

    `stage` is the name of the stage meant, "" for the usual one. `minor` counts minor units of `currency`. `plain` are
    the values of the fields of `mapping.PLAIN`, "" or None where there is none.
    """

    line: int
    cells: Sequence[str]
    key: str
    digest: str
    title: str
    parties: Parties
    status: str
    stage: str
    minor: int | None
    currency: str
    created: datetime | None
    closed: datetime | None
    expected: date | None
    reason: str
    plain: tuple[str | int | None, ...]
    tags: tuple[str, ...]
    note: str
    probability: int | None


class Memo(dict[str, _T]):
    """What cells mean: worked out when one is met first, and remembered, for columns repeat themselves."""

    def __init__(self, meaning: Callable[[str], _T]) -> None:
        self._meaning = meaning

    def __missing__(self, cell: str) -> _T:
        found = self._meaning(cell)
        if len(cell) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[cell] = found
        return found


class RowReader:
    """Understands the rows of one file."""

    def __init__(self, rules: ImportRules) -> None:
        self.rules = rules
        assert rules.now.tzinfo is not None
        self._zone = rules.now.tzinfo
        self._places: dict[str, tuple[int, ...]] = {}
        self._headings: dict[str, str] = {}
        for column in rules.columns:
            self._places[column.field] = (*self._places.get(column.field, ()), column.place)
            self._headings.setdefault(column.field, column.heading)
        self._told = _several(tuple(c.place for c in sorted(rules.columns, key=lambda c: (c.field, c.heading))))
        self._salts: dict[tuple[str, str], bytes] = {}
        units = (rules.currency, rules.decimal, *(["minor"] if rules.vocabulary.minor else ()))
        self._salt = "\x1f".join((*map(str, sorted(rules.orders.items())), *units))
        heading, codes = self._headings.get("status", ""), values.CurrencyNames()
        self._title = self._text("title", _JOINER)
        self._organization = self._field("organization", str, "")
        self._people = self._field("person", values.names, _NONE, " ")
        self._emails = self._field("email", values.emails, _NONE)
        self._phones = self._field("phone", values.phones, _NONE)
        self._id = self._text("id")
        self._status = self._field("status", lambda text: values.status(text, heading, rules.vocabulary.status), "")
        self._stage = self._field("stage", self._target, Target())
        self._currency = self._field("currency", lambda text: _meant(codes.code, text) or "", "")
        self._values: dict[str, Callable[[Sequence[str]], Money | None]] = {}
        self._created = self._moments("created")
        self._closings = {status: self._closing(status) for status in (WON, LOST)}
        self._dated = {
            status: [
                self._moments("closed", column)
                for column in rules.columns
                if column.field == "closed" and status in column.about
            ]
            for status in (WON, LOST)
        }
        self._day = {field: self._days(field) for field in ("close", "closed")}
        self._reason = self._field("reason", str, "")
        self._plain = [self._field(field.name, *_PLAIN[field.kind]) for field in PLAIN]
        self._tags = self._field("tags", values.tags, _NONE)
        self._probability = self._field("probability", lambda text: values.percent(text, rules.fraction), None)
        self._notes = self._places.get("note", ())

    def row(self, line: int, cells: Sequence[str]) -> Incoming:
        """The deal of one row; raises InputError with the reason for the failed file."""
        organization = self._organization(cells)
        people = self._people(cells)
        title = self._title(cells) or organization or (people[0] if people else "")
        if not title:
            raise InputError("no title, and no organization to name the deal after")
        key = self._id(cells)
        status, stage = self._place(cells)
        currency = self._currency(cells) or self.rules.currency
        value = self._value(currency)(cells)
        closed, expected = self._ends(cells, status)
        return Incoming(
            line,
            cells,
            key,
            self._digest(cells, self._salted(status, stage) if key else b""),
            title,
            Parties(organization, people, self._emails(cells), self._phones(cells)),
            status,
            stage,
            None if value is None else value.minor,
            currency if value is None else value.currency,
            self._came_in(cells),
            closed,
            expected,
            self._reason(cells) if status == LOST else "",
            tuple([value(cells) for value in self._plain]),
            self._tags(cells),
            self._note(cells) if self._notes else "",
            self._probability(cells),
        )

    def _text(self, field: str, joiner: str = "") -> Callable[[Sequence[str]], str]:
        """What tells a row's text of a field that seldom repeats itself."""
        places, plain = self._places.get(field, ()), values.plain
        if len(places) == 1:
            only = places[0]
            return lambda cells: plain(cells[only])
        return lambda cells: joiner.join([text for place in places if (text := plain(cells[place]))])

    def _field(
        self,
        field: str,
        meaning: Callable[[str], _T],
        nothing: _T,
        joiner: str = ";",
        *,
        only: SourceColumn | None = None,
    ) -> Callable[[Sequence[str]], _T]:
        """What tells a row's value of the field: `meaning` of its text, `nothing` for a blank or missing one.

        Several columns are joined, unless one of them is meant `only`. An InputError gets the heading put before it.
        """
        places = (only.place,) if only else self._places.get(field, ())
        if not places:
            return lambda cells: nothing
        heading = only.heading if only else self._headings[field]

        blank = self.rules.vocabulary.nothing

        def meant(text: str) -> _T:
            try:
                return nothing if not text or (blank and values.letters(text) in blank) else meaning(text)
            except InputError as error:
                raise InputError(f"{heading}: {error.title}", error.hint) from None

        if len(places) == 1:
            place = places[0]
            known = Memo(lambda cell: meant(values.plain(cell)))
            return lambda cells: known[cells[place]]
        texts, joined = Memo(values.plain), Memo(meant)
        return lambda cells: joined[joiner.join([text for place in places if (text := texts[cells[place]])])]

    def _value(self, currency: str) -> Callable[[Sequence[str]], Money | None]:
        found = self._values.get(currency)
        if found is None:
            decimal, fine, minor = self.rules.decimal, self.rules.fine, self.rules.vocabulary.minor

            def amount(text: str) -> Money | None:
                found = values.amount(text, currency, decimal, fine=fine)
                return values.counted_in_cents(found) if minor and found else found

            found = self._values[currency] = self._field("value", amount, None)
        return found

    def _closing(self, status: str) -> list[Callable[[Sequence[str]], datetime | None]]:
        """What tells when a deal of that status was closed, the surest first; a column of the other status does not."""
        other = LOST if status == WON else WON
        told = [column for column in self.rules.columns if column.field in ("closed", "close")]
        meant = [column for column in told if other not in column.about]
        meant.sort(key=lambda column: (column.field != "closed", status not in column.about))
        return [self._moments(column.field, column) for column in meant]

    def _moments(self, field: str, only: SourceColumn | None = None) -> Callable[[Sequence[str]], datetime | None]:
        now, zone, order = self.rules.now, self._zone, self.rules.orders.get(field, "")

        def moment(text: str) -> datetime:
            at = dates.moment(text, order, zone)
            # A day stands for its noon; today's may still lie ahead, and nothing happened in the future.
            return min(at, now) if at.astimezone(zone).date() == now.date() else at

        return self._field(field, partial(_meant, moment), None, only=only)

    def _days(self, field: str) -> Callable[[Sequence[str]], date | None]:
        zone, order = self._zone, self.rules.orders.get(field, "")
        return self._field(field, partial(_meant, lambda text: dates.day(text, order, zone)), None)

    def _ends(self, cells: Sequence[str], status: str) -> tuple[datetime | None, date | None]:
        """When the deal was closed, by the surest column that says so, and when it is or was expected to."""
        if status == OPEN:
            return None, self._day["close"](cells)
        found = (told(cells) for told in self._closings[status])
        closed = next((at for at in found if at is not None), None)
        if closed is not None and closed > self.rules.now:  # nothing was closed on a day to come
            closed = None
        return closed, self._day["close"](cells)

    def _place(self, cells: Sequence[str]) -> tuple[str, str]:
        """Status and stage; a stage column that holds Won or Lost tells the status."""
        status, target = self._status(cells), self._stage(cells)
        if not status and not target.status:
            status = self._told_by_dates(cells)
        if status and target.status and status != target.status:
            says = f"{self._headings['status']} says {status}"
            raise InputError(f"{says}, {self._headings['stage']} says {target.status}")
        return status or target.status or OPEN, target.stage

    def _came_in(self, cells: Sequence[str]) -> datetime | None:
        """When the deal was created; a day to come is no such day."""
        at = self._created(cells)
        return None if at is not None and at > self.rules.now else at

    def _told_by_dates(self, cells: Sequence[str]) -> str:
        """Won or lost, where a day stands in the column of the one and none in that of the other."""
        found = [status for status, told in self._dated.items() if any(at(cells) is not None for at in told)]
        return found[0] if len(found) == 1 else ""

    def _target(self, word: str) -> Target:
        target = self.rules.stages.get(fold(values.stage(word, self._headings["stage"])))
        if target is None:
            raise InputError(f"there is no stage {quoted(word)}")
        return target

    def _note(self, cells: Sequence[str]) -> str:
        texts = [clean(values.unguarded(cell), multiline=True) for place in self._notes if (cell := cells[place])]
        return "\n\n".join(filter(None, texts))

    def _salted(self, status: str, stage: str) -> bytes:
        found = self._salts.get((status, stage))
        if found is None:
            found = self._salts[status, stage] = f"{self._salt}\x1f{status}\x1f{stage}".encode("utf-8", "surrogatepass")
        return found

    def _digest(self, cells: Sequence[str], salt: bytes) -> str:
        """A hash of the cells that are read, whatever the order of their columns, and of how they are read."""
        told = "\x1f".join(self._told(cells)).encode("utf-8", "surrogatepass") + salt
        return blake2b(told, digest_size=12).hexdigest()


def _several(places: tuple[int, ...]) -> Callable[[Sequence[str]], Sequence[str]]:
    """What takes these cells of a row."""
    return itemgetter(*places) if len(places) > 1 else lambda cells: [cells[place] for place in places]


def _meant(meaning: Callable[[str], _T], text: str) -> _T | None:
    """None for a cell that says there is nothing."""
    return None if values.is_nothing(text) else meaning(text)
