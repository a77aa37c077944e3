"""A gesture tried out before it is made (behaviour 31)."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from pipetui import service
from pipetui.domain.errors import ConflictError, InputError
from pipetui.service import Result, Workspace, preview, reads
from tests.service.conftest import Add


def test_b31_a_rehearsal_shows_each_deal_before_and_after_and_leaves_the_book_as_it_was(
    workspace: Workspace, add: Add
) -> None:
    deals = [add("Acme rollout"), add("Globex seats", stage="demo")]
    tried = preview.rehearse(workspace, deals, service.advance)
    assert [(change.before.stage, change.after.stage) for change in tried.changes] == [
        ("Prospecting", "Qualification"),
        ("Demo", "Proposal"),
    ]
    assert [reads.card(workspace, deal).stage for deal in deals] == ["Prospecting", "Demo"]
    assert preview.lines(workspace, tried) == [
        "#1 Acme rollout: Prospecting → Qualification",
        "#2 Globex seats: Demo → Proposal",
    ]


def test_b31_what_a_gesture_would_leave_out_its_rehearsal_names(workspace: Workspace, add: Add) -> None:
    deals = [add("Acme rollout", next=3), add("Globex seats")]
    tried = preview.rehearse(workspace, deals, service.finish)
    assert [change.before.id for change in tried.changes] == [1]
    assert preview.lines(workspace, tried)[-1] == "left out: #2 Globex seats has no next step"
    assert reads.card(workspace, 1).next_step is not None
    with pytest.raises(ConflictError, match="#2 Globex seats has no next step"):
        preview.rehearse(workspace, [2], service.finish)


def test_b31_of_many_changes_the_first_are_shown_and_the_rest_counted(workspace: Workspace, add: Add) -> None:
    deals = [add(f"Deal {letter}") for letter in "abcd"]
    tried = preview.rehearse(workspace, deals, service.advance, 2)
    assert tried.taken == 4
    assert [line[:2] for line in preview.lines(workspace, tried)] == ["#1", "#2", "… "]
    assert preview.lines(workspace, tried)[-1] == "… and 2 more"
    assert len(preview.lines(workspace, preview.rehearse(workspace, deals, service.advance, 4))) == 4


def test_of_a_rehearsal_nothing_comes_to_the_disk(workspace: Workspace, add: Add) -> None:
    deals = [add(f"Deal {letter}") for letter in "abcd"]
    before = reads.history(workspace)
    files = filter(Path.is_file, workspace.store.path.parent.glob(f"{workspace.store.path.name}*"))
    kept = {file: file.read_bytes() for file in files if not file.name.endswith("-shm")}
    with closing(sqlite3.connect(workspace.store.path)) as other, other:
        version = other.execute("PRAGMA data_version").fetchone()
        preview.rehearse(workspace, deals, service.advance)
        with pytest.raises(ConflictError):
            preview.rehearse(workspace, deals, service.finish)
        assert other.execute("PRAGMA data_version").fetchone() == version
    assert {file: file.read_bytes() for file in kept} == kept
    assert reads.history(workspace) == before
    assert service.advance(workspace, deals).step == before[0].id + 1


def test_a_rehearsal_beside_a_program_that_writes_is_of_a_copy(workspace: Workspace, add: Add) -> None:
    deals = [add("Acme rollout")]
    other = sqlite3.connect(workspace.store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    tried = preview.rehearse(workspace, deals, service.advance)
    other.execute("ROLLBACK")
    other.close()
    assert preview.lines(workspace, tried) == ["#1 Acme rollout: Prospecting → Qualification"]
    assert reads.card(workspace, 1).stage == "Prospecting"


def test_what_is_refused_half_way_in_a_rehearsal_leaves_the_book_writable(workspace: Workspace, add: Add) -> None:
    add("Acme rollout")

    def twice(trial: Workspace, deals: Sequence[int]) -> Result:
        service.advance(trial, deals)
        return service.move(trial, deals, "no such stage")

    with pytest.raises(InputError):
        preview.rehearse(workspace, [1], twice)
    assert reads.card(workspace, 1).stage == "Prospecting"
    service.advance(workspace, [1])
    assert reads.card(workspace, 1).stage == "Qualification"


def test_a_rehearsal_tells_what_goes_into_the_bin_and_out_of_it(workspace: Workspace, add: Add) -> None:
    kept, binned = add("Acme rollout"), add("Globex seats")
    service.delete(workspace, [binned])
    assert [change.way for change in preview.rehearse(workspace, [kept], service.delete).changes] == ["into the bin"]
    assert [change.way for change in preview.rehearse(workspace, [binned], service.reopen).changes] == [
        "out of the bin"
    ]


def test_a_planned_step_is_shown_without_its_arrow_which_would_read_as_a_change(workspace: Workspace, add: Add) -> None:
    add("Acme rollout", next=3)

    def sooner(trial: Workspace, deals: Sequence[int]) -> Result:
        return service.shift(trial, deals, -1)

    (line,) = preview.lines(workspace, preview.rehearse(workspace, [1], sooner))
    assert line == "#1 Acme rollout: Tue 24 Nov → Mon 23 Nov"


def test_deals_are_read_in_the_order_they_were_named_those_in_the_bin_too(workspace: Workspace, add: Add) -> None:
    for letter in "abc":
        add(f"Deal {letter}")
    service.delete(workspace, [2])
    assert [card.id for card in preview.standing(workspace, [3, 2, 7, 1])] == [3, 2, 1]
