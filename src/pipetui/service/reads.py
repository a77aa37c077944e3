"""What the front ends ask for: boards, agendas, lists, sheets. Reads only.

Each kind of read is imported when one of it is first asked for: a verb in the shell needs one of them.
"""

from __future__ import annotations

from pipetui.domain.deal import OPEN
from pipetui.domain.errors import InputError
from pipetui.domain.party_kinds import ORGANIZATION, PERSON
from pipetui.store.reads import book_reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from pipetui.domain import urgency
    from pipetui.domain.custom_fields import CustomField
    from pipetui.domain.party_kinds import PartyKind
    from pipetui.service.workspace import Workspace
    from pipetui.store.reads import finding
    from pipetui.store.reads.people import PagedList
    from pipetui.store.undo import journal
    from pipetui.views import Agenda, Board, Card, DealSheet, Week
    from pipetui.views_people import OrganizationRow, OrganizationSheet, PersonRow, PersonSheet


def board(workspace: Workspace, pipeline_id: int | None = None) -> Board:
    """The open deals of a pipeline (the default one) by stage."""
    from pipetui import arrange

    connection, moment = workspace.store.connection, workspace.moment()
    known = book_reads.know(connection)
    pipelines = known.pipelines
    chosen = pipelines.default_pipeline if pipeline_id is None else pipeline_id
    cards = book_reads.open_cards(connection, moment, known=known)
    return arrange.board(chosen, pipelines.names[chosen], pipelines.of(chosen), cards, moment.now.date())


def agenda(workspace: Workspace) -> Agenda:
    """Today: the buckets."""
    from pipetui.store.reads import lists

    return lists.agenda(workspace.store.connection, workspace.moment())


def week(workspace: Workspace, day: date, have: Mapping[int, Card] | None = None) -> Week:
    """What is planned on the days of the week in which the `day` lies; see `store.reads.week.week`."""
    from pipetui.store.reads import week as weeks

    return weeks.week(workspace.store.connection, workspace.moment(), day, have)


def cards(workspace: Workspace, words: str = "") -> list[Card]:
    """The deals that fit the filter; see `lists.fitting`."""
    from pipetui.store.reads import lists

    return lists.fitting(workspace.store.connection, workspace.moment(), words).cards


def all_cards(workspace: Workspace) -> list[Card]:
    """Every deal, parked ones too: open ones most urgent first, then the closed ones, newest first."""
    from pipetui import arrange

    return arrange.in_order(book_reads.cards(workspace.store.connection, workspace.moment()))


def beyond(workspace: Workspace, words: str) -> tuple[int, tuple[str, ...]]:
    """How many deals fit the filter at all, closed and parked ones too; where none does, words that look like it."""
    from pipetui.store.reads import lists

    found = lists.fitting(workspace.store.connection, workspace.moment(), words)
    count = len(found.cards) + found.parked
    return count, () if count else lists.near(workspace.store.connection, words)


def card(workspace: Workspace, deal_id: int) -> Card:
    """One deal; raises NotFoundError."""
    return book_reads.card(workspace.store.connection, workspace.moment(), deal_id)


def plain_card(workspace: Workspace, deal_id: int, here: book_reads.Pipelines) -> Card:
    """One deal as it stands in its row, without its urgency; raises NotFoundError."""
    return book_reads.plain_card(workspace.store.connection, workspace.moment(), deal_id, here)


def sheet(workspace: Workspace, deal_id: int) -> DealSheet:
    """Everything about one deal; raises NotFoundError."""
    from pipetui.store.reads import sheet as sheets

    return sheets.sheet(workspace.store.connection, workspace.moment(), deal_id)


def find(workspace: Workspace, words: str, *, closed: bool = False) -> int:
    """The number of the deal that the words name (behaviour 32); see `finding.find`."""
    from pipetui.store.reads import finding

    return finding.find(workspace.store.connection, words, closed=closed)


def title(workspace: Workspace, deal_id: int) -> str:
    """The title of a deal; raises NotFoundError."""
    from pipetui.store.reads import finding

    return finding.title(workspace.store.connection, deal_id)


def search(workspace: Workspace, words: str) -> list[finding.Found]:
    """The first deals whose title and organization hold every word, closed ones too."""
    from pipetui.store.reads import finding

    return finding.search(workspace.store.connection, words)


def why(workspace: Workspace, deal_id: int) -> tuple[urgency.Term, ...]:
    """The deal's urgency term by term; raises InputError for a closed deal, which has none."""
    return terms(workspace, card(workspace, deal_id))


def terms(workspace: Workspace, found: Card) -> tuple[urgency.Term, ...]:
    """The urgency of a deal that was read; raises InputError for a closed one."""
    if found.status != OPEN:
        raise InputError(f"#{found.id} {found.title} is {found.status}: only open deals have an urgency")
    return book_reads.why(found, workspace.moment())


