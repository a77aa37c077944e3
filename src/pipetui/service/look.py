"""What the front ends ask for: boards, agendas, lists, sheets. Reads only."""

from pipetui import arrange
from pipetui.domain import urgency
from pipetui.domain.deal import OPEN
from pipetui.domain.errors import InputError
from pipetui.service.desk import Desk
from pipetui.store import finding, journal, lists, reads
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
    return lists.agenda(desk.store.connection, desk.moment())


def cards(desk: Desk, words: str = "") -> list[Card]:
    """The deals that fit the filter; see `lists.fitting`."""
    return lists.fitting(desk.store.connection, desk.moment(), words)


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


def why(desk: Desk, deal_id: int) -> tuple[urgency.Term, ...]:
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
