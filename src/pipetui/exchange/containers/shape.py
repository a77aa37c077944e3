"""Records of cells -> the rows of a table: what a report, a spreadsheet or a printout puts between them is told apart.

Headings that come again, totals and footers are left out; a row that goes on with the record above joins it. What looks
like a total or a footer is one only where nothing but such follows.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipetui.domain.text import visible
from pipetui.exchange.containers.headings import is_number, named, numbers_for, place_of_headings
from pipetui.exchange.containers.source import Remarks
from pipetui.exchange.containers.table import SourceRow
from pipetui.exchange.headings import words_of
from pipetui.exchange.kinds import DEALS
from pipetui.exchange.values import letters

Record = tuple[int, int, list[str]]
"""First line, last line and cells of what is not blank."""

NULL = "\\N"
_MANY_LINES = 50
_ALIKE = 3
_MOST_JOINED = 1000
"""How many rows can go on with one record: no system has that many values of one."""
_IDS = frozenset(
    ("id", "recordid", "externalid", "contactid", "dealid", "opportunityid", "leadid", "crmid", "uuid", "guid")
)
_TITLES = frozenset(
    (
        *("name", "fullname", "displayname", "firstname", "lastname", "title", "dealtitle", "subject"),
        *("deal", "dealname", "opportunity", "opportunityname", "leadname", "contactname", "accountname"),
        *("company", "companyname", "organization", "organizationname"),
    )
)
_TAGS = frozenset((*words_of(DEALS)["tags"], *map(letters, ("Tags/Display Name", "Tags/Name", "Tags/Tag Name"))))
_TOTALS = (
    *("total", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "totaal", "suma", "somme", "totale"),
    *("totalt", "celkem", "итого", "合計"),
)
_TOTAL = re.compile(rf"(?:{'|'.join(_TOTALS)})s?(?: général| general| geral)?\s*(?:\([^()]*\))?:?", re.IGNORECASE)
_SUBTOTALS = (
    *("subtotal", "sub-total", "zwischensumme", "sous-total", "subtotale", "subtotaal", "delsumma", "mezisoučet"),
    *("промежуточный итог", "小計"),
)
_SUBTOTAL = re.compile(rf"\b(?:{'|'.join(_SUBTOTALS)})s?(?!\w)", re.IGNORECASE)
"""Of what, may stand before it or behind: `Demo subtotal`, `Subtotal: Acme`."""
_SUBTOTAL_ROW, _GROUP, _BARE = "subtotal", "group", "bare sum"
"""A sum that says that more rows follow it; a title of a group of rows, or numbers below one, if headings follow: else
these are rows like any other."""
_BEGINNINGS = frozenset(case(word)[:3] for word in _TOTALS for case in (str.lower, str.upper, str.title))
_FOOTER = re.compile(
    r"\b(?:confidential|do not distribute|copyright|all rights reserved|page \d+ (?:of|/) \d+"
    r"|generated (?:by|on|at)|exported (?:by|on|at|from)|report (?:generated|run|date)"
    r"|vertraulich|erstellt (?:von|am)|gegenereerd|généré)\b|©\s*[0-9]{4}",
    re.IGNORECASE,
)


class TableShape(NamedTuple):
    """How the rows of a table lie: its headings, how many cells each row must have, how many records stand before it.

    `again` is the record of the headings, as it may come again. `keys` are the columns that are blank where a row goes
    on with the record above, none where no id says so; then a row goes on that has nothing but tags, which stand in the
    columns `tags`. `nulls` says that `\\N` stands for nothing.
    """

    headings: tuple[str, ...]
    needed: int
    above: int
    again: list[str] | None = None
    keys: tuple[int, ...] = ()
    nulls: bool = False
    tags: tuple[int, ...] = ()


def shape_of(records: Sequence[list[str]], headings: bool, name: str) -> TableShape:
    """How the table lies that begins with these records, none blank. Raises InputError for one without headings."""
    nulls = any(NULL in cells for cells in records)
    if not headings:
        numbered = numbers_for(records, name)
        return TableShape(numbered, 1, 0, nulls=nulls)
    place = place_of_headings(records)
    names, needed = named(records[place], records[place + 1 :], name)
    tags = tuple(at for at, heading in enumerate(names) if at and len(names) > 2 and letters(heading) in _TAGS)
    return TableShape(names, needed, place + 1, records[place], _keys(names), nulls, tags)


def _keys(headings: Sequence[str]) -> tuple[int, ...]:
    """The id and what names the record; only a table that begins with an id can have rows that go on."""
    words = [letters(heading) for heading in headings]
    if len(words) < 3 or not (words[0] in _IDS or headings[0].upper().endswith((" ID", "_ID", "-ID"))):
        return ()
    return (0, 1, *(place for place, word in enumerate(words) if place > 1 and word in _TITLES))


def shaped(records: Iterable[Record], shape: TableShape, remarks: Remarks) -> Iterator[SourceRow]:
    """The rows below the headings, with as many cells each as there are headings, or with a problem."""
    rows = _body(records, shape, remarks)
    return _joined(rows, shape, remarks) if shape.keys or shape.tags else rows


def _body(records: Iterable[Record], shape: TableShape, remarks: Remarks) -> Iterator[SourceRow]:
    width, again, nulls = len(shape.headings), shape.again, shape.nulls
    pending: list[tuple[SourceRow, str]] = []
    before, sparse, above, grouped = 0, False, shape.above, False
    for first, last, cells in records:
        if above:
            above -= 1
            before = last
            continue
        count, gap, before = len(cells), first > before + 1, last
        if cells == again or (again and cells[-1] == again[-1] != "" and _is_heading(cells, again)):
            grouped = grouped or any(kind == _BARE for _, kind in pending)
            _tell(pending, remarks)
            named = "" if cells == again or cells[0] == again[0] else f": {visible(cells[0])[:80]}"
            remarks.add("repeated heading", f"line {first}{named}")
            continue
        if nulls:
            cells = ["" if cell == NULL else cell for cell in cells]
        head, kind = cells[0], ""
        plain = head and cells[-1] and count >= width and head[:3] not in _BEGINNINGS
        if not plain or _is_subtotal(head):  # no other ends a table
            if count - cells.count("") < 2 <= width:
                kind = _footer(cells, gap and width > 2 and not sparse)
                sparse = sparse or not kind
            if not kind:
                kind = _sum_or_group(cells, width)
        if count == width and not kind and not pending:
            yield SourceRow(first, cells, "")
            continue
        row = _fitted(cells, first, last, shape)
        if kind == _SUBTOTAL_ROW:
            _tell([(row, "total")], remarks)
        elif kind:
            pending.append((row, kind))
        else:
            yield from (held for held, _ in pending)
            pending.clear()
            yield row
        if len(pending) > _MANY_LINES:
            yield pending.pop(0)[0]
    kept = {_GROUP} if grouped else {_GROUP, _BARE}
    yield from (row for row, kind in pending if kind in kept)
    _tell([(row, kind) for row, kind in pending if kind not in kept], remarks)


def _is_heading(cells: Sequence[str], again: Sequence[str]) -> bool:
    """Whether a row says what the headings do, all but its first cell perhaps, where a board names the group below."""
    alike = sum(cell == heading != "" for cell, heading in zip(cells, again, strict=False))
    return alike >= _ALIKE and len(cells) - cells.count("") - alike <= 1


def _tell(left_out: list[tuple[SourceRow, str]], remarks: Remarks) -> None:
    """What is no row is said, and forgotten."""
    for row, kind in left_out:
        kind = "total" if kind == _BARE else kind
        remarks.add(kind, f"line {row.line}: {visible(' '.join(filter(None, map(str.strip, row.cells))))[:80]}")
    left_out.clear()


def _fitted(cells: list[str], first: int, last: int, shape: TableShape) -> SourceRow:
    """The row with as many cells as there are headings: blank ones may be missing, or stand behind the last."""
    count, width = len(cells), len(shape.headings)
    if count >= width and not any(map(str.strip, cells[width:])):
        return SourceRow(first, cells[:width], "")
    if shape.needed <= count < width:
        return SourceRow(first, cells + [""] * (width - count), "")
    return SourceRow(first, cells, _ragged(count, width, first, last))


def _footer(cells: Sequence[str], apart: bool) -> str:
    """ "footer" for a row of one text that says nothing of a record; `apart` when a blank line stands before it."""
    text = "".join(cells).strip()
    return "footer" if _FOOTER.search(text) or (apart and len(text.split()) > 3) else ""


def _is_subtotal(text: str) -> bool:
    """Whether it says so; each row is asked, and what all words for it have in common is found at once."""
    low = text.lower()
    may = "ota" in low or "summ" in low or "mezisou" in low or "итог" in low or "小計" in low
    return may and _SUBTOTAL.search(text) is not None


def _sum_or_group(cells: Sequence[str], width: int) -> str:
    """What a row may be that says nothing but numbers and that they are a sum, or nothing but one name."""
    filled = (text for cell in cells if (text := cell.strip()))
    said, second = next(filled, ""), next(filled, "")
    # Most rows have words in their second cell, and are looked at no further.
    if not said or (second and not (is_number(second) and all(map(is_number, filled)))):
        return ""
    if not second and width > 2 and cells[0].strip() and not is_number(said):
        return "total" if _TOTAL.fullmatch(said) else _GROUP
    if _is_subtotal(said):
        return _SUBTOTAL_ROW
    if width > 2 and not cells[0].strip() and is_number(said):
        return _BARE
    return "total" if _TOTAL.fullmatch(said) else ""


def _ragged(count: int, width: int, first: int, last: int) -> str:
    said = f"{count} {'cell' if count == 1 else 'cells'} instead of {width}"
    if last - first < _MANY_LINES:
        return said
    return f"{said} in the lines {first} to {last}: is a quotation mark missing?"


def _joined(rows: Iterable[SourceRow], shape: TableShape, remarks: Remarks) -> Iterator[SourceRow]:
    """The rows, each with those that go on with it: further values stand below the first, in lines of their cells."""
    keys, tags = shape.keys, shape.tags
    held: SourceRow | None = None
    joined = 0
    for row in rows:
        cells = row.cells
        goes_on = held is not None and joined < _MOST_JOINED and not cells[0] and not row.problem
        if goes_on and keys:
            goes_on = not any(cells[key].strip() for key in keys)
        elif goes_on:
            filled = len(cells) - cells.count("")
            goes_on = filled <= len(tags) and sum(cells[place] != "" for place in tags) == filled
        if held is not None and goes_on:
            joined += 1
            remarks.add("continuation", f"line {row.line}: {visible(' '.join(filter(None, cells)))[:80]}")
            for place, cell in enumerate(cells):
                if cell.strip():
                    held.cells[place] = f"{held.cells[place]}\n{cell}" if held.cells[place] else cell
            continue
        if held is not None:
            yield held
        begins = cells[0] if keys else any(cells)
        held, joined = (row if not row.problem and begins else None), 0
        if held is None:
            yield row
    if held is not None:
        yield held
