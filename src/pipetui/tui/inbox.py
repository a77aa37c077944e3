"""What the worker is asked for and has not done yet: gestures in their order, questions, the sheet wanted last."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from pipetui.service import Result, Workspace

T = TypeVar("T")


class Command(NamedTuple):
    """A gesture to be made; `refused` is told why it was not, where somebody waits for that."""

    make: "Callable[[Workspace], Result]"
    refused: "asyncio.Future[None] | None" = None


class Question(NamedTuple, Generic[T]):
    """Something to be read, and who waits for the answer."""

    ask: "Callable[[Workspace], T]"
    answer: "asyncio.Future[T]"


class Inbox:
    """Takes what is asked for; `_wake` is set whenever there is something to do."""

    def __init__(self) -> None:
        self._gestures: deque[Command] = deque()
        self._questions: deque[Question[Any]] = deque()
        self._sheet: int | None = None
        self._wake = asyncio.Event()

    @property
    def waiting(self) -> int:
        """How many gestures are not in the book yet."""
        return len(self._gestures)

    def submit(self, gesture: "Callable[..., Result]", *arguments: Any) -> None:
        """Queue a gesture of `service`; the answer comes as `CommandDone` or `CommandRefused`."""
        self._gestures.append(Command(lambda workspace: gesture(workspace, *arguments)))
        self._wake.set()

    async def make(self, gesture: "Callable[..., Result]", *arguments: Any) -> None:
        """Queue a gesture and wait until it is made, which comes as `CommandDone`; raises what it is refused with."""
        refused: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._gestures.append(Command(lambda workspace: gesture(workspace, *arguments), refused))
        self._wake.set()
        await refused

    async def ask(self, question: "Callable[[Workspace], T]") -> T:
        """Read something else from the book, after what is queued. Raises what the question raises."""
        asked = Question(question, asyncio.get_running_loop().create_future())
        self._questions.append(asked)
        self._wake.set()
        answer: T = await asked.answer
        return answer

    def want_sheet(self, deal_id: int | None) -> None:
        """Ask for a deal's sheet; only the last one wanted is read."""
        self._sheet = deal_id
        self._wake.set()
