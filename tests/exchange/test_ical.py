"""Follow-ups as a calendar: what another program reads there, whatever stands in the book."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from pipetui import service
from pipetui.domain.dates.when import Due
from pipetui.domain.line.quick_line import NewDeal, NextLine
from pipetui.domain.text import clean
from pipetui.exchange.writers import ical
from pipetui.service import Workspace
from pipetui.store.book_id import book_id
from pipetui.store.reads import export
from pipetui.store.reads.export_records import FollowUpRecord

MADE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STEP = FollowUpRecord(
    7,
    3,
    "Initech audit",
    "Initech",
    ("Tom · +1 202 555 0139",),
    "send the offer",
    date(2026, 12, 3),
    None,
    "email",
    "mine",
    0,
    MADE,
    None,
    False,
)


def read(step: FollowUpRecord, book: str = "b00c") -> Any:
    """The one component of its calendar, as another library reads it."""
    (component,) = icalendar.Calendar.from_ical(ical.alone(book, step)).subcomponents
    return component


def test_a_follow_up_is_a_task_of_its_day_that_rings_in_the_morning() -> None:
    task = read(STEP)
    (alarm,) = task.subcomponents
    assert task.name == "VTODO"
    assert task["DUE"].dt == date(2026, 12, 3)
    assert (task["SUMMARY"], task["STATUS"]) == ("send the offer: Initech audit", "NEEDS-ACTION")
    assert "Tom · +1 202 555 0139" in task["DESCRIPTION"]
    assert alarm["TRIGGER"].params["RELATED"] == "END"


def test_one_with_a_time_is_an_event_at_that_time_wherever_the_rep_is() -> None:
    event = read(STEP._replace(due_time="23:45"))
    assert event.name == "VEVENT"
    assert event["DTSTART"].dt == datetime(2026, 12, 3, 23, 45)
    assert event["DTEND"].dt == datetime(2026, 12, 4, 0, 15)
    assert event["STATUS"] == "CONFIRMED"


def test_what_is_done_says_so_and_does_not_ring() -> None:
    task, event = read(STEP._replace(done_at=MADE)), read(STEP._replace(done_at=MADE, due_time="10:00"))
    assert (task["STATUS"], task["COMPLETED"].dt, task["PERCENT-COMPLETE"]) == ("COMPLETED", MADE, 100)
    assert event["STATUS"] == "CANCELLED"
    assert task.subcomponents == event.subcomponents == []


def test_what_nobody_waits_for_is_cancelled() -> None:
    task, event = read(STEP._replace(cancelled=True)), read(STEP._replace(cancelled=True, due_time="10:00"))
    assert task["STATUS"] == event["STATUS"] == "CANCELLED"
    assert task["SEQUENCE"] > read(STEP)["SEQUENCE"]


@given(what=st.text(), title=st.text(), people=st.lists(st.text(), max_size=3))
def test_any_text_is_read_back_and_no_line_is_too_long(what: str, title: str, people: list[str]) -> None:
    step = STEP._replace(what=what, title=title, people=tuple(people))
    text = ical.alone("b00c", step)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    (task,) = icalendar.Calendar.from_ical(text).subcomponents
    said = clean(f"{what or 'email'}: {title}", multiline=True).replace("\t", " ")
    assert task["SUMMARY"] == said
    assert task["STATUS"] == "NEEDS-ACTION"


@given(number=st.integers(1, 10**18 - 1), book=st.from_regex(r"[0-9a-f]{12}", fullmatch=True))
def test_a_calendar_gives_back_which_follow_up_it_is(number: int, book: str) -> None:
    assert ical.follow_up_of(book, ical.uid(book, number)) == number
    assert ical.follow_up_of(f"{book}0", ical.uid(book, number)) is None


@given(st.text())
def test_a_name_of_another_program_is_no_follow_up(name: str) -> None:
    assert ical.follow_up_of("b00c", name) is None


def test_a_book_is_known_by_the_same_name_for_ever(workspace: Workspace) -> None:
    first = book_id(workspace.store)
    assert first and book_id(workspace.store) == first
    assert workspace.store.connection.execute("SELECT count(*) FROM step").fetchone() == (0,)


def test_the_follow_ups_of_a_book_become_a_calendar(workspace: Workspace) -> None:
    due = Due(date(2026, 12, 3), "09:30")
    for title in ("Acme", "Lost one", "Binned one"):
        service.add(workspace, NewDeal(title, people=("Ann",), next=NextLine(due, "call")))
    service.drop(workspace, [2], "price")
    service.delete(workspace, [3])
    service.finish(workspace, [1])

    connection = workspace.store.connection
    steps = {step.deal_id: step for step in export.follow_ups(connection, None, binned=True)}
    text = "".join(ical.calendar("b00c", steps.values()))
    assert len(icalendar.Calendar.from_ical(text).subcomponents) == 3
    assert (steps[1].done_at is not None, steps[3].cancelled) == (True, True)
    assert [step.deal_id for step in export.follow_ups(connection, None)] == [1, 2]
    assert [step.deal_id for step in export.follow_ups(connection, [1])] == [1]
