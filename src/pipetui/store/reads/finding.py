"""Finding deals by words: the one deal that a verb means, the few that a search shows.

Standard library only, like `reads`.
"""

from __future__ import annotations

from pipetui.domain.errors import AmbiguousError, NotFoundError, Remedy
from pipetui.domain.folding import Wanted, fold, key_of, sought, spellings
from pipetui.domain.text import one_line
from pipetui.domain.wording import quoted
from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import NamedTuple

    from pipetui.views import Mention
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
            "SELECT id FROM deal WHERE id = ? AND deleted_at IS NULL", (_within(number),)
        ).fetchone()
        if row is None:
            raise NotFoundError(f"there is no deal #{number}", remedy=Remedy("list"))
        return int(row[0])
    wanted = Wanted(words)
    if not wanted:
        raise NotFoundError("no deal named", "name one by number or by words of its title")
    going, over = _holding(connection, wanted.longest())
    for numbers in (over, going) if closed else (going, over):
        fits = []
        for deal_id, title, organization, people in connection.execute(
            """SELECT d.id, d.title, coalesce(o.name, ''),
                   coalesce((SELECT group_concat(p.name, ' ') FROM deal_person dp
                             JOIN person p ON p.id = dp.person_id AND p.deleted_at IS NULL WHERE dp.deal_id = d.id), '')
               FROM json_each(?) n CROSS JOIN deal d ON d.id = n.value
               LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL ORDER BY d.id""",
            (f"[{','.join(map(str, numbers))}]",),
        ):
            if wanted.all_in(key_of(f"{title} {organization} {people}")):
                fits.append((int(deal_id), str(title)))
        exact = [fit for fit in fits if compared(fit[1]) == compared(words)]
        if len(exact) == 1:
            return exact[0][0]
        if len(fits) == 1:
            return fits[0][0]
        if fits:
            raise AmbiguousError(f"{quoted(words)} fits {len(fits):,} deals", "name one by its number", tuple(fits))
    raise NotFoundError(f"no deal fits {quoted(words)}", remedy=Remedy("list"))


def compared(words: str) -> str:
    """A title, or the words typed for one, as they are when both are the same: folded, with one blank between words."""
    return " ".join(fold(words).split())


def title(connection: sqlite3.Connection, deal_id: int) -> str:
    """The title of a deal; raises NotFoundError where there is none of that number outside the bin."""
    row = connection.execute(
        "SELECT title FROM deal WHERE id = ? AND deleted_at IS NULL", (find(connection, str(deal_id)),)
    ).fetchone()
    return one_line(values.text(row[0]))


def _within(number: str) -> int:
    """The number, or the largest there is: Python reads no longer ones, and SQLite knows none."""
    return int(number) if len(number) < 19 else 2**63 - 1


# The keys are looked through in their indexes, each once (CROSS JOIN keeps them first): no deal is read that lacks
# the word.
_TITLED = "SELECT id FROM deal WHERE instr(key, ?)"
_AT_ORGANIZATION = """SELECT d.id FROM organization o CROSS JOIN deal d ON d.organization_id = o.id
                      WHERE instr(o.key, ?)
                      AND o.id NOT IN (SELECT id FROM organization WHERE deleted_at IS NOT NULL)"""
_WITH_PERSON = """SELECT dp.deal_id FROM person p CROSS JOIN deal_person dp ON dp.person_id = p.id
                  WHERE instr(p.key, ?)
                  AND p.id NOT IN (SELECT id FROM person WHERE deleted_at IS NOT NULL)"""


def _holding(connection: sqlite3.Connection, word: tuple[str, ...]) -> tuple[list[int], list[int]]:
    """The deals with the word, in any of its spellings, in title, organization or people: the open ones, the closed."""
    found: tuple[list[int], list[int]] = ([], [])
    if values.is_storable("".join(word)):
        wanted = " UNION ALL ".join([_TITLED, _AT_ORGANIZATION, _WITH_PERSON] * len(word))
        for deal_id, over in connection.execute(
            f"SELECT id, status <> 'open' FROM deal WHERE deleted_at IS NULL AND id IN ({wanted})",
            [spelt for spelt in word for _ in range(3)],
        ):
            found[over].append(deal_id)
    return found


