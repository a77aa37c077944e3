"""What is known of a deal, box by box: the next step with its keys, the people, the money, what was noted."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from pipetui import arrange, render
from pipetui.domain import playbook
from pipetui.domain.custom_fields import CustomValue
from pipetui.domain.deal import LOST, OPEN, THEIRS, WON
from pipetui.domain.qualification import NO, SIGNS, UNKNOWN, YES
from pipetui.domain.qualification import age as age_in_days
from pipetui.domain.rules import SHOW_POSTPONED_FROM
from pipetui.domain.text import one_line
from pipetui.phrases import deal_changes
from pipetui.phrases import items as phrases
from pipetui.phrases.cadence import stands
from pipetui.phrases.links import link_lines
from pipetui.phrases.scores import in_words
from pipetui.render import cell_width, clock, cut, day, day_in_column, due, in_days, money, plural
from pipetui.tui.widgets.pieces import HOT
from pipetui.tui.widgets.pressable import Bit, Bits, cells, fit, fitted, spread
from pipetui.tui.widgets.timeline import heading_of, sign_of, text_lines
from pipetui.tui.widgets.wrapping import wrapped
from pipetui.views import DealSheet, NextStep, PersonLine, TimelineItem

Lines = list[Bits]

ANSWER_LOOKS = {
    YES: "bold $good on $field",
    NO: "bold $bad on $field",
    UNKNOWN: "$dim on $field",
}
ENTRY_LOOKS = {"title": "bold", "muted": "$dim", "good": "$good", "bad": "$bad"}
STEP_LOOKS = {"overdue": "$late", "today": "$today", "planned": "$planned"}
_STEP_SIGNS = {"overdue": "!", "today": "•", "planned": "→"}
_LABEL = 9
"""Cells of the column of labels; the longest of ours is “Why lost”."""
TABLE = 64
"""From so many cells on people stand in columns, a line each, and figures side by side."""
_BAR = 10
_NOTES, _NOTE_LINES = 3, 4
_GAP = "  "


class Key(NamedTuple):
    """A key that does something here: as the rep reads it, what it does, and the action that a click runs."""

    key: str
    label: str
    press: str


def labelled(label: str, text: str, width: int, style: str = "", column: int = _LABEL) -> Lines:
    """A label in its column and its text, which hangs under itself where it wraps."""
    room = max(8, width - column)
    label = cut(label, column - 1)
    before = label + " " * (column - cell_width(label))
    return [
        [Bit(before if not place else " " * column, "$dim"), Bit(line, style)]
        for place, line in enumerate(wrapped(text, room))
    ]


# --- over the boxes


def head(sheet: DealSheet, now: datetime, width: int) -> Lines:
    """Title, organization, tags; at the right the stage, or how it ended, and the value."""
    card = sheet.card
    title: Bits = [Bit(f"{HOT} ", "$doubt")] if "hot" in card.tags else []
    title.append(Bit(one_line(card.title), "bold"))
    about: Bits = [Bit(_GAP + one_line(card.organization))] if card.organization else []
    tags = " ".join(f"#{one_line(tag)}" for tag in card.tags if tag != "hot")
    about += [Bit(_GAP + tags, "$dim")] if tags else []
    value = [Bit(_GAP), Bit(money(card.value), "bold")] if card.value else []
    right = [*state(sheet, now), *value]
    if cells([*title, *about, *right]) + 2 <= width:
        return [spread([*title, *about], right, width)]
    lines = [[Bit(line, "bold")] for line in wrapped("".join(bit.text for bit in title), width)]
    if cells([*about, *right]) <= width:
        return [
            *lines,
            spread([about[0]._replace(text=about[0].text.strip()), *about[1:]] if about else [], right, width),
        ]
    lines += [[Bit(part)] for part in (wrapped(one_line(card.organization), width) if card.organization else [])]
    return [*lines, spread([Bit(tags, "$dim")], fitted(right, width), width)]


def state(sheet: DealSheet, now: datetime) -> Bits:
    """The stage and for how long, and its silence; or how it ended, or until when it is parked."""
    card, today = sheet.card, now.date()
    if card.status != OPEN:
        closed = day(card.closed_on, today) if card.closed_on else ""
        look = "bold $good" if card.status == WON else "bold"
        why = f" · {one_line(card.lost_reason)}" if card.lost_reason else ""
        return [Bit(" ".join(filter(None, (card.status, closed))), look), Bit(why, "$dim")]
    if arrange.is_parked(card, today) and card.parked_until:
        return [Bit(f"parked until {day(card.parked_until, today)}", "bold $doubt")]
    found: Bits = [
        Bit(one_line(sheet.place or card.stage), "$key"),
        Bit(f" · {plural(sheet.stage_days, 'day')}", "$dim"),
    ]
    if card.rotting_days:
        found.append(Bit(f"{_GAP}≈ {plural(card.rotting_days, 'day')} quiet", "$quiet"))
    return found


# --- the next step


def steps(sheet: DealSheet, now: datetime, width: int, keys: Sequence[Key]) -> Lines:
    """What is planned, the earliest first, where the deal stands in its cadence, and the keys for it."""
    lines: Lines = []
    for place, step in enumerate(sheet.follow_ups):
        lines += step_lines(step, now, width, first=not place)
    if not lines:
        if sheet.card.status == LOST:
            lines = [[Bit("none: the deal is closed", "$dim")]]
        elif sheet.card.status == WON:
            lines = [[Bit("no check-in", "$dim")]]
        else:
            lines = [[Bit("? ", "bold $nothing"), Bit("no next step", "$nothing")]]
    if sheet.cadence is not None:
        look = "$dim" if sheet.cadence.of else "$doubt"
        lines += [[Bit(line, look)] for line in wrapped(stands(sheet.cadence), width)]
    if keys:
        lines += key_line(keys, width)
    return lines


def step_lines(step: NextStep, now: datetime, width: int, *, first: bool = True) -> Lines:
    """One planned step: when, in its colour, then what is to be done; what does not fit wraps under it.

    Only the `first` one is in bold: it is the one that lists show.
    """
    loud = "bold" if first else ""
    when = f"{_STEP_SIGNS[step.state]} {due(step.due, step.time, now.date())}"
    beside = " · ".join(
        filter(
            None,
            (
                "theirs" if step.turn == THEIRS else "",
                f"step {step.place} of {step.of}" if step.place else "",
                f"postponed {step.postponed}×" if step.postponed >= SHOW_POSTPONED_FROM else "",
            ),
        )
    )
    line: Bits = [Bit(when, f"{loud} {STEP_LOOKS[step.state]}".strip())]
    what = one_line(step.what)
    if what and cells(line) + 2 + cell_width(what) + (cell_width(beside) + 3 if beside else 0) <= width:
        line += [Bit(_GAP), Bit(what, loud)]
        return [[*line, Bit(f" · {beside}", "$dim")] if beside else line]
    lines = [spread(line, [Bit(beside, "$dim")], width) if fit([*line, Bit(beside + " ")], width) else line]
    if beside and not fit([*line, Bit(beside + " ")], width):
        lines.append([Bit(beside, "$dim")])
    return [*lines, *([Bit(part, loud)] for part in (wrapped(what, width) if what else []))]


def key_line(keys: Sequence[Key], width: int) -> Lines:
    """The keys side by side, as many as there is room for."""
    line: Bits = []
    for key in keys:
        bits = [
            Bit(_GAP if line else ""),
            Bit(key.key, "bold $key", key.press),
            Bit(f" {key.label}", "$dim", key.press),
        ]
        if not fit([*line, *bits], width):
            break
        line += bits
    return [line]


# --- the people


def people(sheet: DealSheet, width: int, edits: str) -> Lines:
    """Everybody on the deal with the first number and address; `edits` is the key that names somebody."""
    lines: Lines = [[Bit(f"! {warning}", "bold $doubt")] for warning in sheet.warnings]
    if not sheet.people:
        return [
            *lines,
            [Bit("nobody is named on the deal", "$dim"), Bit(f"{_GAP}{edits}", "bold $key"), Bit(" edits", "$dim")],
        ]
    table = _people_table(sheet.people, width) if width >= TABLE else []
    return [*lines, *(table or (line for person in sheet.people for line in person_lines(person, width)))]


def person_lines(person: PersonLine, width: int) -> Lines:
    """Name, job and role on one line where they fit, else below each other; then phone and mail."""
    name, role = Bit(one_line(person.name), "bold"), Bit(one_line(person.role), "$dim")
    job = Bit(f", {one_line(person.job_title)}" if person.job_title else "")
    if cells([name, job, role]) + 2 <= width:
        lines: Lines = [spread([name, job], [role] if role.text else [], width)]
    else:
        lines = [[Bit(part, "bold")] for part in wrapped(name.text, width)]
        below = " · ".join(filter(None, (one_line(person.job_title), role.text)))
        lines += [[Bit(part, "$dim")] for part in (wrapped(below, width) if below else [])]
    phone, mail = Bit(one_line(person.phone)), Bit(one_line(person.email))
    if phone.text and mail.text and cells([phone, mail]) + 2 > width:
        return [*lines, [phone], *([mail._replace(text=part)] for part in wrapped(mail.text, width))]
    reach = [bit for bit in (phone, mail) if bit.text]
    if reach:
        lines.append([reach[0], *(Bit(_GAP + bit.text) for bit in reach[1:])])
    return lines


def _people_table(found: Sequence[PersonLine], width: int) -> Lines:
    """Name and job, role, phone, mail, each as wide as it must be; () where that is too much, even without the jobs."""
    for jobs in (True, False):
        rows = [
            tuple(
                map(
                    one_line,
                    (
                        f"{one.name}, {one.job_title}" if jobs and one.job_title else one.name,
                        one.role,
                        one.phone,
                        one.email,
                    ),
                )
            )
            for one in found
        ]
        wide = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
        if sum(cells + 2 for cells in wide if cells) - 2 <= width:
            return [
                [
                    Bit(text + " " * (cells - cell_width(text) + 2), style)
                    for text, cells, style in zip(row, wide, ("bold", "$dim", "", ""), strict=True)
                    if cells
                ]
                for row in rows
            ]
    return []


# --- the deal


def money_lines(sheet: DealSheet, now: datetime, width: int, column: int = _LABEL) -> Lines:
    """Value, chance and close, each on a line, side by side where it is wide; dates that stand out below."""
    card, today = sheet.card, now.date()

    def label(text: str) -> Bit:
        return Bit(text.ljust(column), "$dim")

    groups: list[Bits] = []
    worth: Bits = [Bit(money(card.value) if card.value else "no value", "bold" if card.value else "$dim")]
    if card.weighted and card.status == OPEN:
        worth.append(Bit(f"{_GAP}weighted {money(card.weighted)}", "$dim"))
    whole = [label("Value"), *worth]
    groups.append(whole if cells(whole) <= width else whole[:2])
    if cells(whole) > width and len(whole) > 2:  # no amount is cut for want of room
        groups.append([label("Weighted"), Bit(money(card.weighted))])
    if changed := deal_changes.line(sheet.changes, now).removeprefix("value "):
        groups.append([label("Was"), Bit(changed, "$dim")])
    if card.status == OPEN:
        filled = round(card.probability * _BAR / 100)
        bar = [Bit(_GAP), Bit("▓" * filled, "$bar"), Bit("░" * (_BAR - filled), "$track")]
        groups.append([label("Chance"), Bit(f"{card.probability} %"), *bar])
    if card.expected_close:
        close = f"{day(card.expected_close, today)}, {in_days(card.expected_close, today)}"
        if cell_width(close) > (width if width < TABLE else width // 2 - 2) - column:
            close = day(card.expected_close, today)
        late = card.status == OPEN and card.expected_close < today
        groups.append([label("Close"), Bit(close, "$doubt" if late else "")])
    for name, when in (("Parked", card.parked_until), ("Revisit", card.revisit_on), ("Renewal", card.renewal_on)):
        if when is not None:
            said = f"{day(when, today)}, {in_days(when, today)}"
            groups.append([label(name), Bit(said, "$doubt")])
    return _side_by_side(groups, width)


def _side_by_side(groups: Iterable[Bits], width: int) -> Lines:
    """Each on its line; where it is wide, two on one: in halves, unless the left ones need more and it is there."""
    groups = list(groups)
    left_ones, right_ones = (max(map(cells, part), default=0) for part in (groups[::2], groups[1::2]))
    if width < TABLE or left_ones + 2 + right_ones > width:
        return [fitted(group, width) for group in groups]
    half = max(width // 2, min(left_ones + 2, width - right_ones))
    lines: Lines = []
    for place in range(0, len(groups), 2):
        left, *right = groups[place : place + 2]
        left = fitted(left, half - 2)
        lines.append([*left, Bit(" " * (half - cells(left))), *(fitted(right[0], width - half) if right else [])])
    return lines


def chips(sheet: DealSheet, now: datetime, width: int) -> Lines:
    """`B ✓  A ?  N ✗  T ✓`, each answered by a click; below what has to be true before the stage is left."""
    known = any(said.answer != UNKNOWN or said.note for said in sheet.qualification)
    if sheet.card.status != OPEN and not known:
        return []
    forms = [_chips(sheet, now, wide=wide, aged=aged) for wide, aged in ((True, True), (False, True), (False, False))]
    lines = [next((form for form in forms if fit(form, width)), forms[-1])]
    for one in sheet.criteria:
        sign = Bit("✓ ", "$good") if one.met else Bit("· ", "bold")
        lines += [
            [sign if not place else Bit(_GAP), Bit(part, "$dim" if one.met else "")]
            for place, part in enumerate(wrapped(one_line(one.text), max(8, width - 2)))
        ]
    return lines


def _chips(sheet: DealSheet, now: datetime, *, wide: bool, aged: bool) -> Bits:
    """The answers side by side: the age of those that are old beside each, or once for the oldest of them."""
    presses = sheet.card.status == OPEN
    ages = [age_in_days(one.answered_at, now) if one.stale and one.answered_at else 0 for one in sheet.qualification]
    found: Bits = []
    for said, days in zip(sheet.qualification, ages, strict=True):
        name = said.question.capitalize() if wide else said.question[:1].upper()
        press = f"screen.answer('{said.question}')" if presses else ""
        found += [Bit(_GAP)] if found else []
        found.append(Bit(f" {name} {SIGNS[said.answer]} ", ANSWER_LOOKS[said.answer], press))
        found += [Bit(f" {days} d", "$doubt", press)] if days and aged else []
    return found if aged or not any(ages) else [*found, Bit(f"{_GAP}{max(ages)} d", "$doubt")]


def sums(sheet: DealSheet, key: str, *, unfolded: bool, width: int, beside: Bits | None = None) -> Lines:
    """`urgency 32 · fit 35 · intent 35`; unfolded, what each is made of, in the words of the trade.

    What stands `beside` it has the same line where there is room.
    """
    if not sheet.why:
        return [beside] if beside else []
    parts = [f"urgency {sum(term.points for term in sheet.why):.0f}"]
    parts += [f"{score.side} {score.total}" for score in sheet.scores]
    sign = "▾" if unfolded else "▸"
    keys: Bits = [Bit(f"{sign} {key}", "bold $key", "screen.why")] if key else []
    if key and cells([Bit(" · ".join(parts)), *keys]) + 1 > width:  # the figures before the name of the key
        keys = [Bit(sign, "bold $key", "screen.why")]
    if not key and cell_width(" · ".join(parts)) > width:
        return [*([beside] if beside else []), *([Bit(part)] for part in wrapped(" · ".join(parts), width))]
    lines: Lines = [spread([Bit(" · ".join(parts), "", "screen.why" if key else "")], keys, width)]
    if beside and cells(beside) + cells([Bit(" · ".join(parts)), *keys]) + 4 <= width:
        lines = [spread(beside, [Bit(" · ".join(parts) + _GAP, "", "screen.why" if key else ""), *keys], width)]
    elif beside:
        lines.insert(0, beside)
    if not unfolded:
        return lines
    for term in sorted(sheet.why, key=lambda term: -abs(term.points)):
        if abs(term.points) >= 0.05:
            lines += _reason(f"{term.points:+.1f}", term.name, width)
    for score in sheet.scores:
        lines.append([Bit(f"{score.side} {score.total}", "bold" if score.lines else "$dim")])
        for line in score.lines:
            lines += _reason(f"{line.points:+d}", in_words(line.rule), width)
        if not score.lines:
            lines[-1].append(Bit(f"{_GAP}nothing speaks for it yet", "$dim"))
    return lines


def _reason(points: str, why: str, width: int) -> Lines:
    return [
        [Bit(f"{points if not place else '':>6}{_GAP}", "$dim"), Bit(part)]
        for place, part in enumerate(wrapped(why, max(8, width - 8)))
    ]


def column_of_labels(names: Iterable[str], width: int) -> int:
    """As wide as ours and the `names` that others gave, of which the longest may be cut."""
    return max(_LABEL, min(width * 2 // 5, max((cell_width(one_line(name)) + 1 for name in names), default=0)))


def label_column(sheet: DealSheet, width: int) -> int:
    """The cells of the labels in all that is told of a deal: its values stand under each other."""
    return column_of_labels((*(own.name for own in sheet.card.custom), *(name for name, _ in sheet.named)), width)


def own_fields(values: Sequence[CustomValue], now: datetime, width: int, column: int = 0) -> Lines:
    """What the rep added; without a `column` for the names in one as wide as they are."""
    column = column or column_of_labels((own.name for own in values), width)
    return [
        line
        for own in values
        for line in labelled(one_line(own.name), one_line(render.custom(own, now.date())), width, column=column)
    ]


def items(sheet: DealSheet, width: int, key: str, column: int = _LABEL) -> Lines:
    """What it is for, line by line, and what that comes to; `key` changes it."""
    if not sheet.items:
        return []
    comes_to, value = sheet.item_sums, sheet.card.value
    head = labelled("Items", f"{plural(len(sheet.items), 'item')}, {phrases.total(comes_to)}", width, column=column)
    if len(head) == 1 and key and cells(head[0]) + cell_width(key) + 10 <= width:
        head[0] = [*head[0], Bit(f"{_GAP}{key}", "bold $key", "screen.flow('items')"), Bit(" changes", "$dim")]
    lines = head
    for line in sheet.items:
        lines += labelled("", phrases.said(line), width, column=column)
    if comes_to.recurring:
        lines += labelled("", phrases.recurring(comes_to), width, "$dim", column)
    for said in filter(None, (phrases.unpriced(comes_to), phrases.difference(value, comes_to))):
        lines += labelled("", f"! {said}", width, "$doubt", column)
    return lines


def rest(sheet: DealSheet, now: datetime, width: int, opens: str, column: int = _LABEL) -> Lines:
    """Where it came from, objections, the rep's own fields, files and pages, the deals it is linked with."""
    card = sheet.card
    lines: Lines = []
    if sheet.lost_note:
        lines += labelled("Why lost", one_line(sheet.lost_note), width, "italic", column)
    for met in sheet.objections:
        note = f" · {one_line(met.note)}" if met.note else ""
        style = "" if met.state == playbook.OPEN else "$dim"
        lines += labelled("Against", f"{one_line(met.text)} ({met.state}){note}", width, style, column)
    if card.source:
        lines += labelled("Source", one_line(card.source), width, column=column)
    for name, value in sheet.named:
        lines += labelled(one_line(name), one_line(value), width, column=column)
    lines += own_fields(card.custom, now, width, column)
    for place, one in enumerate(sheet.attachments):
        label = "File" if not place else ""
        lines += labelled(label, one_line(one.shown), width, "$doubt" if one.missing else "", column)
        if not place and opens and len(lines[-1]) == 2 and cells(lines[-1]) + 8 <= width:
            lines[-1] += [Bit(f"{_GAP}{opens}", "bold $key", "screen.flow('outside')"), Bit(" opens", "$dim")]
    for label, text in link_lines(sheet.links):
        lines += labelled(label.capitalize(), one_line(text), width, column=column)
    return lines


