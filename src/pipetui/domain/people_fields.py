"""What a person and an organization have: one row a field, as `fields` has a deal's."""

from __future__ import annotations

from pipetui.domain.fields import (
    CONTACT,
    CONTACTS,
    CUSTOM,
    DEALS,
    MOMENT,
    NAME,
    NOTE,
    NUMBER,
    ORGANIZATION,
    ROLE,
    SUMS,
    TAG,
    TAGS,
    TEXT,
    Field,
)

CONTACT_EXAMPLES = {"email": "ann@acme.example", "phone": "+49 30 1234567", "web": "acme.example"}


def _contacts(kind: str, label: str, key: str = "", json: str = "") -> tuple[Field, Field]:
    """A kind of contact twice: one at a time, and all of them in their order, as the form has them."""
    example = CONTACT_EXAMPLES[kind]
    return (
        Field(kind, CONTACT, kind, f"{example}, +another, -gone", kind, json=json, key=key),
        Field(f"{kind}s", CONTACTS, label, f"{example}, … the first one is used", kind),
    )


_TAGS = (
    Field("tag", TAG, "tag", "+vip, -cold", "tags"),
    Field("tags", TAGS, "Tags", "vip reference", "tags", json="tags"),
)

PERSON = (
    Field("id", NUMBER, attribute="id", json="id"),
    Field("name", NAME, "Name", "Ann Lee", "name", json="name"),
    Field("title", TEXT, "Title", "CTO", "job_title", json="title"),
    Field("organization", ORGANIZATION, "Organization", "Acme GmbH", "organization", json="organization"),
    *_contacts("email", "E-mails", "mail e", json="email"),
    *_contacts("phone", "Phones", "tel", json="phone"),
    *_contacts("web", "Web"),
    Field("role", ROLE, "role", "champion@42, @42, -@42"),
    Field("deals", DEALS, "Deals", "#42 champion, #51"),
    *_TAGS,
    Field("about", TEXT, "About", "how to reach them, what they like", "about", "note", json="about", sheet=True),
    Field("note", NOTE, "note", "met at the fair"),
    Field("open_deals", NUMBER, attribute="open_deals", json="open_deals"),
    Field("open_value", SUMS, attribute="open_value", json="open_value"),
    Field("touched", MOMENT, attribute="last_touch_at", json="last_touch_at"),
    Field("custom", CUSTOM, attribute="custom", json="custom", sheet=True),
)
"""What somebody has, in the order of the form."""

ORG = (
    Field("id", NUMBER, attribute="id", json="id"),
    Field("name", NAME, "Name", "Acme GmbH", "name", json="name"),
    Field("sector", TEXT, "Sector", "logistics", "sector", json="sector"),
    Field("website", TEXT, "Website", "acme.example", "website", json="website", key="site", sheet=True),
    Field("address", TEXT, "Address", "1 Main St", "address", json="address", sheet=True),
    *_contacts("email", "E-mails", "mail e"),
    *_contacts("phone", "Phones", "tel"),
    *_TAGS,
    Field("about", TEXT, "About", "what they do", "about", "note", json="about", sheet=True),
    Field("note", NOTE, "note", "met at the fair"),
    Field("people", NUMBER, attribute="people", json="people"),
    Field("open_deals", NUMBER, attribute="open_deals", json="open_deals"),
    Field("open_value", SUMS, attribute="open_value", json="open_value"),
    Field("won_deals", NUMBER, attribute="won_deals", json="won_deals"),
    Field("won_value", SUMS, attribute="won_value", json="won_value"),
    Field("touched", MOMENT, attribute="last_touch_at", json="last_touch_at"),
    Field("custom", CUSTOM, attribute="custom", json="custom", sheet=True),
)
"""What an organization has, in the order of the form."""
