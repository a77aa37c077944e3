"""What was won and lost by month, and the money a day that comes of it: two rows of the reports."""

from __future__ import annotations

from pipetui import render
from pipetui.domain.dates.period import MONTHS
from pipetui.insight.outcomes import outcomes, velocity
from pipetui.phrases.report_page import (
    AMOUNT,
    AMOUNTS,
    CHANCE,
    COUNT,
    DAYS,
    TEXT,
    Cell,
    Column,
    Plot,
    Report,
    Section,
    Series,
    chance,
    objects,
    some_days,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.insight.outcomes import MonthLine, PaceLine, Record, Velocity


def _month(name: str) -> str:
    """`Oct 2026` for 2026-10; what stands there where another program wrote no month."""
    if name == "all":
        return name
    year, _, number = name.partition("-")
    known = number.isdigit() and 1 <= int(number) <= 12
    return f"{MONTHS[int(number) - 1][:3]} {year}" if known else "unknown day"


MONTH = Cell(_month, lambda month: month or None, "l")


def _went(found: Record) -> str:
    said = _counts(found.total)
    if found.total.timed:
        days, middle = some_days(found.total.mean_days), some_days(found.total.median_days)
        said += f" · cycle {days} days (median {middle})"
    if found.before is not None:
        said += f" · before: {_counts(found.before)}"
    if found.total.reopened:
        said += f" · {render.plural(found.total.reopened, 'lost deal')} opened again since"
    if found.odd:
        said += f" · {render.plural(found.odd, 'deal')} won before it began, in no cycle"
    return said


def _counts(line: MonthLine) -> str:
    return f"{line.won:,} won, {line.lost:,} lost, win rate {chance(line.rate)}"


_FIGURES = (
    Column("won", COUNT, "won"),
    Column("value_won", AMOUNTS, "value won", path="value"),
    Column("lost", COUNT, "lost"),
    Column("value_lost", AMOUNTS, "value lost"),
    Column("reopened", COUNT, "reopened"),
    Column("win_rate", CHANCE, path="rate"),
    Column("mean_cycle_days", DAYS, path="mean_days"),
    Column("median_cycle_days", DAYS, path="median_days"),
    Column("timed", COUNT),
)

OUTCOMES = Report(
    "outcomes",
    "Won and lost",
    "Won and lost",
    "By month: how many, how often, how fast",
    "what was won and lost by month, the win rate, and the days from creation to the win",
    "outcomes",
    outcomes,
    found=lambda found: found.total.won + found.total.lost > 0,
    sentence=_went,
    head=(
        Column("total", objects(_FIGURES)),
        Column("total_before", objects(_FIGURES), path="before", compared=True),
        Column("won_before_created", COUNT, path="odd"),
    ),
    sections=(
        Section(
            "By month",
            "months",
            (Column("month", MONTH, "month"), *_FIGURES),
            total=lambda found: found.total._replace(month="all"),
        ),
        Section(
            "Win rate and cycle in days",
            "",
            (
                Column("", MONTH, "month", path="month"),
                Column("", CHANCE, "win rate", path="rate"),
                Column("", DAYS, "mean", path="mean_days"),
                Column("", DAYS, "median", path="median_days"),
            ),
            lambda found: found.months,
            total=lambda found: found.total._replace(month="all"),
        ),
    ),
    also=("months",),
    behind="behind_outcomes",
    plot=Plot(
        "Deals won and lost, by month",
        lambda found: (
            tuple(_month(line.month) for line in found.months),
            (
                Series("won", tuple(line.won for line in found.months)),
                Series("lost", tuple(line.lost for line in found.months)),
            ),
        ),
    ),
)


# --- velocity ----------------------------------------------------------------------------------------------------


def _speed(found: Velocity) -> str:
    paces = [f"{render.money(line.a_day)} a day" for line in found.lines if line.a_day is not None]
    lacking = [f"{line.currency}: n/a, {line.lacks}" for line in found.lines if line.a_day is None]
    then = [f"{render.money(line.before)} a day" for line in found.lines if line.before is not None]
    said = " · ".join((*paces, *lacking))
    if found.together is not None and found.together.a_day is not None:
        said += f" · together {render.money(found.together.a_day)} a day"
    return said + (f" · before: {' + '.join(then) or 'n/a'}" if found.is_compared else "")


def _all_in_one(found: Velocity) -> PaceLine | None:
    whole = found.together
    return None if whole is None else whole._replace(currency=f"all, in {whole.currency}")


_PACE = (
    Column("currency", TEXT, "currency"),
    Column("open", COUNT, "open"),
    Column("won", COUNT, path="rate.part"),
    Column("lost", COUNT),
    Column("win_rate", CHANCE, "win rate", path="rate"),
    Column("mean_won", AMOUNT, "mean won", path="mean_value"),
    Column("mean_cycle_days", DAYS, "days", path="mean_days"),
    Column("a_day", AMOUNT, "a day"),
    Column("a_day_before", AMOUNT, "before", path="before", compared=True),
    Column("lacks", Cell(str, lambda why: why or None, "l")),
)

VELOCITY = Report(
    "velocity",
    "Velocity",
    "Velocity",
    "How much money a day the pipeline makes",
    "open deals x win rate x mean won value / mean cycle: the money a day that the pipeline makes",
    "paces",
    velocity,
    found=lambda found: bool(found.lines),
    sentence=_speed,
    head=(Column("together", objects(_PACE)),),
    sections=(
        Section(
            "By currency",
            "currencies",
            _PACE,
            lambda found: found.lines,
            total=_all_in_one,
        ),
    ),
    behind="behind_paces",
)
