"""What becomes of open deals, told from the past: chances that add up, sums that scale, nothing of the future."""

from collections.abc import Callable
from datetime import date
from math import isfinite
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pipetui.domain.dates import period as periods
from pipetui.domain.rates import DatedRate, ExchangeRates
from pipetui.insight import learned
from pipetui.insight.backtest import CYCLE, ESTIMATE, Case, PastPeriod, Proof, proof, walk
from pipetui.insight.chances import SPARSE, TRUST, Chances, DaySpan, a_month_on
from pipetui.insight.courses import Course, FormerValues, known_at
from pipetui.insight.estimate import Outlook, risks
from pipetui.insight.forecast import EstimatedPeriod
from pipetui.insight.forecast_days import ForecastDay, by_week, together
from pipetui.insight.past_periods import newest_of, prove, spans_before
from pipetui.insight.signs import STAGE, TOUCHED, signs
from pipetui.insight.simulation import USUAL_SHOCK, Past, Prospect, shock, spread, sums
from pipetui.insight.worth import LEAST, Likely, Worth

TODAY = date(2026, 5, 1).toordinal()
MAY = DaySpan(TODAY, TODAY + 31)
PERCENTS = {1: 10, 2: 50}


def history(count: int = 400, seed: int = 7, until: int = TODAY) -> list[Course]:
    """Deals of a made-up rep: most are won or lost within four months, some are open."""
    random, found = Random(seed), []
    for number in range(count):
        opened = until - random.randrange(1, 700)
        closed = opened + int(random.expovariate(1 / 50))
        status = random.choice(("won", "lost", "lost"))
        source = random.choice(("referral", "fair"))
        value = random.randrange(10_000, 90_000)
        over = closed < until
        found.append(
            Course(number, opened, closed if over else None, status if over else "open", "EUR", value, "Pump", source)
        )
    return found


DAYS = some.one_of(some.none(), some.integers(TODAY - 900, TODAY + 60))


@some.composite
def courses(draw: Callable[..., int | None]) -> list[Course]:
    """Anything a book may hold, sensible or not."""
    found = []
    for number in range(draw(some.integers(0, 12)) or 0):
        opened, closed = draw(DAYS), draw(DAYS)
        status = str(draw(some.sampled_from(("open", "won", "lost"))))
        stage = draw(some.sampled_from((None, 1, 2, 99)))
        stages = () if stage is None else ((opened or TODAY - 5, stage),)
        value = draw(some.one_of(some.none(), some.integers(0, 10**9)))
        percent = draw(some.one_of(some.none(), some.integers(0, 100)))
        currency = str(draw(some.sampled_from(("EUR", "USD", "JPY"))))
        held = draw(some.integers(TODAY - 900, TODAY)) or 0
        end = None if status == "open" else closed
        found.append(Course(number, opened, end, status, currency, value, "x y", "", draw(DAYS), percent, held, stages))
    return found


@pytest.mark.parametrize(
    ("expected", "later"),
    [(date(2027, 2, 16), date(2027, 3, 16)), (date(2027, 1, 31), date(2027, 2, 28)), (None, None)],
)
def test_b18_a_month_later_is_the_same_day_of_the_next_one(expected: date | None, later: date | None) -> None:
    course = Course(1, TODAY, None, expected=expected.toordinal() if expected else None)
    slipped = a_month_on(course).expected
    assert (None if slipped is None else date.fromordinal(slipped)) == later


@settings(max_examples=10, deadline=None)
@given(courses(), some.integers(0, 40), some.integers(0, 400))
def test_b18_chances_lie_between_0_and_1_and_add_up_whatever_the_book_holds(
    book: list[Course], ahead: int, days: int
) -> None:
    """Also with no day in the period, no history, closings before creation, unknown days, stages that are gone."""
    known = known_at(book, TODAY)
    from_now = Chances(known, TODAY, DaySpan(TODAY, TODAY + days), PERCENTS)
    later = Chances(known, TODAY, DaySpan(TODAY + ahead, TODAY + ahead + days), PERCENTS)
    for course in known:
        assert sum(from_now.of(course)) == pytest.approx(1)
        assert all(0 <= part <= 1 + 1e-9 for part in (*from_now.of(course), *later.of(course)))
        assert sum(later.of(course)) <= 1 + 1e-9
    assert all(isfinite(many) and many >= 0 for many in from_now.new_deals(known).values())


