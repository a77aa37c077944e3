"""How a verb changes deals: which ones are meant, a look before many change, and what is said afterwards."""

from __future__ import annotations

from pipetui import render
from pipetui.cli import arguments, output, prompts, streams
from pipetui.cli.call import open_workspace
from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.rules import MANY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from pipetui.cli.call import Call
    from pipetui.domain.line.quick_line import NextLine
    from pipetui.service import Result, Suggestion, Workspace
    from pipetui.service.preview import Gesture, Preview

    T = TypeVar("T")


def on_deals(
    call: Call, words: Sequence[str], gesture: Gesture, *, yes: bool, dry_run: bool, closed: bool = False
) -> None:
    """The whole of a verb whose words name nothing but deals. With `closed`, closed deals are looked for first."""
    with open_workspace(call, write=not dry_run) as workspace:
        found = which(call, workspace, lambda names: arguments.deals(words, names), closed=closed)
        carry_out(call, workspace, found, gesture, yes=yes, dry_run=dry_run)


def which(call: Call, workspace: Workspace, split: Callable[[arguments.Names], T], *, closed: bool = False) -> T:
    """What `split` finds; where words name several deals the rep is asked, if there is a terminal to ask at."""
    from pipetui.store.reads import finding

    def names(words: str) -> tuple[int, ...]:
        return (finding.find(workspace.store.connection, words, closed=closed),)

    try:
        return split(names)
    except AmbiguousError as error:
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
) -> None:
    """Make the change and say what it was; many deals are shown and asked about first, a dry run only shows."""
    if dry_run or (len(deals) >= MANY and not yes):
        from pipetui.service import preview

        tried = preview.rehearse(workspace, deals, gesture)
        if dry_run:
            _show(call, workspace, tried)
            return
        many = render.plural(len(tried.changes), "deal")
        if not prompts.possible(call):
            raise InputError(f"this changes {many}", "--yes does it, --dry-run only shows it")
        for line in preview.lines(workspace, tried, preview.SHOWN):
            streams.complain(line)
        if not prompts.confirmed(f"change these {many}?"):
            raise InputError("nothing was changed")
    report(call, workspace, gesture(workspace, deals))


def _show(call: Call, workspace: Workspace, tried: Preview) -> None:
    from pipetui.service import preview

    if call.json:
        from pipetui.cli import json_shape

        streams.write_all(
            json_shape.lines(
                {"before": json_shape.deal(before), "after": json_shape.deal(after)}
                for before, after, _ in tried.changes
            )
        )
        return
    streams.write_all(preview.lines(workspace, tried))
    call.speak(f"dry run: {render.plural(len(tried.changes), 'deal')}, nothing was changed")


def report(call: Call, workspace: Workspace, outcome: Result, said: str = "", *, aside: bool = False) -> None:
    """Say what a gesture did: the result on stdout, warnings and the question for a next step on stderr.

    With `aside` stdout holds something else, and the result is speech as well.
    """
    if aside:
        call.speak(said or output.changed(outcome.message))
    elif call.json:
        from pipetui.cli import json_shape
        from pipetui.service import preview

        objects = [json_shape.deal(card) for card in preview.cards(workspace, outcome.deals)]
        if len(objects) == 1:
            streams.write(json_shape.text(objects[0]))
        else:
            streams.write_all(json_shape.lines(objects))
    elif not call.quiet:
        streams.write(said or output.changed(outcome.message))
    for warning in outcome.warnings + outcome.still_due:
        call.speak(f"warning: {warning}")
    if outcome.ask:
        _ask_next_step(call, workspace, outcome.ask, outcome.step)
    if outcome.ask_won:
        from pipetui.cli.commands import aftersale

        aftersale.ask(call, workspace, outcome.ask_won, outcome.step)


def _ask_next_step(call: Call, workspace: Workspace, suggestion: Suggestion, onto: int | None) -> None:
    """Behaviour 4: once, and only where somebody sits in front of it."""
    planned = prompts.next_step(call, suggestion, workspace.now(), workspace.settings.dates)
    if planned is not None:
        from pipetui import service

        report(call, workspace, service.plan(workspace, [suggestion.deal_id], *suggestion.taken(planned), onto=onto))


def next_line(workspace: Workspace, text: str) -> NextLine:
    """A next step as typed: a date, whose turn, what; raises InputError."""
    from pipetui.domain.line import quick_line

    return quick_line.next_line(text, workspace.now(), workspace.settings.dates)
