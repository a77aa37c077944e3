"""Bringing a deal that is in the book to what a later file says about it, through the same moves as by hand.

What the file says as before stays as it is here; what it says otherwise now is written, unless the rep changed it here
meanwhile: that stays, and the conflict is told.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pipetui import render
from pipetui.domain import pipeline
from pipetui.domain.custom_fields import DEAL
from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.domain.folding import key_of
from pipetui.domain.money import Money
from pipetui.exchange.cells import fingerprints
from pipetui.exchange.dates import NOON
from pipetui.exchange.deal_rows import PRINTED, seconds
from pipetui.exchange.mapping import PLAIN
from pipetui.exchange.records import DealRecord, Extra
from pipetui.exchange.verdicts import Judged
from pipetui.exchange.writing import Writer, deal
from pipetui.store import check_ins, contacts, custom_fields, items, stage_events, tags
from pipetui.store.bulk import bulk_insert
from pipetui.store.deal_row import DealRow
from pipetui.store.reads import book_reads
from pipetui.store.undo import journal

_MAIN = 24


class Changed:
    """Which values of a deal another file changed, by what they were known by when it came in last."""

    def __init__(self, before: str, now: str, conflicts: list[str]) -> None:
        known = len(PRINTED) * 4 == len(before) - _MAIN == len(now) - _MAIN
        self._before = _prints(before) if known else {}
        self._now = _prints(now) if known else {}
        self._conflicts = conflicts

    def takes(self, field: str, row: DealRow, mine: object, theirs: object, told: str | Mapping[str, str] = "") -> bool:
        """Whether the deal gets that value: it is another there now, and it is here as it was when it came in.

        A conflict names what the file says as it is `told`, several fields each by its own name.
        """
        if not self._before:
            return True
        if self._before[field] == self._now[field]:
            return False
        if mine == theirs or fingerprints((mine,)) in (self._before[field], "----"):
            return True
        each = told if isinstance(told, Mapping) else {_NAMED.get(field, field): told or str(theirs)}
        self._conflicts += [stays(f"#{row.id} {row.title}", name, text) for name, text in each.items()]
        return False

    def stays(self, why: str, told: str) -> None:
        """Something cannot be what the file says, however often it says so."""
        self._conflicts.append(f"{why}, so the value stays; the file says {told}")


def stays(whose: str, field: str, told: str) -> str:
    """What a conflict says: the rep's own stays, beside what the file has."""
    return f"{whose}: {field} was changed here and stays; the file says {told}"


def change(writer: Writer, judged: Judged, fields: set[str], conflicts: list[str]) -> bool:
    """Write what the row says into its deal; a blank cell changes nothing, and no tag or person is taken off.

    `fields` are those that the file has columns for. Returns whether it is another row than it was: one that
    comes back from our own export, and says what the book says, is the same.
    """
    uow, record = writer.uow, deal(judged)
    before = journal.newest(writer.connection)
    row = uow.row(judged.number)
    changed = Changed(judged.before, record.digest, conflicts)
    _fields(writer, row, record, changed)
    _begin(writer, row, record, changed)
    _touch(row, record)
    _move(writer, row, record, fields, changed)
    if record.probability is not None and row.status == OPEN:
        own = writer.own_probability(record, row.stage_id)
        if changed.takes("probability", row, row.own_probability, own):
            row.own_probability = own
    if record.tags:
        tags.put(writer.connection, row.id, [*tags.held(writer.connection, row.id), *record.tags])
    for person in writer.parties.find(record.parties).people:
        contacts.attach(writer.connection, row.id, person)
    if record.note and not book_reads.is_noted(writer.connection, row.id, record.note):
        uow.add_note(row.id, record.note)
        writer.tally.add(notes=1)
    _own_fields(writer, row, record, changed)
    row.save()
    known = writer.refs.own(writer.system, "deal", judged.key)
    if known is None and not judged.before:
        writer.refs.keep(writer.system, "deal", judged.key, row.id, record.digest)
    elif judged.before == bulk_insert.EXPORTED:
        if not journal.wrote(writer.connection, before):
            return False
        writer.refs.set_digest(writer.system, "deal", judged.key, record.digest)
    else:
        bulk_insert.set_digest(writer.connection, writer.system, row.id, record.digest)
    return True


def _fields(writer: Writer, row: DealRow, record: DealRecord, changed: Changed) -> None:
    if changed.takes("title", row, row.title, record.title):
        row.title, row.key = record.title, key_of(record.title)
    firm = writer.parties.find(record.parties).organization
    if firm is not None and firm != row.organization_id:
        mine = writer.parties.organization_of(row.organization_id).name if row.organization_id else ""
        theirs = record.parties.organization.name if record.parties.organization else ""
        if changed.takes("organization", row, key_of(mine), key_of(theirs), theirs):
            row.organization_id = firm
    if record.minor is not None:
        amount = (record.minor, record.currency)
        if record.currency != row.currency and items.are_priced(writer.connection, row.id):
            changed.stays(f"#{row.id} {row.title}: its items are priced in {row.currency}", _worth(record))
        elif amount != (row.value_minor, row.currency) and (
            changed.takes("minor", row, row.value_minor, record.minor, _worth(record))
            or changed.takes("currency", row, row.currency, record.currency)
        ):
            row.value_minor, row.currency = amount
    for field, value in zip(PLAIN, record.plain, strict=True):
        if value not in ("", None) and changed.takes(field.name, row, getattr(row, field.stored), value):
            setattr(row, field.stored, value)
    expected = record.expected
    if expected not in (None, row.expected_close) and changed.takes("expected", row, row.expected_close, expected):
        row.expected_close = expected


