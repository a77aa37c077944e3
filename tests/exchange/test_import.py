"""What an import leaves in the book, and what it says before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipetui import paths, service
from pipetui.config import Settings
from pipetui.domain.dates.period import ALL
from pipetui.domain.dates.when import DateRules
from pipetui.domain.errors import InputError, NotFoundError, StoreError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.exchange.apply import apply
from pipetui.exchange.outcome import ImportResult
from pipetui.exchange.plan import Options, plan, recognised
from pipetui.exchange.stages import SAID, UNSAID
from pipetui.exchange.verdicts import Counts
from pipetui.exchange.writers import csv_records
from pipetui.exchange.writers.source import ExportSource
from pipetui.phrases.deal_shape import deal
from pipetui.phrases.reports import LOSSES
from pipetui.service import Workspace, reads, reports
from pipetui.store.reads import lines
from pipetui.store.reads.courses import courses
from pipetui.store.reads.stage_history import entered
from pipetui.views import Card

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.exchange.conftest import RunImport, Snapshot, WriteCsv

Read = Callable[[sqlite3.Connection], "Snapshot"]

PIPELINE = """opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\r
A1,Ann,GTX Basic,Acme,Won,2025-10-20,2026-03-01,1054\r
A2,Bob,MG Special,acme,Lost,2025-10-25,2026-03-11,0\r
A3,Ann,GTX Pro,,Engaging,2025-11-01,,\r
A4,Ann,GTX Pro,Globex,Prospecting,,,\r
A5,Bob,Café 40 %,Ærø Shipping,Negotiation,2026-11-21,2026-12-24,"12,500"\r
"""


def values_of(workspace: Workspace, sql: str, *arguments: Any) -> list[tuple[Any, ...]]:
    return workspace.store.connection.execute(sql, arguments).fetchall()


def by_number(workspace: Workspace) -> list[Card]:
    return sorted(reads.cards(workspace), key=lambda card: card.id)


def test_a_file_of_deals_is_imported_by_its_headings(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    result = run_import(write_csv(PIPELINE, "pipeline.csv"))

    assert result[:7] == (5, 0, 0, 0, None, "imported 5 deals from pipeline.csv", frozenset({"Engaging"}))
    assert result.is_right
    assert values_of(
        workspace,
        """SELECT d.title, o.name, d.status, s.name, d.value_minor, d.currency, d.created_at, d.entered_stage_at,
                  d.closed_at, d.first_won_at, d.expected_close, d.lost_stage_id, d.key
           FROM deal d JOIN stage s ON s.id = d.stage_id LEFT JOIN organization o ON o.id = d.organization_id
           ORDER BY d.id""",
    ) == [
        ("GTX Basic", "Acme", "won", "Negotiation", 105400, "EUR", "2025-10-20T12:00:00Z", "2025-10-20T12:00:00Z",
         "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", "2026-03-01", None, "gtx basic"),
        ("MG Special", "Acme", "lost", "Prospecting", 0, "EUR", "2025-10-25T12:00:00Z", "2025-10-25T12:00:00Z",
         "2026-03-11T12:00:00Z", None, "2026-03-11", None, "mg special"),
        ("GTX Pro", None, "open", "Engaging", None, "EUR", "2025-11-01T12:00:00Z", "2025-11-01T12:00:00Z", None, None,
         None, None, "gtx pro"),
        ("GTX Pro", "Globex", "open", "Prospecting", None, "EUR", "2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z", None,
         None, None, None, "gtx pro"),
        ("Café 40 %", "Ærø Shipping", "open", "Negotiation", 1250000, "EUR", "2026-11-21T10:00:00Z",
         "2026-11-21T10:00:00Z", None, None, "2026-12-24", None, "cafe 40 %"),
    ]  # fmt: skip


def test_stage_events_are_written_for_funnel_and_cycle(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(write_csv(PIPELINE))
    assert values_of(
        workspace,
        "SELECT deal_id, kind, at, from_stage_id, to_stage_id, stayed_s, note FROM stage_event WHERE deal_id < 4",
    ) == [
        # The file says Won and Lost where it says of others in which stage they are: from which one nobody knows.
        (1, "created", "2025-10-20T12:00:00Z", None, None, None, ""),
        (1, "won", "2026-03-01T12:00:00Z", None, None, None, ""),
        (2, "created", "2025-10-25T12:00:00Z", None, None, None, ""),
        (2, "lost", "2026-03-11T12:00:00Z", None, None, None, ""),
        (3, "created", "2025-11-01T12:00:00Z", None, 6, None, ""),
    ]


def test_b29_a_stage_that_the_file_does_not_tell_is_unknown_to_every_reader(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    """Of closed deals the file has the outcome alone: in which stage they were is in no figure, and nowhere shown."""
    ends = [
        f"{end} {n},{end},2026-0{n % 9 + 1}-01,2026-10-{n + 1:02},9\n" for n in range(24) for end in ("Won", "Lost")
    ]
    head = "Deal,Stage,Created,Closed on,Amount\n"
    result = run_import(write_csv(head + "".join(ends) + "Open,Qualify,2026-01-05,,50\nLate,Demo,2026-01-06,,70\n"))
    assert result.receipt is not None and result.is_right
    standing = [(place.stage, place.status, found.deals) for place, found in result.receipt.book.standing.items()]
    assert sorted(standing) == [("", "lost", 24), ("", "won", 24), ("Demo", "open", 1), ("Qualify", "open", 1)]
    assert result.receipt.untold.startswith("48 closed deals count for no stage")
    run_import(write_csv("Deal,Stage,Status,Created,Closed on\nTold,Qualify,Won,2026-03-01,2026-04-02\n", "told.csv"))

    connection = workspace.store.connection
    qualify, demo = (stage.id for stage in reads.pipelines(workspace).stages)
    assert entered(connection) == [(qualify, 1, 1)]  # of the one whose row says so
    assert {course.stages for course in courses(connection, workspace.now()).newest if course.id < 49} == {()}
    assert [deal(card)["stage"] for card in by_number(workspace)[47:]] == [None, "Qualify", "Demo", "Qualify"]
    moment = workspace.moment()
    assert lines.fitting(connection, moment, "stage:qualify").lines.ids == [49, 51]
    assert set(lines.fitting(connection, moment, "status:lost").lines.stages) == {""}
    lost = reports.figures(workspace, LOSSES, ALL).places
    assert [place.stage for place in lost] == [""]
    assert ",EUR,Sales,,won,100," in "".join(csv_records.write(ExportSource(connection, moment), "deals"))

    # Opened again it stands somewhere, and what becomes of it from there is known.
    service.reopen(workspace, [1])
    assert by_number(workspace)[0].stage == "Demo"
    service.win(workspace, [1])
    assert set(entered(connection)) == {(qualify, 1, 1), (demo, 1, 1)}


def test_b29_how_likely_a_stage_is_can_be_told_where_it_is_imported(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    path = write_csv("Deal,Stage\nA,Qualify\nB,Pilot\nC,Won\n")
    understood = plan(workspace, path, Options(stages=(("pilot", "45 %"),)))
    assert [(word.ours, word.probability, word.why) for word in understood.stages if word.new] == [
        ("Qualify", 0, UNSAID),
        ("Pilot", 45, SAID),
    ]
    assert understood.unsaid is not None and understood.unsaid.remedy.name == "import.percent"
    run_import(path, stages=(("pilot", "45 %"), ("Won", "90%")))
    assert [(stage.name, stage.probability) for stage in reads.pipelines(workspace).stages] == [
        ("Qualify", 0), ("Pilot", 45), ("Won", 90),
    ]  # fmt: skip


def test_the_imported_deals_are_on_the_board(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    run_import(write_csv(PIPELINE))
    board = reads.board(workspace)
    assert [(column.stage.name, column.stage.probability, len(column.cards)) for column in board.columns] == [
        ("Prospecting", 10, 1),  # where deals begin in this book, though the file names it later
        ("Engaging", 0, 1),
        ("Negotiation", 80, 1),
    ]


def test_the_plan_shows_what_would_happen_and_writes_nothing(
    workspace: Workspace, write_csv: WriteCsv, rows_of: Read, tmp_path: Path
) -> None:
    path = write_csv(PIPELINE + "A6,Bob,,,Won,2026-01-05,,\r\n")
    before, files = rows_of(workspace.store.connection), sorted(path.parent.iterdir())

    made = plan(workspace, path, Options())

    assert made.counts == Counts(5, 0, 0, 1)
    assert made.rows == 6
    assert [(column.field, column.heading, column.guessed) for column in made.columns] == [
        ("id", "opportunity_id", True),
        ("title", "product", True),
        ("organization", "account", True),
        ("stage", "deal_stage", True),
        ("value", "close_value", True),
        ("created", "engage_date", True),
        ("close", "close_date", True),
    ]
    assert made.unread == ("sales_agent",)
    assert [word[:3] for word in made.stages] == [
        ("Won", "won", False),
        ("Lost", "lost", False),
        ("Prospecting", "Prospecting", False),
        ("Negotiation", "Negotiation", False),
        ("Engaging", "Engaging", True),
    ]
    assert dict(made.sample[0])["value"] == "€1,054"
    assert made.failures == ((7, "no title, and no organization to name the deal after"),)
    assert rows_of(workspace.store.connection) == before
    assert not values_of(workspace, "SELECT * FROM step")
    assert sorted(path.parent.iterdir()) == files
    assert not paths.backups(workspace.store.path).exists()


def test_b27_an_import_is_one_step_and_undo_gives_back_the_same_rows(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, rows_of: Read
) -> None:
    run_import(write_csv("Deal,Company,Email\nOld,Acme,ann@acme.example\n", "old.csv"))
    before = rows_of(workspace.store.connection)
    people = (
        "Title,Company,Contact,E-mail,Phone,Tags,Note,Stage\nNew,Acme,Ann,ann@acme.example,+49 30 1,hot,Hello,Talk\n"
    )
    run_import(write_csv(people))
    after = rows_of(workspace.store.connection)

    assert reads.history(workspace, 1)[0].label == "imported 1 deal from deals.csv"
    service.undo(workspace)
    assert rows_of(workspace.store.connection) == before
    service.redo(workspace)
    assert rows_of(workspace.store.connection) == after


def test_b30_a_backup_goes_before(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, clock: Clock
) -> None:
    path = write_csv(PIPELINE)
    for _ in range(16):
        run_import(path)
        clock.tick(minutes=1)
    kept = sorted(file.name for file in paths.backups(workspace.store.path).iterdir())
    assert len(kept) == 14
    assert kept[0] == "before-import-2026-11-21-100200.db"
    with sqlite3.connect(paths.backups(workspace.store.path) / kept[0]) as copy:
        assert copy.execute("SELECT count(*) FROM deal").fetchone() == (5,)
    copy.close()


def test_progress_counts_the_rows(workspace: Workspace, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipetui.exchange.compare_rows.BATCH", 200)
    path = write_csv("Title\n" + "".join(f"Deal {number}\n" for number in range(220)))
    told: list[tuple[int, int]] = []
    made = plan(workspace, path, Options())
    apply(workspace, made, lambda done, of: told.append((done, of)))
    assert told == [(200, 220), (220, 220)]
    assert made.rows == 220


def test_where_takes_only_some_rows(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    path = write_csv(PIPELINE + "broken\r\n")
    assert run_import(path, where=(("sales_agent", "ann"),)).message == "imported 3 deals from deals.csv"
    assert run_import(path, where=(("Sales Agent", "Ann"), ("sales_agent", "Bob"))).new == 2
    assert run_import(path, where=(("sales_agent", "Ann"), ("account", "Globex"))).same == 1
    with pytest.raises(InputError) as caught:
        plan(workspace, path, Options(where=(("sales_agent", "Anna"),)))
    assert caught.value.title == "no row of deals.csv has “sales_agent=Anna”"
    assert caught.value.hint == "it holds: Ann"
    with pytest.raises(InputError, match="no column “agent”"):
        plan(workspace, path, Options(where=(("agent", "Ann"),)))


def test_stages_can_be_mapped(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    path = write_csv("Title,Stage\nA,Engaging\nB,closed\nC,negotiation \nD,\n")
    run_import(path, stages=(("engaging", "qual"), ("Closed", "won")))
    assert [(card.title, card.stage, card.status) for card in by_number(workspace)] == [
        ("A", "Qualification", "open"),
        ("B", "", "won"),
        ("C", "Negotiation", "open"),
        ("D", "Prospecting", "open"),
    ]
    with pytest.raises(InputError, match="there is no stage “Quux”"):
        plan(workspace, path, Options(stages=(("Engaging", "Quux"),)))
    with pytest.raises(InputError, match="no row is in a stage “Engagin”") as caught:
        plan(workspace, path, Options(stages=(("Engagin", "Demo"),)))
    assert caught.value.hint == "the file's stages: Engaging"


def test_b29_stages_are_ordered_and_weighed_by_what_their_deals_say(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(
        write_csv("Deal,Stage,Chance %\nA,Offer,80\nB,Offer,75\nC,Offer,85\nD,First call,20\nE,Trial,40\nF,Trial,55\n")
    )
    stages = reads.pipelines(workspace).stages
    assert [(stage.name, stage.probability) for stage in stages] == [("First call", 20), ("Trial", 40), ("Offer", 80)]
    assert values_of(workspace, "SELECT own_probability FROM deal ORDER BY id") == [
        (None,), (75,), (85,), (None,), (None,), (55,),
    ]  # fmt: skip


def test_unknown_stages_are_made_at_the_end_in_the_order_of_the_file(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    service.add(workspace, NewDeal("Mine"))
    run_import(write_csv("Title,Stage\nA,Second look\nB,Legal\nC,second LOOK\n"))
    stages = [(s.name, s.probability, s.rotting_days) for s in reads.pipelines(workspace).stages]
    assert stages[5:] == [("Second look", 0, 10), ("Legal", 0, 10)]


def test_status_and_reason(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    path = write_csv(
        "Title,Stage,Status,Lost reason\nA,Demo,Lost,PRICE\nB,Demo,Won,\nC,Closed Lost,,rain\nD,Demo,open,ignored\n"
        "E,Won,open,\nF,Demo,dunno,\n"
    )
    result = run_import(path)
    assert (result.new, result.failed) == (6, 0)
    rows = values_of(
        workspace, "SELECT title, status, stage_id, lost_stage_id, lost_reason, closed_at IS NULL FROM deal ORDER BY id"
    )
    assert rows == [
        ("A", "lost", 3, 3, "price", 1),  # nobody told the day
        ("B", "won", 3, None, "", 1),
        ("C", "lost", 1, None, "rain", 1),
        ("D", "open", 3, None, "", 1),
        ("E", "open", 1, None, "", 1),
        ("F", "open", 3, None, "", 1),
    ]
    assert [word.partition(":")[0] for word in result.warnings] == ["Stage", "Status"]
    assert values_of(workspace, "SELECT text FROM note ORDER BY id") == [("Stage: Won",), ("Status: dunno",)]


def test_titles_come_from_several_columns_or_the_organization(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    path = write_csv("account,product\nAcme,Pro\n,Basic\nGlobex,\n,\nInitech, \n")
    run_import(path, maps=(("title", "account"), ("title", "product"), ("organization", "account")))
    assert [row[0] for row in values_of(workspace, "SELECT title FROM deal")] == [
        "Acme · Pro",
        "Basic",
        "Globex",
        "Initech",
    ]


def test_a_row_without_any_name_fails(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    result = run_import(write_csv("Title,Company,Value\n,,5\n,Acme,6\n"))
    assert (result.new, result.failed) == (1, 1)
    with pytest.raises(InputError, match="no column gives the deals a title"):
        plan(workspace, write_csv("Value\n5\n"), Options(records="deals"))


def test_people_are_found_or_made(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    service.add(workspace, NewDeal("Known", organization="Acme", people=("Ann Lee",), emails=("ann@acme.example",)))
    run_import(
        write_csv(
            "Deal title,Company,Contact,Email,Phone\n"
            "A,ACME,Ann lee,ANN@acme.example; ann2@acme.example,\n"
            "B,Globex,,ann@acme.example,+49 30 1234\n"
            "C,Globex,Bob Roy; Cy Dee,bob@globex.example,\n"
            "D,Globex,,new.one@globex.example,\n"
            "E,Globex,,,+1 202 555\n"
            "F,Globex,,new.one@globex.example,(1) 202-555\n"
        )
    )
    assert [card.people for card in by_number(workspace)] == [
        ("Ann Lee",),
        ("Ann Lee",),
        ("Ann Lee",),
        ("Bob Roy", "Cy Dee"),
        ("New One",),
        ("+1 202 555",),
        ("New One",),
    ]
    assert values_of(workspace, "SELECT person_id, value FROM contact_point ORDER BY id") == [
        (1, "ann@acme.example"),
        (1, "ann2@acme.example"),
        (1, "+49 30 1234"),
        (2, "bob@globex.example"),
        (4, "new.one@globex.example"),
        (5, "+1 202 555"),
        (4, "(1) 202-555"),
    ]


def test_bad_addresses_are_kept_as_text(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    result = run_import(write_csv("Deal,Email,Phone\nA,nobody,\nB,,none of your business\nC,n/a,-\n"))
    assert (result.new, result.failed) == (3, 0)
    assert values_of(workspace, "SELECT deal_id, text FROM note ORDER BY id") == [
        (1, "Email: nobody"),
        (2, "Phone: none of your business"),
    ]
    assert not values_of(workspace, "SELECT * FROM contact_point")


def test_money_currency_and_probability(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    path = write_csv(
        "Title;Value;Currency;Probability;Stage\n"
        "A;1.250,50;US Dollar;0,4;Demo\nB;12000;¥;0,25;Demo\nC;3.000;;1;Demo\nD;5 USD;EUR;;Demo\n"
    )
    run_import(path, currency="chf")
    assert values_of(workspace, "SELECT title, value_minor, currency, own_probability FROM deal ORDER BY id") == [
        ("A", 125_050, "USD", None),  # as its stage
        ("B", 12_000, "JPY", 25),
        ("C", 300_000, "CHF", 100),
        ("D", 500, "USD", None),
    ]
    with pytest.raises(InputError, match="is not a currency"):
        plan(workspace, path, Options(currency="XYZ"))


def test_the_decimal_sign_of_a_column_is_learnt_from_its_other_cells(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(write_csv("Title,Value\nA,1.250\nB,99.5\n"))
    run_import(write_csv("Title,Value\nC,1.250\nD,99\n", "other.csv"))
    assert values_of(workspace, "SELECT value_minor FROM deal ORDER BY id") == [
        (125_000,),
        (9950,),
        (125_000,),
        (9900,),
    ]


def test_b15_the_date_order_is_found_out_or_given(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    def created(path: Path, **options: Any) -> list[str]:
        run_import(path, **options)
        rows = values_of(workspace, "SELECT created_at FROM deal ORDER BY id DESC LIMIT 2")
        return [row[0][:10] for row in reversed(rows)]

    american = write_csv("Title,Created\nA,01/02/2026\nB,01/31/2026\n", "american.csv")
    assert created(american) == ["2026-01-02", "2026-01-31"]
    unclear = write_csv("Title,Created\nC,01/02/2026\nD,03/04/2026\n", "unclear.csv")
    assert created(unclear) == ["2026-02-01", "2026-04-03"]
    given = write_csv("Title,Created\nE,01/02/2026\nF,03/04/2026\n", "given.csv")
    assert created(given, date_order="mdy") == ["2026-01-02", "2026-03-04"]
    with pytest.raises(InputError, match="no date order"):
        plan(workspace, given, Options(date_order="dym"))
    dated = workspace._replace(settings=Settings(dates=DateRules(day_first=False)))
    assert plan(dated, unclear, Options()).sources[0].rules.orders == {"created": "mdy"}


def test_days_keep_their_date_in_any_zone(workspace: Workspace, write_csv: WriteCsv) -> None:
    path = write_csv("Title,Status,Created,Close date\nA,won,2026-01-30,2026-02-28\nB,,2026-11-21,2026-02-28\n")
    for hours in (-11, 0, 13):
        zone = timezone(timedelta(hours=hours))
        away = workspace._replace(clock=partial(datetime, 2026, 11, 21, 8, tzinfo=zone))
        sample = [dict(pairs) for pairs in plan(away, path, Options()).sample]
        first = plan(away, path, Options()).sources[0].rules
        assert first.now.tzinfo == zone
        assert sample[0]["close"] == sample[1]["close"] == "2026-02-28"
        apply(away, plan(away, path, Options(system=f"zone {hours}")))
        won, today = values_of(away, "SELECT closed_at, created_at FROM deal ORDER BY id DESC LIMIT 2")[::-1]
        assert datetime.fromisoformat(won[0]).astimezone(zone).date().isoformat() == "2026-02-28"
        assert datetime.fromisoformat(today[1]) <= away.now()


def test_a_deal_is_never_closed_before_it_was_created(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(write_csv("Title,Status,Created,Closed\nA,won,2026-06-15,2025-11-09\n"))
    assert values_of(workspace, "SELECT created_at, closed_at FROM deal") == [("2025-11-09T12:00:00Z",) * 2]
    assert values_of(workspace, "SELECT stayed_s FROM stage_event WHERE kind = 'won'") == [(None,)]


def test_hostile_cells_are_cleaned_and_shown_literally(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    path = write_csv(
        'Title,Company,Source,Tags,Note\n"[red]\x1b[31mX\x07\x00","\u202eevil\ttwo",\x1b]0;x\x07src,"a\x1b[1m b,c",'
        '"one\x1b[2J\ntwo\x00"\n"=HYPERLINK(1)",\'=x,,,\n'
    )
    run_import(path)
    assert values_of(workspace, "SELECT title, source FROM deal ORDER BY id") == [
        ("[red]X", "src"),
        ("=HYPERLINK(1)", ""),
    ]
    assert values_of(workspace, "SELECT name FROM organization ORDER BY id") == [("evil two",), ("=x",)]
    assert values_of(workspace, "SELECT tag FROM deal_tag ORDER BY id") == [("a-b",), ("c",)]
    assert values_of(workspace, "SELECT text FROM note") == [("one\ntwo",)]


def test_too_many_stages_are_no_stages(workspace: Workspace, write_csv: WriteCsv) -> None:
    path = write_csv("Title,Stage\n" + "".join(f"A,S{number}\n" for number in range(80)))
    with pytest.raises(InputError, match="is it the stage"):
        plan(workspace, path, Options())


def test_columns_lists_the_headings(write_csv: WriteCsv) -> None:
    assert list(recognised(write_csv(PIPELINE), Options())[0][1].table.headings[:2]) == [
        "opportunity_id",
        "sales_agent",
    ]
    with pytest.raises(NotFoundError):
        recognised(Path("nowhere.csv"), Options())


def test_nothing_stays_when_the_file_breaks_off_half_way(
    workspace: Workspace, write_csv: WriteCsv, rows_of: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipetui.exchange.compare_rows.BATCH", 200)
    path = write_csv("Title\n" + "".join(f"Deal {number}\n" for number in range(210)) + ",\nlast,too,many\n")
    made = plan(workspace, path, Options())
    before = rows_of(workspace.store.connection)

    def grow(done: int, of: int) -> None:
        with path.open("a") as file:
            file.write("One more\n")

    with pytest.raises(InputError, match="was changed while it was being read"):
        apply(workspace, made, grow)
    assert rows_of(workspace.store.connection) == before
    assert [file.name for file in path.parent.iterdir()] == ["deals.csv"]
    assert values_of(workspace, "SELECT step_id FROM journal_head") == [(None,)]


def test_a_book_that_cannot_be_written_is_said(workspace: Workspace, write_csv: WriteCsv, rows_of: Read) -> None:
    made = plan(workspace, write_csv(PIPELINE), Options())
    workspace.store.connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError):
        apply(workspace, made)
    workspace.store.connection.execute("PRAGMA query_only = OFF")
    assert not values_of(workspace, "SELECT * FROM deal")


def test_times_are_utc_in_the_book(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    run_import(write_csv("Title,Created\nA,2006-06-15T20:47:06.000+02:00\n"))
    (card,) = reads.cards(workspace, "")
    assert card.created_at == datetime(2006, 6, 15, 18, 47, 6, tzinfo=UTC)


def test_b29_what_nobody_said_is_not_made_up(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    path = write_csv(
        "Title,Stage,Status,Amount,Won time,Lost time,Owner\n"
        'A,Handover,won,"12,000",2026-03-01,,Bo\nB,Demo,lost,"250,50",,2026-04-02,Bo\n'
        "C,Demo,won,5,,2026-05-05,Bo\nD,Demo,lost,6,,,Bo\nE,Demo,open,7,2026-05-06,,Bo\n"
    )
    made = plan(workspace, path, Options())
    run_import(path)
    assert values_of(workspace, "SELECT title, value_minor, closed_on FROM deal ORDER BY id") == [
        ("A", 1_200_000, "2026-03-01"),
        ("B", 25_050, "2026-04-02"),
        ("C", 500, None),  # won, and the only day told is that of a loss
        ("D", 600, None),
        ("E", 700, None),
    ]
    assert values_of(workspace, "SELECT name, probability FROM stage WHERE name = 'Handover'") == [("Handover", 0)]
    assert values_of(workspace, "SELECT DISTINCT stayed_s FROM stage_event") == [(None,)]
    assert made.doubts == (
        "Amount: “12,000” names no currency and is taken for EUR",
        "new at 0 %, for the file does not say how likely: stage Handover",
    )


def test_b29_a_stage_that_no_row_comes_into_is_not_said_to_be_new(workspace: Workspace, write_csv: WriteCsv) -> None:
    path = write_csv("Title,Stage,Value\nA,Demo,12\n,Handover,7\nC,Second look,5\n")
    made = plan(workspace, path, Options())
    assert [(stage.ours, stage.new) for stage in made.stages] == [("Demo", False), ("Second look", True)]
    said = (
        "Value: “12” names no currency and is taken for EUR",
        "new at 0 %, for the file does not say how likely: stage Second look",
    )
    assert made.doubts == said
    unseen = plan(workspace, path, Options(), judge=False)
    result = apply(workspace, unseen)
    assert unseen._replace(trial=result).doubts == said
    assert values_of(workspace, "SELECT name FROM stage WHERE probability = 0") == [("Second look",)]


@pytest.mark.parametrize(
    "text",
    [
        "Title,Stage (pipeline)\nA,Demo (Sales)\nB,Second look (Renewals)\n",
        "Title,Stage,Pipeline\nA,Demo,Sales\nB,Second look,Renewals\n",
    ],
    ids=["behind the stage", "in a column"],
)
def test_b29_each_stage_is_in_the_pipeline_that_the_file_says(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, text: str
) -> None:
    assert run_import(write_csv(text)).is_right
    stands = (
        "SELECT s.name, p.name FROM deal d JOIN stage s ON s.id = d.stage_id"
        " JOIN pipeline p ON p.id = s.pipeline_id ORDER BY d.id"
    )
    assert values_of(workspace, stands) == [("Demo", "Sales"), ("Second look", "Renewals")]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("First name,Last name,E-mail,Phone\nAnn,Lee,ann@acme.example,+49 30 1\n", "person"),
        ("Title,First name,Email\nBuyer,Ann,ann@acme.example\n", "person"),
    ],
)
def test_b29_other_kinds_of_record_are_no_deals(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, text: str, table: str
) -> None:
    assert run_import(write_csv(text, "export.csv")).new == 1
    assert values_of(workspace, f"SELECT count(*) FROM {table}") == [(1,)]
    assert not values_of(workspace, "SELECT * FROM deal")


def counts(result: ImportResult) -> Counts:
    return Counts(result.new, result.changed, result.same, result.failed)


def test_b29_ids_of_two_systems_are_two_deals(workspace: Workspace, write_csv: WriteCsv, run_import: RunImport) -> None:
    one = write_csv("ID,Title,Organization,Value\n7,Pumps,Hooli,10\n", "one.csv")
    other = write_csv("Record ID,Deal name,Company,Amount\n7,Valves,Initech,20\n", "other.csv")
    run_import(one)
    run_import(other)
    assert values_of(workspace, "SELECT title FROM deal ORDER BY id") == [("Pumps",), ("Valves",)]
    for again in (one, other):
        assert counts(run_import(again)) == Counts(0, 0, 1, 0)
    same = write_csv("ID,Title,Organization,Value\n7,Turbines,Stark,10\n", "same.csv")
    assert counts(run_import(same)) == Counts(0, 0, 0, 1)
    assert values_of(workspace, "SELECT title FROM deal ORDER BY id") == [("Pumps",), ("Valves",)]


def test_b29_what_came_in_before_headings_counted_is_known(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    path = write_csv("ID,Title,Organization,Value\n7,Pumps,Hooli,10\n")
    run_import(path)
    workspace.store.connection.execute("UPDATE external_ref SET system = 'csv'")
    assert counts(run_import(path)) == Counts(0, 0, 1, 0)
    assert counts(run_import(write_csv("ID,Title,Value\n7,Cables,10\n", "new.csv"))) == Counts(1, 0, 0, 0)


def test_b29_days_in_won_and_lost_columns_say_how_it_ended(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(
        write_csv(
            "Title,Value,Stage,Won time,Lost time,Created\nA,1,Demo,2026-10-05,,\nB,2,Demo,,2026-10-06,\n"
            "C,3,Demo,,,2027-01-01\nD,4,Demo,2026-10-05,2026-10-06,\nE,5,Demo,2026-12-24,,\n"
        )
    )
    assert values_of(workspace, "SELECT title, status, closed_on FROM deal ORDER BY id") == [
        ("A", "won", "2026-10-05"),
        ("B", "lost", "2026-10-06"),
        ("C", "open", None),
        ("D", "open", None),  # which of the two is not told
        ("E", "won", None),  # nothing was closed on a day to come
    ]
    assert values_of(workspace, "SELECT count(*) FROM deal WHERE created_at > '2026-11-22'") == [(0,)]


def test_a_share_beside_percentages_is_a_share(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(write_csv("Title,Stage,Value,Probability\nA,Demo,1,70%\nB,Demo,1,0.6\nC,Demo,1,35\n"))
    assert values_of(workspace, "SELECT own_probability FROM deal ORDER BY id") == [(70,), (60,), (35,)]


def test_no_deal_comes_into_its_stage_after_it_was_closed(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    head = "ID,Title,Status,Stage,Deal created,Last stage change,Won time\n"
    run_import(
        write_csv(
            f"{head}1,A,won,Demo,2026-03-01 09:00,2026-05-01 09:00,2026-04-01 09:00\n"
            "2,B,won,Demo,2026-03-01 09:00,2026-03-20 09:00,2026-04-01 09:00\n"
            "3,C,open,Demo,2026-03-01 09:00,2026-05-01 09:00,\n",
            "deals.csv",
        )
    )
    after = "SELECT title FROM deal WHERE entered_stage_at > closed_at"
    entered = "SELECT substr(entered_stage_at, 1, 10) FROM deal ORDER BY id"
    assert not values_of(workspace, after)
    assert values_of(workspace, entered) == [("2026-04-01",), ("2026-03-20",), ("2026-05-01",)]

    run_import(
        write_csv(
            f"{head}2,B,won,Demo,2026-03-01 09:00,2026-03-20 09:00,2026-03-10 09:00\n"
            "3,C,won,Demo,2026-03-01 09:00,2026-05-01 09:00,2026-04-07 09:00\n",
            "later.csv",
        )
    )
    assert not values_of(workspace, after)
    assert values_of(workspace, entered) == [("2026-04-01",), ("2026-03-10",), ("2026-04-07",)]


@pytest.mark.parametrize(
    ("cells", "minor", "said"),
    [
        (("12,345", "1.234,56"), 1235, "“12,345” is rounded to 12.35 EUR"),
        (("12,345", "250,50"), 1235, "“12,345” is rounded to 12.35 EUR"),
        (("12.345", "1,234.56"), 1235, "“12.345” is rounded to 12.35 EUR"),
        (("12,000", "250,50"), 1_200_000, "“12,000” is taken for 12000.00 EUR"),
        (("12,345", "250,50", "7.5"), 1_234_500, "“12,345” is taken for 12345.00 EUR"),
        (("12,345", "900"), 1_234_500, ""),  # nothing else is written like that
    ],
)
def test_a_group_of_thousands_is_not_taken_for_one_in_silence_where_decimals_have_that_sign(
    workspace: Workspace,
    write_csv: WriteCsv,
    run_import: RunImport,
    cells: tuple[str, ...],
    minor: int,
    said: str,
) -> None:
    rows = "".join(f'T{place},"{cell}",EUR\n' for place, cell in enumerate(cells))
    result = run_import(write_csv(f"Title,Amount,Currency\n{rows}"))
    assert values_of(workspace, "SELECT value_minor FROM deal WHERE title = 'T0'") == [(minor,)]
    assert [line for line in result.warnings if said in line] if said else not result.warnings


def test_the_first_import_leaves_only_the_stages_it_names_with_the_percentages_it_proves(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    stages = "SELECT name, probability FROM stage WHERE removed_at IS NULL ORDER BY position"
    before = values_of(workspace, stages)
    run_import(write_csv("Title,Stage,Probability\nA,proposal,65\nB,Demo,35\nC,Demo,35\nD,Lost,0\n", "first.csv"))
    assert values_of(workspace, stages) == [("Demo", 35), ("Proposal", 65)]
    assert values_of(workspace, "SELECT count(own_probability) FROM deal") == [(0,)]

    service.undo(workspace)
    assert values_of(workspace, stages) == before


def test_a_first_import_of_no_deal_leaves_the_default_stages(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    stages = "SELECT count(*) FROM stage WHERE removed_at IS NULL"
    before = values_of(workspace, stages)
    run_import(write_csv("Title,Company,Stage,Amount\n,,Demo,5\n"))
    assert values_of(workspace, stages) == before


def test_a_first_import_of_one_stage_of_the_book_leaves_the_others(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    before = len(reads.pipelines(workspace).stages)
    run_import(write_csv("Title,Stage\nA,Demo\n"))
    assert len(reads.pipelines(workspace).stages) == before


def test_a_later_file_says_since_when_those_are_known_whom_a_deal_named_first(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    run_import(write_csv("Deal,Contact,Company,Stage,Amount\nHoist,Ann Lee,Acme,Demo,100\n", "deals.csv"))
    firms = write_csv("Organization ID,Company,Industry,Created\n7,Acme,Trade,2023-05-06\n", "firms.csv")
    run_import(firms, records="organizations")
    people = "Person ID,Name,Company,Email,Created\n9,Ann Lee,Acme,ann@example.com,{}\n"
    run_import(write_csv(people.format("2024-02-03"), "people.csv"), records="people")
    for table, known in (("organization", ("Acme", "2023-05-06")), ("person", ("Ann Lee", "2024-02-03"))):
        assert values_of(workspace, f"SELECT name, substr(created_at, 1, 10) FROM {table}") == [known]
