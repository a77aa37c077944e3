"""How fields that the rep adds may be called: so that each can be typed, and means nothing else there."""

from __future__ import annotations

from functools import cache
from itertools import chain, count

from pipetui.domain import fields, people_fields
from pipetui.domain.custom_fields import DEAL, ORGANIZATION, PERSON, find, word_of
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.query.terms import STATES
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipetui.domain.custom_fields import CustomField

LONGEST = 60
_TABLES = {DEAL: fields.DEAL, PERSON: people_fields.PERSON, ORGANIZATION: people_fields.ORG}
_WORDS = ("has", "not", "and", "or", "at", "on", "custom", "columns", "tag", "tags")
"""What is read otherwise where fields are named, besides the fields and the states."""


@cache
def _reserved(entity: str) -> frozenset[str]:
    """The names that mean something else where one is typed, folded."""
    ours = [" ".join((field.name, field.key, field.also, field.word)) for field in _TABLES[entity]]
    return frozenset(word_of(name) for name in (*" ".join(ours).split(), *STATES, *_WORDS))


def typable(known: Iterable[CustomField]) -> Iterator[CustomField]:
    """Those that can be named where one is typed: what another program called otherwise can only be seen."""
    for field in known:
        if field.word[:1].isalpha() and field.word not in _reserved(field.entity):
            yield field


def check_name(name: str, entity: str, others: Iterable[CustomField] = ()) -> str:
    """The name as it is kept; raises InputError for one that cannot be typed, or that means something else."""
    tidy = clean(name)
    if not word_of(tidy)[:1].isalpha():
        raise InputError(f"{quoted(name)} is not a name of a field", 'it begins with a letter: "Contract end", Region')
    if len(tidy) > LONGEST:
        raise InputError(f"{quoted(name)} is too long a name", f"it has at most {LONGEST} characters")
    if word_of(tidy) in _reserved(entity):
        raise InputError(f"{quoted(tidy)} means something else already", "give it another name")
    if find(others, tidy) is not None:
        raise InputError(f"there is a field {quoted(tidy)} already", "give it another name")
    return tidy


def name_for(heading: str, entity: str) -> str:
    """A name that can be kept, for a heading of a file, whatever stands there; always the same for the same.

    It begins with a letter: of `2026` it is `Field 2026`, of `2026 revenue` `revenue 2026`.
    """
    begins = next((place for place, char in enumerate(heading) if char.isalpha()), len(heading))
    rest, number = clean(heading[begins:]), clean(heading[:begins])
    if begins < len(heading) and not heading[:begins].endswith(" "):
        number = ""  # as in `1st contact`
    if not word_of(rest)[:1].isalpha():
        rest = "Field"
    tidy = clean(rest[: LONGEST - 4])
    if word_of(number) and len(rest) + len(number) < LONGEST - 4:
        tidy = f"{tidy} {number}"
    reserved = _reserved(entity)
    names = (tidy, *(f"{tidy} {number}" for number in range(2, len(reserved) + 3)))
    return next(name for name in names if word_of(name) not in reserved)


def names_for(headings: Iterable[str], entity: str) -> Iterator[str]:
    """For each of the headings of one file itself, or a name of its own where it would be the field of another."""
    taken: set[str] = set()
    for heading in headings:
        first = name_for(heading, entity)
        others = (clean(first[: LONGEST - 4 - len(tail)]) + tail for tail in (f" {number}" for number in count(2)))
        name = next(name for name in chain((first,), others) if word_of(name) not in taken)
        taken.add(word_of(name))
        yield heading if name == first else name


def check_options(options: Iterable[str]) -> tuple[str, ...]:
    """The options of a choice, each once; raises InputError for none."""
    found: dict[str, str] = {}
    for option in map(clean, options):
        if option:
            found.setdefault(fold(option), option)
    if not found:
        raise InputError("a choice needs options", "write them behind it: north,south")
    return tuple(found.values())
