"""What `stages` prints: the stages with what lies in them, whatever the width of the page. Standard library only."""

from __future__ import annotations

from pipetui import render
from pipetui.arrange import head
from pipetui.domain.text import cell_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipetui.arrange import Head
    from pipetui.cli.output.terminal import Page
    from pipetui.domain.deal import Stage
    from pipetui.views import Card

_COLUMNS = ("stage", "pipeline", "probability", "rots after", "deals", "sum", "weighted")
_NAMES = ("stage", "pipeline")
_SHORTER = {"probability": "prob.", "rots after": "rots"}
_OF_A_NAME = 12
"""Cells of a name that are worth more than another column."""


def stages(
    all_stages: Sequence[Stage], pipelines: Mapping[int, str], cards: Sequence[Card], page: Page
) -> Iterator[str]:
    """The stages of every pipeline with what lies in them: behaviour 17's head of a column, as a row.

    Where a page is too narrow the columns that say least go first and currencies stand one below the other: figures
    are never cut.
    """
    heads = [head([card for card in cards if card.stage_id == stage.id]) for stage in all_stages]
    known = [_of_stage(stage, pipelines, inside) for stage, inside in zip(all_stages, heads, strict=True)]
    columns: list[str] = [*_COLUMNS]
    rows = [[{**row, **_side_by_side(inside)}] for row, inside in zip(known, heads, strict=True)]
    headers = {name: name for name in columns}
    for narrower in ("pipeline", "currencies", "headings", "rots after", "probability", "deals"):
        if page.width is None or _cells_of(columns, headers, rows) <= page.width:
            break
        if narrower == "currencies":
            rows = [[*_below(row, inside)] for row, inside in zip(known, heads, strict=True)]
        elif narrower == "headings":
            headers |= _SHORTER
        elif narrower != "pipeline" or len(pipelines) == 1:
            columns.remove(narrower)
    lines = ([line.get(name, "") for name in columns] for row in rows for line in row)
    align = "".join("l" if name in _NAMES else "r" for name in columns)
    yield from page.table([headers[name] for name in columns], lines, align)


def _of_stage(stage: Stage, pipelines: Mapping[int, str], inside: Head) -> dict[str, str]:
    return {
        "stage": stage.name,
        "pipeline": pipelines[stage.pipeline_id],
        "probability": render.percent(stage.probability),
        "rots after": render.age(stage.rotting_days) if stage.rotting_days else render.NONE,
        "deals": str(inside.deals),
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


def _cells_of(columns: Sequence[str], headers: Mapping[str, str], rows: Sequence[Sequence[Mapping[str, str]]]) -> int:
    """How wide the table wants to be; names may give way down to _OF_A_NAME cells."""
    gaps = 2 * (len(columns) - 1)
    for name in columns:
        most = max(map(cell_width, [headers[name], *(line.get(name, "") for row in rows for line in row)]))
        gaps += min(most, _OF_A_NAME) if name in _NAMES else most
    return gaps
