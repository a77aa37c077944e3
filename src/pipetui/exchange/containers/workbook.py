"""Workbooks of Excel and LibreOffice (XLSX, XLS, ODS): each sheet a table, what is typed in it as text.

python-calamine reads them: in Rust, all three formats, ten times as fast as what is written in Python.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.parsers import expat

from pipetui.domain.errors import InputError
from pipetui.domain.text import visible
from pipetui.exchange.containers.packed import BROKEN, MOST_HELD, held
from pipetui.exchange.containers.shape import Record, TableShape, shape_of, shaped
from pipetui.exchange.containers.source import Reading, Remarks, Source
from pipetui.exchange.containers.table import Remark, SourceRow

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_MOST_CELLS = 40_000_000
_LOOKED_AT = 200
_FAR = re.compile(rb"""r\s*+=\s*+["'][A-Za-z]?+(?:[A-Za-z]|0*+[1-9][0-9]{7})""")
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)0*([0-9]+)""")
_TEXTS = re.compile(rb"sst\b[^>]*")
_COUNT = re.compile(rb"""ount\s*=\s*["']0*([0-9]+)""")
_DIGITS = 18
_REPEATED = re.compile(rb'number-(columns|rows)-repeated="(\d+)"')


class Sheet(NamedTuple):
    """One sheet of a workbook."""

    source: Source
    name: str
    container: str
    sheet: CalamineSheet
    shape: TableShape
    noted: Remarks

    @property
    def headings(self) -> tuple[str, ...]:
        """All different, and none is blank."""
        return self.shape.headings

    def rows(self) -> Iterator[SourceRow]:
        """The rows below the headings, without blank ones. Raises InputError where the file was changed meanwhile."""
        with self.source.opened():
            remarks = self.noted.begun()
            yield from shaped(_records(self.sheet), self.shape, remarks)
            self.noted.done(remarks)

    def remarks(self) -> tuple[Remark, ...]:
        """What was left out."""
        return self.noted.told


def sheets_of(source: Source, container: str, reading: Reading) -> list[Sheet]:
    """The sheets that hold a table; the hidden and the blank ones are remarks of the first.

    Raises InputError for a file that is broken, locked by a password, too large, or without any table.
    """
    content = held(source)
    _check_extent(content, container, source.name)
    workbook = _read(content, source.name)
    found: list[Sheet] = []
    others: list[Remark] = []
    refused: InputError | None = None
    for about in workbook.sheets_metadata:
        label = f"{source.name} · {visible(about.name)}"
        if str(about.visible) != "SheetVisibleEnum.Visible":
            others.append(Remark("hidden", 1, label))
            continue
        if str(about.typ) != "SheetTypeEnum.WorkSheet":
            others.append(Remark("left out", 1, f"{label}: no sheet of cells"))
            continue
        try:
            sheet = _sheet(workbook, about.name, label)
            sample = [cells for _, (_, _, cells) in zip(range(_LOOKED_AT), _records(sheet), strict=False)]
            if not sample:
                others.append(Remark("empty", 1, label))
                continue
            shape = shape_of(sample, reading.headings, label)
        except InputError as error:
            refused = refused or error
            others.append(Remark("left out", 1, error.title))
            continue
        found.append(Sheet(source, label, container, sheet, shape, Remarks()))
    if not found:
        raise refused or InputError(f"{source.name} holds no table", "all of its sheets are blank or hidden")
    named = found if len(workbook.sheet_names) > 1 else [found[0]._replace(name=source.name)]
    named[0].noted.beforehand(others)
    return named


def _read(content: bytes, name: str) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    with _in_our_words(name):
        return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _sheet(workbook: CalamineWorkbook, sheet: str, name: str) -> CalamineSheet:
    with _in_our_words(name):
        return workbook.get_sheet_by_name(sheet)


@contextmanager
def _in_our_words(name: str) -> Iterator[None]:
    """What is wrong with a workbook, as an InputError."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        raise InputError(f"{name} is locked by a password", "save it without one, or as CSV") from None
    except (CalamineError, OSError, ValueError) as error:
        raise _broken(name, error) from None
    except BaseException as error:  # where Rust gives up on a broken file, pyo3 raises what nothing narrower catches
        # Its PanicException derives from BaseException alone, and no module exports it; Ctrl+C and the like go on.
        if type(error).__name__ != "PanicException":
            raise
        raise _broken(name, error) from None


def _broken(name: str, error: BaseException) -> InputError:
    return InputError(f"{name} is not a workbook that can be read: {visible(str(error))[:120]}", "save it as CSV")


def _records(sheet: CalamineSheet) -> Iterator[Record]:
    """The rows that are not blank, with their numbers in the sheet."""
    for line, row in enumerate(sheet.iter_rows(), (sheet.start or (0, 0))[0] + 1):
        cells = [cell if type(cell) is str else _TEXT_OF[type(cell)](cell) for cell in row]
        if cells[0] or any(cells):
            yield line, line, cells


def _number(cell: float) -> str:
    """Digits without a needless `.0`, and without what only a computer's fractions have; no zero is below zero."""
    return f"{cell + 0.0:.15g}"


