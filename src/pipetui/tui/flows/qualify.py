"""`b`: budget, authority, need, timing with their notes, and what the deal's scores are made of."""

from typing import TYPE_CHECKING

from pipetui.tui import dialogs
from pipetui.tui.lazily import look, service
from pipetui.tui.screens.deal_screen import DealScreen

if TYPE_CHECKING:
    from pipetui.service import Desk, Outcome


async def run(screen: DealScreen) -> None:
    """Show what is known about the first of the deals; what is changed there is changed for all of them."""
    deals, cards = screen.targets, screen.chosen
    if not deals:
        return
    sheet = await screen.pipetui.clerk.ask(lambda desk: look.sheet(desk, deals[0]))
    name = cards[0].title if len(cards) == 1 else f"{cards[0].title}, and {len(cards) - 1} more"
    done = await screen.answer_to(dialogs.QualifyDialog(name, sheet, screen.pipetui.clerk.book.now()))
    if done is not None and done.changes:
        screen.submit(service.qualify, deals, done.changes, doing="Qualify")
    if done is not None and done.rules:
        await _edit_rules(screen)


async def _edit_rules(screen: DealScreen) -> None:
    """The rules of both scores as a text; one that is not written is kept."""
    from pipetui import editing
    from pipetui.service import qualification as gestures
    from pipetui.tui.flows.editor import edit

    clerk = screen.pipetui.clerk
    text, read = await clerk.ask(lambda desk: (gestures.rules_text(desk), gestures.rules_reader(desk)))
    edited = edit(screen, text, lambda typed: (typed, read(typed)))
    if edited is None:
        screen.say("nothing was changed")
        return
    typed, rules = edited

    def save(desk: "Desk") -> "Outcome":
        with editing.kept(typed):
            return gestures.set_score_rules(desk, rules)

    clerk.submit(save)
