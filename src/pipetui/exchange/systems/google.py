"""Google Contacts: its CSV as it is now, and as it was until 2024; several values in one cell stand between ` ::: `."""

from pipetui.exchange.kinds import PEOPLE
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Google Contacts",
    (
        Kind(
            PEOPLE,
            marks="Phonetic First Name; Phonetic Last Name; File As; Organization Department; Yomi Name;"
            " Given Name Yomi;"
            " Family Name Yomi; Group Membership; E-mail 1 - Label; E-mail 1 - Type; Directory Server;"
            " Organization 1 - Name",
            files="contacts",
            headings={
                "name": "Name",
                "first": "First Name; Given Name",
                "middle": "Middle Name; Additional Name",
                "last": "Last Name; Family Name",
                "organization": "Organization Name; Organization 1 - Name",
                "job_title": "Organization Title; Organization 1 - Title",
                "email": "E-mail 1 - Value",
                "phone": "Phone 1 - Value",
                "website": "Website 1 - Value",
                "address": "Address 1 - Formatted",
                "tags": "Labels; Group Membership",
                "note": "Notes",
            },
            keeps="Phonetic *; Yomi *; *Yomi; File As; Initials; Short Name; Photo; * - Label; * - Type;"
            " Directory Server;"
            " Billing Information; Sensitivity; Mileage; Priority; Language; Address 1 - *; Address 2 - *; Name Prefix;"
            " Name Suffix",
        ),
    ),
)
