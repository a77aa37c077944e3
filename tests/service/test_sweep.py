"""The dead-lead sweep on a book: what is found, and all decisions as one gesture (behaviour 10)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.domain import decisions, scoring
from pipetui.domain.deal import DIRECTIONS, OUTCOMES, TOUCH_KINDS
from pipetui.domain.decisions import DROP, KEEP, LAST_CHANCE, PARK, REVIVE, Decision
from pipetui.domain.errors import ConflictError, InputError
from pipetui.domain.line import quick_line
from pipetui.domain.line.quick_line import TouchLine
from pipetui.domain.sweep import Exhausted, Old, Pushed, Refused, Rotting, Unanswered
from pipetui.domain.swept import Reminder
from pipetui.service import look
from pipetui.service import sweep as sweeps
from pipetui.store import swept
from pipetui.store.reads import sweep as store

if TYPE_CHECKING:
    from pipetui.domain.sweep import Reason
    from pipetui.service import Desk
    from tests.conftest import Clock
    from tests.service.conftest import Add, InDays

FAR = 400
"""A next step that far ahead keeps a deal from rotting."""


def touch(desk: Desk, deal: int, line: str) -> None:
    service.log(desk, [deal], quick_line.parse_touch(line.split(), desk.now(), desk.settings.dates))


def why(desk: Desk, deal: int) -> tuple[Reason, ...]:
    return sweeps.dead(desk).get(deal, ())


def listed(desk: Desk) -> list[int]:
    return [one.card.id for one in sweeps.candidates(desk)]


def doomed(desk: Desk, add: Add, count: int = 1) -> list[int]:
    """Deals that look dead for one reason: their need is answered with no."""
    deals = [add(f"Deal {number}", next=FAR) for number in range(count)]
    for deal in deals:
        refuse(desk, deal, "need")
    return deals


def refuse(desk: Desk, deal: int, question: str) -> None:
    with desk.store.transaction("answered", desk.now(), "shell"):
        desk.store.connection.execute(
            "INSERT INTO qualification (deal_id, question, answer, note, answered_at) VALUES (?, ?, 'no', '', ?)",
            (deal, question, "2026-11-01T09:00:00Z"),
        )


# --- reasons


def test_b10_a_fresh_deal_is_alive(desk: Desk, add: Add) -> None:
    add()
    assert sweeps.candidates(desk) == []


def test_b10_the_sweep_and_the_scores_count_the_same_attempts(desk: Desk, add: Add, clock: Clock) -> None:
    made = list(product(TOUCH_KINDS, DIRECTIONS, ("", *OUTCOMES)))
    deals = {add(f"Deal {place}", stage="demo", next=FAR): one for place, one in enumerate(made)}
    call = quick_line.TouchLine("call", "no answer")
    service.log(desk, list(deals), call)
    clock.tick(days=1)
    for deal, (kind, direction, outcome) in deals.items():
        service.log(desk, [deal], quick_line.TouchLine(kind, outcome, direction))
    clock.tick(days=1)
    service.log(desk, list(deals), call)
    swept = {number: known.calls + known.emails for number, known in store.facts(desk.store.connection, desk.moment())}
    last = ("call", "out", "no answer", "")
    scored = {deal: scoring.happened([last, (*one, ""), last]).unanswered for deal, one in deals.items()}
    assert swept == scored


def test_b10_attempts_count_from_the_last_answer_on_and_both_must_reach_their_number(
    desk: Desk, add: Add, clock: Clock
) -> None:
    deal = add(stage="demo", next=FAR)  # a stage that brings no cadence
    for line in ("call no-answer", "call no-answer", "email", "call reached"):
        touch(desk, deal, line)
        clock.tick(days=1)
    since = desk.now().date()
    for line in ("call no-answer", "email", "email", "call left-message", "email bounced", "message"):
        touch(desk, deal, line)
        clock.tick(days=1)
    assert why(desk, deal) == ()
    touch(desk, deal, "call no-answer")
    assert why(desk, deal) == (Unanswered(3, 3, since),)
    clock.tick(days=1)
    touch(desk, deal, "email replied")
    assert why(desk, deal) == ()


def test_b10_a_meeting_that_took_place_is_an_answer_and_one_they_missed_is_none(
    desk: Desk, add: Add, clock: Clock
) -> None:
    met, missed = add("Met", stage="demo", next=FAR), add("Missed", stage="demo", next=FAR)
    for _ in range(3):
        for deal in (met, missed):
            touch(desk, deal, "call no-answer")
            touch(desk, deal, "email")
        clock.tick(days=1)
    touch(desk, met, "meeting")
    touch(desk, missed, "meeting no-answer")
    assert why(desk, met) == ()
    assert [type(reason) for reason in why(desk, missed)] == [Unanswered]


def test_b10_rotting_counts_from_more_than_twice_the_days_of_the_stage(desk: Desk, add: Add, clock: Clock) -> None:
    deal, planned = add(stage="proposal"), add("Planned", stage="proposal", next=FAR)
    clock.tick(days=20)
    assert why(desk, deal) == ()
    clock.tick(days=1)
    assert why(desk, deal) == (Rotting(21, 10),)
    assert why(desk, planned) == (), "a next step that lies ahead keeps it fresh"


def test_b10_old_is_by_the_setting_until_there_are_twenty_wins(desk: Desk, add: Add, clock: Clock) -> None:
    wins = [add(f"Win {number}") for number in range(20)]
    clock.tick(days=30)
    deal = add(next=FAR)
    service.win(desk, wins[1:])
    clock.tick(days=180)
    assert why(desk, deal) == ()
    clock.tick(days=1)
    assert why(desk, deal) == (Old(181, 180, 0),)
    service.win(desk, wins[:1])
    assert why(desk, deal) == (Old(181, 30, 20),), "18 of 20 took 30 days"


def test_b10_wins_written_down_after_the_fact_tell_nothing_about_the_cycle(desk: Desk, add: Add) -> None:
    service.win(desk, [add(f"Win {number}") for number in range(20)])
    assert store.usual_cycle(desk.store.connection, desk.now(), desk.settings.sweep).wins == 0


def test_b10_refused_questions_come_in_their_usual_order(desk: Desk, add: Add) -> None:
    deal = add(next=FAR)
    for question in ("timing", "budget"):
        refuse(desk, deal, question)
    assert why(desk, deal) == (Refused(("budget", "timing")),)


def test_b10_a_close_date_put_off_three_times(desk: Desk, add: Add, in_days: InDays) -> None:
    deal = add(next=FAR, close=in_days(10).day)
    for days in (20, 30, 25, 40):  # the third brings it forward
        assert why(desk, deal) == ()
        service.edit(desk, deal, {"close": in_days(days).day.isoformat()})
    assert why(desk, deal) == (Pushed(3),)


def test_b10_a_cadence_that_ran_out_without_an_answer(desk: Desk, add: Add, clock: Clock) -> None:
    deal, heard, moved, last = (add(title, stage="demo", next=FAR) for title in ("Silent", "Heard", "Moved", "Last"))
    with desk.store.transaction("cadence", desk.now(), "shell"):
        (cadence,) = desk.store.connection.execute("SELECT id FROM cadence LIMIT 1").fetchone()
        for number in (deal, heard, moved, last):
            desk.store.connection.execute(
                """INSERT INTO deal_cadence (deal_id, cadence_id, done_steps, started_at, stopped_at, stop_reason)
                   VALUES (?, ?, 5, '2026-11-01T09:00:00Z', ?, 'finished')""",
                (number, cadence, "2026-11-21T10:00:00Z"),
            )
    touch(desk, last, "call reached")  # the last step itself
    clock.tick(days=2)
    assert {why(desk, number) for number in (deal, heard, moved)} == {(Exhausted(5, 2),)}
    touch(desk, heard, "email replied")
    service.advance(desk, [moved])
    assert [why(desk, number) for number in (deal, heard, moved, last)] == [(Exhausted(5, 2),), (), (), ()]


def test_b10_closed_deleted_parked_and_kept_deals_are_not_shown(
    desk: Desk, add: Add, clock: Clock, in_days: InDays
) -> None:
    won, deleted, parked, kept, shown = doomed(desk, add, 5)
    service.win(desk, [won])
    service.delete(desk, [deleted])
    service.park(desk, [parked], in_days(9))
    service.decide(desk, {kept: decisions.kept(9, desk.now().date())})
    assert listed(desk) == [shown]
    clock.tick(days=9)
    assert set(listed(desk)) == {parked, kept, shown}


def test_b10_the_worst_come_first(desk: Desk, add: Add) -> None:
    one, two, hot = doomed(desk, add, 3)
    service.tag(desk, [hot], "hot")
    with desk.store.transaction("pushed", desk.now(), "shell"):
        desk.store.connection.execute("UPDATE deal SET close_pushed = 3 WHERE id = ?", (two,))
    assert listed(desk) == [two, one, hot], "by the number of reasons, then the less urgent"


# --- decisions


def test_b10_all_decisions_are_one_step_of_undo(desk: Desk, add: Add) -> None:
    drop, park, keep, revive, last = deals = doomed(desk, add, 5)
    today = desk.now().date()
    before = [look.card(desk, deal) for deal in deals]
    outcome = service.decide(
        desk,
        {
            drop: Decision(DROP, None, "went silent", "three times"),
            park: Decision(PARK, today + timedelta(days=30)),
            keep: Decision(KEEP, today + timedelta(days=30)),
            revive: Decision(REVIVE, date(2027, 3, 1), "timing"),
            last: Decision(LAST_CHANCE),
        },
    )
    assert outcome.said == "swept 5 deals: 1 given a last chance, 1 dropped, 1 parked, 1 kept, 1 to revive later"
    after = {card.id: card for card in look.all_cards(desk)}
    assert (after[drop].status, after[drop].lost_reason) == ("lost", "went silent")
    assert look.sheet(desk, drop).lost_note == "three times"
    assert after[park].parked_until == today + timedelta(days=30)
    assert (after[keep].status, after[keep].next_step) == ("open", before[2].next_step), "it only is not shown"
    assert (after[revive].status, after[revive].revisit_on) == ("lost", date(2027, 3, 1))
    step = after[last].next_step
    assert step is not None
    assert (step.what, step.due, step.kind) == ("e-mail: last chance", today, "email")
    assert listed(desk) == []
    assert swept.last_done(desk.store.connection) == today
    service.undo(desk)
    assert [look.card(desk, deal) for deal in deals] == before
    assert swept.last_done(desk.store.connection) is None
    assert sorted(listed(desk)) == deals


def test_b10_a_last_chance_is_planned_once_and_leaves_the_deal_alone_for_a_week(
    desk: Desk, add: Add, clock: Clock
) -> None:
    (deal,) = doomed(desk, add)
    for _ in range(2):
        service.decide(desk, {deal: Decision(LAST_CHANCE)})
        clock.tick(days=6)
        assert listed(desk) == []
        clock.tick(days=1)
        assert listed(desk) == [deal]
    assert [step.what for step in look.sheet(desk, deal).follow_ups] == ["e-mail: last chance", ""]


def test_b10_one_decision_that_cannot_be_carried_out_leaves_all_undone(desk: Desk, add: Add) -> None:
    one, other = doomed(desk, add, 2)
    service.drop(desk, [other], "price")
    with pytest.raises(ConflictError):
        service.decide(desk, {one: Decision(DROP, None, "price"), other: Decision(LAST_CHANCE)})
    with pytest.raises(InputError):
        service.decide(desk, {one: Decision(PARK, desk.now().date())})
    with pytest.raises(InputError):
        service.decide(desk, {})
    assert look.card(desk, one).status == "open"
    assert swept.last_done(desk.store.connection) is None


# --- the reminder


def test_b10_a_reminder_comes_a_week_after_the_last_sweep(desk: Desk, add: Add, clock: Clock) -> None:
    deals = [add(f"Deal {number}") for number in range(5)]
    connection = desk.store.connection
    clock.tick(days=6)
    assert swept.due(connection, desk.now()) is None
    clock.tick(days=1)
    assert swept.due(connection, desk.now()) == Reminder(7, never=True)
    service.swept(desk)
    assert swept.due(connection, desk.now()) is None
    clock.tick(days=9)
    assert swept.due(connection, desk.now()) == Reminder(9)
    service.win(desk, deals[:1])
    assert swept.due(connection, desk.now()) is None, "a book of four open deals can be seen at a glance"


def test_b10_an_empty_book_is_reminded_of_nothing(desk: Desk) -> None:
    assert swept.due(desk.store.connection, desk.now()) is None


def test_b10_finding_nothing_dead_is_a_sweep_when_one_was_due(desk: Desk, add: Add, clock: Clock) -> None:
    for number in range(5):
        add(f"Deal {number}", next=FAR)
    assert sweeps.nothing_dead(desk)
    assert swept.last_done(desk.store.connection) is None, "none was due, so nothing is written"
    clock.tick(days=8)
    assert sweeps.nothing_dead(desk)
    assert swept.last_done(desk.store.connection) == desk.now().date()


def test_b10_saying_twice_that_it_is_done_makes_no_second_step(desk: Desk, add: Add) -> None:
    add()
    assert service.swept(desk).undoable
    assert not service.swept(desk).undoable
    service.undo(desk)
    assert swept.last_done(desk.store.connection) is None


def test_b10_a_call_without_an_outcome_is_not_unanswered(desk: Desk, add: Add) -> None:
    deal, other = add(), add()
    for kind in ("call", "call", "call", "email"):
        service.log(desk, [deal], TouchLine(kind, "", "out", "talked about price", None, ""))
        service.log(desk, [other], TouchLine(kind, "no answer" if kind == "call" else "", "out", "", None, ""))
    found = dict(store.facts(desk.store.connection, desk.moment()))
    assert (found[deal].calls, found[deal].emails) == (0, 1)
    assert (found[other].calls, found[other].emails) == (3, 1)
    intent = {number: look.sheet(desk, number).scores[1].total for number in (deal, other)}
    assert intent[deal] > intent[other]
