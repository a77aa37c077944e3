"""A whole book that comes back from the JSON that `writers.book_json` wrote: the same rows under the same numbers.

It is read record by record, however large it is and however it is laid out. What is not of this program, of a newer
one, or damaged is refused with its line, and nothing is written. What would steer a terminal, which only another
program can have put into a book, does not come in.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from pipetui import paths
from pipetui.domain.errors import ConflictError, InputError, Remedy
from pipetui.domain.text import taken, visible
from pipetui.domain.wording import quoted
from pipetui.exchange.containers.foreign import Foreign, foreign, reading
from pipetui.exchange.writers.book_json import FORMAT, HEAD, NUMBERS, TABLES
from pipetui.service.workspace import Workspace
from pipetui.store.bulk import bulk_insert, whole_book
from pipetui.store.bulk.whole_book import RefusedRow, TableRows
from pipetui.store.files import REVISION
from pipetui.store.recovery import backup
from pipetui.store.values import LARGEST

_BEGINS = re.compile(rf'\s*\{{\s*"{HEAD}"\s*:'.encode())
_CHUNK = 1 << 16
_LONGEST = 1 << 26
"""Characters of one record; no note is as long."""
_BATCH = 500
_SPACE = re.compile(r"[ \t\r\n]*")

Progress = Callable[[int, int], object]
"""Is told how many bytes of how many are read."""


class BroughtIn(NamedTuple):
    """What came in: how many rows of each table, those without any left out, and the sentence that says so."""

    rows: dict[str, int]
    message: str


def recognises(path: Path, book: Path | None = None) -> bool:
    """Whether `path` is a book as JSON, by its beginning; what is no file is none. Raises InputError for the book."""
    with reading(path):
        if not path.is_file():
            return False
    with foreign(path, book).opened() as file:
        return _BEGINS.match(file.read(_CHUNK).removeprefix(codecs.BOM_UTF8)) is not None


def check(path: Path, book: Path) -> None:
    """Go through a file for a book that is not made yet; raises InputError for one that is damaged or of a newer
    program."""
    source = foreign(path, book)
    with _named(source), source.opened() as file:
        reader = _JsonStream(file)
        _head(reader)
        for _ in _batches(reader):
            pass


def bring_in(workspace: Workspace, path: Path, progress: Progress = lambda done, of: None) -> BroughtIn:
    """Let the open book, which holds no deals, be the one in the file, as one step of undo.

    Raises ConflictError where it holds some, InputError for a file that is damaged or of a newer program.
    """
    connection = workspace.store.connection
    _check_empty(connection)
    backup.rotated(connection, paths.backups(workspace.store.path), "before-import", workspace.now())
    return _brought_in(workspace, path, progress)


def rehearsed(workspace: Workspace, path: Path, progress: Progress = lambda done, of: None) -> BroughtIn:
    """What `bring_in` would do or raise; nothing of it stays."""
    with workspace.store.rehearsal() as tried:
        return _brought_in(workspace._replace(store=tried), path, progress)


def _brought_in(workspace: Workspace, path: Path, progress: Progress) -> BroughtIn:
    source = foreign(path, workspace.store.path)
    with (
        bulk_insert.seldom_collected(),
        bulk_insert.much_memory(workspace.store.connection),
        workspace.unit_of_work("imported", may_change_nothing=True) as uow,
    ):
        _check_empty(uow.connection)  # another program may have been quicker
        rows = _filled(uow.connection, uow.transaction.step_id, source, progress)
        deals = rows.get("deal", 0)
        label = f"imported the book {visible(path.name)}: {deals:,} deal{'' if deals == 1 else 's'}"
        uow.save([], label)
    return BroughtIn(rows, label)


def _check_empty(connection: bulk_insert.Connection) -> None:
    if held := whole_book.held(connection):
        said = ", ".join(f"{count:,} {_plural(name, count)}" for name, count in held.items())
        raise ConflictError(
            f"the book holds {said}; a whole book comes into an empty one alone",
            "bring it into another",
            remedy=Remedy("book.elsewhere"),
        )


def _plural(name: str, count: int) -> str:
    return name if count == 1 else "people" if name == "person" else f"{name}s"


def _filled(connection: bulk_insert.Connection, step_id: int, source: Foreign, progress: Progress) -> dict[str, int]:
    with _named(source), source.opened() as file:
        reader = _JsonStream(file)
        numbers = _head(reader)

        def batches() -> Iterator[TableRows]:
            for batch in _batches(reader):
                progress(file.tell(), source.state.size)
                yield batch

        try:
            counts = whole_book.put_in(connection, step_id, batches(), numbers)
        except RefusedRow as error:
            raise InputError(f"line {error.place} does not go with the rest: {error.said}") from None
        if wrong := list(whole_book.faults(connection)):
            raise InputError(
                f"it is not a whole book: {'; '.join(map(visible, wrong))}",
                "mend the book that it was exported from, and export it again",
                remedy=Remedy("doctor.repair"),
            )
        progress(source.state.size, source.state.size)
    return {name: count for name, count in counts.items() if count}


@contextmanager
def _named(source: Foreign) -> Iterator[None]:
    """What is wrong with the file, said with its name."""
    try:
        yield
    except InputError as error:
        if str(source.path) in error.title:
            raise
        hint = error.hint or "nothing was imported"
        raise InputError(f"{quoted(source.path.name, 200)}: {error.title}", hint, remedy=error.remedy) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{quoted(source.path.name, 200)} is not UTF-8: {error.reason}", "nothing was imported"
        ) from None


def _head(reader: "_JsonStream") -> dict[str, int]:
    """Read up to the tables; returns the numbers that are not to be given again."""
    reader.take("{")
    if reader.key() != HEAD:
        raise reader.broken(f"“{HEAD}” should stand first")
    head = reader.value()
    known = isinstance(head, dict) and type(head.get("revision")) is int and type(head.get("format")) is int
    if not known:
        raise reader.broken("it does not say which revision it is of")
    if head["format"] > FORMAT or head["revision"] > REVISION:
        raise InputError(
            f"it was written by a newer pipetui (revision {head['revision']}, format {head['format']}; "
            f"this one knows revision {REVISION}, format {FORMAT})",
            "bring pipetui up to date",
        )
    reader.take(",")
    if reader.key() != TABLES:
        raise reader.broken(f"“{TABLES}” should come next")
    numbers = head.get(NUMBERS, {})
    if not isinstance(numbers, dict) or not all(type(n) is int and 0 <= n <= LARGEST for n in numbers.values()):
        raise reader.broken(f"“{NUMBERS}” are none")
    for name in numbers:
        if name not in whole_book.columns():
            raise reader.broken(f"there is no table {quoted(name)} here")
    return numbers


def _batches(reader: "_JsonStream") -> Iterator[TableRows]:
    known, seen = whole_book.columns(), set()
    reader.take("{")
    more = not reader.took("}")
    while more:
        name = reader.key()
        if name not in known:
            raise reader.broken(f"there is no table {quoted(name)} here")
        if name in seen:
            raise reader.broken(f"the table {name} stands there twice")
        seen.add(name)
        yield from _table(reader, name, known[name])
        more = reader.goes_on("}")
    reader.take("}")
    reader.end()


def _table(reader: "_JsonStream", name: str, known: dict[str, bool]) -> Iterator[TableRows]:
    """The rows of a table, as many together as have the same columns."""
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[Any, ...]]] = []
    reader.take("[")
    more = not reader.took("]")
    while more:
        line, record = reader.line, reader.value()
        if not isinstance(record, dict):
            raise reader.broken(f"{name} holds something else than a row")
        if tuple(record) != columns or len(rows) >= _BATCH:
            if rows:
                yield TableRows(name, columns, rows)
            columns, rows = tuple(record), []
            _check_columns(reader, name, columns, known)
        values = tuple(taken(value) if type(value) is str else value for value in record.values())
        if type(record["id"]) is not int or record["id"] < 1:
            raise reader.broken(f"a row of {name} has no number")
        for value in values:
            if type(value) in (dict, list):
                raise reader.broken(f"{name} {record['id']} holds what is not a plain value")
        rows.append((line, values))
        more = reader.goes_on("]")
    if rows:
        yield TableRows(name, columns, rows)


def _check_columns(reader: "_JsonStream", name: str, columns: tuple[str, ...], known: dict[str, bool]) -> None:
    for column in columns:
        if column not in known:
            raise reader.broken(f"there is no column {quoted(column)} in the table {name} here")
    missing = [column for column, spared in known.items() if (column == "id" or not spared) and column not in columns]
    if missing:
        raise reader.broken(f"a row of {name} is without {', '.join(missing)}")


class _JsonStream:
    """A JSON text gone through value by value, with the line it is at; only one value is in memory at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        self._decoder = json.JSONDecoder(parse_constant=self._no_number)
        self._text, self._at, self._over = "", 0, False
        self._counted, self._line = 0, 1

    @property
    def line(self) -> int:
        """The line of the next value, from 1."""
        self._skip()
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def broken(self, what: str) -> InputError:
        """The error for what stands here."""
        return InputError(f"line {self.line}: {what}", "nothing was imported; export the book again")

    def take(self, sign: str) -> None:
        """Go past a sign that must stand here."""
        if not self.took(sign):
            found = quoted(self._text[self._at : self._at + 20]) if self._at < len(self._text) else "the end"
            raise self.broken(f"“{sign}” should stand where {found} does")

    def took(self, sign: str) -> bool:
        """Go past a sign if it stands here."""
        self._skip()
        here = self._text.startswith(sign, self._at)
        self._at += here
        return here

    def goes_on(self, end: str) -> bool:
        """Whether another value follows; goes past the comma, or the sign that ends them."""
        if self.took(","):
            return True
        self.take(end)
        return False

    def key(self) -> str:
        """The name of the next value."""
        found = self.value()
        if not isinstance(found, str):
            raise self.broken("a name should stand here")
        self.take(":")
        return found

    def value(self) -> Any:
        """The next value."""
        while True:
            self._skip()
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError:
                raise self.broken("no JSON here (nested too deeply)") from None
            except json.JSONDecodeError as error:
                if self._over or not self._fetch():
                    raise self.broken(f"no JSON here ({error.msg})") from None
                continue
            except ValueError:
                raise self.broken("no JSON here (no such number)") from None
            if end == len(self._text) and self._fetch():
                continue  # a number may go on
            self._at = end
            return found

    def end(self) -> None:
        """Nothing may follow."""
        self._skip()
        if self._at < len(self._text):
            raise self.broken("something follows the end")
        self._file.detach()

    def _skip(self) -> None:
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text) or not self._fetch():
                return

    def _fetch(self) -> bool:
        """Read on; what was gone past is let go. False at the end."""
        if len(self._text) - self._at > _LONGEST:
            raise self.broken("a value is too long")
        more = self._file.read(max(_CHUNK, len(self._text) - self._at))  # twice as much each time: linear in all
        self._line += self._text.count("\n", self._counted, self._at)
        self._text, self._at, self._counted = self._text[self._at :] + more, 0, 0
        self._over = not more
        return bool(more)

    def _no_number(self, word: str) -> Any:
        raise ValueError(f"{word} is not a number")
