"""What stands beside a person or an organization: the deals and people that would be without them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.domain.party_kinds import PartyKind

_BESIDE = {
    "person": """SELECT (SELECT count(*) FROM deal_person dp JOIN deal d ON d.id = dp.deal_id
                         WHERE dp.person_id = :number AND d.deleted_at IS NULL), 0""",
    "organization": """SELECT
        (SELECT count(*) FROM deal WHERE organization_id = :number AND deleted_at IS NULL),
        (SELECT count(*) FROM person WHERE organization_id = :number AND deleted_at IS NULL)""",
}


def beside(connection: sqlite3.Connection, kind: PartyKind, number: int) -> tuple[int, int]:
    """How many deals and people stand beside one."""
    deals, people = connection.execute(_BESIDE[kind.noun], {"number": number}).fetchone()
    return int(deals), int(people)
