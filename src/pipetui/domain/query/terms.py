"""What a query can ask of a deal: its states, its fields, and how each compares. See `query` for the language."""

from __future__ import annotations

import operator

from pipetui.domain import fields, money
from pipetui.domain.deal import MINE, OPEN, QUESTIONS, STATUSES, THEIRS
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold, key_of, spellings
from pipetui.domain.qualification import STALE, UNKNOWN, read_answer
from pipetui.domain.query.facts import Asked
from pipetui.domain.query.measures import MEASURES, NOTHING
from pipetui.domain.urgency import is_hot
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.domain.fields import Field
    from pipetui.domain.query.facts import Compare, QueryContext, Test

STATES = (
    "overdue",
    "today",
    "planned",
    "nonext",
    "rotting",
    "parked",
    "hot",
    "open",
    "won",
    "lost",
    "mine",
    "theirs",
    "stale",
)
"""The bare words that ask for a state instead of a text."""

_BY_WORD = {word: known for known in fields.having("word") for word in known.word.split()}
FIELDS = tuple(known.word.split()[0] for known in fields.having("word"))
"""The fields that can be asked about, by the first of their words."""

_SPELT = {
    "": "",
    "before": "<",
    "under": "<",
    "after": ">",
    "over": ">",
    "until": "<=",
    "max": "<=",
    "from": ">=",
    "min": ">=",
}
_EXAMPLES = {
    fields.MONEY: ".over:10k",
    fields.STATUS: ":won",
    fields.TAGS: ":saas",
    fields.ANSWER: ":yes",
    **dict.fromkeys((fields.PERCENT, fields.SCORE, fields.WHOLE), ".over:50"),
    **dict.fromkeys((fields.DAYS, fields.AGE, fields.ROTTING), ".over:14d"),
    **dict.fromkeys((fields.STEP, fields.DAY, fields.MOMENT, fields.PAST_DAY), ".before:fri"),
}
"""What may stand behind a field's name, by its kind."""


_NEVER_EMPTY = (
    fields.PERCENT,
    fields.DAYS,
    fields.AGE,
    fields.ROTTING,
    fields.MOMENT,
    fields.SCORE,
    fields.STATUS,
    fields.CURRENCY,
)


def example(name: str) -> str:
    """How a field may be asked about, by a word of its."""
    return name + _EXAMPLES.get(_BY_WORD[name].kind, ":acme")


def is_field(name: str) -> bool:
    """Whether a query knows a field of this name."""
    return name.lower() in _BY_WORD


def lacking(name: str, asked: QueryContext) -> tuple[str, Test, Asked]:
    """The condition that a field is empty, which `has:name` denies; raises InputError for one that never is."""
    known = _BY_WORD.get(name.lower())
    if known is not None and known.kind in _NEVER_EMPTY:
        raise InputError(f"every deal has {quoted(name)}", "ask for what some lack: has:value, has:close, has:org")
    return condition(name.lower(), "", ":", NOTHING, asked)


def state(word: str, asked: QueryContext) -> tuple[str, Test] | None:
    """The field and the test that a bare word of STATES stands for, None for any other word."""
    word = word.lower()
    if word not in STATES:
        return None
    today = asked.now.date()
    match word:
        case "rotting":
            return "rotting", lambda card: card.rotting_days > 0
        case "parked":
            return (
                "parked",
                lambda card: card.status == OPEN and card.parked_until is not None and card.parked_until > today,
            )
        case "hot":
            return "tag", lambda card: is_hot(card.tags)
        case "stale":
            return word, lambda card: card.status == OPEN and any(said.startswith(STALE) for said in card.answers)
        case "open" | "won" | "lost":
            return "status", lambda card: card.status == word
        case "mine" | "theirs":
            turn = MINE if word == "mine" else THEIRS
            return "next", lambda card: card.next_step is not None and card.next_step.turn == turn
    badge = "none" if word == "nonext" else word
    return "next", lambda card: card.badge == badge


def sign_of(spelt: str, sign: str) -> str:
    """The sign that compares: that of the word behind the dot, where there is one; raises InputError."""
    if spelt not in _SPELT:
        raise InputError(f"{quoted(spelt)} is not a comparison", f"write {', '.join(filter(None, _SPELT))}")
    return _SPELT[spelt] or sign.removeprefix(":") or ":"


