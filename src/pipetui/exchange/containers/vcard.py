"""vCards (2.1, 3.0, 4.0) as a table: a row a card, a column for each kind of phone, address and e-mail it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from pipetui.domain.errors import InputError
from pipetui.exchange.containers.content_lines import Component, ContentLine, components, iso, parts, unescaped
from pipetui.exchange.containers.record_table import RecordTable, record_table
from pipetui.exchange.containers.source import Remarks, Source

_NAMES = ("N.family", "N.given", "N.additional", "N.prefix", "N.suffix")
_ADDRESS = ("", "", "ADR.street", "ADR.city", "ADR.region", "ADR.postcode", "ADR.country")
_ORDER = ("FN", *_NAMES, "ORG", "ORG.unit", "TITLE", "ROLE", "EMAIL", "TEL", "URL", *_ADDRESS[2:], "ADR")
_LAST = ("NOTE", "CATEGORIES", "UID", "REV")
_LABELLED = frozenset(("EMAIL", "TEL", "URL", "IMPP", "X-SOCIALPROFILE"))
_NO_KIND = frozenset(("pref", "internet", "voice", "x400", "http", "message", "msg", "main"))
_TECHNICAL = frozenset(
    ("VERSION", "PRODID", "SOURCE", "CLIENTPIDMAP", "LABEL", "AGENT", "X-ABLABEL", "X-ABADR", "KIND", "X-ABSHOWAS")
)


def vcard_table(source: Source, encoding: str | None = None) -> list[RecordTable]:
    """The cards of a file. Raises InputError for one without any."""
    read = partial(_cards, source, encoding)
    keys = {key: None for _, card in read(Remarks()) for key in card}
    if not keys:
        raise InputError(f"{source.name} holds no card", "between BEGIN:VCARD and END:VCARD there is nothing")
    return [record_table(source, source.name, "vcard", sorted(keys, key=_place), read)]


def _place(key: str) -> tuple[int, int]:
    word = key.partition(" (")[0]
    if word in _ORDER:
        return 0, _ORDER.index(word)
    return (2, _LAST.index(word)) if word in _LAST else (1, 0)


def _cards(source: Source, encoding: str | None, remarks: Remarks) -> Iterator[tuple[int, dict[str, str]]]:
    for card in components(source, encoding, ("VCARD",), remarks):
        record = _record(card)
        if record:
            yield card.line, record


def _record(card: Component) -> dict[str, str]:
    labels = {line.group: _own_label(line.value) for line in card.lines if line.name == "X-ABLABEL" and line.group}
    record: dict[str, str] = {}
    values: dict[str, list[str]] = {}
    said: dict[str, set[str]] = {}

    def add(key: str, value: str) -> None:
        if value and value not in said.setdefault(key, set()):
            said[key].update(value.split("\n"), (value,))
            values.setdefault(key, []).append(value)
            record[key] = value  # in its place among the others; all of them once each is known

    for line in sorted(card.lines, key=_is_second):
        match line.name:
            case "N":
                for key, value in zip(_NAMES, parts(line.value), strict=False):
                    add(key, value)
            case "ORG":
                company, *units = parts(line.value)
                add("ORG", company)
                add("ORG.unit", ", ".join(filter(None, units)))
            case "ADR":
                _add_address(record, values.setdefault("ADR", []), line)
            case "CATEGORIES" | "NICKNAME":
                for value in parts(line.value, ","):
                    add(line.name, value)
            case "BDAY" | "ANNIVERSARY" | "REV":
                add(line.name, iso(line.value.strip()))
            case name if name in _LABELLED:
                label = labels.get(line.group) or " ".join(sorted(set(line.types) - _NO_KIND))
                add(f"{name} ({label})" if label else name, _address(unescaped(line.value)))
            case name if name not in _TECHNICAL:
                add(name, unescaped(line.value))
    record.update({key: "\n".join(found) for key, found in values.items() if found})
    if record.get("FN") and _is_company(card):
        _name_company(record)
    if not record.get("FN") and any(key in record for key in _NAMES):
        record["FN"] = " ".join(filter(None, (record.get(key, "") for key in ("N.given", "N.additional", "N.family"))))
    return record


def _name_company(record: dict[str, str]) -> None:
    """The card of an organization names nobody: it is known by its name."""
    record.setdefault("ORG", record.pop("FN"))
    for key in ("UID", *_NAMES):
        record.pop(key, None)


def _is_company(card: Component) -> bool:
    """Whether the card is that of an organization, as vCard 4.0 and Apple say it."""
    said = {line.name: line.value.strip().lower() for line in card.lines if line.name in ("KIND", "X-ABSHOWAS")}
    return said.get("KIND") == "org" or said.get("X-ABSHOWAS") == "company"


def _is_second(line: ContentLine) -> bool:
    """Whether it comes behind those that are to be preferred."""
    return "pref" not in line.types and "PREF" not in line.parameters


def _own_label(value: str) -> str:
    """What a phone's owner called it, or Apple did: `_$!<HomePage>!$_`."""
    return unescaped(value).removeprefix("_$!<").removesuffix(">!$_")


def _address(value: str) -> str:
    """An address without the scheme that vCard 4.0 puts before it."""
    return re.sub(r"^(?:tel|mailto):", "", value, flags=re.IGNORECASE)


def _add_address(record: dict[str, str], further: list[str], line: ContentLine) -> None:
    """The first is told part by part; `further` ones in one cell, one below the other."""
    given = parts(line.value)
    box, extended, *rest = [*given, *[""] * (7 - len(given))]
    street = "\n".join(filter(None, (box, extended, rest[0])))
    if any(key in record for key in _ADDRESS if key):
        further.append(", ".join(filter(None, (street, *rest[1:]))).replace("\n", ", "))
        return
    for key, value in zip(_ADDRESS[2:], (street, *rest[1:5]), strict=True):
        if value:
            record[key] = value