def _moment(cell: datetime) -> str:
    if cell.microsecond:  # a fraction of a day hardly ever is a whole second
        cell = (cell + timedelta(microseconds=500_000) if cell.year < 9999 else cell).replace(microsecond=0)
    text = cell.isoformat(" ")
    return text.removesuffix(" 00:00:00")


def _time(cell: time) -> str:
    return cell.replace(microsecond=0).isoformat()


def _yes_or_no(cell: bool) -> str:
    return "true" if cell else "false"


_TEXT_OF: dict[type, Callable[[Any], str]] = {
    float: _number,
    int: str,
    bool: _yes_or_no,
    date: date.isoformat,
    datetime: _moment,
    time: _time,
    timedelta: str,
}
"""What stands in a cell as text: days and times as ISO has them."""


def _check_extent(content: bytes, container: str, name: str) -> None:
    """Raise InputError where the cells would not fit into memory: two cells can lie a whole sheet apart."""
    if container == "xls":  # 65,536 rows of 256 columns at most
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for entry in packed.infolist():
                if entry.file_size > MOST_HELD:
                    raise _too_large(name)
                if container == "ods" and entry.filename in ("content.xml", "META-INF/manifest.xml"):
                    _check_well_formed(packed.read(entry), name)
                    _check_repeated(packed.read(entry), name)
                elif container == "xlsx":  # any part may be the sheet: only the workbook says which, and calamine looks
                    _check_part(_inflated(content, packed, entry, name), name)
    except (*BROKEN, RuntimeError, OSError) as error:
        raise _broken(name, error) from None


def _check_well_formed(xml: bytes, name: str) -> None:
    """Of an ODS with a broken tag calamine never comes to an end; of a workbook of Excel it does."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise _broken(name, error) from None


def _check_part(part: bytes, name: str) -> None:
    """Look at what makes calamine take memory, in whatever part it stands: cells, how many texts there are."""
    if b"sheetData" in part:
        _check_sheet(part, name)
    for texts in _TEXTS.finditer(part):  # begins with what it is found by: a sheet has a million tags
        of_a_tag = part[max(0, texts.start() - 1) : texts.start()] in (b"<", b":")
        if of_a_tag and any(int(count[:_DIGITS]) > _MOST_CELLS for count in _COUNT.findall(texts[0])):
            raise _too_large(name)


def _check_sheet(xml: bytes, name: str) -> None:
    """Look whether there are more than 26 columns, which a million rows may have, or more rows than Excel knows; only
    then it is worth being exact. What memory is not enough for ends calamine, and with it the program.
    """
    if _FAR.search(xml):
        found = _CELL.findall(xml)
        width = max(map(_column, {letters[:_DIGITS] for letters, _ in found}), default=1)
        if max(width, 1) * max((int(row[:_DIGITS]) for _, row in found), default=1) > _MOST_CELLS:
            raise _too_large(name)


def _inflated(content: bytes, packed: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """What an entry holds, at a third of the time that `zipfile` takes: its check sum is calamine's to look at."""
    if entry.compress_type != zipfile.ZIP_DEFLATED or entry.flag_bits & 1:
        return packed.read(entry)
    sizes = content[entry.header_offset + 26 : entry.header_offset + 30]
    begin = entry.header_offset + 30 + int.from_bytes(sizes[:2], "little") + int.from_bytes(sizes[2:], "little")
    squeezed = content[begin : begin + entry.compress_size]
    found = zlib.decompressobj(-zlib.MAX_WBITS).decompress(squeezed, entry.file_size + 1)
    if len(found) > entry.file_size:
        raise InputError(f"{name} is not a workbook that can be read: it holds more than it says", "save it as CSV")
    return found


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return place


def _check_repeated(xml: bytes, name: str) -> None:
    """A cell of a LibreOffice sheet can say that it stands there a million times: fine, as long as it is blank."""
    for row in re.finditer(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", xml, re.DOTALL):
        times = _times(row[1])
        if times * _widest(row[2]) > _MOST_CELLS // 100 and b"office:value" in row[2]:
            raise _too_large(name)


def _times(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[2]) if found else 1


def _widest(row: bytes) -> int:
    """How many cells a row has up to its last one with a value."""
    cells = 0
    width = 0
    for cell in re.finditer(rb"<table:(?:covered-)?table-cell\b([^>]*)>", row):
        cells += _times(cell[1])
        if b"office:value" in cell[1]:
            width = cells
    return width


def _too_large(name: str) -> InputError:
    return InputError(f"{name} spans more cells than memory is for", "delete what lies far outside, or save it as CSV")
