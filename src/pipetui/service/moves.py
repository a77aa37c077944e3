"""Gestures that move deals: advance, retreat, move, win, drop, reopen, park."""

from __future__ import annotations

from pipetui.domain import pipeline
from pipetui.domain.errors import InputError
from pipetui.domain.text import clean
from pipetui.render import day
from pipetui.service.workspace import name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from pipetui.domain.aftersale import PlannedFollowUps
    from pipetui.domain.deal import Deal, Due, Stage, StageEvent
    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.pipelines import Pipelines
    from pipetui.store.unit_of_work import Move, UnitOfWork


def advance(
    workspace: Workspace,
    deals: Sequence[int],
    at: datetime | None = None,
    criteria: Sequence[tuple[int, bool]] = (),
) -> Result:
    """One stage on; warns when a deal leaves qualification with open questions, and goes on (behaviour 13).

    `criteria` are exit criteria by number, each with whether the deals meet it: that is noted in the same step.
    """
    return _shift(workspace, deals, "advanced", lambda _: pipeline.advance, at, criteria=criteria)


def retreat(workspace: Workspace, deals: Sequence[int], at: datetime | None = None) -> Result:
    """One stage back."""
    return _shift(workspace, deals, "moved back", lambda _: pipeline.retreat, at)


def move(
    workspace: Workspace,
    deals: Sequence[int],
    stage: str,
    at: datetime | None = None,
    here: Pipelines | None = None,
) -> Result:
    """To the stage that `stage` names (a beginning is enough): one of the deal's own pipeline first, else of another.

    `here` as in `unit_of_work`.
    """

    def to_stage(uow: UnitOfWork) -> Move:
        def move_there(deal: Deal, stages: Sequence[Stage], now: datetime) -> tuple[Deal, StageEvent]:
            there = uow.pipelines.named(stage, uow.pipelines.home(deal.stage_id))
            return pipeline.move(deal, stages, there, now)

        return move_there

    return _shift(workspace, deals, "moved", to_stage, at, here)


def _shift(
    workspace: Workspace,
    deals: Sequence[int],
    verb: str,
    how: Callable[[UnitOfWork], Move],
    at: datetime | None,
    here: Pipelines | None = None,
    criteria: Sequence[tuple[int, bool]] = (),
) -> Result:
    with workspace.unit_of_work(verb, here=here) as uow:
        then = _then(uow, at)
        rows = then.deals(deals)
        homes = {row.id: uow.pipelines.home(row.stage_id) for row in rows}

        def shifted(deal: Deal) -> Deal:
            if criteria:
                from pipetui.store import exit_criteria  # few stages have any

                for criterion, met in criteria:
                    exit_criteria.tick(uow.connection, deal.id, criterion, then.at, met=met)
            return then.shift(_as_then(then, deal, at), how(uow))

        moved = uow.each(rows, shifted)
        said = f"{verb} {name_of(moved)}"
        if len(moved) == 1:
            there = pipeline.stage_of(uow.pipelines.stages, moved[0].stage_id)
            said += f" to {uow.pipelines.called(there, homes[moved[0].id])}"
        said += _when(workspace, at)
        return uow.done(moved, said, ask=True)


def win(
    workspace: Workspace, deals: Sequence[int], planned: PlannedFollowUps | None = None, at: datetime | None = None
) -> Result:
    """Close as won, stamped with `at` or else this moment, with what is `planned` for after the sale.

    With nothing planned the outcome of a single deal asks for it (behaviour 26).
    """
    from pipetui.service import aftersale  # no other move has an after

    with workspace.unit_of_work("won") as uow:
        then = _then(uow, at)

        def close(deal: Deal) -> Deal:
            return then.record(pipeline.win(_as_then(then, deal, at), then.now))

        won = uow.each(then.deals(deals), close)
        said = [f"won {name_of(won)}{_when(workspace, at)}"]
        if planned is not None:
            said += aftersale.put_down(uow, won, planned)
        asked = aftersale.question(uow, won[0]) if planned is None and len(won) == 1 else None
        return uow.done(won, " · ".join(said))._replace(ask_won=asked)


