"""The deals behind the numbers of a report."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class Behind(NamedTuple):
    """A deal that is counted in a figure of a line: the line by its name, the figure by its key in JSON."""

    line: str
    figure: str
    deal_id: int
