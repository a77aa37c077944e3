"""Zoho CRM: the deals of its list and of its backup, with the id beside each thing that is looked up."""

from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Zoho CRM",
    (
        Kind(
            marks="Deal Owner.id; Account Name.id; Contact Name.id; Reason For Loss; Lead Conversion Time",
            headings={
                "created": "Created Time",
                "close": "Closing Date",
                "reason": "Reason For Loss",
                "id": "Record Id",
            },
        ),
    ),
)
