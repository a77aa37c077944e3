"""People and organizations: a list at the left, everything about the one under the cursor at the right."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from pipetui.domain.errors import PipetuiError
from pipetui.domain.saved_view import SavedView
from pipetui.domain.wording import quoted
from pipetui.render import plural
from pipetui.service.party_gestures import ORGANIZATIONS, PEOPLE, PartyGestures
from pipetui.tui import dialogs
from pipetui.tui.actions import bindings
from pipetui.tui.pane_place import OFF, PEEK
from pipetui.tui.remembered import FilterHistory
from pipetui.tui.screens.book_screen import HeldKeys, KeysUntilRead
from pipetui.tui.screens.list_screen import Side, Stack
from pipetui.tui.screens.marking import Marking
from pipetui.tui.screens.party_screen import PartyScreen
from pipetui.tui.screens.with_pane import WithPane
from pipetui.tui.selection import MarkedRows
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.tui.widgets.party_pane import PartyPane
from pipetui.tui.widgets.people_list import COLUMNS, PartyHead, PartyList, PartyTable
from pipetui.tui.widgets.pieces import Heading
from pipetui.tui.widgets.side_pane import SidePane
from pipetui.views_people import Unread

if TYPE_CHECKING:
    from pipetui.service import Workspace
    from pipetui.views_people import OrganizationRow, PersonRow

_BY_NAME = ["name", False]
_NEAR, _PAGE = 50, 300
"""Those who are so near are read before the cursor is there, and so many at a time."""


class _PartyReading(NamedTuple):
    """Who is in the list, in order, with the words of the filter and without, and what is shown of those around the
    cursor."""

    numbers: list[int]
    everybody: list[int]
    read: Mapping[int, Any]


class PartyListScreen(Marking, WithPane, PartyScreen):
    """Who is in the list is read when the book or the filter has changed, and what is shown of them page by page."""

    BINDINGS = [
        *bindings("view.filter", "view.pane", "view.save", "view.sort", "view.sort_by", "view.reverse"),
        Binding("escape", "clear_filter", "Clear the filter", show=False),
    ]
    side_from = 150

    @property
    def list_wants(self) -> int:
        """Columns that the list is to have before the pane grows."""
        return 110

    def __init__(self, parties: PartyGestures) -> None:
        super().__init__(parties)
        self._marks: MarkedRows[Any] = MarkedRows()
        self._count = 0
        self._keys_until_seen = KeysUntilRead(self)
        """For those that are meant for somebody who is still to be read."""
        self._everybody: list[int] | None = None
        """All whom the list is about, in order; None once the book has changed."""
        by, turned = (*self.pipetui.liking.of(f"order {parties.kind.plural}", _BY_NAME), *_BY_NAME)[:2]
        self._order = str(by), turned is True
        """The column that orders the list, and whether the other way round."""
        self._words = ""
        self._read_for: Snapshot | None = None
        """The reading of the book that the rows belong to."""
        self._loaded = False
        self._follow: int | None = None

    def compose(self) -> ComposeResult:
        """Bars around list and pane."""
        yield TopBar(self.parties.kind.page)
        kind = self.parties.kind
        with Side(id="main"):
            with Stack(id="listing"):
                yield PartyTable(kind.plural.capitalize(), PartyList(COLUMNS[kind], self._want_rows))
            pane = SidePane(PartyPane())
            self.place_pane(pane, first=True)
            yield pane
        history = FilterHistory(self.pipetui.liking, kind.page)
        yield FilterBar("words of name, organization, e-mail, phone", history=history)
        yield StatusBar(self.hints)

    @property
    def pane_name(self) -> str:
        """What its place is kept under."""
        return self.parties.kind.page

    @property
    def _list(self) -> PartyList:
        return self.query_one(PartyList)

    @property
    def selected(self) -> "PersonRow | OrganizationRow | None":
        """Who is under the cursor."""
        found: PersonRow | OrganizationRow | Unread | None = self._list.selected
        return None if isinstance(found, Unread) else found

    # --- marks

    @property
    def marks(self) -> MarkedRows[Any]:
        """Those of this kind."""
        return self._marks

    @property
    def marked(self) -> list[int]:
        """The marked ones, in the order they were marked."""
        return [row.id for row in self._marks.rows]

    @property
    def rows_at_hand(self) -> PartyList:
        """The list."""
        return self._list

    def markable_rows(self) -> Iterator[Any]:
        """Everybody who is shown."""
        return iter(self._list.markable_rows)

    # --- readings

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """Read the list anew if the book changed since."""
        if self.focused is None:
            self.set_focus(self._list, scroll_visible=False)
        if snapshot is not self._read_for:
            self._read_list(hold=not self._loaded)

    def on_screen_resume(self) -> None:
        """The book may have changed while another screen was shown."""
        if self._loaded and self.pipetui.snapshot is not self._read_for:
            self._read_list()
        self._want_sheet()

    def made_on(self, party: int) -> None:
        """The cursor goes to whom a gesture was made on."""
        self._follow = party

    def _read_list(self, *, hold: bool = False) -> None:
        """Read who is in the list; with `hold`, keys typed ahead wait for it."""
        if self.pipetui.snapshot is not self._read_for:
            self._read_for, self._everybody = self.pipetui.snapshot, None
        self.query_one(TopBar).note = self._note(self._count) if self._loaded else "reading …"
        self._read_newest(self.keys_until_read.begin(hold=hold))

    @work(exclusive=True, group="rows")
    async def _read_newest(self, newest: object) -> None:
        here = self._list.selected
        wanted = self._follow or (here.id if here else None)
        with self.keys_until_read.during(newest):
            reading: _PartyReading = await self.pipetui.worker.ask(
                lambda workspace: self._reading(workspace, wanted, self._list.cursor)
            )
        self._loaded = True
        self._count, self._everybody = len(reading.numbers), reading.everybody
        follow, self._follow = self._follow, None
        rows = tuple(reading.read.get(number) or Unread(number) for number in reading.numbers)
        self.query_one(PartyHead).mark(*self._shown_order())
        self._marks.keep(set(reading.everybody))
        self._list.marked = self._marks
        self._list.show(rows, self.pipetui.snapshot.agenda.today, follow)
        self.tell_marks()
        adds = f"{self.parties.kind.none} is in the book: {self.pipetui.key('party.new')} puts one in"
        self._list.explain("nobody here fits the filter · Esc shows all" if self._words.strip() else adds)
        self.query_one(TopBar).note = self._note(self._count)
        self.refresh_bindings()
        self._want_rows()
        self._want_sheet()

    def _among(self) -> Mapping[str, bool]:
        """Whom the list is about, other than all."""
        return {}

    def _shown_order(self) -> tuple[str, bool]:
        """The column that orders the list, "" for none, and whether the other way round."""
        return self._order

    def _all(self, workspace: "Workspace") -> list[int]:
        """Whom the list is about, in order."""
        by, turned = self._shown_order()
        if (by, turned) in (("", False), ("name", False)):
            return list(self.parties.rows(workspace, **self._among()).numbers)
        return self.parties.in_order(workspace, by, turned=turned)

    def action_sort(self) -> None:
        """By the next column of those in sight, where none has room of all."""
        columns = [column for column, _ in self._list.widths] or COLUMNS[self.parties.kind]
        shown = [column.by for column in columns if column.by]
        by = self._shown_order()[0]
        self._put_in_order(shown[(shown.index(by) + 1) % len(shown)] if by in shown else shown[0], False)

    def action_reverse(self) -> None:
        """The other way round."""
        by, turned = self._shown_order()
        self._put_in_order(by or "name", not turned)

    def action_sort_by(self) -> None:
        """By the column whose key follows."""
        named = {column.name: column.by for column in COLUMNS[self.parties.kind] if column.by}
        by, turned = self._shown_order()
        here = next((name for name, column in named.items() if column == by), "")
        self.app.push_screen(
            dialogs.OrderDialog(list(named), here, turned=turned),
            lambda name: self._by(named[name]) if name is not None else None,
        )

    @on(PartyHead.Chosen)
    def _by_column(self, event: PartyHead.Chosen) -> None:
        self._by(event.by)

    def _by(self, column: str) -> None:
        """By that column; the other way round where the list is ordered by it."""
        by, turned = self._shown_order()
        self._put_in_order(column, column == by and not turned)

    def _put_in_order(self, by: str, turned: bool) -> None:
        self._order, self._everybody = (by, turned), None
        self.pipetui.liking.choose(f"order {self.parties.kind.plural}", [by, turned], _BY_NAME)
        self._read_list(hold=True)

    def _reading(self, workspace: "Workspace", wanted: int | None, place: int) -> _PartyReading:
        everybody = self._everybody or self._all(workspace)
        found = self.parties.holding(workspace, self._words)
        numbers = everybody if found is None else [number for number in everybody if number in found]
        if wanted in numbers:
            place = numbers.index(wanted)
        place = min(place, len(numbers))
        around = numbers[max(0, place - _PAGE // 2) : place + _PAGE // 2]
        return _PartyReading(numbers, everybody, {row.id: row for row in self.parties.some(workspace, around)})

    @on(PartyList.Scrolled)
    def _want_rows(self) -> None:
        """Read those who come near; while there is nobody under the cursor to be seen, keys wait for it."""
        if numbers := self._list.unread(_NEAR, _PAGE):
            unseen = isinstance(self._list.selected, Unread)
            self._read_rows(numbers, self._keys_until_seen.begin(hold=unseen))

    @work(exclusive=True, group="page")
    async def _read_rows(self, numbers: list[int], reading: object) -> None:
        with self._keys_until_seen.during(reading):
            rows = await self.pipetui.worker.ask(lambda workspace: self.parties.some(workspace, numbers))
        if rows:  # else another program took them away, and the next reading of the list says so
            self._list.fill({row.id: row for row in rows})
            self._want_rows()

    @property
    def listed(self) -> list[int]:
        """Who is in the list."""
        return [row.id for row in self._list.rows if not isinstance(row, Heading)]

    def go_to(self, number: int) -> None:
        """Put the cursor on that one."""
        self._list.select(number)

    def _note(self, count: int) -> str:
        return plural(count, self.parties.kind.noun, self.parties.kind.plural)

    # --- the pane

    @on(PartyList.Highlighted)
    def _another(self) -> None:
        self._want_rows()
        self.pipetui.typed.at_rest(lambda: self.call_after_refresh(self._want_sheet))
        self.refresh_bindings()

    @on(PartyList.Opened)
    def _opened(self) -> None:
        self.action_open()

    @work(exclusive=True, group="sheet")
    async def _want_sheet(self) -> None:
        row, pane = self.selected, self.query_one(PartyPane)
        if row is None or self.pane_place == OFF:
            told = "whoever is under the cursor is told of here: how to reach them, their deals, the last touch"
            self.pane.tell("", "")
            pane.show(None, self.pipetui.worker.workspace.now(), peek=False, without=told if self._loaded else "")
            return
        try:
            sheet = await self.ask(lambda workspace: self.parties.sheet(workspace, row.id))
        except PipetuiError:
            return  # merged or undone meanwhile; the reading under way says so
        if self.selected is not None and self.selected.id == row.id:
            self.pane.tell(row.name, f"#{row.id}")
            pane.show(sheet, self.pipetui.worker.workspace.now(), peek=self.pane_place == PEEK)

    def pane_moved(self) -> None:
        """It stands elsewhere now."""
        self.call_after_refresh(self._want_sheet)

    # --- the filter

    async def action_filter(self) -> None:
        """Narrow what is shown as one types."""
        await self.query_one(FilterBar).open()

    def action_clear_filter(self) -> None:
        """Take the marks away; without any, and from within the filter's line, show everything again."""
        if self._marks and not isinstance(self.focused, Input):
            self.take_marks_away()
        else:
            self.query_one(FilterBar).clear()

    async def show_view(self, view: SavedView) -> None:
        """Show what is kept by a name, in its order, which is that of this view alone."""
        known = {column.by for column in COLUMNS[self.parties.kind] if column.by}
        self._order = (view.sort, view.reverse) if view.sort in known else ("name", view.reverse)
        self._everybody = None
        bar = self.query_one(FilterBar)
        await bar.open()
        bar.query_one(Input).value = view.filter
        bar.close()
        self.set_focus(self._list, scroll_visible=False)
        self._read_list(hold=True)

    def action_save_view(self) -> None:
        """Keep by a name what is shown."""
        self._save_view(self.hold_keys())

    @work
    async def _save_view(self, held: HeldKeys) -> None:
        from pipetui.tui import saving_views  # with the forms

        by, turned = self._shown_order()
        sort = "" if (by, turned) == ("name", False) else by
        view = SavedView("", self.parties.kind.page, self._words.strip(), sort=sort, reverse=turned)
        await saving_views.save(self, view, held)

    @on(FilterBar.Changed)
    def _filter_changed(self, event: FilterBar.Changed) -> None:
        self._words = event.text
        self.query_one(TopBar).chip = event.text.strip()
        self.say("")
        self._read_list()

    @on(FilterBar.Left)
    def _filter_left(self) -> None:
        self.set_focus(self._list, scroll_visible=False)
        self.keys_until_read.hold()  # what is typed next is meant for who fits
        self._say_if_none()

    @work(exclusive=True, group="none")
    async def _say_if_none(self) -> None:
        await self.pipetui.worker.ask(lambda workspace: None)  # behind the reading that is under way
        if self._words.strip() and not self._count:
            self.say(f"nobody here fits {quoted(self._words)} · Esc shows all", failed=True)


