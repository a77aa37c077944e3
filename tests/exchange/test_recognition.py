"""What a file is: its system, the kind of record its rows are, which column is which field, and how sure that is."""

from __future__ import annotations

import pytest

from pipetui.domain.errors import InputError
from pipetui.exchange.heading_units import unit_of
from pipetui.exchange.kinds import ACTIVITIES, DEALS, LEADS, NOTES, ORGANIZATIONS, OTHER, PEOPLE, PRODUCTS
from pipetui.exchange.recognition import LIKELY, SURE, UNSURE, Recognised, Told, recognise
from tests.exchange.tables import table


def seen(text: str, name: str = "export.csv", told: Told | None = None) -> Recognised:
    return recognise([table(text, name)], told)[0]


def fields(found: Recognised) -> dict[str, str]:
    """Field and headings, several of one set apart by commas."""
    read: dict[str, str] = {}
    for column in found.columns:
        read[column.field] = ", ".join(filter(None, (read.get(column.field), column.heading)))
    return read


@pytest.mark.parametrize(
    ("headings", "system", "records"),
    [
        ("Deal - ID|Deal - Title|Deal - Status|Person - Email - Work|Organization - Address", "Pipedrive", DEALS),
        ("ID|Title|Value|Currency of Value|Stage|Deal created|Won time|Lost time", "Pipedrive", DEALS),
        ("ID|Namn|Status|Fas|Värde|Tidpunkt för vunnen affär|Tidpunkt för förlorad affär", "Pipedrive", DEALS),
        ("ID|Content|Deal title|Deal ID|Add time|Note is pinned to deal|Note is pinned to person", "Pipedrive", NOTES),
        ("ID|Type|Subject|Done|Due date|Marked as done time|Assigned to user|Deal ID", "Pipedrive", ACTIVITIES),
        ("Person - ID|Person - Name|Person - Organization|Person - Phone - Mobile", "Pipedrive", PEOPLE),
        ("Organization - ID|Organization - Name|Organization - Address", "Pipedrive", ORGANIZATIONS),
        ("Activity - Subject|Activity - Due date|Activity - Type|Deal - Title", "Pipedrive", ACTIVITIES),
        ("Person - Name*|Organization - Name*|Deal - Title|Deal - Value|Activity - Subject*", "Pipedrive", DEALS),
        ("Lead - ID|Lead - Title|Lead - Value|Lead - Organization", "Pipedrive", LEADS),
        ("Record ID|Deal Name|Deal Stage|Amount|Deal owner|Closed Lost Reason", "HubSpot", DEALS),
        ("Record ID|First Name|Last Name|Email|Lifecycle Stage|Lead Status|Contact owner", "HubSpot", PEOPLE),
        ("ID de registro|Nombre|Apellidos|Correo|Propietario del contacto|Estado del lead", "HubSpot", PEOPLE),
        ("Record ID|Company name|Company Domain Name|Industry|Company owner", "HubSpot", ORGANIZATIONS),
        ("Record ID|Task title|Task body|Due date|Task status|Associated Deal IDs", "HubSpot", ACTIVITIES),
        ("Record ID|Body|Activity date|Activity assigned to|Associated Deal IDs", "HubSpot", NOTES),
        ("id|lead_name|status_label|status_type|value|value_period|date_created", "Close", DEALS),
        ("id|display_name|status_label|primary_contact_name|primary_contact_primary_email", "Close", ORGANIZATIONS),
        ("Name|Company|Status|Completed Date|Value|Win Probability|Copper ID|Copper URL", "Copper", DEALS),
        ("First Name|Last Name|Company|Email|Phone Number|Copper ID|Copper URL", "Copper", PEOPLE),
        ("Name|Details|Status|Due Date|% Complete|Reminder At|Copper ID", "Copper", ACTIVITIES),
        ("Record Id|Deal Owner.id|Deal Name|Closing Date|Account Name.id|Stage|Reason For Loss", "Zoho CRM", DEALS),
        ("Potential Name|Potential Owner|Closing Date|Amount|Stage|Forecast Type|Age in Days", "Zoho CRM", DEALS),
        ("Record Id|Note Content|Note Owner.id|Note Title|Parent ID.id|Parent ID", "Zoho CRM", NOTES),
        ("Record Id|Lead Owner.id|Company|First Name|Last Name|Lead Status|Converted Deal.id", "Zoho CRM", LEADS),
        ("ID|Deal Name|Stage|Income|Currency|Closed|Assumed close date|Contact: First name", "Bitrix24", DEALS),
        ("ID|Название сделки|Стадия сделки|Воронка|Сумма|Валюта|Ответственный|Компания", "Bitrix24", DEALS),
        ("ID|STAGE_ID|OPPORTUNITY|BEGINDATE|CLOSEDATE|CLOSED|SOURCE_ID|TITLE|DATE_CREATE", "Bitrix24", DEALS),
        ("Id|IsDeleted|AccountId|Name|StageName|Amount|CloseDate|IsClosed|IsWon", "Salesforce", DEALS),
        ("ID|NAME|STAGENAME|AMOUNT|CLOSEDATE|ISCLOSED|ISWON|OWNERID", "Salesforce", DEALS),
        ("Opportunity ID|Opportunity Name|Account Name|Stage|Is Won|Amount|Opportunity Owner", "Salesforce", DEALS),
        ("Id|WhoId|WhatId|Subject|ActivityDate|Status|IsClosed|CompletedDateTime", "Salesforce", ACTIVITIES),
        ("Id|AccountId|FirstName|LastName|MailingCity|Phone|ReportsToId|Email|Title", "Salesforce", PEOPLE),
        ("Id|Name|ParentId|BillingStreet|BillingCity|Phone|NumberOfEmployees", "Salesforce", ORGANIZATIONS),
        ("Id|Company|FirstName|LastName|Status|IsConverted|ConvertedOpportunityId", "Salesforce", LEADS),
        ("id|Opportunity|Customer/Display Name|Stage/Display Name|Expected Revenue|Expected Closing", "Odoo", DEALS),
        ("Opportunity name|Expected close date|Budget Amount|Budget Amount Currency|Status Id", "OroCRM", DEALS),
        ("First Name|Phonetic First Name|File As|E-mail 1 - Label|E-mail 1 - Value", "Google Contacts", PEOPLE),
        ("Name|Given Name|Yomi Name|E-mail 1 - Type|E-mail 1 - Value|Group Membership", "Google Contacts", PEOPLE),
        ("First Name|Last Name|URL|Email Address|Company|Position|Connected On", "LinkedIn", PEOPLE),
        ("id|name|idList|desc|due|closed|labels|list", "Trello", DEALS),
        ("Topic|Potential Customer|Est. Close Date|Est. Revenue|Actual Close Date", "Dynamics 365", DEALS),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_headings(headings: str, system: str, records: str) -> None:
    found = seen(headings)
    assert (found.system, found.records) == (system, records)
    assert found.sure in (SURE, LIKELY) and found.evidence


@pytest.mark.parametrize(
    ("headings", "records"),
    [
        ("Title|Amount|Stage|Close date", DEALS),
        ("Deal|Notes", DEALS),
        ("Deal|Contact|Email|Amount", DEALS),
        ("Prospect|Phone|Email|Stage|Est. Revenue|Next Follow-Up", DEALS),
        ("Dealname|Firma|Phase|Betrag|Abschlussdatum", DEALS),
        ("Kans|Bedrijf|Fase|Bedrag", DEALS),
        ("Affaire|Société|Étape|Montant", DEALS),
        ("Oportunidad|Empresa|Etapa|Importe", DEALS),
        ("Negócio|Empresa|Etapa|Valor", DEALS),
        ("Trattativa|Azienda|Fase|Importo", DEALS),
        ("Obchod|Společnost|Fáze|Částka", DEALS),
        ("Сделка|Компания|Этап|Сумма", DEALS),
        ("商談名|会社名|フェーズ|金額", DEALS),
        ("Name|Email|Phone", PEOPLE),
        ("Contact|Company|Title|Email|Phone|ContactDate|Status|Note1|Note2|Note3", PEOPLE),
        ("Vorname|Nachname|E-Mail|Telefon|Firma", PEOPLE),
        ("Full Name|Email (Email IDs)|Number (Phones)|Company Name", PEOPLE),
        ("Company Name|Phone Number|Website", ORGANIZATIONS),
        ("account|sector|year_established|revenue|employees|office_location|subsidiary_of", ORGANIZATIONS),
        ("Subject|Type|Due date", ACTIVITIES),
        ("activity_id|deal_id|activity_type|subject|direction|completed|deadline_at", ACTIVITIES),
        ("Date|Prospect|What I Did|Outcome|Next Step|Notes", ACTIVITIES),
        ("Deal ID|Content|Add time", NOTES),
        ("product|series|sales_price", PRODUCTS),
        ("Lead Name|First Name|Last Name|Company|Email|Lead Status", LEADS),
    ],
)
def test_a_file_of_no_system_is_known_by_what_any_may_say(headings: str, records: str) -> None:
    found = seen(headings)
    assert (found.system, found.records) == ("", records)
    assert found.sure in (SURE, LIKELY)


@pytest.mark.parametrize("headings", ["Table|Field|Description", "sales_agent|manager|regional_office", "Name|Company"])
def test_what_nothing_tells_is_not_sure(headings: str) -> None:
    found = seen(headings)
    assert found.sure == UNSURE
    assert found.choices


def test_what_is_nothing_beside_files_that_are_something_is_left_out() -> None:
    deals, nothing = recognise([table("Deal|Stage|Amount"), table("Table|Field|Description")])
    assert (deals.records, nothing.records, nothing.sure) == (DEALS, OTHER, LIKELY)


def test_files_of_one_export_help_each_other() -> None:
    text = "ID|Name|Address|Label"
    assert seen(text, "organizations.csv").system == ""
    _, alone = recognise([table("Deal - ID|Deal - Title|Deal - Stage"), table(text, "out/organizations.csv")])
    assert (alone.system, alone.records) == ("Pipedrive", ORGANIZATIONS)


@pytest.mark.parametrize("own", ["vcard", "icalendar"])
def test_a_card_or_a_calendar_tells_nothing_of_the_files_beside_it(own: str) -> None:
    other = table("FN|N.family|N.given", "some.file", own)
    google, linkedin, _ = recognise(
        [table("First Name|Last Name|E-mail 1 - Value|E-mail 1 - Label"), table("First Name|Connected On"), other]
    )
    assert (google.name, linkedin.name) == ("google", "linkedin")
    _, beside, _ = recognise(
        [table("Deal - ID|Deal - Title|Deal - Stage"), table("ID|Name", "organizations.csv"), other]
    )
    assert (beside.name, beside.records) == ("pipedrive", ORGANIZATIONS)


def test_the_rep_overrules() -> None:
    text = "Name|Email|Value"
    told = seen(text, told=Told("hub", "deals"))
    assert (told.system, told.records, told.sure) == ("HubSpot", DEALS, SURE)
    with pytest.raises(InputError, match="there is no system"):
        seen(text, told=Told("nosuch"))
    with pytest.raises(InputError, match="there is no kind of record"):
        seen(text, told=Told(records="ducks"))


def test_what_is_mapped_is_read_where_its_column_is() -> None:
    deals, people = recognise(
        [table("Deal|Thing|Stage"), table("First name|Last name|Email|Desk")],
        Told(maps=(("reason", "Thing"), ("job_title", "desk"))),
    )
    assert (fields(deals)["reason"], fields(people)["job_title"]) == ("Thing", "Desk")
    with pytest.raises(InputError, match="no column “Thong”"):
        seen("Deal|Thing", told=Told(maps=(("reason", "Thong"),)))
    with pytest.raises(InputError, match="have no field “colour”"):
        seen("Deal|Thing", told=Told(maps=(("colour", "Thing"),)))


def test_columns_of_linked_people_and_organizations_are_theirs() -> None:
    found = seen("Deal - Title|Person - Email - Work|Person - Phone - Mobile|Organization - Address|Person - Job title")
    assert [(column.field, column.label) for column in found.columns[1:]] == [
        ("job_title", ""),
        ("email", "work"),
        ("phone", "mobile"),
        ("organization_address", ""),
    ]
    bitrix = seen("Deal Name|Assumed close date|Contact: Work E-mail|Contact: Last name|Company: Company Name")
    assert fields(bitrix) | {"email": "Contact: Work E-mail", "last": "Contact: Last name"} == fields(bitrix)


def test_a_bare_title_behind_a_name_is_a_job() -> None:
    assert fields(seen("Contact|Company|Title|Email|Stage|Amount"))["job_title"] == "Title"
    assert fields(seen("Title|Contact|Email|Amount"))["title"] == "Title"


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("amount_usd", "USD"),
        ("Value (EUR)", "EUR"),
        ("Deal Value, $", "USD"),
        ("Amount in GBP", "GBP"),
        ("value_cents", "minor"),
        ("Amount", ""),
    ],
)
def test_the_unit_in_a_heading(heading: str, unit: str) -> None:
    (value,) = [column for column in seen(f"Deal|{heading}").columns if column.field == "value"]
    assert value.unit == unit
    assert not value.power


