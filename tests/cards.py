"""The one place where tests make a card: an open deal that nothing is known of but what they say."""

from datetime import UTC, datetime
from typing import Any

from pipetui.domain.urgency import UrgencyFacts
from pipetui.views import Card

NO_FACTS = UrgencyFacts(None, "", None, 0, 0, 0, None, 0, 0.0, False)


def card(number: int = 1, at: datetime = datetime(2026, 11, 21, 10, 0, tzinfo=UTC), **changes: Any) -> Card:
    """An open deal without a value and without a next step, made `at` that moment, changed by `changes`."""
    plain = Card(
        id=number,
        title=f"Deal {number}",
        status="open",
        stage_id=1,
        stage="Demo",
        stage_position=0,
        pipeline_id=1,
        pipeline="Sales",
        organization="",
        people=(),
        value=None,
        currency="EUR",
        probability=40,
        weighted=None,
        source="",
        tags=(),
        created_at=at,
        entered_stage_at=at,
        last_touch_at=None,
        expected_close=None,
        closed_at=None,
        lost_reason="",
        revisit_on=None,
        renewal_on=None,
        renewal_lead_days=0,
        parked_until=None,
        next_step=None,
        badge="none",
        rotting_days=0,
        idle_days=0,
        urgency=0.0,
        facts=NO_FACTS,
        haystack="",
    )
    return plain._replace(**changes)
