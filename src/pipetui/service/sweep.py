"""The dead-lead sweep (behaviour 10): what looks dead, and all that was decided about it as one gesture."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from pipetui.domain import cadence, decisions, pipeline
from pipetui.domain.dates.when import Due
from pipetui.domain.deal import OPEN, Deal
from pipetui.domain.decisions import Decision
from pipetui.domain.errors import ConflictError, InputError, Remedy
from pipetui.phrases import sweep as phrases
from pipetui.service.workspace import Result, Workspace
from pipetui.store import swept as done
from pipetui.store import unit_of_work
from pipetui.store.reads import sweep as store
from pipetui.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from pipetui.domain.sweep import Reason
    from pipetui.phrases.sweep import Candidate


def candidates(workspace: Workspace) -> list[Candidate]:
    """The open deals that look dead, the worst first, with the reasons."""
    return store.candidates(workspace.store.connection, workspace.moment(), workspace.settings.sweep)


def dead(workspace: Workspace) -> dict[int, tuple[Reason, ...]]:
    """The same by number, for who has the cards already."""
    return store.dead(workspace.store.connection, workspace.moment(), workspace.settings.sweep)


def decide(workspace: Workspace, taken: Mapping[int, Decision]) -> Result:
    """Carry out what was decided, by the number of the deal, and note the day: all of it one step of undo.

    Raises ConflictError when one of the deals is closed by now, InputError for a day that does not lie ahead; nothing
    is written then.
    """
    if not taken:
        raise InputError("nothing is decided", remedy=Remedy("sweep"))
    with workspace.unit_of_work("swept") as uow:
        deals = uow.deals(list(taken))
        for deal in deals:
            _carry_out(uow, deal, taken[deal.id])
        today = uow.now.date()
        done.note(uow.connection, today)
        what = phrases.decided(taken[deals[0].id], today) if len(deals) == 1 else phrases.tally(taken.values())
        return uow.done(deals, f"swept {unit_of_work.name_of(deals)}: {what}")


def swept(workspace: Workspace) -> Result:
    """Note that the sweep is done today, and nothing else; a second time on the same day changes nothing."""
    if done.last_done(workspace.store.connection) == workspace.now().date():
        return Result((), "dead leads are swept", undoable=False)
    with workspace.unit_of_work("swept") as uow:
        done.note(uow.connection, uow.now.date())
        return uow.done([], "dead leads are swept")


def nothing_dead(workspace: Workspace) -> bool:
    """Whether no open deal looks dead; when a sweep was due, it is done with that."""
    if dead(workspace):
        return False
    if done.due(workspace.store.connection, workspace.now()) is not None:
        swept(workspace)
    return True


def _carry_out(uow: UnitOfWork, deal: Deal, decision: Decision) -> None:
    if deal.status != OPEN:
        raise ConflictError(f"#{deal.id} {deal.title} is {deal.status}", "only open deals are swept")
    today = uow.now.date()
    kind, until, reason, note = decisions.ahead(decision, today)
    if kind == decisions.PARK and until is not None:
        uow.record(pipeline.park(deal, until, uow.now))
    elif kind in (decisions.DROP, decisions.REVIVE):
        uow.record(pipeline.drop(deal, reason, uow.now, note, until))
    elif kind == decisions.KEEP and until is not None:
        done.keep(uow.connection, deal.id, until)
    elif kind == decisions.LAST_CHANCE:
        if all(step.what != cadence.LAST_CHANCE for step in uow.undone(deal.id)):
            uow.add_step(deal, Due(today), cadence.LAST_CHANCE)
        done.keep(uow.connection, deal.id, today + timedelta(days=decisions.LAST_CHANCE_DAYS))
    else:
        raise InputError(f"{kind} needs a day", "for example: park 15 jan, keep 30d")
