"""The sheets: in and out of what happened, entries corrected, from deal to deal, several steps, the clipboard."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from threading import Event

import pytest

from pipetui import service
from pipetui.domain.custom_fields import CustomValue
from pipetui.domain.dates.when import Due
from pipetui.domain.line.quick_line import TouchLine
from pipetui.render import cell_width
from pipetui.service import Workspace, reads
from pipetui.tui.screens.party_sheet import PartySheetScreen
from pipetui.tui.screens.sheet import SheetScreen
from pipetui.tui.widgets import session_pane
from pipetui.tui.widgets.deal_facts import chips, deal, money_lines, sums
from pipetui.tui.widgets.paper import Box
from pipetui.tui.widgets.pressable import content
from pipetui.tui.widgets.timeline import Timeline
from tests.tui.conftest import Opens, Rep
from tests.tui.test_type_ahead import at_once


def texts(rep: Rep) -> list[str]:
    """What the entries shown say."""
    return [item.text for item in rep.screen.query_one(Timeline).entries]


async def test_an_entry_is_corrected_and_taken_out_where_it_stands(sales: Workspace, opened: Opens) -> None:
    service.log(sales, [1], TouchLine("call", "no answer", text="rang twice"))
    service.note(sales, [1], "they decide in May")
    async with opened(sales) as rep:
        rep.app.push_sheet(rep.deal(1))
        await rep.settle()
        assert texts(rep)[:2] == ["rang twice", "they decide in May"]
        await rep.press("down", "e")
        await rep.type(" and again")
        await rep.press("ctrl+s")
        assert texts(rep)[0] == "rang twice and again"
        await rep.press("delete")
        assert texts(rep)[0] == "they decide in May"
        await rep.press("u", "slash", "slash")
        assert texts(rep) == ["they decide in May"]
        await rep.press("up", "e")  # above the first entry the keys are the deal's again
        assert rep.app.screen.query("#field-title")


async def test_what_the_program_wrote_is_not_edited_and_says_why(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        rep.app.push_sheet(rep.deal(2))
        await rep.settle()
        await rep.press("down", "X")
        assert rep.message == "only what was logged or noted is edited"


async def test_next_and_previous_deal_of_the_list_and_back_along_the_sheets(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("3")
        listed = rep.screen.listed
        await rep.press("enter", "J", "J")
        assert rep.card.id == listed[2]
        await rep.press("K", "left_parenthesis", "left_parenthesis")
        assert rep.card.id == listed[1]
        await rep.press("right_parenthesis")
        assert rep.card.id == listed[2]
        await rep.press("escape")
        assert rep.card.id == listed[2]
        await rep.press("left_parenthesis")
        assert isinstance(rep.app.screen, SheetScreen)
        await rep.press("escape")
        rep.app.worker.submit(service.win, listed[1:3])  # they have to be read then before they are shown
        await rep.settle()
        free = Event()  # until then the book is busy with something else
        busy = asyncio.ensure_future(rep.app.worker.ask(lambda _: free.wait()))
        at_once(rep.app, "left_parenthesis", "left_parenthesis")
        for _ in range(10):
            await rep.pilot.pause()
        free.set()
        await busy
        await rep.settle()
        assert [type(one) for one in rep.app.screen_stack].count(SheetScreen) == 1
        assert rep.card.id == listed[1]


async def test_one_of_several_steps_is_done_by_its_key(sales: Workspace, opened: Opens) -> None:
    today = sales.now().date()
    service.plan(sales, [1], Due(today.replace(year=today.year + 1), None), "look back")
    async with opened(sales) as rep:
        rep.app.push_sheet(rep.deal(1))
        await rep.settle()
        await rep.press("equals_sign", "2", "d")
        assert [step.what for step in reads.sheet(sales, 1).follow_ups] == [""]


async def test_what_is_copied_is_chosen_by_a_key(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(sales) as rep:
        copied: list[str] = []
        monkeypatch.setattr(rep.app, "copy_to_clipboard", copied.append)
        rep.app.push_sheet(rep.deal(1))
        await rep.settle()
        await rep.press("Y", "m")
        await rep.press("Y", "t")
        assert copied == ["ann@acme.example", "Acme rollout"]


async def test_no_rule_is_shown_as_it_is_written_and_a_chip_answers_a_click(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        rep.app.push_sheet(rep.deal(1))
        await rep.settle()
        await rep.press("enter")
        deal = rep.screen.query_one("#deal", Box)
        assert "value over 10k" in str(deal.content)
        assert "value.over" not in str(deal.content)
        row = next(place for place, line in enumerate(str(deal.content).splitlines()) if line.startswith(" B ?"))
        await rep.pilot.click(deal, offset=(3, row + 1))
        await rep.settle()
        assert reads.card(sales, 1).answers[0] == "yes"


async def test_somebodys_deals_lead_down_into_what_happened_and_on_to_the_next_person(
    sales: Workspace, opened: Opens
) -> None:
    service.add_person(sales, "Zoe", ())
    service.log(sales, [1], TouchLine("call", "reached"))
    async with opened(sales) as rep:
        await rep.press("4", "enter")
        screen = rep.app.screen
        assert isinstance(screen, PartySheetScreen)
        await rep.press("down", "e")
        await rep.type("as agreed")
        await rep.press("ctrl+s")
        assert reads.sheet(sales, 1).timeline[0].text == "as agreed"
        await rep.press("J")
        assert screen.selected.name == "Zoe"


def test_no_figure_is_cut_by_the_key_that_stands_beside_it(sales: Workspace) -> None:
    sheet = reads.sheet(sales, 1)
    figures = content(sums(sheet, "", unfolded=False, width=80)).plain.strip()
    assert "intent" in figures
    for width in range(len(figures) + len(" ▸"), 80):
        text = content(sums(sheet, "Enter", unfolded=False, width=width)).plain
        assert figures in text, (width, text)
        assert text.endswith(("▸", "▸ Enter"))


def test_no_amount_is_cut_where_the_pane_is_narrow(sales: Workspace) -> None:
    sheet = reads.sheet(sales, 1)
    for width in range(24, 80):
        for column in (9, min(24, width * 2 // 5)):
            text = content(money_lines(sheet, sales.now(), width, column)).plain
            assert [amount for amount in ("€12,000", "€7,200") if amount not in text] == [], (width, text)


def test_what_is_told_of_a_deal_stands_in_one_column_also_under_long_names(sales: Workspace) -> None:
    sheet = reads.sheet(sales, 1)
    own = CustomValue(1, "contract-end", "text", "in May")
    sheet = sheet._replace(card=sheet.card._replace(custom=(own,), source="fair"))
    lines = content(deal(sheet, sales.now(), 58, opens="o", changes="I", key="", unfolded=False)).plain.splitlines()
    begins = {line.index(value) for line in lines for value in ("€12,000", "fair", "in May") if value in line}
    assert begins == {len("contract-end ")}


def test_answers_that_are_old_say_so_in_one_line(sales: Workspace) -> None:
    sheet, long_ago = reads.sheet(sales, 1), sales.now() - timedelta(days=411)
    old = tuple(one._replace(answer="yes", answered_at=long_ago, stale=True) for one in sheet.qualification)
    for width, told in (
        (80, " Budget ✓  411 d   Authority ✓  411 d   Need ✓  411 d   Timing ✓  411 d"),
        (44, " B ✓  411 d   A ✓  411 d   N ✓  411 d   T ✓  411 d"),
        (36, " B ✓    A ✓    N ✓    T ✓   411 d"),
    ):
        line = content(chips(sheet._replace(qualification=old), sales.now(), width)).plain
        assert line == told or cell_width(told) > width
        assert cell_width(line) <= width, (width, line)


def test_who_is_called_is_told_whole_beside_a_large_number(sales: Workspace) -> None:
    ann = (
        reads.sheet(sales, 1)
        .people[0]
        ._replace(
            name="Bartholomäus Schmidt-Krüger",
            job_title="Senior Vice President of Procurement",
            role="champion",
            phone="+49 211 555 0237",
            email="bartholomaeus@packing.example",
        )
    )
    sheet = reads.sheet(sales, 1)._replace(people=(ann,))
    for width in (76, 140):
        text = content(session_pane.phone(sheet, width, "e")).plain
        for part in (ann.name, f"{ann.job_title}, {ann.role}", ann.phone, ann.email):
            assert part in text, (width, text)
        assert max(map(cell_width, text.splitlines())) <= width
