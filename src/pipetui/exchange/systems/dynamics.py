"""Microsoft Dynamics 365 Sales: views of opportunities, contacts and accounts, with columns that nobody may change."""

from pipetui.exchange.kinds import LEADS, ORGANIZATIONS, PEOPLE
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Dynamics 365",
    (
        Kind(
            marks="Est. Close Date; Actual Close Date; Actual Closing Date; Est. Value; Potential Customer;"
            " (Do Not Modify) Opportunity",
            files="opportunities",
            headings={
                "id": "(Do Not Modify) Opportunity",
                "title": "Topic",
                "organization": "Potential Customer; Account",
                "value": "Est. Value; Est. Revenue",
                "closed": "Actual Close Date; Actual Closing Date",
                "close": "Est. Close Date",
                "stage": "Pipeline Phase",
                "status": "Status",
            },
        ),
        Kind(
            PEOPLE,
            marks="(Do Not Modify) Contact",
            files="contacts",
            headings={"id": "(Do Not Modify) Contact", "organization": "Company Name", "phone": "Business Phone"},
        ),
        Kind(
            ORGANIZATIONS,
            marks="(Do Not Modify) Account",
            files="accounts",
            headings={"id": "(Do Not Modify) Account", "name": "Account Name", "phone": "Main Phone"},
            keeps="Primary Contact; Email (Primary Contact)",
            beside=(
                Kind(
                    PEOPLE,
                    headings={
                        "name": "Primary Contact",
                        "email": "Email (Primary Contact)",
                        "phone": "Business Phone (Primary Contact)",
                        "organization": "Account Name",
                        "organization_id": "(Do Not Modify) Account",
                    },
                    only=True,
                    needs="Primary Contact",
                ),
            ),
        ),
        Kind(
            LEADS,
            marks="(Do Not Modify) Lead",
            files="leads",
            headings={"id": "(Do Not Modify) Lead", "title": "Topic"},
        ),
    ),
    marks="(Do Not Modify) Row Checksum; (Do Not Modify) Modified On",
    keeps="(Do Not Modify) *; Owner; Modified On; Modified By; Created By",
)