def _own_fields(writer: Writer, row: DealRow, record: DealRecord, changed: Changed) -> None:
    """Values of the rep's own fields that the file tells otherwise now, those that were changed here excepted."""
    if not record.extras:
        return
    fields = {name: writer.own_field(DEAL, name) for name, _ in record.extras}
    held = {value.field_id: value.text for value in custom_fields.of(writer.connection, DEAL, row.id)}
    mine = tuple(Extra(name, held[fields[name]]) for name, _ in record.extras if fields[name] in held)
    other = {name: text for name, text in record.extras if held.get(fields[name]) != text}
    if other and changed.takes("extras", row, mine, record.extras, other):
        for name, text in record.extras:
            custom_fields.put(writer.connection, fields[name], row.id, text)


def _begin(writer: Writer, row: DealRow, record: DealRecord, changed: Changed) -> None:
    created = record.created
    if created is None or not _tells(created, row.created_at, writer.uow.now):
        return
    if not changed.takes("created", row, seconds(row.created_at), seconds(created), f"{created:%Y-%m-%d}"):
        return
    stage_events.put_last(writer.connection, row.id, "created", created)
    if row.entered_stage_at == row.created_at:
        row.entered_stage_at = created
    row.created_at = created
    row.created_unknown = 0


def _touch(row: DealRow, record: DealRecord) -> None:
    """When it was last touched there: the clock goes on, never back, and no touch is made of it."""
    touched = record.touched and record.touched.astimezone(UTC).replace(microsecond=0)
    if touched and (row.touched_elsewhere_at is None or touched > row.touched_elsewhere_at):
        row.touched_elsewhere_at = touched


def _move(writer: Writer, row: DealRow, record: DealRecord, fields: set[str], changed: Changed) -> None:
    if not fields & {"stage", "status", "pipeline", "won_flag", "closed_flag"}:
        return
    uow = writer.uow
    stage = writer.stages.find(record.pipeline, record.stage, record.status) if record.stage else row.stage_id
    mine = writer.stages.names.get(row.stage_id, ("", ""))[1]
    moved = stage != row.stage_id and changed.takes("stage", row, mine, record.stage)
    if row.status == record.status != OPEN:
        _correct(writer, row, record)
        return
    turned = row.status != record.status and changed.takes("status", row, row.status, record.status)
    if not (moved or turned):
        return
    at: datetime = (record.closed or uow.now).astimezone(uow.now.tzinfo)
    if row.status != OPEN and turned:
        uow.record_row(row, pipeline.reopen(row.deal, uow.utc))
    if row.status != OPEN:
        return
    if stage != row.stage_id:
        _to(writer, row, stage)
    if record.status == WON:
        uow.record_row(row, pipeline.win(row.deal, at))
    elif record.status == LOST:
        uow.record_row(row, pipeline.drop(row.deal, writer.reason(record.reason), at))
    _enter_before_closing(row)
    if record.status != OPEN and record.closed is None:  # found closed: the day is not told, and not today for that
        if row.first_won_at == row.closed_at:
            row.first_won_at = None
        row.closed_at = row.closed_on = None


def _to(writer: Writer, row: DealRow, stage: int) -> None:
    """Move a deal to a stage, in its own pipeline or another."""
    stages = book_reads.pipelines(writer.connection).stages
    there = pipeline.stage_of(stages, stage)
    if pipeline.stage_of(stages, row.stage_id).pipeline_id == there.pipeline_id:
        writer.uow.record_row(row, pipeline.move(row.deal, stages, there, writer.uow.utc))
    else:
        row.stage_id, row.entered_stage_at = stage, writer.uow.utc
        stage_events.moved(writer.connection, row.id, stage, writer.uow.utc)


def _correct(writer: Writer, row: DealRow, record: DealRecord) -> None:
    """A deal that stays closed may have been closed on another day, or for another reason."""
    if record.closed is not None and _tells(record.closed, row.closed_at, writer.uow.now):
        stage_events.put_last(writer.connection, row.id, row.status, record.closed)
        if row.first_won_at == row.closed_at:
            row.first_won_at = record.closed
        if row.status == WON:
            check_ins.keep(writer.connection, row.id, row.closed_at or check_ins.UNKNOWN, record.closed)
        row.closed_at, row.closed_on = record.closed, record.closed.astimezone(writer.uow.now.tzinfo).date()
        _enter_before_closing(row)
    if record.status == LOST and record.reason:
        row.lost_reason = writer.reason(record.reason)


def _tells(told: datetime, known: datetime | None, now: datetime) -> bool:
    """Whether a file tells of another moment than the one that is known.

    A day alone, which stands for its noon and today for no later than now, is no other moment of that day.
    """
    if known is None:
        return True
    at, before = told.astimezone(now.tzinfo), known.astimezone(now.tzinfo)
    if at.date() == before.date() and (at.time() == NOON or at >= now):
        return False
    return seconds(at) != seconds(before)


def _enter_before_closing(row: DealRow) -> None:
    """No deal comes into a stage after it was closed there."""
    if row.closed_at is not None:
        row.entered_stage_at = min(row.entered_stage_at, row.closed_at)


_NAMED = {"minor": "value", "expected": "expected close"}


def _worth(record: DealRecord) -> str:
    return "" if record.minor is None else render.money(Money(record.minor, record.currency))


def _prints(digest: str) -> dict[str, Any]:
    prints = digest[_MAIN:]
    return {name: prints[place * 4 : place * 4 + 4] for place, name in enumerate(PRINTED)}
