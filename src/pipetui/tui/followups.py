"""What is said and asked after a gesture, before the rep goes on.

Its warnings; whether what a touch left due is done too; the next step of a deal that has none left; what is to become
of one whose cadence is over without an answer. The answer joins the gesture's step of undo where it can.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipetui import notices, service
from pipetui.domain import rules
from pipetui.domain.deal import MINE
from pipetui.render import plural
from pipetui.tui import dialogs

if TYPE_CHECKING:
    from pipetui.domain.aftersale import PlannedFollowUps, Won
    from pipetui.domain.dates.when import Due
    from pipetui.domain.line.quick_line import NextLine
    from pipetui.service import Result, Suggestion
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.dialogs.drop import Dropped


_MOST_WARNINGS = 3
"""How many warnings of one gesture are shown; one on many deals can have as many as they are."""


class FollowUps:
    """Asks, one question after the other, and then does what was put off until they are answered."""

    def __init__(self, app: "PipetuiApp") -> None:
        self._app = app
        self._then: Callable[[], None] | None = None

    def then(self, do: Callable[[], None]) -> None:
        """Do this when the gesture just made is in the book and what it raised is answered."""
        self._then = do

    def give_up(self) -> None:
        """The gesture was refused: nothing follows from it."""
        self._then = None
        self.tell_notices()

    def tell_notices(self) -> None:
        """Say what was done with files, and what hooks said, while nobody could be told."""
        for said in notices.take():
            self._app.warn(said, timeout=30)

    def follow(self, outcome: "Result") -> None:
        """Say what the outcome warns of, and ask what it raises."""
        self._warn(outcome)
        self.tell_notices()
        if outcome.still_due and len(outcome.deals) == 1:
            self._ask_due(outcome)
        elif outcome.ask is not None and outcome.ask.decide:
            self._ask_decision(outcome.ask, outcome.step)
        elif outcome.ask is not None:
            self._ask_next(outcome.ask, outcome.step)
        elif outcome.ask_won is not None:
            self._ask_won(outcome.ask_won, outcome.step)
        else:
            self._go_on()

    def _warn(self, outcome: "Result") -> None:
        warnings = outcome.warnings + (outcome.still_due if len(outcome.deals) > 1 else ())
        left = len(warnings) - _MOST_WARNINGS
        for warning in (*warnings[:_MOST_WARNINGS], *([f"… and {plural(left, 'warning')} more"] if left > 0 else [])):
            self._app.warn(warning)

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _ask_due(self, outcome: "Result") -> None:
        """A touch of another kind may have been what was planned: the rep knows."""
        (deal_id,) = outcome.deals

        def answered(answer: str | None) -> None:
            if answer == dialogs.DueDialog.DONE:
                self._app.worker.submit(service.finish, [deal_id], outcome.step)
            elif answer == dialogs.DueDialog.LATER:
                self._ask_date(deal_id, "Another day", service.snooze, outcome.step)
            else:
                self._go_on()

        self._app.push_screen(dialogs.DueDialog(outcome.still_due), answered)

    def _ask_next(self, suggestion: "Suggestion", onto: int | None) -> None:
        def answered(answer: "NextLine | str | None") -> None:
            if isinstance(answer, str):
                self._do_instead(suggestion, answer)
            elif answer is not None:
                self._app.worker.submit(service.plan, [suggestion.deal_id], *suggestion.taken(answer), onto)
            else:
                self._go_on()

        question = dialogs.StepDialog(suggestion.title, self._app.worker.workspace, suggestion)
        question.subject = str(suggestion.deal_id)
        self._app.push_screen(question, answered)

    def _do_instead(self, suggestion: "Suggestion", name: str) -> None:
        """Instead of a next step the deal moves on, or out."""
        deal_id = suggestion.deal_id
        if name == "drop":
            self._ask_drop(suggestion)
        elif name == "park":
            self._ask_date(deal_id, f"Park until: {suggestion.title}", service.park)
        else:
            self._app.worker.submit(service.advance if name == "advance" else service.retreat, [deal_id])

    def _ask_decision(self, suggestion: "Suggestion", onto: int | None) -> None:
        """The last step of a cadence is a decision (behaviour 9)."""

        def answered(answer: str | None) -> None:
            if answer == dialogs.DecideDialog.LAST_CHANCE:
                planned = (suggestion.due, suggestion.what, MINE, None)
                self._app.worker.submit(service.plan, [suggestion.deal_id], *planned, onto)
            elif answer == dialogs.DecideDialog.KEEP:
                now, dates = self._app.worker.workspace.now(), self._app.worker.workspace.settings.dates
                later = suggestion.due._replace(day=rules.look_again(now.date(), dates))
                self._ask_next(suggestion._replace(decide=False, what="", due=later), onto)
            elif answer is not None:
                self._do_instead(suggestion, answer)
            else:
                self._go_on()

        self._app.push_screen(dialogs.DecideDialog(suggestion, self._app.worker.workspace), answered)

    def _ask_won(self, won: "Won", onto: int | None) -> None:
        """The renewal and the first check-in (behaviour 26)."""

        def answered(planned: "PlannedFollowUps | None") -> None:
            if planned is not None and any(planned):
                self._app.worker.submit(service.after_win, [won.deal_id], planned, onto)
            else:
                self._go_on()

        self._app.push_screen(dialogs.WonDialog(won, self._app.worker.workspace), answered)

    def _ask_drop(self, suggestion: "Suggestion") -> None:
        def answered(answer: "Dropped | None") -> None:
            if answer is None:
                self._go_on()
            else:
                self._app.worker.submit(service.drop, [suggestion.deal_id], *answer)

        reasons = self._app.snapshot.loss_reasons
        self._app.push_screen(dialogs.DropDialog(suggestion.title, self._app.worker.workspace, reasons), answered)

    def _ask_date(self, deal_id: int, heading: str, gesture: "Callable[..., Result]", *onto: int | None) -> None:
        def answered(answer: "Due | None") -> None:
            if answer is None:
                self._go_on()
            else:
                self._app.worker.submit(gesture, [deal_id], answer, *onto)

        self._app.push_screen(dialogs.DateDialog(heading, self._app.worker.workspace), answered)
