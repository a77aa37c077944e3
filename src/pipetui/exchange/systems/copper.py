"""Copper, formerly ProsperWorks: dates are written month first; what came to nothing is lost or abandoned."""

from pipetui.domain.deal import LOST
from pipetui.exchange.kinds import ACTIVITIES, LEADS, ORGANIZATIONS, PEOPLE
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Copper",
    (
        Kind(
            marks="Primary Person Contact; Win Probability; Days in Stage; Last Stage At",
            files="opportunities",
            headings={
                "id": "Copper ID",
                "title": "Name",
                "person": "Primary Person Contact",
                "organization": "Company",
                "organization_id": "Company Id",
                "closed": "Completed Date",
                "entered": "Last Stage At",
                "created": "Created At",
            },
            keeps="Lead Created At",
        ),
        Kind(LEADS, marks="Last Status At", files="leads", headings={"id": "Copper ID", "organization": "Account"}),
        Kind(
            PEOPLE,
            files="people; contacts",
            headings={
                "id": "Copper ID",
                "organization": "Company",
                "organization_id": "Company Id",
                "job_title": "Title",
            },
            keeps="Contact Type",
        ),
        Kind(
            ORGANIZATIONS,
            marks="Email Domain; Primary Contact ID",
            files="companies",
            headings={"id": "Copper ID", "name": "Name", "website": "Website; Email Domain"},
            keeps="Primary Contact; Primary Contact ID; Contact Type",
        ),
        Kind(
            ACTIVITIES,
            marks="% Complete; Reminder At",
            files="tasks",
            headings={
                "id": "Copper ID",
                "subject": "Name",
                "done": "Status",
                "done_at": "Completed At",
                "due": "Due Date",
            },
            keeps="% Complete; Reminder At; Priority",
        ),
    ),
    marks="Copper ID; Copper URL; Interaction Count; Inactive Days",
    words={LOST: "Abandoned"},
    dates="mdy",
    keeps="Owner; Owner Id; Owned By; Converted Value; Converted Currency; Exchange Rate; Inactive Days;"
    " Interaction Count;"
    " Days in Stage; Updated At; Copper URL; * Type",
)
