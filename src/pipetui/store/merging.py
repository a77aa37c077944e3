"""Two people, organizations or deals that are the same become one, and nothing is lost. Standard library only.

All that hangs on the second comes to the first. What both say differently is chosen, and the other value is kept in a
note. Whoever finds out that two are one (the rep, an import) merges them by this one rule.
"""

from __future__ import annotations

from pipetui.domain.errors import ConflictError, Remedy, Warned
from pipetui.store import merge_fields, values
from pipetui.store.merge_fields import DEAL
from pipetui.views_merging import MergeComparison

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from pipetui.store.unit_of_work import UnitOfWork

MOVED = {
    "person": ("touch", "note"),
    "organization": ("person", "deal", "touch", "note"),
    DEAL: (
        "touch",
        "note",
        "follow_up",
        "stage_event",
        "deal_objection",
        "deal_cadence",
        "deal_item",
        "attachment",
        "forecast_category",
    ),
}
"""The tables whose rows come along as they are."""
JOINED = {
    "person": {"deal_person": "deal_id", "person_tag": "tag"},
    "organization": {"organization_tag": "tag"},
    DEAL: {
        "deal_person": "person_id",
        "deal_tag": "tag",
        "deal_criterion": "criterion_id",
        "qualification": "question",
    },
}
"""Those of which each may have but one row by that column: what both have becomes one."""
_LEAD = {"person": "lead", "organization": "lead organization"}
"""What their ids are kept as, where they came in as leads."""
_IN_ORDER = ("deal_item", "attachment")
_CALLED = {
    "deal": "deals", "person": "people", "touch": "touches", "note": "notes", "follow_up": "follow-ups",
    "stage_event": "moves", "deal_objection": "objections", "deal_item": "products", "attachment": "attachments",
    "deal_person": "roles", "contact_point": "addresses", "person_tag": "tags", "organization_tag": "tags",
    "deal_tag": "tags", "deal_criterion": "exit criteria",
}  # fmt: skip
"""What the rows that come along are called; a cadence and answers are no rows to the rep."""


def compare(connection: sqlite3.Connection, noun: str, keep: int, other: int) -> MergeComparison:
    """The two side by side; raises NotFoundError for one that is not there."""
    rows = [merge_fields.row(connection, noun, number) for number in (keep, other)]
    first, second = (merge_fields.name(noun, found) for found in rows)
    tables = [*MOVED[noun], *JOINED[noun], *(("contact_point",) if noun != DEAL else ())]
    along: dict[str, int] = {}
    for table in tables:
        if table in _CALLED:
            counted = f"SELECT count(*) FROM {table} WHERE {noun}_id = ?"
            count = int(connection.execute(counted, (other,)).fetchone()[0])
            along[_CALLED[table]] = along.get(_CALLED[table], 0) + count
    found = tuple((called, count) for called, count in along.items() if count)
    return MergeComparison(noun, keep, other, first, second, merge_fields.lines(connection, noun, *rows), found)


def merge(uow: UnitOfWork, noun: str, keep: int, other: int, second: Collection[str] = ()) -> MergeComparison:
    """Make all of `other` that of `keep`, then take it out of the book; of the fields in `second` its value stays.

    Returns the two as they were.
    """
    connection = uow.connection
    found = compare(connection, noun, keep, other)
    _check_currencies(connection, found, second)
    differing = [
        f"{line.label.lower()}: {line.kept if line.name in second else line.other}"
        for line in found.lines
        if line.differs or (line.name in second and line.kept and not line.other)
    ]
    _take_fields(connection, found, second)
    differing += _merge_roles(connection, noun, keep, other) if noun != "organization" else []
    for table, column in JOINED[noun].items():
        _join(connection, noun, table, column, keep, other, second)
    for table in MOVED[noun]:
        if table in _IN_ORDER:
            _behind(connection, noun, table, keep, other)
        connection.execute(f"UPDATE {table} SET {noun}_id = ? WHERE {noun}_id = ?", (keep, other))
    if noun == DEAL:
        _merge_cadences(uow, keep)
        _merge_deal(connection, keep, other)
    else:
        _move_contacts(connection, noun, keep, other)
    _move_own_fields(connection, found, second)
    connection.execute(
        """UPDATE external_ref SET entity_id = :keep
           WHERE entity_id = :other AND entity IN (:noun, :noun || ' row', :lead)""",
        {"noun": noun, "keep": keep, "other": other, "lead": _LEAD.get(noun)},
    )
    if differing or noun == DEAL:
        named = f"deal #{other} {found.other_name}" if noun == DEAL else f"{noun} #{other}"
        uow.add_note(keep, f"merged with {named}{': ' * bool(differing)}{', '.join(differing)}", f"{noun}_id")
    connection.execute(f"DELETE FROM {noun} WHERE id = ?", (other,))
    if noun == "organization":
        _warn_of_namesakes(uow, keep)
    return found


