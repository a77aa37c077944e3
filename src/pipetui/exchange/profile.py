"""The first reading of a file: what only the whole of a column can tell.

Which order its dates are written in, which sign its amounts have for decimals, which words its stage column holds.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.folding import fold
from pipetui.domain.wording import nearest, quoted
from pipetui.exchange import dates, values
from pipetui.exchange.containers.csv_file import CsvFile
from pipetui.exchange.mapping import DATES, SourceColumn, place_of

_FEW = 500
_MOST_STAGES = 60


class Filter(NamedTuple):
    """The rows to take: each of these columns must hold one of its words."""

    wanted: tuple[tuple[int, frozenset[str]], ...] = ()

    def takes(self, cells: Sequence[str]) -> bool:
        """Whether the row is one of them."""
        return all(fold(values.plain(cells[place])) in words for place, words in self.wanted)


class Survey(NamedTuple):
    """What the columns tell: `rows` to import, words of the stage column in order of appearance, the rest as Rules."""

    rows: int
    stages: tuple[str, ...]
    orders: dict[str, str]
    decimal: str
    fine: bool
    fraction: bool
    dates: tuple[str, ...]
    """How each column of dates that can be read in two ways is read, and why."""


def filter_for(headings: Sequence[str], where: Sequence[tuple[str, str]]) -> Filter:
    """The filter of `--where column=value`; a column named twice may hold either. Raises InputError for no column."""
    wanted: dict[int, set[str]] = {}
    for heading, value in where:
        wanted.setdefault(place_of(headings, heading), set()).add(fold(values.plain(value)))
    return Filter(tuple((place, frozenset(words)) for place, words in wanted.items()))


def survey(
    file: CsvFile,
    columns: Sequence[SourceColumn],
    where: Sequence[tuple[str, str]],
    order: str | None,
    usual: tuple[str, str],
) -> Survey:
    """Read the file once through. Raises InputError when no row is one of `where`, or the file cannot be read on.

    `order` is the order of dates that the rep told, `usual` the one where nothing tells, and why.
    """
    chosen = filter_for(file.headings, where)
    places = {
        field: [c.place for c in columns if c.field == field] for field in dict.fromkeys(c.field for c in columns)
    }
    seen: dict[str, dict[str, str]] = {field: {} for field in places if field in DATES}
    dated = [(place, seen[field]) for field in seen for place in places[field]]
    stage, value, probability = (next(iter(places.get(f, ())), -1) for f in ("stage", "value", "probability"))
    words: dict[str, str] = {}
    marks: set[str] = set()
    fine = False
    shares: set[bool | None] = set()
    others: dict[int, dict[str, str]] = {place: {} for place, _ in chosen.wanted}
    rows = 0
    for row in file.rows():
        cells = row.cells
        if row.problem:
            rows += not chosen.wanted
            continue
        if chosen.wanted and not chosen.takes(cells):
            for place, met in others.items():
                if len(met) < _FEW:
                    met.setdefault(fold(values.plain(cells[place])), values.plain(cells[place]))
            continue
        rows += 1
        for place, said in dated:
            cell = cells[place]
            if cell and cell[4:5] != "-":
                said.setdefault(dates.order_of(values.plain(cell)), values.plain(cell))
        if stage >= 0:
            word = cells[stage]
            if word not in words and len(words) < _FEW:
                words[word] = values.stage(values.plain(word), file.headings[stage])
        if value >= 0 and not cells[value].isdecimal():
            marks.add(values.decimal_mark(values.plain(cells[value])))
            fine = fine or values.is_fine(cells[value])
        if probability >= 0:
            shares.add(values.is_fraction(values.plain(cells[probability])))
    if where and not rows:
        raise _nobody(file, where, chosen, others)
    marks.discard("")
    everywhere = {said: cell for cells in seen.values() for said, cell in cells.items()}
    settled = {field: dates.settle(cells, everywhere, order, usual) for field, cells in seen.items()}
    headings = {column.field: column.heading for column in reversed(columns)}
    read = [dates.told(headings[field], seen[field], *settled[field]) for field in settled]
    stages: dict[str, str] = {}
    for word in filter(None, words.values()):
        stages.setdefault(fold(word), word)
    if len(stages) > _MOST_STAGES:
        heading = file.headings[stage]
        raise InputError(
            f"{quoted(heading)} holds {len(stages)} different words or more: is it the stage?",
            remedy=Remedy("import.stage"),
        )
    return Survey(
        rows,
        tuple(stages.values()),
        {field: chosen_order for field, (chosen_order, _) in settled.items()},
        marks.pop() if len(marks) == 1 else "",
        fine,
        shares - {None} == {True},
        tuple(filter(None, read)),
    )


def _nobody(
    file: CsvFile, where: Sequence[tuple[str, str]], chosen: Filter, others: dict[int, dict[str, str]]
) -> InputError:
    told = " and ".join(f"{heading}={value}" for heading, value in where)
    held = [word for place, _ in chosen.wanted for word in others[place].values() if word]
    near = [word for _, value in where for word in nearest(value, held)] or sorted(held)[:6]
    hint = f"it holds: {', '.join(near)}" if near else "see what the column holds"
    return InputError(f"no row of {file.path.name} has {quoted(told)}", hint)
