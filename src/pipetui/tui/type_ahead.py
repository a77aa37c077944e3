"""Keys that are typed faster than the screen follows.

Textual hands a key to the widget that has the focus when the key arrives. Of `c` `n` typed in one go, the `n` would
meet the list although `c` is about to ask how the call went, and be lost or, worse, mean something else. So a key
waits here until what the key before it led to is there: its action has run, the question it opened has the focus,
and a gesture is in the book and what it changed on the screen, so that the next one finds the deal that follows.

Where one letter is the answer, whoever types the whole word (`price`, `tomorrow`) means no more than that: the
letters behind the first would be gestures on the list below, as `c` logs a call and `w` wins (`spelt`). It may be a
word that begins as another answer does, or as none: then a letter further in must not answer instead.

A key that is held down comes thirty times a second. What only goes with the cursor, and takes longer to read and paint
than the step itself, waits until such a run is over (`at_rest`); behind a key that comes alone nothing waits.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen

from pipetui.tui.worker import BookWorker

PATIENCE = 0.25
"""Seconds a gesture may wait for a locked book before the keys go on without it."""

LONGEST_WAIT = 3.0
"""Seconds after which a key goes on whatever holds it up; only a slip of this program gets there.

A key that waits for a question goes on waiting while the book is read for it: it would mean something else without."""

RUN = 0.1
"""Seconds: keys closer to each other than that come in a run, as those of a key that is held down do."""

REST = 0.06
"""Seconds without a key after which a run is over: more than lie between two keys of a run, less than anybody sees."""

SPELLING = 0.4
"""Seconds: letters of a word that is typed come closer to each other than that."""

_ENTERING = 3
"""Enter is answered by messages of the line (submitted, then understood), each queued behind the one before it."""

Typed = events.Key | events.Paste
"""What waits for its turn: a paste is meant for the question that the key before it asks, too."""


class TypeAhead:
    """The keys waiting for the one before them.

    `hand_over` is what the app does with a key, `tell_waiting` says that the book is locked, `leads_away` whether a key
    goes to another screen: for that nothing has to be read on this one.
    """

    def __init__(
        self,
        app: App[int],
        hand_over: Callable[[Typed], Awaitable[None]],
        worker: BookWorker,
        tell_waiting: Callable[[], None],
        leads_away: Callable[[events.Key], bool] = lambda _: False,
    ) -> None:
        self._app = app
        self._hand_over = hand_over
        self._worker = worker
        self._tell_waiting = tell_waiting
        self._leads_away = leads_away
        self._waiting: deque[Typed] = deque()
        self._key: object = None
        """Stands for the key under way; None while there is none."""
        self._acted = False
        """Whether its action has run."""
        self._screen: Screen[object] | None = None
        self._patient = True
        self._held = 0
        """How many questions are to come."""
        self._reads = 0
        """How many readings are under way."""
        self._came = float("-inf")
        self._in_run = False
        self._behind: Callable[[], object] | None = None
        """What waits for the keys to rest."""
        self._following: frozenset[str] = frozenset()
        """The letters that may follow, each second in a word that begins with the letter just typed."""
        self._spells = False
        """Whether one of them has followed: then it is being typed."""
        self._at = 0.0
        """When the key under way was pressed, or the last letter of the word."""

    @property
    def busy(self) -> bool:
        """Whether a key is under way or waiting, or something waits for the keys to rest."""
        return self._key is not None or bool(self._waiting) or self._behind is not None

    def at_rest(self, call: Callable[[], object]) -> None:
        """Do it at once behind a key that came alone, behind a run of keys when that is over; of several the last."""
        if not self._in_run or monotonic() - self._came >= REST:
            self._behind = None
            call()
        else:
            if self._behind is None:
                asyncio.get_running_loop().call_later(REST, self._look_for_rest)
            self._behind = call

    def _look_for_rest(self) -> None:
        left = self._came + REST - monotonic()
        if left > 0:
            asyncio.get_running_loop().call_later(left, self._look_for_rest)
        elif self._behind is not None:
            call, self._behind = self._behind, None
            call()

    def spelt(self, *words: str) -> None:
        """The key under way may be the first letter of one of these words; without any it is none."""
        self._following, self._spells = frozenset(word.casefold()[1] for word in words if len(word) > 1), False

    def misspelt(self) -> None:
        """The key under way is a letter that nothing begins with: whatever follows at once is of the same word."""
        self._following, self._spells = frozenset(), True

    def _goes_on(self, event: Typed) -> bool:
        """Whether a key only goes on with the word that was chosen by its first letter; Enter ends it."""
        if not (self._following or self._spells) or not isinstance(event, events.Key):
            self.spelt()
            return False
        soon, self._at = event.time - self._at < SPELLING, event.time
        letter = event.character.casefold() if event.character and event.is_printable else ""
        if soon and letter and (self._spells or letter in self._following):
            self._spells = True
            return True
        ended = soon and self._spells and event.key == "enter"
        self.spelt()
        return ended

    def hold(self, *, reading: bool = False) -> None:
        """A key began something that reads before it asks, or before it shows if it is a `reading`.

        The keys behind it wait until `let_go`; for what is shown only those that stay to see it.
        """
        if reading:
            self._reads += 1
        else:
            self._held += 1

    def let_go(self, *, reading: bool = False) -> None:
        """The question is asked or there is none, or what was read is shown."""
        if reading:
            self._reads -= 1
        else:
            self._held -= 1
        self.caught_up()

    async def take(self, event: Typed) -> None:
        """Hand a key or a paste over now, or when its turn comes."""
        now = monotonic()
        self._in_run, self._came = now - self._came < RUN, now
        self._waiting.append(event)
        if self._key is None:
            await self._next()
        elif self._reads and self._acted:
            self._app.call_later(self._settled, self._key)

    async def _next(self) -> None:
        while self._waiting and self._goes_on(self._waiting[0]):
            self._waiting.popleft()
        if not self._waiting:
            self._key = None
            return
        key = self._key = object()
        self._acted = False
        self._screen = self._app.screen
        target: MessagePump = self._app.focused or self._app.screen
        event = self._waiting.popleft()
        self._at = event.time
        await self._hand_over(event)
        self._look_again(key, monotonic())
        self._climb(target, target, key, _ENTERING if isinstance(event, events.Key) and event.key == "enter" else 1)

    def _climb(self, node: MessagePump | None, target: MessagePump, key: object, times: int) -> None:
        """Follow the key through the queues it bubbles up: behind it in each of them, to the app itself."""
        if node is not None and node is not self._app and node.is_running:
            if not node.call_later(self._climb, node._parent, target, key, times):  # it is closing
                self._climb(node._parent, target, key, times)
        elif times > 1:
            self._climb(target, target, key, times - 1)
        else:
            self._app.call_later(self._has_acted, key)

    async def _has_acted(self, key: object) -> None:
        """The key went through all the queues."""
        if key is self._key:
            self._acted = True
            await self._settled(key)

    async def _settled(self, key: object) -> None:
        """The key's action has run; wait for what it opened."""
        if key is not self._key or self._held or (self._reads and not self._next_leads_away()):
            return
        if self._app.screen is not self._screen:
            self._screen = self._app.screen
            self._screen.call_after_refresh(self._app.call_later, self._settled, key)
        elif isinstance(self._screen, ModalScreen) or not (self._patient and self._worker.pending):
            await self._next()

    def _next_leads_away(self) -> bool:
        first = self._waiting[0] if self._waiting else None
        return isinstance(first, events.Key) and self._leads_away(first)

    def caught_up(self) -> None:
        """A gesture is in the book or refused and the question it raised is open; or the book was read since."""
        self._patient = True
        if self._acted:  # what was read for another program says nothing of a key that is still on its way
            self.left()

    def left(self) -> None:
        """A screen is gone, and with it the queues that the key was followed through: its action has run."""
        if self._key is not None:
            self._acted = True
            self._app.call_later(self._settled, self._key)

    def _look_again(self, key: object, since: float) -> None:
        # No timer of Textual's: that is a task for each key, and nearly every key has acted before it is due.
        asyncio.get_running_loop().call_later(PATIENCE, self._ask_for_patience, key, since)

    def _ask_for_patience(self, key: object, since: float) -> None:
        if key is self._key:
            self._app.call_later(self._lose_patience, key, since)

    async def _lose_patience(self, key: object, since: float) -> None:
        """Go on if the book is locked, and then not wait again for every key until the gesture is answered."""
        if key is not self._key:
            return
        if self._worker.blocked(PATIENCE):
            self._patient = False
            self._tell_waiting()
            await self._next()
        elif monotonic() - since >= LONGEST_WAIT and not ((self._held or self._reads) and not self._worker.idle):
            await self._next()
        else:
            self._look_again(key, since)
