"""A whole deal as a text for an editor, and what the rep made of it: one gesture that writes only what differs.

`shown` gives the form, `understood` reads the text that came back, without the book, and `save` writes the difference.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from pipetui.domain.dates.when import Due
from pipetui.domain.errors import InputError, LineError
from pipetui.domain.line.quick_line import NextLine
from pipetui.domain.rules import kind_of
from pipetui.domain.text import clean
from pipetui.domain.texts import deal_form
from pipetui.domain.texts.deal_form import NEXT, NOTE, FormLine, PlannedStep, StepChanges
from pipetui.render import doing, plural
from pipetui.render import due as due_text
from pipetui.service import reads
from pipetui.service.editable import find_field
from pipetui.service.edits import differs, editable, moves, refuse_unseen, write
from pipetui.service.fields import Context
from pipetui.service.workspace import Result, Workspace, name_of
from pipetui.store import follow_ups
from pipetui.store.deal_row import DealRow
from pipetui.store.unit_of_work import UnitOfWork
from pipetui.views import DealSheet


class Form(NamedTuple):
    """A deal as it was shown: the text of every field, its next steps, and what the fields are understood against."""

    deal_id: int
    fields: Mapping[str, str]
    steps: tuple[PlannedStep, ...]
    against: Context

    @property
    def text(self) -> str:
        """The form as a text to edit."""
        return deal_form.render(self.deal_id, self.fields.items(), self.steps)


class FormChanges(NamedTuple):
    """What the rep changed: fields with their new text, next steps, notes to add; `text` is what it was read from."""

    text: str
    fields: Mapping[str, str]
    steps: StepChanges
    notes: tuple[str, ...]


def shown(workspace: Workspace, deal_id: int) -> Form:
    """The form of a deal as it stands; raises NotFoundError."""
    sheet, against = editable(workspace, deal_id, reads.pipelines(workspace))
    texts = {name: known.show(sheet) for name, known in against.fields.items()}
    return Form(deal_id, texts, _steps(sheet), against)


def _steps(sheet: DealSheet) -> tuple[PlannedStep, ...]:
    return tuple(PlannedStep(step.id, Due(step.due, step.time), step.what, step.turn) for step in sheet.follow_ups)


def understood(form: Form, text: str, now: datetime) -> FormChanges | None:
    """What the text changes in the form, None for nothing; raises LineError where a line is not understood."""
    lines = deal_form.lines(text)
    against = form.against._replace(now=now)
    fields = _fields(form, [line for line in lines if line.name not in (NEXT, NOTE)], against)
    notes = tuple(line.value for line in lines if line.name == NOTE and line.value)
    steps = deal_form.steps(form.steps, [line for line in lines if line.name == NEXT], now, against.dates)
    return FormChanges(text, fields, steps, notes) if lines and (fields or notes or any(steps)) else None


def _fields(form: Form, lines: Sequence[FormLine], against: Context) -> dict[str, str]:
    """The fields whose text means something else than the form showed."""
    changed, seen = {}, set()
    for line in lines:
        try:
            known = find_field(against.fields, line.name)
            if known.name in seen:
                raise InputError(f"{known.name} is given twice", "give each field once")
            seen.add(known.name)
            before = form.fields[known.name]
            if line.value != clean(before) and differs(known, against, before, line.value):
                changed[known.name] = line.value
        except InputError as error:
            raise LineError(error.title, error.hint, line.number) from None
    return changed


def save(workspace: Workspace, form: Form, changes: FormChanges) -> Result:
    """Write the changes; raises ChangedMeanwhileError, naming the fields, where the book was changed under the form."""
    with workspace.unit_of_work("edited") as uow:
        row = uow.row(form.deal_id)
        sheet, against = editable(workspace, form.deal_id, uow.pipelines)
        named = {find_field(against.fields, name): text for name, text in changes.fields.items()}
        seen = set(_steps(sheet)).issuperset([*changes.steps.removed, *(before for before, _ in changes.steps.changed)])
        refuse_unseen(sheet, against, form.fields, changes.fields, "" if seen else "next step")
        parsed = {known: known.parse(against, text) for known, text in named.items()}
        write(uow, row, parsed)
        row.save()
        planned = _write_steps(uow, row, changes.steps)
        for note in changes.notes:
            uow.add_note(form.deal_id, note)
        said = [known.label.lower() for known in parsed] + planned + ["note"] * bool(changes.notes)
        asks = moves(parsed) or bool(changes.steps.removed)
        return uow.save([row], f"edited {name_of([row])}: {', '.join(said)}", ask=asks)


def _write_steps(uow: UnitOfWork, row: DealRow, changes: StepChanges) -> list[str]:
    """Write what became of the next steps; returns how it is said, with every date."""
    said, connection, today = [], uow.connection, uow.now.date()

    def dated(step: NextLine) -> str:
        todo = doing(clean(step.what), step.turn)
        return f"next: {due_text(step.due.day, step.due.time, today)}" + (f" – {todo}" if todo else "")

    for before, step in changes.changed:
        if step.due != before.due:
            uow.require_ahead(step.due)
            follow_ups.put(connection, before.id, step.due, later=step.due.order > before.due.order)
        if step.turn != before.turn:
            follow_ups.give_turn(connection, [before.id], step.turn)
        if step.what != before.what:  # in other words it is no longer what the cadence suggested
            follow_ups.reword(connection, before.id, clean(step.what), kind_of(step.what))
        said.append(dated(step))
    for step in changes.added:
        uow.add_step(row.deal, step.due, step.what, step.turn)
        said.append(dated(step))
    if changes.removed:
        follow_ups.remove(connection, [step.id for step in changes.removed])
        said.append(f"{plural(len(changes.removed), 'next step')} removed")
    return said
