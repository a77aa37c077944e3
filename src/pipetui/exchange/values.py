"""Cells -> values: amounts, currencies, status words, percentages. Everything not understood raises InputError."""

import re
from collections.abc import Mapping

from pipetui.domain import money
from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.domain.wording import nearest, quoted

_NOTHING = frozenset(("", "-", "–", "—", "n/a", "#n/a", "null", "none", "nan"))
STATUS = {
    word: status
    for status, words in {
        OPEN: "open offen active inprogress ongoing pending new pipeline opened reopened",
        WON: "won closedwon closewon win wongewonnen gewonnen dealwon closedanwon sold",
        LOST: "lost closedlost closelost lose loss verloren deallost disqualified dead cancelled canceled",
    }.items()
    for word in words.split()
}
"""What the words of any system say, by their letters."""
_YES = frozenset(("yes", "y", "true", "1", "ja", "x"))
_NO = frozenset(("no", "n", "false", "0", "nein"))
_DANGEROUS = ("=", "+", "-", "@")


def plain(cell: str) -> str:
    """The text of a cell on one line, cleaned, and without the apostrophe that guards a formula."""
    text = clean(cell)
    return unguarded(clean(unguarded(cell))) if text[:1] == "'" else text


def guarded(cell: str) -> str:
    """The cell as a spreadsheet may open it: one that begins like a formula gets an apostrophe before it."""
    return f"'{cell}" if _like_a_formula(cell) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell[:1] == "'" and _like_a_formula(cell[1:]) else cell


