"""Mail and calendar, synced from the palette behind the frame."""

from __future__ import annotations

from pathlib import Path

from pipetui.config import Settings
from pipetui.service import Workspace
from pipetui.tui.dialogs import StepDialog
from tests.exchange.mails import Maildir, message
from tests.tui.conftest import Opens


async def test_mail_is_logged_and_what_it_said_is_one_step(sales: Workspace, opened: Opens, tmp_path: Path) -> None:
    box = Maildir(tmp_path / "Mail")
    box.put(message(subject="Re: Offer"))
    settings = Settings(mail_folders=(str(box.path),), my_addresses=("jo@pipes.example",))
    async with opened(sales._replace(settings=settings)) as rep:
        rep.app.action_sync("mail")
        await rep.until(lambda: "imported 1 message from Mail" in rep.message)
        assert rep.app.worker.workspace.store.connection.execute("SELECT deal_id FROM touch").fetchall() == [(1,)]
        await rep.press("u")
        rep.app.action_sync("mail")
        await rep.until(lambda: rep.message == "nothing new in Mail")


async def test_a_calendar_is_written_and_a_tick_asks_for_the_next_step(
    sales: Workspace, opened: Opens, tmp_path: Path
) -> None:
    path = tmp_path / "mine.ics"
    async with opened(sales._replace(settings=Settings(calendar=str(path)))) as rep:
        rep.app.action_sync("calendar")
        await rep.until(lambda: "calendar: 4 written" in rep.message)
        path.write_bytes(path.read_bytes().replace(b"STATUS:NEEDS-ACTION", b"STATUS:COMPLETED", 1))
        rep.app.action_sync("calendar")
        await rep.until(lambda: isinstance(rep.app.screen, StepDialog))
        await rep.press("escape")
        assert rep.deal(1).next_step is None


async def test_what_is_not_configured_says_where_to_name_it(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        for what, named in (("mail", "Mail, folders"), ("calendar", "Calendar, path")):
            rep.app.action_sync(what)
            await rep.until(lambda named=named: named in rep.message)  # type: ignore[misc]
