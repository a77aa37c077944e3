"""Cadences: begun on deals and taken off them, made, changed and deleted, given to stages (behaviour 9)."""

from collections.abc import Iterable, Sequence

from pipetui.domain.cadence import FINISHED, TAKEN_OFF, Cadence, CadenceStep
from pipetui.domain.deal import OPEN
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.domain.text import clean
from pipetui.domain.texts import cadence_text
from pipetui.render import plural
from pipetui.service.cadence_reads import stage_named, under_way
from pipetui.service.workspace import Result, Workspace, name_of
from pipetui.store import cadences
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
        return uow.done(rows, f"{chosen.name} begun on {name_of(rows)}", ask=True)


def stop(workspace: Workspace, deals: Sequence[int]) -> Result:
    """Take deals off their cadence, and what it had planned with it; raises ConflictError where none is under way."""
    with workspace.unit_of_work("cadence stopped") as uow:
        rows = uow.deals(deals)
        connection = uow.connection
        stopped = [
            cadences.stop(connection, row.id, TAKEN_OFF, uow.at, cadences.standing(connection, row.id)) for row in rows
        ]
        if not any(stopped):
            raise ConflictError(f"{name_of(rows)}: no cadence is under way", "begin one: pipetui cadence start")
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
        others = connection.execute("SELECT name FROM cadence WHERE id IS NOT ?", (cadence_id,)).fetchall()
        cadence_text.check_name(name, (other for (other,) in others))
        if cadence_id is None:
            made = connection.execute("INSERT INTO cadence (name, is_default) VALUES (?, 0) RETURNING id", (name,))
            _write_steps(uow, made.fetchone()[0], (), steps)
            return uow.done((), f"cadence {name}: {plural(len(steps), 'step')}")
        before = _cadence(uow, cadence_id)
        if name != before.name:
            connection.execute("UPDATE cadence SET name = ? WHERE id = ?", (name, cadence_id))
        _write_steps(uow, cadence_id, before.steps, steps)
        finished = _fit_deals(uow, cadence_id, len(steps))
        said = f"cadence {name}: {plural(len(steps), 'step')}" + (f", finished on {finished}" if finished else "")
        return uow.done((), said)


def _write_steps(uow: UnitOfWork, cadence_id: int, before: Sequence[CadenceStep], steps: Sequence[CadenceStep]) -> None:
    connection = uow.connection
    for place, step in enumerate(steps):
        values = (step.kind, step.wait_days, clean(step.text), step.template_id, cadence_id, place)
        if place >= len(before):
            connection.execute(
                """INSERT INTO cadence_step (kind, wait_days, text, template_id, cadence_id, position)
                   VALUES (?, ?, ?, ?, ?, ?)""",
                values,
            )
        elif step != before[place]:
            connection.execute(
                """UPDATE cadence_step SET kind = ?, wait_days = ?, text = ?, template_id = ?
                   WHERE cadence_id = ? AND position = ?""",
                values,
            )
    connection.execute("DELETE FROM cadence_step WHERE cadence_id = ? AND position >= ?", (cadence_id, len(steps)))


def _fit_deals(uow: UnitOfWork, cadence_id: int, length: int) -> str:
    """Fit what is under way to a cadence of `length` steps; returns the deals that are through with it now."""
    connection = uow.connection
    connection.execute(
        """UPDATE follow_up SET cadence_id = NULL, cadence_place = NULL
           WHERE cadence_id = ? AND cadence_place >= ? AND done_at IS NULL""",
        (cadence_id, length),
    )
    through = connection.execute(
        """UPDATE deal_cadence SET done_steps = ?, stopped_at = ?, stop_reason = ?
           WHERE cadence_id = ? AND stopped_at IS NULL AND done_steps >= ? RETURNING deal_id""",
        (length, uow.at, FINISHED, cadence_id, length),
    ).fetchall()
    return ", ".join(f"#{deal_id}" for (deal_id,) in sorted(through))


def delete(workspace: Workspace, cadence_id: int) -> Result:
    """Delete a cadence; raises ConflictError, naming them, while a stage comes with it or a deal is under way in it."""
    with workspace.unit_of_work("cadence deleted") as uow:
        gone = _cadence(uow, cadence_id)
        connection = uow.connection
        stages = connection.execute("SELECT name FROM stage WHERE cadence_id = ?", (cadence_id,)).fetchall()
        deals = under_way(workspace, cadence_id)
        if stages:
            raise ConflictError(
                f"{gone.name} comes with {_listed(name for (name,) in stages)}",
                f"take it off first: pipetui cadence stage {stages[0][0]} none",
            )
        if deals:
            raise ConflictError(
                f"{gone.name} is under way on {_listed(f'#{number} {title}' for number, title in deals)}",
                f"stop it there first: pipetui cadence stop {deals[0][0]}",
            )
        for table, column in (("deal_cadence", "cadence_id"), ("cadence_step", "cadence_id"), ("cadence", "id")):
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (cadence_id,))
        return uow.done((), f"cadence {gone.name} deleted")


def _listed(names: Iterable[str], most: int = 3) -> str:
    """Some names, and how many more there are."""
    each = list(names)
    more = f" and {len(each) - most} more" if len(each) > most else ""
    return ", ".join(each[:most]) + more


def set_stage(workspace: Workspace, stage: str, cadence_id: int | None) -> Result:
    """Let every deal of a stage begin with this cadence, or with none."""
    with workspace.unit_of_work("cadence of a stage") as uow:
        found = stage_named(workspace, stage)
        chosen = None if cadence_id is None else _cadence(uow, cadence_id)
        uow.connection.execute("UPDATE stage SET cadence_id = ? WHERE id = ?", (cadence_id, found.id))
        said = f"{found.name} comes with {chosen.name if chosen else 'no cadence'}"
        return uow.done((), said)


def _cadence(uow: UnitOfWork, cadence_id: int) -> Cadence:
    found = cadences.known(uow.connection).get(cadence_id)
    if found is None:
        raise NotFoundError("there is no such cadence any more", "see: pipetui cadence")
    return found