def _check_currencies(connection: sqlite3.Connection, found: MergeComparison, second: Collection[str]) -> None:
    """What is sold is priced in the currency of its deal: such prices cannot come to a deal of another."""
    if found.noun != DEAL:
        return
    currencies = dict(
        connection.execute("SELECT id, currency FROM deal WHERE id IN (?, ?)", (found.keep, found.other)).fetchall()
    )
    value = next((line for line in found.lines if line.name == "value"), None)
    from_other = value is not None and bool(value.other) and ("value" in second or not value.kept)
    stays = currencies[found.other if from_other else found.keep]
    for deal, currency in currencies.items():
        items = connection.execute("SELECT 1 FROM deal_item WHERE deal_id = ? LIMIT 1", (deal,)).fetchone()
        if items and currency != stays:
            raise ConflictError(
                f"the products of #{deal} are priced in {currency}, and the deal would be in {stays}",
                "give both the same currency first",
            )


def _take_fields(connection: sqlite3.Connection, found: MergeComparison, second: Collection[str]) -> None:
    """Fill what is empty, and take what was chosen."""
    lines = {line.name: line for line in found.lines}
    for field in merge_fields.FIELDS[found.noun]:
        line = lines.get(field.name)
        if line is not None and line.kept != line.other and (field.name in second or not line.kept):
            columns = ", ".join(field.columns)
            connection.execute(
                f"""UPDATE {found.noun} SET ({columns}) = (SELECT {columns} FROM {found.noun} WHERE id = ?)
                    WHERE id = ?""",
                (found.other, found.keep),
            )
    alike = "created_unknown = (SELECT created_unknown FROM deal WHERE id = :other)" if found.noun == DEAL else "1"
    connection.execute(
        f"""UPDATE {found.noun} SET created_at = (SELECT created_at FROM {found.noun} WHERE id = :other)
            WHERE id = :keep AND created_at > (SELECT created_at FROM {found.noun} WHERE id = :other) AND {alike}""",
        {"keep": found.keep, "other": found.other},
    )


def _merge_roles(connection: sqlite3.Connection, noun: str, keep: int, other: int) -> list[str]:
    """Where somebody takes part in a deal twice the role that is said stays; returns those that gave way."""
    beside = "person_id" if noun == DEAL else "deal_id"
    differing = []
    for kept, gone, role, there, deal, name in connection.execute(
        f"""SELECT k.id, o.id, k.role, o.role, k.deal_id, p.name FROM deal_person k
            JOIN deal_person o ON o.{beside} = k.{beside} JOIN person p ON p.id = k.person_id
            WHERE k.{noun}_id = ? AND o.{noun}_id = ?""",
        (keep, other),
    ).fetchall():
        if there and not role:
            connection.execute("UPDATE deal_person SET role = ? WHERE id = ?", (there, kept))
        elif there and there != role:
            differing.append(f"role of {values.text(name)}: {there}" if noun == DEAL else f"role on #{deal}: {there}")
        connection.execute("DELETE FROM deal_person WHERE id = ?", (gone,))
    return differing


def _join(
    connection: sqlite3.Connection, noun: str, table: str, column: str, keep: int, other: int, second: Collection[str]
) -> None:
    """Bring rows over of which each may have but one: those that both have become one, the first unless chosen."""
    owner = f"{noun}_id"
    for (said,) in connection.execute(
        f"""SELECT o.{column} FROM {table} o JOIN {table} k ON k.{column} = o.{column}
            WHERE o.{owner} = ? AND k.{owner} = ?""",
        (other, keep),
    ).fetchall():
        gone = keep if table == "qualification" and said in second else other
        connection.execute(f"DELETE FROM {table} WHERE {owner} = ? AND {column} = ?", (gone, said))
    connection.execute(f"UPDATE {table} SET {owner} = ? WHERE {owner} = ?", (keep, other))


def _behind(connection: sqlite3.Connection, noun: str, table: str, keep: int, other: int) -> None:
    """Let what is kept in an order come behind what is there."""
    connection.execute(
        f"""UPDATE {table} SET position = max(position, 0) + (
                SELECT coalesce(max(position), -1) + 1 FROM {table} WHERE {noun}_id = :keep)
            WHERE {noun}_id = :other""",
        {"keep": keep, "other": other},
    )


