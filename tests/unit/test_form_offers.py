"""What a form offers: what fits, the next one, one of several; and what is meant by a day is said."""

import pytest

from pipetui.tui.form_offers import Offers

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
