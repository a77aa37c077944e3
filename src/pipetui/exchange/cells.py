"""The cells of one file as values: what a column means is worked out once, and a bad cell never costs its row."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from hashlib import blake2b
from operator import itemgetter
from typing import NamedTuple, TypeVar
from zlib import crc32

from pipetui.domain.errors import InputError
from pipetui.domain.money import Money
from pipetui.exchange import dates, values
from pipetui.exchange.kinds import SEVERAL
from pipetui.exchange.mapping import SourceColumn
from pipetui.exchange.markup import prose
from pipetui.exchange.odd import ROUNDED, SERIAL, CellError
from pipetui.exchange.own_columns import OwnColumn
from pipetui.exchange.records import Extra, Problem, Target
from pipetui.exchange.vocabulary import Vocabulary

_T = TypeVar("_T")
_EXACT = frozenset((ROUNDED, SERIAL))
"""What is odd and yet understood: the cell need not be kept as well."""
_REMEMBERED = 5_000
_LONGEST = 200
NONE: tuple[str, ...] = ()


class TableRules(NamedTuple):
    """What the cells of a table are understood against; all of it known before the first row is read.

    `orders` holds the date order of each date field, `decimal` the decimal sign of the amounts ("" = unknown, both
    where either is met), `fine` whether it groups no thousands there, `fraction` whether probabilities are shares of 1,
    `stages` what each folded word of the stage column means, by pipeline, `vocabulary` what its other words do.
    `extras` are the columns that no field takes and which become fields of the rep's own, `in_notes` those that go into
    a note.
    """

    columns: tuple[SourceColumn, ...]
    orders: Mapping[str, str]
    decimal: str
    fraction: bool
    stages: Mapping[tuple[str, str], Target]
    currency: str
    now: datetime
    fine: bool
    vocabulary: Vocabulary
    extras: tuple[OwnColumn, ...] = ()
    in_notes: tuple[OwnColumn, ...] = ()


class Memo(dict[str, _T]):
    """What cells mean: worked out when one is met first, and remembered, for columns repeat themselves.

    What is not wholly understood is told to `odd` each time; it stands for what can be made of it, else for `nothing`.
    """

    def __init__(
        self, meaning: Callable[[str], _T], nothing: _T, odd: Callable[[str, InputError], None] | None = None
    ) -> None:
        self._meaning = meaning
        self._nothing = nothing
        self._odd = odd
        self._bad: dict[str, InputError] = {}

    def __missing__(self, cell: str) -> _T:
        bad = self._bad.get(cell)
        if bad is None:
            try:
                found = self._meaning(cell)
            except InputError as error:
                if self._odd is None:
                    raise
                bad = error
                if len(self._bad) < _REMEMBERED and len(cell) <= _LONGEST:
                    self._bad[cell] = bad
            else:
                if len(cell) <= _LONGEST:
                    if len(self) >= _REMEMBERED:
                        self.clear()
                    self[cell] = found
                return found
        assert self._odd is not None
        self._odd(cell, bad)
        value: _T | None = bad.value if isinstance(bad, CellError) else None
        return self._nothing if value is None else value


class Cells:
    """Makes, for the columns of one table, the functions that tell a row's values; collects what could not be read."""

    def __init__(self, rules: TableRules) -> None:
        self.rules = rules
        assert rules.now.tzinfo is not None
        self.zone = rules.now.tzinfo
        self.places: dict[str, tuple[int, ...]] = {}
        self.headings: dict[str, str] = {}
        for column in rules.columns:
            self.places[column.field] = (*self.places.get(column.field, ()), column.place)
            self.headings.setdefault(column.field, column.heading)
        kept = [*rules.columns, *(SourceColumn("~", own.name, own.place, True) for own in rules.extras)]
        self._told = _several(tuple(column.place for column in sorted(kept, key=lambda c: (c.field, c.heading))))
        self._odd: list[Problem] = []

    def has(self, *fields: str) -> bool:
        """Whether a column feeds one of these fields."""
        return any(field in self.places for field in fields)

    def problems(self) -> tuple[Problem, ...]:
        """What could not be read since this was asked last."""
        if not self._odd:
            return ()
        found = tuple(dict.fromkeys(self._odd))
        self._odd.clear()
        return found

    def odd(self, heading: str, cell: str, reason: str, kind: str = "") -> None:
        """Note that a cell was not understood."""
        self._odd.append(Problem(heading, cell, reason, kind or reason))

    def misread(self, heading: str, cell: str, error: InputError) -> None:
        """Note what is odd about a cell."""
        if isinstance(error, CellError):
            self._odd.append(Problem(heading, cell, error.title, error.kind, error.kind in _EXACT))
        else:
            self._odd.append(Problem(heading, cell, error.title, heading))

    def met(self) -> int:
        """How many cells of the row were not understood so far."""
        return len(self._odd)

    def text(self, field: str, joiner: str = "") -> Callable[[Sequence[str]], str]:
        """What tells a row's text of a field that seldom repeats itself."""
        places, blank = self.places.get(field, ()), self.rules.vocabulary.nothing
        if not places:
            return _nothing
        plain = partial(_plain, blank) if blank else values.plain
        if len(places) == 1:
            only = places[0]
            return lambda cells: plain(cells[only])
        return lambda cells: joiner.join([text for place in places if (text := plain(cells[place]))])

    def lines(self, field: str) -> Callable[[Sequence[str]], str]:
        """What tells a text of several lines: of markup its words, of several columns one below the other."""
        places = self.places.get(field, ())
        if not places:
            return _nothing

        def told(cells: Sequence[str]) -> str:
            return "\n\n".join(filter(None, [prose(cell) for place in places if (cell := cells[place])]))

        return told

    def field(
        self,
        field: str,
        meaning: Callable[[str], _T],
        nothing: _T,
        joiner: str = ";",
        *,
        only: SourceColumn | None = None,
    ) -> Callable[[Sequence[str]], _T]:
        """What tells a row's value of the field: `meaning` of its text, `nothing` for a blank, bad or missing one.

        Several columns are joined, unless one of them is meant `only`.
        """
        places = (only.place,) if only else self.places.get(field, ())
        if not places:
            return lambda cells: nothing
        heading = only.heading if only else self.headings[field]
        blank = self.rules.vocabulary.nothing

        def meant(text: str) -> _T:
            return nothing if not text or (blank and values.is_one_of(text, blank)) else meaning(text)

        def odd(cell: str, error: InputError) -> None:
            self.misread(heading, values.plain(cell), error)

        if len(places) == 1:
            place = places[0]
            on_one_line = partial(_on_one_line, joiner) if field in SEVERAL else values.plain
            known = Memo(lambda cell: meant(on_one_line(cell)), nothing, odd)
            return lambda cells: known[cells[place]]
        texts, joined = Memo(values.plain, ""), Memo(meant, nothing, odd)
        return lambda cells: joined[joiner.join([text for place in places if (text := texts[cells[place]])])]

    def moments(self, field: str, only: SourceColumn | None = None) -> Callable[[Sequence[str]], datetime | None]:
        """What tells a moment."""
        now, zone, order = self.rules.now, self.zone, self.rules.orders.get(field, "")

        def moment(text: str) -> datetime:
            at = dates.moment(text, order, zone)
            # A day stands for its noon; today's may still lie ahead, and nothing happened in the future.
            return min(at, now) if at.astimezone(zone).date() == now.date() else at

        return self.field(field, partial(_meant, moment), None, only=only)

    def days(self, field: str) -> Callable[[Sequence[str]], date | None]:
        """What tells a day."""
        zone, order = self.zone, self.rules.orders.get(field, "")
        return self.field(field, partial(_meant, lambda text: dates.day(text, order, zone)), None)

    def amounts(self, field: str) -> Callable[[Sequence[str], str, bool], Money | None]:
        """What tells an amount, in the currency that the row is in, which it names itself or not."""
        made: dict[tuple[str, bool], Callable[[Sequence[str]], Money | None]] = {}
        decimal, fine, minor = self.rules.decimal, self.rules.fine, self.rules.vocabulary.minor
        power = next((column.power for column in self.rules.columns if column.field == field), 0)

        def told(cells: Sequence[str], currency: str, named: bool) -> Money | None:
            found = made.get((currency, named))
            if found is None:

                def amount(text: str) -> Money | None:
                    read = values.amount(text, currency, decimal, fine=fine, told=named, power=power)
                    return values.counted_in_cents(read) if minor and read else read

                found = made[currency, named] = self.field(field, amount, None)
            return found(cells)

        return told

    def currency(self) -> Callable[[Sequence[str]], str]:
        """What tells the currency a row names, "" where it names none."""
        codes = values.CurrencyNames()
        return self.field("currency", lambda text: _meant(codes.code, text) or "", "")

    def extras(self, of: tuple[OwnColumn, ...]) -> Callable[[Sequence[str]], tuple[Extra, ...]]:
        """What tells the cells of columns that no field takes, as the fields that these become keep them."""
        if not of:
            return lambda cells: ()
        meant = [(own.name, own.place, own.meaning(self.rules.currency, self.zone)) for own in of]
        blank = self.rules.vocabulary.nothing

        def told(cells: Sequence[str]) -> tuple[Extra, ...]:
            return tuple(
                [
                    Extra(name, text)
                    for name, place, read in meant
                    if (cell := cells[place]) and not (blank and values.is_one_of(cell, blank)) and (text := read(cell))
                ]
            )

        return told

    def digest(self, cells: Sequence[str], salt: bytes = b"") -> str:
        """A hash of the cells that are read, whatever the order of their columns, and of how they are read."""
        told = "\x1f".join(self._told(cells)).encode("utf-8", "surrogatepass") + salt
        return blake2b(told, digest_size=12).hexdigest()


