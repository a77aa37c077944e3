"""What a report says, worded once for the shell and the screen: headings, tables, sentences. Plain text only."""

from __future__ import annotations

from pipetui import render
from pipetui.domain.dates import period as periods

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.dates.period import Period
    from pipetui.domain.money import Money
    from pipetui.insight.losses import Losses
    from pipetui.insight.sources import Referrer, SourceLine, Sources, Tally
else:
    from pipetui.domain.record import NamedTuple

NO_REASON = "(no reason)"
NO_SOURCE = "(no source)"


class Table(NamedTuple):
    """A heading over rows of cells; `align` holds l or r per column. `last` says that the last row is a sum."""

    heading: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str
    last: bool = False

    @property
    def sides(self) -> str:
        """The alignment of the columns there are."""
        return self.align[: len(self.headers)]


class Page(NamedTuple):
    """A whole report: its title, the span it is about and what that is held against, one sentence, the tables."""

    title: str
    span: str
    sentence: str
    tables: tuple[Table, ...]


def losses(found: Losses, period: Period, today: date) -> Page:
    """Why deals were lost, and with which objections."""
    compared = found.before is not None
    sentence = "nothing was lost"
    if found.deals:
        sentence = f"{render.plural(found.deals, 'deal')} lost, {_sums(found.value)}"
    if compared:
        sentence += f" · before: {found.before}" + (f", {_sums(found.value_before)}" if found.before else "")
    reasons = tuple(
        (
            line.reason or NO_REASON,
            str(line.deals),
            render.percent(100 * line.share) if found.deals else render.NONE,
            render.totals(line.value),
            *_before(line.before),
        )
        for line in found.reasons
    )
    objections = tuple(
        (line.objection, str(line.lost), str(line.left_open), str(line.won), *_before(line.before))
        for line in found.objections
    )
    was = ("before",) if compared else ()
    tables = (
        Table("Reasons", ("reason", "lost", "share", "value", *was), reasons, "lrrrr"),
        Table(
            "Objections met on closed deals",
            ("objection", "lost", "left open", "won", *(("lost before",) if compared else ())),
            objections,
            "lrrrr",
        ),
    )
    return Page("Losses", _span(period, today), sentence, tuple(table for table in tables if table.rows))


def sources(found: Sources, period: Period, today: date) -> Page:
    """Where deals came from, what came of them, and who brought whom."""
    now, before = found.total.now, found.total.before
    sentence = _came(now)
    if before is not None:
        sentence += f" · before: {_came(before)}"
    was = ("won before",) if before is not None else ()
    lines = [_source(line, line.source or NO_SOURCE) for line in found.lines]
    if len(lines) > 1:
        lines.append(_source(found.total, "all"))
    table = Table(
        "Sources",
        ("source", "new", "won", "lost", "rate", "value won", *was),
        tuple(lines),
        "lrrrrrr",
        last=len(lines) > 1,
    )
    tables = (table, *_referrals(found.referrers))
    return Page("Sources", _span(period, today), sentence, tuple(table for table in tables if table.rows))


def _source(line: SourceLine, name: str) -> tuple[str, ...]:
    now, before = line.now, line.before
    was = () if before is None else (f"{before.won}, {_rate(before)}",)
    return name, str(now.created), str(now.won), str(now.lost), _rate(now), render.totals(now.value), *was


def _rate(tally: Tally) -> str:
    return render.percent(None if tally.win_rate is None else 100 * tally.win_rate)


def _came(tally: Tally) -> str:
    won = f"{tally.won} won" + (f" ({render.totals(tally.value)})" if tally.value else "")
    return f"{tally.created} new, {won}, {tally.lost} lost"


def _referrals(referrers: Sequence[Referrer]) -> tuple[Table, ...]:
    """Who brought how much, then the chains deal by deal."""
    if not referrers:
        return ()
    sums = tuple(
        (line.customer, str(len(line.chain)), str(line.won), render.totals(line.directly), render.totals(line.in_all))
        for line in referrers
    )
    chains: list[tuple[str, ...]] = []
    for line in referrers:
        chains.append((line.customer, "", ""))
        for depth, deal in line.chain:
            chains.append((f"{'  ' * depth}→ #{deal.id} {deal.title}", deal.status, render.money(deal.value)))
    return (
        Table(
            "Customers who brought others", ("customer", "brought", "won", "won directly", "with chains"), sums, "lrrrr"
        ),
        Table("Who brought whom", ("", "", ""), tuple(chains), "llr"),
    )


def _before(count: int | None) -> tuple[str, ...]:
    return () if count is None else (str(count),)


def _sums(value: Sequence[Money]) -> str:
    return render.totals(value) if value else "no value named"


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
