"""Which touches were on the deals that were won: a row of the reports."""

from __future__ import annotations

from operator import attrgetter

from pipetui import render
from pipetui.domain.deal import kind_name
from pipetui.insight.touching import touching
from pipetui.phrases.report_page import (
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
    name,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.insight.touching import Touching


def _closed(found: Touching) -> str:
    said = f"{render.plural(found.rate.whole, 'deal')} closed, win rate {chance(found.rate)}"
    return said + (f" · before: {found.before.whole:,}, {chance(found.before)}" if found.before is not None else "")


_KIND = Cell(lambda kind: kind_name(kind) or "(no kind)", lambda kind: kind or None, "l")
_TALLY = (
    Column("deals", COUNT, "deals"),
    Column("won", COUNT, "won"),
    Column("win_rate", CHANCE, "win rate", path="rate"),
    Column("win_rate_before", CHANCE, "before", path="before", compared=True),
)

TOUCHES = Report(
    "touches",
    "Touches that win",
    "Touches that win",
    "Which kinds of touch the won deals had",
    "which kinds of touch, outcomes and templates the closed deals had, how often these were won, and how much it took",
    "touches",
    touching,
    found=lambda found: found.rate.whole > 0,
    sentence=_closed,
    head=(Column("win_rate", CHANCE, path="rate"), Column("win_rate_before", CHANCE, path="before", compared=True)),
    sections=(
        Section(
            "Kinds and outcomes on closed deals",
            "touches",
            (Column("kind", _KIND, "touch"), Column("outcome", name(render.NONE), "outcome"), *_TALLY),
            name=attrgetter("name"),
        ),
        Section("Templates", "templates", (Column("template", TEXT, "template"), *_TALLY)),
        Section(
            "Until the end",
            "efforts",
            (
                Column("status", TEXT, "ended"),
                Column("deals", COUNT, "deals"),
                Column("mean_touches", DAYS, "touches"),
                Column("median_touches", DAYS, "median"),
                Column("median_touches_before", DAYS, "before", path="touches_before", compared=True),
                Column("untouched", COUNT, "untouched"),
                Column("median_days_to_first", DAYS, "days to the first", path="median_first"),
            ),
        ),
    ),
    behind="behind_touches",
    plot=Plot(
        "Win rate of deals with such touches, in percent",
        lambda found: (
            tuple(line.name for line in found.touches if line.rate.is_enough),
            (
                Series(
                    "win rate",
                    tuple(100 * (line.rate.value or 0.0) for line in found.touches if line.rate.is_enough),
                ),
            ),
        ),
    ),
)
