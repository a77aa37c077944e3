"""`!`: the playbook while on the phone; the reports on a screen."""

from collections.abc import Callable

import pytest
from textual.widgets import Input, OptionList, Static

from pipetui import service
from pipetui.phrases.reports import LOSSES, REPORTS
from pipetui.service import Workspace, objections, reads
from pipetui.tui import in_editor
from pipetui.tui.dialogs.objection import ObjectionDialog
from pipetui.tui.screens.report import ReportScreen
from tests.tui.conftest import Opens, Rep


def response(rep: Rep) -> list[str]:
    """The lines that are read out."""
    return str(rep.app.screen.query_one("#response Static", Static).content).splitlines()


def listed(rep: Rep) -> list[str]:
    """The objections shown, each with how it stands."""
    shown = rep.app.screen.query_one(OptionList)
    return [str(shown.get_option_at_index(place).prompt).split("  ")[0].strip() for place in range(shown.option_count)]


def met(workspace: Workspace, deal: int) -> list[tuple[str, str]]:
    return [(one.text, one.state) for one in reads.sheet(workspace, deal).objections]


async def test_a_few_letters_find_it_its_response_is_there_at_once_and_enter_logs_it(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        deal = rep.card.id
        await rep.press("!")
        assert isinstance(rep.app.screen, ObjectionDialog)
        await rep.press("e", "x", "p")
        assert listed(rep) == ["too expensive"]
        assert response(rep)[0] == "too expensive"
        assert response(rep)[1].startswith("“Compared with what?")
        await rep.press("enter")
        assert met(sales, deal) == [("too expensive", "overcome")]
        assert "overcome" in rep.message


async def test_an_open_one_stands_first_and_enter_makes_it_overcome(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        deal = rep.card.id
        await rep.press("!", "down", "down", "ctrl+o")
        assert met(sales, deal) == [("we have a supplier", "open")]
        await rep.press("!")
        assert listed(rep)[0] == "we have a supplier"
        await rep.press("enter")
        assert met(sales, deal) == [("we have a supplier", "overcome")]


async def test_what_nothing_fits_is_logged_as_new_and_open(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        deal = rep.card.id
        await rep.press("!")
        await rep.type("too [b]slow[/b]")
        assert response(rep) == ["Not in the playbook yet.", "Enter logs “too [b]slow[/b]” as new, open."]
        await rep.press("enter")
        assert met(sales, deal) == [("too [b]slow[/b]", "open")]


async def test_esc_leaves_and_nothing_is_written(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        deal, steps = rep.card.id, reads.history(sales)
        await rep.press("!")
        await rep.type("something new")
        await rep.press("escape")
        assert not isinstance(rep.app.screen, ObjectionDialog)
        assert (met(sales, deal), reads.history(sales)) == ([], steps)


async def test_marked_deals_meet_it_together_from_the_table(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("3", "space", "down", "space")
        chosen = rep.screen.target_ids
        assert len(chosen) == 2
        await rep.press("!")
        assert str(rep.app.screen.query_one("#heading", Static).content) == "Objection: 2 deals"
        await rep.press("enter")
        first = objections.playbook(sales)[0]
        assert [met(sales, deal) for deal in chosen] == [[(first.text, "overcome")]] * 2


async def test_b25_the_reports_are_in_the_palette_and_go_from_period_to_period(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(REPORTS, "more", LOSSES._replace(name="more", command="One report more"))
    service.drop(sales, [1], "price")
    async with opened(sales) as rep:
        await rep.app.run_action("report('losses')")
        await rep.settle()
        screen = rep.app.screen
        assert isinstance(screen, ReportScreen)
        assert screen.read is not None
        assert screen.read.page.sentence.startswith("1 deal lost, €12,000")
        await rep.press("left")
        assert screen.read.page.span.startswith("Q3 2026")
        assert screen.read.page.sentence.startswith("nothing was lost")
        await rep.press("right", "right", "p", "p")
        assert screen.read.page.span == "all time"
        await rep.press("2")
        assert rep.screen.is_current
        names = [command.title for command in rep.app.get_system_commands(rep.app.screen)]
        assert {"Loss report", "Source report", "One report more"} <= set(names)


async def test_the_playbook_itself_is_edited_from_there(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typed(screen: object, text: str, parse: Callable[[str], object]) -> object:
        return parse(text.replace("1: too expensive", "1: too dear"))

    monkeypatch.setattr(in_editor, "edit", typed)
    async with opened(sales) as rep:
        await rep.press("!", "ctrl+e")
        await rep.settle()
        assert rep.message == "playbook: 1 changed · u undo"
        assert "too dear" in [one.text for one in objections.playbook(sales)]
        await rep.press("u")
        assert "too expensive" in [one.text for one in objections.playbook(sales)]


async def test_typing_goes_on_while_the_list_is_walked(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("!", "n", "o", "down")
        line = rep.app.screen.query_one(Input)
        assert (line.value, line.has_focus) == ("no", True)
        assert response(rep)[0] == "no time now"


async def test_from_the_forecast_in_the_list_the_next_report_is_the_first(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("6", "r")
        screen = rep.app.screen
        assert isinstance(screen, ReportScreen)
        first = screen.kind
        for keys in (("G", "r"), ("G", "R", "r")):
            await rep.press(*keys)
            assert screen.kind is first, keys
