"""The board: columns, cursor, gestures on the card under it."""

from datetime import date

from textual.widgets import Static

from pipetui import service
from pipetui.domain.deal import MINE, OPEN
from pipetui.domain.line import quick_line
from pipetui.domain.money import Money
from pipetui.domain.rules import PLANNED
from pipetui.service import Workspace
from pipetui.tui.screens.board import LEAST_COLUMN, BoardScreen, StageBox, WonBox
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.deal_column import DealColumn, badge_on_card
from pipetui.tui.widgets.echo_input import EchoInput
from pipetui.tui.widgets.welcome import Welcome
from pipetui.views import NextStep
from tests.cards import card
from tests.tui.conftest import Opens


async def test_every_stage_is_a_column_with_its_deals_most_urgent_first(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        assert isinstance(rep.screen, BoardScreen)
        assert rep.titles == [
            ["Globex seats", "Hooli [red]pilot[/]"],
            ["Initech renewal"],
            ["Mirai 導入"],
            ["Acme rollout"],
            [],
        ]


async def test_b17_a_head_counts_and_sums_the_deals_shown(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        box = rep.screen.query(StageBox).first()
        assert (box.title, box.figure) == ("Prospecting", "2")
        assert str(box.head.render()).split()[:4] == ["€12k", "weighted", "€1.2k", "│"]
        await rep.press("slash")
        await rep.type("globex")
        assert (box.title, box.figure) == ("Prospecting", "1")
        assert str(box.head.render()).split()[:4] == ["€8.4k", "weighted", "€840", "│"]


async def test_arrows_and_letters_move_between_cards_and_stages(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("j")
        assert rep.card.id == 5
        await rep.press("l")
        assert rep.card.id == 3
        await rep.press("left", "up")
        assert rep.card.id == 2
        await rep.press("left")
        assert rep.card.id == 2, "there is no stage further left"


async def test_the_scroll_bar_shows_where_the_cursor_is_among_how_many(sales: Workspace, opened: Opens) -> None:
    for number in range(60):
        service.add(sales, quick_line.parse(f"Deal {number} @prosp", sales.now(), sales.settings.dates, "EUR"))
    async with opened(sales) as rep:
        column = rep.screen.query(CardList).first()
        bar, rows = column.vertical_scrollbar, column.rows

        def painted() -> str:
            return str([list(strip) for strip in bar.render_lines(bar.size.region)])

        looks = []
        for shown in (rows, rows[:61], rows[:40], rows[:10], rows):
            column.show(shown, column.today)
            looks.append(painted())
            bar.refresh()
            assert looks[-1] == painted(), f"it shows more or less than {len(shown)} deals"
        await rep.press("G")
        assert len({*looks, painted()}) == 4, "one deal of many more or less is not to be seen"


async def test_advance_moves_the_deal_and_the_cursor_follows_it(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("down", "greater_than_sign")
        assert rep.card.id == 5
        assert rep.card.stage == "Qualification"
        await rep.press("H")
        assert rep.card.id == 5
        assert rep.card.stage == "Prospecting"


async def test_undo_and_redo_work_on_screen(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("w")
        assert rep.deal(2).status == "won"
        await rep.press("escape", "u")
        assert rep.deal(2).status == OPEN
        assert (rep.message[:14], rep.message[-10:]) == ("undone: won #2", " · ^r redo")
        await rep.press("ctrl+r")
        assert rep.deal(2).status == "won"


async def test_a_deal_that_left_leaves_the_cursor_in_its_place(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("w")
        assert rep.card.id == 5


async def test_b04_a_stage_change_without_next_step_asks_and_enter_takes_it(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("greater_than_sign", "enter")
        step = rep.deal(2).next_step
        assert step is not None
        assert step.due.isoformat() == "2026-11-25"


async def test_b04_escape_skips_the_question(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("greater_than_sign", "escape")
        assert rep.deal(2).next_step is None
        assert rep.deal(2).stage == "Qualification"


async def test_narrow_terminals_show_the_columns_around_the_cursor(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, size=(60, 20)) as rep:
        await rep.press("right", "right", "right")
        shown = [box.stage.name for box in rep.screen.query(StageBox) if box.display]
        assert shown == ["Demo", "Proposal"]
        assert rep.card.id == 1


async def test_cards_shrink_to_two_lines_and_keep_the_cursor(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("down", "full_stop")
        assert rep.card.id == 5
        assert [box.deals.row_height for box in rep.screen.query(StageBox)] == [2] * 5


async def test_a_click_selects_and_a_double_click_opens(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        column = rep.screen.query(StageBox).first().deals
        await rep.pilot.click(column, offset=(4, 5))
        await rep.settle()
        assert rep.card.id == 5
        await rep.pilot.click(column, offset=(4, 5), times=2)
        await rep.settle()
        assert type(rep.screen).__name__ == "SheetScreen"


async def test_another_process_shows_up_without_losing_cursor_or_filter(sales: Workspace, opened: Opens) -> None:
    from pipetui.store.store import Store

    async with opened(sales) as rep:
        await rep.press("slash")
        await rep.type("o")
        await rep.press("enter", "down")
        before = rep.card.id
        with Store.open(sales.store.path) as other:
            shell = sales._replace(store=other, source="shell")
            service.add(shell, quick_line.parse("Omni deal", shell.now(), shell.settings.dates, "EUR"))
        rep.app.worker._poll()  # what the worker does each half second
        rep.app.worker._wake.set()
        await rep.settle()
        assert rep.message == "1 deal added elsewhere"
        assert "Omni deal" in rep.titles[0]
        assert rep.card.id == before


async def test_what_another_process_did_does_not_hide_the_answer_to_a_gesture(sales: Workspace, opened: Opens) -> None:
    from pipetui.store.store import Store

    async with opened(sales) as rep:
        for key, said in (("greater_than_sign", "advanced #"), ("less_than_sign", "moved back #")):
            with Store.open(sales.store.path) as other:
                service.note(sales._replace(store=other, source="shell"), [1], "by a shell")
            await rep.press(key)
            assert rep.message.startswith(said)
            await rep.press("escape")  # what is next?


async def test_an_empty_book_explains_itself(workspace: Workspace, opened: Opens) -> None:
    async with opened(workspace) as rep:
        assert rep.screen.query_one(Welcome).display
        await rep.press("a")
        await rep.type("Acme")
        await rep.press("enter")
        assert not rep.screen.query_one(Welcome).display
        assert rep.card.title == "Acme"


async def test_b13_open_questions_warn_and_the_deal_goes_on(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("right", "greater_than_sign")
        assert rep.card.stage == "Demo"
        assert any("budget, authority" in note.message for note in rep.app._notifications)


async def test_b37_the_number_of_columns_depends_on_the_width_only(sales: Workspace, opened: Opens) -> None:
    async def columns(start: int, *widths: int) -> list[list[int]]:
        found = []
        async with opened(sales, (start, 24)) as rep:
            for width in widths:
                await rep.pilot.resize_terminal(width, 24)
                await rep.settle()
                counts = []
                for _ in range(4):  # the pane goes wherever it can stand, and where it stood
                    counts.append(sum(box.display for box in rep.screen.query(StageBox)))
                    await rep.press("P")
                found.append(counts)
                rep.app.liking.choose("pane board", "", "")  # as if it had never been chosen
                await rep.settle()
        return found

    widths = (60, 120, 160)
    fresh = [(await columns(width, width))[0] for width in widths]
    assert await columns(40, *widths) == fresh
    assert await columns(200, *reversed(widths)) == fresh[::-1]
    assert all(min(counts) >= 1 for counts in fresh)


async def test_b37_a_column_is_as_wide_beside_the_pane_as_above_it(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, (150, 45)) as rep:
        for width in (150, 160, 170, 200):
            await rep.pilot.resize_terminal(width, 45)
            await rep.settle()
            for _ in range(3):
                shown = [box for box in rep.screen.query(StageBox) if box.display]
                assert min(box.outer_size.width for box in shown) >= LEAST_COLUMN
                assert sum(box.outer_size.width for box in shown) == rep.screen.query_one("#columns").size.width
                await rep.press("P")


async def test_what_was_won_is_one_step_to_the_right_where_the_pane_has_taken_its_room(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales, (150, 45)) as rep:
        *stages, won = rep.screen.query(StageBox)
        for width, seen in ((150, False), (179, False), (180, True)):
            await rep.pilot.resize_terminal(width, 45)
            await rep.settle()
            assert isinstance(won, WonBox) and won.display is seen
            assert all(stage.display for stage in stages)
        await rep.pilot.resize_terminal(160, 45)
        await rep.press(*["right"] * len(stages))
        assert won.display and won.deals.has_focus


async def test_a_pipeline_without_stages_is_an_empty_board(sales: Workspace, opened: Opens) -> None:
    """Another program may put one in."""
    sales.store.connection.execute("UPDATE pipeline SET is_default = 0")
    sales.store.connection.execute("INSERT INTO pipeline (name, position, is_default) VALUES ('Bare', 9, 1)")
    async with opened(sales) as rep:
        assert rep.titles == []
        for key in ("right", "left", "j", "v", "enter", "c", "m", "greater_than_sign", "space", "2", "3", "4", "1"):
            await rep.press(key)
        await rep.press("slash")
        await rep.type("globex")
        await rep.press("enter", "a")
        await rep.type("Wonka bars 3k")
        await rep.press("enter")
        assert "the pipeline has no stages" in str(rep.app.screen.query_one(EchoInput).query_one(Static).render())


async def test_an_empty_book_tells_the_keys_as_they_are_remapped(workspace: Workspace, opened: Opens) -> None:
    own = workspace._replace(settings=workspace.settings._replace(keys=(("app.add", "Z"), ("app.help", "f1"))))
    async with opened(own) as rep:
        said = str(rep.screen.query_one(Welcome).render())
        assert "  Z  add your first deal" in said
        assert "  F1  all keys" in said
        assert "  i  import what you have" in said


def test_a_title_is_whole_where_the_value_finds_room_beside_the_organization() -> None:
    row = card(title="Nordlicht rollout", organization="Nordlicht Solar", value=Money(300_000, "EUR"))
    for width in range(22, 40):
        title, about, *_ = ("".join(text for text, _ in line) for line in DealColumn("one").lines(row, width))
        assert "Nordlicht rollout" in title and "Nordlicht Solar" in about and "€3,000" in title + about, width


def test_a_won_deal_says_when_it_was_won_and_then_when_it_is_seen_again() -> None:
    today = date(2026, 11, 30)
    won = card(status="won", badge="", closed_on=date(2026, 11, 13))
    assert badge_on_card(won, today) == "won Fri 13 Nov"
    check = NextStep(1, "check in", date(2026, 12, 1), None, "", MINE, PLANNED, 0, 0)
    assert badge_on_card(won._replace(next_step=check), today) == "→ 1 Dec  check in"
