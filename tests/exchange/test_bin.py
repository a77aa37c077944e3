"""Who lies in the bin is nobody that an import finds: what it brings about them is somebody new."""

from __future__ import annotations

from pipetui import service
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace, reads
from tests.exchange.conftest import RunImport, WriteCsv


def test_an_import_leaves_who_lies_in_the_bin_there(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    service.add(workspace, NewDeal("Rollout", organization="Acme", people=("Ann Lee",), emails=("ann@acme.example",)))
    service.delete_person(workspace, 1)
    service.delete_organization(workspace, 1)
    run_import(write_csv("Title,Value,Organization,Contact,Email\nPilot,12,Acme,Ann Lee,ann@acme.example\n"))
    assert [row.id for row in reads.people(workspace)] == [2]
    assert [row.id for row in reads.organizations(workspace)] == [2]
    assert [row.id for row in reads.people(workspace, deleted=True)] == [1]
    pilot = next(card for card in reads.all_cards(workspace) if card.title == "Pilot")
    assert (pilot.organization, pilot.people) == ("Acme", ("Ann Lee",))
