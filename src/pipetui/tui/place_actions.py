"""The actions that lead somewhere else, from any screen: to a place by its letter, to a view, to what lies over all."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import App

from pipetui.tui import dialogs, navigation
from pipetui.tui.actions import ACTIONS, Action
from pipetui.tui.screens.book_screen import BookScreen, HeldKeys

if TYPE_CHECKING:
    from pipetui.domain.saved_view import SavedView
    from pipetui.tui.app import PipetuiApp


class PlaceActions(App[int]):
    """Where the app can go; each screen is imported when it is first shown."""

    _before_sweep = "today"
    """The screen from which the sweep was begun."""

    @property
    def _pipetui(self) -> "PipetuiApp":
        return cast("PipetuiApp", self)

    def action_go(self, mode: str) -> None:
        """To another screen."""
        navigation.to_mode(self._pipetui, mode)

    def action_sweep(self) -> None:
        """The deals that look dead."""
        if self.current_mode != "sweep":
            self._before_sweep = self.current_mode
        self.action_go("sweep")

    def action_back_from_sweep(self) -> None:
        """To the screen it was begun from."""
        self.action_go(self._before_sweep)

    def action_goto(self) -> None:
        """To a place, or to a saved view, by one more key."""
        from pipetui.tui.dialogs.go_to import FIRST_ROW

        def answered(action: str | None) -> None:
            if action == FIRST_ROW:
                navigation.to_first_row(self._pipetui)
            elif action is not None:
                self.call_next(partial(self.run_action, action))

        views = self._pipetui.snapshot.views
        self.push_screen(dialogs.GoToDialog(views, rows=navigation.has_rows(self._pipetui)), answered)

    def action_view(self, place: int) -> None:
        """To a saved view, by its place among all."""
        views = self._pipetui.snapshot.views
        if place < len(views):
            self.show_view(views[place])

    def show_view(self, view: "SavedView") -> None:
        """To what is kept by a name."""
        navigation.to_view(self._pipetui, view)

    @work(exclusive=True, group="view")
    async def say_view(self, view: "SavedView") -> None:
        """Name the view that is shown, and what it names that is gone."""
        from pipetui.service import saved_views  # with the forms of views

        app = self._pipetui
        problem = await app.worker.ask(lambda workspace: saved_views.problem_of(workspace, view))
        app.say(f"view {view.name}{f': {problem}' if problem else ''}", failed=bool(problem))

    def switch_context(self, name: str) -> None:
        """Narrow every list of deals to that context, or to `none`; keys typed ahead are meant for what is left."""
        self._switch_context(name, HeldKeys(self._pipetui.typed))

    @work(exclusive=True, group="context")
    async def _switch_context(self, name: str, held: HeldKeys) -> None:
        from pipetui.service import contexts

        app = self._pipetui
        try:
            found = await app.worker.ask(lambda workspace: contexts.switch(workspace, name))
            app.worker.reread(awaited=True)
        finally:
            held.let_go()
        off = f"context {found.name}: {found.filter} · {app.key('app.contexts')} others" if found is not None else ""
        app.say(off or "no context: every list is whole again")

    def action_overlay(self, name: str) -> None:
        """To a screen that lies over the one that is shown."""
        navigation.to_overlay(self._pipetui, name)

    def action_help(self) -> None:
        """The keys of this screen; one that is chosen there is done here."""
        names = {binding.binding.id for binding in self.screen.active_bindings.values()}
        here = [action for action in ACTIONS if action.id in names]
        why_not = {action.id: action.why_not(self.screen) for action in here}

        def answered(action: Action | None) -> None:
            if action is not None:
                self.call_next(self.screen.run_action, action.name)

        self.push_screen(dialogs.HelpScreen(here, self._pipetui.remapped, why_not), answered)

    def action_command_palette(self) -> None:
        """Every action and every deal by name."""
        from pipetui.tui.palette import Palette  # with the service; not needed for the first frame

        if not Palette.is_open(cast("App[object]", self)):
            self.push_screen(Palette(id="--command-palette"))

    def search_themes(self) -> None:
        """The looks there are, each shown as the cursor comes to it."""

        def chosen(name: str | None) -> None:
            if name is not None:
                self._pipetui.keep_theme(name)

        self.push_screen(dialogs.ThemeDialog(), chosen)

    def action_visit(self, offset: int) -> None:
        """Back to the sheet that was read before, or forward again."""
        navigation.along_visits(self._pipetui, offset)

    def action_import_file(self) -> None:
        """What another program exported."""
        from pipetui.tui.importing import import_file  # reads files; not needed for the first frame

        self._ask(import_file)

    def action_export_file(self) -> None:
        """What is marked, else everything, in a file for another program."""
        from pipetui.tui.exporting import export_file

        self._ask(export_file)

    def _ask(self, question: Callable[[BookScreen], Awaitable[None]]) -> None:
        """Ask it over the screen that is shown, and wait for the answer, also when that screen is left."""
        screen = self._pipetui.book_screen
        if screen is not None:
            self._go_on(screen, question, screen.hold_keys())

    @work
    async def _go_on(
        self, screen: BookScreen, question: Callable[[BookScreen], Awaitable[None]], held: HeldKeys
    ) -> None:
        with screen.asked(held):
            await question(screen)

    @work
    async def action_sync(self, what: str) -> None:
        """Mail or calendar of the configuration, behind the frame."""
        from pipetui.tui import syncing

        await {"mail": syncing.sync_mail, "calendar": syncing.sync_calendar}[what](self._pipetui)

    def action_report(self, name: str) -> None:
        """What came of the work: one of the reports, by its name, or the list of them."""
        from pipetui.tui.screens.report import ReportScreen

        self.push_screen(ReportScreen(name))
