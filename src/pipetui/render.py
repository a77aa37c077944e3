"""Values -> text, one way for the shell and the screens: money, days, ages, badges, tables.

Plain strings without markup or colour, in English whatever the locale. What is shown is never only a colour: the
badge signs say it too. Nothing reads the clock: today and now are passed in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from pipetui.domain.deal import THEIRS
from pipetui.domain.money import digits
from pipetui.domain.rules import SHOW_POSTPONED_FROM
from pipetui.domain.text import cell_width as cell_width
from pipetui.domain.text import clean, one_cell_each, one_line
from pipetui.domain.text import cut as cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, tzinfo
    from typing import Any

    from pipetui.domain.custom_fields import CustomField, CustomValue
    from pipetui.domain.line.quick_line import NewDeal
    from pipetui.domain.money import Money
    from pipetui.domain.rates import Together
    from pipetui.views import Card, DealState

NONE = "–"
"""What stands where there is nothing: no value, no date."""

PLANNED = "→"
"""The sign of a deal whose next step lies ahead."""

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "UAH": "₴", "ILS": "₪", "VND": "₫"}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HALF_YEAR = timedelta(days=182)
_SIGNS = {"overdue": "!", "today": "•", "planned": PLANNED, "none": "?"}
_ROTTING = "≈"
_GAP = "  "
_GAPS = len(_GAP), 1
"""Cells between the columns of a table, and between those that moved closer."""
_NARROWEST = 8
_MEASURED = 500
"""How many rows of a table are looked at before the first is shown: it is as wide as they are."""


# --- money and counts ----------------------------------------------------------------------------------------


def money(amount: Money | None) -> str:
    """`€12,000`, `€1,250.50`, `¥1,200,000`, `CHF 1,200`: decimals only where there are some; – without a value."""
    if amount is None:
        return NONE
    sign, lead, minor = _money_parts(amount)
    places = digits(amount.currency)
    whole, rest = divmod(minor, 10**places)
    return f"{sign}{lead}{whole:,}.{rest:0{places}}" if rest else f"{sign}{lead}{whole:,}"


def custom(value: CustomValue, today: date) -> str:
    """What stands in a field that the rep added: `Mon 1 Mar 2027`, `€12,000`; as it is where it means nothing."""
    from pipetui.domain.custom_fields import DATE, MONEY, value_of  # few books have one

    found: Any = value_of(value.kind, value.text)
    if found is not None and value.kind == MONEY:
        return money(found)
    return day(found, today) if found is not None and value.kind == DATE else clean(value.text)


def money_short(amount: Money | None) -> str:
    """The amount in five cells or so, rounded half up: `€84k`, `€8.4k`, `€1.2M`, `€950`, `€9.50`, `CHF 84k`."""
    if amount is None:
        return NONE
    sign, lead, minor = _money_parts(amount)
    unit = 10 ** digits(amount.currency)
    if minor < 100 * unit:
        return money(amount)  # as it is: €1.50 is no €2
    if (2 * minor + unit) // (2 * unit) < 1000:
        return f"{sign}{lead}{(2 * minor + unit) // (2 * unit)}"
    for suffix in "kMBT":
        unit *= 1000
        tenths = (20 * minor + unit) // (2 * unit)
        if tenths < 100 and tenths % 10:
            return f"{sign}{lead}{tenths // 10}.{tenths % 10}{suffix}"
        rounded = (2 * minor + unit) // (2 * unit)
        if rounded < 1000 or suffix == "T":
            return f"{sign}{lead}{rounded}{suffix}"
    raise AssertionError("the last suffix takes any amount")


def totals(amounts: Sequence[Money]) -> str:
    """Sums of several currencies side by side: `€84,000 + ¥1,200,000`; – for none.

    With what they come to in one where there are rates: `€84,000 + ¥1,200,000 = €91,320`.
    """
    return (" + ".join(map(money, amounts)) or NONE) + together(amounts)


def totals_short(amounts: Sequence[Money]) -> str:
    """The same in a few cells: `€84k + ¥1.2M = €91k`; nothing for none."""
    return " + ".join(map(money_short, amounts)) + together(amounts, money_short)


def worth(found: Together | None) -> str:
    """What stands behind the value of one deal: ` = €460`, or that its currency has no rate."""
    if found is None:
        return ""
    return " (no rate)" if found.lacking else f" = {money(found.amount)}"


def together(amounts: Sequence[Money], show: Callable[[Money], str] = money) -> str:
    """What stands behind the sums of several currencies: ` = €91,320`, or which of them has no rate."""
    found = getattr(amounts, "together", None)
    if found is None:
        return ""
    if not found.lacking:
        return f" = {show(found.amount)}"
    said = (f"{plural(deals, 'deal')} in {code}" if deals else code for code, deals in found.lacking)
    return f" (no rate: {', '.join(said)})"


def _money_parts(amount: Money) -> tuple[str, str, int]:
    """The sign, what stands before the figure, and the figure without its sign."""
    sign = "-" if amount.minor < 0 else ""
    return sign, SYMBOLS.get(amount.currency, f"{amount.currency} "), abs(amount.minor)


def percent(value: float | None) -> str:
    """`40 %` for 40; `n/a` where there is nothing to divide by."""
    return "n/a" if value is None else f"{value:.0f} %"


def plural(count: int, noun: str, nouns: str = "") -> str:
    """`1 deal`, `3 deals`, `2 companies`: the noun in its number; give `nouns` where an s is not enough."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