class PeopleScreen(PartyListScreen):
    """Everybody."""

    def __init__(self) -> None:
        super().__init__(PEOPLE)


_ROOM_TO_EXPLAIN = 100
"""From so many columns on it is said over the list which organizations it has; its frame says so at any width."""


class OrganizationsScreen(PartyListScreen):
    """Every organization, or the customers alone, whoever was not in touch for longest first (behaviour 26)."""

    BINDINGS = bindings("orgs")
    hints = ("orgs.customers", "party.touch", "party.edit", "app.add", "view.filter", "app.help")

    def __init__(self) -> None:
        super().__init__(ORGANIZATIONS)
        self._customers = False

    def _among(self) -> Mapping[str, bool]:
        return {"customers": self._customers}

    def _shown_order(self) -> tuple[str, bool]:
        return ("", False) if self._customers else self._order

    def _show_those(self, *, customers: bool) -> None:
        """With a won deal, or all of them; the frame says which."""
        self._customers = customers
        self.query_one(PartyTable).tell("Customers" if customers else "Organizations", "")

    async def show_view(self, view: SavedView) -> None:
        """Of all of them."""
        self._show_those(customers=False)
        await super().show_view(view)

    def _put_in_order(self, by: str, turned: bool) -> None:
        self._show_those(customers=False)
        super()._put_in_order(by, turned)

    def _note(self, count: int) -> str:
        if self._customers and self.size.width >= _ROOM_TO_EXPLAIN:
            return f"{plural(count, 'customer')} · the longest untouched first"
        return plural(count, "org")

    def action_customers(self) -> None:
        """Only those with a won deal, or all again."""
        self._everybody = None
        self._show_those(customers=not self._customers)
        self._read_list(hold=True)
