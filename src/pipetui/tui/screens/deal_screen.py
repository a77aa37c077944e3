"""What every screen with deals can do with the one under the cursor, or with the marked ones."""

from collections.abc import Callable, Collection, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from pipetui import service
from pipetui.domain.deal import OPEN
from pipetui.render import plural
from pipetui.service import reads
from pipetui.tui import dialogs
from pipetui.tui.actions import bindings
from pipetui.tui.screens.book_screen import BookScreen, Texts, asking
from pipetui.views import Card

if TYPE_CHECKING:
    from pipetui.service import Result
    from pipetui.tui.dialogs.base import Dialog
    from pipetui.tui.dialogs.edit import FormDialog


class DealScreen(BookScreen):
    """Asks the questions of a gesture, then hands it to the worker; what happens is said by the app."""

    BINDINGS = bindings("deal", "app")
    AUTO_FOCUS: ClassVar[str | None] = None

    hints: tuple[str, ...] = (
        *("deal.call", "deal.next", "deal.advance", "deal.drop", "app.add", "view.filter"),
        *("deal.snooze", "deal.done", "deal.win", "view.session", "app.undo", "app.palette", "app.help"),
    )
    """The keys of the footer, those first that are used most: what has no room is left out before the last."""

    # --- which deals

    @property
    def selected(self) -> Card | None:
        """The deal under the cursor."""
        raise NotImplementedError

    @property
    def marked(self) -> Collection[Card]:
        """The marked deals; always none on a screen that is about one deal."""
        return ()

    @property
    def chosen(self) -> list[Card]:
        """The deals that gestures are made on: the marked ones, else the one under the cursor."""
        return list(self.marked) or ([self.selected] if self.selected is not None else [])

    @property
    def target_ids(self) -> list[int]:
        """The numbers of the deals that gestures are made on."""
        return [card.id for card in self.chosen]

    def one_target(self) -> Card | None:
        """The deal for what can only be done to one; None with several marked."""
        chosen = self.chosen
        return chosen[0] if len(chosen) == 1 else None

    @property
    def listed(self) -> Sequence[int]:
        """The deals among which the one under the cursor stands, in their order."""
        return ()

    @property
    def home(self) -> int:
        """The pipeline that a new deal goes into here."""
        return self.pipetui.snapshot.board.pipeline_id

    def made(self, deals: Collection[int]) -> None:
        """A gesture was made on these deals."""

    # --- gestures that need no question

    def _submit(self, gesture: "Callable[..., Result]", *arguments: Any, doing: str = "Change") -> None:
        """Make a gesture on the marked deals, else on the one under the cursor."""
        self.submit(gesture, self.target_ids, *arguments, doing=doing)

    def action_advance(self) -> None:
        """One stage on; the exit criteria of its stage, if it has any, are ticked before."""
        card = self.one_target()
        if card is not None and card.stage_id in self.pipetui.snapshot.checked:
            self.action_flow("advance")
        else:
            self._submit(service.advance, doing="Advance")

    def action_retreat(self) -> None:
        """One stage back."""
        self._submit(service.retreat, doing="Move back")

    def action_done(self) -> None:
        """The next step is done."""
        self._submit(service.finish, doing="Done with the next step of")

    def action_win(self) -> None:
        """Close as won."""
        self._submit(service.win, doing="Win")

    def action_turn(self) -> None:
        """Mine or theirs."""
        self._submit(service.turn, doing="Turn the next step of")

    def action_answer(self, question: str) -> None:
        """Budget, authority, need or timing: the next answer."""
        self._submit(service.answer, question, doing=f"Answer {question} of")

    def action_hot(self) -> None:
        """The tag hot on or off."""
        self._submit(service.tag, "hot", doing="Tag")

    def action_shift(self, days: int) -> None:
        """The next step a day later or sooner, never into the past."""
        self._submit(service.shift, days, doing="Put off" if days > 0 else "Bring forward")

    def action_reopen(self) -> None:
        """Open again; a parked deal comes back."""
        if all(card.status == OPEN for card in self.chosen):
            self._submit(service.unpark, doing="Bring back")
        else:
            self._submit(service.reopen, doing="Reopen")

    def action_delete(self) -> None:
        """Into the bin: undo brings it back, so nothing is asked (behaviour 28)."""
        self._submit(service.delete, doing="Delete")

    # --- gestures that ask first

    def _ask(
        self,
        dialog: Callable[[str], "Dialog[Any]"],
        gesture: "Callable[..., Result]",
        doing: str,
        *,
        in_parts: bool = False,
    ) -> None:
        """Open a question over what the deals are called; its answer is what the gesture is made with.

        An answer of several parts is taken apart. `doing` begins the question whether many are to be changed.
        """
        chosen = self.chosen
        deals = [card.id for card in chosen]

        def answered(answer: Any) -> None:
            if answer is not None:
                self.submit(gesture, deals, *(answer if in_parts else (answer,)), doing=doing)

        if chosen:
            name = chosen[0].title if len(chosen) == 1 else plural(len(chosen), "deal")
            question = dialog(name)
            question.subject = " ".join(map(str, self.target_ids))
            self.app.push_screen(question, answered)

    def action_open(self) -> None:
        """Everything about the deal under the cursor."""
        if self.selected is not None:
            self.pipetui.push_sheet(self.selected, self.listed)

    def action_touch(self, kind: str = "") -> None:
        """Log what happened."""
        workspace, pipelines = self.pipetui.worker.workspace, self.pipetui.snapshot.pipelines
        home = self.chosen[0].pipeline_id if self.chosen else pipelines.default_pipeline

        def resolved(word: str) -> str:
            return pipelines.resolved(word, home)

        self._ask(
            lambda name: dialogs.TouchDialog(name, workspace, resolved, kind),
            service.log,
            "Log it on",
        )

    def action_next(self) -> None:
        """Plan the next step."""
        workspace = self.pipetui.worker.workspace
        self._ask(
            lambda name: dialogs.StepDialog(name, workspace), service.plan, "Plan the next step of", in_parts=True
        )

    def action_snooze(self) -> None:
        """Another date for the next step."""
        workspace = self.pipetui.worker.workspace
        self._ask(lambda name: dialogs.DateDialog(f"Snooze: {name}", workspace), service.snooze, "Snooze")

    def action_park(self) -> None:
        """Off the board until a date."""
        workspace = self.pipetui.worker.workspace
        self._ask(lambda name: dialogs.DateDialog(f"Park until: {name}", workspace), service.park, "Park")

    def action_move(self) -> None:
        """To any stage: those of the pipeline first (of several, of the first deal's), then those of the others."""
        chosen, pipelines = self.chosen, self.pipetui.snapshot.pipelines
        here = chosen[0].stage_id if len({card.stage_id for card in chosen}) == 1 else None
        self._ask(lambda name: dialogs.MoveDialog(name, pipelines, chosen[0].pipeline_id, here), service.move, "Move")

    def action_drop(self) -> None:
        """Close as lost."""
        workspace, reasons = self.pipetui.worker.workspace, self.pipetui.snapshot.loss_reasons
        self._ask(lambda name: dialogs.DropDialog(name, workspace, reasons), service.drop, "Drop", in_parts=True)

    def action_note(self) -> None:
        """Write something down."""
        from pipetui import editing

        self._ask(dialogs.NoteDialog, editing.keeping(service.note), "Note it on")

    def action_flow(self, name: str) -> None:
        """A gesture that asks several questions."""
        self._run_flow(name)

    @asking
    async def _run_flow(self, name: str) -> None:
        await import_module(f"pipetui.tui.flows.{name}").run(self)

    def action_edit(self) -> None:
        """Every field of one deal."""
        card = self.one_target()
        if card is not None:
            self._edit(card.id)

    @asking
    async def _edit(self, deal_id: int) -> None:
        from pipetui.service.edits import editable
        from pipetui.tui import form_offers

        async def form(typed: Texts, seen: Texts) -> "FormDialog":
            read = await self.pipetui.worker.ask(
                lambda workspace: editable(workspace, deal_id, reads.pipelines(workspace))
            )
            sheet, context = read
            snapshot = self.pipetui.snapshot
            home = snapshot.pipelines.home(sheet.card.stage_id)
            offers = form_offers.of_deal(snapshot, context, context.fields, home)
            return dialogs.EditDialog(sheet, context, typed, seen, offers)

        await self.filled_in(form, service.edit, deal_id)
