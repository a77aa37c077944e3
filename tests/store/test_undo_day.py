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
from pipetui.domain.aftersale import KINDS, Planned, Renewal
from pipetui.domain.cadence import CadenceStep
from pipetui.domain.dates.when import Due
from pipetui.domain.decisions import Decision
from pipetui.domain.errors import ConflictError, PipetuiError
from pipetui.domain.line.quick_line import NewDeal, NextLine, TouchLine
from pipetui.domain.mailing import Mail
from pipetui.domain.playbook import Written
from pipetui.domain.qualification import Said
from pipetui.domain.texts import mail_text
from pipetui.service import Desk, cadences, form, mail, objections
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


def playbook_saved(desk: Desk, n: int) -> None:
    """One entry worded anew, one new, one left out."""
    shown = objections.playbook(desk)
    kept = [Written(*entry[:3]) for entry in shown if entry.id != n]
    kept[:1] = [kept[0]._replace(text=f"objection {n}")]
    service.save_playbook(desk, shown, [*kept, Written(None, f"new {n}", "Why?")])


def form_saved(desk: Desk, deal: int, n: int) -> None:
    """The form of a deal with another title, stage and people, a note, and no or other next steps."""
    shown = form.shown(desk, deal)
    lines = shown.text.splitlines()
    changed = {"title": f"Title {n}", "people": ("Ann (user)", "Bob")[n % 2], "stage": ("Demo", "Proposal")[n % 2]}
    text = "\n".join(
        next((f"{name}: {to}" for name, to in changed.items() if line.startswith(f"{name}:")), line)
        for line in lines
        if n % 3 or not line.startswith("next:")
    )
    understood = form.understood(shown, f"{text}\nnote: typed {n}\n", desk.now())
    assert understood is not None
    form.save(desk, shown, understood)


def template_saved(desk: Desk, n: int) -> None:
    name = ("follow-up", "thanks")[n % 2]
    mail.save_template(desk, mail_text.Template(name, "", f"{{deal}} {n}", "Hello {first_name}"))


GESTURES: dict[str, Callable[[Desk, Sequence[int], int], Any]] = {
    "touch, step, move": lambda desk, deals, n: service.log(
        desk, deals, TouchLine("call", ("", "booked")[n % 2], next=NextLine(due(n), ""), stage=("", "qual")[n % 2])
    ),
    "touch and step": lambda desk, deals, n: took(desk, service.log(desk, deals[:1], TouchLine("call", "no-answer"))),
    "done": lambda desk, deals, n: took(desk, service.finish(desk, deals[:1])),
    "advance": lambda desk, deals, n: service.advance(desk, deals),
    "win": lambda desk, deals, n: service.win(desk, deals),
    "after the win": lambda desk, deals, n: service.after_win(
        desk, deals, Planned(Renewal(due(n).day, n), NextLine(due(n), "check in") if n % 2 else None)
    ),
    "link": lambda desk, deals, n: service.link(
        desk, deals[0], KINDS[n % len(KINDS)], NewDeal(f"Linked {n}", people=("Ann",)[: n % 2], emails=("a@x.example",))
    ),
    "shift": lambda desk, deals, n: service.shift(desk, deals, n + 1),
    "delete": lambda desk, deals, n: service.delete(desk, deals),
    "cadence begun": lambda desk, deals, n: cadences.attach(desk, deals, n % 2 + 1),
    "cadence stopped": lambda desk, deals, n: cadences.stop(desk, deals),
    "cadence made": lambda desk, deals, n: cadences.save(desk, f"Rhythm {n}", steps(n)),
    "cadence changed": lambda desk, deals, n: cadences.save(desk, f"Changed {n}", steps(n), n % 2 + 1),
    "cadence deleted": lambda desk, deals, n: cadences.delete(desk, n % 2 + 1),
    "cadence of stage": lambda desk, deals, n: cadences.set_stage(desk, ("prosp", "demo")[n % 2], (None, 1, 2)[n % 3]),
    "decide": lambda desk, deals, n: service.decide(desk, {deal: decision(n + deal) for deal in deals}),
    "swept": lambda desk, deals, n: service.swept(desk),
    "answer": lambda desk, deals, n: service.answer(desk, deals, ("budget", "need")[n % 2], note=(None, "so")[n % 2]),
    "qualify": lambda desk, deals, n: service.qualify(desk, deals, [Said("authority", ("yes", "no")[n % 2], "Ann")]),
    "score rules": lambda desk, deals, n: service.set_score_rules(desk, service.qualification.score_rules(desk)[n:]),
    "objection": lambda desk, deals, n: service.meet(
        desk, deals, ("price", "too slow", "budget", 2)[n % 4], ("open", "overcome")[n % 2], "x" * n
    ),
    "playbook": lambda desk, deals, n: playbook_saved(desk, n),
    "playbook entry": lambda desk, deals, n: service.add_objection(desk, f"no {n}", "Why?" * (n % 2)),
    "playbook entry gone": lambda desk, deals, n: service.delete_objection(desk, str(n)),
    "mailed": lambda desk, deals, n: mail.used(
        desk, [Mail(deal, ("ann@acme.example",)[: n % 2], "Hello", "…", "follow-up") for deal in deals]
    ),
    "template": lambda desk, deals, n: template_saved(desk, n),
    "template gone": lambda desk, deals, n: mail.delete_template(desk, ("follow-up", "last", "thanks")[n % 3]),
    "form": lambda desk, deals, n: form_saved(desk, deals[0], n),
    "person": lambda desk, deals, n: service.add_person(
        desk, ("Ann", "Cy")[n % 2], [("email", f"+c{n}@x.example"), ("org", "Beta"), ("role", f"champion@{deals[0]}")]
    ),
    "person changed": lambda desk, deals, n: service.edit_person(
        desk, n % 3 + 1, [("name", f"Ann {n}"), ("org", ("Acme", "")[n % 2]), ("note", "Likes tea")]
    ),
    "organization": lambda desk, deals, n: service.add_organization(desk, f"Org {n}", [("sector", "Steel")]),
    "organization changed": lambda desk, deals, n: service.edit_organization(desk, n % 2 + 1, [("sector", f"Tin {n}")]),
    "touch with": lambda desk, deals, n: service.log_with(desk, n % 3 + 1, TouchLine("call", "reached")),
    "people merged": lambda desk, deals, n: service.merge_people(desk, n % 3 + 1, (n + 1) % 3 + 1),
    "organizations merged": lambda desk, deals, n: service.merge_organizations(desk, n % 2 + 1, (n + 1) % 2 + 1),
}


