"""What is known of a person or an organization, box by box: how to reach them, who works there, what was noted."""

from collections.abc import Sequence
from datetime import datetime

from pipetui.domain.text import one_line
from pipetui.render import cell_width, plural, totals
from pipetui.tui.widgets.deal_facts import labelled, own_fields
from pipetui.tui.widgets.pieces import aligned
from pipetui.tui.widgets.pressable import Bit, Bits, cells, spread
from pipetui.tui.widgets.wrapping import wrapped
from pipetui.views_people import Contact, OrganizationSheet, PersonRow, PersonSheet

Lines = list[Bits]
PartySheet = PersonSheet | OrganizationSheet

_KINDS = {"email": "Mail", "phone": "Phone", "web": "Web"}
_ORDER = ("phone", "email", "web")
"""A phone first, then the mail, then the site."""
_GAP = "  "


def head(sheet: PartySheet, width: int) -> Lines:
    """Name, what they are and where, tags; at the right what is open and what was won."""
    row = sheet.row
    sums = []
    if not isinstance(row, PersonRow):
        sums = [
            f"{label} {totals(value)}" for label, value in (("open", row.open_value), ("won", row.won_value)) if value
        ]
    about, tags = about_line(sheet)
    left = [
        Bit(one_line(row.name), "bold"),
        about._replace(text=_GAP + about.text if about.text else ""),
        tags._replace(text=_GAP + tags.text.strip() if tags.text else ""),
    ]
    right = [Bit(" · ".join(sums), "bold"), Bit(f"{_GAP if sums else ''}{plural(len(sheet.deals), 'deal')}", "$dim")]
    if cells([*left, *right]) + 2 <= width:
        return [spread(left, right, width)]
    lines = [[Bit(part, "bold")] for part in wrapped(one_line(row.name), width)]
    return [*lines, spread([about, tags], right, width)]


def about_line(sheet: PartySheet) -> Bits:
    """What they are and where, or the sector; and the tags."""
    row = sheet.row
    if isinstance(row, PersonRow):
        about = ", ".join(map(one_line, filter(None, (row.job_title, row.organization))))
    else:
        about = one_line(row.sector)
    tags = " ".join(f"#{one_line(tag)}" for tag in row.tags)
    return [Bit(about), Bit((_GAP if about and tags else "") + tags, "$dim")]


def reach(sheet: PartySheet, width: int, edits: str) -> Lines:
    """Every number, address and site; `edits` is the key that writes one down."""
    lines: Lines = []
    if isinstance(sheet, OrganizationSheet) and sheet.website:
        lines += labelled("Site", one_line(sheet.website), width)
    for contact in _in_order(sheet):
        lines += labelled(_KINDS.get(contact.kind, one_line(contact.kind)), one_line(contact.value), width)
    if isinstance(sheet, OrganizationSheet) and sheet.address:
        lines += labelled("Address", sheet.address, width)
    if not lines:
        lines = [[Bit("no number, no address", "$dim"), Bit(f"{_GAP}{edits}", "bold $key"), Bit(" edits", "$dim")]]
    return lines


def _in_order(sheet: PartySheet) -> list[Contact]:
    return sorted(sheet.contacts, key=lambda contact: _ORDER.index(contact.kind) if contact.kind in _ORDER else 9)


def ways(sheet: PartySheet) -> list[str]:
    """Every number, address and site by itself, a phone first."""
    site = [one_line(sheet.website)] if isinstance(sheet, OrganizationSheet) and sheet.website else []
    return [*(one_line(contact.value) for contact in _in_order(sheet)), *site]


def about(sheet: PartySheet, now: datetime, width: int) -> Lines:
    """What is written down about them, and the rep's own fields."""
    lines: Lines = [[Bit(part, "italic")] for part in wrapped(sheet.about, width)] if sheet.about else []
    return [*lines, *own_fields(sheet.custom, now, width)]


def staff(people: Sequence[PersonRow], width: int) -> Lines:
    """Who works there: name and job, then number and mail, on one line where that fits for everybody."""
    lines: Lines = []
    phones = max((cell_width(one_line(person.phone)) for person in people), default=0)
    mails = max((cell_width(one_line(person.email)) for person in people), default=0)
    in_columns = all(
        cells(_who(person)) + phones + mails + 3 * len(_GAP) <= width
        for person in people
        if person.phone or person.email
    )
    for person in people:
        who = _who(person)
        reach = [one_line(person.phone), one_line(person.email)]
        if in_columns and any(reach):
            told = _GAP.join(aligned(text, room) for text, room in zip(reach, (phones, mails), strict=True) if room)
            lines.append(spread(who, [Bit(told, "$dim")], width))
            continue
        found = _GAP.join(filter(None, reach))
        apart = [who[:1], [Bit(one_line(person.job_title))]]
        lines += _whole([who] if cells(who) <= width else apart, width)
        lines += _whole([[Bit(part, "$dim")] for part in ([found] if cell_width(found) <= width else reach)], width)
    return lines


def _whole(lines: Sequence[Bits], width: int) -> Lines:
    """Each as it is; of what is too long for a line all of it, in several."""
    found: Lines = []
    for line in lines:
        text = "".join(bit.text for bit in line)
        if text and cell_width(text) <= width:
            found.append(line)
        elif text:
            found += [[line[0]._replace(text=part)] for part in wrapped(text, width)]
    return found


def _who(person: PersonRow) -> Bits:
    """Name and job."""
    return [Bit(one_line(person.name), "bold"), Bit(f", {one_line(person.job_title)}" if person.job_title else "")]
