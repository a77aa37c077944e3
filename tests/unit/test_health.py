"""When a flag stands, and what is advised, by the figures alone."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.dates import period as periods
from pipetui.domain.dates.workdays import DateRules
from pipetui.domain.deal import Stage
from pipetui.domain.money import Money
from pipetui.domain.quota import Expected, QuotaStanding, QuotaTarget
from pipetui.insight import health
from pipetui.insight.health import Flag, HealthFacts
from pipetui.insight.plan import ClosedHistory, OpenPipeline, plan
from pipetui.phrases import health as phrases

STAGES = tuple(Stage(number, 1, name, number, 10 * number, 14, False) for number, name in enumerate("ABCD", 1))
HEALTHY = HealthFacts({1: 3, 2: 3, 3: 2, 4: 2}, 0, 0, 0, 0, 0, 40, 2, 0, True)


def standing(gap: int, expected: int = 0, undated: int = 0) -> QuotaStanding:
    today = date(2026, 11, 20)
    target = QuotaTarget("quarter", date(2026, 10, 1), Money(100_000_00, "EUR"))
    won = (Money(100_000_00 - gap, "EUR"),)
    some = Expected(3, 2 * expected, expected, 150)
    return QuotaStanding(target, periods.of("quarter", today), today, won, 1, some, Expected(),
                         Expected(4, undated, undated, 100), won[0], ())  # fmt: skip


def flagged(facts: HealthFacts) -> list[tuple[str, int, int]]:
    return [flag[:3] for flag in health.flags(facts, [STAGES], None)]


def test_b24_a_healthy_pipeline_has_no_flag_and_needs_no_advice() -> None:
    assert flagged(HEALTHY) == []
    assert health.advice(HEALTHY.by_stage, 0, STAGES, None) is None


def test_b24_each_flag_has_its_numbers() -> None:
    ill = HEALTHY._replace(overdue=3, rotting=2, no_step=1, unfit=2, unfit_touches=5, steps_today=0)
    assert flagged(ill) == [
        ("overdue", 3, 10), ("rotting", 2, 10), ("no next step", 1, 10), ("unfit", 5, 40), ("nothing planned", 0, 10),
    ]  # fmt: skip
    assert flagged(HEALTHY._replace(steps_today=0, touches_today=1)) == []
    assert flagged(HEALTHY._replace(steps_today=0, working_day=False)) == []
    assert flagged(HEALTHY._replace(unfit_touches=4)) == []


def test_b24_the_last_stage_is_crowded_sooner_than_another() -> None:
    assert health.crowded({1: 3, 2: 3, 4: 4}, STAGES) == Flag("crowded stage", 4, 10, STAGES[3])
    assert health.crowded({1: 3, 2: 3, 3: 1, 4: 3}, STAGES) is None
    assert health.crowded({1: 2, 2: 6, 3: 2}, STAGES) == Flag("crowded stage", 6, 10, STAGES[1])
    assert health.crowded({4: 9}, STAGES) is None  # of so few it says nothing
    assert health.crowded({}, ()) is None


def test_b24_a_front_is_thin_against_what_the_quota_needs() -> None:
    needed = plan(standing(80_000_00), ClosedHistory(5, 15, 80, 50_000_00, 5), OpenPipeline(10), DateRules())
    assert needed.deals_to_work == 32
    thin = health.flags(HEALTHY, [STAGES], needed)
    assert [flag[:3] for flag in thin] == [("thin front", 10, 32)]
    assert phrases.line(thin[0], {1: "Sales"}, 1).sentence == "10 open deals, 32 to work for the quota"


def advised(by_stage: dict[int, int], overdue: int = 0, of: QuotaStanding | None = None) -> str:
    return phrases.advice(health.advice(by_stage, overdue, STAGES, of))


def test_b24_the_advice_is_one_sentence_with_the_figures_that_say_so() -> None:
    even = dict(HEALTHY.by_stage)
    assert advised({1: 4}, 4) == ""  # a tiny book
    assert advised({}) == ""
    assert advised(even, 6) == "catch up first: 6 of 10 open deals are overdue"
    assert advised({1: 5, 4: 5}) == "close what is there: 5 of 10 open deals stand in D"
    assert advised({1: 1, 3: 8, 4: 2}) == "fill the funnel: only 1 of 11 open deals stands before C"
    assert (
        advised(even, of=standing(50_000_00, 10_000_00))
        == "fill the funnel: €10k weighted is expected for a gap of €50k"
    )
    assert (
        advised(even, of=standing(50_000_00, 90_000_00))
        == "close what is there: 3 deals due this quarter cover the gap of €50k 1.8×"
    )
    assert (
        advised(even, of=standing(50_000_00, 10_000_00, 40_000_00))
        == "date what is there: 4 deals without a close date ahead would cover the gap of €50k"
    )
    assert advised(even, of=standing(0)) == "the quota is made: fill the funnel for the next quarter"


def test_b24_a_stage_is_asked_for_as_a_filter_understands_it() -> None:
    for name, query in (("Demo", "open stage:Demo"), ("Legal review", 'open stage:"Legal review"')):
        flag = Flag("crowded stage", 9, 10, STAGES[0]._replace(name=name))
        assert phrases.line(flag, {1: "Sales"}, 1).query == query
    assert phrases.line(flag, {1: "Re new", 2: "Sales"}, 2).query == 'open pipeline:"Re new" stage:"Legal review"'


@given(
    st.dictionaries(st.integers(1, 5), st.integers(0, 10_000)),
    st.integers(0, 10_000),
    st.one_of(st.none(), st.builds(standing, *[st.integers(0, 10**9)] * 3)),
)
def test_no_figures_are_too_odd_for_a_sentence(
    by_stage: dict[int, int], overdue: int, of: QuotaStanding | None
) -> None:
    assert "\n" not in advised(by_stage, overdue, of)
