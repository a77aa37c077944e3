"""Answers with their notes, both scores, the rules of the scores, and the filters on them."""

import pytest

from pipetui import service
from pipetui.domain.errors import ConflictError, InputError, LineError, NotFoundError
from pipetui.domain.line.quick_line import TouchLine
from pipetui.domain.qualification import Said
from pipetui.domain.scoring import Rule
from pipetui.service import Desk, look
from pipetui.service.qualification import rules_reader, score_rules
from pipetui.store.reads import book_reads, scores
from pipetui.store.schema import starters
from pipetui.views import Answer
from tests.conftest import Clock
from tests.service.conftest import Add

RULES = (Rule("fit", 10, "src:web"), Rule("fit", -3, "need:no"), Rule("intent", 7, "replied within 30d"))


def said(desk: Desk, deal: int, question: str = "budget") -> Answer:
    """What is known about a question."""
    return next(one for one in look.sheet(desk, deal).qualification if one.question == question)


def sums(desk: Desk, deal: int) -> dict[str, int]:
    """Both scores of a deal."""
    return {score.side: score.total for score in look.sheet(desk, deal).scores}


# --- answers -------------------------------------------------------------------------------------------------


def test_b13_a_press_goes_on_to_the_next_answer(desk: Desk, add: Add) -> None:
    deal = add()
    told = [service.answer(desk, [deal], "budget").said for _ in range(3)]
    assert told == [f"#{deal} Acme rollout: budget {answer}" for answer in ("yes", "no", "unknown")]
    assert said(desk, deal).answer == "unknown"
    service.undo(desk)
    assert said(desk, deal).answer == "no"


def test_a_stale_yes_is_confirmed_before_it_goes_on(desk: Desk, clock: Clock, add: Add) -> None:
    deal = add()
    service.answer(desk, [deal], "budget")
    clock.tick(days=89)
    assert not said(desk, deal).stale
    clock.tick(days=1)
    assert said(desk, deal).stale
    assert service.answer(desk, [deal], "budget").said == f"#{deal} Acme rollout: budget yes, confirmed"
    assert (said(desk, deal).answered_at, said(desk, deal).stale) == (clock.now, False)
    assert service.answer(desk, [deal], "budget").said == f"#{deal} Acme rollout: budget no"


def test_several_deals_get_the_answer_of_the_first(desk: Desk, add: Add) -> None:
    first, second = add("One"), add("Two")
    service.answer(desk, [second], "need", "yes")
    assert service.answer(desk, [first, second], "need").said == "2 deals: need yes"
    assert service.answer(desk, [first, second], "need").said == "2 deals: need no"
    service.undo(desk)
    assert [said(desk, deal, "need").answer for deal in (first, second)] == ["yes", "yes"]


def test_a_note_stays_behind_another_answer_until_another_is_given(desk: Desk, add: Add) -> None:
    deal = add()
    service.answer(desk, [deal], "timing", "?", note=" they look at \x1b[31mtwo others ")
    assert said(desk, deal, "timing")[:3] == ("timing", "unknown", "they look at two others")
    service.answer(desk, [deal], "timing")
    assert said(desk, deal, "timing")[:3] == ("timing", "yes", "they look at two others")
    service.qualify(desk, [deal], [Said("timing", note="")])
    assert said(desk, deal, "timing")[:3] == ("timing", "yes", "")


def test_a_note_alone_leaves_the_answer_as_old_as_it_is(desk: Desk, clock: Clock, add: Add) -> None:
    deal, at = add(), clock.now
    service.answer(desk, [deal], "need", "no")
    clock.tick(days=100)
    outcome = service.qualify(desk, [deal], [Said("need", note="asked Ann")])
    assert outcome.said == f"#{deal} Acme rollout: need noted"
    assert said(desk, deal, "need") == Answer("need", "no", "asked Ann", at, True)


def test_several_answers_are_one_step_of_undo(desk: Desk, add: Add) -> None:
    deal = add()
    service.qualify(desk, [deal], [Said("budget", "yes", "20k"), Said("need", "no")])
    assert look.card(desk, deal).answers == ("yes", "unknown", "no", "unknown")
    service.undo(desk)
    assert look.card(desk, deal).answers == ("unknown",) * 4


