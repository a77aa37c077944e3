"""What vCards and calendars are written in (RFC 6350, 5545, and vCard 2.1 before them): folded lines of
`group.NAME;PARAMETER=value:value` between BEGIN and END.

Nothing is refused here: phones and servers write what no grammar allows, and a rep wants the number all the same.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipetui.exchange.containers.sniff import encoding_of, known_encoding
from pipetui.exchange.containers.source import Remarks, Source
from pipetui.exchange.containers.text_lines import lines_of

_HEAD = 256 * 1024
_LONGEST = 1024 * 1024
_MOST_LINES = 5000
_LONGEST_NAME = 1000
_BEFORE_COLON = re.compile(r'(?:[^":]++|"[^"]*+")*+(?=:)')
_PARAMETER = re.compile(r'(?:[^";]++|"[^"]*+"?)++')
_NAME = re.compile(r"(?:([\w-]+)\.)?([\w-]+)\s*", re.ASCII)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TIME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?(Z)?)?", re.ASCII)
_BINARY = frozenset(("PHOTO", "LOGO", "SOUND", "KEY", "ATTACH"))
_QUOTED = "QUOTED-PRINTABLE"
_ENCODINGS = frozenset((_QUOTED, "BASE64", "8BIT", "7BIT", "B", "Q"))


class ContentLine(NamedTuple):
    """One property: its names in capitals, its value not yet unescaped. `types` are the words that say of what kind."""

    group: str
    name: str
    parameters: dict[str, str]
    types: tuple[str, ...]
    value: str


class Component(NamedTuple):
    """What stands between a BEGIN and its END, and from which line on; what is nested in it is left out."""

    kind: str
    line: int
    lines: list[ContentLine]


def components(source: Source, encoding: str | None, kinds: Iterable[str], remarks: Remarks) -> Iterator[Component]:
    """Those of these kinds, one after the other; the last may have no END where the file was cut off."""
    wanted, current, nested = frozenset(kinds), None, 0
    for number, text in _unfolded(source, encoding, remarks):
        line = content_line(text)
        if line is None or line.name in _BINARY:
            continue
        kind = line.value.strip().upper()
        if line.name == "BEGIN":
            if current is not None and (kind != current.kind or _is_agent(current)):
                nested += 1
            elif kind in wanted:
                if current is not None:
                    yield current
                current, nested = Component(kind, number, []), 0
        elif line.name == "END":
            if nested:
                nested -= 1
            elif current is not None:
                yield current
                current = None
        elif current is not None and not nested and len(current.lines) < _MOST_LINES:
            current.lines.append(line)
    if current is not None:
        remarks.add("cut off", f"line {current.line}: it has no end")
        yield current


def _is_agent(component: Component) -> bool:
    """Whether the card of an assistant follows within the card."""
    return bool(component.lines) and component.lines[-1].name == "AGENT"


def content_line(text: str) -> ContentLine | None:
    """The property that a line holds, None where it is none."""
    plain, colon, value = text.partition(":")
    if colon and plain.isidentifier() and plain.isascii():  # most lines: a name, and what it is
        return ContentLine("", plain.upper(), {}, (), value)
    before = _BEFORE_COLON.match(text)
    heading, colon, value = (
        (before[0], ":", text[before.end() + 1 :]) if before else text[:_LONGEST_NAME].partition(":")
    )
    named, *given_parameters = _PARAMETER.findall(heading) or [""]
    found = _NAME.fullmatch(named.strip())
    if found is None or not colon:
        return None
    parameters: dict[str, str] = {}
    types: list[str] = []
    for given in given_parameters:
        name, equals, said = given.partition("=")
        name, said = name.strip().upper(), said.strip()
        if not equals:  # vCard 2.1 says only the value
            name, said = ("ENCODING" if name in _ENCODINGS else "TYPE"), name
        if name == "TYPE":
            types += (word.strip().lower() for word in said.strip('"').split(","))
        else:
            parameters.setdefault(name, _decircumflexed(said.strip('"')))
    if parameters.get("ENCODING", "").upper() in (_QUOTED, "Q"):
        value = _unquoted(value, parameters.get("CHARSET", "utf-8"))
    return ContentLine(found[1] or "", found[2].upper(), parameters, tuple(filter(None, types)), value)


def unescaped(value: str) -> str:
    """The text that a value stands for."""
    if "\\" in value:  # in few
        value = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return value.strip()


def parts(value: str, between: str = ";") -> list[str]:
    """The texts of a value that has several, set apart by what is not escaped."""
    if "\\" not in value:
        return [part.strip() for part in value.split(between)]
    return [unescaped(part) for part in re.findall(rf"(?:^|{between})((?:\\.|[^\\{between}])*)", value, re.DOTALL)]


def iso(value: str) -> str:
    """A day or a time as ISO has it, with `+00:00` where it is told in UTC; anything else as a text."""
    found = _TIME.fullmatch(value)
    if found is None:
        return unescaped(value)
    year, month, day, hour, minute, second, utc = found.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{'+00:00' if utc else ''}"


def _decircumflexed(value: str) -> str:
    return value.replace("^n", "\n").replace("^'", '"').replace("^^", "^") if "^" in value else value


def _unquoted(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return raw.decode(charset, "replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")


def _unfolded(source: Source, encoding: str | None, remarks: Remarks) -> Iterator[tuple[int, str]]:
    """The lines as they were before they were cut to fit, each with the number it begins in."""
    with source.opened() as file:
        head = file.read(_HEAD)
        whole = not file.read(1)
    chosen = known_encoding(encoding) if encoding else encoding_of(head, whole)
    with source.opened() as file:
        plain, begun = "", 1
        held: _Held | None = None  # where more than one line belongs together, as few do
        repairing = not encoding and chosen in ("utf-8", "utf-8-sig")
        for number, line in enumerate(lines_of(file, chosen, repairing, remarks, source.name), 1):
            text = line.rstrip("\r\n")
            goes_on = text[:1] in (" ", "\t")
            if held is None and goes_on:
                held = _Held(plain)
            if held is not None and (held.soft or goes_on):
                held.go_on(text)
            else:
                if whole_line := plain if held is None else held.text():
                    yield begun, whole_line
                plain, begun = text, number
                held = _Held(text) if text.endswith("=") else None
        if whole_line := plain if held is None else held.text():
            yield begun, whole_line


class _Held:
    """A line while it grows, in pieces that are put together once: one may go on for a hundred thousand lines.

    It is `soft` where the next one belongs to it whatever it begins with: quoted-printable that ends with =.
    """

    def __init__(self, begun: str) -> None:
        self.soft = False
        self._pieces: list[str] = []
        self._length = 0
        self._named = self._quoted = False
        self._end_of_heading = ""
        self.take(begun)

    def text(self) -> str:
        """The whole line."""
        return "".join(self._pieces)

    def go_on(self, text: str) -> None:
        """The next line belongs to it."""
        if self._length < _LONGEST:
            if self.soft:
                self._pieces[-1] = self._pieces[-1][:-1]
                self._length -= 1
            self.take(text if self.soft else text[1:])
        else:
            self.soft = self._quoted and text.endswith("=") and self._pieces[-1].endswith("=")

    def take(self, text: str) -> None:
        """Add that to it."""
        self._pieces.append(text)
        self._length += len(text)
        if not self._named:
            heading, colon, _ = text.partition(":")
            heading = self._end_of_heading + heading.upper()
            self._named, self._end_of_heading = bool(colon), heading[1 - len(_QUOTED) :]
            self._quoted = self._quoted or _QUOTED in heading
        self.soft = self._quoted and text.endswith("=")
