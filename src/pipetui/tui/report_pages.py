"""The pages of the reports' list, one row each: what it is called, and how it is read for a period.

What the table of reports holds is in it by itself; the others are pages of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from pipetui import render
from pipetui.domain.dates.period import Period
from pipetui.domain.folding import fold
from pipetui.domain.text import cell_width, clean, cut
from pipetui.insight.numbers import BehindFigure
from pipetui.phrases import activity as activities
from pipetui.phrases import report_bars, report_page
from pipetui.phrases.report_page import Report, ReportPage, Table
from pipetui.phrases.reports import REPORTS
from pipetui.service import Workspace, activity, health, reads, reports

_STEPS, _BETWEEN = 200, " · "
_NO_QUOTA = ReportPage("Plan", "", "No quota is set: there is nothing to plan back from.", ())


class PageLine(NamedTuple):
    """A line of a page: its text, the part of the look it is drawn in, and what Enter shows, if anything.

    `target` is a figure of a report, or the filter of a list.
    """

    text: str
    look: str = ""
    target: BehindFigure | str | None = None


class Read(NamedTuple):
    """A page as it was read; `targets` are those of the rows of its tables, table by table.

    `draw` makes a last table of bars for a width, where there is something to draw.
    """

    page: ReportPage
    targets: tuple[tuple[BehindFigure | str | None, ...], ...] = ()
    figures: Any = None
    """Of a report: what its CSV and its picture are made of."""
    draw: Callable[[int], Table | None] = lambda width: None


class PageKind(NamedTuple):
    """A page: its name, title, what it tells; whether it is about a period; how it is read."""

    name: str
    title: str
    hint: str
    of_period: bool
    read: Callable[[Workspace, Period], Read]
    report: Report | None = None


def _report(row: Report, workspace: Workspace, period: Period) -> Read:
    found = reports.figures(workspace, row, period)
    page = report_page.page(row, found, period, workspace.now().date())
    targets = tuple(_targets(row, table) for table in page.tables)
    return Read(page, targets, found, partial(report_bars.picture, row, found))


def _targets(row: Report, table: Table) -> tuple[BehindFigure | None, ...]:
    named: list[BehindFigure | None] = [BehindFigure(row.name, (), name) for name in table.names]
    if named and table.last:
        named.append(BehindFigure(row.name, ()))
    return (*named, *(None,) * (len(table.rows) - len(named)))


def _plan(workspace: Workspace, _: Period) -> Read:
    week = activity.week(workspace)
    return Read(_NO_QUOTA if week.plan is None else activities.plan_page(week.plan, week))


def _week(workspace: Workspace, period: Period) -> Read:
    """The last week of the period, or the running one."""
    return Read(activities.week_page(activity.week(workspace, min(period.last, workspace.now().date()))))


def _health(workspace: Workspace, _: Period) -> Read:
    lines = health.lines(workspace)
    said = health.advice(workspace) if lines else "Nothing is wrong: every open deal has a next step, and none is late."
    rows = tuple((one.name, one.sentence) for one in lines)
    table = Table("What is wrong", ("", ""), rows, "ll")
    page = ReportPage("Health", "as of now", said, (table,) if rows else ())
    return Read(page, (tuple(one.query for one in lines),) if rows else ())


def _history(workspace: Workspace, _: Period) -> Read:
    steps, now = reads.history(workspace, _STEPS), workspace.now()
    rows = tuple(
        (render.ago(step.at, now), clean(step.label), step.source, "undone" if step.undone else "") for step in steps
    )
    said = f"{render.plural(len(rows), 'change')}, the newest first" if rows else "Nothing has been changed yet."
    table = Table("Changes that undo goes back through", ("when", "what", "by", ""), rows, "llll")
    return Read(ReportPage("History", "", said, (table,) if rows else ()))


_OTHERS = (
    PageKind("plan", "Plan", "From the quota to the touches of this week", False, _plan),
    PageKind("week", "Week", "What was done in a week, and the goals", True, _week),
    PageKind("health", "Health", "What is wrong with the pipeline, and which deals", False, _health),
    PageKind("history", "History", "What was changed, and by whom", False, _history),
)


def pages() -> dict[str, PageKind]:
    """Every page by name, in the order they are listed: the reports of the table, then the others."""
    reported = (
        PageKind(row.name, row.title, row.hint, not row.of_now, partial(_report, row), row) for row in REPORTS.values()
    )
    return {kind.name: kind for kind in (*reported, *_OTHERS)}


def commands() -> dict[str, tuple[str, str]]:
    """What the palette calls each page, and what it says of it."""
    return {kind.name: (kind.report.command if kind.report else kind.title, kind.hint) for kind in pages().values()}


def lines(read: Read, width: int, narrowed: str = "") -> list[PageLine]:
    """The page line by line under its title, none wider than `width`; `narrowed` keeps the rows with these words."""
    page = read.page
    found = [PageLine(line) for line in _sentence(page.sentence, width)]
    drawn = read.draw(width)
    for place, table in enumerate(page.tables if drawn is None else (*page.tables, drawn)):
        targets = read.targets[place] if place < len(read.targets) else ()
        kept = [number for number, row in enumerate(table.rows) if _holds(row, narrowed)]
        if not kept:
            continue
        headers, *rows = render.table(table.headers, [table.rows[number] for number in kept], table.align, width)
        found += [PageLine(""), PageLine(table.heading, "heading")]
        if headers.strip():
            found.append(PageLine(headers, "muted"))
        for number, text in zip(kept, rows, strict=True):
            last = table.last and number == len(table.rows) - 1
            found.append(PageLine(text, "title" if last else "", targets[number] if number < len(targets) else None))
    if narrowed and all(line.look == "" for line in found):
        found += [PageLine(""), PageLine(f"no line holds “{narrowed}”", "muted")]
    return found


def _sentence(text: str, width: int) -> list[str]:
    """On as many lines as it takes, broken between its parts."""
    lines: list[str] = []
    for part in text.split(_BETWEEN):
        longer = f"{lines[-1]}{_BETWEEN}{part}" if lines else part
        if lines and cell_width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(cut(part, width))
    return lines


def _holds(row: tuple[str, ...], narrowed: str) -> bool:
    whole = fold(" ".join(row))
    return all(word in whole for word in fold(narrowed).split())