@settings(max_examples=10, deadline=None)
@given(courses(), some.lists(some.integers(0, 900), min_size=2, max_size=2))
def test_b18_more_time_never_lowers_the_chance_to_be_closed(book: list[Course], days: list[int]) -> None:
    known = [*history(60), *(course._replace(id=course.id + 1000) for course in known_at(book, TODAY))]
    short, long = (Chances(known, TODAY, DaySpan(TODAY, TODAY + end), PERCENTS) for end in sorted(days))
    for course in known[60:]:
        one, other = short.of(course), long.of(course)
        assert one.won <= other.won + 1e-9
        assert one.lost <= other.lost + 1e-9


@settings(max_examples=8, deadline=None)
@given(courses(), some.randoms(use_true_random=False))
def test_b18_the_order_of_rows_does_not_matter(book: list[Course], random: Random) -> None:
    mixed = list(book)
    random.shuffle(mixed)
    one, other = (Chances(known_at(rows, TODAY), TODAY, MAY, PERCENTS) for rows in (book, mixed))
    for course in known_at(book, TODAY):
        assert one.of(course).won == pytest.approx(other.of(course).won)


@settings(max_examples=10, deadline=None)
@given(courses())
def test_b18_changing_the_future_leaves_the_forecast_of_the_past_as_it_was(book: list[Course]) -> None:
    """All that happens from a morning on, taken away or told otherwise."""
    then = TODAY - 200
    other = []
    for course in book:
        if course.opened is not None and course.opened >= then:
            continue
        if course.closed is not None and course.closed >= then:
            stood = FormerValues(course.closed, course.value, course.expected, course.own_percent)
            course = course._replace(closed=course.closed + 7, status="won", value=5, told=(stood,))
        other.append(course)
    told = [Chances(known_at(rows, then), then, DaySpan(then, then + 30), PERCENTS) for rows in (book, other)]
    known = [known_at(rows, then) for rows in (book, other)]
    assert [course.id for course in known[0]] == [course.id for course in known[1]]
    for one, same in zip(*known, strict=True):
        assert told[0].of(one) == told[1].of(same)


@settings(max_examples=10, deadline=None)
@given(courses(), some.integers(0, 200))
def test_b18_past_periods_are_proved_by_what_was_known_when_they_were_over(book: list[Course], ago: int) -> None:
    spans = [DaySpan(TODAY - ago - 30 * length, TODAY - ago - 30 * (length - 1)) for length in (3, 2, 1)]
    aged = newest_of(book)
    assert prove(known_at(aged, spans[-1].end), spans, PERCENTS) == prove(aged, spans, PERCENTS)


def test_b18_what_was_learned_is_kept_as_long_as_it_is_what_would_be_learned_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book, quarter, morning = history(120), periods.of("quarter", date.fromordinal(TODAY)), date.fromordinal(TODAY)
    proofs = list[int]()

    def counted(*given: Any) -> Proof:
        proofs.append(1)
        return prove(*given)

    monkeypatch.setattr(learned, "prove", counted)
    past = learned.LearnedPast()
    first = past.estimated(book, quarter, morning, PERCENTS)
    assert past.estimated(list(book), quarter, morning, PERCENTS) is first
    at = next(place for place, course in enumerate(book) if course.status == "open")
    won_today = [*book[:at], book[at]._replace(status="won", closed=TODAY), *book[at + 1 :]]
    second = past.estimated(won_today, quarter, morning, PERCENTS)
    assert second is not first and len(proofs) == 1
    anew = EstimatedPeriod(won_today, quarter, morning, PERCENTS)
    assert second.proof == anew.proof and second.chances.past == anew.chances.past
    over = date.fromordinal(spans_before(quarter, morning, TODAY - 400, 1)[0].end - 1)
    long_ago = [
        *book[:at],
        book[at]._replace(status="won", closed=over.toordinal(), opened=TODAY - 300),
        *book[at + 1 :],
    ]
    assert (
        past.estimated(long_ago, quarter, morning, PERCENTS).proof
        == EstimatedPeriod(long_ago, quarter, morning, PERCENTS).proof
    )
    assert len(proofs) == 2


