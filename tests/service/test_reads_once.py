"""What a gesture reads, it reads once: the stages, the loss reasons, and no median at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from pipetui import service
from pipetui.domain.dates.when import Due
from pipetui.domain.line.quick_line import NewDeal, TouchLine
from pipetui.service import Workspace, reads
from pipetui.store.reads import book_reads

STAGES, REASONS, MEDIANS = "FROM stage s JOIN pipeline", "FROM loss_reason", "SELECT at, id, stayed_s FROM stage_event"
READS = (STAGES, REASONS, MEDIANS)
GESTURES: dict[str, Callable[[Workspace, int], object]] = {
    "advance": lambda workspace, deal: service.advance(workspace, [deal]),
    "move": lambda workspace, deal: service.move(workspace, [deal], "demo"),
    "add": lambda workspace, deal: service.add(workspace, NewDeal("Another")),
    "log": lambda workspace, deal: service.log(workspace, [deal], TouchLine("call", "reached", stage="demo")),
    "edit": lambda workspace, deal: service.edit(workspace, deal, {"value": "13k", "stage": "demo"}),
    "plan": lambda workspace, deal: service.plan(workspace, [deal], Due(date(2027, 1, 4))),
    "drop": lambda workspace, deal: service.drop(workspace, [deal], "price"),
}


def counted(workspace: Workspace, do: Callable[[], object]) -> Counter[str]:
    """How often each kind of read was made."""
    said: list[str] = []
    workspace.store.connection.set_trace_callback(said.append)
    do()
    workspace.store.connection.set_trace_callback(None)
    return Counter(kind for kind in READS for statement in said if kind in statement)


@pytest.mark.parametrize("gesture", GESTURES)
def test_a_gesture_reads_stages_and_reasons_once(workspace: Workspace, gesture: str) -> None:
    (deal,) = service.add(workspace, NewDeal("Acme")).deals
    found = counted(workspace, lambda: GESTURES[gesture](workspace, deal))
    assert found[STAGES] <= 1
    assert found[REASONS] <= 1
    assert found[MEDIANS] == 0


def test_a_reading_of_the_day_reads_stages_and_medians_once(workspace: Workspace) -> None:
    service.add(workspace, NewDeal("Acme"))
    stages = len(reads.pipelines(workspace).stages)
    found = counted(workspace, lambda: book_reads.day_cards(workspace.store.connection, workspace.moment()))
    assert found == {STAGES: 1, MEDIANS: stages}
