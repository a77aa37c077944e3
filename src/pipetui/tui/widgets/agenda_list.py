"""Today as a list: a box for each bucket, a line for each deal."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from typing import NamedTuple

from textual.geometry import Size

from pipetui import arrange
from pipetui.domain.deal import OPEN
from pipetui.domain.money import Money, totals
from pipetui.domain.rates import NO_RATES, ExchangeRates, summed
from pipetui.domain.rules import SHOW_POSTPONED_FROM
from pipetui.render import badge_sign, cell_width, day, day_in_two_parts, doing, money, totals_short
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.pieces import (
    BAR,
    HOT,
    POINTS,
    Heading,
    Piece,
    Row,
    aligned,
    bar_of,
    cut_at_word,
    notation,
    part_of,
    span,
)
from pipetui.views import Agenda, Card, NextStep

AGAIN = "↻"
"""Before a closed deal that wants to be looked at again: a revisit or a renewal. A check-in has a sign of its own."""

_GAP = 2
_MEASURED = 500
"""So many deals are looked at to know how wide the columns are."""

_ORGANIZATION_FROM, _BAR_FROM, _STAGE_FROM = 96, 116, 150
"""From so many cells on there is a column of organizations, one that shows the urgency, and one of stages."""

_LEAST_ACTION = 18
_WHEN, _MOST_TITLE, _MOST_ORGANIZATION, _MOST_STAGE, _MOST_VALUE = 13, 34, 24, 16, 9
_LONGEST_VALUE = 14
"""Cells that values may take where no action is cut for it."""


class DayColumns(NamedTuple):
    """How wide the columns of the day are, 0 for one that is not there; the action takes the rest."""

    when: int
    title: int
    organization: int
    stage: int
    action: int
    bar: int
    value: int


class AgendaList(CardList):
    """The buckets of the day, each a box of lines, a deal a line."""

    air = 1
    in_frame = True

    beyond = 0
    """How many deals are still to be read: there is room for them."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._columns = DayColumns(0, 0, 0, 0, 0, 0, 0)
        self._columns_for: tuple[object, int] = ((), 0)
        self._money: Callable[[Money], str] = money
        self._tight = False
        """Whether cells are so few that a day is told by two of its three parts."""

    def _measure(self) -> None:
        self._fit_columns()
        self.virtual_size = Size(self._width, len(self.rows) + self.beyond)

    def _fit_columns(self) -> None:
        """Each column as wide as what stands in it, as far as there is room; the action takes the rest."""
        width = self._width - 2 - self.air
        if (self.rows, width) == self._columns_for and self.rows is self._columns_for[0]:
            return
        self._columns_for = self.rows, width
        cards = list(islice(self.cards, _MEASURED))

        def widest(texts: Iterable[str], most: int) -> int:
            return min(most, max(map(cell_width, texts), default=0))

        self._tight = width < _ORGANIZATION_FROM
        when = widest((self._when(card) for card in cards), _WHEN)
        titles, organizations = (
            widest(texts, width) for texts in ((card.title for card in cards), (card.organization for card in cards))
        )
        title, organization = min(titles, _MOST_TITLE), min(organizations, _MOST_ORGANIZATION)
        bar = BAR + 1 + POINTS if width >= _BAR_FROM else 0
        stage = widest((_stage(card) for card in cards), _MOST_STAGE) if width >= _STAGE_FROM else 0
        others = when + 2 + sum(cells + _GAP for cells in (title, organization, stage, bar) if cells)
        most = _MOST_VALUE
        written, longest = notation((card.value for card in self.cards), most)
        if written is not money and bar:  # in full where that takes nothing from the actions
            whole = widest((what_short(card) for card in cards), width)
            most = max(most, min(_LONGEST_VALUE, width - others - whole - 2 * _GAP))
            written, longest = notation((card.value for card in self.cards), most)
        value = max(longest, widest((written(card.value) for card in cards if card.value), most))
        if width < _ORGANIZATION_FROM:  # it stands where it takes nothing from the others
            whole = widest((what_short(card) for card in cards), width)
            taken = when + 2 + sum(cells + _GAP for cells in (title, organization, whole, bar, value) if cells)
            organization = organization if taken <= width else 0
        fixed = when + 2 + _GAP + sum(cells + _GAP for cells in (organization, stage, bar, value) if cells)
        action = width - fixed - title - _GAP
        if action < _LEAST_ACTION:  # the title gives way as far as it is longer than the action
            title = max(min(title, 12), title - (_LEAST_ACTION - action))
            action = max(0, width - fixed - title - _GAP)
        cut = titles > title, organization and organizations > organization
        if any(cut) and action:  # what is cut gets the room that no action needs
            spare = max(0, action - widest((what_short(card) for card in cards), width))
            wider = min(spare, titles - title)
            broader = min(spare - wider, organizations - organization) if organization else 0
            title, organization, action = title + wider, organization + broader, action - wider - broader
        columns = DayColumns(when, title, organization, stage, action, bar, value)
        if (columns, written) != (self._columns, self._money):
            self._columns, self._money = columns, written
            self._strips.clear()

    def _when(self, card: Card) -> str:
        """The sign, then when, figures under each other."""
        step = arrange.check_in(card)
        shown = card._replace(badge=step.state) if step is not None else card
        sign, when = (
            badge_sign(shown) if shown.badge else AGAIN,
            when_short(card, self.today, day_in_two_parts if self._tight else day),
        )
        number, _, unit = when.partition(" ")
        return (
            f"{sign} {number:>2} {unit.removesuffix(_QUIET) if self._tight else unit}"
            if number.isdigit()
            else f"{sign} {when}"
        )

    def ends(self, row: Row | None) -> tuple[str, str]:
        """The box around the deals of a bucket."""
        if isinstance(row, Heading):
            return ("╰", "╯") if row.foot else ("╭", "╮")
        return ("│", "│") if row is not None else ("", " ")

    def rule(self, row: Row, line: int) -> Piece:
        """A line in the colour of the badge."""
        if isinstance(row, Heading):
            return ("─", self.line) if row.foot else (" ", "")
        step = arrange.check_in(row)
        return "▎", part_of(row._replace(badge=step.state) if step is not None else row)

    def lines(self, row: Row, width: int) -> list[list[Piece]]:
        """`! 3 d  ★ Initech licence renewal  Initech  email the offer  ████▌ 32  €23,700`."""
        if isinstance(row, Heading):
            return [self._box(row, width)]
        if self._columns_for[0] is not self.rows or self._columns_for[1] != width:
            self._fit_columns()
        columns = self._columns
        step = arrange.check_in(row)
        look = part_of(row._replace(badge=step.state) if step is not None else row)
        gap: Piece = (" " * _GAP, "")
        pieces: list[Piece] = [
            (aligned(self._when(row), columns.when), look),
            gap,
            (HOT if row.facts.hot else " ", "today"),
            (" ", ""),
            (aligned(row.title, columns.title), "title"),
        ]
        if columns.organization:
            pieces += [gap, (aligned(row.organization, columns.organization), "muted")]
        if columns.stage:
            pieces += [gap, (aligned(_stage(row), columns.stage), "muted")]
        free = columns.value + _GAP if columns.value and not columns.bar and row.value is None else 0
        if columns.action:
            pieces += [gap, (aligned(what_short(row), columns.action + free), "")]
        if columns.bar:
            pieces += [gap, *self._urgency(row)]
        if columns.value and not free:
            value = self._money(row.value) if row.value else ""
            pieces += [gap, (aligned(value, columns.value, right=True), "money")]
        return [pieces]

    def _urgency(self, card: Card) -> list[Piece]:
        """Five cells of a bar, and the points."""
        if not card.badge:
            return [(" " * (BAR + 1 + POINTS), "")]
        bar = bar_of(card.urgency, self.whole_bar)
        return [(f"{bar:<{BAR}}", "bar"), (f" {card.urgency:>{POINTS}.0f}", "muted")]

    def _box(self, row: Heading, width: int) -> list[Piece]:
        """The upper line with the name of the bucket and what is in it, or the lower line."""
        if row.foot:
            return [("─" * (width + self.air), self.line)]
        name = row.text[:1].upper() + row.text[1:]
        room = width - cell_width(row.note) - 4
        name = cut_at_word(name, room)
        line = "─" * max(0, width - cell_width(name) - cell_width(row.note) - 2)
        return [(name, "heading"), (" ", ""), (line, self.line), (" ", ""), (row.note, "muted")]


