"""The quick line: one line of typing becomes a deal, or a touch, with everything that hangs on it.

The shell and the add bar share it, so that the same line means the same in both.
"""

from __future__ import annotations

from pipetui.domain import companies, money
from pipetui.domain import patterns as re
from pipetui.domain.dates import when
from pipetui.domain.deal import DIRECTIONS, MINE, OUTCOMES, QUESTIONS, TOUCH_KINDS
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.line import amounts
from pipetui.domain.line.parts import attribute, email, percent, tokens
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from typing import NamedTuple, TypeVar

    from pipetui.domain.dates.when import DateRules, Due
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
    questions of the qualification. `doubts` says what stayed in the title and may be meant otherwise.
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


_KEYS = {
    "next": "next:fri",
    "close": "close:eoq",
    "p": "p:40%",
    "org": 'org:"Acme GmbH"',
    "who": 'who:"Ann Lee"',
    "src": "src:web",
    "value": "value:12k",
    "tag": "tag:saas",
}
"""The attributes of a deal, each with an example."""

_OTHER_NAMES = {
    "source": "src", "organization": "org", "organisation": "org", "people": "who", "person": "who", "prob": "p",
    "probability": "p", "tags": "tag", "mail": "email", "tel": "phone", "mobile": "phone",
}  # fmt: skip
"""What the fields of a deal are called elsewhere: `edit` takes these names, too."""
_FIELDS = ("stage", "email", "phone", "note", *QUESTIONS)
"""Attributes that have a shorter way to be written; with nothing after them they are words of the title."""
_SPACED = ("next", "close", "org", "who")
"""What often has a space in it: words behind it that were not quoted go into the title, which is said."""

_EXAMPLE = "For example: Acme rollout 12k @demo next:fri ann@acme.example +saas"
_TOUCH_EXAMPLE = 'for example: call reached budget is ok next:"+3d send quote"'

_TURN = r"(?i:(mine|theirs)(?::|$)\s*)"
KIND_ALIASES = {"e-mail": "email", "mail": "email", "msg": "message"}
"""Other names of kinds of touch."""
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
    if emails and not new.organization and (company := companies.company_of(emails[0])):
        return new._replace(organization=company, by_mail=True)
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
        name = _OTHER_NAMES.get(key.lower(), key.lower())
        if name in ("org", "who") or when.begins_with_date(left, now, rules):
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
    key = _OTHER_NAMES.get(name, name)
    if key in _KEYS and not value:
        raise InputError(f"{name}: has nothing after it", f"Write {_KEYS[key]}, or -- before words that are all title.")
    if key in _FIELDS and value:
        return _field(new, several, word, key, value)
    match key:
        case "next":
            return new._replace(next=_once(new.next, word, next_line(value, now, rules)))
        case "close":
            return new._replace(close=_once(new.close, word, when.parse_day(value, now, rules)))
        case "p":
            return new._replace(probability=_once(new.probability, word, percent(value, "such as p:40%")))
        case "org":
            return new._replace(organization=_once(new.organization, word, value))
        case "who":
            several["people"].append(value)
            return new
        case "src":
            return new._replace(source=_once(new.source, word, value))
        case "value":
            return new._replace(value=_once(new.value, word, money.parse(value, currency)))
        case "tag":
            several["tags"] += value.split(",")
            return new
    if word[0] == "@" and len(word) > 1:
        return new._replace(stage=_once(new.stage, word, clean(word[1:])))
    if word[0] in "+#" and word[1:2].isalpha():
        several["tags"] += word[1:].split(",")
    elif address := email(word):
        several["emails"].append(address)
    else:
        return None
    return new


def _field(new: NewDeal, several: dict[str, list[str]], word: str, key: str, value: str) -> NewDeal:
    """`new` with an attribute that is called as the field is."""
    match key:
        case "stage":
            return new._replace(stage=_once(new.stage, word, value))
        case "note":
            return new._replace(note=_once(new.note, word, value))
        case "email":
            if not (address := email(value)):
                raise InputError(f"{quoted(value)} is no e-mail address", "Write email:ann@acme.example.")
            several["emails"].append(address)
            return new
        case "phone":
            number, count = amounts.phone(value.split())
            if not number or count < len(value.split()):
                raise InputError(f"{quoted(value)} is no phone number", "Write phone:+4930123456.")
            several["phones"].append(number)
            return new
    from pipetui.domain.qualification import read_answer  # few lines hold one

    answer = read_answer(value)
    return new._replace(answers=_once(dict(new.answers).get(key), word, (*new.answers, (key, answer))))


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
