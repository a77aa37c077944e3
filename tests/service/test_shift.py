"""A next step some days later or sooner (behaviour 7)."""

import pytest

from pipetui import service
from pipetui.domain.errors import ConflictError
from pipetui.domain.line.quick_line import NextLine
from pipetui.service import Workspace, reads
from tests.conftest import Clock
from tests.service.conftest import Add, InDays


def due(workspace: Workspace, deal: int) -> tuple[str, str | None, int]:
    """Day, time and postponements of a deal's next step."""
    step = reads.card(workspace, deal).next_step
    assert step is not None
    return step.due.isoformat(), step.time, step.postponed


def test_b07_each_step_moves_from_its_own_day_and_a_later_one_counts(
    workspace: Workspace, add: Add, in_days: InDays
) -> None:
    deals = [add("Acme rollout", next=3), add("Globex seats", next=NextLine(in_days(5, "14:00"), "call Kim"))]
    assert service.shift(workspace, deals, 1).message == "snoozed 2 deals by 1 day"
    assert [due(workspace, deal) for deal in deals] == [("2026-11-25", None, 1), ("2026-11-27", "14:00", 1)]
    assert service.shift(workspace, deals, -2).message == "brought 2 deals forward by 2 days"
    assert [due(workspace, deal) for deal in deals] == [("2026-11-23", None, 1), ("2026-11-25", "14:00", 1)]


def test_b07_a_late_step_moves_from_today_on(workspace: Workspace, add: Add, clock: Clock) -> None:
    add("Acme rollout", next=1)
    clock.tick(days=5)
    assert service.shift(workspace, [1], 1).message == "snoozed #1 Acme rollout to tomorrow"
    assert due(workspace, 1) == ("2026-11-27", None, 1)


def test_b02_no_step_is_brought_into_the_past_and_the_others_are_moved(workspace: Workspace, add: Add) -> None:
    deals = [add("Acme rollout", next=3), add("Globex seats", next=0)]
    outcome = service.shift(workspace, deals, -1)
    assert outcome.warnings == ("left out: #2 Globex seats: the next step cannot be brought further forward",)
    assert due(workspace, 1) == ("2026-11-23", None, 0)
    with pytest.raises(ConflictError, match="#2 Globex seats: the next step cannot be brought further forward"):
        service.shift(workspace, [2], -1)


def test_a_deal_without_a_next_step_is_named(workspace: Workspace, add: Add) -> None:
    add("Acme rollout")
    with pytest.raises(ConflictError, match="#1 Acme rollout has no next step"):
        service.shift(workspace, [1], 1)
