"""vCards of any version: people, and the organizations they are of."""

from pipetui.exchange.kinds import PEOPLE
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "vCard",
    (
        Kind(
            PEOPLE,
            marks="N.family; N.given; FN",
            headings={
                "id": "UID",
                "name": "FN",
                "first": "N.given",
                "middle": "N.additional",
                "last": "N.family",
                "organization": "ORG",
                "job_title": "TITLE; ROLE",
                "email": "EMAIL",
                "phone": "TEL",
                "website": "URL",
                "address": "ADR",
                "street": "ADR.street",
                "city": "ADR.city",
                "region": "ADR.region",
                "postcode": "ADR.postcode",
                "country": "ADR.country",
                "tags": "CATEGORIES",
                "note": "NOTE",
            },
            keeps="N.prefix; N.suffix; REV; PRODID; PHOTO; LOGO; SOUND; KEY; VERSION; UID; X-MS-OL-*; X-MS-CARDPICTURE;"
            " X-EVOLUTION-FILE-AS; X-COUCHDB-*; X-PHONETIC-*; SORT-STRING; CLASS; MAILER",
        ),
    ),
    container="vcard",
)
