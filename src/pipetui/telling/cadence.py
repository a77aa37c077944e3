"""Where a deal stands in its cadence, in words."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.views import CadenceLine


def stands(line: CadenceLine) -> str:
    """`Five touches: 2 of 5 done`; over without an answer, that it is for the rep to decide."""
    if not line.of:
        return f"{line.name}: all done, no answer – drop, park, or one last chance"
    return f"{line.name}: {line.done} of {line.of} done"
