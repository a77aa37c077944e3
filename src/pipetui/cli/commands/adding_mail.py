"""`add --from`: a deal of each mail."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui.cli import apply_change
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.output import messages
from pipetui.domain.errors import InputError
from pipetui.domain.line import quick_line
from pipetui.domain.wording import quoted
from pipetui.exchange.containers import foreign
from pipetui.exchange.mailbox import enquiry, new_deals
from pipetui.exchange.mailbox.maildir import MOST_READ
from pipetui.store import pipelines
from pipetui.store.new_deals import as_added

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.line.quick_line import NewDeal
    from pipetui.exchange.mailbox.enquiry import Enquiry
    from pipetui.exchange.mailbox.new_deals import DealOfMail
    from pipetui.service import Workspace

STDIN = "-"


def add(call: Call, line: Sequence[str], files: Sequence[str]) -> None:
    """Put a deal of each e-mail into the book; the line is said of all of them. All of them, or none."""
    mine = call.settings().my_addresses
    mails = [_read(call, file, mine) for file in files]
    with open_workspace(call, write=True) as workspace:
        currency = pipelines.book_currency(workspace.store.connection)
        made = [new_deals.filled(_parsed(workspace, line, mail.title, currency), mail) for mail in mails]
        outcome = new_deals.add(workspace, made)
        said = [_said(workspace, one, number) for one, number in zip(made, outcome.deals, strict=True)]
        for echo in said if len(said) > 1 else ():
            call.out.remark(echo)
        whole = messages.changed(said[0] if len(said) == 1 else outcome.message)
        apply_change.report(call, workspace, outcome, whole)


def _parsed(workspace: Workspace, line: Sequence[str], title: str, currency: str) -> NewDeal:
    return quick_line.parse(line, workspace.now(), workspace.settings.dates, currency, title)


def _said(workspace: Workspace, one: DealOfMail, number: int) -> str:
    return messages.echo(as_added(workspace.store.connection, one.deal, number), number, workspace.now().date())


def _read(call: Call, file: str, mine: Sequence[str]) -> Enquiry:
    found = enquiry.read(_bytes(call, file), mine)
    if not found.title:
        raise InputError(
            f"{quoted(file, 200)} is not an e-mail", "an e-mail begins with lines such as From: and Subject:"
        )
    return found


def _bytes(call: Call, file: str) -> bytes:
    """The mail, so much of it as is read of any. Raises NotFoundError or InputError for what is no file."""
    if file == STDIN:
        return sys.stdin.buffer.read(MOST_READ) if hasattr(sys.stdin, "buffer") else sys.stdin.read(MOST_READ).encode()
    with foreign.foreign(Path(file), call.path).opened() as opened:
        return opened.read(MOST_READ)
