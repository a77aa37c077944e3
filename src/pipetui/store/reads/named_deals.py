"""A few words on deals whose numbers are known: what a list behind a figure shows. Standard library only."""

from __future__ import annotations

import json

from pipetui.domain.money import Money
from pipetui.domain.text import clean
from pipetui.store import values
from pipetui.store.reads.worth import WORTH

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class NamedDeal(NamedTuple):
    """A deal on one line."""

    id: int
    title: str
    status: str
    value: Money | None
    closed_on: str
    organization: str = ""


def named_deals(connection: sqlite3.Connection, numbers: Iterable[int]) -> list[NamedDeal]:
    """Those of these numbers, in the order of the numbers."""
    rows = connection.execute(
        f"""SELECT d.id, d.title, d.status, {WORTH}, d.currency, coalesce(d.closed_on, ''), coalesce(o.name, '')
           FROM json_each(?) n CROSS JOIN deal d ON d.id = n.value
           LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL ORDER BY d.id""",
        (json.dumps(sorted(set(numbers))),),
    )
    return [
        NamedDeal(
            number,
            clean(str(title)),
            status,
            None if minor is None else Money(minor, values.text(code)),
            clean(str(closed)),
            clean(str(organization)),
        )
        for number, title, status, minor, code, closed, organization in rows
    ]
