"""The receipt of an import as columns: the figures of the files, those of the book, equal or red."""

from collections.abc import Iterator
from typing import NamedTuple

from pipetui.domain.money import Money
from pipetui.exchange.receipt import Figures, Receipt, StandingPlace, Sum, called
from pipetui.render import cell_width, cut, money

Part = tuple[str, str]
_LEAST = 18
_GAP = 2


class ReceiptRow(NamedTuple):
    """One figure from both sides."""

    what: str
    status: str
    file: str
    book: str

    @property
    def is_right(self) -> bool:
        """Whether both sides say the same."""
        return self.file == self.book


def receipt_table(receipt: Receipt, width: int) -> Iterator[Part]:
    """A line for each figure, those that differ in red; the columns as wide as they need."""
    rows = list(_rows(receipt))
    if not rows:
        return
    file = max([len("files"), *(cell_width(row.file) for row in rows)])
    book = max([len("book"), *(cell_width(row.book) for row in rows)])
    status = max(cell_width(row.status) for row in rows)
    room = max(_LEAST, width - status - file - book - 4 * _GAP - 1)
    what = min(room, max(cell_width(row.what) for row in rows))
    yield f"{' ' * (what + _GAP + status)}{'files':>{file + _GAP}}{'book':>{book + _GAP}}\n", "$dim"
    for row in rows:
        named = cut(row.what, what)
        named += " " * (what - cell_width(named) + _GAP)
        line = f"{named}{row.status:<{status}}{_right(row.file, file)}{_right(row.book, book)}"
        yield f"{line}  {'=' if row.is_right else '≠'}\n", "" if row.is_right else "bold $bad"
    if receipt.untold:
        yield f"{receipt.untold}\n", "$doubt"


def _rows(receipt: Receipt) -> Iterator[ReceiptRow]:
    file, book = receipt.file, receipt.book
    order = {place: at for at, place in enumerate((*book.standing, *file.standing))}
    for place in sorted(order, key=lambda place: order[place]):
        yield ReceiptRow(place.where, place.status, _worth(file, place), _worth(book, place))
    months = dict.fromkeys((*sorted(file.closed, key=_late), *sorted(book.closed, key=_late)))
    for status, month in months:
        yield ReceiptRow(
            month or "on a day that nobody told",
            status,
            *(f"{side.closed.get((status, month), 0):,}" for side in (file, book)),
        )
    for kind in file.counts:
        row = ReceiptRow(called(kind), "", f"{file.counts[kind]:,}", f"{book.counts.get(kind, 0):,}")
        if row.file != "0" or not row.is_right:
            yield row


def _late(one: tuple[str, str]) -> tuple[str, str]:
    """A month that nobody told comes last."""
    return one[0], one[1] or "~"


def _worth(side: Figures, place: StandingPlace) -> str:
    found = side.standing.get(place, Sum())
    return f"{found.deals:,} · {money(Money(found.minor, place.currency))}" if place.currency else f"{found.deals:,}"


def _right(text: str, width: int) -> str:
    return " " * (_GAP + width - cell_width(text)) + text
