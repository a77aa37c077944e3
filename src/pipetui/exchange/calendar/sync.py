"""A run of `ics`: what is ticked or moved in the calendar is so in the book, and then the calendar is as the book."""

from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pipetui.domain.deal import Due
from pipetui.domain.errors import ConflictError, PipetuiError
from pipetui.exchange.calendar import standing as verdicts
from pipetui.exchange.calendar.agreed import Agreed
from pipetui.exchange.calendar.standing import CANCELLED, DONE, OPEN, ItemStanding, verdict
from pipetui.exchange.calendar.storage import CalendarFiles
from pipetui.exchange.writers import ical
from pipetui.render import due as due_text
from pipetui.service import steps
from pipetui.service.workspace import Result, Suggestion, Workspace
from pipetui.store.book_id import book_id, known_book_id
from pipetui.store.reads import export
from pipetui.store.reads.export_records import FollowUpRecord
from pipetui.store.unit_of_work import OpenStep, UnitOfWork

WRITTEN, FINISHED, MOVED, LEFT, REFUSED = "written", "done", "moved", "deleted there", "conflict"


class SyncedStep(NamedTuple):
    """What became of a follow-up: `what` of the words above, and said in a sentence where the rep should hear of it."""

    what: str
    id: int
    deal: int | None
    title: str
    said: str = ""


class SyncedCalendar(NamedTuple):
    """What a run did; `suggested` are the next steps for deals that have none left, `odd` the files left alone."""

    result: Result
    steps: tuple[SyncedStep, ...]
    suggested: tuple[Suggestion, ...]
    odd: tuple[str, ...]
    failed: PipetuiError | None = None
    """Why the calendar could not be written."""

    @property
    def conflicts(self) -> int:
        """How many follow-ups were changed on both sides, or could not become what the calendar said."""
        return sum(step.what == REFUSED for step in self.steps)


def sync(workspace: Workspace, path: Path) -> SyncedCalendar:
    """Bring both up to date, as one step of undo; raises what `CalendarFiles` raises."""
    known = known_book_id(workspace.store)
    run = _CalendarRun(workspace, path, known or "new")  # what is no calendar makes no id
    if not known:
        run = _CalendarRun(workspace, path, book_id(workspace.store))
    done = run.done()
    try:
        run.write()
    except PipetuiError as error:  # what the calendar said is in the book all the same
        return run.unwritten(done, error)
    return done


def rehearse(workspace: Workspace, path: Path) -> SyncedCalendar:
    """What `sync` would do; of it nothing stays."""
    with workspace.store.rehearsal() as copy:
        # Of a book without an id nothing is in any calendar.
        return _CalendarRun(workspace._replace(store=copy), path, known_book_id(copy) or "new").done()