def _like_a_formula(cell: str) -> bool:
    return cell.lstrip().startswith(_DANGEROUS) or cell[:1] in ("\t", "\r")


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no value: blank, a dash, `n/a`, `null`."""
    return not text or fold(text) in _NOTHING


def status(text: str, heading: str = "", words: Mapping[str, str] = STATUS) -> str:
    """open, won or lost by the `words` that say so; "" when the cell does not tell.

    A yes or no is read against its heading: yes under "Is won" is won, no under "Closed" is open.
    """
    if is_nothing(text):
        return ""
    word = letters(text)
    if word in words:
        return words[word]
    asked = letters(heading)
    if word in _YES | _NO:
        if "won" in asked:
            return WON if word in _YES else ""
        if "lost" in asked:
            return LOST if word in _YES else ""
        if "open" in asked:
            return OPEN if word in _YES else ""
        if "closed" in asked:
            return "" if word in _YES else OPEN
    raise InputError(f"{quoted(text)} is no status", "open, won or lost")


def stage(text: str, heading: str) -> str:
    """A stage without the pipeline that stands behind it in parentheses where the heading says so."""
    return re.sub(r" ?\([^()]*\)$", "", text) if letters(heading).endswith("pipeline") and text[:1] != "(" else text


def closing(text: str, words: Mapping[str, str] = STATUS) -> str:
    """won or lost when a stage of that name is really a status; else ""."""
    said = words.get(letters(text), OPEN)
    return "" if said == OPEN else said


def letters(text: str) -> str:
    """Letters and digits alone, folded: “Closed-Won” and “closed won” are one."""
    return "".join(char for char in fold(text) if char.isalnum())


def decimal_mark(text: str) -> str:
    """The decimal sign an amount gives away (`12.5`, `1.250,50`), or "" when it might as well group thousands."""
    if text.isdecimal():
        return ""
    found = re.search(
        r"(?:[0-9]([.,])(?:[0-9]{1,2}|[0-9]{4,})|(?:[.'’ ][0-9]{3}(,)|[,'’ ][0-9]{3}(\.))[0-9]+)(?![0-9.,])", text
    )
    return next((mark for mark in found.groups() if mark), "") if found else ""


def is_fine(text: str) -> bool:
    """Whether an amount surely has more than two decimals (`9225.225`, `50.0000`), as some systems write all theirs."""
    return re.search(r"(?<![0-9])[0-9]{4,}[.,][0-9]{3}(?![0-9.,])|[0-9][.,][0-9]{4,}(?![.,])", text) is not None


def amount(text: str, currency: str, decimal: str = "", *, fine: bool = True) -> money.Money | None:
    """The amount of a cell, None for a blank one.

    `decimal` is the decimal sign of the column if it is known, `fine` whether its amounts have more than two decimals.
    """
    if text.isascii() and text.isdigit() and len(text) < 14:
        return money.Money(int(text) * 10 ** money.digits(currency), currency)
    if is_nothing(text):
        return None
    if decimal and not fine:
        # “12,000” beside “250,50” are twelve thousand: a column with two decimals has no three.
        text = re.sub(rf"^([^0-9]*[0-9]{{1,3}}){re.escape(decimal)}([0-9]{{3}})(?![0-9.,])", r"\1\2", text)
    elif decimal:
        # “1.250” in a column that also holds “1250.505” is one and a quarter, whatever it would be alone.
        text = re.sub(rf"^([^0-9]*[0-9]+){re.escape(decimal)}([0-9]{{3}})(?![0-9.,])", r"\1.\g<2>0", text)
    return money.parse(text, currency)


def counted_in_cents(found: money.Money) -> money.Money:
    """The amount where what was read as whole units counts the smallest ones: 500000 are 5,000.00 EUR."""
    return found._replace(minor=found.minor // 10 ** money.digits(found.currency))


def is_fraction(text: str) -> bool | None:
    """Whether a probability is written as a share of 1 (`0.25`) rather than in percent; None when it may be either."""
    if text in ("0", "1", "0.0", "1.0", "0,0", "1,0") or is_nothing(text):
        return None
    return re.fullmatch(r"0?[.,][0-9]+", text) is not None


def percent(text: str, fraction: bool = False) -> int | None:
    """Whole percent 0 to 100, None for a blank cell; `fraction` when the column holds shares of 1."""
    if is_nothing(text):
        return None
    match = re.fullmatch(r"([0-9]{0,3})(?:[.,]([0-9]{0,12}))? ?(%?)", text)
    if match is None or not (match[1] or match[2]):
        raise InputError(f"{quoted(text)} is no percentage", "for example 40 or 40 %")
    decimals = match[2] or ""
    share = fraction or (is_fraction(text) is True and float(text.replace(",", ".")) < 1)  # 0.6 beside 40 % is 60 %
    scaled = int((match[1] or "0") + decimals) * (100 if share and not match[3] else 1)
    value: int = (2 * scaled + 10 ** len(decimals)) // (2 * 10 ** len(decimals))
    if value > 100:
        raise InputError(f"{quoted(text)} is more than 100 %")
    return value


def names(text: str) -> tuple[str, ...]:
    """The names of a cell, set apart by semicolons."""
    return _split(text, ";")


def tags(text: str) -> tuple[str, ...]:
    """The tags of a cell, each one word; of those that differ only in case the last."""
    tags = (tag.replace(" ", "-") for tag in _split(text, ",;|"))
    return tuple({fold(tag): tag for tag in tags}.values())


def _split(text: str, marks: str) -> tuple[str, ...]:
    if not text:
        return ()
    if not any(map(text.__contains__, marks)):
        return (text,)
    parts = [" ".join(part.split()) for part in re.split(f"[{marks}]", text)]
    return tuple(dict.fromkeys(part for part in parts if part))


def emails(text: str) -> tuple[str, ...]:
    """The addresses of a cell; raises InputError for what is none."""
    found = _split(text, ",;") if not is_nothing(text) else ()
    for email in found:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
            raise InputError(f"{quoted(email)} is no e-mail address")
    return found


def phones(text: str) -> tuple[str, ...]:
    """The numbers of a cell; raises InputError for what is none."""
    found = _split(text, ",;") if not is_nothing(text) else ()
    for phone in found:
        if not any(char.isdecimal() for char in phone):
            raise InputError(f"{quoted(phone)} is no phone number")
    return found


class CurrencyNames:
    """Currencies by code, sign, or English name; the names are read when the first one is met."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def code(self, text: str) -> str:
        """The ISO code that a cell such as `EUR`, `€` or `US Dollar` means; raises InputError for another."""
        if text.upper() in money.CURRENCIES:
            return text.upper()
        found = self._load().get(fold(text))
        if found is None:
            near = nearest(fold(text), self._names)
            hint = f"Did you mean {self._names[near[0]]}?" if near else "Use a code of three letters such as EUR."
            raise InputError(f"{quoted(text)} is no currency", hint)
        return found

    def _load(self) -> dict[str, str]:
        if not self._names:
            from babel import Locale
            from babel.numbers import get_currency_name

            english = Locale("en")
            for code in sorted(money.CURRENCIES):
                for name in (english.currencies.get(code), english.currency_symbols.get(code)):
                    if name:
                        self._names[fold(name)] = code
                for count in (1, 2):
                    self._names[fold(get_currency_name(code, count, english))] = code
        return self._names
