"""The hot reads answer from indexes: no table is read from end to end, and old deals cost them nothing."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from pipetui import demo, service
from pipetui.config import Settings
from pipetui.domain.dates import period
from pipetui.domain.dates.when import Due
from pipetui.domain.errors import AmbiguousError, NotFoundError
from pipetui.domain.line.quick_line import parse as parse_line
from pipetui.domain.sweep import Limits
from pipetui.phrases.reports import AGEING, FUNNEL, LOSSES, OUTCOMES, SOURCES, TOUCHES, VELOCITY
from pipetui.service import Workspace, forecast, numbers, objections, reads, reports
from pipetui.store import contacts, search_index, swept
from pipetui.store.reads import book_reads, due_counts, duplicates, finding, health, lines, lists, quota, sweep
from pipetui.store.store import Store
from pipetui.store.undo import changed_deals, journal

GROWING = {
    "deal", "touch", "follow_up", "stage_event", "note", "journal_row", "step", "contact_point", "person",
    "organization", "external_ref", "deal_person", "deal_tag", "qualification", "deal_objection", "custom_value",
}  # fmt: skip
"""The tables that grow with the rep's years."""

KEYS = {"ix_deal_key", "ix_organization_key", "ix_person_key"}
"""Part of a word can be anywhere, so each key is looked at once; in an index that holds nothing else."""
BINS = {"ix_organization_bin", "ix_person_bin"}
"""What lies in the bin is little."""
OPEN_DEALS = {"ix_deal_open", "ix_deal_live"}
"""A list of all open deals, gone through by an index that holds no others."""

DEAL = 2
LONG_AHEAD = period.of("month", date(2040, 1, 1))
OLD_DEALS = 500


class Read(NamedTuple):
    """Something read or written often; `through` are the indexes that it may go through from end to end."""

    do: Callable[[Workspace], object]
    through: frozenset[str] = frozenset()


def add(workspace: Workspace) -> None:
    line = parse_line(
        "Acme pilot 12k @demo next:fri ann@acme.example #saas", workspace.now(), workspace.settings.dates, "EUR"
    )
    service.add(workspace, line._replace(stage=""))


def find(workspace: Workspace) -> None:
    with suppress(NotFoundError, AmbiguousError):
        finding.find(workspace.store.connection, "acme o")


def month(workspace: Workspace) -> None:
    """What reports begin with."""
    connection = workspace.store.connection
    connection.execute(
        "SELECT id FROM deal WHERE status = 'won' AND closed_at >= ? AND closed_at < ? AND deleted_at IS NULL",
        ("2026-10-01", "2026-11-01"),
    ).fetchall()
    connection.execute(
        "SELECT deal_id, kind, at FROM stage_event WHERE deal_id IN (SELECT value FROM json_each(?)) ORDER BY at",
        ("[1,2,3]",),
    ).fetchall()
    connection.execute("SELECT count(*) FROM touch WHERE at >= ? AND at < ?", ("2026-10-01", "2026-11-01")).fetchall()


