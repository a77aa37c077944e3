"""iCalendar: events and tasks; what is done or lies behind was done, what lies ahead is planned."""

from pipetui.exchange.kinds import ACTIVITIES
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "iCalendar",
    (
        Kind(
            ACTIVITIES,
            marks="DTSTART; DTEND; DTSTAMP; PERCENT-COMPLETE",
            headings={
                "id": "UID",
                "subject": "SUMMARY",
                "type": "KIND",
                "at": "DTSTART",
                "due": "DUE",
                "done": "STATUS",
                "done_at": "COMPLETED",
                "duration": "DURATION",
                "person": "ATTENDEE",
                "location": "LOCATION",
                "created": "CREATED",
                "note": "DESCRIPTION",
            },
            keeps="DTEND; DTSTAMP; LAST-MODIFIED; SEQUENCE; TRANSP; CLASS; PRIORITY; PERCENT-COMPLETE; ORGANIZER;"
            " RRULE;"
            " X-*; CATEGORIES; URL; GEO; EXDATE; RDATE; RECURRENCE-ID",
        ),
    ),
    container="icalendar",
)
