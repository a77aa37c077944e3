"""Cells -> values: amounts, currencies, status words, percentages. Everything not understood raises InputError."""

import re
from collections.abc import Callable, Container, Mapping

from pipetui.domain import money
from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.domain.wording import nearest, quoted
from pipetui.exchange import amounts, people
from pipetui.exchange.odd import (
    ABOUT,
    NO_CURRENCY,
    NO_EMAIL,
    NO_PERCENTAGE,
    NO_PHONE,
    NO_STATUS,
    SPOILT_PHONE,
    TWO_CURRENCIES,
    CellError,
)

_NO_DAY = (
    *(
        "0000-00-00",
        "0000-00-00 00:00:00",
        "00-00-0000",
        "00/00/0000",
        "00.00.0000",
        "0001-01-01",
        "0001-01-01 00:00:00",
    ),
    *(f"{year}-01-01{time}" for year in (1900, 1970) for time in ("", " 00:00", " 00:00:00")),
    *(f"{day}{year}" for year in (1900, 1970) for day in ("01/01/", "1/1/", "01.01.", "1.1.")),
    *("1970-01-01t00:00:00z", "1970-01-01t00:00:00.000z", "1899-12-30", "12/30/1899", "30.12.1899"),
)
"""Days that programs write where there is none."""

_NOTHING = frozenset(
    (
        *("", "-", "--", "---", "–", "—", "n/a", "n.a.", "null", "none", "nan", "nil", "undefined"),
        *("(none)", "(blank)", "(empty)", "--none--", "-none-"),
        *("#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#spill!"),
        *_NO_DAY,
    )
)
_LONGEST_NOTHING = 4 * max(map(len, _NOTHING))
"""In characters, marks and such included: a longer text is no word of these, and is not looked at."""
STATUS = {
    word: status
    for status, words in {
        OPEN: "open offen active inprogress ongoing pending new pipeline opened reopened abierto abierta oppen ouvert"
        " ouverte encours enproceso encurso incorso emandamento laufend inbearbeitung aperto aperta aberto aberta"
        " otevreno otevreny otevrena lopend pagaende otwarta otwarte открыта открыт вработе 進行中",
        WON: "won closedwon closewon win wongewonnen gewonnen dealwon closedanwon sold",
        LOST: "lost closedlost closelost lose loss verloren deallost disqualified dead cancelled canceled",
    }.items()
    for word in words.split()
}
"""What the words of any system say, by their letters."""
_WORDS = {
    "yes": "yes y true 1 ja x oui si sim да checked yess 是 はい ano tak",
    "no": "no n false 0 nein non nao нет unchecked nej ne nie 否 いいえ nee",
    WON: "won closedwon gewonnen ganado ganada ganados gagne gagnee gagnes vunnen vunnet vundet vinto vinta ganho ganha"
    " vendida vendido venduta venduto verkauft vendu vendue выиграна выиграно успешно vyhrano vyhrany vyhrana"
    " wygrana wygrane 受注 成約",
    LOST: "lost closedlost verloren perdu perdue perdus perdido perdida perdidos persa perso forlorad forlorat tabt"
    " tapt проиграна проиграно потеряна ztraceno prohrano prohrany prohrana przegrana przegrane 失注 absage abandoned",
    "not": "not nicht no non pas niet ikke inte nao ne не",
}
_YES, _NO, _NOT = (frozenset(_WORDS[said].split()) for said in ("yes", "no", "not"))
_END_OF = {word: end for end in (WON, LOST) for word in _WORDS[end].split()}
"""What a word says about the deal wherever it stands in the name of a stage."""

_NO_TAG = frozenset(("mycontacts", "starred"))
"""Groups that every contact of Google is in."""

_LANGUAGES = ("ja", "ru", "cs", "it", "sv", "pt", "es", "fr", "nl", "de", "en")
"""Whose names of currencies are known; what two of them say the last one decides."""

_LONGEST_WORD = 60
_DANGEROUS = ("=", "+", "-", "@")


def plain(cell: str) -> str:
    """The text of a cell on one line, cleaned, and without the apostrophe that guards a formula."""
    text = clean(cell)
    if text[:1] == "'":
        return unguarded(clean(unguarded(cell)))
    return cell if text == cell else text  # most are as they should be: the text is held once


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
    said = text.strip()
    return not said or (len(said) <= _LONGEST_NOTHING and fold(said) in _NOTHING)


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
    end = _end_in(text)
    if end:
        return end
    raise CellError(NO_STATUS, f"{quoted(text)} is not a status", "open, won or lost")


def stage(text: str, heading: str) -> str:
    """A stage without the pipeline that stands behind it in parentheses where the heading says so."""
    return re.sub(r" ?\([^()]*\)$", "", text) if letters(heading).endswith("pipeline") and text[:1] != "(" else text


def pipeline_behind(text: str, heading: str) -> str:
    """The pipeline that stands behind a stage in parentheses where the heading says so, "" for none."""
    bare = stage(text, heading)
    return text[len(bare) :].strip(" ()") if bare != text else ""


