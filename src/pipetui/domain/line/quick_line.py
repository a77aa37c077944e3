"""The quick line: one line of typing becomes a deal with everything that hangs on it; see `touch_line` for a touch.

The shell and the add bar share it, so that the same line means the same in both. What reads dates is imported where a
line holds one.
"""

from __future__ import annotations

from pipetui.domain import fields, money
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.line import amounts
from pipetui.domain.line.parts import attribute, email, once, percent, tokens, whole
from pipetui.domain.line.touch_line import NextLine as NextLine
from pipetui.domain.line.touch_line import TouchLine as TouchLine
from pipetui.domain.line.touch_line import direction_of as direction_of
from pipetui.domain.line.touch_line import next_line as next_line
from pipetui.domain.line.touch_line import parse_touch as parse_touch
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from typing import Any, NamedTuple

    from pipetui.domain.custom_fields import CustomField
    from pipetui.domain.dates.workdays import DateRules
    from pipetui.domain.fields import Field
    from pipetui.domain.money import Money
else:
    from pipetui.domain.record import NamedTuple


class NewDeal(NamedTuple):
    """What a quick line was understood as. `stage` is the prefix typed after `@`, "" without one.

    `probability` is in whole percent, `value` in the currency typed or else the book's; `answers` are those to the
    questions of the qualification, `plain` are columns with their values. `doubts` says what stayed in the title and
    may be meant otherwise.
    """

    title: str
    value: Money | None = None
    stage: str = ""
    tags: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    organization: str = ""
    people: tuple[str, ...] = ()
    source: str = ""
    probability: int | None = None
    close: date | None = None
    next: NextLine | None = None
    note: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    plain: tuple[tuple[str, str | int], ...] = ()
    doubts: tuple[str, ...] = ()
    by_mail: bool = False
    """Whether the organization is nothing but what the domain of the e-mail says."""
    pipeline: str = ""
    """The pipeline by a beginning of its name, "" for the one at hand."""
    custom: tuple[tuple[CustomField, str], ...] = ()
    """Fields that the rep added, each with its value as the book keeps it."""


_FIELDS = {name: field for field in fields.having("key") for name in (field.key, field.name, *field.also.split())}
"""The fields of a deal by what they are called in a line."""

_SEVERAL = {fields.PEOPLE: "people", fields.TAGS: "tags", fields.EMAIL: "emails", fields.PHONE: "phones"}
"""Where a line may hold several of a kind."""

_NAMES, _DATES = (fields.ORGANIZATION, fields.PEOPLE), (fields.STEP, fields.DAY)
_SPACED = {field.key for field in _FIELDS.values() if field.kind in (*_NAMES, *_DATES)}
"""What often has a space in it: words behind it that were not quoted go into the title, which is said."""

MOST_CHARACTERS = 200_000
"""As many as a line may have: it is taken apart word by word, and what is longer was hardly typed."""

_EXAMPLE = "for example: Acme rollout 12k @demo next:fri ann@acme.example +saas"


def parse(
    line: str | Sequence[str],
    now: datetime,
    rules: DateRules,
    currency: str,
    untitled: str = "",
    custom: Callable[[], Sequence[CustomField]] | None = None,
) -> NewDeal:
    """The deal that `line` describes: a whole line, or the words a shell has split.

    Attributes stand anywhere; ` / ` begins a note, and so does a second line; `--` makes the rest title. Unknown
    `key:value` words, times and web addresses stay in the title. What is money and what a phone says `amounts`.
    `currency` is the book's own. Raises InputError for an attribute that cannot be read or is given twice, for a line
    beyond MOST_CHARACTERS, and for one without a title, unless `untitled` is what such a one is called. `custom` gives
    the fields that the rep added; it is asked for a `key:value` that is none of the others.
    """
    _check_length(line)
    line, further = _first_line(line)
    text, split = tokens(line)
    parts = list(split)
    new, words, rest = NewDeal(""), list[str](), ""
    several: dict[str, list[str]] = {"people": [], "tags": [], "emails": [], "phones": []}
    behind: list[tuple[str, list[str]]] = []
    numbers: set[int] = set()
    at = 0
    while at < len(parts):
        word, plain, end = parts[at]
        at += 1
        if word == "/":
            new = new._replace(note=once(new.note, "/", text[end:].strip()))
            break
        if word == "--":
            rest = text[end:].strip()
            break
        taken = _taken(new, several, word, now, rules, currency)
        if taken is None and custom is not None and ":" in word and word[0].isalpha():
            taken = _with_custom(new, word, custom(), now, rules, currency)
        if taken is not None:
            new = taken
            if words and attribute(word)[0] in _SPACED:
                behind.append((word, []))
            elif behind:
                behind.append(("", []))
            continue
        number, count = amounts.phone([given for given, _, _ in parts[at - 1 : at + amounts.MOST_GROUPS]])
        if number:
            several["phones"].append(number)
            at += count - 1
            continue
        if count:  # such as +49 30: no number to call, and no money
            numbers.update(range(len(words), len(words) + count))
            words.extend(given for _, given, _ in parts[at - 1 : at - 1 + count])
            at += count - 1
            continue
        words.append(plain)
        if behind:
            behind[-1][1].append(plain)
    if new.value is None:
        barred = bool(numbers) and max(numbers) == len(words) - 1
        value, words = amounts.money_among(words, currency, bare_last=not rest and not barred)
        new = new._replace(value=value)
    title = clean(" ".join((*words, rest))) or untitled
    if not title:
        raise InputError("a deal needs a title", _EXAMPLE)
    people, tags, emails, phones = map(_each_once, several.values())
    if further:
        new = new._replace(note=f"{new.note}\n{further}".strip())
    doubts = (*amounts.left_over(words, new.value, currency), *_left_of(behind, words, now, rules))
    new = new._replace(title=title, people=people, tags=tags, emails=emails, phones=phones, doubts=doubts)
    if emails and not new.organization:
        from pipetui.domain.companies import company_of  # few lines hold an address

        company = company_of(emails[0])
        return new._replace(organization=company, by_mail=bool(company))
    return new


