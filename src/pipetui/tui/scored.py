"""The scores of the open deals as the filters of the app need them: read once one asks, then kept up to date."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from pipetui.domain.deal import OPEN
from pipetui.domain.query.facts import Totals
from pipetui.store.reads import book_reads
from pipetui.views import Card

if TYPE_CHECKING:
    from pipetui.domain.scoring import Rule
    from pipetui.service import Workspace


class Scored:
    """Reads the scores, of all deals or of those that changed. Nothing is read before they are `wanted`."""

    def __init__(self, workspace: "Workspace") -> None:
        self.wanted = False
        self._workspace = workspace
        self._rules: tuple[str, tuple[Rule, ...]] | None = None
        """The currency and the rules of the last reading."""

    def read(
        self,
        moment: book_reads.Moment,
        cards: Mapping[int, Card],
        last: Mapping[int, Totals] | None = None,
        changed: Collection[int] = (),
    ) -> dict[int, Totals] | None:
        """Both sums of the open ones of `cards`; beyond the `changed` ones they are what they were in `last`."""
        if not self.wanted:
            return None
        from pipetui.store.reads import scores

        connection = self._workspace.store.connection
        rules, before = (book_reads.book_currency(connection), scores.rules(connection)), self._rules
        self._rules = rules
        if last is None or rules != before:
            return scores.totals(connection, moment, [card for card in cards.values() if card.status == OPEN])
        found = [cards[deal] for deal in changed if deal in cards and cards[deal].status == OPEN]
        kept = {deal: sums for deal, sums in last.items() if deal not in changed} if changed else last
        return {**kept, **scores.totals(connection, moment, found)}
