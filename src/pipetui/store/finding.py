"""Finding deals by words: the one deal that a verb means, the few that a search shows.

Standard library only, like `reads`.
"""

from __future__ import annotations

from pipetui.domain.errors import AmbiguousError, NotFoundError
from pipetui.domain.text import fold
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


def find(connection: sqlite3.Connection, words: str, *, closed: bool = False) -> int:
    """The number of the deal that `words` name: a number (`42`, `#42`) or words of its title, organization, people.

    Open deals come first, closed ones only where no open one fits (or `closed` asks for closed ones first). One
    whose title is exactly the words wins over others that contain them. Raises NotFoundError when none fits,
    AmbiguousError with the choices when several do.
    """
    number = words.strip().removeprefix("#")
    if number.isdecimal():
        row = connection.execute(
            "SELECT id FROM deal WHERE id = ? AND deleted_at IS NULL", (min(int(number), 2**63 - 1),)
        ).fetchone()
        if row is None:
            raise NotFoundError(f"there is no deal #{number}", "see: pipetui list")
        return int(row[0])
    wanted = fold(words).split()
    if not wanted:
        raise NotFoundError("no deal named", "name one by number or by words of its title")
    for condition in (
        ("d.status <> 'open'", "d.status = 'open'") if closed else ("d.status = 'open'", "d.status <> 'open'")
    ):
        fits = []
        for deal_id, title, organization, people in connection.execute(
            f"""SELECT d.id, d.title, coalesce(o.name, ''),
                   coalesce((SELECT group_concat(p.name, ' ') FROM deal_person dp
                             JOIN person p ON p.id = dp.person_id WHERE dp.deal_id = d.id), '')
                FROM deal d LEFT JOIN organization o ON o.id = d.organization_id
                WHERE d.deleted_at IS NULL AND {condition} ORDER BY d.id"""
        ):
            text = fold(f"{title} {organization} {people}")
            if all(word in text for word in wanted):
                fits.append((int(deal_id), str(title)))
        exact = [fit for fit in fits if fold(fit[1]) == " ".join(wanted)]
        if len(exact) == 1:
            return exact[0][0]
        if len(fits) == 1:
            return fits[0][0]
        if fits:
            raise AmbiguousError(f"{quoted(words)} fits {len(fits)} deals", "name one by its number", tuple(fits))
    raise NotFoundError(f"no deal fits {quoted(words)}", "see: pipetui list")


class Found(NamedTuple):
    """A deal as a search shows it: `state` is its stage while open, else won or lost."""

    id: int
    title: str
    organization: str
    state: str


def search(connection: sqlite3.Connection, words: str, limit: int = 30) -> list[Found]:
    """Deals whose title and organization hold every word; open ones first, of those the newest."""
    wanted = ["%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%" for word in fold(words).split()]
    holds = " AND ".join(["d.key || ' ' || coalesce(o.key, '') LIKE ? ESCAPE '!'"] * len(wanted)) or "1"
    rows = connection.execute(
        f"""SELECT d.id, d.title, coalesce(o.name, ''), CASE d.status WHEN 'open' THEN s.name ELSE d.status END
            FROM deal d JOIN stage s ON s.id = d.stage_id LEFT JOIN organization o ON o.id = d.organization_id
            WHERE d.deleted_at IS NULL AND {holds}
            ORDER BY d.status <> 'open', d.id DESC LIMIT ?""",
        (*wanted, limit),
    )
    return [Found(*row) for row in rows]
