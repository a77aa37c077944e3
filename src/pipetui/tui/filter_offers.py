"""What a filter that is being typed may go on with: states, fields, comparisons, and what the open deals have."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from pipetui.domain import fields
from pipetui.domain.custom_names import typable
from pipetui.domain.deal import QUESTIONS, STATUSES
from pipetui.domain.folding import fold
from pipetui.domain.query.terms import FIELDS, STATES
from pipetui.tui.form_offers import usual

if TYPE_CHECKING:
    from pipetui.tui.snapshot import Snapshot

_DAYS = ("today", "tomorrow", "fri", "eow", "eom", "eoq", "none")
_PAST = ("today", "yesterday", "this-week", "last-week", "this-month", "last-month", "this-quarter", "none")
_SPANS = ("7d", "14d", "30d", "90d")
_TIMES = ("before", "after", "from", "until")
_AMOUNTS = ("over", "under", "min", "max")
_AHEAD, _BEHIND = (fields.DAY, fields.STEP), (fields.PAST_DAY, fields.MOMENT)
_LASTING = (fields.DAYS, fields.AGE, fields.ROTTING)
_COUNTED = (fields.MONEY, fields.PERCENT, *_LASTING, fields.SCORE)
_USUAL = {_AHEAD: _DAYS, _BEHIND: _PAST, _LASTING: _SPANS}
"""What is offered of a field that has no words of its own, by its kind."""

_TOKEN = re.compile(r"""(?:[^\s()"]|"[^"]*(?:"|$))+$""")
_FIELD = re.compile(r"([^\W\d_][\w-]*)(?:\.([A-Za-z]*))?((?::?[<>]=?|[:=])?)(.*)", re.DOTALL)
_BY_WORD = {word: field for field in fields.having("word") for word in field.word.split()}


class FilterWords(NamedTuple):
    """What there is to ask for, by the name of the field; `own` are fields that the rep added, with their options."""

    values: dict[str, tuple[str, ...]]
    own: dict[str, tuple[str, ...]]


def words_of(snapshot: "Snapshot") -> FilterWords:
    """Out of the last reading: nothing is asked of the book for it."""
    cards = tuple(snapshot.cards.values())
    values = {
        "stage": tuple(dict.fromkeys(stage.name for stage in snapshot.pipelines.stages)),
        "pipeline": tuple(snapshot.pipelines.names.values()),
        "org": usual(card.organization for card in cards),
        "who": usual(name for card in cards for name in card.people),
        "tag": usual(tag for card in cards for tag in card.tags),
        "source": usual(card.source for card in cards),
        "src": usual(card.source for card in cards),
        "reason": snapshot.loss_reasons,
        "role": usual(role for card in cards for role in card.roles),
        "currency": usual(card.currency for card in cards),
        "status": STATUSES,
        **dict.fromkeys(QUESTIONS, ("yes", "no", "unknown", "stale")),
        "has": FIELDS,
    }
    return FilterWords(values, {field.word: field.options for field in typable(snapshot.fields)})


def token_at(text: str, cursor: int) -> str:
    """The word of a filter that ends at the cursor, without the sign that denies it."""
    found = _TOKEN.search(text[:cursor])
    return found[0].removeprefix("-") if found else ""


def offered(text: str, cursor: int, words: FilterWords) -> list[str]:
    """What may stand in the place of the word at the cursor, what begins so first; nothing where none is begun."""
    token = token_at(text, cursor)
    if not token:
        return []
    if token[0] in "+#":
        return [token[0] + tag for tag in _fitting(token[1:], words.values["tag"]) if " " not in tag]
    found = _FIELD.fullmatch(token)
    if found is None:
        return []
    name, spelt, sign, value = found.groups()
    known, own = _BY_WORD.get(name.lower()), words.own.get(_hyphened(name))
    if spelt is not None and not sign:
        kind = known.kind if known else ""
        ways = _TIMES if kind in _AHEAD + _BEHIND else _AMOUNTS if kind in _COUNTED or own is not None else ()
        return [f"{name}.{way}:" for way in _fitting(spelt, ways)]
    if not sign:
        return _fitting(_hyphened(token), (*STATES, *(f"{field}:" for field in (*FIELDS, *words.own, "has"))))
    begun = token[: len(token) - len(value)]
    offers = words.values.get(name.lower()) or own or ()
    if known is not None and not offers:
        offers = next((offer for kinds, offer in _USUAL.items() if known.kind in kinds), ())
    return [begun + _quoted(one) for one in _fitting(value.strip('"'), offers)]


def _hyphened(name: str) -> str:
    """The name of a field as it is offered: one with an underscore is typed with a hyphen as well."""
    return name.lower().replace("_", "-")


def _fitting(begun: str, choices: Iterable[str]) -> list[str]:
    known, typed = list(choices), fold(begun)
    first = [one for one in known if fold(one).startswith(typed)]
    return [one for one in first + [one for one in known if typed in fold(one) and one not in first] if one != begun]


def _quoted(value: str) -> str:
    plain = value.replace('"', "")
    return f'"{plain}"' if re.search(r"[\s()]", plain) else plain


def taken(text: str, cursor: int, offer: str) -> tuple[str, int]:
    """The filter with the offer in the place of the word at the cursor, and where the cursor is then.

    Behind what goes on (`stage:`) nothing is put, behind a whole word a space.
    """
    before = text[: cursor - len(token_at(text, cursor))] + offer
    if not offer.endswith((":", ".")) and not text[cursor:].startswith(" "):
        before += " "
    return before + text[cursor:], len(before)