def notes(sheet: DealSheet, now: datetime, width: int) -> Lines:
    """The newest notes, a few lines of each: what the rep wants to have before the eyes."""
    lines: Lines = []
    for item in [item for item in sheet.timeline if item.kind == "note"][:_NOTES]:
        when = day(item.at.astimezone(now.tzinfo).date(), now.date())
        text = wrapped(item.text[: width * _NOTE_LINES * 2], width)
        lines.append([Bit(when, "$dim")])
        shown = text[:_NOTE_LINES]
        if len(text) > len(shown):
            shown[-1] = cut(shown[-1] + " …" * width, width)
        lines += [[Bit(part)] for part in shown]
    return lines


def entry_lines(item: TimelineItem, now: datetime, width: int) -> Lines:
    """An entry of the timeline, its text wrapped under its heading."""
    at = item.at.astimezone(now.tzinfo)
    when = f"{day_in_column(at.date(), now.date())} {clock(at, now.tzinfo)}{_GAP}"
    heading = [Bit(text, ENTRY_LOOKS.get(part, "")) for text, part in heading_of(item)]
    sign = Bit(f"{sign_of(item)} ", "$key")
    first, *more = text_lines(item, max(8, width - cell_width(when) - 2))
    line = fitted([Bit(when, "$dim"), sign, *heading, Bit(f"{_GAP}{first}" if first else "")], width)
    return [line, *([Bit(" " * (cell_width(when) + 2)), Bit(text)] for text in more)]


def deal(sheet: DealSheet, now: datetime, width: int, *, opens: str, changes: str, key: str, unfolded: bool) -> Lines:
    """Money, answers, sums and the rest: with air between them in a column, close together where it is wide."""
    column = label_column(sheet, width)
    worth, more = money_lines(sheet, now, width, column), rest(sheet, now, width, opens, column)
    goods = items(sheet, width, changes, column)
    answers, *criteria = chips(sheet, now, width) or [[]]
    if width >= TABLE:
        return [*worth, *sums(sheet, key, unfolded=unfolded, width=width, beside=answers), *criteria, *goods, *more]
    parts = [
        worth,
        [answers, *criteria] if answers else [],
        goods,
        more,
        sums(sheet, key, unfolded=unfolded, width=width),
    ]
    return [line for place, part in enumerate(filter(None, parts)) for line in ([[], *part] if place else part)]