def when_short(card: Card, today: date, tell: Callable[[date, date], str] = day) -> str:
    """When, in ten cells: `3 d`, `14:00`, `today`, `Tue 24 Nov`, `16 d quiet`, `none`; for a parked deal its day.

    How late something is stands behind the sign that says that it is late. `tell` says a day.
    """
    if arrange.is_parked(card, today) and card.parked_until:
        return tell(card.parked_until, today)
    step = _step(card)
    if step is None:
        due = arrange.after_close(card) if not card.badge else None
        if due is not None:
            return "today" if due == today else span((today - due).days) if due < today else tell(due, today)
        return f"{span(card.rotting_days)}{_QUIET}" if card.rotting_days else "none"
    if step.days_late:
        return span(step.days_late)
    return step.time or "today" if step.due == today else tell(step.due, today)


_QUIET = " quiet"
"""Behind how long nothing was heard; where cells are few the sign before it says so alone."""


def when_on_card(card: Card, today: date) -> str:
    """The sign and when, as short as a card of the board needs it: `! 16 d`, `→ 27 Nov`, `? no next step`.

    A deal that was won says when, until it wants to be seen again.
    """
    step = _step(card)
    sign = badge_sign(card if card.badge or step is None else card._replace(badge=step.state))
    if step is None:
        if not card.badge:
            return " ".join(filter(None, (card.status, day(card.closed_on, today) if card.closed_on else "")))
        return f"{sign} {span(card.rotting_days)}  no next step" if card.rotting_days else f"{sign} no next step"
    if step.days_late:
        return f"{sign} {span(step.days_late)}"
    if step.due == today:
        return f"{sign} {step.time or 'today'}"
    said = day(step.due, today)
    return f"{sign} {said.partition(' ')[2] if step.due.year == today.year or said[-4:].isdigit() else said}"


def _stage(card: Card) -> str:
    """Where it stands; a closed deal how it ended."""
    return card.stage if card.status == OPEN else card.status


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
            bucket = row.text or bucket
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
            rows.append(Heading(bucket.name, " · ".join(filter(None, (f"{len(cards) + beyond:,}", sums)))))
            rows.extend(cards)
            rows.append(Heading("", foot=True))
    return tuple(rows)
