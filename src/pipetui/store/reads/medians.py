"""What the rep's deals are usually like: the medians that urgency measures each deal against.

Of the newest SAMPLE alone, and rounded: so they cost the same in a book of any size, and stay the same from one
gesture to the next. Standard library only.
"""

from __future__ import annotations

from pipetui.domain.money import Money, weighted
from pipetui.domain.urgency import SAMPLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import NamedTuple

    from pipetui.domain.deal import Stage
else:
    from pipetui.domain.record import NamedTuple


_STAYS = """
SELECT at, id, stayed_s FROM stage_event WHERE from_stage_id = :stage AND stayed_s IS NOT NULL
AND typeof(stayed_s) = 'integer' AND at >= :begin AND at < :end ORDER BY at DESC, id DESC LIMIT :most"""


class Medians(NamedTuple):
    """What a deal usually is: `stays` in whole days, by stage; `weighted` value in minor units, by currency.

    Of the weighted values two figures are kept; deals that weigh nothing say nothing about what one usually does.
    """

    stays: dict[int, int]
    weighted: dict[str, int]


def medians(connection: sqlite3.Connection, stages: Sequence[Stage]) -> Medians:
    """The medians as the book stands."""
    stays = {}
    merged = connection.execute("SELECT merged_into, id FROM stage WHERE merged_into IS NOT NULL").fetchall()
    for stage in stages:
        ended = newest_stays(connection, [stage.id, *(gone for into, gone in merged if into == stage.id)])
        if ended:
            stays[stage.id] = round(_median(ended) / 86_400)
    probability = {stage.id: stage.probability for stage in stages}
    counting = ", ".join(str(number) for number, percent in probability.items() if percent > 0) or "NULL"
    worth = {}
    currency = _currency_after(connection, "")
    while currency:
        newest = connection.execute(
            f"""SELECT value_minor, own_probability, stage_id FROM deal INDEXED BY ix_deal_worth
               WHERE status = 'open' AND deleted_at IS NULL AND currency = ? AND value_minor > 0
               AND typeof(value_minor) = 'integer' AND typeof(coalesce(own_probability, 0)) = 'integer'
               AND (own_probability > 0 OR (own_probability IS NULL AND stage_id IN ({counting})))
               ORDER BY id DESC LIMIT ?""",
            (currency, SAMPLE),
        ).fetchall()
        if newest:
            weighed = [
                weighted(Money(minor, currency), probability.get(stage_id, 0) if own is None else own).minor
                for minor, own, stage_id in newest
            ]
            worth[currency] = _two_figures(_median(weighed))
        currency = _currency_after(connection, currency)
    return Medians(stays, worth)


def newest_stays(connection: sqlite3.Connection, stages: Sequence[int], begin: str = "", end: str = "~") -> list[int]:
    """The seconds that deals stayed in these stages, which count as one: of the SAMPLE stays that ended last.

    Those between two times, as the store writes them. A deal that lies in the bin by now stayed there all the same.
    """
    found: list[tuple[str, int, int]] = []
    for stage in stages:
        found += connection.execute(_STAYS, {"stage": stage, "begin": begin, "end": end, "most": SAMPLE})
    if len(stages) > 1:
        found = sorted(found, reverse=True)[:SAMPLE]
    return [seconds for *_, seconds in found]


def _currency_after(connection: sqlite3.Connection, currency: str) -> str | None:
    """The next currency that an open deal has; None after the last. One look into the index, not one a deal."""
    row = connection.execute(
        """SELECT min(currency) FROM deal INDEXED BY ix_deal_worth
           WHERE status = 'open' AND deleted_at IS NULL AND currency > ?""",
        (currency,),
    ).fetchone()
    found: str | None = row[0]
    return found


def _median(values: list[int]) -> int:
    """The middle one, of two the lower."""
    return sorted(values)[(len(values) - 1) // 2]


def _two_figures(value: int) -> int:
    unit: int = 10 ** max(0, len(str(value)) - 2)
    return (value + unit // 2) // unit * unit
