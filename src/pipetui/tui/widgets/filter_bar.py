"""The line in which a filter is typed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Horizontal
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input, Static

from pipetui.render import cell_width
from pipetui.tui import filter_offers

if TYPE_CHECKING:
    from pipetui.tui.remembered import FilterHistory

_TAKES = "Tab takes it"
"""Tab takes the first of what is offered."""


class FilterLine(Input):
    """Where a filter is typed."""

    BINDINGS = [
        Binding("up", "recall(-1)", "Filter before", show=False),
        Binding("down", "recall(1)", "Filter after", show=False),
        Binding("tab", "complete", "Complete", show=False),
    ]

    def action_recall(self, by: int) -> None:
        """A filter that was used before."""
        if isinstance(self.parent, FilterBar):
            self.parent.recall(by)

    def action_complete(self) -> None:
        """Take the first of what is offered."""
        if isinstance(self.parent, FilterBar):
            self.parent.complete()

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """It is as wide as there is room: a letter more need not have the whole screen laid out."""


class FilterBar(Horizontal):
    """`/`: what is shown narrows with each letter. Enter keeps the filter, Esc clears it.

    Tab takes the first of what is offered, ↑ brings back what was used before.
    """

    DEFAULT_CSS = """
    FilterBar { layer: message; dock: bottom; height: 1; margin-bottom: 1; background: $raised; display: none; }
    FilterBar.-on { display: block; }
    FilterBar Static { width: auto; padding: 0 1; color: $key; text-style: bold; }
    FilterBar Input, FilterBar Input:focus { width: 1fr; border: none; height: 1; padding: 0; background: $raised; }
    FilterBar #problem { color: $doubt; text-style: none; max-width: 65%; }
    FilterBar #offers { color: $dim; text-style: none; }
    """

    class Changed(Message):
        """Another filter was typed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def can_replace(self, message: Message) -> bool:
            """Only the last of several letters counts."""
            return isinstance(message, FilterBar.Changed)

    class Left(Message):
        """The rep is done with the filter line."""

    class Refused(Message):
        """Enter, on a filter that is not understood: `why` says what."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def __init__(
        self,
        example: str = "words, stage:prop, value>10k, overdue, #hot …",
        check: Callable[[str], str] = lambda _: "",
        offers: Callable[[str, int], list[str]] | None = None,
        history: "FilterHistory | None" = None,
    ) -> None:
        """`check` says what of a whole filter is not understood, "" for nothing; `offers` what may stand where the
        cursor is; `history` are the filters used before."""
        super().__init__()
        self._example = example
        self._check = check
        self._offers = offers
        self._history = history
        self._problem = ""
        self._recalled = 0
        """How far back in the filters used before we are."""
        self._typed = ""
        """What was typed before one of these was brought back."""

    async def open(self) -> None:
        """Type a filter. The line is made the first time: what costs most on a screen is how many parts it has."""
        if not self.children:
            line = FilterLine(placeholder=f"{self._example}   Enter keeps, Esc clears")
            beside = (Static(id="offers", markup=False), Static(self._problem, id="problem", markup=False))
            await self.mount(Static("/", markup=False), line, *beside)
        self._recalled = 0
        self.add_class("-on")
        self.screen.set_focus(self.query_one(Input))

    def problem(self, text: str) -> None:
        """What in the filter is not understood, or else where the deal at hand has its words."""
        if text != self._problem:
            self._problem = text
            self._offer()

    def _offered(self) -> list[str]:
        line = self.query_one(Input)
        return self._offers(line.value, line.cursor_position) if self._offers is not None else []

    def _offer(self) -> None:
        """Say what may stand where the cursor is, as much as there is room for; a problem goes before, unless it is
        that the word at the cursor is not whole yet."""
        for beside in self.query("#offers").results(Static):
            room, said = self.size.width // 2 - len(_TAKES), ""
            offered = self._offered() if not self._problem or self._is_begun() else ()
            self.query_one("#problem", Static).update("" if offered else self._problem)
            for offer in offered:
                if cell_width(said) + cell_width(offer) + 2 > room:
                    break
                said += f"{offer}  "
            beside.update(f"{said}{_TAKES}" if said else "")

    def _is_begun(self) -> bool:
        """Whether what is not understood is the word at the cursor alone."""
        line = self.query_one(Input)
        before = line.value[: line.cursor_position].removesuffix(
            filter_offers.token_at(line.value, line.cursor_position)
        )
        return bool(self._check(line.value)) and not self._check(before.rstrip("(- "))

    def complete(self) -> None:
        """Take the first of what is offered."""
        offered, line = self._offered(), self.query_one(Input)
        if offered:
            text, cursor = filter_offers.taken(line.value, line.cursor_position, offered[0])
            line.value = text
            line.cursor_position = cursor

    def recall(self, by: int) -> None:
        """Bring back a filter that was used before, or go on again to what was typed."""
        used, line = self._history.texts if self._history is not None else [], self.query_one(Input)
        wanted = self._recalled - by
        if 0 <= wanted <= len(used):
            if not self._recalled:
                self._typed = line.value
            self._recalled = wanted
            line.value = used[-wanted] if wanted else self._typed
            line.cursor_position = len(line.value)

    def on_resize(self) -> None:
        """There is room for more, or for less: so it is too when the line has just come up."""
        self._offer()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as typed."""
        event.stop()
        self._offer()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        if why := self._check(event.value):
            self.post_message(self.Refused(why))
            return
        if self._history is not None:
            self._history.add(event.value)
        self.close()
        self.post_message(self.Left())

    def close(self) -> None:
        """Done with typing: what is filtered for stands on top."""
        self.remove_class("-on")

    def clear(self) -> None:
        """Show everything again."""
        for line in self.query(Input):
            line.value = ""
        self.close()
        self.post_message(self.Changed(""))
        self.post_message(self.Left())
