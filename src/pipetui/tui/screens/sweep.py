"""The dead-lead sweep: what looks dead, and a decision for each in one key (behaviour 10)."""

from collections.abc import Collection, Mapping

from textual import work
from textual.app import ComposeResult
from textual.widgets import Input, Static

from pipetui import service
from pipetui.domain import decisions
from pipetui.domain.dates.when import Due
from pipetui.domain.decisions import Decision
from pipetui.domain.errors import InputError
from pipetui.domain.money import totals
from pipetui.domain.query.language import Query
from pipetui.domain.rates import summed
from pipetui.domain.sweep import Reason
from pipetui.phrases import sweep as phrases
from pipetui.render import money_short, plural, totals_short
from pipetui.service import sweep
from pipetui.tui import dialogs
from pipetui.tui.actions import bindings
from pipetui.tui.dialogs.drop import Dropped
from pipetui.tui.dialogs.leave_sweep import APPLY, LeaveSweepDialog
from pipetui.tui.screens.list_screen import ListScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.sweep_list import SweepList
from pipetui.views import Card

_NOTHING = """Nothing looks dead.

Every open deal was looked at: attempts without an answer, silence, age,
a no in its qualification, a close date put off again and again.

Esc goes back."""
_NOTHING_HINTS = ("sweep.leave", "app.undo", "app.help")
_REVISIT = "+3mo"
"""When a deal that is to be revived is looked at again, unless another day is typed."""

_SHOWN = 8
"""How many decisions are listed before they are applied."""


