"""Rates with their intervals, and middles (behaviour 20)."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipetui.insight.rates import Rate, mean, median
from pipetui.phrases.report_page import chance


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(8, 10, 0.4902, 0.9433), (1, 10, 0.0179, 0.4042), (0, 10, 0.0, 0.2775)]
)
def test_b20_the_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    assert Rate(part, whole).low == pytest.approx(low, abs=1e-4)
    assert Rate(part, whole).high == pytest.approx(high, abs=1e-4)


def test_b20_few_are_too_few_and_none_is_nothing() -> None:
    assert [chance(rate) for rate in (None, Rate(0, 0), Rate(9, 9), Rate(8, 10))] == [
        "n/a",
        "n/a",
        "too few",
        "80 % (49–94 %)",
    ]


@given(whole=some.integers(1, 10**6), share=some.floats(0, 1))
def test_b20_the_rate_lies_within_its_interval(whole: int, share: float) -> None:
    rate = Rate(round(share * whole), whole)
    assert rate.value is not None and rate.low is not None and rate.high is not None
    assert 0 <= rate.low <= rate.value <= rate.high <= 1


@given(some.lists(some.integers(0, 10**6)))
def test_b20_middles(values: list[int]) -> None:
    assert median(values) == (statistics.median(values) if values else None)
    assert mean(values) == (pytest.approx(statistics.fmean(values)) if values else None)
