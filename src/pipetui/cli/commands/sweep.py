"""`pipetui sweep`: the deals that look dead, and what is decided about them (behaviour 10)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pipetui import render
from pipetui.cli import apply_change, arguments, output
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.output.printer import NOTHING_FOUND
from pipetui.domain import decisions
from pipetui.domain.errors import InputError, StoreError
from pipetui.domain.folding import fold
from pipetui.domain.rules import days_since
from pipetui.domain.text import clean
from pipetui.phrases import sweep as phrases
from pipetui.phrases.difference import standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from pipetui.cli.output.terminal import Page
    from pipetui.domain.decisions import Decision
    from pipetui.domain.sweep import Reason
    from pipetui.phrases.sweep import Candidate
    from pipetui.service import Result, Workspace

_HEADERS = ("#", "deal", "value", "stage", "age", "next step")
_ALIGN = "rlrlll"
_INDENT = 4


def sweep(
    call: Call,
    line: Sequence[str] = (),
    ids: bool = False,
    yes: bool = False,
    dry_run: bool = False,
) -> int | None:
    """The open deals that look dead, each with its reasons, and what is to become of them.

    A decision is one of: drop REASON, park DATE, keep (30d, a date, or the days of the settings), last-chance (an
    e-mail, due today), revive DATE (dropped, and seen again on that day). What is kept is not shown until then. Exit
    code 1 when nothing looks dead.

    pipetui sweep
    pipetui sweep 3,7-9 drop went silent
    pipetui sweep acme rollout park 15 jan
    pipetui sweep 12 revive 1 mar timing
    pipetui sweep done
    """
    words = arguments.plain(line or ())
    if not words:
        return _list(call, ids=ids)
    if [fold(word) for word in words] == ["done"]:
        return _done(call)
    _decide(call, words, yes=yes, dry_run=dry_run)
    return None


def _list(call: Call, *, ids: bool) -> int:
    with open_workspace(call) as workspace:
        from pipetui.service import sweep as service

        found = service.candidates(workspace)
        cards = [one.card for one in found]
        call.out.listed(cards, lambda page: _table(found, workspace.now(), page), lambda: map(_shape, found), ids=ids)
        if found and not ids:
            worth = [(card.status, card.value) for card in cards]
            rates, today = workspace.settings.rates, workspace.now().date()
            together = output.deal_tables.status_of(worth, rates, today)
            call.out.remark(f"{together} · decide: pipetui sweep {cards[0].id} keep, or")
            call.out.remark(f"  {decisions.EXAMPLES}")
        if found:
            return 0
        with suppress(StoreError):  # a book that cannot be written to is answered from all the same
            service.nothing_dead(workspace)
        call.speak("nothing looks dead")
        return NOTHING_FOUND


def _done(call: Call) -> int:
    with open_workspace(call, write=True) as workspace:
        from pipetui import service

        apply_change.report(call, workspace, service.swept(workspace))
        return 0


def _decide(call: Call, words: Sequence[str], *, yes: bool, dry_run: bool) -> None:
    with open_workspace(call, write=not dry_run) as workspace:
        from pipetui import service
        from pipetui.service import reads

        reasons = reads.loss_reasons(workspace)

        def decision(_: arguments.Deals, rest: list[str]) -> Decision:
            return decisions.parse(rest, workspace.now(), workspace.settings.dates, workspace.settings.sweep, reasons)

        missing = InputError("what is to become of it?", decisions.EXAMPLES)
        deals, taken = apply_change.which(
            call, workspace, lambda names: arguments.leading(words, names, decision, missing=missing)
        )

        def gesture(workspace: Workspace, deals: Sequence[int]) -> Result:
            return service.decide(workspace, dict.fromkeys(deals, taken))

        apply_change.carry_out(call, workspace, deals, gesture, yes=yes, dry_run=dry_run)


def _table(found: Sequence[Candidate], now: datetime, page: Page) -> Iterator[str]:
    """Two lines a deal: what it is, and why it looks dead."""
    today = now.date()
    rows = render.table(_HEADERS, [_row(one, now) for one in found], _ALIGN, page.width)
    yield page.heading(next(rows))
    for one, row in zip(found, rows, strict=True):
        yield row
        said = " · ".join(phrases.why(reason, today) for reason in one.reasons)
        yield " " * _INDENT + (said if page.width is None else render.cut(said, page.width - _INDENT))


def _row(one: Candidate, now: datetime) -> tuple[str, ...]:
    card = one.card
    age = render.age(days_since(card.created_at, now)) if card.created_at else ""
    return (str(card.id), clean(card.title), render.money(card.value), card.stage, age, clean(standing(card, now)))


def _shape(one: Candidate) -> dict[str, Any]:
    return output.deal_json.deal(one.card) | {"reasons": [_reason(reason) for reason in one.reasons]}


def _reason(reason: Reason) -> dict[str, Any]:
    return {"reason": phrases.name(reason)} | {field: _plain(value) for field, value in reason._asdict().items()}


def _plain(value: int | tuple[str, ...] | date | None) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, int) or value is None else output.json_format.day(value)
