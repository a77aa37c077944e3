"""Where bytes come from: a file, or what lies packed in one; and what the rep may tell of how to read them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from pipetui.exchange.containers.table import Remark


class Reading(NamedTuple):
    """What the rep tells of a file; what is None is found out. Without `headings` its columns are numbered."""

    delimiter: str | None = None
    encoding: str | None = None
    headings: bool = True


AS_FOUND = Reading()


class Source(Protocol):
    """Bytes that can be read again and again, each time from their beginning.

    `name` is what the rep knows them by, harmless to show; `path` the file they lie in, `book` what must not be opened.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def path(self) -> Path: ...  # noqa: D102
    @property
    def book(self) -> Path | None: ...  # noqa: D102

    def opened(self) -> AbstractContextManager[BinaryIO]:
        """Its bytes. Raises NotFoundError or InputError where it cannot be read, or was changed since or meanwhile."""
        ...


class Remarks:
    """What is noted while a table is read; `told` is what the last reading that came to the end of it has noted."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, str]] = {}
        self._before: tuple[Remark, ...] = ()
        self._read: tuple[Remark, ...] = ()

    @property
    def told(self) -> tuple[Remark, ...]:
        """What was known beforehand, and what was found by the last whole reading."""
        return self._before + self._read

    def beforehand(self, remarks: Iterable[Remark]) -> None:
        """What is known before any row is read, such as what was left out beside the table."""
        self._before += tuple(remarks)

    def begun(self) -> Remarks:
        """An empty one for one more reading; it is `done` when that has come to its end."""
        return Remarks()

    def add(self, kind: str, example: str) -> None:
        """Once more; the first example is kept."""
        times, first = self._counts.get(kind, (0, example))
        self._counts[kind] = times + 1, first

    def done(self, reading: Remarks) -> None:
        """Take over what one reading has noted."""
        self._read = tuple(Remark(kind, *counted) for kind, counted in reading._counts.items())
