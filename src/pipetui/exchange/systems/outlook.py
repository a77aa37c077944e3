"""Outlook: the contacts that it exports as CSV, in English and German; it writes `0/0/00` where there is no day."""

from pipetui.exchange.kinds import PEOPLE
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "Outlook",
    (
        Kind(
            PEOPLE,
            marks="E-mail Display Name; E-mail Type; Business Fax; Assistant's Phone; Government ID Number;"
            " Organizational ID Number; E-Mail: Angezeigter Name; E-Mail-Typ; Fax geschäftlich; Ort geschäftlich",
            files="contacts; kontakte",
            headings={
                "first": "First Name; Vorname",
                "middle": "Middle Name; Weitere Vornamen",
                "last": "Last Name; Nachname",
                "organization": "Company; Firma",
                "job_title": "Job Title; Position",
                "email": "E-mail Address; E-mail 2 Address; E-mail 3 Address; E-Mail-Adresse; E-Mail 2: Adresse;"
                " E-Mail 3: Adresse",
                "phone": "Primary Phone; Business Phone; Business Phone 2; Company Main Phone; Mobile Phone;"
                " Home Phone;"
                " Home Phone 2; Other Phone; Telefon geschäftlich; Telefon geschäftlich 2; Mobiltelefon;"
                " Telefon (privat)",
                "website": "Web Page; Webseite",
                "street": "Business Street; Straße geschäftlich; Home Street",
                "city": "Business City; Ort geschäftlich; Home City",
                "region": "Business State; Region geschäftlich; Home State",
                "postcode": "Business Postal Code; Postleitzahl geschäftlich; Home Postal Code",
                "country": "Business Country/Region; Land/Region geschäftlich; Home Country/Region",
                "tags": "Categories; Kategorien",
                "note": "Notes; Notizen",
            },
            keeps="Title; Suffix; Initials; E-mail Type; E-mail * Type; E-mail Display Name; E-mail 2 Display Name;"
            " E-mail 3 Display Name; Gender; Priority; Private; Sensitivity; Language; Internet Free Busy;"
            " Directory Server; Mileage; Billing Information; Location; Anrede; E-Mail-Typ; Priorität; Privat;"
            " Vertraulichkeit; Geschlecht",
        ),
    ),
    nothing="0/0/00; 0.0.00; Unspecified; Keine Angabe",
)