def test_b18_what_stood_in_a_deal_on_a_morning_is_what_is_told_of_it() -> None:
    """Its value and close date are those of that day, and before the book held it nobody knows them."""
    told = (FormerValues(TODAY - 50, 100, TODAY - 60, None), FormerValues(TODAY - 20, 200, TODAY - 30, 40))
    course = Course(1, TODAY - 90, TODAY - 5, "lost", "EUR", 300, held=TODAY - 80, told=told)
    assert known_at([course], TODAY - 60)[0].value == 100
    assert known_at([course], TODAY - 30)[0]._replace(told=()) == course._replace(
        closed=None, status="open", value=200, expected=TODAY - 30, own_percent=40, told=()
    )
    assert known_at([course], TODAY - 10)[0].value == 300
    assert known_at([course], TODAY - 85)[0].value is None
    assert known_at([course], TODAY) == [course]
    undated = Course(2, None, None, "won", "EUR", 5, held=TODAY - 10)
    assert known_at([undated], TODAY - 10) == []
    assert known_at([undated], TODAY - 9) == [undated]


def test_b18_without_history_it_is_the_percentage_in_the_period_of_the_expected_close() -> None:
    stage = ((TODAY - 3, 2),)
    deals = [
        Course(1, TODAY - 3, None, expected=TODAY + 5, stages=stage),
        Course(2, TODAY - 3, None, expected=TODAY + 5, own_percent=0, stages=stage),
        Course(3, TODAY - 3, None, expected=TODAY + 40, stages=stage),
        Course(4, TODAY - 3, None, expected=TODAY - 1, stages=stage),
        Course(5, TODAY - 3, None, stages=stage),
    ]
    chances = Chances(deals, TODAY, MAY, PERCENTS)
    assert [chances.of(course).won for course in deals] == [0.5, 0.0, 0.0, 0.0, 0.0]
    assert [reason.what for reason in chances.why(deals[0])] == ["percentage"]
    assert chances.new_deals(deals) == {}


def test_b18_history_outweighs_the_percentage_as_it_grows() -> None:
    deal = Course(9_999, TODAY - 20, None, expected=TODAY + 5, own_percent=100)
    for count in (1, 30, 300):
        past = [course for course in history(2_000) if course.status != "open"][:count]
        chances = Chances([*past, deal], TODAY, MAY, PERCENTS)
        own = Outlook(risks([*past, deal], TODAY), TODAY, *MAY).of(20).won
        assert chances.weight == count / (count + TRUST)
        assert chances.of(deal).won == pytest.approx(1 + (own - 1) * count / (count + TRUST))
        undated = deal._replace(expected=None)
        assert chances.of(undated).won == pytest.approx(own * count / (count + SPARSE))


def test_b18_deals_that_close_at_a_constant_rate_are_told_so() -> None:
    """Of 4,000 deals, each of which is won on any day with one chance in 100, and lost with one in 50."""
    random, found = Random(3), []
    for number in range(4_000):
        opened, day = TODAY - random.randrange(1, 400), 0
        while (drawn := random.random()) >= 0.03 and opened + day < TODAY:
            day += 1
        over = opened + day < TODAY
        status = "won" if drawn < 0.01 else "lost"
        found.append(Course(number, opened, opened + day if over else None, status if over else "open"))
    outlook = Outlook(risks(found, TODAY), TODAY, TODAY, TODAY + 30)
    expected = (1 - 0.97**30) / 3
    for age in (5, 30, 60):
        assert outlook.of(age).won == pytest.approx(expected, abs=0.03)
        assert outlook.of(age).lost == pytest.approx(2 * expected, abs=0.05)
    assert outlook.of(None).won == pytest.approx(expected, abs=0.03)


def test_b18_all_won_or_all_lost_is_no_error() -> None:
    for status in ("won", "lost"):
        past = [course._replace(status=status) for course in history(80) if course.status != "open"]
        told = Outlook(risks(past, TODAY), TODAY, *MAY).of(10)
        assert (told.lost if status == "won" else told.won) == 0
        assert 0 < (told.won if status == "won" else told.lost) < 1


