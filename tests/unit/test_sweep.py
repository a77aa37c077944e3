"""Which deals look dead and why, and the words for what is decided about them (behaviour 10)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain import decisions, sweep
from pipetui.domain.dates.when import DateRules
from pipetui.domain.deal import LOSS_REASONS
from pipetui.domain.decisions import DROP, KEEP, LAST_CHANCE, PARK, REVIVE, Decision
from pipetui.domain.errors import InputError, PipetuiError
from pipetui.domain.sweep import Cycle, Exhausted, Limits, Old, Pushed, Refused, Rotting, SweepFacts, Unanswered
from pipetui.phrases import sweep as phrases

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
USUAL = Cycle(120, 40)
OCTOBER = date(2026, 10, 2)


@pytest.mark.parametrize(
    ("facts", "reason", "said"),
    [
        (SweepFacts(cadence_steps=5, cadence_days=12), Exhausted(5, 12), "5 cadence steps done 12 days ago, no reply"),
        (SweepFacts(cadence_steps=1), Exhausted(1, 0), "1 cadence step done today, no reply"),
        (
            SweepFacts(calls=4, emails=3, since=OCTOBER),
            Unanswered(4, 3, OCTOBER),
            "4 calls and 3 e-mails unanswered since 2 Oct",
        ),
        (SweepFacts(quiet_days=21, stage_days=10), Rotting(21, 10), "21 days quiet, rots after 10"),
        (SweepFacts(age_days=121), Old(121, 120, 40), "121 days old, 90 % of 40 wins within 120 days"),
        (SweepFacts(refused=("budget", "need")), Refused(("budget", "need")), "no budget, no need"),
        (SweepFacts(pushed=3), Pushed(3), "close date pushed 3 times"),
    ],
)
def test_b10_each_reason_is_shown_with_its_numbers(facts: SweepFacts, reason: sweep.Reason, said: str) -> None:
    assert sweep.reasons(facts, Limits(), USUAL) == (reason,)
    assert phrases.why(reason, TODAY) == said


@pytest.mark.parametrize(
    "facts",
    [
        SweepFacts(),
        SweepFacts(calls=9, emails=2, since=OCTOBER),
        SweepFacts(calls=2, emails=9, since=OCTOBER),
        SweepFacts(quiet_days=20, stage_days=10),
        SweepFacts(quiet_days=99, stage_days=0),
        SweepFacts(age_days=120),
        SweepFacts(pushed=2),
    ],
)
def test_b10_up_to_the_limit_a_deal_is_alive(facts: SweepFacts) -> None:
    assert sweep.reasons(facts, Limits(), USUAL) == ()


def test_b10_the_limits_are_settings() -> None:
    facts = SweepFacts(calls=1, emails=1, pushed=1, age_days=31)
    found = sweep.reasons(facts, Limits(calls=1, emails=1, pushed=1), sweep.cycle([], Limits(cycle_days=30)))
    assert found == (Unanswered(1, 1, None), Old(31, 30, 0), Pushed(1))
    assert phrases.why(found[1], TODAY) == "31 days old, the setting is 30 days"


def test_b10_the_usual_cycle_is_ones_own_from_twenty_wins_on() -> None:
    assert sweep.cycle(list(range(1, 20)), Limits()) == Cycle(180)
    assert sweep.cycle(list(range(1, 21)), Limits()) == Cycle(18, 20)
    assert sweep.cycle([*range(100, 0, -1)], Limits()) == Cycle(90, 100)


@given(st.lists(st.integers(0, 4000), min_size=20, max_size=60))
def test_b10_nine_of_ten_wins_took_no_longer_than_the_usual_cycle(won: list[int]) -> None:
    usual = sweep.cycle(won, Limits())
    assert sum(days <= usual.days for days in won) >= 0.9 * len(won)
    assert sum(days < usual.days for days in won) < 0.9 * len(won), "and it is the least such number"


counts = st.integers(0, 8)
facts_of = st.builds(
    SweepFacts,
    cadence_steps=counts,
    cadence_days=counts,
    calls=counts,
    emails=counts,
    since=st.none(),
    quiet_days=st.integers(0, 60),
    stage_days=st.integers(0, 20),
    age_days=st.integers(0, 400),
    refused=st.sampled_from([(), ("need",)]),
    pushed=counts,
)


@given(facts_of)
def test_b10_a_deal_that_is_worse_never_has_fewer_reasons(facts: SweepFacts) -> None:
    worse = facts._replace(
        calls=facts.calls + 1, emails=facts.emails + 1, age_days=facts.age_days + 1, pushed=facts.pushed + 1
    )
    before = {type(reason) for reason in sweep.reasons(facts, Limits(), USUAL)}
    assert before <= {type(reason) for reason in sweep.reasons(worse, Limits(), USUAL)}
    for reason in sweep.reasons(worse, Limits(), USUAL):
        assert phrases.why(reason, TODAY)
        assert phrases.name(reason)


# --- decisions


def parsed(line: str) -> Decision:
    return decisions.parse(line.split(), NOW, DateRules(), Limits(keep_days=30), LOSS_REASONS)


@pytest.mark.parametrize(
    ("line", "decision", "said"),
    [
        ("drop went silent", Decision(DROP, None, "went silent"), "drop · went silent"),
        ("drop went-silent", Decision(DROP, None, "went silent"), "drop · went silent"),
        ("drop pri", Decision(DROP, None, "price"), "drop · price"),
        ("park 15 jan", Decision(PARK, date(2027, 1, 15)), "park until Fri 15 Jan"),
        ("keep", Decision(KEEP, TODAY + timedelta(days=30)), "keep until Mon 21 Dec"),
        ("keep 14", Decision(KEEP, TODAY + timedelta(days=14)), "keep until Sat 5 Dec"),
        ("keep 14d", Decision(KEEP, TODAY + timedelta(days=14)), "keep until Sat 5 Dec"),
        ("keep +2w", Decision(KEEP, TODAY + timedelta(days=14)), "keep until Sat 5 Dec"),
        ("last-chance", Decision(LAST_CHANCE), "last-chance e-mail"),
        ("LAST", Decision(LAST_CHANCE), "last-chance e-mail"),
        ("revive 1 mar", Decision(REVIVE, date(2027, 3, 1), "timing"), "revive on Mon 1 Mar · timing"),
        ("revive 1 mar budget", Decision(REVIVE, date(2027, 3, 1), "budget"), "revive on Mon 1 Mar · budget"),
    ],
)
def test_b10_a_decision_is_a_few_words(line: str, decision: Decision, said: str) -> None:
    assert parsed(line) == decision
    assert phrases.decided(decision, TODAY) == said


@pytest.mark.parametrize(
    "line",
    [
        "",
        "perhaps",
        "drop",
        "drop zz",
        "park",
        "park zz",
        "park today",
        "keep 0",
        "keep 9999999999",
        "keep ²",
        "keep today",
        "last-chance now",
        "revive",
        "revive timing",
        "revive 1 mar zz",
    ],
)
def test_b10_what_is_no_decision_is_refused_with_an_example(line: str) -> None:
    with pytest.raises(InputError) as refused:
        parsed(line)
    assert refused.value.hint


WORDS = ["drop", "park", "keep", "last", "revive", "1", "30d", "mar", "timing", "price", "fri", "zz", "²", "-"]


@given(st.lists(st.sampled_from(WORDS), max_size=4))
def test_b10_whatever_is_typed_is_taken_or_refused(words: list[str]) -> None:
    try:
        decision = decisions.parse(words, NOW, DateRules(), Limits(), LOSS_REASONS)
    except PipetuiError:
        return
    assert decision.until is None or decision.until > TODAY
    assert phrases.decided(decision, TODAY)


def test_b10_many_decisions_are_counted_by_kind() -> None:
    taken = [parsed("keep"), parsed("drop price"), parsed("drop budget"), parsed("last")]
    assert phrases.tally(taken) == "1 given a last chance, 2 dropped, 1 kept"
