"""`s`: the work session, begun or gone on with."""

from pipetui.domain import rules
from pipetui.domain.progress import Progress
from pipetui.service import sessions
from pipetui.tui.screens.deal_screen import DealScreen
from pipetui.tui.screens.list_screen import ListScreen
from pipetui.tui.screens.session import SessionScreen
from pipetui.tui.screens.today import TodayScreen


async def run(screen: DealScreen) -> None:
    """Through the marked deals, what the filter shows, or what the day asks for; on where it stopped, if it did."""
    if not isinstance(screen, ListScreen):
        return
    app, snapshot = screen.pipetui, screen.pipetui.snapshot
    marked = screen.target_ids if screen.marked else []
    about = "marked" if marked else screen.filter_text.strip() or screen.mode_name
    waiting = snapshot.paused if about == screen.mode_name and isinstance(screen, TodayScreen) else None
    if waiting is not None:
        about = waiting.about  # the line over the list says that this key goes on with it
    progress = None if marked else await app.worker.ask(lambda workspace: sessions.paused(workspace, about))
    if progress is None:
        deals = marked or screen.shown_deals()
        if isinstance(screen, TodayScreen) and about == screen.mode_name:
            due = {card.id for bucket in snapshot.agenda.buckets if bucket.name in _DUE for card in bucket.cards}
            deals = [number for number in deals if number in due]
        progress = Progress(tuple(deals), about, app.worker.workspace.now())
    for place in range(progress.place, len(progress.deals)):
        card = snapshot.card(progress.deals[place])
        if card is not None:
            app.push_screen(SessionScreen(progress._replace(place=place), card))
            return
    screen.say(f"nothing of this wants to be done now · {app.key('app.board')} has all open deals", failed=True)


_DUE = (rules.OVERDUE, rules.TODAY, "no next step")
"""The buckets that a session on Today goes through; customers to be looked at again are in them, too."""
