"""What the pane tells of a deal: in six lines below the list, or in as many as there are at its side."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from pipetui.domain.deal import OPEN
from pipetui.domain.text import one_line
from pipetui.render import ago, cell_width, day, in_days, money, plural
from pipetui.tui.widgets import sheet_lines
from pipetui.tui.widgets.pieces import aligned
from pipetui.tui.widgets.sheet_lines import Part
from pipetui.views import DealSheet, PersonLine, TimelineItem

_PEOPLE = 2
"""So many people have a line of their own."""

_TERMS = 4
"""So many reasons are told."""

_LABEL = 7
_SHORT_TIMELINE = 30
_TOUCHES = frozenset({"touch", "note"})


class PaneKeys(NamedTuple):
    """The keys that plan a step, open the deal, open a file of it, change its items; "" without one."""

    plans: str = ""
    opens: str = ""
    files: str = ""
    goods: str = ""


def peek(sheet: DealSheet, now: datetime, width: int) -> list[list[Part]]:
    """Six lines of `width` cells: worth, next step, people, last touch, why. What does not fit stands at the side."""
    people = [_person(person, sheet, width) for person in sheet.people[:_PEOPLE]]
    left = len(sheet.people) - _PEOPLE
    if left > 0:
        people[-1].append((f"  and {left} more", "$dim"))
    people = people or [[_label("people"), ("nobody yet", "$dim")]]
    found = [
        _facts(sheet, now),
        *_steps(sheet, now, _PEOPLE + 1 - len(people)),
        *people,
        _last(sheet, now),
        _why(sheet),
    ]
    return [[(one_line(text), look) for text, look in line] for line in found]


def _label(text: str) -> Part:
    return f"{text:<{_LABEL}}", "$key"


def _facts(sheet: DealSheet, now: datetime) -> list[Part]:
    card, today = sheet.card, now.date()
    if card.status == OPEN:
        state = f"{sheet.place or card.stage} · {plural(sheet.stage_days, 'day')}"
        numbers = [f"{card.probability} %"]
        if card.weighted:
            numbers.append(f"weighted {money(card.weighted)}")
        if card.expected_close:
            numbers.append(f"close {day(card.expected_close, today)}, {in_days(card.expected_close, today)}")
    else:
        closed = day(card.closed_on, today) if card.closed_on else ""
        state, numbers = " ".join(filter(None, (card.status, closed, card.lost_reason))), []
    said = "  ".join(filter(None, (" · ".join(numbers), card.organization)))
    quiet = f"  ≈ {plural(card.rotting_days, 'day')} quiet" if card.rotting_days else ""
    return [(f"{money(card.value)}  ", "bold"), (state, ""), (quiet, "$quiet"), (f"  {said}", "$dim")]


def _steps(sheet: DealSheet, now: datetime, most: int) -> list[list[Part]]:
    """The next steps, as many lines as there are to fill."""
    found = [line for line in sheet_lines.steps(sheet, now, "") if line][: max(1, most)]
    for place, line in enumerate(found):
        line[0] = _label("next" if not place else "")
    return found


def _person(person: PersonLine, sheet: DealSheet, width: int) -> list[Part]:
    """Name, what they are, phone, mail, each under the one above."""
    shown = sheet.people[:_PEOPLE]
    first = person is shown[0]
    about = [", ".join(filter(None, (one.job_title, one.role))) for one in shown]
    columns = (
        ([one.name for one in shown], person.name, "bold", 26),
        (about, about[shown.index(person)], "$dim", 34),
        ([one.phone for one in shown], person.phone, "", 22),
    )
    line = [_label("people" if first else "")]
    for texts, text, look, most in columns:
        cells = min(most, _widest(texts))
        if cells:
            line.append((aligned(text, cells) + "  ", look))
    return [*line, (person.email, "$dim")]


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_width, texts), default=0)


def _last(sheet: DealSheet, now: datetime) -> list[Part]:
    found: TimelineItem | None = next((item for item in sheet.timeline if item.kind in _TOUCHES), None)
    if found is None:
        return [_label("last"), ("no touch yet", "$dim")]
    text = " ".join(found.text[:500].split())
    return [_label("last"), (found.headline, "bold"), (f"  {ago(found.at, now)}", "$dim"), (f"  {text}", "")]


def _why(sheet: DealSheet) -> list[Part]:
    terms = sorted((term for term in sheet.why if term.points >= 0.5), key=lambda term: -term.points)
    if not terms:
        return []
    said = ", ".join(term.name for term in terms[:_TERMS])
    total = sum(term.points for term in sheet.why)
    return [_label("why"), (said, "$dim"), (f"  urgency {total:.0f}", "$dim")]


def side(sheet: DealSheet, now: datetime, keys: PaneKeys) -> list[list[Part]]:
    """What it is worth, what is next, whom to call; then what is known, and what happened."""
    lines: list[list[Part]] = [
        *sheet_lines.head(sheet, now)[1:],  # the title is in the frame
        [],
        *sheet_lines.steps(sheet, now, keys.plans),
        *_with_gap(sheet_lines.people(sheet)),
        *_with_gap(
            [
                *sheet_lines.qualification(sheet, now),
                *sheet_lines.objections(sheet),
                *([(f"{name} ", "$dim"), (value, "")] for name, value in sheet.named),
                *sheet_lines.items(sheet, keys.goods, full=False),
                *sheet_lines.attachments(sheet, keys.files),
                *sheet_lines.links(sheet),
            ]
        ),
        *sheet_lines.custom(sheet.card.custom, now.date()),
        *_with_gap(_sums(sheet)),
        [],
        [("TIMELINE", "bold $key")],
    ]
    lines += [sheet_lines.event(item, now, False) for item in sheet.timeline[:_SHORT_TIMELINE]]
    if len(sheet.timeline) > _SHORT_TIMELINE:
        opens = f": {keys.opens}" if keys.opens else ""
        lines.append([(f"… {len(sheet.timeline) - _SHORT_TIMELINE} more{opens}", "$dim")])
    return lines


def _with_gap(lines: list[list[Part]]) -> list[list[Part]]:
    return [[], *lines] if lines else []


def _sums(sheet: DealSheet) -> list[list[Part]]:
    """Why it stands where it stands, in words, and its scores."""
    scores = " · ".join(f"{score.side} {score.total}" for score in sheet.scores)
    return [line for line in (_why(sheet), [_label("scores"), (scores, "$dim")] if scores else []) if line]
