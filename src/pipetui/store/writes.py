"""What the gestures of the day write: a touch logged, a next step planned and finished; a new deal see `new_deals`.

Each is the inside of one gesture, and is called in its transaction. Standard library only, and of this package what a
gesture needs is imported in it: each module takes a quick verb 0.2 ms.
"""

from __future__ import annotations

from pipetui.domain import cadence, rules
from pipetui.domain.deal import MINE, OPEN, Deal, kind_name
from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.text import clean
from pipetui.render import day, doing
from pipetui.render import due as due_text
from pipetui.store import cadences
from pipetui.store.unit_of_work import CadencePlace, name_of
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipetui.domain.cadence import Standing
    from pipetui.domain.deal import Due
    from pipetui.domain.line.touch_line import TouchLine
    from pipetui.store.unit_of_work import Result, UnitOfWork


def plan(
    uow: UnitOfWork,
    deal_ids: Sequence[int],
    due: Due,
    what: str = "",
    turn: str = MINE,
    place: CadencePlace | None = None,
) -> Result:
    """Set a next step; with `place`, or without words while a cadence is under way, it is that step of the cadence."""
    made = uow.each(uow.deals(deal_ids), lambda row: (row, _plan_step(uow, row, due, what, turn, place)))
    rows = [row for row, _ in made]
    todo = doing(clean(made[0][1] if len(rows) == 1 else what), turn)
    said = f"next for {name_of(rows)}: {due_text(due.day, due.time, uow.now.date())}"
    first = uow.undone(rows[0].id)[:1] if len(rows) == 1 else []
    before = ""
    if first and first[0].due.order < due.order:
        standing = doing(first[0].what, first[0].turn)
        before = f" · before it still {due_text(*first[0].due, uow.now.date())}" + (
            f" – {standing}" if standing else ""
        )
    return uow.done(rows, said + (f" – {todo}" if todo else "") + before)


def finish(uow: UnitOfWork, deal_ids: Sequence[int], at: datetime | None = None) -> Result:
    """The earliest next step of each deal is done, or was done `at` an earlier time.

    Raises ConflictError for a deal that has none, InputError for a time ahead.
    """
    then = uow if at is None else uow.as_of(at)

    def finished(row: Deal) -> tuple[Deal, str]:
        step = uow.earliest(row)
        then.tick(row, step)
        return row, step.what

    done = uow.each(uow.deals(deal_ids), finished)
    rows = [row for row, _ in done]
    what = f" – {done[0][1]}" if len(done) == 1 and done[0][1] else ""
    said = (f"done: next step of {name_of(rows)}{what}", _happened(at, uow.now))
    return uow.done(rows, " · ".join(filter(None, said)), ask=True)


