"""Calendars (iCalendar, RFC 5545) as a table: an event, a task or a journal entry a row, its times as ISO has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from functools import cached_property, partial

from pipetui.domain.errors import InputError
from pipetui.exchange.containers.content_lines import Component, ContentLine, components, iso, parts, unescaped
from pipetui.exchange.containers.record_table import RecordTable, record_table
from pipetui.exchange.containers.source import Remarks, Source
from pipetui.exchange.containers.zones import by_name

_KINDS = ("VEVENT", "VTODO", "VJOURNAL")
_ORDER = (
    *("UID", "KIND", "SUMMARY", "DTSTART", "DTEND", "DUE", "DURATION", "STATUS", "COMPLETED", "PERCENT-COMPLETE"),
    *("DESCRIPTION", "ATTENDEE", "ORGANIZER", "LOCATION", "CATEGORIES", "CREATED", "LAST-MODIFIED"),
)
_TIMES = frozenset(("DTSTART", "DTEND", "DUE", "COMPLETED", "CREATED", "LAST-MODIFIED", "RECURRENCE-ID"))
_PEOPLE = frozenset(("ATTENDEE", "ORGANIZER"))
_HEAD = 256 * 1024
_LONGEST_ZONE = 8192
_YEARLY = re.compile(r"FREQ=YEARLY(?:;(?:BYMONTH|BYDAY|BYMONTHDAY|UNTIL|INTERVAL|WKST)=[-+\w,]*)*")
_LEFT = frozenset(("DTSTAMP", "SEQUENCE", "TRANSP"))


def calendar_table(source: Source, encoding: str | None = None) -> list[RecordTable]:
    """The entries of a calendar. Raises InputError for one without any."""
    read = partial(_entries, source, encoding)
    keys = {key: None for _, entry in read(Remarks()) for key in entry}
    if not keys:
        raise InputError(f"{source.name} holds no event and no task", "an empty calendar has nothing to import")
    ordered = sorted(keys, key=lambda key: _ORDER.index(key) if key in _ORDER else len(_ORDER))
    return [record_table(source, source.name, "icalendar", ordered, read)]


def _entries(source: Source, encoding: str | None, remarks: Remarks) -> Iterator[tuple[int, dict[str, str]]]:
    zones = _Zones(source, encoding)
    for entry in components(source, encoding, _KINDS, remarks):
        yield entry.line, _record(entry, zones, remarks)


def _record(entry: Component, zones: _Zones, remarks: Remarks) -> dict[str, str]:
    record = {"KIND": entry.kind}
    for line in entry.lines:
        name = line.name
        if name in _LEFT:
            continue
        if name in _TIMES:
            value = _moment(line, zones, remarks)
        elif name in _PEOPLE:
            value = _person(line)
        elif name == "CATEGORIES":
            value = "\n".join(filter(None, parts(line.value, ",")))
        else:
            value = unescaped(line.value)
        if value:
            record[name] = f"{record[name]}\n{value}" if name in record else value
    return record


def _person(line: ContentLine) -> str:
    """The address, behind the name where there is one."""
    address = re.sub(r"^mailto:", "", unescaped(line.value), flags=re.IGNORECASE)
    name = line.parameters.get("CN", "")
    return f"{name} <{address}>" if name and address and name != address else address or name


def _moment(line: ContentLine, zones: _Zones, remarks: Remarks) -> str:
    """A day, or a time with how far it is from UTC; without that where it is meant by the clock on the wall."""
    moment = iso(line.value.strip())
    if "T" not in moment or "+" in moment:
        return moment
    name = line.parameters.get("TZID", "")
    zone = zones.of(name) if name else None
    if name and zone is None:
        remarks.add("time zone", f"{name} is not known: {moment} is taken by the clock here")
    if zone is None:
        return moment
    try:
        return datetime.fromisoformat(moment).replace(tzinfo=zone).isoformat()
    except (ValueError, OverflowError):
        return moment


class _Zones:
    """The time zones that a calendar names: as the world calls them, as Windows does, or as the file itself says."""

    def __init__(self, source: Source, encoding: str | None) -> None:
        self._source, self._encoding = source, encoding
        self._known: dict[str, tzinfo | None] = {}

    def of(self, name: str) -> tzinfo | None:
        """The zone of that name."""
        if name not in self._known:
            self._known[name] = by_name(name) or self._of_file(name)
        return self._known[name]

    def _of_file(self, name: str) -> tzinfo | None:
        from icalendar import Timezone

        text = self._definitions.get(name)
        if text is None:
            return None
        try:
            defined = Timezone.from_ical(text)
            found = defined.to_tz() if isinstance(defined, Timezone) else None
            return found if found and isinstance(found.utcoffset(datetime(2026, 1, 1)), timedelta) else None
        except Exception:  # noqa: BLE001 - whatever is wrong with it, the time can still be taken by the clock here
            return None

    @cached_property
    def _definitions(self) -> dict[str, str]:
        """What the file says of its zones, as far as a zone needs it: a change a year, by a rule or by its day."""
        with self._source.opened() as file:
            content = file.read(_HEAD).decode("utf-8", "replace")
        found = {}
        for piece in content.split("BEGIN:VTIMEZONE")[1:]:
            text = f"BEGIN:VTIMEZONE{piece.partition('END:VTIMEZONE')[0]}END:VTIMEZONE\r\n"
            name = re.search(r"^TZID[^:\r\n]*:([^\r\n]*)", text, re.MULTILINE)
            rules = re.findall(r"^RRULE[^:\r\n]*:([^\r\n]*)", text, re.MULTILINE)
            if name and len(text) < _LONGEST_ZONE and all(map(_YEARLY.fullmatch, rules)):
                found[name[1].strip()] = text
        return found
