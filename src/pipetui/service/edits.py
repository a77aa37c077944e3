"""Editing the fields of a deal."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from pipetui.domain.aftersale import Renewal
from pipetui.domain.custom_fields import DEAL, CustomValue
from pipetui.domain.errors import InputError
from pipetui.domain.fields import CUSTOM, MONEY, REASON, STAGE
from pipetui.render import custom, day, in_days
from pipetui.service import edit_conflicts, items, reads
from pipetui.service import editable as editing
from pipetui.service.editable import find_field
from pipetui.service.fields import Context
from pipetui.service.workspace import name_of
from pipetui.store import custom_fields
from pipetui.store.reads import sheet as sheets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pipetui.service.editable import Editable
    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.deal_row import DealRow
    from pipetui.store.pipelines import Pipelines
    from pipetui.store.unit_of_work import UnitOfWork
    from pipetui.views import DealSheet


def editable(workspace: Workspace, deal_id: int, here: Pipelines) -> tuple[DealSheet, Context]:
    """What can be edited of a deal, and what the text of its fields is understood against; raises NotFoundError."""
    sheet = sheets.editable(workspace.store.connection, workspace.moment(), deal_id, here)
    home, reasons = sheet.card.pipeline_id, reads.loss_reasons(workspace)
    return sheet, Context(
        workspace.now(),
        workspace.settings.dates,
        sheet.card.currency,
        lambda word: here.named(word, home),
        reasons,
        custom_fields.known(workspace.store.connection, DEAL),
    )


def context(workspace: Workspace, deal_id: int) -> Context:
    """What the text of this deal's fields is understood against."""
    return editable(workspace, deal_id, reads.pipelines(workspace))[1]


def edit(
    workspace: Workspace, deal_id: int, changes: Mapping[str, str], shown: Mapping[str, str] | None = None
) -> Result:
    """Write the fields named in `changes` (field name -> text as typed); all or nothing.

    Fields whose text means what the deal already shows are left alone, so a form may hand over everything it holds.
    `shown` is what the fields said when the rep saw them. Raises InputError for the first field that is not understood,
    and when nothing is left to change; ChangedMeanwhileError where the book was changed under what was shown.
    """
    with workspace.unit_of_work("edited") as uow:
        before, against = editable(workspace, deal_id, uow.pipelines)
        named = {find_field(against.fields, name): text for name, text in changes.items()}
        parsed = {
            known: known.parse(against, text)
            for known, text in named.items()
            if differs(known, against, known.show(before), text)
        }
        if not parsed:
            raise InputError("nothing to change", f"the fields: {', '.join(against.fields)}")
        texts = {known.name: text for known, text in named.items()}
        refuse_unseen(before, against, shown or {}, texts)
        row = uow.row(deal_id)
        write(uow, row, parsed)
        said = ", ".join(_said(known, value, workspace) for known, value in parsed.items())
        return uow.save([row], f"edited {name_of([row])}: {said}", ask=moves(parsed))


def _said(known: Editable, value: Any, workspace: Workspace) -> str:
    """A field by its name; a date that was written is said back (behaviour 15)."""
    if known.field.kind == CUSTOM:
        shown = CustomValue(0, known.label, known.field.column, value)
        return f"{known.label.lower()} {custom(shown, workspace.now().date())}".rstrip()
    on = value.day if isinstance(value, Renewal) else value
    if isinstance(on, datetime):
        here = on.astimezone(workspace.now().tzinfo)
        return f"{known.label.lower()} {day(here.date(), workspace.now().date())} {here:%H:%M}"
    if known.field.kind == REASON:
        return f"{known.label.lower()} {value}"
    if not isinstance(on, date):
        return known.label.lower()
    today = workspace.now().date()
    return f"{known.label.lower()} {day(on, today)}, {in_days(on, today)}"


def differs(known: Editable, against: Context, shown: str, text: str) -> bool:
    """Whether a field's text means something else than what is shown; raises InputError if it is not understood."""
    return text.strip() != shown and editing.differs(known, partial(known.parse, against), shown, text)


def refuse_unseen(
    sheet: DealSheet, against: Context, shown: Mapping[str, str], changes: Mapping[str, str], also: str = ""
) -> None:
    """Raise ChangedMeanwhileError where what is to change does not stand in the book as it was shown."""
    fields = against.fields
    found = edit_conflicts.changed(
        shown,
        {name: known.show(sheet) for name, known in fields.items()},
        changes,
        lambda name, now, text: differs(fields[name], against, now, text),
    )
    labels = {name: known.label for name, known in fields.items()}
    edit_conflicts.refuse(f"#{sheet.card.id} {sheet.card.title}", labels, found, also)


def moves(parsed: Iterable[Editable]) -> bool:
    """Whether the deal goes to another stage with these fields."""
    return any(known.field.kind == STAGE for known in parsed)


_LAST = ("stage", "entered", "closed")


def write(uow: UnitOfWork, row: DealRow, parsed: Mapping[Editable, Any]) -> None:
    """Write fields as they were understood; the stage late, for whether its move warns depends on the answers.

    Since when it is in the stage, and when it was closed, come behind that.
    """
    for known in sorted(parsed, key=lambda known: _LAST.index(known.field.write) if known.field.write in _LAST else -1):
        known.write(uow, row, parsed[known])
    if any(known.field.kind == MONEY for known in parsed):
        items.warn_of_difference(uow, row)