@pytest.mark.parametrize(
    ("heading", "unit", "power"),
    [
        ("Value ($k)", "USD", 3),
        ("Amount (in thousands)", "", 3),
        ("ACV K€", "EUR", 3),
        ("value_k_eur", "EUR", 3),
        ("Deal Value [k USD]", "USD", 3),
        ("Amount (in thousands of USD)", "USD", 3),
        ("Value ($000s)", "USD", 3),
        ("Value ('000)", "", 3),
        ("Betrag in Tsd. EUR", "EUR", 3),
        ("Betrag TEUR", "EUR", 3),
        ("Value ($mm)", "USD", 6),
        ("Value (Mio. €)", "EUR", 6),
        ("Value (k kr)", "", 3),
        ("Värde (tkr)", "", 3),
        ("Beløb (t.kr.)", "", 3),
        ("Beløp (NOK 1000)", "NOK", 3),
        ("Bedrag (x €1.000)", "EUR", 3),
        ("Betrag (T€)", "EUR", 3),
        ("Umsatz in Mio. € netto", "EUR", 6),
        ("Omsättning (MSEK)", "SEK", 6),
        ("Revenue €m", "EUR", 6),
        ("Montant (milliers d'euros)", "EUR", 3),
        ("Valor (miles de €)", "EUR", 3),
        ("Valor (R$ mil)", "BRL", 3),
        ("Hodnota (mil. Kč)", "CZK", 6),
        ("Сумма, тыс. руб.", "RUB", 3),
        ("金額（百万円）", "JPY", 6),
        ("Amount CR", "", 0),
        ("Weight (t)", "", 0),
        ("Value (m)", "", 0),
        ("Value (MXN)", "MXN", 0),
        ("Value K", "", 0),
    ],
)
def test_b29_thousands_in_a_heading(heading: str, unit: str, power: int) -> None:
    said = unit_of(heading)
    assert (said.unit, said.power) == (unit, power)
    if power:
        (value,) = [column for column in seen(f"Deal|{heading}").columns if column.field == "value"]
        assert (value.unit, value.power) == (unit, power)


