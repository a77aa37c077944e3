"""The columns that a list of deals can have: every field that a card holds, and those that the rep added.

The shell's `list --columns` and the app's table are made of them; `[lists] columns` in the configuration names those
that both show when nothing else is said.
"""

from __future__ import annotations

from pipetui import render
from pipetui.domain import fields
from pipetui.domain.choose import choose
from pipetui.domain.custom_fields import DATE, MONEY, NUMBER, CustomField, value_of
from pipetui.domain.custom_names import typable
from pipetui.domain.deal import OPEN, QUESTIONS
from pipetui.domain.errors import InputError
from pipetui.domain.folding import order
from pipetui.phrases.difference import standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from typing import Any, NamedTuple

    from pipetui.domain.fields import Field
    from pipetui.views import Card
else:
    from pipetui.domain.record import NamedTuple

NEXT = "next"


class ListedColumn(NamedTuple):
    """A column: what it is called where it is chosen and over its cells, what stands in them, and in which order.

    The least comes first, a deal without a value last.
    """

    name: str
    heading: str
    text: Callable[[Card, datetime], str]
    place: Callable[[Card], Any]
    right: bool = False


_FIGURES = (fields.MONEY, fields.PERCENT, fields.NUMBER, fields.WHOLE, fields.DAYS, fields.ROTTING)
_LISTS = (fields.PEOPLE, fields.TAGS, fields.ROLES)
_LARGEST_FIRST = (fields.MONEY, fields.PERCENT, fields.DAYS, fields.ROTTING)


def _names(custom: Sequence[CustomField]) -> dict[str, ListedColumn]:
    """All columns by name, those of the form first."""
    shown = [field for field in fields.DEAL if field.attribute and field.kind not in (fields.CUSTOM, fields.RENEWAL)]
    asked = [field for field in fields.DEAL if field.kind == fields.ANSWER]
    return {
        **{field.name: _of_field(field) for field in shown},
        **{field.name: _of_answer(field) for field in asked},
        **{field.word: _of_custom(field) for field in typable(custom)},
    }


def names(custom: Sequence[CustomField] = ()) -> tuple[str, ...]:
    """What can be chosen."""
    return tuple(_names(custom))


def chosen(words: str | Sequence[str], custom: Sequence[CustomField] = ()) -> tuple[ListedColumn, ...]:
    """The columns that are named, apart by commas or one by one; a beginning of a name is enough.

    Raises InputError.
    """
    known = _names(custom)
    keys = {word: field.name for field in fields.DEAL for word in (*field.key.split(), *field.word.split())}
    found = []
    for word in words.split(",") if isinstance(words, str) else words:
        wanted = word.strip().lower()
        if wanted in keys and wanted not in known and keys[wanted] in known:
            wanted = keys[wanted]
        if wanted:
            found.append(known[choose(wanted, tuple(known), "column")])
    if not found:
        raise InputError("no column is named", "for example: title,value,close")
    return tuple(dict.fromkeys(found))


def _of_field(field: Field) -> ListedColumn:
    attribute, kind = field.attribute, field.kind
    heading = (field.label or field.name).lower()
    if kind == fields.NUMBER:
        return ListedColumn(field.name, "#", lambda card, now: str(card.id), lambda card: card.id, right=True)
    if kind == fields.STEP:
        return ListedColumn(field.name, "next step", standing, _step_place)

    def text(card: Card, now: datetime) -> str:
        return _said(kind, getattr(card, attribute), now)

    def place(card: Card) -> Any:
        return _placed(kind, getattr(card, attribute))

    if kind == fields.STAGE:
        return ListedColumn(field.name, heading, text, lambda card: (card.status != OPEN, card.stage_position))
    return ListedColumn(field.name, heading, text, place, kind in _FIGURES)


def _said(kind: str, value: Any, now: datetime) -> str:
    """What a cell says of a value, by the kind of its field."""
    if value is None or value == () or (kind == fields.ROTTING and not value):
        return ""
    if kind == fields.MONEY:
        return render.money(value)
    if kind == fields.PERCENT:
        return f"{value}%"
    if kind in (fields.DAY, fields.PAST_DAY):
        return render.day(value, now.date())
    if kind in (fields.MOMENT, fields.AGE):
        return render.day(value.astimezone(now.tzinfo).date(), now.date())
    if kind in (fields.DAYS, fields.ROTTING):
        return f"{value}d"
    return ", ".join(value) if kind in _LISTS else str(value)


def _placed(kind: str, value: Any) -> Any:
    """Where a value stands in the order of its column."""
    if value is None or value in ("", ()):
        return (1,)
    if kind == fields.MONEY:
        return 0, value.currency, -value.minor
    if kind in _LARGEST_FIRST:
        return 0, -value
    if kind in _LISTS:
        return 0, order(value[0])
    return (0, order(value)) if isinstance(value, str) else (0, value)


def _step_place(card: Card) -> Any:
    due = card.next_step.due.isoformat() if card.next_step else "~"
    return card.status != OPEN, due, -(card.closed_at.timestamp() if card.closed_at else 0)


def _of_answer(field: Field) -> ListedColumn:
    at = QUESTIONS.index(field.name)
    return ListedColumn(
        field.name,
        field.name,
        lambda card, now: card.answers[at] if card.answers else "",
        lambda card: card.answers[at : at + 1],
    )


def _of_custom(field: CustomField) -> ListedColumn:
    def value(card: Card) -> str:
        return next((own.text for own in card.custom if own.field_id == field.id), "")

    def text(card: Card, now: datetime) -> str:
        return next((render.custom(own, now.date()) for own in card.custom if own.field_id == field.id), "")

    def place(card: Card) -> Any:
        said = value(card)
        found: Any = value_of(field.kind, said)
        if found is None:
            return 2 - bool(said), order(said)
        if field.kind == MONEY:
            return 0, found.currency, -found.minor
        return 0, found if field.kind in (DATE, NUMBER) else order(said)

    return ListedColumn(field.word, field.name, text, place, field.kind in (NUMBER, MONEY))