def test_b18_a_deal_of_unknown_age_has_the_mean_chances_of_open_ones() -> None:
    past = risks(history(), TODAY)
    outlook = Outlook(past, TODAY, *MAY)
    many = sum(past.ages.values())
    mean = sum(outlook.of(age).won * count for age, count in past.ages.items()) / many
    assert many > 10
    assert outlook.of(None).won == pytest.approx(mean)


def test_b18_closings_on_unknown_days_count_for_the_rate_and_for_no_day() -> None:
    past = history()
    undated = [Course(5_000 + number, None, None, "won") for number in range(100)]
    plain, more = (Outlook(risks(rows, TODAY), TODAY, *MAY).of(10) for rows in (past, [*past, *undated]))
    assert more.won > plain.won
    assert more.lost < plain.lost


def test_b18_a_period_that_begins_later_has_what_is_left_of_the_longer_one() -> None:
    past = risks(history(), TODAY)
    whole, first, second = (
        Outlook(past, TODAY, *days).of(25)
        for days in ((TODAY, TODAY + 61), (TODAY, TODAY + 31), (TODAY + 31, TODAY + 61))
    )
    assert first.won + second.won == pytest.approx(whole.won)
    assert second.open == pytest.approx(whole.open)


def test_b18_a_sign_counts_only_where_it_tells_deals_apart() -> None:
    """Deals with a touch in the last weeks are won, others lost; the source says nothing."""
    random, found = Random(5), []
    for number in range(600):
        opened = TODAY - random.randrange(40, 500)
        closed = opened + random.randrange(20, 90)
        touched = number % 2 == 0
        touches = tuple(range(opened, closed, 7)) if touched else ()
        over = closed < TODAY
        status = ("won" if touched else "lost") if over else "open"
        source = random.choice(("fair", "web"))
        found.append(
            Course(number, opened, closed if over else None, status, source=source, held=opened, touches=touches)
        )
    told = signs(known_at(found, TODAY), risks(found, TODAY), TODAY)
    assert [sign.name for sign in told.kept] == [TOUCHED]
    chances = Chances(found, TODAY, MAY, {})
    touched_now = Course(1_001, TODAY - 40, None, held=TODAY - 40, touches=(TODAY - 3,))
    left_alone = touched_now._replace(id=1_002, touches=())
    assert chances.of(touched_now).won > 3 * chances.of(left_alone).won
    assert (TOUCHED, "lately") in [(reason.what, reason.level) for reason in chances.why(touched_now)]


def test_b18_an_early_stage_keeps_its_later_moves() -> None:
    """Those in the first stage go on after a month, and are won as often as those in the second, only later."""
    found = []
    for number in range(900):
        opened = TODAY - 20 - number % 400
        moved, closed = opened + 35, opened + 60
        status = ("won", "lost")[number % 2] if closed < TODAY else "open"
        stages = ((opened, 1), (moved, 2)) if moved < TODAY else ((opened, 1),)
        end = closed if closed < TODAY else None
        found.append(Course(number, opened, end, status, held=opened, stages=stages))
    chances = Chances(found, TODAY, DaySpan(TODAY, TODAY + 90), {})
    assert all(sign.name == STAGE for sign in chances.signs.kept)
    early = Course(5_000, TODAY - 10, None, held=TODAY - 10, stages=((TODAY - 10, 1),))
    assert chances.of(early).won == pytest.approx(0.5, abs=0.1)


def test_b18_a_value_is_estimated_from_like_won_deals() -> None:
    won = [Course(number, 1, 5, "won", "EUR", 100, "Pump Mark II", "fair") for number in range(LEAST)]
    won += [Course(100 + number, 1, 5, "won", "EUR", 1_000, "Tank", "web") for number in range(LEAST)]
    won += [Course(200, 1, 5, "won", "USD", 7, "Pump Mark II"), Course(201, 1, 5, "lost", "EUR", 9_999, "Pump")]
    worth = Worth(won)

    def told(**named: object) -> tuple[float, str] | None:
        likely = worth.of(Course(1, 1, None)._replace(currency="EUR")._replace(**named))  # type: ignore[arg-type]
        return (likely.value, likely.by) if likely else None

    assert told(like="pump mark II deluxe") == (100, "title")
    assert told(like="Pump") == (100, "title")
    assert told(like="Valve", source="Web") == (1_000, "source")
    assert told(like="Valve") == (550, "all")
    assert told(like="Pump", currency="USD") == (7, "all")
    assert told(like="Pump", currency="JPY") is None
    assert told(like="Pump", value=3) == (3, "")


