"""After the sale in the shell: what is asked once a deal is won, and the deals that follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pipetui import render
from pipetui.cli import apply_change, arguments, output, prompts
from pipetui.cli.call import Call, open_workspace
from pipetui.domain import aftersale
from pipetui.domain.aftersale import PlannedFollowUps
from pipetui.domain.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipetui.domain.aftersale import Renewal, Won
    from pipetui.domain.line.quick_line import NextLine
    from pipetui.service import Workspace

T = TypeVar("T")

_SKIP = "-"


def planned(workspace: Workspace, renewal: str, check_in: str) -> PlannedFollowUps | None:
    """What the options of `win` plan, None where neither is given; raises InputError."""
    if not (renewal or check_in):
        return None
    return PlannedFollowUps(
        None if renewal in ("", _SKIP) else _renewal(workspace, renewal),
        None if check_in in ("", _SKIP) else _check_in(workspace, check_in),
    )


def ask(call: Call, workspace: Workspace, won: Won, onto: int | None) -> None:
    """The questions after a win, where somebody sits in front of them; each can be skipped."""
    if not prompts.possible(call):
        return
    today = workspace.now().date()
    renewal = _answer(
        f"renewal? [{render.day(won.renewal.day, today)}]", won.renewal, lambda text: _renewal(workspace, text)
    )
    said = f"{render.day(won.check_in.due.day, today)} {won.check_in.what}"
    check_in = _answer(f"first check-in? [{said}]", won.check_in, lambda text: _check_in(workspace, text))
    if renewal is not None or check_in is not None:
        from pipetui import service

        apply_change.report(
            call, workspace, service.after_win(workspace, [won.deal_id], PlannedFollowUps(renewal, check_in), onto)
        )


def _answer(question: str, usual: T, read: Callable[[str], T]) -> T | None:
    def understood(answer: str) -> T | None:
        if answer == _SKIP:
            return None
        return read(answer) if answer else usual

    return prompts.until_understood(f"{question} (Enter takes it, a date, or - skips) ", understood)


def _renewal(workspace: Workspace, text: str) -> Renewal:
    found = aftersale.parse_renewal(text, workspace.now(), workspace.settings.dates)
    aftersale.require_ahead(found, workspace.now().date())
    return found


def _check_in(workspace: Workspace, text: str) -> NextLine:
    found = apply_change.next_line(workspace, text)
    return found if found.what else found._replace(what=aftersale.CHECK_IN)


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
        from pipetui.service import look
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
        card = look.card(workspace, deals[0])
        begun = aftersale.known(kind, customer(card))
        currency = look.currency(workspace)
        new = aftersale.read([*said, *line[end:]], begun, workspace.now(), workspace.settings.dates, currency)
        outcome = service.link(workspace, card.id, kind, new)
        made = look.card(workspace, outcome.deals[0])
        echo = render.echo(new._replace(stage=made.stage), workspace.now().date())
        apply_change.report(
            call, workspace, outcome, f"#{made.id} {echo} · {kind} of #{card.id} {card.title} · {output.WAY_BACK}"
        )
