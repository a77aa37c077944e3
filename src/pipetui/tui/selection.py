"""The deals the rep has marked, on whatever screen: what is done next is done to all of them."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from datetime import date

from pipetui.domain.rates import NO_RATES, ExchangeRates, of_card, totals
from pipetui.render import totals_short
from pipetui.views import Card


class Selection:
    """Marked deals by number, in the order they were marked; a filter that hides them does not take them away."""

    def __init__(self) -> None:
        self._cards: dict[int, Card] = {}
        self._last: int | None = None

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
            self._last = card.id

    @property
    def last(self) -> int | None:
        """The deal that was marked last by itself: a range goes from there."""
        return self._last if self._last in self._cards else None

    def reach(self, cards: Sequence[Card], here: int) -> bool:
        """Mark all of a list from the deal that was marked last to that number, both with it.

        Returns whether there was such a range: both are among the `cards`.
        """
        places = _places(cards)
        if self.last not in places or here not in places:
            return False
        begin, end = sorted((places[self.last], places[here]))
        self._cards |= {card.id: card for card in cards[begin : end + 1]}
        return True

    def draw(self, cards: Sequence[Card], here: Card, there: Card) -> None:
        """The cursor went from one deal of a list to another and draws the range with it.

        On the way back to where the range began it takes the marks away again.
        """
        places = _places(cards)
        if here.id not in self._cards or self.last not in places:
            self._cards[here.id] = here
            self._last = here.id
        begin = places[self._last or here.id]
        if abs(places[there.id] - begin) < abs(places[here.id] - begin):
            del self._cards[here.id]
        else:
            self.reach(cards, there.id)

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


def _places(cards: Sequence[Card]) -> dict[int, int]:
    return {card.id: place for place, card in enumerate(cards)}
