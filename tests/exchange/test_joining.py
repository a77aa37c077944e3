"""Several files are one import: what they tell is joined by ids, addresses and names, in whatever order they come."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui import service
from pipetui.domain.errors import InputError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.exchange.apply import apply
from pipetui.exchange.outcome import ImportResult
from pipetui.exchange.plan import Cancelled, Options, plan
from pipetui.exchange.receipt import FileTally
from pipetui.service import Workspace, reads
from pipetui.store.bulk import bulk_insert
from pipetui.store.schema import tables

if TYPE_CHECKING:
    from tests.exchange.conftest import RunImport, Snapshot, WriteCsv

Read = Callable[[sqlite3.Connection], "Snapshot"]

ACCOUNT = {
    "deals.csv": (
        "Deal ID,Deal name,Company,Company ID,Contact person,Contact ID,Pipeline,Stage,Status,Amount,Currency,Created,"
        "Won time,Colour\n"
        "7,Hoist,Quayside NV,70,Lena Moor,90,New,Talks,Open,1200,EUR,2026-02-03,,blue\n"
        "8,Winch,Quayside NV,70,,,Renewals,Signed,Won,300.50,USD,2025-03-04,2026-05-06 10:00,\n"
    ),
    "people.csv": (
        "Contact ID,First name,Last name,Company,Email,Phone,Job title,Tags\n"
        "90,Lena,Moor,Quayside NV,lena@quay.example,+31 10 1,Harbour master,vip\n"
        "91,Bo,Lind,Quayside NV,bo@quay.example,,,\n"
    ),
    "companies.csv": "Company ID,Company name,Industry,Website,Phone\n70,Quayside NV,ports,quay.example,+31 10 9\n",
    "notes.csv": "Note ID,Note,Deal ID,Created\n1,<p>Wants <b>two</b></p>,7,2026-03-01 09:00\n",
    "activities.csv": (
        "Activity ID,Subject,Type,Due date,Due time,Done,Deal ID\n"
        "1,Talk it over,Call,2026-03-02,10:30,Yes,7\n"
        "2,See the quay,Meeting,2027-01-08,14:00,No,7\n"
        "3,Nobody's,Call,2026-03-02,,Yes,\n"
    ),
}


@pytest.fixture
def account(write_csv: WriteCsv) -> list[Path]:
    return [write_csv(text, name) for name, text in ACCOUNT.items()]


def everything(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """What the book says, whatever the numbers of its rows."""
    asked = {
        "deals": """SELECT d.title, d.status, p.name, s.name, d.value_minor, d.currency, d.created_at, d.closed_at,
                o.name
            FROM deal d JOIN stage s ON s.id = d.stage_id JOIN pipeline p ON p.id = s.pipeline_id
            LEFT JOIN organization o ON o.id = d.organization_id""",
        "people": """SELECT p.name, p.job_title, o.name, (SELECT group_concat(kind || value) FROM
            (SELECT kind, value FROM contact_point WHERE person_id = p.id ORDER BY kind))
            FROM person p LEFT JOIN organization o ON o.id = p.organization_id""",
        "on": """SELECT d.title, p.name FROM deal_person dp JOIN deal d ON d.id = deal_id
            JOIN person p ON p.id = person_id""",
        "organizations": "SELECT name, sector, website FROM organization",
        "notes": "SELECT d.title, n.text, n.at FROM note n LEFT JOIN deal d ON d.id = n.deal_id",
        "touches": "SELECT d.title, t.kind, t.at, t.text FROM touch t LEFT JOIN deal d ON d.id = t.deal_id",
        "steps": """SELECT d.title, f.what, f.due_on, f.due_time, f.kind
            FROM follow_up f JOIN deal d ON d.id = f.deal_id""",
        "own": "SELECT f.entity, f.name, v.value FROM custom_value v JOIN custom_field f ON f.id = v.field_id",
    }
    return {name: sorted(workspace.store.connection.execute(sql), key=repr) for name, sql in asked.items()}


def brought(workspace: Workspace, paths: list[Path], **options: Any) -> ImportResult:
    return apply(workspace, plan(workspace, paths, Options(**options), judge=False))


def test_an_account_comes_in_as_one_step_and_what_belongs_to_nothing_is_kept(
    workspace: Workspace, account: list[Path], rows_of: Read
) -> None:
    start = rows_of(workspace.store.connection)
    result = brought(workspace, account)

    assert everything(workspace) == {
        "deals": [
            ("Hoist", "open", "New", "Talks", 120_000, "EUR", "2026-02-03T12:00:00Z", None, "Quayside NV"),
            ("Winch", "won", "Renewals", "Signed", 30_050, "USD", "2025-03-04T12:00:00Z", "2026-05-06T10:00:00Z",
             "Quayside NV"),
        ],
        "people": [
            ("Bo Lind", "", "Quayside NV", "emailbo@quay.example"),
            ("Lena Moor", "Harbour master", "Quayside NV", "emaillena@quay.example,phone+31 10 1"),
        ],
        "on": [("Hoist", "Lena Moor")],
        "organizations": [("Quayside NV", "ports", "quay.example")],
        "notes": [("Hoist", "Wants two", "2026-03-01T09:00:00Z")],
        "touches": [("Hoist", "call", "2026-03-02T10:30:00Z", "Talk it over")],
        "steps": [("Hoist", "See the quay", "2027-01-08", "14:00", "meeting")],
        "own": [("deal", "Colour", "blue")],
    }  # fmt: skip
    assert result.is_right
    assert result.failed == 1
    assert result.failed_file is not None
    assert "Nobody's" in result.failed_file.read_text(encoding="utf-8")
    before = rows_of(workspace.store.connection)
    again = brought(workspace, account)
    assert (again.new, again.changed, again.failed) == (0, 0, 1)
    assert rows_of(workspace.store.connection) == before
    service.undo(workspace)
    assert rows_of(workspace.store.connection) == start
    service.redo(workspace)
    assert rows_of(workspace.store.connection) == before


@pytest.fixture
def told(workspace: Workspace, account: list[Path]) -> dict[str, list[tuple[Any, ...]]]:
    """What the book says when the account has come in, which is undone again."""
    brought(workspace, account)
    told = everything(workspace)
    service.undo(workspace)
    return told


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.sampled_from(sorted(permutations(range(5)))))
def test_files_come_in_any_order(
    workspace: Workspace,
    account: list[Path],
    told: dict[str, list[tuple[Any, ...]]],
    order: tuple[int, ...],
) -> None:
    brought(workspace, [account[place] for place in order])
    assert everything(workspace) == told
    service.undo(workspace)


BY_NAME = {
    "deals.csv": (
        "Deal name,Company,Contact person,Email,Phone,Stage,Amount\n"
        "Hoist,Quayside NV,Lena Moor,lena@quay.example,,Talks,1200\n"
        "Winch,Quayside NV,Bo Lind,,+31 10 2,Talks,300\n"
        "Crane,Quayside NV,Lena Moor,,,Talks,10\n"
        "Chain,,Lena Moor,lena@quay.example,+31 10 1,Talks,20\n"
        "Hook,Holm & Sons,Bo Lind,bo@holm.example,,Talks,30\n"
        "Buoy,Quayside NV,Lena Moor,lena@quay.example,,Talks,40\n"
    ),
    "people.csv": (
        "First name,Last name,Company,Email,Job title\n"
        "Lena,Moor,Quayside NV,lena@quay.example,Harbour master\n"
        "Bo,Lind,Quayside NV,,Rigger\n"
        "Ida,Holm,Holm & Sons,bo@holm.example,\n"
    ),
    "activities.csv": (
        "Subject,Type,Due date,Done,Contact person,Email,Company\n"
        "Call Lena,Call,2026-03-02,Yes,Lena Moor,lena@quay.example,Quayside NV\n"
        "Call Bo,Call,2026-03-03,Yes,Bo Lind,,Quayside NV\n"
        "See Lena,Meeting,2026-03-04,Yes,Lena Moor,,Quayside NV\n"
    ),
}
"""Nobody has an id: who is meant is found by address, number and name, row after row."""


def test_how_much_is_known_at_a_time_changes_nothing(
    workspace: Workspace, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of one batch, each alone, and with nobody remembered make the same book."""
    files = [write_csv(text, name) for name, text in BY_NAME.items()]
    told = []
    for batch, remembered in ((2000, 20_000), (1, 20_000), (2, 1), (1, 0)):
        monkeypatch.setattr("pipetui.exchange.compare_rows.BATCH", batch)
        monkeypatch.setattr("pipetui.exchange.parties._REMEMBERED", remembered)
        assert brought(workspace, files).is_right
        told.append(everything(workspace))
        service.undo(workspace)
    assert [name for name, *_ in told[0]["people"]] == ["Bo Lind", "Bo Lind", "Ida Holm", "Lena Moor"]
    assert told[1:] == told[:1] * 3


