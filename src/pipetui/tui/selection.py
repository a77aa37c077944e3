"""What the rep has marked, on whatever screen: what is done next is done to all of it."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Generic

from pipetui.domain.rates import NO_RATES, ExchangeRates, of_card, totals
from pipetui.render import totals_short
from pipetui.tui.widgets.painted_rows import Numbered, R
from pipetui.views import Card


class MarkedRows(Generic[R]):
    """Marked rows by number, in the order they were marked; a filter that hides them does not take them away."""

    def __init__(self) -> None:
        self._rows: dict[int, R] = {}
        self._last: int | None = None

    def __contains__(self, deal_id: object) -> bool:
        return deal_id in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> Collection[R]:
        """The marked rows as they were last read."""
        return self._rows.values()

    def turn(self, row: R) -> None:
        """Mark one, or take its mark away."""
        if self._rows.pop(row.id, None) is None:
            self._rows[row.id] = row
            self._last = row.id

    @property
    def last(self) -> int | None:
        """The row that was marked last by itself: a range goes from there."""
        return self._last if self._last in self._rows else None

    def reach(self, rows: Sequence[R], here: int) -> bool:
        """Mark all of a list from the deal that was marked last to that number, both with it.

        Returns whether there was such a range: both are among the `rows`.
        """
        places = _places(rows)
        if self.last not in places or here not in places:
            return False
        begin, end = sorted((places[self.last], places[here]))
        self._rows |= {row.id: row for row in rows[begin : end + 1]}
        return True

    def draw(self, rows: Sequence[R], here: R, there: R) -> None:
        """The cursor went from one row of a list to another and draws the range with it.

        On the way back to where the range began it takes the marks away again.
        """
        places = _places(rows)
        if here.id not in self._rows or self.last not in places:
            self._rows[here.id] = here
            self._last = here.id
        begin = places[self._last or here.id]
        if abs(places[there.id] - begin) < abs(places[here.id] - begin):
            del self._rows[here.id]
        else:
            self.reach(rows, there.id)

    def turn_all(self, rows: Iterable[R]) -> None:
        """Mark all of them; if they all are, take their marks away."""
        found = {row.id: row for row in rows}
        if found.keys() <= self._rows.keys():
            for deal_id in found:
                del self._rows[deal_id]
        else:
            self._rows |= found

    def keep(self, there: Container[int]) -> None:
        """Take away those that are not there any more."""
        for number in [number for number in self._rows if number not in there]:
            del self._rows[number]

    def clear(self) -> None:
        """Take all marks away."""
        self._rows.clear()


class Selection(MarkedRows[Card]):
    """Marked deals."""

    @property
    def cards(self) -> Collection[Card]:
        """The marked deals as they were last read."""
        return self.rows

    def renew(self, before: Container[int], now: Mapping[int, Card]) -> None:
        """Another reading: keep the cards as they are by now; a mark goes with a deal that was there and is not."""
        for deal_id in tuple(self._rows):
            if deal_id in now:
                self._rows[deal_id] = now[deal_id]
            elif deal_id in before:
                del self._rows[deal_id]

    def __str__(self) -> str:
        return self.told(NO_RATES, date.min)

    def told(self, rates: ExchangeRates, today: date) -> str:
        """`3 marked · €38k`; nothing without marks."""
        if not self._rows:
            return ""
        sums = totals_short(totals(of_card(card, rates, today) for card in self.cards))
        return " · ".join(filter(None, (f"{len(self):,} marked", sums)))


def _places(rows: Sequence[Numbered]) -> dict[int, int]:
    return {row.id: place for place, row in enumerate(rows)}
