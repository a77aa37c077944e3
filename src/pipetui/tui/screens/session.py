"""The work session: through the list one deal at a time."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from pipetui.domain.deal import OPEN, OUTCOMES
from pipetui.domain.quickline import TouchLine, direction_of
from pipetui.render import plural
from pipetui.tui.dialogs.touch import RESULTS
from pipetui.tui.lazily import service
from pipetui.tui.reading import Snapshot
from pipetui.tui.screens.sheet import SheetScreen
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.deal_pane import DealPane
from pipetui.views import Card


class Progress:
    """Where a session stands: the deals it goes through, the place, and what came of them."""

    def __init__(self, deals: Sequence[int], began: datetime) -> None:
        self.deals = list(deals)
        self.began = began
        self.place = 0
        self.outcomes: Counter[str] = Counter()

    @property
    def over(self) -> bool:
        """Whether every deal was gone through."""
        return self.place >= len(self.deals)

    def said(self, now: datetime) -> str:
        """`7 of 12 · 3 reached · 18 min`."""
        minutes = int((now - self.began).total_seconds() // 60)
        place = f"{min(self.place + 1, len(self.deals))} of {len(self.deals)}"
        counts = [f"{count} {outcome}" for outcome, count in self.outcomes.most_common()]
        return " · ".join([place, *counts, f"{minutes} min"])


class SessionScreen(SheetScreen):
    """The sheet of one deal after the other: a key for the call's outcome, Enter for the next step, and on."""

    BINDINGS = [
        *(
            Binding(choice.key, f"outcome('{choice.label}')", choice.label, show=False)
            for choice in RESULTS
            if choice.label in OUTCOMES
        ),
        Binding("right", "skip(1)", "Skip", show=False),
        Binding("left", "skip(-1)", "Back", show=False),
        Binding("escape", "back", "Pause", show=False),
    ]
    hints = ("deal.snooze", "deal.done", "deal.edit", "deal.advance", "app.undo", "app.help")

    def __init__(self, progress: Progress, card: Card) -> None:
        super().__init__(card)
        self._progress = progress

    def compose(self) -> ComposeResult:
        """The sheet over the outcome keys."""
        yield TopBar("")
        yield DealPane(full=True)
        yield Static(id="outcomes", markup=False)
        yield StatusBar(self.hints)

    def on_mount(self) -> None:
        """Say the keys."""
        parts: list[tuple[str, str]] = [("call: ", "dim")]
        for choice in RESULTS:
            if choice.label in OUTCOMES:
                parts += [(f"{choice.key} ", "bold $text-primary"), (f"{choice.label}  ", "")]
        parts += [("→ ", "bold $text-primary"), ("skip  ", ""), ("← ", "bold $text-primary"), ("back  ", "")]
        self.query_one("#outcomes", Static).update(Content.assemble(*parts))

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """A gesture was made: the deal's sheet as it is now."""
        self.query_one(TopBar).note = f"Session  {self._progress.said(self.pipetui.clerk.book.now())}"
        self.pipetui.clerk.want_sheet(self._card.id)

    def action_outcome(self, outcome: str) -> None:
        """Log the call; when its next step is settled, the next deal is there."""

        def logged() -> None:
            self._progress.outcomes[outcome] += 1
            self.action_skip(1)

        self._submit(service.log, TouchLine("call", outcome, direction_of(outcome)))
        self.pipetui.after_question(logged)

    def action_skip(self, offset: int) -> None:
        """To another deal of the list; past the last one the session is over."""
        snapshot = self.pipetui.snapshot
        progress = self._progress
        while True:
            progress.place = max(0, progress.place + offset)
            if progress.over:
                self._finish()
                return
            card = snapshot.card(progress.deals[progress.place])
            if card is not None and card.status == OPEN:
                self._card = card
                self.show_snapshot(snapshot)
                return
            if progress.place == 0:
                offset = 1

    def _finish(self) -> None:
        progress = self._progress
        counts = ", ".join(f"{count} {outcome}" for outcome, count in progress.outcomes.most_common()) or "no calls"
        self.dismiss()
        self.pipetui.session = None
        self.pipetui.say(f"session over: {plural(len(progress.deals), 'deal')}, {counts}")
