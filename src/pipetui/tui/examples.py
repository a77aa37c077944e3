"""Lines to show how one is written, such as this book would understand."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipetui.store.pipelines import Pipelines


def such_as(example: str) -> str:
    """An example that nobody takes for what stands in the field; one with a `;` says by itself what it is."""
    return f"such as {example}" if example and ";" not in example else example


def new_deal(pipelines: "Pipelines", here: int) -> str:
    """A new deal in a stage of that pipeline; of those behind the first, the one that is named most easily."""
    names = [stage.name for stage in pipelines.of(here)]
    names = names[1:] or names
    plain = sorted((name for name in names if name.isalnum()), key=len)
    stage = f" @{plain[0].lower()}" if plain else f' @"{names[0]}"' if names and '"' not in names[0] else ""
    return f"Acme rollout 12k{stage} next:fri"