class SweepScreen(ListScreen):
    """Deciding writes nothing yet: Enter carries out all that was decided, as one step of undo."""

    BINDINGS = bindings("sweep")
    mode_name = "sweep"
    hints = (
        "sweep.drop",
        "sweep.last_chance",
        "sweep.park",
        "sweep.keep",
        "sweep.revive",
        "sweep.apply",
        "app.help",
    )

    def __init__(self) -> None:
        super().__init__()
        self._reasons: Mapping[int, tuple[Reason, ...]] = {}
        self._decisions: dict[int, Decision] = {}
        self._fits: Query | None = None
        self._read_for: Snapshot | None = None
        """The reading of the book that the reasons belong to."""
        self._judged = False

    def listing(self) -> ComposeResult:
        """One list, or why there is none."""
        with Frame("Sweep", id="nothing"):
            yield Static(_NOTHING, markup=False)
        with Frame("Sweep", id="dead"):
            yield SweepList()

    @property
    def unwritten(self) -> str:
        """What would be lost with the screen."""
        return f"{plural(len(self._decisions), 'decision')} of the sweep not applied yet" if self._decisions else ""

    # --- readings

    def fill(self, snapshot: Snapshot, fits: Query, follow: int | None) -> None:
        """Filter what is there at once; judge the deals anew when the book changed."""
        self._fits = fits
        self._show(follow)
        self._judge_again()

    def on_screen_resume(self) -> None:
        """The book may have changed while another screen was shown."""
        self._judge_again()

    def _judge_again(self) -> None:
        """Judge the deals as they are by now; keys typed meanwhile wait for what comes of it."""
        if self.is_current and self.pipetui.snapshot is not self._read_for:
            self._read_for = self.pipetui.snapshot
            self._judge(self.keys_until_read.begin())

    @work(exclusive=True, group="dead")
    async def _judge(self, reading: object) -> None:
        with self.keys_until_read.during(reading):
            found = await self.pipetui.worker.ask(sweep.dead)
        self._take_in(found)

    def _take_in(self, reasons: Mapping[int, tuple[Reason, ...]]) -> None:
        """Show what looks dead; if nothing does and a sweep was due, it is done with that."""
        self._reasons, self._judged = reasons, True
        for deal_id in self._decisions.keys() - reasons.keys():  # closed or parked meanwhile
            del self._decisions[deal_id]
        self._show()
        if not reasons and self.pipetui.snapshot.sweep is not None:
            self.pipetui.worker.submit(service.swept)

    def _show(self, follow: int | None = None) -> None:
        snapshot, fits = self.pipetui.snapshot, self._fits
        found = [one.card for one in phrases.worst_first(self._reasons, snapshot.cards.values())]
        shown = tuple(card for card in found if fits is None or fits.matches(card))
        self._show_decisions()
        self.query_one(SweepList).show(shown, snapshot.agenda.today, follow)
        nothing = self._judged and not found
        self.set_class(nothing, "-nothing")
        self.query_one(StatusBar).offer(_NOTHING_HINTS if nothing else self.hints)
        self._count()

    def _show_decisions(self) -> None:
        self.query_one(SweepList).tell(self._reasons, self._decisions, self.pipetui.worker.workspace.now())
        self._count()

    def _count(self) -> None:
        """`13 dead? · 3 decided · €161k`: short, for five screens stand beside it."""
        shown = list(self.query_one(SweepList).cards)
        parts = [f"{len(shown):,} dead?"] if shown else [] if self._judged else ["looking for what is dead …"]
        if self._decisions:
            parts.append(f"{len(self._decisions):,} decided")
        workspace = self.pipetui.worker.workspace
        sums = summed(totals(card.value for card in shown), workspace.settings.rates, workspace.now().date())
        parts += [totals_short(sums)] if sums.together else map(money_short, sums)
        self.query_one(TopBar).note = " · ".join(parts)

    # --- decisions

    def looks_dead(self, card: Card) -> bool:
        """Whether a decision about it is asked for."""
        return card.id in self._reasons

    def made(self, deals: Collection[int]) -> None:
        """What something was done to needs no decision any more."""
        super().made(deals)
        for deal_id in deals:
            self._decisions.pop(deal_id, None)

    def _candidates(self) -> list[Card]:
        """The deals a decision is for: the marked ones of those that look dead, else the one under the cursor."""
        return [card for card in self.chosen if self.looks_dead(card)]

    def _decide(self, cards: list[Card], decision: Decision) -> None:
        try:
            decisions.ahead(decision, self.pipetui.snapshot.agenda.today)
        except InputError as error:
            self.pipetui.refuse(error)
            return
        self._decisions |= {card.id: decision for card in cards}
        self._decided()

    def _decided(self) -> None:
        """Show it, and go on to the next deal; after a decision about the marked ones the marks go."""
        if self.marked:
            self.take_marks_away()
        else:
            self.query_one(SweepList).action_step(1)
        self._show_decisions()

    def action_last_chance(self) -> None:
        """One more e-mail, due today; then it is left alone for a week."""
        self._decide(self._candidates(), Decision(decisions.LAST_CHANCE))

    def action_keep(self) -> None:
        """Not shown again for the days of the settings."""
        days, today = self.pipetui.worker.workspace.settings.sweep.keep_days, self.pipetui.snapshot.agenda.today
        self._decide(self._candidates(), decisions.kept(days, today))

    def action_keep_until(self) -> None:
        """Not shown again until a date."""
        self._ask_date("Keep until", decisions.KEEP)

    def action_park(self) -> None:
        """Off the board until a date."""
        self._ask_date("Park until", decisions.PARK)

    def _ask_date(self, doing: str, kind: str) -> None:
        cards = self._candidates()

        def answered(due: Due | None) -> None:
            if due is not None:
                self._decide(cards, Decision(kind, due.day))

        if cards:
            heading = f"{doing}: {_name(cards)}"
            self.app.push_screen(dialogs.DateDialog(heading, self.pipetui.worker.workspace), answered)

    def action_drop(self) -> None:
        """Lost, for a reason."""
        self._ask_reason("Drop", "")

    def action_revive(self) -> None:
        """Lost for now: for a reason, and back in Today on a day."""
        self._ask_reason("Revive later", _REVISIT)

    def _ask_reason(self, doing: str, revisit: str) -> None:
        cards = self._candidates()

        def answered(dropped: Dropped | None) -> None:
            if dropped is not None:
                kind = decisions.DROP if dropped.revisit_on is None else decisions.REVIVE
                self._decide(cards, Decision(kind, dropped.revisit_on, dropped.reason, dropped.note))

        if cards:
            reasons, workspace = self.pipetui.snapshot.loss_reasons, self.pipetui.worker.workspace
            dialog = dialogs.DropDialog(_name(cards), workspace, reasons, doing=doing, revisit=revisit)
            self.app.push_screen(dialog, answered)

    def action_clear(self) -> None:
        """Decide about it later."""
        for card in self._candidates():
            self._decisions.pop(card.id, None)
        self._decided()

    # --- the end

    def action_apply(self) -> None:
        """Carry out all decisions, after a look at them; without any, open the deal."""
        if not self._decisions:
            self.action_open()
            return
        heading = f"Apply {plural(len(self._decisions), 'decision')}?"
        self.app.push_screen(dialogs.ConfirmDialog(heading, self._detail()), self._confirmed)

    def _confirmed(self, yes: bool | None) -> None:
        if yes:
            self.pipetui.worker.submit(service.decide, dict(self._decisions))

    def _detail(self) -> str:
        """How many of each, and the first few deals."""
        cards, today = self.pipetui.snapshot.cards, self.pipetui.snapshot.agenda.today
        lines = [phrases.tally(self._decisions.values()), ""]
        for deal_id, taken in list(self._decisions.items())[:_SHOWN]:
            card = cards[deal_id]
            lines.append(f"#{card.id} {card.title}: {card.stage} → {phrases.decided(taken, today)}")
        if len(self._decisions) > _SHOWN:
            lines.append(f"… and {len(self._decisions) - _SHOWN:,} more")
        return "\n".join(lines)

    def action_leave(self) -> None:
        """Marks and filter first; then back to where we came from, with a question if something is decided."""
        if self.pipetui.marks or self.filter_text or isinstance(self.focused, Input):
            self.action_show_all()
        elif self._decisions:
            heading = f"{plural(len(self._decisions), 'decision')} not applied yet"
            self.app.push_screen(LeaveSweepDialog(heading, self._detail()), self._left)
        else:
            self.pipetui.action_back_from_sweep()

    def _left(self, answer: str | None) -> None:
        if answer is None:
            return
        if answer == APPLY:
            self._confirmed(True)
        else:
            self._decisions.clear()
            self._show_decisions()
        self.pipetui.action_back_from_sweep()


def _name(cards: list[Card]) -> str:
    return cards[0].title if len(cards) == 1 else plural(len(cards), "deal")
