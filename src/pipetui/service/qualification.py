"""Gestures of qualification: the four answers with their notes, and the rules of both scores."""

from collections.abc import Callable, Sequence

from pipetui.domain import qualification, scoring
from pipetui.domain.custom_fields import DEAL
from pipetui.domain.deal import QUESTIONS
from pipetui.domain.errors import InputError
from pipetui.domain.qualification import GivenAnswer
from pipetui.domain.scoring import Rule
from pipetui.service.workspace import Result, Workspace, name_of
from pipetui.store import answers, custom_fields
from pipetui.store.pipelines import book_currency
from pipetui.store.reads import scores

_HELP = """\
# The rules of both scores: points, then when they count. A line that begins with # is not read.
# fit: a filter such as value.over:10k, src:referral, authority:yes, "org:acme or org:globex"
# intent: WHAT within TIME, such as replied within 30d, demo within 3mo; or 3 unanswered
# WHAT is call email meeting demo message visit (one that got through), reached no-answer left-message
# replied booked bounced (how it went), inbound (what they began), touch (any)

"""


def answer(
    workspace: Workspace, deals: Sequence[int], question: str, answer: str | None = None, note: str | None = None
) -> Result:
    """Answer a question for deals; without an answer it is the one that follows what the first of them has.

    See `qualification.next_answer`: a stale answer is confirmed first. Without a note the one that is there stays.
    """
    question = qualification.find_question(question)
    with workspace.unit_of_work("answered") as uow:
        rows = uow.deals(deals)
        if answer is None:
            known = answers.answers(uow.connection, rows[0].id, uow.now)[QUESTIONS.index(question)]
            said = qualification.next_answer(known.answer, stale=known.stale)
            confirmed = ", confirmed" if known.stale else ""
        else:
            said, confirmed = qualification.read_answer(answer), ""
        for row in rows:
            answers.write(uow.connection, row.id, GivenAnswer(question, said, note), uow.at)
        return uow.done(rows, f"{name_of(rows)}: {question} {said}{confirmed}")


def qualify(workspace: Workspace, deals: Sequence[int], changes: Sequence[GivenAnswer]) -> Result:
    """Write down several answers and notes as one step of undo."""
    if not changes:
        raise InputError("nothing was answered", "for example: budget:yes")
    with workspace.unit_of_work("qualified") as uow:
        rows = uow.deals(deals)
        for row in rows:
            for said in changes:
                answers.write(uow.connection, row.id, said, uow.at)
        told = ", ".join(f"{said.question} {said.answer or 'noted'}" for said in changes)
        return uow.done(rows, f"{name_of(rows)}: {told}")


def score_rules(workspace: Workspace) -> tuple[Rule, ...]:
    """The rules of both scores, in order."""
    return scores.rules(workspace.store.connection)


def rules_text(workspace: Workspace) -> str:
    """The rules as a text to be edited, with what can be said above them."""
    return _HELP + scoring.text(score_rules(workspace))


def rules_reader(workspace: Workspace) -> Callable[[str], tuple[Rule, ...]]:
    """What understands a text of rules, without the book; it raises LineError for the first line that is wrong."""
    moment, currency = workspace.moment(), book_currency(workspace.store.connection)
    known = custom_fields.known(workspace.store.connection, DEAL)
    return lambda typed: scoring.parse(typed, lambda rule: scores.fit_query(rule, moment, currency, lambda: known))


def set_score_rules(workspace: Workspace, rules: Sequence[Rule]) -> Result:
    """Make these the rules; raises ConflictError when they are that already."""
    with workspace.unit_of_work("score rules") as uow:
        scores.set_rules(uow.connection, rules)
        return uow.done([], "changed the rules of the scores")