def _merge_cadences(uow: UnitOfWork, keep: int) -> None:
    """Of two cadences under way one goes on, and its row is the newest, for only that counts."""
    rows = uow.connection.execute(
        "SELECT id, stopped_at FROM deal_cadence WHERE deal_id = ? ORDER BY id", (keep,)
    ).fetchall()
    going = [number for number, stopped in rows if stopped is None]
    if not going:
        return
    uow.connection.execute(
        """UPDATE deal_cadence SET stopped_at = ?, stop_reason = 'merged'
           WHERE deal_id = ? AND stopped_at IS NULL AND id <> ?""",
        (uow.at, keep, going[0]),
    )
    if rows[-1][0] != going[0]:
        columns = "deal_id, cadence_id, done_steps, started_at, stopped_at, stop_reason"
        uow.connection.execute(
            f"INSERT INTO deal_cadence ({columns}) SELECT {columns} FROM deal_cadence WHERE id = ?", (going[0],)
        )
        uow.connection.execute("DELETE FROM deal_cadence WHERE id = ?", (going[0],))


def _merge_deal(connection: sqlite3.Connection, keep: int, other: int) -> None:
    """When it was created, first won, last touched elsewhere, if the other one knows; and the deals that came of it."""
    both = {"keep": keep, "other": other}
    connection.execute(
        """UPDATE deal SET (created_at, created_unknown) = (SELECT created_at, 0 FROM deal WHERE id = :other)
           WHERE id = :keep AND created_unknown AND NOT (SELECT created_unknown FROM deal WHERE id = :other)""",
        both,
    )
    connection.execute(
        """UPDATE deal SET first_won_at = (SELECT min(first_won_at) FROM deal WHERE id IN (:keep, :other))
           WHERE id = :keep""",
        both,
    )
    connection.execute(
        """UPDATE deal SET touched_elsewhere_at =
               (SELECT max(touched_elsewhere_at) FROM deal WHERE id IN (:keep, :other)) WHERE id = :keep""",
        both,
    )
    connection.execute("UPDATE deal SET origin_id = :keep WHERE origin_id = :other AND id <> :keep", both)
    connection.execute(
        "UPDATE deal SET origin_id = NULL, origin_kind = '' WHERE id = :keep AND origin_id IN (:keep, :other)", both
    )


def _move_contacts(connection: sqlite3.Connection, noun: str, keep: int, other: int) -> None:
    """The addresses and numbers that are not there yet, behind those that are."""
    both, owner = {"keep": keep, "other": other}, f"{noun}_id"
    same = f"o.{owner} = :other AND o.kind = contact_point.kind AND o.key = contact_point.key AND o.label <> ''"
    connection.execute(
        f"""UPDATE contact_point SET label = (SELECT min(o.label) FROM contact_point o WHERE {same})
            WHERE {owner} = :keep AND label = '' AND EXISTS (SELECT 1 FROM contact_point o WHERE {same})""",
        both,
    )
    connection.execute(
        f"""DELETE FROM contact_point WHERE {owner} = :other
            AND EXISTS (SELECT 1 FROM contact_point k
                        WHERE k.{owner} = :keep AND k.kind = contact_point.kind AND k.key = contact_point.key)""",
        both,
    )
    _behind(connection, noun, "contact_point", keep, other)
    connection.execute(f"UPDATE contact_point SET {owner} = :keep WHERE {owner} = :other", both)


def _move_own_fields(connection: sqlite3.Connection, found: MergeComparison, second: Collection[str]) -> None:
    """The rep's own fields: of two values the one that was chosen."""
    both = {"keep": found.keep, "other": found.other}
    for number, name in connection.execute(
        "SELECT id, name FROM custom_field WHERE entity = ?", (found.noun,)
    ).fetchall():
        of_field = f"field_id = {int(number)} AND entity_id"
        there = connection.execute(f"SELECT 1 FROM custom_value WHERE {of_field} = :keep", both).fetchone()
        if there:
            gone = ":keep" if values.text(name) in second else ":other"
            connection.execute(f"DELETE FROM custom_value WHERE {of_field} = {gone}", both)
        connection.execute(f"UPDATE custom_value SET entity_id = :keep WHERE {of_field} = :other", both)


def _warn_of_namesakes(uow: UnitOfWork, organization: int) -> None:
    """People who are there twice now."""
    for one, name, two in uow.connection.execute(
        """SELECT min(id), min(name), max(id) FROM person
           WHERE organization_id = ? AND deleted_at IS NULL GROUP BY key HAVING count(*) > 1""",
        (organization,),
    ):
        uow.warnings.append(
            Warned(f"{name} is there twice now; the same?", Remedy("merge.people", keep=one, other=two))
        )
