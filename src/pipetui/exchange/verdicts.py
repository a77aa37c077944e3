"""What a row of a file means for the book."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from pipetui.exchange.records import FailedRow, Record


class Verdict(Enum):
    """What a row means for the book; MORE is a further line of a deal that the file named before."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAILED = "failed"
    MORE = "more"
    LEFT = "left out"


class Judged(NamedTuple):
    """A record of the file, its verdict, the key it is known by from now on, and what it is here, 0 for a new one.

    `before` is the digest of its row as it came in last, `entity` what it became then where that is not one thing.
    """

    record: Record
    verdict: Verdict
    key: str
    number: int
    before: str = ""
    entity: str = ""


class Counts(NamedTuple):
    """How many rows are new, change something, are known and the same, or cannot be read."""

    new: int = 0
    changed: int = 0
    same: int = 0
    failed: int = 0

    def plus(self, rows: Sequence[Judged | FailedRow]) -> "Counts":
        """With these rows counted too; a further line of a deal belongs to it."""
        found = [Verdict.FAILED if isinstance(row, FailedRow) else row.verdict for row in rows]
        more = found.count(Verdict.MORE) + found.count(Verdict.LEFT)
        new, changed, same, failed = (found.count(verdict) for verdict in list(Verdict)[:4])
        return Counts(self.new + new, self.changed + changed, self.same + same + more, self.failed + failed)
