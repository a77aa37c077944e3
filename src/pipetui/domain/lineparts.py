"""The parts of a typed line, told by their looks alone: tokens, attributes, addresses, phones, amounts.

A line is split forgivingly: quotes group where they stand at the start of a word or right after `key:`, `@`, `+`
or `#`; an apostrophe, or a quote whose partner is not on its line within 300 characters, is a letter like any other.
From a shell the words arrive split already, and each is one token even with spaces inside.
"""

from __future__ import annotations

from pipetui.domain import money
from pipetui.domain import patterns as re
from pipetui.domain.errors import InputError
from pipetui.domain.text import clean, words_and_ends
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipetui.domain.money import Money

# Patterns stay text until they are used: `re` compiles and keeps them, and most words need none.
_TOKEN = r"""([A-Za-z]+:|[@+#])?(?:"(.{0,300}?)"|'(.{0,300}?)')(?!\S)|\S+"""
_EMAIL = r"<?(?:mailto:)?([^\s@<>,;:/()\"]+@[^\s@<>,;:/()\"]+\.[^\W_][^\s@<>,;:/()\".]*)>?[,;]?"
_PHONE = r"\+[0-9 ()./-]*[0-9]"
_PHONE_DIGITS = range(6, 16)

_MONEY = r"([^0-9\s]*)( ?)(?:[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?|[0-9][0-9.,'’]*)([^0-9\s]*)( ?)([^0-9\s]*)"
_MONEY_WORDS = 4
"""`EUR 1 250 000` is the longest amount that is looked for over several words."""
_SIGNS = frozenset("€$£¥￥円元₹₩₽₺₴₪₫₱₦₵₡₸₼₾฿")
# Short for a currency only in its own book: elsewhere 10ft are feet.
_ABBREVIATIONS = ("fr", "sfr", "kr", "rs", "zł", "kč", "ft")
# Beside a number, other codes must be in capitals: all, try, top and pen are words too.
_SMALL_CODES = ("eur", "usd", "gbp", "chf", "jpy", "sek", "nok", "dkk", "pln", "czk", "aud", "inr", "cny")
_BARE_NUMBER = r"[1-9][0-9.,'’]*"
_BARE_FROM = 100
"""From how many whole units up a bare last number is money; below, it is a part of the title."""


def tokens(line: str | Sequence[str]) -> tuple[str, Iterator[tuple[str, str, int]]]:
    """The cleaned text, and of each token: the word unquoted, as it reads in a title, where it ends in the text."""
    if not isinstance(line, str):
        words = [cleaned for word in line if (cleaned := clean(word, multiline=True).strip())]
        if len(words) != 1:
            return " ".join(words), _given(words)
        line = words[0]  # one argument that holds a whole line: pipetui add "Acme pilot 12k next:fri"
    text = clean(line, multiline=True)
    return text, _split(text)


def _given(words: list[str]) -> Iterator[tuple[str, str, int]]:
    end = -1
    for word in words:
        end += 1 + len(word)
        yield word, word, end


def _split(text: str) -> Iterator[tuple[str, str, int]]:
    if '"' not in text and "'" not in text:
        yield from ((word, word, end) for word, end in words_and_ends(text))
        return
    for match in re.finditer(_TOKEN, text):
        head, double, single = match.groups()
        grouped = single if double is None else double
        if grouped is None:
            yield match[0], match[0], match.end()
        elif head or grouped.strip():
            yield (head or "") + grouped, match[0] if head else grouped, match.end()


def attribute(word: str) -> tuple[str, str]:
    """(key, value) of a `key:value` word, ("", "") of any other."""
    key, colon, value = word.partition(":")
    return (key.lower(), clean(value)) if colon and key.isalpha() else ("", "")


def email(word: str) -> str:
    """The address in `word`, also as `<ann@acme.example>,`; "" if it is none."""
    match = re.fullmatch(_EMAIL, word) if "@" in word else None
    return match[1] if match else ""


def phone(word: str) -> str:
    """The number as + and digits, "" if `word` is none; the (0) for calls at home is left out."""
    if word[0] != "+" or not re.fullmatch(_PHONE, clean(word)):
        return ""
    number = "".join(filter(str.isdigit, word.replace("(0)", "")))
    return f"+{number}" if len(number) in _PHONE_DIGITS else ""


def money_among(words: list[str], book: str, *, bare_last: bool) -> tuple[Money | None, list[str]]:
    """The first amount among the plain words, and the words without it."""
    if not any(char.isdigit() for word in words for char in word):
        return None, words
    for first in range(len(words)):
        for last in range(min(first + _MONEY_WORDS, len(words)), first, -1):
            if amount := _amount(" ".join(words[first:last]), book):
                return amount, words[:first] + words[last:]
    if bare_last and len(words) > 1 and re.fullmatch(_BARE_NUMBER, words[-1]):
        amount = money.try_parse(words[-1], book)
        if amount and amount.minor >= _BARE_FROM * 10 ** money.digits(amount.currency):
            return amount, words[:-1]
    return None, words


def _amount(text: str, book: str) -> Money | None:
    """The money `text` is, if something beside the number says that it is money."""
    if len(text) > money.LONGEST:
        return None
    # Most words are no amounts, and `12k` is the commonest that is: told without compiling a pattern.
    first, _, rest = text.partition(" ")
    digits = text[:-1]
    if digits.isascii() and digits.isdigit() and text[-1] in "kKmM":
        return money.try_parse(text, book)
    if not any(map(str.isdigit, text)) or (
        rest and not any(map(str.isdigit, first)) and not _is_unit(first, apart=True)
    ):
        return None
    match = re.fullmatch(_MONEY, text)
    if not match:
        return None
    before, gap, tail, space, after = match.groups()
    unit = tail
    if tail[:1] in tuple("kKmM") and not _is_unit(tail, apart=False):
        unit = tail[1:]
    if not (before or tail or after) or (gap and not before) or (space and not after):
        return None
    units = [(name, apart) for name, apart in ((before, gap), (unit, ""), (after, space)) if name]
    if not all(_is_unit(name, apart=bool(apart)) for name, apart in units):
        return None
    amount = money.try_parse(text, book)
    if amount and amount.currency != book and any(_plain(name) in _ABBREVIATIONS for name, _ in units):
        return None
    return amount


def _plain(unit: str) -> str:
    return unit.lower().rstrip(".")


def _is_unit(word: str, *, apart: bool) -> bool:
    """Whether `word` may mean a currency: beside a number (`apart`) a code must look like one."""
    if _plain(word) in _ABBREVIATIONS:
        return True
    if not _SIGNS.isdisjoint(word):
        return money.is_sign(word)  # of “€k” the refusal, with its hint, would cost a thousand times more
    return word.upper() in money.CURRENCIES and (not apart or word.isupper() or word in _SMALL_CODES)


def percent(text: str, example: str) -> int:
    """A probability such as `40%` or `40`; raises InputError, with what else can be written there as its `example`."""
    number = text.strip().removesuffix("%").rstrip()
    if not (number.isascii() and number.isdecimal() and len(number) <= 3 and int(number) <= 100):
        raise InputError(f"{quoted(text)} is no probability", f"Write a whole number from 0 to 100, {example}.")
    return int(number)
