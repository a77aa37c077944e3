"""What the history and the bin show, frozen."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class RowChange(NamedTuple):
    """A row that a step changed: of which table, what it is called, and its columns, each with the value before and
    after. `was` and `becomes` say whether it was there before and after. `rows` put in together are one."""

    table: str
    row_id: int
    name: str
    columns: tuple[tuple[str, Any, Any], ...]
    was: bool
    becomes: bool
    rows: int = 1


class BinRow(NamedTuple):
    """What lies in the bin: a deal, a person or an organization, since when, by which gesture, and made where."""

    id: int
    kind: str
    number: int
    name: str
    about: str
    at: datetime | None
    label: str
    source: str
