"""A gesture in progress: its transaction, and the small things every gesture does: find a deal, record its move …

Plain statements, standard library only: the shell's quick verbs and the gestures of `service` write by the same ones,
each inside a transaction of its own. `store.schema.tables` stays the definition of the schema.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from pipetui.domain import rules
from pipetui.domain.deal import LOST, MINE, OPEN, WON, Deal, Due
from pipetui.domain.errors import ConflictError, InputError, NotFoundError, Remedy
from pipetui.domain.text import clean
from pipetui.render import day
from pipetui.store import check_ins, values
from pipetui.store.pipelines import pipelines
from pipetui.store.values import utc_text, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType
    from typing import Any, NamedTuple, Self, TypeAlias, TypeVar

    from pipetui.domain.aftersale import Won
    from pipetui.domain.dates.workdays import DateRules
    from pipetui.domain.deal import Stage, StageEvent
    from pipetui.domain.line.touch_line import NextLine
    from pipetui.store.deal_row import DealRow
    from pipetui.store.pipelines import Pipelines
    from pipetui.store.store import Transaction

    T = TypeVar("T")
    Move: TypeAlias = Callable[[Deal, Sequence[Stage], datetime], tuple[Deal, StageEvent]]
else:
    from pipetui.domain.record import NamedTuple

_MOVED = Deal._fields[2:]
_MOST_NAMED = 3
LEFT_OUT = "left out: "
"""How a warning begins that names a deal which a gesture on many does not take."""
EARLIER = "that is earlier: "
"""How one begins that names a step which was put off to a date before the one it had."""


class CadencePlace(NamedTuple):
    """A step of a cadence: which cadence, and the step's place in it from 0."""

    cadence_id: int
    place: int


class Suggestion(NamedTuple):
    """The next step a deal without one is asked for, ready to be taken with one key.

    `what` and `place` are those of the deal's cadence, if it has one, else `what` is what nobody was reached for just
    now; `decide` says that the cadence is over: a last-chance e-mail, drop, park or keep is to be chosen (behaviour 9);
    `heard`, that somebody answered meanwhile.
    """

    deal_id: int
    title: str
    due: Due
    what: str = ""
    place: CadencePlace | None = None
    decide: bool = False
    heard: bool = False

    def taken(self, typed: NextLine) -> tuple[Due, str, str, CadencePlace | None]:
        """What is planned when `typed` answers the question: with no words of its own it is what was suggested."""
        if typed.what not in ("", self.what):
            return (*typed, None)
        return typed.due, self.what, typed.turn, self.place


class Result(NamedTuple):
    """What a gesture did: the deals it touched, the sentence that says so, warnings, and the question that follows.

    `ask` is set when the (single) deal is open and has no next step left; `undoable` is whether it made a step of undo,
    and `step` its number, by which the answer to the question can join it. `still_due` says what a touch left due: the
    rep knows whether that is done too. `ask_won` is set when the (single) deal was won.
    """

    deals: tuple[int, ...]
    message: str
    warnings: tuple[str, ...] = ()
    ask: Suggestion | None = None
    undoable: bool = True
    step: int | None = None
    still_due: tuple[str, ...] = ()
    ask_won: Won | None = None
    party: int | None = None
    """The person or organization it was made on, where it was made on one."""
    way_back: str = ""
    """"redo" of what undo did, "undo" of what redo did: neither is a step of its own."""


class OpenStep(NamedTuple):
    """An undone follow-up; `place` is set when a cadence suggested it."""

    id: int
    what: str
    due: Due
    kind: str
    turn: str
    postponed: int
    place: CadencePlace | None


