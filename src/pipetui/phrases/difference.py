"""What a change makes of a deal, in one line: said before many are changed, by the shell and the app alike.

Nothing but the standard library, `domain` and `render`.
"""

from __future__ import annotations

from pipetui import render
from pipetui.domain.deal import LOST, OPEN, QUESTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from pipetui.views import Card, DealState


def standing(card: Card | DealState, now: datetime) -> str:
    """How a deal stands in a few words: its next step if it is open, else how it ended and what is planned since."""
    today = now.date()
    if card.status == OPEN:
        if card.parked_until is not None and card.parked_until > today:
            return f"parked until {render.day(card.parked_until, today)}"
        return render.badge(card, today)
    closed = f" {render.day(card.closed_on, today)}" if card.closed_on else ""
    if card.status == LOST:
        again = f", revisit {render.day(card.revisit_on, today)}" if card.revisit_on else ""
        return f"lost{closed}{f': {card.lost_reason}' if card.lost_reason else ''}{again}"
    again = f", renewal {render.day(card.renewal_on, today)}" if card.renewal_on else ""
    step = card.next_step
    planned = f"{render.badge(card._replace(badge=step.state), today)} · " if step else ""
    return f"{planned}won{closed}{again}"


def answered(card: Card) -> list[str]:
    """What is known about each question of the qualification: `budget yes`, `need unknown` …"""
    return [f"{question} {answer}" for question, answer in zip(QUESTIONS, card.answers, strict=False)]


def difference(before: Card, after: Card, way: str, now: datetime) -> str:
    """`#3 Globex seats: Demo → Proposal`.

    `way` is "into the bin" or the like, "" for a deal that stays where it is.
    """
    changes = [f"{old} → {new}" if old else new for old, new in changed(before, after, way, now)]
    return f"#{before.id} {before.title}: {', '.join(changes) or 'as it stands'}"


def changed(before: Card, after: Card, way: str, now: datetime) -> list[tuple[str, str]]:
    """What is so before and after, for all that differs; what only comes has no before. Empty where nothing differs."""
    pairs = [
        (before.title, after.title),
        (before.stage, after.stage),
        (_plainly(before, now), _plainly(after, now)),
        (" ".join(before.tags) or "no tags", " ".join(after.tags) or "no tags"),
        *zip(answered(before), answered(after), strict=True),
    ]
    changes = [(old, new) for old, new in pairs if old != new] + ([("", way)] if way else [])
    touched = after.last_touch_at != before.last_touch_at
    return changes or ([("", "a touch")] if touched else [])


def _plainly(card: Card, now: datetime) -> str:
    """How it stands without the arrow of a planned step, which would read as one more change."""
    return standing(card, now).removeprefix(f"{render.PLANNED} ")
