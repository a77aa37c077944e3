"""The one worker that reads and writes the book for the app, in the order things were asked for.

A gesture runs in a thread, so a locked book never holds up a key. While another program is writing, gestures stay
queued and what is only looked at is read. After the last waiting gesture what it changed is
read and posted as a `Snapshot`; then the deal sheet that was asked for last. While nothing is asked, the worker
looks every half second whether another process has written, and re-reads at the moment time itself changes a badge.

Behind the first frame it begins with what a book needs once a day, before the first write.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from textual.message import Message

from pipetui.domain.errors import NotFoundError, PipetuiError, StoreError
from pipetui.render import plural
from pipetui.service import search
from pipetui.store import connect
from pipetui.store.beneath import Beneath
from pipetui.tui.inbox import Command, Inbox, Question
from pipetui.tui.messages import CommandDone, CommandRefused, SheetLoaded, SnapshotLoaded, WorkerReady
from pipetui.tui.snapshot import Snapshot, SnapshotLoader
from pipetui.views import Card, DealSheet

if TYPE_CHECKING:
    from pipetui.config import Settings
    from pipetui.service import Result, Workspace

POLL_SECONDS = 0.5
"""How often the book is asked whether another process changed it: 5 µs each time."""

KNOCK_SECONDS = 0.1
"""How often it is tried whether another program has done writing."""

BREATH_SECONDS = 0.005
"""Between the parts of work that nobody waits for."""

T = TypeVar("T")
Found = tuple[Snapshot, datetime]
"""A reading, and when it will be out of date by itself."""


def _told_of_others(added: int) -> str:
    return f"{plural(added, 'deal')} added elsewhere" if added > 0 else "the book was changed elsewhere"


class BookWorker(Inbox):
    """Does all book work of the app; `post` hands its messages to the app."""

    def __init__(
        self, workspace: "Workspace", post: Callable[[Message], object], begin_day: Callable[[], str] = lambda: ""
    ) -> None:
        """`begin_day` does what the book needs before the first write, and returns a warning ("" for none)."""
        super().__init__()
        self.workspace = workspace
        self.reader = SnapshotLoader(workspace)
        self.pipeline_id: int | None = None
        self._post = post
        self._begin_day = begin_day
        self._begun = False
        self._stale = False
        self._whole = True
        """Whether all of the book was read."""
        self._elsewhere = False
        self._restored = ""
        """That what another process did was to bring a backup back, and which."""
        self._deals = 0
        self._version = 0
        self._change_at: datetime | None = None
        self._working = True
        self._made = 0
        self._shown = 0
        self._since: float | None = None
        self.held_up = False
        """Whether another program held the book when the gesture under way was tried last."""
        self._lost = False
        """Whether the book could not be read when it was last looked at."""
        self._unread = False
        """Whether the last reading failed, which was said then: it is tried again at the next poll."""
        self._catching_up: Iterator[float] | None = None
        self._under_way: asyncio.Future[Any] | None = None
        """What a thread does on the book, also when nobody waits for it any more."""
        self._beneath = Beneath(workspace.store)

    def know_me_as(self, name: str) -> None:
        """The rep's name, where the configuration holds none: for as long as the app runs it is not asked for again."""
        self.workspace = self.workspace._replace(settings=self.workspace.settings._replace(my_name=name))

    def take_settings(self, settings: "Settings") -> None:
        """Work by other settings from now on, and read the book anew; to be called by what the worker itself runs."""
        wanted, self.workspace = self.reader.scored.wanted, self.workspace._replace(settings=settings)
        self.reader = SnapshotLoader(self.workspace)
        self.reader.scored.wanted = wanted
        self._stale = True

    @property
    def pending(self) -> bool:
        """Whether a gesture is not in the book yet, or what it changed is not on the screen."""
        return bool(self._gestures) or self._shown < self._made

    def blocked(self, seconds: float) -> bool:
        """Whether the gesture under way has been waiting for the book that long: another program holds it."""
        return self._since is not None and monotonic() - self._since >= seconds

    @property
    def caught_up(self) -> bool:
        """Whether words in notes and touches can be looked for at once."""
        return self._begun and self._catching_up is None

    def catch_up(self) -> None:
        """Have words in notes and touches known again, when there is nothing else to do."""
        if self._catching_up is None:
            self._catching_up = search.catching_up(self.workspace)
            self._wake.set()

    @property
    def idle(self) -> bool:
        """Whether everything asked for is in the book and read."""
        return self._begun and not self._working and not self._asked()

    def first_reading(self) -> Snapshot:
        """Read the book here and now, before there is anything to hold up. Raises StoreError."""
        with connect.translate_errors(self.workspace.store.path):
            self._version = connect.data_version(self.workspace.store.connection)
            read, self._change_at = self.reader.begin(self.pipeline_id), self.reader.next_change()
        self._whole, self._deals = read.whole, len(read.cards)
        return read

    async def all_deals(self) -> list[Card]:
        """Every deal, closed and parked ones too, in no order. Raises StoreError."""
        return await self.ask(lambda workspace: self.reader.all_deals.read())

    def want_scores(self) -> None:
        """Have the scores in every reading from now on."""
        if not self.reader.scored.wanted:
            self.reader.scored.wanted = True
            self.reread()

    def reread(self, pipeline_id: int | None = None, *, awaited: bool = False) -> None:
        """Read the board again, of another pipeline if one is given; keys wait for it if it is `awaited`."""
        self._made += awaited  # as behind a gesture
        self.pipeline_id = pipeline_id if pipeline_id is not None else self.pipeline_id
        self._stale = True
        self._wake.set()

    def shown(self, gestures: int) -> None:
        """The screens show a reading made after that many gestures."""
        self._shown = max(self._shown, gestures)

    async def run(self) -> None:
        """Work until cancelled."""
        await self._told(self._answer_sheet)  # the pane stands on the first screen
        if not self._whole:
            await self._told(self._read)
        await self._begin()
        self.catch_up()
        while True:
            self._working = True
            await self._told(self._work)
            while self._catching_up is not None and not self._asked():
                await self._catch_up_a_little(self._catching_up)
            self._working = False
            self._wake.clear()
            if not self._asked():
                # A plain timer: `wait_for` makes a task each time, which is most of what idling would cost.
                polling = asyncio.get_running_loop().call_later(POLL_SECONDS, self._wake.set)
                await self._wake.wait()
                if polling.when() <= asyncio.get_running_loop().time():
                    self._poll()
                    if not self._lost:
                        await self._told(self._look_beneath)
                polling.cancel()

    async def _told(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do it; what speaks against it is said."""
        try:
            await work()
        except PipetuiError as error:
            self._post(CommandRefused(error))

    def _seen_beneath(self, error: PipetuiError) -> PipetuiError:
        """What became of the file, where that can be seen; else what the reading said."""
        try:
            self._beneath.look()
        except PipetuiError as seen:
            return seen
        return error

    async def _look_beneath(self) -> None:
        """Look at the file if something else than SQLite may have written it."""
        if self._beneath.changed():
            await self._in_thread(self._beneath.look)

    async def _catch_up_a_little(self, steps: Iterator[float]) -> None:
        """A part that takes no longer than a gesture may have to wait, and then a pause for the screen."""
        try:
            done = await self._in_thread(partial(next, steps, None))
        except PipetuiError:  # the book cannot be written: searches do without
            done = None
        if done is None:
            self._catching_up = None
        await asyncio.sleep(BREATH_SECONDS)

    async def _begin(self) -> None:
        """Begin the day, which takes a second where its backup is made; gestures wait for that, keys do not."""
        warning = await self._in_thread(self._begin_day)
        self._begun = True
        self._post(WorkerReady(warning))

    def _asked(self) -> bool:
        return bool(self._gestures or self._questions or self._stale or self._sheet is not None)

    async def _work(self) -> None:
        while self._gestures:
            answer: CommandDone | CommandRefused
            found: Found | None = None
            self._since = self._since or monotonic()
            try:
                made = await self._in_thread(partial(self._make, self._gestures[0].make))
            except PipetuiError as error:
                answer = CommandRefused(error)
            else:
                self.held_up = made is None
                if made is None:
                    await self._look_meanwhile()
                    continue
                outcome, found = made
                answer = CommandDone(outcome)
            self._since = None
            self._end(self._gestures.popleft(), answer)
            if found is not None and not self._gestures:
                self._stale = False
                self._publish(found)
        await self._look()

    def _end(self, gesture: Command, answer: CommandDone | CommandRefused) -> None:
        """Say what came of a gesture, to the app or to who waits for it."""
        self._made += 1
        self._stale = True
        waits = gesture.refused is not None and not gesture.refused.done()
        if isinstance(answer, CommandDone) or not waits:
            self._post(answer)
        if gesture.refused is not None and waits:
            if isinstance(answer, CommandDone):
                gesture.refused.set_result(None)
            else:
                gesture.refused.set_exception(answer.error)

    async def _look(self) -> None:
        """Read what was asked for."""
        while self._questions:
            await self._answer(self._questions.popleft())
        if self._stale:
            await self._read()
        await self._answer_sheet()

    async def _look_meanwhile(self) -> None:
        """Another program is writing, which keeps nobody from reading; then it is tried again."""
        await self._look()
        await asyncio.sleep(KNOCK_SECONDS)

    def _make(self, gesture: "Callable[[Workspace], Result]") -> "tuple[Result, Found | None] | None":
        """Make the gesture; if it is the last one, also read what it changed, so that both are painted at once.

        None when another program is writing; raises StoreError when that has taken too long.
        """
        if self._beneath.found is not None:
            raise self._beneath.found
        if not self.workspace.store.is_free():
            if self.blocked(connect.BUSY_SECONDS):
                raise connect.busy()
            return None
        with connect.translate_errors(self.workspace.store.path):
            self._beneath.check()
        outcome = gesture(self.workspace)
        try:
            with connect.translate_errors(self.workspace.store.path):
                self.reader.note()
            if len(self._gestures) > 1 or not self.reader.knows:
                return outcome, None
            return outcome, self._reading()
        except PipetuiError:  # the gesture is made all the same; reading it is tried again
            self.reader.forget()
            return outcome, None

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """Work on the book off the event loop; what SQLite says comes out as a StoreError."""

        def translate_errors() -> T:
            with connect.translate_errors(self.workspace.store.path):
                return work()

        under_way = self._under_way = asyncio.ensure_future(asyncio.to_thread(translate_errors))
        return await asyncio.shield(under_way)  # a thread goes on, whether somebody waits for it or not

    async def at_rest(self) -> None:
        """Wait for what a thread still does on the book: closing the connection under it would end the process."""
        if self._under_way is not None:
            await asyncio.wait({self._under_way})

    async def _answer(self, question: Question[Any]) -> None:
        if question.answer.cancelled():
            return
        try:
            answer = await self._in_thread(partial(question.ask, self.workspace))
        except PipetuiError as error:
            if not question.answer.cancelled():
                question.answer.set_exception(error)
        else:
            if not question.answer.cancelled():
                question.answer.set_result(answer)

    async def _answer_sheet(self) -> None:
        if self._sheet is None:
            return
        wanted, self._sheet = self._sheet, None

        def sheet() -> DealSheet | None:
            from pipetui.store.reads import sheet as sheets  # with scores and all: the first frame does without

            try:
                return sheets.sheet(self.workspace.store.connection, self.workspace.moment(), wanted)
            except NotFoundError:
                return None  # undone or deleted meanwhile; the reading under way says so

        self._post(SheetLoaded(await self._in_thread(sheet)))

    async def _read(self) -> None:
        self._stale = False  # before, for it may be asked for again meanwhile
        try:
            found = await self._in_thread(self._reading)
        except PipetuiError:
            said, self._unread = self._unread, True
            if not said:
                raise
        else:
            self._publish(found)

    def _reading(self) -> "Found":
        try:
            with connect.translate_errors(self.workspace.store.path):
                self._notice()
                return self.reader.read(self.pipeline_id), self.reader.next_change()
        except StoreError as error:
            if self._beneath.found is not None:
                raise self._beneath.found from error
            raise

    def _publish(self, found: "Found") -> None:
        read, self._change_at = found
        self._whole, self._unread = True, False
        deals = len(read.cards)
        told = self._restored or _told_of_others(deals - self._deals) if self._elsewhere else ""
        self._post(SnapshotLoaded(read, told, self._made))
        self._deals, self._elsewhere = deals, False

    def _notice(self) -> None:
        """Our own writes leave `data_version` as it is, so any change of it is another process's."""
        version = self.workspace.store.data_version()
        if version != self._version:
            from pipetui.service import past_steps

            self._version, self._elsewhere = version, True
            self._restored = past_steps.restored(self.workspace)
            self.reader.forget()

    def _poll(self) -> None:
        try:
            self._notice()
            self._lost = False
        except PipetuiError as error:
            if not self._lost:  # said once, not twice a second
                self._post(CommandRefused(self._seen_beneath(error)))
            self._lost = True
        due = self._change_at is not None and self.workspace.now() >= self._change_at
        self._stale = self._stale or self._elsewhere or due or self._unread
