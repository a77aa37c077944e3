"""The page of numbers in words: what changed, what is too few, what cannot be told; and how its plot is made."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.dates import period as periods
from pipetui.domain.errors import InputError
from pipetui.domain.goals import Goal, read
from pipetui.domain.money import Money
from pipetui.domain.quota import Expected, QuotaStanding, QuotaTarget
from pipetui.insight.numbers import BehindFigure, DayStep, Figure, PeriodCourse
from pipetui.insight.outcomes import Pace, velocity
from pipetui.insight.rates import Rate
from pipetui.phrases import numbers_page, numbers_plot

Q4 = periods.of("quarter", date(2026, 11, 21))
TODAY = date(2026, 11, 21)
BEHIND = BehindFigure("outcomes", ("won",))


def euro(whole: int) -> Money:
    return Money(100 * whole, "EUR")


@pytest.mark.parametrize(
    ("figure", "shown", "change"),
    [
        (Figure("won", euro(61_000), euro(49_000), BEHIND), "€61k", "▲ €12k"),
        (Figure("won", euro(49_000), euro(61_000), BEHIND), "€49k", "▼ €12k"),
        (Figure("won", euro(1), euro(1), BEHIND), "€1", "= as before"),
        (Figure("won", euro(1), None, BEHIND, is_compared=False), "€1", ""),
        (Figure("deals won", 1_200, 1_100, BEHIND), "1,200", "▲ 100"),
        (Figure("win rate", Rate(6, 10), Rate(5, 10), BEHIND), "60 %", "▲ 10 points"),
        (Figure("win rate", Rate(6, 10), Rate(1, 2), BEHIND), "60 %", "before: too few"),
        (Figure("win rate", Rate(6, 10), None, BEHIND), "60 %", "before: n/a"),
        (Figure("win rate", Rate(6, 9), Rate(5, 10), BEHIND), "too few", "6 of 9"),
        (Figure("win rate", None, Rate(5, 10), BEHIND, "none closed"), "n/a", "none closed"),
        (Figure("cycle", 34.2, 30.0, BEHIND, of=12), "34 d", "▲ 4.2 d"),
        (Figure("cycle", 34.2, 30.0, BEHIND, of=2), "34 d", "▲ 4.2 d of 2"),
        (Figure("cycle", 34.2, None, BEHIND, of=2), "34 d", "of 2"),
        (Figure("velocity", euro(640), euro(600), BEHIND), "€640/day", "▲ €40"),
        (Figure("weighted", euro(640), None, BEHIND, is_compared=False), "€640", "as of now"),
    ],
)
def test_b25_a_figure_and_its_change(figure: Figure, shown: str, change: str) -> None:
    assert (numbers_page.shown(figure), numbers_page.change(figure)) == (shown, change)


def standing(amount: Money | None, deals: int | None, won: Money, today: date) -> QuotaStanding:
    none = Expected()
    return QuotaStanding(
        QuotaTarget("quarter", Q4.first, amount, deals), Q4, today, (won,), 3, none, none, none, amount and won, ()
    )


def test_b19_the_gauge_says_the_gap_while_there_is_time_and_what_was_missed_after_it() -> None:
    now = standing(euro(90_000), None, euro(45_000), TODAY)
    said, bar, rest = numbers_page.gauge(now, 20)
    assert said == "€45,000 of €90,000  50 %"
    assert bar == "██████████░┃░░░░░░░░"
    assert rest.startswith("56 % of the quarter gone · gap €45k · coverage")
    assert list(numbers_page.gauge(now._replace(today=date(2027, 1, 5)), 20))[-1] == "missed by €45k"
    assert list(numbers_page.gauge(standing(None, 3, euro(1), TODAY), 20))[-1].endswith("made")
    assert list(numbers_page.gauge(None, 20)) == []


def course(*steps: tuple[int, int], expected: tuple[tuple[int, int], ...] = ()) -> PeriodCourse:
    days = tuple(DayStep(date(2026, 11, day), 100 * sum_, 100) for day, sum_ in steps)
    ahead = tuple(DayStep(date(2026, 12, day), 100 * sum_, 50) for day, sum_ in expected)
    return PeriodCourse(Q4.first, Q4.last, days, ahead)


def test_b19_what_is_won_rises_to_today_and_what_is_expected_from_there_on() -> None:
    found = numbers_plot.plot(course((2, 10), (9, 20), expected=((4, 5),)), TODAY, None, "EUR")
    first, last = Q4.first.toordinal(), Q4.last.toordinal()
    second, ninth, today = (date(2026, 11, day).toordinal() for day in (2, 9, 21))
    fourth = date(2026, 12, 4).toordinal()
    assert found.won == ((first, 0), (second, 0), (second, 10), (ninth, 10), (ninth, 30), (today, 30))
    assert found.ahead == ((today, 30), (fourth, 30), (fourth, 35), (last, 35))
    assert (found.quota, found.legend) == (None, "█ won  ░ expected, weighted")
    assert [text for _, text in found.days] == ["Oct", "Nov", "Dec"]


def test_b19_a_win_that_is_dated_ahead_is_won_on_its_day() -> None:
    found = numbers_plot.plot(course((2, 10), (28, 20), expected=((1, 5),)), TODAY, None, "EUR")
    days = [day for day, _ in (*found.won, *found.ahead)]
    assert days == sorted(days)
    assert (found.won[-1][1], found.ahead[-1][1]) == (30, 35)


def test_b19_a_quota_of_deals_is_plotted_in_deals() -> None:
    found = numbers_plot.plot(course((2, 10), expected=((4, 5),)), TODAY, standing(None, 4, euro(0), TODAY), "EUR")
    assert (found.quota, found.won[-1][1], found.ahead[-1][1]) == (4.0, 1.0, 1.5)
    assert [text for _, text in found.figures] == ["0", "1", "2", "3", "4"]


def test_a_quota_of_another_period_is_no_line_and_nothing_at_all_is_said() -> None:
    month = periods.of("month", TODAY)
    found = numbers_plot.plot(
        PeriodCourse(month.first, month.last, (), ()), TODAY, standing(euro(90), None, euro(0), TODAY), "EUR"
    )
    assert (found.quota, found.is_empty) == (None, True)
    assert len(found.days) == 5


@given(st.floats(0.01, 1e13))
def test_the_figures_at_the_left_are_few_and_round(top: float) -> None:
    found = list(numbers_plot._figures(top))
    assert found[0] == 0
    assert 2 <= len(found) <= 6
    assert found[-1] <= top * 1.001


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("60 a week", Goal("touches", 60, "week")),
        ("60", Goal("touches", 60, "week")),
        (" 8 per month ", Goal("touches", 8, "month")),
        ("3/day", Goal("touches", 3, "day")),
        ("", Goal("touches", 0, "week")),
    ],
)
def test_b23_a_goal_as_it_is_typed(text: str, goal: Goal) -> None:
    assert read("touches", text) == goal


@pytest.mark.parametrize("text", ["many", "-3", "60 a year", "6 a week or so", "1e3 a day"])
def test_b23_what_is_no_goal_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read("touches", text)


@pytest.mark.parametrize(
    ("days", "a_day", "lacks"),
    [
        ((2.0,), euro(1_000), ""),
        ((0.5, 1.5), euro(2_000), ""),  # a day in the mean
        ((0.0001,), None, "won on the spot"),
        ((0.0,), None, "won on the spot"),
        ((), None, "no won deal's creation is known"),
    ],
)
def test_b22_a_win_within_minutes_makes_no_billions_a_day(
    days: tuple[float, ...], a_day: Money | None, lacks: str
) -> None:
    (line,) = velocity([Pace("EUR", open=4, won=1, lost=1, valued=1, value=100_000, days=days)], None).lines
    assert (line.a_day, line.lacks) == (a_day, lacks)


@pytest.mark.parametrize(
    ("counts", "room", "shown"),
    [
        ((2, 3), 0, [2, 3]),
        ((9, 9), 0, [6, 6]),
        ((9, 9), 14, [6, 8]),
        ((9, 9), 16, [7, 9]),
        ((9, 9), 40, [9, 9]),
        ((2, 9), 10, [2, 8]),
    ],
)
def test_b25_reasons_and_sources_are_shown_as_far_as_there_is_room(
    counts: tuple[int, int], room: int, shown: list[int]
) -> None:
    assert numbers_page.shares(counts, room) == shown
