"""Several next steps of a deal: each is done, put off, said otherwise or taken out; the earliest is the next one."""

from __future__ import annotations

import pytest

from pipetui import service
from pipetui.domain.dates.when import Due
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.service import Workspace, planned, reads
from pipetui.views import NextStep
from tests.service.conftest import Add, InDays


@pytest.fixture
def three(workspace: Workspace, add: Add, in_days: InDays) -> tuple[NextStep, ...]:
    """The steps of deal 1: in two, in five and in nine days."""
    deal = add("Acme")
    for days, what in ((5, "send quote"), (2, "call Ann"), (9, "meeting")):
        service.plan(workspace, [deal], in_days(days), what)
    return steps(workspace)


def steps(workspace: Workspace) -> tuple[NextStep, ...]:
    """What is planned, the earliest first."""
    return reads.sheet(workspace, 1).follow_ups


def words(workspace: Workspace) -> list[str]:
    """What is to be done, the earliest first."""
    return [step.what for step in steps(workspace)]


def test_the_earliest_is_the_next_step_whichever_is_done(workspace: Workspace, three: tuple[NextStep, ...]) -> None:
    assert words(workspace) == ["call Ann", "send quote", "meeting"]
    told = planned.finish_step(workspace, 1, three[1].id)
    assert words(workspace) == ["call Ann", "meeting"]
    assert told.ask is None  # something is planned still
    planned.finish_step(workspace, 1, three[0].id)
    card = reads.card(workspace, 1)
    assert card.next_step is not None
    assert card.next_step.what == "meeting"
    assert planned.drop_step(workspace, 1, three[2].id).ask is not None
    service.undo(workspace)
    assert words(workspace) == ["meeting"]


def test_a_later_step_put_before_the_others_is_the_next_one(
    workspace: Workspace, three: tuple[NextStep, ...], in_days: InDays
) -> None:
    planned.snooze_step(workspace, 1, three[2].id, in_days(1))
    assert words(workspace) == ["meeting", "call Ann", "send quote"]
    assert steps(workspace)[0].postponed == 0
    planned.snooze_step(workspace, 1, three[2].id, in_days(20))
    assert steps(workspace)[2].postponed == 1


def test_one_is_said_otherwise_and_the_others_stay(
    workspace: Workspace, three: tuple[NextStep, ...], in_days: InDays
) -> None:
    due = Due(in_days(3).day, "14:00")
    planned.change_step(workspace, 1, three[1].id, due, "demo for all", "theirs")
    after = steps(workspace)
    assert (after[0], after[2]) == (three[0], three[2])
    assert (after[1].what, after[1].kind, after[1].turn, after[1].time) == ("demo for all", "demo", "theirs", "14:00")
    service.undo(workspace)
    assert steps(workspace) == three


def test_what_is_done_by_now_past_or_no_change_is_refused(
    workspace: Workspace, three: tuple[NextStep, ...], in_days: InDays
) -> None:
    planned.finish_step(workspace, 1, three[0].id)
    with pytest.raises(NotFoundError):
        planned.finish_step(workspace, 1, three[0].id)
    with pytest.raises(InputError):
        planned.change_step(workspace, 1, three[1].id, in_days(-1))
    with pytest.raises(ConflictError):
        planned.change_step(workspace, 1, three[1].id, what="send quote")
    assert words(workspace) == ["send quote", "meeting"]


def test_the_day_shows_the_deal_once_by_its_earliest_step(workspace: Workspace, three: tuple[NextStep, ...]) -> None:
    agenda = reads.agenda(workspace)
    shown = [card for bucket in agenda.buckets for card in bucket.cards]
    assert [card.next_step.what for card in shown if card.next_step] == ["call Ann"]
