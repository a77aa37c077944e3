"""Gestures on people and organizations: add, edit, note, and a touch with somebody."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipetui.domain.deal import kind_name
from pipetui.domain.errors import InputError, Remedy, Warned
from pipetui.domain.fields import TAG
from pipetui.domain.line.quick_line import TouchLine
from pipetui.domain.text import tag_word
from pipetui.service import edit_conflicts
from pipetui.service.editable import Editable
from pipetui.service.editable import differs as differs_from
from pipetui.service.party_gestures import ORGANIZATIONS, PEOPLE, PartyGestures
from pipetui.service.people_fields import find_field
from pipetui.service.workspace import Result, Workspace
from pipetui.store import contacts, deal_people, parties, tags, writes
from pipetui.store.unit_of_work import UnitOfWork

Changes = Sequence[tuple[str, str]]
"""Fields with their text as typed, in order; one that is a change (`email:+…`) may stand there repeatedly."""


def add_person(workspace: Workspace, name: str, changes: Changes = ()) -> Result:
    """Put somebody into the book, with what else is known."""
    todo = _understood(PEOPLE.fields(workspace), [("name", name), *changes], None)
    with workspace.unit_of_work("added") as uow:
        number = contacts.new_person(uow.connection, todo[0][1], None, uow.at)
        _write(uow, number, todo[1:])
        _warn_of_namesakes(uow, number)
        return _told(uow, number, f"added {todo[0][1]}")


def add_organization(workspace: Workspace, name: str, changes: Changes = ()) -> Result:
    """Put an organization into the book; one of that name that is there already is refused."""
    todo = _understood(ORGANIZATIONS.fields(workspace), [("name", name), *changes], None)
    with workspace.unit_of_work("added") as uow:
        known = contacts.known_organization(uow.connection, todo[0][1])
        if known is not None:
            raise InputError(f"{todo[0][1]} is there already", remedy=Remedy("org", number=known))
        number = contacts.new_organization(uow.connection, todo[0][1], uow.at)
        _write(uow, number, todo[1:])
        return _told(uow, number, f"added {todo[0][1]}")


def edit_person(workspace: Workspace, number: int, changes: Changes, shown: Mapping[str, str] | None = None) -> Result:
    """Write the fields named in `changes`; all or nothing. What says what is there already is left alone.

    `shown` is what the fields said when the rep saw them; raises ChangedMeanwhileError where they say something else by
    now.
    """
    return _edit(workspace, PEOPLE, number, changes, shown or {})


def edit_organization(
    workspace: Workspace, number: int, changes: Changes, shown: Mapping[str, str] | None = None
) -> Result:
    """As `edit_person`."""
    return _edit(workspace, ORGANIZATIONS, number, changes, shown or {})


def note_person(workspace: Workspace, number: int, text: str) -> Result:
    """Write something down about a person."""
    return edit_person(workspace, number, [("note", text)])


def note_organization(workspace: Workspace, number: int, text: str) -> Result:
    """Write something down about an organization."""
    return edit_organization(workspace, number, [("note", text)])


def tag(workspace: Workspace, whose: PartyGestures, numbers: Sequence[int], word: str) -> Result:
    """Put a tag on those that lack it; when none does, take it off all of them."""
    word = tag_word(word)
    if not word:
        raise InputError("a tag needs a word", "for example: vip")
    one = whose.sheet(workspace, numbers[0]).row.name if len(numbers) == 1 else ""
    with workspace.unit_of_work("tagged") as uow:
        put = tags.turn(uow.connection, numbers, word, whose.kind.noun)
        of_whom = one or f"{len(numbers):,} {whose.kind.plural}"
        said = f"{'tagged' if put else 'untagged'} {of_whom} {word}"
        return uow.told(Result((), said, tuple(uow.warnings), party=numbers[0] if len(numbers) == 1 else None))


def log_with(workspace: Workspace, person: int, touch: TouchLine, deal: int | None = None) -> Result:
    """Write down what happened with somebody: on the `deal`, else on the only open deal of theirs.

    With several open deals or none it stands on the person alone and shows on each of their deals, but moves no clock.
    A next step and a move need a deal: without one they raise InputError.
    """
    with workspace.unit_of_work("logged") as uow:
        name = parties.person_name(uow.connection, person)
        going = deal_people.open_deals(uow.connection, person)
        if deal is None and len(going) == 1:
            deal = going[0]
        if deal is not None:
            _require_on(uow, person, name, deal)
            return writes.log(uow, [deal], touch, person)._replace(party=person)
        if touch.next or touch.stage:
            several = f"{name} takes part in {len(going)} open deals" if going else f"{name} has no open deal"
            raise InputError(several, "a next step or a move needs one", remedy=Remedy("touch.deal"))
        writes.write_touch(uow, touch, None, person)
        return _told(
            uow, person, f"logged {kind_name(touch.kind)} with {name}" + (touch.outcome and f": {touch.outcome}")
        )


def _edit(
    workspace: Workspace, whose: PartyGestures, number: int, changes: Changes, shown: Mapping[str, str]
) -> Result:
    with workspace.unit_of_work("edited") as uow:
        fields, sheet = whose.fields(workspace), whose.sheet(workspace, number)
        name = sheet.row.name
        todo = _understood(fields, changes, sheet)
        if not todo:
            raise InputError("nothing to change", "for example: title:CTO email:+ann@acme.example")
        now = {known: field.show(sheet) for known, field in fields.items() if not field.is_change}

        def differs(known: str, now: str, text: str) -> bool:
            return differs_from(fields[known], fields[known].parse, now, text)

        unseen = edit_conflicts.changed(shown, now, {known: text for known, text in changes if known in now}, differs)
        edit_conflicts.refuse(name, {known: field.label for known, field in fields.items()}, unseen)
        _write(uow, number, todo)
        if [field.name for field, _ in todo] == ["note"]:
            return _told(uow, number, f"noted on {name}")
        labels = dict.fromkeys(_said(field, value) for field, value in todo)
        return _told(uow, number, f"edited {name}: {', '.join(labels)}")


def _said(field: Editable, value: Any) -> str:
    """A field by its label; of a tag which one it is, `-cold` where it was taken off."""
    if field.field.kind != TAG:
        return field.label.lower()
    on, word = value
    return f"{field.label.lower()} {'' if on else '-'}{word}"


def _understood(fields: Mapping[str, Editable], changes: Changes, sheet: Any) -> list[tuple[Editable, Any]]:
    """Each change with its field and what its text means; without those that mean what `sheet` shows."""
    todo: list[tuple[Editable, Any]] = []
    for name, text in changes:
        field = find_field(fields, name)
        if not field.is_change and any(field is other for other, _ in todo):
            raise InputError(f"{field.name} is given twice", "give each field once")
        value = field.parse(text)
        if field.is_change or sheet is None or differs_from(field, field.parse, field.show(sheet), text):
            todo.append((field, value))
    return todo


def _write(uow: UnitOfWork, number: int, todo: Sequence[tuple[Editable, Any]]) -> None:
    for field, value in todo:
        field.write(uow, number, value)


def _told(uow: UnitOfWork, number: int, said: str) -> Result:
    return uow.told(Result((), said, tuple(uow.warnings), party=number))


def _require_on(uow: UnitOfWork, person: int, name: str, deal: int) -> None:
    if not contacts.is_on(uow.connection, deal, person):
        raise InputError(
            f"{name} takes no part in deal #{deal}", remedy=Remedy("person.role", person=person, deal=deal)
        )


def _warn_of_namesakes(uow: UnitOfWork, number: int) -> None:
    """Two people of one name at one organization are probably one."""
    for other, name in parties.namesakes(uow.connection, number):
        uow.warnings.append(
            Warned(f"{name} was there already; the same?", Remedy("merge.people", keep=other, other=number))
        )
