"""How far the quota is made, in words: the line on top of the app, the page and the JSON of `pipetui quota`."""

from __future__ import annotations

from pipetui import render
from pipetui.domain.money import Money
from pipetui.domain.text import cell_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from pipetui.domain.dates.period import Period
    from pipetui.domain.quota import Expected, QuotaStanding, QuotaTarget

_GAUGE = 9
_BAR, _WON, _LEFT, _NOW = 20, "█", "░", "┃"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def target(quota: QuotaTarget) -> str:
    """`€250,000 and 12 deals per quarter`; a row that ends one wants nothing."""
    wanted = [render.money(amount) for amount in quota.amounts]
    if quota.deals is not None:
        wanted.append(render.plural(quota.deals, "deal"))
    return f"{' and '.join(wanted) or 'nothing'} per {quota.period}"


def times(coverage: float | None) -> str:
    """`1.8×`; n/a where nothing is left to cover."""
    return "n/a" if coverage is None else f"{coverage:.1f}×"


def whole(part: float) -> str:
    """A part in whole percent, rounded down: what is not wholly made does not say 100 %."""
    return f"{int(part * 100 + 1e-9)} %"


def bar(standing: QuotaStanding, width: int = _BAR) -> str:
    """What is won as a bar as broad as the quota, with a stroke where today stands: `██████░░┃░░░`."""
    won, now = int(min(1.0, standing.share) * width), min(width - 1, int(standing.gone * width))
    return "".join(_NOW if place == now else _WON if place < won else _LEFT for place in range(width))


def line(standing: QuotaStanding, width: int) -> str:
    """The line on top: won of the quota beside the share of the period gone, gap, coverage; as `width` has room.

    `Q4  €155k of €250k  62 %  ██████░░┃░░░  66 % of the quarter gone  gap €95k  coverage 1.8×`; what matters least
    gives way first.
    """
    when = _when(standing)
    won = "  ".join(_won(standing))
    gone = f"{whole(standing.gone)} gone"
    rest = ["made"] if standing.made else [f"gap {gap(standing)}", f"coverage {times(standing.coverage)}"]
    drawn = bar(standing)
    for parts in (
        (when, won, drawn, f"{whole(standing.gone)} of the {standing.quota.period} gone", *rest),
        (when, won, drawn, gone, *rest),
        (when, won, gone, *rest),
        (when, won, gone, *rest[:1]),
        (when, won, gone),
        (won, gone),
    ):
        said = "  ".join(parts)
        if cell_width(said) <= width:
            return said
    return render.cut("  ".join((won, gone)), width)


def gauges(standing: QuotaStanding) -> Iterator[str]:
    """The same in the corner of a line, the longest first: `Q4 ████┃░░░ €61k of €90k`, `Q4 €61k of €90k`, `68 %`."""
    won, *others = [next((said.rpartition("  ")[0] for said in _won(one)), "") for one in (standing, *standing.beside)]
    if others:
        yield f"{_when(standing)} {bar(standing, _GAUGE)} {' · '.join((won, *others))}"
    yield f"{_when(standing)} {bar(standing, _GAUGE)} {won}"
    yield f"{_when(standing)} {won}"
    yield whole(standing.share)


def _when(standing: QuotaStanding) -> str:
    first = standing.period.first
    if standing.quota.period == "year":
        return str(first.year)
    return f"Q{first.month // 3 + 1}" if standing.quota.period == "quarter" else _MONTHS[first.month - 1]


def _won(standing: QuotaStanding) -> Iterator[str]:
    quota, won = standing.quota, standing.won_amount
    if quota.amount is not None and won is not None and standing.amount_made is not None:
        of = f"{render.money_short(won)} of {render.money_short(quota.amount)}"
        yield f"{of}  {whole(standing.amount_made)}"
    if quota.deals is not None and standing.count_made is not None:
        yield f"{standing.won_deals} of {render.plural(quota.deals, 'deal')}  {whole(standing.count_made)}"
    for other in standing.beside:
        yield from _won(other)


def gap(standing: QuotaStanding) -> str:
    """What is still to be won: `€95k and 3 deals`."""
    gaps = [render.money_short(standing.amount_gap)] if standing.amount_gap and standing.amount_gap.minor else []
    gaps += [said for other in standing.beside if (said := gap(other))]
    if standing.count_gap:
        gaps.append(render.plural(standing.count_gap, "deal"))
    return " and ".join(gaps)


