"""Taking a deal or an organization in the bin out of the book, with all that hangs on it. Standard library only.

It is journaled as anything else: undo brings it back as long as the journal keeps the step. Only a person is erased so
that nothing brings them back (see `erasing`).
"""

from __future__ import annotations

from pipetui.domain.errors import NotFoundError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

GOES = {
    "deal": (
        "attachment", "deal_cadence", "deal_criterion", "deal_item", "deal_objection", "deal_person", "deal_tag",
        "follow_up", "forecast_category", "note", "qualification", "stage_event", "touch",
    ),
    "organization": ("contact_point", "note", "organization_tag"),
}  # fmt: skip
"""The tables whose rows go with it."""
STAYS = {"deal": (("deal", "origin_id"),), "organization": (("deal", "organization_id"),
         ("person", "organization_id"), ("touch", "organization_id"))}  # fmt: skip
"""What only names it: the row stays, without it."""
_REFS = {
    "deal": "entity IN ('deal', 'deal row')",
    "organization": "entity IN ('organization', 'organization row')",
}


def remove(connection: sqlite3.Connection, kind: str, number: int) -> str:
    """Delete it; returns what it was called. Raises NotFoundError where it does not lie in the bin."""
    name = "title" if kind == "deal" else "name"
    given = {"number": number, "kind": kind}
    row = connection.execute(
        f"SELECT {name} FROM {kind} WHERE id = :number AND deleted_at IS NOT NULL", given
    ).fetchone()
    if row is None:
        raise NotFoundError(f"{kind} #{number} is not in the bin")
    if kind == "organization":  # a touch or a person with nobody else stays
        connection.execute(
            """DELETE FROM touch WHERE organization_id = :number AND deal_id IS NULL AND person_id IS NULL""", given
        )
    connection.execute(
        """DELETE FROM custom_value WHERE entity_id = :number
           AND field_id IN (SELECT id FROM custom_field WHERE entity = :kind)""",
        given,
    )
    connection.execute(f"DELETE FROM external_ref WHERE entity_id = :number AND {_REFS[kind]}", given)
    for table in GOES[kind]:
        connection.execute(f"DELETE FROM {table} WHERE {kind}_id = :number", given)
    for table, column in STAYS[kind]:
        connection.execute(f"UPDATE {table} SET {column} = NULL WHERE {column} = :number", given)
    connection.execute(f"DELETE FROM {kind} WHERE id = :number", given)
    return str(row[0])
