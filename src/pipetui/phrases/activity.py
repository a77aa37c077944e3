"""The activity plan, the week and the goals in words, and as JSON has them (behaviour 23)."""

from __future__ import annotations

from pipetui import render
from pipetui.domain.deal import TOUCH_KINDS, kind_name
from pipetui.insight.plan import ENOUGH
from pipetui.phrases import quota, rates
from pipetui.phrases.report_page import ReportPage, Table, rate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from pipetui.domain.goals import GoalDone
    from pipetui.insight.plan import ActivityPlan, CurrencyPlan
    from pipetui.insight.week import ActivityTally, WeekScorecard

_ANY = "any"
"""What a kind is called that nobody named."""


# --- the plan ----------------------------------------------------------------------------------------------------


def sentence(plan: ActivityPlan) -> str:
    """`35 touches a week`, or why that cannot be told."""
    if plan.standing.made:
        return "the quota is made: nothing more to work for it"
    if plan.touches_a_week is None:
        return f"touches a week: n/a, {plan.why_not}"
    of = f"{render.plural(plan.touches or 0, 'touch', 'touches')} in {_weeks(plan.weeks_left)}"
    return f"{render.plural(plan.touches_a_week, 'touch', 'touches')} a week: {of}"


def plan_page(plan: ActivityPlan, week: WeekScorecard) -> ReportPage:
    """From the gap back to this week, line by line; then what is planned and done in it."""
    standing = plan.standing
    span = f"{standing.period.name}  {quota.whole(standing.gone)} gone"
    chain = Table("From the quota to the week", ("", "", ""), tuple(_chain(plan)), "lrl")
    return ReportPage("Plan", span, sentence(plan), (chain, _by_kind(week)))


def _chain(plan: ActivityPlan) -> Iterator[tuple[str, str, str]]:
    standing = plan.standing
    parts: tuple[ActivityPlan | CurrencyPlan, ...] = (plan, *plan.beside)
    for one in parts:
        if one.standing.amount_gap is not None:
            yield "gap", render.money(one.standing.amount_gap), f"of {render.money(one.standing.quota.amount)}"
            of = {"won": f"of {render.plural(one.history.valued, 'won deal')}{_since(plan)}"}
            of["open"] = f"of {render.plural(one.pipeline.valued, 'open deal')}, for none was won"
            yield "÷ value of a deal", render.money_short(one.mean_value), of.get(one.mean_of, one.why_not)
    if standing.count_gap is not None:
        yield "gap in deals", f"{standing.count_gap:,}", f"of {render.plural(standing.quota.deals or 0, 'deal')}"
    yield "= deals to win", _number(plan.deals_to_win), ""
    yield "÷ win rate", rate(plan.win_rate), _basis(plan, f"{plan.history.won:,} of {plan.history.closed:,} closed")
    yield "= deals to work", _number(plan.deals_to_work), _new(plan)
    touched = f"{plan.history.touches:,} on {plan.history.closed:,} closed deals"
    yield "× touches a deal", f"{plan.touches_per_deal:.1f}", _basis(plan, touched)
    yield "= touches", _number(plan.touches), ""
    yield "÷ weeks left", f"{plan.weeks_left:.1f}", "by your working days and holidays"
    yield "= touches a week", _number(plan.touches_a_week), plan.why_not


def _new(plan: ActivityPlan) -> str:
    if plan.new_deals is None:
        return ""
    return f"{plan.pipeline.deals:,} open by now, {plan.new_deals:,} new ones"


def _basis(plan: ActivityPlan, own: str) -> str:
    if plan.own:
        return own + _since(plan)
    return f"a usual figure: too few of your own, {plan.history.closed} of {ENOUGH} closed"


def _since(plan: ActivityPlan) -> str:
    return f" in {plan.history.months} months" if plan.history.months else ""


def _number(number: int | None) -> str:
    return "n/a" if number is None else f"{number:,}"


def _weeks(weeks: float) -> str:
    return f"{weeks:.1f} working weeks"


def plan_shape(plan: ActivityPlan, week: WeekScorecard) -> dict[str, Any]:
    """The plan as JSON has it."""
    return {
        "quota": quota.shape(plan.standing),
        "own_rates": plan.own,
        "closed_deals": plan.history.closed,
        "win_rate": round(plan.win_rate, 4),
        "touches_per_deal": round(plan.touches_per_deal, 4),
        "mean_value": plan.mean_value.decimal if plan.mean_value else None,
        "mean_value_of": plan.mean_of or None,
        "weeks_left": round(plan.weeks_left, 4),
        "open_deals": plan.pipeline.deals,
        "deals_to_win": plan.deals_to_win,
        "deals_to_work": plan.deals_to_work,
        "new_deals": plan.new_deals,
        "touches": plan.touches,
        "touches_per_week": plan.touches_a_week,
        "why_not": plan.why_not or None,
        "week": week_shape(week),
    }


