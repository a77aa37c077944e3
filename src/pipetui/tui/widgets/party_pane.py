"""One person or one organization on paper: how to reach them, their deals, what happened."""

from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pipetui.domain.deal import OPEN
from pipetui.render import badge, day, money, totals
from pipetui.tui.widgets.sheet_lines import Part, custom, event, together
from pipetui.views import Card
from pipetui.views_people import Contact, OrganizationSheet, PersonRow, PersonSheet

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

PartySheet = PersonSheet | OrganizationSheet
Lines = list[list[Part]]

_SHORT_TIMELINE = 30
_KINDS = {"email": "mail", "phone": "phone", "web": "web"}


class PartyPane(VerticalScroll, can_focus=False):
    """Shows a sheet; one that is `full` leaves out the deals, which stand in a list of their own, but no touch."""

    DEFAULT_CSS = """
    PartyPane { padding: 0 0 0 1; scrollbar-size-vertical: 1; }
    PartyPane Static { height: auto; padding: 0 1 0 0; }
    """

    def __init__(self, *, full: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.full = full
        self._block = Static(markup=False)
        """Here before it is mounted, for a sheet may come as early as that."""
        self._shown: PartySheet | None = None
        self._today: date | None = None

    def compose(self) -> ComposeResult:
        """One block of text."""
        yield self._block

    def show(self, sheet: PartySheet | None, now: datetime) -> None:
        """Show a sheet as it stands at `now`; somebody else's begins at the top."""
        if (sheet, now.date()) == (self._shown, self._today):
            return
        other = sheet is None or self._shown is None or sheet.row.id != self._shown.row.id
        self._shown, self._today = sheet, now.date()
        self._block.update(self._text(sheet, now) if sheet else "")
        if other:
            self.scroll_home(animate=False)

    def _text(self, sheet: PartySheet, now: datetime) -> Content:
        logs, opens = map(cast("PipetuiApp", self.app).key, ("party.touch", "party.open"))
        return together(sheet_lines(sheet, now, full=self.full, logs=logs, opens=opens))


def sheet_lines(sheet: PartySheet, now: datetime, *, full: bool, logs: str, opens: str) -> Lines:
    """The sheet as lines of plain text with styles; `logs` and `opens` are the keys that do so."""
    lines = _person(sheet, now, full) if isinstance(sheet, PersonSheet) else _organization(sheet, now, full)
    lines += custom(sheet.custom, now.date())
    lines += [[], [("TIMELINE", "bold $key")]]
    shown = sheet.timeline if full else sheet.timeline[:_SHORT_TIMELINE]
    lines += [event(item, now, full) for item in shown]
    if len(shown) < len(sheet.timeline):
        lines.append([(f"… {len(sheet.timeline) - len(shown)} more: {opens}", "$dim")])
    if not sheet.timeline:
        lines.append([(f"nothing yet: {logs} logs what happened", "$dim")])
    return lines


def _person(sheet: PersonSheet, now: datetime, full: bool) -> Lines:
    row = sheet.row
    lines: Lines = [[(row.name, "bold"), (f"  #{row.id}", "$dim")]] if full else []  # it is in the frame
    about = " · ".join(filter(None, (row.job_title, row.organization)))
    if about:
        lines.append([(about, "$key")])
    lines += _tags(row.tags)
    lines += _reach(sheet)
    if not full:
        lines += [[], [("DEALS", "bold $key")]] if sheet.parts else []
        lines += [_deal(part.card, now, part.role) for part in sheet.parts]
    return lines


def _organization(sheet: OrganizationSheet, now: datetime, full: bool) -> Lines:
    row = sheet.row
    lines: Lines = [[(row.name, "bold"), (f"  #{row.id}", "$dim")]] if full else []  # it is in the frame
    facts = " · ".join(filter(None, (row.sector, sheet.website, sheet.address)))
    if facts:
        lines.append([(facts, "$key")])
    sums = [f"{label} {totals(value)}" for label, value in (("open", row.open_value), ("won", row.won_value)) if value]
    if sums:
        lines.append([(" · ".join(sums), "bold")])
    lines += _tags(row.tags)
    lines += _reach(sheet)
    lines += [[], [("PEOPLE", "bold $key")]] if sheet.people else []
    for person in sheet.people:
        lines += _colleague(person, full)
    if not full:
        lines += [[], [("DEALS", "bold $key")]] if sheet.deals else []
        lines += [_deal(card, now, "") for card in sheet.deals]
    return lines


def _tags(tags: tuple[str, ...]) -> Lines:
    return [[(" ".join(f"#{tag}" for tag in tags), "$dim")]] if tags else []


def _reach(sheet: PartySheet) -> Lines:
    lines: Lines = [[(f"{_KINDS[contact.kind]:<6}", "$dim"), (contact.value, "")] for contact in _sorted(sheet)]
    return [*lines, [(sheet.about, "italic")]] if sheet.about else lines


def _sorted(sheet: PartySheet) -> list[Contact]:
    return sorted(sheet.contacts, key=lambda contact: contact.kind != "phone")


def _colleague(person: PersonRow, full: bool) -> Lines:
    title = f", {person.job_title}" if person.job_title else ""
    lines: Lines = [[(person.name, "bold"), (title, "")]]
    contacts = [contact for contact in (person.phone, person.email) if contact]
    if full:
        lines[0].append((f"  {'  '.join(contacts)}", ""))
        return lines
    return lines + [[(f"  {contact}", "")] for contact in contacts]


def _deal(card: Card, now: datetime, role: str) -> list[Part]:
    """`#42 Acme rollout  €12,000  Proposal · champion  ! 1 day late`."""
    if card.status == OPEN:
        state, style = f"{card.stage}  {badge(card, now.date())}", ""
    else:
        closed = day(card.closed_on, now.date()) if card.closed_on else ""
        state, style = f"{card.status} {closed}", "$dim"
    value = f"  {money(card.value)}" if card.value else ""
    return [
        (f"#{card.id} {card.title}", style or "bold"),
        (value, style),
        (f"  {role}" if role else "", "$dim"),
        (f"  {state}", style or "$dim"),
    ]
