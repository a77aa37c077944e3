"""From one screen to another: to a mode, to a deal wherever it is, to its sheet, out of the app."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events

from pipetui.domain.errors import PipetuiError
from pipetui.domain.saved_view import SavedView
from pipetui.render import plural
from pipetui.service import reads
from pipetui.tui import dialogs, modes
from pipetui.tui.screens.book_screen import BookScreen, HeldKeys, ScreenReading
from pipetui.tui.visits import Visit
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.views import Card

if TYPE_CHECKING:
    from pipetui.service.party_gestures import PartyGestures
    from pipetui.tui.app import PipetuiApp
    from pipetui.views_people import OrganizationRow, PersonRow


def to_mode(app: "PipetuiApp", mode: str) -> None:
    """To another screen; the sheets that lie over this one and over that one are left."""
    _leave_sheets(app)
    app.switch_mode(mode)
    _leave_sheets(app)


def leads_away(app: "PipetuiApp", event: events.Key) -> bool:
    """Whether that key leaves the screen that is shown for another."""
    bound = app.screen.active_bindings.get(event.key)
    if bound is None or (app.focused is not None and app.focused.check_consume_key(event.key, event.character)):
        return False
    return bound.binding.action == "back" or bound.binding.action.startswith("app.go(")


def _leave_sheets(app: "PipetuiApp") -> None:
    while isinstance(app.screen, BookScreen) and app.screen.is_sheet:
        app.screen.dismiss()


def to_list(app: "PipetuiApp", query: str, again: Callable[[], None]) -> None:
    """To the deals that fit a filter, in the table of all deals; Esc there leads back to where the rep came from.

    What lies over another screen waits there; `again` opens what lay over the table itself.
    """
    from pipetui.tui.screens.deals import DealsScreen

    here = app.current_mode
    if here == "deals":
        to_mode(app, "deals")
    else:
        app.switch_mode("deals")
        _leave_sheets(app)

    async def narrow() -> None:
        if isinstance(app.screen, DealsScreen):
            await app.screen.narrow(query)
            app.screen.came_from(query, again if here == "deals" else lambda: app.switch_mode(here))

    app.call_later(narrow)


def to_view(app: "PipetuiApp", view: SavedView) -> None:
    """To a saved view: its screen, narrowed and ordered as it says; what it names that is gone is said."""

    async def show() -> None:
        if view.pipeline and view.screen in ("board", "today"):
            app.show_pipeline(view.pipeline)
        shown = app.book_screen
        if shown is not None:
            await shown.show_view(view)
        app.say_view(view)

    to_mode(app, view.screen)
    app.call_later(show)


def has_rows(app: "PipetuiApp") -> bool:
    """Whether the keys go to a list."""
    return isinstance(app.screen.focused, CursorRows)


def to_first_row(app: "PipetuiApp") -> None:
    """To the first row of the list that the keys go to."""
    rows = app.screen.focused
    if isinstance(rows, CursorRows):
        rows.action_edge(-1)


def to_overlay(app: "PipetuiApp", name: str) -> None:
    """To one of the screens that lie over the one that is shown; it is not opened twice."""
    screen = modes.screen_class(modes.OVERLAYS[name])
    if not any(isinstance(one, screen) for one in app.screen_stack):
        app.push_screen(screen())


async def to_deal(app: "PipetuiApp", deal_id: int) -> None:
    """To a deal wherever it is: on the board if it stands there, else to its sheet."""
    snapshot = app.snapshot
    if any(card.id == deal_id for column in snapshot.board.columns for card in column.cards):
        app.switch_mode("board")
        if app.deal_screen is not None:
            app.deal_screen.take(ScreenReading(snapshot, deal_id))
        return
    await to_sheet_of(app, deal_id)


async def to_sheet_of(app: "PipetuiApp", deal_id: int) -> None:
    """To everything about the deal of that number."""
    card = app.snapshot.card(deal_id)
    if card is None:
        try:
            card = await app.worker.ask(lambda workspace: reads.card(workspace, deal_id))
        except PipetuiError as error:
            app.say(error.title, failed=True)
            return
    to_sheet(app, card)


def to_sheet(app: "PipetuiApp", card: Card, among: Sequence[int] = ()) -> None:
    """To everything about a deal, and from there to the next and previous one of those it is listed `among`."""
    from pipetui.tui.screens.sheet import SheetScreen

    app.push_screen(SheetScreen(card, among))


def to_party(
    app: "PipetuiApp", parties: "PartyGestures", row: "PersonRow | OrganizationRow", among: Sequence[int] = ()
) -> None:
    """To everything about a person or an organization."""
    from pipetui.tui.screens.party_sheet import PartySheetScreen

    app.push_screen(PartySheetScreen(parties, row, among))


def out(app: "PipetuiApp") -> None:
    """Leave; what is decided and not written yet is asked about first."""
    unwritten = next(filter(None, (screen.unwritten for screen in app.book_screens)), "")
    if app.worker.waiting:
        unwritten = f"{plural(app.worker.waiting, 'change')} not in the book yet"
    if not unwritten or isinstance(app.screen, dialogs.ConfirmDialog):
        app.exit()
    else:
        question = dialogs.ConfirmDialog("Leave and throw it away?", unwritten)
        app.push_screen(question, lambda yes: app.exit() if yes else None)


def along_visits(app: "PipetuiApp", offset: int) -> None:
    """Back to the sheet that was read before, or forward again: on the sheet that is open, where it is of that kind."""
    from pipetui.tui.screens.party_sheet import PartySheetScreen
    from pipetui.tui.screens.session import SessionScreen
    from pipetui.tui.screens.sheet import SheetScreen

    open_sheet = app.screen if isinstance(app.screen, (SheetScreen, PartySheetScreen)) else None
    if isinstance(open_sheet, SessionScreen):  # it has its own way through the deals
        open_sheet = None
    wanted = app.visits.step(offset, open_sheet.visit if open_sheet is not None else None)
    if wanted is None:
        app.say("nothing was read before this" if offset < 0 else "this was read last", failed=True)
    elif open_sheet is not None and open_sheet.visit.noun == wanted.noun:
        open_sheet.turn_to(wanted.number)
    else:
        app.run_worker(_to_visit(app, wanted, HeldKeys(app.typed)), group="visits")


async def _to_visit(app: "PipetuiApp", wanted: Visit, held: HeldKeys) -> None:
    """Open that sheet; keys typed ahead wait for it."""
    try:
        if wanted.noun == "deal":
            await to_sheet_of(app, wanted.number)
        else:
            await _to_party_of(app, wanted.noun, wanted.number)
    finally:
        held.let_go()


async def _to_party_of(app: "PipetuiApp", noun: str, number: int) -> None:
    from pipetui.service.party_gestures import of_kind

    parties = of_kind(noun)
    rows = await app.worker.ask(lambda workspace: parties.some(workspace, [number]))
    if rows:
        to_party(app, parties, rows[0])
    else:
        app.say(f"that {noun} is gone", failed=True)
