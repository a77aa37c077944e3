"""Rows of files of activities, notes and products, understood one by one."""

import re
from collections.abc import Sequence
from datetime import datetime, time

from pipetui.domain.deal import OUTCOMES, TOUCH_KINDS
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.rules import kind_of
from pipetui.exchange import values
from pipetui.exchange.cells import Cells, TableRules, kept_as_text
from pipetui.exchange.dates import NOON
from pipetui.exchange.items import item_of
from pipetui.exchange.records import ActivityRow, ItemRow, Links, NoteRow
from pipetui.exchange.who import PartyCells

_DONE = frozenset(
    [
        "yes",
        "y",
        "true",
        "1",
        "ja",
        "x",
        "done",
        "completed",
        "complete",
        "closed",
        "finished",
        "erledigt",
        "abgeschlossen",
        "held",
        "heldmeeting",
        "attended",
        "sent",
        "received",
        "fait",
        "termine",
        "hecho",
        "completado",
        "klar",
        "gedaan",
    ]
)
_NOT_DONE = frozenset(
    [
        "no",
        "n",
        "false",
        "0",
        "nein",
        "todo",
        "open",
        "notstarted",
        "inprogress",
        "planned",
        "scheduled",
        "pending",
        "waiting",
        "deferred",
        "needsaction",
        "offen",
        "notdone",
        "undone",
        "active",
        "upcoming",
    ]
)
_KINDS = {
    **{kind: kind for kind in TOUCH_KINDS},
    **dict.fromkeys(
        ["phone", "phonecall", "telephone", "telefon", "anruf", "appel", "llamada", "samtal", "inbound", "outbound"],
        "call",
    ),
    **dict.fromkeys(["mail", "emailmessage", "emails", "epost"], "email"),
    **dict.fromkeys(["besuch", "visite", "sitevisit"], "visit"),
    **dict.fromkeys(["appointment", "event", "lunch", "termin", "reunion", "reunie", "mote"], "meeting"),
}
_OUTCOMES = {
    **{values.letters(outcome): outcome for outcome in OUTCOMES},
    **dict.fromkeys(["connected", "answered", "spoke", "talked"], "reached"),
    **dict.fromkeys(["leftvoicemail", "voicemail", "leftlivemessage"], "left message"),
    **dict.fromkeys(["busy", "notanswered", "missed"], "no answer"),
}
NOTE = "note"
"""An activity that is none: something written down."""
_NOTES = frozenset(["note", "notes", "notiz", "notitie", "nota", "anteckning", "comment"])
_NO_TIME = (NOON, time(0))
"""What a day without a time is read as, and what Salesforce and Zoho write behind one."""
_OWN = ("subject", "outcome", "direction", "duration", "at", "note")
"""Fields whose headings begin with what all rows are, in a file of calls alone: `Call title`, `Call outcome`."""
_IN = frozenset(("in", "inbound", "incoming", "received", "eingehend", "incomingcall"))


class LinkCells:
    """Reads what a row belongs to."""

    def __init__(self, cells: Cells) -> None:
        self._who = PartyCells(cells)
        self._deal_id, self._deal, self._lead = cells.text("deal_id"), cells.text("deal"), cells.text("lead_id")

    def links(self, row: Sequence[str]) -> Links:
        """What the row belongs to."""
        parties = self._who.parties(row)
        person = parties.people[0] if parties.people else None
        return Links(self._deal_id(row), self._deal(row), self._lead(row), person, parties.organization)


class NoteReader:
    """Understands the rows of one table of notes."""

    def __init__(self, rules: TableRules) -> None:
        cells = self._cells = Cells(rules)
        self._id, self._title, self._text = cells.text("id"), cells.text("title"), cells.lines("text")
        self._created = cells.moments("created")
        self._links = LinkCells(cells)
        self._in_notes = cells.extras((*rules.extras, *rules.in_notes))

    def row(self, line: int, row: Sequence[str]) -> NoteRow:
        """The note of one row; raises InputError for one without a text."""
        title, text = self._title(row), self._text(row)
        at, links = self._created(row), self._links.links(row)
        problems = self._cells.problems()
        if not (title or text):
            raise InputError("a note without a text")
        if title and _words(text).startswith(_words(title)):
            title = ""
        more = "\n".join([f"{heading}: {told}" for heading, told in self._in_notes(row)])
        whole = "\n".join(filter(None, (title, text, more, kept_as_text(problems))))
        return NoteRow(line, row, self._id(row), self._cells.digest(row), whole, at, links, problems)


