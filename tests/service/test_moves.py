"""Gestures that move deals: advance, retreat, move, win, drop, reopen, park (behaviours 8, 11, 13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.domain.errors import AmbiguousError, ConflictError, InputError, NotFoundError
from pipetui.service import Workspace, reads
from pipetui.service import bin as book_bin

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.service.conftest import Add, InDays


def events(workspace: Workspace, deal: int) -> list[tuple[str, int | None]]:
    return workspace.store.connection.execute(
        "SELECT kind, stayed_s FROM stage_event WHERE deal_id = ? ORDER BY id", (deal,)
    ).fetchall()


# --- behaviour 13 --------------------------------------------------------------------------------------------


def test_b13_each_move_is_recorded_with_the_stay_it_ended(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add()
    clock.tick(days=2)
    assert service.advance(workspace, [deal]).message == f"advanced #{deal} Acme rollout to Qualification"
    clock.tick(hours=1)
    assert service.retreat(workspace, [deal]).message == f"moved back #{deal} Acme rollout to Prospecting"
    clock.tick(minutes=1)
    assert service.move(workspace, [deal], "neg").message == f"moved #{deal} Acme rollout to Negotiation"
    assert events(workspace, deal) == [("created", None), ("advanced", 172_800), ("retreated", 3600), ("advanced", 60)]
    card = reads.card(workspace, deal)
    assert (card.stage, card.entered_stage_at) == ("Negotiation", clock.now)


def test_b13_the_ends_refuse_and_nothing_is_written(workspace: Workspace, add: Add) -> None:
    first, last = add(), add("Beta", stage="Negotiation")
    steps = reads.history(workspace)
    with pytest.raises(ConflictError, match="first stage"):
        service.retreat(workspace, [first])
    with pytest.raises(ConflictError, match="last stage"):
        service.advance(workspace, [last])
    assert reads.history(workspace) == steps


def test_b13_of_many_deals_those_that_cannot_move_are_named_and_left_out(workspace: Workspace, add: Add) -> None:
    first, last, won, lost = add("A"), add("B", stage="nego"), add("C", stage="demo"), add("D", stage="demo")
    service.win(workspace, [won])
    service.drop(workspace, [lost], "price")
    everything = [first, last, won, lost]
    before = {deal: reads.sheet(workspace, deal) for deal in everything}
    outcome = service.advance(workspace, everything)
    assert outcome.deals == (first,)
    assert [said.partition(" ")[2][:8] for said in outcome.warnings] == ["out: #2 ", "out: #3 ", "out: #4 "]
    assert {deal for deal in everything if reads.sheet(workspace, deal) != before[deal]} == {first}
    service.undo(workspace)
    assert all(reads.sheet(workspace, deal) == before[deal] for deal in everything)
    outcome = service.drop(workspace, everything, "budget")
    assert outcome.deals == (first, last)
    assert len(outcome.warnings) == 2
    with pytest.raises(ConflictError, match="#3 C"):
        service.win(workspace, [won, lost])


def test_b13_several_deals_move_as_one_step(workspace: Workspace, add: Add) -> None:
    deals = [add(f"Deal {n}") for n in range(3)]
    assert service.advance(workspace, deals).message == "advanced 3 deals"
    assert {reads.card(workspace, deal).stage for deal in deals} == {"Qualification"}
    service.undo(workspace)
    assert {reads.card(workspace, deal).stage for deal in deals} == {"Prospecting"}


def test_b13_a_deal_named_twice_moves_once(workspace: Workspace, add: Add) -> None:
    deal = add()
    assert service.advance(workspace, [deal, deal]).deals == (deal,)
    assert reads.card(workspace, deal).stage == "Qualification"


@pytest.mark.parametrize("word", ["zzz", "pro", ""])
def test_b13_an_unknown_or_ambiguous_stage_is_refused(workspace: Workspace, add: Add, word: str) -> None:
    deal = add()
    with pytest.raises(InputError) as refused:
        service.move(workspace, [deal], word)
    assert "Proposal" in refused.value.hint
    assert events(workspace, deal) == [("created", None)]


def test_b13_unknown_binned_and_no_deals_are_refused(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.delete(workspace, [deal])
    with pytest.raises(NotFoundError, match="does not exist"):
        service.advance(workspace, [99])
    with pytest.raises(NotFoundError, match="in the bin"):
        service.advance(workspace, [deal])
    for gesture in (service.advance, service.win, service.finish, service.turn, service.delete, service.reopen):
        with pytest.raises(InputError, match="no deal named"):
            gesture(workspace, [])


def test_b13_leaving_qualification_with_open_questions_warns_and_goes_on(workspace: Workspace, add: Add) -> None:
    deal = add(stage="Qualification")
    service.edit(workspace, deal, {"budget": "yes", "need": "no"})
    outcome = service.advance(workspace, [deal])
    assert outcome.warnings == (f"#{deal} Acme rollout: authority, need, timing not answered with yes",)
    assert reads.card(workspace, deal).stage == "Demo"
    assert service.advance(workspace, [deal]).warnings == (f"#{deal} Acme rollout: decision maker unknown",)


def test_b13_a_qualified_deal_does_not_warn(workspace: Workspace, add: Add) -> None:
    deal = add(stage="Qualification")
    service.edit(workspace, deal, dict.fromkeys(("budget", "authority", "need", "timing"), "yes"))
    assert service.advance(workspace, [deal]).warnings == ()


def test_b13_an_edit_of_the_stage_warns_too_but_counts_its_own_answers(workspace: Workspace, add: Add) -> None:
    deal = add()
    assert "budget, authority, need, timing" in service.edit(workspace, deal, {"stage": "demo"}).warnings[0]
    answered = dict.fromkeys(("budget", "authority", "need", "timing"), "yes")
    assert service.edit(workspace, add("Beta"), {"stage": "demo", **answered}).warnings == ()


# --- behaviours 11, 16 ---------------------------------------------------------------------------------------


def test_b11_a_win_stamps_the_close_date(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add(value=100, next=0)
    clock.tick(minutes=1)
    assert service.win(workspace, [deal]).message == f"won #{deal} Acme rollout"
    card = reads.card(workspace, deal)
    assert (card.status, card.closed_at, card.probability) == ("won", clock.now, 100)
    assert (card.badge, card.next_step, card.urgency, card.rotting_days) == ("", None, 0.0, 0)


def test_b11_a_drop_keeps_reason_note_and_stage(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add(stage="Proposal")
    outcome = service.drop(workspace, [deal], "comp", "chose\x1b[31m Rival  Inc", date(2027, 3, 1))
    assert outcome.message == f"dropped #{deal} Acme rollout (competitor), revisit Mon 1 Mar"
    card, sheet = reads.card(workspace, deal), reads.sheet(workspace, deal)
    assert (card.status, card.lost_reason, card.closed_at, card.probability) == ("lost", "competitor", clock.now, 0)
    assert (card.revisit_on, sheet.lost_note) == (date(2027, 3, 1), "chose Rival  Inc")
    row = workspace.store.connection.execute(
        "SELECT s.name FROM deal d JOIN stage s ON s.id = d.lost_stage_id WHERE d.id = ?", (deal,)
    ).fetchone()
    assert row == ("Proposal",)


def test_b11_a_drop_without_a_known_reason_writes_nothing(workspace: Workspace, add: Add) -> None:
    deal = add()
    steps = reads.history(workspace)
    with pytest.raises(AmbiguousError, match="several reasons"):
        service.drop(workspace, [deal], "b")
    for reason in ("", "zzz"):
        with pytest.raises(InputError) as refused:
            service.drop(workspace, [deal], reason)
        assert "went silent" in refused.value.hint
    with pytest.raises(InputError, match="day to come"):
        service.drop(workspace, [deal], "price", "", date(2026, 11, 20))
    assert (reads.card(workspace, deal).status, reads.history(workspace)) == ("open", steps)


def test_b11_reasons_are_the_books_own(workspace: Workspace, add: Add) -> None:
    workspace.store.connection.execute("INSERT INTO loss_reason (name, position) VALUES ('Merger', 20)")
    deal = add()
    service.drop(workspace, [deal], "merg")
    assert reads.card(workspace, deal).lost_reason == "Merger"


def test_b11_a_revisit_is_in_today_on_its_day_and_a_renewal_before_its_own(
    workspace: Workspace, clock: Clock, add: Add
) -> None:
    lost, won = add(), add("Beta")
    service.drop(workspace, [lost], "timing", "", date(2026, 12, 1))
    service.win(workspace, [won])
    service.edit(workspace, won, {"renewal": "2026-12-02"})
    workspace.store.connection.execute("UPDATE deal SET renewal_lead_days = 1 WHERE id = ?", (won,))

    def shown() -> dict[str, list[int]]:
        agenda = reads.agenda(workspace)
        return {bucket.name: [card.id for card in bucket.cards] for bucket in agenda.buckets if bucket.cards}

    assert shown() == {}
    clock.tick(days=9)
    assert shown() == {}
    clock.tick(days=1)
    assert shown() == {"today": [lost, won]}
    clock.tick(days=1)
    assert shown() == {"overdue": [lost, won]}
    service.reopen(workspace, [lost])
    assert shown() == {"overdue": [won], "no next step": [lost]}


def test_b11_reopen_keeps_the_loss_in_the_history(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add(stage="Proposal", probability=33)
    service.drop(workspace, [deal], "price", "too dear")
    clock.tick(days=30)
    assert service.reopen(workspace, [deal]).message == f"reopened #{deal} Acme rollout"
    card, sheet = reads.card(workspace, deal), reads.sheet(workspace, deal)
    assert (card.status, card.stage, card.closed_at, card.lost_reason) == ("open", "Proposal", None, "")
    assert (card.probability, card.entered_stage_at, sheet.lost_note) == (33, clock.now, "")
    timeline = [(item.headline, item.text) for item in sheet.timeline]
    assert timeline == [("reopened in Proposal", ""), ("lost", "price: too dear"), ("created in Proposal", "")]
    with pytest.raises(ConflictError, match="open already"):
        service.reopen(workspace, [deal])


def test_b11_the_first_win_is_kept_for_ever(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal, first = add(), clock.now
    service.win(workspace, [deal])
    clock.tick(days=1)
    service.reopen(workspace, [deal])
    service.drop(workspace, [deal], "other")
    service.reopen(workspace, [deal])
    clock.tick(days=1)
    service.win(workspace, [deal])
    row = workspace.store.connection.execute("SELECT first_won_at, closed_at FROM deal").fetchone()
    assert row == (first.strftime("%Y-%m-%dT%H:%M:%SZ"), clock.now.strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_b11_closed_deals_refuse_moves_and_plans(workspace: Workspace, add: Add, in_days: InDays) -> None:
    deal, lost = add(), add("Lost")
    service.win(workspace, [deal])
    service.drop(workspace, [lost], "price")
    gestures: tuple[Callable[[], object], ...] = (
        lambda: service.advance(workspace, [deal]),
        lambda: service.win(workspace, [deal]),
        lambda: service.drop(workspace, [deal], "price"),
        lambda: service.park(workspace, [deal], in_days(3)),
        lambda: service.plan(workspace, [lost], in_days(3)),
        lambda: service.finish(workspace, [deal]),
        lambda: service.finish(workspace, [lost]),
        lambda: service.snooze(workspace, [deal], in_days(3)),
        lambda: service.edit(workspace, deal, {"stage": "demo"}),
    )
    for gesture in gestures:
        with pytest.raises(ConflictError):
            gesture()
    assert len(reads.history(workspace)) == 4


# --- behaviour 8 ---------------------------------------------------------------------------------------------


def test_b08_a_parked_deal_comes_back_by_itself_that_morning(
    workspace: Workspace, clock: Clock, add: Add, in_days: InDays
) -> None:
    deal = add(value=500, next=1)
    assert service.park(workspace, [deal], in_days(10)).message == f"parked #{deal} Acme rollout until Tue 1 Dec"
    board = reads.board(workspace)
    assert (board.parked, sum(len(column.cards) for column in board.columns)) == (1, 0)
    assert [card.id for card in reads.agenda(workspace).buckets[-1].cards] == [deal]

    clock.now = clock.now.replace(day=30, hour=23, minute=59)
    assert reads.board(workspace).parked == 1
    clock.tick(minutes=1)
    board = reads.board(workspace)
    assert (board.parked, [card.id for card in board.columns[0].cards]) == (0, [deal])
    assert [card.id for card in reads.agenda(workspace).buckets[0].cards] == [deal]
    with pytest.raises(ConflictError, match="not parked"):
        service.unpark(workspace, [deal])


@pytest.mark.parametrize("days", [0, -1])
def test_b08_parking_needs_a_day_to_come(workspace: Workspace, add: Add, in_days: InDays, days: int) -> None:
    with pytest.raises(InputError, match="later day"):
        service.park(workspace, [add()], in_days(days))


def test_b08_a_parked_deal_is_brought_back_in_one_gesture(workspace: Workspace, add: Add, in_days: InDays) -> None:
    deal = add()
    service.park(workspace, [deal], in_days(10))
    assert service.unpark(workspace, [deal]).message == f"brought back #{deal} Acme rollout"
    assert reads.board(workspace).parked == 0
    assert [kind for kind, _ in events(workspace, deal)] == ["created", "parked", "unparked"]


def test_b08_moving_a_parked_deal_brings_it_back(workspace: Workspace, add: Add, in_days: InDays) -> None:
    deal = add()
    service.park(workspace, [deal], in_days(10))
    service.advance(workspace, [deal])
    assert reads.card(workspace, deal).parked_until is None


# --- behaviour 28 --------------------------------------------------------------------------------------------


def test_b28_a_deleted_deal_is_in_the_bin_and_nowhere_else(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal, other = add(value=900, next=1), add("Beta")
    assert service.delete(workspace, [deal]).message == f"deleted #{deal} Acme rollout"
    assert [card.id for card in reads.cards(workspace)] == [other]
    assert [card.id for bucket in reads.agenda(workspace).buckets for card in bucket.cards] == [other]
    assert [card.id for card in reads.board(workspace).columns[0].cards] == [other]
    assert [row.number for row in book_bin.contents(workspace)] == [deal]
    with pytest.raises(NotFoundError, match="in the bin"):
        reads.card(workspace, deal)
    with pytest.raises(NotFoundError):
        reads.find(workspace, "acme")
    with pytest.raises(NotFoundError):
        reads.find(workspace, str(deal))


@pytest.mark.parametrize("closed", [False, True])
def test_b28_out_of_the_bin_a_deal_is_as_it_was(workspace: Workspace, add: Add, closed: bool) -> None:
    deal = add(value=900, next=1)
    if closed:
        service.drop(workspace, [deal], "price")
    before = reads.sheet(workspace, deal)
    service.delete(workspace, [deal])
    service.reopen(workspace, [deal])
    assert reads.sheet(workspace, deal) == before
    assert book_bin.contents(workspace) == []


def test_b28_numbers_are_never_used_twice(workspace: Workspace, add: Add) -> None:
    first = add()
    service.undo(workspace)
    second = add()
    assert second > first


def test_b08_the_time_parked_is_no_new_stay(workspace: Workspace, clock: Clock, add: Add, in_days: InDays) -> None:
    deal, entered = add(), clock.now
    service.park(workspace, [deal], in_days(30))
    clock.tick(days=20)
    service.unpark(workspace, [deal])
    assert reads.card(workspace, deal).entered_stage_at == entered
    assert reads.card(workspace, deal).rotting_days == timedelta(days=20).days
