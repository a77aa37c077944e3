"""What is planned in a week, day by day, as shell and JSON say it."""

from __future__ import annotations

from pipetui import arrange, render
from pipetui.domain.deal import LOST
from pipetui.domain.rates import NO_RATES, ExchangeRates
from pipetui.phrases.deal_shape import deal
from pipetui.phrases.json_values import amounts
from pipetui.phrases.report_page import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from pipetui.views import Card, Week

MOST_LATE = 12
"""So many steps that are late are named in a week: it is about its days."""


def planned_table(week: Week, rates: ExchangeRates = NO_RATES) -> Table | None:
    """Under each day what is planned on it, before them what is late; None where there is nothing."""
    rows = [*_rows("overdue", week.late, week, rates, MOST_LATE)]
    for of in week.days:
        name = render.day(of.day, week.today) + (", today" if of.day == week.today else "")
        rows += _rows(name, of.cards, week, rates)
    return Table("Planned", ("", "", "", "", ""), tuple(rows), "llllr") if rows else None


def _rows(
    name: str, cards: Sequence[Card], week: Week, rates: ExchangeRates, most: int | None = None
) -> Iterator[tuple[str, ...]]:
    """The day with count and sum, below it its steps, at `most` so many."""
    if not cards:
        return
    worth = arrange.rated(arrange.head_of_steps(cards), rates, week.today).total
    yield name, "", render.plural(len(cards), "step"), "", render.totals_short(worth)
    for card in cards[:most]:
        step = card.next_step
        when = step.time or "" if step is not None else ""
        if step is not None and step.days_late:
            when = " ".join(filter(None, (render.plural(step.days_late, "day") + " late", when)))
        value = render.money(card.value) if card.value is not None else ""
        about = " · ".join(filter(None, (f"#{card.id} {card.title}", card.organization)))
        yield "", when, what_planned(card), about, value
    if most is not None and len(cards) > most:
        yield "", "", f"… and {len(cards) - most:,} more", "", ""


def what_planned(card: Card) -> str:
    """`call Kim`, `theirs: reply`; for a closed deal without a step that it is to be seen again."""
    step = card.next_step
    if step is None:
        return "revisit" if card.status == LOST else "renewal"
    return render.doing(step.what, step.turn) or "next step"


def shape(week: Week) -> dict[str, Any]:
    """The days as JSON has them: a deal for each step, whose `next_step` is that one, be it not its earliest."""
    return {
        "overdue": list(map(deal, week.late)),
        "days": [
            {
                "date": of.day.isoformat(),
                "closed": of.closed,
                "value": amounts(arrange.head_of_steps(of.cards).total),
                "steps": list(map(deal, of.cards)),
            }
            for of in week.days
        ],
    }
