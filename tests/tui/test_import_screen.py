"""The import screen: what files are understood as, corrected by keys, tried, imported, taken back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from pipetui.exchange import told_columns
from pipetui.exchange.plan import Cancelled, Options, plan
from pipetui.exchange.preview import preview
from pipetui.exchange.receipt import Figures, Receipt, StandingPlace, Sum
from pipetui.render import cell_width
from pipetui.service import Workspace, reads
from pipetui.store import import_mappings
from pipetui.tui.dialogs.import_path import ImportPathDialog
from pipetui.tui.dialogs.person import PickDialog
from pipetui.tui.import_panels import oddities, stages, standing
from pipetui.tui.import_receipt import receipt_table
from pipetui.tui.screens.import_screen import DONE, MAPPING, TRIED, ImportScreen
from pipetui.tui.widgets.bars import StatusBar
from pipetui.tui.widgets.paper import Box
from pipetui.tui.widgets.pressable import content
from pipetui.tui.widgets.welcome import Welcome
from tests.tui.conftest import Opens, Rep

DEALS = (
    "Deal Name,Company,Deal Stage,Amount,Close Date,Region\n"
    "Crane,Harbour,Demo,100,13/12/2027,North\nPump,Fjord,Signed,50,,\nTotal,,,150,,\n"
)


def written(folder: Path, text: str = DEALS, name: str = "deals.csv") -> Path:
    (folder / name).write_text(text)
    return folder / name


async def enter(rep: Rep, path: Path) -> None:
    """Type a path where it is asked for."""
    rep.app.action_import_file()
    await rep.settle()
    rep.app.screen.query_one(Input).value = str(path)
    await rep.press("enter")


async def choose(rep: Rep, path: Path) -> ImportScreen:
    """Open the screen on a path."""
    await enter(rep, path)
    screen = rep.app.screen
    assert isinstance(screen, ImportScreen)
    await rep.until(lambda: not screen.under_way)
    return screen


def columns(screen: ImportScreen) -> list[tuple[str, str]]:
    return [(row.heading, row.becomes) for row in screen._rows if row]


def page(screen: ImportScreen) -> str:
    return str(screen.query_one("#text", Static).content)


def test_a_long_sample_says_that_it_goes_on(workspace: Workspace, tmp_path: Path) -> None:
    remark = " ".join(f"word{number}" for number in range(20))
    made = plan(workspace, written(tmp_path, f"Title,Company,Remarks\nCrane,Harbour,{remark}\n"), Options())
    (sample,) = made.sources[0].survey.columns[2].samples
    assert (sample[:11], sample[-1], len(sample) <= 60) == ("word0 word1", "…", True)


def said(screen: ImportScreen) -> str:
    return screen.query_one(StatusBar).message


async def test_a_file_is_understood_tried_imported_and_taken_back(
    workspace: Workspace, opened: Opens, tmp_path: Path
) -> None:
    async with opened(workspace, size=(120, 36)) as rep:
        await rep.press("2", "i")
        assert isinstance(rep.app.screen, ImportPathDialog)
        await rep.press("escape")
        screen = await choose(rep, written(tmp_path))
        assert (
            columns(screen)
            == [
                ("Deal Name", "title"),
                ("Company", "organization"),
                ("Deal Stage", "stage"),
                ("Amount", "value"),
                ("Close Date", "close"),
                ("Region", "region"),
            ]
            or dict(columns(screen))["Deal Name"] == "title"
        )
        beside = {box.id: str(box.content) for box in screen.query(Box)}
        assert "Crane" in beside["standing"] and "organization Harbour" in beside["standing"]
        assert "“50” names no currency" in beside["odd"] or "“100” names no currency" in beside["odd"]
        assert "  0 %  Signed" in beside["stages"]
        await rep.press("i")
        await rep.until(lambda: screen.phase == TRIED)
        assert "2 new" in page(screen)
        assert "Crane · Harbour" in page(screen)
        assert "total" in page(screen)
        assert reads.cards(workspace) == []
        broad = str(screen.query_one("#headings", Static).content)
        await rep.press("escape")
        assert str(screen.query_one("#headings", Static).content) == broad
        await rep.press("i")
        await rep.until(lambda: screen.phase == DONE)
        assert "The files and the book have the same figures" in page(screen)
        assert {card.title for card in reads.cards(workspace)} == {"Crane", "Pump"}
        await rep.press("i")
        assert said(screen) == "it is imported"
        await rep.press("u")
        assert reads.cards(workspace) == []
        await rep.press("escape")
        assert not isinstance(rep.app.screen, ImportScreen)


async def test_a_column_is_corrected_by_a_few_letters_left_out_and_kept_by_name(
    workspace: Workspace, opened: Opens, tmp_path: Path
) -> None:
    path = written(tmp_path, "Deal Name,Company,Remarks so far,Stage\nCrane,Harbour,call,Demo\n")
    async with opened(workspace) as rep:
        screen = await choose(rep, path)
        before = columns(screen)
        assert dict(before)["Remarks so far"] == "field of your own"
        await rep.press("j", "enter", "enter")  # Enter on what it is leaves it so
        assert (columns(screen), screen.options) == (before, Options())
        await rep.press("j", "enter")
        await rep.type("note")
        await rep.press("enter")
        await rep.until(lambda: not screen.under_way)
        assert dict(columns(screen))["Remarks so far"] == "note"
        await rep.press("j", "x")
        await rep.until(lambda: not screen.under_way)
        assert dict(columns(screen)) == {
            "Deal Name": "title",
            "Company": "organization",
            "Remarks so far": "note",
            "Stage": "left out",
        }
        await rep.press("x")
        await rep.until(lambda: not screen.under_way)
        assert dict(columns(screen))["Stage"] == "field of your own"
        await rep.press("n")
        await rep.until(lambda: not screen.under_way)
        assert dict(columns(screen))["Stage"] == "note"
        await rep.press("s")
        await rep.type("mine")
        await rep.press("enter")
        await rep.until(lambda: import_mappings.names(workspace.store.connection) == ["mine"])
        await rep.press("escape")
        screen = await choose(rep, path)
        await rep.press("l")
        await rep.press("enter")
        await rep.until(lambda: not screen.under_way and dict(columns(screen)).get("Remarks so far") == "note")


async def test_esc_stops_what_is_under_way_and_nothing_of_it_stays(
    workspace: Workspace, opened: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(screen: ImportScreen, done: int, of: int) -> None:
        raise Cancelled

    async with opened(workspace) as rep:
        screen = await choose(rep, written(tmp_path))
        with monkeypatch.context() as patch:
            patch.setattr(ImportScreen, "_done", stopped)
            await rep.press("d")
            await rep.until(lambda: not screen.under_way)
            assert screen.phase == MAPPING
        await rep.press("d")
        await rep.until(lambda: screen.phase == TRIED)
        monkeypatch.setattr(ImportScreen, "_done", stopped)
        await rep.press("i")
        await rep.until(lambda: not screen.under_way)
        assert "nothing of it is in the book" in said(screen)
        assert reads.cards(workspace) == []
        screen.under_way, screen._stops = "importing", True
        await rep.press("escape")
        assert screen._stopped
        assert rep.app.screen is screen
        screen.under_way = ""


async def test_what_is_not_sure_is_asked(workspace: Workspace, opened: Opens, tmp_path: Path) -> None:
    async with opened(workspace) as rep:
        await enter(rep, written(tmp_path, "Alpha,Beta\none,two\n"))
        await rep.until(lambda: isinstance(rep.app.screen, PickDialog))
        await rep.press("escape")
        await rep.until(lambda: len(rep.app.screen_stack) == 1)


async def test_a_path_that_cannot_be_one_is_refused(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        rep.app.action_import_file()
        await rep.settle()
        for text in ("~nobody-here/x.csv", "x" * 5000, "\0"):
            rep.app.screen.query_one(Input).value = text
            await rep.press("enter")
            assert "no such file" in str(rep.app.screen.query_one("#offered", Static).content)
        await rep.press("escape")
        assert len(rep.app.screen_stack) == 1


async def test_the_book_itself_is_not_imported_by_any_name(sales: Workspace, opened: Opens, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(sales.store.path)
    os.mkfifo(tmp_path / "pipe.csv")
    async with opened(sales) as rep:
        await enter(rep, link)
        await rep.until(lambda: len(rep.app.screen_stack) == 1)
        notices = " ".join(notice.title for notice in rep.app._notifications)
        assert "is the book itself" in notices + rep.message
        rep.app.action_import_file()
        await rep.settle()
        rep.app.screen.query_one(Input).value = str(tmp_path / "pipe.csv")
        await rep.press("enter")
        assert "no such file" in str(rep.app.screen.query_one("#offered", Static).content)


def test_the_first_rows_and_what_is_odd_are_told_before_anything_is_tried(workspace: Workspace, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Deal Name,Company,Deal Stage,Amount,Close Date,Region\n,,Demo,1,,\nCrane,Harbour,Demo,abc,13/12/2027,North\n"
        + "".join(f"Deal {n},Fjord,Demo,{n},,\n" for n in range(2_100)),
    )
    planned = plan(workspace, path, Options(), judge=False)
    seen = preview(planned)
    assert (len(seen.rows[0]), seen.failed, seen.whole) == (5, 1, False)
    assert dict(seen.rows[0][0]) == {
        "title": "Crane",
        "organization": "Harbour",
        "stage": "Demo",
        "status": "open",
        "close": "2027-12-13",
        "note": "Amount: abc",
        "Region": "North",
    }
    assert any("no amount" in said for said in seen.warnings)
    assert reads.cards(workspace) == []
    shown = [" ".join(bit.text for bit in line) for line in standing(seen.rows[0], "close", 40, 20)]
    assert max(map(len, shown)) <= 60 and len(shown) <= 20
    assert any("close" in line and "2027-12-13" in line for line in shown)
    for narrow in range(1, 30):  # whatever the window is
        standing(seen.rows[0], "close", narrow, 3)
        oddities(planned, seen, narrow, 2)
        stages(planned, narrow, 2)
    assert "1 row cannot be read" in str(oddities(planned, seen, 80, 9))


def test_a_receipt_is_red_where_the_sides_differ() -> None:
    place = StandingPlace("Sales", "Demo", "open", "EUR")
    file = Figures({place: Sum(2, 15000)}, {("won", "2026-05"): 1}, {"people": 3, "notes": 0})
    book = Figures({place: Sum(2, 15000)}, {("won", "2026-05"): 2}, {"people": 3, "notes": 0})
    parts = [(text.split(), style) for text, style in receipt_table(Receipt(file, book), 80)]
    assert parts == [
        (["files", "book"], "$dim"),
        (["Sales", "·", "Demo", "open", "2", "·", "€150", "2", "·", "€150", "="], ""),
        (["2026-05", "won", "1", "2", "≠"], "bold $bad"),
        (["people", "3", "3", "="], ""),
    ]


async def test_an_empty_book_offers_it(workspace: Workspace, opened: Opens) -> None:
    async with opened(workspace) as rep:
        assert "import what you have" in str(rep.screen.query_one(Welcome).content)


def test_what_is_told_of_columns_never_feeds_a_field_twice(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "Deal Name,Email,Other Email,Amount,Price\nCrane,a@x.example,b@x.example,1,2\n")

    def read(options: Options) -> dict[str, str]:
        source = plan(workspace, path, options, judge=False).sources[0]
        return {column.heading: column.field for column in source.columns}

    source = plan(workspace, path, Options(), judge=False).sources[0]
    assert read(Options())["Amount"] == "value"
    options = told_columns.mapped(Options(), source, "Price", "value")
    assert read(options)["Price"] == "value"
    assert "Amount" not in read(options)
    options = told_columns.unmapped(Options(), source, "Email", left_out=True)
    found = read(options)
    assert "Email" not in found
    assert found.get("Other Email", "email") == "email"


def test_a_long_value_stands_whole_among_the_rows_where_there_are_lines_for_it() -> None:
    long = "Nordrhein-Westfälische Gesellschaft für Verpackungs- und Lagertechnik mbH & Co. KG"
    row = (("title", "Crane"), ("value", "€80"), ("stage", "Demo"), ("organization", long), ("next_on", "2027-01-02"))
    for width in range(30, 120):
        text = content(standing([row], "organization", width, 20)).plain
        assert long.replace(" ", "") in text.replace(" ", "").replace("\n", ""), width
        assert max(map(cell_width, text.splitlines())) <= width
    few = content(standing([row], "organization", 40, 3)).plain.splitlines()
    assert len(few) <= 3 and few[-1].endswith("…")


async def test_the_cursor_moves_also_while_what_was_read_anew_is_not_listed_yet(
    sales: Workspace, opened: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(sales) as rep:
        screen = await choose(rep, written(tmp_path))
        before = screen.plan
        with monkeypatch.context() as late:
            late.setattr(ImportScreen, "_fit", lambda self: None)
            await rep.press("x")
            await rep.until(lambda: screen.plan is not before and not screen.under_way)
            await rep.press("down")
        screen._fit()
        await rep.settle()
        assert columns(screen)[0] == ("Deal Name", "left out")
        assert rep.app.is_running and "Fjord" in str(screen.query_one("#standing", Box).content)
