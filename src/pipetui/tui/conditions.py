"""When an action can be done: pure conditions over what a screen shows, for the rows of `actions`.

Each gives None, or the reason why it cannot be done now, which is said when its key is pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pipetui.domain.deal import LOST, OPEN
from pipetui.views import Card

if TYPE_CHECKING:
    from pipetui.tui.screens.behind import BehindScreen
    from pipetui.tui.screens.bin import BinScreen
    from pipetui.tui.screens.contexts import ContextsScreen
    from pipetui.tui.screens.deal_screen import DealScreen
    from pipetui.tui.screens.deals import DealsScreen
    from pipetui.tui.screens.dupes import DupesScreen
    from pipetui.tui.screens.forecast import ForecastScreen
    from pipetui.tui.screens.history import HistoryScreen
    from pipetui.tui.screens.import_screen import ImportScreen
    from pipetui.tui.screens.keymap import KeymapScreen
    from pipetui.tui.screens.list_screen import ListScreen
    from pipetui.tui.screens.marking import Marking
    from pipetui.tui.screens.numbers import NumbersScreen
    from pipetui.tui.screens.party_screen import PartyScreen
    from pipetui.tui.screens.price_list import PriceListScreen
    from pipetui.tui.screens.report import ReportScreen
    from pipetui.tui.screens.settings import SettingsScreen
    from pipetui.tui.screens.stages import StagesScreen
    from pipetui.tui.screens.sweep import SweepScreen
    from pipetui.tui.screens.views import ViewsScreen

Condition = Callable[[Any], str | None]


# --- settings


def setting_at_cursor(shown: SettingsScreen | KeymapScreen) -> str | None:
    """Something to choose is under the cursor."""
    return None if shown.selected is not None else "nothing is under the cursor"


# --- views


def view_at_cursor(shown: ViewsScreen) -> str | None:
    """A view is under the cursor."""
    return None if shown.selected is not None else "no view is under the cursor"


# --- price list


def product_at_cursor(shown: PriceListScreen) -> str | None:
    """A product is under the cursor."""
    return None if shown.selected is not None else "no product is under the cursor"


def context_at_cursor(shown: ContextsScreen) -> str | None:
    """A context is under the cursor, not the line for none."""
    return None if shown.selected is not None else "no context is under the cursor"


# --- deals


def deal_at_cursor(shown: DealScreen) -> str | None:
    """A deal is under the cursor."""
    return None if shown.selected is not None else "no deal is under the cursor"


def some_deal(shown: DealScreen) -> str | None:
    """There is a deal to do it to."""
    return None if shown.marked else deal_at_cursor(shown)


def one_deal(shown: DealScreen) -> str | None:
    """There is just one deal to do it to."""
    if len(shown.marked) > 1:
        return f"that takes one deal, and {len(shown.marked)} are marked: Esc takes the marks away"
    return some_deal(shown)


def in_groups(shown: DealsScreen) -> str | None:
    """The deals stand in groups."""
    return None if shown.grouping else f"the table has no groups · {shown.pipetui.key('table.group')} makes some"


def two_deals(shown: DealScreen) -> str | None:
    """Two deals are marked."""
    return None if len(shown.marked) == 2 else "that takes the two deals that are one: mark both"


def open_deal(shown: DealScreen) -> str | None:
    """One of the deals is open."""
    return _one_fits(shown, lambda card: card.status == OPEN, lambda card: _closed(shown, card))


def kept_deal(shown: DealScreen) -> str | None:
    """One of the deals is not lost, and so can have a next step, or a check-in."""
    return _one_fits(shown, lambda card: card.status != LOST, lambda card: _closed(shown, card))


def planned_deal(shown: DealScreen) -> str | None:
    """One of the deals has a next step."""
    return kept_deal(shown) or _one_fits(
        shown,
        lambda card: card.next_step is not None,
        lambda card: f"{_named(card)} has no next step · {shown.pipetui.key('deal.next')} plans one",
    )


def closed_deal(shown: DealScreen) -> str | None:
    """There is just one deal, and it is closed."""
    return one_deal(shown) or _one_fits(
        shown,
        lambda card: card.status != OPEN,
        lambda card: f"{_named(card)} is open: only a won deal leads to another",
    )


def _one_fits(shown: DealScreen, fits: Callable[[Card], bool], why: Callable[[Card], str]) -> str | None:
    """One of the deals fits; else `why` the first of them does not."""
    cards = shown.marked or ([shown.selected] if shown.selected is not None else [])
    if not cards or any(map(fits, cards)):
        return some_deal(shown)
    reason = why(shown.chosen[0])
    return reason if len(cards) == 1 else f"none of the {len(cards):,} deals can take part: {reason}"


def _named(card: Card) -> str:
    return f"#{card.id} {card.title}"


def _closed(shown: DealScreen, card: Card) -> str:
    return f"{_named(card)} is {card.status} · {shown.pipetui.key('deal.reopen')} reopens"


def own_entry(shown: Any) -> str | None:
    """What the rep logged or wrote is under the cursor of a timeline."""
    entry = shown.entry
    if entry is None:
        return "nothing is under the cursor"
    return None if entry.is_own else "only what was logged or noted is edited"


# --- lists of deals


def row_at_cursor(shown: Marking) -> str | None:
    """Something that can be marked is under the cursor."""
    here = shown.rows_at_hand
    return None if here is not None and here.selected is not None else "nothing is under the cursor"


def something_listed(shown: Marking) -> str | None:
    """Something that can be marked is in one of the lists."""
    return None if next(shown.markable_rows(), None) is not None else "nothing is shown here"


def range_begun(shown: Marking) -> str | None:
    """A row of the list is marked, from which a range can go to the one under the cursor."""
    last, here = shown.marks.last, shown.rows_at_hand
    if here is None or last is None:
        return row_at_cursor(shown) or f"mark where it begins: {shown.pipetui.key('view.mark')}"
    if all(row.id != last for row in here.markable_rows):
        return "what was marked last is in another list: a range stays in one"
    return row_at_cursor(shown)


def deals_in_a_row(shown: ListScreen) -> str | None:
    """There are deals to go through one by one, or a session waits to go on."""
    if shown.pipetui.snapshot.paused is not None or shown.marked or next(shown.markable_rows(), None) is not None:
        return None
    key = shown.pipetui.key
    board = f"{key('app.board')} has all open deals" if shown.mode_name != "board" else f"{key('app.add')} adds one"
    return f"no deal is here to go through · {board}"


def several_pipelines(shown: ListScreen) -> str | None:
    """There is another pipeline to be shown."""
    if len(shown.pipetui.snapshot.pipelines.names) > 1:
        return None
    return f"there is one pipeline · {shown.pipetui.key('app.stages')} adds another"


def stage_at_cursor(shown: StagesScreen) -> str | None:
    """A stage is under the cursor."""
    return None if shown.stage is not None else "no stage is under the cursor"


def dead_deal(shown: SweepScreen) -> str | None:
    """One of the deals looks dead."""
    return _one_fits(shown, shown.looks_dead, lambda card: f"{_named(card)} does not look dead")


def decided_or_deal(shown: SweepScreen) -> str | None:
    """There are decisions to apply, or a deal to open."""
    return None if shown.unwritten else deal_at_cursor(shown)


# --- what is there twice


def some_pair(shown: DupesScreen) -> str | None:
    """A pair is under the cursor."""
    return None if shown.selected is not None else "no pair is under the cursor"


# --- what was done, and what was deleted


def some_step(shown: HistoryScreen) -> str | None:
    """A step of the history is under the cursor, and its changes are not read yet."""
    if shown.is_reading:
        return "this is what it changed"
    return None if shown.selected is not None else "no step is under the cursor"


def step_to_undo(shown: HistoryScreen) -> str | None:
    """A step is under the cursor that is not undone."""
    if shown.selected is None:
        return "no step is under the cursor"
    if shown.selected.undone:
        return f"that is undone already · {shown.pipetui.key('app.redo')} does again what was undone last"
    return None


def in_bin(shown: BinScreen) -> str | None:
    """Something in the bin is under the cursor."""
    return None if shown.selected is not None else "the bin is empty"


def forecast_deal(shown: ForecastScreen) -> str | None:
    """A deal of the forecast is under the cursor."""
    return None if shown.selected is not None else "no deal is under the cursor"


def figure_at_cursor(shown: NumbersScreen) -> str | None:
    """A figure is under the cursor."""
    return None if shown.selected is not None else "no figure is under the cursor"


def behind_deal(shown: BehindScreen) -> str | None:
    """A deal is in the list behind a figure."""
    return None if shown.selected is not None else "there is no deal behind it"


def line_to_open(shown: ReportScreen) -> str | None:
    """A report can be opened, or the deals behind one of its lines."""
    return None if not shown.is_reading or shown.target is not None else "there are no deals behind this line"


def of_a_period(shown: ReportScreen) -> str | None:
    """The report is about a period."""
    return None if shown.kind.of_period else f"{shown.kind.title} is as of now, whatever the period"


def counts_deals(shown: ReportScreen) -> str | None:
    """There are figures, and deals behind them."""
    return None if shown.kind.report is not None else f"{shown.kind.title} counts no deals line by line"


# --- people and organizations


def somebody(shown: PartyScreen) -> str | None:
    """There is just one to do it to."""
    if shown.selected is not None and not set(shown.marked) <= {shown.selected.id}:
        return f"that takes one, and {len(shown.marked)} are marked: Esc takes the marks away"
    return _one_at_cursor(shown)


def somebody_or_marked(shown: PartyScreen) -> str | None:
    """Somebody is marked, or under the cursor."""
    return None if shown.marked else _one_at_cursor(shown)


def _one_at_cursor(shown: PartyScreen) -> str | None:
    return None if shown.selected is not None else f"{shown.parties.kind.none} is under the cursor"


def one_or_two(shown: PartyScreen) -> str | None:
    """Two are marked, or one is at hand, and the other is asked for."""
    return None if len(shown.marked) == 2 else somebody(shown)


def a_person(shown: PartyScreen) -> str | None:
    """A person is under the cursor: of an organization nothing is private."""
    if shown.selected is not None and shown.parties.kind.noun != "person":
        return "people alone are erased for good"
    return somebody(shown)


def somebody_to_open(shown: PartyScreen) -> str | None:
    """Somebody is under the cursor; on their sheet, a deal of theirs."""
    if shown.selected is None or shown.to_open is not None:
        return _one_at_cursor(shown)
    return f"{shown.selected.name} takes part in no deal"


# --- an import


def nothing_under_way(shown: ImportScreen) -> str | None:
    """It is read, nothing is being done with it, and it is not in the book yet."""
    if shown.under_way:
        return f"{shown.under_way} …"
    if shown.plan is None:
        return "nothing is read yet"
    return "it is imported" if shown.result is not None else None


def columns_shown(shown: ImportScreen) -> str | None:
    """The columns are on the screen, and nothing is under way."""
    other = None if shown.phase == "mapping" else "the columns are on the page before"
    return nothing_under_way(shown) or other