def condition(name: str, spelt: str, sign: str, value: str, asked: QueryContext) -> tuple[str, Test, Asked]:
    """The field, the test and the sense of `name.spelt sign value`, such as stage:demo, value>10k or close.before:eow.

    Raises InputError for a field, a comparison or a value that is not known.
    """
    known = _BY_WORD.get(name)
    custom = None if known else asked.custom_field(name)
    if known or custom:
        sign = sign_of(spelt, sign)
    if custom is not None:
        from pipetui.domain.query import custom_conditions

        if not value.strip():
            hint = f"write what to look for, such as {custom.word}{custom_conditions.example(custom.kind)}."
            raise InputError(f"{custom.word} has nothing to compare with", hint)
        return custom_conditions.condition(custom, sign, value.strip(), asked)
    if known is None:
        names = (*FIELDS, *(field.word for field in (asked.custom() if asked.custom else ())))
        near = nearest(name, names)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise InputError(f"there is no field {quoted(name)}", f"{hint}fields are {', '.join(names)}")
    value, name = value.strip(), known.word.split()[0]
    shown = example(name)
    if not value:
        raise InputError(f"{name} has nothing to compare with", f"write what to look for, such as {shown}")
    said = Asked(known, sign, value)
    if known.kind in MEASURES:
        return name, MEASURES[known.kind](known, sign, value, asked), said
    if sign not in (":", "="):
        raise InputError(f"{name} cannot be compared", f"write {shown}")
    if known.kind == fields.ANSWER:
        return name, _answer(QUESTIONS.index(name), fold(value)), said
    return name, _words(known, value, sign == "=", asked), said


# --- text ----------------------------------------------------------------------------------------------------


def _words(known: Field, wanted: str, exact: bool, asked: QueryContext) -> Test:
    """The test of a field that holds words, by the attribute of the card and how its kind is compared."""
    kind = known.kind
    if kind == fields.STATUS:
        status = read_status(wanted)
        return lambda card: card.status == status
    if kind == fields.CURRENCY:
        code = money.check_currency(fold(wanted))
        return lambda card: card.currency == code
    get = operator.attrgetter(known.attribute)
    if fold(wanted) == NOTHING:
        return lambda card: not get(card)
    holds = holding(known, wanted, exact, asked)
    if kind in (fields.TAGS, fields.PEOPLE, fields.ROLES):
        return lambda card: any(map(holds, get(card)))
    return lambda card: holds(get(card))


def holding(known: Field, wanted: str, exact: bool, asked: QueryContext) -> Callable[[str], bool]:
    """Whether a text of that field is one that is wanted, a hyphen in it for a blank too: `reason:no-decision`."""
    kind = known.kind
    how: Compare = operator.contains if kind in (fields.ORGANIZATION, fields.PEOPLE) else str.startswith
    if exact or (kind == fields.TAGS and not asked.typing):
        how = operator.eq
    looked_for = (*spellings(wanted), *(spellings(wanted.replace("-", " ")) if "-" in wanted else ()))
    met: dict[str, bool] = {}  # texts repeat themselves, and folding one takes longer than looking it up

    def holds(text: str) -> bool:
        found = met.get(text)
        if found is None:
            found = met[text] = any(how(key, word) for key in key_of(text).split("\n") for word in looked_for)
        return found

    return holds


def read_status(wanted: str) -> str:
    """The status that begins so; raises InputError."""
    folded = fold(wanted)
    status = next((status for status in STATUSES if status.startswith(folded)), "")
    if not status:
        raise InputError(f"{quoted(folded)} is not a status", f"a deal is {', '.join(STATUSES)}")
    return status


def _answer(place: int, wanted: str) -> Test:
    """The test of a question, the one at `place` among them; a stale answer is still that answer."""
    if wanted == STALE.strip():
        return lambda card: bool(card.answers) and card.answers[place].startswith(STALE)
    answer = UNKNOWN if wanted == NOTHING else read_answer(wanted)
    # A brief reading holds no answers.
    return lambda card: (card.answers[place].removeprefix(STALE) if card.answers else UNKNOWN) == answer