def drop(
    workspace: Workspace,
    deals: Sequence[int],
    reason: str,
    note: str = "",
    revisit_on: date | None = None,
    at: datetime | None = None,
    reasons: Sequence[str] = (),
) -> Result:
    """Close as lost, at `at` or now; `reason` is one of the book's `reasons`, read if need be, or a beginning of it.

    On `revisit_on` it shows up in Today.
    """
    if revisit_on is not None and revisit_on < workspace.now().date():
        raise InputError("a lost deal is revisited on a day to come", "for example: +3mo, 1 mar, eoq")
    from pipetui.store.reads import book_reads  # no other move has a reason

    said = clean(note, multiline=True)
    chosen = pipeline.find_reason(reasons or book_reads.loss_reasons(workspace.store.connection), reason)
    label = f"({chosen})" if revisit_on is None else f"({chosen}), revisit {day(revisit_on, workspace.now().date())}"
    label += _when(workspace, at)
    return _close(
        workspace, deals, "dropped", lambda deal, now: pipeline.drop(deal, chosen, now, said, revisit_on), label, at
    )


def _close(
    workspace: Workspace,
    deals: Sequence[int],
    verb: str,
    how: Callable[[Deal, datetime], tuple[Deal, StageEvent]],
    tail: str = "",
    at: datetime | None = None,
) -> Result:
    with workspace.unit_of_work(verb) as uow:
        then = _then(uow, at)

        def close(deal: Deal) -> Deal:
            return then.record(how(_as_then(then, deal, at), then.now))

        closed = uow.each(then.deals(deals), close)
        return uow.done(closed, f"{verb} {name_of(closed)} {tail}".rstrip())


def _then(uow: UnitOfWork, at: datetime | None) -> UnitOfWork:
    """What to write with as of `at`, or now."""
    return uow if at is None else uow.as_of(at)


def _as_then(then: UnitOfWork, deal: Deal, at: datetime | None) -> Deal:
    """A deal as it stood then; without a time, as it is now."""
    return deal if at is None else then.come_before(deal)


def _when(workspace: Workspace, at: datetime | None) -> str:
    """A date that was written is said back (behaviour 15): ` on Tue 24 Nov 12:00`."""
    if at is None:
        return ""
    here = at.astimezone(workspace.now().tzinfo)
    return f" on {day(here.date(), workspace.now().date())} {here:%H:%M}"


def reopen(workspace: Workspace, deals: Sequence[int]) -> Result:
    """Open closed deals again, each in its last open stage; a deal in the bin is taken out of it as it was."""
    with workspace.unit_of_work("reopened") as uow:
        if not deals:
            raise InputError("no deal named", "name one by number or by words of its title")
        taken_out = {deal_id for deal_id in deals if uow.restored(deal_id)}

        def open_again(deal: Deal) -> Deal:
            return deal if deal.id in taken_out else uow.record(pipeline.reopen(deal, uow.now))

        opened = uow.each(uow.deals(deals), open_again)
        return uow.done(opened, f"reopened {name_of(opened)}", ask=True)


def park(workspace: Workspace, deals: Sequence[int], until: Due) -> Result:
    """Take off the board until the morning of a day that must be given (behaviour 8)."""
    with workspace.unit_of_work("parked") as uow:

        def put_away(deal: Deal) -> Deal:
            return uow.record(pipeline.park(deal, until.day, uow.now))

        parked = uow.each(uow.deals(deals), put_away)
        for deal in parked:
            for step in uow.undone(deal.id)[:1]:
                uow.warn_if_parked(deal, step.due.day)
        said = f"parked {name_of(parked)} until {day(until.day, uow.now.date())}"
        return uow.done(parked, said)


def unpark(workspace: Workspace, deals: Sequence[int]) -> Result:
    """Bring parked deals back now."""
    return _close(workspace, deals, "brought back", pipeline.unpark)
