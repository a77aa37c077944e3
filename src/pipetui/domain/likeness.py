"""How likely two people, two organizations or two deals are one: points for what they share, and the reasons.

From `SHOWN` points on a pair is shown; an import that must not ask joins from `SURE` on. Names are compared by the
words of `folding.compared_words`: without case, accents, hyphens and legal forms.
"""

from __future__ import annotations

from pipetui.domain.folding import mistyped_words, similar_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

SHOWN, SURE, MOST = 70, 95, 100
CLOSE = 88
"""From how many percent on rapidfuzz calls two names alike."""
SAME_EMAIL, SAME_PHONE, SAME_NAME, SIMILAR_NAME, SAME_PLACE, OTHER_PLACE = 75, 35, 70, 45, 30, -25
SAME_COMPANY, SIMILAR_COMPANY, PART_OF_COMPANY, SAME_DOMAIN, SHARED_CONTACT, OTHER_DOMAIN = 80, 72, 40, 50, 40, -10
SAME_TITLE, SIMILAR_TITLE = 95, 80


class Likeness(NamedTuple):
    """Points out of a hundred, and what they are for, the weightiest first."""

    score: int
    reasons: tuple[str, ...]


class Traits(NamedTuple):
    """Somebody, or an organization, as far as likeness goes.

    `places` are what says where a person is (their organization, the domain of an e-mail), or the domains that an
    organization has.
    """

    words: tuple[str, ...]
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


def people(one: Traits, other: Traits) -> Likeness:
    """How likely they are one person."""
    return _sum(_people(one, other))


def organizations(one: Traits, other: Traits) -> Likeness:
    """How likely they are one organization."""
    return _sum(_organizations(one, other))


def deals(one: Sequence[str], other: Sequence[str]) -> Likeness:
    """How likely two deals of one organization are the same, by the words of their titles: the rule of adding one."""
    if set(one) == set(other) and one:
        return Likeness(SAME_TITLE, ("same title",))
    if similar_words(set(one), set(other)) or mistyped_words(one, other):
        return Likeness(SIMILAR_TITLE, ("similar title",))
    return Likeness(0, ())


def _people(one: Traits, other: Traits) -> list[tuple[int, str]]:
    emails, phones = one.emails & other.emails, one.phones & other.phones
    name = _name_points(one.words, other.words)
    found = [(SAME_EMAIL, f"same e-mail {min(emails)}")] if emails else []
    if phones:
        found.append((SAME_PHONE, "same phone"))
    if emails and not name:
        return found[:1]  # a mailbox that colleagues share makes no more of it
    if name:
        found.append(name)
    if name and not emails:
        if one.places & other.places:
            found.append((SAME_PLACE, "same organization or domain"))
        elif one.places and other.places and not phones:
            found.append((OTHER_PLACE, ""))
    return found


def _organizations(one: Traits, other: Traits) -> list[tuple[int, str]]:
    found = []
    same, near = one.places & other.places, _ratio(one.words, other.words)
    if one.words == other.words:
        found.append((SAME_COMPANY, "same name, legal form aside"))
    elif near >= CLOSE + 4 and _numbers(one.words) == _numbers(other.words):
        found.append((SIMILAR_COMPANY, f"similar name ({near:.0f} %)"))
    elif _part(one.words, other.words):
        found.append((PART_OF_COMPANY, "one name is part of the other"))
    if same:
        found.append((SAME_DOMAIN, f"same domain {min(same)}"))
    elif one.places and other.places:
        found.append((OTHER_DOMAIN, ""))
    if one.emails & other.emails or one.phones & other.phones:
        found.append((SHARED_CONTACT, "same e-mail" if one.emails & other.emails else "same phone"))
    return found


def _name_points(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[int, str] | None:
    if not one or not other:
        return None
    if sorted(one) == sorted(other):
        return SAME_NAME, "same name"
    if one[-1] == other[-1] and len(one) > 1 and len(other) > 1 and _initial(one[0], other[0]):
        return SIMILAR_NAME, "same name but for an initial"
    near = _ratio(one, other)
    return (SIMILAR_NAME, f"similar name ({near:.0f} %)") if near >= CLOSE else None


def _initial(one: str, other: str) -> bool:
    """Whether the one is the other's first letter."""
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)


def _part(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter, longer = sorted((set(one), set(other)), key=len)
    return bool(shorter) and shorter < longer


def _numbers(words: tuple[str, ...]) -> str:
    return "".join(filter(str.isdigit, "".join(words)))


def _ratio(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    from rapidfuzz.fuzz import ratio  # a library in C, loaded when duplicates are asked for

    return float(ratio(" ".join(one), " ".join(other), score_cutoff=CLOSE))


def _sum(found: list[tuple[int, str]]) -> Likeness:
    ordered = sorted(found, key=lambda reason: -reason[0])
    return Likeness(min(MOST, max(0, sum(points for points, _ in found))), tuple(said for _, said in ordered if said))
