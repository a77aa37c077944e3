"""Where a gesture is made and what it answers."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

from pipetui.config import Settings
from pipetui.domain.deal import OPEN, Deal, Stage, StageEvent
from pipetui.domain.errors import ConflictError, InputError
from pipetui.domain.rules import SUGGESTED_WORKING_DAYS
from pipetui.domain.when import Due, add_working_days
from pipetui.store import reads, tables
from pipetui.store.store import Store, Transaction


class Desk(NamedTuple):
    """The book, the clock (aware, the rep's zone), the settings, and who works: "app" or "shell"."""

    store: Store
    clock: Callable[[], datetime]
    settings: Settings
    source: str

    def now(self) -> datetime:
        """The present, cut to the second as the store keeps it."""
        return self.clock().replace(microsecond=0)

    def moment(self) -> reads.Moment:
        """What the reads are worked out for."""
        return reads.Moment(self.now(), self.settings.dates, self.settings.weights)

    @contextmanager
    def gesture(self, label: str, *, may_change_nothing: bool = False) -> Iterator["Gesture"]:
        """One transaction and one step of undo.

        Raises ConflictError when nothing was changed, for then “undo” would take back something else.
        """
        now = self.now()
        with self.store.transaction(label, now, self.source) as transaction:
            yield Gesture(self, transaction, now)
        if not (transaction.kept or may_change_nothing):
            raise ConflictError("there is nothing to change", "the book says so already: see pipetui show")


class Suggestion(NamedTuple):
    """The next step a deal without one is asked for, ready to be taken with one key."""

    deal_id: int
    title: str
    due: Due


class Outcome(NamedTuple):
    """What a gesture did: the deals it touched, the sentence that says so, warnings, and the question that follows.

    `ask` is set when the (single) deal is open and has no next step left; `undoable` is whether it made a step of undo.
    """

    deals: tuple[int, ...]
    said: str
    warnings: tuple[str, ...] = ()
    ask: Suggestion | None = None
    undoable: bool = True


class Gesture:
    """A gesture in progress: the rows it writes, and the domain's view of them."""

    def __init__(self, desk: Desk, transaction: Transaction, now: datetime) -> None:
        self.desk = desk
        self.transaction = transaction
        self.session = transaction.session
        self.now = now
        self.utc = now.astimezone(UTC)
        self.places = reads.places(desk.store.connection)
        self.warnings: list[str] = []

    def deal(self, deal_id: int) -> tables.Deal:
        """The row of a deal; raises NotFoundError, also for one in the bin."""
        return self.transaction.deal(deal_id)

    def deals(self, deal_ids: Sequence[int]) -> list[tables.Deal]:
        """The rows of several deals, each once; raises InputError for none, NotFoundError for an unknown one."""
        if not deal_ids:
            raise InputError("no deal named", "name one by number or by words of its title")
        return [self.deal(deal_id) for deal_id in dict.fromkeys(deal_ids)]

    def stages(self, row: tables.Deal) -> tuple[Stage, ...]:
        """The stages of the pipeline the deal is in."""
        here = next(stage for stage in self.places.stages if stage.id == row.stage_id)
        return self.places.of(here.pipeline_id)

    def record(self, row: tables.Deal, moved: tuple[Deal, StageEvent]) -> None:
        """Write what a move of the domain gave back, with its event."""
        deal, event = moved
        for field in Deal._fields[2:]:
            setattr(row, field, getattr(deal, field))
        self.session.add(
            tables.StageEvent(
                deal_id=deal.id,
                kind=event.kind,
                at=event.at,
                from_stage_id=event.from_stage_id,
                to_stage_id=event.to_stage_id,
                stayed_s=event.stayed_s,
                note=event.note,
            )
        )

    def suggest(self, rows: Sequence[tables.Deal]) -> Suggestion | None:
        """The question for a next step, if there is just one deal and it is open without any (behaviour 4)."""
        if len(rows) != 1:
            return None
        row = rows[0]
        self.session.flush()
        planned = self.desk.store.connection.execute(
            "SELECT 1 FROM follow_up WHERE deal_id = ? AND done_at IS NULL LIMIT 1", (row.id,)
        ).fetchone()
        if row.status != OPEN or planned:
            return None
        rules = self.desk.settings.dates
        due = Due(add_working_days(self.now.date(), SUGGESTED_WORKING_DAYS, rules))
        return Suggestion(row.id or 0, row.title, due)

    def done(self, rows: Sequence[tables.Deal], said: str, *, ask: bool = False) -> Outcome:
        """The outcome for the deals written to, with the warnings met; `said` also names the step in the history."""
        self.transaction.label = said
        deals = tuple(row.id or 0 for row in rows)
        return Outcome(deals, said, tuple(self.warnings), self.suggest(rows) if ask else None)


def as_deal(row: tables.Deal) -> Deal:
    """The moving part of a deal row as the domain knows it."""
    return Deal(**{field: getattr(row, field) for field in Deal._fields})


def name_of(rows: Sequence[tables.Deal]) -> str:
    """How a sentence names the deals: “#42 Acme rollout”, or “3 deals”."""
    return f"#{rows[0].id} {rows[0].title}" if len(rows) == 1 else f"{len(rows)} deals"