def test_what_a_system_keeps_for_itself_is_left_out_and_named() -> None:
    found = seen("Deal - Title|Deal - Owner|Deal - Update time|Deal - Person of trust|Deal - Stage|Deal - Stage (2)")
    assert found.kept == ("Deal - Owner", "Deal - Update time")
    assert found.repeated == ("Deal - Stage (2)",)
    assert [found.table.headings[place] for place in found.unread] == ["Deal - Person of trust"]


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("Deal - Region", "Region"),
        ("Region cf_12345", "Region"),
        ("custom.Region", "Region"),
        ("Sales_Region__c", "Sales Region"),
        ("Region", "Region"),
    ],
)
def test_a_field_of_the_reps_own_is_called_without_what_only_the_system_sees(heading: str, label: str) -> None:
    assert seen("Deal - Title|Deal - Stage").vocabulary.label(heading) == label


def test_rows_that_hold_several_kinds_of_record_are_read_for_each() -> None:
    text = (
        "id|display_name|primary_contact_name|primary_opportunity_status_label|primary_opportunity_value"
        "|primary_opportunity_value_summary\nlead_1|Moss Ltd|Ida Fen|Demo|250000|€2,500 one-time"
    )
    found = recognise([table(text)])
    assert [one.records for one in found] == [ORGANIZATIONS, PEOPLE, DEALS]
    assert fields(found[2])["organization"] == "display_name"
    assert [found[2].table.headings[place] for place in found[2].needs] == [
        "primary_opportunity_status_label",
        "primary_opportunity_value",
    ]
    assert found[2].vocabulary.minor


