"""What stands beside and below the columns of an import: rows as they will stand, what is odd, the stages."""

from collections.abc import Iterator, Sequence

from pipetui.domain.deal import LOST, WON
from pipetui.domain.text import visible
from pipetui.exchange.described import Described
from pipetui.exchange.plan import Plan
from pipetui.exchange.preview import LOOKED_AT, ImportPreview
from pipetui.exchange.stages import StageMeaning
from pipetui.render import cell_width, cut, plural
from pipetui.tui.widgets.pressable import Bit, Bits, cells
from pipetui.tui.widgets.wrapping import wrapped

_GAP = "  "
_LEAST_VALUE = 16
"""Cells in which a long value is worth being laid in several lines."""
_NAMING = ("title", "name", "subject", "text")
"""The fields that a record is called by."""
_FIRST = ("stage", "status", "close", "closed", "organization", "person", "job_title", "email", "phone")
"""What a rep looks at first."""


def standing(rows: Sequence[Described], field: str, width: int, height: int) -> list[Bits]:
    """The records one below the other: what each is called and worth, below that the rest, the named field marked."""
    if not rows:
        return [[Bit("no row of this table becomes anything", "$dim")]]
    lines: list[Bits] = []
    for room in (height, max(1, (height + 1) // len(rows) - 2)):  # all of each, or the same number of lines for each
        lines = []
        for pairs in rows:
            if lines and room > 1:
                lines.append([])
            lines += _record(pairs, field, width, room)
        if len(lines) <= height:
            break
    return lines[:height]


def _record(pairs: Described, field: str, width: int, room: int) -> list[Bits]:
    told = dict(pairs)
    named = next((name for name in _NAMING if name in told), pairs[0][0] if pairs else "")
    worth = told.get("value", "")
    title = cut(visible(told.get(named, "")), max(1, width - cell_width(worth) - 2))
    air = " " * max(0, width - cell_width(title) - cell_width(worth))
    head = [Bit(title, "bold $key" if field == named else "bold"), Bit(air), Bit(worth, _style("value", field))]
    rest = [(name, text) for name, text in pairs if name not in (named, "value")]
    rest.sort(key=lambda pair: _FIRST.index(pair[0]) if pair[0] in _FIRST else len(_FIRST))
    return [head, *_flowing(rest, field, width, room)]


def _flowing(pairs: Sequence[tuple[str, str]], field: str, width: int, room: int) -> list[Bits]:
    """Name and value of each, as many in a line as fit, a long value whole where there are lines for it.

    What the lines have no room for is left out.
    """
    whole, _ = _laid(pairs, field, width, wraps=True)
    if len(whole) <= room:
        return whole
    lines, at = _laid(pairs, field, width, wraps=False)
    if len(lines) > room:
        lines = [*lines[: room - 1], lines[max(at, room - 1)]]
        lines[-1] = [*lines[-1], Bit(" …" if cells(lines[-1]) + 2 <= width else "", "$dim")]
    return lines


def _laid(pairs: Sequence[tuple[str, str]], field: str, width: int, *, wraps: bool) -> tuple[list[Bits], int]:
    """The lines, and in which of them the named field stands."""
    lines: list[Bits] = [[]]
    at = 0  # the line that the named field stands in
    rest: list[Bit] = []
    for name, text in pairs:
        shown = [Bit(f"{name.replace('_', ' ')} ", "$dim"), Bit(visible(text), _style(name, field))]
        if lines[-1] and (rest or cells(lines[-1]) + len(_GAP) + cells(shown) > width):
            lines.append([])
        under = cell_width(shown[0].text)
        rest = []
        if cells(shown) > width and wraps and width - under >= _LEAST_VALUE:
            shown[1], *rest = (shown[1]._replace(text=part) for part in wrapped(shown[1].text, width - under))
        elif cells(shown) > width:
            shown[1] = Bit(cut(shown[1].text, max(1, width - under)), shown[1].style)
        lines[-1] += [Bit(_GAP), *shown] if lines[-1] else shown
        at = len(lines) - 1 if name == field else at
        lines += [[Bit(" " * under), part] for part in rest]
    return lines, at


def _style(name: str, field: str) -> str:
    return "$key" if name == field else ""


def oddities(plan: Plan, seen: ImportPreview, width: int, height: int) -> list[Bits]:
    """What is odd, by kind with counts, the most frequent first; how dates and amounts are read comes before it."""
    said = [*plan.dates, *plan.currencies, *plan.leads, *seen.warnings]
    lines = [[Bit(text)] for line in said for text in _hanging(visible(line), width)]
    if seen.failed:
        table, line, why = seen.failures[0]
        told = f"{plural(seen.failed, 'row')} cannot be read: {visible(table)}, line {line}: {why}"
        lines = [*([Bit(text, "$bad")] for text in _hanging(told, width)), *lines]
    if not lines:
        looked = "" if seen.whole else f" in the first {LOOKED_AT:,} rows of each table"
        return [[Bit(f"nothing is odd{looked}", "$dim")]]
    if len(lines) > height:
        more = len(lines) - height + 1
        lines = [*lines[: height - 1], [Bit(f"{plural(more, 'line')} more in the dry run", "$dim")]]
    return lines


def stages(plan: Plan, width: int, height: int) -> list[Bits]:
    """What the words of the stage columns become; a new stage with its percentage and where that comes from."""
    found = plan.stages
    if not found:
        return [[Bit("no column tells a stage", "$dim")]]
    lines = [_stage(word, width) for word in sorted(found, key=lambda word: (not word.new, word.ours in (WON, LOST)))]
    if len(lines) > height:
        lines = [*lines[: height - 1], [Bit(f"{len(lines) - height + 1:,} more in the dry run", "$dim")]]
    return lines


def _stage(word: StageMeaning, width: int) -> Bits:
    ours = f"{word.pipeline} · {word.ours}" if word.pipeline else word.ours
    ended, same = word.ours in (WON, LOST), visible(word.theirs) == word.ours
    share = f"{word.probability:>3} %" if word.new else f"{word.ours:>5}" if ended else "     "
    told = visible(word.theirs) if ended else ours if same else f"{visible(word.theirs)} → {ours}"
    named = cut(told, max(1, width - 7))
    why = f"  {word.why}" if word.new else "" if ended else "  as here"
    style = "$good" if word.ours == WON else "$bad" if word.ours == LOST else "$key"
    room = max(0, width - cell_width(named) - 7)
    return [Bit(share, style), Bit(f"  {named}"), Bit(cut(why, room), "$dim")]


def _hanging(text: str, width: int) -> Iterator[str]:
    """The lines of a sentence; those that go on with it stand further in."""
    first, *rest = wrapped(text, max(1, width - 2), width)
    yield first
    yield from (f"  {line}" for line in rest)
