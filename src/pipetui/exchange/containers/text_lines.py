"""Bytes as lines of text: decoded piece by piece, a bad byte repaired in its place, no line longer than bounds."""

import codecs
import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from pipetui.domain.errors import InputError
from pipetui.domain.text import visible
from pipetui.exchange.containers.source import Remarks

_CHUNK = 256 * 1024
LONGEST_LINE = 16 * 1024 * 1024
_FEW = 100


class MostlyOtherError(UnicodeError):
    """So many bytes are no UTF-8, and none beside them is, that the text is not that."""


def lines_of(file: BinaryIO, encoding: str, repairing: bool, remarks: Remarks, name: str) -> Iterator[str]:
    """The lines with their ends, without a byte order mark. `repairing` is for UTF-8 that nobody promised.

    Raises UnicodeError where a text is not in its encoding, InputError for a line that has no end.
    """
    repair = _Repair(remarks) if repairing else None
    decode = repair.decode if repair else codecs.getincrementaldecoder(encoding)().decode
    rest: list[str] = []  # the pieces of a line that goes on
    line, started = 1, False
    for chunk in _chunks(file):
        text = decode(chunk, not chunk)
        if not started and text:
            text, started = text.removeprefix("\ufeff"), True
        # A return at the end may be the first half of a line's end.
        end = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1 if chunk else len(text)
        if end or not chunk:
            yield from io.StringIO("".join((*rest, text[:end])), newline="")
            rest = []
        if repair:
            line = repair.line = line + text.count("\n", 0, end)
        rest.append(text[end:])
        if sum(map(len, rest)) > LONGEST_LINE:
            raise InputError(
                f"{name}: a line has more than {LONGEST_LINE // 2**20} million characters",
                "is it a table of rows at all?",
            )


def decoded(content: bytes, encoding: str, remarks: Remarks, name: str) -> str:
    """A whole text at once."""
    return "".join(lines_of(io.BytesIO(content), encoding, encoding in ("utf-8", "utf-8-sig"), remarks, name))


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """The bytes, and an empty piece behind them."""
    yield from iter(partial(file.read, _CHUNK), b"")
    yield b""


class _Repair:
    """A decoder of UTF-8 that takes each byte which is none for one of Windows' Western characters."""

    def __init__(self, remarks: Remarks) -> None:
        self.line = 1
        self._remarks = remarks
        self._pending = b""
        self._bad = 0
        self._good = False
        self._decode: Callable[[bytes, str, bool], tuple[str, int]] = codecs.utf_8_decode

    def decode(self, chunk: bytes, final: bool) -> str:
        data, text = self._pending + chunk, ""
        while True:
            try:
                more, used = self._decode(data, "strict", final)
            except UnicodeDecodeError as error:
                good = data[: error.start].decode()
                bad = data[error.start : error.end].decode("cp1252", "replace")
                text += good + bad
                self._note(text, good, bad)
                data = data[error.end :]
                continue
            self._pending = data[used:]
            self._good = self._good or not more.isascii()
            return text + more

    def _note(self, text: str, good: str, bad: str) -> None:
        self._bad += 1
        self._good = self._good or not good.isascii()
        if self._bad > _FEW and not self._good:
            raise MostlyOtherError
        line = self.line + text.count("\n")
        self._remarks.add("repaired byte", f"line {line}: {visible((text.splitlines() or [bad])[-1][-40:])}")
