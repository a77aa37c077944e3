"""Whole small files as systems in several languages write them, and what stands in the book then."""

from __future__ import annotations

import json

import pytest

from pipetui.exchange.apply import apply
from pipetui.exchange.plan import Options, plan
from pipetui.service import Workspace
from tests.exchange.conftest import WriteCsv
from tests.exchange.workbooks import xlsx

DEALS = """
SELECT d.title, o.name,
  (SELECT group_concat(p.name, ' + ') FROM deal_person dp JOIN person p ON p.id = dp.person_id WHERE deal_id = d.id),
  s.name, d.status, d.value_minor || ' ' || d.currency, d.expected_close, substr(d.closed_at, 1, 10), d.lost_reason
FROM deal d LEFT JOIN organization o ON o.id = d.organization_id JOIN stage s ON s.id = d.stage_id ORDER BY d.id
"""
PEOPLE = """
SELECT p.name, p.job_title, o.name, replace(p.note, char(10), ' / '),
  (SELECT group_concat(value, ' + ') FROM contact_point WHERE person_id = p.id)
FROM person p LEFT JOIN organization o ON o.id = p.organization_id ORDER BY p.id
"""
ORGANIZATIONS = """
SELECT name, address, replace(note, char(10), ' / '),
  (SELECT group_concat(value, ' + ') FROM contact_point WHERE organization_id = organization.id)
FROM organization ORDER BY id
"""
NOTES = "SELECT title, replace(text, char(10), ' / ') FROM note JOIN deal ON deal.id = deal_id"
TOUCHES = """
SELECT o.name, p.name, t.text FROM touch t LEFT JOIN person p ON p.id = t.person_id
LEFT JOIN deal d ON d.id = t.deal_id LEFT JOIN organization o ON o.id = d.organization_id ORDER BY t.id
"""
STEPS = "SELECT what, due_on, due_time FROM follow_up ORDER BY id"
STAGES = "SELECT name FROM stage WHERE removed_at IS NULL ORDER BY position"

BOARD = {
    "id": "b1",
    "name": "Board",
    "lists": [
        {"id": "l2", "name": "Offer", "pos": 2, "idBoard": "b1", "softLimit": None},
        {"id": "l1", "name": "Request", "pos": 1, "idBoard": "b1", "softLimit": None},
    ],
    "customFields": [
        {"id": "f1", "name": "Deal value", "type": "number", "idModel": "b1"},
        {"id": "f2", "name": "Source", "options": [{"id": "o1", "value": {"text": "Fair"}}]},
    ],
    "cards": [
        {
            "id": "c1",
            "idBoard": "b1",
            "idList": "l2",
            "idShort": 1,
            "shortLink": "a",
            "name": "Fence",
            "closed": False,
            "dateLastActivity": "2026-10-20T11:00:00.000Z",
            "customFieldItems": [
                {"idCustomField": "f1", "value": {"number": "900"}},
                {"idCustomField": "f2", "idValue": "o1"},
            ],
        },
        {"id": "c2", "idBoard": "b1", "idList": "l1", "idShort": 2, "shortLink": "b", "name": "Gate", "closed": False},
    ],
    "checklists": [
        {
            "id": "k1",
            "idBoard": "b1",
            "idCard": "c1",
            "name": "Steps",
            "checkItems": [
                {"name": "Add", "state": "incomplete", "pos": 2},
                {"name": "Go", "state": "complete", "pos": 1},
            ],
        }
    ],
    "actions": [
        {
            "id": "a1",
            "type": "commentCard",
            "date": "2026-10-19T10:00:00.000Z",
            "data": {"text": "rang", "card": {"id": "c1"}},
        },
        {"id": "a2", "type": "updateCard", "date": "2026-10-18T10:00:00.000Z", "data": {"card": {"id": "c1"}}},
    ],
}
GROUPS = (
    ("Sales pipeline",),
    ("Name", "Stage", "Deal Value", "Company", "Item ID (auto generated)"),
    ("Greenhouse", "Proposal", 12000, "Fox Farm", 1),
    (None, None, 12000),
    ("Closed won",),
    ("Name", "Stage", "Deal Value", "Company", "Item ID (auto generated)"),
    ("Barn", "Won", 7000, "Fox Farm", 2),
    (None, None, 7000),
)

