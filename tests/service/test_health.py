"""Each figure of a health flag is the length of the list behind it, and the count of a plain look at every deal."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipetui import demo, service
from pipetui.config import Settings
from pipetui.domain.deal import Due
from pipetui.domain.line.quick_line import parse
from pipetui.service import Workspace, health, quotas, reads
from pipetui.store.reads import health as facts
from pipetui.store.store import Store
from tests.conftest import Clock

NOW = datetime.fromisoformat("2026-11-18T09:10:00+00:00")
UNFIT = "open (budget:no or authority:no or need:no or timing:no)"


@pytest.fixture(scope="module")
def demo_book(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("health") / "book.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        demo.build(store, NOW, deals=300)
    return path


@pytest.fixture
def lively(demo_book: Path, book: Path) -> Iterator[Callable[[float], Workspace]]:
    shutil.copyfile(demo_book, book)
    with Store.open(book) as store:
        yield lambda days: Workspace(store, lambda: NOW + timedelta(days=days), Settings(), "shell")


@pytest.mark.parametrize("days", [0, 0.3, 3, 10, 45, 200])
def test_b24_the_list_behind_a_number_is_as_long_as_it_says(lively: Callable[[float], Workspace], days: float) -> None:
    workspace = lively(days)
    connection = workspace.store.connection
    found = facts.facts(connection, workspace.moment())
    for number, query in (
        (found.overdue, "overdue"),
        (found.rotting, "rotting"),
        (found.no_step, "nonext"),
        (found.deals, "open"),
        (found.unfit, UNFIT),
    ):
        assert number == len(reads.cards(workspace, query)), query
    for line in health.lines(workspace):
        cards = reads.cards(workspace, line.query)
        if line.name in ("overdue", "rotting", "no next step", "crowded stage"):
            assert line.flag.number == len(cards), line
        assert line.flag.of >= line.flag.number or line.name == "thin front"


def test_b24_touches_on_deals_that_qualify_with_no_are_counted_one_by_one(lively: Callable[[float], Workspace]) -> None:
    workspace = lively(0)
    connection = workspace.store.connection
    since = (NOW - timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    unfit = {card.id for card in reads.cards(workspace, UNFIT)}
    binned = {number for (number,) in connection.execute("SELECT id FROM deal WHERE deleted_at IS NOT NULL")}
    touches = [
        deal
        for deal, at, direction in connection.execute("SELECT deal_id, at, direction FROM touch")
        if at >= since and direction == "out" and deal not in binned
    ]
    found = facts.facts(connection, workspace.moment())
    assert found.touches == len(touches)
    assert found.unfit_touches == sum(deal in unfit for deal in touches)
    assert found.unfit_touches > 0


def test_b24_what_is_parked_troubles_nobody(workspace: Workspace, clock: Clock) -> None:
    new = parse("Acme 5k", workspace.now(), Settings().dates, "EUR")
    (deal,) = service.add(workspace, new).deals
    clock.tick(days=40)
    names = [line.name for line in health.lines(workspace)]
    assert names[:2] == ["rotting", "no next step"]
    service.park(workspace, [deal], Due(workspace.now().date() + timedelta(days=10)))
    assert health.lines(workspace) == []
    clock.tick(days=11)  # it is back, and its clocks began then
    assert [line.name for line in health.lines(workspace)] == ["no next step", "nothing planned"]


def test_b24_an_empty_book_is_healthy(workspace: Workspace) -> None:
    assert health.lines(workspace) == []
    assert health.advice(workspace) == ""
    quotas.put(workspace, ["9k"], "month")
    assert health.advice(workspace) == ""
