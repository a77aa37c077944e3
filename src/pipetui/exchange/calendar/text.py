"""The text of a calendar (RFC 5545), changed where it is ours and kept to the byte everywhere else."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import NamedTuple

from pipetui.domain.errors import InputError
from pipetui.exchange.calendar.standing import CANCELLED, DONE, OPEN, ItemStanding

_FOLD = re.compile(r"\r?\n[ \t]")
_OURS = frozenset((
    "DTSTAMP", "SEQUENCE", "SUMMARY", "DESCRIPTION", "DUE", "DTSTART", "DTEND", "DURATION", "STATUS", "COMPLETED",
    "PERCENT-COMPLETE", "TRANSP", "X-PIPETUI-DEAL",
))  # fmt: skip
"""The properties that say what the book says; all others of an item are the calendar's."""
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_NAME = re.compile(r'[ \ufeff]*([^\s;:"]+)((?:[^":]|"[^"]*")*+):')
_KINDS = ("VTODO", "VEVENT")


class Property(NamedTuple):
    """A line of an item: its name in capitals, its parameters in capitals, its value."""

    name: str
    parameters: str
    value: str


class Item(NamedTuple):
    """Where an item stands among the lines, from its BEGIN to behind its END."""

    begin: int
    end: int
    kind: str
    uid: str


class CalendarText:
    """A calendar as lines; `items` are the tasks and events by their uid, exceptions of a series left out."""

    def __init__(self, raw: bytes) -> None:
        """Raises InputError for what is no calendar."""
        text = raw.decode("utf-8", "surrogateescape")
        self.lines = _logical(text)
        self.line_end = "\r\n" if "\r\n" in text or "\n" not in text else "\n"
        bare = _bare(self.lines)
        if not bare or bare[0].lstrip("\ufeff") != "BEGIN:VCALENDAR" or "END:VCALENDAR" not in bare:
            raise InputError("it is no calendar", "a calendar begins with BEGIN:VCALENDAR and ends with END:VCALENDAR")
        self.items: dict[str, Item] = {}
        self._index(bare)

    def _index(self, bare: Sequence[str]) -> None:
        self.items.clear()
        begin, depth, kind = 0, 0, ""
        for place, line in enumerate(bare):
            if line.startswith("BEGIN:"):
                depth += 1
                if depth == 2:
                    begin, kind = place, line[6:]
            elif line.startswith("END:"):
                if depth == 2 and kind in _KINDS:
                    self._note(Item(begin, place + 1, kind, ""))
                depth = max(0, depth - 1)

    def _note(self, item: Item) -> None:
        own = {one.name: one.value for one in self.properties(item)}
        if "UID" in own and "RECURRENCE-ID" not in own:
            self.items.setdefault(own["UID"], item._replace(uid=own["UID"]))

    def properties(self, item: Item) -> list[Property]:
        """The properties of an item, without those of what is inside of it."""
        found, depth = list[Property](), 0
        for line in self.lines[item.begin + 1 : item.end - 1]:
            one = _property(line)
            depth += (one.name == "BEGIN") - (one.name == "END")
            if not depth and one.name != "END":
                found.append(one)
        return found

    def standing(self, item: Item, zone: tzinfo | None) -> ItemStanding:
        """When it is due and how it stands, by the calendar; without a day where it names none that can be read."""
        own: dict[str, Property] = {}
        for one in self.properties(item):
            own.setdefault(one.name, one)
        due = next((own[name] for name in ("DUE", "DTSTART") if name in own and item.kind == "VTODO"), None)
        due = due or own.get("DTSTART")
        day, clock = _when(due, zone) if due else (None, None)
        status = own["STATUS"].value.strip().upper() if "STATUS" in own else ""
        done = status == "COMPLETED" or (not status and item.kind == "VTODO" and "COMPLETED" in own)
        cancelled = status == "CANCELLED"
        return ItemStanding(day, clock, DONE if done else CANCELLED if cancelled else OPEN)

    def completed_at(self, item: Item, zone: tzinfo | None) -> datetime | None:
        """When it was ticked, where the calendar says that in UTC."""
        for one in self.properties(item):
            found = _DAY.fullmatch(one.value.strip()) if one.name == "COMPLETED" else None
            if found and found[4] and found[7]:
                try:
                    return datetime(*map(int, found.groups()[:6]), tzinfo=UTC)  # type: ignore[arg-type, misc]
                except ValueError:
                    return None
        return None

    def put(self, component: str, uid: str, now: str) -> None:
        """Let an item say what `component` says, keeping all that is the calendar's own; add it where there is none."""
        ours = [line.replace("\r\n", self.line_end) for line in _logical(component)]
        item = self.items.get(uid)
        if item is None:
            end = max(
                place for place, line in enumerate(self.lines) if _unfolded(line).strip().upper() == "END:VCALENDAR"
            )
            self.lines[end:end] = ours
        else:
            self.lines[item.begin : item.end] = self._joined(item, ours, now)
        self._index(_bare(self.lines))

    def _joined(self, item: Item, ours: list[str], now: str) -> list[str]:
        kept: list[str] = []
        inside: list[str] = []
        depth, sequence = 0, 0
        for line in self.lines[item.begin + 1 : item.end - 1]:
            one = _property(line)
            depth += one.name == "BEGIN"
            if depth:
                inside.append(line)
            elif one.name == "LAST-MODIFIED":
                kept.append(f"LAST-MODIFIED:{now}{self.line_end}")
            elif one.name not in _OURS and one.name not in ("UID", "CREATED", "CATEGORIES"):
                kept.append(line)
            elif one.name == "SEQUENCE" and one.value.strip().isdecimal():
                sequence = int(one.value.strip()[:9]) + 1
            elif one.name in ("CREATED", "CATEGORIES"):
                kept.append(line)
            depth -= one.name == "END"
        there = {_property(line).name for line in kept}
        head, alarms = _parted(ours)
        told = [line for line in head if _property(line).name not in there]
        told = [
            f"SEQUENCE:{max(sequence, int(one.value))}{self.line_end}" if one.name == "SEQUENCE" else line
            for line, one in ((line, _property(line)) for line in told)
        ]
        # What rings there stays as the rep set it, as long as anything is to ring at all.
        rings = (inside or alarms) if alarms else []
        return [*told, *kept, *rings, ours[-1]]

    def cancel(self, uid: str, now: str) -> None:
        """An item is wanted no more, and nobody can say more of it."""
        item = self.items[uid]
        gone = [line for line in self.lines[item.begin : item.end] if _property(line).name != "STATUS"]
        end = self.line_end
        self.lines[item.begin : item.end] = [*gone[:-1], f"STATUS:CANCELLED{end}", gone[-1]]
        self._index(_bare(self.lines))

    @property
    def raw(self) -> bytes:
        """It as it is to be written."""
        return "".join(self.lines).encode("utf-8", "surrogateescape")


