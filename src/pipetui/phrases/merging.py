"""What shell and app say of two that become one."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.views_merging import Comparison


def along(found: Comparison) -> str:
    """What the second brings: “#17 brings 3 touches, 1 note; a value that gives way goes into a note”."""
    counted = ", ".join(f"{count} {called}" for called, count in found.along)
    return f"#{found.other} brings {counted or 'nothing else'}; a value that gives way goes into a note"
