"""What a rep needs on the phone: the number to call in large, the last touches, answers to objections, the keys."""

from collections.abc import Sequence
from datetime import datetime

from pipetui.domain import playbook
from pipetui.domain.deal import kind_name
from pipetui.domain.playbook import Entry
from pipetui.domain.text import one_line
from pipetui.render import cell_width, cut, plural
from pipetui.tui.widgets import deal_facts as facts
from pipetui.tui.widgets.deal_facts import Key
from pipetui.tui.widgets.pressable import Bit, Bits, cells, fitted, spread
from pipetui.tui.widgets.wrapping import wrapped
from pipetui.views import DealSheet

Lines = list[Bits]

_TOUCHES, _NOTES = 3, 3
_ENTRIES = 12
_BAR = 16
_KEY_LOOK = "bold $key"


def said_of(tally: tuple[tuple[str, int], ...], seconds: int) -> str:
    """`3 reached · 2 no answer · 18 min`."""
    minutes = f"{seconds // 3600} h {seconds // 60 % 60} min" if seconds >= 3600 else f"{seconds // 60} min"
    return " · ".join([*(f"{count} {what}" for what, count in tally), minutes])


def progress(place: int, of: int, said: str, width: int) -> Lines:
    """`▓▓▓▓▓░░░░░░░ 7 of 23`, and at the right what was logged so far."""
    most = max(8, min(40, width // 3))
    filled = round(most * place / of) if of else 0
    bar = [Bit("▓" * filled, "$bar"), Bit("░" * (most - filled), "$track"), Bit(f" {place:,} of {of:,}", "bold")]
    return [spread(bar, fitted([Bit(said, "$dim")], max(0, width - cells(bar) - 2)), width)]


def phone(sheet: DealSheet, width: int, edits: str) -> Lines:
    """Who to call, the number large; the others on the deal below. `edits` is the key that names somebody."""
    if not sheet.people:
        said = "nobody is named on the deal"
        return [[Bit(said, "$doubt"), Bit(f"  {edits}", _KEY_LOOK), Bit(" edits", "$dim")]]
    first, *others = sorted(sheet.people, key=lambda person: not person.phone)
    about = ", ".join(map(one_line, filter(None, (first.job_title, first.role))))
    name = Bit(one_line(first.name), "bold")
    who = [name, Bit(f", {about}" if about else "")]
    mail = [Bit(one_line(first.email), "$dim")] if first.email else []
    lines: Lines = []
    if first.phone:
        number = f"   {one_line(first.phone)}   "
        room = width - cell_width(number) - 2
        on_one = cells(who) <= room
        beside: list[list[Bit]] = [] if room < 24 else [[], who, mail] if on_one else [[name], [Bit(about)], mail]
        for place, text in enumerate((" " * cell_width(number), number, " " * cell_width(number))):
            more = [Bit("  "), *fitted(beside[place], room)] if beside and beside[place] else []
            lines.append([Bit(text, "bold reverse $key"), *more])
        if not beside:
            lines += [fitted(who, width), *([fitted(mail, width)] if mail else [])]
    else:
        lines += [[Bit("no number", "$doubt"), Bit("  "), *fitted(who, width - 11)], *([mail] if mail else [])]
    for person in others:
        lines += facts.person_lines(person, width)
    return lines


def touches(sheet: DealSheet, now: datetime, width: int, room: int = 0) -> Lines:
    """The last touches, whole: a few, and more of them as far as there is room for so many lines."""
    lines: Lines = []
    for place, item in enumerate(item for item in sheet.timeline if item.kind == "touch"):
        entry = facts.entry_lines(item, now, width)
        if place >= _TOUCHES and len(lines) + len(entry) > room:
            break
        lines += entry
    return lines or [[Bit("none yet", "$dim")]]


def notes(sheet: DealSheet, now: datetime, width: int) -> Lines:
    """The last notes, whole."""
    last = [item for item in sheet.timeline if item.kind == "note"][:_NOTES]
    return [line for item in last for line in facts.entry_lines(item, now, width)]


def deal(sheet: DealSheet, now: datetime, width: int) -> Lines:
    """The money, what is known of the four questions, and what was said against it with the planned response."""
    lines = [*facts.money_lines(sheet, now, width), *facts.chips(sheet, now, width)]
    for met in sheet.objections:
        style = "" if met.state == playbook.OPEN else "$dim"
        lines += facts.labelled("Against", f"{one_line(met.text)} ({met.state})", width, style)
        if met.state == playbook.OPEN and met.response:
            lines += facts.labelled("", met.response, width, "italic")
    return lines


def script(entries: Sequence[Entry], width: int) -> Lines:
    """The playbook: what customers say, what was met here first, and under each the planned response."""
    lines: Lines = []
    for entry in entries[:_ENTRIES]:
        lines += [[]] if lines else []
        met = f" · {entry.here} here" if entry.here else ""
        lines += [[Bit(part, "bold")] for part in wrapped(f"“{one_line(entry.text)}”{met}", width)]
        lines += [[Bit(part)] for part in wrapped(entry.response, width)] if entry.response else []
    return lines


def buttons(kind: str, kind_key: Key, outcomes: Sequence[Key], ways: Sequence[Key], width: int) -> Lines:
    """What the outcome keys log, the outcomes as buttons, and the ways through the list; in two lines where narrow."""
    left: Bits = [
        Bit(f" {kind_name(kind)} ", "bold reverse $key", kind_key.press),
        Bit(f" {kind_key.key}", _KEY_LOOK, kind_key.press),
        Bit("  "),
    ]
    chips = [_button(key) for key in outcomes]
    right: Bits = []
    for way in ways:
        right += [
            Bit("  " if right else ""),
            Bit(way.key, _KEY_LOOK, way.press),
            Bit(f" {way.label}", "$dim", way.press),
        ]
    whole = [*left, *(bit for chip in chips for bit in chip)]
    if cells(whole) + cells(right) + 2 <= width:
        return [spread(whole, right, width)]
    lines = [left]
    for chip in chips:
        if cells([*lines[-1], *chip]) > width + 1:
            lines.append([])
        lines[-1] += chip
    return [*lines, spread([], fitted(right, width), width)]


def _button(key: Key) -> Bits:
    return [
        Bit(f" {key.key} ", "bold $key on $field", key.press),
        Bit(f"{key.label} ", "on $field", key.press),
        Bit(" "),
    ]


def summary(gone_through: int, deals: int, tally: tuple[tuple[str, int], ...], seconds: int) -> str:
    """What came of a session: a small bar for each outcome."""
    lines = [f"{gone_through} of {plural(deals, 'deal')} in {said_of((), seconds)}", ""]
    most = max((count for _, count in tally), default=1)
    for what, count in tally:
        bar = "▓" * max(1, round(_BAR * count / most))
        lines.append(f"{count:>4}  {cut(what, 14):<14} {bar}")
    return "\n".join(lines if tally else [*lines, "nothing was logged"])
