"""Numbers by the million without the memory for them: the newest in a dictionary, the others in a file of SQLite's."""

import json
import sqlite3
from collections.abc import Collection
from types import TracebackType
from typing import Self

_AT_HAND = 5_000


class Scratch:
    """A map of whole numbers of 64 bits that is gone when it is closed; its file has no name and no reader."""

    def __init__(self) -> None:
        self._near: dict[int, int] = {}
        self._far: sqlite3.Connection | None = None

    def get(self, keys: Collection[int]) -> dict[int, int]:
        """What is kept for these keys."""
        near = self._near
        found = {key: near[key] for key in keys if key in near}
        if self._far is not None and len(found) < len(keys):
            asked = json.dumps([key for key in keys if key not in found])
            found.update(
                self._far.execute(
                    "SELECT key, value FROM kept WHERE key IN (SELECT value FROM json_each(?))", (asked,)
                ).fetchall()
            )
        return found

    def put(self, pairs: dict[int, int]) -> None:
        """Keep these, in place of what was kept for the same keys."""
        self._near.update(pairs)
        if len(self._near) >= _AT_HAND:
            if self._far is None:
                self._far = sqlite3.connect("", isolation_level=None)
                self._far.execute("PRAGMA journal_mode = OFF")
                self._far.execute("CREATE TABLE kept (key INTEGER PRIMARY KEY, value INTEGER NOT NULL)")
            self._far.execute("BEGIN")
            self._far.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", sorted(self._near.items()))
            self._far.execute("COMMIT")
            self._near.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._far is not None:
            self._far.close()
