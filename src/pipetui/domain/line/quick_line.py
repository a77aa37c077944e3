"""The quick line: one line of typing becomes a deal, or a touch, with everything that hangs on it.

The shell and the add bar share it, so that the same line means the same in both. What reads dates is imported where a
line holds one.
"""

from __future__ import annotations

from pipetui.domain import fields, money
from pipetui.domain import patterns as re
from pipetui.domain.deal import DIRECTIONS, KIND_ALIASES, MINE, OUTCOMES, TOUCH_KINDS
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.line import amounts
from pipetui.domain.line.parts import attribute, email, percent, tokens, whole
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from typing import Any, NamedTuple, TypeVar

    from pipetui.domain.dates.workdays import DateRules
    from pipetui.domain.deal import Due
    from pipetui.domain.fields import Field
    from pipetui.domain.money import Money

    T = TypeVar("T")
else:
    from pipetui.domain.record import NamedTuple


class NextLine(NamedTuple):
    """A next step as typed: the date first, the rest is what to do; `theirs:` in front of it means waiting."""

    due: Due
    what: str
    turn: str = MINE


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


class TouchLine(NamedTuple):
    """What a log line was understood as. `at` is None for "just now"; `direction` is in or out."""

    kind: str
    outcome: str = ""
    direction: str = "out"
    text: str = ""
    next: NextLine | None = None
    stage: str = ""
    at: datetime | None = None


_FIELDS = {name: field for field in fields.having("key") for name in (field.key, field.name, *field.also.split())}
"""The fields of a deal by what they are called in a line."""

_SEVERAL = {fields.PEOPLE: "people", fields.TAGS: "tags", fields.EMAIL: "emails", fields.PHONE: "phones"}
"""Where a line may hold several of a kind."""

_NAMES, _DATES = (fields.ORGANIZATION, fields.PEOPLE), (fields.STEP, fields.DAY)
_SPACED = {field.key for field in _FIELDS.values() if field.kind in (*_NAMES, *_DATES)}
"""What often has a space in it: words behind it that were not quoted go into the title, which is said."""

_EXAMPLE = "For example: Acme rollout 12k @demo next:fri ann@acme.example +saas"
_TOUCH_EXAMPLE = 'for example: call reached budget is ok next:"+3d send quote"'

_TURN = r"(?i:(mine|theirs)(?::|$)\s*)"
_OUTCOME_ALIASES = {"na": "no answer", "vm": "left message", "voicemail": "left message"}
_SHORTEST = 3
"""Letters an outcome can be shortened to."""
_TWO_WAY = ("call", "email", "message")
"""Kinds that come in as well as go out; after the others "in" begins the text ("meeting in Berlin")."""


def parse(line: str | Sequence[str], now: datetime, rules: DateRules, currency: str, untitled: str = "") -> NewDeal:
    """The deal that `line` describes: a whole line, or the words a shell has split.

    Attributes stand anywhere; ` / ` begins a note, and so does a second line; `--` makes the rest title. Unknown
    `key:value` words, times and web addresses stay in the title. What is money and what a phone says `amounts`.
    `currency` is the book's own. Raises InputError for an attribute that cannot be read or is given twice, and for a
    line without a title, unless `untitled` is what such a one is called.
    """
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
            new = new._replace(note=_once(new.note, "/", text[end:].strip()))
            break
        if word == "--":
            rest = text[end:].strip()
            break
        taken = _taken(new, several, word, now, rules, currency)
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
        raise InputError("A deal needs a title", _EXAMPLE)
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

            if not when.begins_with_date(left, now, rules):
                continue
        said.append(f'{quoted(left)} stays in the title · {key}:"{value} {left}" takes it in')
    return said


def parse_touch(line: str | Sequence[str], now: datetime, rules: DateRules) -> TouchLine:
    """The touch that `line` describes: KIND [in|out] [OUTCOME] [TEXT…], with next:, at: and @stage anywhere.

    A prefix names the kind and, right after it, the outcome; with a hyphen (`no-answer`) the outcome may stand
    anywhere. Raises InputError for a kind that is none or several, and for an attribute that cannot be read.
    """
    text, parts = tokens(line)
    touch, words, rest = TouchLine(""), [], ""
    for word, plain, end in parts:
        if word == "--":
            rest = text[end:].strip()
            break
        key, value = attribute(word)
        if key == "next":
            touch = touch._replace(next=_once(touch.next, word, next_line(value, now, rules)))
        elif key == "at":
            from pipetui.domain.dates import when

            touch = touch._replace(at=_once(touch.at, word, when.parse_past(value, now, rules)))
        elif word[0] == "@" and len(word) > 1:
            touch = touch._replace(stage=_once(touch.stage, word, clean(word[1:])))
        else:
            words.append(plain)
    kind = _kind(words.pop(0) if words else "")
    direction, outcome, words = _how_it_went(words, two_way=kind in _TWO_WAY)
    said = clean(" ".join((*words, rest)))
    return touch._replace(kind=kind, outcome=outcome, direction=direction, text=said)


