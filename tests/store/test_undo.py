"""Undo as a whole (behaviour 27): whatever was done, by whomever, is taken back and done again exactly."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui import service
from pipetui.config import Settings
from pipetui.domain.dates.when import Due
from pipetui.domain.errors import ConflictError, PipetuiError
from pipetui.domain.line.quick_line import NewDeal, NextLine, TouchLine
from pipetui.exchange.apply import apply
from pipetui.exchange.plan import Options, plan
from pipetui.service import Workspace
from pipetui.store.store import Store

if TYPE_CHECKING:
    from tests.store.conftest import Snapshot

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
Read = Callable[[sqlite3.Connection], "Snapshot"]


def due(n: int) -> Due:
    return Due(date(2027, 1, 1) + timedelta(days=n), "09:30" if n % 2 else None)


def imported(workspace: Workspace, first: int, n: int) -> None:
    """Up to three rows of another system; those that came in before are changed, the others are put in as runs."""
    path = workspace.store.path.with_name("deals.csv")
    rows = [f"{k},Deal {n},Org {n % 2},Ann,ann{n % 2}@acme.example,Demo,hot,note {n}" for k in range(first, first + 3)]
    path.write_text("\n".join(["ID,Title,Company,Contact,Email,Stage,Tags,Note", *rows]), encoding="utf-8")
    apply(workspace, plan(workspace, path, Options()))


GESTURES: dict[str, Callable[[Workspace, list[int], int], Any]] = {
    "add": lambda workspace, deals, n: service.add(
        workspace,
        NewDeal(
            f"Deal {n}",
            organization=("", "Acme")[n % 2],
            people=("Ann",)[: n % 2],
            tags=("hot",)[: n % 3],
            emails=("ann@acme.example",)[: n % 3],
            next=NextLine(due(n), "call") if n % 2 else None,
            note="n" * n,
        ),
    ),
    "edit": lambda workspace, deals, n: service.edit(
        workspace,
        deals[0],
        {
            "title": f"Title {n}",
            "value": f"{n}k",
            "people": ("", "Ann (user)", "Ann <a@x.example>, Bob")[n % 3],
            "need": ("yes", "no", "")[n % 3],
            "tags": ("", "hot new")[n % 2],
            "close": f"2027-0{n + 1}-01",
        },
    ),
    "edit stage": lambda workspace, deals, n: service.edit(
        workspace, deals[0], {"stage": ("demo", "prop")[n % 2], "org": "Beta"}
    ),
    "advance": lambda workspace, deals, n: service.advance(workspace, deals),
    "retreat": lambda workspace, deals, n: service.retreat(workspace, deals),
    "move": lambda workspace, deals, n: service.move(workspace, deals, ("demo", "nego")[n % 2]),
    "log": lambda workspace, deals, n: service.log(
        workspace, deals, TouchLine(("call", "demo")[n % 2], "reached", text="x")
    ),
    "log all": lambda workspace, deals, n: service.log(
        workspace, deals, TouchLine("email", "replied", "in", "x", NextLine(due(n), "answer"), ("prop", "qual")[n % 2])
    ),
    "plan": lambda workspace, deals, n: service.plan(
        workspace, deals, due(n), ("", "call Ann")[n % 2], ("mine", "theirs")[n % 2]
    ),
    "finish": lambda workspace, deals, n: service.finish(workspace, deals),
    "snooze": lambda workspace, deals, n: service.snooze(workspace, deals, due(n)),
    "turn": lambda workspace, deals, n: service.turn(workspace, deals),
    "win": lambda workspace, deals, n: service.win(workspace, deals),
    "drop": lambda workspace, deals, n: service.drop(
        workspace, deals, ("price", "timing")[n % 2], "note" * n, due(n).day
    ),
    "reopen": lambda workspace, deals, n: service.reopen(workspace, deals),
    "park": lambda workspace, deals, n: service.park(workspace, deals, due(n)),
    "unpark": lambda workspace, deals, n: service.unpark(workspace, deals),
    "delete": lambda workspace, deals, n: service.delete(workspace, deals),
    "note": lambda workspace, deals, n: service.note(workspace, deals, f"note {n}"),
    "tag": lambda workspace, deals, n: service.tag(workspace, deals, ("hot", "new")[n % 2]),
    "import": lambda workspace, deals, n: imported(workspace, deals[0], n),
}

FOREIGN = (
    "UPDATE deal SET title = title || '!' WHERE id = (SELECT min(id) FROM deal)",
    "INSERT INTO touch (deal_id, kind, direction, outcome, at, text) VALUES (1, 'call', 'out', '', '2026', 'é\"\n')",
    "INSERT INTO loss_reason (name, position) VALUES ('reason ' || (SELECT count(*) FROM loss_reason), 20)",
    "DELETE FROM deal_tag WHERE id = (SELECT max(id) FROM deal_tag)",
    "DELETE FROM note WHERE id = (SELECT min(id) FROM note)",
    "UPDATE follow_up SET done_at = NULL WHERE id = (SELECT max(id) FROM follow_up)",
)
"""One row each, by a program that knows nothing of steps."""


class Bench(NamedTuple):
    """Two of our processes and a foreign one at one book, which can be put back to how it began."""

    desks: tuple[Workspace, Workspace]
    foreign: sqlite3.Connection
    beginning: sqlite3.Connection
    clock: list[datetime]

    def begin(self) -> None:
        self.beginning.backup(self.foreign)

    def do(self, act: Act) -> None:
        """Do what `act` says; raises PipetuiError where the book refuses it."""
        self.clock[0] += timedelta(minutes=1)
        workspace = self.desks[act.who]
        if act.name == "foreign":
            self.foreign.execute(FOREIGN[act.number])
        elif act.name == "undo":
            service.undo(workspace)
        elif act.name == "redo":
            service.redo(workspace)
        else:
            GESTURES[act.name](workspace, list(act.deals), act.number)


class Act(NamedTuple):
    """One thing done: by which of the two, what, to which deals, and how."""

    who: int
    name: str
    deals: tuple[int, ...]
    number: int


def acts(*names: str) -> st.SearchStrategy[Act]:
    deals = st.lists(st.integers(1, 4), min_size=1, max_size=2, unique=True).map(tuple)
    return st.builds(Act, st.integers(0, 1), st.sampled_from(names), deals, st.integers(0, 5))


@pytest.fixture(scope="module")
def bench(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    path = tmp_path_factory.mktemp("bench") / "book.db"
    shutil.copyfile(template_book, path)
    clock = [START]
    with Store.open(path) as one, Store.open(path) as two:
        desks = tuple(
            Workspace(store, lambda: clock[0], Settings(), source) for store, source in ((one, "app"), (two, "shell"))
        )
        for number in range(3):
            new = NewDeal(f"Acme {number}", stage="qual", tags=("new",), next=NextLine(due(number), "call Ann"))
            service.add(desks[0], new)
        service.log(desks[0], [1], TouchLine("call"))
        service.drop(desks[0], [3], "price")
        with one.transaction("forget", START, "test"):
            pass
        one.prune(START + timedelta(days=1), 0)
        foreign = sqlite3.connect(path, isolation_level=None)
        beginning = sqlite3.connect(":memory:")
        foreign.backup(beginning)
        yield Bench((desks[0], desks[1]), foreign, beginning, clock)
        foreign.close()
        beginning.close()


LOOSE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.lists(acts(*GESTURES, "foreign"), min_size=1, max_size=8))
@settings(LOOSE, max_examples=10)
def test_b27_as_many_undos_give_back_the_same_rows_and_as_many_redos_the_end(
    bench: Bench, snapshot: Read, sequence: list[Act]
) -> None:
    bench.begin()
    states = [snapshot(bench.foreign)]
    for act in sequence:
        try:
            bench.do(act)
        except PipetuiError:
            assert snapshot(bench.foreign) == states[-1], f"{act} was refused but wrote"
            continue
        state = snapshot(bench.foreign)
        if state != states[-1]:
            states.append(state)
    steps = bench.foreign.execute("SELECT count(*) FROM step").fetchone()[0]
    assert steps == len(states) - 1

    for number, state in enumerate(reversed(states[:-1])):
        service.undo(bench.desks[number % 2])
        assert snapshot(bench.foreign) == state
    with pytest.raises(ConflictError, match="nothing to undo"):
        service.undo(bench.desks[0])
    for number, state in enumerate(states[1:]):
        service.redo(bench.desks[number % 2])
        assert snapshot(bench.foreign) == state
    with pytest.raises(ConflictError, match="nothing to redo"):
        service.redo(bench.desks[1])
    assert bench.foreign.execute("PRAGMA foreign_key_check").fetchall() == []
    assert bench.foreign.execute("SELECT step_id FROM journal_head").fetchall() == [(None,)]


LINE = acts("undo", "undo", "redo", "add", "note", "tag", "advance", "delete", "foreign", "import")


@given(st.lists(LINE, min_size=5, max_size=16))
@settings(LOOSE, max_examples=10)
def test_b27_undo_redo_and_new_gestures_are_one_line_of_time(bench: Bench, snapshot: Read, sequence: list[Act]) -> None:
    """The model: the states passed through, and where we are among them; a new gesture ends the way forward."""
    bench.begin()
    line, here = [snapshot(bench.foreign)], 0
    for act in sequence:
        possible = {"undo": here > 0, "redo": here + 1 < len(line)}.get(act.name)
        try:
            bench.do(act)
        except PipetuiError as error:
            assert not possible, f"{act}: {error}"
            assert snapshot(bench.foreign) == line[here]
            continue
        state = snapshot(bench.foreign)
        if act.name in ("undo", "redo"):
            assert possible, f"{act} did something"
            here += 1 if act.name == "redo" else -1
            assert state == line[here]
        elif state != line[here]:
            line[here + 1 :] = [state]
            here += 1