def parts(times: int = 1) -> list[Prospect]:
    random = Random(2)
    values = [random.randrange(1_000, 90_000) * times for _ in range(200)]
    return [Prospect(random.random() / 2, Likely(float(value), float(value) ** 2)) for value in values]


def test_b18_sums_scale_with_the_values_and_know_no_order() -> None:
    pool = [100, 400]
    new, more = (Prospect(3.0, Likely(250.0 * by, 85_000.0 * by * by, [one * by for one in pool])) for by in (1, 8))
    told = sums(parts(), [new])
    assert sums(parts(8), [more])[:4] == pytest.approx([8 * figure for figure in told[:4] if figure])
    assert sums(reversed(parts()), [new]) == told
    assert told.p10 < told.p50 < told.p90
    assert told.mean == pytest.approx(sum(part.chance * part.likely.value for part in parts()) + 3 * 250)
    assert sum(figure or 0 for figure in sums(parts(), shared=0.0)[1:4]) / 3 == pytest.approx(
        sums(parts()).mean, rel=0.05
    )
    assert sums([])[:4] == (0, 0, 0, 0)


def test_b19_how_often_a_quota_is_made_is_counted_in_the_same_draws() -> None:
    told = sums(parts())
    assert sums(parts(), wanted=told.p50).reached == pytest.approx(0.5, abs=0.01)
    assert sums(parts(), wanted=told.p90).reached == pytest.approx(0.1, abs=0.01)
    assert sums([], wanted=5.0).reached == 0
    assert sums([], wanted=0.0).reached == 1


def test_b18_days_add_up_in_one_currency_by_the_rates_of_the_day() -> None:
    first, second = date(2026, 3, 2), date(2026, 3, 9)
    rates = ExchangeRates("EUR", (("USD", (DatedRate("2026-01-01", 1, 2), DatedRate("2026-03-05", 4, 5))),))
    euros = ForecastDay(first, "EUR", 100, 200, 300, 250, 350, 10, 20, None)
    days = [euros, euros._replace(day=second), *(
        euros._replace(day=day, currency="USD", won=1_000, estimate=2_000) for day in (first, second)
    )]  # fmt: skip
    assert [(one.day, one.won, one.weighted, one.estimate, one.low, one.best) for one in together(days, rates)] == [
        (first, 600, 300, 1_300, None, 30),
        (second, 900, 360, 1_900, None, 36),
    ]
    assert together([one._replace(currency="CHF") for one in days], rates) == []
    assert together(days[:2], rates) == [], "one currency needs no sum"
    assert len(by_week([*days, *together(days, rates)])) == 6


def test_b18_a_range_holds_what_is_drawn_from_its_own_chances() -> None:
    random, inside = Random(11), 0
    _, low, _, high, _ = sums(parts(), shared=0.0)
    for _ in range(1_000):
        came = sum(likely.value for chance, likely in parts() if random.random() < chance)
        inside += low <= came <= high
    assert inside == pytest.approx(800, abs=45)


