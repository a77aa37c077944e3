"""`!`: what the customer says against buying, and what was planned to answer; logged as overcome or open."""

from collections.abc import Sequence

from pipetui.domain import playbook
from pipetui.domain.playbook import Entry, PlaybookText
from pipetui.service import meet, objections, save_playbook
from pipetui.tui.dialogs.objection import EDIT, ObjectionDialog
from pipetui.tui.in_editor import change
from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: DealScreen) -> None:
    """Show the playbook over the deals, and hand what is chosen to the worker; or edit the playbook."""
    deals, cards = screen.target_ids, screen.chosen
    name = cards[0].title if len(cards) == 1 else f"{len(cards):,} deals"
    entries = await screen.pipetui.worker.ask(lambda workspace: objections.playbook(workspace, deals))
    chosen = await screen.answer_to(ObjectionDialog(name, entries))
    if chosen == EDIT:
        _edit(screen, entries)
    elif chosen is not None:
        screen.submit(meet, deals, *chosen, doing="Log an objection on")


def _edit(screen: DealScreen, entries: Sequence[Entry]) -> None:
    """The whole playbook as a text."""
    known = sorted(entries, key=lambda entry: entry.id)

    def understood(text: str) -> list[PlaybookText] | None:
        written = playbook.from_text(text, known)
        return written if playbook.differs(written, known) else None

    change(
        screen, playbook.as_text(known), understood, lambda workspace, written: save_playbook(workspace, known, written)
    )
