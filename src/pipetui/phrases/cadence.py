"""Where a deal stands in its cadence, in words."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.views import CadenceLine


def stands(line: CadenceLine) -> str:
    """`Five touches: 2 of 5 done`; over, that it is for the rep to decide."""
    if not line.of:
        silent = "" if line.heard else ", no answer"
        return f"{line.name}: all done{silent} – drop, park, or one last chance"
    return f"{line.name}: {line.done} of {line.of} done"
