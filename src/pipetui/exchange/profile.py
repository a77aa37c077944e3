"""The first reading of a table: what only the whole of a column can tell.

Which order its dates are written in, which sign its amounts have for decimals, where its deals stand, what is filled.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.folding import fold
from pipetui.domain.text import cut
from pipetui.domain.wording import nearest, quoted
from pipetui.exchange import dates, values
from pipetui.exchange.containers.table import SourceTable
from pipetui.exchange.kinds import DATES
from pipetui.exchange.mapping import SourceColumn, place_of
from pipetui.exchange.own_columns import OwnColumn, SeenValues
from pipetui.exchange.stages import SeenPlace

_FEW = 500
_MOST_STAGES = 60
_MOST_PLACES = 20_000
_SAMPLES, _SAMPLE = 2, 60
"""So many cells of a column are kept to be shown, and so much of each."""
_DELETED = frozenset(("isdeleted", "deleted"))
"""Headings under which a system says yes of what lies in its bin."""


class Filter(NamedTuple):
    """The rows to take: each of these columns must hold one of its words, and one of those `needed` anything.

    `said` is how the rep said it. A row of which a column of `deleted` says yes was thrown away where it comes from.
    One that has anything but no, or `blank`, in a column of `ended` is a lead that has become something else.
    """

    wanted: tuple[tuple[int, frozenset[str]], ...] = ()
    needed: tuple[int, ...] = ()
    said: str = ""
    deleted: tuple[int, ...] = ()
    ended: tuple[int, ...] = ()
    blank: frozenset[str] = frozenset()

    @property
    def chooses(self) -> bool:
        """Whether there are rows that it does not take."""
        return bool(self.wanted or self.needed or self.deleted or self.ended)

    def is_deleted(self, cells: Sequence[str]) -> bool:
        """Whether the row was thrown away where it comes from."""
        return any(cells[place] and values.is_yes(cells[place]) is True for place in self.deleted)

    def is_ended(self, cells: Sequence[str]) -> bool:
        """Whether the lead of the row has become a contact or a deal there."""
        return any(
            cells[place]
            and values.is_yes(cells[place]) is not False
            and not values.is_nothing(text := values.plain(cells[place]))
            and not (self.blank and values.is_one_of(text, self.blank))
            and values.letters(text) != "notconverted"
            for place in self.ended
        )

    def takes(self, cells: Sequence[str]) -> bool:
        """Whether the row is one of them."""
        if self.deleted and self.is_deleted(cells):
            return False
        if self.ended and self.is_ended(cells):
            return False
        if self.needed and not any(cells[place] for place in self.needed):
            return False
        return all(fold(values.plain(cells[place])) in words for place, words in self.wanted)


class SeenColumn(NamedTuple):
    """How many cells of a column are filled, and what stands in the first of them."""

    filled: int
    samples: tuple[str, ...]


class Survey(NamedTuple):
    """What the columns tell: `rows` to import, `places` of the deals in order of appearance, the rest as TableRules."""

    rows: int
    places: tuple[SeenPlace, ...]
    orders: dict[str, str]
    decimal: str
    fine: bool
    fraction: bool
    dates: tuple[str, ...]
    """How each column of dates that can be read in two ways is read, and why."""
    columns: tuple[SeenColumn, ...] = ()
    own: tuple[OwnColumn, ...] = ()
    """The columns that no field takes, in their order."""
    bare: str = ""
    """The first amount that names no currency, nor does its row."""
    deleted: int = 0
    """How many rows say that they were thrown away there."""
    ended: int = 0
    """How many leads have become something else there."""


def filter_for(headings: Sequence[str], where: Sequence[tuple[str, str]], needed: Sequence[int] = ()) -> Filter:
    """The filter of `--where column=value`; a column named twice may hold either. Raises InputError for no column."""
    wanted: dict[int, set[str]] = {}
    for heading, value in where:
        wanted.setdefault(place_of(headings, heading), set()).add(fold(values.plain(value)))
    said = " and ".join(f"{heading}={value}" for heading, value in where)
    return Filter(
        tuple((place, frozenset(words)) for place, words in wanted.items()), tuple(needed), said, _deleted(headings)
    )


def _deleted(headings: Sequence[str]) -> tuple[int, ...]:
    return tuple(place for place, heading in enumerate(headings) if values.letters(heading) in _DELETED)


def survey(
    table: SourceTable,
    columns: Sequence[SourceColumn],
    chosen: Filter,
    order: str | None,
    usual: tuple[str, str],
    own: Mapping[int, SeenValues] = MappingProxyType({}),
) -> Survey:
    """Read the table once through. Raises InputError when no row is `chosen`, or the file cannot be read on.

    `order` is the order of dates that the rep told, `usual` the one where nothing tells, and why. `own` are the places
    of the columns that no field takes, whose values are looked at.
    """
    places = {
        field: [c.place for c in columns if c.field == field] for field in dict.fromkeys(c.field for c in columns)
    }
    seen: dict[str, dict[str, str]] = {field: {} for field in places if field in DATES}
    dated = [(place, seen[field]) for field in seen for place in places[field]]
    only = [next(iter(places.get(field, ())), -1) for field in ("pipeline", "stage", "stage_order", "probability")]
    value, currency = (next(iter(places.get(field, ())), -1) for field in ("value", "currency"))
    paid, probability, bare = value if value >= 0 else next(iter(places.get("price", ())), -1), only[3], ""
    reached = [(column.place, column.label) for column in columns if column.field == "reached"]
    by_day = bool(reached) and only[1] < 0
    stands = only[0] >= 0 or only[1] >= 0 or by_day
    found: Counter[tuple[str, ...]] = Counter()
    marks: set[str] = set()
    fine = False
    shares: set[bool | None] = set()
    others: dict[int, dict[str, str]] = {place: {} for place, _ in chosen.wanted}
    filled = [0] * len(table.headings)
    samples: list[list[str]] = [[] for _ in table.headings]
    unknown = [*range(len(table.headings))]
    rows = deleted = ended = 0
    for row in table.rows():
        cells = row.cells
        if row.problem:
            rows += not chosen.wanted
            continue
        if chosen.chooses and not chosen.takes(cells):
            deleted += chosen.is_deleted(cells)
            ended += chosen.is_ended(cells)
            _passed_over(cells, others)
            continue
        rows += 1
        for place, said in dated:
            cell = cells[place]
            if cell and cell[4:5] != "-":
                said.setdefault(dates.order_of(values.plain(cell)), values.plain(cell))
        if stands and len(found) < _MOST_PLACES:
            seen_here = [cells[place] if place >= 0 else "" for place in only]
            if by_day:
                seen_here[1] = stage_reached(cells, reached)
            found[tuple(seen_here)] += 1
        bare = bare or _bare(cells, paid, currency)
        if value >= 0 and not cells[value].isdecimal():
            marks.add(values.decimal_mark(values.plain(cells[value])))
            fine = fine or values.is_fine(cells[value]) or values.tells_signs(cells[value])
        if probability >= 0:
            shares.add(values.is_fraction(values.plain(cells[probability])))
        for place, cell in enumerate(cells):
            if cell:
                filled[place] += 1
                if place in own:
                    own[place].add(cell)
        if unknown and rows < _FEW:
            unknown = [place for place in unknown if not _sampled(samples[place], cells[place])]
    if chosen.wanted and not rows:
        raise _nobody(table, chosen, others)
    marks.discard("")
    everywhere = {said: cell for cells in seen.values() for said, cell in cells.items()}
    settled = {field: dates.settle(cells, everywhere, order, usual) for field, cells in seen.items()}
    headings = {column.field: column.heading for column in reversed(columns)}
    read = [dates.told(headings[field], seen[field], *settled[field]) for field in settled]
    fraction = shares - {None} == {True}
    return Survey(
        rows,
        _places(found, table.headings[only[1]] if only[1] >= 0 else "", fraction, [label for _, label in reached]),
        {field: chosen_order for field, (chosen_order, _) in settled.items()},
        "".join(sorted(marks)),
        fine,
        fraction,
        tuple(filter(None, read)),
        tuple(SeenColumn(count, tuple(held)) for count, held in zip(filled, samples, strict=True)),
        tuple(of.column(table.headings[place], place, everywhere, order, usual) for place, of in own.items()),
        bare,
        deleted,
        ended,
    )


def _bare(cells: Sequence[str], paid: int, currency: int) -> str:
    """The amount of a row, where neither it nor the row names its currency."""
    if paid < 0 or (currency >= 0 and cells[currency]):
        return ""
    return values.bare(values.plain(cells[paid]))


def _passed_over(cells: Sequence[str], others: dict[int, dict[str, str]]) -> None:
    """Remember what else the columns hold by which the rows are chosen."""
    for place, met in others.items():
        if len(met) < _FEW:
            met.setdefault(fold(values.plain(cells[place])), values.plain(cells[place]))


def stage_reached(cells: Sequence[str], reached: Sequence[tuple[int, str]]) -> str:
    """The last stage whose column holds a day, in the order of the columns; "" for none."""
    return next((label for place, label in reversed(reached) if not values.is_nothing(values.plain(cells[place]))), "")


def _sampled(samples: list[str], cell: str) -> bool:
    text = cut(values.plain(cell), _SAMPLE)
    if text and text not in samples:
        samples.append(text)
    return len(samples) >= _SAMPLES


def _places(
    found: Counter[tuple[str, ...]], heading: str, fraction: bool, ladder: Sequence[str] = ()
) -> tuple[SeenPlace, ...]:
    """Where deals stand, in the order of the file."""
    counts: Counter[tuple[str, str]] = Counter()
    names: dict[tuple[str, str], tuple[str, str]] = {}
    orders: dict[tuple[str, str], int] = {}
    percents: dict[tuple[str, str], Counter[int]] = {}
    for (pipeline_cell, stage_cell, order, probability), count in found.items():
        name, word = values.plain(pipeline_cell), values.plain(stage_cell)
        name = values.pipeline_behind(word, heading) if values.is_nothing(name) else name
        stage = values.stage(word, heading) if word and not values.is_nothing(word) else ""
        at = (fold(name), fold(stage))
        names.setdefault(at, (name, stage))
        counts[at] += count
        if values.plain(order).isdecimal():
            orders.setdefault(at, int(values.plain(order)[:9]))
        if probability:
            try:
                percent = values.percent(values.plain(probability), fraction)
            except InputError:
                continue
            if percent not in (None, 0, 100):  # which is that of closed deals, wherever they stood
                percents.setdefault(at, Counter())[percent or 0] += count
    steps = {values.letters(values.stage(label, "pipeline")): place for place, label in enumerate(ladder)}
    for at, (_, stage) in names.items():
        if values.letters(stage) in steps:
            orders.setdefault(at, steps[values.letters(stage)])
    stages = {stage for _, stage in counts}
    if len(stages) > _MOST_STAGES:
        raise InputError(
            f"{quoted(heading)} holds {len(stages)} different words or more: is it the stage?",
            remedy=Remedy("import.stage"),
        )
    return tuple(SeenPlace(*names[at], count, orders.get(at), percents.get(at, {})) for at, count in counts.items())


def _nobody(table: SourceTable, chosen: Filter, others: dict[int, dict[str, str]]) -> InputError:
    held = [word for place, _ in chosen.wanted for word in others[place].values() if word]
    asked = [part.partition("=")[2] for part in chosen.said.split(" and ")]
    near = [word for value in asked for word in nearest(value, held)] or sorted(held)[:6]
    hint = f"it holds: {', '.join(near)}" if near else "see what the column holds"
    return InputError(f"no row of {table.name} has {quoted(chosen.said)}", hint)
