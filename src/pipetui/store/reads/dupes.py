"""Which people, organizations and deals are probably there twice.

Nobody is compared with everybody, only with those who share an address, a number, a place or the look of a name (a
block), and in a large block with those who stand near by name. A hundred thousand people take two seconds.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from functools import cache
from itertools import chain, combinations

from pipetui.domain import likeness
from pipetui.domain.companies import company_of
from pipetui.domain.folding import compared_words
from pipetui.domain.likeness import Likeness, Traits
from pipetui.domain.party_kinds import ORGANIZATION, PERSON
from pipetui.store import apart, values
from pipetui.views_dupes import LikelyPair, Twin

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from typing import TypeAlias

    Contacts: TypeAlias = dict[tuple[int, str], list[str]]

DEAL = "deal"
NOUNS = (PERSON.noun, ORGANIZATION.noun, DEAL)
_SMALL, _NEAR = 24, 6
"""In a block of up to so many all are compared, in a larger one each with so many that follow by name."""
_DIGITS = 7
"""Numbers that end in the same digits may be one, written with and without its country."""


def likely(connection: sqlite3.Connection, noun: str, least: int = likeness.SHOWN) -> list[LikelyPair]:
    """The pairs with at least so many points, the likeliest first; those that were told apart are left out."""
    told_apart = apart.pairs(connection, noun)
    collecting = gc.isenabled()
    gc.disable()  # it would go through a million texts again and again, none of which is garbage: a third of the time
    try:
        pairs = list(_READ[noun](connection, least))
    finally:
        if collecting:
            gc.enable()
    found = [pair for pair in pairs if (pair.first.id, pair.second.id) not in told_apart]
    return sorted(found, key=lambda pair: (-pair.score, pair.first.id, pair.second.id))


# --- people and organizations ----------------------------------------------------------------------------------


def _people(connection: sqlite3.Connection, least: int) -> Iterator[LikelyPair]:
    contacts = _contacts(connection, PERSON.column)
    blocks = _Blocks(names_matter=True)
    companies = cache(lambda domain: company_of(f"@{domain}").casefold())
    for number, name, organization_id in connection.execute(
        "SELECT id, name, organization_id FROM person WHERE deleted_at IS NULL ORDER BY id"
    ):
        emails = frozenset(contacts.get((number, "email"), ()))
        places = {companies(email.rpartition("@")[2]) for email in emails} - {""}
        if organization_id is not None:
            places.add(f"#{organization_id}")
        words = tuple(compared_words(values.text(name)))
        blocks.add(number, Traits(words, emails, frozenset(contacts.get((number, "phone"), ())), frozenset(places)))
    yield from _compared(connection, PERSON.noun, blocks, likeness.people, least)


def _organizations(connection: sqlite3.Connection, least: int) -> Iterator[LikelyPair]:
    contacts = _contacts(connection, ORGANIZATION.column)
    blocks = _Blocks(names_matter=False)
    for number, name, website in connection.execute(
        "SELECT id, name, website FROM organization WHERE deleted_at IS NULL ORDER BY id"
    ):
        emails = frozenset(contacts.get((number, "email"), ()))
        sites = [values.text(website), *contacts.get((number, "web"), ())]
        mail = [email.rpartition("@")[2] for email in emails if company_of(email)]
        domains = frozenset(filter(None, map(_domain, [*sites, *mail])))
        phones = frozenset(contacts.get((number, "phone"), ()))
        blocks.add(number, Traits(tuple(compared_words(values.text(name))), emails, phones, domains))
    yield from _compared(connection, ORGANIZATION.noun, blocks, likeness.organizations, least)


def _contacts(connection: sqlite3.Connection, column: str) -> Contacts:
    """The keys of everybody's addresses and numbers, by kind; what another program left unlike text is left out."""
    found: Contacts = {}
    for number, kind, key in connection.execute(
        f"""SELECT {column}, kind, key FROM contact_point
            WHERE {column} IS NOT NULL AND typeof(key) = 'text' AND key <> ''"""
    ):
        found.setdefault((number, kind), []).append(key)
    return found