READS = {
    "board": Read(reads.board),
    "agenda": Read(reads.agenda),
    "week": Read(lambda workspace: reads.week(workspace, workspace.now().date())),
    "open deals": Read(lambda workspace: book_reads.open_cards(workspace.store.connection, workspace.moment())),
    "overdue": Read(lambda workspace: lists.overdue(workspace.store.connection, workspace.moment())),
    "overdue, as lines": Read(lambda workspace: lines.overdue(workspace.store.connection, workspace.moment())),
    "today, as lines": Read(
        lambda workspace: lines.day(workspace.store.connection, workspace.moment()), frozenset(OPEN_DEALS)
    ),
    "open deals, as lines": Read(
        lambda workspace: lines.fitting(workspace.store.connection, workspace.moment(), "open need:unknown hot"),
        frozenset(OPEN_DEALS),
    ),
    "list, as lines": Read(
        lambda workspace: lines.fitting(workspace.store.connection, workspace.moment(), "need:unknown"),
        frozenset({"deal", *OPEN_DEALS}),
    ),
    "open deals of words": Read(lambda workspace: reads.cards(workspace, "open overdue acme")),
    "list": Read(
        lambda workspace: reads.cards(workspace, "value>10k"), frozenset({"deal"})
    ),  # all deals, closed ones too
    "card": Read(lambda workspace: reads.card(workspace, DEAL)),
    "sheet": Read(lambda workspace: reads.sheet(workspace, DEAL)),
    "prompt": Read(lambda workspace: due_counts.due(workspace.store.connection, workspace.now())),
    "quota": Read(lambda workspace: quota.standing(workspace.store.connection, workspace.now())),
    "health": Read(
        lambda workspace: health.facts(workspace.store.connection, workspace.moment()),
        frozenset({*OPEN_DEALS, "ix_deal_expected"}),
    ),
    "advice": Read(
        lambda workspace: health.advice(workspace.store.connection, workspace.now(), None),
        frozenset({*OPEN_DEALS, "ix_deal_expected"}),
    ),
    "what changed": Read(
        lambda workspace: changed_deals.between(
            workspace.store.connection, 0, changed_deals.head(workspace.store.connection)
        )
    ),
    "what time changed": Read(
        lambda workspace: changed_deals.by_time(workspace.store.connection, workspace.now(), workspace.now())
    ),
    "next time": Read(lambda workspace: changed_deals.next_time(workspace.store.connection, workspace.now())),
    "find": Read(find, frozenset(KEYS)),
    "search": Read(
        lambda workspace: reads.search(workspace, "zz o"), frozenset(KEYS | OPEN_DEALS | {"ix_deal_tag_tag", "deal"})
    ),
    "duplicates": Read(
        lambda workspace: duplicates.likely(
            workspace.store.connection, "Acme pilot", "Acme GmbH", ["a@acme.example"], ["+49 30 1"]
        )
    ),
    "dead leads": Read(
        lambda workspace: sweep.facts(workspace.store.connection, workspace.moment()), frozenset(OPEN_DEALS)
    ),
    "usual cycle": Read(
        lambda workspace: sweep.usual_cycle(workspace.store.connection, workspace.now(), Limits()), frozenset({"deal"})
    ),  # every win
    "sweep due": Read(
        lambda workspace: swept.due(workspace.store.connection, workspace.now()), frozenset({"deal", *OPEN_DEALS})
    ),
    "history": Read(
        lambda workspace: journal.history(workspace.store.connection, 20), frozenset({"step"})
    ),  # the newest 20
    "add": Read(add),
    "log": Read(lambda workspace: service.plan(workspace, [DEAL], Due(workspace.now().date(), None), "call")),
    "advance": Read(lambda workspace: service.advance(workspace, [DEAL])),
    "undo": Read(service.undo),
    "redo": Read(lambda workspace: (service.undo(workspace), service.redo(workspace))),
    "a month": Read(month),
    "playbook": Read(lambda workspace: objections.playbook(workspace, [DEAL])),
    "people": Read(lambda workspace: list(reads.people(workspace)), frozenset(KEYS)),
    "organizations": Read(lambda workspace: list(reads.organizations(workspace)), frozenset(KEYS)),
    "a page of people": Read(lambda workspace: reads.some_people(workspace, [1, 2, 3])),
    "a page of organizations": Read(lambda workspace: reads.some_organizations(workspace, [1, 2, 3])),
    "customers": Read(
        lambda workspace: list(reads.organizations(workspace, customers=True)), frozenset({"deal"})
    ),  # every win
    "forecast": Read(
        lambda workspace: forecast.forecast(workspace, LONG_AHEAD), frozenset({"deal", "step", *OPEN_DEALS})
    ),  # the newest deals, the oldest step
    "the course of a period": Read(
        lambda workspace: (
            numbers.course(workspace, LONG_AHEAD, "EUR"),
            quota.pipeline(workspace.store.connection, "EUR", workspace.now().date()),
        ),
        frozenset({"ix_deal_expected", *OPEN_DEALS}),
    ),
    "losses": Read(lambda workspace: reports.figures(workspace, LOSSES, LONG_AHEAD)),
    "sources": Read(
        lambda workspace: reports.figures(workspace, SOURCES, LONG_AHEAD), frozenset({"deal"})
    ),  # created when: no index
    "outcomes": Read(
        lambda workspace: reports.figures(workspace, OUTCOMES, LONG_AHEAD), frozenset({"ix_stage_event_winding"})
    ),
    "velocity": Read(
        lambda workspace: reports.figures(workspace, VELOCITY, LONG_AHEAD),
        frozenset({"ix_stage_event_winding", "deal", *OPEN_DEALS}),
    ),  # open at the end: no index
    "ageing": Read(lambda workspace: reports.figures(workspace, AGEING, LONG_AHEAD), frozenset(OPEN_DEALS)),
    "touches": Read(lambda workspace: reports.figures(workspace, TOUCHES, LONG_AHEAD)),
    "funnel": Read(
        lambda workspace: reports.figures(workspace, FUNNEL, LONG_AHEAD),
        frozenset({"ix_stage_event_winding", "stage_event", "deal"}),
    ),  # moved when: no index
}