# --- the week ----------------------------------------------------------------------------------------------------


def week_page(week: WeekScorecard) -> ReportPage:
    """The scorecard."""
    end = week.today if week.running else week.last
    span = render.day(week.first, week.today)
    if end > week.first:
        span += f" – {render.day(end, week.today)}"
    if week.running:
        span += " so far"
    return ReportPage("Week", f"{span} · before: the same days of the week before", _week(week), _tables(week))


def _week(week: WeekScorecard) -> str:
    if week.running and week.plan is not None and week.plan.touches_a_week and not week.plan.standing.made:
        wanted = f"{week.done.all_touches:,} of {render.plural(week.plan.touches_a_week, 'touch', 'touches')}"
        return f"{wanted} that the quota asks for this week"
    return f"{render.plural(week.done.all_touches, 'touch', 'touches')} · before: {week.before.all_touches:,}"


def _tables(week: WeekScorecard) -> tuple[Table, ...]:
    goals = tuple(
        (done.goal.what, f"{done.done:,}", f"{done.goal.number:,}", f"a {done.goal.per}", reached(done))
        for done in week.goals
    )
    found = [Table("Goals", ("goal", "done", "of", "", ""), goals, "lrrlr"), _by_kind(week), _deals(week)]
    return tuple(table for table in found if table.rows)


def reached(done: GoalDone) -> str:
    """`made`, or the part that is: `38 %`."""
    return "made" if done.done >= done.goal.number else quota.whole(done.done / done.goal.number)


def _by_kind(week: WeekScorecard) -> Table:
    kinds = [*TOUCH_KINDS, *sorted({*week.done.touches, *week.before.touches, *week.planned} - {*TOUCH_KINDS, ""}), ""]
    rows = [
        (kind_name(kind) or _ANY, *_counts(week, (kind,)))
        for kind in kinds
        if any(kind in some for some in (week.done.touches, week.before.touches, week.planned))
    ]
    if len(rows) > 1:
        rows.append(("all", *_counts(week, kinds)))
    last = "still planned" if week.running else ""
    headers = ("touches", "done", "got through", "before", *filter(None, (last,)))
    width = len(headers)
    return Table("This week" if week.running else "That week", headers, tuple(row[:width] for row in rows),
                 "lrrrr"[:width], last=len(rows) > 1)  # fmt: skip


def _counts(week: WeekScorecard, kinds: Sequence[str]) -> tuple[str, ...]:
    def sum_of(some: Mapping[str, int]) -> str:
        return f"{sum(some.get(kind, 0) for kind in kinds):,}"

    return (
        sum_of(week.done.touches),
        sum_of(week.done.got_through),
        sum_of(week.before.touches),
        sum_of(week.planned),
    )


def _deals(week: WeekScorecard) -> Table:
    done, before = week.done, week.before
    rows = (
        ("meetings", f"{done.meetings:,}", f"{before.meetings:,}"),
        ("new deals", f"{done.new_deals:,}", f"{before.new_deals:,}"),
        ("won", f"{done.won:,}", f"{before.won:,}"),
        ("lost", f"{done.lost:,}", f"{before.lost:,}"),
        ("value won", render.totals(done.value), render.totals(before.value)),
    )
    return Table("Meetings and deals", ("", "done", "before"), rows, "lrr")


def week_shape(week: WeekScorecard) -> dict[str, Any]:
    """The week as JSON has it; what is planned and the goals are of the running one."""
    plan = week.plan
    return {
        "from": week.first.isoformat(),
        "to": week.last.isoformat(),
        "done": _tally(week.done),
        "before": _tally(week.before),
        "planned": {kind or _ANY: number for kind, number in week.planned.items()} if week.running else None,
        "touches_wanted": plan.touches_a_week if plan is not None else None,
        "goals": [goal_shape(done) for done in week.goals],
    }


def _tally(tally: ActivityTally) -> dict[str, Any]:
    return {
        "touches": dict(tally.touches),
        "got_through": dict(tally.got_through),
        "meetings": tally.meetings,
        "new_deals": tally.new_deals,
        "won": tally.won,
        "lost": tally.lost,
        "value_won": {amount.currency: amount.decimal for amount in tally.value},
        **rates.together("value_won", tally.value),
    }


def goal_shape(done: GoalDone) -> dict[str, Any]:
    """A goal as JSON has it."""
    return {"goal": done.goal.what, "number": done.goal.number, "per": done.goal.per, "done": done.done}
