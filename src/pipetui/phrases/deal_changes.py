"""What became of a deal's value, close date and stage, in words and as JSON has it."""

from __future__ import annotations

from datetime import date

from pipetui import render
from pipetui.domain.deal_changes import VALUE
from pipetui.domain.money import Money
from pipetui.domain.text import one_line
from pipetui.phrases.made_by import made_by
from pipetui.phrases.report_page import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from typing import Any

    from pipetui.domain.deal_changes import FieldChange, FieldHistory

_HEADERS = ("when", "what", "before", "after", "by")
_MOST = 3


def table(history: FieldHistory, now: datetime) -> Table:
    """All of them; who wrote it stands there where the book knows it of one."""
    told = tuple(_rows(history, now))
    known = len(_HEADERS) if any(row[-1] for row in told) else len(_HEADERS) - 1
    return Table("", _HEADERS[:known], tuple(row[:known] for row in told), "l" * known)


def _rows(history: FieldHistory, now: datetime) -> Iterator[tuple[str, ...]]:
    """A row for each change, the oldest first."""
    today = now.date()
    for one in history.changes:
        at = one.at.astimezone(now.tzinfo)
        when = f"{render.day(at.date(), today)} {render.clock(at, now.tzinfo)}"
        yield when, one.field, _words(one.before, today), _words(one.after, today), made_by(one.source)


def remark(history: FieldHistory, now: datetime) -> str:
    """From when on values and close dates are known, where that is not all of the deal's life."""
    if history.since is None:
        return ""
    since = render.day(history.since.astimezone(now.tzinfo).date(), now.date())
    return f"values and close dates are known since {since}, from when on changes are written down"


def line(changes: Sequence[FieldChange], now: datetime) -> str:
    """`value €10,000 → €12,000 on Tue 3 Nov`, the last three days; nothing where it never changed.

    What changed to and fro within a day is one change, and the first value of all is none.
    """
    days: dict[date, tuple[Money | date | str | None, Money | date | str | None]] = {}
    for one in changes:
        if one.field == VALUE and one.before is not None:
            on = one.at.astimezone(now.tzinfo).date()
            days[on] = (days[on][0] if on in days else one.before, one.after)
    found = [(on, before, after) for on, (before, after) in days.items() if before != after][-_MOST:]
    if not found:
        return ""
    today = now.date()
    told = [f"{_words(after, today)} on {render.day(on, today)}" for on, _, after in found]
    return f"value {' → '.join([_words(found[0][1], today), *told])}"


def _words(value: Money | date | str | None, today: date) -> str:
    if isinstance(value, Money):
        return render.money(value)
    if isinstance(value, date):
        return render.day(value, today)
    return one_line(value) if value else render.NONE


def shape(history: FieldHistory) -> dict[str, Any]:
    """The history as JSON has it."""
    return {
        "id": history.id,
        "title": history.title,
        "known_since": f"{history.since.isoformat()[:19]}Z" if history.since else None,
        "changes": [
            {
                "at": f"{one.at.isoformat()[:19]}Z",
                "field": one.field,
                "before": _plain(one.before),
                "after": _plain(one.after),
                "source": one.source or None,
            }
            for one in history.changes
        ],
    }


def _plain(value: Money | date | str | None) -> str | None:
    if isinstance(value, Money):
        return f"{value.decimal} {value.currency}"
    return value.isoformat() if isinstance(value, date) else value
