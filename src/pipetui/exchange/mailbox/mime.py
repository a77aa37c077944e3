"""A message taken apart: headers and parts, whatever anybody put into it, in bounded time and memory.

The standard library's parser recurses into nested parts and keeps all of a message; here a thousand levels, a broken
header or an unknown charset are read as far as they go, and nothing is raised.
"""

import re
from binascii import Error, a2b_base64, a2b_qp
from collections.abc import Iterator
from typing import NamedTuple

from pipetui.domain.text import clean

_ENDS = re.compile(rb"\r?\n\r?\n")
_HEADER = re.compile(r"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_ENCODED = re.compile(r"(\?=)\s+(=\?)")
_PARAMETER = re.compile(r';\s*([\w-]{1,60})\*?\s*=\s*(?:"([^"]*)"|([^\s;]*))')
_MOST_HEAD = 256 * 1024
_MOST_PARTS = 100
_DEEPEST = 12
_NO_TEXTS = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "utf7", "mbcs", "oem")
"""What Python knows as encodings and no text is written in; some of them take time by the square."""


class Headers:
    """The lines above a message or a part, by their names; a name that stands there repeatedly has several."""

    def __init__(self, block: bytes) -> None:
        self._values: dict[str, list[str]] = {}
        text = text_of(block[:_MOST_HEAD], "").replace("\r\n", "\n").replace("\r", "\n")
        for line in re.sub(r"\n[ \t]+", " ", text).split("\n"):
            found = _HEADER.fullmatch(line)
            if found is not None:
                self._values.setdefault(found[1].lower(), []).append(clean(found[2]))

    def raw(self, name: str) -> str:
        """The first value of that name as it stands there, "" for none."""
        return self._values.get(name, [""])[0]

    def every(self, *names: str) -> Iterator[str]:
        """All values of those names as they stand there."""
        for name in names:
            yield from self._values.get(name, ())

    def text(self, name: str) -> str:
        """The first value of that name in letters."""
        return decoded(self.raw(name))

    def word(self, name: str) -> str:
        """What stands before the parameters, in small letters."""
        return self.raw(name).partition(";")[0].strip().lower()

    def parameter(self, name: str, wanted: str) -> str:
        """A parameter of a value, "" for none."""
        return next(
            (quoted or plain for key, quoted, plain in _PARAMETER.findall(self.raw(name)) if key.lower() == wanted), ""
        )


class MailPart(NamedTuple):
    """A part that holds no others: `kind` such as text/plain; `body` is decoded but for its charset."""

    kind: str
    headers: Headers
    body: bytes

    @property
    def attached(self) -> bool:
        """Whether it is a file beside the message."""
        return self.headers.word("content-disposition") == "attachment"

    @property
    def text(self) -> str:
        """What it says."""
        return text_of(self.body, self.headers.parameter("content-type", "charset"))


def split(raw: bytes) -> tuple[Headers, bytes]:
    """The headers of a message, and what stands below them."""
    if raw.startswith(b"From "):  # the line that mbox puts above it
        raw = raw.partition(b"\n")[2]
    if raw.startswith((b"\n", b"\r\n")):
        return Headers(b""), raw
    end = _ENDS.search(raw)
    return (Headers(raw), b"") if end is None else (Headers(raw[: end.start()]), raw[end.end() :])


def is_headed(raw: bytes) -> bool:
    """Whether the headers of a message end in it."""
    return _ENDS.search(raw) is not None


def parts(headers: Headers, body: bytes) -> Iterator[MailPart]:
    """The parts that hold no others, in their order; so many and so deep at the most, the rest is left out."""
    waiting, found = [(headers, body, 0)], 0
    while waiting and found < _MOST_PARTS:
        headers, body, depth = waiting.pop()
        kind = headers.word("content-type") or "text/plain"
        boundary = headers.parameter("content-type", "boundary")
        if kind.startswith("multipart/") and boundary:
            if depth < _DEEPEST:
                inside = [(*split(piece), depth + 1) for piece in _pieces(body, boundary)]
                waiting.extend(reversed(inside))
            continue
        found += 1
        yield MailPart(kind, headers, _transferred(body, headers.word("content-transfer-encoding")))


def _pieces(body: bytes, boundary: str) -> list[bytes]:
    """What stands between the lines that hold the boundary."""
    line = re.compile(rb"(?:^|\n)--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(--)?[ \t]*\r?(?=\n|$)")
    pieces: list[bytes] = []
    start: int | None = None
    for found in line.finditer(body):
        if start is not None:
            pieces.append(body[start : found.start()])
        start = found.end() + 1
        if found[1] or len(pieces) >= _MOST_PARTS:
            return pieces
    return pieces if start is None else [*pieces, body[start:]]


def _transferred(body: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        try:
            return a2b_base64(letters[: len(letters) // 4 * 4] + _rest(letters))
        except Error:
            return b""
    return a2b_qp(body) if encoding == "quoted-printable" else body


def _rest(letters: bytes) -> bytes:
    """The last letters, filled up; one alone says nothing."""
    rest = letters[len(letters) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def decoded(value: str) -> str:
    """A value of a header in letters (RFC 2047); what cannot be read stays as it stands there."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    held: list[tuple[str, bytes]] = []
    at = 0
    joined = _BETWEEN_ENCODED.sub(r"\1\2", value)

    def let_go() -> None:
        if held:
            pieces.append(text_of(b"".join(raw for _, raw in held), held[0][0]))
            held.clear()

    for found in _ENCODED.finditer(joined):
        charset = found[1].partition("*")[0].lower()
        raw = _word(found[2].lower(), found[3])
        if found.start() > at or (held and held[0][0] != charset):
            let_go()
        pieces.append(joined[at : found.start()])
        held.append((charset, raw))  # a letter may be cut in two between them
        at = found.end()
    let_go()
    return "".join((*pieces, joined[at:]))


def _word(how: str, written: str) -> bytes:
    raw = written.encode("ascii", "ignore")
    return _transferred(raw, "base64") if how == "b" else a2b_qp(raw, header=True)


def text_of(raw: bytes, charset: str) -> str:
    """Bytes as text: in the charset they name, else in UTF-8, else in Windows' Western one."""
    charset = charset.strip("'\" ").lower()
    if charset and charset not in _NO_TEXTS and not (charset in ("us-ascii", "ascii") and not raw.isascii()):
        try:
            return raw.decode(charset, "replace")
        except (LookupError, ValueError):
            pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(raw) - 3:  # cut off within a letter
            return raw[: error.start].decode("utf-8")
        return raw.decode("cp1252", "replace")
