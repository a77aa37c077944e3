"""How a verb changes deals: which ones are meant, a look before many change, and what is said afterwards."""

from __future__ import annotations

from pipetui import render
from pipetui.cli import output
from pipetui.cli.call import open_workspace
from pipetui.cli.errors import warned
from pipetui.cli.output import messages, stdio
from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.rules import MANY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    from pipetui.cli.arguments import Names
    from pipetui.cli.call import Call
    from pipetui.cli.output.printer import Shape
    from pipetui.service import Result, Suggestion, Workspace
    from pipetui.service.preview import Gesture, Preview

    T = TypeVar("T")


def on_deals(
    call: Call, words: Sequence[str], gesture: Gesture, *, yes: bool, dry_run: bool, closed: bool = False
) -> None:
    """The whole of a verb whose words name nothing but deals. With `closed`, closed deals are looked for first."""
    from pipetui.cli import arguments

    with open_workspace(call, write=not dry_run) as workspace:
        found = which(call, workspace, lambda names: arguments.deals(words, names), closed=closed)
        carry_out(call, workspace, found, gesture, yes=yes, dry_run=dry_run)


def which(call: Call, workspace: Workspace, split: Callable[[Names], T], *, closed: bool = False) -> T:
    """What `split` finds; where words name several deals the rep is asked, if there is a terminal to ask at."""

    def names(words: str) -> tuple[int, ...]:
        from pipetui.store.reads import finding  # a number needs no looking for

        return (finding.find(workspace.store.connection, words, closed=closed),)

    try:
        return split(names)
    except AmbiguousError as error:
        from pipetui.cli import prompts

        if not error.choices or not prompts.possible(call):
            raise
        choices, number = error.choices, prompts.choice(error)

    def chosen(words: str) -> tuple[int, ...]:
        try:
            return names(words)
        except AmbiguousError as again:
            if again.choices != choices:
                raise
            return (number,)

    return split(chosen)


def carry_out(
    call: Call,
    workspace: Workspace,
    deals: Sequence[int],
    gesture: Gesture,
    *,
    yes: bool = False,
    dry_run: bool = False,
    shape: Shape | None = None,
) -> None:
    """Make the change and say what it was; many deals are shown and asked about first, a dry run only shows.

    `shape` as in `report`.
    """
    if dry_run or (len(deals) >= MANY and not yes):
        from pipetui.cli import prompts
        from pipetui.service import preview

        tried = preview.rehearse(workspace, deals, gesture, None if dry_run else preview.SHOWN)
        if dry_run:
            _show(call, workspace, tried)
            return
        many = render.plural(tried.taken, "deal")
        if not prompts.possible(call):
            raise InputError(f"this changes {many}", "--yes does it, --dry-run only shows it")
        for line in preview.lines(workspace, tried):
            stdio.complain(line)
        if not prompts.confirmed(f"change these {many}?"):
            raise InputError("nothing was changed")
    report(call, workspace, gesture(workspace, deals), shape=shape)


def _show(call: Call, workspace: Workspace, tried: Preview) -> None:
    from pipetui.service import preview

    call.out.show(
        lambda _: preview.lines(workspace, tried),
        lambda: (
            {"before": output.deal_json.deal(before), "after": output.deal_json.deal(after)}
            for before, after, _ in tried.changes
        ),
    )
    call.out.remark(f"dry run: {render.plural(tried.taken, 'deal')}, nothing was changed")


def report(
    call: Call,
    workspace: Workspace,
    outcome: Result,
    said: str = "",
    *,
    shape: Shape | None = None,
    aside: bool = False,
) -> None:
    """Say what a gesture did: the result on stdout, warnings and the question for a next step on stderr.

    JSON is the `shape`, else the deals it touched. With `aside` stdout holds something else, and the result is speech
    as well.
    """
    said = said or messages.changed(outcome.message)
    if aside:
        call.speak(said)
    else:
        call.out.done(said, shape or (lambda: _shape(call, workspace, outcome)))
    for warning in outcome.warnings + outcome.still_due:
        call.speak(f"warning: {warned(warning)}")
    if outcome.ask:
        _ask_next_step(call, workspace, outcome.ask, outcome.step)
    if outcome.ask_won:
        from pipetui import service
        from pipetui.cli import prompts

        won = prompts.after_win(call, outcome.ask_won, workspace.now(), workspace.settings.dates)
        if won:
            report(call, workspace, service.after_win(workspace, [outcome.ask_won.deal_id], won, outcome.step))


def _shape(call: Call, workspace: Workspace, outcome: Result) -> Any:
    """The deals as they stand; the number alone of one that another program has taken back meanwhile."""
    from pipetui.service import preview

    there = {card.id: card for card in preview.standing(workspace, outcome.deals)}
    gone = [number for number in outcome.deals if number not in there]
    for number in gone:
        call.speak(f"warning: #{number} was taken back by another program meanwhile")
    return output.json_format.alone(
        output.deal_json.deal(there[number]) if number in there else {"id": number} for number in outcome.deals
    )


def _ask_next_step(call: Call, workspace: Workspace, suggestion: Suggestion, onto: int | None) -> None:
    """Behaviour 4: once, and only where somebody sits in front of it."""
    from pipetui.cli import prompts

    planned = prompts.next_step(call, suggestion, workspace.now(), workspace.settings.dates)
    if planned is not None:
        from pipetui import service

        report(call, workspace, service.plan(workspace, [suggestion.deal_id], *suggestion.taken(planned), onto=onto))
