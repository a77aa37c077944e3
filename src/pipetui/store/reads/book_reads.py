"""The reads that every list is made of: deals as cards, stages, the few lists to choose from.

Plain SQL over a plain connection, standard library only: the quick verbs and the app's first frame read by the
same statements as everything else.
"""

from __future__ import annotations

from operator import itemgetter

from pipetui.domain import urgency
from pipetui.domain.custom_fields import DEAL
from pipetui.domain.deal import OPEN
from pipetui.domain.errors import NotFoundError, Remedy
from pipetui.store import custom_fields
from pipetui.store.pipelines import Pipelines as Pipelines
from pipetui.store.pipelines import book_currency as book_currency
from pipetui.store.pipelines import pipelines as pipelines
from pipetui.store.reads.cards import BookFacts as BookFacts
from pipetui.store.reads.cards import CardReader
from pipetui.store.reads.cards import Moment as Moment
from pipetui.store.reads.cards import know as know
from pipetui.store.reads.cards import next_step as next_step
from pipetui.store.reads.due_counts import CLOSED_DUE
from pipetui.store.reads.medians import Medians as Medians
from pipetui.store.reads.medians import medians as medians

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pipetui.views import Card


def cards(
    connection: sqlite3.Connection,
    moment: Moment,
    where: str = "1",
    arguments: Sequence[Any] | Mapping[str, Any] = (),
    *,
    deleted: bool = False,
    brief: bool = False,
    known: BookFacts | None = None,
) -> list[Card]:
    """The deals that fit the SQL condition `where` over `deal d`, as they stand at `moment`, by number.

    With `deleted` those in the bin; with `brief` without people and haystack. `known` spares reading it again.
    """
    reader = CardReader(connection, moment, brief=brief, known=known)
    rows = connection.execute(reader.sql(where, deleted=deleted), arguments)
    return sorted(map(reader.card, rows), key=itemgetter(0))  # SQLite would sort whole rows: a tenth of the read


def open_cards(
    connection: sqlite3.Connection, moment: Moment, *, brief: bool = False, known: BookFacts | None = None
) -> list[Card]:
    """Every open deal, parked ones too. Closed deals are never read."""
    return cards(connection, moment, "d.status = 'open'", brief=brief, known=known)


def closed_due(
    connection: sqlite3.Connection, moment: Moment, *, brief: bool = False, known: BookFacts | None = None
) -> list[Card]:
    """The closed deals whose revisit, renewal (lead included) or check-in has come."""
    today = {"today": moment.now.date().isoformat()}
    return cards(connection, moment, f"d.id IN ({CLOSED_DUE})", today, brief=brief, known=known)


def day_cards(
    connection: sqlite3.Connection, moment: Moment, *, brief: bool = False, known: BookFacts | None = None
) -> list[Card]:
    """The open deals, and the closed ones that want to be seen again."""
    known = known or know(connection)
    return open_cards(connection, moment, brief=brief, known=known) + closed_due(
        connection, moment, brief=brief, known=known
    )


def card(connection: sqlite3.Connection, moment: Moment, deal_id: int, known: BookFacts | None = None) -> Card:
    """One deal; raises NotFoundError when there is none of that number, or only in the bin."""
    found = cards(connection, moment, "d.id = ?", (deal_id,), known=known)
    if not found:
        binned = connection.execute("SELECT 1 FROM deal WHERE id = ?", (deal_id,)).fetchone()
        where = "is in the bin" if binned else "does not exist"
        raise NotFoundError(f"deal #{deal_id} {where}", remedy=Remedy("bin" if binned else "list"))
    return found[0]


def plain_card(connection: sqlite3.Connection, moment: Moment, deal_id: int, here: Pipelines) -> Card:
    """One deal as it stands in its row: its urgency, measured against no other deals, says nothing."""
    return card(
        connection, moment, deal_id, BookFacts(here, Medians({}, {}), {}, custom_fields.known(connection, DEAL))
    )


def why(card: Card, moment: Moment) -> tuple[urgency.Term, ...]:
    """The urgency of an open deal term by term; () for a closed one."""
    if card.status != OPEN:
        return ()
    return urgency.explain(card.facts, moment.weights, moment.now.date(), moment.dates)


def loss_reasons(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The reasons a drop chooses from, in order."""
    return tuple(row[0] for row in connection.execute("SELECT name FROM loss_reason ORDER BY position, id"))


def words_used(connection: sqlite3.Connection, what: str) -> tuple[str, ...]:
    """Every tag, source or organization in use (`what`), sorted: for completion."""
    sql = {
        "tag": "SELECT DISTINCT tag FROM deal_tag ORDER BY tag",
        "source": "SELECT DISTINCT source FROM deal WHERE source <> '' AND deleted_at IS NULL ORDER BY source",
        "organization": "SELECT DISTINCT name FROM organization WHERE deleted_at IS NULL ORDER BY name",
    }[what]
    return tuple(row[0] for row in connection.execute(sql))


def has_deals(connection: sqlite3.Connection) -> bool:
    """Whether there is any deal, closed and deleted ones included."""
    return connection.execute("SELECT 1 FROM deal LIMIT 1").fetchone() is not None


def is_noted(connection: sqlite3.Connection, deal_id: int, text: str) -> bool:
    """Whether a note on the deal says exactly that."""
    known = connection.execute("SELECT 1 FROM note WHERE deal_id = ? AND text = ? LIMIT 1", (deal_id, text))
    return known.fetchone() is not None
