"""What a rep needs on the phone: the number to call, the person, the last touches, objections with answers, notes."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from pipetui.domain.deal import OUTCOMES
from pipetui.render import cell_width, plural
from pipetui.tui.actions import ACTIONS, shown_key
from pipetui.tui.widgets import sheet_lines
from pipetui.tui.widgets.deal_pane import DealPane
from pipetui.tui.widgets.sheet_lines import Part
from pipetui.views import DealSheet

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

_TOUCHES = 3
_NOTES = 3


def said_of(tally: tuple[tuple[str, int], ...], seconds: int) -> str:
    """`3 reached · 2 no answer · 18 min`."""
    minutes = f"{seconds // 3600} h {seconds // 60 % 60} min" if seconds >= 3600 else f"{seconds // 60} min"
    return " · ".join([*(f"{count} {what}" for what, count in tally), minutes])


class SessionPane(DealPane):
    """The deal for the one who calls: nothing on it that is not asked for on the phone."""

    DEFAULT_CSS = "SessionPane { padding: 0 2; }"

    def text(self, sheet: DealSheet, now: datetime) -> Content:
        """The lines from the number down to the notes."""
        lines: list[list[Part]] = [
            *sheet_lines.head(sheet, now),
            [],
            *_phone(sheet, cast("PipetuiApp", self.app).key("deal.edit")),
            [],
            *sheet_lines.steps(sheet, now, ""),  # a session has its own keys
            *sheet_lines.qualification(sheet, now),
            *sheet_lines.objections(sheet, full=True),
            [],
            [("LAST TOUCHES", "bold $key")],
        ]
        touches = [item for item in sheet.timeline if item.kind == "touch"][:_TOUCHES]
        lines += [sheet_lines.event(item, now, full=True) for item in touches] or [[("none yet", "$dim")]]
        notes = [item for item in sheet.timeline if item.kind == "note"][:_NOTES]
        if notes:
            lines += [[], [("NOTES", "bold $key")]]
            lines += [sheet_lines.event(item, now, full=True) for item in notes]
        return sheet_lines.together(lines)


def _phone(sheet: DealSheet, edits: str) -> list[list[Part]]:
    """Who to call, the number standing out; the others on the deal below. `edits` is the key that does so."""
    if not sheet.people:
        return [[("nobody is named on the deal", "$doubt"), (f"  {edits} edits", "$dim")]]
    callable_first = sorted(sheet.people, key=lambda person: not person.phone)
    lines: list[list[Part]] = []
    for place, person in enumerate(callable_first):
        about = ", ".join(filter(None, (person.job_title, person.role)))
        number = person.phone or "no number"
        look = ("bold reverse" if person.phone else "$doubt") if place == 0 else ""
        lines.append(
            [
                (f" {number} ", look),
                (f"  {person.name}", "bold"),
                (f", {about}" if about else "", ""),
                (f"  {person.email}" if person.email else "", "$dim"),
            ]
        )
    return lines


class OutcomeBar(Widget):
    """The outcome keys, what they log before them; at the right the ways through the list."""

    DEFAULT_CSS = "OutcomeBar { height: 1; background: $surface; }"

    kind = reactive("call")
    """What the keys log."""

    def render(self) -> RenderResult:
        """`call:  r reached  n no answer  …      k skip  ← back  Q end  Esc pause`, shorter where it is narrow."""
        remapped = cast("PipetuiApp", self.app).remapped
        keys = [(shown_key(action, remapped), action.label.lower()) for action in ACTIONS if action.group == "session"]
        outcomes = [key for key in keys if key[1] in OUTCOMES]
        ways = [key for key in keys if key[1] not in OUTCOMES]
        left: list[Part] = [(f" {self.kind}:", "bold"), *_labelled(outcomes)]
        right = _labelled(ways)
        if _cells(left) + _cells(right) > self.size.width:
            right = [(" ".join(key for key, _ in ways), "bold $key")]
        gap = max(0, self.size.width - _cells(left) - _cells(right) - 1)
        return Content.assemble(*left, (" " * gap, ""), *right)


def _labelled(keys: list[tuple[str, str]]) -> list[Part]:
    return [part for key, label in keys for part in ((f"  {key}", "bold $key"), (f" {label}".rstrip(), "$dim"))]


def _cells(parts: list[Part]) -> int:
    return sum(map(cell_width, (text for text, _ in parts)))


def summary(gone_through: int, deals: int, tally: tuple[tuple[str, int], ...], seconds: int) -> str:
    """What came of a session, line by line."""
    lines = [f"{gone_through} of {plural(deals, 'deal')} in {said_of((), seconds)}"]
    lines += [f"{count:>4}  {what}" for what, count in tally] or ["nothing was logged"]
    return "\n".join(lines)
