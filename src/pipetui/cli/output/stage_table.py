"""What `stages` and `pipelines` print: each with what lies in it, whatever the width of the page."""

from __future__ import annotations

from pipetui import render
from pipetui.domain.text import cell_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipetui.arrange import Head
    from pipetui.cli.output.terminal import Page
    from pipetui.insight.stage_history import Odds
    from pipetui.service.stage_reads import PipelineLine, StageLine

_COLUMNS = ("place", "stage", "pipeline", "probability", "own history", "rots after", "deals", "sum", "weighted")
_NAMES = ("stage", "pipeline")
_SHORTER = {"probability": "prob.", "rots after": "rots", "own history": "own"}
_NARROWER = (
    "place", "pipeline", "currencies", "headings", "own history", "rots after", "probability", "deals",
)  # fmt: skip
"""What goes, one after the other, where a page is too narrow."""
_OF_A_NAME = 12
"""Cells of a name that are worth more than another column."""


def stages(found: Sequence[StageLine], page: Page) -> Iterator[str]:
    """The stages with what lies in them: behaviour 17's head of a column, as a row; below, their exit criteria.

    Where a page is too narrow the columns that say least go first and currencies stand one below the other: figures
    are never cut.
    """
    columns: list[str] = [*_COLUMNS]
    if not any(line.odds for line in found):
        columns.remove("own history")
    rows = [[{**_of_stage(line), **_side_by_side(line.inside)}] for line in found]
    headers = {name: name for name in columns}
    one_pipeline = len({line.stage.pipeline_id for line in found}) < 2
    for narrower in _NARROWER:
        if page.width is None or _cells_of(columns, headers, rows) <= page.width:
            break
        if narrower == "currencies":
            rows = [[*_below(_of_stage(line), line.inside)] for line in found]
        elif narrower == "headings":
            headers |= {name: _SHORTER[name] for name in _SHORTER if name in headers}
        elif narrower in columns and (narrower != "pipeline" or one_pipeline):
            columns.remove(narrower)
    lines = ([line.get(name, "") for name in columns] for row in rows for line in row)
    align = "".join("l" if name in _NAMES else "r" for name in columns)
    yield from page.table([headers[name] for name in columns], lines, align)
    asked = [line for line in found if line.criteria]
    if asked:
        yield ""
    for line in asked:
        said = f"before it leaves {_called(line, one_pipeline)}: {' · '.join(line.criteria)}"
        yield said if page.width is None else render.cut(said, page.width)


def suggestions(known: Sequence[StageLine], page: Page) -> Iterator[str]:
    """The stages of which own history says something, beside what they are set to."""
    one_pipeline = len({line.stage.pipeline_id for line in known}) < 2
    rows = [
        [_called(line, one_pipeline), render.percent(line.stage.probability), own_history(line.odds)] for line in known
    ]
    yield from page.table(["stage", "probability", "own history"], rows, "lrr")


def pipelines(found: Sequence[PipelineLine], page: Page) -> Iterator[str]:
    """The pipelines with what lies in them."""
    rows = [
        [
            line.name,
            "default" if line.is_default else "",
            str(len(line.stages)),
            str(line.inside.deals),
            render.totals(line.inside.total),
            render.totals(line.inside.weighted),
        ]
        for line in found
    ]
    yield from page.table(["pipeline", "", "stages", "deals", "sum", "weighted"], rows, "llrrrr")


def own_history(odds: Odds | None) -> str:
    """`34 % of 58`: how many of the closed deals that entered a stage were won."""
    return f"{render.percent(odds.percent)} of {odds.closed}" if odds is not None else render.NONE


def _called(line: StageLine, one_pipeline: bool) -> str:
    return line.stage.name if one_pipeline else f"{line.pipeline}/{line.stage.name}"


def _of_stage(line: StageLine) -> dict[str, str]:
    stage = line.stage
    return {
        "place": str(line.place),
        "stage": stage.name,
        "pipeline": line.pipeline,
        "probability": render.percent(stage.probability),
        "own history": own_history(line.odds),
        "rots after": render.age(stage.rotting_days) if stage.rotting_days else render.NONE,
        "deals": str(line.inside.deals),
    }


def _side_by_side(inside: Head) -> dict[str, str]:
    return {"sum": render.totals(inside.total), "weighted": render.totals(inside.weighted)}


def _below(row: dict[str, str], inside: Head) -> Iterator[dict[str, str]]:
    """The row with its sums one currency below the other."""
    weighted = {amount.currency: amount for amount in inside.weighted}
    totals = {amount.currency: amount for amount in inside.total}
    codes = sorted({*totals, *weighted})
    for place, code in enumerate(codes or [""]):
        sums = (render.totals([of[code]] if code in of else []) for of in (totals, weighted))
        yield {**(row if not place else {}), **dict(zip(("sum", "weighted"), sums, strict=True))}
    whole = [render.together(amounts).strip() for amounts in (inside.total, inside.weighted)]
    if any(whole):
        yield dict(zip(("sum", "weighted"), whole, strict=True))


def _cells_of(columns: Sequence[str], headers: dict[str, str], rows: Sequence[Sequence[dict[str, str]]]) -> int:
    """How wide the table wants to be; names may give way down to _OF_A_NAME cells."""
    gaps = 2 * (len(columns) - 1)
    for name in columns:
        most = max(map(cell_width, [headers[name], *(line.get(name, "") for row in rows for line in row)]))
        gaps += min(most, _OF_A_NAME) if name in _NAMES else most
    return gaps
