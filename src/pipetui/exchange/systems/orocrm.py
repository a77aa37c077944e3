"""OroCRM: its export of opportunities, whose headings say what each thing belongs to."""

from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "OroCRM",
    (
        Kind(
            marks="Budget Amount Currency; Budget Amount In Base Currency; Customer need;"
            " Customer Account Account name;"
            " Close reason Name; Lead Lead name; Owner Username; Close revenue Currency",
            files="opportunity; opportunities",
            headings={
                "title": "Opportunity name",
                "value": "Budget Amount",
                "currency": "Budget Amount Currency",
                "close": "Expected close date",
                "status": "Status Id",
                "reason": "Close reason Name",
                "first": "Contact First name",
                "last": "Contact Last name",
                "organization": "Customer Account Account name",
                "note": "Customer need; Notes; Proposed solution; Additional comments",
            },
        ),
    ),
    keeps="*In Base Currency; Owner Username; Lead Lead name; Close revenue Currency; Close revenue; Channel Name;"
    " Organization Name",
)
