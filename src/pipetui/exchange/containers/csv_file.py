"""Any rep's CSV file as headings and rows of text, read as a stream.

Only the head of the file is held to find out encoding and delimiter; every `rows()` reads the file anew.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.exchange.containers import sniff
from pipetui.exchange.containers.foreign import Foreign, foreign
from pipetui.exchange.containers.table import SourceRow

_HEAD = 256 * 1024
_CHUNK = 64 * 1024
_LARGEST_CELL = 2**31 - 1
_MANY_LINES = 50


class CsvFile(NamedTuple):
    """A CSV file whose encoding, delimiter and headings are known.

    `headings` are all different and none is blank; cells up to `needed` must be there in every row.
    """

    source: Foreign
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    needed: int

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.source.path

    def rows(self) -> Iterator[SourceRow]:
        """The records below the headings, without blank ones. Raises InputError where the file cannot be read on."""
        records = _records(self.source, self.encoding, self.delimiter)
        next(records)
        width = len(self.headings)
        for first, last, cells in records:
            count = len(cells)
            if count == width:
                yield SourceRow(first, cells, "")
            elif count > width and not any(map(str.strip, cells[width:])):
                yield SourceRow(first, cells[:width], "")
            elif self.needed <= count < width:
                yield SourceRow(first, cells + [""] * (width - count), "")
            else:
                yield SourceRow(first, cells, _ragged(count, width, first, last))


def open_csv(
    path: Path, delimiter: str | None = None, encoding: str | None = None, *, book: Path | None = None
) -> CsvFile:
    """Find out how `path` is written, unless it is given, and read its headings. It must be none of the `book`'s files.

    A second heading of the same name becomes "Name (2)", a blank one "Column 3". Raises NotFoundError when there is
    no such file, InputError when it is empty, no CSV, or not in the encoding.
    """
    source = foreign(path, book)
    with source.opened() as file:
        head = file.read(_HEAD)
        whole = not file.read(1)
    sniff.check_is_text(head, path.name)
    csv.field_size_limit(_LARGEST_CELL)
    chosen = sniff.known_encoding(encoding) if encoding else sniff.encoding_of(head, whole)
    given = known_delimiter(delimiter) if delimiter else None
    try:
        text = codecs.getincrementaldecoder(chosen)().decode(head, final=whole).removeprefix("\ufeff")
    except (UnicodeError, NotImplementedError):
        raise _undecodable(source, chosen) from None
    announced = _announced(text)
    if announced:
        text = text.partition("\n")[2]
    found = given or announced or sniff.delimiter_of(text, whole)
    record = next(_records(source, chosen, found), None)
    if record is None:
        raise InputError(f"{path.name} is empty", "its first line must hold the headings")
    names = [clean(cell) for cell in record[2]]
    needed = max((place for place, name in enumerate(names, 1) if name), default=0)
    if not needed:
        raise InputError(f"{path.name} has no headings", "its first line must hold them")
    return CsvFile(source, chosen, found, _unique(names), needed)


def known_delimiter(word: str) -> str:
    """The one character that `word` ("," or "tab") means; raises InputError for anything else."""
    delimiter = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(fold(word) or word, word)
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise InputError(f"{quoted(word)} is no delimiter", "one character, such as ; or , or | or tab")
    return delimiter


def _announced(text: str) -> str:
    """The delimiter in the `sep=;` line that Excel puts above the headings, or ""."""
    first = text[:8].splitlines()[0] if text[:8].strip() else ""
    return first[4] if len(first) == 5 and first.lower().startswith("sep=") else ""


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    taken: dict[str, int] = {}  # with how often each was met, for a broken file may have thousands of one name
    headings = []
    for place, name in enumerate(names, 1):
        heading = first = name or f"Column {place}"
        count = taken.get(fold(first), 1)
        while fold(heading) in taken:
            count += 1
            heading = f"{first} ({count})"
        taken[fold(first)] = count
        taken[fold(heading)] = 1
        headings.append(heading)
    return tuple(headings)


def _ragged(count: int, width: int, first: int, last: int) -> str:
    said = f"{count} {'cell' if count == 1 else 'cells'} instead of {width}"
    if last - first < _MANY_LINES:
        return said
    return f"{said} in the lines {first} to {last}: is a quotation mark missing?"


def _records(source: Foreign, encoding: str, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """First line, last line and cells of every record that is not blank, headings included."""
    try:
        with source.opened() as file:
            text = io.TextIOWrapper(file, encoding, newline="")
            if text.read(1) != "\ufeff":
                text.seek(0)
            reader = csv.reader(text, delimiter=delimiter)
            first = 1
            for cells in reader:
                last = reader.line_num
                announces = first == 1 and "".join(cells).lower() in ("sep=", f"sep={delimiter}")
                if not announces and any(map(str.strip, cells)):
                    yield first, last, cells
                first = last + 1
    except UnicodeError:
        raise _undecodable(source, encoding) from None
    except csv.Error as error:
        raise InputError(f"{source.path.name}, line {first}: {error}", "is it a CSV file?") from None


def _undecodable(source: Foreign, encoding: str) -> InputError:
    """The error that says in which line the file stops being in `encoding`."""
    other = "cp1252" if encoding.startswith("utf") else "utf-8"
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    return InputError(
        f"{source.path.name}, line {_broken_line(source, encoding)}: not written in {name}",
        remedy=Remedy("import.encoding", example=other),
    )


def _broken_line(source: Foreign, encoding: str) -> int:
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
