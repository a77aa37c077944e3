"""What a step changed, in a rep's words: what it is about, and before and after."""

from __future__ import annotations

from datetime import date, datetime

from pipetui import render
from pipetui.domain.money import Money
from pipetui.domain.text import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from pipetui.views_history import RowChange

_TABLES = {
    "follow_up": ("next step", "next steps"),
    "touch": ("touch", "touches"),
    "person": ("person", "people"),
    "deal_person": ("part in a deal", "parts in deals"),
    "contact_point": ("address", "addresses"),
    "deal_tag": ("tag", "tags"),
    "person_tag": ("tag", "tags"),
    "organization_tag": ("tag", "tags"),
    "stage_event": ("move", "moves"),
    "qualification": ("answer", "answers"),
    "custom_value": ("own field", "own fields"),
    "custom_field": ("own field", "own fields"),
    "deal_item": ("item", "items"),
    "deal_objection": ("objection", "objections"),
    "deal_criterion": ("criterion", "criteria"),
    "exit_criterion": ("criterion", "criteria"),
    "deal_cadence": ("cadence", "cadences"),
    "forecast_category": ("forecast", "forecasts"),
    "external_ref": ("origin elsewhere", "origins elsewhere"),
    "saved_view": ("list", "lists"),
    "setting": ("note of the book", "notes of the book"),
}
_COLUMNS = {
    "value_minor": "value",
    "stage_id": "stage",
    "organization_id": "organization",
    "person_id": "person",
    "deal_id": "deal",
    "due_on": "due",
    "due_time": "time",
    "done_at": "done",
    "deleted_at": "in the bin",
    "what": "step",
    "lost_reason": "reason",
    "lost_note": "note",
    "own_probability": "chance",
    "parked_until": "parked until",
    "revisit_on": "revisit",
    "renewal_on": "renewal",
    "created_at": "came in",
    "closed_at": "closed",
    "entered_stage_at": "in its stage since",
    "job_title": "job title",
    "at": "when",
    "field_id": "field",
    "objection_id": "objection",
    "quantity_milli": "quantity",
}
_LEFT_OUT = frozenset({
    "closed_on", "close_pushed", "position", "first_won_at", "lost_stage_id", "entity_id", "digest", "kept_until",
    "cadence_place", "stayed_s", "created_unknown", "renewal_lead_days", "touched_elsewhere_at", "entity", "is_default",
})  # fmt: skip
"""What only the program reads."""
_TELLING = 60


def rows(changes: Sequence[RowChange], now: datetime) -> Iterator[tuple[str, str, str]]:
    """What each change is about, and what was so before and after; a line for each column that says something."""
    for change in changes:
        one, many = _TABLES.get(change.table, (change.table.replace("_", " "), ""))
        if change.rows > 1:
            yield f"{render.plural(change.rows, one, many)} came in together", "", "put in"
            continue
        called = one_line(f"{one} {change.name}" if change.table != "deal" else f"deal {change.name}").strip()
        if not change.was or not change.becomes:
            told = _in_short(change, now)
            yield (called, "", told or "put in") if change.becomes else (called, told or "there", "taken out")
            continue
        said = [column for column in change.columns if column[0] not in _LEFT_OUT] or list(change.columns)
        for name, before, after in said:
            label = f"{called}: {_COLUMNS.get(name, name.replace('_', ' '))}"
            yield label, _word(name, before, now) or "–", _word(name, after, now) or "–"


def _in_short(change: RowChange, now: datetime) -> str:
    """The telling columns of a row that came or went, side by side."""
    side = 2 if change.becomes else 1
    told = []
    for column in change.columns:
        name, value = column[0], column[side]
        if name in _LEFT_OUT or name in ("deal_id", "title", "name") or value in (None, "", 0):
            continue
        word = _word(name, value, now)
        if word and word not in change.name:
            told.append(word)
        if len(" · ".join(told)) > _TELLING:
            break
    return " · ".join(told)


def _word(name: str, value: Any, now: datetime) -> str:
    """A value as a rep writes it."""
    if value is None or value == "":
        return ""
    if name == "value_minor" and isinstance(value, tuple) and isinstance(value[0], int):
        return render.money(Money(value[0], str(value[1])))
    if name == "own_probability":
        return f"{value}%"
    if isinstance(value, str):
        return one_line(_moment(value, now) or value)
    return str(value)


def _moment(text: str, now: datetime) -> str:
    """A day or a time of the book as lists show it, "" for any other text."""
    try:
        if len(text) == len("2026-01-01"):
            return render.day(date.fromisoformat(text), now.date())
        if text.endswith("Z") and text[4:5] == "-":
            at = datetime.fromisoformat(text).astimezone(now.tzinfo)
            return f"{render.day(at.date(), now.date())} {render.clock(at, now.tzinfo)}"
    except ValueError:
        pass
    return ""
