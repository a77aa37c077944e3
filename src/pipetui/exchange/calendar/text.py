"""The text of a calendar (RFC 5545), changed where it is ours and kept to the byte everywhere else."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple

from pipetui.domain.errors import InputError
from pipetui.exchange.calendar.standing import CANCELLED, DONE, OPEN, ItemStanding
from pipetui.exchange.containers.content_lines import ContentLine, content_line, iso
from pipetui.exchange.containers.zones import by_name

_FOLD = re.compile(r"\r?\n[ \t]")
_OURS = frozenset((
    "DTSTAMP", "SEQUENCE", "SUMMARY", "DESCRIPTION", "DUE", "DTSTART", "DTEND", "DURATION", "STATUS", "COMPLETED",
    "PERCENT-COMPLETE", "TRANSP", "X-PIPETUI-DEAL",
))  # fmt: skip
"""The properties that say what the book says; all others of an item are the calendar's."""
_KINDS = ("VTODO", "VEVENT")


class Item(NamedTuple):
    """A task or an event: its lines, from its BEGIN to its END."""

    kind: str
    uid: str
    lines: list[str]

    @property
    def properties(self) -> list[ContentLine]:
        """What it says, without what is inside of it."""
        found, depth = list[ContentLine](), 0
        for line in self.lines[1:-1]:
            one = _property(line)
            depth += (one.name == "BEGIN") - (one.name == "END")
            if not depth and one.name != "END":
                found.append(one)
        return found

    def first(self) -> dict[str, ContentLine]:
        """The first property of each name."""
        return {one.name: one for one in reversed(self.properties)}

    def standing(self, zone: tzinfo | None) -> ItemStanding:
        """When it is due and how it stands, by the calendar; without a day where it names none that can be read."""
        own = self.first()
        due = (own.get("DUE") if self.kind == "VTODO" else None) or own.get("DTSTART")
        day, clock = _when(due, zone) if due else (None, None)
        status = own["STATUS"].value.strip().upper() if "STATUS" in own else ""
        if status == "COMPLETED" or (not status and self.kind == "VTODO" and "COMPLETED" in own):
            return ItemStanding(day, clock, DONE)
        return ItemStanding(day, clock, CANCELLED if status == "CANCELLED" else OPEN)

    def completed_at(self) -> datetime | None:
        """When it was ticked, where the calendar says that in UTC."""
        told = self.first().get("COMPLETED")
        try:
            at = datetime.fromisoformat(iso(told.value.strip())) if told else None
            return at.astimezone(UTC) if at and at.tzinfo else None
        except (ValueError, OverflowError):
            return None