class ActivityReader:
    """Understands the rows of one table of activities."""

    def __init__(self, rules: TableRules) -> None:
        cells = self._cells = Cells(rules)
        self._now = rules.now
        self._id, self._subject, self._type = cells.text("id"), cells.text("subject"), cells.text("type")
        self._direction, self._outcome, self._done = cells.text("direction"), cells.text("outcome"), cells.text("done")
        self._at, self._done_at = cells.moments("at"), cells.moments("done_at")
        self._finished = cells.moments("finished")
        self._finishes = any(column.field == "finished" for column in rules.columns)
        self._tells_end = any(column.field == "done_at" for column in rules.columns)
        self._due, self._due_on, self._created = cells.moments("due"), cells.days("due"), cells.moments("created")
        self._due_time, self._note = cells.text("due_time"), cells.lines("note")
        self._location, self._duration = cells.text("location"), cells.text("duration")
        self._links = LinkCells(cells)
        self._in_notes = cells.extras((*rules.extras, *rules.in_notes))
        named = [_begin(column.heading) for column in rules.columns if column.field in _OWN]
        self._usual = next((_KINDS[word] for word in named if word in _KINDS), "")

    def row(self, line: int, row: Sequence[str]) -> ActivityRow:
        """The activity of one row; raises InputError where it says neither what nor when."""
        subject, note, type_ = self._subject(row), self._note(row), self._type(row)
        at, done_at, due, due_on = self._at(row), self._done_at(row), self._due(row), self._due_on(row)
        links, created = self._links.links(row), self._created(row)
        clock = self._clock(row)
        if clock is None and due is not None and (told := due.astimezone(self._cells.zone).time()) not in _NO_TIME:
            clock = told.replace(second=0, microsecond=0)
        when = done_at or at or (None if due_on is None else datetime.combine(due_on, clock or NOON, self._cells.zone))
        finished, outcome = self._finished(row), self._outcome(row)
        done = not self._finishes and self._is_done(row, done_at, when, planned=due_on is not None)
        reached = _OUTCOMES.get(values.letters(outcome), "") if done else ""
        ours = _ours(subject) if done else None
        if ours is not None:
            type_, reached, subject = ours[0], reached or ours[1], ""
        problems = self._cells.problems()
        if not (subject or note or type_ or when):
            raise InputError("an activity that says neither what nor when")
        if due_on is None and at is not None:
            due_on, clock = at.astimezone(self._cells.zone).date(), at.astimezone(self._cells.zone).time()
            clock = None if clock == NOON else clock.replace(second=0, microsecond=0)
        if reached and values.letters(reached) == values.letters(outcome):
            outcome = ""
        if subject and _words(note).startswith(_words(subject)):
            subject = ""
        told_of = (("Where", self._location(row)), ("Outcome", outcome))
        more = [f"{label}: {text}" for label, text in told_of if text]
        more += [f"{heading}: {told}" for heading, told in self._in_notes(row)]
        text = "\n".join(filter(None, (subject, note, *more, kept_as_text(problems))))
        return ActivityRow(
            line,
            row,
            self._id(row),
            self._cells.digest(row),
            _kind(type_, subject) if type_ or not self._usual else self._usual,
            "in" if values.letters(self._direction(row)) in _IN else "out",
            reached,
            text or ("" if done and values.letters(type_) in _KINDS else type_),
            done,
            min(when, self._now) if done and when else when,
            due_on,
            clock,
            created,
            links,
            problems,
            finished,
        )

    def _is_done(self, row: Sequence[str], done_at: datetime | None, when: datetime | None, *, planned: bool) -> bool:
        """Whether it was done: as the row says, else whether it lies behind; a task with no day of its end is open."""
        told = values.letters(self._done(row))
        if told in _DONE:
            return True
        if told in _NOT_DONE:
            return False
        if done_at is not None:
            return done_at <= self._now
        if self._tells_end and planned:
            return False
        return when is None or when <= self._now

    def _clock(self, row: Sequence[str]) -> time | None:
        text = self._due_time(row)
        match = re.match(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.][0-9]{2})? ?([ap])?", text.lower())
        if match is None:
            return None
        hour = int(match[1]) % 12 + (12 if match[3] == "p" else 0) if match[3] else int(match[1])
        return time(hour, int(match[2])) if hour < 24 and int(match[2]) < 60 else None


class ItemReader:
    """Understands the rows of one table of products, or of what deals are for."""

    def __init__(self, rules: TableRules) -> None:
        cells = self._cells = Cells(rules)
        self._rules = rules
        self._items = item_of(cells)
        self._id, self._unit, self._note = cells.text("id"), cells.text("unit"), cells.lines("note")
        self._currency = cells.currency()
        self._links = LinkCells(cells)
        self._in_notes = cells.extras((*rules.extras, *rules.in_notes))

    def row(self, line: int, row: Sequence[str]) -> ItemRow:
        """The line of one row; raises InputError for one without a name."""
        named = self._currency(row)
        currency = named or self._rules.currency
        items, links = self._items(row, currency), self._links.links(row)
        problems = self._cells.problems()
        if not items:
            raise InputError("a product without a name")
        more = [f"{heading}: {told}" for heading, told in self._in_notes(row)]
        note = "\n".join(filter(None, (self._note(row), *more, kept_as_text(problems))))
        key, digest = self._id(row), self._cells.digest(row)
        return ItemRow(line, row, key, digest, items[0], self._unit(row), currency, note, links, problems, bool(named))


def _words(text: str) -> str:
    return " ".join(text.split())


def _ours(subject: str) -> tuple[str, str] | None:
    """Kind and outcome where a subject is nothing but these, as our own exports call a touch (`call · reached`)."""
    kind, _, outcome = subject.partition(" · ")
    return (kind, outcome) if kind in TOUCH_KINDS and outcome in ("", *OUTCOMES) else None


def _begin(heading: str) -> str:
    return values.letters(re.split(r"\W", heading, maxsplit=1)[0])


def _kind(told: str, subject: str) -> str:
    """The kind of touch that a word means, "" for none known."""
    word = values.letters(told)
    if word in _NOTES:
        return NOTE
    if word in _KINDS:
        return _KINDS[word]
    found = next((kind for name, kind in _KINDS.items() if word.startswith(name) or word.endswith(name)), "")
    return found or kind_of(subject or told) or kind_of(fold(told))
