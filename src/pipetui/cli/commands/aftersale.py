"""After the sale in the shell: what is planned with a win, and the deals that follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from pipetui import render
from pipetui.cli import apply_change, arguments, prompts
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.output import messages
from pipetui.domain import aftersale
from pipetui.domain.aftersale import PlannedFollowUps
from pipetui.domain.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.service import Workspace


def planned(workspace: Workspace, renewal: str | None, check_in: str | None) -> PlannedFollowUps | None:
    """What the options of `win` plan, None where neither is given; raises InputError, also for an empty one."""
    if renewal is None and check_in is None:
        return None
    now, dates = workspace.now(), workspace.settings.dates
    return PlannedFollowUps(
        prompts.renewal_day(renewal, now, dates) if _says(renewal, "--renewal") else None,
        prompts.first_check_in(check_in, now, dates) if _says(check_in, "--check-in") else None,
    )


def _says(text: str | None, option: str) -> TypeGuard[str]:
    """Whether an option plans anything; an empty one may be a variable that was not set."""
    if text is not None and not text.strip():
        raise InputError(f"{option} is empty", f"a date such as +2w, or {option} {prompts.SKIP} for none")
    return text not in (None, prompts.SKIP)


def link(
    call: Call,
    line: Sequence[str],
) -> None:
    """Open a deal that follows from a won one: its renewal, an upsell, a cross-sell or a referral.

    What is known is taken over: the organization and its people, and for a renewal the value and the day; a referral
    has the customer for its source. The line after it is that of add, and goes before what is known. `pipetui show`
    tells of the link on both deals.

    pipetui link 42 renewal
    pipetui link acme rollout upsell Acme support 4k next:fri
    pipetui link 42 referral Globex seats 8400 org:Globex who:"Kim Park"
    """
    with open_workspace(call, write=True) as workspace:
        from pipetui import service
        from pipetui.service import reads
        from pipetui.service.aftersale import customer

        def rest(_: arguments.Deals, words: list[str]) -> tuple[str, list[str]]:
            return aftersale.find_kind(words[0]), words[1:]

        missing = InputError("how does the deal follow?", f"one of: {', '.join(aftersale.KINDS)}")
        end = line.index("--") if "--" in line[1:] else len(line)
        deals, (kind, said) = apply_change.which(
            call, workspace, lambda names: arguments.leading(line[:end], names, rest, missing=missing), closed=True
        )
        if len(deals) != 1:
            raise InputError("link opens one deal at a time", "for example: pipetui link 42 renewal")
        card = reads.card(workspace, deals[0])
        begun = aftersale.known(kind, customer(workspace, card.id))
        currency = reads.currency(workspace)
        new = aftersale.read(
            [*said, *line[end:]], begun, workspace.now(), workspace.settings.dates, currency, reads.fields(workspace)
        )
        outcome = service.link(workspace, card.id, kind, new)
        made = reads.card(workspace, outcome.deals[0])
        echo = render.echo(new._replace(stage=made.stage), workspace.now().date())
        apply_change.report(
            call, workspace, outcome, f"#{made.id} {echo} · {kind} of #{card.id} {card.title} · {messages.WAY_BACK}"
        )
