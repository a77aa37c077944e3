"""The verb that puts a deal into the book: add."""

from __future__ import annotations

from pipetui.cli import apply_change
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.output import messages
from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.line import quick_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.custom_fields import CustomField
    from pipetui.store import connect


def add(
    call: Call,
    line: Sequence[str] = (),
    files: Sequence[str] = (),
) -> None:
    """Add a deal; a title alone is enough.

    Money is found by its looks (12k, €1.250,50, 12000 USD). Then there are @stage or @pipeline/stage, +tag, an e-mail,
    a phone number (+49…), next:DATE, close:DATE, p:40%, org:NAME, who:NAME, src:SOURCE, value:AMOUNT, pipe:PIPELINE.
    A / of its own begins a note, -- ends the attributes.

    Of an e-mail (--from) it takes who asks: the sender, whom an answer goes to, whom a web form names, or who wrote
    what was forwarded; the phone of the signature, the subject as title, the text as note. What the line says goes
    before.

    pipetui add Acme rollout 12k @demo next:fri
    pipetui add Globex seats 8400 USD org:Globex who:"Kim Park" kim@globex.example +saas / met at the fair
    pipetui add Initech renewal next:"+3d call Ann" close:eoq p:40%
    pipetui add --from enquiry.eml 12k @demo
    """
    if files:
        from pipetui.cli.commands import adding_mail

        adding_mail.add(call, line, files)
        return
    if not line:
        raise InputError("a deal needs a title", remedy=Remedy("add"))
    with open_workspace(call, write=True) as workspace:
        from pipetui.service import deals
        from pipetui.store import new_deals, pipelines

        connection = workspace.store.connection
        currency = pipelines.book_currency(connection)
        new = quick_line.parse(
            line, workspace.now(), workspace.settings.dates, currency, custom=lambda: _custom(connection)
        )
        outcome = deals.add(workspace, new)
        (number,) = outcome.deals
        added = new_deals.as_added(connection, new, number)
        apply_change.report(call, workspace, outcome, messages.added(added, number, workspace.now().date()))


def _custom(connection: connect.Connection) -> tuple[CustomField, ...]:
    """The fields of deals that the rep added, for a line that may name one."""
    from pipetui.domain.custom_fields import DEAL
    from pipetui.store import custom_fields

    return custom_fields.known(connection, DEAL)