def _check_length(line: str | Sequence[str]) -> None:
    length = len(line) if isinstance(line, str) else sum(map(len, line))
    if length > MOST_CHARACTERS:
        raise InputError(
            f"the line is too long: {length:,} characters, {MOST_CHARACTERS:,} are possible",
            "keep the deal short, and what is long as a note on it",
        )


def _first_line(line: str | Sequence[str]) -> tuple[str | Sequence[str], str]:
    """A pasted text of several lines is the line and, from the second one on, a note."""
    if isinstance(line, str):
        first, _, further = clean(line, multiline=True).strip().partition("\n")
        # A note that has begun goes on.
        return (line, "") if " / " in f" {first} " else (first, further)
    if len(line) == 1:
        return _first_line(line[0])
    return line, ""


def _left_of(
    behind: Sequence[tuple[str, list[str]]], words: Sequence[str], now: datetime, rules: DateRules
) -> list[str]:
    """What is said of words behind an attribute that look like a part of it and are in the title."""
    said = []
    for word, following in behind:
        left = clean(" ".join(one for one in following if one in words))
        key, _, value = clean(word).partition(":")
        if not left or " " in value:
            continue
        field = _FIELDS.get(key.lower())
        if not (field and field.kind in _NAMES):
            from pipetui.domain.dates import when
            from pipetui.domain.rules import kind_of

            to_do = key.lower() == "next" and kind_of(left)
            if not (to_do or when.begins_with_date(left, now, rules)):
                continue
        said.append(f'{quoted(left)} stays in the title · {key}:"{value} {left}" takes it in')
    return said


def _taken(
    new: NewDeal, several: dict[str, list[str]], word: str, now: datetime, rules: DateRules, currency: str
) -> NewDeal | None:
    """`new` with what `word` says, or None for a word of the title; what there may be several of goes to `several`."""
    name, value = attribute(word)
    field = _FIELDS.get(name)
    if field and value:
        return _with(new, several, word, field, _value(field, value, now, rules, currency))
    if field and field.typed:
        said = f"write {field.typed}, or -- before words that are all title"
        raise InputError(f"{name}: has nothing after it", said)
    if word[0] == "@" and len(word) > 1:
        return new._replace(stage=once(new.stage, word, clean(word[1:])))
    if word[0] in "+#" and word[1:2].isalpha():
        several["tags"] += word[1:].split(",")
    elif address := email(word):
        several["emails"].append(address)
    else:
        return None
    return new


def _with_custom(
    new: NewDeal, word: str, known: Sequence[CustomField], now: datetime, rules: DateRules, currency: str
) -> NewDeal | None:
    """`new` with the value of a field that the rep added; None for a word of the title."""
    from pipetui.domain.custom_fields import Against, canonical, find  # few lines hold one

    name, _, text = word.partition(":")
    field = find(known, name)
    if field is None:
        return None
    value = canonical(field, text, Against(now, rules, currency))
    if not value:
        raise InputError(f"{name}: has nothing after it", f"write {field.word}:{field.example.partition(',')[0]}")
    before = next((text for other, text in new.custom if other.id == field.id), None)
    return new._replace(custom=(*new.custom, (field, once(before, word, value))))


def _value(field: Field, text: str, now: datetime, rules: DateRules, currency: str) -> object:
    """What stands behind the key of a field means, by its kind; raises InputError."""
    match field.kind:
        case fields.STEP:
            return next_line(text, now, rules)
        case fields.DAY:
            from pipetui.domain.dates import when

            return when.parse_day(text, now, rules)
        case fields.PERCENT:
            return percent(text, f"such as {field.typed}")
        case fields.WHOLE:
            return whole(text)
        case fields.MONEY:
            return money.parse(text, currency)
        case fields.ANSWER:
            from pipetui.domain.qualification import read_answer  # few lines hold one

            return read_answer(text)
        case fields.EMAIL:
            if not email(text):
                raise InputError(f"{quoted(text)} is not an e-mail address", "write email:ann@acme.example")
            return email(text)
        case fields.PHONE:
            number, count = amounts.phone(text.split())
            if not number or count < len(text.split()):
                raise InputError(f"{quoted(text)} is not a phone number", "write phone:+4930123456")
            return number
    return text


def _with(new: NewDeal, several: dict[str, list[str]], word: str, field: Field, value: Any) -> NewDeal:
    """`new` with the value of a field: among several, in its own place, or among the answers or the plain ones."""
    if field.kind in _SEVERAL:
        several[_SEVERAL[field.kind]] += value.split(",") if field.kind == fields.TAGS else [value]
        return new
    if field.name in new._fields:
        return new._replace(**{field.name: once(getattr(new, field.name), word, value)})
    place, name = ("answers", field.name) if field.kind == fields.ANSWER else ("plain", field.stored)
    before = getattr(new, place)
    added: dict[str, Any] = {place: once(dict(before).get(name), word, (*before, (name, value)))}
    return new._replace(**added)


def _each_once(values: list[str]) -> tuple[str, ...]:
    """The values that say anything, each once, whatever its case: as it was written first."""
    each: dict[str, str] = {}
    for tidy in filter(None, map(clean, values)):
        each.setdefault(fold(tidy), tidy)
    return tuple(each.values())
