"""The figures of a period in words: what each is called, how it is shown, what changed against the period before."""

from __future__ import annotations

from pipetui import render
from pipetui.domain.money import Money
from pipetui.domain.text import clean
from pipetui.insight import numbers
from pipetui.insight.numbers import conversions
from pipetui.insight.rates import Rate
from pipetui.phrases import quota
from pipetui.phrases.report_page import chance, rate, some_days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NamedTuple

    from pipetui.domain.quota import QuotaStanding
    from pipetui.insight.numbers import BehindFigure, Figure, Numbers
else:
    from pipetui.domain.record import NamedTuple

NAMES = {
    numbers.WON: "Won",
    numbers.DEALS: "Deals won",
    numbers.LOST: "Deals lost",
    numbers.WIN_RATE: "Win rate",
    numbers.CYCLE: "Cycle, median",
    numbers.AVERAGE: "Average win",
    numbers.VELOCITY: "Velocity",
    numbers.NEW: "New deals",
    numbers.OPEN: "Open deals",
    numbers.WEIGHTED: "Weighted",
}
"""What stands over each figure."""

MORE, LESS, SAME = "▲", "▼", "="
FULL, REST = "█", "░"
_SHOWN = 6
"""Of reasons and sources so many wherever there is little room: the whole of them is a report."""


class BarLine(NamedTuple):
    """A line with a bar: its name, the part of the longest bar (0 to 1), what stands at its end, the deals behind."""

    name: str
    part: float
    said: str
    behind: BehindFigure


def shown(figure: Figure) -> str:
    """The figure itself; `n/a` where it cannot be told, `too few` where so few say more of chance."""
    found = figure.now
    if found is None:
        return "n/a"
    if isinstance(found, Rate):
        return rate(found.value) if found.is_enough else "too few"
    if isinstance(found, Money):
        short = render.money_short(found)
        return f"{short}/day" if figure.key == numbers.VELOCITY else short
    if figure.key == numbers.CYCLE:
        return f"{some_days(found)} d"
    return f"{found:,.0f}"


def change(figure: Figure) -> str:
    """`▲ €12k`, `▼ 4 points`, `= as before`; why the figure is not there; "" where nothing is to be compared."""
    now, then = figure.now, figure.before
    if now is None:
        return figure.why
    if isinstance(now, Rate) and not now.is_enough:
        return f"{now.part} of {now.whole}"
    if not figure.is_compared:
        return "as of now" if figure.key == numbers.WEIGHTED else ""
    if then is None and figure.is_small:
        return f"of {figure.of}"
    if then is None or (isinstance(then, Rate) and not then.is_enough):
        return "before: too few" if isinstance(then, Rate) else "before: n/a"
    if isinstance(now, Rate) and isinstance(then, Rate):
        points = round(100 * (now.value or 0.0)) - round(100 * (then.value or 0.0))
        return _changed(points, render.plural(abs(points), "point"))
    return _changed(*_away(figure.key, now, then)) + (f" of {figure.of}" if figure.is_small else "")


def _away(key: str, now: Money | Rate | float, then: Money | Rate | float) -> tuple[float, str]:
    """By how much more it is, and that in words."""
    if isinstance(now, Money) and isinstance(then, Money):
        away = now.minor - then.minor
        return away, render.money_short(Money(abs(away), now.currency))
    assert isinstance(now, (int, float)) and isinstance(then, (int, float))
    if key == numbers.CYCLE:
        days = round(now, 1) - round(then, 1)
        return days, f"{some_days(abs(days))} d"
    return now - then, f"{abs(now - then):,.0f}"


def _changed(away: float, said: str) -> str:
    return f"{MORE if away > 0 else LESS} {said}" if away else f"{SAME} as before"


def told(figure: Figure, found: Numbers) -> str:
    """A figure in a sentence, with all of its digits, for the line under the page."""
    name, now = NAMES[figure.key].lower(), figure.now
    if now is None:
        return f"{name}: n/a, {figure.why}"
    if isinstance(now, Rate):
        said = f"{now.part} of {now.whole} closed, {chance(now)}"
    elif isinstance(now, Money):
        said = render.money(now) + (" a day" if figure.key == numbers.VELOCITY else "")
    elif figure.key == numbers.CYCLE:
        total = found.outcomes.total
        said = f"{some_days(total.median_days)} days, mean {some_days(total.mean_days)}, of {total.timed}"
    else:
        said = f"{now:,.0f}"
    if figure.key == numbers.WON and found.others:
        said += f", beside it {render.totals(found.others)}"
    return f"{name}: {said}" + (f" · before: {_before(figure)}" if figure.is_compared else "")


