"""What is to be done and what was done: the plan, the week, and the goals (behaviour 23)."""

from __future__ import annotations

from datetime import timedelta

from pipetui.domain import goals as targets
from pipetui.domain import rules
from pipetui.domain.dates.period import Period
from pipetui.domain.goals import Goal, GoalDone
from pipetui.insight import plan as figures
from pipetui.insight.plan import ActivityPlan, ClosedHistory, OpenPipeline
from pipetui.insight.week import ActivityTally, WeekScorecard
from pipetui.store import quotas as writes
from pipetui.store.reads import activity, quota
from pipetui.store.reads.period_span import span
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pipetui.domain.quota import QuotaStanding
    from pipetui.service.workspace import Result, Workspace

_A_YEAR = timedelta(days=365)


def plan(workspace: Workspace) -> ActivityPlan | None:
    """What the quota still asks for; None where none is set."""
    connection, now = workspace.store.connection, workspace.now()
    standing = quota.standing(connection, now, workspace.settings.rates)
    if standing is None:
        return None
    since, rates = utc_text(now - _A_YEAR), workspace.settings.rates

    def rows(of: QuotaStanding) -> tuple[QuotaStanding, ClosedHistory, OpenPipeline]:
        currency = of.quota.amount.currency if of.quota.amount else ""
        apart = standing.quota.apart(currency)
        read = activity.history(connection, currency, since, now.date(), rates, apart)
        return of, read, activity.pipeline(connection, currency, now.date(), rates, apart)

    others = [figures.beside(*rows(other)) for other in standing.beside]
    return figures.plan(*rows(standing), workspace.settings.dates, others)


def week(workspace: Workspace, day: date | None = None) -> WeekScorecard:
    """The week that `day` lies in, else this one."""
    connection, now = workspace.store.connection, workspace.now()
    today = now.date()
    first = rules.week_begin(day or today, workspace.settings.dates.week_start)
    last = first + timedelta(days=6)
    running = first <= today <= last
    end = today if running else last
    return WeekScorecard(
        first,
        last,
        today,
        _tally(workspace, first, end),
        _tally(workspace, first - timedelta(days=7), end - timedelta(days=7)),
        activity.planned(connection, today, last) if running else {},
        goals(workspace) if running else (),
        plan(workspace) if running else None,
    )


def goals(workspace: Workspace) -> tuple[GoalDone, ...]:
    """The goals, each with what was done in its own day, week or month."""
    today, found = workspace.now().date(), []
    for goal in activity.goals(workspace.store.connection):
        days = targets.span(goal.per, today, workspace.settings.dates.week_start)
        found.append(GoalDone(goal, _tally(workspace, *days).of_goal(goal.what)))
    return tuple(found)


def _tally(workspace: Workspace, first: date, last: date) -> ActivityTally:
    return activity.tally(
        workspace.store.connection, span(Period("days", first, last), workspace.now(), workspace.settings.rates)
    )


def set_goal(workspace: Workspace, goal: Goal) -> Result:
    """Have that goal from now on; one of 0 is none any more. Raises ConflictError where nothing is different."""
    with workspace.unit_of_work("goal") as uow:
        writes.put_goal(uow.connection, goal)
        return uow.done((), _said(goal))


GOAL_FIELDS = {
    what: (what, f"{number} a {per}; empty for none")
    for what, number, per in (("touches", 60, "week"), ("new deals", 8, "month"), ("meetings", 5, "week"))
}
"""The goals as a form: what each is called, and an example."""


def goals_form(workspace: Workspace) -> dict[str, str]:
    """What the fields say."""
    known = {goal.what: f"{goal.number} a {goal.per}" for goal in activity.goals(workspace.store.connection)}
    return {what: known.get(what, "") for what in GOAL_FIELDS}


def check_goal(workspace: Workspace, field: str, text: str) -> None:
    """Raise InputError for a text that is no goal."""
    targets.read(field, text)


def set_goals(workspace: Workspace, texts: Mapping[str, str], shown: Mapping[str, str]) -> Result:
    """Have these goals as the form says; an empty one is none any more."""
    wanted = [targets.read(what, text) for what, text in texts.items()]
    with workspace.unit_of_work("goal") as uow:
        for goal in wanted:
            writes.put_goal(uow.connection, goal)
        return uow.done((), " · ".join(map(_said, wanted)))


def _said(goal: Goal) -> str:
    return f"goal: {goal.number:,} {goal.what} a {goal.per}" if goal.number else f"no goal for {goal.what} any more"
