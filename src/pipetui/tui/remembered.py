"""What the app remembers of the rep: in memory at once, in the book behind it, so that a restart finds it too."""

from asyncio import ensure_future, wait
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pipetui.domain.errors import PipetuiError
from pipetui.store import connect, remembered

if TYPE_CHECKING:
    from textual.worker import Worker

    from pipetui.tui.app import PipetuiApp

_LONGEST = 1.0
"""How long leaving waits for the book, in seconds."""


class Remembered:
    """Entries of one kind, by name."""

    def __init__(self, app: "PipetuiApp", kind: str) -> None:
        self._app, self._kind = app, kind
        self._entries = remembered.read(app.worker.workspace.store.connection, kind)
        self._writing: Worker[None] | None = None
        self._unwritten: dict[str, Any] = {}
        """What changed since the book was written, None for what is gone."""

    def get(self, name: str) -> Any:
        """The entry of that name; None for none."""
        return self._entries.get(name)

    def keep(self, name: str, entry: Any) -> None:
        """Keep it; None for that there is none."""
        if self._entries.get(name) == entry:
            return
        self._entries.pop(name, None)
        if entry is not None:
            self._entries[name] = entry
        self._unwritten[name] = entry
        self._writing = self._app.run_worker(self._write, group=f"remember {self._kind}", exclusive=True)

    async def written(self) -> None:
        """Wait until all of it is in the book, but not for long."""
        if self._writing is not None and not self._writing.is_finished:
            await wait({ensure_future(self._writing.wait())}, timeout=_LONGEST)

    def write_what_is_left(self) -> None:
        """Write what did not get into the book while the app ran; to be called when it is over, however it ended.

        A book that another program is writing is not waited for.
        """
        workspace = self._app.worker.workspace
        if self._unwritten and connect.is_free(workspace.store.connection):
            from pipetui.service.remembered import keep

            with suppress(PipetuiError):
                keep(workspace, self._kind, self._unwritten)

    async def _write(self) -> None:
        from pipetui.service.remembered import keep  # with the service; not needed for the first frame

        changes = dict(self._unwritten)
        try:
            now = await self._app.worker.ask(lambda workspace: keep(workspace, self._kind, changes))
        except PipetuiError as error:
            self._app.say(f"remembered until pipetui is left: {error.title}", failed=True)
            return
        left = {name: entry for name, entry in self._unwritten.items() if changes.get(name, self) != entry}
        self._unwritten = left
        others = {name: entry for name, entry in now.items() if name not in left}
        self._entries = others | {name: entry for name, entry in left.items() if entry is not None}


class Drafts(Remembered):
    """What was typed into questions that Esc left, to be there again when the same is asked of the same deal."""

    def __init__(self, app: "PipetuiApp") -> None:
        super().__init__(app, "drafts")
        self._answered: tuple[str, dict[int, str]] | None = None

    def of(self, name: str) -> dict[int, str]:
        """What was typed there, by the place of the field; empty for nothing."""
        texts = self.get(name)
        if not isinstance(texts, dict):
            return {}
        return {int(place): str(text) for place, text in texts.items() if str(place).isdecimal()}

    def leave(self, name: str, texts: dict[int, str]) -> None:
        """Keep what was typed; without texts it is done with."""
        self.keep(name, {str(place): text for place, text in texts.items()} or None)

    def answer(self, name: str, texts: dict[int, str]) -> None:
        """The question was answered with these: it is done with, unless the gesture that follows is refused."""
        self.leave(name, {})
        self._answered = (name, texts)

    def gesture_ended(self, *, refused: bool) -> None:
        """What was typed for a gesture that was refused is there again."""
        if refused and self._answered is not None:
            self.leave(*self._answered)
        self._answered = None


class FilterHistory:
    """The filters of one kind of list, as they were kept with Enter: the newest last, each once."""

    most = 30

    def __init__(self, liking: "Liking", name: str) -> None:
        """`name` is what they are kept under."""
        self._liking, self._name = liking, f"filters {name}"

    @property
    def texts(self) -> list[str]:
        """All of them."""
        return [text for text in self._liking.of(self._name, []) if isinstance(text, str)]

    def add(self, text: str) -> None:
        """It was used just now."""
        if text.strip():
            kept = [other for other in self.texts if other != text.strip()]
            self._liking.choose(self._name, [*kept, text.strip()][-self.most :], [])


class Liking(Remembered):
    """How the rep likes the app: chosen in it, until the configuration says something else than it did then."""

    def __init__(self, app: "PipetuiApp") -> None:
        super().__init__(app, remembered.LIKING)

    def of(self, name: str, configured: Any) -> Any:
        """What was chosen, else what is configured."""
        entry = self.get(name)
        if isinstance(entry, list) and len(entry) == 2 and entry[1] == configured:
            chosen = entry[0]
            return chosen if isinstance(chosen, type(configured)) else configured
        return configured

    def choose(self, name: str, chosen: Any, configured: Any) -> None:
        """The rep chose this; what is configured needs no remembering."""
        self.keep(name, None if chosen == configured else [chosen, configured])
