"""What the verbs person and org do with one as a whole: into the bin, out of it, one of two, erased for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipetui.cli import arguments, prompts
from pipetui.cli.call import Call
from pipetui.cli.commands import attaching, merging, parties
from pipetui.domain.errors import InputError
from pipetui.domain.party_kinds import PERSON

if TYPE_CHECKING:
    from pipetui.service import Workspace
    from pipetui.service.party_gestures import PartyGestures

DELETE, REOPEN, MERGE, OPEN, ERASE = "delete", "reopen", "merge", "open", "erase"
_LAST = (DELETE, REOPEN, ERASE)


class WholeAction(NamedTuple):
    """What is to be done with whom, by the words for them; `other` is the second of two, or what to open."""

    action: str
    name: str
    other: str = ""


class WholeOptions(NamedTuple):
    """The options of what is done with one as a whole."""

    yes: bool = False
    dry_run: bool = False
    keep: Sequence[str] = ()
    backups: str = ""


def asked(line: Sequence[str], merge: str = "") -> WholeAction | None:
    """What the words ask for; None where they show or change somebody.

    The word stands behind the name: `ann lee delete`, `ann lee merge a. lee`.
    """
    words = arguments.plain(line)
    if merge:
        return WholeAction(MERGE, " ".join(words), merge)
    if len(words) > 1 and words[-1].lower() in _LAST:
        return WholeAction(words[-1].lower(), " ".join(words[:-1]))
    place = next((place for place, word in enumerate(words) if place and word.lower() == MERGE), 0)
    if place and len(words) > place + 1:
        return WholeAction(MERGE, " ".join(words[:place]), " ".join(words[place + 1 :]))
    place = next((place for place, word in enumerate(words) if place and word.lower() == OPEN), 0)
    if place:
        return WholeAction(OPEN, " ".join(words[:place]), " ".join(words[place + 1 :]))
    return None


def check(what: WholeAction | None, options: WholeOptions) -> None:
    """Raise InputError for an option that is about something else than what is to be done."""
    action = what.action if what else ""
    for flag, given, goes_with in (("--keep", options.keep, MERGE), ("--backups", options.backups, ERASE)):
        if given and action != goes_with:
            raise InputError(f"{flag} goes with {goes_with}", f"for example: pipetui person ann lee {goes_with} …")


def carry_out(call: Call, workspace: Workspace, whose: PartyGestures, what: WholeAction, options: WholeOptions) -> None:
    """Do it, after the question that it takes."""
    if what.action == MERGE:
        keep, other = (parties.which(call, workspace, whose, words) for words in (what.name, what.other))
        merging.carry_out(call, workspace, whose.kind.noun, keep, other, options.keep, options.yes, options.dry_run)
    elif what.action == ERASE:
        from pipetui.cli.commands import erasing  # few are

        if whose.kind is not PERSON:
            raise InputError("a person is erased; an organization is deleted", "its people are erased one by one")
        erasing.erase(call, workspace, what.name, options.backups, yes=options.yes, dry_run=options.dry_run)
    elif what.action == OPEN:
        number = parties.which(call, workspace, whose, what.name)
        attaching.open_one(call, workspace, whose.kind.noun, number, what.other)
    elif what.action == REOPEN:
        number = parties.which(call, workspace, whose, what.name, deleted=True)
        parties.report(call, workspace, whose, whose.reopen(workspace, number))
    else:
        _delete(call, workspace, whose, what.name, options)


def _delete(call: Call, workspace: Workspace, whose: PartyGestures, name: str, options: WholeOptions) -> None:
    """Undo helps, so nothing is asked (behaviour 28), but where deals would be shown without their organization."""
    from pipetui.service import party_bin

    number = parties.which(call, workspace, whose, name)
    beside = party_bin.without_it(workspace, whose.kind, number) if whose.kind.asks_to_delete else ""
    if options.dry_run:
        shown = whose.sheet(workspace, number).row.name
        said = f"dry run: {shown} would go into the bin" + (f", no longer shown with {beside}" if beside else "")
        call.out.show(lambda _: [said], lambda: {"id": number, "name": shown, "shown_without": beside or None})
        return
    if beside and not options.yes:
        if not prompts.possible(call):
            raise InputError(f"{beside} would be shown without it", "--yes does it, --dry-run only shows it")
        if not prompts.confirmed(f"{beside} would be shown without it; into the bin?"):
            raise InputError("nothing was changed")
    parties.report(call, workspace, whose, whose.delete(workspace, number))
