"""A quote of a deal, and the template it is made from (behaviour 41)."""

from __future__ import annotations

from datetime import date, timedelta

from pipetui.domain import items as rules
from pipetui.domain.errors import ConflictError, InputError, LineError, Remedy
from pipetui.domain.items import ONCE, WHOLE, ItemLine
from pipetui.domain.quote import Quote
from pipetui.domain.texts import quote_text
from pipetui.render import money
from pipetui.service import mail
from pipetui.service.workspace import Result, Workspace
from pipetui.store import items, quote_template
from pipetui.store.reads.sheet import sheet

DAYS = 30
"""How long a quote holds where nothing else is said."""


def template(workspace: Workspace) -> str:
    """The rep's own template, or the one that comes with the program; also where another program has spoilt it."""
    own = quote_template.read(workspace.store.connection)
    try:
        return quote_text.check(own) if own.strip() else quote_text.DEFAULT
    except LineError:
        return quote_text.DEFAULT


def save_template(workspace: Workspace, text: str) -> Result:
    """Keep the template; that of the program is none of the rep's own. Raises LineError, ConflictError."""
    kept = quote_text.check(text)
    with workspace.unit_of_work("quote template") as uow:
        before = template(workspace)
        if kept == before:
            raise ConflictError("the template is that already")
        own = "" if kept == quote_text.DEFAULT else kept
        quote_template.write(uow.connection, own)
        return uow.done((), "template of quotes changed" if own else "template of quotes is the usual one again")


def quote(workspace: Workspace, deal: int, valid_until: date | None = None) -> Quote:
    """What a deal is quoted with: its items, or without any its value. Raises NotFoundError; InputError for neither."""
    connection, today = workspace.store.connection, workspace.now().date()
    whole = sheet(connection, workspace.moment(), deal)
    card = whole.card
    lines = whole.items
    if not lines:
        if card.value is None:
            raise InputError(
                f"#{deal} {card.title} has neither items nor a value to quote", remedy=Remedy("items.add", deal=deal)
            )
        lines = (ItemLine(0, 1, card.title, WHOLE, card.value, 0, ONCE),)
    sums = rules.sums(lines, items.held(connection, deal).currency)
    until = valid_until or today + timedelta(days=DAYS)
    known = {
        "deal": card.title,
        "number": str(deal),
        "organization": card.organization,
        "name": whole.people[0].name if whole.people else "",
        "my_name": mail.my_name(workspace),
        "today": today.isoformat(),
        "valid_until": until.isoformat(),
        "currency": sums.currency,
        "value": money(sums.first_year),
    }
    return Quote(deal, card.title, known, lines, sums, until)
