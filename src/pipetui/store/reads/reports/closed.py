"""Which deals were closed in a period. Standard library only."""

from __future__ import annotations

from pipetui.domain.money import Money
from pipetui.domain.rates import rated
from pipetui.store.reads import rate_day
from pipetui.store.reads.period_span import CLOSED_THEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.store.reads.period_span import Span


def closed_in(span: Span) -> str:
    """The condition for a deal that is closed: in the period, or at all."""
    return "1" if span.ever else CLOSED_THEN


def on_unknown_days(connection: sqlite3.Connection) -> int:
    """How many deals are closed, nobody knows when: they count in no period."""
    asked = "SELECT count(*) FROM deal WHERE status IN ('won', 'lost') AND closed_at IS NULL AND deleted_at IS NULL"
    return int(connection.execute(asked).fetchone()[0])


def rate_day_of(span: Span) -> str:
    """The expression for the day by whose rates a deal `d` counts."""
    return rate_day.expression(span.rates, span.moment.date())


def money(span: Span, minor: int | None, currency: str, day: str, deals: int = 1) -> Money | None:
    """The sum of so many deals that count by the rates of a day; None for none."""
    return rated(None if minor is None else Money(minor, currency), span.rates, day, deals)