LAYOUTS: dict[str, tuple[dict[str, str | bytes], dict[str, list[str]]]] = {
    "HubSpot in German, two companies to a deal": (
        {
            "deals.csv": '"Datensatz-ID","Deal-Name","Deal-Phase","Betrag","Währung","Abschlussdatum",'
            '"Für Deal zuständiger Mitarbeiter","Associated Contact","Associated Company","Associated Company IDs",'
            '"Grund für verlorenen Deal"\n'
            '"1","Belt","Angebot","12500.5","EUR","2027-02-15 00:00","Ann","Uwe Kern (u@falk.example);'
            'Rita Voss (r@falk.example)","Falk GmbH;Falk Service","501;502",""\n'
            '"2","Old","Abgeschlossen und verloren","","EUR","2026-01-06 00:00","Ann","","","","Preis"\n'
        },
        {
            DEALS: [
                "Belt | Falk GmbH | Uwe Kern + Rita Voss | Angebot | open | 1250050 EUR | 2027-02-15",
                "Old | Angebot | lost | 2026-01-06 | 2026-01-06 | Preis",
            ],
            ORGANIZATIONS: ["Falk GmbH"],
            NOTES: ["Belt | Associated Company: Falk GmbH;Falk Service"],
        },
    ),
    "Pipedrive in French": (
        {
            "affaires.csv": "Affaire - ID,Affaire - Titre,Affaire - Valeur,Affaire - Devise de Valeur,"
            "Affaire - Organisation,Affaire - Étape,Affaire - Statut,Affaire - Date de gain,Affaire - Date de perte,"
            'Affaire - Motif de perte\n31,Cuisine,"8 400,00",EUR,Brun,Devis,Ouverte,,,\n'
            "32,Parquet,2300,EUR,Brun,Devis,Gagnée,2026-01-08 15:00:00,,\n"
            "33,Toit,15000,CHF,Roux,Devis,Perdue,,2026-01-01 08:00:00,Trop cher\n"
        },
        {
            DEALS: [
                "Cuisine | Brun | Devis | open | 840000 EUR",
                "Parquet | Brun | Devis | won | 230000 EUR | 2026-01-08",
                "Toit | Roux | Devis | lost | 1500000 CHF | 2026-01-01 | Trop cher",
            ]
        },
    ),
    "days of Salesforce have a midnight, and each row its currency": (
        {
            "Opportunity.csv": "Id,Name,StageName,Amount,CloseDate,IsClosed,IsWon,CurrencyIsoCode\n"
            "0061,Mill,Prospecting,3000.0,2027-02-11 00:00:00,0,0,EUR\n",
            "Task.csv": "Id,WhoId,WhatId,Subject,ActivityDate,Status,IsClosed,CurrencyIsoCode,CompletedDateTime\n"
            "00T1,,0061,Send it,2027-01-09 00:00:00,Not Started,0,EUR,\n",
        },
        {STEPS: ["Send it | 2027-01-09"], NOTES: []},
    ),
    "Notion links several people in one cell": (
        {
            "Deals.csv": "Deal name,Account,Contacts,Stage,Last edited time,Last edited by\n"
            'Solar,Nord (https://n.example/N-1),"Ida Berg (https://n.example/I-3), Per Ohm (https://n.example/P-4)",'
            'Demo,"November 3, 2025 9:00 AM",Me\n'
        },
        {DEALS: ["Solar | Nord | Ida Berg + Per Ohm | Demo | open"]},
    ),
    "groups of monday.com, each with its title, its headings and its sum": (
        {"board.xlsx": xlsx({"Sales": GROUPS})},
        {
            DEALS: [
                "Greenhouse | Fox Farm | Proposal | open | 1200000 EUR",
                "Barn | Fox Farm | Negotiation | won | 700000 EUR",
            ]
        },
    ),
    "a board of Trello with what was said, its checklists and its own fields": (
        {"board.json": json.dumps(BOARD)},
        {
            DEALS: ["Fence | Offer | open | 90000 EUR", "Gate | Request | open"],
            NOTES: ["Fence | Steps / [x] Go / [ ] Add", "Fence | rang"],
            STAGES: ["Request", "Offer"],
        },
    ),
    "Odoo in German, where a reason and no chance are a loss": (
        {
            "crm.csv": "Verkaufschance,Kunde,Kontaktname,Erwarteter Umsatz,Wahrscheinlichkeit,Stufe,"
            "Erwarteter Abschluss,Vertriebsmitarbeiter,Verlustgrund\n"
            "Kessel,Wärme AG,Rolf Ast,18000.0,61,Angebot,2027-01-20,Ich,\nPumpe,Wärme AG,,300.0,0,Angebot,,Ich,Teuer\n"
        },
        {
            DEALS: [
                "Kessel | Wärme AG | Rolf Ast | Angebot | open | 1800000 EUR | 2027-01-20",
                "Pumpe | Wärme AG | Angebot | lost | 30000 EUR | Teuer",
            ]
        },
    ),
    "milestones, and days that are no stages": (
        {
            "opportunities.csv": "Id,Name,Milestone,Probability of winning,Value,Currency,Expected close on,"
            "Actual close on,Lost reason,Updated,Organisation\n"
            "1,Roof,Offer,60,1250.00,GBP,2027-01-31,,,2025-10-01,Hart\n"
            "2,Gutter,Won,100,400.00,GBP,2025-08-31,2025-08-20,,2025-08-20,Hart\n"
        },
        {
            DEALS: [
                "Roof | Hart | Offer | open | 125000 GBP | 2027-01-31",
                "Gutter | Hart | Offer | won | 40000 GBP | 2025-08-31 | 2025-08-20",
            ]
        },
    ),
    "Portuguese: a closing day beside a forecast, a state beside a stage": (
        {
            "negocios.csv": '"Nome","Empresa","Funil de vendas","Etapa","Estado","Motivo de Perda","Valor Único",'
            '"Data de fechamento","Previsão de fechamento","Contatos"\n'
            '"Portão","Casa","Vendas","Proposta","Em andamento","","R$ 4.500,00","","15/01/2027","Rui Melo"\n'
            '"Câmera","Casa","Vendas","Proposta","Vendida","","R$ 1.200,50","20/09/2025 10:00","",""\n'
            '"Cerca","Sítio","Vendas","Proposta","Perdida","Caro","R$ 300,00","21/08/2025 10:00","",""\n'
        },
        {
            DEALS: [
                "Portão | Casa | Rui Melo | Proposta | open | 450000 BRL | 2027-01-15",
                "Câmera | Casa | Proposta | won | 120050 BRL | 2025-09-20",
                "Cerca | Sítio | Proposta | lost | 30000 BRL | 2025-08-21 | Caro",
            ]
        },
    ),
    "Czech in its old code page, days with blanks behind the dots": (
        {
            "obchody.csv": (
                "Název obchodu;Firma;Hodnota;Měna;Fáze;Očekávané uzavření;Stav;Důvod ztráty\n"
                "Okna;Dům s.r.o.;12 500,50;CZK;Nabídka;28. 2. 2027;Otevřený;\n"
                "Vrata;Garáže;700;CZK;Nabídka;;Prohraný;Cena\n"
            ).encode("cp1250")
        },
        {
            DEALS: [
                "Okna | Dům s.r.o. | Nabídka | open | 1250050 CZK | 2027-02-28",
                "Vrata | Garáže | Nabídka | lost | 70000 CZK | Cena",
            ]
        },
    ),
    "contacts of Outlook": (
        {
            "outlook.csv": '"Title","First Name","Last Name","Company","Job Title","Business Street","Business City",'
            '"Business Postal Code","Business Fax","Business Phone","Mobile Phone","Birthday","E-mail Address",'
            '"E-mail Type","E-mail Display Name","Gender","Notes"\n"Mr.","Ed","Lane","Lane Bros","Director",'
            '"1 High St","Leeds","LS1","","+44 113 496 0001","+44 7700 900001","0/0/00","ed@lane.example","SMTP",'
            '"Ed Lane (ed@lane.example)","Unspecified","met at fair"\n'
        },
        {
            PEOPLE: [
                "Ed Lane | Director | Lane Bros | met at fair /  / Address: 1 High St, LS1, Leeds"
                " | ed@lane.example + +44 113 496 0001 + +44 7700 900001"
            ]
        },
    ),
    "accounts of Dynamics 365 name who is to be asked": (
        {
            "accounts.csv": "(Do Not Modify) Account,(Do Not Modify) Row Checksum,Account Name,Main Phone,"
            "Address 1: City,Primary Contact,Email (Primary Contact)\nb-1,y,Fjord,+47 55 50 10 01,Bergen,Siv Lund,"
            "siv@fjord.example\nb-2,y,Bread,,Oslo,,\n"
        },
        {
            ORGANIZATIONS: ["Fjord | Bergen | +47 55 50 10 01", "Bread | Oslo"],
            PEOPLE: ["Siv Lund | Fjord | siv@fjord.example"],
        },
    ),
    "a card of an organization keeps all that it tells": (
        {
            "cards.vcf": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Hof Eins\r\nN:;;;;\r\nORG:Hof Eins\r\nX-ABSHOWAS:COMPANY\r\n"
            "item1.TEL:+49 30 555 0199\r\nitem1.X-ABLabel:Pforte\r\nADR:;;Am Hof 1;Berlin;;10115;\r\n"
            "TITLE:Front desk\r\nX-SHOE:44\r\nEND:VCARD\r\n"
        },
        {
            PEOPLE: [],
            ORGANIZATIONS: [
                "Hof Eins | Am Hof 1, 10115, Berlin | Job title: Front desk / X-SHOE: 44 | +49 30 555 0199"
            ],
        },
    ),
    "what is done with one of several deals of one title": (
        {
            "deals.csv": '"Record ID","Deal Name","Deal Stage","Associated Company","Associated Contact","Deal owner",'
            '"Closed Lost Reason"\n"1","Renewal","Demo","Alder","Ann Alder (ann@alder.example)","x",""\n'
            '"2","Renewal","Demo","Birch","Bob Birch (bob@birch.example)","x",""\n',
            "calls.csv": '"Record ID","Call title","Activity date","Call outcome","Associated Deal",'
            '"Associated Contact","Associated Company"\n'
            '"91","By person","2025-11-02 10:00","","Renewal","Bob Birch (bob@birch.example)",""\n'
            '"92","By company","2025-11-03 10:00","","Renewal","","Alder"\n'
            '"93","By nothing","2025-11-04 10:00","","Renewal","",""\n',
        },
        {TOUCHES: ["Birch | Bob Birch | By person", "Alder | By company"]},
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_comes_in_right(workspace: Workspace, write_csv: WriteCsv, layout: str) -> None:
    files, wanted = LAYOUTS[layout]
    paths = []
    for name, content in files.items():
        paths.append(write_csv("", name))
        paths[-1].write_bytes(content if isinstance(content, bytes) else content.encode())
    result = apply(workspace, plan(workspace, paths, Options(), judge=False))
    assert result.is_right
    read = workspace.store.connection.execute
    found = {asked: [" | ".join(str(cell) for cell in row if cell) for row in read(asked)] for asked in wanted}
    assert found == wanted
    again = apply(workspace, plan(workspace, paths, Options(), judge=False))
    assert (again.new, again.changed) == (0, 0)
