"""HubSpot: exports of views, whose own columns are those of what a record is associated with."""

from pipetui.exchange.kinds import PEOPLE
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "HubSpot",
    (
        Kind(PEOPLE, marks="Lifecycle Stage; Company Domain Name; Contact owner; Company owner"),
        Kind(
            marks="Deal owner; Deal Type; Closed Lost Reason; Original Traffic Source; Associated Company (Primary);"
            " Associated Company Names (Primary); Associated Company; Associated Contact",
            headings={
                "title": "Deal Name",
                "organization": "Associated Company; Associated Company (Primary); Associated Company Names (Primary)",
                "person": "Associated Contact",
                "stage": "Deal Stage",
                "reason": "Closed Lost Reason",
                "source": "Original Traffic Source",
                "id": "Deal ID; Record ID",
            },
        ),
    ),
)
