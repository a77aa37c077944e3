"""`f`: another deal that follows from a won one: renewal, upsell, cross-sell or referral."""

from typing import TYPE_CHECKING

from pipetui import service
from pipetui.domain import aftersale
from pipetui.tui import dialogs

if TYPE_CHECKING:
    from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: "DealScreen") -> None:
    """Ask how it follows, then for the deal in a line that holds what is known already."""
    from pipetui.service.aftersale import customer

    card, worker = screen.one_target(), screen.pipetui.worker
    if card is None:
        return
    number = card.id
    known = await worker.ask(lambda workspace: customer(workspace, number))
    kind = await screen.answer_to(dialogs.KindDialog(card.title))
    if kind is None:
        return
    snapshot, workspace = screen.pipetui.snapshot, worker.workspace
    begun = aftersale.known(kind, known)
    line = aftersale.line(begun, workspace.now(), workspace.settings.dates, snapshot.currency)
    bar = dialogs.AddBar(
        worker,
        snapshot.pipelines,
        card.pipeline_id,
        snapshot.currency,
        line,
        heading=f"{kind.capitalize()} of {card.title}" if begun.title else f"{card.title} referred …",
        whole=bool(begun.title),
        apart_from=card.id,
    )
    new = await screen.answer_to(bar)
    if new is not None:
        worker.submit(service.link, card.id, kind, new)
