"""The one worker that reads and writes the book for the app, in the order things were asked for.

A gesture runs in a thread, so a locked book never holds up a key. After the last waiting gesture the book is read
once and posted as a `Snapshot`; then the deal sheet that was asked for last. While nothing is asked, the worker
looks every half second whether another process has written, and re-reads at the moment time itself changes a badge.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Generic, NamedTuple, TypeVar

from textual.message import Message

from pipetui import arrange
from pipetui.domain.errors import NotFoundError, PipetuiError
from pipetui.service import Desk, Outcome, look
from pipetui.store import connect, reads
from pipetui.views import Agenda, Board, Card, DealSheet

POLL_SECONDS = 0.5
"""How often the book is asked whether another process changed it: 5 µs each time."""

T = TypeVar("T")


class Snapshot(NamedTuple):
    """What the screens show: one reading of the open deals, as a board and as a day."""

    board: Board
    agenda: Agenda
    cards: tuple[Card, ...]
    places: reads.Places
    currency: str
    loss_reasons: tuple[str, ...]
    book_is_empty: bool

    def card(self, deal_id: int) -> Card | None:
        """The deal of that number, if it is among those read."""
        return next((card for card in self.cards if card.id == deal_id), None)


class Reading(NamedTuple):
    """A snapshot for the screens, and the deal the cursor should go with."""

    snapshot: Snapshot
    follow: int | None


def snapshot(desk: Desk, pipeline_id: int | None) -> Snapshot:
    """Read what the screens show."""
    connection, moment = desk.store.connection, desk.moment()
    places = reads.places(connection)
    chosen = pipeline_id if pipeline_id in places.pipelines else places.default_pipeline
    cards = reads.day_cards(connection, moment)
    today = moment.now.date()
    return Snapshot(
        arrange.board(chosen, places.pipelines[chosen], places.of(chosen), cards, today),
        arrange.agenda(cards, today, desk.settings.dates.week_start),
        tuple(arrange.by_urgency(cards)),
        places,
        reads.book_currency(connection),
        reads.loss_reasons(connection),
        not cards and look.is_empty(desk),
    )


def next_change(read: Snapshot, now: datetime) -> datetime:
    """When a badge changes by itself: right after the next timed step of today, else at midnight."""
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=1, microsecond=0)
    moments = [midnight]
    for card in read.cards:
        step = card.next_step
        if step is not None and step.time is not None and step.due == now.date():
            hour, minute = step.time.split(":")
            moments.append(now.replace(hour=int(hour), minute=int(minute), second=1, microsecond=0))
    return min(moment for moment in moments if moment > now)


@dataclass
class Did(Message):
    """A gesture is in the book."""

    outcome: Outcome


@dataclass
class Refused(Message):
    """A gesture or a read did not happen, and why. Nothing was written."""

    error: PipetuiError


@dataclass
class Read(Message):
    """The book was read. `elsewhere` is how many deals are new because of another process, None if none wrote."""

    snapshot: Snapshot
    elsewhere: int | None


@dataclass
class SheetRead(Message):
    """The sheet asked for last; None when the deal is gone by now."""

    sheet: DealSheet | None


class _Question(NamedTuple, Generic[T]):
    ask: Callable[[Desk], T]
    answer: "asyncio.Future[T]"


class Clerk:
    """Does all book work of the app; `post` hands its messages to the app."""

    def __init__(self, desk: Desk, post: Callable[[Message], object]) -> None:
        self.desk = desk
        self.pipeline_id: int | None = None
        self._post = post
        self._gestures: deque[Callable[[Desk], Outcome]] = deque()
        self._questions: deque[_Question[Any]] = deque()
        self._sheet: int | None = None
        self._stale = True
        self._elsewhere = False
        self._deals = 0
        self._version = 0
        self._change_at: datetime | None = None
        self._wake = asyncio.Event()
        self._working = True
        self._unread = False
        self._since: float | None = None
        self._lost = False
        """Whether the book could not be read when it was last looked at."""

    @property
    def pending(self) -> bool:
        """Whether a gesture is not in the book yet, or the book not read since."""
        return bool(self._gestures) or self._unread

    def blocked(self, seconds: float) -> bool:
        """Whether the gesture under way has been waiting for the book that long: another program holds it."""
        return self._since is not None and monotonic() - self._since >= seconds

    @property
    def idle(self) -> bool:
        """Whether everything asked for is in the book and read."""
        return not self._working and not self._pending()

    def submit(self, gesture: Callable[..., Outcome], *arguments: Any) -> None:
        """Queue a gesture of `service`; the answer comes as `Did` or `Refused`."""
        self._gestures.append(lambda desk: gesture(desk, *arguments))
        self._wake.set()

    async def ask(self, question: Callable[[Desk], T]) -> T:
        """Read something else from the book, after what is queued. Raises what the question raises."""
        asked = _Question(question, asyncio.get_running_loop().create_future())
        self._questions.append(asked)
        self._wake.set()
        answer: T = await asked.answer
        return answer

    def want_sheet(self, deal_id: int | None) -> None:
        """Ask for a deal's sheet; only the last one wanted is read."""
        self._sheet = deal_id
        self._wake.set()

    def reread(self, pipeline_id: int | None = None) -> None:
        """Read the board again, of another pipeline if one is given."""
        self.pipeline_id = pipeline_id if pipeline_id is not None else self.pipeline_id
        self._stale = True
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        self._version = self.desk.store.data_version()
        while True:
            self._working = True
            try:
                await self._work()
            except PipetuiError as error:
                self._post(Refused(error))
            self._working = False
            self._wake.clear()
            if not self._pending():
                try:
                    await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
                except TimeoutError:
                    self._poll()

    def _pending(self) -> bool:
        return bool(self._gestures or self._questions or self._stale or self._sheet is not None)

    async def _work(self) -> None:
        while self._gestures:
            answer: Message
            self._since = monotonic()
            try:
                answer = Did(await self._in_thread(self._gestures[0]))
            except PipetuiError as error:
                answer = Refused(error)
            finally:
                self._since = None
            self._gestures.popleft()
            self._stale = self._unread = True
            self._post(answer)
        while self._questions:
            await self._answer(self._questions.popleft())
        if self._stale:
            self._stale = False
            await self._read()
        if self._sheet is not None:
            wanted, self._sheet = self._sheet, None
            try:
                sheet = await self._in_thread(lambda desk: look.sheet(desk, wanted))
            except NotFoundError:
                sheet = None  # undone or deleted meanwhile; the reading under way says so
            self._post(SheetRead(sheet))

    async def _in_thread(self, work: Callable[[Desk], T]) -> T:
        """Work on the book off the event loop; what SQLite says comes out as a StoreError."""

        def worded() -> T:
            with connect.worded(self.desk.store.path):
                return work(self.desk)

        return await asyncio.to_thread(worded)

    async def _answer(self, question: _Question[Any]) -> None:
        if question.answer.cancelled():
            return
        try:
            answer = await self._in_thread(question.ask)
        except PipetuiError as error:
            if not question.answer.cancelled():
                question.answer.set_exception(error)
        else:
            if not question.answer.cancelled():
                question.answer.set_result(answer)

    async def _read(self) -> None:
        self._notice()
        read = await self._in_thread(lambda desk: snapshot(desk, self.pipeline_id))
        self._change_at = next_change(read, self.desk.now())
        deals = len(read.cards)
        self._unread = False
        self._post(Read(read, deals - self._deals if self._elsewhere else None))
        self._deals, self._elsewhere = deals, False

    def _notice(self) -> None:
        """Our own writes leave `data_version` as it is, so any change of it is another process's."""
        version = self.desk.store.data_version()
        if version != self._version:
            self._version, self._elsewhere = version, True

    def _poll(self) -> None:
        try:
            self._notice()
            self._lost = False
        except PipetuiError as error:
            if not self._lost:  # said once, not twice a second
                self._post(Refused(error))
            self._lost = True
        due = self._change_at is not None and self.desk.now() >= self._change_at
        self._stale = self._stale or self._elsewhere or due