# --- days and times ------------------------------------------------------------------------------------------


def day(when: date, today: date) -> str:
    """`Fri 27 Nov`, with the year when it is more than half a year from today."""
    text = f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"
    return text if abs(when - today) <= _HALF_YEAR else f"{text} {when.year}"


def day_in_two_parts(when: date, today: date) -> str:
    """`Fri 27` within a week, else `11 Dec`, with the year when it is more than half a year from today."""
    weekday, _, rest = day(when, today).partition(" ")
    return f"{weekday} {when.day}" if abs(when - today) < timedelta(days=7) else rest


def day_in_column(when: date, today: date) -> str:
    """A day in eleven cells, figures under figures: `Fri  3 Nov`, and `14 Mar 2024` when it is far from today."""
    if abs(when - today) <= _HALF_YEAR:
        return f"{_DAYS[when.weekday()]} {when.day:>2} {_MONTHS[when.month - 1]} "
    return f"{when.day:>2} {_MONTHS[when.month - 1]} {when.year:04}"


def due(when: date, time: str | None, today: date) -> str:
    """When a follow-up is due: `today 14:00`, `tomorrow`, `Fri 27 Nov, in 6 days`, `Fri 20 Nov, 1 day late`."""
    at = f" {time}" if time else ""
    days = (when - today).days
    if days in (0, 1):
        return ("today", "tomorrow")[days] + at
    far = f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} late"
    return f"{day(when, today)}{at}, {far}"


def in_days(when: date, today: date) -> str:
    """How far off a day is: `in 6 days`, `tomorrow`, `today`, `yesterday`, `6 days ago`."""
    days = (when - today).days
    if abs(days) <= 1:
        return ("today", "tomorrow", "yesterday")[days]
    return f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} ago"


def ago(when: date | datetime, now: datetime) -> str:
    """How long ago something was: `2 h ago` within the day, else `yesterday`, `3 days ago`; a day alone: `today`.

    Days are those of the zone of `now`.
    """
    if not isinstance(when, datetime):
        return in_days(when, now.date())
    minutes = int((now - when).total_seconds()) // 60
    local = when.astimezone(now.tzinfo).date()
    if local != now.date() or minutes < 0:
        return in_days(local, now.date())
    if minutes < 1:
        return "just now"
    return f"{minutes} min ago" if minutes < 60 else f"{minutes // 60} h ago"


def clock(when: datetime, zone: tzinfo | None = None) -> str:
    """The time of day, `09:05`, in `zone` or else this machine's."""
    return f"{when.astimezone(zone):%H:%M}"


