"""What the screens over a list of deals share: the filter, the side pane, the empty book."""

from asyncio import sleep
from collections.abc import Callable, Collection, Iterator

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from pipetui.domain.errors import InputError, PipetuiError
from pipetui.domain.query import language
from pipetui.domain.query.language import Query
from pipetui.domain.saved_view import SavedView
from pipetui.domain.wording import quoted
from pipetui.phrases import found
from pipetui.render import plural
from pipetui.service import reads, search
from pipetui.tui import filter_offers, filters, remedies
from pipetui.tui.actions import bindings
from pipetui.tui.mentions import Mentions
from pipetui.tui.pane_place import OFF, PEEK
from pipetui.tui.remembered import FilterHistory
from pipetui.tui.screens.book_screen import HeldKeys
from pipetui.tui.screens.deal_screen import DealScreen
from pipetui.tui.screens.marking import Marking
from pipetui.tui.screens.with_pane import WithPane
from pipetui.tui.selection import Selection
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.backdrop import Backdrop
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.deal_pane import DealPane
from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.tui.widgets.pieces import HOT
from pipetui.tui.widgets.side_pane import SidePane
from pipetui.tui.widgets.welcome import Welcome
from pipetui.views import Card, DealSheet

_FIRST_HINTS = ("app.add", "app.undo", "app.help")
_A_MOMENT = 0.05

_TIMELESS = frozenset({"text", "id", "tag", "stage", "pipeline", "org", "who", "src", "status"})
"""The fields of a filter that mean the same whenever it is asked."""


class Side(Backdrop, Horizontal):
    """Side by side."""


class Stack(Backdrop, Vertical):
    """One over the other."""


