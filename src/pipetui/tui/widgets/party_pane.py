"""The person or the organization under the cursor: how to reach them, their deals, what happened."""

from datetime import date, datetime

from pipetui.domain.deal import OPEN
from pipetui.domain.text import one_line
from pipetui.render import badge, money, totals
from pipetui.tui.widgets import party_facts as facts
from pipetui.tui.widgets.deal_facts import STEP_LOOKS
from pipetui.tui.widgets.pane_lines import entries, last_touch, section
from pipetui.tui.widgets.pane_paper import PanePaper
from pipetui.tui.widgets.party_facts import PartySheet
from pipetui.tui.widgets.pressable import Bit, Bits, cells, spread
from pipetui.tui.widgets.their_deals import stage_of
from pipetui.tui.widgets.wrapping import wrapped
from pipetui.views import Card
from pipetui.views_people import OrganizationSheet

Lines = list[Bits]

_LOOKS = {**STEP_LOOKS, "none": "$nothing"}
_GAP = "  "
_LABEL = 7
_PEEKED = 2
"""So many deals, and people, are told in a peek."""


class PartyPane(PanePaper):
    """Shows a sheet as it stands at a moment."""

    def show(self, sheet: PartySheet | None, now: datetime, *, peek: bool, without: str = "") -> None:
        """Show it; `without` one say that."""
        self.set_class(peek, "-peek")
        logs, opens, edits = map(self.key, ("party.touch", "party.open", "party.edit"))

        def say(width: int) -> Lines:
            if sheet is None:
                return [[Bit(without, "$dim")]] if without else []
            if peek:
                return peek_lines(sheet, now, width, edits)
            return pane_lines(sheet, now, width, logs=logs, opens=opens, edits=edits)

        self.tell(sheet.row.id if sheet is not None else None, (sheet, now.date(), peek, without), say)


def pane_lines(sheet: PartySheet, now: datetime, width: int, *, logs: str, opens: str, edits: str) -> Lines:
    """The sheet part by part; `logs`, `opens` and `edits` are the keys that do so. The name is in the frame."""
    staff = sheet.people if isinstance(sheet, OrganizationSheet) else ()
    roles = {} if isinstance(sheet, OrganizationSheet) else {part.card.id: part.role for part in sheet.parts}
    deals = [line for card in sheet.deals for line in _deal(card, now.date(), roles.get(card.id, ""), width)]
    happened = entries(sheet.timeline, now, width, opens)
    return [
        *_what(sheet, width),
        *_worth(sheet),
        *section("Contact", facts.reach(sheet, width, edits), width),
        *section(f"People · {len(staff):,}", facts.staff(staff, width), width),
        *section("About", facts.about(sheet, now, width), width),
        *section(f"Deals · {len(sheet.deals):,}", deals, width),
        *section("Timeline", happened or [[Bit(f"nothing yet: {logs} logs what happened", "$dim")]], width),
    ]


def peek_lines(sheet: PartySheet, now: datetime, width: int, edits: str) -> Lines:
    """Six lines: who they are, how to reach them, two colleagues, the deals, the last touch."""
    room = width - _LABEL
    reach = [Bit(_GAP + text) for text in facts.ways(sheet)]
    if reach:
        reach[0] = Bit(reach[0].text.strip(), "bold")
    staff = sheet.people[:_PEEKED] if isinstance(sheet, OrganizationSheet) else ()
    going = [card for card in sheet.deals if card.status == OPEN] or list(sheet.deals)
    found: list[tuple[str, Lines]] = [
        ("", [*_what(sheet, width, whole=False), *_worth(sheet)][:1]),
        ("reach", [reach] if reach else facts.reach(sheet, room, edits)[:1]),
        ("people", facts.staff(staff, room)[: len(staff)]),
        ("deals", [_deal(card, now.date(), "", room)[0] for card in going[:_PEEKED]]),
        ("last", [last_touch(sheet.timeline, now)]),
    ]
    lines = [
        [*([Bit(f"{name if not place else '':<{_LABEL}}", "$key")] if name else []), *line]
        for name, part in found
        for place, line in enumerate(part)
    ]
    return lines[: 2 * _PEEKED + 2]


def _what(sheet: PartySheet, width: int, *, whole: bool = True) -> Lines:
    """What they are and where, and tags: in a line, or in as many as it takes where it shall be `whole`."""
    bits = facts.about_line(sheet)
    if whole and cells(bits) > width:
        return [[bit._replace(text=part)] for bit in bits if bit.text for part in wrapped(bit.text.strip(), width)]
    return [spread(bits, [], width)] if any(bit.text for bit in bits) else []


def _worth(sheet: PartySheet) -> Lines:
    """Of an organization what is open and what was won."""
    if not isinstance(sheet, OrganizationSheet):
        return []
    worth = (("open", sheet.row.open_value), ("won", sheet.row.won_value))
    sums = " · ".join(f"{label} {totals(value)}" for label, value in worth if value)
    return [[Bit(sums, "bold")]] if sums else []


def _deal(card: Card, today: date, role: str, width: int) -> Lines:
    """`Acme rollout  €12,000`, below it `Proposal · champion  ! 1 day late`."""
    going = card.status == OPEN
    title, worth = Bit(one_line(card.title), "bold" if going else "$dim"), money(card.value) if card.value else ""
    state = [Bit(" · ".join(filter(None, (stage_of(card, today), one_line(role)))), "$dim")]
    if going:
        state.append(Bit(_GAP + one_line(badge(card, today)), _LOOKS.get(card.badge, "$dim")))
    first = spread([title], [Bit(worth, "" if going else "$dim")] if worth else [], width)
    if cells([title, *state, Bit(worth)]) + 4 <= width:
        return [spread([title, Bit(_GAP), *state], [Bit(worth, "" if going else "$dim")] if worth else [], width)]
    return [first, spread([Bit(_GAP), *state], [], width)]
