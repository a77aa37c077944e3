"""The daily loop: touches, next steps, snoozing, asking (behaviours 1, 4, 5, 6, 7, 12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.domain.dates.when import Due
from pipetui.domain.errors import ConflictError, InputError
from pipetui.domain.line.quick_line import NextLine, TouchLine
from pipetui.domain.rules import kind_of
from pipetui.service import Desk, Outcome, look

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.service.conftest import Add, InDays

CALL = TouchLine("call")


def planned(desk: Desk, deal: int) -> list[tuple[str, date, int]]:
    return [(step.what, step.due, step.postponed) for step in look.sheet(desk, deal).follow_ups]


# --- behaviour 1 ---------------------------------------------------------------------------------------------


def test_b01_the_badge_is_that_of_the_earliest_undone_step(desk: Desk, clock: Clock, add: Add, in_days: InDays) -> None:
    deal = add()
    assert look.card(desk, deal).badge == "none"
    service.plan(desk, [deal], in_days(3), "later")
    assert look.card(desk, deal).badge == "planned"
    service.plan(desk, [deal], in_days(0), "by tonight")
    assert look.card(desk, deal).badge == "today"
    service.plan(desk, [deal], in_days(0, "11:00"), "call Ann")
    card = look.card(desk, deal)
    assert (card.badge, card.next_step and card.next_step.what) == ("today", "call Ann")
    clock.tick(hours=1, seconds=1)
    card = look.card(desk, deal)
    assert (card.badge, card.next_step and card.next_step.days_late) == ("overdue", 0)
    service.finish(desk, [deal])
    assert look.card(desk, deal).badge == "today"
    clock.tick(days=1)
    card = look.card(desk, deal)
    assert (card.badge, card.next_step and card.next_step.days_late) == ("overdue", 1)


def test_b02_nothing_can_be_planned_or_put_off_into_the_past(desk: Desk, add: Add, in_days: InDays) -> None:
    deal = add(next=2)
    for due in (in_days(-1), in_days(0, "09:59")):
        for gesture in (service.plan, service.snooze):
            with pytest.raises(InputError, match="cannot lie in the past"):
                gesture(desk, [deal], due)
        with pytest.raises(InputError, match="cannot lie in the past"):
            service.log(desk, [deal], CALL._replace(next=NextLine(due, "")))
    assert planned(desk, deal) == [("", date(2026, 11, 23), 0)]
    assert look.sheet(desk, deal).card.last_touch_at is None
    assert service.plan(desk, [deal], in_days(0, "10:00")).said == f"next for #{deal} Acme rollout: today 10:00"


# --- behaviour 4 ---------------------------------------------------------------------------------------------

SUGGESTED = Due(date(2026, 11, 25))
"""Three working days from that Saturday."""

ASKING: dict[str, Callable[[Desk, int], Outcome]] = {
    "finish": lambda desk, deal: service.finish(desk, [deal]),
    "log": lambda desk, deal: service.log(desk, [deal], CALL),
    "advance": lambda desk, deal: service.advance(desk, [deal]),
    "retreat": lambda desk, deal: service.retreat(desk, [deal]),
    "move": lambda desk, deal: service.move(desk, [deal], "negotiation"),
    "edit stage": lambda desk, deal: service.edit(desk, deal, {"stage": "negotiation"}),
}
SILENT: dict[str, Callable[[Desk, int], Outcome]] = {
    "win": lambda desk, deal: service.win(desk, [deal]),
    "drop": lambda desk, deal: service.drop(desk, [deal], "price"),
    "note": lambda desk, deal: service.note(desk, [deal], "hm"),
    "tag": lambda desk, deal: service.tag(desk, [deal], "hot"),
    "edit title": lambda desk, deal: service.edit(desk, deal, {"title": "Other"}),
    "park": lambda desk, deal: service.park(desk, [deal], Due(date(2027, 1, 1))),
    "plan": lambda desk, deal: service.plan(desk, [deal], SUGGESTED),
    "delete": lambda desk, deal: service.delete(desk, [deal]),
    "undo": lambda desk, deal: service.undo(desk),
}


@pytest.mark.parametrize("name", ASKING)
def test_b04_asks_for_the_next_step_when_none_is_left(desk: Desk, add: Add, name: str) -> None:
    deal = add(stage="Demo", next=0)
    if name != "finish":
        service.finish(desk, [deal])
    outcome = ASKING[name](desk, deal)
    assert outcome.ask == service.Suggestion(deal, "Acme rollout", SUGGESTED)


@pytest.mark.parametrize("name", ASKING)
def test_b04_does_not_ask_while_another_step_is_planned(desk: Desk, add: Add, in_days: InDays, name: str) -> None:
    deal = add(stage="Demo", next=5)
    service.plan(desk, [deal], in_days(6))
    assert ASKING[name](desk, deal).ask is None


@pytest.mark.parametrize("name", SILENT)
def test_b04_other_gestures_never_ask(desk: Desk, add: Add, name: str) -> None:
    assert SILENT[name](desk, add()).ask is None


def test_b04_a_touch_on_a_closed_deal_asks_nothing(desk: Desk, add: Add) -> None:
    deal = add()
    service.win(desk, [deal])
    assert service.log(desk, [deal], CALL).ask is None


def test_b04_a_touch_that_brings_the_next_step_asks_nothing(desk: Desk, add: Add, in_days: InDays) -> None:
    outcome = service.log(desk, [add()], CALL._replace(next=NextLine(in_days(6), "send deck")))
    assert outcome.ask is None
    assert outcome.said == "logged call on #1 Acme rollout · next: Fri 27 Nov, in 6 days"


def test_b04_many_deals_at_once_are_not_asked_for(desk: Desk, add: Add) -> None:
    assert service.advance(desk, [add(), add("Beta")]).ask is None


def test_b04_the_suggestion_counts_the_reps_working_days(desk: Desk, add: Add) -> None:
    dates = desk.settings.dates._replace(workdays=frozenset({6}), holidays=frozenset({date(2026, 11, 29)}))
    desk = desk._replace(settings=desk.settings._replace(dates=dates))
    asked = service.advance(desk, [add()]).ask
    assert asked is not None
    assert asked.due == Due(date(2026, 12, 13))


# --- behaviour 5 ---------------------------------------------------------------------------------------------


def test_b05_a_touch_moves_every_clock(desk: Desk, clock: Clock, add: Add) -> None:
    deal = add()
    clock.tick(days=20)
    before = look.card(desk, deal)
    assert (before.rotting_days, before.idle_days, before.last_touch_at) == (20, 20, None)
    outcome = service.log(desk, [deal], TouchLine("call", "reached", text="likes it"))
    assert outcome.said == f"logged call on #{deal} Acme rollout: reached"
    card = look.card(desk, deal)
    assert (card.rotting_days, card.idle_days, card.last_touch_at) == (0, 0, clock.now)
    assert card.urgency < before.urgency
    assert look.sheet(desk, deal).timeline[0].headline == "call · reached"


def test_b05_a_touch_back_in_time_counts_from_then(desk: Desk, clock: Clock, add: Add) -> None:
    deal = add()
    clock.tick(days=20)
    service.log(desk, [deal], CALL._replace(at=clock.now - timedelta(days=4)))
    service.log(desk, [deal], CALL._replace(at=clock.now - timedelta(days=9)))
    assert look.card(desk, deal).last_touch_at == clock.now - timedelta(days=4)
    assert look.card(desk, deal).idle_days == 4


def test_b05_a_touch_lies_not_ahead(desk: Desk, clock: Clock, add: Add) -> None:
    deal = add()
    with pytest.raises(InputError, match="in the past"):
        service.log(desk, [deal], CALL._replace(at=clock.now + timedelta(seconds=1)))
    clock.now = clock.now.replace(microsecond=400)
    service.log(desk, [deal], CALL._replace(at=clock.now.replace(microsecond=900)))
    assert look.card(desk, deal).last_touch_at == clock.now.replace(microsecond=0)


def test_b05_times_are_kept_in_utc_whatever_the_reps_zone(desk: Desk, clock: Clock, add: Add) -> None:
    clock.now = clock.now.astimezone(timezone(timedelta(hours=9)))
    deal = add()
    service.log(desk, [deal], CALL)
    assert desk.store.connection.execute("SELECT at FROM touch").fetchone() == ("2026-11-21T10:00:00Z",)
    assert look.card(desk, deal).last_touch_at == clock.now.astimezone(UTC)


def test_b05_a_touch_finishes_what_it_answers_and_nothing_else(desk: Desk, add: Add, in_days: InDays) -> None:
    deal, other = add(), add("Beta")
    service.plan(desk, [other], in_days(0), "call Bob")
    for what, days in (("call Ann", 0), ("send quote", 0), ("email Ann", 0), ("call again", 5)):
        service.plan(desk, [deal], in_days(days), what)
    service.plan(desk, [deal], in_days(9), "their answer", "theirs")
    outcome = service.log(desk, [deal], TouchLine("call", "no answer"))
    assert outcome.said == f"logged call on #{deal} Acme rollout: no answer · done: call Ann"
    assert [warning.partition(": ")[2] for warning in outcome.still_due] == [
        "still due: send quote",
        "still due: email Ann",
    ]
    assert [what for what, *_ in planned(desk, deal)] == ["send quote", "email Ann", "call again", "their answer"]
    outcome = service.log(desk, [deal], TouchLine("message", "replied", "in"))
    assert outcome.said.endswith("done: their answer")
    assert [what for what, *_ in planned(desk, deal)] == ["send quote", "email Ann", "call again"]
    assert [what for what, *_ in planned(desk, other)] == ["call Bob"]


def test_b05_touch_move_and_next_step_are_one_step_of_undo(desk: Desk, add: Add, in_days: InDays) -> None:
    deal = add(stage="Qualification", next=0)
    before = look.sheet(desk, deal)
    touch = TouchLine("demo", "booked", "out", "saw it", NextLine(in_days(3, "09:30"), "send quote"), "proposal")
    outcome = service.log(desk, [deal], touch)
    assert outcome.said == (
        f"logged demo on #{deal} Acme rollout: booked · done: follow-up · moved to Proposal"
        " · next: Tue 24 Nov 09:30, in 3 days"
    )
    assert "budget" in outcome.warnings[0]
    assert look.card(desk, deal).stage == "Proposal"
    service.undo(desk)
    assert look.sheet(desk, deal) == before


def test_b05_a_touch_whose_move_is_refused_is_not_logged(desk: Desk, add: Add) -> None:
    deal = add(next=0)
    before = look.sheet(desk, deal), look.history(desk)
    with pytest.raises(InputError):
        service.log(desk, [deal], CALL._replace(stage="zzz"))
    assert (look.sheet(desk, deal), look.history(desk)) == before


def test_b13_a_touch_is_not_lost_because_its_move_was_needless(desk: Desk, add: Add) -> None:
    here, there = add(), add()
    service.move(desk, [there], "demo")
    outcome = service.log(desk, [here, there], CALL._replace(stage="demo"))
    assert "moved to Demo" in outcome.said
    assert [look.card(desk, deal).stage for deal in (here, there)] == ["Demo", "Demo"]
    assert [look.card(desk, deal).last_touch_at for deal in (here, there)] == [desk.now(), desk.now()]
    assert "in Demo already" in service.log(desk, [there], CALL._replace(stage="demo")).said


# --- behaviour 6 ---------------------------------------------------------------------------------------------


def test_b06_edits_and_notes_do_not_restart_the_clock_but_a_touch_and_a_move_do(
    desk: Desk, clock: Clock, add: Add
) -> None:
    deal = add()
    clock.tick(days=14)
    assert look.card(desk, deal).rotting_days == 14
    service.edit(desk, deal, {"title": "Other", "value": "5k", "tags": "hot", "budget": "yes"})
    service.note(desk, [deal], "thought about it")
    service.tag(desk, [deal], "saas")
    assert look.card(desk, deal).rotting_days == 14
    service.log(desk, [deal], CALL)
    assert look.card(desk, deal).rotting_days == 0
    clock.tick(days=14)
    assert look.card(desk, deal).rotting_days == 14
    service.advance(desk, [deal])
    assert look.card(desk, deal).rotting_days == 0


def test_b06_a_step_ahead_keeps_a_deal_fresh_until_it_is_overdue(
    desk: Desk, clock: Clock, add: Add, in_days: InDays
) -> None:
    deal = add()
    clock.tick(days=20)
    service.plan(desk, [deal], in_days(0, "14:00"))
    assert look.card(desk, deal).rotting_days == 0
    clock.now = clock.now.replace(hour=14)
    assert (look.card(desk, deal).badge, look.card(desk, deal).rotting_days) == ("today", 0)
    clock.tick(seconds=1)
    assert (look.card(desk, deal).badge, look.card(desk, deal).rotting_days) == ("overdue", 20)
    service.plan(desk, [deal], in_days(1))
    assert (look.card(desk, deal).badge, look.card(desk, deal).rotting_days) == ("overdue", 0)
    service.finish(desk, [deal])
    service.finish(desk, [deal])
    assert look.card(desk, deal).rotting_days == 20


def test_b06_a_stage_of_nought_days_never_rots(desk: Desk, clock: Clock, add: Add) -> None:
    desk.store.connection.execute("UPDATE stage SET rotting_days = 0")
    deal = add()
    clock.tick(days=900)
    assert look.card(desk, deal).rotting_days == 0


# --- behaviour 7 ---------------------------------------------------------------------------------------------


def test_b07_snooze_changes_only_the_date_and_counts(desk: Desk, add: Add, in_days: InDays) -> None:
    deal = add()
    service.plan(desk, [deal], in_days(1, "14:00"), "call Ann", "theirs")
    service.plan(desk, [deal], in_days(9), "second")
    select = "SELECT id, deal_id, what, due_time, kind, turn, created_at, done_at FROM follow_up ORDER BY id"
    before = desk.store.connection.execute(select).fetchall()
    said = []
    for days in (2, 3, 4):
        said.append(service.snooze(desk, [deal], in_days(days)).said)
    assert said == [
        f"snoozed #{deal} Acme rollout to Mon 23 Nov 14:00, in 2 days",
        f"snoozed #{deal} Acme rollout to Tue 24 Nov 14:00, in 3 days",
        f"snoozed #{deal} Acme rollout to Wed 25 Nov 14:00, in 4 days (postponed 3×)",
    ]
    assert planned(desk, deal) == [("call Ann", date(2026, 11, 25), 3), ("second", date(2026, 11, 30), 0)]
    assert desk.store.connection.execute(select).fetchall() == before


def test_b07_bringing_a_step_forward_is_no_postponement(desk: Desk, add: Add, in_days: InDays) -> None:
    deal = add(next=9)
    service.snooze(desk, [deal], in_days(3))
    assert planned(desk, deal) == [("", date(2026, 11, 24), 0)]
    service.snooze(desk, [deal], in_days(3, "08:00"))
    assert planned(desk, deal) == [("", date(2026, 11, 24), 0)]
    service.snooze(desk, [deal], in_days(3, "09:00"))
    assert planned(desk, deal) == [("", date(2026, 11, 24), 1)]


def test_b07_a_snooze_to_the_day_it_is_due_on_is_refused_for_undo_would_take_back_something_else(
    desk: Desk, add: Add, in_days: InDays
) -> None:
    deal = add(next=NextLine(in_days(3), "call Ann"))
    steps = look.history(desk)
    with pytest.raises(ConflictError, match="nothing to change"):
        service.snooze(desk, [deal], in_days(3))
    assert look.history(desk) == steps


def test_b07_a_time_that_has_passed_is_not_kept(desk: Desk, clock: Clock, add: Add, in_days: InDays) -> None:
    deal = add()
    service.plan(desk, [deal], in_days(0, "10:30"))
    clock.tick(hours=1)
    service.snooze(desk, [deal], in_days(0))
    card = look.card(desk, deal)
    assert (card.badge, card.next_step and card.next_step.time) == ("today", None)


@pytest.mark.parametrize(
    "gesture", [service.finish, service.turn, lambda d, deals: service.snooze(d, deals, SUGGESTED)]
)
def test_b07_a_deal_without_next_step_is_refused_and_of_many_left_out(
    desk: Desk, add: Add, gesture: Callable[[Desk, list[int]], Outcome]
) -> None:
    deals = [add(next=1), add("Beta")]
    before = look.sheet(desk, deals[0])
    with pytest.raises(ConflictError, match=r"Beta has no next step") as refused:
        gesture(desk, deals[1:])
    assert "pipetui next" in refused.value.hint
    assert len(look.history(desk)) == 2
    outcome = gesture(desk, deals)
    assert outcome.deals == (deals[0],)
    assert outcome.warnings == ("left out: #2 Beta has no next step",)
    assert look.sheet(desk, deals[0]) != before


def test_a_finished_step_is_in_the_timeline(desk: Desk, clock: Clock, add: Add, in_days: InDays) -> None:
    deal = add()
    service.plan(desk, [deal], in_days(1), "call Ann")
    clock.tick(minutes=5)
    assert service.finish(desk, [deal]).said == f"done: next step of #{deal} Acme rollout"
    newest = look.sheet(desk, deal).timeline[0]
    assert (newest.kind, newest.text, newest.at) == ("follow-up", "call Ann", clock.now)


# --- behaviour 12: whose turn --------------------------------------------------------------------------------


def test_b12_whose_turn_is_set_in_one_gesture_and_counts(desk: Desk, add: Add, in_days: InDays) -> None:
    deal = add(next=3)
    mine = look.card(desk, deal).urgency
    assert service.turn(desk, [deal]).said == f"next step of #{deal} Acme rollout is theirs"
    assert look.card(desk, deal).urgency == pytest.approx(mine - 3)
    assert service.turn(desk, [deal]).said.endswith("is mine")
    assert look.card(desk, deal).urgency == pytest.approx(mine)


def test_b12_turns_of_several_deals_come_out_the_same(desk: Desk, add: Add) -> None:
    deals = [add(next=3), add("Beta", next=3)]
    service.turn(desk, deals[:1])
    assert service.turn(desk, deals).said == "next step of 2 deals is theirs"
    assert {look.sheet(desk, deal).follow_ups[0].turn for deal in deals} == {"theirs"}


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
