"""Where a gesture is made and what it answers."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import NamedTuple

    from pipetui.config import Settings
    from pipetui.store.reads import book_reads
    from pipetui.store.store import Store
    from pipetui.store.unit_of_work import CadencePlace as CadencePlace
    from pipetui.store.unit_of_work import Result as Result
    from pipetui.store.unit_of_work import Suggestion as Suggestion
    from pipetui.store.unit_of_work import UnitOfWork
    from pipetui.store.unit_of_work import name_of as name_of
else:
    from pipetui.domain.record import NamedTuple

    def __getattr__(name: str) -> object:
        """What only gestures need: a verb that reads does not load it."""
        if name not in ("CadencePlace", "Result", "Suggestion", "name_of"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from pipetui.store import unit_of_work

        return getattr(unit_of_work, name)


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

        settings = self.settings
        return Moment(self.now(), settings.dates, settings.weights, settings.rates)

    def unit_of_work(
        self,
        label: str,
        *,
        may_change_nothing: bool = False,
        onto: int | None = None,
        here: book_reads.Pipelines | None = None,
    ) -> UnitOfWork:
        """One transaction and one step of undo, or a part of the step `onto`, the answer to a question it raised.

        As a context it raises ConflictError when nothing was changed, for then “undo” would take back something else.
        `here` are the pipelines, where what was typed was understood against them just before.
        """
        from pipetui.store.unit_of_work import UnitOfWork

        now = self.now()
        transaction = self.store.transaction(label, now, self.source, onto)
        return UnitOfWork(transaction, now, self.settings.dates, may_change_nothing=may_change_nothing, here=here)
