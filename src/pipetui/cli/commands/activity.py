"""`pipetui plan`, `week`, `goal`, `health`: what is to be done, what was, what is wrong (behaviours 23, 24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui import arrange
from pipetui.cli import apply_change, arguments, narrowing
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.commands.report import page_lines
from pipetui.cli.output.printer import NOTHING_FOUND
from pipetui.cli.words import shell_word
from pipetui.domain import goals as targets
from pipetui.phrases import activity as phrases
from pipetui.phrases import health as flags
from pipetui.phrases import week as weeks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from pipetui.cli.output.terminal import Page
    from pipetui.domain.goals import GoalDone
    from pipetui.service import Workspace


def plan(call: Call) -> int:
    """From the quota back to this week: deals to win, deals to work, touches, touches a week; planned against done.

    The gap ÷ the mean value of a won deal, ÷ win rate, × touches a deal, ÷ the working weeks that are left. The rates
    are your own from 20 closed deals on. Exit code 1 without a quota.

    pipetui plan
    pipetui plan --json
    """
    with open_workspace(call) as workspace:
        from pipetui.service import activity

        week = activity.week(workspace)
    found = week.plan
    if found is None:
        return call.out.nothing("no quota is set: pipetui quota set 250k --per quarter", lambda: {"quota": None})
    call.out.show(
        lambda page: page_lines(phrases.plan_page(found, week), page), lambda: phrases.plan_shape(found, week)
    )
    return 0


def week(call: Call, day: Sequence[str] = ()) -> int:
    """The week: what is overdue, what is planned on each day, what was done beside the week before, and the goals.

    Done are touches by kind, meetings, new deals, won and lost.

    pipetui week
    pipetui week next-mon
    pipetui week last
    pipetui week "mon -2w" --json
    """
    words = arguments.plain(day or ())
    with open_workspace(call) as workspace:
        from pipetui.service import activity, contexts, reads

        day_of = day_of_week(workspace, " ".join(words)) if words else workspace.now().date()
        found, planned = activity.week(workspace, day_of), reads.week(workspace, day_of)
        if narrow := narrowing.in_force(call, workspace):
            planned = arrange.narrowed_week(planned, contexts.numbers(workspace, narrow))
    table = weeks.planned_table(planned, workspace.settings.rates)
    page_of = phrases.week_page(found)
    if table is not None:
        page_of = page_of._replace(tables=(table, *page_of.tables))
    call.out.show(lambda page: page_lines(page_of, page), lambda: {**phrases.week_shape(found), **weeks.shape(planned)})
    return 0


def day_of_week(workspace: Workspace, text: str) -> date:
    """A day of the week that is meant, `last` for the week before; raises InputError."""
    from datetime import timedelta

    from pipetui.domain.dates import when

    now = workspace.now()
    if text.lower() == "last":
        return now.date() - timedelta(days=7)
    return when.parse_day(text, now, workspace.settings.dates, past=True)


def goal(call: Call, words: Sequence[str] = (), per: str = "week") -> int:
    """Goals for touches, new deals and meetings in a day, week or month; 0 takes one away. Exit code 1 without any.

    pipetui goal
    pipetui goal touches 60
    pipetui goal new deals 20 --per month
    pipetui goal meetings 0
    """
    words = arguments.plain(words or ())
    if words:
        wanted = targets.parse(words, per)
        with open_workspace(call, write=True) as workspace:
            from pipetui.service import activity

            done = activity.set_goal(workspace, wanted)
            apply_change.report(call, workspace, done, shape=lambda: map(phrases.goal_shape, activity.goals(workspace)))
        return 0
    with open_workspace(call) as workspace:
        from pipetui.service import activity

        found = activity.goals(workspace)
    return call.out.listed(
        found,
        lambda page: _lines(found, page),
        lambda: map(phrases.goal_shape, found),
        nothing="no goals yet: pipetui goal touches 60",
    )


def health(call: Call) -> int:
    """What is wrong with the pipeline: each flag with its numbers, and the list behind it. Exit code 1 when one stands.

    Overdue, rotting, without a next step; too many deals in one stage, in the last one above all; fewer open deals than
    the quota asks for; touches on deals that qualify with no; a working day with nothing planned.

    pipetui health
    pipetui health --json
    """
    with open_workspace(call) as workspace:
        from pipetui.service import health as service

        found, told = service.lines(workspace), service.advice(workspace)
    if not found:
        call.out.show(lambda _: (), lambda: ())
        call.speak("nothing is wrong")
        return 0
    call.out.show(
        lambda page: page.table(("flag", "", "list"), [(one.name, one.sentence, _listing(one.query)) for one in found]),
        lambda: map(flags.shape, found),
    )
    if told:
        call.out.remark(told)
    return NOTHING_FOUND


def _listing(query: str) -> str:
    return f"pipetui list {shell_word(query) if '(' in query or chr(34) in query else query}"


def _lines(found: Sequence[GoalDone], page: Page) -> Iterator[str]:
    rows = [
        (one.goal.what, f"{one.done:,}", f"{one.goal.number:,}", f"a {one.goal.per}", phrases.reached(one))
        for one in found
    ]
    yield from page.table(("goal", "done", "of", "", ""), rows, "lrrlr")
