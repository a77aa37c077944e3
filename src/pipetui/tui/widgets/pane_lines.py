"""What the pane tells of a deal: in six lines below the list, or box by box at its side."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from pipetui.domain.deal import OPEN, kind_name
from pipetui.domain.text import one_line
from pipetui.render import ago, cell_width, cut, day, day_in_column, in_days, money
from pipetui.tui.widgets import deal_facts as facts
from pipetui.tui.widgets.pieces import aligned
from pipetui.tui.widgets.pressable import Bit, Bits, cells, fitted, spread
from pipetui.tui.widgets.timeline import heading_of, sign_of
from pipetui.tui.widgets.wrapping import wrapped
from pipetui.views import DealSheet, PersonLine, TimelineItem

Lines = list[Bits]

_PEOPLE = 2
"""So many people have a line of their own."""

_TERMS = 4
"""So many reasons are told."""

_LABEL = 7
_GAP = "  "
_ENTRIES, _LONGEST_TEXT = 30, 240
"""So many of what happened are told, and so many characters of each."""


class PaneKeys(NamedTuple):
    """The keys that plan a step, open the deal, open a file of it, change its items, edit it; "" without one."""

    plans: str = ""
    opens: str = ""
    files: str = ""
    goods: str = ""
    edits: str = ""


# --- below the list


def peek(sheet: DealSheet, now: datetime, width: int) -> Lines:
    """Six lines of `width` cells: worth, next step, people, last touch, why. What does not fit stands at the side."""
    people = [_person(person, sheet) for person in sheet.people[:_PEOPLE]]
    left = len(sheet.people) - _PEOPLE
    if left > 0:
        people[-1].append(Bit(f"{_GAP}and {left:,} more", "$dim"))
    people = people or [[_label("people"), Bit("nobody yet", "$dim")]]
    return [
        _worth(sheet, now),
        *_steps(sheet, now, width, _PEOPLE + 1 - len(people)),
        *people,
        [_label("last"), *last_touch(sheet.timeline, now)],
        *filter(None, [_why(sheet)]),
    ]


def _label(text: str) -> Bit:
    return Bit(f"{text:<{_LABEL}}", "$key")


def _worth(sheet: DealSheet, now: datetime) -> Bits:
    card, today = sheet.card, now.date()
    numbers = []
    if card.status == OPEN:
        numbers.append(f"{card.probability} %")
        if card.weighted:
            numbers.append(f"weighted {money(card.weighted)}")
        if card.expected_close:
            numbers.append(f"close {day(card.expected_close, today)}, {in_days(card.expected_close, today)}")
    said = _GAP.join(filter(None, (" · ".join(numbers), one_line(card.organization))))
    return [Bit(f"{money(card.value)}{_GAP}", "bold"), *facts.state(sheet, now), Bit(f"{_GAP}{said}", "$dim")]


def _steps(sheet: DealSheet, now: datetime, width: int, most: int) -> Lines:
    """The next steps, as many lines as there are to fill."""
    found = facts.steps(sheet, now, width - _LABEL, ())[: max(1, most)]
    return [[_label("next" if not place else ""), *line] for place, line in enumerate(found)]


def _person(person: PersonLine, sheet: DealSheet) -> Bits:
    """Name, what they are, phone, mail, each under the one above."""
    shown = sheet.people[:_PEOPLE]
    first = person is shown[0]
    about = [", ".join(map(one_line, filter(None, (one.job_title, one.role)))) for one in shown]
    columns = (
        ([one_line(one.name) for one in shown], one_line(person.name), "bold", 26),
        (about, about[shown.index(person)], "$dim", 34),
        ([one_line(one.phone) for one in shown], one_line(person.phone), "", 22),
    )
    line = [_label("people" if first else "")]
    for texts, text, look, most in columns:
        wide = min(most, _widest(texts))
        if wide:
            line.append(Bit(aligned(text, wide) + _GAP, look))
    return [*line, Bit(one_line(person.email), "$dim")]


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_width, texts), default=0)


def last_touch(timeline: tuple[TimelineItem, ...], now: datetime) -> Bits:
    """The newest touch or note: what, how long ago, and its text."""
    found = next((item for item in timeline if item.is_own), None)
    if found is None:
        return [Bit("no touch yet", "$dim")]
    text = one_line(" ".join(found.text[:500].split()))
    headline = one_line(found.headline)
    if found.kind == "touch":  # it begins with the kind
        headline = headline.replace(found.what, kind_name(found.what), 1)
    return [Bit(headline, "bold"), Bit(f"{_GAP}{ago(found.at, now)}", "$dim"), Bit(f"{_GAP}{text}")]


def _reasons(sheet: DealSheet) -> str:
    """What lifts it, the heaviest first."""
    terms = sorted((term for term in sheet.why if term.points >= 0.5), key=lambda term: -term.points)
    return ", ".join(term.name for term in terms[:_TERMS])


def _why(sheet: DealSheet) -> Bits:
    said = _reasons(sheet)
    total = sum(term.points for term in sheet.why)
    return [_label("why"), Bit(f"{said}{_GAP}urgency {total:.0f}", "$dim")] if said else []


# --- at its side


def side(sheet: DealSheet, now: datetime, width: int, keys: PaneKeys) -> Lines:
    """Where it stands; then, as on its sheet, what is next, whom to call, what is known, what happened."""
    card, many = sheet.card, len(sheet.follow_ups)
    plans = [facts.Key(keys.plans, "plans one", "screen.next")] if keys.plans and not many and card.badge else []
    why = _reasons(sheet)
    labelled_why = facts.labelled("Why", why, width, "$dim", facts.label_column(sheet, width))
    told = facts.deal(sheet, now, width, opens=keys.files, changes=keys.goods, key="", unfolded=False)
    return [
        *_head(sheet, now, width),
        *section(f"Next steps · {many}" if many > 1 else "Next step", facts.steps(sheet, now, width, plans), width),
        *section("People", facts.people(sheet, width, keys.edits), width),
        *section("Deal", told + (labelled_why if why else []), width),
        *section("Timeline", entries(sheet.timeline, now, width, keys.opens), width),
    ]


def _head(sheet: DealSheet, now: datetime, width: int) -> Lines:
    """The stage at the right of the organization, or over it, and tags; the title is in the frame."""
    card, state = sheet.card, facts.state(sheet, now)
    organization = one_line(card.organization)
    tags = " ".join(f"#{one_line(tag)}" for tag in card.tags if tag != "hot")
    about = [Bit(organization, "bold"), Bit(_GAP if organization and tags else ""), Bit(tags, "$dim")]
    if cells([*about, *state]) + 2 <= width:
        return [spread(about, state, width)]
    return [state, spread(about, [], width)]


def section(name: str, lines: Lines, width: int) -> Lines:
    """A part under its name in a line, as boxes have it; nothing where it says nothing."""
    rule = "─" * max(0, width - cell_width(name) - 1)
    return [[], [Bit(f"{name} ", "$key"), Bit(rule, "$rule")], *lines] if lines else []


def entries(timeline: tuple[TimelineItem, ...], now: datetime, width: int, opens: str) -> Lines:
    """What happened, the newest first; `opens` is the key to all of it."""
    lines = [line for item in timeline[:_ENTRIES] for line in _entry(item, now, width)]
    left = len(timeline) - _ENTRIES
    return [*lines, [Bit(f"… {left:,} more: {opens}", "$dim")]] if left > 0 else lines


def _entry(item: TimelineItem, now: datetime, width: int) -> Lines:
    """`Mon 23 Nov  ✉ email replied  Wants a quote`; a text that is longer goes on under it, almost as wide."""
    day_of = day_in_column(item.at.astimezone(now.tzinfo).date(), now.date())
    heading = [Bit(text, facts.ENTRY_LOOKS.get(part, "")) for text, part in heading_of(item)]
    line = [Bit(f"{day_of} ", "$dim"), Bit(f"{sign_of(item)} ", "$key"), *heading]
    text = cut(" ".join(item.text[: 4 * _LONGEST_TEXT].split()), _LONGEST_TEXT)
    look = "" if item.is_own else "$dim"
    if text and cells(line) + cell_width(text) + 2 <= width:
        return [[*line, Bit(_GAP + text, look)]]
    below = wrapped(text, max(8, width - len(_GAP))) if text else []
    return [fitted(line, width), *([Bit(_GAP + part, look)] for part in below)]
