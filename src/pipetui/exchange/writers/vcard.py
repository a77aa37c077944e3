"""vCard 3.0 (RFC 2426): the people, then the organizations, as address books read them.

3.0 and not 4.0, for what 4.0 has more (kinds, languages) no record of ours needs, and Outlook, Google and older
telephones read only 3.0. A card keeps its name (`UID`), so that a second import changes it and makes no second one.
"""

from collections.abc import Iterator

from pipetui.domain.custom_fields import ORGANIZATION, PERSON
from pipetui.exchange.writers.content_lines import escaped, line, optional
from pipetui.exchange.writers.sheets import own_name
from pipetui.exchange.writers.source import ExportSource
from pipetui.store import custom_fields
from pipetui.store.reads import export
from pipetui.store.reads.export_records import ExportedOrganization, ExportedPerson
from pipetui.store.values import utc_text

_TYPES = {
    **dict.fromkeys(("work", "office"), "WORK"),
    **dict.fromkeys(("home", "private"), "HOME"),
    **dict.fromkeys(("mobile", "cell"), "CELL"),
    "fax": "FAX",
}
"""The labels that a vCard has a word for; any other is told as it stands."""


def write(source: ExportSource, kind: str = "") -> Iterator[str]:
    """A card for each person, then for each organization."""
    connection, chosen = source.connection, source.chosen
    names = {field.id: field.name for field in custom_fields.known(connection)}
    for person in export.people(connection, chosen):
        yield _card(PERSON, source.book, person, names, _person(person))
    for organization in export.organizations(connection, chosen):
        yield _card(ORGANIZATION, source.book, organization, names, _organization(organization))


def _card(
    kind: str,
    book: str,
    record: ExportedPerson | ExportedOrganization,
    names: dict[int, str],
    named: str,
) -> str:
    own = [f"{names[number]}: {value}" for number, value in record.custom.items() if number in names]
    labels = _Labels()
    ways = "".join(
        (
            *(labels.line("EMAIL", label, escaped(value), "INTERNET") for label, value in record.emails),
            *(labels.line("TEL", label, escaped(value), "VOICE") for label, value in record.phones),
            *(labels.line("URL", label, escaped(value)) for label, value in record.websites),
        )
    )
    return "".join(
        (
            "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//pipetui//pipetui//EN\r\n",
            line("UID", f"{kind}-{record.id}-{book}@pipetui"),
            line("FN", escaped(record.name)),
            named,
            ways,
            line("CATEGORIES", ",".join(map(escaped, record.tags))) if record.tags else "",
            optional("NOTE", "\n".join(filter(None, (record.note, *own)))),
            line("REV", utc_text(record.created)),
            "END:VCARD\r\n",
        )
    )


def _person(person: ExportedPerson) -> str:
    before, last = own_name(person.name)
    return (
        line("N", f"{escaped(last)};{escaped(before)};;;")
        + optional("ORG", person.organization)
        + optional("TITLE", person.job_title)
    )


def _organization(organization: ExportedOrganization) -> str:
    """Without a family name, and shown as a company where an address book knows how."""
    address = line("ADR;TYPE=WORK", f";;{escaped(organization.address)};;;;") if organization.address else ""
    return (
        line("N", ";;;;")
        + line("ORG", escaped(organization.name))
        + "X-ABSHOWAS:COMPANY\r\n"
        + optional("URL", organization.website)
        + address
    )


class _Labels:
    """The ways to reach somebody: each label that has no word of its own is told in a group of two lines."""

    def __init__(self) -> None:
        self._groups = 0

    def line(self, name: str, label: str, value: str, *types: str) -> str:
        """A line, and below it the label where it needs one."""
        known = _TYPES.get(label.strip().lower())
        of = f";TYPE={','.join([*types, *filter(None, [known])])}" if types or known else ""
        if known or not label.strip():
            return line(f"{name}{of}", value)
        self._groups += 1
        group = f"item{self._groups}"
        return line(f"{group}.{name}{of}", value) + line(f"{group}.X-ABLabel", escaped(label))
