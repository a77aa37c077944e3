"""`^p`: every action of the screen with its key, what else there is to see, and deals, people, organizations."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Self, cast

from textual import on, work
from textual.app import ComposeResult
from textual.command import CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.css.query import NoMatches
from textual.types import IgnoreReturnCallbackType
from textual.widgets import Input
from textual.widgets.option_list import Option
from textual.worker import Worker, WorkerState

from pipetui.phrases.found import where as found_in
from pipetui.render import cell_width
from pipetui.service import Workspace, reads
from pipetui.service.party_gestures import ORGANIZATIONS, PEOPLE, PartyGestures
from pipetui.service.saved_views import CountedView
from pipetui.tui import counting
from pipetui.tui.actions import ACTIONS, GROUPS, Action, key_text
from pipetui.tui.dismissal import LeftOnce
from pipetui.tui.widgets.option_lines import OptionLines

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

_GROUP, _LABEL, _KEY = 10, 16, 9
"""The cells of the columns before what an action does."""
_SHORT_GROUPS = {"app": "anywhere", "view": "view"}
_RECENT = 5
"""How many of the commands used last come first."""
_PARTIES = 5
"""How many people, and how many organizations, are offered at once."""


class Palette(LeftOnce, CommandPalette):
    """What is looked for, and under it what was found."""

    _hurried = False
    """Whether Enter was pressed while it was still looked for."""

    def compose(self) -> ComposeResult:
        """As Textual's, with a list that bears any window and any click."""
        for widget in super().compose():
            yield PaletteLines() if type(widget) is CommandList else widget

    def on_mount(self) -> None:
        """Say what can be typed."""
        self.query_one(CommandInput).placeholder = "an action, a report, a deal, somebody …"

    @on(Input.Changed)
    def _forget_found(self) -> None:
        """What was found for other letters is not what Enter is meant for."""
        for found in self.query(CommandList):  # none on a palette that is being left
            found.clear_options()
        self._hurried = False

    @on(Input.Submitted)
    def _enter(self) -> None:
        """With nothing found yet it is kept for what is found first."""
        self._hurried = not any(found.option_count for found in self.query(CommandList))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """All is found: what a hurried Enter was meant for is done."""
        ready = any(found.highlighted is not None for found in self.query(CommandList))
        if event.state is WorkerState.SUCCESS and self._hurried and ready:
            self._hurried = False
            self._action_command_list("select")

    @work(exclusive=True, group=CommandPalette._GATHER_COMMANDS_GROUP)
    async def _gather_commands(self, search_value: str) -> None:
        """As Textual's, which would end the app where the palette is left meanwhile: there is no list any more."""
        try:
            await _gather(self, search_value)
        except NoMatches:
            if self.query(CommandList):
                raise


_gather: Any = CommandPalette._gather_commands.__wrapped__  # type: ignore[attr-defined]


class PaletteLines(CommandList, OptionLines):
    """What was found."""

    def add_option(self, option: Any = None) -> Self:
        """As Textual's; that nothing was found is said in our words."""
        if isinstance(option, Option) and option.id == CommandPalette._NO_MATCHES:
            option = Option("nothing is called so, and no note or touch says it", id=option.id, disabled=True)
        return super().add_option(option)


class PaletteEntry(NamedTuple):
    """What can be run: its group, its name, its keys, and what it does or why it cannot be done now."""

    id: str
    group: str
    label: str
    keys: str
    about: str
    run: IgnoreReturnCallbackType
    why_not: str = ""

    def line(self, label: Content | str = "") -> Content:
        """`deal      Drop            x        Close as lost, with a reason`; dim where it cannot be done now."""
        look = "$dim" if self.why_not else ""
        shown = label or self.label
        width = cell_width(str(shown))
        return Content.assemble(
            (_padded(self.group, _GROUP), "$dim"),
            Content(shown) if isinstance(shown, str) else shown,
            (" " * max(2, _LABEL - width), look),
            (_padded(self.keys, _KEY), "$dim" if self.why_not else "bold $key"),
            (f"not now: {self.why_not}" if self.why_not else self.about, "$dim"),
        )


def _padded(text: str, width: int) -> str:
    return text + " " * max(1, width - cell_width(text))


