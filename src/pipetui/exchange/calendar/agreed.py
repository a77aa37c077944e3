"""What book and calendar said when they last agreed, in a file beside the book's backups.

In the book it would be taken back by an undo, which is a change of ours to be told to the calendar.
"""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from pipetui import paths, private
from pipetui.exchange.calendar.standing import CANCELLED, DONE, OPEN, ItemStanding

_NAME = "calendars.json"
_FORM = 1


class Agreed:
    """Of each item of one calendar: how it stood, whether its deletion was said, a digest of what we wrote."""

    def __init__(self, book: Path, calendar: Path) -> None:
        self._file, self._calendar = paths.backups(book) / _NAME, str(calendar)
        self.items: dict[str, ItemStanding] = {}
        self.deleted: set[str] = set()
        self.digests: dict[str, str] = {}
        for uid, kept in _table(self._all().get(self._calendar)):
            standing = _standing(kept)
            if standing is not None:
                self.items[uid] = standing
                self.digests[uid] = str(kept[4])
                if kept[3]:
                    self.deleted.add(uid)
        self._before = self._shape()

    def forget(self, uid: str) -> None:
        """Know no more of an item."""
        self.items.pop(uid, None)
        self.digests.pop(uid, None)
        self.deleted.discard(uid)

    def agree(self, uid: str, standing: ItemStanding, digest: str) -> None:
        """Both say this now."""
        self.items[uid], self.digests[uid] = standing, digest
        self.deleted.discard(uid)

    def save(self) -> None:
        """Keep it, if it is another and can be kept."""
        shape = self._shape()
        if shape == self._before:
            return
        kept = {**self._all(), "form": _FORM, self._calendar: shape}
        with suppress(OSError):
            private.write(str(self._file), json.dumps(kept).encode("ascii"))

    def _all(self) -> dict[str, Any]:
        with suppress(OSError, ValueError, RecursionError):
            content = json.loads(private.read(str(self._file)))
            if isinstance(content, dict) and content.get("form") == _FORM:
                return content
        return {}

    def _shape(self) -> dict[str, list[Any]]:
        return {
            uid: [one.day and one.day.isoformat(), one.time, one.state, uid in self.deleted, self.digests.get(uid, "")]
            for uid, one in self.items.items()
        }


def _table(kept: Any) -> list[tuple[str, Any]]:
    return list(kept.items()) if isinstance(kept, dict) else []


def _standing(kept: Any) -> ItemStanding | None:
    with suppress(ValueError, TypeError):
        day, time, state, _, _ = kept
        if state in (OPEN, DONE, CANCELLED) and (time is None or isinstance(time, str)):
            return ItemStanding(None if day is None else date.fromisoformat(day), time, state)
    return None
