"""Gestures on people and organizations: add, edit, note, and a touch with somebody."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipetui.domain.errors import InputError, NotFoundError
from pipetui.domain.line.quick_line import TouchLine
from pipetui.service import edit_conflicts, look
from pipetui.service.people_fields import ORGANIZATION_FIELDS, PERSON_FIELDS, Field, Sheet, find_field, open_deals
from pipetui.service.workspace import Result, Workspace
from pipetui.store import contacts, writes
from pipetui.store.unit_of_work import UnitOfWork

Changes = Sequence[tuple[str, str]]
"""Fields with their text as typed, in order; one that is a change (`email:+…`) may stand there repeatedly."""


def add_person(workspace: Workspace, name: str, changes: Changes = ()) -> Result:
    """Put somebody into the book, with what else is known."""
    todo = _understood(PERSON_FIELDS, [("name", name), *changes], None)
    with workspace.unit_of_work("added") as uow:
        number = contacts.new_person(uow.connection, todo[0][1], None, uow.at)
        _write(uow, number, todo[1:])
        _warn_of_namesakes(uow, number)
        return _told(uow, number, f"added {todo[0][1]}")


def add_organization(workspace: Workspace, name: str, changes: Changes = ()) -> Result:
    """Put an organization into the book; one of that name that is there already is refused."""
    todo = _understood(ORGANIZATION_FIELDS, [("name", name), *changes], None)
    with workspace.unit_of_work("added") as uow:
        before = uow.connection.execute("SELECT coalesce(max(id), 0) FROM organization").fetchone()[0]
        number = contacts.organization(uow.connection, todo[0][1], uow.at) or 0
        if number <= before:
            raise InputError(f"{todo[0][1]} is there already", f"see: pipetui org {number}")
        _write(uow, number, todo[1:])
        return _told(uow, number, f"added {todo[0][1]}")


def edit_person(workspace: Workspace, number: int, changes: Changes, shown: Mapping[str, str] | None = None) -> Result:
    """Write the fields named in `changes`; all or nothing. What says what is there already is left alone.

    `shown` is what the fields said when the rep saw them; raises ChangedMeanwhileError where they say something else by
    now.
    """
    return _edit(workspace, number, look.person, PERSON_FIELDS, changes, shown or {})


def edit_organization(
    workspace: Workspace, number: int, changes: Changes, shown: Mapping[str, str] | None = None
) -> Result:
    """As `edit_person`."""
    return _edit(workspace, number, look.organization, ORGANIZATION_FIELDS, changes, shown or {})


def note_person(workspace: Workspace, number: int, text: str) -> Result:
    """Write something down about a person."""
    return edit_person(workspace, number, [("note", text)])


def note_organization(workspace: Workspace, number: int, text: str) -> Result:
    """Write something down about an organization."""
    return edit_organization(workspace, number, [("note", text)])


def log_with(workspace: Workspace, person: int, touch: TouchLine, deal: int | None = None) -> Result:
    """Write down what happened with somebody: on the `deal`, else on the only open deal of theirs.

    With several open deals or none it stands on the person alone and shows on each of their deals, but moves no clock.
    A next step and a move need a deal: without one they raise InputError.
    """
    with workspace.unit_of_work("logged") as uow:
        name = _name_of(uow, person)
        going = open_deals(uow, person)
        if deal is None and len(going) == 1:
            deal = going[0]
        if deal is not None:
            _require_on(uow, person, name, deal)
            return writes.log(uow, [deal], touch, person)._replace(party=person)
        if touch.next or touch.stage:
            several = f"{name} takes part in {len(going)} open deals" if going else f"{name} has no open deal"
            raise InputError(several, "a next step or a move needs one: on:42 in the shell")
        writes.write_touch(uow, touch, None, person)
        return _told(uow, person, f"logged {touch.kind} with {name}" + (touch.outcome and f": {touch.outcome}"))


def _edit(
    workspace: Workspace,
    number: int,
    read: Callable[[Workspace, int], Any],
    fields: Mapping[str, Field[Any]],
    changes: Changes,
    shown: Mapping[str, str],
) -> Result:
    with workspace.unit_of_work("edited") as uow:
        sheet = read(workspace, number)
        name = sheet.row.name
        todo = _understood(fields, changes, sheet)
        if not todo:
            raise InputError("nothing to change", "for example: title:CTO email:+ann@acme.example")
        now = {known: field.show(sheet) for known, field in fields.items() if field.show is not None}

        def differs(known: str, text: str, other: str) -> bool:
            return bool(fields[known].parse(text) != fields[known].parse(other))

        unseen = edit_conflicts.changed(shown, now, {known: text for known, text in changes if known in now}, differs)
        edit_conflicts.refuse(name, {known: field.label for known, field in fields.items()}, unseen)
        _write(uow, number, todo)
        if [field.name for field, _ in todo] == ["note"]:
            return _told(uow, number, f"noted on {name}")
        labels = dict.fromkeys(field.label.lower() for field, _ in todo)
        return _told(uow, number, f"edited {name}: {', '.join(labels)}")


def _understood(
    fields: Mapping[str, Field[Sheet]], changes: Changes, sheet: Sheet | None
) -> list[tuple[Field[Sheet], Any]]:
    """Each change with its field and what its text means; without those that mean what `sheet` shows."""
    todo: list[tuple[Field[Sheet], Any]] = []
    for name, text in changes:
        field = find_field(fields, name)
        if field.show is not None and any(field is other for other, _ in todo):
            raise InputError(f"{field.name} is given twice", "Give each field once.")
        value = field.parse(text)
        if field.show is None or sheet is None or value != field.parse(field.show(sheet)):
            todo.append((field, value))
    return todo


def _write(uow: UnitOfWork, number: int, todo: Sequence[tuple[Field[Any], Any]]) -> None:
    for field, value in todo:
        field.write(uow, number, value)


def _told(uow: UnitOfWork, number: int, said: str) -> Result:
    return uow.told(Result((), said, tuple(uow.warnings), party=number))


def _name_of(uow: UnitOfWork, person: int) -> str:
    row = uow.connection.execute("SELECT name FROM person WHERE id = ?", (person,)).fetchone()
    if row is None:
        raise NotFoundError(f"there is no person #{person}", "see: pipetui people")
    return str(row[0])


def _require_on(uow: UnitOfWork, person: int, name: str, deal: int) -> None:
    if not uow.connection.execute(
        "SELECT 1 FROM deal_person WHERE deal_id = ? AND person_id = ?", (deal, person)
    ).fetchone():
        raise InputError(f"{name} takes no part in deal #{deal}", f"first: pipetui person {person} role:@{deal}")


def _warn_of_namesakes(uow: UnitOfWork, number: int) -> None:
    """Two people of one name at one organization are probably one."""
    for other, name in uow.connection.execute(
        """SELECT o.id, o.name FROM person p JOIN person o ON o.key = p.key AND o.organization_id IS p.organization_id
           WHERE p.id = ? AND o.id <> p.id LIMIT 3""",
        (number,),
    ):
        uow.warnings.append(f"{name} was there already; the same? pipetui person {other} --merge {number}")
