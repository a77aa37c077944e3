"""Budget, authority, need, timing: what follows an answer, when it is stale, what is missing (behaviour 13)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain import qualification
from pipetui.domain.deal import ANSWERS, QUESTIONS
from pipetui.domain.errors import InputError
from pipetui.domain.qualification import STALE_DAYS, age, next_answer, stale_before
from pipetui.views import Answer

HERE = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=HERE)


def answered(**said: str) -> list[Answer]:
    """The answers, given today; a question that is not named is unknown."""
    return [
        Answer(question, said[question], answered_at=NOW) if question in said else Answer(question, "unknown")
        for question in QUESTIONS
    ]


def test_a_press_goes_from_unknown_to_yes_to_no_and_round_again() -> None:
    assert [next_answer(answer) for answer in ("unknown", "yes", "no")] == ["yes", "no", "unknown"]


def test_a_press_on_a_stale_answer_confirms_it() -> None:
    assert [next_answer(answer, stale=True) for answer in ("yes", "no")] == ["yes", "no"]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)), st.integers(0, 86_399))
def test_an_answer_is_stale_from_the_local_day_on_that_is_ninety_days_later(at: datetime, second: int) -> None:
    given_at = at.replace(tzinfo=HERE)
    midnight = given_at.replace(hour=0, minute=0, second=0, microsecond=0)
    fresh = midnight + timedelta(days=STALE_DAYS - 1, seconds=second)
    assert given_at >= stale_before(fresh)
    assert given_at < stale_before(fresh + timedelta(days=1))
    assert age(given_at.astimezone(UTC), fresh) == STALE_DAYS - 1


@pytest.mark.parametrize(
    ("typed", "answer"), [("y", "yes"), ("NO", "no"), ("?", "unknown"), ("✓", "yes"), ("✗", "no"), ("", "unknown")]
)
def test_an_answer_is_read_from_its_beginning_or_its_sign(typed: str, answer: str) -> None:
    assert qualification.read_answer(typed) == answer
    assert answer in ANSWERS


def test_what_is_no_answer_and_no_question_is_refused() -> None:
    with pytest.raises(InputError, match="“maybe” is not an answer"):
        qualification.read_answer("maybe")
    for text in ("", "x", "budgets"):
        with pytest.raises(InputError, match="there is no question"):
            qualification.find_question(text)
    assert qualification.find_question("Aut") == "authority"


def test_b13_only_a_yes_answers_a_question() -> None:
    missing = qualification.warning(answered(budget="yes", need="no", timing="unknown"), NOW)
    assert missing == "authority, need, timing not answered with yes"
    assert qualification.warning(answered(**dict.fromkeys(QUESTIONS, "yes")), NOW) == ""


def test_b13_a_stale_yes_counts_as_no_answer() -> None:
    answers = answered(**dict.fromkeys(QUESTIONS, "yes"))
    answers[2] = answers[2]._replace(stale=True, answered_at=NOW - timedelta(days=120))
    assert qualification.warning(answers, NOW) == "need (yes 120 days ago) not answered with yes"