def write_touch(
    uow: UnitOfWork,
    touch: TouchLine,
    deal_id: int | None,
    person_id: int | None = None,
    organization_id: int | None = None,
) -> None:
    """Write a touch down, on a deal, with somebody, or both; what follows from it is for the caller."""
    at = _at(uow, touch)
    if at > uow.at:
        raise InputError("a touch lies in the past", remedy=Remedy("next.instead"))
    text = clean(touch.text, multiline=True)
    uow.connection.execute(
        """INSERT INTO touch (deal_id, person_id, kind, direction, outcome, at, text, organization_id)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (deal_id, person_id, touch.kind, touch.direction, touch.outcome, at, text, organization_id),
    )


def _at(uow: UnitOfWork, touch: TouchLine) -> str:
    """When it happened, as the store writes it."""
    return utc_text(touch.at) if touch.at else uow.at


def log(
    uow: UnitOfWork, deal_ids: Sequence[int], touch: TouchLine, person_id: int | None = None, *, told_late: bool = False
) -> Result:
    """Write down what happened, with the person it happened with where that is known; with the touch may come a next
    step and a move.

    A due follow-up that the touch answers (a call for a planned call; a reply for what we waited for) is finished
    with it; see `rules.answers`. One that is `told_late`, by a program that keeps what happened long ago, answers only
    what was planned, and stops only a cadence that had begun, when it happened.
    """
    finished: list[str] = []
    left: list[str] = []
    uow.warnings.extend(touch.doubts)

    def written_down(row: Deal) -> Deal:
        write_touch(uow, touch, row.id, person_id)
        standing = cadences.standing(uow.connection, row.id)
        if told_late and standing is not None and not cadences.had_begun(uow.connection, row.id, _at(uow, touch)):
            standing = None
        done, still = _finish_answered(uow, row, touch, told_late=told_late)
        then = cadences.standing(uow.connection, row.id) if done and standing else standing
        _keep_cadence(uow, row, touch, standing, then)
        moved = _moved_too(uow, row, touch.stage) if touch.stage else row
        if touch.next:
            _plan_step(uow, moved, *touch.next)
        finished.extend(done)
        left.extend(still)
        return moved

    found = uow.deals(deal_ids)
    before = {row.id: row.stage_id for row in found}
    rows = uow.each(found, written_down)
    said = (
        f"logged {kind_name(touch.kind)} on {name_of(rows)}" + (f": {touch.outcome}" if touch.outcome else ""),
        _happened(touch.at, uow.now),
        f"done: {', '.join(finished)}" if finished else "",
        _in_stage(uow, rows[0].stage_id, before[rows[0].id]) if touch.stage else "",
        f"next: {due_text(touch.next.due.day, touch.next.due.time, uow.now.date())}" if touch.next else "",
    )
    result = uow.done(rows, " · ".join(filter(None, said)), ask=True)._replace(still_due=tuple(left))
    ask, again = result.ask, [what for what in finished if rules.kind_of(what) == touch.kind]
    if ask is not None and not (ask.what or ask.decide) and again and touch.outcome in rules.UNREACHED:
        return result._replace(ask=ask._replace(what=again[0]))
    return result


def _moved_too(uow: UnitOfWork, here: Deal, stage: str) -> Deal:
    """The deal in the stage that a touch names; one that is there already stays, for no touch is lost for a move."""
    from pipetui.domain import pipeline

    target = uow.pipelines.named(stage, uow.pipelines.home(here.stage_id))
    if here.status == OPEN and here.stage_id == target.id:
        return here
    return uow.shift(here, lambda deal, stages, now: pipeline.move(deal, stages, target, now))


def _in_stage(uow: UnitOfWork, stage_id: int, before: int) -> str:
    from pipetui.domain import pipeline

    name = pipeline.stage_of(uow.pipelines.stages, stage_id).name
    return f"in {name} already" if stage_id == before else f"moved to {name}"


def _happened(at: datetime | None, now: datetime) -> str:
    """When it happened, where that was written: `Mon 16 Nov 12:00` (behaviour 15)."""
    if at is None:
        return ""
    at = at.astimezone(now.tzinfo)
    return f"{day(at.date(), now.date())} {at:%H:%M}"


def _finish_answered(
    uow: UnitOfWork, here: Deal, touch: TouchLine, *, told_late: bool = False
) -> tuple[list[str], list[str]]:
    """Finish what the touch answers; returns that, and what is due and stays open."""
    finished, left = [], []
    steps = uow.undone(here.id)
    if told_late:
        from pipetui.store import follow_ups  # whoever logs by hand needs none of it

        steps = [step for step in steps if follow_ups.was_planned(uow.connection, step.id, _at(uow, touch))]
    for step in steps:
        state = rules.step_state(step.due.day, step.due.time, uow.now)
        if rules.answers(step.kind, step.what, step.turn, state, touch.kind, touch.outcome, touch.direction):
            uow.tick(here, step)
            finished.append(step.what or "next step")
        elif state != rules.PLANNED:
            left.append(f"#{here.id} {here.title}: still due: {doing(step.what, step.turn)}")
    return finished, left


def _keep_cadence(
    uow: UnitOfWork, here: Deal, touch: TouchLine, before: Standing | None, standing: Standing | None
) -> None:
    """Stop the deal's cadence where the touch ends it; a touch of the kind that comes next, unplanned, is that step.

    `before` is where the deal stood before the touch finished what it answers, `standing` where it does since.
    """
    if standing is None or standing.next is None:
        return
    reason = cadence.stopped_by(touch.outcome, touch.direction)
    if reason:
        cadences.stop(uow.connection, here.id, reason, uow.at, standing)
    elif standing == before and touch.kind == standing.next.kind and not cadences.planned(uow.connection, here.id):
        cadences.step_done(uow.connection, here.id, standing, uow.at)


def _plan_step(uow: UnitOfWork, here: Deal, due: Due, what: str, turn: str, place: CadencePlace | None = None) -> str:
    """Plan a step; without words of its own it is the next one of a cadence under way. Returns what is to be done."""
    standing = None if place or here.status != OPEN else cadences.standing(uow.connection, here.id)
    if standing is not None and standing.next is not None:
        text = standing.next.text or standing.next.kind
        if what == text or (not what and standing.row_id is not None):
            what, place = text, CadencePlace(standing.cadence.id, standing.done)
    uow.add_step(here, due, what, turn, place)
    return what