def _logical(text: str) -> list[str]:
    """The lines with their ends; those that were folded are one."""
    found: list[str] = []
    for line in text.split("\n"):
        if line.startswith((" ", "\t")) and found:
            found[-1] += line + "\n"
        else:
            found.append(line + "\n")
    found[-1] = found[-1][:-1]  # what stands behind the last line end
    return found if found[-1] else found[:-1]


def _unfolded(line: str) -> str:
    return _FOLD.sub("", line).rstrip("\r\n") if "\n" in line[:-1] else line.rstrip("\r\n")


def _bare(lines: Sequence[str]) -> list[str]:
    """The lines as they are compared."""
    return [_unfolded(line).strip().upper() for line in lines]


def _property(line: str) -> Property:
    """What a line says; a colon within quotes does not end the name."""
    bare = _unfolded(line)
    found = _NAME.match(bare)
    if found is None:
        return Property(bare.strip().upper(), "", "")
    return Property(found[1].upper(), found[2], bare[found.end() :])


def _parted(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines of our item up to what rings in it, and that."""
    begin = next((place for place, line in enumerate(lines) if line.startswith("BEGIN:VALARM")), len(lines) - 1)
    return list(lines[:begin]), list(lines[begin:-1])


def _when(told: Property, zone: tzinfo | None) -> tuple[date | None, str | None]:
    """Day and time of day in the rep's zone; a time without a zone is theirs already."""
    found = _DAY.match(told.value.strip())
    if found is None:
        return None, None
    try:
        day = date(*map(int, found.groups()[:3]))
        if found[4] is None:
            return day, None
        at = datetime.combine(day, time(int(found[4]), int(found[5])))
        theirs = UTC if found[7] else _zone(told.parameters)
        if theirs is not None:
            at = at.replace(tzinfo=theirs).astimezone(zone)
    except (ValueError, OverflowError):
        return None, None
    return at.date(), f"{at:%H:%M}"


def _zone(parameters: str) -> tzinfo | None:
    """The zone that a time is told in; None where it is unknown, or none is named."""
    for one in _split(parameters):
        name, _, value = one.partition("=")
        if name.strip().upper() == "TZID":
            from zoneinfo import ZoneInfo

            wanted = value.strip('" /')
            for key in (wanted, "/".join(wanted.split("/")[-2:])):
                try:
                    return ZoneInfo(key)
                except (OSError, ValueError, LookupError):
                    continue
    return None


def _split(parameters: str) -> Iterator[str]:
    yield from re.findall(r'(?:[^;"]|"[^"]*")+', parameters[:1000])
