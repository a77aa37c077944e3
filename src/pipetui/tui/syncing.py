"""Mail and calendar of the configuration, read behind the frame; what they say comes into the book as one gesture."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui.domain.errors import InputError, Remedy
from pipetui.exchange.calendar import sync as calendars
from pipetui.exchange.mailbox import sync as mail
from pipetui.exchange.mailbox.reading import Looked, WantedMail
from pipetui.service import Result, Workspace

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


async def sync_mail(app: "PipetuiApp") -> None:
    """Log what is new in the mail. The book is asked only for its addresses; keys are heard meanwhile."""
    wanted = mail.asked(app.worker.workspace.settings)
    app.say("reading mail …")
    look = await app.worker.ask(lambda workspace: mail.prepared(workspace, wanted))
    app.worker.submit(_log, await asyncio.to_thread(look), wanted)


def _log(workspace: Workspace, looked: Looked, wanted: WantedMail) -> Result:
    result = mail.log(workspace, looked, wanted).result
    return result._replace(warnings=(*looked.told, *result.warnings))


async def sync_calendar(app: "PipetuiApp") -> None:
    """Bring calendar and book up to date."""
    path = app.worker.workspace.settings.calendar
    if not path:
        raise InputError("no calendar is named", remedy=Remedy("calendar.path"))
    app.worker.submit(_synced, Path(path))


def _synced(workspace: Workspace, path: Path) -> Result:
    done = calendars.sync(workspace, path)
    if done.failed is not None and not done.result.undoable:
        raise done.failed
    failed = (done.failed.title,) if done.failed is not None else ()
    warned = tuple(step.said for step in done.steps if step.said and step.what in (calendars.LEFT, calendars.REFUSED))
    ask = done.suggested[0] if len(done.suggested) == 1 else None
    said = f"calendar: {done.result.message or 'nothing new'}"
    warnings = (*done.result.warnings, *warned, *done.odd, *failed)
    return done.result._replace(message=said, warnings=warnings, ask=ask)
