"""The read that every list is made of: rows of deals, turned into cards with every flag decided.

Written for ten thousand rows at a time, so it does once per read what it can, and looks up instead of working out.
"""

from __future__ import annotations

from datetime import date, datetime

from pipetui.domain import fields, rules
from pipetui.domain.custom_fields import DEAL, CustomValue
from pipetui.domain.deal import OPEN, QUESTIONS, STATUSES, WON
from pipetui.domain.folding import key_of
from pipetui.domain.money import Money, weighted
from pipetui.domain.qualification import STALE, UNKNOWN, stale_before
from pipetui.domain.rates import NO_RATES, ExchangeRates
from pipetui.domain.text import BETWEEN, WITHIN, one_line
from pipetui.domain.urgency import Scale, UrgencyFacts, Weights, is_hot
from pipetui.store import cadences, custom_fields, deal_line, values
from pipetui.store.pipelines import TOLD, gone_stage, pipelines
from pipetui.store.reads.local_days import LocalDays
from pipetui.store.reads.medians import medians
from pipetui.store.values import utc_text
from pipetui.views import PLAIN, Card, NextStep

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from typing import Any, NamedTuple

    from pipetui.domain.custom_fields import CustomField
    from pipetui.domain.dates.when import DateRules
    from pipetui.store.pipelines import Pipelines
    from pipetui.store.reads.medians import Medians
else:
    from pipetui.domain.record import NamedTuple


_CARDS = """
SELECT d.id, d.title, d.status, d.stage_id, d.value_minor, d.currency, d.own_probability, d.source,
       d.created_at, d.created_unknown, d.entered_stage_at, d.expected_close, d.closed_at, d.closed_on,
       d.lost_reason, d.revisit_on,
       d.renewal_on, d.renewal_lead_days, d.parked_until, l.organization, l.tags, {people}, {answers}, {custom},
       l.touched_at, l.last_due,
       f.id, f.what, f.due_on, f.due_time, f.kind, f.turn, f.postponed, f.cadence_id, f.cadence_place,
       d.status = 'open' OR {told}{plain}
{rows}
WHERE d.deleted_at IS {deleted} NULL AND {where}
"""
ROWS = "FROM deal d LEFT JOIN deal_line l ON l.deal_id = d.id LEFT JOIN follow_up f ON f.id = l.step_id"
"""Deals with their ready lines and their earliest steps; one whose line is gone, which `doctor` sees, is among them."""


def _number(value: Any) -> int | None:
    return None if value is None else values.whole(value, -values.LARGEST, values.LARGEST, 0)


_READ: dict[str, Callable[[Any], str | int | None]] = {fields.TEXT: values.text, fields.WHOLE: _number}
_KINDS = {field.attribute: field.kind for field in fields.DEAL if field.kind in fields.PLAIN}
_LARGEST, _LONGEST_LEAD = values.AMOUNT[1], values.DAYS[1]
_PLAIN = [_READ[_KINDS[name]] for name in PLAIN]
"""How each plain column is read."""


class Moment(NamedTuple):
    """What a read is worked out for: the time (aware, the rep's zone), how dates count, how urgency weighs, what other
    currencies are worth."""

    now: datetime
    dates: DateRules
    weights: Weights = Weights()
    rates: ExchangeRates = NO_RATES


class BookFacts(NamedTuple):
    """What a read needs besides the deals, for several reads of one moment: the stages, the medians, how many steps
    each cadence has, and the fields that the rep added."""

    pipelines: Pipelines
    medians: Medians
    lengths: dict[int, int]
    fields: tuple[CustomField, ...] = ()


def know(connection: sqlite3.Connection) -> BookFacts:
    """What reads need besides the deals, as the book stands."""
    here = pipelines(connection)
    fields_of_deals = custom_fields.known(connection, DEAL)
    return BookFacts(here, medians(connection, here.stages), cadences.lengths(connection), fields_of_deals)


class _Days(dict[str, date]):
    """The days of a read by their text: a few hundred, met ten thousand times."""

    def __missing__(self, text: str) -> date:
        found = self[text] = values.day(text)
        return found


class _Answers(dict[str | None, tuple[str, ...]]):
    """The answers in the order of the questions, each old one with its sign, by their text.

    That is `need 2026-11-20T10:00:00Z yes` and the like.
    """

    def __init__(self, now: datetime) -> None:
        self._stale = utc_text(stale_before(now))

    def __missing__(self, text: str | None) -> tuple[str, ...]:
        known = {}
        for entry in text.split(BETWEEN) if text else ():
            question, _, said = entry.partition(" ")
            at, _, answer = said.rpartition(" ")
            known[question] = STALE + answer if at < self._stale and answer != UNKNOWN else answer
        found = self[text] = tuple(known.get(question, UNKNOWN) for question in QUESTIONS)
        return found


