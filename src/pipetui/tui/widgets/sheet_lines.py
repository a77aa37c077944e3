"""The parts of a deal's sheet as lines of styled plain text, for the side pane, the sheet and the session.

Nothing in them is ever read as markup.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from textual.content import Content

from pipetui import render
from pipetui.domain import playbook
from pipetui.domain.custom_fields import CustomValue
from pipetui.domain.deal import LOST, OPEN, THEIRS, WON
from pipetui.domain.qualification import NO, SIGNS, UNKNOWN, YES
from pipetui.domain.qualification import age as age_in_days
from pipetui.domain.rules import SHOW_POSTPONED_FROM
from pipetui.phrases import deal_changes
from pipetui.phrases import items as phrases
from pipetui.phrases.cadence import stands
from pipetui.phrases.links import link_lines
from pipetui.render import cell_width, clock, cut, day, due, in_days, money, plural, worth
from pipetui.views import Answer, Criterion, DealSheet, NextStep, TimelineItem

ANSWER = {answer: (SIGNS[answer], look) for answer, look in ((YES, "$good"), (NO, "$bad"), (UNKNOWN, "$dim"))}
_STATE = {"overdue": ("! ", "bold $bad"), "today": ("• ", "$doubt"), "planned": ("→ ", "$good")}
_SHORT_TEXT = 240
_LONGEST = 20_000
"""Characters shown of one text: some ten screens full."""

Part = tuple[str, str]
"""A text and its style."""


def together(lines: Iterable[list[Part]]) -> Content:
    """Lines of parts as one text."""
    parts: list[Part] = []
    for line in lines:
        parts += [*(_bearable(text, style) for text, style in line), ("\n", "")]
    return Content.assemble(*parts)


def _bearable(text: str, style: str) -> Part:
    """A part; of a text as long as a book, which takes seconds to wrap at every repaint, the beginning."""
    left_out = f" … ({len(text):,} characters in all)" if len(text) > _LONGEST else ""
    return text[:_LONGEST] + left_out, style


def head(sheet: DealSheet, now: datetime) -> list[list[Part]]:
    """Title, stage, money, the dates that stand out, and what is missing."""
    card, today = sheet.card, now.date()
    if card.status == OPEN:
        state = f"{sheet.place or card.stage} · {plural(sheet.stage_days, 'day')}"
    else:
        closed = day(card.closed_on, today) if card.closed_on else ""
        state = " ".join(filter(None, (card.status, closed, card.lost_reason and f"· {card.lost_reason}")))
    rotting: list[Part] = [(f"  ≈ {plural(card.rotting_days, 'day')} quiet", "$nothing")] if card.rotting_days else []
    numbers = [f"{card.probability} %"]
    if card.expected_close:
        numbers.append(f"close {day(card.expected_close, today)}, {in_days(card.expected_close, today)}")
    if card.weighted and card.status == OPEN:
        numbers.append(f"weighted {money(card.weighted)}")
    lines: list[list[Part]] = [
        [(card.title, "bold"), (f"  #{card.id}", "$dim")],
        [(state, "$key" if card.status == OPEN else "bold"), *rotting],
        [(money(card.value) + worth(sheet.worth), "bold"), (" · " + " · ".join(numbers), "")],
    ]
    if sheet.lost_note:
        lines.append([(f"“{sheet.lost_note}”", "italic")])
    about = " · ".join(
        filter(None, (card.organization, card.source and f"from {card.source}", " ".join(f"#{t}" for t in card.tags)))
    )
    if about:
        lines.append([(about, "$dim")])
    for label, when in (
        ("parked until", card.parked_until),
        ("revisit", card.revisit_on),
        ("renewal", card.renewal_on),
    ):
        if when is not None:
            lines.append([(f"{label} {day(when, today)}, {in_days(when, today)}", "$doubt")])
    if changed := deal_changes.line(sheet.changes, now):
        lines.append([(changed, "$dim")])
    lines += [[(f"! {warning}", "bold $doubt")] for warning in sheet.warnings]
    return lines


def people(sheet: DealSheet) -> list[list[Part]]:
    """Everybody on the deal, with the first number and address."""
    lines: list[list[Part]] = []
    for person in sheet.people:
        lines.append(
            [
                (person.name, "bold"),
                (f", {person.job_title}" if person.job_title else "", ""),
                (f" · {person.role}" if person.role else "", "$dim"),
            ]
        )
        contact = "  ".join(filter(None, (person.phone, person.email)))
        if contact:
            lines.append([(f"  {contact}", "")])
    return lines


def qualification(sheet: DealSheet, now: datetime, *, full: bool = False) -> list[list[Part]]:
    """The four answers, while the deal is open or where any is known; with `full` the notes behind them."""
    known = any(said.answer != UNKNOWN or said.note for said in sheet.qualification)
    if sheet.card.status != OPEN and not known:
        return []
    lines = [[part for said in sheet.qualification for part in _answer(said, now)]]
    if sheet.criteria:
        lines.append([("to leave it ", "$dim"), *(part for one in sheet.criteria for part in criterion(one))])
    if full:
        lines += [[(f"  {said.question}: ", "$dim"), (said.note, "")] for said in sheet.qualification if said.note]
    return lines


def criterion(one: Criterion) -> tuple[Part, ...]:
    """An exit criterion with its sign."""
    return (("✓ " if one.met else "· ", "$good" if one.met else "bold"), (f"{one.text}  ", ""))


def scores(sheet: DealSheet) -> list[list[Part]]:
    """Both sums, each with the rules that make it."""
    if sheet.card.status != OPEN:
        return []
    lines: list[list[Part]] = []
    for score in sheet.scores:
        said = " · ".join(f"{line.points:+d} {line.rule}" for line in score.lines) or "no rule holds"
        total = (f"{score.total}", "bold")
        lines.append([(f"{score.side.upper():<7}", "bold $key"), total, (f"  {said}", "$dim")])
    return lines


def objections(sheet: DealSheet, *, full: bool = False) -> list[list[Part]]:
    """What was said against it; with `full` also the planned response to what is still open."""
    lines: list[list[Part]] = []
    for met in sheet.objections:
        note = " · ".join(met.note.splitlines())
        lines.append([("objection ", "$dim"), (met.text, ""), (f" ({met.state})  {note}".rstrip(), "$dim")])
        if full and met.state == playbook.OPEN and met.response:
            lines += [[(f"  {line}", "italic")] for line in met.response.split("\n")]
    return lines


def _answer(said: Answer, now: datetime) -> list[Part]:
    sign, style = ANSWER[said.answer]
    old = f" {age_in_days(said.answered_at, now)} d old" if said.stale and said.answered_at else ""
    return [(said.question.capitalize(), "$dim"), (sign, f"bold {style}"), (old, "$doubt"), ("  ", "")]


def steps(sheet: DealSheet, now: datetime, key: str) -> list[list[Part]]:
    """What is planned, and where the deal stands in its cadence; `key` plans a step here, "" where none does."""
    plans = f"  {key} plans one" if key else ""
    if sheet.card.status == LOST:
        return [[("NEXT ", "bold $key"), ("none: the deal is closed", "$dim")]]
    if sheet.card.status == WON and not sheet.follow_ups:
        return [[("NEXT ", "bold $key"), ("no check-in", "$dim"), (plans, "$dim")]]
    lines = [_step(step, now, first=number == 0) for number, step in enumerate(sheet.follow_ups)]
    if not lines:
        lines = [[("NEXT ", "bold $key"), ("? no next step", "$nothing"), (plans, "$dim")]]
    if sheet.cadence is not None:
        lines.append([("     ", ""), (stands(sheet.cadence), "$dim" if sheet.cadence.of else "$doubt")])
    return lines


def _step(step: NextStep, now: datetime, *, first: bool) -> list[Part]:
    sign, style = _STATE[step.state]
    postponed = f"  postponed {step.postponed}×" if step.postponed >= SHOW_POSTPONED_FROM else ""
    return [
        ("NEXT " if first else "     ", "bold $key"),
        (f"{sign}{due(step.due, step.time, now.date())}", style),
        (f"  {step.what}" if step.what else "", "bold"),
        ("  (theirs)" if step.turn == THEIRS else "", "$dim"),
        (f"  step {step.place} of {step.of}" if step.place else "", "$dim"),
        (postponed, "$doubt"),
    ]


def custom(values: Sequence[CustomValue], today: date) -> list[list[Part]]:
    """The fields that the rep added, in two columns under a heading; nothing where none is filled."""
    if not values:
        return []
    cells = max(cell_width(value.name) for value in values)
    lines: list[list[Part]] = [[], [("FIELDS", "bold $key")]]
    for value in values:
        gap = " " * (cells - cell_width(value.name) + 2)
        lines.append([(f"{value.name}{gap}", "$dim"), (render.custom(value, today), "")])
    return lines


def items(sheet: DealSheet, key: str, *, full: bool) -> list[list[Part]]:
    """What it is for, line by line where it is `full`, and what that comes to; `key` changes it, "" where none does."""
    if not sheet.items:
        return []
    sums, value = sheet.item_sums, sheet.card.value
    changes = f"  {key} changes them" if key else ""
    head = f"{plural(len(sheet.items), 'item')}, {phrases.total(sums)}"
    lines: list[list[Part]] = [[("ITEMS  ", "$dim"), (head, ""), (changes, "$dim")]]
    if full:
        lines += [[("       ", ""), (phrases.said(line), "")] for line in sheet.items]
    if sums.recurring:
        lines.append([("       ", ""), (phrases.recurring(sums), "$dim")])
    odd = filter(None, (phrases.unpriced(sums), phrases.difference(value, sums)))
    return lines + [[("       ", ""), (f"! {said}", "$doubt")] for said in odd]


def links(sheet: DealSheet) -> list[list[Part]]:
    """The deals it came from, and those that came of it."""
    return [[(f"{label:<7}", "$dim"), (text, "")] for label, text in link_lines(sheet.links)]


def attachments(sheet: DealSheet, key: str) -> list[list[Part]]:
    """The files and pages; `key` opens them here, "" where none does."""
    lines: list[list[Part]] = []
    for place, one in enumerate(sheet.attachments):
        look = "$doubt" if one.missing else ""
        opens = f"  {key} opens" if key and not place else ""
        lines.append([("FILE   " if not place else "       ", "$dim"), (one.shown, look), (opens, "$dim")])
    return lines


def why(sheet: DealSheet) -> list[list[Part]]:
    """The terms that lift the deal, the heaviest first: why it stands where it stands."""
    terms = sorted((term for term in sheet.why if abs(term.points) >= 0.05), key=lambda term: -term.points)
    if not terms:
        return []
    said = " · ".join(f"{term.name} {term.points:.1f}" for term in terms)
    total = sum(term.points for term in sheet.why)
    return [[("WHY  ", "bold $key"), (f"{said} = {total:.1f}", "$dim")]]


def event(item: TimelineItem, now: datetime, full: bool) -> list[Part]:
    """One line of the timeline; long texts are cut unless it is `full`."""
    at = item.at.astimezone(now.tzinfo)
    when = day(at.date(), now.date())
    text = item.text if full else cut(" ".join(item.text[:_LONGEST].split()), _SHORT_TEXT)
    style = {"stage": "$dim", "follow-up": "$good"}.get(item.kind, "")
    hour = f" {clock(at, now.tzinfo)}" if full else ""
    return [(f"{when}{hour}  ", "$dim"), (item.headline, style or "bold"), (f"  {text}" if text else "", style)]
