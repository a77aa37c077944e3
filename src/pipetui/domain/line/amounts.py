"""Money and phone numbers among the plain words of a typed line (behaviour 14).

**Money** is a number with a currency or a size beside it, wherever it stands, or else a round bare number as the
last plain word: a multiple of 100 from 1,000 up that is no year. **A phone** begins with `+` or `0` and takes the
groups of digits behind it; no part of one is ever money. Every other number stays in the title, and is named, so that
the echo can say so.
"""

from __future__ import annotations

from pipetui.domain import money
from pipetui.domain import patterns as re
from pipetui.domain.errors import InputError
from pipetui.domain.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.money import Money

# Patterns stay text until they are used: `re` compiles and keeps them, and most words need none.
_PHONE = r"(?:\+|\(\+|0|\(0)[0-9 ()./-]*[0-9)]"
_GROUP = r"\(?[0-9][0-9()./-]*"
_LIKE_A_DATE = r"[0-9]{1,2}([./-])[0-9]{1,2}(\1([0-9]{2}|[0-9]{4})?)?"
MOST_GROUPS = 8
"""Groups of digits behind the first that a phone can have."""
_PHONE_DIGITS = range(6, 16)
_LOCAL_DIGITS = range(7, 16)
"""Of a number without its country, which could be anything when it is short."""

_FIGURES = r"[0-9]{1,3}(?:[ ][0-9]{3})+(?:[.,][0-9]+)?|[0-9](?:[0-9.,'’]*[0-9])?"
_MONEY = rf"([^0-9\s]*)( ?)({_FIGURES})([.,][-–—]{{1,2}})?([^0-9\s]*)((?: [^0-9\s]+){{0,2}})"
_MOST_WORDS = 300
"""Words of a line in which an amount is looked for; longer texts are no deal's line."""
_MONEY_WORDS = 5
"""`1 250 000 Mio EUR` is the longest amount that is looked for over several words."""
_SIGNS = frozenset("€$£¥￥円元₹₩₽₺₴₪₫₱₦₵₡₸₼₾฿")
# Words that also mean something else: no currency unless the number is a price, and feet never.
_ABBREVIATIONS = ("fr", "sfr", "kr", "rs", "rp", "rm", "zł", "kč", "btc", "eth", "pound", "pounds")
_FEET = "ft"
_PRICE = 100
"""Whole units from which on a number beside such a word is an amount: `Fr 12` may be a day."""
# Beside a number, other codes must be in capitals: all, try, top and pen are words too.
_SMALL_CODES = ("eur", "usd", "gbp", "chf", "jpy", "sek", "nok", "dkk", "pln", "czk", "aud", "inr", "cny")

_BARE = r"[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9.,'’]*"
_ROUND, _BARE_FROM = 100, 1_000
_YEARS = range(1900, 2101)
_SAID_FROM = 100
"""From how many units up it is said that a number is not the value: below, nobody takes it for one."""

_LIKE_AN_AMOUNT = r"[~≈<>€$£¥]*[0-9][0-9.,'’]*(?:[kKmM€$£¥]+|(?<=[0-9]{3}))(?:[/–-].*)?"

_LAST_GROUP = 6
"""A group of so many digits is the last of a phone number."""
_PAIRS, _IN_PAIRS = tuple(f"0{digit}" for digit in range(1, 10)), 10
"""How a French number begins, and how many digits it has in all."""

_OPEN, _CLOSE = "([{", ".,;:!?)]}"


def phone(words: Sequence[str]) -> tuple[str, int]:
    """The number the words begin with, as digits with + if its country is said, and how many words it takes.

    ("", 0) where they begin with none; ("", n) for n words that can be no money either: `+49 30`. The (0) for calls
    at home is left out, and 0049 is +49.
    """
    first = clean(words[0])
    if first[:1] not in ("+", "0", "("):
        return "", 0
    first = first.rstrip(",;")
    if not re.fullmatch(_PHONE, first) or _like_a_date(first) or re.fullmatch(r"0[.,][0-9]+", first):
        return "", 0
    if "/" in words[1:]:  # +49 30 / 123456, where it is not the beginning of a note
        at = words.index("/", 1)
        before, behind = _groups(first, words[1:at]), words[at + 1 : at + 2]
        if before[0] == "" and before[1] in (0, at) and behind and re.fullmatch(r"[0-9]{3,}.*", behind[0]):
            found, taken = _groups(first, [*words[1:at], *words[at + 1 :]])
            if found and taken > at:
                return found, taken + 1
    return _groups(first, words[1:])


