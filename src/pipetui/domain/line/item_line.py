"""A line of a deal as it is typed: `Support x 3 at 1200 -10% monthly`.

The name comes first, the rest in any order behind it: how many, at which price, what is taken off, how often it is
paid. What is read from the end that is none of these is the name.
"""

from __future__ import annotations

from pipetui.domain import money
from pipetui.domain import patterns as re
from pipetui.domain.errors import InputError
from pipetui.domain.items import ALL_OFF, MONTH, ONCE, WHOLE, YEAR, discount_text
from pipetui.domain.text import clean
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NamedTuple

    from pipetui.domain.items import ItemLine
    from pipetui.domain.money import Money
else:
    from pipetui.domain.record import NamedTuple

EXAMPLES = "for example: Support x 3 at 1200 -10% monthly"
_LARGEST = 10**12
"""A milliard of something, in thousandths."""

_BILLED = {
    **dict.fromkeys(["monthly", "month", "mo", "mth"], MONTH),
    **dict.fromkeys(["yearly", "annually", "annual", "year", "yr"], YEAR),
    **dict.fromkeys(["once", "one-time", "onetime", "one-off"], ONCE),
}
_EVERY = (
    r"(?si)(.*?)(?:(?:^|\s)(monthly|yearly|annual|annually|once|one-time|onetime|one-off)"
    r"|(?:(?:^|\s)(?:per|an?)\s|\s*/\s*)(month|mo|mth|year|yr))"
)
_LESS = r"(?si)(.*?)(?:^|\s)(?:[-−–]\s?(\S*?)\s?%(?:\s+off)?|(\S*?)\s?%\s+off)"
_TIMES = r"(?si)(.*?)(?:^|\s)[x×]\s?([-−+]?[0-9]\S*)"
_PRICE = r"(?si)(.*)(?:^|\s)at\s+(.+)"


class TypedItem(NamedTuple):
    """A line as it was typed; None for what was not said.

    `quantity` is in thousandths, `discount` in those of a percent.
    """

    name: str = ""
    quantity: int | None = None
    price: Money | None = None
    discount: int | None = None
    billing: str | None = None


def parse(text: str, currency: str, is_name: Callable[[str], bool] = lambda text: False) -> TypedItem:
    """The line that `text` says, with a price in the currency it names or else in `currency`.

    Whatever `is_name` is taken whole. Raises InputError for a quantity, price or discount that is none, and for two of
    a kind.
    """
    rest = clean(text).strip()
    found: dict[str, object] = {}
    while not is_name(rest) and (taken := _last(rest, currency)):
        rest, what, value = taken
        if what in found:
            raise InputError(f"{quoted(text)} says its {what} twice", EXAMPLES)
        found[what] = value
    return TypedItem(rest, **found)  # type: ignore[arg-type]


def _last(text: str, currency: str) -> tuple[str, str, object] | None:
    """What stands at the end of the text: what is before it, which part of a line it is, what it says."""
    if match := re.fullmatch(_EVERY, text):
        return match[1].strip(), "billing", billed(match[2] or match[3])
    if match := re.fullmatch(_LESS, text):
        return match[1].strip(), "discount", discount(match[2] or match[3] or "")
    if match := re.fullmatch(_TIMES, text):
        return match[1].strip(), "quantity", quantity(match[2])
    match = re.fullmatch(_PRICE, text)
    if match and any(char.isdigit() for char in match[2]):
        return match[1].strip(), "price", _price(match[2], currency)
    return None


def _price(text: str, currency: str) -> Money:
    """The price that `text` says; raises InputError, which tells a word for how often it is paid from a currency."""
    try:
        return money.parse(text, currency)
    except InputError as error:
        word = text.split()[-1].lower()
        near = nearest(word, _BILLED, 1) if word.isalpha() else ()
        if near:
            raise InputError(error.title, f"did you mean {near[0]}?") from None
        raise


def quantity(text: str) -> int:
    """`3`, `1.5` or `0,25` in thousandths; raises InputError for what is none, and for nothing of something."""
    match = re.fullmatch(r"\+?([0-9]{1,12})(?:[.,]([0-9]{1,9}))?", text.strip())
    if match is None:
        raise InputError(f"{quoted(text)} is not a quantity", "a quantity is written like 3, 1.5 or 0.25")
    whole, part = match[1], match[2] or ""
    if len(part) == 3 and int(whole):
        raise InputError(f"{quoted(text)} could be read in two ways", f"write {whole}{part} or {whole}.{part}0")
    if part[3:].strip("0"):
        raise InputError(f"{quoted(text)} has too many decimals", "a quantity has three at most")
    thousandths = int(whole) * WHOLE + int(part[:3].ljust(3, "0"))
    if not 0 < thousandths <= _LARGEST:
        raise InputError(f"{quoted(text)} is not a quantity", "a quantity is above 0, and a billion at most")
    return thousandths


def as_typed(line: ItemLine, usual: str = ONCE) -> str:
    """A line as it could be typed, to be changed: `Support x 3 at 1200 -10% monthly`.

    Where it is paid as is `usual` for it, nothing says so.
    """
    price = f"at {_amount(line.price)}" if line.price else ""
    less = f"-{discount_text(line.discount)}%" if line.discount else ""
    every = "" if line.billing == usual else _WORDS[line.billing]
    return " ".join(filter(None, (line.name, f"x {_typed(line.quantity)}", price, less, every)))


_WORDS = {ONCE: "once", MONTH: "monthly", YEAR: "yearly"}


def _amount(price: Money) -> str:
    """An exact price, its cents only where it has some."""
    whole, _, cents = price.decimal.partition(".")
    return f"{whole}.{cents}" if cents.strip("0") else whole


def _typed(thousandths: int) -> str:
    whole, rest = divmod(thousandths, WHOLE)
    part = f".{rest:03}" if rest else ""
    return f"{whole}{part}0" if part and part[-1] != "0" else f"{whole}{part.rstrip('0')}"


def discount(text: str) -> int:
    """`10`, `12.5` or `12,5` percent in thousandths of one, 0 to 100 %; raises InputError."""
    match = re.fullmatch(r"([0-9]{1,3})(?:[.,]([0-9]{1,9}))?", text)
    part = match[2] or "" if match else ""
    if match is None or int(match[1]) * WHOLE + bool(part.strip("0")) > ALL_OFF:
        raise InputError(f"{quoted(text + '%')} is not a discount", "a discount is from 0 to 100 %, such as 10 or 12.5")
    if part[3:].strip("0"):
        raise InputError(f"{quoted(text + '%')} has too many decimals", "a discount has three at most")
    return int(match[1]) * WHOLE + int(part[:3].ljust(3, "0"))


def billed(word: str) -> str:
    """How often something is paid, by a word for it; raises InputError."""
    found = _BILLED.get(word.strip().lower())
    if found is None:
        raise InputError(f"{quoted(word)} is not how often something is paid", "it is once, monthly or yearly")
    return found
