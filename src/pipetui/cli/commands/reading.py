"""Verbs that only look: today, overdue, list, show, why, when, prompt."""

from __future__ import annotations

from pipetui.cli import list_output, narrowing, output
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def today(call: Call, ids: bool = False) -> int:
    """What the day asks for: overdue, today, this week, next week, later, and the deals with no next step.

    pipetui today
    pipetui today --json
    """
    with open_workspace(call) as workspace:
        narrow = narrowing.in_force(call, workspace)
        return list_output.today(call, workspace.store.connection, workspace.moment(), ids=ids, narrow=narrow)


def overdue(call: Call, ids: bool = False) -> int:
    """The deals whose next step is late, the most urgent first. Exit code 1 when there are none.

    pipetui overdue
    pipetui overdue --ids
    """
    with open_workspace(call) as workspace:
        narrow = narrowing.in_force(call, workspace)
        return list_output.overdue(call, workspace.store.connection, workspace.moment(), ids=ids, narrow=narrow)


def list_deals(
    call: Call,
    words: Sequence[str] = (),
    deleted: bool = False,
    columns: str = "",
    sort: str = "",
    reverse: bool = False,
    view: str = "",
    ids: bool = False,
) -> int:
    """List deals: open ones by urgency, then the closed ones. Exit code 1 when none fits.

    Words are looked for in title, organization, people, tags and source, in notes and touches; where a deal is found by
    those it is said below it. overdue, today, nonext, rotting, parked,
    open, won, lost, mine, theirs, stale ask for a state; stage:demo, tag:saas, value.over:10k, close.before:eom,
    idle.over:14d, budget:yes, role:decision, fit.over:40 and the like compare. All must hold; or, not (or a leading
    -) and parentheses do the rest. Fields of your own are asked by their name: region:north, has:contract-end.

    pipetui list acme
    pipetui list open stage:proposal value.over:10k
    pipetui list lost reason:price --json
    pipetui list won --columns id,title,value,closed,source
    pipetui list open --sort close
    pipetui list --view late
    """
    with open_workspace(call) as workspace:
        if view:
            from pipetui.cli.commands import views

            return views.run(call, workspace, view, words or (), columns, sort, reverse=reverse, ids=ids)
        narrow = "" if deleted else narrowing.in_force(call, workspace)
        if words or narrow:
            from pipetui.cli import text_search

            text_search.prepare(call, workspace, words or (), narrow)
        return list_output.matching(
            call,
            workspace.store.connection,
            workspace.moment(),
            words or (),
            deleted=deleted,
            ids=ids,
            columns=columns or workspace.settings.columns,
            sort=sort,
            reverse=reverse,
            narrow=narrow,
        )


def show(call: Call, deal: Sequence[str]) -> None:
    """Everything about a deal: people, value, qualification, next steps, and what happened, the newest first.

    pipetui show 42
    pipetui show acme rollout --json
    """
    from pipetui.cli import apply_change, arguments

    with open_workspace(call) as workspace:
        numbers = apply_change.which(call, workspace, lambda names: arguments.deals(deal, names))
        list_output.sheets(call, workspace.store.connection, workspace.moment(), numbers)


def why(call: Call, deal: Sequence[str]) -> None:
    """Why a deal stands where it stands in the lists: its urgency, term by term.

    pipetui why 42
    """
    from pipetui.cli import apply_change, arguments

    with open_workspace(call) as workspace:
        from pipetui.service import reads

        numbers = apply_change.which(call, workspace, lambda names: arguments.deals(deal, names))
        if len(numbers) != 1:
            raise InputError("why explains one deal at a time", "for example: pipetui why 42")
        card = reads.card(workspace, numbers[0])
        terms = reads.terms(workspace, card)
    call.out.show(
        lambda page: output.deal_tables.urgency(card, terms, page), lambda: output.deal_json.urgency(card, terms)
    )


def when(
    call: Call,
    date: Sequence[str],
) -> None:
    """Which day a date means. Nothing is written.

    today, tomorrow, fri, next-fri, +3d, 2w, 1mo, +3wd (working days), 15, 23rd, 1.12., eow, eom, eoq, eom-2d,
    2026-12-01, fri 14:00, later.

    pipetui when eom-2d
    pipetui when next-fri 14:00
    """
    from pipetui import present, render
    from pipetui.cli import arguments
    from pipetui.domain.dates import when as dates

    now, rules = present.present().replace(microsecond=0), call.settings().dates
    text = " ".join(arguments.plain(date))
    try:
        day, time = dates.parse_due(text, now, rules)
    except InputError as error:
        try:  # a follow-up is never in the past; a question may be
            day, time = dates.parse_day(text, now, rules, past=True), None
        except InputError:
            raise error from None
    today = now.date()
    said = render.due(day, time, today)
    if day < today:
        said = f"{render.day(day, today)}, {render.in_days(day, today)}"
    call.out.answer(
        f"{day.isoformat()}{f' {time}' if time else ''}  {said}",
        lambda: {"date": day.isoformat(), "time": time, "text": said},
    )
    if told := dates.twice(dates.Due(day, time), now):
        call.speak(told)


def prompt(
    call: Call,
    shape: str = "",
) -> None:
    """A few characters for a shell prompt or tmux bar: `3! 2.` is three overdue, two today; nothing when clear.

    pipetui prompt
    pipetui prompt --format "{overdue} late, {today} today"
    """
    overdue, due_today = _counted(call)
    call.out.answer(
        list_output.prompt_line(overdue, due_today, shape), lambda: {"overdue": overdue, "today": due_today}
    )


def _counted(call: Call) -> tuple[int, int]:
    """How many deals are overdue, and how many due today, out of the book alone.

    That needs no settings, and so is not kept from its work by a mistake in them.
    """
    from pipetui import paths, present
    from pipetui.store import files

    if files.identity(call.file) is None:  # a prompt makes no book
        return 0, 0
    from pipetui.store.connect import translate_errors
    from pipetui.store.reads import due_counts
    from pipetui.store.store import Store

    with Store.open(call.file, backups=paths.backups_of(call.file), reading=True) as store, translate_errors(call.file):
        return due_counts.due(store.connection, present.present().replace(microsecond=0))
