"""Leads that shall be deals: in the first stage, with whom they are, under an id that no deal of theirs can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipetui.domain.errors import InputError
from pipetui.exchange.kinds import DEALS, LEADS, PEOPLE
from pipetui.exchange.plan import Options, plan
from pipetui.service import Workspace, reads
from pipetui.store.reads import book_reads

if TYPE_CHECKING:
    from tests.exchange.conftest import RunImport, WriteCsv

PIPEDRIVE = (
    "Lead - ID,Lead - Title,Lead - Owner,Lead - Value,Lead - Organization,Lead - Contact person,"
    "Lead - Lead created,Lead - Update time,Lead - Next activity date\n"
    "7f3c-1,Rope for the yard,Sam Reed,1200,Quayside NV,Lena Moor,2026-02-03 10:00:00,2026-02-04 10:00:00,\n"
)
SALESFORCE = (
    '"Id","IsDeleted","LastName","FirstName","Name","Company","Title","Email","Status","LeadSource","IsConverted",'
    '"ConvertedOpportunityId","CreatedDate"\n'
    '"00Q1","0","Moor","Lena","Lena Moor","Quayside NV","Harbour master","lena@quay.example","Working","Web","0",'
    '"000000000000000AAA","2026-02-03 10:00:00"\n'
    '"00Q2","0","Lind","Bo","Bo Lind","Fjord AS","","bo@fjord.example","Qualified","","1","0061",'
    '"2026-02-03 10:00:00"\n'
)
ZOHO = (
    "Record Id,Lead Owner.id,Company,First Name,Last Name,Title,Email,Lead Source,Lead Status,Created Time,"
    "Converted Deal.id\n"
    "zcrm_5,zcrm_1,Quayside NV,Lena,Moor,Harbour master,lena@quay.example,Web,Contacted,2026-02-03 10:00:00,\n"
)
HUBSPOT = (
    "Record ID,Lead name,Lead label,Lead owner,Associated Contact,Associated Company,Create Date\n"
    "41,Rope for the yard,Warm,Sam Reed,Lena Moor (lena@quay.example),Quayside NV,2026-02-03 10:00\n"
)
BY_HAND = "Lead,Company,Contact,Email,Source,Created\nRope,Quayside NV,Lena Moor,lena@quay.example,Web,2026-02-03\n"
SHEET = "Title,Organization,Person,Value,Source,Created\nRope,Quayside NV,Lena Moor,€1200,Web,2026-02-03\n"


@pytest.mark.parametrize(
    ("text", "title", "source"),
    [
        (PIPEDRIVE, "Rope for the yard", ""),
        (SALESFORCE, "Quayside NV", "Web"),
        (ZOHO, "Quayside NV", "Web"),
        (HUBSPOT, "Rope for the yard", ""),
        (BY_HAND, "Rope", "Web"),
        (SHEET, "Rope", "Web"),
    ],
    ids=["Pipedrive", "Salesforce", "Zoho", "HubSpot", "by hand", "sheet"],
)
def test_a_lead_becomes_a_deal_in_the_first_stage_with_whom_it_is(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport, text: str, title: str, source: str
) -> None:
    path = write_csv(text, "leads.csv")
    result = run_import(path, records=DEALS)
    assert (result.new, result.failed, result.is_right) == (1, 0, True)
    (card,) = reads.cards(workspace)
    first = book_reads.pipelines(workspace.store.connection).of(1)[0].name
    assert (card.title, card.organization, card.stage, card.status) == (title, "Quayside NV", first, "open")
    assert list(card.people) == ["Lena Moor"]
    assert card.source == source
    assert card.created_at is not None and card.created_at.date().isoformat() == "2026-02-03"
    again = run_import(path, records=DEALS)
    assert (again.new, again.changed) == (0, 0)


def test_a_lead_and_a_deal_of_one_system_may_have_one_id(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    deals = write_csv("Name,Company,Primary Person Contact,Win Probability,Copper ID\nKiln,Acme,Ann,20%,7\n")
    leads = write_csv(
        "First Name,Last Name,Account,Last Status At,Copper ID\nBo,Lund,Lund AB,5/9/2026,7\n", "leads.csv"
    )
    run_import(deals)
    run_import(leads, each=(("leads.csv", DEALS),))
    assert sorted(card.title for card in reads.cards(workspace)) == ["Kiln", "Lund AB"]


def test_of_several_files_one_is_told_by_its_name(workspace: Workspace, write_csv: WriteCsv) -> None:
    paths = [
        write_csv(SALESFORCE, "Lead.csv"),
        write_csv("First name,Last name,Email\nAnn,Lee,ann@x.example\n", "c.csv"),
    ]
    for told in ("Lead.csv", "lead"):
        made = plan(workspace, paths, Options(each=((told, DEALS),)), judge=False)
        assert {source.records for source in made.sources} == {DEALS, PEOPLE}
        assert not made.leads
    asked = plan(workspace, paths, Options(), judge=False)
    assert {source.records for source in asked.sources} == {LEADS, PEOPLE}
    assert asked.leads == ("Lead.csv: 2 leads as people with the tag lead",)
    with pytest.raises(InputError, match="no file"):
        plan(workspace, paths, Options(each=(("deals.csv", DEALS),)), judge=False)


def test_leads_of_every_kind_of_file_are_people_or_where_they_name_nobody_organizations(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    nobody = "7f3c-2,Nets,Sam Reed,,Fjord AS,,2026-02-03 10:00:00,,\n"
    for text in (PIPEDRIVE + nobody, HUBSPOT):
        path = write_csv(text, "leads.csv")
        assert run_import(path).failed == 0
        again = run_import(path)
        assert (again.new, again.changed) == (0, 0)
    asked = "SELECT p.name, o.name FROM person p JOIN organization o ON o.id = p.organization_id"
    connection = workspace.store.connection
    assert connection.execute(asked).fetchall() == [("Lena Moor", "Quayside NV")]
    assert connection.execute("SELECT value FROM contact_point").fetchall() == [("lena@quay.example",)]
    tagged = "SELECT o.name, o.note FROM organization o JOIN organization_tag t ON t.organization_id = o.id"
    assert connection.execute(tagged).fetchall() == [("Fjord AS", "Lead: Nets")]


def test_a_note_on_a_lead_finds_the_deal_that_it_became(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    notes = write_csv(
        "ID,Content,Deal title,Deal ID,Lead,Lead ID,Note is pinned to lead,Add time\n"
        "1,Wants two,,,Rope for the yard,7f3c-1,,2026-02-05 10:00:00\n",
        "notes.csv",
    )
    run_import([write_csv(PIPEDRIVE, "leads.csv"), notes], each=(("leads", DEALS),))  # type: ignore[arg-type]
    (deal_id,) = workspace.store.connection.execute("SELECT deal_id FROM note WHERE text = 'Wants two'").fetchone()
    assert deal_id == reads.cards(workspace)[0].id
