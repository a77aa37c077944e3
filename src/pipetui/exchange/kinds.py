"""What a file can hold, and what is read of each: the kinds of record and the names of their fields.

A field is what a column is mapped to, by a system's module, by its heading, or by `--map FIELD=HEADING`. Those of deals
are in `domain.fields` too, where the rep edits them. An id is the other system's own; `…_id` is that of what is linked.
"""

from types import MappingProxyType

DEALS, PEOPLE, ORGANIZATIONS, LEADS = "deals", "people", "organizations", "leads"
ACTIVITIES, NOTES, PRODUCTS = "activities", "notes", "products"
KINDS = (DEALS, PEOPLE, ORGANIZATIONS, LEADS, ACTIVITIES, NOTES, PRODUCTS)
"""What is read, each in its own way; only deals become deals. Calls, meetings, e-mails and tasks are activities."""

OTHER = "other"
"""A file whose rows are nothing of ours (users, settings, pictures): it is named and left out."""

_CONTACT = "email phone website address street city region postcode country"
_PERSON = f"first middle last job_title {_CONTACT}"
_FIRM = " ".join(f"organization_{field}" for field in f"{_CONTACT} sector".split())
_LINKS = "deal deal_id person person_id organization organization_id lead_id"

_FIELDS = MappingProxyType(
    {
        DEALS: (
            "id title organization organization_id person person_id"
            f" {_PERSON} {_FIRM} pipeline stage stage_order status won_flag closed_flag archived value currency"
            " probability created entered touched reached closed won lost close reason loss_note next_step next_on"
            " source tags product quantity price note"
        ),
        PEOPLE: f"id name {_PERSON} organization organization_id {_FIRM} deal_id tags source created touched note",
        ORGANIZATIONS: f"id name parent sector {_CONTACT} tags created touched note",
        LEADS: (
            f"id title name {_PERSON} {_FIRM} organization organization_id person person_id status value currency"
            " source created touched converted converted_deal_id converted_person_id converted_organization_id tags"
            " note"
        ),
        ACTIVITIES: (
            "id subject type direction outcome at due due_time duration done done_at finished created"
            f" {_LINKS} location note"
        ),
        NOTES: f"id text title created {_LINKS} private",
        PRODUCTS: "id name code unit price currency billing quantity discount deal deal_id note",
    }
)
FIELDS = MappingProxyType({records: tuple(names.split()) for records, names in _FIELDS.items()})
"""The names of the fields of each kind. A field that several columns may feed is in SEVERAL.

`email phone website address …` are those of the person, where a row has one, and else of the organization;
`organization_email …` are surely the organization's. `won_flag`, `closed_flag` and `archived` are yes or no,
`stage_order` is a number by which the stages stand in order. Each column of `reached` holds the day on which deals came
into one stage, whose name is the column's `label`. `direction` and `outcome` are words; `finished` is when a follow-up
was done that is no touch as well; `private` is yes for what is not shown.
"""

DATES = frozenset(
    [
        "created",
        "entered",
        "touched",
        "reached",
        "closed",
        "won",
        "lost",
        "close",
        "next_on",
        "at",
        "due",
        "done_at",
        "finished",
    ]
)
"""The fields whose cells are days or moments; whether a lead was `converted` may also be told by a yes."""

SEVERAL = frozenset(
    (
        *("title", "name", "text", "note", "tags", "product"),
        *("email", "phone", "address", "website", "person", "person_id", "deal_id", "reached"),
        *("organization_email", "organization_phone", "organization_address", "organization_website"),
    )
)
"""The fields that more than one column may feed; the order of the columns is that of the values."""
