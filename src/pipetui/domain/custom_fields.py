"""Fields that the rep adds to deals, people and organizations: their kinds, their names, and what their values mean.

A value is kept as a text that says one thing only: 2027-03-01, 12.5, 12.50 EUR, yes. `canonical` makes it of what is
typed, `value_of` reads it. What another program wrote and means nothing of its kind is shown as it stands.
"""

from __future__ import annotations

from pipetui.domain import money
from pipetui.domain import patterns as re
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from typing import NamedTuple, TypeAlias

    from pipetui.domain.dates.workdays import DateRules

    Value: TypeAlias = str | float | bool | date | money.Money
else:
    from pipetui.domain.record import NamedTuple

TEXT, NUMBER, MONEY, DATE, CHOICE, YES_NO, LINK = "text", "number", "money", "date", "choice", "yes/no", "link"
KINDS = (TEXT, NUMBER, MONEY, DATE, CHOICE, YES_NO, LINK)
"""What a field can hold; one of a kind that nobody knows is a text."""

DEAL, PERSON, ORGANIZATION = "deal", "person", "organization"
ENTITIES = (DEAL, PERSON, ORGANIZATION)
"""What can have fields, as the book calls it."""

YES, NO = "yes", "no"
BETWEEN_OPTIONS = "\n"
"""What parts the options of a choice in the book."""

_MOST_DIGITS = 15
"""A number of so many is the same in a book, in Python, in JSON and in a spreadsheet."""
_SHAPES = (
    (r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?", ",", "."),
    (r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+,[0-9]+|(?:\.[0-9]{3}){2,})", ".", ","),
    (r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+", " ", ","),
)
"""How a number is written, with the sign that groups its thousands and the one before its decimals."""
_WORDS = (
    (YES, "yes y true t 1 on x ✓ ja j oui si sí sì sim tak да はい"),
    (NO, "no n false f 0 off - nein nee non não nej nie нет いいえ"),
)
_EXAMPLES = {
    TEXT: "any words",
    NUMBER: "12, 2.5, -3",
    MONEY: "12k, 1250.50, 9000 USD",
    DATE: "2027-03-01, eoq, +3w",
    YES_NO: "yes or no",
    LINK: "https://acme.example/contract",
}


class CustomField(NamedTuple):
    """A field that the rep added; `options` are those of a choice."""

    id: int
    entity: str
    name: str
    kind: str
    options: tuple[str, ...] = ()
    position: int = 0

    @property
    def word(self) -> str:
        """Its name as one word, as it is typed before a colon: contract-end."""
        return word_of(self.name)

    @property
    def example(self) -> str:
        """What may be typed for it."""
        if self.kind == CHOICE:
            return ", ".join(self.options[:4]) + (", …" if len(self.options) > 4 else "")
        return _EXAMPLES.get(self.kind, _EXAMPLES[TEXT])


class CustomValue(NamedTuple):
    """What a deal, a person or an organization has in a field: the value as the book keeps it."""

    field_id: int
    name: str
    kind: str
    text: str


class Against(NamedTuple):
    """What a typed value is understood against: the time, how dates count, the currency of an amount without one."""

    now: datetime
    rules: DateRules
    currency: str


def word_of(name: str) -> str:
    """A name as one word of letters, digits and hyphens, without capitals and accents: contract-end."""
    return "-".join("".join(char if char.isalnum() else " " for char in fold(name)).split())


def find(known: Iterable[CustomField], name: str) -> CustomField | None:
    """The field of that name, whatever its capitals, accents and signs."""
    wanted = word_of(name)
    return next((field for field in known if wanted and field.word == wanted), None)


# --- values


def canonical(field: CustomField, text: str, against: Against) -> str:
    """What is typed as the book keeps it, "" for nothing; raises InputError for what the kind does not know."""
    said = clean(text)
    if not said:
        return ""
    match field.kind:
        case "number":
            return number_text(said)
        case "money":
            amount = money.parse(said, against.currency)
            return f"{amount.decimal} {amount.currency}"
        case "date":
            from pipetui.domain.dates import when

            return when.parse_day(said, against.now, against.rules).isoformat()
        case "choice":
            from pipetui.domain.choose import choose

            return choose(said, field.options, f"{field.name} option")
        case "yes/no":
            return _yes_or_no(said)
        case "link":
            return _link(said)
    return said


def number_text(said: str) -> str:
    """A number in plain decimals: 1250.5 of `1,250.50`, `1 250,5`, `1'250.5`. A lone dot is the decimal point."""
    plain = "".join(money.narrow(said).replace("'", " ").replace("’", " ").split())
    sign, digits = ("-", plain[1:]) if plain[:1] in ("-", "−") else ("", plain.removeprefix("+"))
    marks = next(((group, point) for shape, group, point in _SHAPES if re.fullmatch(shape, digits)), None)
    if marks is None:
        raise InputError(f"{quoted(said)} is not a number", "write digits, such as 12, 2.5 or -3")
    whole, _, fraction = digits.replace(marks[0], "").replace(marks[1], ".").partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    if len(whole) + len(fraction) > _MOST_DIGITS:
        raise InputError(f"{quoted(said)} has too many digits", f"a number has at most {_MOST_DIGITS}")
    found = whole + (f".{fraction}" if fraction else "")
    return found if found == "0" else sign + found


def _yes_or_no(said: str) -> str:
    word = said.strip(".").casefold()
    for answer, words in _WORDS:
        if word in words.split():
            return answer
    raise InputError(f"{quoted(said)} is neither yes nor no", "write yes or no")


def _link(said: str) -> str:
    scheme = said.partition(":")[0].lower() if ":" in said else ""
    if scheme in ("javascript", "data", "vbscript") or not any(char in said for char in "./:\\"):
        raise InputError(f"{quoted(said)} is not a link", "write an address or a path: https://acme.example/contract")
    return said


def value_of(kind: str, text: str) -> Value | None:
    """What a value in the book means, None for what means nothing of its kind."""
    match kind:
        case "number":
            return _number(text)
        case "money":
            return _amount(text)
        case "date":
            return _day(text)
        case "yes/no":
            return {YES: True, NO: False}.get(text)
    return text or None


def _number(text: str) -> float | None:
    try:
        return float(text) if number_text(text) == text else None
    except InputError:
        return None


def _amount(text: str) -> money.Money | None:
    figure, _, code = text.partition(" ")
    if code not in money.CURRENCIES:
        return None
    amount = money.try_parse(text, code)
    return amount if amount is not None and f"{amount.decimal} {amount.currency}" == text and figure else None


def _day(text: str) -> date | None:
    from datetime import date

    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None


def is_right(field: CustomField, text: str) -> bool:
    """Whether a value of the book is one of the field's kind, and of its options."""
    if field.kind == CHOICE:
        return text in field.options
    return value_of(field.kind, text) is not None
