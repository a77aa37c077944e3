"""The same file again, and a later one of the same system (behaviour 29)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui import service
from pipetui.domain.dates.when import Due
from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.domain.folding import fold
from pipetui.domain.line.quick_line import NewDeal
from pipetui.exchange.apply import apply
from pipetui.exchange.plan import Options, plan
from pipetui.exchange.verdicts import Counts
from pipetui.service import Workspace, reads
from pipetui.service import bin as book_bin

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.exchange.conftest import RunImport, Snapshot, WriteCsv

Read = Callable[[sqlite3.Connection], "Snapshot"]

KEYED = (
    "ID,Title,Company,Stage,Amount,Close date,Created\n"
    "1,A,Acme,Demo,100,2026-12-01,2026-01-05\n"
    "2,B,,Won,200,2026-05-01,\n"
)
UNKEYED = "Title,Company,Amount\nA,Acme,100\nA,Acme,100\nB,Globex,200\n"


def counts(result: Any) -> Counts:
    return Counts(*result[:4])


YEARS = "Title,Amount,2025,2026,%,Größe!,größe\nA,100,7,8,x,a,b\n"


@pytest.mark.parametrize("text", [KEYED, UNKEYED, YEARS])
def test_b29_the_same_file_twice_changes_nothing(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, rows_of: Read, text: str, clock: Clock
) -> None:
    path = write_csv(text)
    new = run_import(path).new
    before, steps = rows_of(workspace.store.connection), len(reads.history(workspace, 9))
    clock.tick(days=3)

    assert plan(workspace, path, Options()).counts == Counts(0, 0, new, 0)
    result = run_import(path)

    assert counts(result) == Counts(0, 0, new, 0)
    assert result.message == f"nothing new in deals.csv ({new} the same)"
    assert rows_of(workspace.store.connection) == before
    assert len(reads.history(workspace, 9)) == steps


def test_b29_what_the_rep_did_meanwhile_stays(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    path = write_csv(KEYED)
    run_import(path)
    service.advance(workspace, [1])
    service.edit(workspace, 1, {"title": "Mine"})
    service.delete(workspace, [2])
    assert counts(run_import(path)) == Counts(0, 0, 2, 0)
    assert (reads.card(workspace, 1).title, reads.card(workspace, 1).stage) == ("Mine", "Proposal")
    assert [row.number for row in book_bin.contents(workspace)] == [2]


def test_rows_without_an_id_are_known_by_what_they_hold_and_how_often(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(write_csv(UNKEYED))
    longer = write_csv(UNKEYED.replace("B,", "C,") + "A,Acme,100\nB,Globex,200\n", "longer.csv")
    assert counts(run_import(longer)) == Counts(2, 0, 3, 0)
    moved = write_csv("Amount,Company,Title\n100,Acme,A\n200,Globex,B\n", "moved.csv")
    assert counts(run_import(moved)) == Counts(0, 0, 2, 0)


def test_a_changed_row_changes_its_deal(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, clock: Clock
) -> None:
    run_import(write_csv(KEYED))
    clock.tick(days=2)
    later = write_csv(
        "ID,Title,Company,Stage,Amount,Close date,Created,Contact,Tags,Note,Source,Probability\n"
        "1,A,Initech,Negotiation,150.50,2027-01-31,2026-01-04,Ann,hot,Hi,web,55\n3,C,,Demo,,,,,,,,\n",
        "later.csv",
    )
    made = plan(workspace, later, Options())
    assert made.counts == Counts(1, 1, 0, 0)
    assert run_import(later).message == "imported 1 new and 1 changed deal from later.csv"

    sheet = reads.sheet(workspace, 1)
    card = sheet.card
    assert (card.title, card.organization, card.stage, card.people, card.tags, card.source) == (
        "A",
        "Initech",
        "Negotiation",
        ("Ann",),
        ("hot",),
        "web",
    )
    assert card.value is not None
    assert (card.value.minor, card.probability, str(card.expected_close)) == (15_050, 55, "2027-01-31")
    assert str((card.created_at or card.entered_stage_at).date()) == "2026-01-04"
    assert {item.headline for item in sheet.timeline} == {"created in Demo", "Demo → Negotiation", "note"}
    assert counts(run_import(later)) == Counts(0, 0, 2, 0)


def test_a_blank_cell_changes_nothing(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    run_import(write_csv("ID,Title,Company,Amount,Source,Status\n1,A,Acme,100,web,open\n"))
    result = run_import(write_csv("ID,Title,Company,Amount,Source,Status\n1,A,,,,\n"))
    assert counts(result) == Counts(0, 1, 0, 0)
    assert result.message == "imported 1 changed deal from deals.csv"
    card = reads.card(workspace, 1)
    assert (card.organization, card.value and card.value.minor, card.source) == ("Acme", 10_000, "web")


STATES = ("open", "won", "lost")


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_a_deal_follows_its_status_whatever_it_was(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, before: str, after: str
) -> None:
    heading = "ID,Title,Stage,Status,Closed,Reason\n"
    run_import(write_csv(f"{heading}1,A,Demo,{before},2026-10-01,price\n"), maps=(("reason", "Reason"),))
    result = run_import(write_csv(f"{heading}1,A,Proposal,{after},2026-10-20,budget\n"), maps=(("reason", "Reason"),))
    assert counts(result) == Counts(0, 1, 0, 0)
    card = reads.card(workspace, 1)
    assert card.status == after
    assert (str(card.closed_at)[:10] if card.closed_at else None) == (None if after == OPEN else "2026-10-20")
    assert card.lost_reason == ("budget" if after == LOST else "")
    first_won = workspace.store.connection.execute("SELECT first_won_at FROM deal").fetchone()[0]
    assert (first_won is not None) == (WON in (before, after))
    service.undo(workspace)
    assert reads.card(workspace, 1).status == before


@pytest.mark.parametrize("corrected", ["2026-10-01", "2026-11-21"])
def test_b26_a_later_file_with_another_day_of_the_win_leaves_check_ins_what_they_are(
    workspace: Workspace, clock: Clock, write_csv: WriteCsv, run_import: RunImport, corrected: str
) -> None:
    heading = "ID,Title,Stage,Created,Status,Closed\n"
    run_import(write_csv(f"{heading}1,A,Demo,2026-09-01,open,\n"))
    service.plan(workspace, [1], Due(date(2026, 12, 20)), "left of the sale")
    clock.tick(minutes=1)
    service.win(workspace, [1])
    clock.tick(minutes=1)
    service.plan(workspace, [1], Due(date(2026, 12, 10)), "check in")
    clock.tick(days=2)
    assert counts(run_import(write_csv(f"{heading}1,A,Demo,2026-09-01,won,{corrected}\n"))) == Counts(0, 1, 0, 0)
    assert [step.what for step in reads.sheet(workspace, 1).follow_ups] == ["check in"]
    service.undo(workspace)
    assert [step.what for step in reads.sheet(workspace, 1).follow_ups] == ["check in"]


def test_a_correction_of_how_the_file_is_read_is_a_change(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    path = write_csv("ID,Title,Created,Amount\n1,A,02/01/2026,5\n")
    run_import(path)
    assert counts(run_import(path, date_order="mdy", currency="USD")) == Counts(0, 1, 0, 0)
    card = reads.card(workspace, 1)
    assert (str((card.created_at or card.entered_stage_at).date()), card.currency) == ("2026-02-01", "USD")


def test_systems_do_not_mix(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    path = write_csv(KEYED)
    run_import(path)
    other = write_csv(KEYED.replace("1,A,Acme", "1,Z,Zenith"), "other.csv")
    assert counts(run_import(other, system="pipedrive")) == Counts(2, 0, 0, 0)
    assert counts(run_import(other, system="pipedrive")) == Counts(0, 0, 2, 0)


def test_an_id_that_stands_twice(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    rows = "1,A\n1,A\n1,B\n" + "".join(f"{number},X\n" for number in range(2, 700)) + "1,A\n1,C\n"
    path = write_csv("ID,Title\n" + rows)
    assert plan(workspace, path, Options()).counts == Counts(699, 0, 2, 2)
    result = run_import(path)
    assert counts(result) == Counts(699, 0, 2, 2)
    assert result.failed_file is not None
    assert "the id “1” stands in this file twice" in result.failed_file.read_text(encoding="utf-8")


def test_new_and_changed_rows_of_one_batch_do_not_collide(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    heading = "ID,Title,Company,Contact,Stage\n"
    run_import(write_csv(heading + "".join(f"{n},Old {n},,,Demo\n" for n in range(1, 6))))
    mixed = "".join(f"{n},Deal {n},Org {n % 7},Person {n % 5},Place {n % 3}\n" for n in range(1, 400))
    path = write_csv(heading + mixed)
    assert counts(run_import(path)) == Counts(394, 5, 0, 0)
    rows = workspace.store.connection.execute(
        """SELECT r.external_id, d.title, o.name, p.name, s.name FROM deal d
           JOIN external_ref r ON r.entity_id = d.id AND r.entity = 'deal'
           JOIN organization o ON o.id = d.organization_id JOIN stage s ON s.id = d.stage_id
           JOIN deal_person dp ON dp.deal_id = d.id JOIN person p ON p.id = dp.person_id"""
    ).fetchall()
    assert sorted(rows, key=lambda row: int(row[0])) == [
        (str(n), f"Deal {n}", f"Org {n % 7}", f"Person {n % 5}", f"Place {n % 3}") for n in range(1, 400)
    ]
    assert workspace.store.connection.execute("SELECT count(*) FROM organization").fetchone() == (7,)
    assert counts(run_import(path)) == Counts(0, 0, 399, 0)


def test_many_ids_that_stand_twice_are_found_beyond_what_is_kept_at_hand(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipetui.store.bulk.spill._AT_HAND", 40)
    monkeypatch.setattr("pipetui.exchange.compare_rows.BATCH", 25)
    ids = "".join(f"{number},A\n" for number in range(100))
    again = "".join(f"{number},{'AB'[number % 2]}\n" for number in range(100))
    assert counts(run_import(write_csv("ID,Title\n" + ids + again))) == Counts(100, 0, 50, 50)
    equal = write_csv("Title\n" + "A\nB\n" * 60, "equal.csv")
    assert counts(run_import(equal)) == Counts(120, 0, 0, 0)
    assert counts(run_import(equal)) == Counts(0, 0, 120, 0)


def test_what_an_older_pipetui_kept_of_a_row_is_still_known(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(write_csv(KEYED))
    with workspace.store.unjournaled():
        workspace.store.connection.execute(
            """INSERT INTO external_ref (system, entity, external_id, entity_id)
               SELECT system, 'deal row', digest, entity_id FROM external_ref"""
        )
        workspace.store.connection.execute("UPDATE external_ref SET digest = NULL WHERE entity = 'deal'")
    assert counts(run_import(write_csv(KEYED))) == Counts(0, 0, 2, 0)
    changed = write_csv(KEYED.replace("1,A,", "1,B,"), "changed.csv")
    assert counts(run_import(changed)) == Counts(0, 1, 1, 0)
    assert counts(run_import(changed)) == Counts(0, 0, 2, 0)
    service.undo(workspace)
    assert counts(run_import(write_csv(KEYED))) == Counts(0, 0, 2, 0)


def test_who_a_changed_row_brings_is_known_to_the_new_rows_behind_it(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipetui.exchange.compare_rows.BATCH", 1)
    run_import(write_csv("ID,Deal title,Company,Contact,Email\n1,A,,,\n"))
    rows = "2,B,Acme,Bob,b1@acme.example\n1,A,Acme,Bob,b2@acme.example\n3,C,Acme,Bob,b2@acme.example\n"
    assert counts(run_import(write_csv("ID,Deal title,Company,Contact,Email\n" + rows))) == Counts(2, 1, 0, 0)
    assert {(card.organization, card.people) for card in reads.cards(workspace)} == {("Acme", ("Bob",))}
    held = workspace.store.connection.execute(
        "SELECT person_id, value, position FROM contact_point ORDER BY id"
    ).fetchall()
    assert held == [(1, "b1@acme.example", 0), (1, "b2@acme.example", 1)]


CELLS = st.sampled_from(["", "A", "Acme", "x@y.example", "100", "2026-01-05", "won", "Demo", "=1", "bad date", " a "])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=8, max_size=8), max_size=8), with_id=st.booleans())
def test_b27_b29_any_file_counts_as_planned_changes_nothing_twice_and_is_undone(
    workspace: Workspace, write_csv: WriteCsv, rows_of: Read, rows: list[list[str]], with_id: bool
) -> None:
    headings = ["ID" if with_id else "Other", "Title", "Company", "Email", "Value", "Created", "Stage", "Note"]
    path = write_csv("\n".join([",".join(headings), *(",".join(row) for row in rows)]) + "\n")
    start = rows_of(workspace.store.connection)
    made = plan(workspace, path, Options())
    assert sum(made.counts) == made.rows
    first = apply(workspace, made)
    assert counts(first) == made.counts
    middle = rows_of(workspace.store.connection)
    second = apply(workspace, plan(workspace, path, Options()))
    assert (second.new, second.changed, second.failed) == (0, 0, first.failed)
    assert rows_of(workspace.store.connection) == middle
    if first.new:
        service.undo(workspace)
    assert rows_of(workspace.store.connection) == start
    assert all(row[2] == fold(row[1]) for row in middle["deal"])


def test_when_a_deal_was_last_touched_there_moves_the_clock_of_silence_without_a_touch(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, clock: Clock
) -> None:
    rows = "Hoist,Prospecting,2026-01-05,{}\nCrane,Prospecting,2026-01-05,\nWinch,Prospecting,2026-01-05,2031-01-01\n"
    path = write_csv("Deal,Stage,Created,Last activity\n" + rows.format("2026-02-20"))
    result = run_import(path)
    assert [said for said in result.warnings if "lies ahead" in said]
    cards = {card.title: card for card in reads.cards(workspace)}
    noon = datetime(2026, 2, 20, 12, tzinfo=UTC)
    assert cards["Hoist"].last_touch_at == noon
    assert (cards["Crane"].last_touch_at, cards["Winch"].last_touch_at) == (None, None)
    assert cards["Hoist"].rotting_days < cards["Crane"].rotting_days
    assert workspace.store.connection.execute("SELECT count(*) FROM touch").fetchone() == (0,)
    run_import(write_csv("Deal,Stage,Created,Last activity\n" + rows.format("2026-02-25")))
    later = next(card for card in reads.cards(workspace) if card.title == "Hoist")
    assert later.last_touch_at == datetime(2026, 2, 25, 12, tzinfo=UTC)
    run_import(write_csv("Deal,Stage,Created,Last activity\n" + rows.format("2026-02-21")))
    assert next(card for card in reads.cards(workspace) if card.title == "Hoist") == later


@pytest.mark.parametrize("heading", ["Last Activity", "Last contacted", "Date of last activity", "Letzte Aktivität"])
def test_the_column_of_the_last_touch_is_known_by_many_names(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, heading: str
) -> None:
    run_import(write_csv(f"Deal,Stage,{heading}\nHoist,Prospecting,2026-02-20\n"))
    assert reads.cards(workspace)[0].last_touch_at is not None


def test_b29_a_day_is_no_other_moment_of_that_day(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, clock: Clock
) -> None:
    service.add(workspace, NewDeal("A", organization="Acme"))
    clock.tick(minutes=7)
    service.win(workspace, [1])
    known = "SELECT created_at, closed_at FROM deal"
    moments = workspace.store.connection.execute(known).fetchone()
    day = f"{clock():%Y-%m-%d}"
    head = "Title,Company,Status,Created,Closed\n"
    run_import(write_csv(f"{head}A,Acme,won,{day},{day}\n"))  # today, of which the noon may lie ahead
    clock.tick(days=3)
    run_import(write_csv(f"{head}A,Acme,won,{day},{day}\n", "later.csv"))
    assert workspace.store.connection.execute(known).fetchone() == moments
    run_import(write_csv(f"{head}A,Acme,won,{day} 01:02,{day} 01:03\n", "timed.csv"))
    assert workspace.store.connection.execute(known).fetchone() != moments
