"""What the verbs about people and those about organizations have in common: list, show, change, merge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pipetui.cli import apply_change, arguments, output, prompts
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.party_kinds import ORGANIZATION, PERSON
from pipetui.domain.rules import MANY

if TYPE_CHECKING:
    from pipetui.service import Result, Workspace
    from pipetui.service.party_gestures import PartyGestures

Assignments: TypeAlias = list[tuple[str, str]]


_TEXTS = ("note", "about")
"""The fields in whose texts a + or - before a word is nothing but that."""


class Printed(NamedTuple):
    """How one kind is printed: a list and one of it, as text and as JSON."""

    table: Callable[..., Iterable[str]]
    whole: Callable[..., Iterable[str]]
    row_shape: Callable[[Any], dict[str, Any]]
    sheet_shape: Callable[[Any], dict[str, Any]]


_PRINTED = {
    PERSON: Printed(
        output.people_tables.people,
        output.people_tables.person,
        lambda row: output.people_json.person_row(row),
        lambda sheet: output.people_json.person(sheet),
    ),
    ORGANIZATION: Printed(
        output.people_tables.organizations,
        output.people_tables.organization,
        lambda row: output.people_json.organization_row(row),
        lambda sheet: output.people_json.organization(sheet),
    ),
}


def listed(
    call: Call, workspace: Workspace, parties: PartyGestures, words: str, show: bool, ids: bool, **among: bool
) -> int:
    """Print those that fit, or the one that does; the exit code.

    `customers=True` asks for these alone, `deleted=True` for those in the bin.
    """
    if show:
        _print_sheet(call, workspace, parties, which(call, workspace, parties, words))
        return 0
    found, printed = parties.rows(workspace, words, **among), _PRINTED[parties.kind]
    fits = "in the bin fits" if among.get("deleted") and words else "is in the bin" if among.get("deleted") else "fits"
    return call.out.listed(
        found,
        lambda page: printed.table(found, workspace.now(), page, parties.tagged(workspace)),
        lambda: map(printed.row_shape, found),
        ids=ids,
        nothing=f"no customer {fits}" if among.get("customers") else f"{parties.kind.none} {fits}",
    )


def one(call: Call, workspace: Workspace, parties: PartyGestures, line: Sequence[str], add: bool) -> None:
    """Show, change or add one."""
    name, changes = split(line, tuple(parties.fields(workspace)))
    if add:
        report(call, workspace, parties, parties.add(workspace, name, changes))
    elif changes:
        report(call, workspace, parties, parties.edit(workspace, which(call, workspace, parties, name), changes))
    else:
        _print_sheet(call, workspace, parties, which(call, workspace, parties, name))


def split(line: Sequence[str], known: Sequence[str] = ()) -> tuple[str, Assignments]:
    """The words of the name, and the changes, also `+vip -cold`; what follows `field:` belongs to it up to the next.

    `known` are the fields that there are, of which some are more than letters; see `arguments.assignment`.
    """
    name: list[str] = []
    changes: Assignments = []
    for word in arguments.plain(line):
        assigned = arguments.assignment(word, known)
        if assigned:
            changes.append(assigned)
        elif arguments.is_tag(word) and name and not (changes and changes[-1][0] in _TEXTS):
            changes.append(("tag", word))
        elif changes:
            changes[-1] = (changes[-1][0], f"{changes[-1][1]} {word}".strip())
        else:
            name.append(word)
    return " ".join(name), changes


def tag(call: Call, words: Sequence[str], word: str, *, people: bool, yes: bool, dry_run: bool) -> None:
    """Put a tag on people or organizations, or take it off where all have it."""
    with open_workspace(call, write=not dry_run) as workspace:
        from pipetui.service import people as gestures
        from pipetui.service.party_gestures import ORGANIZATIONS, PEOPLE

        whose = PEOPLE if people else ORGANIZATIONS
        listed = [arguments.numbers(one) for one in words]
        if words and all(listed):
            numbers = tuple(dict.fromkeys(number for some in listed for number in some or ()))
        else:
            numbers = (which(call, workspace, whose, " ".join(words)),)
        several = f"{len(numbers)} {whose.kind.plural}"
        if dry_run:
            names = [row.name for row in whose.some(workspace, numbers)]
            call.out.show(lambda _: names, lambda: names)
            call.out.remark("dry run: nothing was changed")
            return
        if len(numbers) >= MANY and not yes:
            if not prompts.possible(call):
                raise InputError(f"this changes {several}", "--yes does it, --dry-run only shows it")
            if not prompts.confirmed(f"change these {several}?"):
                raise InputError("nothing was changed")
        report(call, workspace, whose, gestures.tag(workspace, whose, numbers, word))


def which(call: Call, workspace: Workspace, parties: PartyGestures, words: str, *, deleted: bool = False) -> int:
    """The one that the words name, or that in the bin; of several the rep is asked, if somebody sits there."""
    try:
        return parties.find(workspace, words, deleted=deleted)
    except AmbiguousError as error:
        if not error.choices or not prompts.possible(call):
            raise
        return prompts.choice(error)


def _print_sheet(call: Call, workspace: Workspace, parties: PartyGestures, number: int) -> None:
    sheet, printed = parties.sheet(workspace, number), _PRINTED[parties.kind]
    call.out.show(lambda page: printed.whole(sheet, workspace.now(), page), lambda: printed.sheet_shape(sheet))


def report(call: Call, workspace: Workspace, parties: PartyGestures, outcome: Result) -> None:
    """Say what was done with one; in JSON, all about it."""
    number = outcome.party
    shape = None if number is None else lambda: _PRINTED[parties.kind].sheet_shape(parties.sheet(workspace, number))
    apply_change.report(call, workspace, outcome, shape=shape)
