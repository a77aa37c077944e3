"""`pipetui qualify`, `pipetui scores`: budget, authority, need, timing with the notes behind them, and both scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui import render
from pipetui.cli import apply_change, arguments, output
from pipetui.cli.call import Call, open_workspace
from pipetui.domain import patterns as re
from pipetui.domain import qualification, scoring
from pipetui.domain.deal import QUESTIONS
from pipetui.domain.errors import InputError
from pipetui.domain.qualification import SIGNS, GivenAnswer
from pipetui.domain.scoring import Rule
from pipetui.domain.text import clean
from pipetui.domain.wording import nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pipetui.cli.output.terminal import Page
    from pipetui.service import Workspace
    from pipetui.views import DealSheet, Score

_ASKED = r"([A-Za-z]+)[:=](.*)"
_ANSWER_LIKE = r"(yes|no|unknown|y|n|\?|✓|✗)"
_HINT = 'for example: pipetui qualify 42 budget:yes "need:? they look at two others"'
_NO_NOTE = "-"
_WIDTH = 10


def qualify(
    call: Call,
    line: Sequence[str],
    yes: bool = False,
    dry_run: bool = False,
) -> None:
    """Answer budget, authority, need or timing with yes, no or unknown (?); without answers, show what is known.

    What follows an answer is its note, up to the next question; a note that is not given stays, a lone - takes it
    off. A beginning is enough: b:y is budget:yes. Without answers the deal is shown with the age of each answer,
    the notes, and its fit and intent scores line by line. An answer is stale after 90 days.

    pipetui qualify 42
    pipetui qualify acme rollout budget:yes authority:no
    pipetui qualify 42 "need:? they look at two others" budget:yes 20k are approved
    pipetui qualify 3,7-9 timing:no --yes
    """
    words, changes = answers(line)
    with open_workspace(call, write=bool(changes) and not dry_run) as workspace:
        deals = apply_change.which(call, workspace, lambda names: arguments.deals(words, names))
        if changes:
            from pipetui import service

            apply_change.carry_out(
                call,
                workspace,
                deals,
                lambda workspace, deals: service.qualify(workspace, deals, changes),
                yes=yes,
                dry_run=dry_run,
            )
            return
        from pipetui.service import reads

        sheets = [reads.sheet(workspace, number) for number in deals]
        now = workspace.now()
    call.out.sheets(sheets, lambda sheet, page: _lines(sheet, now, page), _shape)


def scores(
    call: Call,
    edit: bool = False,
) -> int:
    """The rules of the fit and the intent score: points, and when they count. Exit code 1 when there are none.

    A fit rule is a filter as in `list`: value.over:10k, src:referral, authority:yes. An intent rule is WHAT within
    TIME (30d, 2w, 3mo) or N unanswered. WHAT is a kind of touch that got through (call, email, meeting, demo,
    message, visit), how one went (reached, no-answer, left-message, replied, booked, bounced), inbound for what they
    began, or touch for any. Saving the rules is one step of undo.

    pipetui scores
    pipetui scores --edit
    pipetui list fit.over:40 intent.over:20
    """
    with open_workspace(call, write=edit) as workspace:
        from pipetui.service import qualification as gestures

        if edit:
            _edit_rules(call, workspace)
            return 0
        rules = gestures.score_rules(workspace)
    return call.out.listed(
        rules,
        lambda page: _rule_lines(rules, page),
        lambda: (rule._asdict() for rule in rules),
        nothing="no rules yet: pipetui scores --edit",
    )


def _edit_rules(call: Call, workspace: Workspace) -> None:
    from pipetui import editing
    from pipetui.service import qualification as gestures

    read = gestures.rules_reader(workspace)
    outcome = editing.edit_text(
        gestures.rules_text(workspace), lambda typed: gestures.set_score_rules(workspace, read(typed))
    )
    if outcome is None:
        call.speak("nothing was changed")
    else:
        apply_change.report(call, workspace, outcome)


# --- words ---------------------------------------------------------------------------------------------------


def answers(words: Sequence[str]) -> tuple[list[str], list[GivenAnswer]]:
    """The words before the first answer, and the answers: `budget:yes`, `need:? they look at two others`.

    Raises InputError for a question or an answer that is not known, or for one that is answered twice.
    """
    deal: list[str] = []
    said: dict[str, list[str]] = {}
    current = ""
    for word in filter(str.strip, arguments.plain(words)):
        head, *note = word.split(None, 1)  # `need:? they look` may come as one word of the shell
        match = re.fullmatch(_ASKED, head)
        question = _question(match[1], match[2]) if match else ""
        if match and question:
            if question in said:
                raise InputError(f"{question} is answered twice", "give each question once")
            current = question
            said[current] = [match[2], *note]
        elif current:
            said[current].append(word)
        else:
            deal.append(word)
    return deal, [_said(question, parts) for question, parts in said.items()]


def _question(name: str, answer: str) -> str:
    """The question that is meant, "" for a word that only looks like one; a slip of the pen is not taken for a note."""
    found = [question for question in QUESTIONS if question.startswith(name.lower())]
    if len(found) == 1:
        return found[0]
    if re.fullmatch(_ANSWER_LIKE, answer.lower()):
        near = nearest(name.lower(), QUESTIONS)
        hint = f"did you mean {near[0]}:{answer}?" if near else f"the questions: {', '.join(QUESTIONS)}"
        raise InputError(f"there is no question {quoted(name)}", hint)
    return ""


def _said(question: str, parts: list[str]) -> GivenAnswer:
    answer, _, note = " ".join(filter(None, parts)).partition(" ")
    note = note.strip()
    try:
        found = qualification.read_answer(answer)
    except InputError as error:
        raise InputError(f"{question}: {error.title}", f"{error.hint}; {_HINT}") from None
    return GivenAnswer(question, found, "" if note == _NO_NOTE else note or None)


# --- what is printed -----------------------------------------------------------------------------------------


def _lines(sheet: DealSheet, now: datetime, page: Page) -> Iterator[str]:
    yield page.heading(f"#{sheet.card.id} {clean(sheet.card.title)}")
    rows = [
        (said.question, f"{SIGNS[said.answer]} {said.answer}", aged(said.answered_at, said.stale, now), said.note)
        for said in sheet.qualification
    ]
    lines = render.table(("", "", "", ""), [tuple(map(clean, row)) for row in rows], "llll", page.width)
    next(lines)
    yield from lines
    for score in sheet.scores:
        yield ""
        yield page.heading(f"{score.side:<{_WIDTH}}{score.total}")
        yield from _score_lines(score, page)


def aged(at: datetime | None, stale: bool, now: datetime) -> str:
    """`12 days ago`; `120 days ago, stale`; "" for what was never answered."""
    if at is None:
        return ""
    return f"{render.ago(at, now)}{', stale' if stale else ''}"


def _score_lines(score: Score, page: Page) -> Iterator[str]:
    if not score.lines:
        yield "no rule holds"
        return
    rows = [(f"{line.points:+d}", line.rule, clean(line.why)) for line in score.lines]
    lines = render.table(("", "", ""), rows, "rll", page.width)
    next(lines)
    yield from lines


def _rule_lines(rules: Sequence[Rule], page: Page) -> Iterator[str]:
    for line in scoring.text(rules).splitlines():
        yield page.heading(line) if line.endswith(":") else line


def _shape(sheet: DealSheet) -> dict[str, object]:
    return {
        "id": sheet.card.id,
        "title": sheet.card.title,
        "answers": output.deal_json.answers(sheet),
        "scores": output.deal_json.scores(sheet),
    }