def kept_as_text(problems: Sequence[Problem]) -> str:
    """Cells that could not be read, as lines of a note: nothing that stood in a file is lost."""
    return "\n".join(f"{problem.heading}: {problem.cell}" for problem in problems if problem.cell and not problem.exact)


def fingerprints(told: Sequence[object]) -> str:
    """Four letters for each value, by which it is known later which of them another file changed."""
    return "".join(
        [
            "----" if value in ("", None, ()) else f"{crc32(str(value).encode('utf-8', 'surrogatepass')) & 0xFFFF:04x}"
            for value in told
        ]
    )


def _plain(blank: Collection[str], cell: str) -> str:
    text = values.plain(cell)
    return "" if text and values.is_one_of(text, blank) else text


def _on_one_line(joiner: str, cell: str) -> str:
    """A cell of which each line is a value of its own, as where a file goes on with a record in further rows."""
    if "\n" not in cell:
        return values.plain(cell)
    return joiner.join(filter(None, map(values.plain, cell.split("\n"))))


def _several(places: tuple[int, ...]) -> Callable[[Sequence[str]], Sequence[str]]:
    """What takes these cells of a row."""
    return itemgetter(*places) if len(places) > 1 else lambda cells: [cells[place] for place in places]


def _nothing(cells: Sequence[str]) -> str:
    return ""


def _meant(meaning: Callable[[str], _T], text: str) -> _T | None:
    """None for a cell that says there is nothing."""
    return None if values.is_nothing(text) else meaning(text)