def open_titles(connection: sqlite3.Connection, words: Sequence[str], beginning: str) -> list[tuple[int, str, bool]]:
    """The open deals that the words may name and whose title holds `beginning`, by number.

    Of each its number, its title, and whether it is found by words of that at all: what another program wrote may be
    looked up by something else than it reads.
    """
    wanted = Wanted(" ".join(words))
    going = _holding(connection, wanted.longest())[0] if wanted else None
    begins = spellings(beginning)
    begun = " OR ".join(["instr({key}, ?)"] * len(begins))
    rows = connection.execute(
        f"""SELECT d.id, d.title, d.key, length(CAST(d.key AS BLOB)), d.key || ' ' || coalesce(o.key, '') || ' ' ||
                  coalesce((SELECT group_concat(p.key, ' ') FROM deal_person dp
                            JOIN person p ON p.id = dp.person_id AND p.deleted_at IS NULL WHERE dp.deal_id = d.id), '')
           FROM deal d INDEXED BY ix_deal_open
           LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL
           WHERE d.status = 'open' AND d.deleted_at IS NULL AND ({begun.format(key="d.key")}) ORDER BY d.id"""
        if wanted
        else f"""SELECT id, title, key, length(CAST(key AS BLOB)), '' FROM deal INDEXED BY ix_deal_open
                WHERE status = 'open' AND deleted_at IS NULL AND ({begun.format(key="key")}) ORDER BY id""",
        begins,
    )
    among = None if going is None else set(going)
    return [
        (number, title, length == len(key.encode()) and key == key_of(title))
        for number, title, key, length, text in rows
        if among is None or (number in among and wanted.all_in(text))
    ]


def over_titles(
    connection: sqlite3.Connection, beginning: str, most: int, *, won: bool = False
) -> list[tuple[int, str]]:
    """The newest deals that are over, or in the bin, and whose title holds `beginning`; with `won` the won ones alone.

    Of each its number and its title.
    """
    begins = {f"begins_{place}": spelt for place, spelt in enumerate(spellings(beginning))}
    over = "status = 'won' AND deleted_at IS NULL" if won else "(status <> 'open' OR deleted_at IS NOT NULL)"
    begun = " OR ".join(f"instr(key, :{name})" for name in begins)
    rows = connection.execute(
        f"SELECT id, title FROM deal WHERE {over} AND ({begun}) ORDER BY id DESC LIMIT :most", {**begins, "most": most}
    )
    return [(number, values.text(title)) for number, title in rows]


class Found(NamedTuple):
    """A deal as a search shows it: `state` is its stage while open, else won or lost.

    `mention` is where in its notes and touches it was found, None where its title and organization were enough.
    """

    id: int
    title: str
    organization: str
    state: str
    mention: Mention | None = None


def search(connection: sqlite3.Connection, words: str, limit: int = 30) -> list[Found]:
    """Deals that hold every word; open ones first, of those the newest.

    First those that do so in title and organization, then those that need their people, tags, source, notes and
    touches for it.
    """
    asked = sought(words)
    found = _titled(connection, " ".join(asked), limit)
    if len(found) < limit and any(map(fold, asked)):
        found += _holding_somewhere(connection, asked, {one.id for one in found}, limit - len(found))
    return found


