"""The playbook of objections: found by words, and written as a text that the rep edits.

    objection 3: too expensive
        Compared with what? Ask for the cost of doing nothing.

An objection stands at the beginning of a line, its planned response indented under it. The number keeps what was met on
deals when the objection is worded anew; one without a number is new.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.errors import LineError
from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

OPEN, OVERCOME = "open", "overcome"
STATES = (OPEN, OVERCOME)
"""How an objection stands on a deal."""

_HEAD = r"(?i:objection)(?:[ \t]+#?([0-9]{1,18}))?[ \t]*:(.*)"
_HOW = "an objection is a line such as “objection: too expensive”; its response stands indented under it"
_INDENT = "    "
_INTRODUCTION = """\
# The playbook: what customers say against buying, and your planned response, indented under it.
# The number stays with an objection that you word anew; one without a number is new: “objection: too slow”.
# One that was met on a deal cannot be taken out. Leave this empty to change nothing.
"""


class Entry(NamedTuple):
    """An objection with its planned response, and what became of it so far.

    `met` counts the deals it was met on, `open` and `overcome` where it stands so, `cost` the lost ones among the open;
    `uses` counts those in the bin too. `here` is how it stands on the deals that were asked about: open, overcome, or
    "" where it was not met.
    """

    id: int
    text: str
    response: str
    met: int = 0
    open: int = 0
    overcome: int = 0
    cost: int = 0
    uses: int = 0
    here: str = ""


class PlaybookText(NamedTuple):
    """An objection as it stands in the text; `id` is None for a new one."""

    id: int | None
    text: str
    response: str


def fitting(entries: Iterable[Entry], words: str, *, in_response: bool = True) -> list[Entry]:
    """The entries that hold every word, in any order, in the objection or its response; those that hold all of
    them in the objection come first. Without words, all."""
    wanted = fold(words).split()
    named, answered = [], []
    for entry in entries:
        text = fold(entry.text)
        if all(word in text for word in wanted):
            named.append(entry)
        elif in_response and all(word in text or word in fold(entry.response) for word in wanted):
            answered.append(entry)
    return named + answered


def as_text(entries: Iterable[Entry]) -> str:
    """The playbook as a text to edit."""
    parts = [_INTRODUCTION]
    for entry in entries:
        lines = "".join(f"{_INDENT}{line}".rstrip() + "\n" for line in entry.response.split("\n") if entry.response)
        parts.append(f"objection {entry.id}: {clean(entry.text)}\n{lines}")
    return "\n".join(parts)


def from_text(text: str, known: Sequence[Entry]) -> list[PlaybookText]:
    """The entries that a text holds. Raises LineError for a line that is none, a number that is not among `known`, the
    same objection twice, and one that is missing though it was met on deals."""
    numbers = {entry.id for entry in known}
    found: list[PlaybookText] = []
    lines_of: list[list[str]] = []
    seen: set[str] = set()
    for place, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or (not line.strip() and not found):
            continue
        if not line.strip() or line[0] in " \t":
            if not found:
                raise LineError("a response stands under its objection", _HOW, place)
            lines_of[-1].append(line)
            continue
        match = re.fullmatch(_HEAD, line)
        if match is None:
            raise LineError(f"{quoted(line)} is not an objection", _HOW, place)
        number, said = (int(match[1]) if match[1] else None), clean(match[2])
        if not said:
            raise LineError("an objection needs a text", _HOW, place)
        if number is not None and number not in numbers:
            raise LineError(f"there is no objection {number}", "leave the number out for a new one", place)
        if number is not None and any(written.id == number for written in found):
            raise LineError(f"objection {number} stands there twice", "leave the number out for a new one", place)
        if fold(said) in seen:
            raise LineError(f"{quoted(said)} stands there twice", "each objection stands there once", place)
        seen.add(fold(said))
        found.append(PlaybookText(number, said, ""))
        lines_of.append([])
    kept = {written.id for written in found}
    for entry in known:
        if entry.id not in kept and entry.uses:
            raise LineError(stays(entry), f"put it back: objection {entry.id}: {entry.text}", 1)
    return [written._replace(response=_dedented(lines)) for written, lines in zip(found, lines_of, strict=True)]


def differs(written: Sequence[PlaybookText], known: Sequence[Entry]) -> bool:
    """Whether what was written is another playbook than the known one."""
    return {*written} != {PlaybookText(*entry[:3]) for entry in known} or len(written) != len(known)


def stays(entry: Entry) -> str:
    """Why an entry cannot be taken out."""
    return f"{quoted(entry.text)} was met on {entry.uses} deal{'' if entry.uses == 1 else 's'}, so it stays"


def _dedented(lines: Sequence[str]) -> str:
    """The lines without the indentation they share."""
    spread = [line.expandtabs(4) for line in lines]
    shared = min((len(line) - len(line.lstrip()) for line in spread if line.strip()), default=0)
    return clean("\n".join(line[shared:].rstrip() for line in spread), multiline=True)
