"""The deals the rep has marked, on whatever screen: what is done next is done to all of them."""

from collections.abc import Collection, Container, Iterable, Mapping
from datetime import date

from pipetui.domain.rates import NO_RATES, ExchangeRates, of_card, totals
from pipetui.render import totals_short
from pipetui.views import Card


class Selection:
    """Marked deals by number, in the order they were marked; a filter that hides them does not take them away."""

    def __init__(self) -> None:
        self._cards: dict[int, Card] = {}

    def __contains__(self, deal_id: object) -> bool:
        return deal_id in self._cards

    def __len__(self) -> int:
        return len(self._cards)

    @property
    def cards(self) -> Collection[Card]:
        """The marked deals as they were last read."""
        return self._cards.values()

    def turn(self, card: Card) -> None:
        """Mark a deal, or take its mark away."""
        if self._cards.pop(card.id, None) is None:
            self._cards[card.id] = card

    def turn_all(self, cards: Iterable[Card]) -> None:
        """Mark all of them; if they all are, take their marks away."""
        found = {card.id: card for card in cards}
        if found.keys() <= self._cards.keys():
            for deal_id in found:
                del self._cards[deal_id]
        else:
            self._cards |= found

    def clear(self) -> None:
        """Take all marks away."""
        self._cards.clear()

    def renew(self, before: Container[int], now: Mapping[int, Card]) -> None:
        """Another reading: keep the cards as they are by now; a mark goes with a deal that was there and is not."""
        for deal_id in tuple(self._cards):
            if deal_id in now:
                self._cards[deal_id] = now[deal_id]
            elif deal_id in before:
                del self._cards[deal_id]

    def __str__(self) -> str:
        return self.told(NO_RATES, date.min)

    def told(self, rates: ExchangeRates, today: date) -> str:
        """`3 marked · €38k`; nothing without marks."""
        if not self._cards:
            return ""
        sums = totals_short(totals(of_card(card, rates, today) for card in self.cards))
        return " · ".join(filter(None, (f"{len(self)} marked", sums)))
