"""What was logged or noted is corrected where it stands, or taken out again: each one step of undo.

What followed from a touch when it was logged (a step that it finished, a stage) stays as it is: that has its own undo.
"""

from __future__ import annotations

from pipetui.domain.choose import choose
from pipetui.domain.dates import when
from pipetui.domain.deal import DIRECTIONS, KIND_ALIASES, OUTCOMES, TOUCH_KINDS
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.render import cut, day
from pipetui.service import edit_conflicts
from pipetui.service.workspace import Result, name_of
from pipetui.store import entries, parties
from pipetui.store.entries import NOTE, TOUCH, WrittenEntry
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import NamedTuple

    from pipetui.service.workspace import Workspace
    from pipetui.store.unit_of_work import UnitOfWork
    from pipetui.views import TimelineItem
else:
    from pipetui.domain.record import NamedTuple

_LONGEST = 40


class EntryField(NamedTuple):
    """One thing to be corrected: `parse` gives what the book holds of a text, and raises InputError."""

    name: str
    label: str
    example: str
    show: Callable[[WrittenEntry, Workspace], str]
    parse: Callable[[str, Workspace], str]


def _kind(text: str, workspace: Workspace) -> str:
    return choose(KIND_ALIASES.get(fold(text), text), TOUCH_KINDS, "kind of touch")


def _outcome(text: str, workspace: Workspace) -> str:
    return choose(text, OUTCOMES, "outcome") if text.strip() else ""


def _direction(text: str, workspace: Workspace) -> str:
    return choose(text, DIRECTIONS, "direction")


def _at(text: str, workspace: Workspace) -> str:
    return utc_text(when.parse_past(text, workspace.now(), workspace.settings.dates))


def _text(text: str, workspace: Workspace) -> str:
    return clean(text, multiline=True)


def _note(text: str, workspace: Workspace) -> str:
    if not (cleaned := _text(text, workspace)):
        raise InputError("a note needs a text")
    return cleaned


def _local(found: WrittenEntry, workspace: Workspace) -> str:
    return f"{found.at.astimezone(workspace.now().tzinfo):%Y-%m-%d %H:%M}"


_WHEN = EntryField("at", "When", "yesterday 14:00", _local, _at)
FIELDS: dict[str, tuple[EntryField, ...]] = {
    TOUCH: (
        EntryField("kind", "Kind", "call", lambda found, _: found.kind, _kind),
        EntryField("outcome", "Outcome", "reached", lambda found, _: found.outcome, _outcome),
        EntryField("direction", "In or out", "out", lambda found, _: found.direction, _direction),
        _WHEN,
        EntryField("text", "Text", "budget is ok", lambda found, _: found.text, _text),
    ),
    NOTE: (_WHEN, EntryField("text", "Text", "they decide in May", lambda found, _: found.text, _note)),
}
"""What can be corrected of a touch and of a note, in the order of the form."""


def of_rep(timeline: tuple[TimelineItem, ...]) -> list[TimelineItem]:
    """What can be corrected of what happened, the newest first: touches and notes."""
    return [item for item in timeline if item.kind in FIELDS]


def shown(workspace: Workspace, source: str, number: int) -> dict[str, str]:
    """What stands in each field of an entry; raises NotFoundError."""
    found = entries.entry(workspace.store.connection, source, number)
    return {field.name: field.show(found, workspace) for field in FIELDS[source]}


def correct(
    workspace: Workspace,
    source: str,
    number: int,
    texts: Mapping[str, str],
    before: Mapping[str, str] | None = None,
) -> Result:
    """Say it differently: only the fields named in `texts` are changed.

    `before` is what was shown when that was typed: what was changed meanwhile raises ChangedMeanwhileError. Raises
    InputError for what is not understood, NotFoundError for what is gone, ConflictError where nothing would change.
    """
    with workspace.unit_of_work("corrected") as uow:
        found = entries.entry(uow.connection, source, number)
        fields = {field.name: field for field in FIELDS[source]}
        changes = {name: fields[name].parse(text, workspace) for name, text in texts.items()}
        now = {name: field.show(found, workspace) for name, field in fields.items()}
        other = edit_conflicts.changed(before or {}, now, texts, lambda _, one, two: one != two)
        edit_conflicts.refuse(f"the {source}", {name: field.label for name, field in fields.items()}, other)
        if changes:
            entries.put(uow.connection, source, number, changes)
        return _done(uow, found._replace(text=changes.get("text", found.text)), "corrected")


def take_out(workspace: Workspace, source: str, number: int) -> Result:
    """Take it out of the book; undo brings it back. Raises NotFoundError for what is gone already."""
    with workspace.unit_of_work("taken out") as uow:
        found = entries.entry(uow.connection, source, number)
        entries.remove(uow.connection, source, number)
        return _done(uow, found, "took out")


def _done(uow: UnitOfWork, found: WrittenEntry, did: str) -> Result:
    what = found.kind or found.source
    words = f" “{cut(' '.join(found.text.split()), _LONGEST)}”" if found.text else ""
    said = f"{did} the {what} of {day(found.at.astimezone(uow.now.tzinfo).date(), uow.now.date())}{words}"
    if found.deal is not None:
        rows = uow.deals([found.deal])
        return uow.done(rows, f"{said} on {name_of(rows)}")
    if found.person is not None:
        said = f"{said} with {parties.person_name(uow.connection, found.person)}"
    return uow.told(Result((), said, tuple(uow.warnings), party=found.person or found.organization))