class ActionProvider(Provider):
    """The actions of the screen below with their keys, those not possible now too; then what the app has besides."""

    @property
    def _app(self) -> "PipetuiApp":
        return cast("PipetuiApp", self.app)

    def _commands(self) -> Iterator[PaletteEntry]:
        """All of them, group by group."""
        names = {binding.binding.id for binding in self.screen.active_bindings.values()}
        here = [action for action in ACTIONS if action.id in names and action.id != "app.palette"]
        for group in GROUPS:
            for action in here:
                if action.group == group:
                    yield self._of(action)
        for name, about, run, _ in sorted(self.app.get_system_commands(self.screen)):
            yield PaletteEntry(name, "more", name, "", about, partial(self._keep_and_run, name, run))

    def _of(self, action: Action) -> PaletteEntry:
        why_not = action.why_not(self.screen)
        keys = key_text(self._app.remapped.get(action.id, action.keys))
        group = _SHORT_GROUPS.get(action.group, action.group)
        return PaletteEntry(action.id, group, action.label, keys, action.tooltip, partial(self._do, action), why_not)

    async def _do(self, action: Action) -> None:
        why_not = action.why_not(self.screen)
        if why_not:
            self._app.say(why_not, failed=True)
            return
        self._remember(action.id)
        await self.screen.run_action(action.name)

    def _keep_and_run(self, name: str, run: IgnoreReturnCallbackType) -> object:
        self._remember(name)
        return run()

    def _remember(self, name: str) -> None:
        recent = [name, *(other for other in self._recent() if other != name)]
        self._app.liking.choose("recent", recent[:_RECENT], [])

    def _recent(self) -> list[str]:
        return [name for name in self._app.liking.of("recent", []) if isinstance(name, str)]

    async def discover(self) -> Hits:
        """Before anything is typed: what was used last, then everything."""
        commands = {command.id: command for command in self._commands()}
        for name in self._recent():
            if name in commands:
                recent = commands.pop(name)._replace(group="recent")
                yield DiscoveryHit(recent.line(), recent.run, text=recent.label)
        for command in commands.values():
            yield DiscoveryHit(command.line(), command.run, text=command.label)

    async def search(self, query: str) -> Hits:
        """Those that fit; what can be done now comes before what cannot."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.label)
            if score > 0:
                label = matcher.highlight(command.label)
                yield Hit(_score(command, query), command.line(label), command.run, text=command.label)


class ViewProvider(Provider):
    """Saved views with how much each shows by now."""

    def _of(self, counted: CountedView) -> tuple[Content, IgnoreReturnCallbackType, str]:
        view = counted.view
        about = counted.problem or "  ".join(filter(None, (counted.shows, view.screen, view.filter)))
        return _line("view", view.name, about), partial(cast("PipetuiApp", self.app).show_view, view), view.name

    async def discover(self) -> Hits:
        """All of them."""
        app = cast("PipetuiApp", self.app)
        async for counted in counting.counted(app.worker, app.snapshot.views):
            line, run, text = self._of(counted)
            yield DiscoveryHit(line, run, text=text)

    async def search(self, query: str) -> Hits:
        """Those whose name fits."""
        app, matcher = cast("PipetuiApp", self.app), self.matcher(query)
        fitting = [view for view in app.snapshot.views if matcher.match(view.name) > 0]
        async for counted in counting.counted(app.worker, fitting):
            line, run, text = self._of(counted)
            yield Hit(1 + matcher.match(text), line, run, text=text)


class DealProvider(Provider):
    """Every deal by its words and those of its notes and touches, closed ones too; people and organizations by name."""

    async def search(self, query: str) -> Hits:
        """Deals that hold every word, open ones first, of those the newest; then people, then organizations."""
        app = cast("PipetuiApp", self.app)
        now = app.worker.workspace.now()
        for place, found in enumerate(await app.worker.ask(lambda workspace: reads.search(workspace, query))):
            where = found_in(found.mention, now) if found.mention else ""
            about = "  ".join(filter(None, (found.organization, found.state, where)))
            title = f"#{found.id} {found.title}"
            yield Hit(1 - place / 1000, _line("deal", title, about), partial(app.show_deal, found.id), text=title)
        for parties in (PEOPLE, ORGANIZATIONS):
            for place, row in enumerate(await app.worker.ask(partial(_named, parties, query))):
                about = getattr(row, "organization", "") or ""
                line = _line("person" if parties is PEOPLE else "org", row.name, about)
                yield Hit(0.5 - place / 1000, line, partial(app.push_party, parties, row), text=row.name)


def _score(command: PaletteEntry, query: str) -> float:
    """Over the deals (1 at most) what is called so, under them what only has the letters, or cannot be done now."""
    label, typed = command.label.casefold(), query.casefold().strip()
    found = 3.0 if label.startswith(typed) else 2.0 if typed in label else 0.4
    return found / 10 if command.why_not else found


def _named(parties: PartyGestures, words: str, workspace: Workspace) -> list[Any]:
    """The first people or organizations that hold the words."""
    return parties.some(workspace, list(islice(parties.rows(workspace, words).numbers, _PARTIES)))


def _line(group: str, name: str, about: str) -> Content:
    """`deal      #4 Mirai rollout   Mirai  Demo`."""
    return Content.assemble((_padded(group, _GROUP), "$dim"), (name, ""), (f"   {about}" if about else "", "$dim"))
