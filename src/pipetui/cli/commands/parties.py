"""What the verbs about people and those about organizations have in common: list, show, change, merge."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pipetui.cli import apply_change, arguments, output, prompts
from pipetui.cli.call import Call
from pipetui.domain.errors import AmbiguousError, InputError

if TYPE_CHECKING:
    from pipetui.service import Result, Workspace

Assignments: TypeAlias = list[tuple[str, str]]


class Kind(NamedTuple):
    """What the verbs about people and those about organizations differ in."""

    find: Callable[[Workspace, str], int]
    rows: Callable[[Workspace, str], Sequence[Any]]
    sheet: Callable[[Workspace, int], Any]
    table: Callable[..., Any]
    whole: Callable[..., Any]
    row_shape: Callable[[Any], dict[str, Any]]
    sheet_shape: Callable[[Any], dict[str, Any]]
    add: Callable[[Workspace, str, Assignments], Result]
    edit: Callable[[Workspace, int, Assignments], Result]
    merge: Callable[[Workspace, int, int], Result]
    nothing: str


def people() -> Kind:
    """People."""
    from pipetui import service
    from pipetui.service import reads

    return Kind(
        reads.find_person,
        reads.people,
        reads.person,
        output.people_tables.people,
        output.people_tables.person,
        lambda row: output.people_json.person_row(row),
        lambda sheet: output.people_json.person(sheet),
        service.add_person,
        service.edit_person,
        service.merge_people,
        "nobody fits",
    )


def organizations(customers: bool = False) -> Kind:
    """Organizations, the customers alone if wanted."""
    from pipetui import service
    from pipetui.service import reads

    return Kind(
        reads.find_organization,
        lambda workspace, words: reads.organizations(workspace, words, customers=customers),
        reads.organization,
        output.people_tables.organizations,
        output.people_tables.organization,
        lambda row: output.people_json.organization_row(row),
        lambda sheet: output.people_json.organization(sheet),
        service.add_organization,
        service.edit_organization,
        service.merge_organizations,
        "no customer fits" if customers else "no organization fits",
    )


def listed(call: Call, workspace: Workspace, kind: Kind, words: str, show: bool, ids: bool) -> int:
    """Print those that fit, or the one that does; the exit code."""
    if show:
        _print_sheet(call, workspace, kind, which(call, workspace, kind, words))
        return 0
    found = kind.rows(workspace, words)
    return call.out.listed(
        found,
        lambda page: kind.table(found, workspace.now(), page),
        lambda: map(kind.row_shape, found),
        ids=ids,
        nothing=kind.nothing,
    )


def one(call: Call, workspace: Workspace, kind: Kind, line: Sequence[str], add: bool, merge: str) -> None:
    """Show, change, add or merge one."""
    name, changes = split(line)
    if merge:
        if add or changes:
            raise InputError("--merge stands alone", 'for example: pipetui person "Ann Lee" --merge "A. Lee"')
        keep, other = which(call, workspace, kind, name), which(call, workspace, kind, merge)
        report(call, workspace, kind, kind.merge(workspace, keep, other))
    elif add:
        report(call, workspace, kind, kind.add(workspace, name, changes))
    elif changes:
        report(call, workspace, kind, kind.edit(workspace, which(call, workspace, kind, name), changes))
    else:
        _print_sheet(call, workspace, kind, which(call, workspace, kind, name))


def split(line: Sequence[str]) -> tuple[str, Assignments]:
    """The words of the name, and the changes; what follows `field:` belongs to it up to the next one."""
    name: list[str] = []
    changes: Assignments = []
    for word in arguments.plain(line):
        match = re.fullmatch(r"([A-Za-z]+)[:=](?!//)(.*)", word, re.DOTALL)
        if match:
            changes.append((match[1].lower(), match[2]))
        elif changes:
            changes[-1] = (changes[-1][0], f"{changes[-1][1]} {word}".strip())
        else:
            name.append(word)
    return " ".join(name), changes


def which(call: Call, workspace: Workspace, kind: Kind, words: str) -> int:
    """The one that the words name; where they name several the rep is asked, if somebody sits there."""
    try:
        return kind.find(workspace, words)
    except AmbiguousError as error:
        if not error.choices or not prompts.possible(call):
            raise
        return prompts.choice(error)


def _print_sheet(call: Call, workspace: Workspace, kind: Kind, number: int) -> None:
    sheet = kind.sheet(workspace, number)
    call.out.show(lambda page: kind.whole(sheet, workspace.now(), page), lambda: kind.sheet_shape(sheet))


def report(call: Call, workspace: Workspace, kind: Kind, outcome: Result) -> None:
    """Say what was done with one; in JSON, all about it."""
    number = outcome.party
    shape = None if number is None else lambda: kind.sheet_shape(kind.sheet(workspace, number))
    apply_change.report(call, workspace, outcome, shape=shape)
