"""The rows of a damaged book, read from its pages one by one, where SQLite gives up at the first it cannot follow.

SQLite reaches the rows of a table from its first page downwards, so one lost page in between costs all below it. Here
every page that holds rows is read, wherever it is; those that nothing leads to any more are known by what is in them.
After "Database File Format" and "WAL-mode File Format" of the SQLite documentation.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Self

from pipetui.store import files

Value = int | float | bytes | str | None
"""A value as it is stored: a text is bytes here, for it need not be UTF-8; what is stored as bytes is a `str` of them
(Latin-1), so that the two are told apart."""

Values = tuple[Value, ...]
Fits = Callable[[Values], bool]

_LEAF, _INTERIOR = 0x0D, 0x05
_SIZES = (4096, 1024, 2048, 8192, 16384, 32768, 65536, 512)
_SIZE_AT, _FREE_AT = slice(16, 18), slice(32, 36)
_WIDTHS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)
"""How many bytes a value of each kind takes that is no text and none of bytes: nothing, integers, a real, 0, 1."""
_DEEPEST = 20
_LOOKED_AT = 8
"""How many rows of a page are looked at to tell which table they are of."""


class Begin(NamedTuple):
    """A table: its name, the page it begins at, and the statement that made it."""

    name: str
    page: int
    sql: str


class Pages:
    """The pages of a database that may be damaged, with what its log holds of them.

    `size` is that of a page where the header does not tell.
    """

    def __init__(self, data: bytes, log: bytes = b"", size: int = 0) -> None:
        self._data = data
        self._size = self._page_size(size)
        self._usable = self._size  # no book reserves room at the end of its pages
        self._logged = _logged(log, self._size)

    @classmethod
    def of(cls, file: Path, size: int = 0) -> Self:
        """Those of a file and its log. Raises OSError."""
        log = Path(f"{file}-wal")
        return cls(file.read_bytes(), log.read_bytes() if log.exists() else b"", size)

    @property
    def size(self) -> int:
        """Bytes of a page."""
        return self._size

    @property
    def count(self) -> int:
        """How many pages there are; the first is number 1."""
        return max([len(self._data) // self._size, *self._logged])

    def page(self, number: int) -> bytes:
        """The bytes of a page; nothing for one that is not there."""
        if number in self._logged:
            return self._logged[number]
        start = (number - 1) * self._size
        return self._data[start : start + self._size] if number > 0 else b""

    def _page_size(self, known: int) -> int:
        said = int.from_bytes(self._data[_SIZE_AT], "big")
        said = 65536 if said == 1 else said
        if self._data.startswith(files.MAGIC) and said in _SIZES:
            return said
        return known or max(_SIZES, key=self._leaves_if)

    def _leaves_if(self, size: int) -> float:
        """How much of the file would be rows with pages of that size."""
        starts = range(0, len(self._data) - size + 1, size)
        return (
            sum(self._data[start] == _LEAF and _is_leaf(self._data[start : start + size], 0) for start in starts) * size
        )

    # --- what is in a page

    def rows(self, number: int) -> Iterator[tuple[int, Values]]:
        """The rows of a page that can be read, by number."""
        page, head = self.page(number), _head(number)
        if not _is_leaf(page, head):
            return
        for place in _cells(page, head, 8):
            row = self._row(page, place)
            if row is not None:
                yield row

    def _row(self, page: bytes, place: int) -> tuple[int, Values] | None:
        try:
            length, place = _varint(page, place)
            number, place = _varint(page, place)
            payload = self._payload(page, place, length)
            return _signed(number), _record(payload)
        except (IndexError, ValueError, struct.error):
            return None

    def _payload(self, page: bytes, place: int, length: int) -> bytes:
        if length > len(self._data) + len(self._logged) * self._size:
            raise ValueError("longer than the book")
        most = self._usable - 35
        here = length
        if length > most:
            least = (self._usable - 12) * 32 // 255 - 23
            here = least + (length - least) % (self._usable - 4)
            here = here if here <= most else least
        if place + here > len(page):
            raise ValueError("beyond the page")
        payload = bytearray(page[place : place + here])
        follows = int.from_bytes(page[place + here : place + here + 4], "big") if length > here else 0
        while len(payload) < length:
            more = self.page(follows)
            if not more:
                raise ValueError("an end is missing")
            payload += more[4 : self._usable][: length - len(payload)]
            follows = int.from_bytes(more[:4], "big")
        return bytes(payload)

    def below(self, number: int) -> list[int]:
        """The pages that a page of an index over rows leads to; none for any other."""
        page, head = self.page(number), _head(number)
        if len(page) < self._size or page[head] != _INTERIOR:
            return []
        found = [int.from_bytes(page[place : place + 4], "big") for place in _cells(page, head, 12)]
        return [*found, int.from_bytes(page[head + 8 : head + 12], "big")]

    def holds_rows(self, number: int) -> bool:
        """Whether it is a page of rows."""
        return _is_leaf(self.page(number), _head(number))

    def free(self) -> set[int]:
        """The pages that hold nothing any more, as far as the list of them can be followed."""
        found: set[int] = set()
        trunk = int.from_bytes(self.page(1)[_FREE_AT], "big") if self.page(1).startswith(files.MAGIC) else 0
        while 0 < trunk <= self.count and trunk not in found:
            page = self.page(trunk)
            found.add(trunk)
            many = min(int.from_bytes(page[4:8], "big"), self._size // 4 - 2)
            found.update(struct.unpack_from(f">{many}I", page, 8))
            trunk = int.from_bytes(page[:4], "big")
        return found

    def contents(self) -> list[Begin]:
        """The tables that the table of contents lists, as far as it can be read."""
        found = []
        for place in self._leaves(1, set()):
            for _, values in self.rows(place):
                if len(values) == 5 and values[0] == b"table" and isinstance(values[3], int):
                    found.append(Begin(_text(values[1]), values[3], _text(values[4])))
        return found

    def _leaves(self, number: int, seen: set[int], depth: int = 0) -> Iterator[int]:
        """The pages of rows below a page, which may be one itself; those that lead nowhere are passed over."""
        if number in seen or not 0 < number <= self.count or depth > _DEEPEST:
            return
        seen.add(number)
        if self.holds_rows(number):
            yield number
        for lower in self.below(number):
            yield from self._leaves(lower, seen, depth + 1)


class FoundRows:
    """The rows of each table of a damaged book.

    `begins` is where its tables begin, if its own table of contents is lost; `fits` tells by the names of a table and
    of its columns whether a row could be one of it.
    """

    def __init__(self, pages: Pages, begins: list[Begin], fits: Callable[[str, list[str]], Fits]) -> None:
        self._pages = pages
        self._fits = fits
        self._begins = {begin.name: begin for begin in begins}
        told = set()
        for own in pages.contents():
            if own.name in self._begins:  # else its name is damaged
                told.add(own.name)
                self._begins[own.name] = own if columns_of(own.sql) else self._begins[own.name]._replace(page=own.page)
        # Most of them are told: a table that is not came with a later revision, and its page is one of another here.
        known = told if 2 * len(told) > len(self._begins) else self._begins.keys()
        self._leaves: dict[str, list[int]] = {}
        seen: set[int] = set()
        for begin in self._begins.values():
            self._leaves[begin.name] = list(pages._leaves(begin.page, seen)) if begin.name in known else []
        self._told = {name: tuple(leaves) for name, leaves in self._leaves.items()}
        self._adopt(seen | pages.free())

    @cached_property
    def _judges(self) -> dict[str, Fits]:
        return {begin.name: self._fits(begin.name, columns_of(begin.sql)) for begin in self._begins.values()}

    def _adopt(self, known: set[int]) -> None:
        """Give the pages of rows that nothing leads to to the one table whose rows theirs could be."""
        for number in range(2, self._pages.count + 1):
            if number in known or not self._pages.holds_rows(number):
                continue
            rows = [values for _, values in islice(self._pages.rows(number), _LOOKED_AT)]
            could = [name for name, judge in self._judges.items() if rows and all(map(judge, rows))]
            if len(could) == 1:
                self._leaves[could[0]].append(number)

    def strange(self) -> int:
        """How many pages of rows some table leads to although none of their rows could be one of it."""
        return sum(
            bool(rows) and not any(self._judges[name](values) for _, values in rows)
            for name, leaves in self._told.items()
            for rows in ([*self._pages.rows(leaf)] for leaf in leaves)
        )

    def rows(self, table: str) -> Iterator[dict[str, Value]]:
        """The rows of a table by the names of its columns, the number they are stored under among them."""
        begin = self._begins.get(table)
        if begin is None:
            return
        names = columns_of(begin.sql)
        for leaf in self._leaves[table]:
            for number, values in self._pages.rows(leaf):
                yield {**dict(zip(names, values, strict=False)), "id": number}

    def columns(self, table: str) -> list[str]:
        """The names of a table's columns in that book; none where it has no such table."""
        return columns_of(self._begins[table].sql) if table in self._begins else []

    def counted(self) -> dict[str, int]:
        """The highest number that was ever given in each table, as the book counted."""
        found = {}
        for row in self.rows("sqlite_sequence"):
            if isinstance(row.get("seq"), int):
                found[_text(row.get("name"))] = int(row["seq"])  # type: ignore[arg-type]  # it is one
        return found


