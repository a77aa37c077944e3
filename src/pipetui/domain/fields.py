"""What a deal has: one row a field, of which everything that names a field is made; `people_fields` has the people's.

The form and the editor's text, `edit`, `person` and `org`, the JSON, the words of a filter, the keys of the quick line,
what Tab offers and the headings of an import are made from these tables. What reads, shows or writes a value is one
function per kind, where that is done; a field of a plain kind needs nothing but its row.
"""

from __future__ import annotations

from pipetui.domain.deal import QUESTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

TEXT, WHOLE = "text", "whole number"
PLAIN = (TEXT, WHOLE)
"""Kinds of a column that is kept as it is typed: "" or NULL where nothing is known."""

MONEY, PERCENT, DAY, MOMENT = "money", "percent", "day", "moment"
PAST_DAY, DAYS, AGE, ROTTING = "past day", "days", "age", "rotting"
TITLE, STAGE, ORGANIZATION, PEOPLE, TAGS = "title", "stage", "organization", "people", "tags"
ANSWER, RENEWAL, REASON, STEP = "answer", "renewal", "reason", "next step"
NAME, STATUS, CURRENCY, NUMBER, ROLES, SCORE = "name", "status", "currency", "number", "roles", "score"
NOTE, EMAIL, PHONE = "note", "e-mail", "phone"
TAG = "tag"
"""One tag put on or taken off."""

CUSTOM = "custom"
"""The values of the fields that the rep added, together."""

CONTACT, CONTACTS, ROLE, DEALS, SUMS = "contact", "contacts", "role", "deals", "sums"


class Field(NamedTuple):
    """One thing that a deal, a person or an organization has; a facet that is empty is one it does not have.

    `name` is what `edit` and the editor's text call it, `label` what the form does: without one it cannot be edited.
    `attribute` is where a card or row has it, `column` that of its table where the name is another. `write` names how
    it is written where its kind does not say. `key` holds its short names, for `edit` and the quick line, which takes
    `also` its others; with nothing behind it a key is refused by the example `typed`, or else a word of the title.
    `word` holds its names in a filter, `headings` how a column of any file may be called, the surest first, by letters
    and digits alone (a system's own words are in `exchange.systems`). `sheet`: what the rows of a list do not hold.
    """

    name: str
    kind: str = TEXT
    label: str = ""
    example: str = ""
    attribute: str = ""
    column: str = ""
    write: str = ""
    json: str = ""
    key: str = ""
    also: str = ""
    typed: str = ""
    word: str = ""
    headings: str = ""
    sheet: bool = False

    @property
    def stored(self) -> str:
        """The column of its table."""
        return self.column or self.attribute


_TITLES = (
    "dealname dealtitle opportunityname opportunitytitle title name deal opportunity subject topic project leadtitle"
    " product productname titel titre titulo bezeichnung"
)
_ORGANIZATIONS = (
    "organization organisation organizationname organisationname account accountname company companyname primarycompany"
    " customer customername client clientname"
    " firma"
)
_PERSONS = (
    "person contactperson personname contact contactname primarycontact fullname leadname"
    " ansprechpartner kontakt kontaktperson contactpersoon"
)
_STAGES = "stage dealstage opportunitystage salesstage pipelinestage phase step"
_VALUES = (
    "value dealvalue amount dealamount opportunityamount closevalue estimatedvalue totalvalue opportunityvalue"
    " revenue price worth total wert betrag umsatz montant importe bedrag"
)
_CURRENCIES = (
    "currency currencycode dealcurrency valuecurrency amountcurrency dealcurrencycode"
    " budgetamountcurrency wahrung wahrungscode devise moneda valuta"
)
_CREATED = (
    "created createdate createdat createdon datecreated creationdate engagedate opened openedon opendate startdate"
)
_CLOSED = "closed closedat closedon closeddate dateclosed closetime closedtime"
_CLOSING = (
    "close expectedclose expectedclosedate closedate expectedclosingdate estimatedclosedate"
    " estimatedclose abschlussdatum erwarteterabschluss datedecloture"
)
_REASONS = "lostreason lossreason reasonlost lostreasontext reasonforlosing"
_SOURCES = "source leadsource dealsource"
_PHONES = "phone phonenumber telephone contactphone personphone workphone mobile mobilephone tel"
_STATUSES = "status dealstatus opportunitystatus state won outcome"
_IDS = "id dealid opportunityid externalid leadid crmid uuid guid"

