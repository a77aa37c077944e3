"""The object that is made of a deal wherever JSON is: what a verb prints, and what a hook is told."""

from __future__ import annotations

from pipetui.domain import fields
from pipetui.phrases.json_values import amounts, day, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from pipetui.domain.custom_fields import CustomValue
    from pipetui.domain.fields import Field
    from pipetui.views import Card, NextStep


def step(planned: NextStep) -> dict[str, Any]:
    """A next step: what, when, its state (overdue, today or planned), and which step of its cadence it is, if any."""
    due = planned.due.isoformat() + (f"T{planned.time}" if planned.time else "")
    of_cadence = {"step": planned.place, "of": planned.of} if planned.place else None
    return {"what": planned.what, "due": due, "state": planned.state, "cadence": of_cadence}


def custom(value: CustomValue) -> object:
    """The value of a field that the rep added, as its kind has it; what means nothing of that as it stands."""
    from pipetui.domain.custom_fields import DATE, MONEY, NUMBER, value_of

    found: Any = value_of(value.kind, value.text)
    if found is None or value.kind == DATE:
        return value.text
    if value.kind == MONEY:
        return amounts([found])
    return int(found) if value.kind == NUMBER and found.is_integer() else found


def _as_it_is(value: Any) -> object:
    return value


_OF_KIND: dict[str, Callable[[Any], object]] = {
    **dict.fromkeys(
        (fields.TEXT, fields.STAGE, fields.ORGANIZATION, fields.REASON, fields.CONTACT), lambda text: text or None
    ),
    fields.MONEY: lambda amount: None if amount is None else amount.decimal,
    fields.SUMS: amounts,
    fields.DAY: day,
    fields.MOMENT: moment,
    fields.PEOPLE: list,
    fields.TAGS: list,
    fields.CUSTOM: lambda values: {value.name: custom(value) for value in values},
    fields.STEP: lambda planned: None if planned is None else step(planned),
}
"""The JSON of a value by the kind of its field; of another kind it is the value."""


def of_fields(table: Iterable[Field], thing: object) -> dict[str, Any]:
    """What a view has of these fields, under their keys."""
    return {field.json: _OF_KIND.get(field.kind, _as_it_is)(getattr(thing, field.attribute)) for field in table}


_DEAL = fields.having("json")


def deal(card: Card) -> dict[str, Any]:
    """The object that every verb prints for a deal."""
    return of_fields(_DEAL, card)
