"""The week: each next step under its day, not only the earliest of a deal (behaviour 47)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipetui import arrange, service
from pipetui.domain.aftersale import PlannedFollowUps, Renewal
from pipetui.domain.deal import THEIRS
from pipetui.domain.errors import ConflictError, NotFoundError
from pipetui.service import Workspace, aftersale, planned, reads
from pipetui.views import Week
from tests.service.conftest import Add, InDays

SATURDAY = date(2026, 11, 21)
"""Today, in the week from the 16th on."""


def told(week: Week) -> dict[str, list[str]]:
    """What stands where, by the day of the month."""
    found = {"late": [_line(card) for card in week.late]}
    return found | {str(of.day.day): [_line(card) for card in of.cards] for of in week.days if of.cards}


def _line(card: object) -> str:
    step = card.next_step  # type: ignore[attr-defined]
    return f"{card.id} {step.time or '-'} {step.what}" if step else f"{card.id} {card.status}"  # type: ignore[attr-defined]


def test_b47_every_step_stands_under_its_day_by_time_then_by_urgency(
    workspace: Workspace, add: Add, in_days: InDays
) -> None:
    small, large = add("Small", value=100), add("Large", value=1_000_000)
    for deal, days, time, what in (
        (small, 2, None, "quote"), (large, 2, None, "sign"), (small, 2, "16:00", "late call"),
        (small, 2, "09:30", "call"),
        (large, 8, None, "last day"), (large, 9, None, "week after"), (small, 0, None, "today"),
    ):  # fmt: skip
        service.plan(workspace, [deal], in_days(days, time), what)
    week = reads.week(workspace, SATURDAY + timedelta(days=4))
    assert told(week) == {
        "late": [],
        "23": ["1 09:30 call", "1 16:00 late call", "2 - sign", "1 - quote"],
        "29": ["2 - last day"],
    }
    assert [of.day.isoformat() for of in week.days if of.closed] == ["2026-11-28", "2026-11-29"]
    assert {card.badge for card in week.cards} == {"planned"}
    head = arrange.head_of_steps(week.days[0].cards)
    assert (head.deals, [str(worth.decimal) for worth in head.total]) == (4, ["1000100.00"]), "a deal's money once"
    assert reads.week(workspace, SATURDAY).cards[0].badge == "today"


def test_b47_what_was_due_before_is_late_while_the_week_runs(workspace: Workspace, add: Add, in_days: InDays) -> None:
    deal = add("Acme", next=0)
    service.plan(workspace, [deal], in_days(2), "on Monday")
    later = workspace._replace(clock=lambda: workspace.now() + timedelta(days=4))  # Wednesday
    week = reads.week(later, SATURDAY + timedelta(days=4))
    assert (len(week.late), told(week)["23"]) == (1, ["1 - on Monday"]), "late on its own day, in the week that runs"
    assert {card.badge for card in week.cards} == {"overdue"}
    assert told(reads.week(later, SATURDAY + timedelta(days=11)))["late"] == []
    assert "21" in told(reads.week(later, SATURDAY)), "a week that is over shows what is left in it"


def test_b47_closed_parked_and_deleted_deals(workspace: Workspace, add: Add, in_days: InDays) -> None:
    lost, won, parked, gone = (add(title, next=3) for title in ("lost", "won", "parked", "gone"))
    service.drop(workspace, [lost], "price", "", in_days(4).day)
    service.win(workspace, [won])
    aftersale.after_win(workspace, [won], PlannedFollowUps(Renewal(in_days(11).day, 7)))
    service.plan(workspace, [won], in_days(5), "check in")
    service.park(workspace, [parked], in_days(5))
    service.plan(workspace, [parked], in_days(6), "once it is back")
    service.delete(workspace, [gone])
    assert told(reads.week(workspace, in_days(4).day)) == {
        "late": [],
        "25": ["1 lost", "2 won"],
        "26": ["2 - check in"],
        "27": ["3 - once it is back"],
    }


def test_b47_deals_that_are_known_are_not_read_again(workspace: Workspace, add: Add, in_days: InDays) -> None:
    add("Acme", next=2)
    add("Globex", next=3)
    cards = {card.id: card._replace(title="as it was") for card in reads.cards(workspace) if card.id == 1}
    week = reads.week(workspace, in_days(3).day, cards)
    assert [card.title for card in week.cards] == ["as it was", "Globex"]


def test_b07_the_step_itself_is_shifted_and_turned(workspace: Workspace, add: Add, in_days: InDays) -> None:
    deal = add("Acme", next=1)
    service.plan(workspace, [deal], in_days(4, "14:00"), "demo")
    first, second = reads.sheet(workspace, deal).follow_ups
    said = planned.shift_step(workspace, deal, second.id, 1).message
    assert said == "snoozed demo of #1 Acme to Thu 26 Nov 14:00, in 5 days"
    for _ in range(2):
        said = planned.shift_step(workspace, deal, second.id, 1).message
    assert said.endswith("(postponed 3×)")
    planned.turn_step(workspace, deal, second.id)
    steps = reads.sheet(workspace, deal).follow_ups
    assert [(step.due.day, step.turn) for step in steps] == [(22, "mine"), (28, THEIRS)]
    with pytest.raises(ConflictError):
        planned.shift_step(workspace, deal, first.id, -2)
    planned.finish_step(workspace, deal, first.id)
    with pytest.raises(NotFoundError):
        planned.shift_step(workspace, deal, first.id, 1)
