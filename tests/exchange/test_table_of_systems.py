"""The table of systems in the guide: what it says comes along does, of each a file as the system writes it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pipetui.exchange import systems
from pipetui.exchange.apply import apply
from pipetui.exchange.plan import Options, plan
from pipetui.service import Workspace

GUIDE = Path(__file__).parents[2] / "docs/guide/moving.md"
LEAD = {
    "id": "lead_1",
    "display_name": "Sunmill",
    "status_label": "Potential",
    "contacts": [{"id": "cont_1", "name": "Ana Reyes", "emails": [{"email": "ana@sunmill.example"}]}],
    "opportunities": [
        {"id": "oppo_1", "status_label": "Offer", "status_type": "active", "value": 500, "value_period": "once"}
    ],
    "tasks": [{"id": "task_1", "text": "Send it", "date": "2099-12-08", "is_complete": False}],
}
CARD = {"id": "c1", "idList": "l1", "idShort": 1, "shortLink": "a", "name": "Hoist", "closed": False}
BOARD = {
    "lists": [{"id": "l1", "name": "Request", "softLimit": None}],
    "cards": [CARD],
    "actions": [{"id": "a1", "type": "commentCard", "data": {"text": "rang", "card": {"id": "c1"}}}],
}
FILES = {
    "bitrix24": {
        "deal.csv": "ID;Deal Name;Stage;Income;Currency;Assumed close"
        " date;Closed\n1;Mill;New;5.00;Euro;20.12.2099;no\n",
        "company.csv": "Company Name;Annual Income;Payment Details;Work Phone\nQuay;1;x;+31 10 555 0101\n",
        "contact.csv": "First Name;Second Name;Last Name;Newsletters email\nEnzo;;Pires;enzo@quay.example\n",
        "lead.csv": "ID;Lead Name;First Name;Last Name;Stage;Source information\n7;Sail;Ida;Falk;New;fair\n",
    },
    "close": {"leads.json": json.dumps([LEAD])},
    "copper": {
        "opportunities.csv": "Name,Company,Win Probability,Value,Currency,Status,Copper ID\nKiln,Clay,20%,5,EUR,"
        "Open,1\n",
        "people.csv": "First Name,Last Name,Company,Email,Copper ID,Copper URL\nPia,Storm,Clay,pia@clay.example,2,u\n",
        "companies.csv": "Name,Email Domain,Primary Contact ID,Copper ID\nClay,clay.example,2,3\n",
        "leads.csv": "First Name,Last Name,Account,Last Status At,Copper ID\nBo,Ek,Brick,9/5/2025,4\n",
    },
    "dynamics": {
        "opportunities.csv": "(Do Not Modify) Opportunity,Topic,Potential Customer,Est. Close Date,Est. Revenue\n"
        "o-1,Oven,Bread,2099-01-02,900\n",
        "contacts.csv": "(Do Not Modify) Contact,Full Name,Email,Company Name\nc-1,Siv Lund,siv@bread.example,Bread\n",
        "accounts.csv": "(Do Not Modify) Account,Account Name,Main Phone\na-1,Bread,+47 55 50 10 01\n",
        "leads.csv": "(Do Not Modify) Lead,Topic,First Name,Last Name,Company Name\nl-1,Mixer,Per,Ohm,Dough\n",
    },
    "google": {
        "contacts.csv": "First Name,Last Name,Phonetic First Name,File As,Organization Name,E-mail 1 - Label,"
        "E-mail 1 - Value\nLotte,Verbeek,,,Tulipa,Work,lotte@tulipa.example\n",
    },
    "hubspot": {
        "deals.csv": "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Closed Lost Reason\n501,Crane,"
        "Contract Sent,5,A,\n",
        "contacts.csv": "Record ID,First Name,Last Name,Email,Lifecycle Stage,Contact owner\n"
        "61,Greta,Holm,greta@holm.example,Lead,A\n",
        "companies.csv": "Record ID,Company name,Company Domain Name,Company owner\n71,Holm,holm.example,A\n",
        "leads.csv": "Record ID,Lead name,Lead label,Lead Pipeline Stage,Associated Contact\n81,Sail,Warm,New,"
        "Ole Rud\n",
        "line_items.csv": "Record ID,Name,Quantity,Unit price,Net price,SKU,Associated Deal IDs\n9,Hoist,2,10,20,"
        "H-1,501\n",
        "notes.csv": "Record ID,Note body,Activity date,Activity assigned to,Associated Deal IDs\n"
        "91,Called,2025-10-01 14:03,A,501\n",
        "calls.csv": "Record ID,Call title,Call outcome,Activity date,Associated Deal IDs\n"
        "92,Price,Connected,2025-10-02 14:03,501\n",
    },
    "icalendar": {
        "work.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:e1\nDTSTAMP:20251101T000000Z\nDTSTART:20251110T100000Z\n"
        "SUMMARY:Demo\nATTENDEE;CN=Rita Voss:mailto:rita@falk.example\nEND:VEVENT\nEND:VCALENDAR\n",
    },
    "linkedin": {
        "Connections.csv": 'Notes:\n"Some addresses are missing."\n\nFirst Name,Last Name,URL,Email Address,'
        "Company,Position,"
        "Connected On\nKai,Mont,https://l.example/kai,,Montco,Buyer,29 May 2025\n",
    },
    "monday": {
        "board.csv": "Name,Stage,Deal Value,Company,Item ID (auto generated),Creation Log\nBarn,Demo,7,Fox,1,x\n",
    },
    "notion": {
        "Deals.csv": "Deal name,Account,Stage,Last edited time,Last edited by\nSolar,Nord,Demo,x,Me\n",
    },
    "odoo": {
        "crm.lead.csv": "id,Opportunity,Customer/Display Name,Stage/Display Name,Expected Revenue\na1,Boiler,"
        "Heatwell,New,3\n",
        "sale.order.line.csv": "Order Reference,Opportunity,Product,Quantity,Unit Price,Discount (%)\nS1,Boiler,"
        "Pipe,2,1,0\n",
    },
    "orocrm": {
        "contacts.csv": "Id,First name,Last name,Owner Username,Assigned to Username,Emails 1 Email\n"
        "1,Ada,Lund,admin,admin,ada@tin.example\n",
        "leads.csv": "Id,Lead name,First name,Last name,Status Id,Company name,Address 1 Street,Owner Username\n"
        "1,Tin roof,Bo,Ek,new,Tin,Main 1,admin\n",
        "opportunity.csv": "Opportunity name,Expected close date,Budget Amount,Budget Amount Currency,Status Id\n"
        "Racks,2099-12-24,50.0000,USD,in_progress\n",
    },
    "outlook": {
        "outlook.csv": "First Name,Last Name,Company,Business Fax,E-mail Address,E-mail Type\n"
        "Ed,Lane,Lane Bros,,ed@lane.example,SMTP\n",
    },
    "pipedrive": {
        "deals.csv": "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Stage\n11,Refit,5,EUR,"
        "Lead in\n",
        "people.csv": "Person - ID,Person - Name,Person - Email - Work\n21,Tove Ansel,tove@harbour.example\n",
        "organizations.csv": "Organization - ID,Organization - Name,Organization - Address\n31,Harbour,Quay 1\n",
        "leads.csv": "Lead - ID,Lead - Title,Lead - Contact person\n41,Mast,Ivo Lund\n",
        "activities.csv": "ID,Subject,Type,Done,Due date,Marked as done time,Deal ID\n51,Call,Call,Done,"
        "2025-06-01,,11\n",
        "notes.csv": "ID,Content,Deal ID,Add time,Note is pinned to deal\n61,<p>Blue</p>,11,2025-06-01 10:00:00,0\n",
        "products.csv": "ID,Name,Product code,Unit price,Quantity,Deal ID\n71,Winch,W-1,10,2,11\n",
    },
    "salesforce": {
        "Opportunity.csv": "Id,Name,StageName,Amount,CloseDate,IsClosed,IsWon\n0061,Press,Prospecting,5,"
        "2099-01-01,0,0\n",
        "Contact.csv": "Id,FirstName,LastName,Email,MailingCity,ReportsToId\n0031,Jo,Fahr,jo@press.example,Ulm,\n",
        "Account.csv": "Id,Name,BillingCity,Phone,NumberOfEmployees\n0011,Pressco,Ulm,+49 731 555010,9\n",
        "Lead.csv": "Id,Company,FirstName,LastName,Status,IsConverted,ConvertedOpportunityId\n00Q1,Ink,Al,Snow,"
        "Open,0,\n",
        "Task.csv": "Id,WhoId,WhatId,Subject,ActivityDate,IsClosed\n00T1,,0061,Call,2025-11-02,1\n",
        "Note.csv": "Id,ParentId,Title,Body,CreatedDate\n0021,0061,Colour,Blue,2025-05-20\n",
        "OpportunityLineItem.csv": "Id,OpportunityId,PricebookEntryId,Name,Quantity,UnitPrice\n00k1,0061,01u1,"
        "Roll,2,10\n",
    },
    "trello": {"board.json": json.dumps(BOARD)},
    "vcard": {
        "cards.vcf": "BEGIN:VCARD\nVERSION:3.0\nFN:Zoe Artad\nN:Artad;Zoe;;;\nEMAIL:zoe@artad.example\nEND:VCARD\n"
    },
    "zoho": {
        "Deals.csv": "Record Id,Deal Owner.id,Deal Name,Stage,Amount,Reason For Loss\nzcrm_1,z,Cover,"
        "Qualification,5,\n",
        "Contacts.csv": "Record Id,Contact Owner.id,First Name,Last Name,Email\nzcrm_2,z,Max,Tide,max@pier.example\n",
        "Accounts.csv": "Record Id,Account Owner.id,Account Name,Phone\nzcrm_3,z,Pier,+44 20 7946 0101\n",
        "Leads.csv": "Record Id,Lead Owner.id,First Name,Last Name,Company,Lead Status\nzcrm_4,z,Gil,Frost,Icebox,"
        "New\n",
        "Notes.csv": "Record Id,Note Owner.id,Note Title,Note Content,Parent ID.id\nzcrm_5,z,Colour,Navy,zcrm_1\n",
        "Quoted_Items.csv": "Record Id,Parent ID.id,Product Name.id,Product Name,Quantity,List Price\nzcrm_6,"
        "zcrm_1,z,Rope,2,1\n",
        "Tasks.csv": "Record Id,Task Owner.id,Subject,Due Date,Status,Related To.id,Closed Time\n"
        "zcrm_7,z,Measure,2099-12-04,Not Started,zcrm_1,\n",
    },
}


def test_what_the_guide_says_comes_along_from_each_system_does(workspace: Workspace, tmp_path: Path) -> None:
    rows = re.findall(r"^\| [^|]+ \| `(\w+)` \| ([^|]+) \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    told = {(name, records) for name, listed in rows for records in listed.split(", ") if name in systems.names()}
    came: set[tuple[str, str]] = set()
    for name, files in FILES.items():
        folder = tmp_path / name
        folder.mkdir()
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
        planned = plan(workspace, folder, Options(), judge=False)
        result = apply(workspace, planned)
        assert result.is_right, name
        made = zip(planned.sources, result.sources, strict=True)
        came |= {(source.found.name, one.records) for source, one in made if one.counts.new and not one.counts.failed}
    # What pipetui itself writes is held by the round trips of its writers.
    assert {cell for cell in told if cell[0] != "pipetui"} == came
