"""Verbs that move a deal along: its next step, its stage, its end, and back."""

from __future__ import annotations

from pipetui.cli import apply_change, arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pipetui.domain.deal import Due
    from pipetui.service import Result, Workspace


def done(call: Call, deal: Sequence[str], yes: bool = False, dry_run: bool = False) -> None:
    """The next step is done; the one after it is asked for.

    pipetui done 42
    pipetui done acme rollout at:yesterday
    """
    from pipetui import service

    _moved(call, deal, lambda workspace, deals, at: service.finish(workspace, deals, at=at), yes, dry_run)


def turn(call: Call, deal: Sequence[str], yes: bool = False, dry_run: bool = False) -> None:
    """Whose turn the next step is: from mine to theirs, and back.

    pipetui turn 42
    """
    from pipetui import service

    apply_change.on_deals(call, deal, service.turn, yes=yes, dry_run=dry_run)


def snooze(call: Call, line: Sequence[str], yes: bool = False, dry_run: bool = False) -> None:
    """Put the next step off to another date; how often is counted, and said from the third time on.

    pipetui snooze 42 mon
    pipetui snooze acme rollout +3wd
    """
    from pipetui import service

    _until(call, line, service.snooze, "a snooze needs a date", yes, dry_run)


def park(call: Call, line: Sequence[str], yes: bool = False, dry_run: bool = False) -> None:
    """Not now: take a deal off the board until the morning of a date.

    pipetui park 42 15 jan
    pipetui park acme rollout eoq
    """
    from pipetui import service

    _until(call, line, service.park, "a deal is parked until a date", yes, dry_run)


def _until(
    call: Call,
    line: Sequence[str],
    gesture: Callable[[Workspace, Sequence[int], Due], Result],
    missing: str,
    yes: bool,
    dry_run: bool,
) -> None:
    from pipetui.domain.dates import when

    with open_workspace(call, write=not dry_run) as workspace:

        def date(_: arguments.Deals, rest: list[str]) -> Due:
            return when.parse_due(" ".join(rest), workspace.now(), workspace.settings.dates)

        deals, due = apply_change.which(
            call,
            workspace,
            lambda names: arguments.leading(
                line, names, date, missing=InputError(missing, "for example: fri, +3wd, 15 jan, eoq")
            ),
        )
        apply_change.carry_out(
            call, workspace, deals, lambda workspace, deals: gesture(workspace, deals, due), yes=yes, dry_run=dry_run
        )


def unpark(call: Call, deal: Sequence[str], yes: bool = False, dry_run: bool = False) -> None:
    """Bring a parked deal back now.

    pipetui unpark 42
    """
    from pipetui import service

    apply_change.on_deals(call, deal, service.unpark, yes=yes, dry_run=dry_run)


def advance(call: Call, deal: Sequence[str], yes: bool = False, dry_run: bool = False) -> None:
    """Move a deal one stage on.

    pipetui advance 42
    pipetui advance 3,7-9 --dry-run
    pipetui advance acme rollout at:yesterday
    """
    from pipetui import service

    _moved(call, deal, service.advance, yes, dry_run)


def retreat(call: Call, deal: Sequence[str], yes: bool = False, dry_run: bool = False) -> None:
    """Move a deal one stage back.

    pipetui retreat acme rollout
    """
    from pipetui import service

    _moved(call, deal, service.retreat, yes, dry_run)


def _moved(
    call: Call,
    words: Sequence[str],
    gesture: Callable[[Workspace, Sequence[int], datetime | None], Result],
    yes: bool,
    dry_run: bool,
) -> None:
    with open_workspace(call, write=not dry_run) as workspace:
        rest, at = _at(workspace, words)
        deals = apply_change.which(call, workspace, lambda names: arguments.deals(rest, names))
        apply_change.carry_out(
            call, workspace, deals, lambda workspace, deals: gesture(workspace, deals, at), yes=yes, dry_run=dry_run
        )


def _at(workspace: Workspace, words: Sequence[str]) -> tuple[list[str], datetime | None]:
    """The words without `at:WHEN`, and when it happened; None for just now."""
    rest, text = arguments.dated(words)
    if not text:
        return rest, None
    from pipetui.domain.dates import when

    return rest, when.parse_past(text, workspace.now(), workspace.settings.dates)


