"""The lines about deals that a verb says.

Nothing but the standard library, `domain` and `render`: the quick verbs say the same lines through it.
"""

from __future__ import annotations

from pipetui import render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipetui.domain.quickline import NewDeal
    from pipetui.views import Card

WAY_BACK = "undo: pipetui undo"
WAY_FORWARD = "redo: pipetui redo"


def added(new: NewDeal, number: int, stage: str, today: date) -> str:
    """The line after an add: everything the line was understood as (behaviour 14), the number, the way back."""
    return f"#{number} {render.echo(new._replace(stage=stage), today)} · {WAY_BACK}"


def changed(said: str) -> str:
    """The line after any other write."""
    return f"{said} · {WAY_BACK}"


def to_decide(deal_id: int) -> str:
    """What is said when the last step of a cadence is done without an answer (behaviour 9)."""
    return (
        f"the cadence is over, without an answer: pipetui drop {deal_id} REASON, park {deal_id} DATE,"
        f" sweep {deal_id} keep, or sweep {deal_id} last-chance"
    )


def no_next_step(deal_id: int) -> str:
    """What is said where nobody can be asked."""
    return f"no next step: pipetui next {deal_id} +3wd"


def status_of(cards: Sequence[Card]) -> str:
    """`3 deals · €12,000`: what stands under a list."""
    from pipetui.domain.money import totals

    sums = totals(card.value for card in cards)
    parts = [render.plural(len(cards), "deal"), render.totals(sums) if sums else ""]
    return " · ".join(filter(None, parts))
