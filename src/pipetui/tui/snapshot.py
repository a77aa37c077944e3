"""Reading what the screens show: everything once, then only the deals that look different by now.

A reading made in part is equal to a full one made at the same moment.
"""

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pipetui import arrange, notices
from pipetui.domain import rules
from pipetui.domain.context import SavedContext
from pipetui.domain.custom_fields import CustomField
from pipetui.domain.deal import OPEN
from pipetui.domain.money import Money
from pipetui.domain.progress import Progress
from pipetui.domain.query.facts import Totals
from pipetui.domain.quota import QuotaStanding
from pipetui.domain.saved_view import SavedView
from pipetui.domain.swept import Reminder
from pipetui.insight.health import Advice
from pipetui.service import contexts
from pipetui.store import exit_criteria, saved_views, sessions, swept
from pipetui.store.reads import book_reads, health, quota
from pipetui.store.reads import overdue as first
from pipetui.store.undo import changed_deals
from pipetui.tui.all_deals import AllDeals
from pipetui.tui.deal_changes import DealChanges
from pipetui.tui.garbage import uncollected
from pipetui.tui.pipeline_choice import ALL, ALL_NAME, shown_on_board
from pipetui.tui.scored import Scored
from pipetui.views import Agenda, Board, Card

if TYPE_CHECKING:
    from pipetui.service import Workspace
    from pipetui.tui.forecast_reader import ForecastReader

SCREENFUL = 100
"""More deals than any screen shows at once."""


class Snapshot(NamedTuple):
    """What the screens show: one reading of the open deals, as a board and as a day.

    `cards` are the deals of the day by number: the open ones, and closed ones that want to be seen again. One that is
    not `whole` has the most urgent of what is overdue, which fill the first screen, and none of the rest.
    """

    board: Board
    agenda: Agenda
    cards: dict[int, Card]
    pipelines: book_reads.Pipelines
    currency: str
    loss_reasons: tuple[str, ...]
    book_is_empty: bool
    whole: bool = True
    sweep: Reminder | None = None
    """That the dead leads want to be swept."""
    paused: Progress | None = None
    """The session that was left and goes on."""
    chosen: int = ALL
    """The pipeline that the board shows, or ALL."""
    checked: frozenset[int] = frozenset()
    """The stages that have exit criteria."""
    scores: dict[int, Totals] | None = None
    """The scores of the open deals, None until a filter asked for them."""
    fields: tuple[CustomField, ...] = ()
    """The fields of deals that the rep added."""
    quota: QuotaStanding | None = None
    """How far the quota is made."""
    won: tuple[Money, ...] = ()
    """What was won this month, where there is no quota to measure it by."""
    advice: Advice | None = None
    """The one thing to do."""
    views: tuple[SavedView, ...] = ()
    """What is kept by a name."""
    context: SavedContext | None = None
    """What every list of deals is narrowed to."""
    contexts: tuple[SavedContext, ...] = ()
    """What they can be narrowed to."""

    def card(self, deal_id: int) -> Card | None:
        """The deal of that number, if it is among those read."""
        return self.cards.get(deal_id)


