"""The daily loop: touches, next steps, snoozing, asking (behaviours 1, 4, 5, 6, 7, 12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.cli.errors import what_to_do
from pipetui.domain.dates.when import Due
from pipetui.domain.errors import ConflictError, InputError
from pipetui.domain.line.quick_line import NextLine, TouchLine
from pipetui.domain.rules import kind_of
from pipetui.service import Result, Workspace, preview, reads

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.service.conftest import Add, InDays

CALL = TouchLine("call")


def planned(workspace: Workspace, deal: int) -> list[tuple[str, date, int]]:
    return [(step.what, step.due, step.postponed) for step in reads.sheet(workspace, deal).follow_ups]


# --- behaviour 1 ---------------------------------------------------------------------------------------------


def test_b01_the_badge_is_that_of_the_earliest_undone_step(
    workspace: Workspace, clock: Clock, add: Add, in_days: InDays
) -> None:
    deal = add()
    assert reads.card(workspace, deal).badge == "none"
    service.plan(workspace, [deal], in_days(3), "later")
    assert reads.card(workspace, deal).badge == "planned"
    service.plan(workspace, [deal], in_days(0), "by tonight")
    assert reads.card(workspace, deal).badge == "today"
    service.plan(workspace, [deal], in_days(0, "11:00"), "call Ann")
    card = reads.card(workspace, deal)
    assert (card.badge, card.next_step and card.next_step.what) == ("today", "call Ann")
    clock.tick(hours=1, seconds=1)
    card = reads.card(workspace, deal)
    assert (card.badge, card.next_step and card.next_step.days_late) == ("overdue", 0)
    service.finish(workspace, [deal])
    assert reads.card(workspace, deal).badge == "today"
    clock.tick(days=1)
    card = reads.card(workspace, deal)
    assert (card.badge, card.next_step and card.next_step.days_late) == ("overdue", 1)


def test_b02_nothing_can_be_planned_or_put_off_into_the_past(workspace: Workspace, add: Add, in_days: InDays) -> None:
    deal = add(next=2)
    for due in (in_days(-1), in_days(0, "09:59")):
        for gesture in (service.plan, service.snooze):
            with pytest.raises(InputError, match="cannot lie in the past"):
                gesture(workspace, [deal], due)
        with pytest.raises(InputError, match="cannot lie in the past"):
            service.log(workspace, [deal], CALL._replace(next=NextLine(due, "")))
    assert planned(workspace, deal) == [("", date(2026, 11, 23), 0)]
    assert reads.sheet(workspace, deal).card.last_touch_at is None
    assert service.plan(workspace, [deal], in_days(0, "10:00")).message == f"next for #{deal} Acme rollout: today 10:00"


# --- behaviour 4 ---------------------------------------------------------------------------------------------

SUGGESTED = Due(date(2026, 11, 25))
"""Three working days from that Saturday."""

ASKING: dict[str, Callable[[Workspace, int], Result]] = {
    "finish": lambda workspace, deal: service.finish(workspace, [deal]),
    "log": lambda workspace, deal: service.log(workspace, [deal], CALL),
    "advance": lambda workspace, deal: service.advance(workspace, [deal]),
    "retreat": lambda workspace, deal: service.retreat(workspace, [deal]),
    "move": lambda workspace, deal: service.move(workspace, [deal], "negotiation"),
    "edit stage": lambda workspace, deal: service.edit(workspace, deal, {"stage": "negotiation"}),
}
SILENT: dict[str, Callable[[Workspace, int], Result]] = {
    "win": lambda workspace, deal: service.win(workspace, [deal]),
    "drop": lambda workspace, deal: service.drop(workspace, [deal], "price"),
    "note": lambda workspace, deal: service.note(workspace, [deal], "hm"),
    "tag": lambda workspace, deal: service.tag(workspace, [deal], "hot"),
    "edit title": lambda workspace, deal: service.edit(workspace, deal, {"title": "Other"}),
    "park": lambda workspace, deal: service.park(workspace, [deal], Due(date(2027, 1, 1))),
    "plan": lambda workspace, deal: service.plan(workspace, [deal], SUGGESTED),
    "delete": lambda workspace, deal: service.delete(workspace, [deal]),
    "undo": lambda workspace, deal: service.undo(workspace),
}


@pytest.mark.parametrize("name", ASKING)
def test_b04_asks_for_the_next_step_when_none_is_left(workspace: Workspace, add: Add, name: str) -> None:
    deal = add(stage="Demo", next=0)
    if name != "finish":
        service.finish(workspace, [deal])
    outcome = ASKING[name](workspace, deal)
    assert outcome.ask == service.Suggestion(deal, "Acme rollout", SUGGESTED)


@pytest.mark.parametrize("name", ASKING)
def test_b04_does_not_ask_while_another_step_is_planned(
    workspace: Workspace, add: Add, in_days: InDays, name: str
) -> None:
    deal = add(stage="Demo", next=5)
    service.plan(workspace, [deal], in_days(6))
    assert ASKING[name](workspace, deal).ask is None


@pytest.mark.parametrize("name", SILENT)
def test_b04_other_gestures_never_ask(workspace: Workspace, add: Add, name: str) -> None:
    assert SILENT[name](workspace, add()).ask is None


def test_b04_a_touch_on_a_closed_deal_asks_nothing(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.win(workspace, [deal])
    assert service.log(workspace, [deal], CALL).ask is None


def test_b04_a_touch_that_brings_the_next_step_asks_nothing(workspace: Workspace, add: Add, in_days: InDays) -> None:
    outcome = service.log(workspace, [add()], CALL._replace(next=NextLine(in_days(6), "send deck")))
    assert outcome.ask is None
    assert outcome.message == "logged call on #1 Acme rollout · next: Fri 27 Nov, in 6 days"


def test_b04_what_nobody_was_reached_for_is_suggested_again(workspace: Workspace, add: Add, in_days: InDays) -> None:
    again = "call Kim about the quote"
    for planned, outcome, suggested in [
        (again, "no answer", again),
        (again, "left message", again),
        (again, "reached", ""),
        ("", "no answer", ""),
    ]:
        deal = add(stage="Demo")
        service.plan(workspace, [deal], in_days(0), planned)
        ask = service.log(workspace, [deal], CALL._replace(outcome=outcome)).ask
        assert ask is not None
        assert ask.what == suggested, (planned, outcome)
        assert ask.taken(NextLine(in_days(4), ""))[:2] == (in_days(4), suggested)
        assert ask.taken(NextLine(in_days(4), "send deck"))[1] == "send deck"


def test_b04_many_deals_at_once_are_not_asked_for(workspace: Workspace, add: Add) -> None:
    assert service.advance(workspace, [add(), add("Beta")]).ask is None


def test_b04_the_suggestion_counts_the_reps_working_days(workspace: Workspace, add: Add) -> None:
    dates = workspace.settings.dates._replace(workdays=frozenset({6}), holidays=frozenset({date(2026, 11, 29)}))
    workspace = workspace._replace(settings=workspace.settings._replace(dates=dates))
    asked = service.advance(workspace, [add()]).ask
    assert asked is not None
    assert asked.due == Due(date(2026, 12, 13))


# --- behaviour 5 ---------------------------------------------------------------------------------------------


def test_b05_a_touch_moves_every_clock(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add()
    clock.tick(days=20)
    before = reads.card(workspace, deal)
    assert (before.rotting_days, before.idle_days, before.last_touch_at) == (20, 20, None)
    outcome = service.log(workspace, [deal], TouchLine("call", "reached", text="likes it"))
    assert outcome.message == f"logged call on #{deal} Acme rollout: reached"
    card = reads.card(workspace, deal)
    assert (card.rotting_days, card.idle_days, card.last_touch_at) == (0, 0, clock.now)
    assert card.urgency < before.urgency
    assert reads.sheet(workspace, deal).timeline[0].headline == "call · reached"


def test_b05_a_touch_back_in_time_counts_from_then(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add()
    clock.tick(days=20)
    service.log(workspace, [deal], CALL._replace(at=clock.now - timedelta(days=4)))
    service.log(workspace, [deal], CALL._replace(at=clock.now - timedelta(days=9)))
    assert reads.card(workspace, deal).last_touch_at == clock.now - timedelta(days=4)
    assert reads.card(workspace, deal).idle_days == 4


def test_b05_a_touch_lies_not_ahead(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add()
    with pytest.raises(InputError, match="in the past"):
        service.log(workspace, [deal], CALL._replace(at=clock.now + timedelta(seconds=1)))
    clock.now = clock.now.replace(microsecond=400)
    service.log(workspace, [deal], CALL._replace(at=clock.now.replace(microsecond=900)))
    assert reads.card(workspace, deal).last_touch_at == clock.now.replace(microsecond=0)


def test_b05_times_are_kept_in_utc_whatever_the_reps_zone(workspace: Workspace, clock: Clock, add: Add) -> None:
    clock.now = clock.now.astimezone(timezone(timedelta(hours=9)))
    deal = add()
    service.log(workspace, [deal], CALL)
    assert workspace.store.connection.execute("SELECT at FROM touch").fetchone() == ("2026-11-21T10:00:00Z",)
    assert reads.card(workspace, deal).last_touch_at == clock.now.astimezone(UTC)


def test_b05_a_touch_finishes_what_it_answers_and_nothing_else(workspace: Workspace, add: Add, in_days: InDays) -> None:
    deal, other = add(), add("Beta")
    service.plan(workspace, [other], in_days(0), "call Bob")
    for what, days in (("call Ann", 0), ("send quote", 0), ("email Ann", 0), ("call again", 5)):
        service.plan(workspace, [deal], in_days(days), what)
    service.plan(workspace, [deal], in_days(9), "their answer", "theirs")
    outcome = service.log(workspace, [deal], TouchLine("call", "no answer"))
    assert outcome.message == f"logged call on #{deal} Acme rollout: no answer · done: call Ann"
    assert [warning.partition(": ")[2] for warning in outcome.still_due] == [
        "still due: send quote",
        "still due: email Ann",
    ]
    assert [what for what, *_ in planned(workspace, deal)] == ["send quote", "email Ann", "call again", "their answer"]
    outcome = service.log(workspace, [deal], TouchLine("message", "replied", "in"))
    assert outcome.message.endswith("done: their answer")
    assert [what for what, *_ in planned(workspace, deal)] == ["send quote", "email Ann", "call again"]
    assert [what for what, *_ in planned(workspace, other)] == ["call Bob"]


def test_b05_touch_move_and_next_step_are_one_step_of_undo(workspace: Workspace, add: Add, in_days: InDays) -> None:
    deal = add(stage="Qualification", next=0)
    before = reads.sheet(workspace, deal)
    touch = TouchLine("demo", "booked", "out", "saw it", NextLine(in_days(3, "09:30"), "send quote"), "proposal")
    outcome = service.log(workspace, [deal], touch)
    assert outcome.message == (
        f"logged demo on #{deal} Acme rollout: booked · done: next step · moved to Proposal"
        " · next: Tue 24 Nov 09:30, in 3 days"
    )
    assert "budget" in outcome.warnings[0]
    assert reads.card(workspace, deal).stage == "Proposal"
    service.undo(workspace)
    assert reads.sheet(workspace, deal) == before


def test_b05_a_touch_whose_move_is_refused_is_not_logged(workspace: Workspace, add: Add) -> None:
    deal = add(next=0)
    before = reads.sheet(workspace, deal), reads.history(workspace)
    with pytest.raises(InputError):
        service.log(workspace, [deal], CALL._replace(stage="zzz"))
    assert (reads.sheet(workspace, deal), reads.history(workspace)) == before


def test_b13_a_touch_is_not_lost_because_its_move_was_needless(workspace: Workspace, add: Add) -> None:
    here, there = add(), add()
    service.move(workspace, [there], "demo")
    outcome = service.log(workspace, [here, there], CALL._replace(stage="demo"))
    assert "moved to Demo" in outcome.message
    assert [reads.card(workspace, deal).stage for deal in (here, there)] == ["Demo", "Demo"]
    assert [reads.card(workspace, deal).last_touch_at for deal in (here, there)] == [workspace.now(), workspace.now()]
    assert "in Demo already" in service.log(workspace, [there], CALL._replace(stage="demo")).message


# --- behaviour 6 ---------------------------------------------------------------------------------------------


def test_b06_edits_and_notes_do_not_restart_the_clock_but_a_touch_and_a_move_do(
    workspace: Workspace, clock: Clock, add: Add
) -> None:
    deal = add()
    clock.tick(days=14)
    assert reads.card(workspace, deal).rotting_days == 14
    service.edit(workspace, deal, {"title": "Other", "value": "5k", "tags": "hot", "budget": "yes"})
    service.note(workspace, [deal], "thought about it")
    service.tag(workspace, [deal], "saas")
    assert reads.card(workspace, deal).rotting_days == 14
    service.log(workspace, [deal], CALL)
    assert reads.card(workspace, deal).rotting_days == 0
    clock.tick(days=14)
    assert reads.card(workspace, deal).rotting_days == 14
    service.advance(workspace, [deal])
    assert reads.card(workspace, deal).rotting_days == 0


def test_b06_a_step_ahead_keeps_a_deal_fresh_until_it_is_overdue(
    workspace: Workspace, clock: Clock, add: Add, in_days: InDays
) -> None:
    deal = add()
    clock.tick(days=20)
    service.plan(workspace, [deal], in_days(0, "14:00"))
    assert reads.card(workspace, deal).rotting_days == 0
    clock.now = clock.now.replace(hour=14)
    assert (reads.card(workspace, deal).badge, reads.card(workspace, deal).rotting_days) == ("today", 0)
    clock.tick(seconds=1)
    assert (reads.card(workspace, deal).badge, reads.card(workspace, deal).rotting_days) == ("overdue", 20)
    service.plan(workspace, [deal], in_days(1))
    assert (reads.card(workspace, deal).badge, reads.card(workspace, deal).rotting_days) == ("overdue", 0)
    service.finish(workspace, [deal])
    service.finish(workspace, [deal])
    assert reads.card(workspace, deal).rotting_days == 20


def test_b06_a_stage_of_nought_days_never_rots(workspace: Workspace, clock: Clock, add: Add) -> None:
    workspace.store.connection.execute("UPDATE stage SET rotting_days = 0")
    deal = add()
    clock.tick(days=900)
    assert reads.card(workspace, deal).rotting_days == 0


# --- behaviour 7 ---------------------------------------------------------------------------------------------


def test_b07_snooze_changes_only_the_date_and_counts(workspace: Workspace, add: Add, in_days: InDays) -> None:
    deal = add()
    service.plan(workspace, [deal], in_days(1, "14:00"), "call Ann", "theirs")
    service.plan(workspace, [deal], in_days(9), "second")
    select = "SELECT id, deal_id, what, due_time, kind, turn, created_at, done_at FROM follow_up ORDER BY id"
    before = workspace.store.connection.execute(select).fetchall()
    said = []
    for days in (2, 3, 4):
        said.append(service.snooze(workspace, [deal], in_days(days)).message)
    assert said == [
        f"snoozed #{deal} Acme rollout to Mon 23 Nov 14:00, in 2 days",
        f"snoozed #{deal} Acme rollout to Tue 24 Nov 14:00, in 3 days",
        f"snoozed #{deal} Acme rollout to Wed 25 Nov 14:00, in 4 days (postponed 3×)",
    ]
    assert planned(workspace, deal) == [("call Ann", date(2026, 11, 25), 3), ("second", date(2026, 11, 30), 0)]
    assert workspace.store.connection.execute(select).fetchall() == before


def test_b07_bringing_a_step_forward_is_no_postponement(workspace: Workspace, add: Add, in_days: InDays) -> None:
    deal = add(next=9)
    service.snooze(workspace, [deal], in_days(3))
    assert planned(workspace, deal) == [("", date(2026, 11, 24), 0)]
    service.snooze(workspace, [deal], in_days(3, "08:00"))
    assert planned(workspace, deal) == [("", date(2026, 11, 24), 0)]
    service.snooze(workspace, [deal], in_days(3, "09:00"))
    assert planned(workspace, deal) == [("", date(2026, 11, 24), 1)]


def test_b07_a_snooze_to_the_day_it_is_due_on_is_refused_for_undo_would_take_back_something_else(
    workspace: Workspace, add: Add, in_days: InDays
) -> None:
    deal = add(next=NextLine(in_days(3), "call Ann"))
    steps = reads.history(workspace)
    with pytest.raises(ConflictError, match="nothing to change"):
        service.snooze(workspace, [deal], in_days(3))
    assert reads.history(workspace) == steps


def test_b07_a_time_that_has_passed_is_not_kept(workspace: Workspace, clock: Clock, add: Add, in_days: InDays) -> None:
    deal = add()
    service.plan(workspace, [deal], in_days(0, "10:30"))
    clock.tick(hours=1)
    service.snooze(workspace, [deal], in_days(0))
    card = reads.card(workspace, deal)
    assert (card.badge, card.next_step and card.next_step.time) == ("today", None)


def test_b07_a_step_that_is_put_off_to_an_earlier_day_is_said(workspace: Workspace, add: Add, in_days: InDays) -> None:
    first, second = add(), add("Beta")
    service.plan(workspace, [first], in_days(13, "14:00"), "call Ann")
    service.plan(workspace, [second], in_days(2))
    assert service.snooze(workspace, [second], in_days(3)).warnings == ()
    several = service.snooze(workspace, [first, second], in_days(9))
    assert several.warnings == (f"that is earlier: #{first} Acme rollout was due Fri 4 Dec 14:00",)
    rehearsed = preview.rehearse(
        workspace, [second], lambda workspace, deals: service.snooze(workspace, deals, in_days(1))
    )
    said = "that is earlier: it was due Mon 30 Nov"
    assert preview.lines(workspace, rehearsed)[1:] == [said]
    assert service.snooze(workspace, [second], in_days(1)).warnings == (said,)


@pytest.mark.parametrize(
    "gesture", [service.finish, service.turn, lambda d, deals: service.snooze(d, deals, SUGGESTED)]
)
def test_b07_a_deal_without_next_step_is_refused_and_of_many_left_out(
    workspace: Workspace, add: Add, gesture: Callable[[Workspace, list[int]], Result]
) -> None:
    deals = [add(next=1), add("Beta")]
    before = reads.sheet(workspace, deals[0])
    with pytest.raises(ConflictError, match=r"Beta has no next step") as refused:
        gesture(workspace, deals[1:])
    assert what_to_do(refused.value) == "set one: pipetui next"
    assert len(reads.history(workspace)) == 2
    outcome = gesture(workspace, deals)
    assert outcome.deals == (deals[0],)
    assert outcome.warnings == ("left out: #2 Beta has no next step",)
    assert reads.sheet(workspace, deals[0]) != before


def test_a_finished_step_is_in_the_timeline(workspace: Workspace, clock: Clock, add: Add, in_days: InDays) -> None:
    deal = add()
    service.plan(workspace, [deal], in_days(1), "call Ann")
    clock.tick(minutes=5)
    assert service.finish(workspace, [deal]).message == f"done: next step of #{deal} Acme rollout – call Ann"
    newest = reads.sheet(workspace, deal).timeline[0]
    assert (newest.kind, newest.text, newest.at) == ("follow-up", "call Ann", clock.now)


# --- behaviour 12: whose turn --------------------------------------------------------------------------------


def test_b12_whose_turn_is_set_in_one_gesture_and_counts(workspace: Workspace, add: Add, in_days: InDays) -> None:
    deal = add(next=3)
    mine = reads.card(workspace, deal).urgency
    assert service.turn(workspace, [deal]).message == f"next step of #{deal} Acme rollout is theirs"
    assert reads.card(workspace, deal).urgency == pytest.approx(mine - 3)
    assert service.turn(workspace, [deal]).message.endswith("is mine")
    assert reads.card(workspace, deal).urgency == pytest.approx(mine)


def test_b12_turns_of_several_deals_come_out_the_same(workspace: Workspace, add: Add) -> None:
    deals = [add(next=3), add("Beta", next=3)]
    service.turn(workspace, deals[:1])
    assert service.turn(workspace, deals).message == "next step of 2 deals is theirs"
    assert {reads.sheet(workspace, deal).follow_ups[0].turn for deal in deals} == {"theirs"}


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("call Ann", "call"),
        ("Calls: three", "call"),
        ("e-mail Bob", "email"),
        ("mail Bob", "email"),
        ("Demo", "demo"),
        ("send quote", ""),
        ("recall", ""),
        ("", ""),
    ],
)
def test_the_kind_of_a_step_is_read_off_its_first_word(what: str, kind: str) -> None:
    assert kind_of(what) == kind
