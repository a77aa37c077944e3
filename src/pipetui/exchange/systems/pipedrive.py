"""Pipedrive: the list of deals as its screen shows it, every heading behind `Deal - `, and the export of an account."""

from pipetui.exchange.kinds import ACTIVITIES, ORGANIZATIONS, PEOPLE
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Pipedrive",
    (
        Kind(
            marks="Currency of value; Deal created; Deal closed on; Won time; Lost time; Pipedrive System ID",
            prefix="Deal - ",
            headings={
                "stage": "Stage (pipeline); Deal stage (pipeline)",
                "currency": "Currency of value",
                "created": "Deal created; Deal created on; Add time",
                "closed": "Deal closed on",
                "won": "Won time",
                "lost": "Lost time",
                "source": "Source channel; Source origin",
                "id": "ID; Pipedrive System ID",
            },
        ),
        Kind(PEOPLE, prefix="Person - "),
        Kind(ORGANIZATIONS, prefix="Organization - "),
        Kind(ACTIVITIES, prefix="Activity - "),
    ),
)