def test_the_second_name_of_a_lead_is_no_field_of_the_reps_own() -> None:
    both, alone = seen("id|display_name|name|html_url"), seen("id|name|html_url|num_opportunities")
    assert (fields(both)["name"], both.unread) == ("display_name", ())
    assert fields(alone)["name"] == "name"


def test_amounts_in_cents_are_held_against_the_column_that_writes_them_out() -> None:
    text = "id|lead_name|status_type|value|value_formatted\n1|Moss|active|2500|$2,500"
    assert not recognise([table(text)])[0].vocabulary.minor


def test_cells_show_what_a_heading_does_not() -> None:
    yes = seen("Deal|Stage|Closed\nA|Demo|no\nB|Demo|yes")
    assert fields(yes)["closed_flag"] == "Closed"
    dated = seen("Deal|Stage|Closed\nA|Demo|2026-01-02\nB|Demo|")
    assert fields(dated)["closed"] == "Closed"
    own = seen("Deal|Status\nA|On hold\nB|Won")
    assert fields(own)["stage"] == "Status"
    plain = seen("Deal|Status\nA|open\nB|Won")
    assert fields(plain)["status"] == "Status"
    mails = recognise([table("Column 1\nann@one.example\nbob@two.example")], Told(records="people"))[0]
    assert fields(mails) == {"email": "Column 1"}


