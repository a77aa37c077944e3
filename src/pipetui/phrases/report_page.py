"""What a report is made of as data, and how shell and app word it: a page of tables, or the shape of its JSON."""

from __future__ import annotations

from pipetui import render
from pipetui.domain.dates import period as periods

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from typing import Any, NamedTuple

    from pipetui.domain.dates.period import Period
    from pipetui.domain.money import Money
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
    it is of the period before: where there is none, there is no column, and null in JSON.
    """

    key: str
    cell: Cell
    heading: str | None = None
    path: str = ""
    compared: bool = False

    def value(self, line: Any) -> Any:
        """The figure, out of a line."""
        for name in (self.path or self.key).split("."):
            line = None if line is None else getattr(line, name)
        return line


class Section(NamedTuple):
    """A table of a report: heading, JSON key ("": in words only), columns.

    `lines` takes them out of the figures, which else have them under the key; `total` takes the line of the sum, which
    stands under more than one line, and in no JSON.
    """

    heading: str
    key: str
    columns: tuple[Column, ...]
    lines: Callable[[Any], Iterable[Any]] | None = None
    total: Callable[[Any], Any] | None = None

    def of(self, found: Any) -> list[Any]:
        """The lines."""
        return list(self.lines(found) if self.lines else getattr(found, self.key))


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


def _plain(value: Any) -> Any:
    return value


def _amounts(amounts: Sequence[Money]) -> dict[str, str]:
    return {amount.currency: amount.decimal for amount in amounts}


TEXT = Cell(str, _plain, "l")
COUNT = Cell(str, _plain)
AMOUNTS = Cell(render.totals, _amounts)
"""Sums by currency."""
AMOUNT = Cell(render.money, lambda value: value.decimal if value else None)
RATE = Cell(rate, lambda part: None if part is None else round(part, 4))
SHARE = Cell(lambda part: render.NONE if part is None else rate(part), lambda part: round(part or 0.0, 4))
"""A part of a sum, 0 to 1; None is a part of nothing."""


# --- the page ----------------------------------------------------------------------------------------------------


class Table(NamedTuple):
    """A heading over rows of cells; `align` holds l or r per column. `last` says that the last row is a sum."""

    heading: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str
    last: bool = False


class ReportPage(NamedTuple):
    """A whole report: its title, the span it is about and what that is held against, one sentence, the tables."""

    title: str
    span: str
    sentence: str
    tables: tuple[Table, ...]


def page(report: Report, found: Any, period: Period, today: date) -> ReportPage:
    """The report in words; a table without lines is left out."""
    compared = periods.before(period, today) is not None
    tables = [_table(section, found, compared=compared) for section in report.sections]
    return ReportPage(
        report.title, _span(period, today), report.sentence(found), tuple(filter(lambda one: one.rows, tables))
    )


def _table(section: Section, found: Any, *, compared: bool) -> Table:
    columns = [one for one in section.columns if one.heading is not None and (compared or not one.compared)]
    lines = section.of(found)
    summed = section.total is not None and len(lines) > 1
    if section.total is not None and summed:
        lines.append(section.total(found))
    return Table(
        section.heading,
        tuple(column.heading or "" for column in columns),
        tuple(tuple(column.cell.words(column.value(line)) for column in columns) for line in lines),
        "".join(column.cell.side for column in columns),
        summed,
    )


def _span(period: Period, today: date) -> str:
    """`Q4 2026 so far · before: 1 Jul – 21 Aug 2026`."""
    running = " so far" if period.unit != "all" and period.first <= today < period.last else ""
    earlier = periods.before(period, today)
    if earlier is None:
        return period.name
    whole = earlier == periods.shifted(period, -1)
    against = earlier.name if whole else f"{_date(earlier.first)} – {_date(earlier.last)} {earlier.last.year}"
    return f"{period.name}{running} · before: {against}"


def _date(when: date) -> str:
    return f"{when.day} {periods.MONTHS[when.month - 1][:3]}"


# --- JSON --------------------------------------------------------------------------------------------------------


def shape(report: Report, found: Any, period: Period, today: date) -> dict[str, Any]:
    """The report as JSON has it: the period, the one before, the figures of the whole, the lines of each table."""
    earlier = periods.before(period, today)
    return {
        "report": report.name,
        "period": _days(period),
        "before": _days(earlier),
        **_object(report.head, found, compared=earlier is not None),
        **{
            section.key: [_object(section.columns, line, compared=earlier is not None) for line in section.of(found)]
            for section in report.sections
            if section.key
        },
    }


def _object(columns: Iterable[Column], line: Any, *, compared: bool = True) -> dict[str, Any]:
    return {
        column.key: column.cell.json(column.value(line)) if compared or not column.compared else None
        for column in columns
        if column.key
    }


def _days(period: Period | None) -> dict[str, Any] | None:
    if period is None:
        return None
    ever = period.unit == "all"
    return {
        "unit": period.unit,
        "from": None if ever else period.first.isoformat(),
        "to": None if ever else period.last.isoformat(),
    }
