"""The filter asks for answers of the qualification, for stale ones, and for scores."""

from datetime import UTC, datetime

import pytest
from tests.unit.test_query import ACME, LOST

from pipetui.domain.dates.when import DateRules
from pipetui.domain.errors import InputError
from pipetui.domain.query.facts import Totals
from pipetui.domain.query.language import Query, parse
from pipetui.views import Card

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DEAL = ACME._replace(answers=("yes", "no", "unknown", "stale yes"), roles=("champion", "decision maker"))
SCORES = {DEAL.id: Totals(60, -5)}


def asked(text: str, *, scores: dict[int, Totals] | None = None, partial: bool = False) -> Query:
    return parse(text, NOW, DateRules(), "EUR", scores=scores, partial=partial)


def fits(text: str, card: Card = DEAL) -> bool:
    return asked(text, scores=SCORES).matches(card)


@pytest.mark.parametrize(
    "text",
    [
        "budget:yes", "budget:Y", "authority:no", "need:unknown", "need:none", "need:?", "timing:yes", "timing:stale",
        "stale", "budget:yes -authority:yes", "fit>50", "fit.over:50", "fit:60", "intent.under:0", "intent>-10",
        "intent=-5", "fit.min:60 intent.max:-5", "role:decision", 'role:"decision maker"', "-role:none", "-role:user",
    ],
)  # fmt: skip
def test_what_fits(text: str) -> None:
    assert fits(text)


@pytest.mark.parametrize("text", ["budget:no", "budget:stale", "timing:no", "need:yes", "fit>60", "intent>0", "-stale"])
def test_what_does_not_fit(text: str) -> None:
    assert not fits(text)


def test_nobody_with_a_role_is_found() -> None:
    assert fits("role:none", DEAL._replace(roles=()))
    assert not fits("role:champ", DEAL._replace(roles=()))


def test_a_card_that_was_read_in_brief_holds_no_answers() -> None:
    brief = DEAL._replace(answers=())
    assert fits("budget:unknown", brief)
    assert not fits("budget:yes", brief)
    assert not fits("budget:stale", brief)
    assert not fits("stale", brief)


def test_only_open_deals_are_stale_or_have_a_score() -> None:
    closed = LOST._replace(answers=DEAL.answers)
    assert not fits("stale", closed)
    assert not fits("fit>50", closed)
    assert fits("timing:yes", closed)
    for text in ("stale", "fit>50", "intent.over:-99"):
        assert asked(text, scores=SCORES).statuses == ("open",)


def test_scores_that_are_not_known_fit_nothing_and_the_query_says_that_it_needs_them() -> None:
    query = asked("fit>0 or #1 intent:1")
    assert not query.matches(DEAL)
    assert {"fit", "intent"} < query.fields
    later: dict[int, Totals] = {}
    query = asked("fit>50", scores=later)
    later.update(SCORES)
    assert query.matches(DEAL)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("budget:maybe", "“maybe” is not an answer"),
        ("budget>yes", "budget cannot be compared"),
        ("fit:high", "“high” is not a score"),
        ("intent>", "intent has nothing to compare with"),
    ],
)
def test_what_is_not_understood_is_refused(text: str, title: str) -> None:
    with pytest.raises(InputError, match=title) as refused:
        asked(text)
    assert refused.value.hint
    assert asked(text + " ", partial=True).problem
