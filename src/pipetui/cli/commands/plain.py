"""`pipetui --plain`: the screens in sentences, from top to bottom."""

from __future__ import annotations

from pipetui import arrange
from pipetui.cli import apply_change, arguments, narrowing, text_search
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError
from pipetui.domain.query import language

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from typing import TypeAlias

    from pipetui.domain.dates.period import Period
    from pipetui.service import Workspace

    Screen: TypeAlias = Callable[[Call, Workspace, list[str]], Iterator[str]]


def plain(call: Call, line: Sequence[str] = ()) -> None:
    """Read a screen from top to bottom in whole sentences, without boxes and signs: for screen readers.

    Screens are today (if none is named), board, week, deals, people, orgs, numbers, stages, sweep, plan, scorecard;
    deal, person and org with a name behind it; forecast and report. Behind deals, people and orgs may stand a filter,
    behind numbers and forecast a period, behind week and scorecard a day, behind board and stages a pipeline, behind
    report its name and a period, or history and a deal. pipetui --plain is the same; with plain = true under [app] in
    the configuration pipetui alone does it instead of opening the app.

    pipetui --plain
    pipetui --plain deals overdue
    pipetui plain deal 42
    pipetui plain person ann lee
    pipetui plain numbers last-quarter
    pipetui plain report losses
    """
    words = arguments.plain(line)
    screen = choose(words[0], SCREENS, "screen") if words else TODAY
    if len(words) > 1 and screen in _ALONE:
        raise InputError(f"{screen} takes no words", "for example: pipetui --plain deals overdue")
    with open_workspace(call) as workspace:
        lines = [*_SCREENS[screen](call, workspace, words[1:])]
    aloud = call._replace(no_pager=True)  # a pager is a screen again
    aloud.out.show(lambda _: lines, lambda: lines)


def _among(call: Call, workspace: Workspace) -> set[int] | None:
    """The deals that the context leaves, None for all."""
    narrow = narrowing.in_force(call, workspace)
    if not narrow:
        return None
    from pipetui.service import contexts

    return contexts.numbers(workspace, narrow)


def _today(call: Call, workspace: Workspace, __: list[str]) -> Iterator[str]:
    from pipetui.phrases import plain_view
    from pipetui.service import reads

    agenda, among = reads.agenda(workspace), _among(call, workspace)
    return plain_view.today_page(agenda if among is None else arrange.narrowed_day(agenda, among))


