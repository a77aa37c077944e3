"""The quota and the goals as forms."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pipetui.domain.quota import PERIODS
from pipetui.service import activity, quotas
from pipetui.tui.dialogs.edit import FormDialog, FormRow
from pipetui.tui.form_offers import Offers

if TYPE_CHECKING:
    from pipetui.service import Workspace
    from pipetui.tui.screens.book_screen import BookScreen, Texts

_USUAL_GOALS = {
    "touches": ((10, "day"), (50, "week"), (200, "month")),
    "new deals": ((2, "week"), (8, "month")),
    "meetings": ((1, "day"), (5, "week"), (20, "month")),
}
_OFFERS = {
    "per": Offers(PERIODS),
    "since": Offers(("this-month", "this-quarter", "this-year", "next-month", "next-quarter", "next-year")),
    **{what: Offers(tuple(f"{number} a {per}" for number, per in some)) for what, some in _USUAL_GOALS.items()},
}
"""What may be taken in a field instead of typed."""


async def run(screen: BookScreen, what: str) -> None:
    """Ask for the quota, or for the goals, until what is typed can be written."""
    ask = screen.pipetui.worker.ask

    async def quota(typed: Texts, seen: Texts) -> FormDialog:
        shown = await ask(quotas.form)
        return FormDialog("Quota", _rows(quotas.FIELDS, shown, quotas.check, screen.pipetui.worker.workspace), typed)

    async def goals(typed: Texts, seen: Texts) -> FormDialog:
        shown = await ask(activity.goals_form)
        rows = _rows(activity.GOAL_FIELDS, shown, activity.check_goal, screen.pipetui.worker.workspace)
        return FormDialog("Goals", rows, typed)

    if what == "quota":
        await screen.filled_in(quota, quotas.set_form)
    else:
        await screen.filled_in(goals, activity.set_goals)


def _rows(  # type: ignore[no-untyped-def]
    fields, shown, check, workspace: Workspace
) -> dict[str, FormRow]:
    return {
        name: FormRow(label, example, shown[name], partial(check, workspace, name), _OFFERS.get(name))
        for name, (label, example) in fields.items()
    }
