"""What a report is made of as data, and how shell and app word it: a page of tables, or the shape of its JSON."""

from __future__ import annotations

from pipetui import render
from pipetui.domain.dates import period as periods
from pipetui.phrases import rates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from typing import Any, NamedTuple

    from pipetui.domain.dates.period import Period
    from pipetui.domain.money import Money
    from pipetui.insight.rates import Rate
else:
    from pipetui.domain.record import NamedTuple


# --- what is declared --------------------------------------------------------------------------------------------


class Cell(NamedTuple):
    """How a figure is shown: in words, in JSON, and on which side of its column, l or r."""

    words: Callable[[Any], str]
    json: Callable[[Any], Any]
    side: str = "r"


class Column(NamedTuple):
    """A figure of each line, or of the whole report.

    `key` is its key in JSON ("": in words only), `heading` stands over it (None: in JSON only). `path` leads to it by
    attributes from the line, None as soon as one of them is; it is the key where none is given. `compared` says that
    it is of the period before: where there is none, there is no column, and null in JSON. `csv` stands over it in CSV
    where the key says too little.
    """

    key: str
    cell: Cell
    heading: str | None = None
    path: str = ""
    compared: bool = False
    csv: str = ""

    def value(self, line: Any) -> Any:
        """The figure, out of a line."""
        for name in (self.path or self.key).split("."):
            if line is not None:
                line = line[int(name)] if name.isdigit() else getattr(line, name)
        return line


class Section(NamedTuple):
    """A table of a report: heading, JSON key ("": in words only), columns.

    `lines` takes them out of the figures, which else have them under the key; `total` takes the line of the sum, if
    there is one, which stands under more than one line, and in no JSON. `name` is what tells a line from the others, by
    which the deals behind it are found: its first figure if not said. `most` are the lines that are shown in words, 0
    for all.
    """

    heading: str
    key: str
    columns: tuple[Column, ...]
    lines: Callable[[Any], Iterable[Any]] | None = None
    total: Callable[[Any], Any] | None = None
    name: Callable[[Any], str] | None = None
    most: int = 0

    def named(self, line: Any) -> str:
        """The name of a line, in JSON as in words."""
        return str(self.name(line) if self.name else self.columns[0].value(line))

    def of(self, found: Any) -> list[Any]:
        """The lines."""
        return list(self.lines(found) if self.lines else getattr(found, self.key))


class Series(NamedTuple):
    """Figures of a picture, with what they are called: one for each label, None where there is none."""

    name: str
    figures: tuple[float | None, ...]


class Plot(NamedTuple):
    """What a picture shows: bars over labels, of one series or of two beside each other; `of` makes it of figures."""

    heading: str
    of: Callable[[Any], tuple[tuple[str, ...], tuple[Series, ...]]]


class Report(NamedTuple):
    """A report: its name in the shell, its title, its command in the palette with a hint, what the help says of it.

    `read` is the function of `store.reads.reports` that is asked for the period and for the one before, `also` those
    asked for the period alone. `figures` is the pure function of what they answered, the second None where there is no
    period before. All else is taken from what it makes: whether there is anything to report (`found`), the sentence
    under the title, the figures of the whole (`head`, in JSON only), the tables.
    """

    name: str
    title: str
    command: str
    hint: str
    about: str
    read: str
    figures: Callable[..., Any]
    found: Callable[[Any], bool]
    sentence: Callable[[Any], str]
    head: tuple[Column, ...]
    sections: tuple[Section, ...]
    also: tuple[str, ...] = ()
    by_closing: bool = True
    """Whether its period counts by the day a deal was closed, so that one closed on an unknown day is in none."""
    behind: str = ""
    """The function of `store.reads.reports` that knows the deals behind its numbers."""
    of_now: bool = False
    """Whether it is about the deals as they stand, whatever the period."""
    plot: Plot | None = None
    """What a picture of it shows."""


def name(missing: str) -> Cell:
    """A name, with what is said where there is none; that is null in JSON."""
    return Cell(lambda value: value or missing, lambda value: value or None, "l")


def objects(columns: Sequence[Column], words: Callable[[Any], str] = str) -> Cell:
    """A line of its own under the key, an object in JSON, or null."""
    return Cell(words, lambda line: None if line is None else _object(columns, line))


def lists(columns: Sequence[Column], words: Callable[[Any], str] = str) -> Cell:
    """Lines of their own under the key, such as the deals behind a number."""
    return Cell(words, lambda lines: [_object(columns, line) for line in lines])


def rate(part: float | None) -> str:
    """A part, 0 to 1, in percent; `n/a` where there is nothing to divide by."""
    return render.percent(None if part is None else 100 * part)


def chance(found: Rate | None) -> str:
    """`58 % (45–71 %)`; `too few` where so many say more of chance, `n/a` of nothing."""
    if found is None or found.low is None or found.high is None:
        return rate(None)
    return f"{rate(found.value)} ({100 * found.low:.0f}–{rate(found.high)})" if found.is_enough else "too few"


