"""What the rep's deals are usually like: the medians behind urgency (behaviour 12)."""

from __future__ import annotations

from statistics import median_low
from typing import TYPE_CHECKING

from pipetui.service import Workspace, reads
from pipetui.store.reads import book_reads
from tests.service.conftest import Add

if TYPE_CHECKING:
    from pipetui.store.reads.medians import Medians


def usual(workspace: Workspace) -> Medians:
    """As the book stands."""
    return book_reads.medians(workspace.store.connection, reads.pipelines(workspace).stages)


def test_b12_deals_that_weigh_nothing_are_left_out_of_the_median(workspace: Workspace, add: Add) -> None:
    for number in range(9):
        add(f"Lead {number}", value=5_000, probability=0)
        add(f"Bare {number}")
    values = (2_000, 8_000, 30_000)
    for number, value in enumerate(values):
        add(f"Deal {number}", value=value, probability=50)
    assert usual(workspace).weighted == {"EUR": median_low(value * 50 for value in values)}


def test_b12_without_a_deal_that_weighs_anything_there_is_no_median(workspace: Workspace, add: Add) -> None:
    add("Lead", value=5_000, probability=0)
    assert usual(workspace).weighted == {}
    (term,) = (term for term in reads.why(workspace, 1) if term.name == "weighted value")
    assert (term.value, term.why) == (0.0, "it weighs nothing")


def test_b12_of_stays_that_ended_at_one_time_the_later_number_is_newer(workspace: Workspace, add: Add) -> None:
    deal = add("Deal")
    stage = reads.pipelines(workspace).stages[0].id
    at = workspace.now().isoformat()
    workspace.store.connection.executemany(
        "INSERT INTO stage_event (deal_id, kind, at, from_stage_id, to_stage_id, stayed_s, note)"
        " VALUES (?, 'moved', ?, ?, ?, ?, '')",
        [(deal, at, stage, stage, days * 86_400) for days in [2] * 150 + [9] * 200],
    )
    assert usual(workspace).stays[stage] == 9