def test_bad_answers_are_refused(desk: Desk, add: Add) -> None:
    deal = add()
    with pytest.raises(InputError, match="there is no question “money”"):
        service.answer(desk, [deal], "money")
    with pytest.raises(InputError, match="“perhaps” is no answer"):
        service.answer(desk, [deal], "need", "perhaps")
    with pytest.raises(InputError, match="nothing was answered"):
        service.qualify(desk, [deal], [])
    with pytest.raises(NotFoundError):
        service.answer(desk, [deal, 99], "need")
    with pytest.raises(ConflictError):  # unknown it is already
        service.answer(desk, [deal], "need", "unknown")
    assert look.card(desk, deal).answers == ("unknown",) * 4


def test_b13_a_stale_answer_warns_on_leaving_qualification(desk: Desk, clock: Clock, add: Add) -> None:
    deal = add(stage="Qualification")
    service.qualify(desk, [deal], [Said(question, "yes") for question in ("budget", "authority", "need", "timing")])
    clock.tick(days=95)
    service.answer(desk, [deal], "timing")
    warnings = service.advance(desk, [deal]).warnings
    old = ", ".join(f"{question} (yes 95 days ago)" for question in ("budget", "authority", "need"))
    assert warnings == (f"#{deal} Acme rollout: {old} not answered with yes",)


# --- filters -------------------------------------------------------------------------------------------------


def found(desk: Desk, words: str) -> list[int]:
    """The numbers of the deals that fit, sorted."""
    return sorted(card.id for card in look.cards(desk, words))


def test_filters_ask_for_answers_and_for_stale_ones(desk: Desk, clock: Clock, add: Add) -> None:
    one, two = add("One"), add("Two")
    service.answer(desk, [one], "budget")
    clock.tick(days=90)
    service.answer(desk, [two], "authority", "no")
    assert found(desk, "budget:yes") == [one]
    assert found(desk, "budget:unknown") == [two]
    assert found(desk, "authority:no") == [two]
    assert found(desk, "stale") == found(desk, "budget:stale") == [one]
    assert found(desk, "authority:stale") == []
    assert look.card(desk, one).answers[0] == "stale yes"


def test_filters_ask_for_scores_of_open_deals(desk: Desk, add: Add) -> None:
    service.set_score_rules(desk, RULES)
    one, two, won = add("One", source="web"), add("Two"), add("Three", source="web")
    service.win(desk, [won])
    service.log(desk, [two], TouchLine("email", "replied", "in"))
    assert found(desk, "fit.over:5") == [one]
    assert found(desk, "intent:7") == [two]
    assert found(desk, "open fit:0") == [two]
    assert found(desk, "fit>0 or intent>0") == [one, two]


def test_the_roles_of_the_people_can_be_asked_for_and_scored(desk: Desk, add: Add) -> None:
    service.set_score_rules(desk, [Rule("fit", 15, "role:decision")])
    one, two = add("One"), add("Two")
    service.edit(desk, one, {"people": "Bob, Ann Lee (decision maker), Cid (user)"})
    service.edit(desk, two, {"people": "Dan (champion)"})
    assert (look.card(desk, one).people, look.card(desk, one).roles) == (
        ("Bob", "Ann Lee", "Cid"),
        ("decision maker", "user"),
    )
    assert found(desk, "role:decision") == found(desk, "fit:15") == [one]
    assert found(desk, "role:champion") == [two]
    assert look.sheet(desk, one).scores[0].lines == ((15, "role:decision", "decision maker, user"),)


# --- scores --------------------------------------------------------------------------------------------------


def test_a_new_book_has_rules(desk: Desk) -> None:
    assert score_rules(desk) == tuple(Rule(*rule) for rule in starters.SCORE_RULES)


