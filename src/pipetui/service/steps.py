"""Gestures of the daily loop: log a touch, plan a next step, finish it, snooze it."""

from __future__ import annotations

from datetime import timedelta

from pipetui.domain import rules
from pipetui.domain.deal import MINE, THEIRS, Due
from pipetui.domain.errors import ConflictError
from pipetui.render import day, plural
from pipetui.render import due as due_text
from pipetui.service.workspace import name_of
from pipetui.store import follow_ups, writes
from pipetui.store.unit_of_work import EARLIER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipetui.domain.deal import Deal
    from pipetui.domain.line.touch_line import TouchLine
    from pipetui.service.workspace import CadencePlace, Result, Workspace
    from pipetui.store.unit_of_work import OpenStep, UnitOfWork

_MOST_NAMED = 3


def log(workspace: Workspace, deals: Sequence[int], touch: TouchLine) -> Result:
    """Write down what happened; with the touch may come a next step and a move, all as one step of undo."""
    with workspace.unit_of_work("logged") as uow:
        return writes.log(uow, deals, touch)


def plan(
    workspace: Workspace,
    deals: Sequence[int],
    due: Due,
    what: str = "",
    turn: str = MINE,
    place: CadencePlace | None = None,
    onto: int | None = None,
) -> Result:
    """Set a next step; with `place` it is that step of the deal's cadence.

    In answer to the question of a gesture it joins that one's step of undo, `onto`.
    """
    with workspace.unit_of_work("planned", onto=onto) as uow:
        return writes.plan(uow, deals, due, what, turn, place)


def finish(workspace: Workspace, deals: Sequence[int], onto: int | None = None, at: datetime | None = None) -> Result:
    """The earliest next step of each deal is done, or was `at` an earlier time; raises ConflictError without one.

    In answer to the question of a gesture it joins that one's step of undo, `onto`.
    """
    with workspace.unit_of_work("done", onto=onto) as uow:
        return writes.finish(uow, deals, at)


def snooze(workspace: Workspace, deals: Sequence[int], due: Due, onto: int | None = None) -> Result:
    """Move the earliest next step of each deal to a new date; nothing else changes (behaviour 7).

    A later date counts as a postponement; an earlier one does not, and is said. A step keeps its time of day unless
    `due` has another, or it is put to a day on which that time has passed. In answer to the question of a gesture it
    joins that one's step of undo, `onto`.
    """
    with workspace.unit_of_work("snoozed", onto=onto) as uow:
        uow.require_ahead(due)

        def put_off(row: Deal) -> tuple[Deal, OpenStep, OpenStep]:
            step = uow.earliest(row)
            return row, step, put_step(uow, step, due)

        put = uow.each(uow.deals(deals), put_off)
        rows, moved = [row for row, _, _ in put], [step for _, _, step in put]
        _say_earlier(uow, [(row, before) for row, before, after in put if after.due.order < before.due.order], len(put))
        time = moved[0].due.time if len(moved) == 1 else due.time
        said = f"snoozed {name_of(rows)} to {due_text(due.day, time, uow.now.date())}"
        return uow.done(rows, said + often(moved))


def shift(workspace: Workspace, deals: Sequence[int], days: int) -> Result:
    """Move the earliest next step of each deal by some days, a late one from today on.

    Like `snooze` otherwise. Raises ConflictError for a step that would come to lie in the past.
    """
    with workspace.unit_of_work("shifted") as uow:
        today = uow.now.date()

        def put(row: Deal) -> tuple[Deal, OpenStep]:
            return row, shifted(uow, row, uow.earliest(row), days)

        done = uow.each(uow.deals(deals), put)
        rows, moved = [row for row, _ in done], [step for _, step in done]
        if len(moved) == 1:
            said = f"snoozed {name_of(rows)} to {due_text(*moved[0].due, today)}"
        elif days > 0:
            said = f"snoozed {name_of(rows)} by {plural(days, 'day')}"
        else:
            said = f"brought {name_of(rows)} forward by {plural(-days, 'day')}"
        return uow.done(rows, said + often(moved))


def shifted(uow: UnitOfWork, row: Deal, step: OpenStep, days: int) -> OpenStep:
    """Move a step by some days, a late one from today on; raises ConflictError where it would lie in the past."""
    today = uow.now.date()
    then = max(step.due.day, today) + timedelta(days=days)
    if then < today:
        raise ConflictError(f"#{row.id} {row.title}: the next step cannot be brought further forward")
    return put_step(uow, step, Due(then))


def put_step(uow: UnitOfWork, step: OpenStep, due: Due, *, exactly: bool = False) -> OpenStep:
    """Move a step to a date that is not past; returns it as it is now. It keeps its time of day, unless `exactly`."""
    time = due.time if exactly else due.time or step.due.time
    if rules.step_state(due.day, time, uow.now) == rules.OVERDUE:
        time = None
    later = Due(due.day, time).order > step.due.order
    moved = step._replace(due=Due(due.day, time), postponed=step.postponed + later)
    follow_ups.put(uow.connection, step.id, moved.due, later=later)
    return moved


def _say_earlier(uow: UnitOfWork, brought: Sequence[tuple[Deal, OpenStep]], of: int) -> None:
    """Warn of steps that came to lie before the day they had, which is rarely what putting off is to do."""
    for row, step in brought[:_MOST_NAMED]:
        which = "it" if of == 1 else name_of([row])
        at = f" {step.due.time}" if step.due.time else ""
        uow.warnings.append(f"{EARLIER}{which} was due {day(step.due.day, uow.now.date())}{at}")
    if len(brought) > _MOST_NAMED:
        uow.warnings.append(f"{EARLIER}{len(brought) - _MOST_NAMED:,} more were due later")


def often(moved: Sequence[OpenStep]) -> str:
    """How often the most postponed of them was put off, from the third time on (behaviour 7)."""
    most = max(step.postponed for step in moved)
    return f" (postponed {most}×)" if most >= rules.SHOW_POSTPONED_FROM else ""


def turn(workspace: Workspace, deals: Sequence[int]) -> Result:
    """Whose turn the earliest next step is: theirs if any of them was mine, else mine again."""
    with workspace.unit_of_work("turn") as uow:
        found = uow.each(
            uow.deals(deals),
            lambda row: (row, uow.earliest(row)),
        )
        rows, steps = [row for row, _ in found], [step for _, step in found]
        whose = THEIRS if any(step.turn == MINE for step in steps) else MINE
        follow_ups.give_turn(uow.connection, [step.id for step in steps], whose)
        return uow.done(rows, f"next step of {name_of(rows)} is {whose}")
