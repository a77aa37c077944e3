"""Fields that the rep added, in the book: made once, filled by the thousand, read with the deals, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipetui import service
from pipetui.domain.custom_fields import CHOICE, DATE, DEAL, NUMBER, PERSON, TEXT, CustomValue
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace, reads
from pipetui.store import custom_fields, deal_line
from pipetui.store.bulk import bulk_insert
from pipetui.store.schema.tables import CustomValue as CustomValueRow


@pytest.fixture
def deal(workspace: Workspace) -> int:
    return service.add(workspace, NewDeal("Acme rollout")).deals[0]


def test_a_field_is_made_once_whatever_its_capitals(workspace: Workspace) -> None:
    with workspace.unit_of_work("imported") as uow:
        made = custom_fields.ensure(uow.connection, DEAL, "Contract end", DATE)
        assert custom_fields.ensure(uow.connection, DEAL, "contract-END", TEXT) == made
        assert custom_fields.ensure(uow.connection, PERSON, "Contract end", DATE) != made
    assert [(field.name, field.kind) for field in custom_fields.known(uow.connection, DEAL)] == [("Contract end", DATE)]


def test_a_heading_that_means_something_else_gets_another_name(workspace: Workspace) -> None:
    with workspace.unit_of_work("imported") as uow:
        for heading in ("Status", "status", "7 % (share)", "?!"):
            custom_fields.ensure(uow.connection, DEAL, heading, TEXT)
    assert [field.name for field in custom_fields.known(uow.connection, DEAL)] == ["Status 2", "share)", "Field"]


def test_options_are_put_to_those_there_are(workspace: Workspace) -> None:
    with workspace.unit_of_work("imported") as uow:
        custom_fields.ensure(uow.connection, DEAL, "Region", CHOICE, ["north"])
        custom_fields.ensure(uow.connection, DEAL, "Region", CHOICE, ["south", "north"])
    (field,) = custom_fields.known(uow.connection)
    assert field.options == ("north", "south")


def test_values_by_the_thousand_are_one_step_of_undo(workspace: Workspace, deal: int) -> None:
    others = [service.add(workspace, NewDeal(f"Deal {number}")).deals[0] for number in range(5)]
    with workspace.unit_of_work("imported") as uow:
        seats = custom_fields.ensure(uow.connection, DEAL, "Seats", NUMBER)
        rows = [(seats, number, str(number * 10)) for number in (deal, *others)]
        batches = [(CustomValueRow, "field_id entity_id value", rows)]
        bulk_insert.insert_journaled(uow.connection, uow.transaction.step_id, batches)
    assert reads.card(workspace, others[0]).custom == (CustomValue(seats, "Seats", NUMBER, "20"),)
    service.undo(workspace)
    assert reads.card(workspace, others[0]).custom == ()
    assert custom_fields.known(uow.connection) == ()
    service.redo(workspace)
    assert reads.card(workspace, others[0]).custom[0].text == "20"
    assert deal_line.spoilt(workspace.store.connection) == []


def test_a_card_has_its_values_in_the_order_of_the_fields(workspace: Workspace, deal: int) -> None:
    with workspace.unit_of_work("made") as uow:
        one, other = (custom_fields.ensure(uow.connection, DEAL, name, TEXT) for name in ("One", "Other"))
        of_person = custom_fields.ensure(uow.connection, PERSON, "One", TEXT)
        for field in (one, other, of_person):
            custom_fields.put(uow.connection, field, deal, f"value of {field}")
        custom_fields.set_order(uow.connection, [other, one])
    assert [(value.name, value.text) for value in reads.card(workspace, deal).custom] == [
        ("Other", f"value of {other}"),
        ("One", f"value of {one}"),
    ]
    with workspace.unit_of_work("emptied") as uow:
        custom_fields.put(uow.connection, other, deal, "")
    assert [value.name for value in reads.card(workspace, deal).custom] == ["One"]


def test_a_field_that_is_removed_takes_its_values_along_and_undo_brings_them_back(
    workspace: Workspace, deal: int, tmp_path: Path
) -> None:
    with workspace.unit_of_work("made") as uow:
        field = custom_fields.ensure(uow.connection, DEAL, "One", TEXT)
        custom_fields.put(uow.connection, field, deal, "a value")
    with workspace.unit_of_work("removed") as uow:
        custom_fields.remove(uow.connection, field)
    assert reads.card(workspace, deal).custom == ()
    service.undo(workspace)
    assert [value.text for value in reads.card(workspace, deal).custom] == ["a value"]
    assert deal_line.spoilt(workspace.store.connection) == []
