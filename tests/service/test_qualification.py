"""Answers with their notes, both scores, the rules of the scores, and the filters on them."""

import pytest

from pipetui import service
from pipetui.domain.errors import ConflictError, InputError, LineError, NotFoundError
from pipetui.domain.line.quick_line import TouchLine
from pipetui.domain.qualification import GivenAnswer
from pipetui.domain.scoring import Rule
from pipetui.service import Workspace, reads
from pipetui.service.qualification import rules_reader, score_rules
from pipetui.store.reads import book_reads, scores
from pipetui.store.schema import starters
from pipetui.views import Answer
from tests.conftest import Clock
from tests.service.conftest import Add

RULES = (Rule("fit", 10, "src:web"), Rule("fit", -3, "need:no"), Rule("intent", 7, "replied within 30d"))


def said(workspace: Workspace, deal: int, question: str = "budget") -> Answer:
    """What is known about a question."""
    return next(one for one in reads.sheet(workspace, deal).qualification if one.question == question)


def sums(workspace: Workspace, deal: int) -> dict[str, int]:
    """Both scores of a deal."""
    return {score.side: score.total for score in reads.sheet(workspace, deal).scores}


# --- answers -------------------------------------------------------------------------------------------------


def test_b13_a_press_goes_on_to_the_next_answer(workspace: Workspace, add: Add) -> None:
    deal = add()
    told = [service.answer(workspace, [deal], "budget").message for _ in range(3)]
    assert told == [f"#{deal} Acme rollout: budget {answer}" for answer in ("yes", "no", "unknown")]
    assert said(workspace, deal).answer == "unknown"
    service.undo(workspace)
    assert said(workspace, deal).answer == "no"


