"""JSON as tables: lists of objects, one object a line, or an object of lists, as an API or an app hands over its data.

What lies within an object is a column of it (`custom.Region`); lists of records within (the contacts of a lead) are
tables of their own with the id of what they were in. Numbers come as they are spelt.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from pipetui.domain.errors import InputError
from pipetui.domain.text import visible
from pipetui.exchange.containers import boards
from pipetui.exchange.containers.headings import check_width
from pipetui.exchange.containers.packed import held
from pipetui.exchange.containers.record_table import PROBLEM, RecordTable, record_table
from pipetui.exchange.containers.sniff import encoding_of, known_encoding
from pipetui.exchange.containers.source import Remarks, Source
from pipetui.exchange.containers.text_lines import decoded, lines_of

_STREAMED_FROM = 32 * 1024 * 1024
_HEAD = 256 * 1024
_DEEPEST = 6
_CHILDREN = frozenset(
    ("contacts", "opportunities", "activities", "tasks", "notes", "deals", "people", "persons", "organizations")
)
"""Lists within a record that are records themselves."""
_SPEAKING = ("email", "phone", "url", "name", "title", "label", "value", "text", "fullName", "display_name")
"""By which of its values an object is told in a cell, the first that it has."""
_WRAPPERS = ("properties.", "fields.")
"""What an API puts around the fields of a record (HubSpot, Airtable)."""
_Flat = dict[str, str]


def json_tables(source: Source, encoding: str | None = None) -> list[RecordTable]:
    """The tables of a JSON file. Raises InputError for what is none, or holds no records."""
    chosen = known_encoding(encoding) if encoding else None
    keys: dict[str, dict[str, None]] = {}
    for entity, record in _records(source, chosen, Remarks()):
        known = keys.setdefault(entity, {})
        known.update(dict.fromkeys(key for key in record if key not in ("", PROBLEM)))
        check_width(len(known), source.name)
    tables = [
        record_table(
            source,
            f"{source.name} · {visible(entity)}" if entity else source.name,
            "json",
            tuple(found),
            partial(_of_entity, source, chosen, entity),
            _unwrapped,
        )
        for entity, found in keys.items()
        if found
    ]
    if not tables:
        raise InputError(f"{source.name} holds no records", "a list of objects is read, or one object a line")
    return tables


def _of_entity(source: Source, encoding: str | None, entity: str, remarks: Remarks) -> Iterator[tuple[int, _Flat]]:
    """The records of one list, numbered from 1."""
    records = (record for found, record in _records(source, encoding, remarks) if found == entity)
    return enumerate(records, 1)


def _unwrapped(key: str) -> str:
    return next((key[len(wrapper) :] for wrapper in _WRAPPERS if key.startswith(wrapper)), key)


def _records(source: Source, encoding: str | None, remarks: Remarks) -> Iterator[tuple[str, _Flat]]:
    """Every record of the file with the name of the list it stands in, "" for the file itself."""
    try:
        for value in _values(source, encoding, remarks):
            if isinstance(value, _BrokenLine):
                yield "", {"": value.text, PROBLEM: value.problem}
            elif isinstance(value, Mapping):
                yield from _of_object(value)
    except (ValueError, RecursionError) as error:
        raise _no_json(source, error) from None


class _BrokenLine(NamedTuple):
    text: str
    problem: str


def _values(source: Source, encoding: str | None, remarks: Remarks) -> Iterator[Any]:
    """The objects at the top of the file: those of a list, one on each line, or what one object consists of."""
    with source.opened() as file:
        head = file.read(_HEAD)
        rest = file.read(_STREAMED_FROM)
    chosen = encoding or encoding_of(head, not rest)
    if _is_lines(head, chosen):
        yield from _lines(source, chosen, not encoding, remarks)
    elif len(rest) < _STREAMED_FROM or chosen not in ("utf-8", "utf-8-sig"):
        whole = json.loads(decoded(held(source), chosen, remarks, source.name), parse_int=str, parse_float=str)
        yield from whole if isinstance(whole, list) else [whole]
    else:
        yield from _streamed(source, head)


def _is_lines(head: bytes, encoding: str) -> bool:
    """Whether its first line is an object, and more follows."""
    text = head.decode(encoding, "replace").removeprefix("\ufeff").lstrip()
    first, _, more = text.partition("\n")
    try:
        return bool(more.strip()) and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _lines(source: Source, encoding: str, repairing: bool, remarks: Remarks) -> Iterator[Any]:
    with source.opened() as file:
        repairs = repairing and encoding in ("utf-8", "utf-8-sig")
        for line in lines_of(file, encoding, repairs, remarks, source.name):
            if line.strip():
                try:
                    yield json.loads(line, parse_int=str, parse_float=str)
                except (ValueError, RecursionError) as error:
                    yield _BrokenLine(line.strip()[:200], f"no JSON: {visible(str(error))[:80]}")


def _streamed(source: Source, head: bytes) -> Iterator[Any]:
    """The objects of a list that is too long to be held; what is no list has no such length."""
    import ijson

    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        yield json.loads(decoded(held(source), "utf-8", Remarks(), source.name), parse_int=str, parse_float=str)
        return
    with source.opened() as file:
        if head.startswith(b"\xef\xbb\xbf"):
            file.read(3)
        try:
            yield from ijson.items(file, "item")
        except (ijson.JSONError, UnicodeError) as error:
            raise ValueError(str(error)) from None


def _of_object(value: Mapping[str, Any]) -> Iterator[tuple[str, _Flat]]:
    """The records of one object at the top: itself and those within it, or those of the lists that it consists of."""
    lists = {key: found for key, found in value.items() if _is_records(found)}
    if not lists or ("id" in value and not {"cards", "lists"} <= lists.keys()):
        yield from _with_children(value)
        return
    if "cards" in lists:
        yield from boards.records_of(value, lists, _flat, _text)
        return
    for entity, found in lists.items():
        yield from ((entity, _flat(each)) for each in found if isinstance(each, Mapping))


def _with_children(value: Mapping[str, Any]) -> Iterator[tuple[str, _Flat]]:
    children = {key: found for key, found in value.items() if key in _CHILDREN and _is_records(found)}
    lead = str(value.get("id", "")).startswith("lead_") or "opportunities" in value
    yield "leads" if lead else "", _flat({key: found for key, found in value.items() if key not in _CHILDREN})
    link = "lead" if lead else "parent"
    above = {
        f"{link}_id": _text(value.get("id")),
        f"{link}_name": _text(value.get("display_name") or value.get("name")),
    }
    for entity, found in children.items():
        for each in found:
            if isinstance(each, Mapping):
                yield entity, {**above, **_flat(each)}


def _is_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _flat(value: Mapping[str, Any], before: str = "", depth: int = 0) -> _Flat:
    """The columns of an object; what lies deeper than anybody looks is told in one cell."""
    record: _Flat = {}
    for key, each in value.items():
        name = f"{before}{key}"
        if isinstance(each, Mapping) and each and depth < _DEEPEST:
            record.update(_flat(each, f"{name}.", depth + 1))
        elif name:
            record[name] = _text(each)
    return record


def _text(value: object, depth: int = 0) -> str:
    """A value as the text of a cell; those of a list stand one below the other."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}" if value.is_finite() and abs(value.adjusted()) < 50 else str(value)
        case Mapping() if depth < _DEEPEST:
            spoken = next((value[key] for key in _SPEAKING if value.get(key)), None)
            return _text(spoken, depth + 1) if spoken is not None else _joined(value.values(), ", ", depth)
        case list() if depth < _DEEPEST:
            return _joined(value, "\n", depth)
    return str(value)[:1000]


def _joined(values: Iterable[object], between: str, depth: int) -> str:
    return between.join(filter(None, (_text(each, depth + 1) for each in values)))


def _no_json(source: Source, error: Exception) -> InputError:
    said = "it is nested too deep" if isinstance(error, RecursionError) else visible(str(error))[:100]
    return InputError(f"{source.name} is not JSON that can be read: {said}", "get it once more from where it came")
