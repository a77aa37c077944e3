"""The verb `ics`: a calendar kept up to date, and read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipetui.cli import apply_change
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.output import messages
from pipetui.domain.errors import ConflictError, InputError, Remedy
from pipetui.exchange.calendar import sync as calendars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.exchange.calendar.sync import SyncedCalendar, SyncedStep

CONFLICT = ConflictError.exit_code


def ics(call: Call, path: Path | None = None, dry_run: bool = False) -> int | None:
    """Keep a calendar up to date with the next steps, and take over what was ticked or moved there.

    PATH is a folder with a file for each item (vdir, as khal and vdirsyncer use), or one .ics file; else it is
    [calendar] path of the configuration. A next step is a task, one with a time of day an event. What is deleted there
    stays open here, and is said; what was changed here and there stays as it is here, and the exit code is 4. All else
    in the calendar is left as it is.

    pipetui ics ~/.calendars/sales
    pipetui ics ~/calendar.ics --dry-run
    pipetui ics -q
    """
    named = path or Path(call.settings().calendar)
    if not path and not call.settings().calendar:
        raise InputError("no calendar is named", remedy=Remedy("calendar.path"))
    with open_workspace(call, write=not dry_run) as workspace:
        if dry_run:
            tried = calendars.rehearse(workspace, named)
            call.out.show(lambda _: _lines(tried), lambda: map(_shape, tried.steps))
            call.out.remark("dry run: nothing was changed, here or there")
            return CONFLICT if tried.conflicts else None
        done = calendars.sync(workspace, named)
        if done.failed is not None and not done.result.undoable:
            raise done.failed
        said = done.result.message or "nothing new"
        said = messages.changed(said) if done.result.undoable else said
        apply_change.report(call, workspace, done.result, said, shape=lambda: map(_shape, done.steps))
        _tell(call, done)
    return CONFLICT if done.conflicts else None


def _tell(call: Call, done: SyncedCalendar) -> None:
    """What became of the next steps by the calendar, and what is left to be planned."""
    for step in done.steps:
        if step.what in (calendars.FINISHED, calendars.MOVED):
            call.speak(step.said)
        elif step.said:
            call.speak(f"warning: {step.said}")
    for said in done.odd:
        call.speak(f"warning: {said}")
    for suggestion in done.suggested:
        decide = messages.to_decide(suggestion) if suggestion.decide else messages.no_next_step(suggestion)
        call.speak(f"#{suggestion.deal_id} {suggestion.title}: {decide}")
    if done.failed is not None:
        raise done.failed


def _lines(done: SyncedCalendar) -> Iterator[str]:
    for step in done.steps:
        yield step.said or f"#{step.deal} {step.title}: {step.what}" if step.deal else f"next step {step.id}: cancelled"
    yield from done.odd


def _shape(step: SyncedStep) -> dict[str, Any]:
    return {"what": step.what, "follow_up": step.id, "deal": step.deal, "title": step.title}
