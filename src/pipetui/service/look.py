"""What the front ends ask for: boards, agendas, lists, sheets. Reads only."""

from collections.abc import Sequence

from pipetui import arrange
from pipetui.domain import query, rules
from pipetui.domain.deal import OPEN
from pipetui.domain.errors import InputError
from pipetui.service.desk import Desk
from pipetui.store import finding, journal, reads
from pipetui.store import sheet as sheets
from pipetui.views import Agenda, Board, Card, DealSheet


def board(desk: Desk, pipeline_id: int | None = None) -> Board:
    """The open deals of a pipeline (the default one) by stage."""
    connection, moment = desk.store.connection, desk.moment()
    places = reads.places(connection)
    chosen = places.default_pipeline if pipeline_id is None else pipeline_id
    return arrange.board(
        chosen, places.pipelines[chosen], places.of(chosen), reads.open_cards(connection, moment), moment.now.date()
    )


def agenda(desk: Desk) -> Agenda:
    """Today: the buckets."""
    moment = desk.moment()
    cards = reads.day_cards(desk.store.connection, moment)
    return arrange.agenda(cards, moment.now.date(), desk.settings.dates.week_start)


def cards(desk: Desk, words: str = "", *, closed: bool = True) -> list[Card]:
    """The deals that fit the filter `words`, most urgent first, closed ones after the open ones, newest first.

    Raises InputError for a filter that is not understood.
    """
    connection, moment = desk.store.connection, desk.moment()
    wanted = query.parse(words, moment.now, desk.settings.dates, reads.book_currency(connection))
    found = reads.cards(connection, moment) if closed else reads.open_cards(connection, moment)
    return in_order([card for card in found if wanted.matches(card)])


def in_order(found: Sequence[Card]) -> list[Card]:
    """Open deals by urgency, then the closed ones, last closed first."""
    closed = [card for card in found if card.status != OPEN]
    closed.sort(key=lambda card: (card.closed_at or card.created_at, card.id), reverse=True)
    return arrange.by_urgency(card for card in found if card.status == OPEN) + closed


def bin_cards(desk: Desk) -> list[Card]:
    """The deleted deals."""
    return reads.cards(desk.store.connection, desk.moment(), deleted=True)


def card(desk: Desk, deal_id: int) -> Card:
    """One deal; raises NotFoundError."""
    return reads.card(desk.store.connection, desk.moment(), deal_id)


def sheet(desk: Desk, deal_id: int) -> DealSheet:
    """Everything about one deal; raises NotFoundError."""
    return sheets.sheet(desk.store.connection, desk.moment(), deal_id)


def find(desk: Desk, words: str, *, closed: bool = False) -> int:
    """The number of the deal that the words name (behaviour 32); see `finding.find`."""
    return finding.find(desk.store.connection, words, closed=closed)


def search(desk: Desk, words: str) -> list[finding.Found]:
    """The first deals whose title and organization hold every word, closed ones too."""
    return finding.search(desk.store.connection, words)


def why(desk: Desk, deal_id: int) -> tuple[rules.Term, ...]:
    """The deal's urgency term by term; raises InputError for a closed deal, which has none."""
    found = card(desk, deal_id)
    if found.status != OPEN:
        raise InputError(f"#{deal_id} {found.title} is {found.status}: only open deals have an urgency")
    return reads.why(found, desk.moment())


def places(desk: Desk) -> reads.Places:
    """Pipelines and stages."""
    return reads.places(desk.store.connection)


def loss_reasons(desk: Desk) -> tuple[str, ...]:
    """What a drop chooses from."""
    return reads.loss_reasons(desk.store.connection)


def currency(desk: Desk) -> str:
    """The book's currency."""
    return reads.book_currency(desk.store.connection)


def history(desk: Desk, limit: int = 20) -> list[journal.StepInfo]:
    """The newest steps, newest first."""
    return journal.history(desk.store.connection, limit)


def is_empty(desk: Desk) -> bool:
    """Whether the book holds no deal at all, closed and deleted ones included."""
    return not reads.has_deals(desk.store.connection)
