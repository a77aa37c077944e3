"""Zoho CRM: its lists, its backup with the id beside each thing that is looked up, and the layout of Zoho Analytics."""

from pipetui.exchange.kinds import ACTIVITIES, LEADS, NOTES, ORGANIZATIONS, PEOPLE, PRODUCTS
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Zoho CRM",
    (
        Kind(
            marks="Deal Owner.id; Contact Name.id; Reason For Loss; Lead Conversion Time; Sales Cycle Duration;"
            " Overall Sales Duration; Potential Name; Potential Owner; Forecast Type; POTENTIALID; Age in Days",
            files="deals; potentials",
            headings={
                "id": "Record Id; POTENTIALID",
                "title": "Deal Name; Potential Name",
                "organization": "Account Name",
                "organization_id": "Account Name.id; ACCOUNTID",
                "person": "Contact Name",
                "person_id": "Contact Name.id; CONTACTID",
                "status": "Forecast Type",
                "created": "Created Time",
                "close": "Closing Date",
                "touched": "Last Activity Time",
                "reason": "Reason For Loss; Reason For Loss__s",
                "tags": "Tag",
            },
            keeps="LEADID; CAMPAIGNID",
        ),
        Kind(
            PEOPLE,
            marks="Contact Owner.id; Vendor Name.id; Email Opt Out; Secondary Email",
            files="contacts",
            headings={
                "id": "Record Id; CONTACTID",
                "organization": "Account Name",
                "organization_id": "Account Name.id; ACCOUNTID",
                "name": "Contact Name; Full Name",
                "email": "Email; Secondary Email",
                "phone": "Phone; Mobile; Home Phone; Other Phone",
                "job_title": "Title",
                "created": "Created Time",
                "tags": "Tag",
            },
            keeps="Salutation; Email Opt Out; Vendor Name*; Fax",
        ),
        Kind(
            ORGANIZATIONS,
            marks="Account Owner.id; Parent Account.id; Account Type",
            files="accounts",
            headings={
                "id": "Record Id; ACCOUNTID",
                "name": "Account Name",
                "parent": "Parent Account",
                "created": "Created Time",
                "tags": "Tag",
            },
        ),
        Kind(
            LEADS,
            marks="Lead Owner.id; Converted Deal.id",
            files="leads",
            headings={
                "id": "Record Id; LEADID",
                "name": "Lead Name; Full Name",
                "organization": "Company",
                "status": "Lead Status",
                "converted": "Is Converted; CONVERTED",
                "created": "Created Time",
                "tags": "Tag",
            },
        ),
        Kind(
            NOTES,
            marks="Parent ID.id; Note Owner.id; Note Content; Associated_Id",
            files="notes",
            headings={
                "id": "Record Id",
                "text": "Note Content",
                "title": "Note Title",
                "deal_id": "Parent ID.id",
                "deal": "Parent ID",
                "created": "Created Time",
            },
            keeps="Associated_Id",
        ),
        Kind(
            PRODUCTS,
            marks="Product Name.id; Product Owner; Product Owner.id; Product Active; Usage Unit; Qty in Stock;"
            " Vendor Part No; List Price",
            files="products; quoted_items; deal products; line items",
            headings={
                "id": "Record Id",
                "name": "Product Name; Product",
                "code": "Product Code",
                "unit": "Usage Unit",
                "price": "Unit Price; List Price",
                "deal": "Deal Name; Potential Name; Parent ID",
                "deal_id": "Deal Name.id; Parent ID.id; POTENTIALID",
            },
            keeps="Product Active; Qty *; Vendor *; Manufacturer; Product Category; Taxable; Tax; Total; Amount;"
            " Net Total; Total After Discount; Sequence Number; Quantity in *; Reorder Level; Commission Rate",
        ),
        Kind(
            ACTIVITIES,
            marks="Task Owner; Task Owner.id; Related To.id; Call Start Time; Closed Time;"
            " Event Owner;"
            " Call Owner; Call Owner.id",
            files="tasks; calls; events; meetings",
            headings={
                "id": "Record Id; TASKID; EVENTID; CALLID",
                "subject": "Subject; Title",
                "at": "Call Start Time; Start DateTime; From",
                "due": "Due Date",
                "done": "Status",
                "done_at": "Closed Time",
                "deal": "Related To; What Id",
                "deal_id": "Related To.id; What Id.id; POTENTIALID",
                "person": "Contact Name",
                "person_id": "Contact Name.id; CONTACTID",
                "organization_id": "ACCOUNTID",
                "outcome": "Call Result",
                "created": "Created Time",
            },
            keeps="Priority; Reminder*; LEADID",
        ),
    ),
    shared="List Price; Usage Unit; Product Owner",
    ids="zcrm_",
    stages="Qualification 10 %; Needs Analysis 20 %; Value Proposition 40 %; Identify Decision Makers 60 %;"
    " Id. Decision Makers 60 %; Proposal/Price Quote 75 %; Negotiation/Review 90 %; Closed Won 100 %; Closed Lost 0 %;"
    " Closed-Lost to Competition 0 %; Closed Lost to Competition 0 %",
    keeps="* Owner; * Owner.id; Created By*; Modified By*; Modified Time; Change Log Time; Locked; Expected Revenue;"
    " Exchange Rate; Age in Days; Sales Cycle Duration; Overall Sales Duration; Lead Conversion Time; Unsubscribed*;"
    " Last Enriched Time; Enrich Status; Connected To*; Last Activity Time; Record Image; *.id",
)
