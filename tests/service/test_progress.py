"""The work session as the book keeps it, and what came of it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipetui import service
from pipetui.domain import progress
from pipetui.domain.line.quick_line import TouchLine
from pipetui.domain.progress import Progress
from pipetui.service import Workspace, reads, sessions
from tests.conftest import Clock
from tests.service.conftest import Add

CALL = TouchLine("call", "no answer")


@given(
    st.builds(
        Progress,
        st.lists(st.integers(1, 2**53)).map(tuple),
        st.text(),
        st.datetimes(datetime(1900, 1, 2), datetime(9990, 1, 1), timezones=st.timezones()),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
    )
)
def test_b03_a_session_is_read_back_as_it_was_kept(kept: Progress) -> None:
    found = progress.read(kept.text())
    assert found is not None
    assert found._replace(began=kept.began) == kept
    assert found.began == kept.began.astimezone(UTC)


@given(st.text() | st.sampled_from(["{}", "[]", "null", '{"deals": 3}', '{"deals": ["x"]}']))
def test_b03_what_is_no_session_is_none_and_no_error(text: str) -> None:
    assert progress.read(text) is None


def begun(workspace: Workspace, *deals: int) -> Progress:
    return Progress(deals, "today", workspace.now(), place=1, worked=60)


def test_b03_it_goes_on_where_it_stopped_on_the_same_day_with_the_same_deals(
    workspace: Workspace, clock: Clock
) -> None:
    session = begun(workspace, 3, 5, 8)
    sessions.keep(workspace, session)
    assert sessions.paused(workspace, "today") == session
    assert sessions.paused(workspace, "stage:demo") is None
    clock.tick(days=1)
    assert sessions.paused(workspace, "today") is None


def test_b03_one_that_is_over_is_not_gone_on_with(workspace: Workspace) -> None:
    sessions.keep(workspace, begun(workspace, 3)._replace(place=1))
    assert sessions.paused(workspace, "today") is None
    sessions.keep(workspace, begun(workspace, 3, 5))
    sessions.keep(workspace, None)
    assert sessions.paused(workspace, "today") is None


def test_b27_undo_takes_back_the_gesture_not_the_place_in_the_session(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.log(workspace, [deal], CALL)
    sessions.keep(workspace, begun(workspace, deal, 2))
    assert "logged call" in service.undo(workspace).message
    assert sessions.paused(workspace, "today") == begun(workspace, deal, 2)


def test_b03_the_tally_counts_what_stands_in_the_book(workspace: Workspace, clock: Clock, add: Add) -> None:
    ours, other = add(), add("Beta")
    service.log(workspace, [ours], CALL)
    clock.tick(minutes=1)
    session = begun(workspace, ours)
    for touch in (CALL, CALL, TouchLine("call", "reached"), TouchLine("meeting")):
        service.log(workspace, [ours], touch)
    service.log(workspace, [other], CALL)
    service.log(workspace, [ours], CALL._replace(at=clock.now - timedelta(minutes=5)))
    assert sessions.tally(workspace, session) == (("no answer", 2), ("meeting", 1), ("reached", 1))
    service.undo(workspace)
    service.undo(workspace)
    service.undo(workspace)
    assert sessions.tally(workspace, session) == (("no answer", 2), ("reached", 1))
    service.drop(workspace, [ours], "price")
    assert sessions.tally(workspace, session)[-1] == ("lost", 1)


def test_b05_the_answer_to_the_question_is_undone_with_the_touch(workspace: Workspace, add: Add) -> None:
    deal = add(stage="Demo")
    asked = service.log(workspace, [deal], CALL)
    assert asked.ask is not None
    service.plan(workspace, [deal], asked.ask.due, onto=asked.step)
    assert reads.card(workspace, deal).next_step is not None
    (step, *_) = reads.history(workspace)
    assert step.label == "logged call on #1 Acme rollout: no answer · next for #1 Acme rollout: Wed 25 Nov, in 4 days"
    service.undo(workspace)
    card = reads.card(workspace, deal)
    assert (card.next_step, card.last_touch_at) == (None, None)
    service.redo(workspace)
    assert reads.card(workspace, deal).next_step is not None


def test_b27_an_answer_that_comes_after_something_else_is_a_step_of_its_own(workspace: Workspace, add: Add) -> None:
    deal = add(stage="Demo")
    asked = service.log(workspace, [deal], CALL)
    service.note(workspace, [deal], "in between")
    assert asked.ask is not None
    service.plan(workspace, [deal], asked.ask.due, onto=asked.step)
    service.undo(workspace)
    sheet = reads.sheet(workspace, deal)
    assert (sheet.follow_ups, sheet.notes) == ((), 1)
