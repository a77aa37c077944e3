"""A board as JSON (Trello): its cards with what stands elsewhere in the file: lists, fields, words, checklists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

_FIELD = "fields."
"""What stands before the name of a field that somebody added to the board; a heading is called without it."""
Objects = Sequence[Any]
Flat = dict[str, str]


def records_of(
    board: Mapping[str, Any],
    lists: Mapping[str, Objects],
    flat: Callable[[Mapping[str, Any]], Flat],
    text: Callable[[object], str],
) -> Iterator[tuple[str, Flat]]:
    """The records of a board, each with the name of the list it stands in, the cards first.

    A card says by ids in which column it hangs and what its own fields are called; what was said of it and its
    checklists stand apart, and become notes that name it.
    """
    columns = sorted(_objects(lists.get("lists", ())), key=_position)
    places = {text(column.get("id")): (text(column), str(place)) for place, column in enumerate(columns)}
    fields = {text(field.get("id")): field for field in _objects(board.get("customFields"))}
    for card in _objects(lists["cards"]):
        record = flat({key: value for key, value in card.items() if key != "customFieldItems"})
        record["list"], record["list order"] = places.get(record.get("idList", ""), ("", ""))
        for item in _objects(card.get("customFieldItems")):
            field = fields.get(text(item.get("idCustomField")), {})
            if field.get("name"):
                record[f"{_FIELD}{text(field['name'])}"] = _value(item, field, text)
        yield "cards", record
    for action in _objects(lists.get("actions", ())):
        if action.get("type") == "commentCard" and isinstance(action.get("data"), Mapping):
            data = action["data"]
            card = data.get("card") if isinstance(data.get("card"), Mapping) else {}
            yield (
                "comments",
                {
                    "id": text(action.get("id")),
                    "idCard": text(card.get("id")),
                    "text": text(data.get("text")),
                    "date": text(action.get("date")),
                },
            )
    for checklist in _objects(lists.get("checklists", ())):
        items = [
            f"[{'x' if item.get('state') == 'complete' else ' '}] {text(item.get('name'))}"
            for item in sorted(_objects(checklist.get("checkItems")), key=_position)
        ]
        if items:
            words = "\n".join((text(checklist.get("name")), *items))
            yield (
                "checklists",
                {"id": text(checklist.get("id")), "idCard": text(checklist.get("idCard")), "text": words},
            )
    for entity, found in lists.items():
        if entity not in ("cards", "checklists"):
            yield from ((entity, flat(each)) for each in _objects(found) if each.get("type") != "commentCard")


def _objects(found: object) -> list[Mapping[str, Any]]:
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _position(each: Mapping[str, Any]) -> float:
    try:
        return float(each.get("pos") or 0)
    except (TypeError, ValueError):  # Trello has also written "top" and "bottom"
        return 0


def _value(item: Mapping[str, Any], field: Mapping[str, Any], text: Callable[[object], str]) -> str:
    """What a card says in a field of the board: a value of its kind, or the option it has."""
    value = item.get("value")
    if isinstance(value, Mapping):
        return next((text(each) for each in value.values()), "")
    chosen = text(item.get("idValue"))
    for option in _objects(field.get("options")):
        if text(option.get("id")) == chosen and isinstance(option.get("value"), Mapping):
            return text(option["value"].get("text"))
    return text(value)