class UnitOfWork:
    """A gesture in progress, as a context: one transaction, one step of undo, and what it is written with.

    `now` is aware, in the rep's zone, to the second; `warnings` collects what the rep should hear of. `here` are the
    pipelines where they were read just before.
    """

    def __init__(
        self,
        transaction: Transaction,
        now: datetime,
        dates: DateRules,
        *,
        may_change_nothing: bool = False,
        here: Pipelines | None = None,
    ) -> None:
        self.transaction = transaction
        self.connection = transaction.connection
        self.now = now
        self.dates = dates
        self.warnings: list[str] = []
        self._pipelines: list[Pipelines] = [here] if here else []
        self._may_change_nothing = may_change_nothing

    def __enter__(self) -> Self:
        """Begin it; raises StoreError where the book cannot be written."""
        self.transaction.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it: all of it is in the book, or nothing. Raises ConflictError when nothing was changed."""
        self.transaction.__exit__(kind, error, trace)
        if error is None and not (self.transaction.kept or self._may_change_nothing):
            raise ConflictError("there is nothing to change", "the book says so already", remedy=Remedy("show"))

    @property
    def at(self) -> str:
        """Now, as the store writes it."""
        return utc_text(self.now)

    @property
    def utc(self) -> datetime:
        """Now, in UTC."""
        return self.now.astimezone(UTC)

    @property
    def pipelines(self) -> Pipelines:
        """The pipelines and their stages, read once: no gesture on deals changes them."""
        if not self._pipelines:
            self._pipelines.append(pipelines(self.connection))
        return self._pipelines[0]

    def done(self, deals: Sequence[Deal], said: str, *, ask: bool = False) -> Result:
        """The result for the deals written to, with the warnings met and, if `ask`, the question that follows.

        `said` also names the step in the history.
        """
        numbers = tuple(deal.id for deal in deals)
        return self.told(Result(numbers, said, tuple(self.warnings), self.suggest(deals) if ask else None))

    def told(self, result: Result) -> Result:
        """A result put together elsewhere, with the step it is; its sentence names that in the history."""
        self.transaction.label = result.message
        return result._replace(step=self.transaction.step_id)

    def row(self, deal_id: int) -> DealRow:
        """A deal whose fields are to be edited; raises NotFoundError, also for one in the bin."""
        from pipetui.store.deal_row import DealRow  # few gestures edit fields

        return DealRow(self.connection, deal_id)

    def record_row(self, row: DealRow, moved: tuple[Deal, StageEvent]) -> Deal:
        """Take what a move of the domain gave back over into an edited deal, and write its event."""
        row.take(moved[0])
        return self.happened(moved)

    def shift_row(self, row: DealRow, how: Move) -> None:
        """Move an edited deal, as `shift` does."""
        self.shift(row.deal, how, lambda moved: self.record_row(row, moved))

    def save(self, rows: Sequence[DealRow], said: str, *, ask: bool = False) -> Result:
        """Write the edited deals; the result for them as of `done`."""
        for row in rows:
            row.save()
        return self.done([row.deal for row in rows], said, ask=ask)

    def suggest(self, deals: Sequence[Deal]) -> Suggestion | None:
        """The question for a next step, if there is just one deal and it is open without any (behaviour 4)."""
        if len(deals) != 1 or deals[0].status != OPEN:
            return None
        from pipetui.domain import cadence  # who adds a deal is asked nothing
        from pipetui.store import cadences

        number, title, today = deals[0].id, deals[0].title, self.now.date()
        if cadences.finished_at(self.connection, number, self.at):
            due = Due(cadence.due_after(cadence.NOW, today, self.dates))
            heard = cadences.heard(self.connection, number)
            return Suggestion(number, title, due, cadence.LAST_CHANCE, decide=True, heard=heard)
        if self.undone(number):
            return None
        here = cadences.standing(self.connection, number)
        if here is not None and here.next is not None:
            due = Due(cadence.due_after(here.next, today, self.dates))
            return Suggestion(
                number, title, due, here.next.text or here.next.kind, CadencePlace(here.cadence.id, here.done)
            )
        return Suggestion(number, title, Due(rules.look_again(today, self.dates)))

    def deal(self, deal_id: int) -> Deal:
        """The deal with that number; raises NotFoundError, also for one in the bin."""
        row = self.connection.execute(
            f"SELECT deleted_at, {', '.join(Deal._fields)} FROM deal WHERE id = ?", (deal_id,)
        ).fetchone()
        if row is None or row[0] is not None:
            raise NotFoundError(
                f"deal #{deal_id} {'does not exist' if row is None else 'is in the bin'}", remedy=Remedy("list")
            )
        found = Deal(*row[1:])
        return found._replace(
            entered_stage_at=values.moment(row[5]),
            closed_at=_read(values.moment, found.closed_at),
            first_won_at=_read(values.moment, found.first_won_at),
            revisit_on=_read(values.day, found.revisit_on),
            parked_until=_read(values.day, found.parked_until),
            closed_on=_read(values.day, found.closed_on),
        )

    def deals(self, deal_ids: Sequence[int]) -> list[Deal]:
        """Several deals, each once; raises InputError for none, NotFoundError for an unknown one."""
        if not deal_ids:
            raise InputError("no deal named", "name one by number or by words of its title")
        return [self.deal(deal_id) for deal_id in dict.fromkeys(deal_ids)]

    def each(self, rows: Sequence[Deal], do: Callable[[Deal], T]) -> list[T]:
        """What `do` makes of each deal; of many, those it refuses are left out as they were, and named (behaviour 13).

        Raises the ConflictError of the first where none is left.
        """
        if len(rows) == 1:
            return [do(rows[0])]
        made, refused = [], []
        for row in rows:
            self.connection.execute("SAVEPOINT one_of_many")
            try:
                made.append(do(row))
            except ConflictError as error:
                self.connection.execute("ROLLBACK TO one_of_many")
                refused.append(error)
            self.connection.execute("RELEASE one_of_many")
        if not made:
            raise refused[0]
        self.warnings.extend(f"{LEFT_OUT}{error.title}" for error in refused[:_MOST_NAMED])
        if len(refused) > _MOST_NAMED:
            self.warnings.append(f"{LEFT_OUT}{len(refused) - _MOST_NAMED:,} more of that kind")
        return made

    def delete(self, deal_id: int) -> None:
        """Put a deal into the bin."""
        self.connection.execute("UPDATE deal SET deleted_at = ? WHERE id = ?", (self.at, deal_id))

    def restored(self, deal_id: int) -> bool:
        """Take a deal out of the bin, as it was; whether it was in it."""
        return bool(
            self.connection.execute(
                "UPDATE deal SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL", (deal_id,)
            ).rowcount
        )

    def record(self, moved: tuple[Deal, StageEvent]) -> Deal:
        """Write what a move of the domain gave back, with its event; returns the deal as it is now."""
        now = moved[0]
        self.connection.execute(
            f"UPDATE deal SET {' = ?, '.join(_MOVED)} = ? WHERE id = ?", (*map(written, now[2:]), now.id)
        )
        return self.happened(moved)

    def happened(self, moved: tuple[Deal, StageEvent]) -> Deal:
        """Write the event of a move alone, and end the cadence that it ends; returns the deal as it is now."""
        now, event = moved
        self.connection.execute(
            """INSERT INTO stage_event (deal_id, kind, at, from_stage_id, to_stage_id, stayed_s, note)
               VALUES (?, ?, ?, (SELECT id FROM stage WHERE id = ?), ?, ?, ?)""",  # it may be gone
            (now.id, event.kind, written(event.at), event.from_stage_id, event.to_stage_id, event.stayed_s, event.note),
        )
        if event.kind == WON:  # dated back perhaps, or won again: none of what is planned is a check-in
            check_ins.keep(self.connection, now.id, None, event.at)
        from pipetui.domain import cadence
        from pipetui.store import cadences

        if event.kind in cadence.MOVES:
            cadences.stop(self.connection, now.id, cadence.MOVES[event.kind], self.at)
        return now

    def as_of(self, at: datetime) -> UnitOfWork:
        """It at an earlier moment: what it writes happened then (behaviour 11). Raises InputError for one ahead."""
        at = at.replace(microsecond=0).astimezone(self.now.tzinfo)
        if at > self.now:
            raise InputError("what happened lies behind", "for example: at:yesterday, at:mon, at:2026-11-20")
        then = object.__new__(UnitOfWork)
        then.__dict__.update(self.__dict__, now=at)
        return then

    def come_before(self, here: Deal) -> Deal:
        """The deal as it stood at this moment; raises ConflictError when it came into its stage only later.

        A deal that was put into the book after it happened has been there since then: its beginning goes back with it.
        """
        if here.entered_stage_at <= self.now:
            return here
        later = self.connection.execute(
            "SELECT 1 FROM stage_event WHERE deal_id = ? AND kind <> 'created' LIMIT 1", (here.id,)
        ).fetchone()
        if later is not None:
            entered = here.entered_stage_at.astimezone(self.now.tzinfo)
            raise ConflictError(
                f"#{here.id} {here.title} is in its stage only since {entered:%Y-%m-%d %H:%M}",
                "what comes after that cannot have been before it",
            )
        self.connection.execute(
            "UPDATE deal SET created_at = ?, entered_stage_at = ?, created_unknown = 0 WHERE id = ?",
            (self.at, self.at, here.id),
        )
        self.connection.execute(
            "UPDATE stage_event SET at = ? WHERE deal_id = ? AND kind = 'created'", (self.at, here.id)
        )
        self.warnings.append(f"#{here.id} {here.title} was not in the book yet: it came in then, too")
        return here._replace(entered_stage_at=self.now)

    def shift(self, here: Deal, how: Move, write: Callable[[tuple[Deal, StageEvent]], Deal] | None = None) -> Deal:
        """Move a deal; warns where it leaves qualification with open questions (behaviour 13).

        It also warns where it comes as far as a proposal without a decision maker, and of exit criteria that it leaves
        behind unmet. The move is written by `record`, or by `write`.
        """
        from pipetui.domain import pipeline, roles

        stages = self.pipelines.beside(here.stage_id)
        moved = how(here, stages, self.now)
        self._check_stands(moved[0].stage_id)
        there = write(moved) if write else self.record(moved)
        if pipeline.leaves_qualification(stages, here.stage_id, there.stage_id):
            from pipetui.domain import qualification  # few moves leave it
            from pipetui.store.answers import answers

            missing = qualification.warning(answers(self.connection, here.id, self.now), self.now)
            if missing:
                self.warnings.append(f"#{here.id} {here.title}: {missing}")
        if here.parked_until is not None and here.parked_until > self.now.date() and there.parked_until is None:
            self.warnings.append(
                f"#{here.id} {here.title} is no longer parked until {day(here.parked_until, self.now.date())}"
            )
        before, stage = pipeline.stage_of(stages, here.stage_id), self.stage(there.stage_id)
        if pipeline.kind_of_move(before, stage) == "advanced":
            if self.connection.execute("SELECT 1 FROM exit_criterion LIMIT 1").fetchone():
                from pipetui.store import exit_criteria  # few books have any

                behind = [one.id for one in stages if before.position <= one.position < stage.position]
                unmet = [one.text for one in exit_criteria.of_deal(self.connection, here.id, behind) if not one.met]
                if unmet:
                    self.warnings.append(f"#{here.id} {here.title}: not met yet: {' · '.join(unmet)}")
            held = [
                row[0] for row in self.connection.execute("SELECT role FROM deal_person WHERE deal_id = ?", (here.id,))
            ]
            if roles.decision_maker_unknown(there.status, stage.probability, held):
                self.warnings.append(f"#{here.id} {here.title}: {roles.UNKNOWN}")
        return there

    def _check_stands(self, stage_id: int) -> None:
        """Refuse a stage that another program removed since the pipelines were read."""
        row = {"stage": stage_id}
        if not self.connection.execute("SELECT 1 FROM stage WHERE id = :stage AND removed_at IS NULL", row).fetchone():
            raise ConflictError("that stage was removed just now", remedy=Remedy("stages"))

    def stage(self, stage_id: int) -> Stage:
        """The stage of that number, of whatever pipeline."""
        return next(stage for stage in self.pipelines.stages if stage.id == stage_id)

    def add_note(self, number: int, text: str, column: str = "deal_id") -> None:
        """Write a note on a deal, or on whom else the column names by number."""
        text = clean(text, multiline=True)
        if not text:
            raise InputError("a note needs a text")
        self.connection.execute(f"INSERT INTO note ({column}, text, at) VALUES (?, ?, ?)", (number, text, self.at))

    def undone(self, deal_id: int) -> list[OpenStep]:
        """The undone follow-ups of a deal, earliest first; of a won one its check-ins."""
        return [
            OpenStep(
                number,
                values.text(what),
                Due(values.day(day), values.clock(time)),
                values.text(kind),
                values.text(turn),
                values.whole(postponed, 0, values.LARGEST, 0),
                None if place is None else CadencePlace(cadence_id, place),
            )
            for number, what, day, time, kind, turn, postponed, cadence_id, place in self.connection.execute(
                f"""SELECT f.id, what, due_on, due_time, kind, turn, postponed, cadence_id, cadence_place
                    FROM follow_up f JOIN deal d ON d.id = f.deal_id
                    WHERE f.deal_id = ? AND done_at IS NULL AND {check_ins.STANDS}
                    ORDER BY due_on, coalesce(due_time, '24:00'), f.id""",
                (deal_id,),
            )
        ]

    def earliest(self, here: Deal) -> OpenStep:
        """The next step of an open deal, or the check-in of a won one; raises ConflictError where there is none."""
        steps = self.undone(here.id)
        if here.status == LOST or not steps:
            raise ConflictError(f"#{here.id} {here.title} has no next step", remedy=Remedy("next"))
        return steps[0]

    def require_ahead(self, due: Due) -> None:
        """Nothing can be put into Overdue (behaviour 2)."""
        if rules.step_state(due.day, due.time, self.now) == rules.OVERDUE:
            raise InputError("a next step cannot lie in the past", "for example: tomorrow, fri, +3d")

    def add_step(self, here: Deal, due: Due, what: str, turn: str = MINE, place: CadencePlace | None = None) -> None:
        """Plan a follow-up; on a won deal it is a check-in.

        Its kind is that of the cadence's step, else read off its first word ("call Ann" is a call).
        """
        if here.status == LOST:
            raise ConflictError(f"#{here.id} {here.title} is {here.status}", "reopen it to plan a next step")
        self.require_ahead(due)
        self.warn_if_parked(here, due.day)
        if due.time is not None:
            from pipetui.domain.dates import when  # few steps have a time

            self.warnings.extend(filter(None, [when.twice(due, self.now)]))
        what = clean(what)
        kind = rules.kind_of(what)
        if place is not None:
            from pipetui.store import cadences

            found = cadences.known(self.connection).get(place.cadence_id)
            kind = found.steps[place.place].kind if found and place.place < len(found.steps) else kind
        self.connection.execute(
            """INSERT INTO follow_up (deal_id, what, due_on, due_time, kind, turn, created_at, cadence_id,
                                      cadence_place)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (here.id, what, due.day.isoformat(), due.time, kind, turn, self.at, *(place or (None, None))),
        )

    def warn_if_parked(self, here: Deal, due: date) -> None:
        """Say that a step lies in the time that its deal is away: which of the two shall hold is the rep's choice."""
        until = here.parked_until
        if until is not None and self.now.date() < until and due < until:
            step, back = day(due, self.now.date()), day(until, self.now.date())
            self.warnings.append(f"#{here.id} {here.title} is parked until {back}, its step is due {step}: both stand")

    def tick(self, here: Deal, step: OpenStep) -> None:
        """A follow-up is done; if a cadence suggested it, the deal has that step behind it."""
        self.connection.execute("UPDATE follow_up SET done_at = ? WHERE id = ?", (self.at, step.id))
        if step.place is None:
            return
        from pipetui.store import cadences

        standing = cadences.standing(self.connection, here.id)
        if standing is not None and step.place == (standing.cadence.id, standing.done):
            cadences.step_done(self.connection, here.id, standing, self.at)


def name_of(named: Sequence[Any]) -> str:
    """How a sentence names deals: “#42 Acme rollout”, or “3 deals”."""
    return f"#{named[0].id} {named[0].title}" if len(named) == 1 else f"{len(named):,} deals"


def _read(kind: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else kind(value)
