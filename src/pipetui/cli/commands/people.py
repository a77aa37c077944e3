"""Verbs about people and organizations: people, orgs, person, org."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipetui.cli import apply_change, arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.commands import parties, party_actions
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.line import quick_line

if TYPE_CHECKING:
    from pipetui.service import Workspace
    from pipetui.service.party_gestures import PartyGestures


def people(call: Call, words: Sequence[str] = (), deleted: bool = False, show: bool = False, ids: bool = False) -> int:
    """List the people you sell to, by name: organization, e-mail, phone, open deals, last touch.

    Words are looked for in name, title, organization, e-mails and phones. Exit code 1 when nobody fits.

    pipetui people
    pipetui people acme cto
    pipetui people ann lee --show
    pipetui people --deleted
    """
    with open_workspace(call) as workspace:
        from pipetui.service.party_gestures import PEOPLE

        return parties.listed(
            call, workspace, PEOPLE, " ".join(arguments.plain(words or [])), show, ids, deleted=deleted
        )


def orgs(
    call: Call,
    words: Sequence[str] = (),
    customers: bool = False,
    deleted: bool = False,
    show: bool = False,
    ids: bool = False,
) -> int:
    """List organizations by name: people, open and won deals, last touch. Exit code 1 when none fits.

    A customer is an organization with a won deal.

    pipetui orgs
    pipetui orgs --customers
    pipetui orgs acme --show
    """
    with open_workspace(call) as workspace:
        from pipetui.service.party_gestures import ORGANIZATIONS

        among = {"customers": customers, "deleted": deleted}
        return parties.listed(
            call, workspace, ORGANIZATIONS, " ".join(arguments.plain(words or [])), show, ids, **among
        )


def person(
    call: Call,
    line: Sequence[str],
    add: bool = False,
    merge: str = "",
    keep: Sequence[str] = (),
    yes: bool = False,
    dry_run: bool = False,
    backups: str = "",
) -> None:
    """Show a person, change them, log a touch with them, or say what becomes of them as a whole.

    Fields: name, title, organization, email, phone, web, role, about, note. email:ann@x makes an address the first
    one, email:+ann@x adds it behind, email:-ann@x removes it; so do phone and web. role:champion@42 sets a role on
    a deal, role:@42 none, role:-@42 takes them off it.

    A touch begins with its kind, as in pipetui log. It goes to their only open deal, or to the one that on:42 names,
    and moves its clocks; else it stands on the person and shows on each of their deals.

    Behind the name: delete puts them into the bin, reopen takes them out of it, merge and another name makes one of two
    (with --keep as for merge), open opens an address or a number of theirs. erase takes every trace of them out of the
    book for good, undo included; touches stay as figures. It names the backups that still hold them; --backups erase or
    delete goes on there.

    pipetui person ann lee
    pipetui person ann lee title:CTO org:Globex email:+lee@globex.example role:champion@42
    pipetui person ann lee call reached budget is ok on:42 next:fri
    pipetui person --add Kim Park org:Globex phone:"+49 30 1234567"
    pipetui person ann lee merge "A. Lee" --keep title=2
    pipetui person ann lee delete
    pipetui person ann lee open mail
    pipetui person ann lee erase --dry-run
    """
    options = party_actions.WholeOptions(yes, dry_run, keep, backups)
    with open_workspace(call, write=_writes(line, add, merge)) as workspace:
        from pipetui.service.party_gestures import PEOPLE

        if _as_a_whole(call, workspace, PEOPLE, line, add, merge, options):
            return
        if not add and _touch_begins(workspace, line):
            _log(call, workspace, PEOPLE, line)
        else:
            parties.one(call, workspace, PEOPLE, line, add)


def org(
    call: Call,
    line: Sequence[str],
    add: bool = False,
    merge: str = "",
    keep: Sequence[str] = (),
    yes: bool = False,
    dry_run: bool = False,
) -> None:
    """Show an organization with its people, its deals and all their touches, or change it.

    Fields: name, sector, website, address, email, phone, about, note. Behind the name: delete puts it into the bin
    (its deals and people stay, and are shown without it), reopen takes it out, merge and another name makes one of two.

    pipetui org acme
    pipetui org acme sector:logistics website:acme.example note:they merge with Globex
    pipetui org --add Globex sector:energy
    pipetui org acme merge "Acme GmbH" --keep website=2
    pipetui org acme delete
    """
    options = party_actions.WholeOptions(yes, dry_run, keep)
    with open_workspace(call, write=_writes(line, add, merge)) as workspace:
        from pipetui.service.party_gestures import ORGANIZATIONS

        if not _as_a_whole(call, workspace, ORGANIZATIONS, line, add, merge, options):
            parties.one(call, workspace, ORGANIZATIONS, line, add)


def _writes(line: Sequence[str], add: bool, merge: str) -> bool:
    """Whether more than a look is asked for."""
    return (
        add
        or party_actions.asked(line, merge) is not None
        or any(":" in word or "=" in word or arguments.is_kind(word) or arguments.is_tag(word) for word in line)
    )


def _as_a_whole(
    call: Call,
    workspace: Workspace,
    whose: PartyGestures,
    line: Sequence[str],
    add: bool,
    merge: str,
    options: party_actions.WholeOptions,
) -> bool:
    """Do what the words ask to be done with one as a whole; whether they do."""
    what = party_actions.asked(line, merge)
    party_actions.check(what, options)
    if what is None or (add and not merge):
        return False
    if add or (merge and parties.split(line)[1]):
        raise InputError("--merge stands alone", 'for example: pipetui person "Ann Lee" --merge "A. Lee"')
    party_actions.carry_out(call, workspace, whose, what, options)
    return True


def _touch_begins(workspace: Workspace, line: Sequence[str]) -> bool:
    """Whether a kind of touch follows the name, before any change; nobody's name ends with one by chance."""
    words = arguments.plain(line)
    change = next((place for place, word in enumerate(words) if ":" in word or "=" in word), len(words))
    if not any(map(arguments.is_kind, words[1:change])):
        return False
    from pipetui.service import reads

    return not reads.is_person(workspace, " ".join(words))


def _log(call: Call, workspace: Workspace, people: PartyGestures, line: Sequence[str]) -> None:
    from pipetui import service

    def names(words: str) -> tuple[int, ...]:
        return (parties.which(call, workspace, people, words),)

    listed = arguments.numbers(line[0]) or (0,)
    found, words = arguments.touch(line, names) if len(listed) == 1 else (listed, [])
    if len(found) != 1:
        raise InputError("a touch is with one person", "for example: pipetui person ann call reached")
    deal = next((word[3:].removeprefix("#") for word in words if fold(word).startswith("on:")), "")
    if deal and not (deal.isascii() and deal.isdecimal() and len(deal) < 19):
        raise InputError("on: names a deal by its number", "for example: on:42")
    touch = quick_line.parse_touch(
        [word for word in words if not fold(word).startswith("on:")], workspace.now(), workspace.settings.dates
    )
    outcome = service.log_with(workspace, found[0], touch, int(deal) if deal else None)
    if outcome.deals:
        apply_change.report(call, workspace, outcome)
    else:
        parties.report(call, workspace, people, outcome)
