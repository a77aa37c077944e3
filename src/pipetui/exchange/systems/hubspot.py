"""HubSpot: exports of views, whose own columns are what a record is associated with; in English and Spanish."""

from types import MappingProxyType

from pipetui.exchange.kinds import ACTIVITIES, LEADS, NOTES, ORGANIZATIONS, PEOPLE, PRODUCTS
from pipetui.exchange.system import Kind, System

_LINKS = MappingProxyType(
    {
        "deal": "Associated Deal",
        "deal_id": "Associated Deal IDs",
        "person": "Associated Contact; Contact name",
        "person_id": "Associated Contact IDs",
        "organization": "Associated Company (Primary); Associated Company; Associated Company Names (Primary)",
        "organization_id": "Associated Company IDs (Primary); Associated Company IDs",
    }
)

SYSTEM = System(
    "HubSpot",
    (
        Kind(
            marks="Deal owner; Closed Lost Reason; Original Traffic Source; Is closed lost; Is Closed Won;"
            " Associated Company Names (Primary); Associated Contact; Propietario del negocio;"
            " Für Deal zuständiger Mitarbeiter; Propriétaire de la transaction; Eigenaar van deal;"
            " Proprietário do negócio; Proprietario trattativa",
            files="deals",
            headings={
                "id": "Record ID; Deal ID; ID de registro",
                "title": "Deal Name; Nombre del negocio",
                **{field: words for field, words in _LINKS.items() if not field.startswith("deal")},
                "stage": "Deal Stage; Etapa del negocio",
                "reason": "Closed Lost Reason; Grund für verlorenen Deal; Motif de la transaction perdue",
                "source": "Original Traffic Source",
                "created": "Create Date; Fecha de creación",
                "touched": "Last Activity Date; Última actividad",
                "next_on": "Next Activity Date",
                "note": "Associated Note; Description; Deal Description",
            },
            keeps="Is closed lost; Is Closed Won; Is Closed; Associated Note IDs; Weighted amount;"
            " Amount in company currency",
        ),
        Kind(
            PEOPLE,
            marks="Lifecycle Stage; Contact owner; Propietario del contacto; Estado del lead",
            files="contacts",
            headings={
                "deal_id": "Associated Deal IDs",
                "organization_id": _LINKS["organization_id"],
                "id": "Record ID; Contact ID; ID de registro",
                "first": "First Name; Nombre",
                "last": "Last Name; Apellidos",
                "email": "Email; Correo; Additional email addresses",
                "organization": "Associated Company; Associated Company (Primary); Company Name; Nombre de la empresa",
                "touched": "Last Activity Date; Last Contacted; Último contacto; Última actividad",
                "note": "Associated Note",
            },
        ),
        Kind(
            ORGANIZATIONS,
            marks="Company Domain Name; Company owner; Linkedin Company Page; Nombre de dominio de la empresa",
            files="companies",
            headings={
                "id": "Record ID; Company ID; ID de registro",
                "name": "Company name; Name; Nombre de la empresa",
                "website": "Company Domain Name; Website URL; Linkedin Company Page; Nombre de dominio de la empresa",
                "note": "Associated Note; Description; About us",
            },
        ),
        Kind(
            LEADS,
            marks="Lead name; Lead label; Lead Pipeline Stage; Lead Pipeline; Lead type",
            files="leads",
            headings={
                "name": "Associated Contact",
                **{field: words for field, words in _LINKS.items() if field.startswith("organization")},
                "person_id": "Associated Contact IDs",
                "id": "Record ID; Lead ID",
                "title": "Lead name",
                "status": "Lead Pipeline Stage; Lead Stage",
                "tags": "Lead label",
                "created": "Create Date",
            },
        ),
        Kind(
            PRODUCTS,
            marks="Net price; Unit discount; Line item ID; Term (months); Discount percentage",
            files="line items; line_items; line; products",
            headings={
                **{field: words for field, words in _LINKS.items() if field in ("deal", "deal_id")},
                "id": "Record ID; Line item ID",
                "name": "Name; Product name",
                "code": "SKU",
                "discount": "Discount percentage; Discount %",
                "billing": "Billing frequency",
                "note": "Description; Product description",
            },
            keeps="Net price; Amount; Term; Term (months); HubSpot Product ID; Product ID; Margin;"
            " Unit cost; Tax; Associated *",
        ),
        Kind(
            NOTES,
            marks="Activity assigned to; Note body",
            files="notes",
            headings={**_LINKS, "text": "Note body; Body", "created": "Activity date; Create date"},
        ),
        Kind(
            ACTIVITIES,
            marks="Call outcome; Call title; Call notes; Call body; Meeting name; Meeting outcome; Task title;"
            " Task body;"
            " Task notes; Task status; Email subject; Completion date",
            files="calls; meetings; tasks; emails",
            headings={
                **_LINKS,
                "subject": "Task title; Call title; Meeting name; Email subject; Title",
                "type": "Activity type; Task type; Call and meeting type",
                "outcome": "Call outcome; Meeting outcome",
                "at": "Activity date; Meeting start time",
                "due": "Due date",
                "done": "Task status",
                "done_at": "Completion date; Completed at",
                "duration": "Call duration",
                "direction": "Call direction; Email direction",
                "note": "Task body; Task notes; Call body; Call notes; Meeting description; Internal meeting notes;"
                " Body",
            },
        ),
    ),
    stages="Appointment Scheduled 20 %; Qualified To Buy 40 %; Presentation Scheduled 60 %;"
    " Decision Maker Bought-In 80 %;"
    " Contract Sent 90 %; Closed Won 100 %; Closed Lost 0 %",
    shared="Lead name",
    keeps="* owner; Propietario *; * zuständiger Mitarbeiter; Propriétaire *; Eigenaar *; Proprietário *;"
    " Proprietario *; Record source*; Create Date; Last Modified Date; Owner Assigned Date; HubSpot Team;"
    " Assigned to; Activity assigned to; Associated * IDs",
)
