"""What shell and app say of two that become one."""

from __future__ import annotations

from pipetui.render import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.views_merging import MergeComparison

_ONE = {"people": "person", "touches": "touch", "addresses": "address", "exit criteria": "exit criterion"}
"""What one of a kind is called, where that is no mere letter less."""


def along(found: MergeComparison) -> str:
    """What the second brings: “#17 brings 3 touches, 1 note; a value that gives way goes into a note”."""
    counted = ", ".join(plural(count, _ONE.get(called, called[:-1]), called) for called, count in found.along)
    return f"#{found.other} brings {counted or 'nothing else'}; a value that gives way goes into a note"
