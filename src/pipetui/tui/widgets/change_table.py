"""What would become of some deals, as a table: before and after, side by side."""

from collections.abc import Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from pipetui.render import cell_width, cut

ChangedRow = tuple[str, str, str]
"""The deal, what is so before, and what is so after."""

_GAP = 2


class ChangeTable(Widget):
    """Three columns, each as broad as it needs to be, or as there is room; the words are cut last.

    Where nothing is said of before, what comes of it stands beside the deal without headings.
    """

    DEFAULT_CSS = "ChangeTable { height: auto; }"

    def __init__(self, rows: Sequence[ChangedRow]) -> None:
        super().__init__()
        self._headed = any(before for _, before, _ in rows)
        self._rows = (
            [("", "before", "after"), *rows] if self._headed else [(deal, "", after) for deal, _, after in rows]
        )

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line each, and the head, where there is one."""
        return len(self._rows)

    def render(self) -> RenderResult:
        """The head dim, what is so before dim, what comes of it plain."""
        widths = _shared(
            [max(map(cell_width, column)) for column in zip(*self._rows, strict=True)], self.content_size.width
        )
        parts: list[tuple[str, str]] = []
        for place, row in enumerate(self._rows):
            looks = ("$dim", "$dim", "$dim") if self._headed and not place else ("bold", "$dim", "$foreground")
            for text, width, look in zip(row, widths, looks, strict=True):
                if not width:
                    continue
                shown = cut(text, width)
                parts.append((shown + " " * (width - cell_width(shown) + _GAP), look))
            parts.append(("\n", ""))
        return Content.assemble(*parts[:-1])


def _shared(wanted: list[int], width: int) -> list[int]:
    """The widths within `width`: what needs less than its share leaves the rest to the others."""
    room, left, given = width - _GAP * (len(wanted) - 1), len(wanted), list(wanted)
    for place in sorted(range(len(wanted)), key=wanted.__getitem__):
        given[place] = min(wanted[place], max(1, room // left))
        room, left = room - given[place], left - 1
    return given
