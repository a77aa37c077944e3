"""From the quota back to the week: the arithmetic, and what is said where it cannot be done."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.dates import period as periods
from pipetui.domain.dates.workdays import DateRules
from pipetui.domain.errors import InputError
from pipetui.domain.goals import Goal, parse, span
from pipetui.domain.money import Money
from pipetui.domain.quota import Expected, QuotaStanding, QuotaTarget
from pipetui.insight.plan import ClosedHistory, OpenPipeline, plan, working_weeks

EVERY_DAY = DateRules(workdays=frozenset(range(7)))


def standing(
    amount: int | None, count: int | None = None, won: int = 0, won_deals: int = 0, today: date = date(2026, 1, 1)
) -> QuotaStanding:
    target = QuotaTarget("year", date(2026, 1, 1), None if amount is None else Money(amount, "EUR"), count)
    none = Expected()
    period = periods.of("year", today)
    sums = (Money(won, "EUR"),)
    counted = None if amount is None else sums[0]
    return QuotaStanding(target, period, today, sums, won_deals, none, none, none, counted, ())


def test_b23_a_close_rate_of_a_tenth_and_ninety_wins_are_900_first_calls_and_15_to_20_a_week() -> None:
    history = ClosedHistory(won=10, lost=90, touches=100)
    found = plan(standing(None, 90), history, OpenPipeline(), EVERY_DAY)
    assert (found.deals_to_win, found.deals_to_work, found.touches) == (90, 900, 900)
    assert found.own
    assert 15 <= (found.touches_a_week or 0) <= 20


def test_b23_an_amount_goes_by_the_mean_value_of_what_was_won() -> None:
    history = ClosedHistory(won=10, lost=10, touches=60, value=80_000, valued=8)
    found = plan(standing(100_000, won=25_000), history, OpenPipeline(deals=7), EVERY_DAY)
    assert (found.mean_value, found.mean_of) == (Money(10_000, "EUR"), "won")
    assert (found.deals_to_win, found.deals_to_work, found.new_deals, found.touches) == (8, 16, 9, 48)


def test_b23_until_twenty_deals_are_closed_usual_figures_stand_in() -> None:
    few = plan(standing(None, 4), ClosedHistory(won=19, touches=19), OpenPipeline(), EVERY_DAY)
    assert (few.own, few.win_rate, few.deals_to_work, few.touches) == (False, 0.2, 20, 100)
    enough = plan(standing(None, 4), ClosedHistory(won=20, touches=20), OpenPipeline(), EVERY_DAY)
    assert (enough.own, enough.win_rate, enough.deals_to_work, enough.touches) == (True, 1.0, 4, 4)


def test_b23_what_cannot_be_told_says_why() -> None:
    lost = plan(standing(None, 4), ClosedHistory(lost=20, touches=20), OpenPipeline(), EVERY_DAY)
    assert (lost.deals_to_work, lost.touches_a_week, lost.why_not) == (None, None, "none of 20 closed deals was won")
    worthless = plan(standing(100), ClosedHistory(), OpenPipeline(), EVERY_DAY)
    assert (worthless.deals_to_win, worthless.why_not) == (None, "no deal has a value in EUR")
    opened = plan(standing(100), ClosedHistory(), OpenPipeline(2, 100, 2), EVERY_DAY)
    assert (opened.mean_of, opened.deals_to_win) == ("open", 2)
    never = plan(standing(None, 4), ClosedHistory(), OpenPipeline(), DateRules(workdays=frozenset()))
    assert (never.touches_a_week, never.why_not) == (None, "no working day is left")
    made = plan(standing(None, 4, won_deals=4), ClosedHistory(), OpenPipeline(), EVERY_DAY)
    assert (made.deals_to_win, made.touches_a_week, made.why_not) == (0, 0, "")


def test_b23_holidays_are_no_working_days_and_today_is_one() -> None:
    rules = DateRules(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 26)}))
    assert working_weeks(date(2026, 12, 21), date(2026, 12, 31), rules) == 8 / 5
    assert working_weeks(date(2026, 12, 31), date(2026, 12, 31), rules) == 1 / 5
    assert working_weeks(date(2026, 12, 26), date(2026, 12, 27), rules) == 0


@given(
    amount=st.one_of(st.none(), st.integers(1, 2**53)),
    count=st.one_of(st.none(), st.integers(1, 999_999)),
    won=st.integers(0, 2**53),
    won_deals=st.integers(0, 10**6),
    closed=st.tuples(st.integers(0, 10**5), st.integers(0, 10**5), st.integers(0, 10**7)),
    value=st.integers(0, 2**53),
    valued=st.integers(0, 10**5),
    today=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_no_plan_is_less_than_nothing_and_none_asks_for_more_in_a_week_than_in_all(
    amount: int | None, count: int | None, won: int, won_deals: int, closed: tuple[int, int, int], value: int,
    valued: int, today: date,
) -> None:  # fmt: skip
    history = ClosedHistory(*closed, value, valued)
    found = plan(standing(amount, count, won, won_deals, today), history, OpenPipeline(3, value, valued), DateRules())
    for figure in (found.deals_to_win, found.deals_to_work, found.new_deals, found.touches, found.touches_a_week):
        assert figure is None or figure >= 0
    if found.touches_a_week is not None:
        assert found.touches_a_week <= (found.touches or 0)
        assert (found.deals_to_work or 0) >= (found.deals_to_win or 0)
    else:
        assert found.why_not


def test_a_goal_is_read() -> None:
    assert parse(["touches", "60"], "week") == Goal("touches", 60, "week")
    assert parse(["new", "20"], "mon") == Goal("new deals", 20, "month")
    assert parse(["New", "deals", "0"], "day") == Goal("new deals", 0, "day")
    for words in ([], ["touches"], ["60"], ["touches", "-1"], ["touches", "9" * 30], ["calls", "3"], ["٣"]):
        with pytest.raises(InputError):
            parse(words, "week")
    with pytest.raises(InputError):
        parse(["touches", "60"], "year")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_a_goal_is_of_the_days_around_today(today: date, week_start: int) -> None:
    for per, most in (("day", 1), ("week", 7), ("month", 31)):
        first, last = span(per, today, week_start)
        assert first <= today <= last
        assert (last - first).days < most
    assert span("week", today, week_start)[0].weekday() == week_start
