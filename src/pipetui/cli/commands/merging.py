"""The verb merge, and what merging two people or organizations has in common with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipetui.cli import apply_change, arguments, output, prompts
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.output import stdio
from pipetui.domain.errors import InputError

if TYPE_CHECKING:
    from pipetui.service import Workspace


def merge(call: Call, words: Sequence[str], keep: Sequence[str] = (), yes: bool = False, dry_run: bool = False) -> None:
    """Make one of two deals that are the same: the second becomes part of the first.

    Touches, notes, next steps, history, people, tags, answers, products and attachments come along. What both say
    differently stays as the first says it, unless --keep FIELD=2 takes the second's; the other value goes into a note.
    At a terminal both are shown side by side and asked about. One undo brings both back.

    pipetui merge 12 17
    pipetui merge 12 17 --keep value=2 --keep stage=2
    pipetui merge "acme rollout" 17 --dry-run
    """
    with open_workspace(call, write=not dry_run) as workspace:
        first, second = _two(call, workspace, arguments.plain(words))
        carry_out(call, workspace, "deal", first, second, keep, yes, dry_run)


def _two(call: Call, workspace: Workspace, words: list[str]) -> tuple[int, int]:
    """The deals that the words name: a list of two numbers, or two words of which each names one."""
    listed = arguments.numbers(words[0]) if len(words) == 1 else None
    if listed and len(listed) == 2:
        return listed[0], listed[1]
    if len(words) != 2:
        raise InputError(
            "two deals are merged, each named by one word", 'for example: pipetui merge 12 17, pipetui merge "acme" 17'
        )
    return _one(call, workspace, words[0]), _one(call, workspace, words[1])


def _one(call: Call, workspace: Workspace, word: str) -> int:
    found = apply_change.which(call, workspace, lambda names: arguments.deals([word], names))
    if len(found) != 1:
        raise InputError("two deals are merged, no more", "for example: pipetui merge 12 17")
    return found[0]


def carry_out(
    call: Call, workspace: Workspace, noun: str, keep: int, other: int, keeps: Sequence[str], yes: bool, dry_run: bool
) -> None:
    """Merge two of a kind; at a terminal they are shown and asked about first, a dry run only shows."""
    from pipetui.service import merging

    found = merging.compare(workspace, noun, keep, other)
    second = merging.chosen(found, keeps)
    tables = output.merge_tables
    if dry_run:
        call.out.show(lambda page: tables.comparison(found, second, page), lambda: tables.shape(found, second))
        call.out.remark("dry run: nothing was changed")
        return
    if not yes and prompts.possible(call):
        for line in tables.comparison(found, second, output.terminal.page()):
            stdio.complain(line)
        if not prompts.confirmed(f"make one of #{keep} and #{other}?"):
            raise InputError("nothing was changed")
    outcome = merging.merge(workspace, noun, keep, other, second)
    if outcome.party is None:
        apply_change.report(call, workspace, outcome)
        return
    from pipetui.cli.commands import parties
    from pipetui.service.party_gestures import of_kind

    parties.report(call, workspace, of_kind(noun), outcome)