def _holding_somewhere(connection: sqlite3.Connection, words: list[str], known: set[int], limit: int) -> list[Found]:
    from pipetui.store.reads import full_text

    among: set[int] | None = None
    for word in words:
        going, over = _holding(connection, spellings(word))
        held = {*going, *over, *_labelled(connection, spellings(word)), *full_text.mentioning(connection, word)}
        among = held if among is None else among & held
        if not among:
            return []
    rows = connection.execute(
        """SELECT d.id, d.title, coalesce(o.name, ''), CASE d.status WHEN 'open' THEN s.name ELSE d.status END
           FROM json_each(:deals) n CROSS JOIN deal d ON d.id = n.value JOIN stage s ON s.id = d.stage_id
           LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL
           WHERE d.deleted_at IS NULL ORDER BY d.status <> 'open', d.id DESC LIMIT :limit""",
        {"deals": f"[{','.join(map(str, (among or set()) - known))}]", "limit": limit},
    ).fetchall()
    return [
        Found(
            number,
            title,
            company,
            state,
            full_text.mention(connection, number, words, own=key_of(f"{title} {company}")),
        )
        for number, title, company, state in rows
    ]


def _labelled(connection: sqlite3.Connection, word: tuple[str, ...]) -> set[int]:
    """The deals with the word in a tag or in their source: few are used, over and over."""
    found: set[int] = set()
    for table, column, deal in (("deal_tag", "tag", "deal_id"), ("deal", "source", "id")):
        known = connection.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
        fits = [text for (text,) in known if isinstance(text, str) and any(one in key_of(text) for one in word)]
        for text in filter(None, fits):
            rows = connection.execute(f"SELECT {deal} FROM {table} WHERE {column} = ?", (text,))
            found.update(number for (number,) in rows)
    return found


def perhaps_holding(connection: sqlite3.Connection, words: str) -> set[int]:
    """The deals outside the bin that may have the words in what a card says of them: none that has is missing.

    Each of the parts of a card that a filter looks through has a blank before and behind it there, so that what has no
    blank in it stands in one of them.
    """
    from pipetui.views import PLAIN

    longest = [max(spelt.split(), key=len, default="") for spelt in spellings(words)]
    word = tuple(dict.fromkeys(filter(None, longest)))
    if not word or not values.is_storable("".join(word)):
        return set()
    going, over = _holding(connection, word)
    # What another program wrote may be looked up by another key than it has; numbers and plain fields have none.
    written = ("'#' || d.id", "d.title", "l.organization", "l.people", *(f"d.{name}" for name in PLAIN))
    named = {f"word_{place}": spelt for place, spelt in enumerate(word)}
    holds = " OR ".join(f"instr(lower({text}), :{name})" for text in written for name in named)
    rows = connection.execute(
        f"SELECT d.id FROM deal d LEFT JOIN deal_line l ON l.deal_id = d.id WHERE d.deleted_at IS NULL AND ({holds})",
        named,
    )
    return {*going, *over, *_labelled(connection, word), *(number for (number,) in rows)}


def _titled(connection: sqlite3.Connection, words: str, limit: int) -> list[Found]:
    """Deals whose title and organization hold every word; open ones first, of those the newest."""
    wanted = Wanted(words)
    if not all(values.is_storable("".join(word)) for word in wanted.words):
        return []
    either = "(instr(d.key, ?) OR instr(coalesce(o.key, ''), ?))"
    holds = " AND ".join(["1", *(f"({' OR '.join([either] * len(word))})" for word in wanted.words)])
    held = [spelt for word in wanted.words for spelt in word for _ in range(2)]
    longest = wanted.longest() if wanted else ("",)
    closed = " UNION ALL ".join([_TITLED, _AT_ORGANIZATION] * len(longest))
    found: list[Found] = []
    for state, by, condition, asked in (
        # Open ones are gone through from the newest on, and seldom far; closed ones are many more.
        ("s.name", "INDEXED BY ix_deal_open", "d.status = 'open'", []),
        ("d.status", "", f"d.status <> 'open' AND d.id IN ({closed})", [one for one in longest for _ in range(2)]),
    ):
        if len(found) >= limit:
            break
        rows = connection.execute(
            f"""SELECT d.id, d.title, coalesce(o.name, ''), {state}
                FROM deal d {by} CROSS JOIN stage s ON s.id = d.stage_id
                LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL
                WHERE d.deleted_at IS NULL AND {condition} AND {holds} ORDER BY d.id DESC LIMIT ?""",
            [*asked, *held, limit - len(found)],
        )
        found += [Found(*row) for row in rows]
    return found
