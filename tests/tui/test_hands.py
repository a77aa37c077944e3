"""What the mouse does on the board: cards are dragged, badges act, the pane is pulled; all of it as the keys would."""

from __future__ import annotations

from textual import events

from pipetui.service import Workspace
from pipetui.tui.dialogs.step import StepDialog
from pipetui.tui.screens.board import BoardScreen, StageBox, WonBox
from pipetui.tui.screens.columns import ColumnBox
from tests.tui.conftest import Opens, Rep

WIDE = (160, 36)


class Mouse:
    """One button, held or not, somewhere on the screen."""

    def __init__(self, rep: Rep) -> None:
        self._rep = rep

    def _say(self, kind: type[events.MouseEvent], x: int, y: int) -> None:
        driver = self._rep.app._driver
        assert driver is not None
        driver.process_message(kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))

    async def down(self, x: int, y: int) -> None:
        self._say(events.MouseDown, x, y)
        await self._rep.settle()

    async def move(self, x: int, y: int) -> None:
        self._say(events.MouseMove, x, y)
        await self._rep.settle()

    async def up(self, x: int, y: int) -> None:
        self._say(events.MouseUp, x, y)
        await self._rep.settle()


def boxes(rep: Rep) -> list[StageBox]:
    return list(rep.screen.query(StageBox))


def middle(box: ColumnBox) -> tuple[int, int]:
    region = box.deals.region
    return region.x + region.width // 2, region.y + region.height // 2


async def grip(rep: Rep, mouse: Mouse, place: int) -> None:
    """Take the first card of a column, and move a little."""
    x, y = boxes(rep)[place].deals.region.offset
    await mouse.down(x + 3, y)
    await mouse.move(x + 6, y)


async def test_a_card_that_is_dragged_to_a_stage_is_moved_there_and_undo_takes_it_back(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        mouse = Mouse(rep)
        await grip(rep, mouse, 0)
        target = boxes(rep)[2]
        await mouse.move(*middle(target))
        assert target.here
        assert "Globex seats to Demo" in rep.message
        hung = [line.text for line in target.deals.render_lines(target.deals.size.region)]
        assert any("Globex seats" in line for line in hung), "it hangs over the column that it would come into"
        await mouse.up(*middle(target))
        await rep.press("escape")  # what is next is asked, as after the key
        assert rep.deal(2).stage == "Demo"
        assert rep.card.id == 2
        await rep.press("u")
        assert rep.deal(2).stage == "Prospecting"


async def test_a_quick_hand_drags_as_well_and_a_click_holds_nothing(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        mouse, (x, y) = Mouse(rep), boxes(rep)[0].deals.region.offset
        await mouse.down(x + 3, y)
        await mouse.up(x + 3, y)
        assert rep.app.mouse_captured is None
        await mouse.down(x + 3, y)
        await mouse.move(*middle(boxes(rep)[2]))
        assert "Globex seats to Demo" in rep.message
        await mouse.up(*middle(boxes(rep)[2]))
        await rep.press("escape")
        assert rep.deal(2).stage == "Demo"
        assert rep.app.mouse_captured is None


async def test_escape_leaves_a_card_that_is_dragged_where_it_is(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        mouse = Mouse(rep)
        await grip(rep, mouse, 0)
        target = boxes(rep)[3]
        await mouse.move(*middle(target))
        await rep.press("escape")
        assert not target.here
        await mouse.up(*middle(target))
        assert rep.deal(2).stage == "Prospecting"
        assert "Globex" not in str([line.text for line in target.deals.render_lines(target.deals.size.region)])


async def test_all_marked_deals_go_with_the_card_that_is_dragged(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("space", "space")
        mouse = Mouse(rep)
        await grip(rep, mouse, 0)
        await mouse.move(*middle(boxes(rep)[1]))
        assert "2 deals to Qualification" in rep.message
        await mouse.up(*middle(boxes(rep)[1]))
        await rep.press("escape")
        assert {rep.deal(2).stage, rep.deal(5).stage} == {"Qualification"}


async def test_what_is_dragged_to_what_was_won_is_won_and_stands_there(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, (200, 36)) as rep:
        assert isinstance(rep.screen, BoardScreen)
        mouse, won = Mouse(rep), rep.screen.query_one(WonBox)
        await grip(rep, mouse, 3)
        await mouse.move(*middle(won))
        await mouse.up(*middle(won))
        await rep.press("escape")
        await rep.until(lambda: bool(won.shown))
        assert [card.id for card in won.shown] == [1]
        assert rep.deal(1).status == "won"
        await rep.press("V")
        assert 1 not in rep.app.marks, "what is won is done with"


async def test_the_badge_of_the_deal_at_hand_answers_a_click(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        column = boxes(rep)[0].deals
        await rep.pilot.click(column, offset=(3, 2))
        await rep.settle()
        assert isinstance(rep.app.screen, StepDialog), "without a next step it plans one"


async def test_the_pane_is_as_wide_as_it_was_pulled_also_after_a_restart(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, WIDE) as rep:
        assert isinstance(rep.screen, BoardScreen)
        pane, mouse = rep.screen.pane, Mouse(rep)
        x, y, width, _ = pane.region
        await mouse.down(x, y + 3)
        await mouse.move(x - 5, y + 3)
        await mouse.up(x - 5, y + 3)
        assert pane.region.width == width + 5
    async with opened(sales, WIDE) as rep:
        assert isinstance(rep.screen, BoardScreen)
        assert rep.screen.pane.region.width == width + 5


async def test_the_wheel_goes_by_whole_cards(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, (120, 11)) as rep:
        column = boxes(rep)[0].deals
        mouse = Mouse(rep)
        mouse._say(events.MouseScrollDown, column.region.x + 2, column.region.y)
        await rep.settle()
        assert column.scroll_offset.y == column.row_height
        mouse._say(events.MouseScrollUp, column.region.x + 2, column.region.y)
        await rep.settle()
        assert column.scroll_offset.y == 0
