"""Gestures of the daily loop: log a touch, plan a next step, finish it, snooze it."""

from collections.abc import Sequence

from pipetui.domain import rules
from pipetui.domain.deal import MINE, THEIRS
from pipetui.domain.quickline import TouchLine
from pipetui.domain.when import Due
from pipetui.render import due as due_text
from pipetui.service.desk import Desk, Outcome, Place, name_of
from pipetui.store import fast, pen


def log(desk: Desk, deals: Sequence[int], touch: TouchLine) -> Outcome:
    """Write down what happened; with the touch may come a next step and a move, all as one step of undo."""
    with desk.gesture("logged") as gesture:
        return gesture.told(fast.log(gesture.pen, deals, touch))


def plan(
    desk: Desk,
    deals: Sequence[int],
    due: Due,
    what: str = "",
    turn: str = MINE,
    place: Place | None = None,
    onto: int | None = None,
) -> Outcome:
    """Set a next step; with `place` it is that step of the deal's cadence.

    In answer to the question of a gesture it joins that one's step of undo, `onto`.
    """
    with desk.gesture("planned", onto=onto) as gesture:
        return gesture.told(fast.plan(gesture.pen, deals, due, what, turn, place))


def finish(desk: Desk, deals: Sequence[int]) -> Outcome:
    """The earliest next step of each deal is done; raises ConflictError for a deal that has none."""
    with desk.gesture("done") as gesture:
        return gesture.told(fast.finish(gesture.pen, deals))


def snooze(desk: Desk, deals: Sequence[int], due: Due) -> Outcome:
    """Move the earliest next step of each deal to a new date; nothing else changes (behaviour 7).

    A later date counts as a postponement; an earlier one does not. A step keeps its time of day unless `due` has
    another, or it is put to a day on which that time has passed.
    """
    with desk.gesture("snoozed") as gesture:
        rows = pen.deals(gesture.pen, deals)
        pen.require_ahead(gesture.pen, due)
        counts = []
        for row in rows:
            step = pen.earliest(gesture.pen, row)
            time = due.time or step.due.time
            if rules.step_state(due.day, time, gesture.now) == rules.OVERDUE:
                time = None
            later = (due.day, time or "24:00") > (step.due.day, step.due.time or "24:00")
            counts.append(step.postponed + later)
            gesture.pen.connection.execute(
                "UPDATE follow_up SET due_on = ?, due_time = ?, postponed = ? WHERE id = ?",
                (due.day.isoformat(), time, counts[-1], step.id),
            )
        said = (
            f"snoozed {name_of(rows)} to {due_text(due.day, time if len(rows) == 1 else due.time, gesture.now.date())}"
        )
        if max(counts) >= rules.SHOW_POSTPONED_FROM:
            said += f" (postponed {max(counts)}×)"
        return gesture.told(gesture.pen.done(rows, said))


def turn(desk: Desk, deals: Sequence[int]) -> Outcome:
    """Whose turn the earliest next step is: theirs if any of them was mine, else mine again."""
    with desk.gesture("turn") as gesture:
        rows = pen.deals(gesture.pen, deals)
        steps = [pen.earliest(gesture.pen, row) for row in rows]
        whose = THEIRS if any(step.turn == MINE for step in steps) else MINE
        gesture.pen.connection.executemany(
            "UPDATE follow_up SET turn = ? WHERE id = ?", [(whose, step.id) for step in steps]
        )
        return gesture.told(gesture.pen.done(rows, f"next step of {name_of(rows)} is {whose}"))
