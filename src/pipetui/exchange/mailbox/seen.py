"""What was read already, in a file beside the book's backups: names in a Maildir, how far in an mbox.

Losing it only means that all is read again: what is in the book is known there by its own id. So it is forgotten when a
backup was brought back: what came in since that was made is in the book no more.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from pipetui import paths, private
from pipetui.exchange.mailbox.mbox import Mark
from pipetui.service.erasing import SEEN_MAIL

_NAME = SEEN_MAIL
_FORM = 1


class Seen:
    """The state of one book. `logged` are the keys of letters that were once written down, also if undone since.

    It is `out_of_date` where a backup was brought back since, and then forgotten.
    """

    def __init__(self, book: Path, content: dict[str, Any], restored: str) -> None:
        self._book = book
        self._changed = False
        self.since = _day(content.get("since"))
        self.logged = set(_texts(content.get("logged")))
        self.mine = tuple(_texts(content.get("mine")))
        """The rep's own addresses, as far as they had to be guessed."""
        self._maildirs = {path: known for path, kept in _table(content.get("maildirs")) if (known := _maildir(kept))}
        self._boxes = {path: mark for path, kept in _table(content.get("boxes")) if (mark := _mark(kept))}
        before = content.get("restored", "")
        self._restored = restored or before
        self.out_of_date = bool(content) and self._restored != before
        if self.out_of_date:
            self.forget()
            self.logged.clear()

    @classmethod
    def of(cls, book: Path, restored: str = "") -> "Seen":
        """As it was kept; empty where it was not, or cannot be understood. `restored`: see `mail_log.last_restored`."""
        content: Any = {}
        with suppress(OSError, ValueError, RecursionError):
            content = json.loads(private.read(os.path.join(paths.backups_of(str(book)), _NAME)))
        return cls(book, content if isinstance(content, dict) and content.get("form") == _FORM else {}, restored)

    def remember(self, keys: Iterable[str]) -> None:
        """Letters with these keys were written down, or had been."""
        new = set(keys) - self.logged
        self.logged |= new
        self._changed = self._changed or bool(new)

    def forget(self) -> None:
        """Read everything again."""
        self._changed = True
        self._maildirs.clear()
        self._boxes.clear()

    def times(self, folder: str) -> list[int]:
        """When a Maildir's folders had been changed last when they were read."""
        return self._maildirs.get(folder, ([], ""))[0]

    def names(self, folder: str) -> set[str]:
        """The unique names that were read in a Maildir."""
        names = self._maildirs.get(folder, ([], ""))[1]
        return set(names.split("\n")) if names else set()

    def note_maildir(self, folder: str, times: list[int], names: Iterable[str]) -> None:
        """A Maildir was read, with all of these."""
        self._changed = True
        self._maildirs[folder] = times, "\n".join(names)

    def mark(self, path: str) -> Mark | None:
        """How far an mbox was read."""
        return self._boxes.get(path)

    def note_mbox(self, path: str, mark: Mark) -> None:
        """An mbox was read so far."""
        self._changed = True
        self._boxes[path] = mark

    def save(self) -> None:
        """Keep it if it is another, and that can be done, with what another program logged meanwhile."""
        if not self._changed:
            return
        self.logged |= Seen.of(self._book, self._restored).logged
        content = {
            "form": _FORM,
            "since": self.since and self.since.isoformat(),
            "mine": list(self.mine),
            "maildirs": self._maildirs,
            "boxes": self._boxes,
            "logged": sorted(self.logged),
            "restored": self._restored,
        }
        kept = os.path.join(paths.backups_of(str(self._book)), _NAME)
        with suppress(OSError):
            private.write(kept, json.dumps(content).encode("ascii"))


def _day(kept: Any) -> date | None:
    with suppress(ValueError, TypeError):
        return date.fromisoformat(kept)
    return None


def _texts(kept: Any) -> list[str]:
    return [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []


def _table(kept: Any) -> list[tuple[str, Any]]:
    return list(kept.items()) if isinstance(kept, dict) else []


def _maildir(kept: Any) -> tuple[list[int], str] | None:
    """When its folders had been changed, and the names in it, one a line."""
    if not (isinstance(kept, list) and len(kept) == 2 and isinstance(kept[0], list) and isinstance(kept[1], str)):
        return None
    return [one for one in kept[0] if isinstance(one, int)], kept[1]


def _mark(kept: Any) -> Mark | None:
    if not (isinstance(kept, list) and [type(one) for one in kept] == [int, int, int, str] and min(kept[:3]) >= 0):
        return None
    return Mark(*kept)
