"""Today: what is overdue, due, planned, and what has no next step."""

from collections.abc import Collection, Iterator

from textual import on
from textual.app import ComposeResult

from pipetui import arrange
from pipetui.domain import rules
from pipetui.domain.query.language import Query
from pipetui.insight import health
from pipetui.phrases import health as phrases
from pipetui.render import plural
from pipetui.tui.actions import BY_ID, bindings
from pipetui.tui.pipeline_choice import ALL, following, name_of_choice
from pipetui.tui.screens.list_screen import ListScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.advice_line import AdviceLine, Pointer
from pipetui.tui.widgets.agenda_list import AgendaList, bucket_over, rows_of
from pipetui.tui.widgets.bars import TopBar
from pipetui.tui.widgets.pieces import Row
from pipetui.views import Card

_ADVISED = {
    health.CATCH_UP: ("view.session", "goes through them"),
    health.CLOSE: ("app.forecast", "shows which"),
    health.CLOSE_STAGE: ("app.board", "shows them"),
    health.DATE: ("app.forecast", "shows which"),
    health.FILL: ("app.add", "adds a deal"),
    health.FILL_FRONT: ("app.add", "adds a deal"),
    health.AHEAD: ("app.add", "adds a deal"),
}
"""The action that does what is advised, and what it does, by the kind of advice."""


