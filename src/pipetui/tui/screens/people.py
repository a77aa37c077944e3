"""People and organizations: a list at the left, everything about the one under the cursor at the right."""

from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical

from pipetui.domain.errors import PipetuiError
from pipetui.domain.wording import quoted
from pipetui.render import plural
from pipetui.service.party_gestures import ORGANIZATIONS, PEOPLE, PartyGestures
from pipetui.store.reads.people import customers, fitting
from pipetui.tui.actions import bindings
from pipetui.tui.screens.book_screen import HeldKeys
from pipetui.tui.screens.list_screen import ROOMY, WIDE
from pipetui.tui.screens.party_screen import PartyScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import FilterBar, StatusBar, TopBar
from pipetui.tui.widgets.party_pane import PartyPane
from pipetui.tui.widgets.people_list import COLUMNS, PartyHead, PartyList

if TYPE_CHECKING:
    from pipetui.views_people import OrganizationRow, PersonRow


class PartyListScreen(PartyScreen):
    """The list is read when the book has changed; a letter in the filter reads nothing."""

    BINDINGS = [
        *bindings("view.filter", "view.pane"),
        Binding("escape", "clear_filter", "Clear the filter", show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (ROOMY, "-roomy")]

    def __init__(self, parties: PartyGestures) -> None:
        super().__init__(parties)
        self._rows: list[Any] = []
        self._words = ""
        self._read_for: Snapshot | None = None
        """The reading of the book that the rows belong to."""
        self._loaded = False
        self._follow: int | None = None

    def compose(self) -> ComposeResult:
        """Bars around list and pane."""
        yield TopBar(self.parties.kind.page)
        with Horizontal(id="main"):
            with Vertical(id="listing"):
                yield PartyHead(COLUMNS[self.parties.kind])
                yield PartyList(COLUMNS[self.parties.kind])
            yield PartyPane(id="pane")
        yield FilterBar("words of name, organization, e-mail, phone")
        yield StatusBar(self.hints)

    @property
    def _list(self) -> PartyList[Any]:
        return self.query_one(PartyList)

    @property
    def selected(self) -> "PersonRow | OrganizationRow | None":
        """Who is under the cursor."""
        found: PersonRow | OrganizationRow | None = self._list.selected
        return found

    # --- readings

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """Read the list anew if the book changed since."""
        if self.focused is None:
            self.set_focus(self._list, scroll_visible=False)
        self._show()
        if snapshot is not self._read_for:
            self._read_all()

    def on_screen_resume(self) -> None:
        """The book may have changed while another screen was shown."""
        super().on_screen_resume()
        if self._loaded and self.pipetui.snapshot is not self._read_for:
            self._read_all()
        self._want_sheet()

    def made_on(self, party: int) -> None:
        """The cursor goes to whom a gesture was made on."""
        self._follow = party

    @work(exclusive=True, group="rows")
    async def _read_all(self) -> None:
        self._read_for = self.pipetui.snapshot
        held = None if self._loaded else HeldKeys(self.pipetui.typed)  # keys typed ahead are meant for the list
        try:
            self._rows = await self.pipetui.worker.ask(self.parties.rows)
        except PipetuiError as error:
            self.say(error.title, failed=True)
            return
        finally:
            if held is not None:
                self.call_after_refresh(held.let_go)
        self._loaded = True
        follow, self._follow = self._follow, None
        self._show(follow)
        self._want_sheet()

    def _shown(self) -> list[Any]:
        """The rows that the screen is about, in order."""
        return self._rows

    def _show(self, follow: int | None = None) -> None:
        rows = fitting(self._shown(), self._words)
        self._list.show(tuple(rows), self.pipetui.snapshot.agenda.today, follow)
        self.query_one(TopBar).note = self._note(len(rows)) if self._loaded else "reading …"
        self.refresh_bindings()

    def _note(self, count: int) -> str:
        return plural(count, self.parties.kind.noun, self.parties.kind.plural)

    # --- the pane

    @on(PartyList.Highlighted)
    def _another(self) -> None:
        self.call_after_refresh(self._want_sheet)
        self.refresh_bindings()

    @on(PartyList.Opened)
    def _opened(self) -> None:
        self.action_open()

    @work(exclusive=True, group="sheet")
    async def _want_sheet(self) -> None:
        row, pane = self.selected, self.query_one(PartyPane)
        if row is None or not pane.display:
            pane.show(None, self.pipetui.worker.workspace.now())
            return
        try:
            sheet = await self.pipetui.worker.ask(lambda workspace: self.parties.sheet(workspace, row.id))
        except PipetuiError:
            return  # merged or undone meanwhile; the reading under way says so
        if self.selected is not None and self.selected.id == row.id:
            pane.show(sheet, self.pipetui.worker.workspace.now())

    def action_pane(self) -> None:
        """Show or hide it."""
        self.toggle_class("-no-pane")
        self.call_after_refresh(self._want_sheet)

    # --- the filter

    async def action_filter(self) -> None:
        """Narrow what is shown as one types."""
        await self.query_one(FilterBar).open()

    def action_clear_filter(self) -> None:
        """Show everything again."""
        self.query_one(FilterBar).clear()

    @on(FilterBar.Changed)
    def _filter_changed(self, event: FilterBar.Changed) -> None:
        self._words = event.text
        self.say("")
        self._show()

    @on(FilterBar.Left)
    def _filter_left(self) -> None:
        self.set_focus(self._list, scroll_visible=False)
        if self._words.strip() and not fitting(self._shown(), self._words):
            self.say(f"nobody here fits {quoted(self._words)} · Esc shows all", failed=True)


class PeopleScreen(PartyListScreen):
    """Everybody."""

    def __init__(self) -> None:
        super().__init__(PEOPLE)


class OrganizationsScreen(PartyListScreen):
    """Every organization, or the customers alone, whoever was not in touch for longest first (behaviour 26)."""

    BINDINGS = bindings("orgs")
    hints = ("orgs.customers", "party.touch", "party.edit", "app.add", "view.filter", "app.help")

    def __init__(self) -> None:
        super().__init__(ORGANIZATIONS)
        self._customers = False

    def _shown(self) -> list[Any]:
        return customers(self._rows) if self._customers else self._rows

    def _note(self, count: int) -> str:
        return f"{plural(count, 'customer')}, the longest untouched first" if self._customers else super()._note(count)

    def action_customers(self) -> None:
        """Only those with a won deal, or all again."""
        self._customers = not self._customers
        self._show()
