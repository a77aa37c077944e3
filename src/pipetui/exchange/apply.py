"""Carrying out a planned import: one transaction, one undo step, a backup before it."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipetui import paths
from pipetui.domain.text import visible
from pipetui.exchange.changes import change
from pipetui.exchange.compare_rows import Counts, Failed, Judged, Verdict
from pipetui.exchange.failed import FailedRows
from pipetui.exchange.plan import Plan, rows_of
from pipetui.exchange.writing import Writer
from pipetui.service.workspace import Workspace
from pipetui.store.bulk import bulk_insert
from pipetui.store.recovery import backup


class ImportResult(NamedTuple):
    """What an import did, in rows; `failed_file` holds the failed ones. `message` is the sentence for the rep.

    `made` names the stages that were made.
    """

    new: int
    changed: int
    same: int
    failed: int
    failed_file: Path | None
    message: str
    made: frozenset[str] = frozenset()


def apply(workspace: Workspace, plan: Plan, progress: Callable[[int], None]) -> ImportResult:
    """Import what was planned, all or nothing; `progress` is told the number of rows done so far.

    Every row is judged anew against the book as it is now. Raises StoreError when the book or its backup cannot be
    written, InputError when the file can no longer be read or the failed rows cannot be kept.
    """
    backup.rotated(workspace.store.connection, paths.backups(workspace.store.path), "before-import", workspace.now())
    counts, done = Counts(), 0
    with FailedRows(plan.file) as failed, bulk_insert.seldom_collected():
        with (
            bulk_insert.much_memory(workspace.store.connection),
            workspace.unit_of_work("imported", may_change_nothing=True) as uow,
        ):
            writer = Writer(uow, plan)
            for batch in rows_of(workspace, plan):
                counts = counts.plus(batch)
                deals = [row for row in batch if isinstance(row, Judged)]
                for row in batch if len(deals) < len(batch) else ():
                    if isinstance(row, Failed):
                        failed.add(row.cells, row.reason)
                writer.add([row for row in deals if row.verdict is Verdict.NEW])
                for known in deals:
                    if known.verdict is Verdict.CHANGED:
                        change(writer, known)
                done += len(batch)
                progress(done)
            label = _label(counts.new, counts.changed, visible(plan.file.path.name))
            uow.save([], label)
        kept = failed.keep()
    return ImportResult(*counts, kept, _said(label, counts.same, counts.failed, kept), frozenset(writer.made))


def _label(new: int, changed: int, name: str) -> str:
    def counted(count: int, word: str = "") -> str:
        return f"{count:,} {word}{'deal' if count == 1 else 'deals'}"

    if new and changed:
        return f"imported {new:,} new and {counted(changed, 'changed ')} from {name}"
    if changed:
        return f"imported {counted(changed, 'changed ')} from {name}"
    return f"imported {counted(new)} from {name}" if new else f"nothing new in {name}"


def _said(label: str, same: int, failed: int, kept: Path | None) -> str:
    parts = [f"{same:,} the same"] if same else []
    if kept is not None:
        parts.append(f"{failed:,} failed, see {visible(str(kept))}")
    return f"{label} ({'; '.join(parts)})" if parts else label
