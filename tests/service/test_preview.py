"""A gesture tried out before it is made (behaviour 31)."""

from collections.abc import Sequence

import pytest

from pipetui import service
from pipetui.domain.errors import ConflictError, NotFoundError
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
    tried = preview.rehearse(workspace, deals, service.advance)
    assert [line[:2] for line in preview.lines(workspace, tried, 2)] == ["#1", "#2", "… "]
    assert preview.lines(workspace, tried, 2)[-1] == "… and 2 more"
    assert len(preview.lines(workspace, tried, 4)) == 4


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


def test_many_deals_are_read_at_once(workspace: Workspace, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    deals = [add(f"Deal {letter}") for letter in "abc"]
    service.delete(workspace, [2])
    few = preview.cards(workspace, deals)
    monkeypatch.setattr(preview, "_FEW", 2)
    assert preview.cards(workspace, deals) == few
    assert [card.id for card in few] == deals


def test_an_unknown_deal_is_refused(workspace: Workspace, add: Add) -> None:
    add("Acme rollout")
    with pytest.raises(NotFoundError, match="#7"):
        preview.cards(workspace, [1, 7])
