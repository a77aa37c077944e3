"""Cards put in order: board, buckets, column heads (behaviours 2, 8, 12, 17)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cards import card

from pipetui import arrange
from pipetui.domain.deal import Stage
from pipetui.domain.money import Money, weighted
from pipetui.views import BUCKETS, Card, NextStep

SATURDAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
STAGES = (Stage(1, 1, "Demo", 0, 40, 14), Stage(2, 1, "Proposal", 1, 60, 14))


def day(offset: int) -> date:
    return SATURDAY + timedelta(days=offset)


def step(offset: int, state: str) -> NextStep:
    return NextStep(1, "call", day(offset), None, "call", "mine", state, max(0, -offset), 0)


def bucket(found: Card, week_start: int = 0) -> str | None:
    return arrange.bucket_of(found, SATURDAY, week_start)


# --- behaviour 2 ---------------------------------------------------------------------------------------------


def test_b02_a_deal_stands_where_its_next_step_puts_it() -> None:
    assert bucket(card(next_step=step(-1, "overdue"))) == "overdue"
    assert bucket(card(next_step=step(0, "today"))) == "today"
    assert bucket(card(next_step=step(1, "planned"))) == "this week"
    assert bucket(card(next_step=step(1, "planned")), week_start=6) == "next week"
    assert bucket(card(next_step=step(30, "planned"))) == "later"
    assert bucket(card()) == "no next step"


@pytest.mark.parametrize(("offset", "bucket_name"), [(1, None), (0, "today"), (-1, "overdue")])
def test_b02_a_lost_deal_is_back_on_its_revisit_day(offset: int, bucket_name: str | None) -> None:
    assert bucket(card(status="lost", revisit_on=day(offset))) == bucket_name
    assert bucket(card(status="won", revisit_on=day(offset))) is None


@pytest.mark.parametrize(("offset", "bucket_name"), [(31, None), (30, "today"), (29, "overdue")])
def test_b02_a_won_deal_is_back_before_its_renewal(offset: int, bucket_name: str | None) -> None:
    assert bucket(card(status="won", renewal_on=day(offset), renewal_lead_days=30)) == bucket_name
    assert bucket(card(status="lost", renewal_on=day(0))) is None


def test_b02_closed_deals_that_nothing_is_due_on_are_nowhere() -> None:
    assert bucket(card(status="lost")) is None
    assert bucket(card(status="won")) is None


@given(
    st.lists(
        st.builds(
            lambda status, due, parked: card(
                status=status,
                parked_until=parked,
                next_step=step((due - SATURDAY).days, "planned") if due and due > SATURDAY else None,
            ),
            st.sampled_from(("open", "won", "lost")),
            st.none() | st.dates(day(-9), day(40)),
            st.none() | st.dates(day(-9), day(40)),
        ),
        max_size=20,
    ),
    st.integers(0, 6),
)
def test_b02_every_open_deal_stands_in_just_one_bucket(cards: list[Card], week_start: int) -> None:
    numbered = [found._replace(id=number) for number, found in enumerate(cards)]
    agenda = arrange.agenda(numbered, SATURDAY, week_start)
    shown = [found.id for bucket in agenda.buckets for found in bucket.cards]
    assert sorted(shown) == [found.id for found in numbered if found.status == "open"]
    assert tuple(bucket.name for bucket in agenda.buckets) == BUCKETS


def test_b02_inside_a_bucket_the_most_urgent_is_first_and_of_equals_the_older() -> None:
    cards = [card(3, urgency=1.0), card(2, urgency=9.0), card(1, urgency=1.0)]
    none = arrange.agenda(cards, SATURDAY, 0).buckets[BUCKETS.index("no next step")]
    assert [found.id for found in none.cards] == [2, 1, 3]


# --- behaviour 8 ---------------------------------------------------------------------------------------------


def test_b08_a_parked_deal_is_off_the_board_until_the_morning_of_its_day() -> None:
    parked = card(parked_until=day(1), next_step=step(-5, "overdue"))
    assert bucket(parked) == "parked"
    board = arrange.board(1, "Sales", STAGES, [parked, card(2)], SATURDAY)
    assert [[found.id for found in column.cards] for column in board.columns] == [[2], []]
    assert board.parked == 1

    back = arrange.board(1, "Sales", STAGES, [parked, card(2)], day(1))
    assert [[found.id for found in column.cards] for column in back.columns] == [[1, 2], []]
    assert back.parked == 0
    assert arrange.bucket_of(parked, day(1), 0) == "overdue"


def test_the_board_shows_only_open_deals_of_its_stages() -> None:
    cards = [card(1), card(2, status="won"), card(3, stage_id=99), card(4, stage_id=2), card(5, status="lost")]
    board = arrange.board(1, "Sales", STAGES, cards, SATURDAY)
    assert [[found.id for found in column.cards] for column in board.columns] == [[1], [4]]


# --- behaviour 17 --------------------------------------------------------------------------------------------


def valued(minor: int | None, currency: str, percent: int) -> Card:
    value = None if minor is None else Money(minor, currency)
    return card(value=value, weighted=None if value is None else weighted(value, percent), currency=currency)


def test_b17_a_head_counts_and_sums_the_deals_shown_by_currency() -> None:
    cards = [valued(100_00, "EUR", 40), valued(50_01, "EUR", 50), valued(7_000, "JPY", 10), valued(None, "USD", 90)]
    assert arrange.head(cards) == arrange.Head(
        4, (Money(150_01, "EUR"), Money(7_000, "JPY")), (Money(65_01, "EUR"), Money(700, "JPY"))
    )
    assert arrange.head([]) == arrange.Head(0, (), ())


@given(
    st.lists(
        st.builds(
            valued, st.none() | st.integers(0, 10**12), st.sampled_from(("EUR", "USD", "JPY")), st.integers(0, 100)
        )
    ),
    st.integers(0, 50),
)
def test_b17_heads_of_parts_add_up_to_the_head_of_the_whole(cards: list[Card], cut: int) -> None:
    whole, left, right = arrange.head(cards), arrange.head(cards[:cut]), arrange.head(cards[cut:])
    assert whole.deals == left.deals + right.deals
    for name in ("total", "weighted"):
        sums: Counter[str] = Counter()
        for part in (left, right):
            for amount in getattr(part, name):
                sums[amount.currency] += amount.minor
        assert {amount.currency: amount.minor for amount in getattr(whole, name)} == dict(sums) or not cards
        assert [amount.currency for amount in getattr(whole, name)] == sorted(sums)


@given(before=st.lists(st.integers(0, 7), max_size=8), after=st.lists(st.integers(0, 7), max_size=8))
def test_b17_a_head_that_follows_what_changed_is_the_head_of_what_is_there(before: list[int], after: list[int]) -> None:
    amounts = (None, Money(0, "EUR"), Money(500, "EUR"), Money(700, "EUR"), Money(90, "USD"))
    known = [
        card(number, value=value, weighted=weighted(value, 40) if value else None)
        for number, value in enumerate(amounts[number % len(amounts)] for number in range(8))
    ]
    was, now = [known[number] for number in before], [known[number] for number in after]
    assert arrange.changed_head(arrange.head(was), was, now) == arrange.head(now)