def age(days: int) -> str:
    """A length of time: `1 day`, `16 days`, `5 months` from three months up, `3 years` from two years up."""
    if days < 90:
        return plural(days, "day")
    return plural(days // 30, "month") if days < 730 else plural(days // 365, "year")


# --- badges --------------------------------------------------------------------------------------------------


def badge_sign(card: Card) -> str:
    """One cell that says how a deal stands (behaviour 1): `!` overdue, `•` today, `≈` rotting, `→` planned, `?` none.

    A blank for a closed deal.
    """
    if card.rotting_days and card.badge == "none":
        return _ROTTING
    return _SIGNS.get(card.badge, " ")


def badge(card: Card | DealState, today: date) -> str:
    """The line under a deal: `! 3 days late  call Kim`, `→ Tue 24 Nov  theirs: reply`, `≈ 16 days  no next step`.

    A deal that rots besides says it at the end (`≈16d`); postponements show from the third on (behaviour 7),
    and which step of its cadence it is (behaviour 9).
    """
    step = card.next_step
    if not card.badge:
        return ""
    if step is None:
        rots = f"{_ROTTING} {plural(card.rotting_days, 'day')}{_GAP}" if card.rotting_days else "? "
        return f"{rots}no next step"
    said = f"{_SIGNS[card.badge]} {_step_time(card, today)}"
    if what := doing(step.what, step.turn):
        said += _GAP + what
    if step.place:
        said += f"{_GAP}(step {step.place} of {step.of})"
    if step.postponed >= SHOW_POSTPONED_FROM:
        said += f"{_GAP}(postponed {step.postponed}×)"
    if card.rotting_days:
        said += f"{_GAP}{_ROTTING}{card.rotting_days}d"
    return said


def doing(what: str, turn: str) -> str:
    """What is to be done, and that it is for them to do: `call Kim`, `theirs: reply`, `theirs`."""
    if turn != THEIRS:
        return what
    return f"theirs: {what}" if what else "theirs"


def _step_time(card: Card | DealState, today: date) -> str:
    step = card.next_step
    assert step is not None
    at = f" {step.time}" if step.time else ""
    if card.badge == "overdue":
        return f"{plural(step.days_late, 'day')} late" if step.days_late else f"late since{at or ' today'}"
    days = (step.due - today).days
    return (("today", "tomorrow")[days] if days in (0, 1) else day(step.due, today)) + at


# --- lines ---------------------------------------------------------------------------------------------------


def echo_parts(new: NewDeal, today: date) -> tuple[tuple[str, str], ...]:
    """What a quick line was understood as, piece by piece: (field, text), the empty ones left out."""
    follow_up = ""
    if new.next:
        what = doing(new.next.what, new.next.turn)
        follow_up = " – ".join(filter(None, (f"next: {due(*new.next.due, today)}", what)))
    parts = (
        ("title", new.title),
        ("value", money(new.value) if new.value else ""),
        ("stage", new.stage),
        ("organization", f"{new.organization} (by the e-mail)" if new.by_mail else new.organization),
        ("people", ", ".join(new.people)),
        ("next", follow_up),
        ("close", f"close: {day(new.close, today)}, {in_days(new.close, today)}" if new.close else ""),
        ("probability", percent(new.probability) if new.probability is not None else ""),
        ("source", f"from {new.source}" if new.source else ""),
        ("emails", ", ".join(new.emails)),
        ("phones", ", ".join(new.phones)),
        ("tags", ", ".join(new.tags)),
        ("answers", ", ".join(f"{question}: {answer}" for question, answer in new.answers)),
        ("plain", ", ".join(f"{name}: {value}" for name, value in new.plain)),
        ("custom", ", ".join(_echoed(field, value, today) for field, value in new.custom)),
        ("note", f"note: {cut(' '.join(new.note.split()), 40)}" if new.note else ""),
        ("doubts", " · ".join(new.doubts)),
    )
    return tuple((field, text) for field, text in parts if text)


def _echoed(field: CustomField, text: str, today: date) -> str:
    from pipetui.domain.custom_fields import CustomValue

    return f"{field.word}: {custom(CustomValue(field.id, field.name, field.kind, text), today)}"


def echo(new: NewDeal, today: date, duplicates: str = "") -> str:
    """The line that says a quick line back (behaviours 14, 15), a possible duplicate at its end.

    `Acme rollout · €12,000 · Proposal · Acme (by the e-mail) · next: Fri 27 Nov, in 6 days · ann@acme.example · saas`
    """
    texts = [text for _, text in echo_parts(new, today)]
    if duplicates:
        texts.append(f"possible duplicate: {duplicates}")
    return " · ".join(texts)


def table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], align: str = "", width: int | None = None
) -> Iterator[str]:
    """Aligned lines as they come, the headers first; `align` holds l or r per column (else l).

    Columns are as wide as the first _MEASURED rows want them. Nothing is cut without a `width`: what comes later and
    is longer pushes the rest of its line aside. With one, the columns move closer where that is enough; else the
    widest left-aligned ones give way, never figures, and what comes later is cut to its column; what still does not
    fit is cut at the line's end.
    """
    rest = iter(rows)
    sides = align.ljust(len(headers), "l")
    widths: list[int] = []
    block = [headers, *islice(rest, _MEASURED)]
    while block:
        yield from _lines([list(column) for column in zip(*block, strict=True)], sides, width, widths)
        block = list(islice(rest, _MEASURED))


