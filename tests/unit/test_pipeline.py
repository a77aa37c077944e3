"""How deals move through stages (behaviours 8, 11, 13): pure, refused with a reason, recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.cli.errors import what_to_do
from pipetui.domain import pipeline
from pipetui.domain.deal import LOSS_REASONS, Deal, Stage, StageEvent
from pipetui.domain.errors import AmbiguousError, ConflictError, InputError, PipetuiError

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
ENTERED = NOW - timedelta(days=3, hours=1)
NAMES = ("Prospecting", "Qualification", "Demo", "Proposal sent", "Negotiation")
STAGES = tuple(Stage(10 + n, 1, name, n, 20 * n, 14, qualifies=name == "Qualification") for n, name in enumerate(NAMES))
ELSEWHERE = Stage(90, 2, "Renewal", 0, 50, 14)


def deal(position: int = 2, **changes: Any) -> Deal:
    return Deal(7, "Acme", "open", STAGES[position].id, ENTERED)._replace(**changes)


# --- behaviour 13 --------------------------------------------------------------------------------------------


def test_b13_advance_and_retreat_go_one_stage_and_are_recorded() -> None:
    moved, event = pipeline.advance(deal(), STAGES, NOW)
    assert (moved.stage_id, moved.entered_stage_at) == (STAGES[3].id, NOW)
    assert event == StageEvent("advanced", NOW, STAGES[2].id, STAGES[3].id, 3 * 86_400 + 3600)
    back, event = pipeline.retreat(moved, STAGES, NOW + timedelta(seconds=5))
    assert back.stage_id == STAGES[2].id
    assert (event.kind, event.stayed_s) == ("retreated", 5)


def test_b13_the_ends_refuse_and_say_what_is_possible() -> None:
    with pytest.raises(ConflictError, match="last stage") as refused:
        pipeline.advance(deal(4), STAGES, NOW)
    assert refused.value.hint == "win it or drop it"
    with pytest.raises(ConflictError, match="first stage"):
        pipeline.retreat(deal(0), STAGES, NOW)


@pytest.mark.parametrize(("to", "kind"), [(4, "advanced"), (0, "retreated")])
def test_b13_to_any_stage_by_name(to: int, kind: str) -> None:
    moved, event = pipeline.move(deal(), STAGES, STAGES[to], NOW)
    assert (moved.stage_id, event.kind) == (STAGES[to].id, kind)


def test_b13_a_move_to_another_pipeline_is_neither_forward_nor_back() -> None:
    assert pipeline.move(deal(), STAGES, ELSEWHERE, NOW)[1].kind == "moved"


def test_b13_a_move_to_where_it_is_is_refused() -> None:
    with pytest.raises(ConflictError, match="in Demo already"):
        pipeline.move(deal(), STAGES, STAGES[2], NOW)


def test_b13_a_clock_set_back_never_makes_a_stay_negative() -> None:
    assert pipeline.advance(deal(), STAGES, ENTERED - timedelta(days=1))[1].stayed_s == 0


@pytest.mark.parametrize("status", ["won", "lost"])
def test_b13_closed_deals_do_not_move(status: str) -> None:
    closed = deal(status=status)
    gestures: tuple[Callable[[], object], ...] = (
        lambda: pipeline.advance(closed, STAGES, NOW),
        lambda: pipeline.retreat(closed, STAGES, NOW),
        lambda: pipeline.move(closed, STAGES, STAGES[0], NOW),
        lambda: pipeline.win(closed, NOW),
        lambda: pipeline.drop(closed, "price", NOW),
        lambda: pipeline.park(closed, date(2027, 1, 1), NOW),
    )
    for gesture in gestures:
        with pytest.raises(ConflictError, match=f"is {status}") as refused:
            gesture()
        assert "reopen" in what_to_do(refused.value)


@given(st.lists(st.sampled_from(["advance", "retreat"]), max_size=30))
def test_b13_the_events_tell_where_the_deal_went(moves: list[str]) -> None:
    at, now, here = deal(), NOW, STAGES[2].id
    for name in moves:
        now += timedelta(minutes=1)
        try:
            at, event = getattr(pipeline, name)(at, STAGES, now)
        except ConflictError:
            assert at.stage_id in (STAGES[0].id, STAGES[-1].id)
            continue
        assert event.from_stage_id == here
        here = event.to_stage_id
        assert (at.stage_id, at.entered_stage_at) == (here, now)


@pytest.mark.parametrize(
    ("from_", "to", "warns"), [(1, 2, True), (0, 4, True), (0, 1, False), (2, 3, False), (2, 1, False)]
)
def test_b13_leaving_qualification_is_going_past_it(from_: int, to: int, warns: bool) -> None:
    assert pipeline.leaves_qualification(STAGES, STAGES[from_].id, STAGES[to].id) is warns


def test_b13_a_pipeline_without_a_qualification_stage_never_warns() -> None:
    stages = [stage._replace(qualifies=False) for stage in STAGES]
    assert not pipeline.leaves_qualification(stages, STAGES[0].id, STAGES[4].id)
    assert not pipeline.leaves_qualification(STAGES, STAGES[0].id, ELSEWHERE.id)


@pytest.mark.parametrize(
    ("word", "name"),
    [("demo", "Demo"), ("NEG", "Negotiation"), ("q", "Qualification"), ("sent", "Proposal sent"), (" demo ", "Demo")],
)
def test_b13_a_stage_is_named_by_a_beginning_of_it_or_of_one_of_its_words(word: str, name: str) -> None:
    assert pipeline.find_stage(STAGES, word).name == name


def test_b13_the_whole_name_wins_over_longer_ones() -> None:
    stages = [STAGES[2]._replace(name="Demo done"), STAGES[3]._replace(name="Demo")]
    assert pipeline.find_stage(stages, "demo").name == "Demo"


def test_b13_unknown_and_ambiguous_stages_are_refused_with_the_choices() -> None:
    with pytest.raises(AmbiguousError, match="several stages") as several:
        pipeline.find_stage(STAGES, "pro")
    assert several.value.hint == "write more of one: Prospecting, Proposal sent"
    for word in ("won", "", "  "):
        with pytest.raises(InputError) as unknown:
            pipeline.find_stage(STAGES, word)
        assert "Negotiation" in unknown.value.hint
        assert unknown.value.exit_code == 2


# --- behaviour 11 --------------------------------------------------------------------------------------------


def test_b11_a_win_stamps_the_close_and_the_first_win_for_ever() -> None:
    won, event = pipeline.win(deal(), NOW)
    assert (won.status, won.closed_at, won.first_won_at) == ("won", NOW, NOW)
    assert event == StageEvent("won", NOW, STAGES[2].id, None, 3 * 86_400 + 3600)
    again, _ = pipeline.reopen(won, NOW + timedelta(days=1))
    assert (again.status, again.closed_at, again.first_won_at) == ("open", None, NOW)
    twice, _ = pipeline.win(again, NOW + timedelta(days=2))
    assert (twice.closed_at, twice.first_won_at) == (NOW + timedelta(days=2), NOW)


def test_b11_a_drop_keeps_reason_note_stage_time_and_revisit() -> None:
    revisit = date(2027, 3, 1)
    lost, event = pipeline.drop(deal(), "price", NOW, "too dear", revisit)
    assert (lost.status, lost.closed_at, lost.lost_reason, lost.lost_note) == ("lost", NOW, "price", "too dear")
    assert (lost.lost_stage_id, lost.stage_id, lost.revisit_on) == (STAGES[2].id, STAGES[2].id, revisit)
    assert (event.kind, event.from_stage_id, event.note) == ("lost", STAGES[2].id, "price: too dear")
    assert pipeline.drop(deal(), "price", NOW)[1].note == "price"


def test_b11_a_revisit_lies_ahead() -> None:
    with pytest.raises(InputError, match="day to come"):
        pipeline.drop(deal(), "price", NOW, "", NOW.date() - timedelta(days=1))
    assert pipeline.drop(deal(), "price", NOW, "", NOW.date())[0].revisit_on == NOW.date()


def test_b11_reopening_returns_it_to_its_last_open_stage_afresh() -> None:
    lost, _ = pipeline.drop(deal(), "price", NOW, "note", date(2027, 3, 1))
    opened, event = pipeline.reopen(lost, NOW + timedelta(days=9))
    assert opened == deal()._replace(entered_stage_at=NOW + timedelta(days=9))
    assert event == StageEvent("reopened", NOW + timedelta(days=9), None, STAGES[2].id)
    with pytest.raises(ConflictError, match="open already"):
        pipeline.reopen(opened, NOW)


@pytest.mark.parametrize(
    ("word", "reason"),
    [("price", "price"), ("p", "price"), ("no-d", "no decision"), ("went", "went silent"), ("NO AUTH", "no authority")],
)
def test_b11_a_prefix_of_a_reason_is_enough(word: str, reason: str) -> None:
    assert pipeline.find_reason(LOSS_REASONS, word) == reason


def test_b11_a_whole_reason_wins_over_longer_ones() -> None:
    assert pipeline.find_reason(("price too high", "price"), "price") == "price"


@pytest.mark.parametrize("word", ["no", "b", ""])
def test_b11_ambiguous_unknown_or_missing_reasons_are_refused_with_the_list(word: str) -> None:
    with pytest.raises(InputError) as refused:
        pipeline.find_reason(LOSS_REASONS, word)
    assert "no decision" in refused.value.hint or "budget, bad fit" in refused.value.hint
    with pytest.raises(InputError, match="no reason “zzz”"):
        pipeline.find_reason(LOSS_REASONS, "zzz")


# --- behaviour 8 ---------------------------------------------------------------------------------------------


def test_b08_parking_needs_a_later_day() -> None:
    for until in (NOW.date(), NOW.date() - timedelta(days=1)):
        with pytest.raises(InputError, match="later day"):
            pipeline.park(deal(), until, NOW)
    parked, event = pipeline.park(deal(), NOW.date() + timedelta(days=1), NOW)
    assert parked == deal(parked_until=NOW.date() + timedelta(days=1))
    assert (event.kind, event.stayed_s) == ("parked", None)


def test_b08_unparking_brings_it_back_without_restarting_its_stay() -> None:
    parked = deal(parked_until=date(2026, 12, 1))
    back, event = pipeline.unpark(parked, NOW)
    assert back == deal()
    assert event.kind == "unparked"
    for not_parked in (deal(), deal(parked_until=NOW.date())):
        with pytest.raises(ConflictError, match="not parked"):
            pipeline.unpark(not_parked, NOW)


def test_b08_moving_or_closing_a_parked_deal_brings_it_back() -> None:
    parked = deal(parked_until=date(2026, 12, 1))
    assert pipeline.advance(parked, STAGES, NOW)[0].parked_until is None
    assert pipeline.win(parked, NOW)[0].parked_until is None
    assert pipeline.drop(parked, "price", NOW)[0].parked_until is None


def test_errors_carry_a_title_a_hint_and_an_exit_code() -> None:
    error = PipetuiError("title", "hint")
    assert str(error) == "title\nhint"
    assert str(PipetuiError("title")) == "title"