def time_left(period: Period, today: date) -> str:
    """`31 days left` after today of a period that has begun and is not over."""
    days = (period.last - today).days
    return f"{render.plural(days, 'day')} left" if days else "its last day"


def page(standing: QuotaStanding) -> Iterator[str]:
    """The same with all its figures, a line each; the title first."""
    quota, period = standing.quota, standing.period
    yield f"{period.name}  {target(quota)}  {whole(standing.gone)} gone, {time_left(period, standing.today)}"
    yield bar(standing, 2 * _BAR)
    yield from _amount(standing)
    for other in standing.beside:
        yield bar(other, 2 * _BAR)
        yield from _amount(other)
    if quota.deals is not None:
        if standing.beside:
            yield "together"
        yield f"deals     {standing.won_deals:,} of {quota.deals:,} won, {whole(standing.count_made or 0.0)}"
        yield f"gap       {render.plural(standing.count_gap or 0, 'deal')}"
        likely = f"{standing.expected.likely / 100:,.1f}"
        yield f"expected  {render.plural(standing.expected.deals, 'deal')}, weighted {likely}"
        yield f"coverage  {_covered(standing.count_coverage)}"
    for what, some in (("past their close date", standing.past_due), ("without a close date", standing.undated)):
        if some.deals:
            value = f", {_value(some, quota.amount.currency)}" if quota.amount else ""
            yield f"not counted: {render.plural(some.deals, 'open deal')} {what}{value}"


def _amount(standing: QuotaStanding) -> Iterator[str]:
    """What is won of one amount, its gap, and what covers it."""
    quota = standing.quota
    if quota.amount is not None:
        currency = quota.amount.currency
        made = whole(standing.amount_made or 0.0)
        yield f"won       {render.money(standing.won_amount)} of {render.money(quota.amount)}, {made}"
        if standing.is_converted:
            yield f"          of {' + '.join(map(render.money, standing.won))}, each by the rate of its day"
        if standing.elsewhere:
            yield f"          beside it {render.totals(standing.elsewhere)}, which counts for no quota in {currency}"
        yield f"gap       {render.money(standing.amount_gap)}"
        weighted = Money(standing.expected.weighted, currency)
        yield f"expected  {_open(standing.expected, currency)}, weighted {render.money(weighted)}"
        yield f"coverage  {_covered(standing.amount_coverage)}"


def _covered(coverage: float | None) -> str:
    return "n/a: there is no gap" if coverage is None else times(coverage)


def _open(some: Expected, currency: str) -> str:
    return f"{render.plural(some.deals, 'deal')}, {_value(some, currency)}"


def _value(some: Expected, currency: str) -> str:
    elsewhere = f", {some.elsewhere:,} of them in another currency" if some.elsewhere else ""
    return f"{render.money(Money(some.value, currency))}{elsewhere}"


def shape(standing: QuotaStanding) -> dict[str, Any]:
    """The standing as JSON has it."""
    from pipetui.phrases import rates  # asked all day, and seldom as JSON

    quota, period = standing.quota, standing.period
    currency = quota.amount.currency if quota.amount else None
    return {
        "quota": {
            "per": quota.period,
            "since": quota.starts_on.isoformat(),
            "amount": quota.amount.decimal if quota.amount else None,
            "currency": currency,
            "deals": quota.deals,
        },
        "period": {"unit": period.unit, "from": period.first.isoformat(), "to": period.last.isoformat()},
        "gone": round(standing.gone, 4),
        "won": {amount.currency: amount.decimal for amount in standing.won},
        **rates.together("won", standing.won),
        "won_deals": standing.won_deals,
        "made": _rounded(standing.amount_made),
        "gap": standing.amount_gap.decimal if standing.amount_gap else None,
        "coverage": _rounded(standing.amount_coverage),
        "deals_made": _rounded(standing.count_made),
        "deals_gap": standing.count_gap,
        "deals_coverage": _rounded(standing.count_coverage),
        "expected": _expected(standing.expected, currency),
        "past_due": _expected(standing.past_due, currency),
        "undated": _expected(standing.undated, currency),
        **({"beside": [shape(other) for other in standing.beside]} if standing.beside else {}),
    }


def _expected(some: Expected, currency: str | None) -> dict[str, Any]:
    return {
        "deals": some.deals,
        "value": Money(some.value, currency).decimal if currency else None,
        "weighted": Money(some.weighted, currency).decimal if currency else None,
        "weighted_deals": some.likely / 100,
    }


def _rounded(part: float | None) -> float | None:
    return None if part is None else round(part, 4)
