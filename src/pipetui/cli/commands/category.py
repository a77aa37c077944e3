"""`pipetui category`: where a deal stands in the forecast by hand."""

from __future__ import annotations

from pipetui.cli import apply_change, arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain import forecast_categories
from pipetui.domain.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def category(call: Call, line: Sequence[str], yes: bool = False, dry_run: bool = False) -> None:
    """Put an open deal into the forecast by hand: commit, best case, pipeline, omitted, or none of them.

    What is won and committed, and with the best cases, stands beside the estimate of every period in which the deal is
    expected. A beginning of the word is enough.

    pipetui category 42 commit
    pipetui category acme rollout best
    pipetui category 42 none
    """
    with open_workspace(call, write=not dry_run) as workspace:
        from pipetui.service import forecast as service

        def word(_: arguments.Deals, rest: list[str]) -> str:
            return forecast_categories.read(" ".join(rest)) or forecast_categories.NONE

        deals, chosen = apply_change.which(
            call,
            workspace,
            lambda names: arguments.leading(
                line, names, word, missing=InputError("which category?", "for example: commit, best, pipeline, omitted")
            ),
        )
        apply_change.carry_out(
            call,
            workspace,
            deals,
            lambda workspace, deals: service.put(workspace, deals, chosen),
            yes=yes,
            dry_run=dry_run,
        )
