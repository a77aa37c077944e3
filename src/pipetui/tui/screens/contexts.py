"""Contexts: switched on and off, defined, changed, deleted, each with how many open deals it leaves."""

from typing import Any, NamedTuple

from textual import on, work
from textual.app import ComposeResult

from pipetui.domain import context
from pipetui.domain.context import NONE, SavedContext
from pipetui.render import cell_width, cut, plural
from pipetui.service import Result, Workspace, contexts
from pipetui.service.saved_views import CountedView
from pipetui.tui import filters
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.dialogs.edit import FormDialog, FormRow
from pipetui.tui.screens.book_screen import BookScreen, HeldKeys, Texts
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.pieces import MARK, Heading, Piece, aligned

_SHOWS = 8


class ContextRow(NamedTuple):
    """A context under its place; without one the line that has none on."""

    id: int
    counted: CountedView | None
    is_on: bool


def _name(row: ContextRow) -> str:
    return row.counted.view.name if row.counted is not None else ""


class ContextList(CursorRows[ContextRow]):
    """One line a context, that which is on with a tick."""

    row_height = 1
    air = 1
    in_frame = True

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`✓ work         12  +saas or stage:proposal`; where there is none, what one is."""
        if isinstance(row, Heading):
            return [[(f"  {row.text}", "muted")]]
        tick: Piece = (f"{MARK if row.is_on else ' '} ", "key")
        if row.counted is None:
            return [[tick, (cut(f"{NONE}: every list is whole", width - 2), "title")]]
        view, shows, problem = row.counted
        names = [cell_width(one.counted.view.name) for one in self.rows if getattr(one, "counted", None) is not None]  # type: ignore[union-attr]
        name = max(names) + 2
        count = "?" if shows is None else f"{shows:,}"
        about = ": ".join(filter(None, (problem, view.filter)))
        return [
            [
                tick,
                (aligned(view.name, name), "title"),
                (aligned(count, _SHOWS, right=True), ""),
                ("  ", ""),
                (cut(about, max(0, width - name - _SHOWS - 4)), "overdue" if problem else "muted"),
            ]
        ]


class ContextTable(Frame):
    """The list in its frame."""

    DEFAULT_CSS = "ContextTable { padding: 1 0 1 1; height: 1fr; } ContextTable ContextList { height: 1fr; }"

    def compose(self) -> ComposeResult:
        """The rows."""
        yield ContextList()


class ContextsScreen(BookScreen):
    """Lies over the screen it was opened from."""

    BINDINGS = bindings("contexts", "app.undo", "app.redo", *OVERLAID)
    AUTO_FOCUS = None
    is_sheet = True
    hints = ("contexts.open", "contexts.new", "contexts.edit", "contexts.remove", "contexts.leave", "app.help")

    def compose(self) -> ComposeResult:
        """Bars around the list."""
        yield TopBar("contexts")
        yield ContextTable("Contexts", "open deals")
        yield StatusBar(self.hints)

    @property
    def selected(self) -> SavedContext | None:
        """The context under the cursor."""
        row: ContextRow | None = self.query_one(ContextList).selected
        if row is None or row.counted is None:
            return None
        return SavedContext(row.counted.view.name, row.counted.view.filter)

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """What there is, each with how much it leaves."""
        self.query_one(ContextList).focus(scroll_visible=False)
        self._count()

    @work(exclusive=True, group="counts")
    async def _count(self) -> None:
        found = await self.pipetui.worker.ask(contexts.counted)
        current = self.pipetui.snapshot.context
        rows = [ContextRow(0, None, current is None)]
        for place, one in enumerate(found, 1):
            rows.append(ContextRow(place, one, current is not None and one.view.name == current.name))
        about = () if found else tuple(map(Heading, ("", *self._about())))
        shown = self.query_one(ContextList)
        known = {_name(row) for row in shown.rows if isinstance(row, ContextRow)}
        new = [row.id for row in rows if _name(row) not in known]
        here = new[0] if known and len(new) == 1 else None  # whoever defines one wants it on
        shown.show((*rows, *about), self.pipetui.snapshot.agenda.today, here)
        if not known:
            shown.select(next((row.id for row in rows if row.is_on), 0) or min(1, len(found)))
        self.query_one(TopBar).note = plural(len(found), "context") if found else ""
        self.refresh_bindings()

    def _about(self) -> tuple[str, ...]:
        """What a context is, where there is none yet."""
        return (
            "A context has a name and a filter: while it is on, every list of deals",
            "shows only what fits it, until it is switched off.",
            f"{self.pipetui.key('contexts.new')} defines one, such as work: +saas or stage:proposal.",
        )

    @on(ContextList.Highlighted)
    def _another(self) -> None:
        self.refresh_bindings()

    @on(ContextList.Opened)
    def _opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Have it on; the one that is on goes off."""
        row: ContextRow | None = self.query_one(ContextList).selected
        if row is not None:
            wanted = row.counted.view.name if row.counted is not None and not row.is_on else NONE
            self.dismiss()
            self.pipetui.switch_context(wanted)

    def action_new(self) -> None:
        """Another one."""
        self._define(SavedContext("", ""), self._hold())

    def action_edit(self) -> None:
        """Its name and its filter."""
        if self.selected is not None:
            self._define(self.selected, self._hold())

    @work
    async def _define(self, before: SavedContext, held: HeldKeys) -> None:
        async def form(typed: Texts, seen: Texts) -> FormDialog:
            rows = {
                "name": FormRow("name", "work", before.name, context.read_name),
                "filter": FormRow("filter", "+saas or stage:proposal", before.filter, self._check),
            }
            return FormDialog(f"Edit {before.name}" if before.name else "A new context", rows, typed, seen)

        def write(workspace: Workspace, texts: Texts, shown: Texts) -> Result:
            name, text = texts.get("name", before.name), texts.get("filter", before.filter)
            if before.name:
                return contexts.change(workspace, before.name, name, text)
            return contexts.define(workspace, name, text)

        with self.asked(held):
            await self.filled_in(form, write)

    def _check(self, text: str) -> object:
        return filters.understood(self.pipetui, context.read_filter(text))

    def action_remove(self) -> None:
        """Forget it; undo brings it back."""
        if self.selected is not None:
            self.pipetui.worker.submit(contexts.forget, self.selected.name)

    def action_back(self) -> None:
        """To where we came from."""
        self.dismiss()