def test_a_column_of_dates_for_each_stage() -> None:
    found = seen(
        "Deal name|stage_date_discovery|stage_date_offer|stage_date_closed_lost"
        "\nA|2026-01-02|2026-02-02|\nB|2026-01-03||"
    )
    assert [column.label for column in found.columns if column.field == "reached"] == [
        "discovery",
        "offer",
        "closed lost",
    ]
    entered = "|".join(f'Date entered "{stage}"' for stage in ("Demo (Sales)", "Won (Sales)", "A (B)"))
    hubspot = seen(
        f"Deal Name|Deal Stage|Deal owner|{entered}\nA|Demo|x|2026-01-02 10:00|2026-01-03 10:00|2026-01-03 10:00"
    )
    assert [column.label for column in hubspot.columns if column.field == "reached"] == ["Demo", "Won", "A"]


def test_what_a_container_is_tells_it_too() -> None:
    found = recognise([table("FN|TEL (cell)", "card.vcf", "vcard")])[0]
    assert (found.system, found.records, found.sure) == ("vCard", PEOPLE, SURE)
    assert [(column.field, column.label) for column in found.columns] == [("name", ""), ("phone", "mobile")]


def test_a_region_beside_no_address_is_the_deal_s_own() -> None:
    alone = seen("Deal - Title|Deal - Stage|Deal - Region\nA|Demo|North")
    assert "region" not in fields(alone)
    assert [alone.table.headings[place] for place in alone.unread] == ["Deal - Region"]
    found = fields(seen("Deal name|Stage|Street|City|Region\nA|Demo|Quay 1|Kiel|North"))
    assert (found["street"], found["region"]) == ("Street", "Region")


def test_a_chance_of_numbers_is_how_likely_a_deal_is() -> None:
    likely = seen("Customer|Chance|Status\nZoo|0.5|Offer sent\nKino|1|Won")
    assert fields(likely)["probability"] == "Chance"
    called = seen("Kunde|Chance|Status\nZoo|Kasse neu|Angebot\nKino|2027|Angebot")
    assert fields(called)["title"] == "Chance"
    assert fields(seen("Deal|Stage|Close %\nZoo|Demo|40\nKino|Offer|60"))["probability"] == "Close %"


def test_work_that_names_a_stage_is_no_deal() -> None:
    headings = "Activity|Type|Subject|Assigned To|Contact Person|Duration|Start|End|Stage"
    assert seen(f"{headings}\nPhone Call|General|ask|User||1h|2025-11-12 20:33||Lead").records == ACTIVITIES
    assert seen("Deal|Stage|Type|Start\nZoo|Demo|New|2026-03-01").records == DEALS
    assert fields(seen("Name|PotentialAmount|Stage\nZoo|450|Demo"))["value"] == "PotentialAmount"


def test_one_mark_above_rows_that_can_be_no_such_records_tells_nothing() -> None:
    contacts = "Id|First name|Last name|Owner Username|Assigned to Username|Emails 1 Email|Phones 1 Phone"
    found = seen(f"{contacts}\n1|Ada|Lo|admin|admin|ada@x.example|555")
    assert (found.system, found.records) == ("OroCRM", PEOPLE)
    assert fields(found)["email"] == "Emails 1 Email"
    alone = seen("Deal|Customer|Stage|Amount|Close date|term_months\nZoo lease|Zoo|Demo|900|2026-12-24|12")
    assert (alone.system, alone.records) == ("", DEALS)
    assert seen("opportunity_id|account_id|stage|pipeline_value\n201|1|Proposal|45000").records == DEALS


