"""pipetui: what its own export to CSV wrote, which comes back with its links. A whole book is JSON, not this."""

from pipetui.exchange.kinds import ACTIVITIES, DEALS, NOTES, ORGANIZATIONS, OTHER, PEOPLE, PRODUCTS
from pipetui.exchange.system import Kind, System

_LINKS = {
    "deal": "Deal",
    "deal_id": "Deal ID",
    "person": "Person",
    "person_id": "Person ID",
    "organization": "Organization",
    "organization_id": "Organization ID",
}

SYSTEM = System(
    "pipetui",
    (
        Kind(
            DEALS,
            marks="pipetui deal ID; In stage since; Next step on",
            headings={
                "id": "pipetui deal ID",
                "organization_id": "Organization ID",
                "person_id": "Person ID",
                "pipeline": "Pipeline",
                "entered": "In stage since",
                "close": "Expected close",
                "closed": "Closed",
                "reason": "Lost reason",
                "loss_note": "Lost note",
                "next_on": "Next step on",
                "next_step": "Next step",
            },
            keeps="MRR; ARR",
        ),
        Kind(
            PEOPLE,
            marks="pipetui person ID",
            headings={
                "id": "pipetui person ID",
                "name": "Name",
                "job_title": "Job title",
                "organization_id": "Organization ID",
            },
        ),
        Kind(
            ORGANIZATIONS,
            marks="pipetui organization ID",
            headings={"id": "pipetui organization ID", "name": "Name", "sector": "Sector"},
        ),
        Kind(
            ACTIVITIES,
            marks="pipetui touch ID",
            headings={
                "id": "pipetui touch ID",
                "type": "Kind",
                "direction": "Direction",
                "outcome": "Outcome",
                "at": "At",
                "note": "Text",
                **_LINKS,
            },
        ),
        Kind(
            ACTIVITIES,
            marks="pipetui follow-up ID",
            headings={
                "id": "pipetui follow-up ID",
                "subject": "What",
                "type": "Kind",
                "due": "Due",
                "due_time": "Time",
                "created": "Created",
                "finished": "Done",
                **_LINKS,
            },
            keeps="Postponed; Turn",
        ),
        Kind(
            NOTES,
            marks="pipetui note ID",
            headings={"id": "pipetui note ID", "text": "Text", "created": "At", **_LINKS},
        ),
        Kind(
            PRODUCTS,
            marks="pipetui item ID; MRR; ARR",
            headings={
                "id": "pipetui item ID",
                "name": "Product",
                "code": "Code",
                "quantity": "Quantity",
                "unit": "Unit",
                "price": "Price",
                "discount": "Discount %",
                "billing": "Billing",
                "deal": "Deal",
                "deal_id": "Deal ID",
            },
            keeps="Amount; MRR; ARR",
        ),
        Kind(OTHER, marks="pipetui history ID"),
    ),
    dates="ymd",
)