DEAL = (
    Field("title", TITLE, "Title", "Acme rollout", "title", json="title", headings=_TITLES),
    Field(
        "value", MONEY, "Value", "12k, 1250.50, 9000 USD", "value", json="value", key="value", typed="value:12k",
        word="value", headings=_VALUES,
    ),
    Field(
        "stage", STAGE, "Stage", "a beginning is enough", "stage", write="stage", json="stage", key="stage",
        word="stage", headings=_STAGES,
    ),
    Field(
        "probability", PERCENT, "Probability", "0 to 100; empty = the stage's", "probability", "own_probability",
        json="probability", key="p", also="prob", typed="p:40%", word="p",
        headings="probability dealprobability probabilitypercent winprobability confidence likelihood",
    ),
    Field(
        "close", DAY, "Expected close", "eoq, 15 dec, +3w", "expected_close", write="close", json="expected_close",
        key="close", typed="close:eoq", word="close", headings=_CLOSING,
    ),
    Field(
        "organization", ORGANIZATION, "Organization", "Acme GmbH", "organization", json="organization", key="org",
        also="organisation", typed='org:"Acme GmbH"', word="org", headings=_ORGANIZATIONS,
    ),
    Field(
        "people", PEOPLE, "People", "Ann Lee <ann@acme.example> (champion)", "people", json="people", key="who",
        also="person", typed='who:"Ann Lee"', word="who",
    ),
    Field(
        "source", TEXT, "Source", "referral", "source", json="source", key="src", typed="src:web", word="src source",
        headings=_SOURCES,
    ),
    Field(
        "tags", TAGS, "Tags", "hot saas", "tags", json="tags", key="tag", typed="tag:saas", word="tag",
        headings="tags tag label labels",
    ),
    *(
        Field(name, ANSWER, name.capitalize(), "yes, no or unknown", write=name, key=name, word=name)
        for name in QUESTIONS
    ),
    Field("renewal", RENEWAL, "Renewal", "2027-11-01 30d (won deals)", "renewal_on"),
    Field("revisit", DAY, "Revisit", "1 mar (lost deals)", "revisit_on", write="revisit"),
    Field(
        "reason", REASON, "Lost for", "price (lost deals)", "lost_reason", json="lost_reason", word="reason",
        headings=_REASONS,
    ),
    Field(
        "created", MOMENT, "Created", "2026-11-20", "created_at", write="created", json="created_at", word="created",
        headings=_CREATED,
    ),
    Field("entered", MOMENT, "In stage since", "mon, 2026-11-20", "entered_stage_at", write="entered"),
    Field(
        "closed", MOMENT, "Closed", "yesterday (won and lost deals)", "closed_at", write="closed", json="closed_at",
        headings=_CLOSED,
    ),
    # What cannot be edited as a field.
    Field("id", NUMBER, attribute="id", json="id", headings=_IDS),
    Field("status", STATUS, attribute="status", json="status", word="status", headings=_STATUSES),
    Field(
        "pipeline", NAME, attribute="pipeline", json="pipeline", key="pipe", typed="pipe:renewals", word="pipeline",
    ),
    Field("currency", CURRENCY, attribute="currency", json="currency", word="currency", headings=_CURRENCIES),
    Field("weighted", MONEY, attribute="weighted", json="weighted"),
    Field("touched", MOMENT, attribute="last_touch_at", json="last_touch_at"),
    Field("rotting", ROTTING, attribute="rotting_days", json="rotting_days", word="rotting"),
    Field("next", STEP, attribute="next_step", json="next_step", key="next", typed="next:fri", word="next"),
    Field("role", ROLES, attribute="roles", word="role"),
    Field("closed_on", PAST_DAY, attribute="closed_on", word="closed"),
    Field("idle", DAYS, attribute="idle_days", word="idle"),
    Field("age", AGE, attribute="created_at", word="age"),
    Field("fit", SCORE, word="fit"),
    Field("intent", SCORE, word="intent"),
    Field("person", PEOPLE, headings=_PERSONS),
    Field(
        "email", EMAIL, key="email", also="mail",
        headings="email emailaddress contactemail personemail workemail mail",
    ),
    Field("phone", PHONE, key="phone", also="tel mobile", headings=_PHONES),
    Field("custom", CUSTOM, attribute="custom", json="custom"),
    Field("note", NOTE, key="note", headings="note notes comment comments remarks description"),
)  # fmt: skip
"""What a deal has, in the order of its form."""

_ORDER = {
    "json": (
        "id name title status stage pipeline value currency probability weighted organization sector people tags source"
        " created close closed reason email phone open_deals open_value won_deals won_value touched rotting next"
        " about website address custom"
    ),
    "key": "next close probability organization people source value tags",
    "word": (
        "stage pipeline organization people role tags source reason status currency next value probability close"
        " created closed_on idle age rotting budget authority need timing fit intent"
    ),
    "headings": (
        "title organization person email phone stage status value currency created closed close reason source tags"
        " note probability id"
    ),
}
"""The order in which a facet is told; a field that is not named here follows behind."""


def having(facet: str, table: Iterable[Field] = DEAL) -> list[Field]:
    """The fields of a table that have the facet, in the order in which it is told."""
    places = {name: place for place, name in enumerate(_ORDER.get(facet, "").split())}
    return sorted((field for field in table if getattr(field, facet)), key=lambda field: places.get(field.name, 99))
