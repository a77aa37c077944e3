"""Parsers of what is said about a deal or a person: their fields, contacts and roles, and which deal is meant."""

from collections.abc import Callable, Sequence
from typing import Any

from pipetui import outside
from pipetui.cli import arguments
from pipetui.cli.commands import parties, qualify
from pipetui.domain import custom_fields, custom_names, mailing
from pipetui.domain.dates import when
from pipetui.domain.dates.when import Due
from pipetui.domain.errors import InputError
from pipetui.domain.query import language
from pipetui.domain.texts import letter_words, mail_text
from pipetui.service import contact_fields, deal_people
from pipetui.service.deal_people import Attendee
from pipetui.service.fields import FIELDS, Context
from pipetui.service.people_fields import ORGANIZATION_FIELDS, PERSON_FIELDS, find_field
from tests.cards import card
from tests.fuzz.entry import Entry
from tests.fuzz.moment import NOW, PIPELINES, RULES, STAGE_NAMES, names
from tests.fuzz.texts import fed, words
from tests.fuzz.words import ADDRESSES, AMOUNTS, ANSWERS, ATTENDEES, DATES, FILTER, NUMBERS, QUICK, ROLE_WORDS, WORDS

AGAINST = Context(NOW, RULES, "EUR", PIPELINES.named)

_VALUES = {
    "value": AMOUNTS,
    "close": DATES,
    "renewal": (*DATES, "30d"),
    "revisit": DATES,
    "people": ATTENDEES,
    "probability": ("40%", "40", "", "%"),
    "stage": STAGE_NAMES,
}


OWN_FILTER = (
    "region:north", "seats.over:10", "due<2027-06", "has:region", "not:seats", "fee:12k", "vip:", "契約:x", "-region=",
)  # fmt: skip
_KINDS = (
    ("Region", "choice"), ("Seats", "number"), ("Due", "date"), ("Fee", "money"), ("Vip", "yes/no"), ("契約", "text"),
)  # fmt: skip
OWN = tuple(custom_fields.CustomField(number, "deal", *named) for number, named in enumerate(_KINDS, 1))


def entries() -> tuple[Entry, ...]:
    """The table."""
    return (
        Entry("role", deal_people.parse_role, fed(*ROLE_WORDS), again=str),
        Entry(
            "people of a deal", deal_people.parse, fed(*ATTENDEES, between=", "), again=_attendees, found=("a@b.c>",)
        ),
        Entry("mail address", mailing.address, fed(*ATTENDEES), again=str),
        Entry(
            "names of a person", letter_words.names, fed("Ann Lee", "Dr. Ann Lee", "Lee, Ann", "Ann Lee, CTO"), raw=True
        ),
        Entry("address to open", outside.checked, fed("mailto:a@b.c", "https:", "tel:+49", "file:///"), again=str),
        Entry("mail recipients", mailing.recipients, fed(*ADDRESSES, between=","), again=", ".join),
        Entry(
            "field of a template", mail_text.field, fed("{first_name}", "value", "{ Value }", "frist_name"), again=str
        ),
        Entry(
            "name of a deal's field", lambda word: find_field(FIELDS, word).name, fed(*FIELDS, "org", "v"), again=str
        ),
        Entry("name of a person's field", _person_field, fed(*PERSON_FIELDS, "tel"), again=str),
        Entry("name of an organization's field", _organization_field, fed(*ORGANIZATION_FIELDS), again=str),
        *(Entry(f"deal: {name}", _deal(name), fed(*_VALUES.get(name, QUICK))) for name in FIELDS),
        *(_party(f"person: {name}", known.parse) for name, known in PERSON_FIELDS.items()),
        *(_party(f"organization: {name}", known.parse) for name, known in ORGANIZATION_FIELDS.items()),
        *(_all(kind) for kind in contact_fields.KINDS),
        Entry("name of a custom field", lambda said: custom_names.name_for(said, "deal"), fed(*WORDS), again=str),
        *(
            Entry(f"custom {kind}", _custom(kind), fed(*AMOUNTS, *DATES, *ANSWERS, "north", "1.250,5"), again=str)
            for kind in custom_fields.KINDS
        ),
        Entry("filter of own fields", _own_filter, fed(*FILTER, *OWN_FILTER), found=('"region x:y"',)),
        Entry("numbers of deals", arguments.numbers, fed(*NUMBERS, between=",")),
        Entry("deals named", lambda said: arguments.deals(said, names), words(*WORDS)),
        Entry("deal and touch", lambda said: arguments.touch(said, names), words(*WORDS), raw=True),
        Entry("deal and date", _dated, words(*WORDS, *DATES)),
        Entry("deal and text", lambda said: arguments.text(said, names, str), words(*WORDS), raw=True),
        Entry("changes of a deal", lambda said: arguments.changes(said, tuple(FIELDS)), words(*WORDS), raw=True),
        Entry("changes of a person", parties.split, words(*WORDS), raw=True),
        Entry("answers with notes", qualify.answers, words(*ANSWERS), raw=True),
        Entry("filter from a shell", arguments.query, words(*FILTER), raw=True),
    )


def _party(name: str, read: Callable[[str], Any]) -> Entry:
    return Entry(name, read, fed(*ADDRESSES, *ROLE_WORDS), lines=True)


def _all(kind: str) -> Entry:
    return Entry(
        f"all of a kind: {kind}", contact_fields.parse_list(kind), fed(*ADDRESSES, between=","), again=", ".join
    )


def _deal(name: str) -> Callable[[str], Any]:
    return lambda said: FIELDS[name].parse(AGAINST, said)


def _person_field(word: str) -> str:
    return find_field(PERSON_FIELDS, word).name


def _organization_field(word: str) -> str:
    return find_field(ORGANIZATION_FIELDS, word).name


def _attendees(people: Sequence[Attendee]) -> str:
    """As the people field shows them."""
    shown = []
    for one in people:
        contact = " ".join(filter(None, (one.email, one.phone)))
        shown.append(one.name + (f" <{contact}>" if contact else "") + (f" ({one.role})" if one.role else ""))
    return ", ".join(shown)


def _dated(said: Sequence[str]) -> tuple[tuple[int, ...], Due]:
    def due(_: tuple[int, ...], rest: list[str]) -> Due:
        return when.parse_due(" ".join(rest), NOW, RULES)

    return arguments.leading(said, names, due, missing=InputError("no date"))


def _own_filter(said: str) -> None:
    """Read it, and ask it of a deal whose values another program may have written."""
    query = language.parse(said, NOW, RULES, "EUR", custom=lambda: OWN)
    values = tuple(custom_fields.CustomValue(field.id, field.name, field.kind, said[:40]) for field in OWN)
    query.matches(card(custom=values))


def _custom(kind: str) -> Callable[[str], str]:
    field = custom_fields.CustomField(1, "deal", "Field", kind, ("north", "south east"))
    return lambda said: custom_fields.canonical(field, said, custom_fields.Against(NOW, RULES, "EUR"))
