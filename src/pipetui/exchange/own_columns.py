"""Columns that no field takes: which kind of field of the rep's own each becomes, and how its cells are kept there.

A kind is taken only where every cell is one of it and nothing of it is lost; whatever else there is stays a text.
"""

import re
from collections.abc import Callable
from datetime import tzinfo
from functools import partial
from typing import NamedTuple

from pipetui.domain.custom_fields import (
    CHOICE,
    DATE,
    LINK,
    MONEY,
    NO,
    NUMBER,
    TEXT,
    YES,
    YES_NO,
    CustomField,
    number_text,
)
from pipetui.domain.errors import InputError
from pipetui.domain.money import Money
from pipetui.exchange import amounts, dates, values
from pipetui.exchange.markup import prose

_MOST_OPTIONS, _ENOUGH_CELLS, _LONGEST_OPTION = 12, 20, 40
_AT_HAND = 2_000
_ONLY_DIGITS = re.compile(r"[-−]?(?:0|[1-9][0-9]*)")
_MIDNIGHT = "00:00"


class OwnColumn(NamedTuple):
    """What a column becomes: the name of the field, its place in the file, its kind, the `options` of a choice.

    `order` is that of its dates, `decimal` the decimal sign of its numbers, `possible` all kinds that its cells are of.
    """

    name: str
    place: int
    kind: str = TEXT
    options: tuple[str, ...] = ()
    order: str = ""
    decimal: str = ""
    possible: tuple[str, ...] = ()

    def beside(self, known: CustomField | None) -> "OwnColumn":
        """What it becomes where there is a field of that name: that one, if its cells are of such a kind."""
        if known is None or known.kind == self.kind:
            return self
        if known.kind == TEXT or known.kind in self.possible or (known.kind == CHOICE and self.options):
            return self._replace(kind=known.kind)
        return self._replace(name=f"{self.name} ({self.kind})")

    def meaning(self, currency: str, zone: tzinfo) -> Callable[[str], str]:
        """What makes a value of the field of a cell; a cell that is none of its kind stays the text that it is."""
        if self.kind in (TEXT, LINK, CHOICE):
            return prose
        read = partial(_READERS[self.kind], self, currency, zone)

        def told(cell: str) -> str:
            text = values.plain(cell)
            if values.is_nothing(text):
                return ""
            try:
                return read(text) or prose(cell)
            except InputError:
                return prose(cell)

        return told


class SeenValues:
    """What stands in one column, cell by cell: which kinds are still possible."""

    def __init__(self, currency: str, zone: tzinfo | None) -> None:
        assert zone is not None
        self._currency, self._zone = currency, zone
        self._met: dict[str, None] = {}
        self._words: dict[str, None] | None = {}
        self._examples: dict[str, str] = {}
        self._marks: set[str] = set()
        self._groups: set[str] = set()
        self._cells = 0
        self._possible = [YES_NO, NUMBER, MONEY, DATE, LINK]

    def add(self, cell: str) -> None:
        """One more cell that is not blank."""
        self._cells += 1
        if cell in self._met or (not self._possible and self._words is None):
            return
        if len(self._met) >= _AT_HAND:
            self._met.clear()
        self._met[cell] = None
        text = values.plain(cell)
        if values.is_nothing(text):
            return
        if self._words is not None:
            self._words[text] = None
            if len(self._words) > _MOST_OPTIONS or len(text) > _LONGEST_OPTION or "\n" in cell:
                self._words = None
        if NUMBER in self._possible or MONEY in self._possible:
            self._marks.add(values.decimal_mark(text))
            self._groups.update(re.findall(r"^[^0-9]*[0-9]{1,3}([.,])[0-9]{3}(?![0-9.,])", text))
        if DATE in self._possible:
            self._examples.setdefault(dates.order_of(text), text)
        self._possible = [kind for kind in self._possible if self._is(kind, text)]

    def column(
        self, name: str, place: int, everywhere: dict[str, str], order: str | None, usual: tuple[str, str]
    ) -> OwnColumn:
        """What the column becomes; its dates are read as those of the others (see `dates.settle`)."""
        marks = self._marks - {""}
        # “1,250” alone may be twelve hundred or one and a quarter: nobody can say, and it stays what it is.
        unclear = len(marks) > 1 or bool(self._groups and (not marks or marks & self._groups))
        possible = [kind for kind in self._possible if not (unclear and kind in (NUMBER, MONEY))] if self._met else []
        kind, options = possible[0] if possible else TEXT, tuple(self._words or ())
        if kind == TEXT and options and self._cells >= _ENOUGH_CELLS:
            kind = CHOICE
        dated = dates.settle(self._examples, everywhere, order, usual)[0] if DATE in possible else ""
        return OwnColumn(name, place, kind, options, dated, marks.pop() if marks else "", tuple(possible))

    def _is(self, kind: str, text: str) -> bool:
        if kind == LINK:
            return re.fullmatch(r"(?:https?://|www\.)\S+", text) is not None
        orders = ("dmy", "mdy") if kind == DATE else ("",)
        for order in orders:
            column = OwnColumn("", 0, kind, order=order, decimal=values.decimal_mark(text))
            try:
                if _READERS[kind](column, self._currency, self._zone, text):
                    return True
            except InputError:
                continue
        return False


def _yes_no(column: OwnColumn, currency: str, zone: tzinfo, text: str) -> str:
    if values.letters(text).isdigit():
        return ""
    said = values.is_yes(text)
    return "" if said is None else YES if said else NO


def _number(column: OwnColumn, currency: str, zone: tzinfo, text: str) -> str:
    if _ONLY_DIGITS.fullmatch(text):
        return number_text(text)
    for point, group in ((".", "[,'’ ]"), (",", "[.'’ ]")):
        whole = rf"[-−]?(?:0|[1-9][0-9]{{0,2}}(?:{group}?[0-9]{{3}})*)(?:{re.escape(point)}[0-9]+)?"
        if column.decimal in ("", point) and re.fullmatch(whole, text):
            return number_text(re.sub(group, "", text).replace(point, "."))
    return ""  # a code, a phone number, a share of a hundred


def _money(column: OwnColumn, currency: str, zone: tzinfo, text: str) -> str:
    if amounts.currency_in(text) is None:
        return ""
    found: Money | None = values.amount(text, currency, column.decimal)
    return f"{found.decimal} {found.currency}" if found is not None else ""


def _day(column: OwnColumn, currency: str, zone: tzinfo, text: str) -> str:
    if not re.search(r"[-./ ]", text):
        return ""
    at = dates.moment(text, column.order, zone).astimezone(zone)
    if at.time() != dates.NOON and f"{at:%H:%M}" != _MIDNIGHT:  # an hour has no place in a day
        return ""
    return at.date().isoformat()


_READERS: dict[str, Callable[[OwnColumn, str, tzinfo, str], str]] = {
    YES_NO: _yes_no,
    NUMBER: _number,
    MONEY: _money,
    DATE: _day,
}
