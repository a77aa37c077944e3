"""Gestures of the quota: set it, take it away (behaviour 19)."""

from __future__ import annotations

from pipetui.domain import quota as quotas
from pipetui.domain.dates import period as periods
from pipetui.domain.errors import NotFoundError, Remedy
from pipetui.domain.quota import QuotaStanding, QuotaTarget
from pipetui.phrases import quota as phrases
from pipetui.store import quotas as writes
from pipetui.store.pipelines import book_currency
from pipetui.store.reads import quota as reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipetui.service.workspace import Result, Workspace


def standing(workspace: Workspace) -> QuotaStanding | None:
    """How far the quota is made that holds today; None where none is set."""
    return reads.standing(workspace.store.connection, workspace.now())


def all_set(workspace: Workspace) -> list[QuotaTarget]:
    """Every quota, the newest first."""
    return reads.all_set(workspace.store.connection)


def put(workspace: Workspace, words: Sequence[str], period: str, since: date | None = None) -> Result:
    """Have it hold for each `period` from the one that `since` lies in, else from the present one on.

    An amount and a count of the same period may be set one after the other: each stays beside the other. Raises
    InputError for what is no quota.
    """
    with workspace.unit_of_work("quota") as uow:
        currency = book_currency(uow.connection)
        amount, count = quotas.parse(words, currency)
        first = periods.of(period, since or uow.now.date())
        before = reads.of_period(uow.connection, first)
        if before is not None:
            amount, count = amount or before.amount, before.deals if count is None else count
        new = QuotaTarget(period, first.first, amount, count)
        writes.put(uow.connection, new, currency)
        return uow.done((), f"quota: {phrases.target(new)} from {first.name} on")


def clear(workspace: Workspace, period: str = "") -> Result:
    """Take the quotas away, or those of one kind of period; raises NotFoundError where there is none."""
    with workspace.unit_of_work("quota") as uow:
        if not writes.clear(uow.connection, period):
            raise NotFoundError(
                f"no quota per {period} is set" if period else "no quota is set", remedy=Remedy("quota")
            )
        return uow.done((), f"quota per {period} cleared" if period else "quota cleared")
