"""The dead-lead sweep on a book: what is found, and all decisions as one gesture (behaviour 10)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

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
from pipetui.service import reads
from pipetui.service import sweep as sweeps
from pipetui.store import swept
from pipetui.store.reads import sweep as store
from pipetui.store.values import utc_text

if TYPE_CHECKING:
    from pipetui.domain.sweep import Reason
    from pipetui.service import Workspace
    from tests.conftest import Clock
    from tests.service.conftest import Add, InDays

FAR = 400
"""A next step that far ahead keeps a deal from rotting."""


def touch(workspace: Workspace, deal: int, line: str) -> None:
    service.log(workspace, [deal], quick_line.parse_touch(line.split(), workspace.now(), workspace.settings.dates))


def why(workspace: Workspace, deal: int) -> tuple[Reason, ...]:
    return sweeps.dead(workspace).get(deal, ())


def listed(workspace: Workspace) -> list[int]:
    return [one.card.id for one in sweeps.candidates(workspace)]


def doomed(workspace: Workspace, add: Add, count: int = 1) -> list[int]:
    """Deals that look dead for one reason: their need is answered with no."""
    deals = [add(f"Deal {number}", next=FAR) for number in range(count)]
    for deal in deals:
        refuse(workspace, deal, "need")
    return deals


def refuse(workspace: Workspace, deal: int, question: str) -> None:
    with workspace.store.transaction("answered", workspace.now(), "shell"):
        workspace.store.connection.execute(
            "INSERT INTO qualification (deal_id, question, answer, note, answered_at) VALUES (?, ?, 'no', '', ?)",
            (deal, question, "2026-11-01T09:00:00Z"),
        )


# --- reasons


def test_b10_a_fresh_deal_is_alive(workspace: Workspace, add: Add) -> None:
    add()
    assert sweeps.candidates(workspace) == []


def test_b10_the_sweep_and_the_scores_count_the_same_attempts(workspace: Workspace, add: Add, clock: Clock) -> None:
    made = list(product(TOUCH_KINDS, DIRECTIONS, ("", *OUTCOMES)))
    deals = {add(f"Deal {place}", stage="demo", next=FAR): one for place, one in enumerate(made)}
    call = quick_line.TouchLine("call", "no answer")
    service.log(workspace, list(deals), call)
    clock.tick(days=1)
    for deal, (kind, direction, outcome) in deals.items():
        service.log(workspace, [deal], quick_line.TouchLine(kind, outcome, direction))
    clock.tick(days=1)
    service.log(workspace, list(deals), call)
    swept = {
        number: known.calls + known.emails
        for number, known in store.facts(workspace.store.connection, workspace.moment())
    }
    last = ("call", "out", "no answer", "")
    scored = {deal: scoring.happened([last, (*one, ""), last]).unanswered for deal, one in deals.items()}
    assert swept == scored


def test_b10_attempts_count_from_the_last_answer_on_and_both_must_reach_their_number(
    workspace: Workspace, add: Add, clock: Clock
) -> None:
    deal = add(stage="demo", next=FAR)  # a stage that brings no cadence
    for line in ("call no-answer", "call no-answer", "email", "call reached"):
        touch(workspace, deal, line)
        clock.tick(days=1)
    since = workspace.now().date()
    for line in ("call no-answer", "email", "email", "call left-message", "email bounced", "message"):
        touch(workspace, deal, line)
        clock.tick(days=1)
    assert why(workspace, deal) == ()
    touch(workspace, deal, "call no-answer")
    assert why(workspace, deal) == (Unanswered(3, 3, since),)
    clock.tick(days=1)
    touch(workspace, deal, "email replied")
    assert why(workspace, deal) == ()


def test_b10_a_meeting_that_took_place_is_an_answer_and_one_they_missed_is_none(
    workspace: Workspace, add: Add, clock: Clock
) -> None:
    met, missed = add("Met", stage="demo", next=FAR), add("Missed", stage="demo", next=FAR)
    for _ in range(3):
        for deal in (met, missed):
            touch(workspace, deal, "call no-answer")
            touch(workspace, deal, "email")
        clock.tick(days=1)
    touch(workspace, met, "meeting")
    touch(workspace, missed, "meeting no-answer")
    assert why(workspace, met) == ()
    assert [type(reason) for reason in why(workspace, missed)] == [Unanswered]


def test_b10_rotting_counts_from_more_than_twice_the_days_of_the_stage(
    workspace: Workspace, add: Add, clock: Clock
) -> None:
    deal, planned = add(stage="proposal"), add("Planned", stage="proposal", next=FAR)
    clock.tick(days=20)
    assert why(workspace, deal) == ()
    clock.tick(days=1)
    assert why(workspace, deal) == (Rotting(21, 10),)
    assert why(workspace, planned) == (), "a next step that lies ahead keeps it fresh"


def test_b10_old_is_by_the_setting_until_there_are_twenty_wins(workspace: Workspace, add: Add, clock: Clock) -> None:
    wins = [add(f"Win {number}") for number in range(20)]
    clock.tick(days=30)
    deal = add(next=FAR)
    service.win(workspace, wins[1:])
    clock.tick(days=180)
    assert why(workspace, deal) == ()
    clock.tick(days=1)
    assert why(workspace, deal) == (Old(181, 180, 0),)
    service.win(workspace, wins[:1])
    assert why(workspace, deal) == (Old(181, 30, 20),), "18 of 20 took 30 days"


def test_b10_wins_written_down_after_the_fact_tell_nothing_about_the_cycle(workspace: Workspace, add: Add) -> None:
    service.win(workspace, [add(f"Win {number}") for number in range(20)])
    assert store.usual_cycle(workspace.store.connection, workspace.now(), workspace.settings.sweep).wins == 0


def test_b10_refused_questions_come_in_their_usual_order(workspace: Workspace, add: Add) -> None:
    deal = add(next=FAR)
    for question in ("timing", "budget"):
        refuse(workspace, deal, question)
    assert why(workspace, deal) == (Refused(("budget", "timing")),)


def test_b10_a_close_date_put_off_three_times(workspace: Workspace, add: Add, in_days: InDays) -> None:
    deal = add(next=FAR, close=in_days(10).day)
    for days in (20, 30, 25, 40):  # the third brings it forward
        assert why(workspace, deal) == ()
        service.edit(workspace, deal, {"close": in_days(days).day.isoformat()})
    assert why(workspace, deal) == (Pushed(3),)


def test_b10_a_cadence_that_ran_out_without_an_answer(workspace: Workspace, add: Add, clock: Clock) -> None:
    deal, heard, moved, last = (add(title, stage="demo", next=FAR) for title in ("Silent", "Heard", "Moved", "Last"))
    with workspace.store.transaction("cadence", workspace.now(), "shell"):
        (cadence,) = workspace.store.connection.execute("SELECT id FROM cadence LIMIT 1").fetchone()
        for number in (deal, heard, moved, last):
            workspace.store.connection.execute(
                """INSERT INTO deal_cadence (deal_id, cadence_id, done_steps, started_at, stopped_at, stop_reason)
                   VALUES (?, ?, 5, '2026-11-01T09:00:00Z', ?, 'finished')""",
                (number, cadence, "2026-11-21T10:00:00Z"),
            )
    touch(workspace, last, "call reached")  # the last step itself
    clock.tick(days=2)
    assert {why(workspace, number) for number in (deal, heard, moved)} == {(Exhausted(5, 2),)}
    touch(workspace, heard, "email replied")
    service.advance(workspace, [moved])
    assert [why(workspace, number) for number in (deal, heard, moved, last)] == [(Exhausted(5, 2),), (), (), ()]


def test_b10_closed_deleted_parked_and_kept_deals_are_not_shown(
    workspace: Workspace, add: Add, clock: Clock, in_days: InDays
) -> None:
    won, deleted, parked, kept, shown = doomed(workspace, add, 5)
    service.win(workspace, [won])
    service.delete(workspace, [deleted])
    service.park(workspace, [parked], in_days(9))
    service.decide(workspace, {kept: decisions.kept(9, workspace.now().date())})
    assert listed(workspace) == [shown]
    clock.tick(days=9)
    assert set(listed(workspace)) == {parked, kept, shown}


def test_b10_what_was_tried_since_the_morning_a_deal_came_back_counts(workspace: Workspace, add: Add) -> None:
    deal = add("Deal")
    now = workspace.now().astimezone(ZoneInfo("Pacific/Auckland"))
    begin = datetime.combine(now.date(), time(), now.tzinfo)
    with workspace.store.unjournaled():
        connection = workspace.store.connection
        connection.execute("UPDATE deal SET parked_until = ? WHERE id = ?", (now.date().isoformat(), deal))
        for minutes in (-1, 0, 30):
            at = utc_text(begin + timedelta(minutes=minutes))
            connection.execute(
                "INSERT INTO touch (deal_id, kind, outcome, at) VALUES (?, 'call', 'no answer', ?)", (deal, at)
            )
    ((_, known),) = store.facts(connection, workspace.moment()._replace(now=now))
    assert known.calls == 2


def test_b10_the_worst_come_first(workspace: Workspace, add: Add) -> None:
    one, two, hot = doomed(workspace, add, 3)
    service.tag(workspace, [hot], "hot")
    with workspace.store.transaction("pushed", workspace.now(), "shell"):
        workspace.store.connection.execute("UPDATE deal SET close_pushed = 3 WHERE id = ?", (two,))
    assert listed(workspace) == [two, one, hot], "by the number of reasons, then the less urgent"


# --- decisions


def test_b10_all_decisions_are_one_step_of_undo(workspace: Workspace, add: Add) -> None:
    drop, park, keep, revive, last = deals = doomed(workspace, add, 5)
    today = workspace.now().date()
    before = [reads.card(workspace, deal) for deal in deals]
    outcome = service.decide(
        workspace,
        {
            drop: Decision(DROP, None, "went silent", "three times"),
            park: Decision(PARK, today + timedelta(days=30)),
            keep: Decision(KEEP, today + timedelta(days=30)),
            revive: Decision(REVIVE, date(2027, 3, 1), "timing"),
            last: Decision(LAST_CHANCE),
        },
    )
    assert outcome.message == "swept 5 deals: 1 given a last chance, 1 dropped, 1 parked, 1 kept, 1 to revive later"
    after = {card.id: card for card in reads.all_cards(workspace)}
    assert (after[drop].status, after[drop].lost_reason) == ("lost", "went silent")
    assert reads.sheet(workspace, drop).lost_note == "three times"
    assert after[park].parked_until == today + timedelta(days=30)
    assert (after[keep].status, after[keep].next_step) == ("open", before[2].next_step), "it only is not shown"
    assert (after[revive].status, after[revive].revisit_on) == ("lost", date(2027, 3, 1))
    step = after[last].next_step
    assert step is not None
    assert (step.what, step.due, step.kind) == ("e-mail: last chance", today, "email")
    assert listed(workspace) == []
    assert swept.last_done(workspace.store.connection) == today
    service.undo(workspace)
    assert [reads.card(workspace, deal) for deal in deals] == before
    assert swept.last_done(workspace.store.connection) is None
    assert sorted(listed(workspace)) == deals


def test_b10_a_last_chance_is_planned_once_and_leaves_the_deal_alone_for_a_week(
    workspace: Workspace, add: Add, clock: Clock
) -> None:
    (deal,) = doomed(workspace, add)
    for _ in range(2):
        service.decide(workspace, {deal: Decision(LAST_CHANCE)})
        clock.tick(days=6)
        assert listed(workspace) == []
        clock.tick(days=1)
        assert listed(workspace) == [deal]
    assert [step.what for step in reads.sheet(workspace, deal).follow_ups] == ["e-mail: last chance", ""]


def test_b10_one_decision_that_cannot_be_carried_out_leaves_all_undone(workspace: Workspace, add: Add) -> None:
    one, other = doomed(workspace, add, 2)
    service.drop(workspace, [other], "price")
    with pytest.raises(ConflictError):
        service.decide(workspace, {one: Decision(DROP, None, "price"), other: Decision(LAST_CHANCE)})
    with pytest.raises(InputError):
        service.decide(workspace, {one: Decision(PARK, workspace.now().date())})
    with pytest.raises(InputError):
        service.decide(workspace, {})
    assert reads.card(workspace, one).status == "open"
    assert swept.last_done(workspace.store.connection) is None


# --- the reminder


def test_b10_a_reminder_comes_a_week_after_the_last_sweep(workspace: Workspace, add: Add, clock: Clock) -> None:
    deals = [add(f"Deal {number}") for number in range(5)]
    connection = workspace.store.connection
    clock.tick(days=6)
    assert swept.due(connection, workspace.now()) is None
    clock.tick(days=1)
    assert swept.due(connection, workspace.now()) == Reminder(7, never=True)
    service.swept(workspace)
    assert swept.due(connection, workspace.now()) is None
    clock.tick(days=9)
    assert swept.due(connection, workspace.now()) == Reminder(9)
    service.win(workspace, deals[:1])
    assert swept.due(connection, workspace.now()) is None, "a book of four open deals can be seen at a glance"


def test_b10_an_empty_book_is_reminded_of_nothing(workspace: Workspace) -> None:
    assert swept.due(workspace.store.connection, workspace.now()) is None


def test_b10_finding_nothing_dead_is_a_sweep_when_one_was_due(workspace: Workspace, add: Add, clock: Clock) -> None:
    for number in range(5):
        add(f"Deal {number}", next=FAR)
    assert sweeps.nothing_dead(workspace)
    assert swept.last_done(workspace.store.connection) is None, "none was due, so nothing is written"
    clock.tick(days=8)
    assert sweeps.nothing_dead(workspace)
    assert swept.last_done(workspace.store.connection) == workspace.now().date()


def test_b10_saying_twice_that_it_is_done_makes_no_second_step(workspace: Workspace, add: Add) -> None:
    add()
    assert service.swept(workspace).undoable
    assert not service.swept(workspace).undoable
    service.undo(workspace)
    assert swept.last_done(workspace.store.connection) is None


def test_b10_a_call_without_an_outcome_is_not_unanswered(workspace: Workspace, add: Add) -> None:
    deal, other = add(), add()
    for kind in ("call", "call", "call", "email"):
        service.log(workspace, [deal], TouchLine(kind, "", "out", "talked about price", None, ""))
        service.log(workspace, [other], TouchLine(kind, "no answer" if kind == "call" else "", "out", "", None, ""))
    found = dict(store.facts(workspace.store.connection, workspace.moment()))
    assert (found[deal].calls, found[deal].emails) == (0, 1)
    assert (found[other].calls, found[other].emails) == (3, 1)
    intent = {number: reads.sheet(workspace, number).scores[1].total for number in (deal, other)}
    assert intent[deal] > intent[other]
