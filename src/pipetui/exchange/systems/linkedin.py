"""LinkedIn: the connections of a member, below some lines of notes."""

from pipetui.exchange.kinds import PEOPLE
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "LinkedIn",
    (
        Kind(
            PEOPLE,
            marks="Connected On",
            files="connections",
            headings={"organization": "Company", "job_title": "Position", "website": "URL", "created": "Connected On"},
        ),
    ),
)