def columns_table(texts: Iterable[Iterable[str]], align: str = "", width: int | None = None) -> Iterator[str]:
    """`table` of what is there column by column, each under its header."""
    columns = [list(column) for column in texts]
    sides = align.ljust(len(columns), "l")
    widths: list[int] = []
    for begin in range(0, len(columns[0]) if columns else 0, _MEASURED):
        yield from _lines([column[begin : begin + _MEASURED] for column in columns], sides, width, widths)


def _lines(columns: list[list[str]], sides: str, width: int | None, widths: list[int]) -> Iterator[str]:
    """The lines of a part of a table; the first part says how wide its columns are, which is kept in `widths`."""
    columns = [_on_one_line(column) for column in columns]
    ragged = width is None and sides.endswith("l")  # the last column then ends where its texts do
    cells = [_cells(column) for column in (columns[:-1] if ragged else columns)]
    if not widths:
        widths += [max(column) for column in cells]
        if width is not None:
            widths[:] = _shrunk(widths, sides, width)
    gap = _gap(widths, width)
    if width is not None:
        for place, most in enumerate(widths):
            if sides[place] == "l" and max(cells[place]) > most:
                columns[place] = [cut(cell, most) for cell in columns[place]]
                cells[place] = _cells(columns[place])
    padded = [_padded(*column) for column in zip(columns, cells, widths, sides, strict=False)]
    if ragged:
        padded.append(("%s", columns[-1]))
    shape = (" " * gap).join(shape for shape, _ in padded)
    lines = map(str.rstrip, map(shape.__mod__, zip(*(column for _, column in padded), strict=True)))
    taken = sum(max(most, *column) for most, column in zip(widths, cells, strict=True)) + gap * (len(widths) - 1)
    return lines if width is None or taken <= width else (cut(line, width) for line in lines)


def _on_one_line(column: list[str]) -> list[str]:
    return column if "".join(column).isprintable() else list(map(one_line, column))


def _cells(column: list[str]) -> list[int]:
    """How many cells each takes."""
    others = [cell for cell in column if not cell.isascii()]
    if one_cell_each("".join(set("".join(others)))):
        return list(map(len, column))
    return [len(cell) if cell.isascii() else cell_width(cell) for cell in column]


def _padded(column: list[str], cells: list[int], width: int, side: str) -> tuple[str, list[str]]:
    """How `%` prints the column, and what: padding is left to it where a character is a cell."""
    lengths = list(map(len, column))
    if cells == lengths:
        return f"%{'-' if side == 'l' else ''}{width}s", column
    pad = str.rjust if side == "r" else str.ljust
    return "%s", [pad(cell, width - taken + len(cell)) for cell, taken in zip(column, cells, strict=True)]


def _gap(widths: Sequence[int], width: int | None) -> int:
    """Cells between columns of these widths: fewer where the line is else longer than `width`."""
    wide, close = _GAPS
    return wide if width is None or sum(widths) + wide * (len(widths) - 1) <= width else close


def _shrunk(widths: list[int], sides: str, width: int) -> list[int]:
    """The widths, the widest left-aligned column narrowed cell by cell while the line takes more than `width`.

    None is where the columns need but to move closer; else they do so when no word can give way any more.
    """
    wide, close = (width - gap * (len(widths) - 1) for gap in _GAPS)
    if wide < sum(widths) <= close:
        return widths
    words = [place for place, side in enumerate(sides) if side == "l"]
    least = sum(min(most, _NARROWEST) if place in words else most for place, most in enumerate(widths))
    room = wide if least <= wide else close
    widths = list(widths)
    while words and sum(widths) > room:
        widest = max(words, key=widths.__getitem__)
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    return widths
