"""Bringing a deal that is in the book to what a later file says about it, through the same moves as by hand."""

from datetime import UTC

from pipetui.domain import pipeline
from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.domain.folding import key_of
from pipetui.exchange.compare_rows import Judged
from pipetui.exchange.mapping import PLAIN
from pipetui.exchange.records import Incoming
from pipetui.exchange.writing import Writer
from pipetui.store import check_ins, contacts, stage_events, tags
from pipetui.store.bulk import bulk_insert
from pipetui.store.deal_row import DealRow
from pipetui.store.reads import book_reads


def change(writer: Writer, judged: Judged) -> None:
    """Write what the row says into its deal; a blank cell changes nothing, and no tag or person is taken off."""
    uow, deal = writer.uow, judged.deal
    row = uow.row(judged.deal_id)
    row.title, row.key = deal.title, key_of(deal.title)
    owner = contacts.organization(writer.connection, deal.parties.organization, uow.at)
    if owner is not None:
        row.organization_id = owner
    if deal.minor is not None:
        row.value_minor, row.currency = deal.minor, deal.currency
    for field, value in zip(PLAIN, deal.plain, strict=True):
        if value not in ("", None):
            setattr(row, field.stored, value)
    row.expected_close = deal.expected or row.expected_close
    _begin(writer, row, deal)
    _move(writer, row, deal)
    if deal.probability is not None and row.status == OPEN:
        row.own_probability = writer.own_probability(deal, row.stage_id)
    if deal.tags:
        tags.put(writer.connection, row.id, [*tags.held(writer.connection, row.id), *deal.tags])
    contacts.attach_named(
        writer.connection,
        judged.deal_id,
        row.organization_id,
        deal.parties.people,
        deal.parties.emails,
        deal.parties.phones,
        uow.at,
    )
    if deal.note and not book_reads.is_noted(writer.connection, row.id, deal.note):
        uow.add_note(judged.deal_id, deal.note)
    bulk_insert.set_digest(writer.connection, writer.plan.options.system, judged.deal_id, deal.digest)
    writer.parties.forget()
    row.save()


def _begin(writer: Writer, row: DealRow, deal: Incoming) -> None:
    if deal.created is None or deal.created.astimezone(UTC).replace(microsecond=0) == row.created_at:
        return
    stage_events.put_last(writer.connection, row.id, "created", deal.created)
    if row.entered_stage_at == row.created_at:
        row.entered_stage_at = deal.created
    row.created_at = deal.created


def _move(writer: Writer, row: DealRow, deal: Incoming) -> None:
    told = {column.field for column in writer.plan.columns}
    if not told & {"stage", "status"}:
        return
    uow = writer.uow
    at = (deal.closed or uow.now).astimezone(uow.now.tzinfo)
    if row.status == deal.status != OPEN:
        _correct(writer, row, deal)
        return
    if row.status != OPEN:
        uow.record_row(row, pipeline.reopen(row.deal, uow.utc))
    stage = writer.stage_id(deal.stage, deal.status) if deal.stage else row.stage_id
    if stage != row.stage_id:
        stages = book_reads.pipelines(writer.connection).stages
        uow.record_row(row, pipeline.move(row.deal, stages, pipeline.stage_of(stages, stage), uow.utc))
    if deal.status == WON:
        uow.record_row(row, pipeline.win(row.deal, at))
    elif deal.status == LOST:
        uow.record_row(row, pipeline.drop(row.deal, writer.reason(deal.reason), at))
    if deal.status != OPEN and deal.closed is None:  # found closed: the day it was is not told, and not today for that
        if row.first_won_at == row.closed_at:
            row.first_won_at = None
        row.closed_at = row.closed_on = None


def _correct(writer: Writer, row: DealRow, deal: Incoming) -> None:
    """A deal that stays closed may have been closed on another day, or for another reason."""
    if deal.closed is not None and deal.closed != row.closed_at:
        stage_events.put_last(writer.connection, row.id, row.status, deal.closed)
        if row.first_won_at == row.closed_at:
            row.first_won_at = deal.closed
        if row.status == WON:
            check_ins.keep(writer.connection, row.id, row.closed_at or check_ins.UNKNOWN, deal.closed)
        row.closed_at, row.closed_on = deal.closed, deal.closed.astimezone(writer.uow.now.tzinfo).date()
    if deal.status == LOST and deal.reason:
        row.lost_reason = writer.reason(deal.reason)
