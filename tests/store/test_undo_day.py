"""Undo of the rep's day (behaviour 27): cadences, sweep, answers, objections, templates, people, forms, after the sale.

As many undos as there were steps give back every row of the beginning, as many redos every row of the end.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipetui import service
from pipetui.config import Settings
from pipetui.domain import decisions
from pipetui.domain.aftersale import KINDS, PlannedFollowUps, Renewal
from pipetui.domain.cadence import CadenceStep
from pipetui.domain.dates.when import Due
from pipetui.domain.decisions import Decision
from pipetui.domain.errors import ConflictError, PipetuiError
from pipetui.domain.line.quick_line import NewDeal, NextLine, TouchLine
from pipetui.domain.mailing import Mail
from pipetui.domain.playbook import PlaybookText
from pipetui.domain.qualification import GivenAnswer
from pipetui.domain.texts import mail_text
from pipetui.service import Workspace, attachments, cadences, dupes, form, mail, objections
from pipetui.store.store import Store

if TYPE_CHECKING:
    from tests.store.conftest import Snapshot

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
Read = Callable[[sqlite3.Connection], "Snapshot"]


def due(n: int) -> Due:
    return Due(date(2027, 1, 1) + timedelta(days=n), "09:30" if n % 2 else None)


def decision(n: int) -> Decision:
    kind = decisions.KINDS[n % len(decisions.KINDS)]
    return Decision(kind, None if kind in (decisions.LAST_CHANCE, decisions.DROP) else due(n).day, "timing", "x" * n)


def steps(n: int) -> list[CadenceStep]:
    return [CadenceStep(("call", "email")[k % 2], k + n, f"touch {k}", None) for k in range(n % 3 + 1)]


def playbook_saved(workspace: Workspace, n: int) -> None:
    """One entry worded anew, one new, one left out."""
    shown = objections.playbook(workspace)
    kept = [PlaybookText(*entry[:3]) for entry in shown if entry.id != n]
    kept[:1] = [kept[0]._replace(text=f"objection {n}")]
    service.save_playbook(workspace, shown, [*kept, PlaybookText(None, f"new {n}", "Why?")])


def form_saved(workspace: Workspace, deal: int, n: int) -> None:
    """The form of a deal with another title, stage and people, a note, and no or other next steps."""
    shown = form.shown(workspace, deal)
    lines = shown.text.splitlines()
    changed = {"title": f"Title {n}", "people": ("Ann (user)", "Bob")[n % 2], "stage": ("Demo", "Proposal")[n % 2]}
    text = "\n".join(
        next((f"{name}: {to}" for name, to in changed.items() if line.startswith(f"{name}:")), line)
        for line in lines
        if n % 3 or not line.startswith("next:")
    )
    understood = form.understood(shown, f"{text}\nnote: typed {n}\n", workspace.now())
    assert understood is not None
    form.save(workspace, shown, understood)


def template_saved(workspace: Workspace, n: int) -> None:
    name = ("follow-up", "thanks")[n % 2]
    mail.save_template(workspace, mail_text.Template(name, "", f"{{deal}} {n}", "Hello {first_name}"))


GESTURES: dict[str, Callable[[Workspace, Sequence[int], int], Any]] = {
    "touch, step, move": lambda workspace, deals, n: service.log(
        workspace, deals, TouchLine("call", ("", "booked")[n % 2], next=NextLine(due(n), ""), stage=("", "qual")[n % 2])
    ),
    "touch and step": lambda workspace, deals, n: took(
        workspace, service.log(workspace, deals[:1], TouchLine("call", "no-answer"))
    ),
    "done": lambda workspace, deals, n: took(workspace, service.finish(workspace, deals[:1])),
    "advance": lambda workspace, deals, n: service.advance(workspace, deals),
    "win": lambda workspace, deals, n: service.win(workspace, deals),
    "after the win": lambda workspace, deals, n: service.after_win(
        workspace, deals, PlannedFollowUps(Renewal(due(n).day, n), NextLine(due(n), "check in") if n % 2 else None)
    ),
    "link": lambda workspace, deals, n: service.link(
        workspace,
        deals[0],
        KINDS[n % len(KINDS)],
        NewDeal(f"Linked {n}", people=("Ann",)[: n % 2], emails=("a@x.example",)),
    ),
    "shift": lambda workspace, deals, n: service.shift(workspace, deals, n + 1),
    "delete": lambda workspace, deals, n: service.delete(workspace, deals),
    "cadence begun": lambda workspace, deals, n: cadences.attach(workspace, deals, n % 2 + 1),
    "cadence stopped": lambda workspace, deals, n: cadences.stop(workspace, deals),
    "cadence made": lambda workspace, deals, n: cadences.save(workspace, f"Rhythm {n}", steps(n)),
    "cadence changed": lambda workspace, deals, n: cadences.save(workspace, f"Changed {n}", steps(n), n % 2 + 1),
    "cadence deleted": lambda workspace, deals, n: cadences.delete(workspace, n % 2 + 1),
    "cadence of stage": lambda workspace, deals, n: cadences.set_stage(
        workspace, ("prosp", "demo")[n % 2], (None, 1, 2)[n % 3]
    ),
    "decide": lambda workspace, deals, n: service.decide(workspace, {deal: decision(n + deal) for deal in deals}),
    "swept": lambda workspace, deals, n: service.swept(workspace),
    "answer": lambda workspace, deals, n: service.answer(
        workspace, deals, ("budget", "need")[n % 2], note=(None, "so")[n % 2]
    ),
    "qualify": lambda workspace, deals, n: service.qualify(
        workspace, deals, [GivenAnswer("authority", ("yes", "no")[n % 2], "Ann")]
    ),
    "score rules": lambda workspace, deals, n: service.set_score_rules(
        workspace, service.qualification.score_rules(workspace)[n:]
    ),
    "objection": lambda workspace, deals, n: service.meet(
        workspace, deals, ("price", "too slow", "budget", 2)[n % 4], ("open", "overcome")[n % 2], "x" * n
    ),
    "playbook": lambda workspace, deals, n: playbook_saved(workspace, n),
    "playbook entry": lambda workspace, deals, n: service.add_objection(workspace, f"no {n}", "Why?" * (n % 2)),
    "playbook entry gone": lambda workspace, deals, n: service.delete_objection(workspace, str(n)),
    "mailed": lambda workspace, deals, n: mail.used(
        workspace, [Mail(deal, ("ann@acme.example",)[: n % 2], "Hello", "…", "follow-up") for deal in deals]
    ),
    "template": lambda workspace, deals, n: template_saved(workspace, n),
    "template gone": lambda workspace, deals, n: mail.delete_template(
        workspace, ("follow-up", "last", "thanks")[n % 3]
    ),
    "form": lambda workspace, deals, n: form_saved(workspace, deals[0], n),
    "person": lambda workspace, deals, n: service.add_person(
        workspace,
        ("Ann", "Cy")[n % 2],
        [("email", f"+c{n}@x.example"), ("org", "Beta"), ("role", f"champion@{deals[0]}")],
    ),
    "person changed": lambda workspace, deals, n: service.edit_person(
        workspace, n % 3 + 1, [("name", f"Ann {n}"), ("org", ("Acme", "")[n % 2]), ("note", "Likes tea")]
    ),
    "organization": lambda workspace, deals, n: service.add_organization(workspace, f"Org {n}", [("sector", "Steel")]),
    "organization changed": lambda workspace, deals, n: service.edit_organization(
        workspace, n % 2 + 1, [("sector", f"Tin {n}")]
    ),
    "touch with": lambda workspace, deals, n: service.log_with(workspace, n % 3 + 1, TouchLine("call", "reached")),
    "people merged": lambda workspace, deals, n: service.merge_people(workspace, n % 3 + 1, (n + 1) % 3 + 1),
    "deals merged": lambda workspace, deals, n: service.merge_deals(workspace, deals[0], deals[-1], {"stage", "value"}),
    "person deleted": lambda workspace, deals, n: service.delete_person(workspace, n % 3 + 1),
    "person reopened": lambda workspace, deals, n: service.reopen_person(workspace, n % 3 + 1),
    "organization deleted": lambda workspace, deals, n: service.delete_organization(workspace, n % 2 + 1),
    "attached": lambda workspace, deals, n: attachments.attach(workspace, deals[0], [f"https://acme.example/{n}"]),
    "detached": lambda workspace, deals, n: attachments.detach(workspace, deals[0], [1]),
    "told apart": lambda workspace, deals, n: dupes.tell_apart(workspace, "person", n % 3 + 1, (n + 1) % 3 + 1),
    "organizations merged": lambda workspace, deals, n: service.merge_organizations(
        workspace, n % 2 + 1, (n + 1) % 2 + 1
    ),
}


def took(workspace: Workspace, outcome: service.Result) -> None:
    """Take the suggested next step in the step of undo of the gesture that asked for it, as Enter does."""
    if outcome.ask is not None:
        asked = outcome.ask
        service.plan(workspace, [asked.deal_id], asked.due, asked.what, place=asked.place, onto=outcome.step)


class Act(NamedTuple):
    """One gesture: to which deals, and how."""

    name: str
    deals: tuple[int, ...]
    number: int


class Bench(NamedTuple):
    """A workspace at a book that can be put back to how it began."""

    workspace: Workspace
    beginning: sqlite3.Connection
    clock: list[datetime]

    @property
    def rows(self) -> sqlite3.Connection:
        return self.workspace.store.connection

    def begin(self) -> None:
        self.clock[0] = START + timedelta(days=1)
        self.beginning.backup(self.rows)


@pytest.fixture(scope="module")
def bench(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    path = tmp_path_factory.mktemp("bench") / "book.db"
    shutil.copyfile(template_book, path)
    clock = [START]
    with Store.open(path) as store:
        workspace = Workspace(store, lambda: clock[0], Settings(), "shell")
        for number, (stage, org) in enumerate((("prosp", "Acme"), ("prosp", "Beta"), ("demo", "Acme")), 1):
            new = NewDeal(f"Deal {number}", stage=stage, organization=org, people=(f"Ann {number}",))
            service.add(workspace, new._replace(next=NextLine(due(number), "call") if number > 1 else None))
        service.win(
            workspace, [service.add(workspace, NewDeal("Customer", people=("Ann 1",), organization="Acme")).deals[0]]
        )
        cadences.save(workspace, "Short", steps(4))
        with store.transaction("forget", START, "test"):
            pass
        store.prune(START + timedelta(days=1), 0)
        beginning = sqlite3.connect(":memory:")
        store.connection.backup(beginning)
        yield Bench(workspace, beginning, clock)
        beginning.close()


ACTS = st.builds(
    Act,
    st.sampled_from(sorted(GESTURES)),
    st.lists(st.integers(1, 4), min_size=1, max_size=2, unique=True).map(tuple),
    st.integers(0, 5),
)
EACH = [Act(name, (1 + place % 4,), place % 6) for place, name in enumerate(GESTURES)]


@given(st.lists(ACTS, min_size=1, max_size=10))
@example(EACH)
@example(EACH[::-1])
@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_b27_undo_of_a_whole_day_gives_back_the_beginning_and_redo_the_end(
    bench: Bench, snapshot: Read, day: list[Act]
) -> None:
    bench.begin()
    states = [snapshot(bench.rows)]
    for act in day:
        bench.clock[0] += timedelta(minutes=1)
        try:
            GESTURES[act.name](bench.workspace, act.deals, act.number)
        except PipetuiError:
            assert snapshot(bench.rows) == states[-1], f"{act} was refused but wrote"
            continue
        state = snapshot(bench.rows)
        if state != states[-1]:
            states.append(state)
    assert bench.rows.execute("SELECT count(*) FROM step").fetchone()[0] == len(states) - 1
    assert bench.rows.execute("PRAGMA foreign_key_check").fetchall() == []

    for state in reversed(states[:-1]):
        service.undo(bench.workspace)
        assert snapshot(bench.rows) == state
    with pytest.raises(ConflictError, match="nothing to undo"):
        service.undo(bench.workspace)
    for state in states[1:]:
        service.redo(bench.workspace)
        assert snapshot(bench.rows) == state
    with pytest.raises(ConflictError, match="nothing to redo"):
        service.redo(bench.workspace)
    assert bench.rows.execute("PRAGMA foreign_key_check").fetchall() == []
