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
from pipetui.service import Desk, look, objections, reports
from pipetui.store import swept
from pipetui.store.reads import book_reads, due_counts, duplicates, finding, lists, sweep
from pipetui.store.store import Store
from pipetui.store.undo import changed_deals, journal

GROWING = {
    "deal", "touch", "follow_up", "stage_event", "note", "journal_row", "step", "contact_point", "person",
    "organization", "external_ref", "deal_person", "deal_tag", "qualification", "deal_objection", "custom_value",
}  # fmt: skip
"""The tables that grow with the rep's years."""

KEYS = {"ix_deal_key", "ix_organization_key", "ix_person_key"}
"""Part of a word can be anywhere, so each key is looked at once; in an index that holds nothing else."""
OPEN_DEALS = {"ix_deal_open", "ix_deal_live"}
"""A list of all open deals, gone through by an index that holds no others."""

DEAL = 7
LONG_AHEAD = period.of("month", date(2040, 1, 1))
OLD_DEALS = 500


class Read(NamedTuple):
    """Something read or written often; `through` are the indexes that it may go through from end to end."""

    do: Callable[[Desk], object]
    through: frozenset[str] = frozenset()


def add(desk: Desk) -> None:
    line = parse_line("Acme pilot 12k @demo next:fri ann@acme.example #saas", desk.now(), desk.settings.dates, "EUR")
    service.add(desk, line._replace(stage=""))


def find(desk: Desk) -> None:
    with suppress(NotFoundError, AmbiguousError):
        finding.find(desk.store.connection, "acme o")


def month(desk: Desk) -> None:
    """What reports begin with."""
    connection = desk.store.connection
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
    "board": Read(look.board),
    "agenda": Read(look.agenda),
    "open deals": Read(lambda desk: book_reads.open_cards(desk.store.connection, desk.moment())),
    "overdue": Read(lambda desk: lists.overdue(desk.store.connection, desk.moment())),
    "list": Read(lambda desk: look.cards(desk, "value>10k"), frozenset({"deal"})),  # all deals, closed ones too
    "card": Read(lambda desk: look.card(desk, DEAL)),
    "sheet": Read(lambda desk: look.sheet(desk, DEAL)),
    "prompt": Read(lambda desk: due_counts.due(desk.store.connection, desk.now())),
    "what changed": Read(
        lambda desk: changed_deals.between(desk.store.connection, 0, changed_deals.head(desk.store.connection))
    ),
    "what time changed": Read(lambda desk: changed_deals.by_time(desk.store.connection, desk.now(), desk.now())),
    "next time": Read(lambda desk: changed_deals.next_time(desk.store.connection, desk.now())),
    "find": Read(find, frozenset(KEYS)),
    "search": Read(lambda desk: look.search(desk, "zz o"), frozenset(KEYS | OPEN_DEALS)),
    "duplicates": Read(
        lambda desk: duplicates.likely(
            desk.store.connection, "Acme pilot", "Acme GmbH", ["a@acme.example"], ["+49 30 1"]
        )
    ),
    "dead leads": Read(lambda desk: sweep.facts(desk.store.connection, desk.moment()), frozenset(OPEN_DEALS)),
    "usual cycle": Read(
        lambda desk: sweep.usual_cycle(desk.store.connection, desk.now(), Limits()), frozenset({"deal"})
    ),  # every win
    "sweep due": Read(lambda desk: swept.due(desk.store.connection, desk.now()), frozenset({"deal", *OPEN_DEALS})),
    "history": Read(lambda desk: journal.history(desk.store.connection, 20), frozenset({"step"})),  # the newest 20
    "add": Read(add),
    "log": Read(lambda desk: service.plan(desk, [DEAL], Due(desk.now().date(), None), "call")),
    "advance": Read(lambda desk: service.advance(desk, [DEAL])),
    "undo": Read(service.undo),
    "redo": Read(lambda desk: (service.undo(desk), service.redo(desk))),
    "a month": Read(month),
    "playbook": Read(lambda desk: objections.playbook(desk, [DEAL])),
    "losses": Read(lambda desk: reports.losses(desk, LONG_AHEAD)),
    "sources": Read(lambda desk: reports.sources(desk, LONG_AHEAD), frozenset({"deal"})),  # created when: no index
}


