"""One deal on paper: people, money, qualification, next steps, timeline."""

from datetime import date, datetime

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pipetui.domain.deal import OPEN, THEIRS
from pipetui.domain.rules import SHOW_POSTPONED_FROM
from pipetui.render import clock, cut, day, due, in_days, money, plural
from pipetui.views import Answer, DealSheet, NextStep, TimelineItem

_ANSWER = {"yes": ("✓", "$text-success"), "no": ("✗", "$text-error"), "unknown": ("?", "dim")}
_STATE = {"overdue": ("! ", "bold $text-error"), "today": ("• ", "$text-warning"), "planned": ("→ ", "$text-success")}
_SHORT_TEXT = 240
_SHORT_TIMELINE = 30

Part = tuple[str, str]


class DealPane(VerticalScroll, can_focus=False):
    """Shows a deal's sheet; `full` shows long texts and the whole timeline."""

    DEFAULT_CSS = """
    DealPane { padding: 0 1; scrollbar-size-vertical: 1; }
    DealPane Static { height: auto; }
    """

    def __init__(self, *, full: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.full = full
        self._shown: DealSheet | None = None
        self._today: date | None = None

    def compose(self) -> ComposeResult:
        """One block of text."""
        yield Static(markup=False)

    def show(self, sheet: DealSheet | None, now: datetime) -> None:
        """Show a sheet as it stands at `now`; another deal begins at the top."""
        if sheet is not None and (sheet, now.date()) == (self._shown, self._today):
            return
        self._today = now.date()
        other = sheet is None or self._shown is None or sheet.card.id != self._shown.card.id
        self._shown = sheet
        self.query_one(Static).update(sheet_text(sheet, now, full=self.full) if sheet else "")
        if other:
            self.scroll_home(animate=False)


def sheet_text(sheet: DealSheet, now: datetime, *, full: bool) -> Content:
    """The sheet as lines of plain text with styles; nothing in it is read as markup."""
    lines: list[list[Part]] = [*_head(sheet, now), *_people(sheet)]
    if any(said.answer != "unknown" for said in sheet.qualification) or sheet.card.status == OPEN:
        lines.append([part for said in sheet.qualification for part in _answer(said)])
    lines.append([])
    lines += _steps(sheet, now)
    for met in sheet.objections:
        lines.append([("objection ", "dim"), (met.text, ""), (f" ({met.state})", "dim")])
    for name, value in sheet.custom:
        lines.append([(f"{name} ", "dim"), (value, "")])
    lines += _why(sheet)
    lines += [[], [("TIMELINE", "bold $text-primary")]]
    shown = sheet.timeline if full else sheet.timeline[:_SHORT_TIMELINE]
    for item in shown:
        lines.append(_event(item, now, full))
    if len(shown) < len(sheet.timeline):
        lines.append([(f"… {len(sheet.timeline) - len(shown)} more: Enter", "dim")])
    parts: list[Part] = []
    for line in lines:
        parts += [*line, ("\n", "")]
    return Content.assemble(*parts)


def _head(sheet: DealSheet, now: datetime) -> list[list[Part]]:
    card, today = sheet.card, now.date()
    if card.status == OPEN:
        state = f"{card.stage} · {plural(sheet.stage_days, 'day')}"
    else:
        closed = day(card.closed_at.astimezone(now.tzinfo).date(), today) if card.closed_at else ""
        state = " ".join(filter(None, (card.status, closed, card.lost_reason and f"· {card.lost_reason}")))
    rotting: list[Part] = (
        [(f"  ≈ {plural(card.rotting_days, 'day')} quiet", "$text-accent")] if card.rotting_days else []
    )
    numbers = [f"{card.probability} %"]
    if card.expected_close:
        numbers.append(f"close {day(card.expected_close, today)}, {in_days(card.expected_close, today)}")
    if card.weighted and card.status == OPEN:
        numbers.append(f"weighted {money(card.weighted)}")
    lines: list[list[Part]] = [
        [(card.title, "bold"), (f"  #{card.id}", "dim")],
        [(state, "$text-primary" if card.status == OPEN else "bold"), *rotting],
        [(money(card.value), "bold"), (" · " + " · ".join(numbers), "")],
    ]
    if sheet.lost_note:
        lines.append([(f"“{sheet.lost_note}”", "italic")])
    about = " · ".join(
        filter(None, (card.organization, card.source and f"from {card.source}", " ".join(f"#{t}" for t in card.tags)))
    )
    if about:
        lines.append([(about, "dim")])
    for label, when in (
        ("parked until", card.parked_until),
        ("revisit", card.revisit_on),
        ("renewal", card.renewal_on),
    ):
        if when is not None:
            lines.append([(f"{label} {day(when, today)}, {in_days(when, today)}", "$text-warning")])
    return lines


def _people(sheet: DealSheet) -> list[list[Part]]:
    lines: list[list[Part]] = []
    for person in sheet.people:
        lines.append(
            [
                (person.name, "bold"),
                (f", {person.job_title}" if person.job_title else "", ""),
                (f" · {person.role}" if person.role else "", "dim"),
            ]
        )
        contact = "  ".join(filter(None, (person.phone, person.email)))
        if contact:
            lines.append([(f"  {contact}", "")])
    return lines


def _answer(said: Answer) -> list[Part]:
    sign, style = _ANSWER[said.answer]
    return [(said.question.capitalize(), "dim"), (sign, f"bold {style}"), ("  ", "")]


def _steps(sheet: DealSheet, now: datetime) -> list[list[Part]]:
    if sheet.card.status != OPEN:
        return [[("NEXT ", "bold $text-primary"), ("none: the deal is closed", "dim")]]
    if not sheet.follow_ups:
        return [[("NEXT ", "bold $text-primary"), ("? no next step", "$text-accent"), ("  n plans one", "dim")]]
    return [_step(step, now, first=number == 0) for number, step in enumerate(sheet.follow_ups)]


def _step(step: NextStep, now: datetime, *, first: bool) -> list[Part]:
    sign, style = _STATE[step.state]
    postponed = f"  postponed {step.postponed}×" if step.postponed >= SHOW_POSTPONED_FROM else ""
    return [
        ("NEXT " if first else "     ", "bold $text-primary"),
        (f"{sign}{due(step.due, step.time, now.date())}", style),
        (f"  {step.what}" if step.what else "", "bold"),
        ("  (theirs)" if step.turn == THEIRS else "", "dim"),
        (postponed, "$text-warning"),
    ]


def _why(sheet: DealSheet) -> list[list[Part]]:
    """The terms that lift the deal, the heaviest first: why it stands where it stands."""
    terms = sorted((term for term in sheet.why if abs(term.points) >= 0.05), key=lambda term: -term.points)
    if not terms:
        return []
    said = " · ".join(f"{term.name} {term.points:.1f}" for term in terms)
    total = sum(term.points for term in sheet.why)
    return [[("WHY  ", "bold $text-primary"), (f"{said} = {total:.1f}", "dim")]]


def _event(item: TimelineItem, now: datetime, full: bool) -> list[Part]:
    at = item.at.astimezone(now.tzinfo)
    when = day(at.date(), now.date())
    text = item.text if full else cut(" ".join(item.text.split()), _SHORT_TEXT)
    style = {"stage": "dim", "follow-up": "$text-success"}.get(item.kind, "")
    hour = f" {clock(at, now.tzinfo)}" if full else ""
    return [(f"{when}{hour}  ", "dim"), (item.headline, style or "bold"), (f"  {text}" if text else "", style)]