def people(workspace: Workspace, words: str = "", *, deleted: bool = False) -> PagedList:
    """Everybody whose name, title, organization or addresses hold every word, by name; see `PagedList`.

    With `deleted` those in the bin.
    """
    from pipetui.store.reads import party_order
    from pipetui.store.reads import people as parties

    connection, rates = workspace.store.connection, workspace.settings.rates
    among, today = _fitting(workspace, PERSON, words), workspace.now().date()
    found = party_order.by_name(connection, PERSON, among, deleted=deleted)
    return parties.PagedList(found, lambda numbers: parties.people(connection, today, numbers, rates, deleted=deleted))


def organizations(
    workspace: Workspace, words: str = "", *, customers: bool = False, deleted: bool = False
) -> PagedList:
    """The organizations that hold every word, by name; the customers alone by how long nobody was in touch.

    With `deleted` those in the bin.
    """
    from pipetui.store.reads import party_order
    from pipetui.store.reads import people as parties

    connection, rates = workspace.store.connection, workspace.settings.rates
    among, today = _fitting(workspace, ORGANIZATION, words), workspace.now().date()
    if customers and not deleted:
        found = party_order.customers(connection, among)
    else:
        found = party_order.by_name(connection, ORGANIZATION, among, deleted=deleted)
    return parties.PagedList(
        found, lambda numbers: parties.organizations(connection, today, numbers, rates, deleted=deleted)
    )


def parties_by(workspace: Workspace, kind: PartyKind, column: str, *, turned: bool = False) -> list[int]:
    """The numbers of all people or organizations by a column of their list; see `party_columns.by_column`."""
    from pipetui.store.reads import party_columns

    connection, rates = workspace.store.connection, workspace.settings.rates
    return party_columns.by_column(connection, kind, column, workspace.now().date(), rates, turned=turned)


def _fitting(workspace: Workspace, kind: PartyKind, words: str) -> set[int] | None:
    from pipetui.domain.query.facts import QueryContext
    from pipetui.store.reads import party_filter

    connection, settings = workspace.store.connection, workspace.settings
    asked = QueryContext(workspace.now(), settings.dates, book_reads.book_currency(connection), rates=settings.rates)
    return party_filter.fitting(connection, kind, words, asked)


def people_holding(workspace: Workspace, words: str) -> set[int] | None:
    """The numbers of those who fit a filter; None, which is all, for an empty one."""
    return _fitting(workspace, PERSON, words)


def organizations_holding(workspace: Workspace, words: str) -> set[int] | None:
    """As `people_holding`."""
    return _fitting(workspace, ORGANIZATION, words)


def some_people(workspace: Workspace, numbers: Sequence[int]) -> list[PersonRow]:
    """Those of these numbers, as a list shows them."""
    from pipetui.store.reads import people as parties

    return parties.people(workspace.store.connection, workspace.now().date(), numbers, workspace.settings.rates)


def some_organizations(workspace: Workspace, numbers: Sequence[int]) -> list[OrganizationRow]:
    """Those of these numbers, as a list shows them."""
    from pipetui.store.reads import people as parties

    return parties.organizations(workspace.store.connection, workspace.now().date(), numbers, workspace.settings.rates)


def person(workspace: Workspace, number: int) -> PersonSheet:
    """Everything about one person; raises NotFoundError."""
    from pipetui.store.reads import people_sheet as party_sheets

    return party_sheets.person(workspace.store.connection, workspace.moment(), number)


def organization(workspace: Workspace, number: int) -> OrganizationSheet:
    """Everything about one organization; raises NotFoundError."""
    from pipetui.store.reads import people_sheet as party_sheets

    return party_sheets.organization(workspace.store.connection, workspace.moment(), number)


def find_person(workspace: Workspace, words: str, *, deleted: bool = False) -> int:
    """The number of the person that the words name; see `people.find_person`."""
    from pipetui.store.reads import people as parties

    return parties.find_person(workspace.store.connection, words, deleted=deleted)


def is_person(workspace: Workspace, name: str) -> bool:
    """Whether somebody has exactly that name."""
    from pipetui.store.reads import people as parties

    return parties.is_person(workspace.store.connection, name)


def find_organization(workspace: Workspace, words: str, *, deleted: bool = False) -> int:
    """The number of the organization that the words name; see `people.find_organization`."""
    from pipetui.store.reads import people as parties

    return parties.find_organization(workspace.store.connection, words, deleted=deleted)


def pipelines(workspace: Workspace) -> book_reads.Pipelines:
    """Pipelines and stages."""
    return book_reads.pipelines(workspace.store.connection)


def fields(workspace: Workspace) -> Callable[[], tuple[CustomField, ...]]:
    """The fields of deals that the rep added, read when they are asked for."""
    from pipetui.domain.custom_fields import DEAL
    from pipetui.store import custom_fields

    return lambda: custom_fields.known(workspace.store.connection, DEAL)


def loss_reasons(workspace: Workspace) -> tuple[str, ...]:
    """What a drop chooses from."""
    return book_reads.loss_reasons(workspace.store.connection)


def currency(workspace: Workspace) -> str:
    """The book's currency."""
    return book_reads.book_currency(workspace.store.connection)


def history(workspace: Workspace, limit: int = 20) -> list[journal.StepInfo]:
    """The newest steps, newest first."""
    from pipetui.store.undo import journal

    return journal.history(workspace.store.connection, limit)