class TodayScreen(ListScreen):
    """The buckets of the day."""

    BINDINGS = bindings("view.pipeline")
    mode_name = "today"
    side_from = 140
    hints = (
        *("deal.call", "deal.done", "deal.snooze", "view.session", "app.add", "view.filter"),
        *("deal.next", "deal.advance", "deal.drop", "deal.win", "app.undo", "app.palette", "app.help"),
    )

    @property
    def list_wants(self) -> int:
        """Columns that the list is to have before the pane grows."""
        return 104

    def __init__(self) -> None:
        super().__init__()
        self._worked: frozenset[int] = frozenset()
        """The deals of the gesture just made, until what it changed is shown."""
        self._passed: frozenset[int] = frozenset()
        """Those that the cursor has gone on from: the answer to what that gesture asked does not fetch it back."""
        self._left: tuple[int, tuple[int, ...]] | None = None
        """The deal under the cursor that moved within its bucket, and the deals from its old place on, then back.

        There the cursor belongs, should the next gesture put the deal into another bucket.
        """

    def listing(self) -> ComposeResult:
        """One list, over it what is to be done about the whole book."""
        yield AdviceLine()
        yield AgendaList()

    def fill(self, snapshot: Snapshot, fits: Query, follow: int | None) -> None:
        """Headings and deals."""
        numbers, chosen = None, self.pipetui.pipelines.today(snapshot.pipelines)
        if fits.text or chosen != ALL:
            numbers = frozenset(
                card.id
                for card in snapshot.cards.values()
                if chosen in (ALL, card.pipeline_id) and (not fits.text or fits.matches(card))
            )
        agenda, shown = snapshot.agenda, self.query_one(AgendaList)
        settings = self.pipetui.worker.workspace.settings
        rows = rows_of(agenda, numbers, settings.rates)
        shown.scale(settings.weights.full)
        if self._worked:
            follow = self._stay(shown, rows, follow)
        shown.beyond = 0 if numbers is not None else sum(bucket.beyond for bucket in agenda.buckets)
        shown.show(rows, agenda.today, follow)
        key = self.pipetui.key
        plans = f"{key('deal.next')} plans the next step of a deal, {key('app.add')} adds a deal"
        shown.explain(self.explain_empty(f"nothing is due or planned: {plans}"))
        counts = {
            bucket.name: bucket.deals if numbers is None else sum(card.id in numbers for card in bucket.cards)
            for bucket in agenda.buckets
        }
        note = f"{counts['overdue']} overdue"
        if snapshot.whole:
            note += f" · {counts['today']} today"
        if counts["no next step"]:
            note += f" · {plural(counts['no next step'], 'deal')} without a next step"
        if len(snapshot.pipelines.names) > 1:
            note = f"{name_of_choice(chosen, snapshot.pipelines)}   {note}"
        self.query_one(TopBar).note = note
        self.query_one(AdviceLine).tell(tuple(self._pointers(snapshot)))

    def action_pipeline(self) -> None:
        """The next pipeline alone, or all of them."""
        pipelines = self.pipetui.snapshot.pipelines
        self.pipetui.show_pipeline(following(self.pipetui.pipelines.today(pipelines), pipelines))

    @property
    def home(self) -> int:
        """The pipeline that is shown, else the default one."""
        pipelines = self.pipetui.snapshot.pipelines
        chosen = self.pipetui.pipelines.today(pipelines)
        return pipelines.default_pipeline if chosen == ALL else chosen

    @property
    def shown_pipeline(self) -> int:
        """That of the day, where there are several."""
        pipelines = self.pipetui.snapshot.pipelines
        return self.pipetui.pipelines.today(pipelines) if len(pipelines.names) > 1 else 0

    def made(self, deals: Collection[int]) -> None:
        """A gesture was made here: a deal that it puts into another bucket is done with (behaviour 2)."""
        super().made(deals)
        self._worked = frozenset(deals)

    def _stay(self, shown: AgendaList, rows: tuple[Row, ...], follow: int | None) -> int | None:
        """Where the cursor goes after a gesture: it stays at its place, on the next deal, if this one went away."""
        here, worked = shown.selected, self._worked
        self._worked = frozenset()
        if here is not None and worked <= self._passed:  # what the gesture before it asked for
            return here.id
        self._passed = frozenset()
        if here is None or here.id not in worked:
            return follow
        if self._left is None or self._left[0] != here.id:
            onward = [row.id for row in shown.rows[shown.cursor :] if isinstance(row, Card)]
            back = [row.id for row in reversed(shown.rows[: shown.cursor]) if isinstance(row, Card)]
            self._left = here.id, (*onward, *back)
        if bucket_over(rows, here.id) == bucket_over(shown.rows, here.id):
            return follow
        there = {row.id for row in rows if isinstance(row, Card)} - worked
        self._passed = worked
        return next((number for number in self._left[1] if number in there), follow)

    @on(AgendaList.Highlighted)
    def _turn_to_another(self) -> None:
        """Where a deal stood before it was worked on is of use only while the cursor is on it."""
        chosen = self.query_one(AgendaList).selected
        if self._left is not None and (chosen is None or chosen.id != self._left[0]):
            self._left = None

    def _pointers(self, snapshot: Snapshot) -> Iterator[Pointer]:
        """The session that is waiting; the one thing to do; that the dead leads want to be swept, until they are."""
        key, paused = self.pipetui.key, snapshot.paused
        if paused is not None:
            where = "" if paused.about == self.mode_name else f" ({paused.about})"
            told = f"session{where} paused at {paused.place + 1} of {len(paused.deals)}"
            yield Pointer(told, told, key("view.session"), "", BY_ID["view.session"].name, "$doubt")
        if snapshot.advice is not None and (told := phrases.advice(snapshot.advice)):
            action, does = _ADVISED[snapshot.advice.kind]
            yield Pointer(told, phrases.brief_advice(snapshot.advice), key(action), does, BY_ID[action].name)
        if snapshot.sweep is not None:
            brief = "sweep due"
            yield Pointer(snapshot.sweep.message, brief, key("app.sweep"), "", BY_ID["app.sweep"].name, "$doubt")

    def add_preset(self) -> str:
        """A next step inside the bucket under the cursor (behaviour 2)."""
        snapshot, week_start = self.pipetui.snapshot, self.pipetui.worker.workspace.settings.dates.week_start
        card = self.selected
        if card is None:
            return ""
        today = snapshot.agenda.today
        name = arrange.bucket_of(card, today, week_start)
        day = rules.bucket_date(name, today, week_start) if name else None
        return f" next:{day.isoformat()}" if day else ""
