"""Gestures on the fields that the rep adds to deals, people and organizations: make, rename, bend, remove them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipetui.domain import custom_fields as custom
from pipetui.domain.choose import choose
from pipetui.domain.custom_fields import CHOICE, CustomField
from pipetui.domain.custom_names import check_name, check_options
from pipetui.domain.errors import ConflictError, InputError, NotFoundError, Remedy
from pipetui.domain.folding import fold
from pipetui.domain.wording import quoted, some
from pipetui.render import plural
from pipetui.service.custom_editing import against_of
from pipetui.service.workspace import Result, Workspace
from pipetui.store import custom_fields as store
from pipetui.store.unit_of_work import UnitOfWork

PLACES = {custom.DEAL: "deals", custom.PERSON: "people", custom.ORGANIZATION: "orgs"}
"""What has fields, as the rep calls it."""

_ALIASES = {
    "yesno": "yes/no",
    "yes-no": "yes/no",
    "bool": "yes/no",
    "boolean": "yes/no",
    "checkbox": "yes/no",
    "url": "link",
    "select": "choice",
    "num": "number",
}
_MOST_NAMED = 5
_MOST_OPTIONS = 50
"""A text of so many different values is no choice."""


class FieldUse(NamedTuple):
    """A field with the number of its values."""

    field: CustomField
    filled: int


def listed(workspace: Workspace) -> list[FieldUse]:
    """All fields, those of deals first, each with how many have it."""
    connection = workspace.store.connection
    filled, known = store.filled(connection), store.known(connection)
    order = sorted(known, key=lambda field: custom.ENTITIES.index(field.entity))
    return [FieldUse(field, filled.get(field.id, 0)) for field in order]


def kind_of(word: str) -> str:
    """The kind that a word names; raises InputError."""
    return _ALIASES.get(fold(word)) or choose(word, custom.KINDS, "kind")


def is_kind(word: str) -> bool:
    """Whether a word is wholly a kind, or another name of one."""
    return fold(word) in (*custom.KINDS, *_ALIASES)


def found(workspace: Workspace, name: str, entity: str | None = None) -> CustomField:
    """The field of that name, or a beginning of it; raises NotFoundError, and InputError where several have it."""
    known = store.known(workspace.store.connection, entity)
    if not known:
        raise NotFoundError("there are no fields of your own yet", remedy=Remedy("fields.add"))
    exact = [field for field in known if field.word == custom.word_of(name)]
    if not exact:
        chosen = choose(name, tuple(dict.fromkeys(field.word for field in known)), "field")
        exact = [field for field in known if field.word == chosen]
    if len(exact) > 1:
        places = " or ".join(f"on {PLACES[field.entity]}" for field in exact)
        raise InputError(f"several have a field {quoted(exact[0].name)}", f"say which: {places}")
    return exact[0]


def add(workspace: Workspace, name: str, kind: str, entity: str, options: Sequence[str] = ()) -> Result:
    """Add a field; raises InputError for a name or options that cannot be."""
    if options and kind != CHOICE:
        raise InputError(f"a {kind} has no options", "options are those of a choice")
    options = check_options(options) if kind == CHOICE else ()
    with workspace.unit_of_work("added a field") as uow:
        name = check_name(name, entity, store.known(uow.connection, entity))
        store.add(uow.connection, entity, name, kind, options)
        of_them = f" ({', '.join(options)})" if options else ""
        return _told(uow, f"added the field {name}: {kind}{of_them} on {PLACES[entity]}")


def rename(workspace: Workspace, field: CustomField, name: str) -> Result:
    """Call it otherwise; its values stay."""
    with workspace.unit_of_work("renamed a field") as uow:
        others = [other for other in store.known(uow.connection, field.entity) if other.id != field.id]
        name = check_name(name, field.entity, others)
        store.rename(uow.connection, field.id, name)
        return _told(uow, f"renamed the field {field.name}: {name}")


def set_options(
    workspace: Workspace,
    field: CustomField,
    added: Sequence[str] = (),
    removed: Sequence[str] = (),
    renamed: Mapping[str, str] | None = None,
    instead: Sequence[str] | None = None,
) -> Result:
    """Change what a choice is chosen from: `instead` are all of them. Values of one that is `renamed` go with it.

    Raises ConflictError where one that is to go is some value, InputError for one that there is not.
    """
    if field.kind != CHOICE:
        raise InputError(f"{field.name} is a {field.kind}: only a choice has options", remedy=Remedy("fields.kind"))
    with workspace.unit_of_work("options") as uow:
        (field,) = (one for one in store.known(uow.connection, field.entity) if one.id == field.id)
        names = {choose(old, field.options, f"{field.name} option"): new for old, new in (renamed or {}).items()}
        names |= {old: new for new in instead or () for old in field.options if fold(old) == fold(new)}
        gone = {choose(old, field.options, f"{field.name} option") for old in removed}
        kept = [names.get(option, option) for option in field.options if option not in gone]
        options = check_options([*kept, *added] if instead is None else instead)
        values = store.by_field(uow.connection, field.id)
        _refuse_in_use(field, [text for *_, text in values if text not in names], options)
        moved = [(row, names[text]) for row, _, text in values if text in names]
        store.set_options(uow.connection, field.id, options)
        store.set_kind(uow.connection, field.id, CHOICE, moved)
        return _told(uow, f"{field.name}: {', '.join(options)}")


def _refuse_in_use(field: CustomField, texts: Sequence[str], options: Sequence[str]) -> None:
    going = set(field.options) - set(options)
    used = [text for text in texts if text in going]
    if used:
        raise ConflictError(
            f"{plural(len(used), 'value')} of {field.name} {'says' if len(used) == 1 else 'say'} {quoted(used[0])}",
            f"give it another word first: {used[0]}={options[0]}",
        )


def set_kind(workspace: Workspace, field: CustomField, kind: str, options: Sequence[str] = ()) -> Result:
    """Make it another kind, if all its values can be of that; raises ConflictError naming those that cannot."""
    with workspace.unit_of_work("kind of a field") as uow:
        values = store.by_field(uow.connection, field.id)
        if kind == CHOICE:
            options = check_options(options or dict.fromkeys(text for *_, text in values) or field.options)
            if len(options) > _MOST_OPTIONS:
                raise ConflictError(f"{field.name} holds {len(options)} different texts", "that is not a choice")
        converted, refused = [], []
        target, against = field._replace(kind=kind, options=tuple(options)), against_of(workspace)
        for row, whose, text in values:
            try:
                converted.append((row, custom.canonical(target, text, against)))
            except InputError:
                refused.append(f"#{whose} {quoted(text)}")
        if refused:
            raise ConflictError(
                f"{plural(len(refused), 'value')} of {field.name} cannot be a {kind}",
                f"change them first: {some(refused, _MOST_NAMED)}",
            )
        if kind == CHOICE:
            store.set_options(uow.connection, field.id, options)
        store.set_kind(uow.connection, field.id, kind, converted)
        return _told(uow, f"{field.name} is a {kind} now" + (f": {', '.join(options)}" if kind == CHOICE else ""))


def order(workspace: Workspace, fields: Sequence[CustomField]) -> Result:
    """Put these first, in this order, the others of the same behind them."""
    if len({field.entity for field in fields}) != 1:
        raise InputError("fields of one kind of thing have an order", "for example: Region, Seats on deals")
    with workspace.unit_of_work("order of fields") as uow:
        first = list(dict.fromkeys(field.id for field in fields))
        known = store.known(uow.connection, fields[0].entity)
        names = {field.id: field.name for field in known}
        behind = [field.id for field in known if field.id not in first]
        store.set_order(uow.connection, [*first, *behind])
        return _told(uow, f"order of fields: {', '.join(names[number] for number in (*first, *behind))}")


def remove(workspace: Workspace, field: CustomField) -> Result:
    """Take it out of the book with all its values; undo brings them back."""
    with workspace.unit_of_work("removed a field") as uow:
        count = store.filled(uow.connection).get(field.id, 0)
        store.remove(uow.connection, field.id)
        of_it = f" with {plural(count, 'value')}" if count else ""
        return _told(uow, f"removed the field {field.name} from {PLACES[field.entity]}{of_it}")


def _told(uow: UnitOfWork, said: str) -> Result:
    return uow.told(Result((), said, tuple(uow.warnings)))
