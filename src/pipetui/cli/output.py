"""The lines about deals that a verb says.

Nothing but the standard library, `domain` and `render`: the quick verbs say the same lines through it.
"""

from __future__ import annotations

from pipetui import render
from pipetui.domain.deal import LOST, OPEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from pipetui.domain.quickline import NewDeal
    from pipetui.views import Card

MANY = 3
"""From how many deals on a change is shown and asked about before it is made."""

WAY_BACK = "undo: pipetui undo"
WAY_FORWARD = "redo: pipetui redo"


def added(new: NewDeal, number: int, stage: str, today: date) -> str:
    """The line after an add: everything the line was understood as (behaviour 14), the number, the way back."""
    return f"#{number} {render.echo(new._replace(stage=stage), today)} · {WAY_BACK}"


def changed(said: str) -> str:
    """The line after any other write."""
    return f"{said} · {WAY_BACK}"


def no_next_step(deal_id: int) -> str:
    """What is said where nobody can be asked."""
    return f"no next step: pipetui next {deal_id} +3wd"


def standing(card: Card, now: datetime) -> str:
    """How a deal stands in a few words: its next step if it is open, else how it ended."""
    today = now.date()
    if card.status == OPEN:
        if card.parked_until is not None and card.parked_until > today:
            return f"parked until {render.day(card.parked_until, today)}"
        return render.badge(card, today)
    closed = f" {render.day(card.closed_at.astimezone(now.tzinfo).date(), today)}" if card.closed_at else ""
    if card.status == LOST:
        again = f", revisit {render.day(card.revisit_on, today)}" if card.revisit_on else ""
        return f"lost{closed}{f': {card.lost_reason}' if card.lost_reason else ''}{again}"
    again = f", renewal {render.day(card.renewal_on, today)}" if card.renewal_on else ""
    return f"won{closed}{again}"


def difference(before: Card, after: Card, way: str, now: datetime) -> str:
    """One line of a rehearsal: `#3 Globex seats: Demo → Proposal`, what a change does to one deal.

    `way` is "into the bin" or the like, "" for a deal that stays where it is.
    """
    pairs = [
        (before.title, after.title),
        (before.stage, after.stage),
        (standing(before, now), standing(after, now)),
        (" ".join(before.tags) or "no tags", " ".join(after.tags) or "no tags"),
    ]
    changes = [f"{old} → {new}" for old, new in pairs if old != new] + ([way] if way else [])
    return f"#{before.id} {before.title}: {', '.join(changes) or 'written on'}"


def status_of(cards: Sequence[Card]) -> str:
    """`3 deals · €12,000`: what stands under a list."""
    from pipetui.domain.money import totals

    sums = totals(card.value for card in cards)
    parts = [render.plural(len(cards), "deal"), render.totals(sums) if sums else ""]
    return " · ".join(filter(None, parts))