def test_each_score_is_the_sum_of_its_lines_and_says_why(desk: Desk, clock: Clock, add: Add) -> None:
    service.set_score_rules(desk, RULES)
    deal = add(source="Web")
    service.answer(desk, [deal], "need", "no")
    service.log(desk, [deal], TouchLine("email", "replied", "in"))
    clock.tick(days=3)
    fit, intent = look.sheet(desk, deal).scores
    assert (fit.side, fit.total, intent.side, intent.total) == ("fit", 7, "intent", 7)
    assert fit.lines == ((10, "src:web", "Web"), (-3, "need:no", "need no"))
    assert intent.lines == ((7, "replied within 30d", "replied 3 days ago"),)
    clock.tick(days=28)
    assert sums(desk, deal) == {"fit": 7, "intent": 0}


def test_unanswered_attempts_are_a_rule(desk: Desk, add: Add) -> None:
    service.set_score_rules(desk, [Rule("intent", -15, "2 unanswered")])
    deal = add()
    for outcome in ("reached", "no answer", "left message", "no answer"):
        service.log(desk, [deal], TouchLine("call", outcome, "out"))
    assert look.sheet(desk, deal).scores[1].lines == ((-15, "2 unanswered", "3 attempts unanswered"),)


def test_the_sums_of_many_deals_are_those_of_each(desk: Desk, clock: Clock, add: Add) -> None:
    deals = [add(f"Deal {number}", source="web" if number % 2 else "", value=number * 4000) for number in range(6)]
    for number, deal in enumerate(deals):
        for outcome in ("reached", "replied", "no answer", "booked", "bounced")[:number]:
            service.log(desk, [deal], TouchLine("call", outcome, "in" if outcome == "replied" else "out"))
            clock.tick(days=2)
    cards, moment = look.cards(desk), desk.moment()
    totals = scores.totals(desk.store.connection, moment, cards)
    assert {deal: dict(zip(("fit", "intent"), totals[deal], strict=True)) for deal in deals} == {
        deal: sums(desk, deal) for deal in deals
    }
    assert len({tuple(sums) for sums in totals.values()}) > 3


def test_the_rules_are_changed_as_one_step_of_undo(desk: Desk) -> None:
    before = score_rules(desk)
    assert service.set_score_rules(desk, RULES).said == "changed the rules of the scores"
    assert score_rules(desk) == RULES
    with pytest.raises(ConflictError):
        service.set_score_rules(desk, RULES)
    service.undo(desk)
    assert score_rules(desk) == before


def test_rules_that_are_no_rules_are_refused_with_their_line(desk: Desk) -> None:
    for text, title in (
        ("fit:\n+5 src:web\n+10 colour:red", "there is no field “colour”"),
        ("fit:\n\n+10 fit.over:5", "a score cannot be made of scores"),
        ("intent:\n+1 demo within 1d\n+10 demoed within 3d", "nothing is called “demoed”"),
        ("fit:\n#\n+10 ()", "There is nothing between"),
    ):
        with pytest.raises(LineError, match=title) as refused:
            rules_reader(desk)(text)
        assert refused.value.line == 3


def test_a_rule_that_is_not_understood_any_more_counts_nothing_and_says_so(desk: Desk, add: Add) -> None:
    deal = add(source="web")
    with desk.gesture("spoilt") as gesture:
        connection = desk.store.connection
        connection.execute("DELETE FROM score_rule")
        connection.execute("INSERT INTO score_rule (side, rule, points, position) VALUES ('fit', 'colour:red', 5, 0)")
        connection.execute("INSERT INTO score_rule (side, rule, points, position) VALUES ('fit', 'src:web', 3, 1)")
        gesture.done([], "spoilt")
    fit = look.sheet(desk, deal).scores[0]
    assert fit.total == 3
    assert fit.lines[-1][:2] == (0, "colour:red")
    assert "not understood" in fit.lines[-1].why
    assert scores.totals(desk.store.connection, desk.moment(), [look.card(desk, deal)])[deal].fit == 3


def test_a_brief_reading_holds_no_answers(desk: Desk, add: Add) -> None:
    service.answer(desk, [add()], "need")
    (card,) = book_reads.open_cards(desk.store.connection, desk.moment(), brief=True)
    assert card.answers == ()
