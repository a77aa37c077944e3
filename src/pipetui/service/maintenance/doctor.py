"""The health of the book and of what lies around it: one finding a check. What can be mended: see `repair`."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from glob import escape
from pathlib import Path

from pipetui.domain.errors import DamagedError, PipetuiError, Remedy
from pipetui.domain.wording import some
from pipetui.render import plural
from pipetui.store import connect, custom_fields, deal_line, files, integrity, logs, search_index
from pipetui.store.recovery import backup, checks, odd_values, removed_stages, restore, synced
from pipetui.store.recovery.checks import FAIL, OK, WARN, Finding
from pipetui.store.undo import drift, foreign_triggers

MEND = Remedy("doctor.repair")
_BACK_UP = Remedy("backup")

_ROOM = 50 * 1024 * 1024
"""Bytes that should be free, besides twice the book: for its log and a backup."""
_BACKUP_DAYS = 7
_SHARES = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "fuse.sshfs", "fuse.davfs", "davfs")


def examine(path: Path, folder: Path, now: datetime) -> list[Finding]:
    """All checks of the book at `path`, whose backups lie in `folder`; nothing is changed."""
    findings = list(_book(path, folder, now))
    around: dict[str, Callable[[], Finding]] = {
        "permissions": lambda: _permissions(path, folder),
        "backups": lambda: _backups(path, folder, now),
        "disk": lambda: _disk(path),
        "sync": lambda: _synced(path, folder),
    }
    return findings + [_found(check, find) for check, find in around.items()]


def _found(check: str, find: Callable[[], Finding]) -> Finding:
    """What a check finds, or why it cannot look."""
    try:
        return find()
    except PipetuiError as error:
        return Finding(check, FAIL, error.title, error.hint, error.remedy)
    except OSError as error:
        return Finding(check, FAIL, f"{error.filename} cannot be looked at: {error.strerror}", "is it yours?")


def _book(path: Path, folder: Path, now: datetime) -> Iterator[Finding]:
    """Whether it is there and can be read; then what is inside."""
    try:
        backup.check_not_lost(path, folder)
        if not path.exists():
            yield Finding("book", OK, f"none at {path} yet: the first add makes it")
            return
        with closing(connect.connect_to_read(path, connect.CALM_SECONDS)) as connection, connect.translate_errors(path):
            revision = connect.revision(connection, path)
            faults = integrity.faults(connection)
            size = f"{path.stat().st_size / 1024:,.0f} kB"
            yield Finding("book", OK, f"{path}, revision {revision}, {size}")
            yield _integrity(faults)
            if not integrity.is_readable(faults):
                return
            if revision < connect.REVISION:
                yield Finding("schema", WARN, f"revision {revision}: brought up to {connect.REVISION} when next opened")
                return
            missing = checks.missing_columns(connection)
            if missing:
                yield Finding("schema", FAIL, f"missing: {some(missing)}", remedy=MEND)
                return
            yield from _inside(connection, now)
    except DamagedError as error:
        yield Finding("book", FAIL, error.title, remedy=MEND)
    except PipetuiError as error:
        yield Finding("book", FAIL, error.title, error.hint, error.remedy)


def _integrity(faults: list[str]) -> Finding:
    if not faults:
        return Finding("integrity", OK, "every page and every row is in order")
    first = " ".join(faults[0].replace("*** in database main ***", "").split())
    more = f" (and {len(faults) - 1:,} more)" if len(faults) > 1 else ""
    return Finding("integrity", FAIL, f"{first}{more}", remedy=MEND)


def _inside(connection: connect.Connection, now: datetime) -> Iterator[Finding]:
    lost = len(integrity.orphans(connection)) + len(integrity.ownerless(connection))
    yield (
        Finding("foreign keys", FAIL, f"{plural(lost, 'row')} without what they belong to", remedy=MEND)
        if lost
        else Finding("foreign keys", OK, "every row has what it belongs to")
    )
    faults = checks.schema_faults(connection)
    missing = [f"{kind} {name}" for kind in sorted(faults) for name in sorted(faults[kind])]
    yield (
        Finding("indexes", FAIL, f"missing or other than they should be: {some(missing)}", remedy=MEND)
        if missing
        else Finding("indexes", OK, "all indexes and triggers are there")
    )
    yield _triggers(connection)
    yield _journal(connection)
    odd = [odd_values.named(one) for one in odd_values.find(connection)]
    yield (
        Finding("values", FAIL, f"not what belongs there: {some(odd)}", remedy=MEND)
        if odd
        else Finding("values", OK, "every value is what belongs there")
    )
    yield _stages(connection)
    yield _custom(connection)
    yield _lines(connection, faults)
    yield _search(connection, faults)
    yield _clock(connection, now)


def _stages(connection: connect.Connection) -> Finding:
    found = removed_stages.find(connection)
    if found:
        deals = some([f"#{deal}" for deals in found.values() for deal in deals])
        return Finding("stages", FAIL, f"in a stage that was removed, where no board shows them: {deals}", remedy=MEND)
    return Finding("stages", OK, "every deal stands in a stage")


def _custom(connection: connect.Connection) -> Finding:
    """Nothing is lost with such a value, which is shown as it stands: only the rep knows what was meant."""
    odd = custom_fields.odd(connection)
    if odd:
        said = f"not of the kind of their field: {some(odd)}"
        return Finding("fields", WARN, said, "edit them, or the kind of the field")
    return Finding("fields", OK, "what stands in your own fields is of their kind")


def _lines(connection: connect.Connection, faults: dict[str, list[str]]) -> Finding:
    spoilt = [] if "table" in faults else deal_line.spoilt(connection)
    if spoilt:
        deals = some([f"#{number}" for number in spoilt])
        return Finding("lists", FAIL, f"what they show is not what the rows say: {deals}", remedy=MEND)
    return Finding("lists", OK, "they show what the rows say")


def _search(connection: connect.Connection, faults: dict[str, list[str]]) -> Finding:
    if "table" not in faults and search_index.is_damaged(connection):
        return Finding("search", FAIL, "what is known of the words in notes and touches is damaged", remedy=MEND)
    spoilt = [] if "table" in faults else search_index.spoilt(connection)
    if spoilt:
        deals = some([f"#{number}" for number in spoilt])
        return Finding("search", FAIL, f"the words in notes and touches are found amiss: {deals}", remedy=MEND)
    return Finding("search", OK, "the words in notes and touches are found")


def _triggers(connection: connect.Connection) -> Finding:
    harmful = foreign_triggers.harmful(connection)
    if harmful:
        return Finding(
            "triggers", FAIL, f"another program's could swallow what you write: {some(harmful)}", remedy=MEND
        )
    others = list(foreign_triggers.foreign(connection))
    if others:
        return Finding("triggers", WARN, f"another program's: {some(others)}", "they are left alone, and run")
    return Finding("triggers", OK, "none but those of the journal")


def _journal(connection: connect.Connection) -> Finding:
    if checks.open_step(connection) is not None:
        return Finding("journal", FAIL, "a step was left open", remedy=MEND)
    damaged = checks.damaged_steps(connection)
    if damaged:
        return Finding("journal", FAIL, f"what it kept is damaged: {some(list(damaged.values()))}", remedy=MEND)
    changed = drift.drifted(connection)
    if changed:
        rows = some([f"{one.table.name} {one.row_id}" for one in changed])
        return Finding("journal", FAIL, f"changed behind the journal's back: {rows}", remedy=MEND)
    return Finding("journal", OK, f"{plural(checks.undoable_steps(connection), 'step')} can be undone")


def _clock(connection: connect.Connection, now: datetime) -> Finding:
    newest = checks.newest_step(connection)
    if newest is not None and newest > now + timedelta(minutes=5):
        return Finding("clock", WARN, f"the newest change is of {newest:%Y-%m-%d %H:%M} UTC, which is still to come")
    return Finding("clock", OK, f"{now:%Y-%m-%d %H:%M %Z}")


def _permissions(path: Path, folder: Path) -> Finding:
    found = open_to_others(path, folder)
    if found:
        return Finding("permissions", WARN, f"others may look into {some([str(one) for one in found])}", remedy=MEND)
    return Finding("permissions", OK, "the book and its backups are yours alone")


def open_to_others(path: Path, folder: Path) -> list[Path]:
    """The files of ours that others than their owner may read; the book must not be open in this process."""
    path = Path(os.path.realpath(path))
    if not files.holds_book(path):
        return []  # whose file that is nobody knows
    beside = [Path(f"{path}{ending}") for ending in files.BESIDE]
    kept = [one for one in path.parent.glob(f"{escape(path.name)}.damaged-*") if files.holds_book(one)]
    return [one for one in (path, *beside, *kept, *backup.ours(folder)) if files.open_to_others(one)]


def _backups(path: Path, folder: Path, now: datetime) -> Finding:
    found = backup.found(folder) if folder.is_dir() else []
    if not found:
        state, remedy = (WARN, _BACK_UP) if path.exists() else (OK, None)
        return Finding("backups", state, "none yet", remedy=remedy)
    try:
        restore.deals_in(found[0])
    except PipetuiError as error:
        return Finding("backups", FAIL, f"the newest is of no use: {error.title}", remedy=_BACK_UP)
    age = now - datetime.fromtimestamp(found[0].stat().st_mtime, UTC)
    said = f"{plural(len(found), 'backup')}, the newest {plural(max(0, age.days), 'day')} old"
    if age.days > _BACKUP_DAYS:
        return Finding("backups", WARN, said, remedy=_BACK_UP)
    return Finding("backups", OK, said)


def _disk(path: Path) -> Finding:
    place = next(folder for folder in (path.absolute(), *path.absolute().parents) if folder.is_dir())
    kind = _file_system(place)
    if kind in _SHARES:
        return Finding("disk", FAIL, f"{place} is a network share ({kind})", "keep the book on a disk of this machine")
    free = shutil.disk_usage(place).free
    needed = _ROOM + 2 * (path.stat().st_size if path.is_file() else 0)
    said = f"{free / 1024 / 1024:,.0f} MB free"
    if not os.access(place, os.W_OK):
        return Finding("disk", FAIL, f"{place} cannot be written to", "give yourself write permission")
    if free < needed:
        return Finding("disk", WARN, said, "free some space")
    return Finding("disk", OK, said)


def _synced(path: Path, folder: Path) -> Finding:
    """Whether another program may put another machine's book in the place of this one, or has."""
    with connect.translate_errors(path):
        kept = sorted(one.name for one in folder.glob(f"{logs.ASIDE}-*.db"))
        copies = [one.name for one in synced.conflicted_copies(path)] if path.exists() else []
    if kept:
        said = f"a log of another file lay beside the book once; both are kept: {some(kept)} in {folder}"
        return Finding("sync", WARN, said, remedy=Remedy("look.delete"))
    if copies:
        said = f"another machine's book may lie beside it: {some(copies)}"
        return Finding("sync", WARN, said, remedy=Remedy("look.move"))
    program = synced.sync_program(path)
    if program:
        said = f"{program} keeps this folder in step: it may put another machine's book here while this one is open"
        return Finding(
            "sync", WARN, said, "keep the book elsewhere, and copies of it here", remedy=Remedy("backup.here")
        )
    return Finding("sync", OK, "no program keeps this folder in step with another machine")


def _file_system(place: Path) -> str:
    """The kind of file system a folder lies on; "" where that cannot be known."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    real, best = os.path.realpath(place), ("", "")
    for line in mounts:
        _, point, kind, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        if (real == point or real.startswith(point.rstrip("/") + "/")) and len(point) >= len(best[0]):
            best = (point, kind)
    return best[1]
