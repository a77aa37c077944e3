"""Writing notes, activities and lines of deals, each to what it belongs to; what belongs to nothing is no deal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pipetui.domain.deal import LOST, OPEN
from pipetui.domain.folding import key_of
from pipetui.domain.money import Money
from pipetui.domain.wording import quoted
from pipetui.exchange.activity_rows import NOTE
from pipetui.exchange.cells import fingerprints
from pipetui.exchange.compare_rows import parties_of
from pipetui.exchange.lead_deals import key_of_lead
from pipetui.exchange.records import ActivityRow, FailedRow, ItemRecord, ItemRow, Links, NoteRow, Record
from pipetui.exchange.refs import TITLED, UNNAMED, is_unnamed
from pipetui.exchange.verdicts import Judged, Verdict
from pipetui.exchange.writing import Writer
from pipetui.exchange.writing_contacts import ENTITY_OF_FIRM
from pipetui.render import money
from pipetui.store.bulk import bulk_insert, event_rows, item_rows
from pipetui.store.bulk.awaited import AwaitedStep
from pipetui.store.schema import tables

_MAIN = 24
_NO_STEP = "planned, but no open deal could take it as its next step: kept as a note"
_OTHER_MONEY = "a price in another currency than the deal's: kept in a note"
_NOWHERE = "it belongs to no deal, person or organization that is known"
_SEVERAL = "several deals are called as it says: kept with the person or the organization"


class Owner(NamedTuple):
    """What a note or an activity belongs to, by numbers; `several` says that the title it names is that of many."""

    deal: int | None
    person: int | None
    organization: int | None
    several: bool = False


class EventWriter:
    """Writes the batches of one table of notes, activities or products."""

    def __init__(self, writer: Writer, conflicts: list[str], warn: dict[str, int], orphans: dict[str, int]) -> None:
        """`warn` counts what is told by its words, `orphans` what waits for a deal, by the deal's name or id."""
        self._writer, self._conflicts, self._warn, self._orphans = writer, conflicts, warn, orphans
        self._titled: dict[str, list[tuple[int, int | None]]] = {}
        self._status: dict[int, str] = {}
        self._steps: set[int] = set()

    def write(self, batch: Sequence[Judged]) -> list[tuple[Judged, Verdict | FailedRow]]:
        """Write what is new or changed; returns what became of each row."""
        writer, connection = self._writer, self._writer.connection
        writer.parties.begin([parties_of(row.record) for row in batch], writer.system, writer.headings)
        links = [_links(row) for row in batch]
        titles = {key_of(one.deal) for one in links if one.deal}
        self._titled = event_rows.deals_titled(connection, titles) if titles else {}
        self._rows: dict[type[Any], list[tuple[Any, ...]]] = {}
        self._next = {
            kind: bulk_insert.next_id(connection, kind)
            for kind in (tables.Note, tables.Touch, tables.FollowUp, tables.DealItem, tables.Product)
        }
        told: list[tuple[Judged, Verdict | FailedRow]] = []
        for row, named in zip(batch, links, strict=True):
            if row.verdict is Verdict.SAME:
                told.append((row, row.verdict))
            elif row.verdict is Verdict.CHANGED and row.number:
                self._bring(row)
                told.append((row, Verdict.CHANGED))
            else:
                record = row.record
                owner = self._owner(named, record)
                told.append((row, self._one(row, owner)))
        made = {kind: rows for kind, rows in self._rows.items() if rows}
        writer.tally.add(
            notes=len(made.get(tables.Note, ())),
            touches=len(made.get(tables.Touch, ())),
            items=len(made.get(tables.DealItem, ())),
            **{"follow-ups": len(made.get(tables.FollowUp, ()))},
        )
        writer.put([(kind, _COLUMNS[kind], made[kind]) for kind in _COLUMNS if kind in made])
        return told

    def _one(self, row: Judged, owner: Owner) -> Verdict | FailedRow:
        record = row.record
        if isinstance(record, ItemRow):
            return self._item(row, record, owner)
        assert isinstance(record, NoteRow | ActivityRow)
        if owner.several and owner.person is None and owner.organization is None:
            return FailedRow(record.line, record.cells, _many(record.links))
        if owner.several:
            self._warn[_SEVERAL] = self._warn.get(_SEVERAL, 0) + 1
        if owner == (None, None, None, False):
            deal = _deal_named(record.links)
            if not deal:
                return FailedRow(record.line, record.cells, _NOWHERE)
            self._orphans[deal] = self._orphans.get(deal, 0) + 1
        if isinstance(record, NoteRow):
            number = self._note(record.text, record.at, owner)
            self._keep(row, "note", number, record.text)
            self._wait(record.links, owner, "note", number)
            return Verdict.NEW
        if record.kind == NOTE:
            number = self._note(record.text, record.at or record.created, owner)
            self._keep(row, "activity note", number, record.text)
            self._wait(record.links, owner, "note", number)
            return Verdict.NEW
        if record.done:
            number = self._touch(record, owner)
            self._keep(row, "activity", number, record.text)
            self._wait(record.links, owner, "touch", number)
            return Verdict.NEW
        self._step(row, record, owner)
        return Verdict.NEW

    def _note(self, text: str, at: datetime | None, owner: Owner) -> int:
        uow = self._writer.uow
        when = self._writer.text(uow.utc if at is None or at > uow.now else at)
        deal, person, organization, _ = owner
        only = (deal, None if deal else person, None if deal or person else organization)
        return self._add(tables.Note, (*only, text, when))

    def _touch(self, record: ActivityRow, owner: Owner) -> int:
        uow = self._writer.uow
        at = record.at or record.created or uow.utc
        when = self._writer.text(min(at, uow.now))
        alone = owner.organization if owner.deal is None and owner.person is None else None
        kind = record.kind or "message"
        told = (kind, record.direction, record.outcome, when, record.text)
        return self._add(tables.Touch, (owner.deal, owner.person, *told, alone))

    def _step(self, row: Judged, record: ActivityRow, owner: Owner) -> None:
        deal = owner.deal
        if deal is None:
            found = event_rows.open_deals_of(self._writer.connection, owner.person, owner.organization)
            deal = found[0] if len(found) == 1 else None
        due = record.due
        if deal is None or due is None or (record.finished is None and self._is_lost(deal)):
            when = (
                "" if due is None else f" ({due.isoformat()}{f' {record.due_time:%H:%M}' if record.due_time else ''})"
            )
            text = f"To do{when}: {record.text}"
            number = self._note(text, record.created, owner)
            self._keep(row, "activity note", number, text)
            if deal is None and due is not None and _deal_named(record.links):
                clock = f"{record.due_time:%H:%M}" if record.due_time else None
                what = " ".join(record.text.split("\n")[0].split())
                system, key = self._writer.system, row.key
                planned = AwaitedStep(what, due.isoformat(), clock, record.kind, text, system, key)
                self._wait(record.links, owner, "todo", number, planned)
                return
            self._wait(record.links, owner, "note", number)
            self._warn[_NO_STEP] = self._warn.get(_NO_STEP, 0) + 1
            return
        if record.finished is None and self._names(row, record, deal):
            return  # a column of the deal told it
        created = record.created
        at = self._writer.text(self._writer.uow.utc if created is None else min(created, self._writer.uow.now))
        clock = f"{record.due_time:%H:%M}" if record.due_time else None
        what = " ".join(record.text.split("\n")[0].split())
        ended = record.finished
        done_at = None if ended is None else self._writer.text(min(ended, self._writer.uow.now))
        number = self._add(tables.FollowUp, (deal, what, due.isoformat(), clock, record.kind, at, done_at))
        self._steps.add(number)
        if "\n" in record.text:
            self._note(record.text, created, owner._replace(deal=deal))
        self._keep(row, "step", number, what)

    def _names(self, row: Judged, record: ActivityRow, deal: int) -> bool:
        """Whether the deal's own row told of this step, by its day or by its words as well."""
        assert record.due is not None
        clock = f"{record.due_time:%H:%M}" if record.due_time else None
        what = " ".join(record.text.split("\n")[0].split())
        connection = self._writer.connection
        number = event_rows.bare_step(connection, deal, record.due.isoformat(), what)
        if number is None or number in self._steps:  # two of one day are two
            return False
        event_rows.name_step(connection, number, what, clock, record.kind)
        self._steps.add(number)
        self._keep(row, "step", number, what)
        return True

    def _wait(self, links: Links, owner: Owner, entity: str, number: int, planned: AwaitedStep | None = None) -> None:
        """The deal of a note, a touch or what is planned may come in with a later file."""
        if owner.deal is not None or owner.several:
            return
        writer = self._writer
        if links.deal_id:
            # Where nobody names the system, the deals' own column must be called as this one.
            unnamed = f"{UNNAMED} {writer.headings.get('deal', '')}"
            system = unnamed if is_unnamed(writer.system) else writer.system
            writer.refs.await_deal(system, links.deal_id, entity, number, planned)
        elif links.deal:
            writer.refs.await_deal(TITLED, key_of(links.deal), entity, number, planned)

    def _is_lost(self, deal: int) -> bool:
        return self._status_of(deal) == LOST

    def _status_of(self, deal: int) -> str:
        if deal not in self._status:
            self._status.update(event_rows.status_of(self._writer.connection, [deal]))
        return self._status.get(deal, "")

    def _item(self, row: Judged, record: ItemRow, owner: Owner) -> Verdict | FailedRow:
        item, connection = record.item, self._writer.connection
        if owner.deal is not None:
            place = item_rows.items_of(connection, owner.deal)
            place += sum(made[0] == owner.deal for made in self._rows.get(tables.DealItem, ()))
            product = item_rows.product(connection, key_of(item.name))
            note = record.note
            if item.price is not None and (record.in_currency or item.currency):
                sold_in, priced_in = item_rows.currency_of(connection, owner.deal), item.currency or record.currency
                if sold_in not in ("", priced_in):  # what is sold is priced in the currency of its deal
                    price = money(Money(item.price, priced_in))
                    note = "\n".join(filter(None, (note, f"Price: {price}")))
                    item = item._replace(price=None)
                    self._warn[_OTHER_MONEY] = self._warn.get(_OTHER_MONEY, 0) + 1
            told = (owner.deal, product, item.name, item.quantity, item.price, item.discount, item.billing, place)
            self._keep(row, "item", self._add(tables.DealItem, told), str(item[:5]))
            if note:
                self._note(f"{item.name}: {note}", None, owner)
            return Verdict.NEW
        if record.links.deal_id or record.links.deal:
            reason = _many(record.links) if owner.several else "it belongs to no deal that is known"
            return FailedRow(record.line, record.cells, reason)
        known = item_rows.product(connection, key_of(item.name))
        if known is not None or any(made[2] == key_of(item.name) for made in self._rows.get(tables.Product, ())):
            return Verdict.SAME
        told_of = (item.name, key_of(item.name), item.code, record.unit, item.price, record.currency, item.billing)
        number = self._next[tables.Product] + len(self._rows.get(tables.Product, ()))
        self._rows.setdefault(tables.Product, []).append((number, *told_of))
        self._writer.refs.keep(self._writer.system, "product", row.key, number, record.digest)
        return Verdict.NEW

    def _bring(self, row: Judged) -> None:
        """Write what a later file says of a note, touch or follow-up, where nobody changed it here since."""
        record, writer, connection = row.record, self._writer, self._writer.connection
        if isinstance(record, ItemRow):
            self._bring_item(row, record.item)
            return
        entity = row.entity or "note"
        table = _TABLE[entity]
        mine, before = event_rows.text_of(connection, table, row.number), row.before[_MAIN:]
        text = record.text if isinstance(record, NoteRow | ActivityRow) else ""
        if isinstance(record, ActivityRow) and entity == "step":
            if record.done:
                at = writer.text(min(record.at or writer.uow.utc, writer.uow.now))
                event_rows.finish(connection, row.number, at)
                self._keep(row, "activity", self._touch(record, self._owner(record.links, record)), text)
                return
            if record.due is not None:
                clock = f"{record.due_time:%H:%M}" if record.due_time else None
                event_rows.put_off(connection, row.number, record.due.isoformat(), clock)
        elif text and text != mine:
            if before and fingerprints((mine,)) != before:
                self._conflicts.append(f"{entity} {row.key}: its words stay, for they were changed here")
            else:
                event_rows.set_text(connection, table, row.number, text)
        writer.refs.set_digest(writer.system, entity, row.key, record.digest + fingerprints((text,)))

    def _bring_item(self, row: Judged, item: ItemRecord) -> None:
        """Write what a later file says of a line of a deal, unless it was changed here; a product of the list stays."""
        writer, before = self._writer, row.before[_MAIN:]
        if row.entity == "item":
            mine = item_rows.item(writer.connection, row.number)
            if before and fingerprints((str(mine),)) != before:
                self._conflicts.append(f"{item.name}: its line stays, for it was changed here")
            else:
                item_rows.set_item(writer.connection, row.number, item[:5])
        told = fingerprints((str(item[:5]),)) if row.entity == "item" else ""
        writer.refs.set_digest(writer.system, row.entity, row.key, row.record.digest + told)

    def _keep(self, row: Judged, entity: str, number: int, text: str) -> None:
        writer = self._writer
        writer.refs.keep(writer.system, entity, row.key, number, row.record.digest + fingerprints((text,)))

    def _add(self, kind: type[Any], row: tuple[Any, ...]) -> int:
        rows = self._rows.setdefault(kind, [])
        rows.append(row)
        return self._next[kind] + len(rows) - 1

    def _owner(self, links: Links, record: Record) -> Owner:
        """What is meant by the links; where they name a deal by its title, the `record` tells which of several."""
        writer = self._writer
        parties = writer.parties
        person = organization = None
        firm = links.organization
        if firm is not None:
            organization = parties.organization(firm) if firm.name else parties.known_organization(firm)
        if links.person is not None:
            person = parties.known_person(links.person, organization)
            if person is None and links.person.name and (links.person.key or links.person.points):
                person = parties.person(links.person, organization)
        if links.lead_id and person is None:
            headed = writer.headings.get("lead", "")
            person = writer.refs.linked(writer.system, "lead", links.lead_id, headed) or None
            if person is None and organization is None:
                organization = writer.refs.linked(writer.system, ENTITY_OF_FIRM, links.lead_id, headed) or None
        deal: int | None = None
        if links.lead_id:  # where leads are deals
            deal = writer.refs.linked(writer.system, "deal", key_of_lead(links.lead_id)) or None
        if links.deal_id and deal is None:
            headed = writer.headings.get("deal", "")
            deal = next(
                (
                    number
                    for key in (links.deal_id, key_of_lead(links.deal_id))
                    if (number := writer.refs.linked(writer.system, "deal", key, headed))
                ),
                None,
            )
            if deal is None and person is None and organization is None:
                # Some name whatever a row belongs to by one id (Salesforce's WhatId).
                organization = writer.refs.linked(writer.system, "organization", links.deal_id) or None
                person = next(
                    (n for e in ("person", "lead") if (n := writer.refs.linked(writer.system, e, links.deal_id))), None
                )
        several = False
        if links.deal and deal is None and (not links.deal_id or isinstance(record, ItemRow)):
            found = self._titled.get(key_of(links.deal), [])
            near: Sequence[int] = [
                number for number, firm_id in found if organization is None or firm_id == organization
            ]
            if len(near) > 1:
                near = self._meant(near, person, record)
            several = len(near) > 1
            deal = near[0] if len(near) == 1 else None
        return Owner(deal, person, organization, several)

    def _meant(self, deals: Sequence[int], person: int | None, record: Record) -> Sequence[int]:
        """Of deals that are called alike those with the person, and of these those that were under way then."""
        connection = self._writer.connection
        if person is not None:
            deals = event_rows.with_person(connection, deals, person) or deals
        if isinstance(record, ActivityRow) and not record.done and record.finished is None:
            return [number for number in deals if self._status_of(number) == OPEN]
        at = record.at if isinstance(record, ActivityRow | NoteRow) else None
        if len(deals) > 1 and at is not None:
            deals = event_rows.alive_at(connection, deals, self._writer.text(at)) or deals
        return deals


_TABLE = {"note": "note", "activity": "touch", "step": "follow_up", "activity note": "note"}
_COLUMNS: dict[type[Any], str] = {
    tables.Product: "id name key code unit price_minor currency billing",
    tables.Note: "deal_id person_id organization_id text at",
    tables.Touch: "deal_id person_id kind direction outcome at text organization_id",
    tables.FollowUp: "deal_id what due_on due_time kind created_at done_at",
    tables.DealItem: "deal_id product_id name quantity_milli price_minor discount_milli billing position",
}


def _many(links: Links) -> str:
    return f"several deals are called {quoted(links.deal)}"


def _deal_named(links: Links) -> str:
    """The deal that a row says it belongs to, by its title or its id there; "" for none."""
    return links.deal or links.deal_id


def _links(row: Judged) -> Links:
    record = row.record
    assert isinstance(record, NoteRow | ActivityRow | ItemRow)
    return record.links