@pytest.fixture(scope="module")
def lived_in(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo book with a few gestures on it."""
    path = tmp_path_factory.mktemp("plans") / "book.db"
    shutil.copyfile(template_book, path)
    now = datetime.fromisoformat("2026-11-18T09:10:00+00:00")
    with Store.open(path) as store:
        demo.build(store, now)
        desk = Desk(store, lambda: now, Settings(), "app")
        for text in ("one", "two", "three"):
            service.note(desk, [DEAL], text)
    return path


@pytest.fixture
def lived(lived_in: Path, book: Path, clock: Callable[[], datetime]) -> Iterator[Desk]:
    """A desk at a copy of it."""
    shutil.copyfile(lived_in, book)
    with Store.open(book) as store:
        yield Desk(store, clock, Settings(), "shell")


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
        if scan and (table := tables.get(scan[2] or scan[1], scan[1])) in GROWING:
            found.append(scan[3] or table)
    return found


@pytest.mark.parametrize("name", READS)
def test_no_table_is_read_from_end_to_end(lived: Desk, name: str) -> None:
    read = READS[name]
    with recorded(lived.store.connection) as statements:
        read.do(lived)
    assert statements
    for statement in statements:
        beyond = set(scans(lived.store.connection, statement)) - read.through
        assert not beyond, f"{beyond} in the plan of {statement}"


def test_a_read_without_an_index_is_noticed(lived: Desk) -> None:
    with recorded(lived.store.connection) as statements:
        lived.store.connection.execute(
            "SELECT d.id FROM deal AS d JOIN stage s ON s.id = d.stage_id WHERE lost_note=?", "x"
        )
        lived.store.connection.execute("SELECT 1 FROM touch WHERE text = 'x'")
    assert [scans(lived.store.connection, statement) for statement in statements] == [["deal"], ["touch"]]


def work(desk: Desk, read: Read) -> int:
    """How many steps SQLite's machine takes for it, in tens."""
    tens = 0

    def ten_more() -> int:
        nonlocal tens
        tens += 1
        return 0

    desk.store.connection.set_progress_handler(ten_more, 10)
    try:
        read.do(desk)
    finally:
        desk.store.connection.set_progress_handler(None, 10)
    return 10 * tens


def age(store: Store) -> None:
    """Deals that were closed long ago, with what hangs on them, and nothing of it wanted any more."""
    (pattern,) = store.connection.execute(
        "SELECT id FROM deal WHERE status = 'won' AND renewal_on IS NULL LIMIT 1"
    ).fetchone()
    with store.unjournaled():
        for place in range(OLD_DEALS):
            number = 1000 + place
            for table, key in (("deal", "id"), ("touch", "deal_id"), ("note", "deal_id"), ("deal_tag", "deal_id")):
                columns = [row[1] for row in store.connection.execute(f"PRAGMA table_info({table})")]
                values = {"id": "NULL", key: str(number), "title": "'old'", "key": "'old'"}
                chosen = ", ".join(values.get(column, column) for column in columns)
                store.connection.execute(
                    f"INSERT INTO {table} SELECT {chosen} FROM {table} WHERE {key} = ?", (pattern,)
                )


@pytest.mark.parametrize("name", [name for name, read in READS.items() if not read.through & {*KEYS, "deal"}])
def test_closed_deals_of_years_cost_nothing(lived: Desk, aged_in: Path, tmp_path: Path, name: str) -> None:
    shutil.copyfile(aged_in, tmp_path / "aged.db")
    with Store.open(tmp_path / "aged.db") as store:
        aged = lived._replace(store=store)
        if name in ("undo", "redo"):
            for desk in (lived, aged):
                service.note(desk, [DEAL], "four")  # nothing older may be in the way
        assert work(aged, READS[name]) < work(lived, READS[name]) * 1.05 + OLD_DEALS // 5
