"""`=`: each of the next steps of a deal is done, put off, said otherwise or taken out."""

from typing import TYPE_CHECKING

from pipetui.domain.deal import THEIRS
from pipetui.domain.line.touch_line import NextLine
from pipetui.service import planned, reads
from pipetui.tui import dialogs
from pipetui.tui.dialogs import steps as dialog

if TYPE_CHECKING:
    from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: "DealScreen") -> None:
    """Ask which and what, then do it."""
    card, worker = screen.one_target(), screen.pipetui.worker
    if card is None:
        return
    found = (await worker.ask(lambda workspace: reads.sheet(workspace, card.id))).follow_ups
    if not found:
        screen.say(f"nothing is planned: {screen.pipetui.key('deal.next')} plans a next step", failed=True)
        return
    chosen = await screen.answer_to(dialog.StepsDialog(card.title, found, worker.workspace.now().date()))
    if chosen is None:
        return
    step, way = chosen
    if way == dialog.DONE:
        worker.submit(planned.finish_step, card.id, step.id)
    elif way == dialog.DROP:
        worker.submit(planned.drop_step, card.id, step.id)
    elif way == dialog.SNOOZE:
        until = await screen.answer_to(dialogs.DateDialog(f"Snooze: {step.what or card.title}", worker.workspace))
        if until is not None:
            worker.submit(planned.snooze_step, card.id, step.id, until)
    else:
        words = f"theirs: {step.what}" if step.turn == THEIRS else step.what
        preset = " ".join(filter(None, (step.due.isoformat(), step.time, words)))
        said = await screen.answer_to(dialogs.StepDialog(card.title, worker.workspace, preset=preset))
        if isinstance(said, NextLine):
            worker.submit(planned.change_step, card.id, step.id, said.due, said.what, said.turn)
