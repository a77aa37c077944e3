"""Where in the notes and touches of a deal a word was found, in a few words."""

from __future__ import annotations

from pipetui import render
from pipetui.domain.text import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from pipetui.views import Mention

_BEFORE, _BRIEFLY, _AFTER = 24, 12, 60
"""Characters shown before what was found, where there is less room, and behind it."""


def snippet(mention: Mention, ahead: int = _BEFORE) -> str:
    """What was found with a few words around it: `… asked for the price list …`, on one line."""
    text, begin, end = mention.text, mention.begin, mention.end
    before, after = text[max(0, begin - ahead) : begin], text[end : end + _AFTER]
    if begin > ahead:
        before = f"… {before.partition(' ')[2] if ' ' in before else before}"
    if end + _AFTER < len(text):
        after = f"{after.rpartition(' ')[0] if ' ' in after else after} …"
    return " ".join(one_line(before + text[begin:end] + after).split())


def where(mention: Mention, now: datetime, *, brief: bool = False) -> str:
    """`touch Thu 12 Nov: … asked for the price list …`; `brief` with little before it."""
    at = mention.at.astimezone(now.tzinfo).date()
    return f"{mention.kind} {render.day(at, now.date())}: {snippet(mention, _BRIEFLY if brief else _BEFORE)}"
