"""Odoo: the pipeline of its CRM; what has several values (tags) goes on in further rows below its own."""

from pipetui.exchange.kinds import DEALS
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Odoo",
    (
        Kind(
            DEALS,
            marks="Customer/Display Name; Stage/Display Name; Lost Reason/Display Name; Tags/Display Name;"
            " Expected Closing;"
            " Salesperson; Sales Team; Salesperson/Display Name; Stage/Is Won Stage?",
            files="crm_lead; opportunity",
            headings={
                "id": "ID; External ID; id",
                "title": "Opportunity; Name",
                "organization": "Customer/Display Name; Company Name; Customer",
                "person": "Contact Name",
                "stage": "Stage/Display Name; Stage",
                "won_flag": "Stage/Is Won Stage?; Is Won",
                "value": "Expected Revenue",
                "currency": "Currency; Currency/Display Name",
                "close": "Expected Closing",
                "closed": "Closed Date",
                "created": "Created on",
                "reason": "Lost Reason/Display Name; Lost Reason",
                "tags": "Tags/Display Name; Tags",
                "source": "Source/Display Name; Source",
                "note": "Notes; Internal Notes",
            },
        ),
    ),
    stages="New; Qualified; Proposition; Won 100 %",
    keeps="Salesperson; Salesperson/*; Sales Team; Sales Team/*; Last Updated on; Prorated Revenue; Activities*;"
    " Company",
)
