"""Gestures of the daily loop: log a touch, plan a next step, finish it, snooze it."""

from collections.abc import Sequence
from datetime import UTC

from sqlmodel import col, func, select

from pipetui.domain import pipeline, rules
from pipetui.domain.deal import MINE, OPEN, THEIRS, TOUCH_KINDS
from pipetui.domain.errors import ConflictError, InputError
from pipetui.domain.quickline import TouchLine
from pipetui.domain.text import clean, fold
from pipetui.domain.when import Due
from pipetui.render import doing
from pipetui.render import due as due_text
from pipetui.service.desk import Desk, Gesture, Outcome, name_of
from pipetui.service.moves import shift
from pipetui.store import tables


def log(desk: Desk, deals: Sequence[int], touch: TouchLine) -> Outcome:
    """Write down what happened; with the touch may come a next step and a move, all as one step of undo.

    A due follow-up that the touch answers (a call for a planned call; a reply for what we waited for) is finished
    with it; see `rules.answers`.
    """
    with desk.gesture("logged") as gesture:
        at = (touch.at or gesture.now).replace(microsecond=0).astimezone(UTC)
        if at > gesture.utc:
            raise InputError("a touch lies in the past", "plan it instead: pipetui next")
        rows = gesture.deals(deals)
        finished: list[str] = []
        for row in rows:
            assert row.id is not None
            gesture.session.add(
                tables.Touch(
                    deal_id=row.id,
                    kind=touch.kind,
                    direction=touch.direction,
                    outcome=touch.outcome,
                    at=at,
                    text=clean(touch.text, multiline=True),
                )
            )
            finished += _finish_answered(gesture, row, touch)
            if touch.stage:
                shift(gesture, row, lambda d, s, now: pipeline.move(d, s, pipeline.find_stage(s, touch.stage), now))
            if touch.next:
                add_step(gesture, row, touch.next.due, touch.next.what, touch.next.turn)
        said = " · ".join(
            part
            for part in (
                f"logged {touch.kind} on {name_of(rows)}" + (f": {touch.outcome}" if touch.outcome else ""),
                f"done: {', '.join(finished)}" if finished else "",
                f"moved to {_stage(gesture, rows[0])}" if touch.stage else "",
                f"next: {due_text(touch.next.due.day, touch.next.due.time, gesture.now.date())}" if touch.next else "",
            )
            if part
        )
        return gesture.done(rows, said, ask=True)


def _finish_answered(gesture: Gesture, row: tables.Deal, touch: TouchLine) -> list[str]:
    """Finish what the touch answers and return it; what is due and stays open is said in a warning."""
    finished = []
    for step in _undone(gesture, row.id or 0):
        state = rules.step_state(step.due_on, step.due_time, gesture.now)
        if rules.answers(step.kind, step.what, step.turn, state, touch.kind, touch.outcome, touch.direction):
            step.done_at = gesture.utc
            finished.append(step.what or "follow-up")
        elif state != rules.PLANNED:
            gesture.warnings.append(f"#{row.id} {row.title}: still due: {doing(step.what, step.turn)}")
    return finished


def _stage(gesture: Gesture, row: tables.Deal) -> str:
    return pipeline.stage_of(gesture.places.stages, row.stage_id).name


def _undone(gesture: Gesture, deal_id: int) -> list[tables.FollowUp]:
    """The undone follow-ups of a deal, earliest first."""
    step = tables.FollowUp
    return list(
        gesture.session.exec(
            select(step)
            .where(step.deal_id == deal_id, col(step.done_at).is_(None))
            .order_by(col(step.due_on), func.coalesce(step.due_time, "24:00"), col(step.id))
        )
    )


