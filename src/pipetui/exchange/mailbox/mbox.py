"""An mbox file: messages one after the other, each below a line that begins with “From ”."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pipetui.exchange.containers import foreign
from pipetui.exchange.mailbox import mime
from pipetui.exchange.mailbox.maildir import MOST_READ, Stored

_CHUNK = 1 << 20
_LINE = 400
"""How long the line above a message is at the most, and the header below it by which it is known."""
_ABOVE = re.compile(rb"From [^\r\n]{0,200}?\d:\d\d[^\r\n]{0,100}\r?\n(?=[!-9;-~]{1,76}[ \t]*:|>From )")
_LINE_BEGINS = b"\nFrom "
_QUOTED = re.compile(rb"(?m)^>(?=>*From )")
_EXPUNGED = re.compile(rb"(?mi)^X-Mozilla-Status:[ \t]*([0-9a-f]{4})")
_HEAD = 1024


class Mark(NamedTuple):
    """How far an mbox was read: its size and time then, where its last message began, and a digest of what stood there.

    From there on it is read again when it has grown: that message may have been half written.
    """

    size: int
    written_ns: int
    last: int
    digest: str


class MboxMessage(NamedTuple):
    """A message in the file, and where it begins; `stored` is None for one that was deleted, or is half written."""

    start: int
    stored: Stored | None


def is_same(path: str, mark: Mark) -> bool:
    """Whether nobody wrote to the file since."""
    try:
        found = os.stat(path)
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == (mark.size, mark.written_ns)


class MboxReader:
    """One reading of an mbox, from where the last one ended if what was read is still there."""

    def __init__(self, path: str, book: Path | None, mark: Mark | None) -> None:
        """Raises NotFoundError or InputError where it cannot be read, or is no file."""
        self._path = Path(path)
        self._file = foreign.foreign(self._path, book)
        self._from = mark
        self.mark: Mark | None = None
        """How far it was read, at the end."""

    def entries(self) -> Iterator[MboxMessage]:
        """The messages in their order; of each so many bytes at the most are kept."""
        size, written_ns = self._file.state.size, self._file.state.written_ns
        written = datetime.fromtimestamp(max(0.0, written_ns / 1e9), UTC)
        with foreign.reading(self._path), self._file.opened(growing=True) as file:
            begin = self._begin(file)
            file.seek(begin)
            last = begin
            for start, raw in _messages(file, begin, size):
                last = start
                status = _EXPUNGED.search(raw[: MOST_READ // 8])
                gone = status is not None and bool(int(status[1], 16) & 0x8)
                # The last one may not be there as a whole: without the line below its head nobody knows what it is.
                gone = gone or (len(raw) < MOST_READ and not mime.is_headed(raw))
                yield MboxMessage(start, None if gone else Stored(_QUOTED.sub(b"", raw), written))
            self.mark = Mark(size, written_ns, last, _digest(file, last))

    def _begin(self, file: BinaryIO) -> int:
        known = self._from
        if known is None or known.last >= self._file.state.size:
            return 0
        return known.last if _digest(file, known.last) == known.digest else 0


def _digest(file: BinaryIO, at: int) -> str:
    file.seek(at)
    head = file.read(_HEAD)
    return sha256(head.partition(b"\n\n")[0][:_HEAD].split(b"X-Mozilla-")[0]).hexdigest()[:16]


def _messages(file: BinaryIO, begin: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Where each message begins, and its bytes; the file may be larger than memory, and one message as well.

    The byte before what is looked at is kept, for a line begins behind a line end.
    """
    start: int | None = None
    kept = bytearray()
    data, first, place = b"\n", begin - 1, begin
    while place < end:
        piece = file.read(min(_CHUNK, end - place))
        if not piece:
            break
        place += len(piece)
        data += piece
        # What may be the beginning of the line above a message waits for the next piece.
        whole = len(data) if place >= end else max(1, len(data) - 2 * _LINE)
        at = 1
        for begins in _beginnings(data, whole):
            if start is not None:
                _fill(kept, data[at:begins])
                yield start, bytes(kept)
            start, kept, at = first + begins, bytearray(), begins
        _fill(kept, data[at:whole])
        data, first = data[whole - 1 :], first + whole - 1
    if start is not None:
        yield start, bytes(kept)


def _beginnings(data: bytes, end: int) -> Iterator[int]:
    """Where a line stands that is above a message, before `end`."""
    place = data.find(_LINE_BEGINS)
    while 0 <= place < end - 1:
        if _ABOVE.match(data, place + 1):
            yield place + 1
        place = data.find(_LINE_BEGINS, place + 1)


def _fill(kept: bytearray, more: bytes) -> None:
    kept += more[: max(0, MOST_READ - len(kept))]
