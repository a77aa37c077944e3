"""A path, a file or a folder, as the tables it holds. What kind of file it is its first bytes tell, not its name."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from pipetui.domain.errors import InputError, PipetuiError
from pipetui.domain.text import visible
from pipetui.domain.wording import quoted
from pipetui.exchange.containers import kind_of_file as kinds
from pipetui.exchange.containers.csv_file import csv_of
from pipetui.exchange.containers.foreign import foreign, is_of, reading
from pipetui.exchange.containers.packed import Gunzipped, contents
from pipetui.exchange.containers.source import AS_FOUND, Reading, Remarks, Source
from pipetui.exchange.containers.table import Remark, SourceTable

_DEEPEST = 3
_MOST_FILES = 2000


class _Table(SourceTable, Protocol):
    @property
    def noted(self) -> Remarks: ...


def tables_of(path: Path, told: Reading = AS_FOUND, book: Path | None = None) -> list[SourceTable]:
    """The tables at `path`, none of which is the `book`; what is left out of a folder or an archive is a remark.

    Raises NotFoundError when nothing is there, InputError for what holds no table.
    """
    if _is_folder(path):
        files = list(_files(path, book, 0))
        return [*_together(visible(path.name), [_of_file(file, name, told, book) for file, name in files])]
    return [*_tables(foreign(path, book), told, packed=0)]


def _files(folder: Path, book: Path | None, depth: int, shown: str = "") -> Iterator[tuple[Path, str]]:
    """The files of a folder and of those in it, but for hidden ones, and those of the book."""
    shown = shown or Path(os.path.realpath(folder)).name
    with reading(folder):
        entries = sorted(folder.iterdir())
    if len(entries) > _MOST_FILES:
        raise InputError(f"{quoted(str(folder), 200)} holds {len(entries):,} files", "name those to be imported")
    for entry in entries:
        if entry.name.startswith(".") or is_of(book, entry):
            continue
        name = f"{shown}/{entry.name}"
        if not _is_folder(entry):
            yield entry, name
        elif depth < _DEEPEST and not entry.is_symlink():
            yield from _files(entry, book, depth + 1, name)


def _is_folder(path: Path) -> bool:
    """Whether it is one that can be looked into; of what cannot even be looked at, opening it says why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _of_file(path: Path, name: str, told: Reading, book: Path | None) -> tuple[str, Callable[[], Sequence[_Table]]]:
    return name, lambda: _tables(foreign(path, book, name), told, packed=0)


def _tables(source: Source, told: Reading, packed: int) -> Sequence[_Table]:
    """The tables of one file; `packed` says in how many others it lies."""
    kind = kinds.kind_of(source)
    match kind:
        case kinds.GZIP if packed < 2:
            return _tables(Gunzipped(source, _without(source.name, ".gz")), told, packed + 1)
        case kinds.ZIP if packed < 2:
            found = contents(source)
            locked = [Remark("encrypted", 1, name) for name in found.encrypted]
            readers = [(member.name, _of_member(member, told, packed + 1)) for member in found.members]
            return _together(source.name, readers, locked)
        case kinds.GZIP | kinds.ZIP:
            raise InputError(f"{source.name} is packed too often", "unpack it first, and name what was in it")
        case kinds.XLSX | kinds.XLS | kinds.ODS:
            from pipetui.exchange.containers.workbook import sheets_of

            return sheets_of(source, kind, told)
        case kinds.JSON:
            from pipetui.exchange.containers.json_file import json_tables

            return json_tables(source, told.encoding)
        case kinds.VCARD:
            from pipetui.exchange.containers.vcard import vcard_table

            return vcard_table(source, told.encoding)
        case kinds.CALENDAR:
            from pipetui.exchange.containers.calendar import calendar_table

            return calendar_table(source, told.encoding)
        case _:
            return [csv_of(source, told)]


def _of_member(member: Source, told: Reading, packed: int) -> Callable[[], Sequence[_Table]]:
    return lambda: _tables(member, told, packed)


def _together(
    name: str, readers: Iterable[tuple[str, Callable[[], Sequence[_Table]]]], beside: Sequence[Remark] = ()
) -> Sequence[_Table]:
    """The tables of several files, of which one or the other may hold none; raises InputError where none does."""
    found: list[_Table] = []
    left = list(beside)
    for each, read in readers:
        try:
            found += read()
        except PipetuiError as error:
            left.append(Remark("left out", 1, error.title if each in error.title else f"{each}: {error.title}"))
    if not found:
        said = "; ".join(remark.example for remark in left[:3]) or "it is empty"
        locked = any(remark.kind == "encrypted" for remark in left)
        raise InputError(
            f"{name} holds no table: {said}", "unpack it with its password first" if locked else "name a file in it"
        )
    found[0].noted.beforehand(left)
    return found


def _without(name: str, ending: str) -> str:
    return name[: -len(ending)] if name.lower().endswith(ending) else name