class _Custom(dict[str | None, tuple[CustomValue, ...]]):
    """The values of custom fields in the order of the fields, by their text: `7 north␟9 2027-03-01`."""

    def __init__(self, known: tuple[CustomField, ...]) -> None:
        self._known = known

    def __missing__(self, text: str | None) -> tuple[CustomValue, ...]:
        said = {}
        for entry in text.split(BETWEEN) if text else ():
            number, _, value = entry.partition(" ")
            said[number] = value
        found = self[text] = tuple(
            CustomValue(field.id, field.name, field.kind, said[number])
            for field in self._known
            if (number := str(field.id)) in said
        )
        return found


class CardReader:
    """Reads cards as they stand at the moment.

    With `brief` for a list that shows neither people nor a haystack: these are left empty.
    """

    def __init__(
        self, connection: sqlite3.Connection, moment: Moment, *, brief: bool = False, known: BookFacts | None = None
    ) -> None:
        self.brief = brief
        if connection.in_transaction:
            deal_line.settle(connection)
        self.now = moment.now
        self.second = f"{moment.now:%Y-%m-%d%H:%M:%S}"
        self.scale = Scale(moment.weights, moment.now.date(), moment.dates)
        self.pipelines, self.medians, self.lengths, self.fields = known or know(connection)
        self.custom = _Custom(self.fields)
        self.stages = {stage.id: stage for stage in self.pipelines.stages}
        self.progress = self.pipelines.progress()
        self.days, self.answers, self.local = _Days(), _Answers(moment.now), LocalDays(moment.now)

    def sql(self, where: str, *, deleted: bool = False) -> str:
        """The query for the deals that fit the condition `where` over `deal d`, in any order."""
        return _CARDS.format(
            plain="".join(f", d.{name}" for name in PLAIN),
            where=where,
            told=TOLD,
            rows=ROWS,
            deleted="NOT" if deleted else "",
            people="NULL" if self.brief else "l.people",
            answers="NULL" if self.brief else "l.answers",
            custom="NULL" if self.brief or not self.fields else "l.custom",
        )

    def card(self, row: tuple[Any, ...]) -> Card:
        """The card of one row of `sql`."""
        try:
            return self._card(row)
        except values.ODD:
            return self._card(self._sane(row))

    def _sane(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """A row in which another program has left what does not belong there."""
        (
            deal_id, title, status, stage_id, minor, currency, own, source, created, unknown, entered, expected, closed,
            closed_on, reason, revisit, renewal, lead, parked, organization, tags, people, said, more, touched,
            last_due, step_id, what, due_on, due_time, kind, turn, postponed, cadence_id, place, told, *plain,
        ) = row  # fmt: skip
        if stage_id not in self.stages:
            self.stages[stage_id] = gone_stage(stage_id, self.pipelines.default_pipeline)
            self.progress[stage_id] = 0.0
        if minor is not None:
            minor = values.whole(minor, *values.AMOUNT, -1)
        return (
            deal_id, values.text(title), values.word(status, STATUSES, OPEN), stage_id, None if minor == -1 else minor,
            values.text(currency), own if own is None else values.whole(own, *values.PERCENT, 0), values.text(source),
            _moment(created), bool(unknown), _moment(entered), expected, _moment(closed) if closed else None, closed_on,
            values.text(reason), revisit, renewal, values.whole(lead, *values.DAYS, 0), parked,
            values.text(organization), values.text(tags), values.text(people), said, values.text(more),
            _moment(touched) if touched else None, values.text(last_due) or None, step_id, values.text(what), due_on,
            values.clock(due_time), values.text(kind), values.text(turn),
            values.whole(postponed, *values.TIMES, 0), cadence_id,
            place if place is None else values.whole(place, *values.PLACES, 0), told, *plain,
        )  # fmt: skip

    def _card(self, row: tuple[Any, ...]) -> Card:
        (
            deal_id, title, status, stage_id, minor, currency, own, source, created, unknown, entered, expected, closed,
            closed_on, reason, revisit, renewal, lead, parked, organization, tags, people, said, more, touched,
            last_due, step_id, what, due_on, due_time, kind, turn, postponed, cadence_id, place, told, *plain,
        ) = row  # fmt: skip
        if type(minor or 0) is not int or type(own or 0) is not int or type(lead) is not int:
            raise TypeError(minor, own, lead)  # nothing else here would notice
        if lead > _LONGEST_LEAD or (minor or 0) > _LARGEST:
            raise ValueError(lead, minor)
        for at in (created, entered, touched, closed):
            if at and not (len(at) == values.TIME_LENGTH and "0002" < at < "9999"):
                raise ValueError(at)  # a time that another program wrote: without a zone, or that no zone can hold
        stage, days = self.stages[stage_id], self.days
        created_at, entered_at = datetime.fromisoformat(created), datetime.fromisoformat(entered)
        touched_at = datetime.fromisoformat(touched) if touched else None
        close = days[expected] if expected else None
        closed_at = datetime.fromisoformat(closed) if closed else None
        names, roles = _in_order(people) if people else ((), ())
        tagged = tuple(sorted(tags.split(BETWEEN))) if tags else ()
        here, idle = self.local.ago(entered), self.local.ago(touched or created)
        quiet = min(here, idle) if touched else here
        parked_until = days[parked] if parked else None
        if parked_until is not None and parked_until <= self.scale.today:  # its clocks began then (behaviour 8)
            back = (self.scale.today - parked_until).days
            idle, quiet = min(idle, back), min(quiet, back)
        open_now = status == OPEN
        probability = (stage.probability if own is None else own) if open_now else 100 if status == WON else 0
        value = weigh = None
        if minor is not None:
            value = Money(minor, currency)
            weigh = weighted(value, probability)
        step = None
        if step_id is not None:
            if type(postponed) is not int:
                raise TypeError(postponed)  # nothing else here would notice
            nth, of = place_in_cadence(self.lengths, cadence_id, place)
            step = next_step(self.now, step_id, what, days[due_on], due_time, kind, turn, postponed, nth, of)
        facts = UrgencyFacts(
            step.due if step else None,
            step.turn if step else "",
            close,
            weigh.minor if weigh else 0,
            self.medians.weighted.get(currency, 0),
            here,
            self.medians.stays.get(stage_id),
            idle,
            self.progress[stage_id],
            bool(tagged) and is_hot(tagged),
        )
        badge, rotting, urgency = "", 0, 0.0
        if open_now:
            badge = step.state if step else rules.NONE
            ahead = last_due is not None and f"{last_due}:00" >= self.second
            rotting = rules.rotting_days(stage.rotting_days, quiet, ahead)
            urgency = self.scale.urgency(facts)
        own_fields = [read(value) for read, value in zip(_PLAIN, plain, strict=True)] if plain else ()
        held = [value for value in own_fields if isinstance(value, str)]
        return Card(
            deal_id,
            one_line(title),
            status,
            stage_id,
            stage.name if told else "",
            stage.position,
            stage.pipeline_id,
            self.pipelines.names[stage.pipeline_id],
            one_line(organization or ""),
            names,
            value,
            currency,
            probability,
            weigh,
            source,
            tagged,
            None if unknown else created_at,
            entered_at,
            touched_at,
            close,
            closed_at,
            reason,
            days[revisit] if revisit else None,
            days[renewal] if renewal else None,
            lead,
            parked_until,
            step,
            badge,
            rotting,
            idle,
            urgency,
            facts,
            ""
            if self.brief
            else key_of(" ".join((title, organization or "", *names, *tagged, source, *held, f"#{deal_id}"))),
            () if self.brief else self.answers[said],
            roles,
            self.custom[more] if more else (),
            (days[closed_on] if closed_on else date.fromordinal(self.local.ordinal(closed))) if closed_at else None,
            *own_fields,
        )


def _moment(text: Any) -> str:
    """A time as it is stored, whatever stands there."""
    return utc_text(values.moment(text))


def _in_order(people: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names and the roles out of `12 Ann Lee␞champion`, `7 Bob␞`, as the people came to the deal."""
    if BETWEEN not in people:
        name, _, role = people.partition(" ")[2].partition(WITHIN)
        return (name,), (role,) if role else ()
    entries = sorted((entry.partition(" ") for entry in people.split(BETWEEN)), key=_place)
    named = [rest.partition(WITHIN) for _, _, rest in entries]
    return tuple(name for name, _, _ in named), tuple(role for _, _, role in named if role)


def _place(entry: tuple[str, str, str]) -> int:
    """The number an entry begins with; 0 for half a name, where another program wrote one with a BETWEEN in it."""
    return int(entry[0]) if entry[0].isdecimal() else 0


def place_in_cadence(lengths: dict[int, int], cadence_id: int | None, place: int | None) -> tuple[int, int]:
    """Which step of its cadence a follow-up is, from 1, and of how many; two zeros for one of no cadence."""
    if place is None:
        return 0, 0
    return place + 1, max(place + 1, lengths.get(cadence_id or 0, 0))


def next_step(
    now: datetime,
    number: int,
    what: str,
    due: date,
    time: str | None,
    kind: str,
    turn: str,
    postponed: int,
    place: int,
    of: int,
) -> NextStep:
    """A follow-up with its state at `now`."""
    late = max(0, (now.date() - due).days)
    # All of it in order: a tuple that has to look up its defaults takes three times as long to make.
    return NextStep(number, what, due, time, kind, turn, rules.step_state(due, time, now), late, postponed, place, of)