def closing(text: str, words: Mapping[str, str] = STATUS) -> str:
    """won or lost when a stage of that name is really a status, or its name holds a word for one; else ""."""
    said = words.get(letters(text))
    return ("" if said == OPEN else said) if said is not None else _end_in(text)


def _end_in(text: str) -> str:
    """won or lost where a word of the text says so, and none says the other or denies it: `Lost - no budget`."""
    found: dict[str, int] = {}
    parts = list(map(letters, re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text)))
    for place, word in enumerate(parts):
        end = _END_OF.get(word) or ("" if word.isascii() else _ending(word))
        if end and _NOT.isdisjoint(parts[max(0, place - 2) : place]):
            found.setdefault(end, place)
    return next(iter(found)) if len(found) == 1 else ""


def _ending(word: str) -> str:
    """The like where words are not set apart by blanks."""
    return next((end for known, end in _END_OF.items() if not known.isascii() and known in word), "")


def is_yes(text: str) -> bool | None:
    """Whether a cell says yes or no; None when it says neither."""
    word = letters(text) if len(text) <= _LONGEST_WORD else text
    return True if word in _YES else False if word in _NO else None


def letters(text: str) -> str:
    """Letters and digits alone, folded: “Closed-Won” and “closed won” are one."""
    return "".join(filter(str.isalnum, fold(text)))


def is_one_of(text: str, words: Container[str]) -> bool:
    """Whether the letters of a cell are one of the words; a long text is none, and is not looked at."""
    return len(text) <= _LONGEST_WORD and letters(text) in words


def decimal_mark(text: str) -> str:
    """The decimal sign an amount gives away (`12.5`, `1.250,50`), or "" when it might as well group thousands."""
    if text.isdecimal():
        return ""
    found = re.search(
        r"(?:[0-9]([.,])(?:[0-9]{1,2}|[0-9]{4,})|(?:[.'’ ][0-9]{3}(,)|[,'’ ][0-9]{3}(\.))[0-9]+)(?![0-9.,])", text
    )
    return next((mark for mark in found.groups() if mark), "") if found else ""


def bare(text: str) -> str:
    """An amount that names no currency, "" for one that does and for what is none."""
    named = re.sub(r"(?i)(?<=[0-9])\s?(?:k|m|mn|mio)\b", "", text)
    is_amount = re.search("[1-9]", named) and not re.search(r"[^\W\d_]|[^\w\s.,'’()~+-]", named)
    return text if is_amount else ""


def is_fine(text: str) -> bool:
    """Whether an amount surely has more than two decimals (`9225.225`, `50.0000`), as some systems write all theirs."""
    return re.search(r"(?<![0-9])[0-9]{4,}[.,][0-9]{3}(?![0-9.,])|[0-9][.,][0-9]{4,}(?![.,])", text) is not None


def tells_signs(text: str) -> bool:
    """Whether an amount shows both signs (`1.250,50`), so that the one of the decimals groups nothing anywhere."""
    return re.search(r"[0-9](?:\.[0-9]{3},|,[0-9]{3}\.)[0-9]{1,2}(?![0-9.,])", text) is not None


def amount(
    text: str, currency: str, decimal: str = "", *, fine: bool = True, told: bool = False, power: int = 0
) -> money.Money | None:
    """The amount of a cell, None for a blank one.

    `decimal` is the decimal sign of the column if it is known, both where it holds either, `fine` whether that sign
    groups no thousands there, for amounts with more than two decimals, or with both signs, stand in the column too;
    `told` whether the row or the heading names the `currency`: then a mere sign (`$`) means that one. `power` is the
    power of ten that the heading says (`in thousands`).
    Raises CellError for what is none, and for what is not what it says to the last figure, with what it is taken for.
    """
    if not power and text.isascii() and text.isdigit() and len(text) < 14:
        return money.Money(int(text) * 10 ** money.digits(currency), currency)
    if is_nothing(text):
        return None
    cell = text
    either = re.search(rf"^[^0-9]*[0-9]{{1,3}}[{decimal}][0-9]{{3}}(?![0-9.,])", text) if decimal else None
    # “12,000” beside “250,50” are twelve thousand: round, as no amount with three decimals is.
    thousands = either is not None and not fine and (len(decimal) > 1 or either[0].endswith("0"))
    if thousands:
        text = re.sub("[.,]", "", text, count=1)
    elif decimal:
        # “1.250” in a column that also holds “1250.505” is one and a quarter, whatever it would be alone.
        text = re.sub(rf"^([^0-9]*[0-9]+)[{decimal}]([0-9]{{3}})(?![0-9.,])", r"\1.\g<2>0", text)
    try:
        found = money.parse(text, currency, power)
    except InputError as error:
        found = amounts.nearly(text, currency, error, cell, power)
    if thousands:
        raise CellError(ABOUT, f"{quoted(cell)} is taken for {found.decimal} {found.currency}", value=found)
    if told and found.currency != currency:
        meant = amounts.renamed(found, currency)
        if amounts.names_code(text, found.currency):
            raise CellError(TWO_CURRENCIES, f"{quoted(cell)} beside {currency}", value=found)
        raise CellError(TWO_CURRENCIES, f"{quoted(cell)} is taken for {meant.decimal} {currency}", value=meant)
    return found


