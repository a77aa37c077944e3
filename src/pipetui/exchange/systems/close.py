"""Close: leads are companies, with contacts, opportunities and activities below them; under the names of its API."""

from types import MappingProxyType

from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.exchange.kinds import ACTIVITIES, ORGANIZATIONS, PEOPLE
from pipetui.exchange.system import Kind, System

_LEAD = MappingProxyType({"organization": "lead_name", "organization_id": "lead_id"})

SYSTEM = System(
    "Close",
    (
        Kind(
            marks="status_type; value_period; value_formatted; annualized_value",
            files="opportunities",
            headings={
                **_LEAD,
                "status": "status_type; status; status_label",
                "stage": "status_label",
                "person": "contact_name",
                "person_id": "contact_id",
                "pipeline": "pipeline_name",
                "currency": "value_currency",
                "probability": "confidence",
                "won": "date_won",
                "lost": "date_lost",
                "created": "date_created",
            },
        ),
        Kind(
            ORGANIZATIONS,
            marks="primary_contact_name; primary_contact_primary_email; primary_contact_primary_phone;"
            " primary_opportunity_status_label; primary_opportunity_value; primary_opportunity_value_summary;"
            " display_name; html_url; num_opportunities",
            files="leads",
            headings={
                "id": "id",
                "name": "display_name; name",
                "website": "url",
                "note": "description",
                "tags": "status_label",
                "street": "address_1_address_1",
                "city": "address_1_city",
                "region": "address_1_state",
                "postcode": "address_1_zip",
                "country": "address_1_country",
                "created": "date_created",
            },
            only=True,
            keeps="primary_contact_*; primary_opportunity_*; name",
            beside=(
                Kind(
                    PEOPLE,
                    headings={
                        "name": "primary_contact_name",
                        "first": "primary_contact_first_name",
                        "last": "primary_contact_last_name",
                        "job_title": "primary_contact_title",
                        "email": "primary_contact_primary_email; primary_contact_other_emails",
                        "phone": "primary_contact_primary_phone; primary_contact_other_phones",
                        "website": "primary_contact_primary_url",
                        "organization": "display_name",
                        "organization_id": "id",
                    },
                    only=True,
                    needs="primary_contact_name; primary_contact_first_name; primary_contact_last_name;"
                    " primary_contact_primary_email; primary_contact_primary_phone",
                ),
                Kind(
                    headings={
                        "id": "id",
                        "organization": "display_name",
                        "organization_id": "id",
                        "person": "primary_contact_name",
                        "pipeline": "primary_opportunity_pipeline_name",
                        "stage": "primary_opportunity_status_label",
                        "status": "primary_opportunity_status_type",
                        "value": "primary_opportunity_value",
                        "currency": "primary_opportunity_value_summary",
                        "probability": "primary_opportunity_confidence",
                        "created": "primary_opportunity_created",
                        "won": "primary_opportunity_date_won",
                    },
                    only=True,
                    needs="primary_opportunity_status_label; primary_opportunity_status_type;"
                    " primary_opportunity_value",
                ),
            ),
        ),
        Kind(
            PEOPLE,
            files="contacts",
            headings={**_LEAD, "name": "name; display_name", "email": "emails", "phone": "phones", "website": "urls"},
        ),
        Kind(
            ACTIVITIES,
            marks="is_complete",
            files="activities; tasks",
            headings={
                **_LEAD,
                "person_id": "contact_id",
                "deal_id": "opportunity_id",
                "type": "_type",
                "subject": "subject; text",
                "at": "date_sent; activity_at; date_created",
                "due": "due_date; date",
                "done": "is_complete",
                "note": "note; body_text; text",
            },
        ),
    ),
    words={OPEN: "active", WON: "won", LOST: "lost"},
    minor=True,
    keeps="created_by*; updated_by*; date_updated; user_*; status_id; pipeline_id; html_url; organization_id;"
    " assigned_to*; *_type; num_*; avg_*; min_*; max_*; total_*; first_*; last_*; next_task_*; times_communicated;"
    " annualized_*; active_*; value_formatted; expected_value; sequence_*; object_type; is_dateless; view",
)