class SnapshotLoader:
    """Reads the book for the screens, and keeps the last reading so that the next one can be small."""

    def __init__(self, workspace: "Workspace") -> None:
        self.scored = Scored(workspace)
        self._workspace = workspace
        self._last: Snapshot | None = None
        self._watched: list[DealChanges] = []
        self._changes = self._watch()
        self._medians: book_reads.Medians | None = None
        self._head = 0
        self._warned: set[str] = set()
        self.all_deals = AllDeals(workspace, self._watch())

    def _watch(self) -> DealChanges:
        """What is written from now on, for one more reader."""
        self._watched.append(DealChanges(self._workspace.store.connection, self._workspace.now()))
        return self._watched[-1]

    @cached_property
    def forecasts(self) -> "ForecastReader":
        """Reads the forecast; with its figures, which no first frame needs."""
        from pipetui.tui.forecast_reader import ForecastReader

        return ForecastReader(self._workspace, self._watch())

    def _warn_once(self, sentence: str) -> None:
        """Say what every reading finds; the first time is enough."""
        if sentence not in self._warned:
            self._warned.add(sentence)
            notices.leave(sentence)

    def begin(self, pipeline_id: int | None = None) -> Snapshot:
        """What the first screen shows: the most urgent of what is overdue, where that fills it, else everything."""
        connection, moment = self._workspace.store.connection, self._workspace.moment()
        known, today, week_start = book_reads.know(connection), moment.now.date(), moment.dates.week_start
        late = first.first_late(connection, moment, SCREENFUL, known)
        if late is None or len(late.cards) < SCREENFUL:
            return self.read(pipeline_id)
        cards = [card for card in late.cards if arrange.bucket_of(card, today, week_start) == rules.OVERDUE]
        read = self._snapshot(moment, known, shown_on_board(pipeline_id, known.pipelines), cards)
        overdue, *others = read.agenda.buckets
        agenda = read.agenda._replace(buckets=(overdue._replace(beyond=late.beyond, worth=late.worth), *others))
        return read._replace(agenda=agenda, whole=False)

    @property
    def knows(self) -> bool:
        """Whether it is known what was written since the last reading, so that the next one can be small."""
        return self._last is not None and self._changes.are_known

    def forget(self) -> None:
        """Read everything next time: somebody else has written."""
        for changes in self._watched:
            changes.forget()

    def note(self) -> None:
        """Take down what a gesture just wrote; to be called after each one."""
        before, self._head = self._head, changed_deals.head(self._workspace.store.connection)
        if before == self._head:  # the gesture joined the step before it
            before -= 1
        readers = [changes for changes in self._watched if changes.are_known]
        if readers:
            found = changed_deals.between(self._workspace.store.connection, before, self._head)
            for changes in readers:
                changes.add(found)

    def read(self, pipeline_id: int | None = None) -> Snapshot:
        """The book as it stands; the board is the one of `pipeline_id`, or of ALL, else of the default pipeline."""
        connection, moment = self._workspace.store.connection, self._workspace.moment()
        known = book_reads.know(connection)
        pipelines = known.pipelines
        chosen = shown_on_board(pipeline_id, pipelines)
        last = self._last
        deals = self._changes.since(moment.now)
        if last is None or deals is None or (chosen, pipelines, known.medians) != (
            last.chosen, last.pipelines, self._medians
        ):  # fmt: skip
            self._head = changed_deals.head(connection)
            with uncollected(again=last is not None):
                read = self._snapshot(moment, known, chosen, book_reads.day_cards(connection, moment, known=known))
        else:
            read = self._some(last, moment, deals, known)
        self._last, self._medians = read, known.medians
        self._changes.none_since(moment.now)
        return read

    def next_change(self) -> datetime:
        """When a badge changes by itself next: right after a timed step of today, else at midnight."""
        now = self._changes.read_at
        time = changed_deals.next_time(self._workspace.store.connection, now)
        if time is not None:
            hour, minute = time.split(":")
            due = now.replace(hour=int(hour), minute=int(minute), second=1)
            if due > now:
                return due
        return (now + timedelta(days=1)).replace(hour=0, minute=0, second=1)

    def _snapshot(
        self, moment: book_reads.Moment, known: book_reads.BookFacts, chosen: int, cards: list[Card]
    ) -> Snapshot:
        pipelines = known.pipelines
        connection, today = self._workspace.store.connection, moment.now.date()
        by_number = {card.id: card for card in cards}
        return Snapshot(
            _board(pipelines, chosen, cards, today),
            arrange.agenda(cards, today, moment.dates.week_start),
            by_number,
            pipelines,
            book_reads.book_currency(connection),
            book_reads.loss_reasons(connection),
            not cards and not book_reads.has_deals(connection),
            sweep=swept.due(connection, moment.now),
            paused=sessions.paused(connection, moment.now),
            chosen=chosen,
            checked=frozenset(exit_criteria.by_stage(connection)),
            scores=self.scored.read(moment, by_number),
            fields=known.fields,
            views=saved_views.known(connection),
            context=contexts.in_force_or_none(self._workspace, self._warn_once),
            contexts=contexts.known(self._workspace),
            quota=(standing := quota.standing(connection, moment.now, moment.rates)),
            won=quota.won_this_month(connection, moment.now, moment.rates) if standing is None else (),
            advice=health.advised(connection, moment.now, standing),
        )

    def _some(
        self, last: Snapshot, moment: book_reads.Moment, deals: set[int], known: book_reads.BookFacts
    ) -> Snapshot:
        connection, today, week_start = self._workspace.store.connection, moment.now.date(), moment.dates.week_start
        marks = ", ".join("?" * len(deals))
        found = {
            card.id: card
            for card in book_reads.cards(connection, moment, f"d.id IN ({marks})", tuple(deals), known=known)
            if card.status == OPEN or arrange.bucket_of(card, today, week_start) is not None
        }
        changes = [
            arrange.CardChange(last.cards.get(deal), found.get(deal))
            for deal in deals
            if found.get(deal) != last.cards.get(deal)
        ]
        cards = last.cards
        if changes:
            cards = {**cards, **{change.after.id: change.after for change in changes if change.after}}
            for change in changes:
                if change.before and not change.after:
                    del cards[change.before.id]
        return last._replace(
            board=arrange.changed_board(last.board, changes, today),
            agenda=arrange.changed_agenda(last.agenda, changes, week_start),
            cards=cards,
            currency=book_reads.book_currency(connection),
            loss_reasons=book_reads.loss_reasons(connection),
            book_is_empty=not cards and not book_reads.has_deals(connection),
            sweep=swept.due(connection, moment.now),
            paused=sessions.paused(connection, moment.now),
            checked=frozenset(exit_criteria.by_stage(connection)),
            scores=self.scored.read(moment, cards, last.scores, deals),
            fields=known.fields,
            views=saved_views.known(connection),
            context=contexts.in_force_or_none(self._workspace, self._warn_once),
            contexts=contexts.known(self._workspace),
            quota=(standing := quota.standing(connection, moment.now, moment.rates)),
            won=quota.won_this_month(connection, moment.now, moment.rates) if standing is None else (),
            advice=health.advised(connection, moment.now, standing),
        )


def _board(pipelines: book_reads.Pipelines, chosen: int, cards: list[Card], today: date) -> Board:
    """The board of one pipeline; of all of them, one after the other: a column is a stage, and has one percentage."""
    if chosen == ALL:
        return arrange.board(pipelines.default_pipeline, ALL_NAME, pipelines.stages, cards, today)
    return arrange.board(chosen, pipelines.names[chosen], pipelines.of(chosen), cards, today)
