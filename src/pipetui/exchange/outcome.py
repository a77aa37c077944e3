"""What an import did, or would do."""

from pathlib import Path
from typing import NamedTuple

from pipetui.exchange.containers.table import Remark
from pipetui.exchange.match import Near
from pipetui.exchange.receipt import Receipt
from pipetui.exchange.verdicts import Counts


class SourceResult(NamedTuple):
    """What became of the rows of one table."""

    name: str
    records: str
    counts: Counts
    remarks: tuple[Remark, ...] = ()


class ImportResult(NamedTuple):
    """What an import did, in rows; `failed_file` holds the failed ones. `message` is the sentence for the rep.

    `made` names the stages that were made, `warnings` says what cells were not understood, `conflicts` what was changed
    here and there, `near` which new deals may be others of the book; `sample` are the first deals as they stand now,
    each as (field, text) pairs, `failures` the first rows that failed, as (line, reason).
    """

    new: int
    changed: int
    same: int
    failed: int
    failed_file: Path | None
    message: str
    made: frozenset[str] = frozenset()
    sources: tuple[SourceResult, ...] = ()
    receipt: Receipt | None = None
    warnings: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    sample: tuple[tuple[tuple[str, str], ...], ...] = ()
    failures: tuple[tuple[int, str], ...] = ()
    failed_files: tuple[Path, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether the book has what the files have."""
        return self.receipt is None or self.receipt.is_right