def _domain(address: str) -> str:
    """`acme.example` of `https://www.acme.example/en`."""
    host = address.casefold().strip().partition("://")[2] or address.casefold().strip()
    return host.partition("/")[0].partition(":")[0].removeprefix("www.")


class _Blocks:
    """Who may be one with whom: numbers by what they share.

    Who shares no more than a place, or stands beside somebody by name, is compared further only with a name that looks
    alike, which is asked first: most of the pairs are of this kind.
    """

    def __init__(self, names_matter: bool) -> None:
        self.twins: dict[int, Traits] = {}
        self._names_matter = names_matter
        self._sharing: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._beside: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, number: int, one: Traits) -> None:
        """Put one into the blocks of what is known of them."""
        self.twins[number] = one
        for email in one.emails:
            self._sharing["email", email].append(number)
        for ending in {phone[-_DIGITS:] for phone in one.phones if len(phone) >= _DIGITS}:
            self._sharing["phone", ending].append(number)
        if one.words:
            self._sharing["name", " ".join(sorted(one.words))].append(number)
        places = self._beside if self._names_matter else None
        for place in one.places:
            (self._sharing["place", place] if places is None else places[place]).append(number)
        if places is None and one.words:
            self._beside[one.words[0]].append(number)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each pair once, the lower number first."""
        from rapidfuzz.fuzz import ratio  # a library in C, loaded when duplicates are asked for

        texts = {number: " ".join(one.words) for number, one in self.twins.items()}
        last = {number: one.words[-1:] for number, one in self.twins.items()}
        seen: set[tuple[int, int]] = set()
        sharing = (pair for block in self._sharing.values() if len(block) > 1 for pair in self._near(block))
        beside = (
            pair
            for block in self._all_beside()
            for pair in block
            if last[pair[0]] == last[pair[1]]
            or ratio(texts[pair[0]], texts[pair[1]], score_cutoff=likeness.CLOSE)
            or not self._names_matter
        )
        for pair in chain(sharing, beside):
            if pair not in seen:
                seen.add(pair)
                yield pair

    def _all_beside(self) -> Iterator[Iterable[tuple[int, int]]]:
        yield from (self._near(block) for block in self._beside.values() if len(block) > 1)
        if not self._names_matter:  # of an organization the name is all that there need be
            yield _following(sorted(self.twins, key=lambda number: self.twins[number].words), _NEAR // 2)

    def _near(self, block: list[int]) -> Iterable[tuple[int, int]]:
        if len(block) <= _SMALL:
            return combinations(block, 2)  # they came in the order of their numbers
        return _following(sorted(block, key=lambda number: self.twins[number].words), _NEAR)


def _following(order: list[int], span: int) -> Iterator[tuple[int, int]]:
    for place, one in enumerate(order):
        for other in order[place + 1 : place + 1 + span]:
            yield (one, other) if one < other else (other, one)


def _compared(
    connection: sqlite3.Connection,
    noun: str,
    blocks: _Blocks,
    compare: Callable[[Traits, Traits], Likeness],
    least: int,
) -> Iterator[LikelyPair]:
    found = []
    for first, second in blocks.pairs():
        one, other = blocks.twins[first], blocks.twins[second]
        if one.phones and other.phones and one.phones.isdisjoint(other.phones):
            theirs = _one_number(one.phones, other.phones)
            other = other if theirs is other.phones else other._replace(phones=theirs)
        alike = compare(one, other)
        if alike.score >= least:
            found.append((first, second, alike))
    shown = _shown(connection, noun, {number for first, second, _ in found for number in (first, second)})
    for first, second, alike in found:
        yield LikelyPair(noun, shown[first], shown[second], *alike)


def _one_number(ours: frozenset[str], theirs: frozenset[str]) -> frozenset[str]:
    """The numbers of theirs, as ours are written where one is the same with and without its country."""
    if {phone[-_DIGITS:] for phone in ours}.isdisjoint(phone[-_DIGITS:] for phone in theirs):
        return theirs
    ends = {phone[-_DIGITS:]: phone for phone in ours if len(phone) >= _DIGITS}
    return frozenset(
        ends[phone[-_DIGITS:]] if _same_number(ends.get(phone[-_DIGITS:], ""), phone) else phone for phone in theirs
    )


def _same_number(one: str, other: str) -> bool:
    if not one:
        return False
    from phonenumbers import MatchType, is_number_match  # knows the countries: 30 ms, when two numbers end alike

    written = [(digits if digits.startswith("0") else f"+{digits}") for digits in (one, other)]
    return int(is_number_match(*written)) >= int(MatchType.SHORT_NSN_MATCH)


def _shown(connection: sqlite3.Connection, noun: str, numbers: Iterable[int]) -> dict[int, Twin]:
    """What is shown of those who are in a pair."""
    among = f"[{','.join(map(str, numbers))}]"
    return {
        number: Twin(number, values.text(name), " · ".join(filter(None, map(values.text, about))))
        for number, name, *about in connection.execute(_ABOUT[noun], {"among": among})
    }


_CONTACT = """coalesce((SELECT value FROM contact_point c WHERE c.{noun}_id = x.id AND kind = '{kind}'
                        ORDER BY position, id LIMIT 1), '')"""
_ABOUT = {
    PERSON.noun: f"""
        SELECT x.id, x.name, x.job_title, coalesce(o.name, ''), {_CONTACT.format(noun="person", kind="email")},
               {_CONTACT.format(noun="person", kind="phone")}
        FROM json_each(:among) n CROSS JOIN person x ON x.id = n.value
        LEFT JOIN organization o ON o.id = x.organization_id AND o.deleted_at IS NULL""",
    ORGANIZATION.noun: f"""
        SELECT x.id, x.name, x.sector, x.website, {_CONTACT.format(noun="organization", kind="email")},
               {_CONTACT.format(noun="organization", kind="phone")}
        FROM json_each(:among) n CROSS JOIN organization x ON x.id = n.value""",
    DEAL: """
        SELECT x.id, x.title, coalesce(o.name, ''), CASE x.status WHEN 'open' THEN s.name ELSE x.status END
        FROM json_each(:among) n CROSS JOIN deal x ON x.id = n.value JOIN stage s ON s.id = x.stage_id
        LEFT JOIN organization o ON o.id = x.organization_id AND o.deleted_at IS NULL""",
}


# --- deals -----------------------------------------------------------------------------------------------------


def _deals(connection: sqlite3.Connection, least: int) -> Iterator[LikelyPair]:
    """Of one organization, or of none the same title; one of the two is open, and none came of the other."""
    blocks: defaultdict[Hashable, list[tuple[int, bool, int | None, list[str]]]] = defaultdict(list)
    for number, title, status, organization, origin in connection.execute(
        """SELECT d.id, d.title, d.status, o.id, d.origin_id FROM deal d
           LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL
           WHERE d.deleted_at IS NULL ORDER BY d.id"""
    ):
        words = compared_words(values.text(title))
        where = "".join(words) if organization is None else organization
        blocks[where].append((number, status == "open", origin, words))
    found = []
    for block in blocks.values():
        block.sort(key=lambda deal: deal[3])
        span = len(block) if len(block) <= _SMALL else _NEAR
        for place, (number, is_open, origin, words) in enumerate(block):
            for other, also_open, other_origin, other_words in block[place + 1 : place + 1 + span]:
                if not (is_open or also_open) or origin == other or other_origin == number:
                    continue
                alike = likeness.deals(words, other_words)
                if alike.score >= least:
                    found.append((min(number, other), max(number, other), alike))
    shown = _shown(connection, DEAL, {number for first, second, _ in found for number in (first, second)})
    for first, second, alike in found:
        reasons = (*alike.reasons, "same organization") if " · " in shown[first].about else alike.reasons
        yield LikelyPair(DEAL, shown[first], shown[second], alike.score, reasons)


_READ: dict[str, Callable[[sqlite3.Connection, int], Iterator[LikelyPair]]] = {
    PERSON.noun: _people,
    ORGANIZATION.noun: _organizations,
    DEAL: _deals,
}