def took(desk: Desk, outcome: service.Outcome) -> None:
    """Take the suggested next step in the step of undo of the gesture that asked for it, as Enter does."""
    if outcome.ask is not None:
        asked = outcome.ask
        service.plan(desk, [asked.deal_id], asked.due, asked.what, place=asked.place, onto=outcome.step)


class Act(NamedTuple):
    """One gesture: to which deals, and how."""

    name: str
    deals: tuple[int, ...]
    number: int


class Bench(NamedTuple):
    """A desk at a book that can be put back to how it began."""

    desk: Desk
    beginning: sqlite3.Connection
    clock: list[datetime]

    @property
    def rows(self) -> sqlite3.Connection:
        return self.desk.store.connection

    def begin(self) -> None:
        self.clock[0] = START + timedelta(days=1)
        self.beginning.backup(self.rows)


@pytest.fixture(scope="module")
def bench(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    path = tmp_path_factory.mktemp("bench") / "book.db"
    shutil.copyfile(template_book, path)
    clock = [START]
    with Store.open(path) as store:
        desk = Desk(store, lambda: clock[0], Settings(), "shell")
        for number, (stage, org) in enumerate((("prosp", "Acme"), ("prosp", "Beta"), ("demo", "Acme")), 1):
            new = NewDeal(f"Deal {number}", stage=stage, organization=org, people=(f"Ann {number}",))
            service.add(desk, new._replace(next=NextLine(due(number), "call") if number > 1 else None))
        service.win(desk, [service.add(desk, NewDeal("Customer", people=("Ann 1",), organization="Acme")).deals[0]])
        cadences.save(desk, "Short", steps(4))
        with store.transaction("forget", START, "test"):
            pass
        store.prune(START + timedelta(days=1), 0)
        beginning = sqlite3.connect(":memory:")
        store.connection.backup(beginning)
        yield Bench(desk, beginning, clock)
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
@settings(deadline=None, max_examples=18, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_b27_undo_of_a_whole_day_gives_back_the_beginning_and_redo_the_end(
    bench: Bench, snapshot: Read, day: list[Act]
) -> None:
    bench.begin()
    states = [snapshot(bench.rows)]
    for act in day:
        bench.clock[0] += timedelta(minutes=1)
        try:
            GESTURES[act.name](bench.desk, act.deals, act.number)
        except PipetuiError:
            assert snapshot(bench.rows) == states[-1], f"{act} was refused but wrote"
            continue
        state = snapshot(bench.rows)
        if state != states[-1]:
            states.append(state)
    assert bench.rows.execute("SELECT count(*) FROM step").fetchone()[0] == len(states) - 1
    assert bench.rows.execute("PRAGMA foreign_key_check").fetchall() == []

    for state in reversed(states[:-1]):
        service.undo(bench.desk)
        assert snapshot(bench.rows) == state
    with pytest.raises(ConflictError, match="nothing to undo"):
        service.undo(bench.desk)
    for state in states[1:]:
        service.redo(bench.desk)
        assert snapshot(bench.rows) == state
    with pytest.raises(ConflictError, match="nothing to redo"):
        service.redo(bench.desk)
    assert bench.rows.execute("PRAGMA foreign_key_check").fetchall() == []
