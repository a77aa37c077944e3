"""Commission: a rate, tiers above shares of the quota, deals that add up to the whole (behaviour 41)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui import config
from pipetui.domain import commission as rules
from pipetui.domain.commission import RateTable, Tier
from pipetui.domain.dates.period import Period
from pipetui.domain.errors import InputError
from pipetui.domain.money import Money
from pipetui.domain.quota import QuotaTarget
from pipetui.insight import commission
from pipetui.insight.commission import LikelyDeal, QuotaTime, WonDeal

TABLE = RateTable(800, (Tier(10_000, 1_000), Tier(12_000, 1_250)))
FIRST = date(2026, 10, 1)
QUARTER = Period("quarter", FIRST, date(2026, 12, 31))


def recomputed(table: RateTable, won: int, quota: int | None) -> int:
    """The base rate of all, and of what lies beyond each border what its rate is more than the one before."""
    total, before = Fraction(won * table.rate, 10_000), table.rate
    for tier in table.tiers if quota is not None else ():
        beyond = max(Fraction(0), won - Fraction((quota or 0) * tier.above, 10_000))
        total += beyond * Fraction(tier.rate - before, 10_000)
        before = tier.rate
    return int((Decimal(total.numerator) / Decimal(total.denominator)).quantize(Decimal(1), ROUND_HALF_UP))


tables = st.builds(
    lambda rate, borders, tops: RateTable(rate, tuple(map(Tier, sorted(borders), tops))),
    st.integers(0, 10_000),
    st.sets(st.integers(1, 30_000), max_size=4),
    st.lists(st.integers(0, 10_000), min_size=4, max_size=4),
)


@given(tables, st.integers(0, 10**9), st.none() | st.integers(1, 10**9))
def test_b41_what_lies_beyond_a_border_earns_the_higher_rate(table: RateTable, won: int, quota: int | None) -> None:
    assert table.earned(won, quota) == recomputed(table, won, quota)


@pytest.mark.parametrize(
    ("won", "earned"),
    [
        (0, 0),
        (9_999_99, 800_00),
        (9_999_93, 799_99),
        (10_000_00, 800_00),
        (10_000_10, 800_01),
        (12_000_00, 1_000_00),
        (12_000_08, 1_000_01),
    ],
)
def test_b41_at_the_borders_themselves(won: int, earned: int) -> None:
    assert TABLE.earned(won, 10_000_00) == earned == recomputed(TABLE, won, 10_000_00)


def _time(values: list[int | None], likely: list[LikelyDeal], quota: QuotaTarget | None, inside: Period) -> QuotaTime:
    won = [
        WonDeal(number, "", FIRST + timedelta(days=number), None if value is None else Money(value, "EUR"))
        for number, value in enumerate(values)
    ]
    return QuotaTime(QUARTER, quota, inside, won[::-1], (), likely)


@given(
    tables,
    st.lists(st.none() | st.integers(0, 10**7), max_size=8),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 10**7)), max_size=5),
    st.integers(1, 10**7),
)
def test_b41_the_deals_add_up_to_the_whole(
    table: RateTable, values: list[int | None], open_: list[tuple[float, int]], amount: int
) -> None:
    quota = QuotaTarget("quarter", FIRST, Money(amount, "EUR"))
    likely = [LikelyDeal(n, "", None, Money(value, "EUR"), False, chance) for n, (chance, value) in enumerate(open_)]
    told = commission.statement(QUARTER, table, [_time(values, likely, quota, QUARTER)])
    won = sum(filter(None, values))
    expected = sum(int(chance * value + 0.5) for chance, value in open_)
    assert sum(one.commission.minor for one in told.earned) == recomputed(table, won, amount)
    assert sum(one.commission.minor for one in told.expected) == (
        recomputed(table, won + expected, amount) - recomputed(table, won, amount)
    )
    assert told.unvalued == values.count(None)
    assert sum(one.earned.minor for one in told.currencies) == recomputed(table, won, amount)


@given(tables, st.lists(st.integers(0, 10**7), min_size=1, max_size=8), st.integers(1, 10**7), st.integers(0, 7))
def test_b41_a_part_of_the_quotas_time_earns_what_it_adds(
    table: RateTable, values: list[int], amount: int, cut: int
) -> None:
    quota = QuotaTarget("quarter", FIRST, Money(amount, "EUR"))
    later = Period("days", FIRST + timedelta(days=cut), QUARTER.last)
    told = commission.statement(later, table, [_time([*values], [], quota, later)])
    sums = [0, *accumulate(values)]
    before = sums[min(cut, len(values))]
    assert sum(one.commission.minor for one in told.earned) == (
        recomputed(table, sums[-1], amount) - recomputed(table, before, amount)
    )


def test_b41_another_currency_and_no_quota_earn_the_rate_alone() -> None:
    quota = QuotaTarget("quarter", FIRST, Money(100_00, "EUR"))
    deals = [WonDeal(1, "", FIRST, Money(1_000_00, "USD")), WonDeal(2, "", FIRST, Money(1_000_00, "EUR"))]
    told = commission.statement(QUARTER, TABLE, [QuotaTime(QUARTER, quota, QUARTER, deals)])
    assert [(one.currency, one.earned.minor) for one in told.currencies] == [
        ("EUR", 8_00 + 2_00 + 110_00),
        ("USD", 80_00),
    ]
    told = commission.statement(QUARTER, TABLE, [QuotaTime(QUARTER, None, QUARTER, deals)])
    assert [one.earned.minor for one in told.currencies] == [80_00, 80_00]


def test_b41_where_deals_are_counted_the_tier_is_that_of_the_deal() -> None:
    quota = QuotaTarget("quarter", FIRST, None, 2)
    told = commission.statement(QUARTER, TABLE, [_time([100_00, 100_00, 100_00, 100_00], [], quota, QUARTER)])
    assert [one.commission.minor for one in told.earned] == [8_00, 8_00, 12_50, 12_50]  # the third is beyond 120 %


@pytest.mark.parametrize(
    ("written", "rate", "tiers"),
    [('rate = "8%"', 800, ()), ("rate = 12.5", 1250, ()), ('rate = 0\nabove = ["50.5 %: 100%"]', 0, ((5050, 10_000),))],
)
def test_b41_the_rates_stand_in_the_configuration(
    tmp_path: Path, written: str, rate: int, tiers: tuple[tuple[int, int], ...]
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(f"[commission]\n{written}\n")
    for _ in range(2):  # read, and as it was remembered
        found = config.load(path).commission
        assert found is not None and (found.rate, tuple(map(tuple, found.tiers))) == (rate, tiers)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "rate"), ("rate = true", "rate"), ('rate = "much"', "not a percentage"), ('rate = "101%"', "more than"),
        ("rate = -1", "a percentage"), ("rate = nan", "a percentage"), ('rate = 8\nabove = "100%: 9%"', "above"),
        ('rate = 8\nabove = ["100%"]', "not a tier"), ('rate = 8\nabove = ["120%: 9%", "100%: 9%"]', "come after"),
        ('rate = 8\nabove = ["0%: 9%"]', "come after"), ('rate = 8\ntiers = ["100%: 9%"]', "unknown key"),
        ('rates = "8%"', "unknown key"), ("rate = 8.125", "not a percentage"),
    ],
)  # fmt: skip
def test_b41_what_is_wrong_there_is_told_with_file_and_key(tmp_path: Path, written: str, said: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(f"[commission]\n{written}\n")
    with pytest.raises(InputError, match=str(path)) as refused:
        config.load(path)
    assert said in refused.value.title


def test_percentages_are_written_as_they_are_meant() -> None:
    assert [rules.percent_text(one) for one in (800, 1250, 1205, 0)] == ["8 %", "12.5 %", "12.05 %", "0 %"]