def _chance(found: Rate) -> dict[str, Any]:
    bounds = (found.value, found.low, found.high)
    value, low, high = (None if one is None else round(one, 4) for one in bounds)
    return {"rate": value, "low": low, "high": high, "of": found.whole, "enough": found.is_enough}


def some_days(days: float | None) -> str:
    """A length in days, `34`, below ten `3.5`; `n/a` of nothing."""
    if days is None:
        return rate(None)
    return f"{days:.0f}" if days >= 10 or days == int(days) else f"{days:.1f}"


def _plain(value: Any) -> Any:
    return value


def _amounts(amounts: Sequence[Money]) -> dict[str, str]:
    return {amount.currency: amount.decimal for amount in amounts}


TEXT = Cell(str, _plain, "l")
COUNT = Cell(lambda count: render.NONE if count is None else f"{count:,}", _plain)
AMOUNTS = Cell(render.totals, _amounts)
"""Sums by currency."""
AMOUNT = Cell(render.money, lambda value: value.decimal if value else None)
RATE = Cell(rate, lambda part: None if part is None else round(part, 4))
CHANCE = Cell(chance, lambda found: None if found is None else _chance(found))
"""So many of so many, a `Rate`: with the interval it may lie in, or that they are too few to tell."""
DAYS = Cell(some_days, lambda days: None if days is None else round(days, 2))
SHARE = Cell(lambda part: render.NONE if part is None else rate(part), lambda part: round(part or 0.0, 4))
"""A part of a sum, 0 to 1; None is a part of nothing."""


# --- the page ----------------------------------------------------------------------------------------------------


class Table(NamedTuple):
    """A heading over rows of cells; `align` holds l or r per column. `last` says that the last row is a sum.

    `names` are those of the lines, but for the sum: by these the deals behind them are found. There may be none.
    """

    heading: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str
    last: bool = False
    names: tuple[str, ...] = ()


class ReportPage(NamedTuple):
    """A whole report: its title, the span it is about and what that is held against, one sentence, the tables."""

    title: str
    span: str
    sentence: str
    tables: tuple[Table, ...]


def page(report: Report, found: Any, period: Period, today: date) -> ReportPage:
    """The report in words; a table without lines is left out."""
    compared = not report.of_now and periods.before(period, today) is not None
    tables = [_table(section, found, compared=compared) for section in report.sections]
    return ReportPage(
        report.title, span(report, period, today), report.sentence(found), tuple(filter(lambda one: one.rows, tables))
    )


def _table(section: Section, found: Any, *, compared: bool) -> Table:
    columns = [one for one in section.columns if one.heading is not None and (compared or not one.compared)]
    lines = section.of(found)
    heading = section.heading
    if 0 < section.most < len(lines):
        heading = f"{heading}, the first {section.most} of {len(lines)}"
        del lines[section.most :]
    names = tuple(map(section.named, lines)) if section.key else ()
    total = section.total(found) if section.total is not None and len(lines) > 1 else None
    if total is not None:
        lines.append(total)
    return Table(
        heading,
        tuple(column.heading or "" for column in columns),
        tuple(tuple(column.cell.words(column.value(line)) for column in columns) for line in lines),
        "".join(column.cell.side for column in columns),
        total is not None,
        names,
    )


def span(report: Report, period: Period, today: date) -> str:
    """`Q4 2026 so far · before: 1 Jul – 21 Aug 2026`; `as of today` where no period matters."""
    if report.of_now:
        return f"as of {periods.day_of_year(today)}"
    running = " so far" if period.unit != "all" and period.first <= today < period.last else ""
    earlier = periods.before(period, today)
    if earlier is None:
        return period.name
    whole = earlier == periods.shifted(period, -1)
    return f"{period.name}{running} · before: {earlier.name if whole else periods.days(earlier.first, earlier.last)}"


# --- JSON --------------------------------------------------------------------------------------------------------


def shape(report: Report, found: Any, period: Period, today: date) -> dict[str, Any]:
    """The report as JSON has it: the period, the one before, the figures of the whole, the lines of each table."""
    earlier = None if report.of_now else periods.before(period, today)
    return {
        "report": report.name,
        "period": None if report.of_now else _days(period),
        "before": _days(earlier),
        **_object(report.head, found, compared=earlier is not None),
        **{
            section.key: [_object(section.columns, line, compared=earlier is not None) for line in section.of(found)]
            for section in report.sections
            if section.key
        },
    }


def _object(columns: Iterable[Column], line: Any, *, compared: bool = True) -> dict[str, Any]:
    shape: dict[str, Any] = {}
    for column in columns:
        if column.key:
            value = column.value(line) if compared or not column.compared else None
            shape[column.key] = column.cell.json(value) if compared or not column.compared else None
            shape |= rates.together(column.key, value) if column.cell is AMOUNTS else {}
    return shape


def _days(period: Period | None) -> dict[str, Any] | None:
    if period is None:
        return None
    ever = period.unit == "all"
    return {
        "unit": period.unit,
        "from": None if ever else period.first.isoformat(),
        "to": None if ever else period.last.isoformat(),
    }