def test_of_two_days_of_closing_the_one_that_is_looked_for_is_expected() -> None:
    found = fields(seen("Deal Name|Deal Stage|Close Date (A)|Tentative Close Date\nZoo|Won|2026-03-01|2026-02-01"))
    assert (found["closed"], found["close"]) == ("Close Date (A)", "Tentative Close Date")


def test_a_heading_of_days_above_words_means_something_else() -> None:
    told = fields(seen("Kunde|Betrag|Abschluss|Follow-up\nZoo|900|ja|send the offer\nKino|50|nein|call Rik"))
    assert "close" not in told and told["next_step"] == "Follow-up"
    told = fields(seen("Kunde|Betrag|Abschluss|Follow-up\nZoo|900|3.12.2026|4.12.2026\nKino|50|offen|tbd"))
    assert (told["close"], told["next_on"]) == ("Abschluss", "Follow-up")


def test_what_names_a_deal_and_is_called_notes_is_no_deal() -> None:
    headings = "Person - Name*|Organization - Name*|Deal - Title|Note - Content*"
    assert seen(f"{headings}\n|Zoo|Kiosk|They like red", "out/notes.csv").records == NOTES
    assert seen(f"{headings}\n|Zoo|Kiosk|They like red", "out/deals.csv").records == DEALS
    assert seen("Deal - Title|Product - Name*|Product - Price", "out/products.csv").records == PRODUCTS


def test_a_file_is_known_by_those_of_its_own_folder() -> None:
    notes = "ID|Content|Deal|Organization\n1|They like red|Kiosk|Zoo"
    found = recognise(
        [
            table("Deal - ID|Deal - Title|Deal - Stage\n1|Kiosk|Demo", "old/deals.csv"),
            table(notes, "old/notes.csv"),
            table("Record ID|Deal Name|Deal Stage|Deal owner|Closed Lost Reason\n9|Fleet|Demo|x|", "new/deals.csv"),
        ]
    )
    assert [(one.system, one.records) for one in found] == [
        ("Pipedrive", DEALS),
        ("Pipedrive", NOTES),
        ("HubSpot", DEALS),
    ]


def test_a_table_is_known_by_those_of_its_own_file_among_files_of_several_systems() -> None:
    found = recognise(
        [
            table("Deal - ID|Deal - Title|Deal - Stage\n1|Kiosk|Demo", "deals.csv"),
            table("Record ID|Deal Name|Deal Stage|Deal owner|Closed Lost Reason\n9|Fleet|Demo|x|", "book.xlsx · deals"),
            table("id|name|pos\n7|Demo|1", "book.xlsx · lists"),
        ]
    )
    assert [one.system for one in found] == ["Pipedrive", "HubSpot", "HubSpot"]


_CONTACTS = "Record Id|First Name|Last Name|Account Name|Email|Phone|Title|Mailing Street|Mailing City|Mailing Country"
_ACCOUNTS = "Record Id|Account Name|Phone|Website|Account Number|Industry|Billing Street|Billing City|Billing Country"
_TASKS = "Record Id|Subject|Due Date|Status|Priority|Related To|Contact Name|Description"


@pytest.mark.parametrize(
    ("headings", "kind", "name"),
    [(_CONTACTS, PEOPLE, "Contacts"), (_ACCOUNTS, ORGANIZATIONS, "Accounts"), (_TASKS, ACTIVITIES, "Tasks")],
)
def test_headings_that_two_systems_share_tell_neither_but_ids_and_files_beside_do(
    headings: str, kind: str, name: str
) -> None:
    alone = seen(headings, f"{name}.csv")
    assert (alone.system, alone.records) == ("", kind)

    row = "|".join(("zcrm_5100000000093", "Ann", *[""] * (headings.count("|") - 1)))
    by_ids = seen(f"{headings}\n{row}", f"{name}.csv")
    assert (by_ids.name, by_ids.records, by_ids.sure) == ("zoho", kind, SURE)
    assert fields(by_ids)["id"] == "Record Id"

    deals = table("Record Id|Deal Owner.id|Deal Name|Closing Date|Stage|Reason For Loss", "Deals.csv")
    beside = recognise([deals, table(headings, f"{name}.csv")])[1]
    assert (beside.name, beside.records) == ("zoho", kind)

    deals = table("Id|IsDeleted|Name|StageName|Amount|CloseDate|IsWon", "Opportunity.csv")
    beside = recognise([deals, table(headings.replace("Record Id", "Id"), f"{name}.csv")])[1]
    assert (beside.name, beside.records) == ("salesforce", kind)
