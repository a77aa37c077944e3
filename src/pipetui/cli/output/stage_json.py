"""The shapes of `--json` for stages and pipelines; see `json_format`."""

from __future__ import annotations

from pipetui.cli.output.json_format import amounts
from pipetui.phrases.rates import together

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pipetui.service.stage_reads import PipelineLine, StageLine


def stage(line: StageLine) -> dict[str, Any]:
    """A stage with the number of open deals in it, their sums and weighted sums by currency."""
    odds = line.odds
    return {
        "name": line.stage.name,
        "pipeline": line.pipeline,
        "probability": line.stage.probability,
        "rotting_days": line.stage.rotting_days,
        "deals": line.inside.deals,
        "total": amounts(line.inside.total),
        **together("total", line.inside.total),
        "weighted": amounts(line.inside.weighted),
        **together("weighted", line.inside.weighted),
        "place": line.place,
        "qualifies": line.stage.qualifies,
        "criteria": list(line.criteria),
        "own_history": None if odds is None else {"percent": odds.percent, "won": odds.won, "closed": odds.closed},
    }


def pipeline(line: PipelineLine) -> dict[str, Any]:
    """A pipeline with the names of its stages, and the open deals in all of them."""
    return {
        "name": line.name,
        "default": line.is_default,
        "stages": [one.stage.name for one in line.stages],
        "deals": line.inside.deals,
        "total": amounts(line.inside.total),
        **together("total", line.inside.total),
        "weighted": amounts(line.inside.weighted),
        **together("weighted", line.inside.weighted),
    }
