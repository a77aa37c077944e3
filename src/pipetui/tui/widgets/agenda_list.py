"""Today as a list: a heading for each bucket, a line for each deal."""

from datetime import date

from textual.geometry import Size

from pipetui import arrange
from pipetui.domain.deal import OPEN
from pipetui.domain.money import totals
from pipetui.domain.rates import NO_RATES, ExchangeRates, summed
from pipetui.domain.rules import SHOW_POSTPONED_FROM
from pipetui.render import badge_sign, cell_width, cut, day, doing, money, money_short, totals_short
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.pieces import Heading, Piece, Row, pad, part_of
from pipetui.views import Agenda, Card, NextStep

_WHEN = 12
_VALUE = 9
_AGAIN = "↻"
"""Before a closed deal that wants to be looked at again: a revisit or a renewal. A check-in has a sign of its own."""


class AgendaList(CardList):
    """The buckets of the day, one line a deal."""

    beyond = 0
    """How many deals are still to be read: there is room for them."""

    def _measure(self) -> None:
        self.virtual_size = Size(self._width, len(self.rows) + self.beyond)

    def lines(self, row: Row, width: int) -> list[list[Piece]]:
        """`! 3d late   Globex seats   call Kim   €8,400`."""
        if isinstance(row, Heading):
            return [pad([(row.text.upper(), "heading")], [(row.note, "muted")], width)]
        step = arrange.check_in(row)
        shown = row._replace(badge=step.state) if step is not None else row
        look = part_of(shown)
        sign = badge_sign(shown) if shown.badge else _AGAIN
        when = cut(f"{sign} {when_short(row, self.today)}", _WHEN)
        value = money(row.value) if row.value else ""
        if cell_width(value) > _VALUE:
            value = money_short(row.value)
        room = width - _WHEN - _VALUE - 2
        what = what_short(row)
        title_room = room * 3 // 5
        title = cut(("* " if row.facts.hot else "") + row.title, title_room)
        left: list[Piece] = [(when + " " * (_WHEN - cell_width(when)), look), (" ", ""), (title, "title")]
        if what:
            left.append((" " * (title_room - cell_width(title)) + "  ", ""))
            left.append((cut(what, room - title_room - 2), "muted"))
        return [pad(left, [(value, "money")] if value else [], width)]


def when_short(card: Card, today: date) -> str:
    """When, in ten cells: `3d late`, `14:00`, `today`, `Tue 24 Nov`, `16d quiet`, `none`; for a parked deal its day."""
    if arrange.is_parked(card, today) and card.parked_until:
        return day(card.parked_until, today)
    step = _step(card)
    if step is None:
        due = arrange.after_close(card) if not card.badge else None
        if due is not None:
            return "today" if due == today else f"{(today - due).days}d late" if due < today else day(due, today)
        return f"{card.rotting_days}d quiet" if card.rotting_days else "none"
    if step.days_late:
        return f"{step.days_late}d late"
    return step.time or "today" if step.due == today else day(step.due, today)


def what_short(card: Card) -> str:
    """What is to be done, `3/5` before a step of a cadence; whose turn it is, and how often it was put off."""
    step = _step(card)
    if step is None:
        return {"lost": "revisit", "won": "renewal"}.get(card.status, "")
    what = doing(step.what, step.turn)
    if step.place:
        what = f"{step.place}/{step.of} {what}"
    if step.postponed >= SHOW_POSTPONED_FROM:
        what = f"{what} ({step.postponed}× postponed)".strip()
    return what


def _step(card: Card) -> NextStep | None:
    """What a deal stands in the list for: its next step, or the check-in of a won one."""
    return card.next_step if card.status == OPEN else arrange.check_in(card)


def bucket_over(rows: tuple[Row, ...], number: int) -> str:
    """The name of the bucket that the deal stands in, "" where it is not in the rows."""
    bucket = ""
    for row in rows:
        if isinstance(row, Heading):
            bucket = row.text.rpartition("  ")[0]
        elif row.id == number:
            return bucket
    return ""


def rows_of(agenda: Agenda, fits: frozenset[int] | None, rates: ExchangeRates = NO_RATES) -> tuple[Row, ...]:
    """Headings and deals; `fits` are the numbers a filter leaves, None for all. Empty buckets are left out."""
    rows: list[Row] = []
    for bucket in agenda.buckets:
        cards = [card for card in bucket.cards if fits is None or card.id in fits]
        if cards:
            beyond, worth = (bucket.beyond, bucket.worth) if fits is None else (0, ())
            closed, going = arrange.open_worth((card.status, card.value) for card in cards)
            sums = totals_short(summed(totals((*going, *worth)), rates, agenda.today))
            if closed:
                sums = " · ".join(filter(None, (f"{closed} closed", sums)))
            rows.append(Heading(f"{bucket.name}  {len(cards) + beyond}", sums))
            rows.extend(cards)
    return tuple(rows)
