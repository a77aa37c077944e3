"""What is earned and expected, in words, as JSON and as rows have it."""

from __future__ import annotations

from pipetui import render
from pipetui.domain.commission import percent_text
from pipetui.domain.money import Money
from pipetui.domain.text import one_line
from pipetui.phrases import quota as quotas

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from pipetui.domain.commission import RateTable
    from pipetui.insight.commission import CommissionStatement, DealCommission, QuotaTime

HEADERS = ("#", "deal", "closed", "value", "commission")
EXPECTED_HEADERS = ("#", "deal", "close", "value", "chance", "commission")
ALIGN, EXPECTED_ALIGN = "rllrr", "rllrrr"
MOST = 10
"""Deals that are shown of those expected."""


def rates(table: RateTable) -> str:
    """`8 % of what is won; 10 % above 100 % of the quota, 12.5 % above 120 %`."""
    told = f"{percent_text(table.rate)} of what is won"
    beyond = [f"{percent_text(tier.rate)} above {percent_text(tier.above)}" for tier in table.tiers]
    return f"{told}; {', '.join([f'{beyond[0]} of the quota', *beyond[1:]])}" if beyond else told


def reached(statement: CommissionStatement) -> Iterator[str]:
    """What the tiers were counted by, a line for each quota."""
    if all(time.quota is None for time in statement.times):
        if statement.table.tiers:
            yield "no quota is set, so that no tier holds"
        return
    for time in statement.times:
        yield f"{time.period.name}  {_reached(time)}"


def _reached(time: QuotaTime) -> str:
    if time.quota is None:
        return "no quota, so that no tier holds"
    target = quotas.target(time.quota)
    if time.quota.amounts:
        parts = []
        for minor, code in time.quota.amounts:
            won = sum(deal.value.minor for deal in time.won if deal.value and deal.value.currency == code)
            share = quotas.whole(won / minor) if minor else "n/a"
            parts.append(f"{render.money(Money(won, code))} won, {share}")
        return f"{target}: {'; '.join(parts)}"
    count = len(time.won)
    return f"{target}: {count} won, {quotas.whole(count / time.quota.deals)}" if time.quota.deals else target


def remarks(statement: CommissionStatement) -> Iterator[str]:
    """What is odd about it."""
    if statement.unvalued:
        yield f"{render.plural(statement.unvalued, 'won deal')} without a value: nothing is earned on them"
    amounts = [amount for time in statement.times if time.quota for amount in time.quota.amounts]
    other = sorted({one.currency for one in statement.currencies} - {amount.currency for amount in amounts})
    if amounts and statement.table.tiers and other:
        yield f"{', '.join(other)} counts for no quota, so that no tier holds for it"
    estimated = sum(one.estimated for one in statement.expected)
    if estimated:
        yield f"≈ {render.plural(estimated, 'open deal')} without a value: that of like won deals is expected"


def earned_row(one: DealCommission, today: date) -> tuple[str, ...]:
    """A won deal, under HEADERS."""
    on = render.day(one.on, today) if one.on else render.NONE
    return str(one.id), one_line(one.title), on, render.money(one.value), render.money(one.commission)


def expected_row(one: DealCommission, today: date) -> tuple[str, ...]:
    """An open deal, under EXPECTED_HEADERS."""
    on = render.day(one.on, today) if one.on else render.NONE
    value = f"{'≈' if one.estimated else ''}{render.money(one.value)}"
    chance = render.percent(100 * one.chance)
    return str(one.id), one_line(one.title), on, value, chance, render.money(one.commission)


def sums(statement: CommissionStatement) -> Iterator[str]:
    """`earned €9,875 on €155,000 won · expected €2,345 on 12 open deals`, a line for each currency."""
    for one in statement.currencies:
        expected = f" · expected {render.money(one.expected)} on {render.plural(one.open_deals, 'open deal')}"
        yield f"earned {render.money(one.earned)} on {render.money(one.won)} won" + expected * bool(one.open_deals)


def rows(statement: CommissionStatement) -> list[dict[str, Any]]:
    """Every deal as a row: those that were won, then those that may be."""
    told = (("earned", statement.earned), ("expected", statement.expected))
    return [{"kind": kind, **_deal(one)} for kind, deals in told for one in deals]


def _deal(one: DealCommission) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "on": one.on.isoformat() if one.on else None,
        "currency": one.commission.currency,
        "value": one.value.decimal if one.value else None,
        "estimated": one.estimated,
        "chance": round(one.chance, 4),
        "commission": one.commission.decimal,
    }


def shape(statement: CommissionStatement) -> dict[str, Any]:
    """The statement as JSON has it; rates and shares are percentages."""
    table, period = statement.table, statement.period
    return {
        "commission": {
            "rate": table.rate / 100,
            "tiers": [{"above": tier.above / 100, "rate": tier.rate / 100} for tier in table.tiers],
        },
        "period": {"unit": period.unit, "from": period.first.isoformat(), "to": period.last.isoformat()},
        "quotas": [
            {
                "from": time.period.first.isoformat(),
                "to": time.period.last.isoformat(),
                "amount": time.quota.amount.decimal if time.quota and time.quota.amount else None,
                "currency": time.quota.amount.currency if time.quota and time.quota.amount else None,
                "deals": time.quota.deals if time.quota else None,
                "beside": {one.currency: one.decimal for one in time.quota.beside} if time.quota else {},
            }
            for time in statement.times
        ],
        "sums": [
            {
                "currency": one.currency,
                "won": one.won.decimal,
                "earned": one.earned.decimal,
                "expected": one.expected.decimal,
            }
            for one in statement.currencies
        ],
        "without_value": statement.unvalued,
        "earned": [_deal(one) for one in statement.earned],
        "expected": [_deal(one) for one in statement.expected],
    }
