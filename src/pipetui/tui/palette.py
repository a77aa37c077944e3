"""`^p`: every action of the screen and every deal by name."""

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.markup import escape

from pipetui.domain.text import fold
from pipetui.render import badge, money
from pipetui.tui.actions import ACTIONS, Action, key_text

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

_MOST_DEALS = 30


class ActionProvider(Provider):
    """The actions that can be done on the screen below, with their keys."""

    def _here(self) -> list[Action]:
        names = {binding.binding.id for binding in self.screen.active_bindings.values() if binding.enabled}
        return [action for action in ACTIONS if action.id in names and action.id != "app.palette"]

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for action in self._here():
            yield DiscoveryHit(_title(action), self._run(action), help=action.tooltip)

    async def search(self, query: str) -> Hits:
        """Those that fit."""
        matcher = self.matcher(query)
        for action in self._here():
            score = matcher.match(action.label)
            if score > 0:
                yield Hit(score, matcher.highlight(_title(action)), self._run(action), help=action.tooltip)

    def _run(self, action: Action):  # type: ignore[no-untyped-def]  # Textual's own callback type
        async def run() -> None:
            await self.screen.run_action(action.name)

        return run


def _title(action: Action) -> str:
    return f"{action.label}  {key_text(action.keys)}"


class DealProvider(Provider):
    """The open deals by title, organization or person."""

    async def search(self, query: str) -> Hits:
        """Deals that hold every word, the most urgent first."""
        app = cast("PipetuiApp", self.app)
        if app.snapshot is None:
            return
        words = fold(query).split()
        found = [card for card in app.snapshot.cards if all(word in card.haystack for word in words)]
        for place, card in enumerate(found[:_MOST_DEALS]):
            said = "  ".join(filter(None, (card.organization, card.stage, money(card.value) if card.value else "")))
            help_text = f"{said}  {badge(card, app.snapshot.agenda.today)}"
            title = Content(f"#{card.id} {card.title}")
            yield Hit(1 - place / 1000, title, partial(app.show_deal, card.id), title.plain, escape(help_text))
