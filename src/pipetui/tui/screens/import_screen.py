"""An import in the app: how files are understood, column by column; a dry run; then the import and its receipt."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pipetui.domain.errors import InputError, PipetuiError
from pipetui.domain.text import visible
from pipetui.exchange import saved_mapping, told_columns
from pipetui.exchange.apply import apply, rehearse
from pipetui.exchange.import_lines import left_out
from pipetui.exchange.kinds import FIELDS, KINDS, OTHER
from pipetui.exchange.outcome import ImportResult
from pipetui.exchange.plan import Cancelled, Options, Plan, plan, recognised
from pipetui.exchange.preview import ImportPreview, preview
from pipetui.exchange.recognition import UNSURE, Recognised
from pipetui.render import cut, plural
from pipetui.service import Result, Workspace
from pipetui.store import import_mappings
from pipetui.tui.actions import bindings
from pipetui.tui.dialogs.import_field import FieldDialog, NameDialog
from pipetui.tui.dialogs.person import PickDialog
from pipetui.tui.import_panels import oddities, stages, standing
from pipetui.tui.import_texts import (
    IN_NOTE,
    LEFT_OUT,
    OWN,
    ColumnRow,
    heading_text,
    headings,
    receipt,
    row_text,
    rows,
    trial,
    widths,
)
from pipetui.tui.screens.book_screen import asking
from pipetui.tui.screens.overlay import OverlayScreen
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.option_lines import OptionLines
from pipetui.tui.widgets.paper import Box

T = TypeVar("T")

MAPPING, TRIED, DONE = "mapping", "tried", "done"
_HINTS = {
    MAPPING: ("import.field", "import.leave", "import.try", "import.go", "import.keep", "import.use", "app.help"),
    TRIED: ("import.go", "import.alike", "import.dates", "import.columns", "app.help"),
    DONE: ("import.columns", "app.help"),
}
_BAR = 24
_WIDEST, _NARROWEST, _LOW = 116, 30, 4
_ORDERS = ("dmy", "mdy", "ymd")
_PROGRESS_S = 0.1
"""How often it is looked how far the thread is that reads; only while one does."""


class ColumnList(OptionLines):
    """The columns of all tables, each table under a line that says what it is."""

    has_edge = True
    DEFAULT_CSS = """
    ColumnList, ColumnList:focus { height: 1fr; border: none; padding: 0; background: transparent; }
    ColumnList { scrollbar-gutter: stable; scrollbar-size-vertical: 1; }
    ColumnList > .option-list--option-disabled { color: $foreground; }
    """


class ImportScreen(OverlayScreen):
    """One import; until the last key nothing of it is in the book."""

    BINDINGS = [*bindings("import", "app.undo", "app.redo", "app.palette", "app.help")]
    AUTO_FOCUS = "ColumnList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-broad")]
    DEFAULT_CSS = """
    ImportScreen {
        #page { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; display: none; }
        #page Static { height: auto; max-width: 117; padding-right: 1; }
        #mapping { height: 1fr; }
        #columns { width: 3fr; border: round $key; border-title-color: $key; padding: 0 1; }
        #headings { height: 1; color: $dim; }
        #below { height: 9; }
        #under_way { height: 1; padding: 0 1; color: $key; }
        Box { border: round $rule; border-title-color: $dim; padding: 0 1; height: 1fr; }
        .under { width: 3fr; }
        .beside { width: 2fr; }
        &.-narrow .beside { display: none; }
        &.-narrow #below { height: 6; }
    }
    """

    def __init__(self, path: Path, options: Options = Options()) -> None:  # noqa: B008 - it never changes
        super().__init__()
        self._path, self.options = path, options
        self.plan: Plan | None = None
        self.seen: ImportPreview | None = None
        """How the first rows of each table of the plan will stand."""
        self.result: ImportResult | None = None
        self.phase = MAPPING
        self.under_way = ""
        """What is being done in the background, "" for nothing."""
        self._rows: list[ColumnRow | None] = []
        self._progress = (0, 0)
        self._stops = self._stopped = False
        """Whether it can be stopped, and whether it shall be."""

    @property
    def paper(self) -> VerticalScroll:
        """The dry run, or the receipt."""
        return self.query_one("#page", VerticalScroll)

    def compose(self) -> ComposeResult:
        """The columns, or the page; what is under way; the keys."""
        yield TopBar("", tabs=False)
        with Horizontal(id="mapping"):
            with Vertical(id="columns") as columns:
                columns.border_title = "Columns"
                yield Static(id="headings", markup=False)
                yield ColumnList(markup=False)
            with Vertical(classes="beside"):
                yield Box("As they will stand", "standing")
        with Horizontal(id="below"):
            with Vertical(classes="under"):
                yield Box("What is odd", "odd")
            with Vertical(classes="beside"):
                yield Box("Stages", "stages")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="text", markup=False)
        yield Static(id="under_way", markup=False)
        yield StatusBar(_HINTS[MAPPING])

    def on_mount(self) -> None:
        """Read the files at once."""
        self.query_one(TopBar).note = f"import · {visible(self._path.name)}"
        self._watch = self.set_interval(_PROGRESS_S, self._show_progress, pause=True)
        self.read()

    # --- what is shown

    def on_resize(self) -> None:
        """As broad as there is room, once it is laid out."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.phase == MAPPING:
            self._list()
            self.call_after_refresh(self.query_one(ColumnList).scroll_to_highlight)
        else:
            self._tell_page()

    def _show(self, phase: str) -> None:
        self.phase = phase
        if phase != DONE:  # what came of it stays
            self.say("")  # that it was still being read, for one
        for part in ("#mapping", "#below"):
            self.query_one(part).display = phase == MAPPING
        self.paper.display = phase != MAPPING
        self.query_one(StatusBar).offer(_HINTS[phase])
        if phase == MAPPING:
            self.query_one(ColumnList).focus()
            self.call_after_refresh(self._fit)  # how broad the table is, is known once it is laid out
        else:
            self._tell_page()
            self.paper.scroll_home(animate=False)
        self.refresh_bindings()

    def _tell_page(self) -> None:
        if self.plan is None:
            return
        width = min(_WIDEST, self.size.width - 6)
        parts = trial(self.plan, width) if self.result is None else receipt(self.plan, self.result, width)
        self.query_one("#text", Static).update(Content.assemble(*parts))

    def _list(self) -> None:
        if self.plan is None:
            return
        columns = self.query_one(ColumnList)
        at = self._row
        width = max(_NARROWEST, columns.scrollable_content_region.width - 1)
        self._rows = list(rows(self.plan))
        sources = iter(self.plan.sources)
        wide = widths(self._rows, width)
        self.query_one("#headings", Static).update(headings(wide))
        columns.clear_options()
        columns.add_options(
            Option(row_text(row, wide)) if row else Option(heading_text(next(sources), width), disabled=True)
            for row in self._rows
        )
        for line in left_out(self.plan):
            columns.add_option(Option(Content.styled(cut(f"   {line}", width), "$dim"), disabled=True))
        same = [n for n, row in enumerate(self._rows) if row and at and _place(row) == _place(at)]
        columns.highlighted = same[0] if same else next((n for n, row in enumerate(self._rows) if row), None)
        files = self.plan.name if len(self.plan.sources) == 1 else plural(len(self.plan.sources), "table")
        self.query_one("#columns").border_subtitle = f"{files} · {plural(self.plan.rows, 'row')}"
        self._tell_beside()
        planned, seen = self.plan, self.seen
        if seen is not None:
            odd, below = self.query_one("#odd", Box), self.query_one("#stages", Box)
            odd.tell(lambda wide: oddities(planned, seen, wide, max(1, odd.content_size.height or _LOW)))
            below.tell(lambda wide: stages(planned, wide, max(1, below.content_size.height or _LOW)))

    @on(OptionList.OptionHighlighted, "ColumnList")
    def _tell_beside(self) -> None:
        """The first rows of the table whose column is under the cursor, and in them what the column becomes."""
        row, box = self._row, self.query_one("#standing", Box)
        if row is None or self.plan is None or self.seen is None:
            return
        places = [place for place, source in enumerate(self.plan.sources) if source is row.source]
        if not places:  # the files were read anew just now, and their columns are listed next
            return
        shown = self.seen.rows[places[0]]
        field = row.heading if row.becomes in (OWN, IN_NOTE) else row.becomes.partition(",")[0]
        box.border_title = f"{row.source.records.capitalize()} as they will stand"
        box.tell(lambda wide: standing(shown, field, wide, max(1, box.content_size.height or _LOW)))

    @property
    def _row(self) -> ColumnRow | None:
        at = self.query_one(ColumnList).highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    def _show_progress(self) -> None:
        done, of = self._progress
        line = self.query_one("#under_way", Static)
        if not self.under_way:
            if line.content:
                line.update("")
            return
        filled = round(_BAR * done / of) if of else 0
        bar = f"  {'█' * filled}{'░' * (_BAR - filled)}  {done:,} of {plural(of, 'row')}" if of else ""
        line.update(f"{self.under_way} …{bar}   Esc {'stops' if self._stops else 'leaves'}")

    # --- reading and trying

    async def _ask(self, doing: str, question: "Callable[[Workspace], T]", *, stops: bool = False) -> T | None:
        """What the question gives, None where it was stopped or refused, which is said."""
        self._begin(doing, stops=stops)
        try:
            return await self.pipetui.worker.ask(lambda workspace: self._unless_stopped(workspace, question))
        except PipetuiError as error:
            if self.plan is None:
                self.dismiss()  # there is nothing to be seen here: it is said where we came from
            self.pipetui.refuse(error)
            return None
        finally:
            self._end()

    @staticmethod
    def _unless_stopped(workspace: Workspace, question: "Callable[[Workspace], T]") -> T | None:
        try:
            return question(workspace)
        except Cancelled:
            return None

    def _begin(self, doing: str, *, stops: bool) -> None:
        self.under_way, self._stops = doing, stops
        self._progress, self._stopped = (0, 0), False
        self._watch.resume()

    def _end(self) -> None:
        self.under_way = ""
        self._watch.pause()
        self._show_progress()

    def _done(self, done: int, of: int) -> None:
        """Told by the thread that reads."""
        self._progress = (done, of)
        if self._stopped:
            raise Cancelled

    @work(exclusive=True, group="import")
    async def read(self) -> None:
        """Understand the files, asking what they are where that is not sure."""
        found = await self._ask(f"reading {visible(self._path.name)}", self._understood)
        while isinstance(found, Recognised):
            kinds = [*dict.fromkeys((*found.choices, *KINDS, OTHER))]
            number = await self.app.push_screen_wait(
                PickDialog(f"What are the rows of {visible(found.table.name)}?", list(enumerate(kinds)))
            )
            if number is None:
                break
            told = (found.table.name, kinds[number])
            self.options = self.options._replace(each=(*self.options.each, told))
            found = await self._ask("reading", self._understood)
        if isinstance(found, tuple) and not isinstance(found, Recognised):
            self.plan, self.seen = found
            self._show(MAPPING)
        elif self.plan is not None:
            self.options = self.plan.options
        elif self.is_current:
            self.dismiss()

    def _understood(self, workspace: Workspace) -> "tuple[Plan, ImportPreview] | Recognised":
        if not self.options.records:
            found = recognised(self._path, self.options, workspace.store.path)
            named_kinds = any(one.records != OTHER for _, one in found)
            for _, one in found:
                if one.sure == UNSURE and not (one.records == OTHER and named_kinds):
                    return one
        planned = plan(workspace, self._path, self.options, judge=False)
        return planned, preview(planned)

    def _told(self, options: Options) -> None:
        if options != self.options:
            self.options = options
            self.read()

    @work(exclusive=True, group="import")
    async def try_now(self) -> None:
        """The dry run."""
        planned = self.plan
        if planned is None:
            return
        trial = await self._ask("trying", lambda workspace: rehearse(workspace, planned, self._done), stops=True)
        if trial is not None:
            self.plan = planned._replace(trial=trial)
            self._show(TRIED)

    # --- keys

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click, on a column."""
        event.stop()
        self.action_field()

    @asking
    async def action_field(self) -> None:
        """What the column is."""
        row = self._row
        if row is None:
            return
        offered = (OWN, LEFT_OUT, *FIELDS[row.source.records])
        picked = await self.answer_to(FieldDialog(f"{row.heading}: what is it?", offered, row.becomes))
        if picked is None or picked == row.becomes:
            return
        if picked in (OWN, LEFT_OUT):
            self._told(told_columns.unmapped(self.options, row.source, row.heading, left_out=picked == LEFT_OUT))
        else:
            self._told(told_columns.mapped(self.options, row.source, row.heading, picked))

    def action_leave_out(self) -> None:
        """The column is not read; once more, and it is again."""
        row = self._row
        if row is not None:
            leaves = row.becomes != LEFT_OUT
            self._told(told_columns.unmapped(self.options, row.source, row.heading, left_out=leaves))

    @asking
    async def action_kind(self) -> None:
        """What the rows of this table are; what was said of its columns is forgotten."""
        row = self._row
        if row is None:
            return
        table, kinds = row.source.table, (*KINDS, OTHER)
        asked = f"What are the rows of {visible(table.name)}?"
        number = await self.answer_to(PickDialog(asked, list(enumerate(kinds))))
        if number is not None:
            each = [pair for pair in self.options.each if pair[0] != table.name]
            maps = tuple(pair for pair in self.options.maps if pair[1] not in table.headings)
            skip = tuple(word for word in self.options.skip if word not in table.headings)
            told = (*each, (table.name, kinds[number]))
            self._told(self.options._replace(records=None, each=told, maps=maps, skip=skip))

    def action_unread(self) -> None:
        """Columns that no field takes become fields of the rep's own, or go into a note."""
        self._told(self.options._replace(unread="note" if self.options.unread == "field" else "field"))

    def action_dates(self) -> None:
        """The next order of day, month and year."""
        orders = (None, *_ORDERS)
        order = orders[(orders.index(self.options.date_order) + 1) % len(orders)]
        self._told(self.options._replace(date_order=order))
        self.say(f"dates are read as {order or 'they look'}")

    def action_alike(self) -> None:
        """Deals that are like others here are taken for the same, or not."""
        self.options = self.options._replace(join=not self.options.join)
        if self.plan is not None:
            self.plan = self.plan._replace(options=self.options)
            self.try_now()

    def action_try(self) -> None:
        """What would come of it."""
        self.try_now()

    def action_import(self) -> None:
        """After a look at what comes of it."""
        if self.plan is None or self.plan.trial is None:
            self.try_now()
        elif self.plan.counts.new + self.plan.counts.changed:
            self._import(self.plan)
        else:
            self.say("there is nothing new in it", failed=True)

    @work(exclusive=True, group="import")
    async def _import(self, planned: Plan) -> None:
        self._begin("importing", stops=True)
        try:
            await self.pipetui.worker.make(self._imported, planned)
        except PipetuiError as error:
            self.pipetui.refuse(error)
        finally:
            self._end()
        if self.result is not None:
            self._show(DONE)

    def _imported(self, workspace: Workspace, planned: Plan) -> Result:
        """In the thread of the worker."""
        try:
            result = self.result = apply(workspace, planned, self._done)
        except Cancelled:
            raise InputError("the import was stopped: nothing of it is in the book") from None
        return Result((), result.message, (), undoable=bool(result.new or result.changed))

    @asking
    async def action_keep(self) -> None:
        """Keep what was said of the columns by a name."""
        name = await self.answer_to(NameDialog("Keep how these files are read as", "such as monthly export"))
        if name is None:
            return

        def keep(workspace: Workspace) -> Result:
            saved_mapping.save(workspace, name, self.options)
            return Result((), f"kept how these files are read as {name}", (), undoable=True)

        self.pipetui.worker.submit(keep)

    @asking
    async def action_use(self) -> None:
        """Read the files as others were."""
        names = await self.pipetui.worker.ask(lambda workspace: import_mappings.names(workspace.store.connection))
        if not names:
            self.say("nothing is kept yet", failed=True)
            return
        number = await self.answer_to(PickDialog("Read them as", list(enumerate(names))))
        if number is not None:
            used = await self._ask("reading", lambda ws: saved_mapping.used(ws, names[number], Options()))
            if used is not None:
                self._told(used)

    def action_scroll(self, direction: int) -> None:
        """A few lines on, or to the next column."""
        if self.phase == MAPPING:
            columns = self.query_one(ColumnList)
            (columns.action_cursor_down if direction > 0 else columns.action_cursor_up)()
        else:
            super().action_scroll(direction)

    def action_back(self) -> None:
        """Stop what is under way; else back to the columns; else to where we came from."""
        if self.under_way and self._stops:
            self._stopped = True
            self.say("stopping …")
        elif self.phase == TRIED:
            self._show(MAPPING)
        else:
            self.dismiss()


def _place(row: ColumnRow) -> tuple[str, str]:
    """Table and column, by which the cursor finds its row again."""
    return row.source.table.name, row.heading
