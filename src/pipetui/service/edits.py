"""Editing the fields of a deal."""

from __future__ import annotations

from datetime import date, datetime

from pipetui.domain.aftersale import Renewal
from pipetui.domain.errors import InputError
from pipetui.domain.fields import REASON, STAGE
from pipetui.render import day, in_days
from pipetui.service import edit_conflicts, reads
from pipetui.service.fields import FIELDS, Context, field
from pipetui.service.workspace import name_of
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
    stages, reasons = here.of(sheet.card.pipeline_id), reads.loss_reasons(workspace)
    return sheet, Context(workspace.now(), workspace.settings.dates, sheet.card.currency, stages, reasons)


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
        named = {field(name): text for name, text in changes.items()}
        parsed = {
            known: known.parse(against, text)
            for known, text in named.items()
            if differs(known, against, known.show(before), text)
        }
        if not parsed:
            raise InputError("nothing to change", f"the fields: {', '.join(FIELDS)}")
        texts = {known.name: text for known, text in named.items()}
        refuse_unseen(before, against, shown or {}, texts)
        row = uow.row(deal_id)
        write(uow, row, parsed)
        said = ", ".join(_said(known, value, workspace) for known, value in parsed.items())
        return uow.save([row], f"edited {name_of([row])}: {said}", ask=moves(parsed))


def _said(known: Editable, value: Any, workspace: Workspace) -> str:
    """A field by its name; a date that was written is said back (behaviour 15)."""
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
    return text.strip() != shown and bool(known.parse(against, text) != known.parse(against, shown))


def refuse_unseen(
    sheet: DealSheet, against: Context, shown: Mapping[str, str], changes: Mapping[str, str], also: str = ""
) -> None:
    """Raise ChangedMeanwhileError where what is to change does not stand in the book as it was shown."""
    found = edit_conflicts.changed(
        shown,
        {name: known.show(sheet) for name, known in FIELDS.items()},
        changes,
        lambda name, now, text: differs(FIELDS[name], against, now, text),
    )
    labels = {name: known.label for name, known in FIELDS.items()}
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
