"""Putting the past right: when a deal came in, entered its stage and was closed, and why it was lost (behaviour 11).

The deal and its history are written together, so that every report says the same. What cannot have been so is refused:
no deal is closed before it entered its stage, none came in after it moved on.
"""

from __future__ import annotations

from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.domain.errors import ConflictError, InputError
from pipetui.render import day
from pipetui.store import check_ins, stage_events

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from pipetui.store.deal_row import DealRow
    from pipetui.store.stage_events import Event
    from pipetui.store.unit_of_work import UnitOfWork

_ENTERING = ("created", "advanced", "retreated", "moved", "reopened")
"""The events with which a deal comes into a stage."""


def came_in(uow: UnitOfWork, row: DealRow, at: datetime) -> None:
    """The deal was created then. Raises ConflictError where it had moved, or was closed, before that."""
    events = _events(uow, row)
    after = [event for event in events if event.kind != "created"]
    _refuse_after(uow, row, at, min((event.at for event in after), default=None), "come in", "it moved on")
    _refuse_after(uow, row, at, row.closed_at, "come in", "it was closed")
    never_moved = not any(event.kind in _ENTERING for event in after)
    if never_moved and (row.entered_stage_at == row.created_at or row.entered_stage_at < at):
        row.entered_stage_at = at
    row.created_at, row.created_unknown = at, 0
    _put(uow, row, next((event for event in events if event.kind == "created"), None), at)


def entered(uow: UnitOfWork, row: DealRow, at: datetime) -> None:
    """The deal came into its stage then. Raises ConflictError where that is not between the events around it."""
    events = _events(uow, row)
    moves = [event for event in events if event.kind in _ENTERING]
    last = moves[-1] if moves and moves[-1].kind != "created" else None
    before = [event.at for event in events if last is not None and (event.at, event.id) < (last.at, last.id)]
    first = "it came in" if last is None else "it was moved"
    _refuse_before(uow, row, at, max([row.created_at, *before]), "entered its stage", first)
    _refuse_after(uow, row, at, row.closed_at, "entered its stage", "it was closed")
    row.entered_stage_at = at
    _put(uow, row, last, at)


def closed(uow: UnitOfWork, row: DealRow, at: datetime) -> None:
    """The deal was won or lost then. Raises ConflictError for an open one, and where it entered its stage later."""
    if row.status == OPEN:
        raise ConflictError(f"{row.name} is open", "win or drop it, with the day it was: at:yesterday")
    _refuse_before(uow, row, at, row.entered_stage_at, "been closed", "it entered its stage")
    ends = [event for event in _events(uow, row) if event.kind == row.status]
    if row.first_won_at == row.closed_at:
        row.first_won_at = at
    if row.status == WON:
        check_ins.keep(uow.connection, row.id, row.closed_at or check_ins.UNKNOWN, at)
    row.closed_at, row.closed_on = at, at.astimezone(uow.now.tzinfo).date()
    _put(uow, row, ends[-1] if ends else None, at)


def lost_for(uow: UnitOfWork, row: DealRow, reason: str) -> None:
    """The deal was lost for that reason. Raises ConflictError for one that is not lost."""
    if not reason:
        raise InputError("a lost deal has a reason", "another may be given, or reopen it")
    if row.status != LOST:
        raise ConflictError(f"{row.name} is {row.status}: only a lost deal has a reason", "drop it instead")
    row.lost_reason = reason
    said = f"{reason}: {row.lost_note}" if row.lost_note else reason
    ends = [event for event in _events(uow, row) if event.kind == LOST]
    if ends:
        stage_events.set_note(uow.connection, ends[-1].id, said)


def _events(uow: UnitOfWork, row: DealRow) -> list[Event]:
    return stage_events.events(uow.connection, row.id)


def _put(uow: UnitOfWork, row: DealRow, event: Event | None, at: datetime) -> None:
    """Put an event to another time; how long the deal lay in each stage follows, where that is known at all."""
    if event is None:
        return
    connection = uow.connection
    stage_events.put(connection, event.id, at)
    since: datetime | None = None
    for one in _events(uow, row):
        if one.stayed_s is not None and since is not None:
            stayed = max(0, int((one.at - since).total_seconds()))
            stage_events.set_stay(connection, one.id, stayed)
        if one.kind in _ENTERING:
            since = one.at


def _refuse_before(uow: UnitOfWork, row: DealRow, at: datetime, first: datetime, what: str, event: str) -> None:
    if at < first:
        raise _impossible(uow, row, at, what, f"{event} only on", first)


def _refuse_after(uow: UnitOfWork, row: DealRow, at: datetime, last: datetime | None, what: str, event: str) -> None:
    if last is not None and at > last:
        raise _impossible(uow, row, at, what, f"{event} on", last)


def _impossible(uow: UnitOfWork, row: DealRow, at: datetime, what: str, event: str, other: datetime) -> ConflictError:
    """That the deal cannot have done something then, for what happened at another time."""
    then, when = (
        f"{day(local.date(), uow.now.date())} {local:%H:%M}"
        for local in (at.astimezone(uow.now.tzinfo), other.astimezone(uow.now.tzinfo))
    )
    return ConflictError(f"{row.name} cannot have {what} on {then}: {event} {when}", "put that right first")
