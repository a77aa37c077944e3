"""OroCRM: its exports of opportunities, leads and contacts, whose headings say what each thing belongs to."""

from pipetui.exchange.kinds import LEADS, PEOPLE
from pipetui.exchange.system import Kind, System

_REACHED = {
    "email": "Emails 1 Email; Emails 2 Email; Emails 3 Email",
    "phone": "Phones 1 Phone; Phones 2 Phone; Phones 3 Phone",
    "street": "Addresses 1 Street; Address 1 Street",
    "postcode": "Addresses 1 Zip/Postal Code; Address 1 Zip/Postal Code",
    "city": "Addresses 1 City; Address 1 City",
    "region": "Addresses 1 State; Address 1 State",
    "country": "Addresses 1 Country ISO2 code; Address 1 Country ISO2 code",
    "source": "Source Name; Source Id",
}

SYSTEM = System(
    "OroCRM",
    (
        Kind(
            marks="Budget Amount Currency; Budget Amount In Base Currency; Customer need;"
            " Close reason Name; Lead Lead name; Close revenue Currency",
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
        Kind(
            PEOPLE,
            marks="Assigned to Username; Contact Method Name; Accounts 1 Account name;"
            " Accounts Default Contact 1 Account name; Emails 1 Email; Phones 1 Phone; Addresses 1 Street",
            files="contact; contacts",
            headings={**_REACHED, "organization": "Accounts 1 Account name", "tags": "Groups 1 Label; Tags"},
        ),
        Kind(
            LEADS,
            marks="Address 1 Street; Address 1 City; Customer Business Customer Lifetime sales value",
            files="lead; leads",
            headings={
                **_REACHED,
                "title": "Lead name",
                "status": "Status Id",
                "organization": "Company name; Customer Account Account name",
                "note": "Additional comments",
            },
        ),
    ),
    marks="Owner Username",
    keeps="*In Base Currency; Owner Username; Lead Lead name; Close revenue Currency; Close revenue; Channel Name;"
    " Organization Name",
)