def _groups(first: str, words: Sequence[str]) -> tuple[str, int]:
    """The number that begins with `first` and goes on in the words, and how many words it takes, `first` among them."""
    taken, number, last = 1, first, first
    for word in words:
        plain = word.rstrip(",;")
        if len(_digits(last)) >= _LAST_GROUP or (number[:2] in _PAIRS and len(_digits(number)) >= _IN_PAIRS):
            break  # it is whole: what follows is an amount, or a count
        if not re.fullmatch(_GROUP, plain) or _like_a_date(plain) or len(_digits(number + plain)) > 15:
            break
        number += plain
        last, taken = plain, taken + 1
    found = _phone(number)
    return (found, taken) if found else ("", taken if taken > 1 else 0)


def _like_a_date(text: str) -> bool:
    """Whether it could be a day: 12/1, 1.12., 01-12-26; no month of it is beyond 12, and no day beyond 31."""
    if not re.fullmatch(_LIKE_A_DATE, text):
        return False
    one, other = (int("".join(char for char in part if char.isdigit())) for part in re.split(r"[./-]", text)[:2])
    return min(one, other) <= 12 and max(one, other) <= 31


def _phone(number: str) -> str:
    digits = _digits(number.replace("(0)", ""))
    if number.lstrip("(").startswith("+"):
        return f"+{digits}" if len(digits) in _PHONE_DIGITS else ""
    if digits.startswith("00"):
        return f"+{digits[2:]}" if len(digits) - 2 in _LOCAL_DIGITS else ""
    return digits if len(digits) in _LOCAL_DIGITS else ""


def _digits(text: str) -> str:
    return "".join(char for char in text if "0" <= char <= "9")


def money_among(words: list[str], book: str, *, bare_last: bool) -> tuple[Money | None, list[str]]:
    """The amount among the plain words, and the words without it.

    The first one counts, but for lengths such as `20m` where there is another. Raises InputError for a number beside a
    word that could mean several currencies.
    """
    if not any(char.isdigit() for word in words for char in word):
        return None, words
    weak: tuple[Money, int, int] | None = None
    first = 0
    while first < min(len(words), _MOST_WORDS):
        last = min(first + _MONEY_WORDS, len(words))
        if first == 0 and not any(map(str.isdigit, words[0])) and not words[0].isupper():
            last = min(last, len(words) - 1)  # "Rand 5000" is a deal called Rand
        while last > first and (amount := _amount(" ".join(words[first:last]), book)) is None:
            last -= 1
        if last > first and amount is not None:
            if last - first > 1 or words[first][-1:] not in ("m", "M"):
                return amount, _without(words, first, last)
            weak = weak or (amount, first, last)
        first = max(last, first + 1)
    if weak is not None:
        return weak[0], _without(words, weak[1], weak[2])
    return _bare(words, book) if bare_last else (None, words)


def _bare(words: list[str], book: str) -> tuple[Money | None, list[str]]:
    """The round number at the end of the words, also in groups of three: `12 000`."""
    for first in range(max(len(words) - 4, 1), len(words)):
        text = money.narrow(" ".join(words[first:])).rstrip(_CLOSE)
        if not re.fullmatch(_BARE, text) or (words[first - 1].isdigit() and words[first - 1][0] == "0"):
            continue
        amount = money.try_parse(text, book)
        if amount is None or (text.isdigit() and int(text) in _YEARS):
            continue
        whole, cents = divmod(amount.minor, 10 ** money.digits(amount.currency))
        if not cents and not whole % _ROUND and whole >= _BARE_FROM:
            return amount, _without(words, first, len(words))
    return None, words