@cache
def columns_of(sql: str) -> list[str]:
    """The names of the columns of the table that a statement makes; none for a statement that is damaged."""
    if sql.startswith("CREATE TABLE sqlite_sequence"):  # which cannot be made by name
        return ["name", "seq"]
    with closing(sqlite3.connect(":memory:")) as memory:
        try:
            memory.execute(sql)
        except (sqlite3.Error, UnicodeError):
            return []
        return [
            name
            for (name,) in memory.execute(
                """SELECT c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
                   WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY c.cid"""
            )
        ]


# --- the letters of the format ---------------------------------------------------------------------------------


def _head(number: int) -> int:
    """Where the header of a page begins: behind that of the file on the first."""
    return 100 if number == 1 else 0


def _is_leaf(page: bytes, head: int) -> bool:
    if len(page) < head + 8 or page[head] != _LEAF:
        return False
    many, content = struct.unpack_from(">HH", page, head + 3)
    end: int = head + 8 + 2 * many
    return end <= (content or 65536) and end <= len(page)


def _cells(page: bytes, head: int, width: int) -> Iterator[int]:
    """Where the cells of a page begin."""
    many = min(int.from_bytes(page[head + 3 : head + 5], "big"), (len(page) - head - width) // 2)
    for place in struct.unpack_from(f">{many}H", page, head + width):
        if head + width <= place < len(page):
            yield place


def _varint(data: bytes, place: int) -> tuple[int, int]:
    number = 0
    for turn in range(9):
        byte = data[place]
        place += 1
        if turn == 8:
            return (number << 8) | byte, place
        number = (number << 7) | (byte & 0x7F)
        if byte < 0x80:
            break
    return number, place


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number


def _record(payload: bytes) -> Values:
    """The values of a record; raises IndexError, ValueError or struct.error for what is none."""
    end, place = _varint(payload, 0)
    at = end
    values: list[Value] = []
    while place < end:
        kind = payload[place]
        if kind < 0x80:  # nearly always, and a book has many
            place += 1
        else:
            kind, place = _varint(payload, place)
        width = _WIDTHS[kind] if kind < 12 else (kind - 12) >> 1
        raw = payload[at : at + width]
        if len(raw) < width:
            raise ValueError("cut off")
        at += width
        values.append(_value(raw, kind))
    if place != end or at != len(payload):
        raise ValueError("no record")
    return tuple(values)


def _value(raw: bytes, kind: int) -> Value:
    if kind >= 12:
        return raw if kind % 2 else raw.decode("latin-1")
    if kind == 0:
        return None
    if kind >= 8:
        if kind > 9:
            raise ValueError("no value")
        return kind - 8
    if kind == 7:
        number: float = struct.unpack(">d", raw)[0]
        return number
    return int.from_bytes(raw, "big", signed=True)


def _text(value: Any) -> str:
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else ""


def _logged(log: bytes, size: int) -> dict[int, bytes]:
    """The pages that a log holds, as the last whole change left them."""
    if len(log) < 32 or log[:4] not in (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83"):
        return {}
    order = ">" if log[3] == 0x83 else "<"
    salts, sums = log[16:24], _summed(log[:24], (0, 0), order)
    pages: dict[int, bytes] = {}
    change: dict[int, bytes] = {}
    for place in range(32, len(log) - size - 23, size + 24):
        frame, page = log[place : place + 24], log[place + 24 : place + 24 + size]
        sums = _summed(page, _summed(frame[:8], sums, order), order)
        if frame[8:16] != salts or sums != struct.unpack(">II", frame[16:24]):
            break
        number, commits = struct.unpack(">II", frame[:8])
        change[number] = page
        if commits:
            pages.update(change)
            change.clear()
    return pages


def _summed(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    """The checksum of the log's format, gone on with."""
    one, two = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
