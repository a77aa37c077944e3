"""A forecast and its proof in words, and the shape of their JSON: the same in shell and app."""

from __future__ import annotations

from datetime import date

from pipetui import render
from pipetui.domain.money import Money, digits
from pipetui.insight.backtest import CYCLE, ESTIMATE, LEAST, PERCENTAGE
from pipetui.insight.chances import TRUST
from pipetui.insight.forecast import EARLIER, EXPECTED, LATER, PAST, UNDATED
from pipetui.phrases.quota import time_left
from pipetui.phrases.report_page import Table, rate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pipetui.insight.backtest import Proof, WayScore
    from pipetui.insight.chances import Reason
    from pipetui.insight.forecast import CurrencyForecast, Forecast, OpenDeal
    from pipetui.insight.forecast_days import ForecastDay

GROUP_NAMES = {
    EXPECTED: "expected in it",
    PAST: "past its close date",
    UNDATED: "no close date",
    EARLIER: "expected before it",
    LATER: "expected later",
}
"""What each group of open deals is called."""

WAY_NAMES = {
    ESTIMATE: "estimate from own history",
    PERCENTAGE: "percentage × expected close",
    CYCLE: "win rate × mean cycle",
}

SIGN_NAMES = {
    "age": "as old as it is",
    "months": "this month of the quarter",
    "stage": "its stage",
    "touched": "last touch",
    "value": "its value",
    "source": "its source",
    "percentage": "its percentage",
    "history": "how much history there is",
}
"""What each thing is called that moves a chance."""

ABOUT = "≈"
PLOT = 40


# --- the forecast ------------------------------------------------------------------------------------------------


def span(found: Forecast) -> str:
    """`Q4 2026 so far, 31 days left`."""
    period, today = found.period, found.today
    if period.last < today:
        return f"{period.name}, over"
    if period.first <= today:
        return f"{period.name} so far, {time_left(period, today)}"
    return f"{period.name}, {render.plural((period.last - period.first).days + 1, 'day')}"


def sums(one: CurrencyForecast) -> Table:
    """What stands behind the sums of a currency. Amounts in brackets are not in the sum of their column."""
    rows = [("won so far", f"{one.won_deals:,}", *(render.money(one.won),) * 3)]
    for group in one.groups:
        if group.deals:
            weighted = render.money(group.weighted)
            value = render.money(group.value) if group.value.minor or not group.unvalued else render.NONE
            told = weighted if group.name == EXPECTED else f"({weighted})"
            rows.append(
                (GROUP_NAMES[group.name], f"{group.deals:,}", value, told, render.money(_whole(group.estimate)))
            )
    if one.new is not None and one.new_deals > 0:
        many = f"{ABOUT} {one.new_deals:.1f} won" if one.new_deals >= 0.05 else "hardly any"
        rows.append(("not entered yet", many, render.NONE, render.NONE, render.money(_whole(one.new))))
    rows.append(("together", "", "", render.money(one.weighted), render.money(_whole(one.estimate))))
    return Table("", ("", "deals", "value", "weighted", "estimate"), tuple(rows), "lrrrr", last=True)


def name(found: Forecast, one: CurrencyForecast) -> str:
    """What is written over one of several blocks."""
    return f"together, in {one.currency}" if one is found.together else one.currency


def sentence(one: CurrencyForecast) -> str:
    """The estimate and its range, and what it leaves out."""
    said = f"estimate {render.money(_rounded(one.estimate))}"
    if one.low != one.high:
        low, high = (render.money(_rounded(amount)) for amount in (one.low, one.high))
        said += f", in 8 of 10 cases between {low} and {high}"
    return said


def by_hand(found: Forecast, one: CurrencyForecast) -> str:
    """`by hand: commit €40,000, best case €65,000 (≈ 1 without a value, 2 expected later)`.

    "" where nothing was put anywhere. What is without a value is taken for what like won deals brought; what is
    expected later is in no sum.
    """
    put = [deal for deal in found.deals if deal.category and (one is found.together or deal.currency == one.currency)]
    if not put:
        return ""
    counted = [deal for deal in put if deal.category in one.by_hand]  # what is left out is in no sum anyway
    later = sum(deal.group == LATER for deal in counted)
    about = sum(deal.estimated and deal.group != LATER for deal in counted)
    notes = [f"{ABOUT} {about:,} without a value"] * bool(about) + [f"{later:,} expected later"] * bool(later)
    said = "by hand: " + ", ".join(f"{name} {render.money(amount)}" for name, amount in one.by_hand.items())
    return said + (f" ({', '.join(notes)})" if notes else "")


