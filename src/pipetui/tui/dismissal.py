"""How a screen is left: only by itself, only once, and with all that it has under way."""

from typing import TYPE_CHECKING, Any, TypeVar

from textual.await_complete import AwaitComplete
from textual.messages import Prune
from textual.screen import Screen

Answer = TypeVar("Answer")

if TYPE_CHECKING:
    _Screen = Screen[Any]
else:
    _Screen = object


class LeftOnce(_Screen):
    """Beside a Screen among the bases: it is left only while it lies on top, and its workers end before its widgets go.

    Textual takes the uppermost screen away, whichever was asked to go: a second click or key for one that is closing
    already would close what lies below it, or, on the last one, the app. It breaks the workers off when the widgets
    are gone; one that had its answer just then would look for them, which ends the app.
    """

    async def on_prune(self, event: Prune) -> None:
        """It is about to go."""
        self.workers.cancel_node(self)

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave with an answer; nothing happens where it is left already, or covered by another screen."""
        if not self.is_attached or self.app.screen is not self:
            return AwaitComplete()
        waiting = self._result_callbacks[-1] if self._result_callbacks else None
        if waiting is not None and waiting.future is not None and waiting.future.done():
            waiting.future = None  # who asked was cancelled meanwhile: Textual would answer nevertheless, and break
        return super().dismiss(result)
