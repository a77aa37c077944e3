"""Where a gesture is made and what it answers."""

from __future__ import annotations

from pipetui.domain.errors import ConflictError
from pipetui.store import unit_of_work
from pipetui.store.unit_of_work import CadencePlace as CadencePlace
from pipetui.store.unit_of_work import Result as Result
from pipetui.store.unit_of_work import Suggestion as Suggestion
from pipetui.store.unit_of_work import UnitOfWork
from pipetui.store.unit_of_work import name_of as name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from types import TracebackType
    from typing import NamedTuple, Self

    from pipetui.config import Settings
    from pipetui.domain.deal import Deal, StageEvent
    from pipetui.store.deal_row import DealRow
    from pipetui.store.reads import book_reads
    from pipetui.store.store import Store
else:
    from pipetui.domain.record import NamedTuple


class Workspace(NamedTuple):
    """The book, the clock (aware, the rep's zone), the settings, and who works: "app" or "shell"."""

    store: Store
    clock: Callable[[], datetime]
    settings: Settings
    source: str

    def now(self) -> datetime:
        """The present, cut to the second as the store keeps it."""
        return self.clock().replace(microsecond=0)

    def moment(self) -> book_reads.Moment:
        """What the reads are worked out for."""
        from pipetui.store.reads.cards import Moment

        return Moment(self.now(), self.settings.dates, self.settings.weights)

    def gesture(self, label: str, *, may_change_nothing: bool = False, onto: int | None = None) -> Gesture:
        """One transaction and one step of undo, or a part of the step `onto`, the answer to a question it raised.

        Raises ConflictError when nothing was changed, for then “undo” would take back something else.
        """
        return Gesture(self, label, may_change_nothing=may_change_nothing, onto=onto)


class Gesture:
    """A gesture in progress, as a context: the rows it writes, and the domain's view of them."""

    def __init__(self, workspace: Workspace, label: str, *, may_change_nothing: bool, onto: int | None) -> None:
        self.workspace = workspace
        self.now = workspace.now()
        self.transaction = workspace.store.transaction(label, self.now, workspace.source, onto)
        self.uow = UnitOfWork(workspace.store.connection, self.now, workspace.settings.dates, [])
        self._may_change_nothing = may_change_nothing

    def __enter__(self) -> Self:
        """Begin it; raises StoreError where the book cannot be written."""
        self.transaction.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it: all of it is in the book, or nothing."""
        self.transaction.__exit__(kind, error, trace)
        if error is None and not (self.transaction.kept or self._may_change_nothing):
            raise ConflictError("there is nothing to change", "the book says so already: see pipetui show")

    @property
    def utc(self) -> datetime:
        """Now, in UTC."""
        from datetime import UTC

        return self.now.astimezone(UTC)

    @property
    def pipelines(self) -> book_reads.Pipelines:
        """The pipelines and stages."""
        from pipetui.store.pipelines import pipelines

        return pipelines(self.workspace.store.connection)

    @property
    def warnings(self) -> list[str]:
        """What the rep should hear of."""
        return self.uow.warnings

    def deal(self, deal_id: int) -> DealRow:
        """A deal to be edited; raises NotFoundError, also for one in the bin."""
        from pipetui.store.deal_row import DealRow  # to edit its fields, which few gestures do

        return DealRow(self.uow.connection, deal_id)

    def record(self, row: DealRow, moved: tuple[Deal, StageEvent]) -> Deal:
        """Take over what a move of the domain gave back, and write its event."""
        row.take(moved[0])
        return unit_of_work.happened(self.uow, moved)

    def shift(self, row: DealRow, how: unit_of_work.Move) -> None:
        """Move a deal within its pipeline; warns where it leaves qualification with open questions."""
        unit_of_work.shift(self.uow, row.deal, how, lambda moved: self.record(row, moved))

    def done(self, rows: Sequence[DealRow], said: str, *, ask: bool = False) -> Result:
        """Save the deals; the outcome for them, with the warnings met. `said` also names the step in the history."""
        for row in rows:
            row.save()
        return self.told(self.uow.done([row.deal for row in rows], said, ask=ask))

    def told(self, outcome: Result) -> Result:
        """The outcome of what was written by the pen; its sentence names the step in the history."""
        self.transaction.label = outcome.message
        return outcome._replace(step=self.transaction.step_id)
