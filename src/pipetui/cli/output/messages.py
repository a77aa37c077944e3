"""The lines about deals that a verb says.

Nothing but `domain`, `render` and the words of the shell: the quick verbs say their lines through it.
"""

from __future__ import annotations

from pipetui import render
from pipetui.cli.words import shell_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from pipetui.domain.line.quick_line import NewDeal
    from pipetui.store.unit_of_work import Suggestion

WAY_BACK = "undo: pipetui undo"
WAY_FORWARD = "redo: pipetui redo"


def added(new: NewDeal, number: int, today: date) -> str:
    """The line after an add: everything the line was understood as (behaviour 14), the number, the way back."""
    return changed(echo(new, number, today))


def echo(new: NewDeal, number: int, today: date) -> str:
    """Everything a new deal was understood as, and its number."""
    return f"#{number} {render.echo(new, today)}"


def changed(said: str) -> str:
    """The line after any other write."""
    return f"{said} · {WAY_BACK}"


def to_decide(suggestion: Suggestion) -> str:
    """What is said when the last step of a cadence is done (behaviour 9)."""
    deal_id, silent = suggestion.deal_id, "" if suggestion.heard else ", without an answer"
    return (
        f"the cadence is over{silent}: pipetui drop {deal_id} REASON, park {deal_id} DATE,"
        f" sweep {deal_id} keep, or sweep {deal_id} last-chance"
    )


def no_next_step(suggestion: Suggestion) -> str:
    """What is said where nobody can be asked: the step that a terminal would offer, ready to be run (behaviour 4)."""
    if not suggestion.what:
        return f"no next step: pipetui next {suggestion.deal_id} +3wd"
    return f"no next step: pipetui next {suggestion.deal_id} {suggestion.due.day} {shell_word(suggestion.what)}"
