"""Questions: add, touch, next step, drop, edit, note, move, park; typed results, refusals beside the field."""

import asyncio
from datetime import date

import pytest
from textual.command import Hits
from textual.widgets import Input, Static, TextArea

from pipetui import service
from pipetui.service import Workspace, custom_fields, reads
from pipetui.tui.app import PipetuiApp
from pipetui.tui.dialogs.add_bar import AddBar
from pipetui.tui.dialogs.confirm import ConfirmDialog
from pipetui.tui.dialogs.edit import EditDialog
from pipetui.tui.palette import DealProvider, Palette
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.widgets.change_table import ChangeTable
from pipetui.tui.widgets.echo_input import EchoInput
from tests.conftest import Clock
from tests.tui.conftest import Opens, Rep


def echo(rep: Rep) -> str:
    return str(rep.app.screen.query_one(EchoInput).query_one(Static).content)


async def test_b14_the_add_bar_says_back_what_it_understood(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("a")
        await rep.type("Stark lab 18k @neg next:fri")
        assert echo(rep) == "Stark lab · €18,000 · Negotiation · next: Fri 27 Nov, in 6 days"
        await rep.press("enter")
        assert rep.card.title == "Stark lab"
        assert rep.card.stage == "Negotiation"


async def test_b14_a_likely_duplicate_is_said_while_typing(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("a")
        await rep.type("Acme rollout")
        assert "possible duplicate: #1 Acme rollout (open)" in echo(rep)


async def test_b15_a_date_that_is_not_understood_is_refused_and_nothing_written(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        await rep.press("a")
        await rep.type("Stark next:flurbsday")
        await rep.press("enter")
        assert isinstance(rep.app.screen, AddBar)
        assert "flurbsday" in echo(rep)
        await rep.press("escape")
        assert len(reads.cards(sales)) == 5


async def test_an_unknown_stage_is_refused_in_the_add_bar(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("a")
        await rep.type("Stark @warp")
        await rep.press("enter")
        assert "no stage" in echo(rep)
        await rep.press("escape")
        assert len(reads.cards(sales)) == 5


async def test_b05_any_touch_is_two_keys_after_t(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("t", "e", "m", "escape")
        touch = reads.sheet(sales, 2).timeline[0]
        assert touch.headline == "email in · replied"


async def test_a_touch_as_a_line_carries_text_next_step_and_move(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("c", "tab")
        await rep.type("reached budget ok next:tue @demo")
        await rep.press("enter")
        card = rep.deal(2)
        assert card.stage == "Demo"
        assert card.next_step is not None
        assert card.next_step.due == date(2026, 11, 24)
        assert any(item.text == "budget ok" for item in reads.sheet(sales, 2).timeline)


async def test_next_step_with_time_and_text(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("n")
        await rep.type("fri 14:00 call Kim")
        assert echo(rep) == "next: Fri 27 Nov 14:00, in 6 days · call Kim"
        await rep.press("enter")
        step = rep.deal(2).next_step
        assert step is not None
        assert (step.due, step.time, step.what, step.kind) == (date(2026, 11, 27), "14:00", "call Kim", "call")


async def test_b11_drop_takes_two_keys(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("x", "p")
        card = rep.deal(2)
        assert (card.status, card.lost_reason) == ("lost", "price")


async def test_b11_drop_with_note_and_revisit(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("x", "tab")
        await rep.type("no money")
        await rep.press("enter", "tab", "tab")
        await rep.type("eoq")
        await rep.press("enter", "b")
        card = rep.deal(2)
        assert (card.lost_reason, card.revisit_on) == ("budget", date(2026, 12, 31))
        assert reads.sheet(sales, 2).lost_note == "no money"


async def test_b08_park_takes_the_deal_off_the_board_until_a_date(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("p", "w")
        assert rep.deal(2).parked_until == date(2026, 11, 28)
        assert rep.titles[0] == ["Hooli [red]pilot[/]"]


async def test_b08_a_date_that_begins_with_a_two_is_typed_as_with_any_digit(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("p", "2", "w", "enter")
        assert rep.deal(2).parked_until == date(2026, 12, 5)


async def test_a_date_that_is_offered_is_the_one_that_is_taken_also_past_midnight(
    sales: Workspace, opened: Opens, clock: Clock
) -> None:
    async with opened(sales) as rep:
        await rep.press("p")
        clock.tick(hours=20)
        await rep.press("w")
        assert rep.deal(2).parked_until == date(2026, 11, 28)


async def test_move_by_number(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("m", "5", "escape")
        assert rep.deal(2).stage == "Negotiation"
        assert rep.card.id == 2


async def test_edit_refuses_beside_the_field_and_saves_what_is_right(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("e", "tab")
        line = rep.app.screen.query_one("#field-value", Input)
        line.value = "lots"
        await rep.press("enter")
        assert isinstance(rep.app.screen, EditDialog)
        error = rep.app.screen.query_one("#error-value", Static)
        assert error.has_class("-on")
        assert "lots" in str(error.content)
        assert rep.deal(2).value == reads.card(sales, 2).value
        line.value = "9.5k"
        rep.app.screen.query_one("#field-people", Input).value = "Kim Park <kim@globex.example> (champion)"
        await rep.press("enter")
        card = rep.deal(2)
        assert card.value is not None
        assert card.value.minor == 950_000
        assert reads.sheet(sales, 2).people[0].role == "champion"


async def test_a_note_is_written_and_is_no_touch(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("i")
        await rep.type("likes golf")
        await rep.press("ctrl+s")
        sheet = reads.sheet(sales, 2)
        assert sheet.timeline[0].text == "likes golf"
        assert sheet.card.last_touch_at is None


async def test_hot_and_turn_and_delete_take_one_key(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("right", "asterisk")
        assert rep.deal(3).tags == ("hot",)
        await rep.press("y")
        step = rep.deal(3).next_step
        assert step is not None
        assert step.turn == "theirs"
        await rep.press("X")
        assert 3 not in {card.id for card in reads.cards(sales)}
        await rep.press("u")
        assert rep.deal(3).status == "open"


async def test_the_palette_reaches_a_deal_by_name(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        assert isinstance(rep.screen, TodayScreen), "the board is opened by it"
        await rep.press("ctrl+p")
        await rep.type("mirai")
        for _ in range(100):
            await rep.pilot.pause(0.02)
            if len(rep.app.screen.query("CommandList")) and rep.app.screen.query_one("CommandList").option_count:  # type: ignore[attr-defined]
                break
        await rep.press("enter")
        assert rep.card.id == 4


async def test_an_enter_before_anything_is_found_takes_what_is_found_first(
    overdue: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, search = asyncio.Event(), DealProvider.search

    async def late(provider: DealProvider, query: str) -> Hits:
        await found.wait()
        async for hit in search(provider, query):
            yield hit

    monkeypatch.setattr(DealProvider, "search", late)
    async with opened(overdue) as rep:
        await rep.press("ctrl+p")
        await rep.pilot.press(*"initech", "enter")
        assert isinstance(rep.app.screen, Palette)
        found.set()
        await rep.until(lambda: not isinstance(rep.app.screen, Palette))
        await rep.settle()
        assert rep.card.title == "Initech renewal"


async def test_enter_on_an_untouched_preset_leaves_the_add_bar(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        await rep.press("down", "down", "a", "enter")
        assert len(rep.app.screen_stack) == 1
        assert len(reads.cards(overdue)) == 5


async def test_enter_on_a_sheet_opens_no_second_one(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("enter", "enter")
        assert len(rep.app.screen_stack) == 2


async def test_a_form_offers_stages_and_says_which_day_is_meant(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("e", "tab", "tab", "ctrl+n")
        form = rep.app.screen
        assert form.query_one("#field-stage", Input).value == "Qualification"
        assert "Qualification  Demo" in str(form.query_one("#error-stage", Static).content)
        await rep.press("tab", "tab", "ctrl+n")
        assert str(form.query_one("#error-close", Static).content).startswith("Sun 22 Nov, tomorrow   tomorrow  fri")
        assert not form.query_one("#error-stage", Static).display, "under the field at hand alone"
        await rep.press("enter")
        assert rep.deal(2).stage == "Qualification"
        assert str(rep.deal(2).expected_close) == "2026-11-22"


async def test_a_form_says_of_any_day_what_is_meant(sales: Workspace, opened: Opens) -> None:
    """Also of one that has passed: a deal that ought to be closed by now is what is edited most."""
    service.edit(sales, 2, {"close": "2026-11-02"})
    async with opened(sales) as rep:
        await rep.press("e", "tab", "tab", "tab", "tab")
        form = rep.app.screen
        field, beside = form.query_one("#field-close", Input), form.query_one("#error-close", Static)
        assert (form.focused, field.value) == (field, "2026-11-02")
        assert "Mon 2 Nov, 19 days ago" in str(beside.content)
        for typed, meant in (
            ("yesterday", "Fri 20 Nov, yesterday"),
            ("", "tomorrow  fri"),
            ("fri 14:00", "time of day"),
        ):
            field.value = typed
            await rep.settle()
            assert meant in str(beside.content)


async def test_a_question_whose_asker_was_cancelled_is_left_like_any_other(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:

        async def ask() -> None:
            await rep.app.push_screen(ConfirmDialog("Sure?", ""), wait_for_dismiss=True)

        asking = rep.app.run_worker(ask())
        await rep.settle()
        asking.cancel()
        await rep.press("escape")
        assert rep.app.screen is rep.screen


async def test_a_form_never_hides_that_a_value_goes_on_nor_where_the_keys_go(sales: Workspace, opened: Opens) -> None:
    title = " ".join(f"word{number}" for number in range(40))
    custom_fields.add(sales, "How they decide, in their own words", "text", "deal")
    for number in range(9):
        custom_fields.add(sales, f"Field {number}", "text", "deal")
    service.edit(sales, 2, {"title": title})
    async with opened(sales) as rep:
        await rep.press("2", "e")
        form = rep.app.screen
        assert isinstance(form, EditDialog)
        line, frame = form.query_one("#field-title", Input), form.query_one("#frame")
        assert frame.max_scroll_y == 0, "the rows scroll between heading and hint, however long the heading is"
        assert frame.size.height < form.size.height
        assert frame.outer_size.width == form.size.width * 96 // 100, "broader than usual, for the title needs it"
        assert line.has_focus and line.render_line(0).text.rstrip().endswith("word39"), "what is typed goes on there"
        await rep.press("down")
        assert form.query_one("#field-value", Input).has_focus, "also where there are more rows than room"
        shown = line.render_line(0).text.rstrip()
        assert (shown[:11], shown[-1]) == ("word0 word1", "…"), shown
        names = [label.content for label in form.query(".name").results(Static)]
        assert "How they decide, in their…" in names, "on one line, apart from the field"
        await rep.press("up")
        line.value = ""
        await rep.type(title)
        assert line.render_line(0).text.rstrip().endswith("word39"), "pasted in one go"


async def test_an_example_does_not_look_like_a_value(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        for keys in (("percent_sign", "a"), ("I",)):
            await rep.press("2", *keys)
            assert rep.app.screen.query_one(Input).placeholder.startswith("such as ")
            await rep.press("escape", "escape")


async def test_what_is_done_to_several_stands_without_empty_columns(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("2", "V", "X")
        table = rep.app.screen.query_one(ChangeTable)
        lines = str(table.render()).split("\n")
        assert [line.split("  ")[-2].strip() for line in lines] == ["into the bin"] * 5


async def test_a_message_beside_the_screen_covers_no_answer(sales: Workspace) -> None:
    app = PipetuiApp(sales)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        rep = Rep(app, pilot)
        await rep.settle()
        await rep.press("2", "c")
        app.warn("the backup could not be written")
        await rep.settle()
        assert app.screen.query_one("Toast").region.bottom <= app.screen.query_one("#frame").region.y


async def test_the_arrows_stay_in_a_text_of_several_lines(sales: Workspace, opened: Opens) -> None:
    service.note(sales, [2], "first line\nsecond line")
    async with opened(sales) as rep:
        await rep.press("2", "enter", "tab", "tab")
        await rep.press("e")
        text = rep.app.screen.query_one(TextArea)
        assert text.has_focus and text.cursor_location[0] == 1
        await rep.press("up")
        assert text.has_focus and text.cursor_location[0] == 0
