"""Marks in people and organizations: by range, and what is done with all of them is one step of undo."""

from pipetui.service import Workspace, people, reads
from pipetui.tui.dialogs.confirm import ConfirmDialog
from pipetui.tui.screens.people import PartyListScreen
from pipetui.tui.widgets.bars import StatusBar
from tests.tui.conftest import Opens, Rep


def shown(rep: Rep) -> PartyListScreen:
    """The list of people or organizations."""
    screen = rep.app.book_screen
    assert isinstance(screen, PartyListScreen)
    return screen


def said(rep: Rep) -> str:
    """What happened, by the bar at the bottom."""
    return shown(rep).query_one(StatusBar).message


async def test_people_are_marked_by_range_tagged_and_put_into_the_bin_in_one_step(
    sales: Workspace, opened: Opens
) -> None:
    for name in ("Bea", "Cem", "Dan", "Eve"):
        people.add_person(sales, name)
    async with opened(sales) as rep:
        await rep.press("4", "R")
        assert said(rep) == "mark where it begins: Space"
        everybody = shown(rep).listed
        await rep.press("space", "down", "R")
        assert shown(rep).marked == everybody[:3]
        assert "3 marked" in str(shown(rep).query_one(StatusBar).render())
        line = shown(rep).rows_at_hand.render_line(1).text
        assert line.removeprefix("│").startswith("✓")
        await rep.press("e")
        assert said(rep) == "that takes one, and 3 are marked: Esc takes the marks away"
        await rep.press("plus")
        await rep.type("vip")
        await rep.press("enter")
        assert said(rep).startswith("tagged 3 people vip")
        tagged = [row.id for row in reads.some_people(sales, everybody) if row.tags]
        assert (sorted(tagged), shown(rep).marked) == (sorted(everybody[:3]), [])
        await rep.press("shift+up", "shift+up", "shift+down", "X")
        question = rep.app.screen
        assert isinstance(question, ConfirmDialog)
        assert question.heading == "2 people: into the bin?"
        await rep.press("y")
        assert shown(rep).listed == [number for number in everybody if number not in everybody[1:3]]
        await rep.press("u")
        assert shown(rep).listed == everybody
        await rep.press("V", "escape")
        assert shown(rep).marked == []


async def test_two_marked_organizations_are_merged_and_a_mark_goes_with_whom_it_was_on(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        await rep.press("5")
        first, second, *rest = shown(rep).listed
        await rep.press("space", "space", "m")
        await rep.press("enter")
        assert set(shown(rep).listed) in ({first, *rest}, {second, *rest})
        assert shown(rep).marked == []
