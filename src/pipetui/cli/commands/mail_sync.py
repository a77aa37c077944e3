"""`mail sync`: the mail on this machine that is with somebody of the book becomes touches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipetui import render
from pipetui.cli import apply_change, prompts
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.errors import warned
from pipetui.cli.output.progress import Bar
from pipetui.exchange.mailbox import sync as mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pipetui.cli.output.terminal import Page
    from pipetui.exchange.mailbox.touches import LoggedLetter, LoggedMail

_SUBJECT = 60


def sync(call: Call, paths: Sequence[str], since: str, *, again: bool, dry_run: bool) -> None:
    """Log what is new at the paths, else in the folders of the configuration; a dry run only shows it."""
    wanted = mailbox.asked(call.settings(), paths, again=again)
    with open_workspace(call, write=not dry_run) as workspace:
        if since:
            from pipetui.domain.dates import when

            day = when.parse_day(since, workspace.now(), workspace.settings.dates, past=True)
            wanted = wanted._replace(since=day)
        bar = Bar("reading mail", shown=prompts.possible(call))
        try:
            looked = mailbox.look(workspace, wanted, lambda done: bar.show(done, done + 1))
        finally:
            bar.end()
        for remark in looked.told:
            call.speak(warned(remark))
        if dry_run:
            tried = mailbox.rehearse(workspace, looked, wanted)
            call.out.show(lambda page: _table(page, tried, workspace.now()), lambda: map(_shape, tried.letters))
            call.out.remark(f"dry run: {render.plural(len(tried.letters), 'touch', 'touches')}, nothing was logged")
            return
        done = mailbox.log(workspace, looked, wanted)
        said = "" if done.result.undoable else done.result.message
        apply_change.report(call, workspace, done.result, said, shape=lambda: map(_shape, done.letters))


def _table(page: Page, done: LoggedMail, now: datetime) -> Iterator[str]:
    rows = [
        (
            _when(letter.at.astimezone(now.tzinfo), now),
            letter.what,
            letter.who,
            "" if letter.deal is None else f"#{letter.deal} {letter.title}",
            letter.subject[:_SUBJECT],
        )
        for letter in done.letters
    ]
    return page.table(("when", "what", "with", "deal", "subject"), rows) if rows else iter(())


def _when(at: datetime, now: datetime) -> str:
    return f"{render.day(at.date(), now.date())} {at:%H:%M}"


def _shape(letter: LoggedLetter) -> dict[str, Any]:
    return {
        "at": letter.at.isoformat(),
        "what": letter.what,
        "with": letter.who,
        "deal": letter.deal,
        "subject": letter.subject,
    }
