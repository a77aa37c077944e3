"""Each of the next steps of a deal, not only the earliest: done, said otherwise, or taken out; one step of undo each.

The earliest is *the* next step wherever one is shown; which that is follows from their dates.
"""

from __future__ import annotations

from pipetui.domain.choose import choose
from pipetui.domain.deal import MINE, THEIRS
from pipetui.domain.errors import NotFoundError
from pipetui.domain.rules import kind_of
from pipetui.domain.text import clean
from pipetui.render import doing
from pipetui.render import due as due_text
from pipetui.service.steps import often, put_step, shifted
from pipetui.service.workspace import name_of
from pipetui.store import follow_ups

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.domain.deal import Deal, Due
    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.unit_of_work import OpenStep, UnitOfWork


def _found(uow: UnitOfWork, deal_id: int, step_id: int) -> tuple[Deal, OpenStep]:
    """The deal and the step; raises NotFoundError where it is done or gone by now."""
    deal = uow.deals([deal_id])[0]
    step = next((step for step in uow.undone(deal_id) if step.id == step_id), None)
    if step is None:
        raise NotFoundError(f"that next step of {name_of([deal])} is done or gone by now")
    return deal, step


def finish_step(workspace: Workspace, deal_id: int, step_id: int) -> Result:
    """That step is done; where none is left the next one is asked for."""
    with workspace.unit_of_work("done") as uow:
        deal, step = _found(uow, deal_id, step_id)
        uow.tick(deal, step)
        return uow.done([deal], f"done: {_named(uow, step)} of {name_of([deal])}", ask=True)


def drop_step(workspace: Workspace, deal_id: int, step_id: int) -> Result:
    """That step is not to be done: out of the book; where none is left the next one is asked for."""
    with workspace.unit_of_work("step taken out") as uow:
        deal, step = _found(uow, deal_id, step_id)
        follow_ups.remove(uow.connection, [step.id])
        return uow.done([deal], f"took out {_named(uow, step)} of {name_of([deal])}", ask=True)


def snooze_step(workspace: Workspace, deal_id: int, step_id: int, due: Due) -> Result:
    """Put that step to another day; a later one counts as a postponement (behaviour 7)."""
    with workspace.unit_of_work("snoozed") as uow:
        uow.require_ahead(due)
        deal, step = _found(uow, deal_id, step_id)
        return _moved(uow, deal, put_step(uow, step, due))


def shift_step(workspace: Workspace, deal_id: int, step_id: int, days: int) -> Result:
    """Move that step by some days, a late one from today on; raises ConflictError for one that would be past."""
    with workspace.unit_of_work("shifted") as uow:
        deal, step = _found(uow, deal_id, step_id)
        return _moved(uow, deal, shifted(uow, deal, step, days))


def turn_step(workspace: Workspace, deal_id: int, step_id: int) -> Result:
    """That step is theirs if it was mine, else mine."""
    with workspace.unit_of_work("turn") as uow:
        deal, step = _found(uow, deal_id, step_id)
        whose = THEIRS if step.turn == MINE else MINE
        follow_ups.give_turn(uow.connection, [step.id], whose)
        return uow.done([deal], f"{step.what or 'the step'} of {name_of([deal])} is {whose}")


def _moved(uow: UnitOfWork, deal: Deal, step: OpenStep) -> Result:
    said = f"snoozed {step.what or 'the step'} of {name_of([deal])}"
    return uow.done([deal], f"{said} to {due_text(*step.due, uow.now.date())}{often([step])}")


def change_step(
    workspace: Workspace,
    deal_id: int,
    step_id: int,
    due: Due | None = None,
    what: str | None = None,
    turn: str | None = None,
) -> Result:
    """Say that step otherwise; what is None stays. A day without a time takes the time of day away.

    In other words it is no step of a cadence any more. Raises InputError for a date that is past and for a turn that
    is none, ConflictError where nothing would change.
    """
    with workspace.unit_of_work("changed") as uow:
        deal, step = _found(uow, deal_id, step_id)
        if due is not None and due != step.due:
            uow.require_ahead(due)
            uow.warn_if_parked(deal, due.day)
            step = put_step(uow, step, due, exactly=True)
        if what is not None and (what := clean(what)) != step.what:
            follow_ups.reword(uow.connection, step.id, what, kind_of(what))
            step = step._replace(what=what)
        if turn is not None and (turn := choose(turn, (MINE, THEIRS), "turn")) != step.turn:
            follow_ups.give_turn(uow.connection, [step.id], turn)
            step = step._replace(turn=turn)
        return uow.done([deal], f"next for {name_of([deal])}: {_named(uow, step)}")


def _named(uow: UnitOfWork, step: OpenStep) -> str:
    """`call Kim, today 14:00`."""
    return ", ".join(filter(None, (doing(step.what, step.turn), due_text(*step.due, uow.now.date()))))
