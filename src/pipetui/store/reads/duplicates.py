"""Whether a new deal is probably there already: a warning on the way in, answered from indexes."""

from __future__ import annotations

from pipetui.domain.folding import alike, contact_key, first_word, keys_of, letters_of, same_title

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class Duplicate(NamedTuple):
    """A deal that looks like the new one. `closed_on` is an ISO date or ""."""

    id: int
    title: str
    status: str
    closed_on: str


_MOST_COMPARED = 500
"""How many titles that begin alike and hold the same letters, or are of one organization, are looked at."""
_MOST_LETTERS = 60
"""How many letters SQLite looks for in a key, which is what most titles are told apart by."""
_SELECT = "SELECT d.id, d.title, d.status, coalesce(substr(d.closed_at, 1, 10), ''), coalesce(o.key, '') FROM deal d"
_ORGANIZATION = "LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL"


def likely(
    connection: sqlite3.Connection, title: str, organization: str, emails: Sequence[str], phones: Sequence[str]
) -> tuple[Duplicate, ...]:
    """The deals with the same e-mail or phone, the same title, or the same organization and a similar title.

    A title is the same whatever its case, accents, punctuation and legal forms. Of two deals with the same title that
    both name an organization, both must name the same one.
    """
    own = keys_of(organization) if organization.strip() else ()
    letters = "*".join(letters_of(title)[:_MOST_LETTERS])
    found: dict[int, Duplicate] = {}
    for beginning in first_word(title):
        for row in connection.execute(
            f"""{_SELECT} {_ORGANIZATION} WHERE d.key >= ? AND d.key < ? AND d.key GLOB ? AND d.deleted_at IS NULL
                LIMIT {_MOST_COMPARED}""",
            (beginning, f"{beginning}\U0010ffff", f"*{letters}*"),
        ):
            if same_title(title, row[1]) and (not (own and row[4]) or row[4] in own):
                found[row[0]] = Duplicate(*row[:4])
    if own:
        for row in connection.execute(
            f"""{_SELECT} JOIN organization o ON o.id = d.organization_id
                WHERE o.key IN ({", ".join("?" * len(own))}) AND o.deleted_at IS NULL AND d.deleted_at IS NULL
                ORDER BY d.id DESC LIMIT {_MOST_COMPARED}""",
            own,
        ):
            if alike(title, row[1]):
                found[row[0]] = Duplicate(*row[:4])
    keys = [contact_key("email", email) for email in emails] + [contact_key("phone", phone) for phone in phones]
    if keys:
        marks = ", ".join("?" * len(keys))
        for row in connection.execute(
            f"""{_SELECT} {_ORGANIZATION} JOIN deal_person dp ON dp.deal_id = d.id
                JOIN contact_point c ON c.person_id = dp.person_id
                JOIN person p ON p.id = c.person_id AND p.deleted_at IS NULL
                WHERE c.key IN ({marks}) AND d.deleted_at IS NULL""",
            keys,
        ):
            found[row[0]] = Duplicate(*row[:4])
    return tuple(found[number] for number in sorted(found))
