"""Amounts as people write them into a sheet: about, from, per month, in powers of ten, to a tenth of a cent."""

import re
from decimal import ROUND_HALF_UP, Decimal

from pipetui.domain import money
from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted
from pipetui.exchange.odd import ABOUT, NEGATIVE, NO_AMOUNT, RANGE, ROUNDED, CellError

_ABOUT = re.compile(
    r"(?:~|≈|±|circa|ca\.?|approx\.?|approximately|about|around|etwa|ungefähr|rund|env\.?|environ|aprox\.?|cirka"
    r"|>=?|<=?|from|ab|min\.?|max\.?|up to|bis zu|est\.?|около|примерно|約)\s*(?=\S*[0-9])",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\s*(?:/|\b(?:per|a|each|pro|par|al?)\b)?\s*"
    r"(?:\b(?:one[- ]?time|once|month(?:ly)?|mo|year(?:ly)?|yr|annum|annual(?:ly)?|quarter(?:ly)?|week(?:ly)?|day|jahr"
    r"|monat(?:lich)?|mois|an|mes|año|ano|mrr|arr|acv|tcv|net|gross|netto|brutto|total|each|user|seat|p\.? ?[am]"
    r"|excl?\.? vat|plus vat|zzgl\.? mwst)\.?)\s*$",
    re.IGNORECASE,
)
_POWERS = 15
_RANGE = re.compile(r"[0-9][0-9.,' ]*\s?[km€$£]?\s?(?:-|–|—|to|bis|\.\.|/|→)\s?[€$£]?[0-9]", re.IGNORECASE)
_POWER = re.compile(r"([^0-9eE+-]*)([0-9]+(?:[.,][0-9]+)?)[eE]\+?([0-9]{1,2})([^0-9]*)")
_BELOW = re.compile(r"\([^()]*[0-9][^()]*\)|[-−–]\s?\S*[0-9].*|[^0-9]{0,4}[-−][0-9].*|.*[0-9]\s?[-−]$")


def nearly(text: str, currency: str, error: InputError, cell: str, size: int = 0) -> money.Money:
    """Raises CellError with what an amount means that is not quite one, or with nothing; `error` says what is wrong.

    `cell` is what stands there, of which `text` is the reading, `size` the power of ten that its heading says.
    """
    if len(text) > money.LONGEST:
        raise CellError(NO_AMOUNT, f"{quoted(cell)} is not an amount")
    if _BELOW.fullmatch(text) or "negative" in error.title:
        raise CellError(NEGATIVE, f"{quoted(cell)} is negative")
    power = _POWER.fullmatch(text)
    if power and int(power[3]) < _POWERS:
        plain = Decimal(power[2].replace(",", ".")).scaleb(int(power[3]))
        meant = _parsed(f"{power[1]}{plain:f}{power[4]}", currency, size)
        raise CellError(ABOUT, f"{quoted(cell)} is rounded to few figures", value=meant)
    if _RANGE.search(text):
        raise CellError(RANGE, f"{quoted(cell)} is a range, not an amount")
    if "too many decimals" in error.title and (rounded := _rounded(text, currency, size)):
        raise CellError(ROUNDED, f"{quoted(cell)} is rounded to {rounded.decimal} {rounded.currency}", value=rounded)
    bare = _PERIOD.sub("", _ABOUT.sub("", text, count=1)).removesuffix("+").removesuffix("?").strip()
    if bare != text and (meant := _parsed(bare, currency, size)):
        raise CellError(ABOUT, f"{quoted(cell)} is taken for {meant.decimal} {meant.currency}", value=meant)
    raise CellError(
        NO_AMOUNT, error.title if "not an amount" not in error.title else f"{quoted(cell)} is not an amount", error.hint
    )


def _parsed(text: str, currency: str, size: int) -> money.Money | None:
    try:
        return money.parse(text, currency, size)
    except InputError as error:
        return _rounded(text, currency, size) if "too many decimals" in error.title else None


def _rounded(text: str, currency: str, size: int) -> money.Money | None:
    """The amount to the smallest unit, half of one upwards."""
    match = re.fullmatch(r"([^0-9]*[0-9][0-9 .,']*?)([.,])([0-9]{3,40})([^0-9.,]*)", text)
    if match is None:
        match = re.fullmatch(r"([^0-9]*[0-9][0-9 .,']*?)([.,])([0-9]{1,40})([^0-9.,]*)", text)
    if match is None:
        return None
    # What stands before the decimal sign is read alone, for the sake of its groups of thousands.
    try:
        whole = money.parse(f"{match[1]}{match[4]}", currency, size)
        one = money.parse(f"1{match[4]}", whole.currency, size)
    except InputError:
        return None
    part = (Decimal(f"0.{match[3]}") * one.minor).quantize(Decimal(1), ROUND_HALF_UP)
    return whole._replace(minor=whole.minor + int(part))


def names_code(text: str, currency: str) -> bool:
    """Whether an amount names its currency by its code, which means no other."""
    return re.search(rf"(?<![A-Za-z]){currency}(?![A-Za-z])", text, re.IGNORECASE) is not None


def renamed(amount: money.Money, currency: str) -> money.Money:
    """The same figure in another currency."""
    minor = Decimal(amount.minor).scaleb(money.digits(currency) - money.digits(amount.currency))
    return money.Money(int(minor.quantize(Decimal(1), ROUND_HALF_UP)), currency)


def currency_in(text: str) -> str | None:
    """The currency that a longer text names beside a figure, by code or sign: `€5,000 one-time`; None for none."""
    for found in re.findall(r"\b[A-Z]{3}\b", text):
        if found in money.CURRENCIES:
            return str(found)
    match = re.search(r"(?:^|\s)([^\w\s]{1,2}|[A-Za-z]{1,2}\$) ?[0-9]|[0-9] ?([^\w\s.,%]{1,2})(?:\s|$)", text)
    sign = (match[1] or match[2]) if match else ""
    meant = money.try_parse(f"{sign}1", "EUR") if sign else None
    return meant.currency if meant and money.is_sign(sign) else None
