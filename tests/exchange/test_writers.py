"""What other programs read in what left the book, whatever the texts in it hold."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipetui import service
from pipetui.domain.dates.when import Due
from pipetui.domain.line.quick_line import NewDeal, NextLine, TouchLine
from pipetui.domain.money import Money
from pipetui.domain.text import clean
from pipetui.exchange import values
from pipetui.exchange.apply import apply
from pipetui.exchange.plan import Options, plan, recognised
from pipetui.exchange.recognition import SURE
from pipetui.exchange.writers import markdown
from pipetui.exchange.writers.content_lines import escaped, line
from pipetui.exchange.writers.formats import BY_NAME, FORMATS
from pipetui.exchange.writers.source import ExportSource
from pipetui.service import Workspace, reads
from pipetui.store import book_id, custom_fields
from pipetui.store.store import Store
from pipetui.store.undo.journal import history
from tests.hostile import ALL

Written = Callable[..., str]
FORMULA = '=HYPERLINK("http://x.example";"click")'


@pytest.fixture
def written(workspace: Workspace) -> Written:
    """The text of a format."""

    def write(name: str, kind: str = "", chosen: tuple[int, ...] | None = None) -> str:
        source = ExportSource(workspace.store.connection, workspace.moment(), chosen, "b00c")
        return "".join(BY_NAME[name].write(source, kind))

    return write


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def lively(workspace: Workspace) -> Workspace:
    """Three deals: one open with all there is, one won, one lost."""
    due = Due(date(2026, 12, 3), "09:30")
    service.add(
        workspace,
        NewDeal(
            "Acme rollout",
            Money(1_250_050, "EUR"),
            organization="Acme GmbH",
            people=("Ann Lee", "Bob"),
            emails=("ann@acme.example", "a.lee@acme.example"),
            phones=("+49 30 1234",),
            tags=("hot", "saas"),
            source="web",
            next=NextLine(due, "send the offer"),
            note="two\nlines",
        ),
    )
    service.log(workspace, [1], TouchLine("call", "reached", text="liked it; wants more, soon"))
    for title in ("Won one", "Lost one"):
        service.add(workspace, NewDeal(title, organization="Other"))
    service.win(workspace, [2])
    service.drop(workspace, [3], "price", "too dear")
    return workspace


# --- CSV


def test_every_kind_of_record_is_a_table_with_all_that_is_known(lively: Workspace, written: Written) -> None:
    (deal, won, lost) = table(written("csv", "deals"))
    assert (deal["pipetui deal ID"], deal["Title"], deal["Organization"]) == (
        "deal-1-b00c",
        "Acme rollout",
        "Acme GmbH",
    )
    assert (deal["Person"], deal["Email"]) == ("Ann Lee; Bob", "ann@acme.example; a.lee@acme.example")
    assert (deal["Value"], deal["Currency"], deal["Tags"]) == ("12500.50", "EUR", "hot, saas")
    assert (deal["Next step on"], deal["Next step"]) == ("2026-12-03", "send the offer")
    assert (won["Status"], lost["Status"], lost["Lost reason"], lost["Lost note"]) == (
        "won",
        "lost",
        "price",
        "too dear",
    )
    assert won["Probability"] == "100" and lost["Probability"] == "0"
    assert [row["Name"] for row in table(written("csv", "people"))] == ["Ann Lee", "Bob"]
    assert [row["Name"] for row in table(written("csv", "organizations"))] == ["Acme GmbH", "Other"]
    (touch,) = table(written("csv", "touches"))
    assert (touch["Deal ID"], touch["Kind"], touch["Outcome"]) == ("deal-1-b00c", "call", "reached")
    (note,) = table(written("csv", "notes"))
    assert note["Text"] == "two\nlines"
    (step,) = table(written("csv", "follow-ups"))
    assert (step["Due"], step["Time"], step["Done"]) == ("2026-12-03", "09:30", "")
    assert [row["What"] for row in table(written("csv", "history"))][:1] == ["created"]
    assert table(written("csv", "items")) == []


def test_of_chosen_deals_leaves_what_belongs_to_them(lively: Workspace, written: Written) -> None:
    assert [row["pipetui deal ID"] for row in table(written("csv", "deals", (2, 3)))] == ["deal-2-b00c", "deal-3-b00c"]
    assert [row["Name"] for row in table(written("csv", "organizations", (2,)))] == ["Other"]
    for kind in ("people", "touches", "follow-ups", "notes"):
        assert table(written("csv", kind, (2,))) == []
    assert {row["Deal ID"] for row in table(written("csv", "history", (3,)))} == {"deal-3-b00c"}


def test_what_lies_in_the_bin_stays(lively: Workspace, written: Written) -> None:
    service.delete(lively, [1])
    assert [row["pipetui deal ID"] for row in table(written("csv", "deals"))] == ["deal-2-b00c", "deal-3-b00c"]
    for kind in ("touches", "notes", "follow-ups"):
        assert table(written("csv", kind)) == []


@given(title=st.text(min_size=1), formula=st.sampled_from([FORMULA, "+1+1", "-2", "@x", " =1"]))
def test_no_cell_is_a_formula_and_an_import_takes_the_guard_off(title: str, formula: str) -> None:
    for text in (clean(title), formula):
        guarded = values.guarded(text)
        assert not guarded.lstrip().startswith(("=", "+", "-", "@"))
        if text[:1] != "'":
            assert values.unguarded(guarded) == text


@pytest.mark.parametrize("name", [one.name for one in FORMATS if one.ending == ".csv"])
def test_in_no_layout_a_title_is_a_formula_and_a_phone_stays_one_for_other_systems(
    name: str, workspace: Workspace, written: Written
) -> None:
    service.add(workspace, NewDeal(FORMULA, people=("Ann",), phones=("+49 30 1234",)))
    said = "".join(written(name, kind) for kind in BY_NAME[name].kinds)
    cells = [cell for row in csv.reader(io.StringIO(said, newline="")) for cell in row]
    assert f"'{FORMULA}" in cells
    assert FORMULA not in cells
    assert ("'+49 30 1234" if name == "csv" else "+49 30 1234") in cells


# --- the layouts of others


def headings(text: str) -> list[str]:
    return next(csv.reader(io.StringIO(text)))


def test_pipedrives_template_comes_first_and_in_its_order(lively: Workspace, written: Written) -> None:
    text = written("pipedrive", "deals")
    assert headings(text)[:13] == [
        "Person - Name*",
        "Person - First name",
        "Person - Last name",
        "Person - Phone",
        "Person - Email (Work)",
        "Person - Email (Home)",
        "Organization - Name*",
        "Organization - Address",
        "Deal - Title",
        "Deal - Value",
        "Activity - Subject*",
        "Activity - Due date",
        "Note - Content*",
    ]
    deal, won, lost = table(text)
    assert (deal["Person - Last name"], deal["Deal - Value"], deal["Deal - Status"]) == ("Lee", "12500.50", "Open")
    assert (deal["Activity - Subject*"], deal["Activity - Due date"]) == ("send the offer", "2026-12-03")
    assert deal["Deal - Stage (pipeline)"].endswith(" (Sales)")
    assert won["Deal - Won time"] and not won["Deal - Lost time"]
    assert (lost["Deal - Status"], lost["Deal - Lost reason"]) == ("Lost", "price")
    call, step = table(written("pipedrive", "activities"))
    assert (call["Activity - Type"], call["Activity - Done"], step["Activity - Done"]) == ("Call", "Done", "Undone")
    assert step["Activity - Due time"] == "09:30"


def test_what_a_deal_is_for_leaves_line_by_line(lively: Workspace, written: Written) -> None:
    with lively.unit_of_work("items"):
        lively.store.connection.execute(
            """INSERT INTO deal_item (deal_id, name, quantity_milli, price_minor, discount_milli, billing)
               VALUES (1, 'Seats | "A"', 2500, 1999, 12500, 'month')"""
        )
    (item,) = table(written("csv", "items"))
    assert (item["Product"], item["Quantity"], item["Price"], item["Discount %"]) == (
        'Seats | "A"',
        "2.5",
        "19.99",
        "12.5",
    )
    deal, *others = table(written("csv", "deals"))
    assert (deal["MRR"], deal["ARR"]) == ("43.73", "524.76")  # 2.5 × 19.99 less an eighth, half a cent up
    assert not any(one["MRR"] or one["ARR"] for one in others)
    (product,) = table(written("pipedrive", "products"))
    assert (product["Product - Name*"], product["Product - Price"]) == ('Seats | "A"', "19.99")
    assert '- Seats \\| "A": 2.5 at 19.99 EUR a month, 12.5 % off' in written("markdown", chosen=(1,))


def test_hubspot_gets_what_it_asks_for(lively: Workspace, written: Written) -> None:
    assert {"Deal name", "Pipeline", "Deal stage"} <= set(headings(written("hubspot", "deals")))
    assert {"First name", "Last name", "Email"} <= set(headings(written("hubspot", "contacts")))
    assert {"Name", "Company domain name"} <= set(headings(written("hubspot", "companies")))
    assert {"Activity date", "Note body"} <= set(headings(written("hubspot", "notes")))
    stages = [row["Deal stage"] for row in table(written("hubspot", "deals"))]
    assert stages[1:] == ["Closed Won", "Closed Lost"]


def test_salesforce_gets_objects_under_the_names_of_its_api(lively: Workspace, written: Written) -> None:
    assert {"Name", "StageName", "CloseDate", "Amount"} <= set(headings(written("salesforce", "Opportunity")))
    assert {"LastName", "Email", "Title"} <= set(headings(written("salesforce", "Contact")))
    deal, won, _ = table(written("salesforce", "Opportunity"))
    assert (deal["CloseDate"], won["StageName"]) == ("", "Closed Won")
    assert len(won["CloseDate"]) == 10
    assert [row["Status"] for row in table(written("salesforce", "Task"))] == ["Completed", "Not Started"]


def test_a_field_of_ones_own_leaves_wherever_there_is_a_place(lively: Workspace, written: Written) -> None:
    connection = lively.store.connection
    with lively.unit_of_work("fields"):
        for entity, value in (("deal", "north"), ("person", "2027-03-01")):
            number = custom_fields.ensure(connection, entity, "Region")
            connection.execute(
                "INSERT INTO custom_value (field_id, entity_id, value) VALUES (:field, 1, :value)",
                {"field": number, "value": value},
            )
    assert [row["Region"] for row in table(written("csv", "deals"))] == ["north", "", ""]
    assert [row["Region"] for row in table(written("csv", "people"))] == ["2027-03-01", ""]
    assert table(written("pipedrive", "deals"))[0]["Deal - Region"] == "north"
    assert table(written("hubspot", "contacts"))[0]["Region"] == "2027-03-01"
    assert cards(written("vcard"))[0].note.value == "Region: 2027-03-01"
    assert "- **Region:** north" in written("markdown", chosen=(1,))


# --- vCard


def cards(text: str) -> list[Any]:
    return list(vobject.readComponents(text))


def test_an_address_book_reads_people_and_organizations(lively: Workspace, written: Written) -> None:
    service.edit_person(lively, 1, [("title", "buyer")])
    ann, bob, acme, _ = cards(written("vcard"))
    assert (ann.version.value, ann.fn.value, ann.n.value.family, ann.n.value.given) == ("3.0", "Ann Lee", "Lee", "Ann")
    assert [email.value for email in ann.email_list] == ["ann@acme.example", "a.lee@acme.example"]
    assert (ann.tel.value, ann.org.value, ann.title.value) == ("+49 30 1234", ["Acme GmbH"], "buyer")
    assert bob.fn.value == "Bob"
    assert (acme.fn.value, acme.x_abshowas.value) == ("Acme GmbH", "COMPANY")
    assert len({card.uid.value for card in (ann, bob, acme)}) == 3


@pytest.mark.parametrize("text", [ALL, "a;b,c:d\\e", "END:VCARD", "x" * 200, "日本語" * 40, "\"q\" 'q'", "👩‍👩‍👧" * 30])
def test_no_text_breaks_out_of_its_place(text: str, workspace: Workspace, written: Written) -> None:
    service.add(workspace, NewDeal("x", organization=f"Org {text}", people=(f"Ann {text}",), note=text))
    said = written("vcard")
    assert all(len(part.encode()) <= 75 for part in said.split("\r\n"))
    ann, org = cards(said)
    assert ann.fn.value.startswith("Ann") and org.fn.value.startswith("Org")
    assert "\x1b" not in said


@given(st.text())
def test_a_line_is_never_too_long_and_unfolds_to_what_it_was(text: str) -> None:
    folded = line("NOTE", escaped(text))
    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == f"NOTE:{escaped(text)}\r\n"


# --- Markdown


@given(st.text())
def test_no_text_is_a_mark(text: str) -> None:
    """What is read is what was written; only white space may have changed."""
    tokens = (
        MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(f"- **x:** {markdown.escaped(text)}")
    )
    (inline,) = [token for token in tokens if token.type == "inline"]
    assert {child.type for child in inline.children or ()} <= {"text", "text_special", "strong_open", "strong_close"}
    said = "".join(child.content for child in inline.children or ())
    assert "".join(said.split()) == "x:" + "".join(clean(text).split())


@given(st.text())
def test_no_line_of_a_text_is_a_list_a_heading_or_code(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(f"x\n\n{markdown.lines(text)}\n")
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    said = "".join(child.content for token in tokens for child in token.children or ())
    assert "".join(said.split()) == "x" + "".join(clean(text, multiline=True).split())


def test_the_page_of_a_deal_says_what_is_known(lively: Workspace, written: Written) -> None:
    page = written("markdown", chosen=(1,))
    assert page.startswith("# Acme rollout\n")
    for said in ("12500.50 EUR", "**Ann Lee**", "- [ ] 2026-12-03 09:30 send the offer", "liked it; wants more, soon"):
        assert said in page
    assert page.count("\n---\n") == 0
    assert written("markdown").count("\n---\n") == 2


# --- and back


@pytest.mark.parametrize(
    ("kind", "records"),
    [
        ("deals", "deals"),
        ("people", "people"),
        ("organizations", "organizations"),
        ("touches", "activities"),
        ("follow-ups", "activities"),
        ("notes", "notes"),
        ("items", "products"),
        ("history", "other"),
    ],
)
def test_our_own_csv_is_known_again_with_its_ids_and_links(
    kind: str, records: str, lively: Workspace, written: Written, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(written("csv", kind), encoding="utf-8")
    ((_, found, *_),) = recognised(path, Options())
    assert (found.name, found.records, found.sure) == ("pipetui", records, SURE if records != "other" else found.sure)
    fields = {column.field for column in found.columns}
    if records != "other":
        assert "id" in fields
        assert len(found.unread) <= (4 if kind == "deals" else 0)


@pytest.mark.parametrize("layout", ["csv", "pipedrive", "hubspot", "salesforce"])
def test_what_left_in_a_layout_comes_back_and_only_once(
    layout: str, lively: Workspace, tmp_path: Path, template_book: Path
) -> None:
    service.add(lively, NewDeal("Acme rollout", organization="Acme GmbH"))  # called like another of the same company
    service.win(lively, [4])
    folder = tmp_path / layout
    folder.mkdir()
    source = ExportSource(lively.store.connection, lively.moment(), None, "b00c")
    for kind in BY_NAME[layout].kinds:
        (folder / f"{kind}.csv").write_text("".join(BY_NAME[layout].write(source, kind)), encoding="utf-8")
    shutil.copy(template_book, tmp_path / "empty.db")
    asked = (
        "SELECT title, status, value_minor, currency, lost_reason FROM deal ORDER BY 1, 2",
        "SELECT p.name, o.name FROM person p LEFT JOIN organization o ON o.id = p.organization_id ORDER BY 1",
        "SELECT name FROM organization ORDER BY 1",
        "SELECT d.title, d.status, f.what, f.due_on FROM follow_up f JOIN deal d ON d.id = f.deal_id",
        "SELECT kind, outcome, substr(at, 1, 10), text FROM touch",
        "SELECT text FROM note",
    )
    expected = [lively.store.connection.execute(sql).fetchall() for sql in asked]
    with Store.open(tmp_path / "empty.db") as store:
        empty = Workspace(store, lively.clock, lively.settings, "shell")
        for _ in range(2):
            result = apply(empty, plan(empty, folder, Options()))
            assert [store.connection.execute(sql).fetchall() for sql in asked] == expected
    assert (result.new, result.changed) == (0, 0)


def test_our_own_csv_back_in_its_book_changes_nothing_and_counts_what_was_edited(
    lively: Workspace, tmp_path: Path
) -> None:
    source = ExportSource(lively.store.connection, lively.moment(), None, book_id.book_id(lively.store))
    for kind in BY_NAME["csv"].kinds:
        (tmp_path / f"{kind}.csv").write_text("".join(BY_NAME["csv"].write(source, kind)), encoding="utf-8")
    steps = [step.label for step in history(lively.store.connection, 9)]
    for _ in range(2):
        result = apply(lively, plan(lively, tmp_path, Options()))
        assert (result.new, result.changed) == (0, 0)
        assert result.message == f"nothing new in {tmp_path.name} ({result.same} the same)"
    assert [step.label for step in history(lively.store.connection, 9)] == steps
    for kind, before, now in (("deals", "Acme rollout", "Acme all over"), ("people", "Ann Lee", "Anne Lee")):
        path = tmp_path / f"{kind}.csv"
        path.write_text(path.read_text("utf-8").replace(before, now), encoding="utf-8")
    result = apply(lively, plan(lively, tmp_path, Options()))
    assert result.message.startswith(f"imported 1 changed deal, 1 changed person from {tmp_path.name} (")
    assert (reads.card(lively, 1).title, reads.person(lively, 1).row.name) == ("Acme all over", "Anne Lee")
