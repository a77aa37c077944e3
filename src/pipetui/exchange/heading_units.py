"""What a heading says of its amounts: their currency, and that they are cents, thousands or larger still."""

import re
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from pipetui.domain import money
from pipetui.domain.folding import fold

_LONGEST = 120
"""No heading that means something has more characters; longer ones are not looked at."""
_GAP = re.compile(r"(?<=\w)[\s_,:/(\[（【-]+")
_BETWEEN = frozenset(["in", "of", "en", "em", "de", "d", "di", "des", "v", "w", "i", "x", "à", "a", "to"])
"""What may stand between a size and its currency: `miles de €`, `in thousands of USD`."""
_NET = frozenset(["net", "netto", "gross", "brutto", "ht", "ttc", "p.a", "pa"])
_SIZES = MappingProxyType(
    {
        word: power
        for power, words in {
            3: "k ths thousand thousands tsd tausend duizend duizenden millier milliers miles mil milhar milhares"
            " migliaia tusen tusind tis tisice tys tysiace тыс тысяч тысячи 千 1000 000 000s",
            4: "万",
            5: "lakh lakhs lac lacs",
            6: "million millions mio mill mln mn mm millionen miljoen millones milhoes milioni milionu milionow mlj"
            " miljoner miljon млн миллион миллионов 百万",
            7: "cr crore crores",
            8: "億",
        }.items()
        for word in words.split()
    }
)
_JOINED = (("k", 3), ("t", 3), ("mm", 6), ("m", 6))
"""Letters before or behind a currency, with nothing between them: `T€`, `MSEK`, `tkr`, `$m`."""
_NAMES = MappingProxyType(
    {"円": "JPY", "руб": "RUB", "р": "RUB", "рублеи": "RUB", "kr": "", "euro": "EUR", "euros": "EUR"}
)
"""Currencies that neither a code nor a sign names; kronor are those of the book."""


class HeadingUnit(NamedTuple):
    """A heading without the unit that it names, the unit, and the power of ten of its amounts; all blank for none."""

    bare: str = ""
    unit: str = ""
    power: int = 0


@lru_cache(1_000)  # a file is asked as each of the kinds of record that it may hold
def unit_of(heading: str) -> HeadingUnit:
    """What a heading says of its amounts: the code of a currency, or "minor" for cents, and their size.

    So `amount_usd`, `Value (EUR)`, `Deal Value, $`, `MRR in GBP`, `price_cents`, `Value ($k)`, `Amount in thousands`,
    `Värde (tkr)`, `Сумма, тыс. руб.`, `金額（百万円）`.
    """
    if len(heading) > _LONGEST:
        return HeadingUnit()
    if sized := _sized(heading):
        return sized
    match = re.fullmatch(
        r"\s*(.*?\w)[\s_,:/(\[-]+(?:in )?([A-Za-z]{3}|cents?|[^\w\s()]{1,2}|[A-Za-z]{1,2}\$)\s*[)\]]?\s*", heading
    )
    unit = match[2] if match else ""
    if match and unit.lower() in ("cent", "cents"):
        return HeadingUnit(match[1], "minor")
    if match and unit.upper() in money.CURRENCIES and (unit.isupper() or "_" in heading or "(" in heading):
        return HeadingUnit(match[1], unit.upper())
    if match and unit not in money.CURRENCIES and money.is_sign(unit):
        code = money.meant_by(unit)
        return HeadingUnit(match[1], code) if code else HeadingUnit()
    return HeadingUnit()


def _sized(heading: str) -> HeadingUnit | None:
    """The like of a heading that says a size, with a currency or without; None for one that does not."""
    for gap in _GAP.finditer(heading):
        rest = re.sub(r"(?<=\d)[.,'’](?=\d{3})", "", heading[gap.end() :])
        words = [word for word in re.split(r"[\s_,()\[\]（）【】'’]+", rest) if word.strip(".")]
        found = _size(words, apart=gap[0].isspace())
        if found is not None:
            return HeadingUnit(heading[: gap.start()].strip(), *found)
    return None


def _size(words: list[str], *, apart: bool) -> tuple[str, int] | None:
    """Currency and power of ten that these words say, and nothing else; None where they say more, or no size.

    One letter alone is a size behind a bracket or a comma; `Plan K`, with a blank `apart` from it, names a plan.
    """
    powers: list[int] = []
    currencies: list[str] = []
    told = [word for word in words if fold(word).strip(".") not in _BETWEEN | _NET]
    if not told or (len(told) == 1 and apart and len(told[0]) == 1 and told[0].isascii()):
        return None
    for word in told:
        plain = fold(word).replace(".", "")
        if plain in _SIZES:
            powers.append(_SIZES[plain])
        elif (code := _currency(word)) is not None:
            currencies.append(code)
        elif (both := _joined(word)) is not None:
            currencies.append(both[0])
            powers.append(both[1])
        elif plain in ("m", "t") and len(told) > 1:
            powers.append(6 if plain == "m" else 3)
        else:
            return None
    if len(powers) != 1 or len(currencies) > 1:
        return None
    currency = currencies[0] if currencies else ""
    power = powers[0]
    if power == _SIZES["cr"] and currency != "INR" and "cr" in map(fold, told):
        return None  # credits, and much else
    if currency == "CZK" and "mil" in (fold(word).strip(".") for word in told):
        power = 6  # of which Czech says milion, where Spanish says mil for a thousand
    return currency, power


def _currency(word: str) -> str | None:
    """The code of the currency that a word names, "" for one of several countries; None for another word."""
    if word.isupper() and word in money.CURRENCIES:
        return word
    if fold(word).strip(".") in _NAMES:
        return _NAMES[fold(word).strip(".")]
    if word.lower() == word and word.upper() in money.CURRENCIES and word != "mil":
        return word.upper()
    if not money.is_sign(word) or word.isdigit():
        return None
    return money.meant_by(word) or ""


def _joined(word: str) -> tuple[str, int] | None:
    """Currency and power of `T€`, `MSEK`, `tkr`, `$m`, `€000s`, `百万円`."""
    plain = word.replace(".", "")
    for sign, power in (*_JOINED, ("000s", 3), ("1000", 3), ("000", 3), *_EASTERN):
        for rest in (
            plain[len(sign) :] if plain[: len(sign)].lower() == sign else "",
            plain[: -len(sign)] if plain[-len(sign) :].lower() == sign else "",
        ):
            code = _currency(rest) if rest else None
            if code is not None and not (sign == "t" and plain.lower() == plain and code):
                return code, power
    return None


_EASTERN = tuple((word, power) for word, power in _SIZES.items() if not word.isascii() and len(word) <= len("百万"))
