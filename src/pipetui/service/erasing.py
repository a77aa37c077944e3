"""Erasing a person for good (behaviour 38). Not a gesture: undo cannot take it back, which is its point."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from pipetui import paths, private
from pipetui.domain.errors import NotFoundError, PipetuiError
from pipetui.domain.folding import fold
from pipetui.domain.party_kinds import PERSON
from pipetui.domain.text import clean, one_line, visible
from pipetui.render import plural
from pipetui.service.workspace import Workspace
from pipetui.store import connect, erasing, files, parties
from pipetui.store.erasing import Traces
from pipetui.store.recovery import backup
from pipetui.store.store import Store
from pipetui.store.undo import step

KEEP, ERASE, DELETE = "keep", "erase", "delete"
HOW = (KEEP, ERASE, DELETE)
_OF_FILES = {KEEP: "still in", ERASE: "goes there too:", DELETE: "deleted with them:"}
"""What becomes of the backups that hold somebody who is erased."""
SEEN_MAIL = "mail-seen.json"
"""Beside the backups: which letters were read, and where."""
_CHUNK = 1 << 20
_LEAST = 3


class Erased(NamedTuple):
    """What was done: whose traces, which files still hold them, which were changed, and what else is to be said."""

    traces: Traces
    holding: tuple[Path, ...]
    cleaned: tuple[Path, ...]
    warnings: tuple[str, ...]


def traces(workspace: Workspace, person: int) -> Traces:
    """What there is of a person; raises NotFoundError."""
    found = erasing.traces(workspace.store.connection, person)
    if found is None:
        raise parties.gone(PERSON, person)
    return found


def find(workspace: Workspace, words: str) -> int:
    """Who is meant, be they in the bin; raises NotFoundError."""
    from pipetui.service import reads

    try:
        return reads.find_person(workspace, words)
    except NotFoundError as error:
        with suppress(NotFoundError):
            return reads.find_person(workspace, words, deleted=True)
        raise error from None


def holding(workspace: Workspace, found: Traces) -> list[Path]:
    """The backups, failed rows and other files kept of this book that hold their name or an address of theirs.

    A name that somebody else in the book has too is no sign of them, unless there is no other.
    """
    wanted = [text.encode("utf-8", "surrogatepass") for text in found.telling if len(text) >= _LEAST]
    return [path for path in _kept(workspace) if _holds(path, wanted)]


def told(found: Traces, kept: Sequence[Path], most: int = 20, how: str = KEEP) -> Iterator[str]:
    """What goes, what names them and stays, at `most` so many, what becomes of files that hold them; each a line."""
    notes = f", {plural(found.notes, 'note')} on them" if found.notes else ""
    deals = f", their part in {plural(found.deals, 'deal')}" if found.deals else ""
    stay = "stays as a figure" if found.touches == 1 else "stay as figures"
    touches = f"; {plural(found.touches, 'touch', 'touches')} {stay} without text" if found.touches else ""
    yield f"goes: the person{notes}{deals}, what undo kept of them{touches}"
    for where, text in found.mentions[:most]:
        yield f"names them and stays, for you to change: {where}: {one_line(text)}"
    if len(found.mentions) > most:
        yield f"… and {len(found.mentions) - most:,} more that name them"
    yield from (f"{_OF_FILES[how]} {clean(str(path))}" for path in kept)


def is_called(typed: str, found: Traces) -> bool:
    """Whether that is their name, as it is typed before they are erased."""
    return fold(typed).split() == fold(found.name).split()


def erase(workspace: Workspace, person: int, how: str = KEEP) -> Erased:
    """Erase somebody from the book, and with ERASE or DELETE from its backups; raises NotFoundError, StoreError.

    The book comes last: whoever is stopped on the way finds them there still, and can do it again.
    """
    found, store = traces(workspace, person), workspace.store
    with store.unjournaled():
        pass  # where the book cannot be written, nothing else is touched
    warnings: list[str] = []
    kept = holding(workspace, found)
    cleaned = [path for path in kept if how == DELETE or (how == ERASE and _erase_in(path, found, warnings))]
    if how == DELETE:
        for path in cleaned:
            path.unlink(missing_ok=True)
    _clean_state(workspace, found, erasing.letters_of(store.connection, person))
    erasing.overwrite_what_goes(store.connection)
    with store.unjournaled():
        erasing.erase(store.connection, found)
        step.mark_erased(store.connection, f"erased person #{person} for good", workspace.now())
    try:
        with connect.translate_errors(store.file):
            if not erasing.wipe(store.connection):
                warnings.append("another program is reading the book: its log holds old pages until that one is closed")
    except PipetuiError as error:  # they are erased all the same
        why = error.title.partition(";")[0]
        warnings.append(f"the file was not written anew, for {why}: what was theirs is overwritten where it stood")
    left = holding(workspace, found)
    return Erased(found, tuple(left), tuple(path for path in cleaned if path not in left), tuple(warnings))


def _clean_state(workspace: Workspace, found: Traces, letters: Collection[str]) -> None:
    """Take their letters, and whatever is called after them, out of what is kept of the mail that was read.

    What is missing there is only read again.
    """
    told = tuple(text for text in found.telling if len(text) >= _LEAST)

    def without(kept: Any) -> Any:
        if isinstance(kept, dict):
            return {key: without(value) for key, value in kept.items() if not names(key)}
        if isinstance(kept, list):
            return [without(one) for one in kept if not (isinstance(one, str) and names(one))]
        return "\n".join(line for line in kept.split("\n") if not names(line)) if isinstance(kept, str) else kept

    def names(text: str) -> bool:
        return text in letters or any(fold(one) in fold(text) for one in told)

    for path in _kept(workspace):
        if path.name == SEEN_MAIL:
            with suppress(OSError, ValueError, RecursionError):
                private.write(str(path), json.dumps(without(json.loads(path.read_bytes()))).encode("ascii"))


def _kept(workspace: Workspace) -> Iterator[Path]:
    folder = Path(paths.backups_of(workspace.store.file))
    known = set(backup.found(folder))
    if folder.is_dir():
        known |= {path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}
    return iter(sorted(known))


def _holds(path: Path, wanted: Sequence[bytes]) -> bool:
    """Whether any of the texts is in the file, wherever: a journal in a backup holds them too."""
    longest = max(map(len, wanted), default=0)
    with suppress(OSError), path.open("rb") as file:
        before = b""
        while chunk := file.read(_CHUNK):
            piece = before + chunk
            if any(text in piece for text in wanted):
                return True
            before = piece[-longest:]
    return False


def _erase_in(path: Path, found: Traces, warnings: list[str]) -> bool:
    """Erase them inside a backup; one of an earlier revision, or what is no book, is left as it is and said."""
    if not files.holds_book(str(path)):
        return False
    name = visible(path.name)
    try:
        with connect.translate_errors(path), closing(connect.connect(path)) as connection:
            if connect.revision(connection, path) != files.REVISION:
                warnings.append(f"{name} was made by an earlier pipetui: it can only be deleted")
                return False
        with connect.translate_errors(path), Store.open(path) as store:
            there = erasing.traces(store.connection, found.person)
            theirs = there._replace(known_by=found.known_by + there.known_by) if there else found
            erasing.overwrite_what_goes(store.connection)
            with store.unjournaled():
                erasing.erase(store.connection, theirs)
            erasing.wipe(store.connection)
    except (PipetuiError, OSError) as error:
        warnings.append(f"{name}: {error}")
        return False
    return True