@pytest.mark.parametrize("count", [150, 1_500])
def test_b18_deals_that_close_in_the_last_month_of_a_quarter_are_told_to_do_so(count: int) -> None:
    """Half a year of a rep's deals is enough; where closings know no quarter, none is made up."""
    random, found = Random(3), []
    for deal in history(count):
        end = date.fromordinal(deal.opened + random.randrange(60)) if deal.opened else date.max
        due = date(end.year, (end.month - 1) // 3 * 3 + 3, random.randrange(1, 29)).toordinal()
        closed = max(due, deal.opened or 0)
        status = random.choice(("won", "lost")) if closed < TODAY else "open"
        found.append(deal._replace(closed=closed if closed < TODAY else None, status=status))
    told = risks(found, TODAY)
    for outcome in (0, 1):
        first, _, last = told.rhythm[outcome]
        assert first[1] < 0.4
        assert last[1] > 2
    for months in risks(history(count), TODAY).rhythm:
        assert all(0.75 < factor < 1.3 for month in months for factor in month)


def test_b18_a_deal_closed_before_it_was_created_in_a_month_to_come_is_told_from() -> None:
    found = [*history(60), Course(900, TODAY + 60, TODAY - 5, "won", "EUR", 100)]
    assert 0 <= Chances(found, TODAY, MAY, {}).of(Course(901, TODAY - 20, None)).won <= 1


def test_b18_what_a_short_past_leaves_unsure_widens_the_range() -> None:
    short, long = (Chances(history(count), TODAY, MAY, {}) for count in (60, 3_000))
    assert short.doubt > 5 * long.doubt > 0
    assert Chances([], TODAY, MAY, {}).doubt == 0
    sure, unsure = (sums(parts(), shared=spread(0.2, doubt)) for doubt in (0.0, 0.1))
    assert unsure.p10 < sure.p10 < sure.p90 < unsure.p90
    cases = [Case((0.5, None, None), True, "EUR", 1.0, 1)] * 10
    shocks = [proof([PastPeriod(MAY, cases, [], doubt)] * 6).shock for doubt in (0.0, 0.5)]
    assert shocks[0] > shocks[1]  # it was known to be unsure


def test_b18_the_shock_is_what_past_periods_were_off_beyond_chance() -> None:
    assert shock([]) == pytest.approx(USUAL_SHOCK * 2**0.5)
    exact = [Past(100.0, 100.0, 80.0)] * 100
    wild = [Past(30.0, 100.0, 80.0), Past(170.0, 100.0, 80.0)] * 50
    assert shock(exact) < 0.1
    assert shock(wild) == pytest.approx(0.7, abs=0.03)
    assert shock([Past(1.0, 0.0, 0.0)]) == shock([])


MONTHS = [DaySpan(TODAY - 30 * back, TODAY - 30 * (back - 1)) for back in range(1, 7)]


def test_b18_the_proof_counts_as_plain_arithmetic_does() -> None:
    cases = [
        Case((0.8, 0.5, 0.0), won=True, currency="EUR", value=100.0, brought=150),
        Case((0.1, None, 0.4), won=False, currency="EUR", value=1_000.0, brought=0),
    ]
    told = proof([PastPeriod(MONTHS[0], cases, [("EUR", "", 150.0, 100.0, 200.0), ("EUR", "a", 1.0, 2.0, 3.0)])])
    own, usual, cycle = told.scores
    assert own.log_loss == pytest.approx(0.164252, abs=1e-6)  # -(ln 0.8 + ln 0.9) / 2
    assert own.brier == pytest.approx(0.025)
    assert own.error == pytest.approx((180 - 150) / 150)
    assert (usual.cases, usual.brier) == (1, 0.25)
    assert cycle.log_loss == pytest.approx(7.163168, abs=1e-5)  # one mistake of somebody who was sure
    assert (told.held, told.ranges, told.better) == (1, 2, None)


def test_b18_the_walk_is_better_than_the_usual_way_and_holds_its_ranges() -> None:
    told = proof(walk(history(3_000), MONTHS, {}))
    scores = {score.way: score for score in told.scores}
    own, cycle = scores[ESTIMATE], scores[CYCLE]
    assert told.periods == 6
    assert own.cases == cycle.cases == sum(len(one.cases) for one in walk(history(3_000), MONTHS, {}, ranges=False))
    assert own.brier and cycle.brier and own.brier < cycle.brier
    assert own.off is not None and own.off < 0.05
    assert own.error is not None and own.error < 0.3


def test_b18_where_the_percentages_told_the_past_better_the_proof_says_so() -> None:
    """Deals that are closed on the very day that was expected, all of them won that are at 100 %."""
    found = []
    for number in range(300):
        opened = TODAY - 400 + number
        closed = opened + 10 + 37 * number % 90
        percent = 100 if number % 3 else 0
        over = closed < TODAY
        status = ("won" if percent else "lost") if over else "open"
        end = closed if over else None
        found.append(Course(number, opened, end, status, "EUR", 100, expected=closed, own_percent=percent, held=opened))
    told = proof(walk(found, MONTHS, {}, ranges=False))
    assert told.better is False
    assert told.beside is not None and told.beside[0].cases == told.beside[1].cases
    assert proof([]).better is None


def test_b18_nothing_to_walk_through_is_no_error() -> None:
    assert walk([], MONTHS, {}) == []
    assert [score.log_loss for score in proof([]).scores] == [None, None, None]
