"""Writing the deals of an import by the batch: the same rows as the gestures write, at a thousandth of the ceremony."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pipetui.domain.custom_fields import CHOICE, TEXT
from pipetui.domain.deal import LOST, OPEN
from pipetui.domain.folding import fold, key_of
from pipetui.exchange.mapping import PLAIN
from pipetui.exchange.own_columns import OwnColumn
from pipetui.exchange.parties import PartyBatch
from pipetui.exchange.receipt import FileTally
from pipetui.exchange.records import DealRecord, Extra
from pipetui.exchange.refs import Refs
from pipetui.exchange.stage_making import StageMaker
from pipetui.exchange.verdicts import Judged
from pipetui.store import custom_fields
from pipetui.store.bulk import bulk_insert
from pipetui.store.reads import book_reads
from pipetui.store.schema import tables
from pipetui.store.unit_of_work import UnitOfWork

_DEAL = " ".join(
    (
        "id title key value_minor currency status stage_id entered_stage_at organization_id expected_close",
        "own_probability created_at closed_at closed_on first_won_at lost_reason lost_stage_id",
        "created_unknown lost_note touched_elsewhere_at",
        *(field.stored for field in PLAIN),
    )
)
_REMEMBERED = 5_000


def _moments(record: DealRecord, now: datetime) -> tuple[datetime, datetime, datetime | None]:
    """When a new deal was made, came into its stage and was closed, never out of that order, whatever its row tells."""
    closed = None if record.status == OPEN else record.closed
    created = record.created
    if created is None:
        known = [at for at in (record.entered, record.touched, closed) if at is not None and at <= now]
        created = min(known, default=now)
    if closed is not None and closed < created:  # entered into the other system after the fact
        created = closed
    entered = record.entered
    if entered is None or entered < created or entered > now:
        entered = created
    # Some systems count the closing as the last change of stage, or go on changing what is closed.
    return created, entered if closed is None else min(entered, closed), closed


class Writer:
    """The writing side of one import inside its gesture."""

    def __init__(self, uow: UnitOfWork, stages: StageMaker, refs: Refs, tally: FileTally) -> None:
        self.uow = uow
        self.connection = uow.connection
        self.stages, self.refs, self.tally = stages, refs, tally
        self._reasons = {fold(name): name for name in book_reads.loss_reasons(self.connection)}
        self._texts: dict[datetime, str] = {}
        self._fields: dict[tuple[str, str], int] = {}
        self.system, self.headings = "", {"person": "", "organization": "", "deal": ""}
        self.parties = PartyBatch(self.connection, self.text(uow.utc), self.text, refs)
        self._own: dict[str, OwnColumn] = {}

    def begin(self, system: str, headings: dict[str, str], own: Sequence[OwnColumn] = ()) -> None:
        """Go on with the records of another table, by whose name its ids are known, and with its `own` fields."""
        self.system, self.headings = system, headings
        self.parties.forget()
        self._own = {column.name: column for column in own}

    def add_deals(self, batch: Sequence[Judged]) -> None:
        """Write new deals with everything that hangs on them."""
        if not batch:
            return
        strangers = self.parties.strangers(deal(row).parties for row in batch)
        self.parties.begin(strangers, self.system, self.headings)
        first = bulk_insert.next_id(self.connection, tables.Deal)
        system, now, text = self.system, self.uow.utc, self.text
        deals: list[tuple[Any, ...]] = []
        events: list[tuple[Any, ...]] = []
        tags: list[tuple[int, str]] = []
        notes: list[tuple[int, str, str]] = []
        people: list[tuple[int, int]] = []
        steps: list[tuple[int, str, str, str]] = []
        items: list[tuple[Any, ...]] = []
        custom: list[tuple[str, int, tuple[Extra, ...]]] = []
        for deal_id, judged in enumerate(batch, first):
            record = deal(judged)
            created, entered, closed = _moments(record, now)
            created_at = text(created)
            stage = self.stages.find(record.pipeline, record.stage, record.status)
            found = self.parties.find(record.parties)
            expected = record.expected.isoformat() if record.expected else None
            own = None if record.probability is None else self.own_probability(record, stage)
            place = (record.status, stage, text(entered), found.organization, expected, own)
            # Where only the outcome is kept nobody knows in which stage it was: it stands somewhere, for it may be
            # opened again, but its history names none (see `pipelines.TOLD`).
            was_in = stage if record.stage_is_told else None
            events.append((deal_id, "created", created_at, None, was_in, None, ""))
            ends: tuple[Any, ...] = (created_at, None, None, None, "", None)
            if record.status != OPEN:
                lost, reason = record.status == LOST, self.reason(record.reason)
                closed_at = on = None  # a day that nobody told is unknown, and in no report of a period
                if closed is not None:
                    closed_at, on = text(closed), closed.astimezone(self.uow.now.tzinfo).date().isoformat()
                    # Through which stages it went is not told: it stayed in none of them for so long.
                    events.append((deal_id, record.status, closed_at, was_in, None, None, reason))
                ends = (created_at, closed_at, on, None if lost else closed_at, reason, was_in if lost else None)
            touched = None if record.touched is None else text(record.touched)
            more = (record.created is None, record.loss_note, touched)
            named = (deal_id, record.title, key_of(record.title), record.minor, record.currency)
            deals.append((*named, *place, *ends, *more, *record.plain))
            tags += [(deal_id, tag) for tag in record.tags]
            if record.note:
                notes.append((deal_id, record.note, created_at))
            people += [(deal_id, person) for person in found.people]
            if record.next_on is not None:
                steps.append((deal_id, record.next_step, record.next_on.isoformat(), text(now)))
            items += [(deal_id, *item[:5], place) for place, item in enumerate(record.items)]
            if record.extras:
                custom.append(("deal", deal_id, record.extras))
            self.refs.keep(system, "deal", judged.key, deal_id, record.digest)
            self.tally.deal(record, self.stages.names[stage])
        counted = {"notes": len(notes), "follow-ups": len(steps), "items": len(items)}
        self.tally.add(**counted)
        self.put(
            (
                (tables.Deal, _DEAL, deals),
                (tables.StageEvent, "deal_id kind at from_stage_id to_stage_id stayed_s note", events),
                (tables.DealPerson, "deal_id person_id", people),
                (tables.DealTag, "deal_id tag", tags),
                (tables.Note, "deal_id text at", notes),
                (tables.FollowUp, "deal_id what due_on created_at", steps),
                (tables.DealItem, "deal_id name quantity_milli price_minor discount_milli billing position", items),
            ),
            custom,
        )
        ids = {row.key: deal_id for deal_id, row in enumerate(batch, first) if deal(row).key}
        titles = {key_of(deal(row).title): deal_id for deal_id, row in reversed([*enumerate(batch, first)])}
        self.tally.add(**{"follow-ups": self.refs.arrived(system, ids, titles)})

    def put(
        self, batches: Iterable[bulk_insert.Batch], custom: Sequence[tuple[str, int, tuple[Extra, ...]]] = ()
    ) -> None:
        """Insert everybody who is new, these rows, what stands in fields of the rep's own, and the ids."""
        people, organizations = self.parties.count()
        self.tally.add(people=people, organizations=organizations)
        made = self.parties.made()
        values = self.missing([*custom, *self.parties.custom])
        bulk_insert.insert_journaled(
            self.connection,
            self.uow.transaction.step_id,
            (*made, *batches, (tables.CustomValue, "field_id entity_id value", values), self.refs.made()),
        )
        self.parties.flushed()

    def missing(self, custom: Sequence[tuple[str, int, tuple[Extra, ...]]]) -> list[tuple[int, int, str]]:
        """Rows of values that are not there, each field made when it is first met; what somebody has in one stays."""
        found: dict[tuple[int, int], str] = {}
        for entity, number, extras in custom:
            for heading, text in extras:
                field = self.own_field(entity, heading)
                found.setdefault((field, number), text)
        if custom:
            known = bulk_insert.custom_known(self.connection, found)
            return [(field, number, text) for (field, number), text in found.items() if (field, number) not in known]
        return []

    def own_field(self, entity: str, name: str) -> int:
        """The number of a field of the rep's own, made when it is first met."""
        found = self._fields.get((entity, name))
        if found is None:
            column = self._own.get(name)
            kind, options = (column.kind, column.options) if column else (TEXT, ())
            made = custom_fields.ensure(self.connection, entity, name, kind, options if kind == CHOICE else ())
            found = self._fields[entity, name] = made
        return found

    def own_probability(self, record: DealRecord, stage_id: int) -> int | None:
        """What is set by hand: the percentage of an open deal that differs from its stage's."""
        differs = record.status == OPEN and record.probability != self.stages.percents.get(stage_id)
        return record.probability if differs else None

    def reason(self, word: str) -> str:
        """A loss reason in the book's own spelling when it is one of the book's."""
        return self._reasons.get(fold(word), word) if word else ""

    def text(self, at: datetime) -> str:
        """A moment as the store keeps it."""
        found = self._texts.get(at)
        if found is None:
            if len(self._texts) >= _REMEMBERED:
                self._texts.clear()
            found = self._texts[at] = tables.utc_text(at)
        return found


def deal(judged: Judged) -> DealRecord:
    """The record of a deal."""
    assert isinstance(judged.record, DealRecord)
    return judged.record
