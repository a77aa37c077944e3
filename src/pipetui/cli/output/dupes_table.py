"""What is printed of pairs that are probably one."""

from __future__ import annotations

from pipetui.domain.likeness import MOST
from pipetui.domain.text import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from pipetui.cli.output.terminal import Page
    from pipetui.views_dupes import LikelyPair, Twin

CALLED = {"person": "people", "organization": "orgs", "deal": "deals"}


def pairs(found: Iterable[LikelyPair], least: int, page: Page) -> Iterator[str]:
    """A line for each pair, the likeliest first, and from how many points on they are shown."""
    cells = (
        (
            str(pair.score),
            CALLED[pair.noun],
            _named(pair.first),
            _named(pair.second),
            one_line(" · ".join(pair.reasons)),
        )
        for pair in found
    )
    yield from page.table(("sure", "", "one", "the other", "why"), cells, "rllll")
    yield f"shown from {least} of {MOST} on"


def _named(twin: Twin) -> str:
    return one_line(f"#{twin.id} {twin.name}{f' ({twin.about})' if twin.about else ''}")


def shape(pair: LikelyPair) -> dict[str, Any]:
    """The JSON of a pair."""
    return {
        "kind": pair.noun,
        "score": pair.score,
        "reasons": list(pair.reasons),
        "first": pair.first._asdict(),
        "second": pair.second._asdict(),
    }