def test_later_files_join_what_came_in_before(workspace: Workspace, account: list[Path]) -> None:
    brought(workspace, account)
    told = everything(workspace)
    service.undo(workspace)
    for path in account:
        brought(workspace, [path])
    assert everything(workspace) == told


def test_a_note_waits_for_its_deal(workspace: Workspace, write_csv: WriteCsv, rows_of: Read) -> None:
    notes = write_csv("Note ID,Note,Deal ID,Company\n1,Wants two,7,Quay\n2,Another,8,Quay\n", "notes.csv")
    brought(workspace, [notes])
    asked = "SELECT text, deal_id, organization_id FROM note ORDER BY id"
    assert workspace.store.connection.execute(asked).fetchall() == [("Wants two", None, 1), ("Another", None, 1)]
    before = rows_of(workspace.store.connection)
    brought(workspace, [write_csv("Deal ID,Deal name,Company\n7,Hoist,Quay\n")])
    assert workspace.store.connection.execute(asked).fetchall() == [("Wants two", 1, None), ("Another", None, 1)]
    again = brought(workspace, [notes])
    assert (again.new, again.changed) == (0, 0)
    service.undo(workspace)
    assert rows_of(workspace.store.connection) == before


def test_ids_of_two_systems_never_meet(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    run_import(write_csv("ID,Deal name,Company,Amount\n5,Loom,Weft,100\n", "one.csv"))
    run_import(
        write_csv("Record no,Opportunity,Account,Worth\n5,Kiln,Clay,200\n", "two.csv"), maps=(("id", "Record no"),)
    )
    assert {(card.title, card.organization) for card in reads.cards(workspace)} == {("Loom", "Weft"), ("Kiln", "Clay")}


def test_one_e_mail_is_one_person(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    rows = "A,One,Mia Falk,mia@falk.example\nB,Two,Mia Falk,MIA@falk.example\nC,,,mia@falk.example\n"
    run_import(write_csv("Deal name,Company,Contact,Email\n" + rows))
    assert {card.people for card in reads.cards(workspace)} == {("Mia Falk",)}
    assert workspace.store.connection.execute("SELECT count(*) FROM person").fetchone() == (1,)


def test_what_the_rep_typed_is_joined_where_it_is_surely_the_same(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    service.add(workspace, NewDeal("Crane refit", organization="Harbourline"))
    service.add(workspace, NewDeal("Ballast pumps", organization="Harbourline"))
    path = write_csv(
        "ID,Deal name,Company,Amount\n"
        "1,crane REFIT,harbourline,500\n2,Ballast pump,Harbourline,7\n3,Crane refit,Other,9\n"
    )
    made = plan(workspace, path, Options())
    assert (made.counts.new, made.counts.changed) == (2, 1)
    assert made.trial is not None
    assert [(near.title, near.known) for near in made.trial.near] == [("Ballast pump", "Ballast pumps")]
    run_import(path, join=True)
    cards = {card.id: card for card in reads.cards(workspace)}
    assert len(cards) == 3
    assert [value.decimal for number in (1, 2) if (value := cards[number].value)] == ["500.00", "7.00"]


def test_what_the_rep_changed_since_stays_and_is_told(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    text = "ID,Deal name,Company,Amount,Close date,Source\n1,Hoist,Quay,100,2027-01-05,web\n"
    run_import(write_csv(text))
    service.edit(workspace, 1, {"value": "150"})
    later = write_csv(text.replace("100,2027-01-05", "120,2027-02-06"), "later.csv")
    result = run_import(later)
    card = reads.card(workspace, 1)
    assert card.value is not None
    assert (card.value.minor, str(card.expected_close)) == (15_000, "2027-02-06")
    assert len(result.conflicts) == 1
    assert "value was changed here" in result.conflicts[0]


def test_several_rows_of_a_deal_are_its_lines(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    path = write_csv(
        "ID,Deal name,Amount,Product\n1,Sails,1500,Canvas\n1,Sails,300,Thread\n2,Ropes,80,Hemp\n2,Other,90,Jute\n"
    )
    result = run_import(path)
    assert (result.new, result.failed) == (2, 1)
    assert result.is_right
    rows = workspace.store.connection.execute("SELECT deal_id, name, price_minor FROM deal_item ORDER BY id").fetchall()
    assert rows == [(1, "Canvas", 150_000), (2, "Hemp", None), (1, "Thread", 30_000)]
    assert workspace.store.connection.execute("SELECT value_minor FROM deal WHERE id = 1").fetchone() == (180_000,)
    again = run_import(path)
    assert (again.new, again.changed) == (0, 0)
    assert workspace.store.connection.execute("SELECT count(*) FROM deal_item").fetchone() == (3,)


def test_leads_are_people_and_converted_ones_are_skipped_into_them(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(write_csv("First name,Last name,Email,Company\nAda,Vern,ada@vern.example,Vern\n", "people.csv"))
    rows = "Ada,Vern,ada@vern.example,Vern,Converted,Yes\nBo,Lund,bo@lund.example,Lund,Contacted,No\n"
    path = write_csv("First name,Last name,Email,Company,Lead status,Converted\n" + rows, "leads.csv")
    run_import(path, records="leads")
    asked = "SELECT p.name, t.tag FROM person p LEFT JOIN person_tag t ON t.person_id = p.id ORDER BY p.id"
    assert workspace.store.connection.execute(asked).fetchall() == [("Ada Vern", None), ("Bo Lund", "lead")]


def test_a_creation_that_nobody_told_is_unknown(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(write_csv("Deal name,Status,Close date,Created\nA,won,2026-03-04,\nB,,,2026-01-02\n"))
    cards = {card.title: card.created_at for card in reads.cards(workspace)}
    assert cards["A"] is None
    assert str(cards["B"]) == "2026-01-02 12:00:00+00:00"
    (at,) = workspace.store.connection.execute("SELECT created_at FROM deal WHERE title = 'A'").fetchone()
    assert at == "2026-03-04T12:00:00Z"


def test_the_receipt_is_red_where_the_book_has_something_else(
    workspace: Workspace, account: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = bulk_insert.insert

    def spoilt(connection: sqlite3.Connection, kind: Any, columns: str, rows: Any) -> None:
        usual(connection, kind, columns, rows)
        if kind is tables.Deal:
            connection.execute("UPDATE deal SET value_minor = 1 WHERE value_minor = 120000")

    with monkeypatch.context() as patched:
        patched.setattr(bulk_insert, "insert", spoilt)
        result = brought(workspace, account)
    assert result.receipt is not None
    assert not result.is_right
    assert any("€1,200 in the file" in said for said in result.receipt.differences)


def test_the_receipt_is_red_where_a_count_is_another(
    workspace: Workspace, account: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileTally, "add", lambda self, **counts: None)
    assert not brought(workspace, account).is_right


def test_an_import_that_is_cancelled_leaves_nothing(workspace: Workspace, account: list[Path], rows_of: Read) -> None:
    before = rows_of(workspace.store.connection)

    def stop(done: int, of: int) -> None:
        if done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        apply(workspace, plan(workspace, account, Options(), judge=False), stop)
    assert rows_of(workspace.store.connection) == before


def test_strict_imports_nothing_where_anything_is_odd(workspace: Workspace, write_csv: WriteCsv, rows_of: Read) -> None:
    before = rows_of(workspace.store.connection)
    made = plan(workspace, write_csv("Deal name,Amount\nA,on request\n"), Options())
    with pytest.raises(InputError, match="nothing was imported"):
        apply(workspace, made, strict=True)
    assert rows_of(workspace.store.connection) == before


def test_stages_come_in_by_pipeline_in_the_order_of_their_numbers(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    rows = "A,Main,3 Sent\nB,Main,1 New\nC,Main,2 Talks\nD,Second,1 New\n"
    run_import(write_csv("Deal name,Pipeline,Stage\n" + rows))
    here = reads.pipelines(workspace)
    assert list(here.names.values()) == ["Main", "Second"]
    assert [(here.names[stage.pipeline_id], stage.name) for stage in here.stages] == [
        ("Main", "1 New"),
        ("Main", "2 Talks"),
        ("Main", "3 Sent"),
        ("Second", "1 New"),
    ]


def test_a_stage_word_that_seems_to_close_can_be_told_to_be_open(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    path = write_csv("Deal name,Stage\nA,Lost luggage desk\nB,Lost - price\n")
    run_import(path, stages=(("Lost luggage desk", "open"),))
    assert {card.title: (card.status, card.stage) for card in reads.cards(workspace)}["A"] == (
        "open",
        "Lost luggage desk",
    )


HOSTILE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.lists(HOSTILE, min_size=7, max_size=7), min_size=1, max_size=5))
def test_whatever_stands_in_the_files_is_undone_to_the_very_book(
    workspace: Workspace, write_csv: WriteCsv, rows_of: Read, cells: list[list[str]]
) -> None:
    def table(headings: str, rows: list[list[str]]) -> str:
        quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
        return "\n".join([headings, *quoted]) + "\n"

    start = rows_of(workspace.store.connection)
    width = [row[:6] for row in cells]
    paths = [
        write_csv(table("Deal ID,Deal name,Company,Contact,Stage,Amount,Colour", cells), "deals.csv"),
        write_csv(table("Contact ID,First name,Last name,Email,Job title,Company", width), "people.csv"),
        write_csv(table("Activity ID,Subject,Type,Due date,Done,Deal ID", width), "activities.csv"),
    ]
    result = brought(workspace, paths)
    assert result.is_right, result.receipt and result.receipt.differences
    if result.new or result.changed:
        service.undo(workspace)
    assert rows_of(workspace.store.connection) == start


def test_b29_a_step_that_a_deal_s_row_tells_too_is_one(
    workspace: Workspace, write_csv: WriteCsv, tmp_path: Path
) -> None:
    deals = write_csv(
        "Deal - Title,Deal - Stage,Deal - Value,Activity - Subject*,Activity - Due date\n"
        "Hoist,Demo,10,See the quay,2027-01-08\n",
        "deals.csv",
    )
    steps = write_csv(
        "Deal - Title,Activity - Subject*,Activity - Due date,Activity - Due time,Activity - Type,Activity - Done\n"
        "Hoist,See the quay,2027-01-08,14:00,Meeting,Undone\nHoist,See the quay,2027-01-08,,Meeting,Undone\n",
        "activities.csv",
    )
    result = apply(workspace, plan(workspace, [deals, steps], Options(), judge=False))
    assert result.is_right
    found = workspace.store.connection.execute("SELECT what, due_time FROM follow_up ORDER BY id").fetchall()
    assert found == [("See the quay", "14:00"), ("See the quay", None)]


def test_what_was_deleted_there_is_left_out_and_counted(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("Deal ID,Deal name,Stage,IsDeleted\n1,Hoist,Talks,false\n2,Winch,Talks,TRUE\n3,Crane,Talks,\n")
    made = plan(workspace, file, Options())
    assert (made.rows, made.counts.new) == (2, 2)
    assert made.sources[0].survey.deleted == 1
    assert made.unread == ()
    assert apply(workspace, made).new == 2


@pytest.mark.parametrize("day", ["0/0/0", "0/5/2026", "1/1/0000"])
def test_a_day_that_is_none_ends_no_import(workspace: Workspace, write_csv: WriteCsv, day: str) -> None:
    result = brought(workspace, [write_csv(f"Deal,Stage,Created\nHoist,Prospecting,{day}\n")])
    assert (result.new, result.failed) == (1, 0)


def test_what_is_planned_before_its_deal_comes_is_its_next_step_then(
    workspace: Workspace, write_csv: WriteCsv, rows_of: Read
) -> None:
    activities = write_csv(
        "Activity ID,Type,Subject,Done,Due date,Deal ID,Company\n70,call,Ask for the drawing,no,2026-12-01,9,Quay\n",
        "activities.csv",
    )
    connection = workspace.store.connection
    assert brought(workspace, [activities]).is_right
    assert connection.execute("SELECT text FROM note").fetchall() == [("To do (2026-12-01): Ask for the drawing",)]
    before = rows_of(connection)
    assert brought(workspace, [write_csv("Deal ID,Deal name,Company\n9,Hoist,Quay\n")]).is_right
    steps = "SELECT d.title, f.what, f.due_on, f.kind FROM follow_up f JOIN deal d ON d.id = f.deal_id"
    assert connection.execute(steps).fetchall() == [("Hoist", "Ask for the drawing", "2026-12-01", "call")]
    assert connection.execute("SELECT count(*) FROM note").fetchone() == (0,)
    (card,) = reads.cards(workspace)
    assert card.next_step is not None
    again = brought(workspace, [activities])
    assert (again.new, again.changed) == (0, 0)
    service.undo(workspace)
    assert rows_of(connection) == before


def test_what_names_only_an_unknown_deal_is_kept_and_told_and_joins_it_when_it_comes(
    workspace: Workspace, write_csv: WriteCsv
) -> None:
    connection = workspace.store.connection
    activities = write_csv(
        "Activity ID,Type,Subject,Done,Due date,Deal ID\n"
        "70,call,Ask for the drawing,no,2026-12-01,9\n71,call,Rang up,yes,2026-03-02,9\n"
        "72,call,Nobody,yes,2026-03-02,\n",
        "activities.csv",
    )
    notes = write_csv("Note body,Associated Deal,Activity date\nWants two,Hoist,2026-03-02\n", "notes.csv")
    result = brought(workspace, [activities])
    assert (result.new, result.failed, result.is_right) == (2, 1, True)
    assert "2 × kept until the deal comes that it belongs to: 9" in result.warnings
    assert brought(workspace, [notes]).warnings == ("1 × kept until the deal comes that it belongs to: Hoist",)
    again = brought(workspace, [activities])
    assert (again.new, again.changed, again.failed) == (0, 0, 1)
    assert brought(workspace, [write_csv("Deal ID,Deal name,Company\n9,Hoist,Quay\n")]).is_right
    for table, told in (("note", "Wants two"), ("touch", "Rang up")):
        assert connection.execute(f"SELECT deal_id, text FROM {table}").fetchall() == [(1, told)]
    assert connection.execute("SELECT deal_id, what FROM follow_up").fetchall() == [(1, "Ask for the drawing")]
    again = brought(workspace, [activities])
    assert (again.new, again.changed, again.failed) == (0, 0, 1)


def test_an_organization_is_known_by_its_domain_where_its_name_is_like(
    workspace: Workspace, write_csv: WriteCsv
) -> None:
    brought(
        workspace, [write_csv("Company name,Industry,Website\nHolm,ports,https://www.holm.example/about\n", "c.csv")]
    )
    rows = (
        "Holm & Sons GmbH,+49 1,holm.example\nBay Ltd,+49 2,holm.example\nOther,+49 3,linkedin.com/company/other\n"
        "Another,+49 4,linkedin.com/company/another\n"
    )
    brought(workspace, [write_csv("Company name,Phone,Website\n" + rows, "companies.csv")])
    asked = workspace.store.connection.execute("SELECT name FROM organization ORDER BY id").fetchall()
    assert asked == [("Holm",), ("Bay Ltd",), ("Other",), ("Another",)]


@pytest.mark.parametrize("said", ["KIND:org", "X-ABSHOWAS:COMPANY"])
def test_the_card_of_a_company_is_an_organization(workspace: Workspace, write_csv: WriteCsv, said: str) -> None:
    told = "FN:Holm & Sons\nN:;;;;\nTEL:+49 1\nEMAIL:info@holm.example\nUID:7"
    card = f"BEGIN:VCARD\nVERSION:4.0\n{said}\n{told}\nEND:VCARD\n"
    path = write_csv(card, "cards.vcf")
    brought(workspace, [path])
    connection = workspace.store.connection
    assert connection.execute("SELECT name FROM organization").fetchall() == [("Holm & Sons",)]
    assert connection.execute("SELECT count(*) FROM person").fetchone() == (0,)
    assert connection.execute("SELECT value FROM contact_point ORDER BY id").fetchall() == [
        ("info@holm.example",),
        ("+49 1",),
    ]
    again = brought(workspace, [path])
    assert (again.new, again.changed) == (0, 0)
