"""`pipetui --plain`: the screens in sentences, from top to bottom."""

from __future__ import annotations

from pipetui.cli import apply_change, arguments, text_search
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.service import Workspace

SCREENS = ("today", "board", "week", "deals", "people", "orgs", "numbers", "deal")
TODAY = SCREENS[0]


def plain(call: Call, line: Sequence[str] = ()) -> None:
    """Read a screen from top to bottom in whole sentences, without boxes and signs: for screen readers.

    Screens are today (if none is named), board, week, deals, people, orgs, numbers, and deal with a deal behind it.
    Behind deals, people and orgs may stand a filter, behind numbers a period, behind week a day, behind board a
    pipeline. pipetui --plain is the
    same; with plain = true under [app] in the configuration pipetui alone does it instead of opening the app.

    pipetui --plain
    pipetui --plain deals overdue
    pipetui plain deal 42
    pipetui plain numbers last-quarter
    """
    words = arguments.plain(line)
    screen = choose(words[0], SCREENS, "screen") if words else TODAY
    with open_workspace(call) as workspace:
        lines = _lines(call, workspace, screen, words[1:])
    aloud = call._replace(no_pager=True)  # a pager is a screen again
    aloud.out.show(lambda _: lines, lambda: lines)


def _lines(call: Call, workspace: Workspace, screen: str, words: list[str]) -> list[str]:
    from pipetui.phrases import plain_view
    from pipetui.service import reads

    now, said = workspace.now(), " ".join(words)
    match screen:
        case "board":
            from pipetui.service.stages import pipeline_named

            number = pipeline_named(workspace, said) if said else None
            return [*plain_view.board_page(reads.board(workspace, number), now.date())]
        case "week":
            from pipetui.cli.commands.activity import day_of_week

            day = day_of_week(workspace, said) if said else now.date()
            return [*plain_view.week_page(reads.week(workspace, day))]
        case "deals":
            if said:
                text_search.prepare(call, workspace, words)
            found = reads.cards(workspace, said) if said else reads.all_cards(workspace)
            return [*plain_view.deals_page(found, now.date())]
        case "people":
            return [*plain_view.people_page([*reads.people(workspace, said)], now)]
        case "orgs":
            return [*plain_view.organizations_page([*reads.organizations(workspace, said)], now)]
        case "numbers":
            from pipetui.domain.dates import period
            from pipetui.phrases.numbers_page import NAMES
            from pipetui.service import numbers

            asked = period.parse(said or period.DEFAULT, now.date(), workspace.settings.dates)
            return [*plain_view.numbers_page(numbers.numbers(workspace, asked), NAMES)]
        case "deal":
            if not words:
                raise InputError("which deal?", "for example: pipetui --plain deal 42")
            deals = apply_change.which(call, workspace, lambda names: arguments.deals(words, names))
            sheets = [[*plain_view.deal_page(reads.sheet(workspace, one), now)] for one in deals]
            return [line for place, sheet in enumerate(sheets) for line in (*([""] if place else []), *sheet)]
    if words:
        raise InputError("today takes no words", "for example: pipetui --plain deals overdue")
    return [*plain_view.today_page(reads.agenda(workspace))]
