"""Further rows of a deal that a file named before: lines of what it is for, and others who take part in it."""

from collections.abc import Sequence
from typing import Any

from pipetui.domain.folding import key_of
from pipetui.exchange.items import not_in
from pipetui.exchange.records import DealRecord, ItemRecord
from pipetui.exchange.verdicts import Judged
from pipetui.exchange.writing import Writer, deal
from pipetui.store import contacts, tags
from pipetui.store.bulk import bulk_insert, item_rows
from pipetui.store.reads import book_reads
from pipetui.store.schema import tables

_MAIN = 24


def _priced(writer: Writer, record: DealRecord, number: int) -> tuple[ItemRecord, ...]:
    """The lines of the row; an amount that is not the deal's is the line's, and the deal is worth so much more."""
    currency = item_rows.currency_of(writer.connection, number)
    if currency not in ("", record.currency) and (record.minor is not None or any(item.price for item in record.items)):
        priced = [item if item.price is not None else item._replace(price=record.minor) for item in record.items]
        for item in priced:
            if item.price is not None:
                writer.uow.add_note(number, not_in(item, record.currency, currency))
                writer.tally.add(notes=1)
        return tuple(item._replace(price=None) for item in record.items)
    if len(record.items) != 1 or record.minor is None:
        return record.items
    worth = item_rows.worth_of(writer.connection, number)
    if worth == record.minor:  # each row tells what the whole deal is worth
        return record.items
    item_rows.add_worth(writer.connection, number, record.minor)
    place = writer.stages.names[writer.stages.find(record.pipeline, record.stage, record.status)]
    writer.tally.more(record, place)
    (item,) = record.items
    return (item if item.price is not None else item._replace(price=record.minor),)


def write_more(writer: Writer, rows: Sequence[Judged]) -> None:
    """Write what the rows add to their deals; one that came in before adds nothing."""
    system, connection, refs = writer.system, writer.connection, writer.refs
    keys = [f"{row.key}:{row.record.digest[:_MAIN]}" for row in rows]
    refs.also({"deal": {row.key for row in rows}, "item": set(keys)})
    writer.parties.begin([deal(row).parties for row in rows], system, writer.headings)
    first = bulk_insert.next_id(connection, tables.DealItem)
    items: list[tuple[Any, ...]] = []
    attached: list[tuple[int, int]] = []
    for row, key in zip(rows, keys, strict=True):
        found = refs.own(system, "deal", row.key)
        if found is None or not found.entity_id or refs.own(system, "item", key) is not None:
            continue
        record, number = deal(row), found.entity_id
        for item in _priced(writer, record, number):
            place = item_rows.items_of(connection, number) + sum(made[0] == number for made in items)
            product = item_rows.product(connection, key_of(item.name))
            items.append((number, product, *item[:5], place))
            refs.keep(system, "item", key, first + len(items) - 1, record.digest)
        row_people = writer.parties.find(record.parties).people
        for person in row_people:
            attached.append((number, person))
        if record.tags:
            tags.put(connection, number, [*tags.held(connection, number), *record.tags])
        if record.note and not book_reads.is_noted(connection, number, record.note):
            writer.uow.add_note(number, record.note)
            writer.tally.add(notes=1)
    writer.tally.add(items=len(items))
    columns = "deal_id product_id name quantity_milli price_minor discount_milli billing position"
    writer.put(((tables.DealItem, columns, items),))
    for number, person in attached:
        contacts.attach(connection, number, person)
