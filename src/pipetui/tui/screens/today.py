"""Today: what is overdue, due, planned, and what has no next step."""

from textual.app import ComposeResult

from pipetui import arrange
from pipetui.domain import rules
from pipetui.domain.query import Query
from pipetui.render import plural
from pipetui.tui.actions import bindings
from pipetui.tui.reading import Snapshot
from pipetui.tui.screens.list_screen import ListScreen
from pipetui.tui.widgets.agenda_list import AgendaList, rows_of
from pipetui.tui.widgets.bars import TopBar
from pipetui.views import Card


class TodayScreen(ListScreen):
    """The buckets of the day."""

    BINDINGS = bindings("view.session")
    mode_name = "today"
    hints = ("deal.call", "deal.done", "deal.snooze", "view.session", "app.add", "view.filter", "app.help")

    def listing(self) -> ComposeResult:
        """One list."""
        yield AgendaList()

    def fill(self, snapshot: Snapshot, fits: Query, follow: int | None) -> None:
        """Headings and deals."""
        numbers = None
        if fits.text:
            numbers = frozenset(card.id for card in snapshot.cards.values() if fits.matches(card))
        agenda = snapshot.agenda
        self.query_one(AgendaList).show(rows_of(agenda, numbers), agenda.today, follow)
        counts = {bucket.name: len(bucket.cards) for bucket in agenda.buckets}
        note = f"{counts['overdue']} overdue"
        if snapshot.whole:
            note += f" · {counts['today']} today"
        if counts["no next step"]:
            note += f" · {plural(counts['no next step'], 'deal')} without a next step"
        self.query_one(TopBar).note = note

    def add_preset(self) -> str:
        """A next step inside the bucket under the cursor (behaviour 2)."""
        snapshot, week_start = self.pipetui.snapshot, self.pipetui.clerk.book.settings.dates.week_start
        card = self.selected
        if card is None:
            return ""
        today = snapshot.agenda.today
        name = arrange.bucket_of(card, today, week_start)
        day = rules.bucket_date(name, today, week_start) if name else None
        return f" next:{day.isoformat()}" if day else ""

    def action_session(self) -> None:
        """Through what is overdue, due today or without a next step, one deal at a time; or on where it stopped."""
        from pipetui.tui.screens.session import Progress, SessionScreen

        snapshot, app = self.pipetui.snapshot, self.pipetui
        progress = app.session
        if progress is None:
            shown = [row for row in self.query_one(AgendaList).rows if isinstance(row, Card)]
            due = [card.id for card in shown if card.badge in ("overdue", "today", "none")]
            progress = Progress(due, app.clerk.book.now())
        card = next((card for card in map(snapshot.card, progress.deals[progress.place :]) if card is not None), None)
        if card is None:
            self.say("nothing is overdue, due today or without a next step")
            return
        app.session = progress
        progress.place = progress.deals.index(card.id)
        self.app.push_screen(SessionScreen(progress, card))
