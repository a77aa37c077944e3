"""Cadences: begun on deals and taken off them, made, changed and deleted, given to stages (behaviour 9)."""

from collections.abc import Sequence

from pipetui.domain.cadence import TAKEN_OFF, Cadence, CadenceStep
from pipetui.domain.deal import OPEN, Deal
from pipetui.domain.errors import ConflictError, InputError, NotFoundError, Remedy
from pipetui.domain.text import clean
from pipetui.domain.texts import cadence_text
from pipetui.domain.wording import quoted, some
from pipetui.render import doing, plural
from pipetui.service.cadence_reads import stage_named
from pipetui.service.workspace import Result, Workspace, name_of
from pipetui.store import cadence_writes, cadences
from pipetui.store.unit_of_work import UnitOfWork

# --- on deals ------------------------------------------------------------------------------------------------


def attach(workspace: Workspace, deals: Sequence[int], cadence_id: int) -> Result:
    """Begin a cadence on open deals at its first step; one that is under way there is taken off."""
    with workspace.unit_of_work("cadence begun") as uow:
        chosen = _cadence(uow, cadence_id)
        rows = uow.deals(deals)
        for row in rows:
            if row.status != OPEN:
                raise ConflictError(f"#{row.id} {row.title} is {row.status}", "reopen it to begin a cadence")
            cadences.stop(uow.connection, row.id, TAKEN_OFF, uow.at)
            cadences.attach(uow.connection, row.id, chosen.id, uow.at)
        return uow.done(rows, f"{chosen.name} begun on {name_of(rows)}{_waiting(uow, rows)}", ask=True)


def _waiting(uow: UnitOfWork, rows: Sequence[Deal]) -> str:
    """What is said of a deal on which something is planned already: the cadence's first step is asked for after it."""
    planned = uow.undone(rows[0].id)[:1] if len(rows) == 1 else []
    if not planned:
        return ""
    what = doing(planned[0].what, planned[0].turn)
    return f": its first step follows {quoted(what) if what else 'what is planned'}"


def stop(workspace: Workspace, deals: Sequence[int]) -> Result:
    """Take deals off their cadence, and what it had planned with it; raises ConflictError where none is under way."""
    with workspace.unit_of_work("cadence stopped") as uow:
        rows = uow.deals(deals)
        connection = uow.connection
        stopped = [
            cadences.stop(connection, row.id, TAKEN_OFF, uow.at, cadences.standing(connection, row.id)) for row in rows
        ]
        if not any(stopped):
            raise ConflictError(f"{name_of(rows)}: no cadence is under way", remedy=Remedy("cadence.start"))
        return uow.done(rows, f"{name_of(rows)} taken off the cadence", ask=True)


# --- the cadences themselves ---------------------------------------------------------------------------------


def save(workspace: Workspace, name: str, steps: Sequence[CadenceStep], cadence_id: int | None = None) -> Result:
    """Make a cadence, or give the one of that number this name and these steps.

    Deals under way keep their count; where it says that every step is done now, the cadence is finished. A planned step
    that went away stays planned, as the rep's own. Raises InputError for no name, a name there is, or no steps.
    """
    name = clean(name)
    if not steps:
        raise InputError("a cadence needs at least one step", cadence_text.EXAMPLE)
    with workspace.unit_of_work("cadence") as uow:
        connection = uow.connection
        cadence_text.check_name(name, cadences.names(connection, cadence_id))
        if cadence_id is None:
            cadence_writes.put_steps(connection, cadence_writes.new(connection, name), (), steps)
            return uow.done((), f"cadence {name}: {plural(len(steps), 'step')}")
        before = _cadence(uow, cadence_id)
        if name != before.name:
            cadence_writes.rename(connection, cadence_id, name)
        cadence_writes.put_steps(connection, cadence_id, before.steps, steps)
        through = cadence_writes.fit_deals(connection, cadence_id, len(steps), uow.at)
        finished = ", ".join(f"#{deal_id}" for deal_id in through)
        said = f"cadence {name}: {plural(len(steps), 'step')}" + (f", finished on {finished}" if finished else "")
        return uow.done((), said)


def delete(workspace: Workspace, cadence_id: int) -> Result:
    """Delete a cadence; raises ConflictError, naming them, while a stage comes with it or a deal is under way in it."""
    with workspace.unit_of_work("cadence deleted") as uow:
        gone = _cadence(uow, cadence_id)
        connection = uow.connection
        of_stage = cadences.of_stages(connection)
        stages = [stage.name for stage in sorted(uow.pipelines.stages) if of_stage[stage.id] == cadence_id]
        deals = cadences.under_way(connection, cadence_id)
        if stages:
            raise ConflictError(
                f"{gone.name} comes with {some(stages)}", remedy=Remedy("cadence.stage", stage=stages[0])
            )
        if deals:
            raise ConflictError(
                f"{gone.name} is under way on {some([f'#{number} {title}' for number, title in deals])}",
                remedy=Remedy("cadence.stop", deal=deals[0][0]),
            )
        cadence_writes.delete(connection, cadence_id)
        return uow.done((), f"cadence {gone.name} deleted")


def set_stage(workspace: Workspace, stage: str, cadence_id: int | None) -> Result:
    """Let every deal of a stage begin with this cadence, or with none."""
    with workspace.unit_of_work("cadence of a stage") as uow:
        found = stage_named(workspace, stage)
        chosen = None if cadence_id is None else _cadence(uow, cadence_id)
        cadence_writes.give_stage(uow.connection, found.id, cadence_id)
        said = f"{found.name} comes with {chosen.name if chosen else 'no cadence'}"
        return uow.done((), said)


def _cadence(uow: UnitOfWork, cadence_id: int) -> Cadence:
    found = cadences.known(uow.connection).get(cadence_id)
    if found is None:
        raise NotFoundError("there is no such cadence any more", remedy=Remedy("cadence.list"))
    return found