def test_a_stale_yes_is_confirmed_before_it_goes_on(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add()
    service.answer(workspace, [deal], "budget")
    clock.tick(days=89)
    assert not said(workspace, deal).stale
    clock.tick(days=1)
    assert said(workspace, deal).stale
    assert service.answer(workspace, [deal], "budget").message == f"#{deal} Acme rollout: budget yes, confirmed"
    assert (said(workspace, deal).answered_at, said(workspace, deal).stale) == (clock.now, False)
    assert service.answer(workspace, [deal], "budget").message == f"#{deal} Acme rollout: budget no"


def test_several_deals_get_the_answer_of_the_first(workspace: Workspace, add: Add) -> None:
    first, second = add("One"), add("Two")
    service.answer(workspace, [second], "need", "yes")
    assert service.answer(workspace, [first, second], "need").message == "2 deals: need yes"
    assert service.answer(workspace, [first, second], "need").message == "2 deals: need no"
    service.undo(workspace)
    assert [said(workspace, deal, "need").answer for deal in (first, second)] == ["yes", "yes"]


def test_a_note_stays_behind_another_answer_until_another_is_given(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.answer(workspace, [deal], "timing", "?", note=" they look at \x1b[31mtwo others ")
    assert said(workspace, deal, "timing")[:3] == ("timing", "unknown", "they look at two others")
    service.answer(workspace, [deal], "timing")
    assert said(workspace, deal, "timing")[:3] == ("timing", "yes", "they look at two others")
    service.qualify(workspace, [deal], [GivenAnswer("timing", note="")])
    assert said(workspace, deal, "timing")[:3] == ("timing", "yes", "")


def test_a_note_alone_leaves_the_answer_as_old_as_it_is(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal, at = add(), clock.now
    service.answer(workspace, [deal], "need", "no")
    clock.tick(days=100)
    outcome = service.qualify(workspace, [deal], [GivenAnswer("need", note="asked Ann")])
    assert outcome.message == f"#{deal} Acme rollout: need noted"
    assert said(workspace, deal, "need") == Answer("need", "no", "asked Ann", at, True)


def test_several_answers_are_one_step_of_undo(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.qualify(workspace, [deal], [GivenAnswer("budget", "yes", "20k"), GivenAnswer("need", "no")])
    assert reads.card(workspace, deal).answers == ("yes", "unknown", "no", "unknown")
    service.undo(workspace)
    assert reads.card(workspace, deal).answers == ("unknown",) * 4


def test_bad_answers_are_refused(workspace: Workspace, add: Add) -> None:
    deal = add()
    with pytest.raises(InputError, match="there is no question “money”"):
        service.answer(workspace, [deal], "money")
    with pytest.raises(InputError, match="“perhaps” is not an answer"):
        service.answer(workspace, [deal], "need", "perhaps")
    with pytest.raises(InputError, match="nothing was answered"):
        service.qualify(workspace, [deal], [])
    with pytest.raises(NotFoundError):
        service.answer(workspace, [deal, 99], "need")
    with pytest.raises(ConflictError):  # unknown it is already
        service.answer(workspace, [deal], "need", "unknown")
    assert reads.card(workspace, deal).answers == ("unknown",) * 4


def test_b13_a_stale_answer_warns_on_leaving_qualification(workspace: Workspace, clock: Clock, add: Add) -> None:
    deal = add(stage="Qualification")
    service.qualify(
        workspace, [deal], [GivenAnswer(question, "yes") for question in ("budget", "authority", "need", "timing")]
    )
    clock.tick(days=95)
    service.answer(workspace, [deal], "timing")
    warnings = service.advance(workspace, [deal]).warnings
    old = ", ".join(f"{question} (yes 95 days ago)" for question in ("budget", "authority", "need"))
    assert warnings == (f"#{deal} Acme rollout: {old} not answered with yes",)


# --- filters -------------------------------------------------------------------------------------------------


def found(workspace: Workspace, words: str) -> list[int]:
    """The numbers of the deals that fit, sorted."""
    return sorted(card.id for card in reads.cards(workspace, words))


def test_filters_ask_for_answers_and_for_stale_ones(workspace: Workspace, clock: Clock, add: Add) -> None:
    one, two = add("One"), add("Two")
    service.answer(workspace, [one], "budget")
    clock.tick(days=90)
    service.answer(workspace, [two], "authority", "no")
    assert found(workspace, "budget:yes") == [one]
    assert found(workspace, "budget:unknown") == [two]
    assert found(workspace, "authority:no") == [two]
    assert found(workspace, "stale") == found(workspace, "budget:stale") == [one]
    assert found(workspace, "authority:stale") == []
    assert reads.card(workspace, one).answers[0] == "stale yes"


def test_filters_ask_for_scores_of_open_deals(workspace: Workspace, add: Add) -> None:
    service.set_score_rules(workspace, RULES)
    one, two, won = add("One", source="web"), add("Two"), add("Three", source="web")
    service.win(workspace, [won])
    service.log(workspace, [two], TouchLine("email", "replied", "in"))
    assert found(workspace, "fit.over:5") == [one]
    assert found(workspace, "intent:7") == [two]
    assert found(workspace, "open fit:0") == [two]
    assert found(workspace, "fit>0 or intent>0") == [one, two]


def test_the_roles_of_the_people_can_be_asked_for_and_scored(workspace: Workspace, add: Add) -> None:
    service.set_score_rules(workspace, [Rule("fit", 15, "role:decision")])
    one, two = add("One"), add("Two")
    service.edit(workspace, one, {"people": "Bob, Ann Lee (decision maker), Cid (user)"})
    service.edit(workspace, two, {"people": "Dan (champion)"})
    assert (reads.card(workspace, one).people, reads.card(workspace, one).roles) == (
        ("Bob", "Ann Lee", "Cid"),
        ("decision maker", "user"),
    )
    assert found(workspace, "role:decision") == found(workspace, "fit:15") == [one]
    assert found(workspace, "role:champion") == [two]
    assert reads.sheet(workspace, one).scores[0].lines == ((15, "role:decision", "decision maker, user"),)


# --- scores --------------------------------------------------------------------------------------------------


def test_a_new_book_has_rules(workspace: Workspace) -> None:
    assert score_rules(workspace) == tuple(Rule(*rule) for rule in starters.SCORE_RULES)


def test_each_score_is_the_sum_of_its_lines_and_says_why(workspace: Workspace, clock: Clock, add: Add) -> None:
    service.set_score_rules(workspace, RULES)
    deal = add(source="Web")
    service.answer(workspace, [deal], "need", "no")
    service.log(workspace, [deal], TouchLine("email", "replied", "in"))
    clock.tick(days=3)
    fit, intent = reads.sheet(workspace, deal).scores
    assert (fit.side, fit.total, intent.side, intent.total) == ("fit", 7, "intent", 7)
    assert fit.lines == ((10, "src:web", "Web"), (-3, "need:no", "need no"))
    assert intent.lines == ((7, "replied within 30d", "replied 3 days ago"),)
    clock.tick(days=28)
    assert sums(workspace, deal) == {"fit": 7, "intent": 0}


def test_unanswered_attempts_are_a_rule(workspace: Workspace, add: Add) -> None:
    service.set_score_rules(workspace, [Rule("intent", -15, "2 unanswered")])
    deal = add()
    for outcome in ("reached", "no answer", "left message", "no answer"):
        service.log(workspace, [deal], TouchLine("call", outcome, "out"))
    assert reads.sheet(workspace, deal).scores[1].lines == ((-15, "2 unanswered", "3 attempts unanswered"),)


def test_the_sums_of_many_deals_are_those_of_each(workspace: Workspace, clock: Clock, add: Add) -> None:
    deals = [add(f"Deal {number}", source="web" if number % 2 else "", value=number * 4000) for number in range(6)]
    for number, deal in enumerate(deals):
        for outcome in ("reached", "replied", "no answer", "booked", "bounced")[:number]:
            service.log(workspace, [deal], TouchLine("call", outcome, "in" if outcome == "replied" else "out"))
            clock.tick(days=2)
    cards, moment = reads.cards(workspace), workspace.moment()
    totals = scores.totals(workspace.store.connection, moment, cards)
    assert {deal: dict(zip(("fit", "intent"), totals[deal], strict=True)) for deal in deals} == {
        deal: sums(workspace, deal) for deal in deals
    }
    assert len({tuple(sums) for sums in totals.values()}) > 3


def test_the_rules_are_changed_as_one_step_of_undo(workspace: Workspace) -> None:
    before = score_rules(workspace)
    assert service.set_score_rules(workspace, RULES).message == "changed the rules of the scores"
    assert score_rules(workspace) == RULES
    with pytest.raises(ConflictError):
        service.set_score_rules(workspace, RULES)
    service.undo(workspace)
    assert score_rules(workspace) == before


def test_rules_that_are_no_rules_are_refused_with_their_line(workspace: Workspace) -> None:
    for text, title in (
        ("fit:\n+5 src:web\n+10 colour:red", "there is no field “colour”"),
        ("fit:\n\n+10 fit.over:5", "a score cannot be made of scores"),
        ("intent:\n+1 demo within 1d\n+10 demoed within 3d", "nothing is called “demoed”"),
        ("fit:\n#\n+10 ()", "there is nothing between"),
    ):
        with pytest.raises(LineError, match=title) as refused:
            rules_reader(workspace)(text)
        assert refused.value.line == 3


def test_a_rule_that_is_not_understood_any_more_counts_nothing_and_says_so(workspace: Workspace, add: Add) -> None:
    deal = add(source="web")
    with workspace.unit_of_work("spoilt") as uow:
        connection = workspace.store.connection
        connection.execute("DELETE FROM score_rule")
        connection.execute("INSERT INTO score_rule (side, rule, points, position) VALUES ('fit', 'colour:red', 5, 0)")
        connection.execute("INSERT INTO score_rule (side, rule, points, position) VALUES ('fit', 'src:web', 3, 1)")
        uow.done([], "spoilt")
    fit = reads.sheet(workspace, deal).scores[0]
    assert fit.total == 3
    assert fit.lines[-1][:2] == (0, "colour:red")
    assert "not understood" in fit.lines[-1].why
    assert scores.totals(workspace.store.connection, workspace.moment(), [reads.card(workspace, deal)])[deal].fit == 3


def test_a_brief_reading_holds_no_answers(workspace: Workspace, add: Add) -> None:
    service.answer(workspace, [add()], "need")
    (card,) = book_reads.open_cards(workspace.store.connection, workspace.moment(), brief=True)
    assert card.answers == ()