def _before(figure: Figure) -> str:
    then = figure.before
    if then is None:
        return "n/a"
    if isinstance(then, Rate):
        return f"{then.part} of {then.whole}, {chance(then)}"
    if isinstance(then, Money):
        return render.money(then)
    return f"{some_days(then)} days" if figure.key == numbers.CYCLE else f"{then:,.0f}"


# --- bars --------------------------------------------------------------------------------------------------------


def funnel_lines(found: Numbers) -> list[BarLine]:
    """A bar a stage, as long as so many deals entered it; how many went on from it."""
    stages = conversions(found.funnel)
    most = max((line.entered for line, _ in stages), default=0)
    return [
        BarLine(
            clean(line.stage),
            line.entered / most,
            f"{line.entered:,}  {_went_on(through)}",
            numbers.BehindFigure("funnel", ("entered",), line.stage),
        )
        for line, through in stages
    ]


def _went_on(through: Rate) -> str:
    said = f"{through.part}/{through.whole}" if through.whole and not through.is_enough else rate(through.value)
    return f"→ {said}".ljust(8)


def loss_lines(found: Numbers) -> list[BarLine]:
    """A bar a reason, as long as its part of all that were lost."""
    return [
        BarLine(
            clean(line.reason) or "(no reason)",
            line.share,
            f"{line.deals:,}  {rate(line.share):>5}",
            numbers.BehindFigure("losses", ("deals",), line.reason),
        )
        for line in found.losses.reasons
        if line.deals
    ]


def source_lines(found: Numbers) -> list[BarLine]:
    """A bar a source, as long as so many deals were won from it; of how many that were closed."""
    lines = [line for line in found.sources.lines if line.now.won or line.now.lost or line.now.created]
    most = max((line.now.won for line in lines), default=0)
    return [
        BarLine(
            clean(line.source) or "(no source)",
            line.now.won / most if most else 0.0,
            f"{line.now.created:>4,} new {line.now.won:>4,} won  {_win_rate(line.now.rate):>7}",
            numbers.BehindFigure("sources", ("created", "won", "lost"), line.source),
        )
        for line in lines
    ]


def shares(counts: Sequence[int], room: int) -> list[int]:
    """How many lines of each list are shown where there is room for so many: a few, of the last lists more first."""
    shown = [min(count, _SHOWN) for count in counts]
    spare = max(0, room - sum(shown))
    for place in reversed(range(len(counts))):
        more = min(spare, counts[place] - shown[place])
        shown[place] += more
        spare -= more
    return shown


def _win_rate(found: Rate) -> str:
    return rate(found.value) if found.is_enough or not found.whole else "too few"


def bar(part: float, width: int) -> str:
    """A bar of so many of `width` cells; what is more than nothing is at least one."""
    return FULL * (max(1, round(part * width)) if part > 0 and width > 0 else 0)


# --- the quota ---------------------------------------------------------------------------------------------------


def gauge(standing: QuotaStanding | None, width: int) -> Iterator[str]:
    """The bar of the quota with what it says, a line each; nothing where none is set."""
    if standing is None:
        return
    made = standing.won_amount
    won = []
    if made is not None and standing.quota.amount is not None:
        won.append(f"{render.money(made)} of {render.money(standing.quota.amount)}")
    won += [f"{render.money(one.won_amount)} of {render.money(one.quota.amount)}" for one in standing.beside]
    if standing.quota.deals is not None:
        won.append(f"{standing.won_deals} of {render.plural(standing.quota.deals, 'deal')}")
    part = " · ".join(quota.whole(one.share) for one in (standing, *standing.beside))
    yield f"{' and '.join(won)}  {part}"
    for one in (standing, *standing.beside):
        yield quota.bar(one, max(10, min(width, 60)))
    gone = f"{quota.whole(standing.gone)} of the {standing.quota.period} gone"
    if standing.period.last < standing.today:
        yield "made" if standing.made else f"missed by {quota.gap(standing)}"
    elif standing.made:
        yield f"{gone} · made"
    else:
        yield f"{gone} · gap {quota.gap(standing)} · coverage {quota.times(standing.coverage)}"
