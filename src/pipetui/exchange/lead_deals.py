"""Leads that are to be deals: the same rows, read as what may be sold to whom, each in the first stage."""

from collections.abc import Sequence

from pipetui.exchange.headings import words_of
from pipetui.exchange.kinds import DEALS, FIELDS, LEADS
from pipetui.exchange.system import Kind
from pipetui.exchange.values import letters
from pipetui.exchange.vocabulary import listed

_ENDED = ("converted", "converted_deal_id", "converted_person_id", "converted_organization_id")
_HERE = {"name": "person"}
"""What a field of a lead is called in the row of a deal."""
_OF_ITSELF = ("status",)
"""How far somebody got with a lead is no stage of a pipeline: the column stays what it is."""


def as_deals(kind: Kind) -> Kind:
    """The kind of file whose rows are deals, for one whose rows are leads.

    What a lead's own heading means comes before what a deal's would: a name is a person's.
    """
    told = {_HERE.get(field, field): words for field, words in kind.headings.items() if field not in _OF_ITSELF}
    usual = words_of(LEADS)
    for field in ("id", "title", "name"):
        place = _HERE.get(field, field)
        told[place] = "; ".join(filter(None, (told.get(place, ""), *usual[field])))
    headings = {field: words for field, words in told.items() if field in FIELDS[DEALS]}
    return kind._replace(records=DEALS, headings=headings, of_leads=True)


def key_of_lead(key: str) -> str:
    """By what a deal is known that was a lead there: leads and deals of one system may count alike."""
    return f"lead {key}" if key else ""


def ended_places(kind: Kind, headings: Sequence[str]) -> tuple[int, ...]:
    """The columns that say of a lead that it became a contact or a deal."""
    usual = words_of(LEADS)
    words = {word for field in _ENDED for word in (*listed(kind.headings.get(field, "")), *usual[field])}
    return tuple(place for place, heading in enumerate(headings) if letters(heading) in words)
