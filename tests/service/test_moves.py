"""Gestures that move deals: advance, retreat, move, win, drop, reopen, park (behaviours 8, 11, 13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.domain.errors import AmbiguousError, ConflictError, InputError, NotFoundError
from pipetui.service import Desk, look

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.service.conftest import Add, InDays


def events(desk: Desk, deal: int) -> list[tuple[str, int | None]]:
    return desk.store.connection.execute(
        "SELECT kind, stayed_s FROM stage_event WHERE deal_id = ? ORDER BY id", (deal,)
    ).fetchall()


# --- behaviour 13 --------------------------------------------------------------------------------------------


def test_b13_each_move_is_recorded_with_the_stay_it_ended(desk: Desk, clock: Clock, add: Add) -> None:
    deal = add()
    clock.tick(days=2)
    assert service.advance(desk, [deal]).said == f"advanced #{deal} Acme rollout to Qualification"
    clock.tick(hours=1)
    assert service.retreat(desk, [deal]).said == f"moved back #{deal} Acme rollout to Prospecting"
    clock.tick(minutes=1)
    assert service.move(desk, [deal], "neg").said == f"moved #{deal} Acme rollout to Negotiation"
    assert events(desk, deal) == [("created", None), ("advanced", 172_800), ("retreated", 3600), ("advanced", 60)]
    card = look.card(desk, deal)
    assert (card.stage, card.entered_stage_at) == ("Negotiation", clock.now)


def test_b13_the_ends_refuse_and_nothing_is_written(desk: Desk, add: Add) -> None:
    first, last = add(), add("Beta", stage="Negotiation")
    steps = look.history(desk)
    with pytest.raises(ConflictError, match="first stage"):
        service.retreat(desk, [first])
    with pytest.raises(ConflictError, match="last stage"):
        service.advance(desk, [last])
    assert look.history(desk) == steps


def test_b13_of_many_deals_those_that_cannot_move_are_named_and_left_out(desk: Desk, add: Add) -> None:
    first, last, won, lost = add("A"), add("B", stage="nego"), add("C", stage="demo"), add("D", stage="demo")
    service.win(desk, [won])
    service.drop(desk, [lost], "price")
    everything = [first, last, won, lost]
    before = {deal: look.sheet(desk, deal) for deal in everything}
    outcome = service.advance(desk, everything)
    assert outcome.deals == (first,)
    assert [said.partition(" ")[2][:8] for said in outcome.warnings] == ["out: #2 ", "out: #3 ", "out: #4 "]
    assert {deal for deal in everything if look.sheet(desk, deal) != before[deal]} == {first}
    service.undo(desk)
    assert all(look.sheet(desk, deal) == before[deal] for deal in everything)
    outcome = service.drop(desk, everything, "budget")
    assert outcome.deals == (first, last)
    assert len(outcome.warnings) == 2
    with pytest.raises(ConflictError, match="#3 C"):
        service.win(desk, [won, lost])


def test_b13_several_deals_move_as_one_step(desk: Desk, add: Add) -> None:
    deals = [add(f"Deal {n}") for n in range(3)]
    assert service.advance(desk, deals).said == "advanced 3 deals"
    assert {look.card(desk, deal).stage for deal in deals} == {"Qualification"}
    service.undo(desk)
    assert {look.card(desk, deal).stage for deal in deals} == {"Prospecting"}


def test_b13_a_deal_named_twice_moves_once(desk: Desk, add: Add) -> None:
    deal = add()
    assert service.advance(desk, [deal, deal]).deals == (deal,)
    assert look.card(desk, deal).stage == "Qualification"


@pytest.mark.parametrize("word", ["zzz", "pro", ""])
def test_b13_an_unknown_or_ambiguous_stage_is_refused(desk: Desk, add: Add, word: str) -> None:
    deal = add()
    with pytest.raises(InputError) as refused:
        service.move(desk, [deal], word)
    assert "Proposal" in refused.value.hint
    assert events(desk, deal) == [("created", None)]


def test_b13_unknown_binned_and_no_deals_are_refused(desk: Desk, add: Add) -> None:
    deal = add()
    service.delete(desk, [deal])
    with pytest.raises(NotFoundError, match="does not exist"):
        service.advance(desk, [99])
    with pytest.raises(NotFoundError, match="in the bin"):
        service.advance(desk, [deal])
    for gesture in (service.advance, service.win, service.finish, service.turn, service.delete, service.reopen):
        with pytest.raises(InputError, match="no deal named"):
            gesture(desk, [])


def test_b13_leaving_qualification_with_open_questions_warns_and_goes_on(desk: Desk, add: Add) -> None:
    deal = add(stage="Qualification")
    service.edit(desk, deal, {"budget": "yes", "need": "no"})
    outcome = service.advance(desk, [deal])
    assert outcome.warnings == (f"#{deal} Acme rollout: authority, need, timing not answered with yes",)
    assert look.card(desk, deal).stage == "Demo"
    assert service.advance(desk, [deal]).warnings == (f"#{deal} Acme rollout: decision maker unknown",)


def test_b13_a_qualified_deal_does_not_warn(desk: Desk, add: Add) -> None:
    deal = add(stage="Qualification")
    service.edit(desk, deal, dict.fromkeys(("budget", "authority", "need", "timing"), "yes"))
    assert service.advance(desk, [deal]).warnings == ()


def test_b13_an_edit_of_the_stage_warns_too_but_counts_its_own_answers(desk: Desk, add: Add) -> None:
    deal = add()
    assert "budget, authority, need, timing" in service.edit(desk, deal, {"stage": "demo"}).warnings[0]
    answered = dict.fromkeys(("budget", "authority", "need", "timing"), "yes")
    assert service.edit(desk, add("Beta"), {"stage": "demo", **answered}).warnings == ()


# --- behaviours 11, 16 ---------------------------------------------------------------------------------------


def test_b11_a_win_stamps_the_close_date(desk: Desk, clock: Clock, add: Add) -> None:
    deal = add(value=100, next=0)
    clock.tick(minutes=1)
    assert service.win(desk, [deal]).said == f"won #{deal} Acme rollout"
    card = look.card(desk, deal)
    assert (card.status, card.closed_at, card.probability) == ("won", clock.now, 100)
    assert (card.badge, card.next_step, card.urgency, card.rotting_days) == ("", None, 0.0, 0)


def test_b11_a_drop_keeps_reason_note_and_stage(desk: Desk, clock: Clock, add: Add) -> None:
    deal = add(stage="Proposal")
    outcome = service.drop(desk, [deal], "comp", "chose\x1b[31m Rival  Inc", date(2027, 3, 1))
    assert outcome.said == f"dropped #{deal} Acme rollout (competitor), revisit Mon 1 Mar"
    card, sheet = look.card(desk, deal), look.sheet(desk, deal)
    assert (card.status, card.lost_reason, card.closed_at, card.probability) == ("lost", "competitor", clock.now, 0)
    assert (card.revisit_on, sheet.lost_note) == (date(2027, 3, 1), "chose Rival  Inc")
    row = desk.store.connection.execute(
        "SELECT s.name FROM deal d JOIN stage s ON s.id = d.lost_stage_id WHERE d.id = ?", (deal,)
    ).fetchone()
    assert row == ("Proposal",)


def test_b11_a_drop_without_a_known_reason_writes_nothing(desk: Desk, add: Add) -> None:
    deal = add()
    steps = look.history(desk)
    with pytest.raises(AmbiguousError, match="several reasons"):
        service.drop(desk, [deal], "b")
    for reason in ("", "zzz"):
        with pytest.raises(InputError) as refused:
            service.drop(desk, [deal], reason)
        assert "went silent" in refused.value.hint
    with pytest.raises(InputError, match="day to come"):
        service.drop(desk, [deal], "price", "", date(2026, 11, 20))
    assert (look.card(desk, deal).status, look.history(desk)) == ("open", steps)


def test_b11_reasons_are_the_books_own(desk: Desk, add: Add) -> None:
    desk.store.connection.execute("INSERT INTO loss_reason (name, position) VALUES ('Merger', 20)")
    deal = add()
    service.drop(desk, [deal], "merg")
    assert look.card(desk, deal).lost_reason == "Merger"


def test_b11_a_revisit_is_in_today_on_its_day_and_a_renewal_before_its_own(desk: Desk, clock: Clock, add: Add) -> None:
    lost, won = add(), add("Beta")
    service.drop(desk, [lost], "timing", "", date(2026, 12, 1))
    service.win(desk, [won])
    service.edit(desk, won, {"renewal": "2026-12-02"})
    desk.store.connection.execute("UPDATE deal SET renewal_lead_days = 1 WHERE id = ?", (won,))

    def shown() -> dict[str, list[int]]:
        agenda = look.agenda(desk)
        return {bucket.name: [card.id for card in bucket.cards] for bucket in agenda.buckets if bucket.cards}

    assert shown() == {}
    clock.tick(days=9)
    assert shown() == {}
    clock.tick(days=1)
    assert shown() == {"today": [lost, won]}
    clock.tick(days=1)
    assert shown() == {"overdue": [lost, won]}
    service.reopen(desk, [lost])
    assert shown() == {"overdue": [won], "no next step": [lost]}


def test_b11_reopen_keeps_the_loss_in_the_history(desk: Desk, clock: Clock, add: Add) -> None:
    deal = add(stage="Proposal", probability=33)
    service.drop(desk, [deal], "price", "too dear")
    clock.tick(days=30)
    assert service.reopen(desk, [deal]).said == f"reopened #{deal} Acme rollout"
    card, sheet = look.card(desk, deal), look.sheet(desk, deal)
    assert (card.status, card.stage, card.closed_at, card.lost_reason) == ("open", "Proposal", None, "")
    assert (card.probability, card.entered_stage_at, sheet.lost_note) == (33, clock.now, "")
    timeline = [(item.headline, item.text) for item in sheet.timeline]
    assert timeline == [("reopened in Proposal", ""), ("lost", "price: too dear"), ("created in Proposal", "")]
    with pytest.raises(ConflictError, match="open already"):
        service.reopen(desk, [deal])


def test_b11_the_first_win_is_kept_for_ever(desk: Desk, clock: Clock, add: Add) -> None:
    deal, first = add(), clock.now
    service.win(desk, [deal])
    clock.tick(days=1)
    service.reopen(desk, [deal])
    service.drop(desk, [deal], "other")
    service.reopen(desk, [deal])
    clock.tick(days=1)
    service.win(desk, [deal])
    row = desk.store.connection.execute("SELECT first_won_at, closed_at FROM deal").fetchone()
    assert row == (first.strftime("%Y-%m-%dT%H:%M:%SZ"), clock.now.strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_b11_closed_deals_refuse_moves_and_plans(desk: Desk, add: Add, in_days: InDays) -> None:
    deal, lost = add(), add("Lost")
    service.win(desk, [deal])
    service.drop(desk, [lost], "price")
    gestures: tuple[Callable[[], object], ...] = (
        lambda: service.advance(desk, [deal]),
        lambda: service.win(desk, [deal]),
        lambda: service.drop(desk, [deal], "price"),
        lambda: service.park(desk, [deal], in_days(3)),
        lambda: service.plan(desk, [lost], in_days(3)),
        lambda: service.finish(desk, [deal]),
        lambda: service.finish(desk, [lost]),
        lambda: service.snooze(desk, [deal], in_days(3)),
        lambda: service.edit(desk, deal, {"stage": "demo"}),
    )
    for gesture in gestures:
        with pytest.raises(ConflictError):
            gesture()
    assert len(look.history(desk)) == 4


# --- behaviour 8 ---------------------------------------------------------------------------------------------


def test_b08_a_parked_deal_comes_back_by_itself_that_morning(
    desk: Desk, clock: Clock, add: Add, in_days: InDays
) -> None:
    deal = add(value=500, next=1)
    assert service.park(desk, [deal], in_days(10)).said == f"parked #{deal} Acme rollout until Tue 1 Dec"
    board = look.board(desk)
    assert (board.parked, sum(len(column.cards) for column in board.columns)) == (1, 0)
    assert [card.id for card in look.agenda(desk).buckets[-1].cards] == [deal]

    clock.now = clock.now.replace(day=30, hour=23, minute=59)
    assert look.board(desk).parked == 1
    clock.tick(minutes=1)
    board = look.board(desk)
    assert (board.parked, [card.id for card in board.columns[0].cards]) == (0, [deal])
    assert [card.id for card in look.agenda(desk).buckets[0].cards] == [deal]
    with pytest.raises(ConflictError, match="not parked"):
        service.unpark(desk, [deal])


@pytest.mark.parametrize("days", [0, -1])
def test_b08_parking_needs_a_day_to_come(desk: Desk, add: Add, in_days: InDays, days: int) -> None:
    with pytest.raises(InputError, match="later day"):
        service.park(desk, [add()], in_days(days))


def test_b08_a_parked_deal_is_brought_back_in_one_gesture(desk: Desk, add: Add, in_days: InDays) -> None:
    deal = add()
    service.park(desk, [deal], in_days(10))
    assert service.unpark(desk, [deal]).said == f"brought back #{deal} Acme rollout"
    assert look.board(desk).parked == 0
    assert [kind for kind, _ in events(desk, deal)] == ["created", "parked", "unparked"]


def test_b08_moving_a_parked_deal_brings_it_back(desk: Desk, add: Add, in_days: InDays) -> None:
    deal = add()
    service.park(desk, [deal], in_days(10))
    service.advance(desk, [deal])
    assert look.card(desk, deal).parked_until is None


# --- behaviour 28 --------------------------------------------------------------------------------------------


def test_b28_a_deleted_deal_is_in_the_bin_and_nowhere_else(desk: Desk, clock: Clock, add: Add) -> None:
    deal, other = add(value=900, next=1), add("Beta")
    assert service.delete(desk, [deal]).said == f"deleted #{deal} Acme rollout"
    assert [card.id for card in look.cards(desk)] == [other]
    assert [card.id for bucket in look.agenda(desk).buckets for card in bucket.cards] == [other]
    assert [card.id for card in look.board(desk).columns[0].cards] == [other]
    assert [card.id for card in look.bin_cards(desk)] == [deal]
    with pytest.raises(NotFoundError, match="in the bin"):
        look.card(desk, deal)
    with pytest.raises(NotFoundError):
        look.find(desk, "acme")
    with pytest.raises(NotFoundError):
        look.find(desk, str(deal))


@pytest.mark.parametrize("closed", [False, True])
def test_b28_out_of_the_bin_a_deal_is_as_it_was(desk: Desk, add: Add, closed: bool) -> None:
    deal = add(value=900, next=1)
    if closed:
        service.drop(desk, [deal], "price")
    before = look.sheet(desk, deal)
    service.delete(desk, [deal])
    service.reopen(desk, [deal])
    assert look.sheet(desk, deal) == before
    assert look.bin_cards(desk) == []


def test_b28_numbers_are_never_used_twice(desk: Desk, add: Add) -> None:
    first = add()
    service.undo(desk)
    second = add()
    assert second > first


def test_b08_the_time_parked_is_no_new_stay(desk: Desk, clock: Clock, add: Add, in_days: InDays) -> None:
    deal, entered = add(), clock.now
    service.park(desk, [deal], in_days(30))
    clock.tick(days=20)
    service.unpark(desk, [deal])
    assert look.card(desk, deal).entered_stage_at == entered
    assert look.card(desk, deal).rotting_days == timedelta(days=20).days