@pytest.fixture(scope="module")
def lived_in(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo book with a few gestures on it."""
    path = tmp_path_factory.mktemp("plans") / "book.db"
    shutil.copyfile(template_book, path)
    now = datetime.fromisoformat("2026-11-18T09:10:00+00:00")
    with Store.open(path) as store:
        demo.build(store, now, deals=60)
        workspace = Workspace(store, lambda: now, Settings(), "app")
        for text in ("one", "two", "three"):
            service.note(workspace, [DEAL], text)
        with store.unjournaled():
            search_index.bring_up_to_date(store.connection)
    return path


@pytest.fixture
def lived(lived_in: Path, book: Path, clock: Callable[[], datetime]) -> Iterator[Workspace]:
    """A workspace at a copy of it."""
    shutil.copyfile(lived_in, book)
    with Store.open(book) as store:
        yield Workspace(store, clock, Settings(), "shell")


@pytest.fixture(scope="module")
def aged_in(lived_in: Path) -> Path:
    """The same book years later."""
    path = lived_in.with_name("aged.db")
    shutil.copyfile(lived_in, path)
    with Store.open(path) as store:
        age(store)
    return path


@contextmanager
def recorded(connection: sqlite3.Connection) -> Iterator[list[str]]:
    """The statements that run meanwhile, with their values; what triggers do is part of the statement before."""
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    try:
        yield statements
    finally:
        connection.set_trace_callback(None)
        wanted = [text for text in statements if re.match(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b", text)]
        statements[:] = dict.fromkeys(wanted)


def scans(connection: sqlite3.Connection, statement: str) -> list[str]:
    """The growing tables that the plan goes through from end to end; where it does so by an index, that index."""
    tables = {alias: table for table, alias in re.findall(r"\b(?:FROM|JOIN)\s+(\w+)(?:\s+AS)?\s+(\w+)", statement)}
    found = []
    for *_, line in connection.execute(f"EXPLAIN QUERY PLAN {statement}"):
        scan = re.match(r"SCAN (?:TABLE )?(\w+)(?: AS (\w+))?(?:.* INDEX (\w+))?", line)
        if scan and (table := tables.get(scan[2] or scan[1], scan[1])) in GROWING and scan[3] not in BINS:
            found.append(scan[3] or table)
    return found


@pytest.mark.parametrize("name", READS)
def test_no_table_is_read_from_end_to_end(lived: Workspace, name: str) -> None:
    read = READS[name]
    with recorded(lived.store.connection) as statements:
        read.do(lived)
    assert statements
    for statement in statements:
        beyond = set(scans(lived.store.connection, statement)) - read.through
        assert not beyond, f"{beyond} in the plan of {statement}"


def test_a_read_without_an_index_is_noticed(lived: Workspace) -> None:
    with recorded(lived.store.connection) as statements:
        lived.store.connection.execute(
            "SELECT d.id FROM deal AS d JOIN stage s ON s.id = d.stage_id WHERE lost_note=?", "x"
        )
        lived.store.connection.execute("SELECT 1 FROM touch WHERE text = 'x'")
    assert [scans(lived.store.connection, statement) for statement in statements] == [["deal"], ["touch"]]


def work(workspace: Workspace, read: Read) -> int:
    """How many steps SQLite's machine takes for it, in tens."""
    tens = 0

    def ten_more() -> int:
        nonlocal tens
        tens += 1
        return 0

    workspace.store.connection.set_progress_handler(ten_more, 10)
    try:
        read.do(workspace)
    finally:
        workspace.store.connection.set_progress_handler(None, 10)
    return 10 * tens


def age(store: Store) -> None:
    """Deals that were closed long ago, with what hangs on them, and nothing of it wanted any more."""
    (pattern,) = store.connection.execute(
        "SELECT id FROM deal WHERE status = 'won' AND renewal_on IS NULL ORDER BY closed_at LIMIT 1"
    ).fetchone()
    numbers = {"first": 1000, "beyond": 1000 + OLD_DEALS, "pattern": pattern}
    with store.unjournaled():
        for table, key in (("deal", "id"), ("touch", "deal_id"), ("note", "deal_id"), ("deal_tag", "deal_id")):
            columns = [row[1] for row in store.connection.execute(f"PRAGMA table_info({table})")]
            values = {"id": "NULL", key: "old.number", "title": "'old'", "key": "'old'"}
            chosen = ", ".join(values.get(column, f"t.{column}") for column in columns)
            store.connection.execute(
                f"""WITH RECURSIVE old (number) AS (
                        SELECT :first UNION ALL SELECT number + 1 FROM old WHERE number + 1 < :beyond)
                    INSERT INTO {table} SELECT {chosen} FROM old, {table} t WHERE t.{key} = :pattern""",
                numbers,
            )
        search_index.bring_up_to_date(store.connection)


@pytest.mark.parametrize("name", [name for name, read in READS.items() if not read.through & {*KEYS, "deal"}])
def test_closed_deals_of_years_cost_nothing(lived: Workspace, aged_in: Path, tmp_path: Path, name: str) -> None:
    shutil.copyfile(aged_in, tmp_path / "aged.db")
    with Store.open(tmp_path / "aged.db") as store:
        aged = lived._replace(store=store)
        if name in ("undo", "redo"):
            for workspace in (lived, aged):
                service.note(workspace, [DEAL], "four")  # nothing older may be in the way
        assert work(aged, READS[name]) < work(lived, READS[name]) * 1.05 + OLD_DEALS // 5


def test_somebody_new_costs_the_same_however_many_have_no_organization(lived: Workspace) -> None:
    looking = Read(lambda workspace: contacts.by_name(workspace.store.connection, "Ann Newcomer", None))
    before = work(lived, looking)
    with lived.store.unjournaled():
        for number in range(OLD_DEALS):
            contacts.new_person(lived.store.connection, f"Somebody {number}", None, "2026-11-01T00:00:00Z")
    assert work(lived, looking) < before + OLD_DEALS // 5
