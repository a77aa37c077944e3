"""What was logged or noted is corrected where it stands, and taken out again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipetui import service
from pipetui.domain.errors import ChangedMeanwhileError, ConflictError, InputError, NotFoundError
from pipetui.domain.line.quick_line import TouchLine
from pipetui.service import Workspace, entries, reads
from pipetui.views import TimelineItem


@pytest.fixture
def sales(workspace: Workspace, add: Callable[..., int]) -> Workspace:
    """Two open deals."""
    add("Acme rollout 12k @demo")
    add("Globex seats 8k")
    return workspace


def newest(sales: Workspace, deal: int = 2) -> TimelineItem:
    """What was logged or noted last on a deal."""
    return entries.of_rep(reads.sheet(sales, deal).timeline)[0]


def test_a_touch_is_corrected_in_one_step_of_undo(sales: Workspace) -> None:
    service.log(sales, [2], TouchLine("call", "no answer", text="rang twice"))
    before = newest(sales)
    told = entries.correct(
        sales, "touch", before.id, {"kind": "mail", "outcome": "repl", "direction": "in", "at": "yesterday 14:00"}
    )
    after = newest(sales)
    assert (after.what, after.outcome, after.direction, after.text) == ("email", "replied", "in", "rang twice")
    assert f"{after.at.astimezone(sales.now().tzinfo):%H:%M}" == "14:00"
    assert reads.card(sales, 2).last_touch_at == after.at
    assert told.message.startswith("corrected the call of ")
    service.undo(sales)
    assert newest(sales) == before


def test_a_note_keeps_its_lines_and_is_found_by_its_new_words(sales: Workspace) -> None:
    from pipetui.service import search

    service.note(sales, [2], "first\nsecond")
    entries.correct(sales, "note", newest(sales).id, {"text": "first\n  quokka"})
    assert newest(sales).text == "first\n  quokka"
    assert search.mentioning(sales, "quokka") == {2}
    assert search.mentioning(sales, "second") == set()


def test_what_is_taken_out_comes_back_with_undo(sales: Workspace) -> None:
    quiet = reads.card(sales, 2)
    service.log(sales, [2], TouchLine("call", "reached"))
    item = newest(sales)
    entries.take_out(sales, "touch", item.id)
    assert reads.card(sales, 2) == quiet
    with pytest.raises(NotFoundError):
        entries.take_out(sales, "touch", item.id)
    service.undo(sales)
    assert newest(sales) == item


@pytest.mark.parametrize(
    "texts",
    [{"kind": "carrier pigeon"}, {"outcome": "eaten"}, {"direction": "sideways"}, {"at": "tomorrow"}, {"at": ""}],
)
def test_what_is_not_understood_changes_nothing(sales: Workspace, texts: dict[str, str]) -> None:
    service.log(sales, [2], TouchLine("call"))
    before = newest(sales)
    with pytest.raises(InputError):
        entries.correct(sales, "touch", before.id, texts)
    assert newest(sales) == before


def test_a_note_without_a_text_and_a_change_that_is_none_are_refused(sales: Workspace) -> None:
    service.note(sales, [2], "as it is")
    with pytest.raises(InputError):
        entries.correct(sales, "note", newest(sales).id, {"text": "  \n"})
    with pytest.raises(ConflictError):
        entries.correct(sales, "note", newest(sales).id, {"text": "as it is"})


def test_nothing_unseen_is_overwritten(sales: Workspace) -> None:
    service.note(sales, [2], "as it was")
    number = newest(sales).id
    seen = entries.shown(sales, "note", number)
    entries.correct(sales, "note", number, {"text": "changed elsewhere"})
    with pytest.raises(ChangedMeanwhileError):
        entries.correct(sales, "note", number, {"text": "mine"}, seen)
    assert newest(sales).text == "changed elsewhere"


def test_what_is_shown_of_a_time_is_read_back_as_that_minute(sales: Workspace) -> None:
    service.log(sales, [2], TouchLine("call"))
    number = newest(sales).id
    shown = entries.shown(sales, "touch", number)
    entries.correct(sales, "touch", number, {"at": "2026-01-31 08:05"} | {"text": "x"})
    again = entries.shown(sales, "touch", number)
    assert again == shown | {"at": "2026-01-31 08:05", "text": "x"}


def test_a_touch_with_somebody_that_stands_on_no_deal_is_corrected_too(sales: Workspace) -> None:
    service.add_person(sales, "Kim", ())
    person = max(row.id for row in reads.some_people(sales, range(1, 20)))
    service.log_with(sales, person, TouchLine("call"))
    item = reads.person(sales, person).timeline[0]
    assert entries.correct(sales, "touch", item.id, {"outcome": "booked"}).party == person
    assert reads.person(sales, person).timeline[0].outcome == "booked"
