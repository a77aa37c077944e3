"""What lies packed in another file, ZIP or gzip: read as a stream, never written to disk, and never without a bound."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple, cast

from pipetui.domain.errors import InputError
from pipetui.domain.text import visible
from pipetui.exchange.containers.source import Source

MOST_BYTES = 1024 * 1024 * 1024
"""What a packed file may unpack to, all together; the export of a whole CRM is a tenth of it."""
MOST_HELD = 256 * 1024 * 1024
"""What may be held in memory of one file, where it cannot be read as a stream."""
_MOST_MEMBERS = 2000
_SUSPECT_FROM, _SUSPECT_RATIO = 64 * 1024 * 1024, 200
BROKEN = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError)
"""What Python says of archives that are broken, or made to be."""


class Member(NamedTuple):
    """One file of a ZIP archive. `at` is its place in there, for two may have one name."""

    archive: Source
    at: int
    name: str

    @property
    def path(self) -> Path:
        """The archive it lies in."""
        return self.archive.path

    @property
    def book(self) -> Path | None:
        """What must not be opened."""
        return self.archive.book

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Its bytes, as they are unpacked."""
        with unzipped(self.archive) as packed, _open(packed, self.at, self.name) as file:
            yield _Bounded(file, self.name, MOST_BYTES, _never)


class Gunzipped(NamedTuple):
    """What a gzip file holds."""

    packed: Source
    name: str

    @property
    def path(self) -> Path:
        """The file it is packed in."""
        return self.packed.path

    @property
    def book(self) -> Path | None:
        """What must not be opened."""
        return self.packed.book

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Its bytes, as they are unpacked."""
        with self.packed.opened() as file, gzip.GzipFile(fileobj=file, mode="rb") as unpacked:
            yield _Bounded(cast(BinaryIO, unpacked), self.name, MOST_BYTES, file.tell)


class Contents(NamedTuple):
    """What a ZIP archive holds: files to look into, and the names of the encrypted ones."""

    members: tuple[Member, ...]
    encrypted: tuple[str, ...]


def contents(archive: Source) -> Contents:
    """The files of a ZIP archive. Raises InputError for a broken one, and for one that unpacks to more than bounds."""
    with unzipped(archive) as packed:
        entries = packed.infolist()
    _check_size(archive, entries)
    members, encrypted = [], []
    for at, entry in enumerate(entries):
        inner = _within(entry.filename)
        if entry.is_dir() or not inner or any(part.startswith((".", "__MACOSX")) for part in inner.split("/")):
            continue
        name = f"{archive.name}/{inner}"
        if entry.flag_bits & 1:
            encrypted.append(name)
        else:
            members.append(Member(archive, at, name))
    return Contents(tuple(members), tuple(encrypted))


def names_in(archive: Source) -> frozenset[str]:
    """What the entries of a ZIP are called. Raises InputError as `contents` does."""
    with unzipped(archive) as packed:
        entries = packed.infolist()
    _check_size(archive, entries)
    return frozenset(entry.filename for entry in entries)


@contextmanager
def unzipped(archive: Source) -> Iterator[zipfile.ZipFile]:
    """The archive, its directory read."""
    with archive.opened() as file:
        try:
            packed = zipfile.ZipFile(file if file.seekable() else io.BytesIO(_held(file, archive.name)))
        except BROKEN as error:
            raise _damaged(archive.name, error) from None
        with packed:
            yield packed


def held(source: Source) -> bytes:
    """All of its bytes at once. Raises InputError where these are more than memory is for."""
    with source.opened() as file:
        return _held(file, source.name)


def _held(file: BinaryIO, name: str) -> bytes:
    content = file.read(MOST_HELD + 1)
    if len(content) > MOST_HELD:
        raise InputError(f"{name} is larger than {MOST_HELD // 2**20} MB", "split it into several, or save it as CSV")
    return content


def _within(name: str) -> str:
    """The path of an entry as it is shown: within the archive, whatever it says."""
    parts = PurePosixPath(visible(name.replace("\\", "/"))).parts
    return "/".join(part for part in parts if part not in ("/", "..", ".") and not part.endswith(":"))


def _check_size(archive: Source, entries: list[zipfile.ZipInfo]) -> None:
    whole, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > _MOST_MEMBERS:
        raise InputError(f"{archive.name} holds {len(entries):,} files", f"at most {_MOST_MEMBERS:,} are looked into")
    if whole > MOST_BYTES or (whole > _SUSPECT_FROM and whole > packed * _SUSPECT_RATIO):
        raise _bomb(archive.name, whole)


@contextmanager
def _open(packed: zipfile.ZipFile, at: int, name: str) -> Iterator[BinaryIO]:
    entries = packed.infolist()
    _check_size_of(name, entries[at])
    try:
        file = packed.open(entries[at])
    except (*BROKEN, RuntimeError) as error:
        raise _damaged(name, error) from None
    with file:
        yield cast(BinaryIO, file)


def _check_size_of(name: str, entry: zipfile.ZipInfo) -> None:
    if entry.file_size > MOST_BYTES:
        raise _bomb(name, entry.file_size)


def _never() -> int:
    """A ZIP tells the sizes of its entries, which are checked, and kept to when they are unpacked."""
    return MOST_BYTES


class _Bounded(io.RawIOBase, BinaryIO):
    """A stream that is unpacked while it is read: what is wrong in it is an InputError, and so is too much of it."""

    def __init__(self, file: BinaryIO, name: str, most: int, packed: Callable[[], int]) -> None:
        self._file, self._name, self._most, self._packed = file, name, most, packed
        self._count = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        return self._count

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._file.read(size if size >= 0 else self._most + 1 - self._count)
        except BROKEN as error:
            raise _damaged(self._name, error) from None
        self._count += len(data)
        if self._count > self._most or (self._count > _SUSPECT_FROM and self._count > self._packed() * _SUSPECT_RATIO):
            raise _bomb(self._name, self._count)
        return data


def _damaged(name: str, error: Exception) -> InputError:
    said = visible(str(error)) or "it ends too early"
    return InputError(f"{name} cannot be unpacked: {said}", "get it once more from where it came")


def _bomb(name: str, size: int) -> InputError:
    return InputError(
        f"{name} unpacks to {size / 2**20:,.0f} MB and more: that is not an export",
        f"nothing was read; at most {MOST_BYTES // 2**20:,} MB are unpacked",
    )