def left_over(words: Sequence[str], value: Money | None, book: str) -> list[str]:
    """What is said of the numbers that stayed in the title, each once (behaviour 14)."""
    said: dict[str, None] = {}
    if not any(char.isdigit() for word in words[:_MOST_WORDS] for char in word):
        return []
    for word in words[:_MOST_WORDS]:
        plain = word.strip(_OPEN + _CLOSE)
        if not any(map(str.isdigit, plain)):
            continue
        try:
            amount = _amount(plain, book)
        except InputError:
            amount = None
        if amount is None and re.fullmatch(_BARE, plain):
            amount = money.try_parse(plain, book)
            if amount is not None and amount.minor < _SAID_FROM * 10 ** money.digits(amount.currency):
                continue
        if amount is not None:
            way = "there is one value" if value is not None else f"value:{plain} makes it the value"
            said[f"{plain} stays in the title · {way}"] = None
        elif re.fullmatch(_LIKE_AN_AMOUNT, plain) and not _like_a_date(plain) and plain[0] != "0":
            said[f"{plain} stays in the title · value:12k is how a value is named"] = None
    return list(said)


def _without(words: list[str], first: int, last: int) -> list[str]:
    """The words but for the amount, and for the sign that only led to it: `Acme: 12k`, `Acme - 12k`."""
    before = words[:first]
    if before and before[-1] in ("-", "–", "—", ":", "="):
        before = before[:-1]
    elif before and last == len(words):
        before = [*before[:-1], before[-1].rstrip(":,;") or before[-1]]
    return before + words[last:]


def _amount(text: str, book: str) -> Money | None:
    """The money `text` is, if something beside the number says that it is money.

    Raises InputError where it is money of a currency that is not known for sure.
    """
    if len(text) > money.LONGEST:
        return None
    # Most words are no amounts, and `12k` is the commonest that is: told without compiling a pattern.
    digits = text[:-1]
    if digits.isascii() and digits.isdigit() and text[-1] in "kKmM":
        return money.try_parse(text, book)
    if not any(map(str.isdigit, text)):
        return None
    text = money.narrow(text).strip(_OPEN + "!?;:)]}").rstrip(".,")
    first, _, rest = text.partition(" ")
    if rest and not any(map(str.isdigit, first)) and not _is_unit(first, apart=True):
        return None
    match = re.fullmatch(_MONEY, text)
    if not match:
        return None
    before, gap, figures, no_cents, tail, after = match.groups()
    after = after.strip()
    unit = _unsized(tail)
    if not (before or tail or after.strip(" mM") or no_cents) or (gap and not before):
        return None
    units = [(name, apart) for name, apart in ((before, gap), (unit, "")) if name]
    size, _, currency = after.partition(" ")
    if money.size_word(size):
        units += [(currency, " ")] if currency else []
    elif after:
        units.append((_unsized(after), " "))
    if not all(_is_unit(name, apart=bool(apart)) for name, apart in units if not money.size_word(name)):
        return None
    doubtful = [name for name, _ in units if _plain(name) in _ABBREVIATIONS]
    if doubtful and int(_digits(figures)) < _PRICE and not (tail[:1] and tail[0] in "kKmM" and len(tail) > 1):
        return None
    if book != "HUF" and any(_plain(name) == _FEET for name, _ in units):
        return None
    try:
        return money.parse(text, book)
    except InputError as error:
        if doubtful or any(money.is_sign(name) and _SIGNS.isdisjoint(name) for name, _ in units):
            raise InputError(error.title, f"{error.hint}; or put -- before the title") from None
        return None


def _unsized(unit: str) -> str:
    """A currency without the k or million right before it: `k€`."""
    sized = unit[:1] and unit[0] in "kKmM万萬億亿" and not _is_unit(unit, apart=False) and not money.size_word(unit)
    return unit[1:] if sized else unit


def _plain(unit: str) -> str:
    return unit.lower().rstrip(".")


def _is_unit(word: str, *, apart: bool) -> bool:
    """Whether `word` may mean a currency: beside a number (`apart`) a code must look like one."""
    if not _SIGNS.isdisjoint(word):
        return money.is_sign(word) or word.lower() == "t€"
    if money.is_sign(word) or (not apart and word.lower() == "teur"):
        return True
    return word.upper() in money.CURRENCIES and (not apart or word.isupper() or word in _SMALL_CODES)
