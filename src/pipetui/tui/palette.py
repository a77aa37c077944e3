"""`^p`: every action of the screen and every deal by name."""

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.markup import escape

from pipetui.phrases.found import where as found_in
from pipetui.service import reads
from pipetui.tui.actions import ACTIONS, Action, key_text
from pipetui.tui.dismissal import LeftOnce
from pipetui.tui.widgets.option_lines import OptionLines

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


class Palette(LeftOnce, CommandPalette):
    """What is looked for, and under it what was found."""

    def compose(self) -> ComposeResult:
        """As Textual's, with a list that bears any window and any click."""
        for widget in super().compose():
            yield PaletteLines() if type(widget) is CommandList else widget


class PaletteLines(CommandList, OptionLines):
    """What was found."""


class ActionProvider(Provider):
    """The actions that can be done on the screen below, with their keys."""

    def _here(self) -> list[Action]:
        names = {binding.binding.id for binding in self.screen.active_bindings.values() if binding.enabled}
        return [action for action in ACTIONS if action.id in names and action.id != "app.palette"]

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for action in self._here():
            yield DiscoveryHit(self._title(action), self._run(action), help=action.tooltip)

    async def search(self, query: str) -> Hits:
        """Those that fit."""
        matcher = self.matcher(query)
        for action in self._here():
            score = matcher.match(action.label)
            if score > 0:
                yield Hit(score, matcher.highlight(self._title(action)), self._run(action), help=action.tooltip)

    def _run(self, action: Action):  # type: ignore[no-untyped-def]  # Textual's own callback type
        async def run() -> None:
            await self.screen.run_action(action.name)

        return run

    def _title(self, action: Action) -> str:
        remapped = cast("PipetuiApp", self.app).remapped
        return f"{action.label}  {key_text(remapped.get(action.id, action.keys))}"


class DealProvider(Provider):
    """Every deal by its words and those of its notes and touches, closed ones too."""

    async def search(self, query: str) -> Hits:
        """Deals that hold every word: open ones first, of those the newest."""
        app = cast("PipetuiApp", self.app)
        now = app.worker.workspace.now()
        for place, found in enumerate(await app.worker.ask(lambda workspace: reads.search(workspace, query))):
            title = Content(f"#{found.id} {found.title}")
            where = found_in(found.mention, now) if found.mention else ""
            about = escape("  ".join(filter(None, (found.organization, found.state, where))))
            yield Hit(1 - place / 1000, title, partial(app.show_deal, found.id), title.plain, about)
