"""What is shown before two rows that mean one thing become one; see `views`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class MergeLine(NamedTuple):
    """A field of two that become one, and what each of them says, "" for nothing."""

    name: str
    label: str
    kept: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether there is something to choose: what only one of them says is taken anyway."""
        return bool(self.kept and self.other) and self.kept != self.other

    def result(self, second: bool) -> str:
        """What stands there afterwards; `second` is whether the other one's value was chosen."""
        return self.other if second or not self.kept else self.kept


class MergeComparison(NamedTuple):
    """Two that become one: their kind, numbers and names, the fields, and how many rows come along by kind."""

    noun: str
    keep: int
    other: int
    kept_name: str
    other_name: str
    lines: tuple[MergeLine, ...]
    along: tuple[tuple[str, int], ...]
