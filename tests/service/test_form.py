"""A whole deal as a text: shown, understood against what was shown, and written in one step where it differs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui import service
from pipetui.domain.dates.when import DateRules, Due
from pipetui.domain.errors import ConflictError, LineError, PipetuiError
from pipetui.domain.line.quick_line import NextLine
from pipetui.domain.texts import deal_form
from pipetui.domain.texts.deal_form import PlannedStep
from pipetui.service import Workspace, form, reads
from pipetui.service.fields import FIELDS
from pipetui.service.workspace import CadencePlace

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.service.conftest import Add, InDays


def edit(workspace: Workspace, deal: int, *replacements: tuple[str, str]) -> service.Result:
    """Edit the form of a deal as text."""
    shown = form.shown(workspace, deal)
    text = shown.text
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    changes = form.understood(shown, text, workspace.now())
    assert changes is not None
    return form.save(workspace, shown, changes)


@pytest.fixture
def deal(workspace: Workspace, add: Add, in_days: InDays) -> int:
    number = add(value=1200, organization="Acme", people=("Ann Lee",), tags=("hot",), next=3)
    service.plan(workspace, [number], in_days(5, "14:00"), "send the quote")
    return number


def test_the_form_shows_every_field_and_next_step(workspace: Workspace, deal: int) -> None:
    lines = {line.name: line.value for line in deal_form.lines(form.shown(workspace, deal).text)}
    assert lines | {"next": ""} == {
        "title": "Acme rollout",
        "value": "1200.00 EUR",
        "stage": "Prospecting",
        "probability": "",
        "close": "",
        "organization": "Acme",
        "people": "Ann Lee",
        "source": "",
        "tags": "hot",
        "budget": "unknown",
        "authority": "unknown",
        "need": "unknown",
        "timing": "unknown",
        "renewal": "",
        "revisit": "",
        "next": "",
        "note": "",
        "reason": "",
        "created": "2026-11-21 10:00",
        "entered": "2026-11-21 10:00",
        "closed": "",
    }
    assert "next: 2026-11-24\nnext: 2026-11-26 14:00 send the quote\n" in form.shown(workspace, deal).text


def test_everything_that_differs_is_one_gesture_and_one_undo(workspace: Workspace, deal: int) -> None:
    before = reads.sheet(workspace, deal)
    outcome = edit(
        workspace,
        deal,
        ("Acme rollout", "Acme big rollout"),
        ("1200.00 EUR", "15k"),
        ("budget: unknown", "budget: yes"),
        ("next: 2026-11-24\n", "next: mon call Ann\nnext: +2w theirs: their answer\n"),
        ("note:\n", "note: they decide together\nnote: with Globex\n"),
    )
    after = reads.sheet(workspace, deal)
    assert after.card.title == "Acme big rollout"
    assert after.card.value is not None
    assert after.card.value.minor == 1_500_000
    assert [(step.what, step.turn) for step in after.follow_ups] == [
        ("call Ann", "mine"), ("send the quote", "mine"), ("their answer", "theirs"),
    ]  # fmt: skip
    assert {item.text for item in after.timeline if item.kind == "note"} == {"they decide together", "with Globex"}
    assert outcome.message == (
        "edited #1 Acme big rollout: title, value, budget, next: Mon 23 Nov, in 2 days – call Ann,"
        " next: Sat 5 Dec, in 14 days – theirs: their answer, 1 next step removed, note"
    )
    service.undo(workspace)
    assert reads.sheet(workspace, deal) == before


def test_a_field_left_out_stays_and_an_empty_one_is_cleared(workspace: Workspace, deal: int) -> None:
    edit(workspace, deal, ("value: 1200.00 EUR\n", ""), ("tags: hot", "tags:"))
    card = reads.card(workspace, deal)
    assert card.value is not None
    assert card.tags == ()


NEXT_LINE = 6 + len(FIELDS)
"""The line of the first next step in the text of a deal: below a heading, the fields, and a heading."""


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n"])
def test_a_text_that_says_nothing_changes_nothing(workspace: Workspace, deal: int, text: str) -> None:
    assert form.understood(form.shown(workspace, deal), text, workspace.now()) is None


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("value: 1200.00 EUR", "value: much", 4, "“much” is not an amount"),
        ("stage: Prospecting", "stage: Nowhere", 5, "there is no stage “Nowhere”"),
        ("close:", "close: whenever", 7, "“whenever” is not a date"),
        ("title:", "titel:", 3, "there is no field “titel”"),
        ("title: Acme rollout", "title:", 3, "a deal needs a title"),
        ("close:", "title: twice", 7, "title is given twice"),
        ("close:", "no colon", 7, "“no colon” is not understood"),
        ("next: 2026-11-24", "next: yesterday call", NEXT_LINE, "in the past"),
    ],
)
def test_what_is_not_understood_is_refused_at_its_line(
    workspace: Workspace, deal: int, old: str, new: str, line: int, said: str
) -> None:
    shown = form.shown(workspace, deal)
    with pytest.raises(LineError, match=said) as caught:
        form.understood(shown, shown.text.replace(old, new, 1), workspace.now())
    assert caught.value.line == line


def test_other_words_for_an_overdue_step_may_keep_its_date(workspace: Workspace, deal: int, clock: Clock) -> None:
    clock.tick(days=7)
    edit(workspace, deal, ("2026-11-26 14:00 send the quote", "2026-11-26 14:00 send the new quote"))
    changed = reads.sheet(workspace, deal).follow_ups[1]
    assert (changed.what, changed.time, changed.postponed) == ("send the new quote", "14:00", 0)


def test_b07_a_step_put_off_counts_as_postponed_and_stays_the_cadences_until_its_words_change(
    workspace: Workspace, add: Add, in_days: InDays
) -> None:
    def kept() -> tuple[int, int | None]:
        row = workspace.store.connection.execute("SELECT postponed, cadence_place FROM follow_up").fetchone()
        return row[0], row[1]

    number = add()
    service.plan(workspace, [number], in_days(2), "first call", place=CadencePlace(1, 0))
    edit(workspace, number, ("2026-11-23 first call", "2026-11-25 first call"))
    assert kept() == (1, 0)
    edit(workspace, number, ("2026-11-25 first call", "2026-11-25 visit them"))
    assert kept() == (1, None)


def test_a_field_that_was_changed_meanwhile_is_not_overwritten(workspace: Workspace, deal: int) -> None:
    shown = form.shown(workspace, deal)
    changes = form.understood(
        shown, shown.text.replace("1200.00 EUR", "15k").replace("rollout", "roll"), workspace.now()
    )
    service.edit(workspace, deal, {"value": "9k", "source": "web"})
    assert changes is not None
    with pytest.raises(ConflictError, match="changed meanwhile: value") as caught:
        form.save(workspace, shown, changes)
    assert caught.value.exit_code == 4
    card = reads.card(workspace, deal)
    assert (card.title, card.value and card.value.minor) == ("Acme rollout", 900_000)


def test_what_was_changed_meanwhile_elsewhere_stays(workspace: Workspace, deal: int) -> None:
    shown = form.shown(workspace, deal)
    changes = form.understood(shown, shown.text.replace("1200.00 EUR", "15k"), workspace.now())
    service.edit(workspace, deal, {"source": "web"})
    assert changes is not None
    form.save(workspace, shown, changes)
    assert reads.card(workspace, deal).source == "web"


def test_a_next_step_that_was_done_meanwhile_is_not_brought_back(workspace: Workspace, deal: int) -> None:
    shown = form.shown(workspace, deal)
    changes = form.understood(
        shown, shown.text.replace("next: 2026-11-24\n", "next: 2026-11-24 call\n"), workspace.now()
    )
    service.finish(workspace, [deal])
    assert changes is not None
    with pytest.raises(ConflictError, match="changed meanwhile: next step"):
        form.save(workspace, shown, changes)


def test_b04_taking_the_last_next_step_out_asks_for_one(workspace: Workspace, add: Add) -> None:
    number = add(next=3)
    assert edit(workspace, number, ("next: 2026-11-24\n", "")).ask is not None


def test_a_refused_part_leaves_all_of_the_deal_as_it_was(workspace: Workspace, deal: int) -> None:
    before = reads.sheet(workspace, deal)
    with pytest.raises(PipetuiError, match="only a won deal is renewed"):
        edit(workspace, deal, ("title: Acme", "title: Other"), ("renewal:", "renewal: 2027-11-01"))
    assert reads.sheet(workspace, deal) == before


NOON = DateRules()
WORDS = st.text(max_size=20) | st.text(alphabet="#:+ \t\n\u2028\x85é19", max_size=20)


@given(st.lists(st.tuples(st.dates(), st.sampled_from([None, "09:30", "00:00"]), WORDS, st.booleans()), max_size=5))
def test_steps_that_were_shown_and_left_alone_are_unchanged(rows: list[tuple[date, str | None, str, bool]]) -> None:
    steps = [
        PlannedStep(number, Due(day, time), what, "theirs" if theirs else "mine")
        for number, (day, time, what, theirs) in enumerate(rows)
    ]
    lines = [line for line in deal_form.lines(deal_form.render(1, (), steps)) if line.name == "next"]
    changes = deal_form.steps(steps, lines, datetime(2026, 11, 21, 10, 0, tzinfo=UTC), NOON)
    assert changes == deal_form.StepChanges()


def test_lines_are_told_apart_by_words_then_by_date(now: datetime) -> None:
    day = now.date()
    call, mail = (
        PlannedStep(1, Due(day + timedelta(days=1)), "call", "mine"),
        PlannedStep(2, Due(day + timedelta(days=2)), "mail", "mine"),
    )
    typed = deal_form.lines("next: 2026-11-30 call\nnext: 2026-11-23 theirs: write\nnext: 2026-12-01 meet\n")
    changes = deal_form.steps([call, mail], typed, now, NOON)
    assert changes.changed[0] == (call, NextLine(Due((now + timedelta(days=9)).date()), "call"))
    assert changes.changed[1][0] == mail
    assert [step.what for step in changes.added] == ["meet"]
    assert changes.removed == ()


@pytest.mark.parametrize("extra", [{}, {"source": "we: said #1", "tags": ("a#b",)}, {"title": "#hash: title"}])
def test_the_form_as_it_was_shown_changes_nothing(workspace: Workspace, add: Add, extra: dict[str, object]) -> None:
    shown = form.shown(workspace, add(**{"title": "Acme", "next": 1, **extra}))
    assert form.understood(shown, shown.text, workspace.now()) is None