def moved(days: Sequence[ForecastDay], today: date, *, several: bool) -> Table:
    """How the forecast of a period moved, a line a day, each amount in a few cells."""
    named = ("",) if several else ()
    headers = ("day", *named, "won", "weighted", "estimate", "8 in 10", "commit", "best")
    rows, before = [], dict[tuple[str, bool], int]()
    for one in days:
        of_what = one.currency, one.together
        change = one.estimate - before.get(of_what, one.estimate)
        before[of_what] = one.estimate
        won, weighted, estimate, *ends, commit, best = (
            render.money_short(Money(minor, one.currency))
            for minor in (one.won, one.weighted, one.estimate, one.low, one.high, one.commit, one.best)
            if minor is not None
        )
        rows.append(
            (
                render.day(one.day, today),
                *((f"all {one.currency}" if one.together else one.currency,) if several else ()),
                won,
                weighted,
                estimate + ("" if not change else " ▲" if change > 0 else " ▼"),
                "–".join(ends) or render.NONE,
                commit,
                best,
            )
        )
    return Table("how it moved", headers, tuple(rows), "l" + "l" * several + "rrlrrr")


def moved_shape(days: Sequence[ForecastDay]) -> list[dict[str, Any]]:
    """The same as JSON and CSV have it."""

    def amount(minor: int | None, currency: str) -> str | None:
        return None if minor is None else Money(minor, currency).decimal

    return [
        {
            "day": one.day.isoformat(),
            "currency": one.currency,
            **{name: amount(getattr(one, name), one.currency) for name in one._fields[2:-1]},
            "together": one.together,
        }
        for one in days
    ]


def quota(found: Forecast) -> list[str]:
    """How far the quota is, and how likely it is made; nothing where none is set."""
    said = []
    for one in found.currencies if found.together is None else (found.together,):
        if one.quota is not None and one.gap is not None:
            wanted, gap = render.money(one.quota), render.money(one.gap)
            if not one.gap.minor:
                said.append(f"quota {wanted}: made")
            else:
                short = Money(one.quota.minor - one.estimate.minor, one.currency)
                mean = render.money(_rounded(Money(abs(short.minor), one.currency)))
                ends = f"on average {mean} {'below' if short.minor > 0 else 'above'} it"
                said.append(f"quota {wanted}: {gap} to go, {ends}, made in {rate(one.made)} of all cases")
    if found.quota_deals:
        deals = render.plural(found.quota_deals, "deal")
        said.append(f"quota {deals}: {found.won_deals:,} won, {ABOUT} {found.expected_deals:.1f} more to come")
    return said


