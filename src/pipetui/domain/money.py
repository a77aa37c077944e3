"""Amounts of money: whole minor units and an ISO 4217 code, never a float.

A number may be written as people write it: `12k`, `1.5m`, `12,500`, `12.500`, `€1.250,50`, `1 250,50`,
`1'250.50`, `12000 USD`, `USD 12000`, `12k$`, `12.000,- €`, `1.5 Mio €`, `5000 euros`, `120万円`. How separators are
read:

- two different ones: the last is the decimal sign, the other groups thousands;
- one that stands once before exactly three digits groups thousands (in a currency of three decimals, such as
  KWD, it is the decimal sign); before any other count of digits it is the decimal sign;
- one that stands several times groups thousands (also the Indian way, `12,50,000`);
- before a size such as `k`, `m` or `Mio`, a lone one with three digits (`1.250k`) is refused: it could be off by a
  factor of 1000.

A sign that several currencies share means the book's own currency if that is one of them, else the best known
of them; `kr`, `Rs` or `pesos` have no best known one and are refused in any other book.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.errors import InputError
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

LARGEST = 2**53
"""No amount has more minor units: above it JSON readers and spreadsheets lose the last digits."""

LONGEST = 60
"""No amount is written with more characters; longer text is not looked at."""

# ISO 4217 without funds, metals and test codes; ANG, BGN and HRK were replaced of late, older deals carry them.
_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK
HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
"""The codes an amount may carry."""

_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_DECIMALS = dict.fromkeys(_NONE.split(), 0) | dict.fromkeys(_THREE.split(), 3)
"""Of the currencies that do not have two."""

# A sign, the currency it means by itself ("?" = none), and the others that may mean it in their own books.
_SIGNS = (
    "€ EUR",
    "euro EUR",
    "euros EUR",
    "$ USD ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUP DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD"
    " UYU XCD",
    "£ GBP EGP FKP GIP LBP SDG SHP SSP SYP",
    "¥ JPY CNY",
    "￥ JPY CNY",
    "円 JPY",
    "元 CNY",
    "₹ INR",
    "₩ KRW KPW",
    "₽ RUB",
    "₺ TRY",
    "₴ UAH",
    "₪ ILS",
    "₫ VND",
    "₱ PHP",
    "₦ NGN",
    "₵ GHS",
    "₡ CRC",
    "₸ KZT",
    "₼ AZN",
    "₾ GEL",
    "฿ THB",
    "fr CHF",
    "sfr CHF",
    "franc CHF XAF XOF",
    "francs CHF XAF XOF",
    "franken CHF",
    "zł PLN",
    "zloty PLN",
    "złoty PLN",
    "złotych PLN",
    "kč CZK",
    "ft HUF",
    "forint HUF",
    "dollar USD AUD CAD HKD NZD SGD",
    "dollars USD AUD CAD HKD NZD SGD",
    "pound GBP EGP",
    "pounds GBP EGP",
    "yen JPY",
    "yuan CNY",
    "rmb CNY",
    "rp IDR",
    "rm MYR",
    "baht THB",
    "rand ZAR",
    "reais BRL",
    "shekel ILS",
    "shekels ILS",
    "rubles RUB",
    "roubles RUB",
    "lira TRY",
    "us$ USD",
    "a$ AUD",
    "au$ AUD",
    "c$ CAD",
    "ca$ CAD",
    "nz$ NZD",
    "hk$ HKD",
    "s$ SGD",
    "nt$ TWD",
    "mx$ MXN",
    "r$ BRL",
    "kr ? DKK ISK NOK SEK",
    "kroner ? DKK NOK",
    "kronor SEK",
    "rs ? INR LKR MUR NPR PKR SCR",
    "rupee ? INR LKR MUR NPR PKR SCR",
    "rupees ? INR LKR MUR NPR PKR SCR",
    "peso ? ARS CLP COP MXN PHP UYU",
    "pesos ? ARS CLP COP MXN PHP UYU",
    "dirham ? AED MAD",
    "dirhams ? AED MAD",
    "btc ?",
    "eth ?",
)
_UNKNOWN = ("btc", "eth")
"""Written beside amounts, and no currency a book can hold."""

_SIZES = (
    ("k", 3), ("tsd", 3), ("thousand", 3), ("thousands", 3), ("tausend", 3), ("m", 6), ("mn", 6), ("mln", 6),
    ("mio", 6), ("mill", 6), ("million", 6), ("millions", 6), ("millionen", 6), ("miljoen", 6), ("millones", 6),
    ("bn", 9), ("mrd", 9), ("billion", 9), ("billions", 9), ("milliarde", 9), ("milliarden", 9), ("lakh", 5),
    ("lakhs", 5), ("crore", 7), ("crores", 7), ("万", 4), ("萬", 4), ("億", 8), ("亿", 8), ("t€", -3), ("teur", -3),
)  # fmt: skip
"""Words of size, each a power of ten; of a negative one the word says the euro too, as German books have it."""
_meanings: dict[str, tuple[str | None, tuple[str, ...]]] = {}

_EXAMPLES = "amounts look like 12k, 1.5m, 12,500, €1.250,50 or 12000 USD"


class Money(NamedTuple):
    """An amount in whole minor units (cents, yen, fils) of an ISO 4217 currency."""

    minor: int
    currency: str

    @property
    def decimal(self) -> str:
        """The exact amount with a point and all decimals of its currency: `12000.00`, `-0.50`, JPY `1200`."""
        places = digits(self.currency)
        sign = "-" if self.minor < 0 else ""
        figures = str(abs(self.minor)).rjust(places + 1, "0")
        return f"{sign}{figures[:-places]}.{figures[-places:]}" if places else sign + figures


def digits(currency: str) -> int:
    """How many decimals the currency has: 0, 2 or 3."""
    return _DECIMALS.get(currency, 2)


def check_currency(code: str) -> str:
    """The code in capitals. Raises InputError, naming the nearest ones, when no currency has it."""
    upper = code.strip().upper()
    if upper in CURRENCIES:
        return upper
    meant = meant_by(code.strip())
    hint = f"did you mean {meant}? " if meant else _which(upper)
    raise InputError(f"{quoted(code)} is not a currency", f"{hint}use a code of three letters such as EUR or USD")


def parse(text: str, currency: str, power: int = 0) -> Money:
    """The amount `text` says, in the currency it names or else in `currency`, the book's own.

    `power` is the power of ten that is said elsewhere, as above a column of thousands; a size beside the number goes
    before it.
    Raises InputError when it is no amount, negative, finer than the currency's smallest unit, or above LARGEST.
    """
    before, number, after = _around(_plain(text)) or ("", "", "")
    if not number:
        raise InputError(f"{quoted(text)} is not an amount", _EXAMPLES)
    if before.startswith(("-", "−")) or before.endswith(("-", "−")):
        raise InputError(f"{quoted(text)} is negative", f"a deal is worth 0 or more; {_EXAMPLES}")
    unit, scale = _unit(before.strip(), after.strip(), currency, text)
    whole, fraction = _figures(number, digits(unit), scale, text)
    minor, lost = divmod(int(whole + fraction) * 10 ** (digits(unit) + (scale or power)), 10 ** len(fraction))
    if lost:
        places = digits(unit)
        says = f"{places} decimals" if places else "no decimals"
        raise InputError(f"{quoted(text)} has too many decimals", f"{unit} has {says}; {_EXAMPLES}")
    if minor > LARGEST:
        raise InputError(f"{quoted(text)} is too large", f"the largest amount is {Money(LARGEST, unit).decimal} {unit}")
    return Money(minor, unit)


def narrow(text: str) -> str:
    """Full-width digits, letters and signs in their usual width."""
    if text.isascii():
        return text
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)


def _plain(text: str) -> str:
    """Single spaces, the usual width of characters, one kind of apostrophe, and no dash in the place of cents."""
    spaced = " ".join(text.replace("’", "'").split())
    spaced = narrow(spaced)
    if any(dash in spaced for dash in (",-", ".-", ",–", ".–", ",—", ".—")):
        spaced = re.sub(r"(?<=[0-9])[.,][-–—]{1,2}(?![0-9])", "", spaced)
    return spaced


def _around(spaced: str) -> tuple[str, str, str] | None:
    """What stands before the number, the number, what stands after it; None where there is no number."""
    digits, last = spaced[:-1], spaced[-1:]
    if (
        digits.isascii() and digits.isdigit() and len(spaced) < 20 and last in "kKmM"
    ):  # needs no pattern, and most amounts are typed so
        return "", digits, last
    match = re.fullmatch(r"([^0-9]*?) ?([0-9](?:[0-9 .,']*[0-9])?) ?([^0-9]*)", spaced[:LONGEST])
    return None if match is None or len(spaced) > LONGEST else (match[1], match[2], match[3])


def try_parse(text: str, currency: str) -> Money | None:
    """Like `parse`, but None when the text is not money."""
    try:
        return parse(text, currency)
    except InputError:
        return None


def names_none(text: str) -> bool:
    """Whether an amount names no currency, so that it is one of whatever book it is read in."""
    one, other = (try_parse(text, book) for book in ("EUR", "USD"))
    return one is not None and other is not None and one.currency != other.currency


def weighted(money: Money, percent: int) -> Money:
    """`percent` of the amount, rounded half up to the minor unit, in whole numbers throughout."""
    return Money(weighted_minor(money.minor, percent), money.currency)


def weighted_minor(minor: int, percent: int) -> int:
    """The same of minor units alone."""
    return (minor * percent + 50) // 100


def totals(values: Iterable[Money | None]) -> tuple[Money, ...]:
    """One sum per currency, in the order of the codes; None, a deal without a value, counts nothing."""
    sums: dict[str, int] = {}
    for value in values:
        if value is not None:
            sums[value.currency] = sums.get(value.currency, 0) + value.minor
    return tuple(Money(minor, code) for code, minor in sorted(sums.items()))


def _unit(before: str, after: str, book: str, text: str) -> tuple[str, int]:
    """The currency that stands before or after a number, and the power of ten that a word of size adds."""
    scale = 0
    trailing = _currency(after, book)
    # "12 MXN" and "12 kr" are currencies, "12k", "12kEUR" and "12m$" are thousands and millions of one.
    if trailing is None and after and not is_sign(after):
        scale, rest = _size(after)
        if scale:
            trailing = _currency(rest, book)
            one_word = rest and trailing is None and " " not in after
            after = after if one_word else rest  # "12 montly" is no million of "ontly"
    # "$12 CAD": the code says which dollar.
    leading = _currency(before, trailing or book)
    for word, unit in ((before, leading), (after, trailing)):
        if word and unit is None:
            title = f"{quoted(text)} is not an amount: which currency is {quoted(word)}?"
            raise InputError(title, _which(word) + _EXAMPLES)
    if leading and trailing and leading != trailing:
        raise InputError(f"{quoted(text)} names two currencies", _EXAMPLES)
    return trailing or leading or book, scale


def _size(after: str) -> tuple[int, str]:
    """The power of ten that the words behind a number begin with, 0 for none, and the currency behind it."""
    first, _, rest = after.partition(" ")
    word = first.lower().rstrip(".")
    for name, power in _SIZES:
        if word == name:
            return (-power, "EUR") if power < 0 else (power, rest)
    # Right before the currency, without a space.
    if first[0] in "kKmM万萬億亿":
        return dict(_SIZES)[first[0].lower()], after[1:].strip()
    return 0, after


def size_word(word: str) -> bool:
    """Whether `word` alone is a size that stands apart from its number: `Mio`, `million`, but not `m`."""
    plain = word.lower().rstrip(".")
    return plain != "m" and any(plain == name for name, _ in _SIZES)


def _which(word: str) -> str:
    """A sentence that names the currencies meant by a word that is none, followed by a space; or nothing."""
    _, others = _sign(word)
    if word.lower() in _UNKNOWN:
        return "a book holds money of ISO 4217; "
    near = others or (nearest(word.upper(), CURRENCIES) if len(word) <= 4 else ())
    return f"did you mean {' or '.join(near)}? " if near else ""


def _currency(word: str, book: str) -> str | None:
    """The currency a code or sign means in a book of `book`; None for anything else and for nothing."""
    if word.upper() in CURRENCIES:
        return word.upper()
    usual, others = _sign(word)
    return book if book in others else usual


def is_sign(word: str) -> bool:
    """Whether `word` is a sign such as €, US$ or kr, which means a currency in some book."""
    return _sign(word) != (None, ()) or word.lower() in _UNKNOWN


def meant_by(sign: str) -> str | None:
    """The currency that a sign means by itself, in whatever book; None for a sign of several, and for other words."""
    return _sign(sign)[0]


def _sign(word: str) -> tuple[str | None, tuple[str, ...]]:
    """What a sign means by itself, and what else it can mean in a book of that currency."""
    if not _meanings:  # taken apart when a first one is asked for, and then no more
        for line in _SIGNS:
            sign, usual, *others = line.split()
            _meanings[sign] = (None if usual == "?" else usual), tuple(others)
    return _meanings.get(word.lower().rstrip("."), (None, ()))


def _figures(number: str, places: int, scale: int, text: str) -> tuple[str, str]:
    """The digits before and after the decimal sign of `number`, once its grouping is understood."""
    marks = [char for char in number if not char.isdigit()]
    if not marks:
        return number, ""
    last = marks[-1]
    if number[0] == "0" and number[1].isdigit():
        raise InputError(f"{quoted(text)} is not an amount", _EXAMPLES)
    whole, _, fraction = number.rpartition(last)
    if len(set(marks)) == 1:
        lone = len(marks) == 1 and last in ".,"
        if lone and len(fraction) == 3 and _grouped(number, last):
            if scale:
                smaller, larger = ("", "k") if scale == 3 else ("k", "m")
                hint = f"write {whole}{fraction}{smaller} or {whole}{fraction}{larger}, whichever you mean"
                if scale not in (3, 6):
                    hint = "write it out in figures"
                raise InputError(f"{quoted(text)} could be read in two ways", hint)
            if places == 3:
                return whole, fraction
        elif lone:
            return whole, fraction
        if _grouped(number, last):
            return number.replace(last, ""), ""
    elif len(set(marks)) == 2 and marks.count(last) == 1 and last in ".," and _grouped(whole, marks[0]):
        return whole.replace(marks[0], ""), fraction
    raise InputError(f"{quoted(text)} is not an amount", _EXAMPLES)


def _grouped(number: str, mark: str) -> bool:
    """Whether `mark` groups the digits in threes, or the Indian way in twos before the last three."""
    first, *groups = number.split(mark)
    if not 1 <= len(first) <= 3 or first[0] == "0" or len(groups[-1]) != 3:
        return False
    sizes = {len(group) for group in groups[:-1]}
    return sizes <= {3} or (mark == "," and sizes == {2} and len(first) <= 2)