def counted_in_cents(found: money.Money) -> money.Money:
    """The amount where what was read as whole units counts the smallest ones: 500000 are 5,000.00 EUR."""
    return found._replace(minor=found.minor // 10 ** money.digits(found.currency))


def is_fraction(text: str) -> bool | None:
    """Whether a probability is written as a share of 1 (`0.25`) rather than in percent; None when it may be either."""
    if text in ("0", "1", "0.0", "1.0", "0,0", "1,0") or is_nothing(text):
        return None
    return re.fullmatch(r"0?[.,][0-9]+", text) is not None


def percent(text: str, fraction: bool = False, parts: int = 1) -> int | None:
    """Percent 0 to 100 in whole `parts` of one, None for a blank cell; `fraction` when the column holds shares of 1."""
    if is_nothing(text):
        return None
    match = re.fullmatch(r"([0-9]{0,3})(?:[.,]([0-9]{0,12}))? ?(%?)", text)
    if match is None or not (match[1] or match[2]):
        raise CellError(NO_PERCENTAGE, f"{quoted(text)} is not a percentage", "for example 40 or 40 %")
    decimals = match[2] or ""
    share = fraction or (is_fraction(text) is True and float(text.replace(",", ".")) < 1)  # 0.6 beside 40 % is 60 %
    scaled = int((match[1] or "0") + decimals) * (100 if share and not match[3] else 1)
    value: int = (2 * scaled * parts + 10 ** len(decimals)) // (2 * 10 ** len(decimals))
    if value > 100 * parts:
        raise CellError(NO_PERCENTAGE, f"{quoted(text)} is more than 100 %")
    return value


def names(text: str) -> tuple[str, ...]:
    """The names of a cell, set apart by semicolons; `Lee, Ann` is Ann Lee, `Ann Lee, Bo Ek` are two."""
    return tuple(dict.fromkeys(name for part in _split(text, ";") for name in people.named(part)))


def tags(text: str) -> tuple[str, ...]:
    """The tags of a cell, each one word; of those that differ only in case the last. What Google marks is unmarked."""
    found = (tag.removeprefix("* ").replace(" ", "-") for tag in _split(text, ",;|"))
    return tuple({fold(tag): tag for tag in found if tag and fold(tag) not in _NO_TAG}.values())


def _split(text: str, marks: str) -> tuple[str, ...]:
    if not text:
        return ()
    if ":::" in text:
        text = text.replace(":::", marks[0])
    if not any(map(text.__contains__, (*marks, "\n"))):
        return (text,)
    parts = [" ".join(part.split()) for part in re.split(f"[{marks}\n]", text)]
    return tuple(dict.fromkeys(part for part in parts if part))


def emails(text: str) -> tuple[str, ...]:
    """The addresses of a cell; raises CellError for what is none, with those that are."""
    return _good(text, people.email, NO_EMAIL, "is not an e-mail address")


def phones(text: str) -> tuple[str, ...]:
    """The numbers of a cell; raises CellError for what is none, with those that are."""
    if people.SPOILT.fullmatch(text):
        raise CellError(SPOILT_PHONE, f"{quoted(text)} is not a number any more: a spreadsheet has spoilt it")
    return _good(text, people.phone, NO_PHONE, "is not a phone number")


def _good(text: str, meaning: Callable[[str], str], odd: str, said: str) -> tuple[str, ...]:
    if is_nothing(text):
        return ()
    read = [meaning(part) for part in _split(text, ",;")]
    good = tuple(dict.fromkeys(filter(None, read)))
    if not all(read):
        raise CellError(odd, f"{quoted(text)} {said}", value=good or None)
    return good


class CurrencyNames:
    """Currencies by code, sign, or name in the languages known; the names are read when the first one is met."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def code(self, text: str) -> str:
        """The ISO code that a cell such as `EUR`, `€` or `US Dollar` means; raises InputError for another."""
        if text.upper() in money.CURRENCIES:
            return text.upper()
        found = self._load().get(fold(text)) or amounts.currency_in(text)
        if found is None:
            near = nearest(fold(text), self._names)
            hint = f"did you mean {self._names[near[0]]}?" if near else "use a code of three letters such as EUR"
            raise CellError(NO_CURRENCY, f"{quoted(text)} is not a currency", hint)
        return found

    def _load(self) -> dict[str, str]:
        if not self._names:
            from babel import Locale
            from babel.numbers import get_currency_name

            for language in _LANGUAGES:
                spoken = Locale(language)
                for code in sorted(money.CURRENCIES):
                    sign = spoken.currency_symbols.get(code) if language == "en" else None
                    for name in filter(None, (spoken.currencies.get(code), sign)):
                        self._names[fold(name)] = code
                    for count in (1, 2, 5):
                        self._names[fold(get_currency_name(code, count, spoken))] = code
        return self._names