class _CalendarRun:
    def __init__(self, workspace: Workspace, path: Path, book: str) -> None:
        self._workspace, self._now, self._book = workspace, workspace.now(), book
        self._stamp = f"{self._now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        self._files = CalendarFiles(path, workspace.store.path)
        self._agreed = Agreed(workspace.store.path, self._files.path)
        self._steps: list[SyncedStep] = []
        self._suggested: list[Suggestion] = []
        self._said_there: dict[str, ItemStanding | None] = {}
        self._ours = self._read()
        agreed = self._agreed.items.keys()
        wanted = [uid for uid, step in self._ours.items() if uid in agreed or _state(step) == OPEN]
        self._files.read(dict.fromkeys((*wanted, *agreed)), agreed - self._agreed.deleted)

    def done(self) -> SyncedCalendar:
        """Take over what the calendar says, and prepare what it is to say."""
        there = self._files.uids | self._agreed.items.keys()
        wanted = [uid for uid, step in self._ours.items() if uid in there or _state(step) == OPEN]
        judged = {uid: self._judged(uid) for uid in dict.fromkeys((*wanted, *self._agreed.items))}
        result = self._take(judged)
        if result.undoable or self._steps:
            self._ours = self._read()
        for uid, what in judged.items():
            self._settle(uid, what)
        result = result._replace(message=self._said())
        return SyncedCalendar(result, tuple(self._steps), tuple(self._suggested), tuple(self._files.odd))

    def write(self) -> None:
        """Write the calendar, and remember on what both agree."""
        self._files.save()
        self._agreed.save()

    def unwritten(self, done: SyncedCalendar, error: PipetuiError) -> SyncedCalendar:
        """What was done where the calendar could not be written."""
        self._steps = [step for step in self._steps if step.what != WRITTEN]
        result = done.result._replace(message=self._said())
        return done._replace(result=result, steps=tuple(self._steps), failed=error)

    def _read(self) -> dict[str, FollowUpRecord]:
        """The follow-ups by what a calendar knows them as."""
        found = export.follow_ups(self._workspace.store.connection, None, binned=True)
        return {ical.uid(self._book, step.id): step for step in found}

    def _theirs(self, uid: str) -> ItemStanding | None:
        """What the calendar said when the run began."""
        if uid not in self._said_there:
            text = self._files.text_of(uid)
            self._said_there[uid] = None if text is None else text.items[uid].standing(self._now.tzinfo)
        return self._said_there[uid]

    def _judged(self, uid: str) -> str:
        step = self._ours.get(uid)
        ours = None if step is None else _standing(step)
        what = verdict(self._agreed.items.get(uid), ours, self._theirs(uid))
        return verdicts.WRITE if what == verdicts.CONFLICT and uid in self._agreed.deleted else what

    # --- from the calendar into the book

    def _take(self, judged: dict[str, str]) -> Result:
        """Finish and move what was ticked and moved there."""
        taken = [uid for uid, what in judged.items() if what in (verdicts.FINISH, verdicts.MOVE)]
        if not taken:
            return Result((), "", undoable=False)
        with self._workspace.unit_of_work("calendar", may_change_nothing=True) as uow:
            deals = []
            for uid in taken:
                step = self._ours[uid]
                try:
                    self._finish(uow, uid, step) if judged[uid] == verdicts.FINISH else self._move(uow, uid, step)
                except PipetuiError as error:  # such as a day that is past: ours stays, and goes back there
                    judged[uid] = verdicts.CONFLICT
                    self._note(REFUSED, step, f"{_name(step)}: {error.title}; it stays as it is here")
                else:
                    deals.append(step.deal_id)
            for number in dict.fromkeys(deals):
                suggestion = uow.suggest([uow.deal(number)])
                if suggestion is not None:
                    self._suggested.append(suggestion)
            return uow.told(Result(tuple(dict.fromkeys(deals)), f"calendar: {self._said()}", tuple(uow.warnings),
                                   undoable=bool(deals)))  # fmt: skip

    def _finish(self, uow: UnitOfWork, uid: str, step: FollowUpRecord) -> None:
        text = self._files.text_of(uid)
        at = None if text is None else text.items[uid].completed_at()
        then = uow if at is None or not step.created_at <= at <= self._now else uow.as_of(at)
        deal = uow.deal(step.deal_id)
        then.tick(deal, _still(uow, step))
        self._note(FINISHED, step, f"{_name(step)}: done")

    def _move(self, uow: UnitOfWork, uid: str, step: FollowUpRecord) -> None:
        theirs = self._theirs(uid)
        assert theirs is not None and theirs.day is not None
        due = Due(theirs.day, theirs.time)
        uow.require_ahead(due)
        steps.put_step(uow, _still(uow, step), due, exactly=True)
        self._note(MOVED, step, f"{_name(step)}: moved to {due_text(due.day, due.time, self._now.date())}")

    # --- from the book into the calendar

    def _settle(self, uid: str, what: str) -> None:
        step = self._ours.get(uid)
        if step is None:
            self._cancel(uid)
        elif what == verdicts.DELETED:
            if uid not in self._agreed.deleted:
                self._note(LEFT, step, f"{_name(step)}: deleted there, and still open here")
            self._agreed.agree(uid, _standing(step), "")
            self._agreed.deleted.add(uid)
        elif what == verdicts.FORGET or (self._theirs(uid) is None and _state(step) != OPEN):
            self._agreed.forget(uid)
        else:
            self._put(uid, step, what)

    def _put(self, uid: str, step: FollowUpRecord, what: str) -> None:
        """Let the calendar say what the book says, where it does not, or says it in words of ours that are old."""
        component = ical.component(self._book, step)
        digest = sha256(component.encode("utf-8", "replace")).hexdigest()[:16]
        reworded = what == verdicts.NOTHING and self._agreed.digests.get(uid, digest) != digest
        if what in (verdicts.WRITE, verdicts.CONFLICT) or reworded:
            self._files.put(uid, component, self._stamp)
        if what == verdicts.WRITE or reworded:
            self._note(WRITTEN, step)
        elif what == verdicts.CONFLICT and not any((one.what, one.id) == (REFUSED, step.id) for one in self._steps):
            self._note(REFUSED, step, f"{_name(step)}: changed here and there; it stays as it is here")
        self._agreed.agree(uid, _standing(step), digest)

    def _cancel(self, uid: str) -> None:
        """A follow-up that is no more in the book, such as one of a cadence that was stopped."""
        text, theirs = self._files.text_of(uid), self._theirs(uid)
        if text is not None and theirs is not None and theirs.state == OPEN:
            text.cancel(uid)
            self._steps.append(SyncedStep(WRITTEN, ical.follow_up_of(self._book, uid) or 0, None, ""))
        self._agreed.forget(uid)

    # --- what is said

    def _note(self, what: str, step: FollowUpRecord, said: str = "") -> None:
        self._steps.append(SyncedStep(what, step.id, step.deal_id, step.title, said))

    def _said(self) -> str:
        counts = [(what, sum(one.what == what for one in self._steps)) for what in (FINISHED, MOVED, WRITTEN)]
        return ", ".join(f"{count:,} {what}" for what, count in counts if count)


def _still(uow: UnitOfWork, step: FollowUpRecord) -> OpenStep:
    """The follow-up as it was read; raises ConflictError where somebody else changed it before this run could."""
    deal, due = uow.deal(step.deal_id), Due(step.due_on, step.due_time)
    found = next((one for one in uow.undone(deal.id) if one.id == step.id and one.due == due), None)
    if found is None:
        raise ConflictError("it was changed here just now")
    return found


def _state(step: FollowUpRecord) -> str:
    return DONE if step.done_at is not None else CANCELLED if step.cancelled else OPEN


def _standing(step: FollowUpRecord) -> ItemStanding:
    return ItemStanding(step.due_on, step.due_time, _state(step))


def _name(step: FollowUpRecord) -> str:
    return f"#{step.deal_id} {step.title}" + (f" – {step.what}" if step.what else "")
