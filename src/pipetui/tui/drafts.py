"""What was typed into a question that Esc left: kept, and there again when the same is asked of the same deal.

In memory at once, in the book behind it: a restart finds it too.
"""

from asyncio import ensure_future, wait
from typing import TYPE_CHECKING

from pipetui.domain.errors import PipetuiError

if TYPE_CHECKING:
    from textual.worker import Worker

    from pipetui.store.drafts import Texts
    from pipetui.tui.app import PipetuiApp


_LONGEST = 1.0
"""How long leaving waits for the book, in seconds."""


class Drafts:
    """The unfinished texts, by what they are of."""

    def __init__(self, app: "PipetuiApp") -> None:
        self._app = app
        self._kept: dict[str, Texts] = {}
        self._writing: Worker[None] | None = None

    def of(self, name: str) -> "Texts":
        """What was typed there before; empty for nothing."""
        return self._kept.get(name, {})

    def keep(self, name: str, texts: "Texts") -> None:
        """Keep what was typed; without texts it is done with."""
        if self._kept.get(name, {}) == texts:
            return
        self._kept.pop(name, None)
        if texts:
            self._kept[name] = texts
        self._writing = self._app.run_worker(self._write(), group="drafts", exclusive=True)

    async def load(self) -> None:
        """Take in what the book has, once there is a desk."""
        from pipetui.service import drafts

        try:
            found = await self._app.clerk.ask(drafts.kept)
        except PipetuiError:
            return  # the book itself will be complained about
        self._kept = {**found, **self._kept}

    async def written(self) -> None:
        """Wait until all of it is in the book, but not for long."""
        if self._writing is not None and not self._writing.is_finished:
            await wait({ensure_future(self._writing.wait())}, timeout=_LONGEST)

    async def _write(self) -> None:
        from pipetui.service import drafts

        whole = dict(self._kept)
        try:
            await self._app.clerk.ask(lambda desk: drafts.keep(desk, whole))
        except PipetuiError as error:
            self._app.say(f"kept until pipetui is left: {error.title}", failed=True)