def _board(call: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.phrases import plain_view
    from pipetui.service import reads

    board, among = reads.board(workspace, _pipeline(workspace, words)), _among(call, workspace)
    shown = board if among is None else arrange.narrowed_board(board, among)
    return plain_view.board_page(shown, workspace.now().date())


def _deals(call: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.phrases import plain_view
    from pipetui.service import reads

    narrow = narrowing.in_force(call, workspace)
    if words or narrow:
        text_search.prepare(call, workspace, words, narrow)
        found = reads.cards(workspace, language.both(narrow, " ".join(words)))
    else:
        found = reads.all_cards(workspace)
    return plain_view.deals_page(found, workspace.now().date())


def _people(_: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.phrases import plain_view
    from pipetui.service import reads

    return plain_view.people_page([*reads.people(workspace, " ".join(words))], workspace.now())


def _organizations(_: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.phrases import plain_view
    from pipetui.service import reads

    return plain_view.organizations_page([*reads.organizations(workspace, " ".join(words))], workspace.now())


def _numbers(_: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.phrases import plain_view
    from pipetui.phrases.numbers_page import NAMES
    from pipetui.service import numbers

    return plain_view.numbers_page(numbers.numbers(workspace, _period(workspace, words)), NAMES)


def _deal(call: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.phrases import plain_view
    from pipetui.service import reads

    if not words:
        raise InputError("which deal?", "for example: pipetui --plain deal 42")
    deals = apply_change.which(call, workspace, lambda names: arguments.deals(words, names))
    for place, one in enumerate(deals):
        if place:
            yield ""
        yield from plain_view.deal_page(reads.sheet(workspace, one), workspace.now())


def _person(call: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.cli.commands import parties
    from pipetui.phrases import plain_pages
    from pipetui.service.party_gestures import PEOPLE

    number = parties.which(call, workspace, PEOPLE, " ".join(words))
    return plain_pages.person_page(PEOPLE.sheet(workspace, number), workspace.now())


def _organization(call: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.cli.commands import parties
    from pipetui.phrases import plain_pages
    from pipetui.service.party_gestures import ORGANIZATIONS

    number = parties.which(call, workspace, ORGANIZATIONS, " ".join(words))
    return plain_pages.organization_page(ORGANIZATIONS.sheet(workspace, number), workspace.now())


def _forecast(_: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.phrases import plain_pages
    from pipetui.service import forecast

    return plain_pages.forecast_lines(forecast.forecast(workspace, _period(workspace, words)))


def _report(call: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.cli.commands.report import HISTORY, history_of
    from pipetui.phrases import plain_pages, report_page
    from pipetui.phrases.reports import REPORTS
    from pipetui.service import reports

    chosen = choose(words[0] if words else "", (*REPORTS, HISTORY), "report")
    if chosen == HISTORY:
        return plain_pages.history_page(history_of(call, workspace, words[1:]), workspace.now())
    row = REPORTS[chosen]
    period = _period(workspace, words[1:])
    figures = reports.figures(workspace, row, period)
    return plain_pages.report_page(report_page.page(row, figures, period, workspace.now().date()))


def _stages(_: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.phrases import plain_pages
    from pipetui.service import stage_reads

    asked = _pipeline(workspace, words)
    return plain_pages.stages_page([one for one in stage_reads.lines(workspace) if asked in (None, one.id)])


def _sweep(_: Call, workspace: Workspace, __: list[str]) -> Iterator[str]:
    from pipetui.phrases import plain_pages
    from pipetui.service import sweep

    return plain_pages.sweep_page(sweep.candidates(workspace), workspace.now().date())


def _plan(_: Call, workspace: Workspace, __: list[str]) -> Iterator[str]:
    from pipetui.phrases import activity as phrases
    from pipetui.phrases import plain_pages
    from pipetui.service import activity

    week = activity.week(workspace)
    if week.plan is None:
        return iter(("No quota is set.",))
    return plain_pages.report_page(phrases.plan_page(week.plan, week))


def _week(call: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.phrases import plain_view
    from pipetui.service import reads

    week = reads.week(workspace, _day(workspace, words) or workspace.now().date())
    among = _among(call, workspace)
    return plain_view.week_page(week if among is None else arrange.narrowed_week(week, among))


def _scorecard(_: Call, workspace: Workspace, words: list[str]) -> Iterator[str]:
    from pipetui.phrases import activity as phrases
    from pipetui.phrases import plain_pages
    from pipetui.service import activity

    return plain_pages.report_page(phrases.week_page(activity.week(workspace, _day(workspace, words))))


def _day(workspace: Workspace, words: list[str]) -> date | None:
    from pipetui.cli.commands.activity import day_of_week

    return day_of_week(workspace, " ".join(words)) if words else None


def _pipeline(workspace: Workspace, words: list[str]) -> int | None:
    from pipetui.service.stages import pipeline_named

    return pipeline_named(workspace, " ".join(words)) if words else None


def _period(workspace: Workspace, words: list[str]) -> Period:
    from pipetui.domain.dates import period

    return period.parse(" ".join(words) or period.DEFAULT, workspace.now().date(), workspace.settings.dates)


_SCREENS: dict[str, Screen] = {
    "today": _today,
    "board": _board,
    "week": _week,
    "deals": _deals,
    "people": _people,
    "orgs": _organizations,
    "numbers": _numbers,
    "deal": _deal,
    "person": _person,
    "org": _organization,
    "forecast": _forecast,
    "report": _report,
    "stages": _stages,
    "sweep": _sweep,
    "plan": _plan,
    "scorecard": _scorecard,
}
_ALONE = ("today", "sweep", "plan")
"""Those that are not narrowed."""
SCREENS = tuple(_SCREENS)
TODAY = SCREENS[0]
