"""Records that leave the book: to a stream, a file, or a file for each kind of them in a folder or an archive."""

import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from pipetui import private
from pipetui.domain.errors import NotFoundError, StoreError
from pipetui.domain.text import visible
from pipetui.exchange.writers import new_file
from pipetui.exchange.writers.formats import ZIP, Format
from pipetui.exchange.writers.source import ExportSource
from pipetui.render import plural
from pipetui.service.workspace import Workspace
from pipetui.store.book_id import book_id
from pipetui.store.reads import export, whole_book

Progress = Callable[[int, int], object]
"""Is told how many of how many parts are done."""

_AT_ONCE = 1 << 16


class Exported(NamedTuple):
    """A file that was written: where it lies (in the archive: its name), what it holds, how many records."""

    path: str
    kind: str
    records: int


def untold(done: int, of: int) -> None:
    """Progress that nobody is told of."""


def kind_for(wanted: Format, path: Path) -> str | None:
    """Which kind of record goes into a file of that name, "" where the format has but one; None for all of them."""
    if not wanted.kinds:
        return ""
    if path.suffix.lower() == ZIP or path.is_dir() or not (path.suffix or path.exists()):
        return None
    return next((one for one in wanted.kinds if one.lower() == path.stem.lower()), wanted.kinds[0])


def said(done: Sequence[Exported], path: Path) -> str:
    """What was written, in words."""
    held = ", ".join(f"{one.kind} {one.records:,}" for one in done)
    return f"exported to {visible(str(path))}: {held if len(done) > 1 else plural(done[0].records, 'record')}"


@contextmanager
def source(workspace: Workspace, chosen: export.Chosen, wanted: Format) -> Iterator[ExportSource]:
    """What is to leave, all of one moment, whoever writes to the book meanwhile."""
    connection = workspace.store.connection
    book = _own_name(workspace) if wanted.named else ""
    with whole_book.one_moment(connection):
        yield ExportSource(connection, workspace.moment(), chosen, book)


def _own_name(workspace: Workspace) -> str:
    """By what the book is known outside; one that cannot be written, such as a copy on a stick, by its place."""
    try:
        return book_id(workspace.store)
    except StoreError:
        return f"{zlib.crc32(os.fsencode(workspace.store.file)):08x}"


def to_file(
    given: ExportSource, wanted: Format, kind: str, path: Path, book: Path, *, force: bool, progress: Progress
) -> Exported:
    """Write one kind of record to a file."""
    with new_file.written(path, book, force=force) as file:
        records = _write(file, _watched(given, wanted, kind, progress), wanted)
    return Exported(str(path), kind or wanted.name, records)


def to_several(
    given: ExportSource, wanted: Format, path: Path, book: Path, *, force: bool, progress: Progress
) -> list[Exported]:
    """Write a file for each kind of record into a folder, which is made if need be, or into an archive."""
    if path.suffix.lower() == ZIP:
        return _to_archive(given, wanted, path, book, force=force, progress=progress)
    if not path.parent.is_dir():
        raise NotFoundError(f"there is no folder {path.parent}", "make it, or name another")
    places = {kind: path / f"{kind}{wanted.ending}" for kind in wanted.kinds}
    if path.is_dir():
        for place in places.values():  # all of them or none
            new_file.check(place, book, force=force)
    else:
        private.make_folder(str(path))
    return [
        to_file(given, wanted, kind, place, book, force=force, progress=_part_of(progress, number, len(places)))
        for number, (kind, place) in enumerate(places.items())
    ]


def _to_archive(
    given: ExportSource, wanted: Format, path: Path, book: Path, *, force: bool, progress: Progress
) -> list[Exported]:
    done = []
    at = given.moment.now.timetuple()[:6]
    with (
        new_file.written(path, book, force=force) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for number, kind in enumerate(wanted.kinds):
            about = zipfile.ZipInfo(f"{kind}{wanted.ending}", at)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o600 << 16
            part = _part_of(progress, number, len(wanted.kinds))
            with archive.open(about, "w") as member:
                records = _write(member, _watched(given, wanted, kind, part), wanted)
            done.append(Exported(about.filename, kind, records))
    return done


def _part_of(progress: Progress, number: int, parts: int) -> Progress:
    return lambda done, of: progress(number * of + done, parts * of)


def _watched(given: ExportSource, wanted: Format, kind: str, progress: Progress) -> Iterator[str]:
    """The pieces of a file; of the whole book it is told now and then how many there were."""
    rows = whole_book.size(given.connection) if wanted.whole else 0
    for number, piece in enumerate(wanted.write(given, kind)):
        if rows and number % 1_000 == 0:
            progress(min(number, rows), rows + 1)
        yield piece
    progress(rows + 1, rows + 1)


def _write(file: IO[bytes], pieces: Iterable[str], wanted: Format) -> int:
    """Write them, a few together; returns how many records they were."""
    held, count = io.StringIO(newline=""), -wanted.around
    for piece in pieces:
        count += not wanted.whole or piece.lstrip(",\n").startswith('{"')
        held.write(piece)
        if held.tell() > _AT_ONCE:
            file.write(held.getvalue().encode("utf-8", "replace"))
            held = io.StringIO(newline="")
    file.write(held.getvalue().encode("utf-8", "replace"))
    return count