class CalendarText:
    """A calendar; `items` are its tasks and events by their uid, exceptions of a series left out."""

    def __init__(self, raw: bytes) -> None:
        """Raises InputError for what is no calendar."""
        text = raw.decode("utf-8", "surrogateescape")
        lines = _logical(text)
        bare = [_unfolded(line).strip().upper() for line in lines]
        if not bare or bare[0].lstrip("\ufeff") != "BEGIN:VCALENDAR" or "END:VCALENDAR" not in bare:
            raise InputError(
                "it is not a calendar", "a calendar begins with BEGIN:VCALENDAR and ends with END:VCALENDAR"
            )
        self.items: dict[str, Item] = {}
        self._line_end = "\r\n" if "\r\n" in text or "\n" not in text else "\n"
        self._parts: list[list[str]] = []
        """The lines, those of each item apart."""
        self._end = 0
        """The part before which a new item is put."""
        self._take_apart(lines, bare)

    def _take_apart(self, lines: Sequence[str], bare: Sequence[str]) -> None:
        last = max(place for place, line in enumerate(bare) if line == "END:VCALENDAR")
        depth, kind = 0, ""
        for place, (line, said) in enumerate(zip(lines, bare, strict=True)):
            begins, ends = said.startswith("BEGIN:"), said.startswith("END:")
            depth += begins
            if place == last:
                self._end = len(self._parts)
            if not self._parts or place == last or (begins and depth == 2):
                self._parts.append([])
                kind = said[6:]
            self._parts[-1].append(line)
            if ends:
                if depth == 2:
                    if kind in _KINDS:
                        self._note(kind, self._parts[-1])
                    self._parts.append([])
                depth = max(0, depth - 1)

    def _note(self, kind: str, lines: list[str]) -> None:
        item = Item(kind, "", lines)
        own = item.first()
        if "UID" in own and "RECURRENCE-ID" not in own:
            uid = own["UID"].value
            self.items.setdefault(uid, item._replace(uid=uid))

    def put(self, component: str, uid: str, now: str) -> None:
        """Let an item say what `component` says, keeping all that is the calendar's own; add it where there is none."""
        ours = [line.replace("\r\n", self._line_end) for line in _logical(component)]
        item = self.items.get(uid)
        if item is None:
            self._parts.insert(self._end, ours)
            self._end += 1
        else:
            item.lines[:] = self._joined(item, ours, now)
            ours = item.lines
        self.items[uid] = Item(_unfolded(ours[0])[6:].strip().upper(), uid, ours)

    def _joined(self, item: Item, ours: list[str], now: str) -> list[str]:
        kept: list[str] = []
        inside: list[str] = []
        depth, sequence = 0, 0
        for line in item.lines[1:-1]:
            one = _property(line)
            depth += one.name == "BEGIN"
            if depth:
                inside.append(line)
            elif one.name == "LAST-MODIFIED":
                kept.append(f"LAST-MODIFIED:{now}{self._line_end}")
            elif one.name not in _OURS and one.name != "UID":
                kept.append(line)
            elif one.name == "SEQUENCE" and one.value.strip().isdecimal():
                sequence = int(one.value.strip()[:9]) + 1
            depth -= one.name == "END"
        there = {_property(line).name for line in kept}
        head, alarms = _parted(ours)
        told = [line for line in head if _property(line).name not in there]
        for place, line in enumerate(told):
            if line.startswith("SEQUENCE:"):
                told[place] = f"SEQUENCE:{max(sequence, int(_property(line).value))}{self._line_end}"
        # What rings there stays as the rep set it, as long as anything is to ring at all.
        rings = (inside or alarms) if alarms else []
        return [*told, *kept, *rings, ours[-1]]

    def cancel(self, uid: str) -> None:
        """An item is wanted no more, and nobody can say more of it."""
        lines = self.items[uid].lines
        kept = [line for line in lines if _property(line).name != "STATUS"]
        lines[:] = [*kept[:-1], f"STATUS:CANCELLED{self._line_end}", kept[-1]]

    @property
    def raw(self) -> bytes:
        """It as it is to be written."""
        return "".join("".join(part) for part in self._parts).encode("utf-8", "surrogateescape")


def _logical(text: str) -> list[str]:
    """The lines with their ends; those that were folded are one."""
    found: list[list[str]] = []
    for line in text.split("\n"):
        if line.startswith((" ", "\t")) and found:
            found[-1].append(line)
        else:
            found.append([line])
    lines = ["\n".join(folded) + "\n" for folded in found]
    lines[-1] = lines[-1][:-1]  # what stands behind the last line end
    return lines if lines[-1] else lines[:-1]


def _unfolded(line: str) -> str:
    return _FOLD.sub("", line).rstrip("\r\n") if "\n" in line[:-1] else line.rstrip("\r\n")


def _property(line: str) -> ContentLine:
    """What a line says; what is no property is a name without anything."""
    bare = _unfolded(line).lstrip(" \ufeff")
    return content_line(bare) or ContentLine("", bare.strip().upper(), {}, (), "")


def _parted(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines of our item up to what rings in it, and that."""
    begin = next((place for place, line in enumerate(lines) if line.startswith("BEGIN:VALARM")), len(lines) - 1)
    return list(lines[:begin]), list(lines[begin:-1])


def _when(told: ContentLine, zone: tzinfo | None) -> tuple[date | None, str | None]:
    """Day and time of day in the rep's zone; a time without a zone that is known is theirs already."""
    text = iso(told.value.strip())
    try:
        if "T" not in text:
            return date.fromisoformat(text), None
        at = datetime.fromisoformat(text)
        theirs = at.tzinfo or by_name(told.parameters.get("TZID", ""))
        if theirs is not None:
            at = at.replace(tzinfo=theirs).astimezone(zone)
    except (ValueError, OverflowError):
        return None, None
    return at.date(), f"{at:%H:%M}"