def _taken(
    new: NewDeal, several: dict[str, list[str]], word: str, now: datetime, rules: DateRules, currency: str
) -> NewDeal | None:
    """`new` with what `word` says, or None for a word of the title; what there may be several of goes to `several`."""
    name, value = attribute(word)
    field = _FIELDS.get(name)
    if field and value:
        return _with(new, several, word, field, _value(field, value, now, rules, currency))
    if field and field.typed:
        said = f"Write {field.typed}, or -- before words that are all title."
        raise InputError(f"{name}: has nothing after it", said)
    if word[0] == "@" and len(word) > 1:
        return new._replace(stage=_once(new.stage, word, clean(word[1:])))
    if word[0] in "+#" and word[1:2].isalpha():
        several["tags"] += word[1:].split(",")
    elif address := email(word):
        several["emails"].append(address)
    else:
        return None
    return new


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
                raise InputError(f"{quoted(text)} is no e-mail address", "Write email:ann@acme.example.")
            return email(text)
        case fields.PHONE:
            number, count = amounts.phone(text.split())
            if not number or count < len(text.split()):
                raise InputError(f"{quoted(text)} is no phone number", "Write phone:+4930123456.")
            return number
    return text


def _with(new: NewDeal, several: dict[str, list[str]], word: str, field: Field, value: Any) -> NewDeal:
    """`new` with the value of a field: among several, in its own place, or among the answers or the plain ones."""
    if field.kind in _SEVERAL:
        several[_SEVERAL[field.kind]] += value.split(",") if field.kind == fields.TAGS else [value]
        return new
    if field.name in new._fields:
        return new._replace(**{field.name: _once(getattr(new, field.name), word, value)})
    place, name = ("answers", field.name) if field.kind == fields.ANSWER else ("plain", field.stored)
    before = getattr(new, place)
    added: dict[str, Any] = {place: _once(dict(before).get(name), word, (*before, (name, value)))}
    return new._replace(**added)


def _once(before: object, word: str, value: T) -> T:
    """`value`, unless something stood there before: which of the two was meant is not ours to guess."""
    if before not in (None, ""):
        raise InputError(f"{quoted(word)} is a second one of its kind", "Give it once, or put -- before the title.")
    return value


def _each_once(values: list[str]) -> tuple[str, ...]:
    """The values that say anything, each once, whatever its case: as it was written first."""
    each: dict[str, str] = {}
    for tidy in filter(None, map(clean, values)):
        each.setdefault(fold(tidy), tidy)
    return tuple(each.values())


def next_line(text: str, now: datetime, rules: DateRules) -> NextLine:
    """A next step as typed: the date first, `theirs:` after it, the rest is what; raises InputError."""
    from pipetui.domain.dates import when

    due, rest = when.split_leading(text, now, rules)
    turn = re.match(_TURN, rest) if rest else None
    return NextLine(due, rest[turn.end() :], turn[1].lower()) if turn else NextLine(due, rest)


def _kind(word: str) -> str:
    names = dict.fromkeys(TOUCH_KINDS) | KIND_ALIASES
    wanted = fold(word)
    found = {alias or name for name, alias in names.items() if name.startswith(wanted)} if wanted else set()
    if wanted in names:
        found = {names[wanted] or wanted}
    if len(found) == 1:
        return found.pop()
    known = f"It is one of {', '.join(TOUCH_KINDS)}; {_TOUCH_EXAMPLE}"
    if not wanted:
        raise InputError("What kind of touch was it?", known)
    if found:
        raise InputError(f"{quoted(word)} could be {' or '.join(sorted(found))}", known)
    raise InputError(f"{quoted(word)} is no kind of touch", known)


def _how_it_went(words: list[str], *, two_way: bool) -> tuple[str, str, list[str]]:
    """Direction and outcome, and the words that are left for the text."""
    direction, outcome = "", ""
    while words:
        used = 0
        if two_way and not direction and fold(words[0]) in DIRECTIONS and (not outcome or len(words) == 1):
            direction, used = fold(words[0]), 1
        elif not outcome:
            outcome, used = _leading_outcome(words)
        if not used:
            break
        words = words[used:]
    for place, word in enumerate(words):
        if not outcome and "-" in word and (outcome := _outcome(word)):
            words = words[:place] + words[place + 1 :]
            break
    return direction or direction_of(outcome), outcome, words


def direction_of(outcome: str) -> str:
    """Who moved, where nothing else is said: a reply comes in, everything else goes out."""
    return "in" if outcome == "replied" else "out"


def _leading_outcome(words: list[str]) -> tuple[str, int]:
    """The outcome the words begin with, and how many of them it takes.

    A lone "left" or "no" is an outcome only when nothing follows: "left him a note" is a text.
    """
    if len(words) > 1 and len(words[1]) >= _SHORTEST and (outcome := _outcome(f"{words[0]}-{words[1]}")):
        return outcome, 2
    outcome = _outcome(words[0])
    alone = " " not in outcome or "-" in words[0] or len(words) == 1 or fold(words[0]) in _OUTCOME_ALIASES
    return (outcome, 1) if outcome and alone else ("", 0)


def _outcome(word: str) -> str:
    wanted = fold(word).replace("-", " ")
    if wanted in _OUTCOME_ALIASES:
        return _OUTCOME_ALIASES[wanted]
    long_enough = len(wanted.replace(" ", "")) >= _SHORTEST
    return next((name for name in OUTCOMES if long_enough and name.startswith(wanted)), "")
