"""What a query asks of a field that the rep added: `region:north`, `contract-end<2027-06`, `seats.over:10`.

A value in the book means what its kind says (`custom_fields.value_of`); one that means nothing of it fits no
comparison. A text and a link are looked for in parts, a choice by its beginning, with `=` the whole.
"""

from __future__ import annotations

from pipetui.domain import money
from pipetui.domain.custom_fields import CHOICE, DATE, MONEY, NUMBER, YES_NO, Against, canonical, value_of
from pipetui.domain.errors import InputError
from pipetui.domain.fields import CUSTOM, Field
from pipetui.domain.folding import fold, key_of, spellings
from pipetui.domain.query.facts import Asked
from pipetui.domain.query.measures import SIGNS, is_missing, limits, span
from pipetui.domain.rates import fits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pipetui.domain.custom_fields import CustomField, Value
    from pipetui.domain.query.facts import QueryContext, Test

_EXAMPLES = {NUMBER: ".over:10", MONEY: ".over:10k", DATE: ".before:eoq", YES_NO: ":yes"}


def example(kind: str) -> str:
    """What may stand behind the name of a field of that kind."""
    return _EXAMPLES.get(kind, ":north")


def condition(field: CustomField, sign: str, value: str, asked: QueryContext) -> tuple[str, Test, Asked]:
    """The name, the test and the sense of a condition; raises InputError."""
    number, said = field.id, Asked(Field(field.word, CUSTOM, attribute=str(field.id)), sign, value)
    if is_missing(sign, value):
        return field.word, lambda card: all(own.field_id != number for own in card.custom), said
    holds = holding(field, sign, value, asked)
    return field.word, lambda card: any(own.field_id == number and holds(own.text) for own in card.custom), said


def holding(field: CustomField, sign: str, value: str, asked: QueryContext) -> Callable[[str], bool]:
    """Whether a value in the book is one that is wanted."""
    fits = _fits(field, sign, value, asked)
    met: dict[str, bool] = {}  # values repeat themselves

    def holds(text: str) -> bool:
        found = met.get(text)
        if found is None:
            found = met[text] = fits(text)
        return found

    return holds


def _fits(field: CustomField, sign: str, value: str, asked: QueryContext) -> Callable[[str], bool]:
    against = Against(asked.now, asked.rules, asked.currency)
    kind = field.kind
    compare = SIGNS[sign]
    if kind == DATE:
        low, high = limits(sign, *span(value, asked))
        if sign in ("<", ">"):
            return _valued(kind, lambda own: compare(own, high if sign == "<" else low))
        return _valued(kind, lambda own: (low is None or own >= low) and (high is None or own <= high))
    if kind == NUMBER:
        limit = float(canonical(field, value, against))
        return _valued(kind, lambda own: compare(own, limit))
    if kind == MONEY:
        amount = money.parse(value, asked.currency)
        if asked.bare is not None and money.names_none(value):
            asked.bare.append(value)
        today = asked.now.date().isoformat()
        return _valued(kind, lambda own: fits(asked.rates.worth(own, amount.currency, today), amount.minor, compare))
    if sign not in (":", "="):
        raise InputError(
            f"{field.word} cannot be compared, for it is a field of kind {kind}",
            f"dates, numbers and money can; of this one write {field.word}{example(kind)}",
        )
    if kind == YES_NO:
        answer = canonical(field, value, against)
        return lambda text: text == answer
    return _worded(kind, sign == "=", value)


def _valued(kind: str, fits: Callable[[Any], bool]) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        own: Value | None = value_of(kind, text)
        return own is not None and fits(own)

    return test


def _worded(kind: str, exact: bool, value: str) -> Callable[[str], bool]:
    wanted = spellings(value)

    def test(text: str) -> bool:
        keys = key_of(text).split("\n")
        if exact:
            return any(key == word for key in keys for word in wanted)
        if kind == CHOICE:
            return any(key.startswith(word) for key in keys for word in wanted)
        return any(word in key for key in keys for word in wanted)

    return test if fold(value) else lambda text: False