def bar(one: CurrencyForecast, width: int) -> str:
    """Won so far, expected beside it, up to what one of ten cases exceeds, and where the quota is; of one currency."""
    whole = max(one.high.minor, one.estimate.minor, one.quota.minor if one.quota else 0)
    if whole <= 0 or width < 10:
        return ""
    won, told, high = (min(width, amount.minor * width // whole) for amount in (one.won, one.estimate, one.high))
    cells = list("█" * won + "▒" * (told - won) + "░" * (high - told))
    cells += " " * (width - len(cells))
    if one.quota is not None:
        cells[min(width - 1, one.quota.minor * width // whole)] = "┃"
    return "".join(cells).rstrip()


LEGEND = "█ won  ▒ estimate  ░ 1 case in 10 is more  ┃ quota"


def remarks(found: Forecast) -> list[str]:
    """What the estimate rests on, and what is not in it."""
    said = [_basis(found)]
    estimated = sum(deal.estimated for deal in found.deals)
    if estimated:
        said.append(
            f"without a value, taken for what like won deals brought ({ABOUT}): {render.plural(estimated, 'deal')}"
        )
    unknown = sum(one.unknown for one in found.currencies)
    if unknown:
        said.append(f"without a value, and nothing like it was won yet, in no sum: {render.plural(unknown, 'deal')}")
    if found.lacking:
        lacking = ", ".join(f"{render.plural(deals, 'deal')} in {code}" for code, deals in found.lacking)
        said.append(f"not together in one currency, for there is no rate: {lacking}")
    if found.parked:
        said.append(f"parked, left out: {render.plural(found.parked, 'deal')}")
    return said


def _basis(found: Forecast) -> str:
    closed = render.plural(found.closed, "closed deal")
    if found.by_percent:
        return "the estimate is the percentages: of your past deals they told better than your history which are won"
    if not found.closed:
        return "no closed deal to learn from yet: the estimate is the percentages"
    if found.closed < 10 * TRUST:
        part = rate(found.weight)
        return f"told from {closed}, which count {part} beside the percentages; few, so take it as rough"
    return f"told from {closed} of your own"


def key_deals(one: CurrencyForecast, today: date) -> Table:
    """The deals that move the sum most."""
    rows = tuple(
        (
            str(deal.id),
            deal.title,
            value_of(deal),
            rate(deal.chance),
            render.money(_rounded(Money(round(deal.expected), deal.currency))),
            render.NONE if deal.close is None else render.day(date.fromordinal(deal.close), today),
        )
        for deal in one.key_deals
    )
    return Table("what moves it most", ("#", "deal", "value", "chance", "adds", "close"), rows, "rlrrrl")


def value_of(deal: OpenDeal) -> str:
    """What a deal brings if it is won; ≈ before an estimated value."""
    if deal.estimated and deal.value is not None:
        return f"{ABOUT} {render.money(_rounded(deal.value))}"
    return render.money(deal.value)


def _whole(amount: Money) -> Money:
    """To whole units; nobody estimates cents."""
    unit = 10 ** digits(amount.currency)
    return Money((amount.minor + unit // 2) // unit * unit, amount.currency)


def _rounded(amount: Money) -> Money:
    """Three figures of an estimate; more would say more than anybody knows."""
    unit = 10 ** max(0, len(str(abs(amount.minor))) - 3)
    return Money((amount.minor + unit // 2) // unit * unit, amount.currency)


# --- why ---------------------------------------------------------------------------------------------------------


def why(deal: OpenDeal, reasons: Sequence[Reason], stages: Mapping[int, str]) -> Table:
    """What moved a deal's chance, one after the other, each with the chance from there on."""
    rows, before = [], 0.0
    for place, reason in enumerate(reasons):
        moved = "" if not place else f"{100 * (reason.chance - before):+.0f}"
        rows.append((SIGN_NAMES[reason.what], level_of(reason, stages), moved, rate(reason.chance)))
        before = reason.chance
    return Table("", ("what", "", "points", "chance"), tuple(rows), "llrr")


def level_of(reason: Reason, stages: Mapping[int, str]) -> str:
    """What a deal is in regard of a reason: `42 days`, `Proposal, fresh`, `lately`."""
    if reason.what == "age":
        return "its age is unknown" if reason.level == "unknown" else render.plural(int(reason.level), "day")
    if reason.what == "stage":
        number, _, fresh = reason.level.partition(" ")
        return f"{stages.get(int(number), 'gone')}, {fresh}"
    if reason.what == "history":
        return f"counts {rate(float(reason.level))}"
    return reason.level


# --- the proof ---------------------------------------------------------------------------------------------------


def scores(proof: Proof) -> Table:
    """How well each way told the past."""
    rows = tuple(
        (
            WAY_NAMES[score.way],
            f"{score.cases:,}",
            _figure(score.log_loss),
            _figure(score.brier),
            rate(score.error),
            _figure(score.off),
        )
        for score in proof.scores
    )
    return Table("", ("way", "cases", "log loss", "Brier", "sums off", "tenths off"), rows, "lrrrrr")


def verdict(proof: Proof) -> list[str]:
    """What the proof says in sentences."""
    said = []
    if proof.ranges:
        held = f"{proof.held:,} of {proof.ranges:,} sums"
        said.append(f"the range of 8 in 10 cases held {held} ({rate(proof.held / proof.ranges)})")
    if proof.beside is None:
        said.append("percentages with an expected close that is known of then: of no deal")
    elif proof.better is None:
        said.append(f"too few deals had a percentage and an expected close then to compare: {proof.beside[0].cases}")
    else:
        own, usual = (_figure(score.log_loss) for score in proof.beside)
        better = "the estimate is better" if proof.better else "the percentages are better, and are used"
        cases = render.plural(proof.beside[0].cases, "case")
        said.append(f"{better}: log loss {own} against {usual} in the same {cases}, each deal once a period")
    return said


def plot(score: WayScore) -> list[str]:
    """Told against what came true, a line a tenth: o where it was told, x where it came, * for both."""
    said = ["told  won   0 %" + "100 %".rjust(PLOT - 2)]
    for tenth in score.tenths:
        dots = ["·"] * (PLOT + 1)
        told, won = round(tenth.told * PLOT), round(tenth.won * PLOT)
        dots[won] = "x"
        dots[told] = "*" if told == won else "o"
        said.append(f"{rate(tenth.told):>5} {rate(tenth.won):>5}  {''.join(dots)}")
    return said


def _figure(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


# --- JSON --------------------------------------------------------------------------------------------------------


def shape(found: Forecast) -> dict[str, Any]:
    """The forecast as JSON has it."""
    return {
        "period": {
            "unit": found.period.unit,
            "from": found.period.first.isoformat(),
            "to": found.period.last.isoformat(),
        },
        "closed_deals": found.closed,
        "history_counts": round(found.weight, 4),
        "by_percentages": found.by_percent,
        "parked_deals": found.parked,
        "quota_deals": found.quota_deals,
        "expected_deals": round(found.expected_deals, 4),
        "currencies": [_currency(one) for one in found.currencies],
        "together": None if found.together is None else _currency(found.together),
        "without_rate": dict(found.lacking),
        "deals": [deal_shape(deal) for deal in found.deals],
    }


def _currency(one: CurrencyForecast) -> dict[str, Any]:
    return {
        "currency": one.currency,
        "won": {"deals": one.won_deals, "value": one.won.decimal},
        "weighted": one.weighted.decimal,
        "estimate": one.estimate.decimal,
        "p10": one.low.decimal,
        "p50": one.middle.decimal,
        "p90": one.high.decimal,
        "open": {
            group.name: {
                "deals": group.deals,
                "without_value": group.unvalued,
                "value": group.value.decimal,
                "weighted": group.weighted.decimal,
                "estimate": group.estimate.decimal,
            }
            for group in one.groups
        },
        "not_entered_yet": {"won": round(one.new_deals, 4), "value": one.new.decimal if one.new else None},
        "in_no_sum": one.unknown,
        "quota": None if one.quota is None else one.quota.decimal,
        "gap": None if one.gap is None else one.gap.decimal,
        "quota_made": one.made,
        "key_deals": [deal.id for deal in one.key_deals],
        "by_hand": {name.replace(" ", "_"): amount.decimal for name, amount in one.by_hand.items()},
    }


def deal_shape(deal: OpenDeal) -> dict[str, Any]:
    """A deal of the forecast as JSON and CSV have it."""
    return {
        "id": deal.id,
        "title": deal.title,
        "open": deal.group,
        "currency": deal.currency,
        "value": deal.value.decimal if deal.value else None,
        "value_estimated": deal.estimated,
        "percentage": deal.percent,
        "won": round(deal.chance, 4),
        "lost": round(deal.lost, 4),
        "adds": Money(round(deal.expected), deal.currency).decimal,
        "expected_close": None if deal.close is None else date.fromordinal(deal.close).isoformat(),
        "category": deal.category or None,
    }


def why_shape(deal: OpenDeal, reasons: Sequence[Reason], stages: Mapping[int, str]) -> dict[str, Any]:
    """What moved a deal, as JSON has it."""
    moved = [
        {"what": reason.what, "level": level_of(reason, stages), "won": round(reason.chance, 4)} for reason in reasons
    ]
    return {**deal_shape(deal), "why": moved}


def proof_shape(proof: Proof, unit: str) -> dict[str, Any]:
    """The proof as JSON has it."""
    return {
        "by": unit,
        "periods": proof.periods,
        "ways": {score.way: _score(score) for score in proof.scores},
        "on_the_same_deals": None
        if proof.beside is None
        else {score.way: _score(score, tenths=False) for score in proof.beside},
        "better": proof.better,
        "least_deals_to_compare": LEAST,
        "ranges": {"held": proof.held, "sums": proof.ranges},
        "shock": round(proof.shock, 4),
    }


def _score(score: WayScore, *, tenths: bool = True) -> dict[str, Any]:
    figures = {
        "deals": score.cases,
        "log_loss": _cut(score.log_loss),
        "brier": _cut(score.brier),
        "error": _cut(score.error),
        "calibration": _cut(score.off),
    }
    if not tenths:
        return figures
    told = [{"told": round(tenth.told, 4), "won": round(tenth.won, 4), "deals": tenth.cases} for tenth in score.tenths]
    return {**figures, "tenths": told}


def _cut(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)
