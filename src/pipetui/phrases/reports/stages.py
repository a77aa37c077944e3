"""What became of the deals in each stage, and how long the open ones lie there: two rows of the reports."""

from __future__ import annotations

from pipetui import render
from pipetui.insight.ageing import BANDS, ageing
from pipetui.insight.funnel import funnel
from pipetui.phrases.report_page import CHANCE, COUNT, DAYS, TEXT, Column, Plot, Report, Section, Series

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.insight.ageing import Ageing
    from pipetui.insight.funnel import Funnel


def _entered(found: Funnel) -> str:
    if not found.lines:
        return "no deal entered a stage"
    first, last = found.lines[0], found.lines[-1]
    said = f"{render.plural(first.entered, 'deal')} entered {first.stage}"
    if last is not first:
        said += f", {last.advanced:,} of {last.entered:,} went on from {last.stage}"
    return said + (f" · before: {first.before:,} entered {first.stage}" if found.is_compared else "")


FUNNEL = Report(
    "funnel",
    "Funnel",
    "Funnel",
    "What became of the deals in each stage",
    "how many deals entered each stage, and what became of them until now: five parts that add up",
    "entries",
    funnel,
    found=lambda found: any(line.entered for line in found.lines),
    sentence=_entered,
    head=(),
    sections=(
        Section(
            "By stage",
            "stages",
            (
                Column("stage", TEXT, "stage"),
                Column("entered", COUNT, "entered"),
                Column("advanced", COUNT, "on"),
                Column("lost", COUNT, "lost"),
                Column("moved_back", COUNT, "back"),
                Column("moved_elsewhere", COUNT, "away"),
                Column("still_there", COUNT, "there"),
                Column("rate", CHANCE, "went on"),
                Column("median_days", DAYS, "days"),
                Column("entered_before", COUNT, "before", path="before", compared=True),
            ),
            lambda found: found.lines,
        ),
    ),
    also=("stages_at",),
    by_closing=False,
    behind="behind_entries",
    plot=Plot(
        "Deals that entered each stage, and that went on",
        lambda found: (
            tuple(line.stage for line in found.lines),
            (
                Series("entered", tuple(line.entered for line in found.lines)),
                Series("went on", tuple(line.advanced for line in found.lines)),
            ),
        ),
    ),
)


def _band(first: int, last: int | None) -> str:
    return f"{first}–{last}" if last is not None else f"{first}+"


def _lie(found: Ageing) -> str:
    longer = f", {found.longer} for longer than is usual there" if found.longer else ""
    return f"{render.plural(found.deals, 'open deal')}{longer}"


AGEING = Report(
    "ageing",
    "Age in stage",
    "Age of deals in their stages",
    "Which stages hold old deals",
    "how many days the open deals have lain in their stages, against the median stay there",
    "aged",
    lambda now, before, stages: ageing(now, stages),
    found=lambda found: found.deals > 0,
    sentence=_lie,
    head=(Column("deals", COUNT), Column("longer_than_usual", COUNT, path="longer")),
    sections=(
        Section(
            "Open deals by days in their stage",
            "stages",
            (
                Column("stage", TEXT, "stage"),
                *(
                    Column(f"band{place}", COUNT, _band(*days), path=f"bands.{place}", csv=f"{_band(*days)} days")
                    for place, days in enumerate(BANDS)
                ),
                Column("deals", COUNT, "all"),
                Column("usual_days", DAYS, "usual", path="usual"),
                Column("longer", COUNT, "longer"),
                Column("oldest_days", COUNT, "oldest", path="oldest"),
            ),
            lambda found: found.lines,
        ),
    ),
    also=("usual_stays",),
    by_closing=False,
    behind="behind_ages",
    of_now=True,
    plot=Plot(
        "Open deals in each stage, and those there for longer than usual",
        lambda found: (
            tuple(line.stage for line in found.lines),
            (
                Series("open", tuple(line.deals for line in found.lines)),
                Series("longer", tuple(line.longer for line in found.lines)),
            ),
        ),
    ),
)