class ListScreen(Marking, WithPane, DealScreen):
    """A list, and the deal under the cursor below it or at its side. Subclasses compose `listing` and fill it."""

    BINDINGS = [
        *bindings("view.filter", "view.pane", "view.session", "view.save"),
        Binding("escape", "show_all", "Take the marks away, then the filter", show=False),
    ]
    mode_name = ""

    def __init__(self) -> None:
        super().__init__()
        self.filter_text = ""
        self._words: tuple[Snapshot, filter_offers.FilterWords] | None = None
        """What there is to ask for, and the reading that it is of."""
        self.view: SavedView | None = None
        """The saved view that is on, until its filter is changed."""
        self._came_from: tuple[str, Callable[[], object]] | None = None
        """With which filter the rep was led here, and the way back."""
        self._asked: tuple[object, ...] | None = None
        self._filter = language.Query("", lambda card: True)
        self._mentions = Mentions()
        self._begun = False
        """Whether the keys were put on a list."""

    def compose(self) -> ComposeResult:
        """Bars around list and pane; the welcome instead of them in an empty book."""
        yield TopBar(self.mode_name)
        if self.pipetui.snapshot.book_is_empty:
            yield Welcome()
        with Side(id="main"):
            with Stack(id="listing"):
                yield from self.listing()
            pane = SidePane(DealPane())
            self.place_pane(pane, first=True)  # known from the beginning: nothing has to be styled twice
            yield pane
        yield FilterBar(check=self._refused, offers=self._offered, history=FilterHistory(self.pipetui.liking, "deals"))
        yield StatusBar(self.hints)

    @property
    def pane_name(self) -> str:
        """What its place is kept under."""
        return self.mode_name

    def listing(self) -> ComposeResult:
        """The list."""
        raise NotImplementedError

    def fill(self, snapshot: Snapshot, fits: Query, follow: int | None) -> None:
        """Put the deals that fit the filter into the list; the cursor goes with the deal `follow`."""
        raise NotImplementedError

    def lists(self) -> list[CardList]:
        """The lists that can have the focus, from left to right."""
        return list(self.query(CardList))

    @property
    def focused_list(self) -> CardList | None:
        """The list under the keys: the focused one, else the first that shows a deal."""
        if isinstance(self.focused, CardList):
            return self.focused
        lists = self.lists()
        return next((one for one in lists if one.selected), lists[0] if lists else None)

    @property
    def selected(self) -> Card | None:
        """The deal under the cursor."""
        here = self.focused_list
        return here.selected if here else None

    def shown_deals(self) -> list[int]:
        """The deals shown now, from top to bottom and from left to right."""
        return [card.id for one in self.working_lists() for card in one.cards]

    def working_lists(self) -> list[CardList]:
        """The lists whose deals are worked on, one after the other."""
        return self.lists()

    @property
    def listed(self) -> list[int]:
        """What is shown."""
        return self.shown_deals()

    def go_to(self, number: int) -> None:
        """Put the cursor on that deal, and the keys on its list."""
        here = next((one for one in self.lists() if one.select(number)), None)
        if here is not None:
            self.set_focus(here, scroll_visible=False)

    # --- marks

    @property
    def marked(self) -> Collection[Card]:
        """The marked deals, also those that only another screen or no filter shows."""
        return self.pipetui.marks.cards

    @property
    def chosen(self) -> list[Card]:
        """The marked deals in the order shown, those out of sight last; else the one under the cursor."""
        if not self.marked:
            return super().chosen
        places = {deal_id: place for place, deal_id in enumerate(self.shown_deals())}
        return sorted(self.marked, key=lambda card: places.get(card.id, len(places)))

    @property
    def marks(self) -> Selection:
        """Those of all screens with deals."""
        return self.pipetui.marks

    @property
    def rows_at_hand(self) -> CardList | None:
        """The list under the keys."""
        return self.focused_list

    def markable_rows(self) -> Iterator[Card]:
        """The deals that are worked on."""
        return (card for one in self.working_lists() for card in one.cards)

    def told_marks(self) -> str:
        """With what they are worth."""
        book = self.pipetui.worker.workspace
        return self.marks.told(book.settings.rates, book.now().date())

    def made(self, deals: Collection[int]) -> None:
        """What was done to the marked deals is done: the marks go."""
        if any(deal_id in self.pipetui.marks for deal_id in deals):
            self.take_marks_away()

    # --- readings

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """Fill the list through the filter; an empty book explains itself instead."""
        self.tell_marks()
        self.set_class(snapshot.book_is_empty, "-empty")
        self.query_one(StatusBar).offer(_FIRST_HINTS if snapshot.book_is_empty else self.hints)
        fits = self._parsed(snapshot)
        named = f"{self.view.name}: " if self.view is not None and self.view.name != self.filter_text.strip() else ""
        self.query_one(TopBar).context = snapshot.context.name if snapshot.context is not None else ""
        self.query_one(TopBar).chip = f"{named}{self.filter_text.strip()}".removesuffix(": ")
        self.fill(snapshot, fits, follow)
        self.query_one(FilterBar).problem(self._not_understood)
        self._want_mentions(snapshot)
        if snapshot.book_is_empty:
            self._welcome()
        else:
            if self.focused is None or isinstance(self.focused, Welcome) or not (self._begun or follow):
                self._begin()
            self._begun = True
        self.call_after_refresh(self.want_sheet)  # the deals first: the pane takes longer to paint than they

    def _begin(self) -> None:
        """Put the keys on a list that shows a deal; Textual puts them on the first, be it empty."""
        here = next((one for one in self.lists() if one.selected), self.focused_list)
        if here is not None:
            self.set_focus(here, scroll_visible=False)

    def _welcome(self) -> None:
        """The keys to what an empty book explains, which is made when the book is empty for the first time."""
        there = self.query(Welcome)
        if there:
            self.set_focus(there.first())
            return

        async def make() -> None:
            if not self.query(Welcome):
                await self.mount(Welcome(), after=self.query_one(TopBar))
            self.set_focus(self.query_one(Welcome))

        self.call_next(make)

    def _parsed(self, snapshot: Snapshot) -> Query:
        """The filter, the same one as long as it says the same."""
        book = self.pipetui.worker.workspace
        asked = (self.filter_text, snapshot.currency, snapshot.fields, snapshot.context)
        if asked != self._asked or not self._filter.fields <= _TIMELESS:
            self._asked = asked
            dates = book.settings.dates
            scores = snapshot.scores
            self._mentions.asked.clear()

            def read(text: str) -> Query:
                return language.parse(
                    text,
                    book.now(),
                    dates,
                    snapshot.currency,
                    partial=True,
                    scores=scores,
                    mentioning=self._mentions,
                    custom=lambda: snapshot.fields,
                    rates=book.settings.rates,
                )

            context = snapshot.context
            self._filter = language.narrowed(read(self.filter_text), read(context.filter + " " if context else ""))
            if scores is None and not self._filter.fields.isdisjoint(language.SCORES):
                self._filter = self._filter._replace(problem="reading scores …")
                self.pipetui.worker.want_scores()
        return self._filter

    def _want_mentions(self, snapshot: Snapshot) -> None:
        """Ask which deals have the words of the filter in notes and touches, where that is not known yet."""
        if self.is_current and (words := self._mentions.missing(snapshot)):
            self._read_mentions(words)

    @work(exclusive=True, group="mentions")
    async def _read_mentions(self, words: list[str]) -> None:
        worker = self.pipetui.worker
        try:
            while not worker.caught_up:
                self.query_one(FilterBar).problem("reading notes …")
                await sleep(_A_MOMENT)
            read = await self.ask(lambda book: {word: search.mentioning(book, word) for word in words})
        except PipetuiError:
            return  # it is said when the book is read
        worker.catch_up()
        self._mentions.learn(read)
        self._asked = None
        self.show_snapshot(self.pipetui.snapshot)

    def _say_where_found(self) -> None:
        """Where in notes and touches the deal under the cursor has what it is shown for, beside the filter."""
        card, phrases = self.selected, self._filter.phrases
        if card is None or not phrases or self._not_understood:
            self._say_beside_filter("")
        elif self.is_current:
            self._read_where_found(card, phrases)

    @work(exclusive=True, group="where found")
    async def _read_where_found(self, card: Card, phrases: tuple[str, ...]) -> None:
        try:
            places = await self.ask(lambda book: search.where_found(book, [card], phrases))
        except PipetuiError:
            return
        if card is self.selected and phrases == self._filter.phrases:
            now = self.pipetui.worker.workspace.now()
            said = found.where(places[card.id], now, brief=True) if card.id in places else ""
            self._say_beside_filter(said)

    def _say_beside_filter(self, found: str) -> None:
        """What is not understood of it, else where the deal at hand has its words."""
        problem = self._not_understood
        self.query_one(FilterBar).problem(problem or found)
        self.query_one(TopBar).found = "" if problem else found

    @property
    def _not_understood(self) -> str:
        """What is not understood of the filter; `stgae:prop` is looked for as text, as long as some fits."""
        if self._filter.problem or not self.filter_text.strip():
            return self._filter.problem
        some_fits = any(True for one in self.lists() for _ in one.cards)
        return "" if some_fits else self._refused(self.filter_text)

    def explain_empty(self, usual: str) -> str:
        """What an empty list says: the filter or the context that leaves nothing, else the `usual`."""
        if self.filter_text.strip():
            return f"{self._refused(self.filter_text) or 'nothing here fits the filter'} · Esc shows all"
        context = self.pipetui.snapshot.context
        if context is None:
            return usual
        return f"nothing here is in the context {context.name}: {self.pipetui.key('app.contexts')} switches it off"

    def focus_list(self) -> None:
        """Put the keys on the list."""
        here = self.focused_list
        if here is not None:
            self.set_focus(here, scroll_visible=False)

    def want_sheet(self) -> None:
        """Ask for the sheet of the deal under the cursor, if the pane is there to show it."""
        card = self.selected
        self._say_where_found()
        if card is None:
            self.show_sheet(None)
        elif self.is_current and self.pane_place != OFF:
            self.pipetui.worker.want_sheet(card.id)

    def show_sheet(self, sheet: DealSheet | None) -> None:
        """Into the pane, if it is still the deal under the cursor."""
        card = self.selected
        if sheet is None or (card is not None and card.id == sheet.card.id):
            now, paper = self.pipetui.worker.workspace.now(), self.query_one(DealPane)
            told = "the deal under the cursor is told of here: what is next, who takes part, what happened"
            paper.show(sheet, now, peek=self.pane_place == PEEK, without=told if self.has_read else "")
            self._name_pane(sheet)

    @property
    def has_read(self) -> bool:
        """Whether what the lists show was read, so that an empty one is empty."""
        return True

    def _name_pane(self, sheet: DealSheet | None) -> None:
        """The deal in the line around it."""
        if sheet is None:
            self.pane.tell("", "")
        else:
            hot = f"{HOT} " if sheet.card.facts.hot else ""
            self.pane.tell(f"{hot}{sheet.card.title}", f"#{sheet.card.id}")

    def pane_moved(self) -> None:
        """Six lines below the list, the whole sheet at its side."""
        self.call_after_refresh(self.want_sheet)

    @on(CardList.Highlighted)
    def _another_deal(self, event: CardList.Highlighted) -> None:
        if event.control is self.focused_list:
            self.pipetui.typed.at_rest(lambda: self.call_after_refresh(self.want_sheet))
            self.refresh_bindings()

    @on(CardList.Opened)
    def _open_deal(self) -> None:
        self.action_open()

    def on_screen_resume(self) -> None:
        """The pane may be old by now, words not looked up yet, and deals marked on another screen."""
        self._want_mentions(self.pipetui.snapshot)
        self.want_sheet()
        self.count_marks()

    # --- filter and pane

    async def action_filter(self) -> None:
        """Narrow what is shown as one types."""
        await self.query_one(FilterBar).open()

    async def narrow(self, text: str) -> None:
        """Show what fits that filter, which stands in its line, with the keys on the list."""
        bar = self.query_one(FilterBar)
        await bar.open()
        bar.query_one(Input).value = text
        bar.close()
        self.focus_list()

    def action_show_all(self) -> None:
        """Take the marks away; without any, and from within the filter's line, show everything again."""
        if self.pipetui.marks and not isinstance(self.focused, Input):
            self.take_marks_away()
        else:
            asked, self._came_from = self._came_from, None
            back = asked[1] if asked is not None and asked[0] == self.filter_text else None
            self.leave_view()
            self.query_one(FilterBar).clear()
            if back is not None:
                back()

    def came_from(self, query: str, back: Callable[[], object]) -> None:
        """The list was narrowed so from elsewhere: Esc leads back there, unless the filter is another by then."""
        self._came_from = query, back

    # --- saved views

    def as_view(self) -> SavedView:
        """What is shown, to be kept by a name."""
        name, key = (self.view.name, self.view.key) if self.view is not None else ("", "")
        return SavedView(name, self.mode_name, self.filter_text.strip(), pipeline=self.shown_pipeline, key=key)

    @property
    def shown_pipeline(self) -> int:
        """The pipeline that is shown, as a view says it."""
        return 0

    async def show_view(self, view: SavedView) -> None:
        """Show what is kept by a name."""
        self.view = view
        await self.narrow(view.filter)
        self.show_snapshot(self.pipetui.snapshot)

    def leave_view(self) -> None:
        """No view is on any more."""
        self.view = None

    def action_save_view(self) -> None:
        """Keep by a name what is shown."""
        self._save_view(self.hold_keys())

    @work
    async def _save_view(self, held: HeldKeys) -> None:
        from pipetui.tui import saving_views  # with the forms

        await saving_views.save(self, self.as_view(), held)

    @on(FilterBar.Changed)
    def _filter_changed(self, event: FilterBar.Changed) -> None:
        self.filter_text = event.text
        if self.view is not None and event.text.strip() != self.view.filter:
            self.leave_view()
        self.say("")  # what was said of another filter, or of what it hides
        self.show_snapshot(self.pipetui.snapshot)

    @on(FilterBar.Left)
    def _filter_left(self) -> None:
        self.focus_list()
        if self.filter_text.strip() and not self.shown_deals():
            self._say_nothing_fits(self.filter_text)

    @on(FilterBar.Refused)
    def _filter_refused(self, event: FilterBar.Refused) -> None:
        self.query_one(FilterBar).problem(event.why)  # what is said at the bottom lies behind the line
        self.say(event.why, failed=True)

    def _offered(self, text: str, cursor: int) -> list[str]:
        """What a filter may go on with; what there is, is looked for once a reading."""
        snapshot = self.pipetui.snapshot
        if self._words is None or self._words[0] is not snapshot:
            self._words = snapshot, filter_offers.words_of(snapshot)
        return filter_offers.offered(text, cursor, self._words[1])

    def _refused(self, text: str) -> str:
        """What of a filter is not understood, as the shell says it."""
        try:
            filters.understood(self.pipetui, text)
        except InputError as error:
            return remedies.told(error, self.pipetui.remapped)
        return ""

    @work(exclusive=True, group="beyond")
    async def _say_nothing_fits(self, text: str) -> None:
        """Say what would fit, and the way out."""
        try:
            count, near = await self.ask(lambda workspace: reads.beyond(workspace, text))
        except PipetuiError:
            return  # it is said when the book is read
        if text == self.filter_text and not self.shown_deals():
            beyond = f"; among closed and parked ones {plural(count, 'deal')} would" if count else ""
            like = f"; did you mean {' or '.join(near)}?" if near else ""
            said = f"nothing here fits {quoted(text)}{beyond}{like} · Esc shows all"
            self.say(said, failed=True)
            if (here := self.focused_list) is not None:
                here.explain(said)
