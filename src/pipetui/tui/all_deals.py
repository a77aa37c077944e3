"""Every deal, closed ones too, for the table: all of them once, then only those that look different by now.

What is read in part is equal to what is read in full at the same moment; a card that did not change stays the same.
"""

from typing import TYPE_CHECKING

from pipetui.store.reads import book_reads
from pipetui.tui.garbage import uncollected
from pipetui.views import Card

if TYPE_CHECKING:
    from pipetui.service import Workspace
    from pipetui.tui.deal_changes import DealChanges


class AllDeals:
    """Reads them, and keeps the last reading so that the next one can be small."""

    def __init__(self, workspace: "Workspace", changes: "DealChanges") -> None:
        self._changes = changes
        self._workspace = workspace
        self._last: dict[int, Card] = {}
        self._facts: book_reads.BookFacts | None = None

    def read(self) -> list[Card]:
        """All of them as they stand, parked ones too, in no order."""
        connection, moment = self._workspace.store.connection, self._workspace.moment()
        facts, deals = book_reads.know(connection), self._changes.since(moment.now)
        if deals is None or facts != self._facts:
            with uncollected(again=self._facts is not None):
                self._last = {card.id: card for card in book_reads.cards(connection, moment, known=facts)}
        elif deals:
            marks = ", ".join("?" * len(deals))
            found = book_reads.cards(connection, moment, f"d.id IN ({marks})", tuple(deals), known=facts)
            changed = {card.id: card for card in found if card != self._last.get(card.id)}
            gone = deals - {card.id for card in found}
            self._last = {number: card for number, card in (self._last | changed).items() if number not in gone}
        self._facts = facts
        self._changes.none_since(moment.now)
        return list(self._last.values())
