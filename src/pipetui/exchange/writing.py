"""Writing new deals by the batch: the same rows as the gestures write, at a thousandth of the ceremony."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pipetui.domain import pipeline
from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.domain.folding import fold, key_of
from pipetui.exchange.compare_rows import Judged
from pipetui.exchange.mapping import PLAIN
from pipetui.exchange.parties import PartyBatch
from pipetui.exchange.plan import Plan
from pipetui.exchange.records import Incoming
from pipetui.store.bulk import bulk_insert
from pipetui.store.reads import book_reads
from pipetui.store.schema import tables
from pipetui.store.unit_of_work import UnitOfWork

_DEAL = " ".join(
    (
        "id title key value_minor currency status stage_id entered_stage_at organization_id expected_close",
        "own_probability created_at closed_at closed_on first_won_at lost_reason lost_stage_id",
        *(field.stored for field in PLAIN),
    )
)
_REMEMBERED = 20_000


class Writer:
    """The writing side of one import inside its gesture."""

    def __init__(self, uow: UnitOfWork, plan: Plan) -> None:
        self.uow = uow
        self.plan = plan
        self.connection = uow.connection
        here = uow.pipelines
        self._stages = list(here.of(here.default_pipeline))
        pipeline.check_any(self._stages)
        self._ids = {fold(stage.name): stage.id for stage in self._stages}
        self._percent = {stage.id: stage.probability for stage in self._stages}
        self._new = [meaning.ours for meaning in plan.words if meaning.new]
        self.made: set[str] = set()
        """The stages that were made."""
        self._reasons = {fold(name): name for name in book_reads.loss_reasons(self.connection)}
        self._asked: dict[tuple[str, str], int] = {}
        self._texts: dict[datetime, str] = {}
        self.parties = PartyBatch(self.connection, self.text(uow.utc))

    def add(self, batch: Sequence[Judged]) -> None:
        """Write new deals with everything that hangs on them."""
        if not batch:
            return
        self.parties.begin([row.deal.parties for row in batch])
        first = bulk_insert.next_id(self.connection, tables.Deal)
        system, now, text = self.plan.options.system, self.uow.utc, self.text
        deals: list[tuple[Any, ...]] = []
        events: list[tuple[Any, ...]] = []
        tags: list[tuple[int, str]] = []
        notes: list[tuple[int, str, str]] = []
        refs: list[tuple[str, str, str, int, str | None]] = []
        people: list[tuple[int, int]] = []
        for deal_id, (deal, _, key, _) in enumerate(batch, first):
            closed = None if deal.status == OPEN else deal.closed
            created = deal.created or closed or now
            if closed is not None and closed < created:  # entered into the other system after the fact
                created = closed
            created_at = text(created)
            stage = self._stage_of(deal)
            found = self.parties.find(deal.parties)
            expected = deal.expected.isoformat() if deal.expected else None
            own = None if deal.probability is None else self.own_probability(deal, stage)
            amount = (deal.minor, deal.currency)
            place = (deal.status, stage, created_at, found.organization, expected, own)
            events.append((deal_id, "created", created_at, None, stage, None, ""))
            ends: tuple[Any, ...] = (created_at, None, None, None, "", None)
            if deal.status != OPEN:
                lost, reason = deal.status == LOST, self.reason(deal.reason)
                closed_at = on = None  # a day that nobody told is unknown, and in no report of a period
                if closed is not None:
                    closed_at, on = text(closed), closed.astimezone(self.uow.now.tzinfo).date().isoformat()
                    # Through which stages it went is not told: it stayed in none of them for so long.
                    events.append((deal_id, deal.status, closed_at, stage, None, None, reason))
                ends = (created_at, closed_at, on, None if lost else closed_at, reason, stage if lost else None)
            deals.append((deal_id, deal.title, key_of(deal.title), *amount, *place, *ends, *deal.plain))
            tags += [(deal_id, tag) for tag in deal.tags]
            if deal.note:
                notes.append((deal_id, deal.note, created_at))
            people += [(deal_id, person) for person in found.people]
            refs.append((system, "deal", key, deal_id, deal.digest if deal.key else None))
        bulk_insert.insert_journaled(
            self.connection,
            self.uow.transaction.step_id,
            (
                *self.parties.made(),
                (tables.Deal, _DEAL, deals),
                (tables.StageEvent, "deal_id kind at from_stage_id to_stage_id stayed_s note", events),
                (tables.DealPerson, "deal_id person_id", people),
                (tables.DealTag, "deal_id tag", tags),
                (tables.Note, "deal_id text at", notes),
                (tables.ExternalRef, "system entity external_id entity_id digest", refs),
            ),
        )

    def _stage_of(self, deal: Incoming) -> int:
        asked = (deal.stage, deal.status)
        found = self._asked.get(asked)
        if found is None:
            found = self._asked[asked] = self.stage_id(*asked)
        return found

    def stage_id(self, name: str, status: str) -> int:
        """The stage of that name, made if it is planned to be; without a name the last for a won deal, else the first.

        A stage is made at the end of the pipeline, by the order of the file, with the rotting days of the one before.
        """
        if not name:
            return self._stages[-1 if status == WON else 0].id
        found = self._ids.get(fold(name))
        return self._make(name) if found is None else found

    def own_probability(self, deal: Incoming, stage_id: int) -> int | None:
        """What is set by hand: the percentage of an open deal that differs from its stage's."""
        differs = deal.status == OPEN and deal.probability != self._percent.get(stage_id)
        return deal.probability if differs else None

    def _make(self, name: str) -> int:
        last = self._stages[-1]
        self.made.add(name)
        place = self._new.index(name)
        made = bulk_insert.insert_one(
            self.connection,
            tables.Stage,
            pipeline_id=last.pipeline_id,
            name=name,
            position=last.position + 1 + place,
            probability=0,  # nobody said what it is worth
            rotting_days=last.rotting_days,
        )
        self._ids[fold(name)] = made
        self._percent[made] = 0
        return made

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
