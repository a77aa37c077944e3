"""What the front ends ask for: boards, agendas, lists, sheets. Reads only."""

from pipetui import arrange
from pipetui.domain import urgency
from pipetui.domain.deal import OPEN
from pipetui.domain.errors import InputError
from pipetui.service.workspace import Desk
from pipetui.store.reads import book_reads, finding, lists
from pipetui.store.reads import people as folk
from pipetui.store.reads import people_sheet as folk_sheets
from pipetui.store.reads import sheet as sheets
from pipetui.store.undo import journal
from pipetui.views import Agenda, Board, Card, DealSheet
from pipetui.views_people import OrganizationRow, OrganizationSheet, PersonRow, PersonSheet


def board(desk: Desk, pipeline_id: int | None = None) -> Board:
    """The open deals of a pipeline (the default one) by stage."""
    connection, moment = desk.store.connection, desk.moment()
    places = book_reads.places(connection)
    chosen = places.default_pipeline if pipeline_id is None else pipeline_id
    return arrange.board(
        chosen,
        places.pipelines[chosen],
        places.of(chosen),
        book_reads.open_cards(connection, moment),
        moment.now.date(),
    )


def agenda(desk: Desk) -> Agenda:
    """Today: the buckets."""
    return lists.agenda(desk.store.connection, desk.moment())


def cards(desk: Desk, words: str = "") -> list[Card]:
    """The deals that fit the filter; see `lists.fitting`."""
    return lists.fitting(desk.store.connection, desk.moment(), words).cards


def all_cards(desk: Desk) -> list[Card]:
    """Every deal, parked ones too: open ones most urgent first, then the closed ones, newest first."""
    return arrange.in_order(book_reads.cards(desk.store.connection, desk.moment()))


def beyond(desk: Desk, words: str) -> tuple[int, tuple[str, ...]]:
    """How many deals fit the filter at all, closed and parked ones too; where none does, words that look like it."""
    found = lists.fitting(desk.store.connection, desk.moment(), words)
    count = len(found.cards) + found.parked
    return count, () if count else lists.near(desk.store.connection, words)


def bin_cards(desk: Desk) -> list[Card]:
    """The deleted deals."""
    return book_reads.cards(desk.store.connection, desk.moment(), deleted=True)


def card(desk: Desk, deal_id: int) -> Card:
    """One deal; raises NotFoundError."""
    return book_reads.card(desk.store.connection, desk.moment(), deal_id)


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
    return book_reads.why(found, desk.moment())


def people(desk: Desk, words: str = "") -> list[PersonRow]:
    """Everybody whose name, title, organization or addresses hold every word, by name."""
    return folk.fitting(folk.people(desk.store.connection, desk.now().date()), words)


def organizations(desk: Desk, words: str = "", *, customers: bool = False) -> list[OrganizationRow]:
    """The organizations that hold every word, by name; the customers alone by how long nobody was in touch."""
    found = folk.organizations(desk.store.connection, desk.now().date())
    return folk.fitting(folk.customers(found) if customers else found, words)


def person(desk: Desk, number: int) -> PersonSheet:
    """Everything about one person; raises NotFoundError."""
    return folk_sheets.person(desk.store.connection, desk.moment(), number)


def organization(desk: Desk, number: int) -> OrganizationSheet:
    """Everything about one organization; raises NotFoundError."""
    return folk_sheets.organization(desk.store.connection, desk.moment(), number)


def find_person(desk: Desk, words: str) -> int:
    """The number of the person that the words name; see `people.find_person`."""
    return folk.find_person(desk.store.connection, desk.now().date(), words)


def is_person(desk: Desk, name: str) -> bool:
    """Whether somebody has exactly that name."""
    return folk.is_person(desk.store.connection, name)


def find_organization(desk: Desk, words: str) -> int:
    """The number of the organization that the words name; see `people.find_organization`."""
    return folk.find_organization(desk.store.connection, desk.now().date(), words)


def places(desk: Desk) -> book_reads.Places:
    """Pipelines and stages."""
    return book_reads.places(desk.store.connection)


def loss_reasons(desk: Desk) -> tuple[str, ...]:
    """What a drop chooses from."""
    return book_reads.loss_reasons(desk.store.connection)


def currency(desk: Desk) -> str:
    """The book's currency."""
    return book_reads.book_currency(desk.store.connection)


def history(desk: Desk, limit: int = 20) -> list[journal.StepInfo]:
    """The newest steps, newest first."""
    return journal.history(desk.store.connection, limit)
