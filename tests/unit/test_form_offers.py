"""What a form offers: what fits, the next one, one of several; and what is meant by a day is said."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.conftest import NOW

from pipetui.domain.dates.when import DateRules
from pipetui.tui.form_offers import Offers, day_said

STAGES = Offers(("Prospecting", "Qualification", "Demo", "Proposal"))
TAGS = Offers(("hot", "saas", "expo"), " ")
PEOPLE = Offers(("Ann Lee", "Søren Kjær"), ",")


@pytest.mark.parametrize(
    ("offers", "typed", "fits"),
    [
        (STAGES, "", ["Prospecting", "Qualification", "Demo", "Proposal"]),
        (STAGES, "pro", ["Prospecting", "Proposal"]),
        (STAGES, "o", ["Prospecting", "Qualification", "Demo", "Proposal"]),
        (STAGES, "posal", ["Proposal"]),
        (STAGES, "zzz", []),
        (TAGS, "hot s", ["saas"]),
        (PEOPLE, "Ann Lee, soren", ["Søren Kjær"]),
    ],
)
def test_what_fits_is_offered_beginnings_first(offers: Offers, typed: str, fits: list[str]) -> None:
    assert offers.fitting(typed, "Demo", 80) == fits


def test_no_more_is_offered_than_there_is_room_for() -> None:
    assert STAGES.fitting("", "", 30) == ["Prospecting", "Qualification"]
    assert STAGES.fitting("", "", 0) == []


@pytest.mark.parametrize(
    ("offers", "typed", "after"),
    [
        (STAGES, "", "Prospecting"),
        (STAGES, "Prospecting", "Qualification"),
        (STAGES, "Proposal", "Prospecting"),
        (STAGES, "de", "Demo"),
        (STAGES, "zzz", "Prospecting"),
        (TAGS, "hot", "saas"),
        (TAGS, "hot ", "hot hot"),
        (TAGS, "own ex", "own expo"),
        (PEOPLE, "Bob, ann", "Bob, Ann Lee"),
    ],
)
def test_the_next_offer_takes_the_place_of_what_is_typed(offers: Offers, typed: str, after: str) -> None:
    assert offers.after(typed) == after


@given(st.text() | st.dates().map(str))
@example("2025-12-30")
@example("yesterday")
@example("fri 14:00")
@example("")
def test_of_any_text_a_day_is_said_or_nothing(text: str) -> None:
    """It stands beside a field that the form has checked already: it may not refuse what is right there."""
    said = day_said(text, NOW, DateRules())
    assert said == "" or said.endswith(("ago", "today", "tomorrow", "yesterday")) or ", in " in said
