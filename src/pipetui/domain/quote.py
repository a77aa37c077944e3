"""A quote: what a deal is offered for, and until when."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.items import ItemLine, ItemSums
else:
    from pipetui.domain.record import NamedTuple


class Quote(NamedTuple):
    """What is quoted: the deal, what fills the template, its lines with their sums, until when it holds."""

    deal_id: int
    title: str
    values: Mapping[str, str]
    lines: Sequence[ItemLine]
    sums: ItemSums
    valid_until: date
