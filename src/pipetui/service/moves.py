"""Gestures that move deals: advance, retreat, move, win, drop, reopen, park."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipetui.domain import pipeline
from pipetui.domain.dates.when import Due
from pipetui.domain.deal import Deal, StageEvent
from pipetui.domain.errors import InputError
from pipetui.domain.text import clean
from pipetui.render import day
from pipetui.service import aftersale
from pipetui.service.workspace import Desk, Gesture, Outcome, name_of
from pipetui.store import unit_of_work
from pipetui.store.reads import book_reads

if TYPE_CHECKING:
    from pipetui.domain.aftersale import Planned
    from pipetui.store.unit_of_work import Move


def advance(desk: Desk, deals: Sequence[int], at: datetime | None = None) -> Outcome:
    """One stage on; warns when a deal leaves qualification with open questions, and goes on (behaviour 13)."""
    return _shift(desk, deals, "advanced", pipeline.advance, at)


def retreat(desk: Desk, deals: Sequence[int], at: datetime | None = None) -> Outcome:
    """One stage back."""
    return _shift(desk, deals, "moved back", pipeline.retreat, at)


def move(desk: Desk, deals: Sequence[int], stage: str, at: datetime | None = None) -> Outcome:
    """To the stage that `stage` names (a beginning is enough) in the deal's pipeline."""
    return _shift(
        desk,
        deals,
        "moved",
        lambda deal, stages, now: pipeline.move(deal, stages, pipeline.find_stage(stages, stage), now),
        at,
    )


def _shift(desk: Desk, deals: Sequence[int], verb: str, how: Move, at: datetime | None) -> Outcome:
    with desk.gesture(verb) as gesture:
        then = _then(gesture, at)
        moved = unit_of_work.each(
            gesture.pen,
            unit_of_work.deals(then, deals),
            lambda deal: unit_of_work.shift(then, _as_then(then, deal, at), how),
        )
        said = f"{verb} {name_of(moved)}"
        if len(moved) == 1:
            stages = book_reads.places(desk.store.connection).stages
            said += f" to {pipeline.stage_of(stages, moved[0].stage_id).name}"
        said += _when(desk, at)
        return gesture.told(gesture.pen.done(moved, said, ask=True))


def win(desk: Desk, deals: Sequence[int], planned: Planned | None = None, at: datetime | None = None) -> Outcome:
    """Close as won, stamped with `at` or else this moment, with what is `planned` for after the sale.

    With nothing planned the outcome of a single deal asks for it (behaviour 26).
    """
    with desk.gesture("won") as gesture:
        then = _then(gesture, at)

        def close(deal: Deal) -> Deal:
            return unit_of_work.record(then, pipeline.win(_as_then(then, deal, at), then.now))

        won = unit_of_work.each(gesture.pen, unit_of_work.deals(then, deals), close)
        said = [f"won {name_of(won)}{_when(desk, at)}"]
        if planned is not None:
            said += aftersale.put_down(gesture.pen, won, planned)
        asked = aftersale.question(gesture.pen, won[0]) if planned is None and len(won) == 1 else None
        return gesture.told(gesture.pen.done(won, " · ".join(said))._replace(ask_won=asked))


def drop(
    desk: Desk,
    deals: Sequence[int],
    reason: str,
    note: str = "",
    revisit_on: date | None = None,
    at: datetime | None = None,
) -> Outcome:
    """Close as lost, at `at` or now; `reason` is one of the book's or a beginning of it.

    On `revisit_on` it shows up in Today.
    """
    if revisit_on is not None and revisit_on < desk.now().date():
        raise InputError("a lost deal is revisited on a day to come", "for example: +3mo, 1 mar, eoq")
    said = clean(note, multiline=True)
    chosen = pipeline.find_reason(book_reads.loss_reasons(desk.store.connection), reason)
    label = f"({chosen})" if revisit_on is None else f"({chosen}), revisit {day(revisit_on, desk.now().date())}"
    label += _when(desk, at)
    return _close(
        desk, deals, "dropped", lambda deal, now: pipeline.drop(deal, chosen, now, said, revisit_on), label, at
    )


def _close(
    desk: Desk,
    deals: Sequence[int],
    verb: str,
    how: Callable[[Deal, datetime], tuple[Deal, StageEvent]],
    tail: str = "",
    at: datetime | None = None,
) -> Outcome:
    with desk.gesture(verb) as gesture:
        then = _then(gesture, at)

        def close(deal: Deal) -> Deal:
            return unit_of_work.record(then, how(_as_then(then, deal, at), then.now))

        closed = unit_of_work.each(gesture.pen, unit_of_work.deals(then, deals), close)
        return gesture.told(gesture.pen.done(closed, f"{verb} {name_of(closed)} {tail}".rstrip()))


def _then(gesture: Gesture, at: datetime | None) -> unit_of_work.Pen:
    """What to write with as of `at`, or now."""
    return gesture.pen if at is None else unit_of_work.as_of(gesture.pen, at)


def _as_then(then: unit_of_work.Pen, deal: Deal, at: datetime | None) -> Deal:
    """A deal as it stood then; without a time, as it is now."""
    return deal if at is None else unit_of_work.come_before(then, deal)


def _when(desk: Desk, at: datetime | None) -> str:
    """A date that was written is said back (behaviour 15): ` on Tue 24 Nov 12:00`."""
    if at is None:
        return ""
    here = at.astimezone(desk.now().tzinfo)
    return f" on {day(here.date(), desk.now().date())} {here:%H:%M}"


def reopen(desk: Desk, deals: Sequence[int]) -> Outcome:
    """Open closed deals again, each in its last open stage; a deal in the bin is taken out of it as it was."""
    with desk.gesture("reopened") as gesture:
        if not deals:
            raise InputError("no deal named", "name one by number or by words of its title")
        taken_out = {deal_id for deal_id in deals if unit_of_work.restored(gesture.pen, deal_id)}

        def open_again(deal: Deal) -> Deal:
            return (
                deal if deal.id in taken_out else unit_of_work.record(gesture.pen, pipeline.reopen(deal, gesture.now))
            )

        opened = unit_of_work.each(gesture.pen, unit_of_work.deals(gesture.pen, deals), open_again)
        return gesture.told(gesture.pen.done(opened, f"reopened {name_of(opened)}", ask=True))


def park(desk: Desk, deals: Sequence[int], until: Due) -> Outcome:
    """Take off the board until the morning of a day that must be given (behaviour 8)."""
    with desk.gesture("parked") as gesture:

        def put_away(deal: Deal) -> Deal:
            return unit_of_work.record(gesture.pen, pipeline.park(deal, until.day, gesture.now))

        parked = unit_of_work.each(gesture.pen, unit_of_work.deals(gesture.pen, deals), put_away)
        for deal in parked:
            for step in unit_of_work.undone(gesture.pen, deal.id)[:1]:
                unit_of_work.warn_if_parked(gesture.pen, deal, step.due.day)
        said = f"parked {name_of(parked)} until {day(until.day, gesture.now.date())}"
        return gesture.told(gesture.pen.done(parked, said))


def unpark(desk: Desk, deals: Sequence[int]) -> Outcome:
    """Bring parked deals back now."""
    return _close(desk, deals, "brought back", pipeline.unpark)
