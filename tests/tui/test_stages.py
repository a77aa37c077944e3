"""The stage editor, the pipelines that board and Today show, and the checklist of a stage that is left."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Input, TextArea

from pipetui import service
from pipetui.domain.stage_edits import StageEdit
from pipetui.render import cell_width
from pipetui.service import Workspace, pipelines, reads, stages
from pipetui.tui.dialogs import ChecklistDialog, ConfirmDialog, LineDialog, PickDialog
from pipetui.tui.screens.board import BoardScreen, StageBox
from pipetui.tui.screens.stages import StagesScreen
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.stage_list import StageList, rows
from tests.tui.conftest import Opens, Rep
from tests.tui.test_type_ahead import all_taken, at_once


@pytest.fixture
def two(sales: Workspace) -> Workspace:
    """Five deals in two pipelines: Initech is in Renewals."""
    pipelines.add(sales, "Renewals", "short")
    service.move(sales, [3], "renewals/connecting")
    return sales


def names(workspace: Workspace, pipeline: int = 1) -> list[str]:
    return [stage.name for stage in reads.pipelines(workspace).of(pipeline)]


def heads(rep: Rep) -> list[tuple[str, str]]:
    return [(box.head.pipeline, box.stage.name) for box in rep.screen.query(StageBox)]


def note(rep: Rep) -> str:
    return rep.screen.query_one(TopBar).note


async def editor(rep: Rep) -> StagesScreen:
    await rep.press("2", "percent_sign")
    shown = rep.app.screen
    assert isinstance(shown, StagesScreen)
    await rep.until(lambda: shown.line is not None)
    return shown


async def at(rep: Rep, shown: StagesScreen, name: str) -> None:
    """Put the cursor on a line."""
    for _ in range(20):
        line = shown.line
        if line is not None and name == (line.stage.stage.name if line.stage else line.pipeline.name):
            return
        await rep.press("down")
    raise AssertionError(name)


async def entered(rep: Rep, text: str) -> None:
    """Type a line anew, and enter it."""
    field = rep.app.screen.query_one(Input)
    field.value = ""
    await rep.type(text)
    await rep.press("enter")


async def test_b34_a_stage_is_added_renamed_and_set_with_keys(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        shown = await editor(rep)
        await at(rep, shown, "Demo")
        await rep.press("a")
        await entered(rep, "Pilot p:45% rot:21")
        assert names(sales)[2:4] == ["Demo", "Pilot"]
        assert shown.stage is not None
        assert shown.stage.name == "Pilot"  # the cursor goes to what was made
        await rep.press("plus", "right_square_bracket", "K", "b")
        pilot = stages.named(sales, "pilot")
        assert (pilot.probability, pilot.rotting_days, pilot.position, pilot.qualifies) == (50, 22, 2, True)
        await rep.press("minus", "minus", "left_square_bracket")
        await rep.press("r")
        await entered(rep, "Trial p:42")
        trial = stages.named(sales, "trial")
        assert (trial.probability, trial.rotting_days) == (42, 21)
        await rep.press("plus")
        assert stages.named(sales, "trial").probability == 45
        await rep.press("u", "u")
        assert stages.named(sales, "pilot").probability == 40
        await rep.press("escape")
        assert ("", "Pilot") in heads(rep)  # the board has it at once


async def test_b34_what_cannot_be_is_said_while_it_is_typed_and_not_lost(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        shown = await editor(rep)
        await at(rep, shown, "Demo")
        await rep.press("a")
        await entered(rep, "proposal")
        assert isinstance(rep.app.screen, LineDialog)
        assert rep.app.screen.query_one(Input).value == "proposal"
        await rep.press("escape", "r")
        await entered(rep, "Demo p:140")
        assert isinstance(rep.app.screen, LineDialog)
        await rep.press("escape")
        assert names(sales) == ["Prospecting", "Qualification", "Demo", "Proposal", "Negotiation"]


async def test_b34_a_stage_is_removed_with_a_destination_and_merged(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        shown = await editor(rep)
        await at(rep, shown, "Demo")
        await rep.press("x")
        assert isinstance(rep.app.screen, PickDialog)  # Mirai stands in it
        await rep.press("3")
        assert reads.card(sales, 4).stage == "Proposal"
        assert "Demo" not in names(sales)
        await at(rep, shown, "Proposal")
        await rep.press("m", "1")
        assert reads.card(sales, 4).stage == "Prospecting"
        await at(rep, shown, "Negotiation")
        await rep.press("x")  # nothing stands in it, so nothing is asked
        assert names(sales) == ["Prospecting", "Qualification"]
        await at(rep, shown, "Prospecting")
        await rep.press("x", "1")
        assert isinstance(rep.app.screen, ConfirmDialog)  # four deals
        await rep.press("y")
        assert names(sales) == ["Qualification"]
        await rep.press("x")
        assert "last stage" in shown.query_one(StatusBar).message or isinstance(rep.app.screen, PickDialog)


async def test_b34_criteria_are_a_text_and_a_checklist_on_the_way(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        shown = await editor(rep)
        await at(rep, shown, "Demo")
        await rep.press("c")
        rep.app.screen.query_one(TextArea).text = "they saw it\nbudget is named\n"
        await rep.press("ctrl+s", "escape")
        await rep.app.show_deal(4).wait()
        await rep.settle()
        assert rep.card.id == 4
        await rep.press("greater_than_sign")
        assert isinstance(rep.app.screen, ChecklistDialog)
        await rep.press("escape")
        assert reads.card(sales, 4).stage == "Demo"
        await rep.press("greater_than_sign", "space", "enter")
        assert reads.card(sales, 4).stage == "Proposal"
        met = "SELECT count(*) FROM deal_criterion"
        assert sales.store.connection.execute(met).fetchone() == (1,)
        service.undo(sales)  # the tick and the move are one step
        assert reads.card(sales, 4).stage == "Demo"
        assert sales.store.connection.execute(met).fetchone() == (0,)


async def test_b34_a_pipeline_is_added_made_the_default_and_removed(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        shown = await editor(rep)
        await rep.press("A")
        await entered(rep, "Renewals like short")
        assert names(sales, 2) == ["Prospecting", "Qualification", "Connecting", "Closing"]
        assert shown.line is not None
        assert (shown.line.pipeline.name, shown.line.stage) == ("Renewals", None), "on what is new, as after a stage"
        await rep.press("K")
        assert [*reads.pipelines(sales).names.values()] == ["Renewals", "Sales"]
        await rep.press("d", "r")
        await entered(rep, "Second year")
        here = reads.pipelines(sales)
        assert here.names[here.default_pipeline] == "Second year"
        await rep.press("x")
        assert [*reads.pipelines(sales).names.values()] == ["Sales"]


async def test_b34_a_key_switches_the_pipeline_of_the_board_and_it_is_remembered(two: Workspace, opened: Opens) -> None:
    async with opened(two) as rep:
        await rep.press("2")
        assert note(rep).startswith("Sales")
        await rep.press("backslash")
        assert note(rep).startswith("Renewals")
        assert [deal for column in rep.titles for deal in column] == ["Initech renewal"]
        await rep.press("a")
        await rep.type("Hooli renewal 3k")
        await rep.press("enter", "escape")
        assert (rep.deal(6).pipeline, rep.deal(6).stage) == ("Renewals", "Prospecting")
        await rep.press("backslash")
        assert note(rep).startswith("all pipelines")
        assert heads(rep)[4:6] == [("Sales", "Negotiation"), ("Renewals", "Prospecting")]
        await rep.app.liking.written()
    async with opened(two) as rep:
        await rep.press("2")
        assert note(rep).startswith("all pipelines")
        await rep.press("backslash")
        assert note(rep).startswith("Sales")


async def test_b34_a_key_typed_behind_it_is_meant_for_the_pipeline_that_comes(two: Workspace, opened: Opens) -> None:
    async with opened(two) as rep:
        await rep.press("2")
        before = {card.id: card.stage for card in reads.cards(two)}
        at_once(rep.app, "backslash", "greater_than_sign")
        await all_taken(rep)
        moved = [card for card in reads.cards(two) if card.stage != before[card.id]]
        assert [(card.pipeline, card.title) for card in moved] == [("Renewals", "Initech renewal")]


async def test_b34_the_key_twice_is_two_pipelines_on_before_either_was_read(two: Workspace, opened: Opens) -> None:
    async with opened(two) as rep:
        await rep.press("2")
        board = rep.app.screen
        assert isinstance(board, BoardScreen)
        board.action_pipeline()
        board.action_pipeline()
        await rep.settle()
        assert note(rep).startswith("all pipelines")


async def test_b34_today_shows_all_pipelines_or_one(two: Workspace, opened: Opens) -> None:
    def shown(rep: Rep) -> list[str]:
        return sorted(title for column in rep.titles for title in column)

    async with opened(two) as rep:
        await rep.press("1")
        assert note(rep).startswith("all pipelines")
        assert len(shown(rep)) == 5
        await rep.press("backslash", "backslash")
        assert note(rep).startswith("Renewals")
        assert shown(rep) == ["Initech renewal"]
        await rep.press("2")
        assert note(rep).startswith("Sales")  # the board has a choice of its own


async def test_b34_with_one_pipeline_the_key_says_so(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("2", "backslash")
        assert rep.message == "there is one pipeline · % adds another"
        assert note(rep).startswith("5 open €34k")


async def test_b34_a_deal_is_moved_to_another_pipeline(two: Workspace, opened: Opens) -> None:
    async with opened(two) as rep:
        await rep.press("2")
        number = rep.card.id
        await rep.press("m", "c")  # the third stage of the other pipeline
        assert (rep.deal(number).pipeline, rep.deal(number).stage) == ("Renewals", "Connecting")
        await rep.press("escape", "u")
        assert rep.deal(number).pipeline == "Sales"


async def test_b34_a_pipeline_that_goes_elsewhere_leaves_the_default_one(two: Workspace, opened: Opens) -> None:
    async with opened(two) as rep:
        await rep.press("2", "backslash")
        pipelines.remove(two, 2, 1)
        rep.app.worker.reader.forget()
        rep.app.worker.reread()
        await rep.settle()
        assert [name for _, name in heads(rep)] == names(two)
        assert any("Initech renewal" in column for column in rep.titles)


GESTURES: dict[str, Callable[[Workspace], Any]] = {
    "a stage": lambda at: stages.add(at, 1, "New"),
    "a percentage": lambda at: stages.change(at, 1, StageEdit(probability=77)),
    "a criterion": lambda at: stages.add_criterion(at, 1, "said yes"),
}


@pytest.mark.parametrize("what", GESTURES)
async def test_b34_what_is_bent_in_the_shell_shows_in_the_app(sales: Workspace, opened: Opens, what: str) -> None:
    async with opened(sales) as rep:
        await rep.press("2")
        before = rep.app.snapshot
        rep.app.worker.submit(GESTURES[what])
        await rep.settle()
        assert rep.app.snapshot.pipelines != before.pipelines or rep.app.snapshot.checked == {1}


async def test_so_many_deals_are_counted_with_commas(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        shown = await editor(rep)
        for line in shown._lines:
            inside = (line.stage or line.pipeline).inside._replace(deals=1589)
            many = line._replace(stage=line.stage and line.stage._replace(inside=inside))
            many = many._replace(pipeline=many.pipeline._replace(inside=inside))
            assert "1,589" in rows([many], 80)[0].plain


async def test_where_there_is_room_a_stage_tells_what_should_be_true_before_it_is_left(
    sales: Workspace, opened: Opens
) -> None:
    stages.add_criterion(sales, 1, "the budget is named by somebody who may sign")
    async with opened(sales) as rep:
        shown = await editor(rep)
        for width in range(60, 140):
            told = [line.plain for line in rows(shown._lines, width)]
            assert max(map(cell_width, told)) <= width
            whole = told[1].endswith("before it leaves: the budget is named by somebody who may sign")
            assert whole or told[1].endswith(("…", "k")), told[1]
        assert whole


async def test_how_many_deals_of_a_stage_are_open_is_told_where_others_go_along(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        shown = await editor(rep)
        stage = next(line.stage for line in shown._lines if line.stage is not None)
        assert (shown._counted(2, [stage.stage.id]), stage.inside.deals) == ("2 deals", 2)
        assert shown._counted(3, [stage.stage.id]) == "3 deals (2 open)"


@pytest.mark.parametrize("ground", ["pipetui-dark", "pipetui-light"])
async def test_the_cursor_of_the_list_of_stages_is_a_bar_at_its_edge_too(
    sales: Workspace, opened: Opens, ground: str
) -> None:
    async with opened(sales) as rep:
        shown = await editor(rep)
        rep.app.theme = ground
        await at(rep, shown, "Demo")
        lines = [shown.query_one(StageList).render_line(y).text for y in range(6)]
        assert [line.startswith("▌") for line in lines] == ["Demo" in line for line in lines]
