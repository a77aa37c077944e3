"""People and organizations in the app."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from pipetui import paths, service
from pipetui.domain.line import quick_line
from pipetui.domain.line.quick_line import TouchLine
from pipetui.domain.party_kinds import PERSON
from pipetui.render import cell_width
from pipetui.service import Workspace, reads
from pipetui.store.store import Store
from pipetui.tui.dialogs import NoteDialog, PartyDialog, TouchDialog
from pipetui.tui.dialogs.person import FindDialog, PickDialog
from pipetui.tui.dialogs.typed_name import TypedNameDialog
from pipetui.tui.screens import people
from pipetui.tui.screens.party_sheet import PartySheetScreen
from pipetui.tui.screens.people import PartyListScreen, PeopleScreen
from pipetui.tui.screens.sheet import SheetScreen
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.choices import Choices
from pipetui.tui.widgets.pane_lines import PaneKeys, side
from pipetui.tui.widgets.party_facts import staff
from pipetui.tui.widgets.party_pane import pane_lines, peek_lines
from pipetui.tui.widgets.people_list import COLUMNS, PartyHead, PartyList, PartyTable
from pipetui.tui.widgets.pieces import Heading
from pipetui.tui.widgets.pressable import content
from pipetui.tui.widgets.their_deals import TheirDeals
from pipetui.views_people import PersonRow, Unread
from tests.tui.conftest import Opens, Rep


@pytest.fixture
def parties(sales: Workspace) -> Workspace:
    """The five deals; Ann is on Acme's, Kim Park on Globex's, where Bob works too."""
    service.add_person(sales, "Kim Park", [("org", "Globex"), ("role", "champion@2"), ("phone", "+49 30 1234567")])
    service.add_person(sales, "Bob [b]Alvarez", [("org", "Globex"), ("email", "bob@globex.example")])
    return sales


@pytest.fixture(autouse=True)
def kept_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed and not taken is kept in a file; here it goes with the test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def shown(rep: Rep) -> list[str]:
    return [row.name for row in rep.app.screen.query_one(PartyList).rows if not isinstance(row, Heading)]


def under_cursor(rep: Rep) -> str:
    row = rep.app.screen.query_one(PartyList).selected
    return row.name if row else ""


async def test_people_are_filtered_as_one_types(parties: Workspace, opened: Opens) -> None:
    async with opened(parties) as rep:
        await rep.press("4")
        assert shown(rep) == ["Ann", "Bob [b]Alvarez", "Kim Park"]
        await rep.press("slash")
        await rep.type("globex 1234")
        assert shown(rep) == ["Kim Park"]
        await rep.press("enter", "escape")
        assert shown(rep) == ["Ann", "Bob [b]Alvarez", "Kim Park"]
        assert under_cursor(rep) == "Kim Park"


async def test_the_list_is_put_in_order_by_any_column_by_key_and_by_click(parties: Workspace, opened: Opens) -> None:
    async with opened(parties) as rep:
        await rep.press("4", "semicolon")
        assert shown(rep) == ["Kim Park", "Bob [b]Alvarez", "Ann"]
        await rep.press(
            "semicolon", "G", "comma", "comma", "semicolon"
        )  # by organization, the other way round; the cursor goes along
        assert shown(rep) == ["Bob [b]Alvarez", "Kim Park", "Ann"]
        assert under_cursor(rep) == "Kim Park"
        await rep.pilot.click(PartyHead, offset=(3, 0))
        await rep.settle()
        assert shown(rep) == ["Ann", "Bob [b]Alvarez", "Kim Park"]


async def test_the_list_is_put_in_order_where_there_is_no_room_for_any_column(
    parties: Workspace, opened: Opens
) -> None:
    async with opened(parties, size=(1, 1)) as rep:
        await rep.press("4", "comma", "comma", "semicolon")
        await rep.pilot.resize_terminal(80, 30)
        await rep.settle()
        assert shown(rep) == ["Bob [b]Alvarez", "Kim Park", "Ann"]  # by organization, the other way round
        await rep.pilot.resize_terminal(1, 1)
        await rep.press("3", "comma", "semicolon")


async def test_a_column_has_a_key_that_orders_the_list_by_it_also_where_it_is_not_shown(
    parties: Workspace, opened: Opens
) -> None:
    async with opened(parties, size=(80, 30)) as rep:
        await rep.press("4", "quotation_mark", "n")
        assert shown(rep) == ["Kim Park", "Bob [b]Alvarez", "Ann"]  # by name already: the other way round
        assert rep.app.screen.query_one(PartyTable).order == ""
        await rep.press("quotation_mark", "t")
        assert rep.app.screen.query_one(PartyTable).order == "Title ▾"
        await rep.press("quotation_mark", "n")
        assert shown(rep) == ["Ann", "Bob [b]Alvarez", "Kim Park"]


def test_how_long_ago_somebody_was_in_touch_is_told_as_everywhere_else() -> None:
    (touch,) = [column for column in COLUMNS[PERSON] if column.by == "touch"]
    today = date(2026, 11, 24)
    at = [None, *(datetime(2026, 11, 24, 9, tzinfo=UTC) - timedelta(days=days) for days in (0, 5, 619, 800))]
    rows = [PersonRow(1, "Ann", "", None, "", "", "", 0, (), one) for one in at]
    assert [touch.text(row, today) for row in rows] == ["", "today", "5 d ago", "619 d ago", "2 y ago"]


async def test_of_a_long_list_those_are_read_who_come_near(
    parties: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "_PAGE", 80)
    monkeypatch.setattr(people, "_NEAR", 10)
    names = [f"Zoe {place:03}" for place in range(400)]
    with parties.store.unjournaled():
        parties.store.connection.executemany(
            "INSERT INTO person (name, key, created_at) VALUES (?, ?, '2026-11-01T10:00:00Z')",
            [(name, name.casefold()) for name in names],
        )
    async with opened(parties) as rep:
        await rep.press("4")
        rows = rep.app.screen.query_one(PartyList)
        assert rep.app.screen.query_one(TopBar).note == "403 people"
        assert sum(isinstance(row, Unread) for row in rows.rows) > 300
        for key in ("G", "i"):  # typed in one go: the note is meant for the one who is still to be read
            rep.app.simulate_key(key)
        await rep.settle()
        await rep.settle()
        assert isinstance(rep.app.screen, NoteDialog)
        await rep.press("escape")
        assert under_cursor(rep) == "Zoe 399"
        rows.scroll_to(y=200, animate=False)
        await rep.settle()
        seen = range(rows.scroll_offset.y, rows.scroll_offset.y + rows.size.height)
        assert [row for row in (rows.rows[place] for place in seen) if isinstance(row, Unread)] == []
        assert any(isinstance(row, Unread) for row in rows.rows)
        await rep.press("slash")
        await rep.type("zoe 100")
        assert shown(rep) == ["Zoe 100"]
        await rep.press("enter", "escape")
        assert under_cursor(rep) == "Zoe 100"
        assert rep.app.screen.query_one(TopBar).note == "403 people"
        await rep.press("n")
        await rep.type("Zoe 200b")
        await rep.press("enter")
        assert under_cursor(rep) == "Zoe 200b"


async def test_a_touch_with_somebody_shows_on_their_deal(parties: Workspace, opened: Opens) -> None:
    async with opened(parties) as rep:
        await rep.press("4", "c")
        assert isinstance(rep.app.screen, TouchDialog)
        await rep.press("r")
        assert rep.deal(1).last_touch_at == parties.now()
        here = rep.app.screen.query(PartyList).first().selected
        assert here is not None and here.last_touch_at == parties.now()


async def test_of_several_open_deals_the_rep_chooses_one(parties: Workspace, opened: Opens) -> None:
    service.edit_person(parties, reads.find_person(parties, "kim"), [("role", "@3")])
    async with opened(parties) as rep:
        await rep.press("4", "G", "c", "2", "n", "escape")
        assert rep.deal(2).last_touch_at is None
        assert rep.deal(3).last_touch_at == parties.now()
        await rep.press("t", "3", "e", "r")
        assert reads.sheet(parties, 2).timeline[0].headline == "email · reached"
        assert rep.deal(2).last_touch_at is None


async def test_keys_typed_ahead_wait_for_the_list_and_for_each_question(parties: Workspace, opened: Opens) -> None:
    service.edit_person(parties, reads.find_person(parties, "kim"), [("role", "@3")])
    async with opened(parties) as rep:
        for key in ("4", "G", "t", "2", "c", "r"):
            rep.app.simulate_key(key)
        await rep.settle()
        await rep.settle()
        assert reads.sheet(parties, 3).timeline[0].headline == "call · reached"


async def test_the_form_edits_adds_and_says_what_is_wrong(parties: Workspace, opened: Opens) -> None:
    async with opened(parties) as rep:
        await rep.press("4", "e")
        form = rep.app.screen
        assert isinstance(form, PartyDialog)
        emails = form.query_one("#field-emails", Input)
        emails.value = "no address"
        await rep.press("enter")
        assert "is not an e-mail" in str(form.query_one("#error-emails").render())
        emails.value = "lee@acme.example, ann@acme.example"
        await rep.press("enter")
        assert reads.person(parties, 1).row.email == "lee@acme.example"
        await rep.press("u")
        assert reads.person(parties, 1).row.email == "ann@acme.example"
        await rep.press("n")
        await rep.type("Zoe")
        await rep.press("enter")
        assert under_cursor(rep) == "Zoe"


async def test_enter_opens_the_sheet_and_there_the_deal(parties: Workspace, opened: Opens) -> None:
    async with opened(parties) as rep:
        await rep.press("4", "G", "enter")
        assert isinstance(rep.app.screen, PartySheetScreen)
        await rep.press("enter")
        assert isinstance(rep.app.screen, SheetScreen)
        assert rep.card.title == "Globex seats"
        await rep.press("1", "4")
        assert isinstance(rep.app.screen, PeopleScreen)


async def test_a_deal_is_added_for_them(parties: Workspace, opened: Opens) -> None:
    async with opened(parties) as rep:
        await rep.press("4", "G", "a")
        line = rep.app.screen.query_one(Input)
        assert line.value == ' org:"Globex" who:"Kim Park"'
        await rep.type("More seats")
        await rep.press("enter")
        assert (rep.deal(6).organization, rep.deal(6).people) == ("Globex", ("Kim Park",))


async def test_two_that_are_the_same_are_made_one(parties: Workspace, opened: Opens) -> None:
    async with opened(parties) as rep:
        await rep.press("4", "G", "m")
        await rep.type("bob")
        await rep.press("enter", "enter")
        assert shown(rep) == ["Ann", "Kim Park"]
        await rep.press("u")
        assert len(shown(rep)) == 3


async def test_b26_a_key_shows_the_customers_alone(parties: Workspace, opened: Opens) -> None:
    service.win(parties, [2, 3])
    service.log(parties, [2], TouchLine("call"))
    async with opened(parties, (80, 24)) as rep:
        await rep.press("5")
        assert len(shown(rep)) == 5
        await rep.press("c")
        assert shown(rep) == ["Initech", "Globex"]
        screen = rep.app.screen
        assert isinstance(screen, PartyListScreen)
        assert (screen.query_one(PartyTable).title, screen.query_one(TopBar).note) == ("Customers", "2 orgs")
        await rep.press("c")
        assert len(shown(rep)) == 5


def test_a_missing_decision_maker_stands_out_on_the_sheet(sales: Workspace) -> None:
    lines = content(side(reads.sheet(sales, 1), sales.now(), 60, PaneKeys())).plain.splitlines()
    assert lines.index("! decision maker unknown") < next(n for n, line in enumerate(lines) if line.startswith("Ann"))


def test_a_peek_at_an_organization_has_six_lines_none_of_them_empty(parties: Workspace) -> None:
    service.log(parties, [2], TouchLine("call", text="wants a quote"))
    for number in (1, 2, 3):
        found = peek_lines(reads.organization(parties, number), parties.now(), 100, "e")
        said = ["".join(bit.text for bit in line).strip() for line in found]
        assert all(said)
        assert len(said) <= 6
        assert said[-1].startswith("last")
        assert sum(line.startswith("deals") for line in said) == 1


def test_everybody_who_works_there_is_told_in_one_way(parties: Workspace) -> None:
    one = reads.organization(parties, 1).people[0]
    people = (one._replace(job_title="head of operations", phone="+49 30 1", email="ann@acme.example"),
              one._replace(job_title="", phone="+49 30 1", email=""))  # fmt: skip
    for width in range(24, 100):
        found = content(staff(people, width)).plain.splitlines()
        assert len([line for line in found if one.name in line and "+49" in line]) in (0, 2), (width, found)


async def test_a_question_over_a_person_outlives_what_another_process_writes(parties: Workspace, opened: Opens) -> None:
    async with opened(parties) as rep:
        await rep.press("4", "enter", "e")
        with Store.open(parties.store.path) as other:
            service.note(parties._replace(store=other, source="shell"), [2], "from the shell")
        rep.app.worker._poll()  # what the worker does each half second
        rep.app.worker._wake.set()
        await rep.settle()
        await rep.type(" Lee")
        await rep.press("ctrl+s")
        assert rep.app.is_running
        assert reads.person(parties, 1).row.name == "Ann Lee"


async def test_the_sheet_of_somebody_merged_elsewhere_closes_under_a_question(
    parties: Workspace, opened: Opens, tmp_path: Path
) -> None:
    async with opened(parties) as rep:
        for key in ("4", "enter", "e"):  # each on what the one before has opened
            await rep.press(key)
        with Store.open(parties.store.path) as other:
            service.merge_people(parties._replace(store=other, source="shell"), 2, 1)
        rep.app.worker._poll()
        rep.app.worker._wake.set()
        await rep.settle()
        await rep.type(" Lee")
        await rep.press("ctrl+s")
        await rep.until(lambda: any("no person #1" in bar.message for bar in rep.app.screen.query(StatusBar)))
        (kept,) = tmp_path.glob("pipetui-*.txt")
        assert "Ann Lee" in kept.read_text()
        assert reads.person(parties, 2).row.name == "Kim Park"
        assert rep.app.is_running


async def test_what_was_said_on_a_sheet_that_closes_by_itself_is_said_below_it(
    parties: Workspace, opened: Opens
) -> None:
    async with opened(parties) as rep:
        for key in ("4", "enter"):
            await rep.press(key)
        sheet = rep.app.screen
        assert isinstance(sheet, PartySheetScreen)
        rep.app.say("refused", failed=True)
        sheet._gone = True
        sheet._leave()
        await rep.settle()
        (bar,) = rep.app.screen.query(StatusBar)
        assert (bar.message, bar.failed) == ("refused", True)


async def test_a_person_is_erased_for_good_once_their_name_is_typed(parties: Workspace, opened: Opens) -> None:
    async with opened(parties) as rep:
        held = Path(paths.backups_of(parties.store.file)) / "kept.txt"
        held.parent.mkdir(exist_ok=True)
        held.write_text("Kim Park")
        await rep.press("4", "G", "E")
        await rep.until(lambda: isinstance(rep.app.screen, PickDialog))
        await rep.press("escape", "E")  # nothing is asked further, and nothing done
        await rep.until(lambda: isinstance(rep.app.screen, PickDialog))
        await rep.press("down", "down", "enter")
        await rep.until(lambda: isinstance(rep.app.screen, TypedNameDialog))
        await rep.type("kim")
        await rep.press("enter")
        assert isinstance(rep.app.screen, TypedNameDialog)
        await rep.type("kim  park")
        await rep.press("enter")
        await rep.until(lambda: shown(rep) == ["Ann", "Bob [b]Alvarez"])
        assert not held.exists()


async def test_who_is_looked_for_is_told_whole_where_the_screen_has_room(parties: Workspace, opened: Opens) -> None:
    long = "Senior Vice President of Procurement and of the Transformation of Logistics"
    service.add_person(parties, "Anna-Lena van der Westhuizen", [("org", "Globex"), ("title", long)])
    async with opened(parties, size=(200, 50)) as rep:
        await rep.press("4", "m")
        found = rep.app.screen
        assert isinstance(found, FindDialog)
        await rep.until(lambda: bool(found._found))
        await rep.settle()
        offered = found.query_one(Choices)
        lines = [offered.render_line(y).text for y in range(offered.size.height)]
        assert any(f"{long}, Globex" in line for line in lines)
        broad = found.query_one("#frame").size.width
        await rep.press(*"kim")
        assert found.query_one("#frame").size.width == broad


def test_who_somebody_is_stands_whole_in_the_pane_beside_the_list(parties: Workspace) -> None:
    long = "Senior Vice President of Procurement and of the Transformation of Logistics"
    service.add_person(parties, "Anna-Lena", [("org", "Globex"), ("title", long), ("tag", "vip")])
    sheet = reads.person(parties, reads.find_person(parties, "Anna-Lena"))
    for width in range(30, 120):
        lines = pane_lines(sheet, parties.now(), width, logs="t", opens="o", edits="e")
        text = content(lines).plain.split("Contact")[0]
        assert " ".join(text.split()) == f"{long}, Globex #vip", width
        assert max(map(cell_width, text.splitlines())) <= width


async def test_an_organization_of_many_deals_and_no_touches_shows_more_of_them(
    parties: Workspace, opened: Opens
) -> None:
    for number in range(30):
        service.add(parties, quick_line.parse(f"Deal {number} org:Lots", parties.now(), parties.settings.dates, "EUR"))
    async with opened(parties, size=(160, 45)) as rep:
        await rep.press("5", "slash", *"lots", "enter", "enter")
        sheet = rep.app.screen
        assert isinstance(sheet, PartySheetScreen)
        deals = sheet.query_one(TheirDeals)
        assert deals.size.height > 25
        service.log(parties, [next(iter(deals.cards)).id], TouchLine("call", "reached", "out"))
        rep.app.worker.reread()
        await rep.until(lambda: 8 < deals.size.height < 25)


def test_who_works_there_stands_whole_also_where_it_is_narrow(parties: Workspace) -> None:
    one = (
        reads.organization(parties, 1)
        .people[0]
        ._replace(
            name="Maximiliane von Hohenlohe-Schillingsfürst",
            job_title="Senior Vice President of Procurement",
            phone="+49 30 1",
            email="maximiliane.hohenlohe@verpackungs-und-lagertechnik.example",
        )
    )
    for width in range(24, 140):
        text = content(staff([one], width)).plain
        told = "".join(text.split()).replace(",", "")
        for part in (one.name, one.job_title, one.phone, one.email):
            assert "".join(part.split()) in told, (width, text)
        assert max(map(cell_width, text.splitlines())) <= width
