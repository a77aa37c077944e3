"""Why deals were lost: reasons and objections, and the sums that must add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipetui.domain.money import Money, totals
from pipetui.insight.losses import Closings, Loss, Objected, losses


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def jpy(minor: int) -> Money:
    return Money(minor, "JPY")


NOW = Closings(
    [Loss("price", eur(100)), Loss("price", jpy(7)), Loss("timing", None), Loss("price", eur(50))],
    [
        Objected(1, "too expensive", "lost", True),
        Objected(2, "too expensive", "lost", False),
        Objected(3, "too expensive", "won", False),
        Objected(3, "no budget", "won", False),
        Objected(1, "no time", "lost", True),
        Objected(1, "no time", "lost", True),
    ],
)
BEFORE = Closings([Loss("timing", eur(5)), Loss("bad fit", None)], [Objected(9, "no time", "lost", False)])


def test_b25_reasons_are_counted_summed_and_held_against_the_period_before() -> None:
    found = losses(NOW, BEFORE)
    assert (found.deals, found.value, found.before, found.value_before) == (4, (eur(150), jpy(7)), 2, (eur(5),))
    assert [(line.reason, line.deals, line.share, line.value, line.before) for line in found.reasons] == [
        ("price", 3, 0.75, (eur(150), jpy(7)), 0),
        ("timing", 1, 0.25, (), 1),
        ("bad fit", 0, 0.0, (), 1),
    ]


def test_b25_an_objection_counts_the_deals_it_was_met_on_and_those_it_cost() -> None:
    found = losses(NOW, BEFORE)
    assert [tuple(line) for line in found.objections] == [
        ("too expensive", 2, 1, 1, 0),
        ("no time", 1, 1, 0, 1),
        ("no budget", 0, 0, 1, 0),
    ]


def test_b25_without_a_period_before_nothing_is_compared() -> None:
    found = losses(NOW, None)
    assert found.before is None
    assert {line.before for line in found.reasons} == {line.before for line in found.objections} == {None}


def test_nothing_lost_is_no_division_by_nothing() -> None:
    assert losses(Closings(), None) == (0, (), None, (), (), (), ())
    (line,) = losses(Closings(), Closings([Loss("price", None)])).reasons
    assert (line.deals, line.share, line.before) == (0, 0.0, 1)


values = some.none() | some.builds(Money, some.integers(0, 10**9), some.sampled_from(["EUR", "USD", "JPY"]))
lost = some.lists(
    some.builds(Loss, some.sampled_from(["price", "timing", "bad fit", ""]), values, some.integers(1, 5)), max_size=30
)


@given(now=lost, before=lost)
def test_b25_shares_and_sums_add_up(now: list[Loss], before: list[Loss]) -> None:
    found = losses(Closings(now), Closings(before))
    assert sum(line.deals for line in found.reasons) == found.deals == sum(loss.deals for loss in now)
    assert sum(line.share for line in found.reasons) == pytest.approx(1 if now else 0)
    assert totals(amount for line in found.reasons for amount in line.value) == found.value
    assert sum(line.before or 0 for line in found.reasons) == found.before == sum(loss.deals for loss in before)


met = some.lists(
    some.builds(
        Objected,
        some.integers(1, 8),
        some.sampled_from(["too expensive", "no time"]),
        some.sampled_from(["won", "lost"]),
        some.booleans(),
    ),
    max_size=30,
)


@given(now=met, before=met)
def test_b25_an_objection_is_left_open_on_no_more_deals_than_it_was_met_on(
    now: list[Objected], before: list[Objected]
) -> None:
    for line in losses(Closings((), now), Closings((), before)).objections:
        assert 0 <= line.left_open <= line.lost <= len({met.deal_id for met in now})
