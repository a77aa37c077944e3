"""`b`: the four answers of the qualification with the notes behind them, and both scores line by line."""

from datetime import datetime
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from pipetui.domain import qualification
from pipetui.domain.deal import QUESTIONS
from pipetui.domain.qualification import GivenAnswer
from pipetui.phrases.scores import in_words
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import begin_word
from pipetui.tui.widgets.deal_facts import ANSWER_LOOKS
from pipetui.tui.widgets.field import FieldInput
from pipetui.tui.widgets.pressable import Bit, Bits, content
from pipetui.views import DealSheet, Score

_KEYS = {question[0]: question for question in QUESTIONS}
_WIDEST_RULE = 30


class Qualified(NamedTuple):
    """What was changed, and whether the rules of the scores are to be edited now."""

    changes: tuple[GivenAnswer, ...]
    rules: bool = False


class QualifyDialog(Dialog[Qualified]):
    """B A N T give the next answer, as they do outside; Tab goes to the notes."""

    BINDINGS = [
        Binding("enter", "save", "Save", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]
    AUTO_FOCUS = ""

    def __init__(self, heading: str, sheet: DealSheet, now: datetime) -> None:
        super().__init__(f"Qualify: {heading}", "B A N T: next answer  Tab: notes  E: rules  Enter saves  Esc leaves")
        self._before = {said.question: said for said in sheet.qualification}
        self._answers = {question: said.answer for question, said in self._before.items()}
        self._given: set[str] = set()
        """The questions answered here, a stale answer confirmed included."""
        self._scores = sheet.scores
        self._now = now

    def body(self) -> ComposeResult:
        """A line for each question, then the scores."""
        for question in QUESTIONS:
            with Horizontal(classes="row"):
                yield Static(self._row(question), id=f"answer-{question}", classes="answer", markup=False)
                note = self._before[question].note
                yield FieldInput(note, placeholder="note", id=f"note-{question}", select_on_focus=False)
        with VerticalScroll(id="scores", can_focus=False):
            yield Static(content(score_lines(self._scores)), markup=False)

    def _row(self, question: str) -> Content:
        """`B Budget     ✓ yes      120 d old`."""
        answer, before = self._answers[question], self._before[question]
        line = [
            Bit(f"{question[0].upper()} ", "bold $key"),
            Bit(f"{question.capitalize():<10}"),
            Bit(f" {qualification.SIGNS[answer]} {answer:<8}", ANSWER_LOOKS[answer]),
        ]
        if question in self._given:
            line.append(Bit(" now", "$dim"))
        elif before.answered_at is not None and answer != qualification.UNKNOWN:
            days = qualification.age(before.answered_at, self._now)
            line.append(Bit(f" {days} d old" if days else " today", "$doubt" if before.stale else "$dim"))
        return content([line])

    def on_key(self, event: events.Key) -> None:
        """The key of a question, unless a note is being typed."""
        if isinstance(self.focused, Input):
            return
        if event.character == "E":
            event.stop()
            self._hand_over(rules=True)
        begin_word(self, event, QUESTIONS, answers=event.character == "E")
        question = _KEYS.get((event.character or "").lower())
        if question is None:
            return
        event.stop()
        stale = self._before[question].stale and question not in self._given
        self._answers[question] = qualification.next_answer(self._answers[question], stale=stale)
        self._given.add(question)
        self.query_one(f"#answer-{question}", Static).update(self._row(question))

    def action_move(self, step: int) -> None:
        """To the next note; while none is being typed, the scores move."""
        if not isinstance(self.focused, Input):
            self.query_one("#scores", VerticalScroll).scroll_relative(y=step, animate=False)
        elif step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def on_input_submitted(self) -> None:
        """Enter saves from within a note, too."""
        self.action_save()

    def action_save(self) -> None:
        """Hand over what is new."""
        self._hand_over()

    def _hand_over(self, *, rules: bool = False) -> None:
        changed = []
        for question, before in self._before.items():
            note = self.query_one(f"#note-{question}", Input).value.strip()
            # Round the circle and back where it was: nothing was said, unless that was a stale answer.
            given = question in self._given and (self._answers[question] != before.answer or before.stale)
            answer = self._answers[question] if given else None
            if answer is not None or note != before.note:
                changed.append(GivenAnswer(question, answer, note if note != before.note else None))
        self.dismiss(Qualified(tuple(changed), rules))

    def action_leave(self) -> None:
        """Out of a note first, then out of the question."""
        if isinstance(self.focused, Input):
            self.set_focus(None)
        else:
            super().action_leave()


def score_lines(scores: tuple[Score, ...]) -> list[Bits]:
    """Both sums, under each the rules that hold, one a line."""
    lines: list[Bits] = []
    rules = [in_words(line.rule) for score in scores for line in score.lines]
    width = min(max(map(len, rules), default=0), _WIDEST_RULE)
    for score in scores:
        lines.append([Bit(f"{score.side.upper():<7}", "bold $key"), Bit(f"{score.total:>5}", "bold")])
        if not score.lines:
            lines.append([Bit("       no rule holds", "$dim")])
        for line in score.lines:
            about = f"{in_words(line.rule):<{width}}"
            lines.append([Bit(f"{line.points:>+12d}  "), Bit(about, "bold"), Bit(f"  {line.why}", "$dim")])
    return lines
