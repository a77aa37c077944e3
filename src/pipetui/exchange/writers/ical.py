"""iCalendar (RFC 5545): a follow-up is a task due on its day, one with a time of day an event; both ring.

Pure: the same follow-up is the same text, to the byte, until something about it changes. Times are floating, without a
zone: nine o'clock is nine o'clock wherever the rep is, as in the book. What is done says so, what a deal no longer
needs is cancelled, so that a calendar that had it before takes it off.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from pipetui.exchange.writers.content_lines import escaped, line, optional
from pipetui.exchange.writers.source import ExportSource
from pipetui.store.reads import export
from pipetui.store.reads.export_records import FollowUpRecord
from pipetui.store.values import utc_text

BEGIN = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//pipetui//pipetui//EN\r\nCALSCALE:GREGORIAN\r\n"
END = "END:VCALENDAR\r\n"
"""What every calendar begins and ends with."""

MINUTES = 30
"""How long an event takes in the calendar: the book does not say."""

_NO_TEXT = "follow up"
_RING_DAY = "TRIGGER;RELATED=END:PT9H\r\n"  # an all-day task is due at midnight: at nine in the morning of that day
_RING_TIME = "TRIGGER:-PT10M\r\n"


def uid(book: str, follow_up: int) -> str:
    """How a calendar knows a follow-up of that book (`store.book_id`), for as long as both live."""
    return f"follow-up-{follow_up}-{book}@pipetui"


def follow_up_of(book: str, known_as: str) -> int | None:
    """The follow-up that a calendar knows by that name; None for one that is no such of this book."""
    begin, end = "follow-up-", f"-{book}@pipetui"
    number = known_as.removeprefix(begin).removesuffix(end)
    if known_as != f"{begin}{number}{end}" or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return int(number)


def calendar(book: str, steps: Iterable[FollowUpRecord]) -> Iterator[str]:
    """A calendar of these, piece by piece."""
    yield BEGIN
    for step in steps:
        yield component(book, step)
    yield END


def write(source: ExportSource, kind: str = "") -> Iterator[str]:
    """The follow-ups of the deals that are meant."""
    return calendar(source.book, export.follow_ups(source.connection, source.chosen))


def alone(book: str, step: FollowUpRecord) -> str:
    """A calendar of one, as a folder of them keeps (vdir)."""
    return f"{BEGIN}{component(book, step)}{END}"


def component(book: str, step: FollowUpRecord) -> str:
    """The task or the event that a follow-up is."""
    kind = "VEVENT" if step.due_time else "VTODO"
    changed = _moment(step.done_at or step.created_at)
    return "".join(
        (
            f"BEGIN:{kind}\r\n",
            line("UID", uid(book, step.id)),
            line("DTSTAMP", changed),
            line("CREATED", _moment(step.created_at)),
            line("SEQUENCE", str(step.postponed + (step.done_at is not None or step.cancelled))),
            line("SUMMARY", escaped(f"{step.what or step.kind or _NO_TEXT}: {step.title}")),
            optional("DESCRIPTION", _description(step)),
            optional("CATEGORIES", step.kind),
            line("X-PIPETUI-DEAL", str(step.deal_id)),
            _event(step) if step.due_time else _task(step),
            f"END:{kind}\r\n",
        )
    )


def _task(step: FollowUpRecord) -> str:
    due = line("DUE;VALUE=DATE", _digits(step.due_on.isoformat()))
    if step.done_at is not None:
        return f"{due}STATUS:COMPLETED\r\n{line('COMPLETED', _moment(step.done_at))}PERCENT-COMPLETE:100\r\n"
    if step.cancelled:
        return f"{due}STATUS:CANCELLED\r\n"
    return f"{due}STATUS:NEEDS-ACTION\r\n{_alarm(step, _RING_DAY)}"


def _event(step: FollowUpRecord) -> str:
    """Calendars know no done event: it is cancelled, so that it takes no time and does not ring."""
    begin = datetime.combine(step.due_on, datetime.strptime(step.due_time or "", "%H:%M").time())
    try:
        end = begin + timedelta(minutes=MINUTES)
    except OverflowError:  # the last half hour there is
        end = begin
    span = line("DTSTART", _digits(begin.isoformat())) + line("DTEND", _digits(end.isoformat()))
    if step.done_at is not None or step.cancelled:
        return f"{span}STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n"
    return f"{span}STATUS:CONFIRMED\r\n{_alarm(step, _RING_TIME)}"


def _alarm(step: FollowUpRecord, trigger: str) -> str:
    said = line("DESCRIPTION", escaped(f"{step.what or step.kind or _NO_TEXT}: {step.title}"))
    return f"BEGIN:VALARM\r\nACTION:DISPLAY\r\n{said}{trigger}END:VALARM\r\n"


def _description(step: FollowUpRecord) -> str:
    """Who it is with and how they are reached, so that the calendar alone is enough on the way."""
    whose = "their turn" if step.turn == "theirs" else ""
    return "\n".join(part for part in (step.organization, *step.people, whose, f"#{step.deal_id}") if part)


def _moment(at: datetime) -> str:
    return _digits(utc_text(at))


def _digits(written: str) -> str:
    """A day or time as calendars write it."""
    return written.replace("-", "").replace(":", "")
