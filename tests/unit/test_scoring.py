"""The rules of both scores: what their text says, what is refused, and which of them hold."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain import scoring, sweep
from pipetui.domain.deal import OUTCOMES, TOUCH_KINDS
from pipetui.domain.errors import InputError, LineError
from pipetui.domain.scoring import FIT, INTENT, Happened, Intent, Rule
from pipetui.store.schema import starters
from pipetui.store.values import utc_text

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)

Touched = tuple[str, str, str, str]


def anything(rule: str) -> None:
    """A filter that takes every word but "wrong"."""
    if rule == "wrong":
        raise InputError("this is not a filter", "Write another.")


def days_ago(days: float) -> str:
    return utc_text(NOW - timedelta(days=days))


def touch(kind: str, outcome: str = "", direction: str = "out", days: float = 1) -> Touched:
    return (kind, direction, outcome, days_ago(days))


def holds(rule: str, *touches: Touched) -> bool:
    """Whether an intent rule holds for touches, newest first."""
    intent = scoring.read_intent(rule)
    return scoring.holds(intent, scoring.happened(touches), utc_text(scoring.since(intent, NOW)))


# --- the text ------------------------------------------------------------------------------------------------

points = st.integers(-scoring.MOST_POINTS, scoring.MOST_POINTS).filter(bool)
words = st.text("abcdefgh:<>10. ", min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
intents = st.one_of(
    st.tuples(st.sampled_from(scoring.EVENTS), st.integers(1, 400), st.sampled_from(("", "d", "w", "mo", "y"))).map(
        lambda of: f"{of[0]} within {of[1]}{of[2]}"
    ),
    st.integers(1, 99).map(lambda count: f"{count} unanswered"),
)
rules = st.lists(
    st.one_of(
        st.tuples(points, words).map(lambda of: Rule(FIT, *of)),
        st.tuples(points, intents).map(lambda of: Rule(INTENT, *of)),
    ),
    unique_by=lambda rule: (rule.side, rule.rule),
    max_size=12,
)


@given(rules)
def test_rules_come_back_from_their_text(made: list[Rule]) -> None:
    assert list(scoring.parse(scoring.text(made), anything)) == sorted(made, key=lambda rule: rule.side)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        scoring.parse(text, anything)
    except InputError as error:
        assert error.title


def test_comments_blank_lines_and_capitals_of_headings_do_not_matter() -> None:
    text = "# mine\n\nFIT:\n 10   src:web \n\nintent\n-5 Replied within 2w\n"
    assert scoring.parse(text, anything) == (Rule(FIT, 10, "src:web"), Rule(INTENT, -5, "Replied within 2w"))


@pytest.mark.parametrize(
    ("text", "line", "title"),
    [
        ("+10 value.over:10k", 1, "a rule needs a heading above it"),
        ("fit:\n\nvalue.over:10k", 3, "“value.over:10k” is not a rule"),
        ("fit:\n+0 src:web", 2, "0 points are no weight"),
        ("fit:\n+1001 src:web", 2, "1001 points are no weight"),
        ("fit:\n+10 wrong", 2, "this is not a filter"),
        ("fit:\n+10 src:web\n+5 src:web", 3, "“src:web” is there twice"),
        ("intent:\n+10 repled within 30d", 2, "nothing is called “repled”"),
        ("intent:\n+10 replied", 2, "“replied” is not an intent rule"),
        ("intent:\n+10 replied within soon", 2, "“replied within soon” is not an intent rule"),
        ("intent:\n+10 0 unanswered", 2, "“0 unanswered” always holds"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_line(text: str, line: int, title: str) -> None:
    with pytest.raises(LineError) as refused:
        scoring.parse(text, anything)
    assert (refused.value.line, refused.value.title) == (line, title)
    assert refused.value.hint


def test_a_slip_is_answered_with_the_nearest_word() -> None:
    with pytest.raises(InputError) as refused:
        scoring.read_intent("repled within 30d")
    assert refused.value.hint.startswith("did you mean replied?")


def test_the_rules_a_book_begins_with_are_understood() -> None:
    made = [Rule(*rule) for rule in starters.SCORE_RULES]
    assert 8 <= len(made) <= 12
    assert scoring.parse(scoring.text(made), anything) == tuple(made)


# --- what holds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "intent"),
    [
        ("replied within 30d", Intent("replied", 30)),
        ("no answer within 2w", Intent("no-answer", 14)),
        ("left-message within 3 months", Intent("left-message", 90)),
        ("demo within 14", Intent("demo", 14)),
        ("inbound within 1y", Intent("inbound", 365)),
        ("3 Unanswered", Intent("unanswered", least=3)),
    ],
)
def test_an_intent_rule_says_what_and_how_long_ago(rule: str, intent: Intent) -> None:
    assert scoring.read_intent(rule) == intent


def test_days_are_counted_from_midnight_to_midnight() -> None:
    assert holds("replied within 3d", touch("email", "replied", "in", days=3.4))
    assert not holds("replied within 3d", touch("email", "replied", "in", days=3.5))
    assert holds("replied within 99999y", touch("email", "replied", "in", days=3000))


def test_a_kind_counts_when_it_got_through() -> None:
    assert holds("call within 7d", touch("call", "reached"))
    assert not holds("call within 7d", touch("call", "no answer"))
    assert holds("no-answer within 7d", touch("call", "no answer"))
    assert not holds("email within 7d", touch("email", "bounced"))
    assert holds("touch within 7d", touch("email", "bounced"))


def test_inbound_is_what_they_began() -> None:
    assert holds("inbound within 7d", touch("call", "reached", "in"))
    assert not holds("inbound within 7d", touch("email", "replied", "in"))
    assert not holds("inbound within 7d", touch("call", "reached"))


def test_unanswered_counts_the_attempts_since_they_were_heard_from() -> None:
    silence = [touch("call", "no answer"), touch("email"), touch("call", "left message")]
    assert holds("3 unanswered", *silence)
    assert not holds("4 unanswered", *silence, touch("call", "reached"), touch("email"))
    assert not holds("1 unanswered", touch("email", "replied", "in"), *silence)


touches = st.lists(
    st.tuples(
        st.sampled_from(TOUCH_KINDS),
        st.sampled_from(("in", "out")),
        st.sampled_from(("", *OUTCOMES)),
        st.integers(0, 400),
    ),
    max_size=8,
).map(lambda made: [(*one[:3], days_ago(one[3])) for one in sorted(made, key=lambda one: one[3])])


@given(touches, intents, st.integers(1, 50))
def test_more_time_never_makes_a_rule_fail(made: list[Touched], rule: str, more: int) -> None:
    intent, what = scoring.read_intent(rule), scoring.happened(made)
    longer = intent._replace(days=intent.days + more)
    if scoring.holds(intent, what, utc_text(scoring.since(intent, NOW))):
        assert scoring.holds(longer, what, utc_text(scoring.since(longer, NOW)))


@given(touches)
def test_what_happened_is_the_newest_of_each(made: list[Touched]) -> None:
    what = scoring.happened(made)
    assert what.latest.get("touch") == max((at for *_, at in made), default=None)
    assert 0 <= what.unanswered <= len(made)
    assert what.unanswered == 0 or not sweep.heard(*made[0][:3])


def test_nothing_happened_to_begin_with() -> None:
    assert scoring.happened([]) == Happened({})
    assert not holds("touch within 99999y")
