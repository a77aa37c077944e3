"""Any rep's CSV file as headings and rows of text, read as a stream.

Only the head of the file is held to find out encoding and delimiter; every `rows()` reads the file anew.
"""

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.folding import fold
from pipetui.domain.wording import quoted
from pipetui.exchange.containers import sniff
from pipetui.exchange.containers.shape import Record, TableShape, shape_of, shaped
from pipetui.exchange.containers.source import AS_FOUND, Reading, Remarks, Source
from pipetui.exchange.containers.table import Remark, SourceRow
from pipetui.exchange.containers.text_lines import lines_of

_HEAD = 256 * 1024
_CHUNK = 64 * 1024
_LARGEST_CELL = 16 * 1024 * 1024
MOST_LINES = 5_000_000
"""What is read of one file: rows of a few bytes are packed to nothing, and would take minutes to be told so."""
_LOOKED_AT = 200


class Dialect(NamedTuple):
    """How the text of a file is written. `wrapped` says that each line was quoted once more, as a whole;
    `repairing` that a byte which is no UTF-8 is taken for one of Windows' Western characters."""

    encoding: str
    delimiter: str
    wrapped: bool = False
    repairing: bool = False


class CsvFile(NamedTuple):
    """A CSV file whose encoding, delimiter and headings are known."""

    source: Source
    dialect: Dialect
    shape: TableShape
    noted: Remarks

    @property
    def name(self) -> str:
        """What the rep knows it by."""
        return self.source.name

    @property
    def container(self) -> str:
        """What kind of file it is."""
        return "csv"

    @property
    def headings(self) -> tuple[str, ...]:
        """All different, and none is blank."""
        return self.shape.headings

    @property
    def encoding(self) -> str:
        """What its text is written in."""
        return self.dialect.encoding

    @property
    def delimiter(self) -> str:
        """What stands between two cells."""
        return self.dialect.delimiter

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.source.path

    def rows(self) -> Iterator[SourceRow]:
        """The records below the headings, without blank ones. Raises InputError where the file cannot be read on."""
        remarks = self.noted.begun()
        if self.dialect.wrapped:
            remarks.add("unquoted", "every line was quoted as a whole")
        yield from shaped(_records(self.source, self.dialect, remarks), self.shape, remarks)
        self.noted.done(remarks)

    def remarks(self) -> tuple[Remark, ...]:
        """What was repaired and left out."""
        return self.noted.told


def csv_of(source: Source, reading: Reading = AS_FOUND) -> CsvFile:
    """Find out how the text is written, unless it is told, and where its headings stand.

    A second heading of the same name becomes "Name (2)", a blank one "Column 3". Raises NotFoundError when there is
    no such file, InputError when it is empty, no CSV, or not in the encoding.
    """
    with source.opened() as file:
        head = file.read(_HEAD)
        whole = not file.read(1)
    sniff.check_is_text(head, source.name)
    csv.field_size_limit(_LARGEST_CELL)
    told = reading.encoding
    chosen = sniff.known_encoding(told) if told else sniff.encoding_of(head, whole)
    given = known_delimiter(reading.delimiter) if reading.delimiter else None
    repairing = not told and chosen in ("utf-8", "utf-8-sig")
    try:
        text = codecs.getincrementaldecoder(chosen)("replace" if repairing else "strict").decode(head, final=whole)
    except (UnicodeError, NotImplementedError):
        raise _undecodable(source, chosen) from None
    text = text.removeprefix("\ufeff")
    announced = _announced(text)
    if announced:
        text = text.partition("\n")[2]
    wrapped = sniff.unwrapped(text, whole)
    text = wrapped or text
    found = given or announced or sniff.delimiter_of(text, whole)
    dialect = Dialect(chosen, found, bool(wrapped), repairing)
    sample = _sample(source, dialect)
    if not sample:
        raise InputError(f"{source.name} is empty", "its first line must hold the headings")
    return CsvFile(source, dialect, shape_of(sample, reading.headings, source.name), Remarks())


def known_delimiter(word: str) -> str:
    """The one character that `word` ("," or "tab") means; raises InputError for anything else."""
    delimiter = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(fold(word) or word, word)
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise InputError(f"{quoted(word)} is not a delimiter", "one character, such as ; or , or | or tab")
    return delimiter


def _announced(text: str) -> str:
    """The delimiter in the `sep=;` line that Excel puts above the headings, or ""."""
    first = text[:8].splitlines()[0] if text[:8].strip() else ""
    return first[4] if len(first) == 5 and first.lower().startswith("sep=") else ""


def _sample(source: Source, dialect: Dialect) -> list[list[str]]:
    """The first records."""
    records = _records(source, dialect, Remarks())
    return [cells for _, _, cells in islice(records, _LOOKED_AT)]


def _records(source: Source, dialect: Dialect, remarks: Remarks) -> Iterator[Record]:
    """Every record that is not blank, headings included."""
    first = 1
    try:
        with source.opened() as file:
            lines = lines_of(file, dialect.encoding, dialect.repairing, remarks, source.name)
            reader = csv.reader(lines, delimiter=dialect.delimiter)
            records: Iterator[list[str]] = reader
            if dialect.wrapped:
                reader = csv.reader(lines)
                records = csv.reader((cells[0] if cells else "" for cells in reader), delimiter=dialect.delimiter)
            for cells in records:
                last = reader.line_num
                if last > MOST_LINES:
                    said = (
                        f"{source.name} has more than {MOST_LINES:,} lines: that is not an export of one person's deals"
                    )
                    raise InputError(said, "nothing was written; leave out rows there, or take it in parts")
                # Almost every row begins with something, which is told faster than that all its cells are blank.
                blank = not (cells and cells[0] and not cells[0].isspace()) and not any(map(str.strip, cells))
                if not blank and (first > 1 or "".join(cells).lower() not in ("sep=", f"sep={dialect.delimiter}")):
                    yield first, last, cells
                first = last + 1
    except UnicodeError:
        raise _undecodable(source, dialect.encoding) from None
    except csv.Error as error:
        if "field limit" in str(error):
            said = f"a cell has more than {_LARGEST_CELL // 2**20} million characters"
            raise InputError(f"{source.name}, line {first}: {said}", "is a quotation mark missing?") from None
        raise InputError(f"{source.name}, line {first}: {error}", "is it a CSV file?") from None


def _undecodable(source: Source, encoding: str) -> InputError:
    """The error that says in which line the file stops being in `encoding`."""
    other = "cp1252" if encoding.startswith("utf") else "utf-8"
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    return InputError(
        f"{source.name}, line {_broken_line(source, encoding)}: not written in {name}",
        remedy=Remedy("import.encoding", example=other),
    )


def _broken_line(source: Source, encoding: str) -> int:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with source.opened() as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                line += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].decode(encoding, "ignore").count("\n")
            except UnicodeError:
                return line
            if not chunk:
                return line