def move(
    call: Call,
    line: Sequence[str],
    yes: bool = False,
    dry_run: bool = False,
) -> None:
    """Move a deal to any stage: one of its pipeline by a beginning, one of another as PIPELINE/STAGE.

    pipetui move 42 proposal
    pipetui move acme rollout nego
    pipetui move 42 renewals/due
    """
    with open_workspace(call, write=not dry_run) as workspace:
        from pipetui import service
        from pipetui.service import reads

        line, at = _at(workspace, line)
        pipelines = reads.pipelines(workspace)
        stage_names = dict.fromkeys(known.name for known in pipelines.stages)

        def stage(deals: arguments.Deals, rest: list[str]) -> str:
            here = reads.plain_card(workspace, deals[0], pipelines).pipeline_id if deals else pipelines.default_pipeline
            return pipelines.called(pipelines.named(" ".join(rest).removeprefix("@"), here), here)

        deals, name = apply_change.which(
            call,
            workspace,
            lambda names: arguments.leading(
                line, names, stage, missing=InputError("which stage?", f"one of: {', '.join(stage_names)}")
            ),
        )
        apply_change.carry_out(
            call,
            workspace,
            deals,
            lambda workspace, deals: service.move(workspace, deals, name, at, pipelines),
            yes=yes,
            dry_run=dry_run,
        )


def win(
    call: Call,
    deal: Sequence[str],
    renewal: str | None = None,
    check_in: str | None = None,
    yes: bool = False,
    dry_run: bool = False,
) -> None:
    """Close a deal as won, now or at:WHEN; at a terminal its renewal and the first check-in are asked for.

    A renewal comes up 30 days ahead, or as many as are written after it. A minus skips one: --check-in -

    pipetui win 42
    pipetui win acme rollout at:"31 dec"
    pipetui win acme rollout --renewal "1 nov 2027 60d" --check-in "+2w call Ann"
    """
    with open_workspace(call, write=not dry_run) as workspace:
        from pipetui import service
        from pipetui.cli.commands import aftersale

        planned = aftersale.planned(workspace, renewal, check_in)
        words, at = _at(workspace, deal)
        deals = apply_change.which(call, workspace, lambda names: arguments.deals(words, names))
        apply_change.carry_out(
            call,
            workspace,
            deals,
            lambda workspace, deals: service.win(workspace, deals, planned, at),
            yes=yes,
            dry_run=dry_run,
        )


def drop(
    call: Call,
    deal: Sequence[str],
    reason: str = "",
    note: str = "",
    revisit: str = "",
    yes: bool = False,
    dry_run: bool = False,
) -> None:
    """Close a deal as lost, for a reason: price, budget, competitor, timing, no decision, went silent, bad fit …

    The reason may follow the deal; a beginning is enough. at:WHEN says when it was lost, if not now.

    pipetui drop 42 price
    pipetui drop 42 price at:yesterday
    pipetui drop acme rollout --reason timing --note "next budget in spring" --revisit "1 mar"
    """
    with open_workspace(call, write=not dry_run) as workspace:
        from pipetui import service
        from pipetui.cli import prompts
        from pipetui.domain import pipeline
        from pipetui.domain.dates import when
        from pipetui.service import reads

        reasons = () if reason else reads.loss_reasons(workspace)
        words, at = _at(workspace, deal)

        def named(names: arguments.Names) -> tuple[arguments.Deals, str]:
            """The deals, and the reason if it stands behind them."""
            alone = InputError("no reason")
            try:
                return arguments.leading(
                    words, names, lambda _, rest: pipeline.find_reason(reasons, " ".join(rest)), missing=alone
                )
            except InputError as error:
                if error is not alone:
                    raise
                return arguments.deals(words, names), ""

        if reason:
            deals = apply_change.which(call, workspace, lambda names: arguments.deals(words, names))
        else:
            deals, reason = apply_change.which(call, workspace, named)
        again = when.parse_due(revisit, workspace.now(), workspace.settings.dates).day if revisit else None
        if not reason and prompts.possible(call):
            reason = prompts.line(f"why? ({', '.join(reasons)}) ") or ""
        if not reason:
            raise InputError("a dropped deal needs a reason", f"--reason with one of: {', '.join(reasons)}")
        apply_change.carry_out(
            call,
            workspace,
            deals,
            lambda workspace, deals: service.drop(workspace, deals, reason, note, again, at, reasons),
            yes=yes,
            dry_run=dry_run,
        )


def reopen(call: Call, deal: Sequence[str], yes: bool = False, dry_run: bool = False) -> None:
    """Open a closed deal again in its last stage, or take a deleted one (by number) out of the bin.

    pipetui reopen 42
    """
    from pipetui import service

    apply_change.on_deals(call, deal, service.reopen, yes=yes, dry_run=dry_run, closed=True)


def delete(call: Call, deal: Sequence[str], yes: bool = False, dry_run: bool = False) -> None:
    """Put a deal into the bin, out of every list and sum; undo or reopen takes it out again.

    A deal that came to nothing is dropped, not deleted.

    pipetui delete 42
    """
    from pipetui import service

    apply_change.on_deals(call, deal, service.delete, yes=yes, dry_run=dry_run)