def add_step(gesture: Gesture, row: tables.Deal, due: Due, what: str, turn: str = MINE) -> None:
    """Plan a follow-up inside a gesture. Its kind is read off its first word ("call Ann" is a call)."""
    if row.status != OPEN:
        raise ConflictError(f"#{row.id} {row.title} is {row.status}", "reopen it to plan a next step")
    _require_ahead(gesture, due)
    what = clean(what)
    gesture.session.add(
        tables.FollowUp(
            deal_id=row.id or 0,
            what=what,
            due_on=due.day,
            due_time=due.time,
            kind=kind_of(what),
            turn=turn,
            created_at=gesture.utc,
        )
    )


def _require_ahead(gesture: Gesture, due: Due) -> None:
    """Nothing can be put into Overdue (behaviour 2)."""
    if rules.step_state(due.day, due.time, gesture.now) == rules.OVERDUE:
        raise InputError("a next step cannot lie in the past", "for example: tomorrow, fri, +3d")


def kind_of(what: str) -> str:
    """The kind of touch that a step's text begins with, or ""."""
    first = fold(what).partition(" ")[0].replace("-", "").rstrip(":")
    return next((kind for kind in TOUCH_KINDS if first in (kind, kind + "s")), "email" if first == "mail" else "")


def plan(desk: Desk, deals: Sequence[int], due: Due, what: str = "", turn: str = MINE) -> Outcome:
    """Set a next step."""
    with desk.gesture("planned") as gesture:
        rows = gesture.deals(deals)
        for row in rows:
            add_step(gesture, row, due, what, turn)
        when = due_text(due.day, due.time, gesture.now.date())
        todo = doing(clean(what), turn)
        said = f"next for {name_of(rows)}: {when}" + (f" – {todo}" if todo else "")
        return gesture.done(rows, said)


def finish(desk: Desk, deals: Sequence[int]) -> Outcome:
    """The earliest next step of each deal is done; raises ConflictError for a deal that has none."""
    with desk.gesture("done") as gesture:
        rows = gesture.deals(deals)
        for row in rows:
            _earliest(gesture, row).done_at = gesture.utc
        return gesture.done(rows, f"done: next step of {name_of(rows)}", ask=True)


def snooze(desk: Desk, deals: Sequence[int], due: Due) -> Outcome:
    """Move the earliest next step of each deal to a new date; nothing else changes (behaviour 7).

    A later date counts as a postponement; an earlier one does not. A step keeps its time of day unless `due` has
    another, or it is put to a day on which that time has passed.
    """
    with desk.gesture("snoozed") as gesture:
        rows = gesture.deals(deals)
        _require_ahead(gesture, due)
        counts = []
        for row in rows:
            step = _earliest(gesture, row)
            time = due.time or step.due_time
            if rules.step_state(due.day, time, gesture.now) == rules.OVERDUE:
                time = None
            if (due.day, time or "24:00") > (step.due_on, step.due_time or "24:00"):
                step.postponed += 1
            step.due_on, step.due_time = due.day, time
            counts.append(step.postponed)
        said = (
            f"snoozed {name_of(rows)} to {due_text(due.day, time if len(rows) == 1 else due.time, gesture.now.date())}"
        )
        if max(counts) >= rules.SHOW_POSTPONED_FROM:
            said += f" (postponed {max(counts)}×)"
        return gesture.done(rows, said)


def turn(desk: Desk, deals: Sequence[int]) -> Outcome:
    """Whose turn the earliest next step is: theirs if any of them was mine, else mine again."""
    with desk.gesture("turn") as gesture:
        rows = gesture.deals(deals)
        steps = [_earliest(gesture, row) for row in rows]
        whose = THEIRS if any(step.turn == MINE for step in steps) else MINE
        for step in steps:
            step.turn = whose
        return gesture.done(rows, f"next step of {name_of(rows)} is {whose}")


def _earliest(gesture: Gesture, row: tables.Deal) -> tables.FollowUp:
    steps = _undone(gesture, row.id or 0)
    if row.status != OPEN or not steps:
        raise ConflictError(f"#{row.id} {row.title} has no next step", "set one: pipetui next, or n in the app")
    return steps[0]
