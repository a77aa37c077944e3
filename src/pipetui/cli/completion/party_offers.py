"""What Tab offers where the words are about people and organizations."""

from __future__ import annotations

from pipetui.cli.completion import book_words, spelling
from pipetui.domain.deal import KIND_ALIASES, TOUCH_KINDS
from pipetui.domain.folding import fold
from pipetui.domain.party_kinds import ORGANIZATION, PERSON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipetui.cli.completion.tab import Offer, Tab
    from pipetui.domain.party_kinds import PartyKind

_OF_ORGANIZATION = ("delete", "reopen", "merge", "open")
_OF_PERSON = (*_OF_ORGANIZATION, "erase")
"""What becomes of one as a whole."""
_READ_OTHERWISE = {*TOUCH_KINDS, *KIND_ALIASES, *_OF_PERSON}
"""Words of a name that the verbs about people read as something else."""


def persons(tab: Tab) -> Iterator[Offer]:
    """People; once somebody is named their fields, kinds of touch, and what becomes of them as a whole."""
    yield from _party(tab, PERSON, _OF_PERSON)
    if tab.before:
        yield from ((kind, "kind of touch") for kind in TOUCH_KINDS)


def organizations(tab: Tab) -> Iterator[Offer]:
    """Organizations; once one is named its fields, and what becomes of it as a whole."""
    yield from _party(tab, ORGANIZATION, _OF_ORGANIZATION)


def _party(tab: Tab, kind: PartyKind, actions: tuple[str, ...]) -> Iterator[Offer]:
    from pipetui.domain.people_fields import ORG
    from pipetui.domain.people_fields import PERSON as FIELDS_OF_PERSON

    if "merge" in tab.before[1:]:
        yield from _names(tab._replace(before=tab.before[tab.before.index("merge", 1) + 1 :]), kind)
        return
    if tab.before:
        table = FIELDS_OF_PERSON if kind is PERSON else ORG
        yield from ((f"{field.name}:", "field") for field in table if field.label)
        yield from book_words.own_values(tab, kind.noun)
        yield from ((action, kind.noun) for action in actions)
    yield from _names(tab, kind)


def person_names(tab: Tab) -> Iterator[Offer]:
    """Names of people, to look for."""
    yield from ((word, about) for word, about in _names(tab, PERSON) if isinstance(word, str))


def organization_names(tab: Tab) -> Iterator[Offer]:
    """Names of organizations, to look for."""
    yield from ((word, about) for word, about in _names(tab, ORGANIZATION) if isinstance(word, str))


def other_person(tab: Tab) -> Iterator[Offer]:
    """People, each as one word."""
    yield from _numbers(tab, PERSON)


def other_organization(tab: Tab) -> Iterator[Offer]:
    """Organizations, each as one word."""
    yield from _numbers(tab, ORGANIZATION)


def backups_of_erased(_: Tab) -> Iterator[Offer]:
    """What becomes of the backups that hold somebody who is erased."""
    yield from ((word, "backups") for word in ("keep", "erase", "delete"))


def _names(tab: Tab, kind: PartyKind) -> Iterator[Offer]:
    """People, or organizations: by their whole name where that is plain and nobody else's, else by their number."""
    from pipetui.store.reads.finding import compared

    *said, typed = tab.unfinished.split(" ")  # in a quote several words may be unfinished
    before = [*tab.before, *filter(None, said)]
    known = _known(tab, kind)
    often: dict[str, int] = {}
    for _, name, _ in known:
        often[compared(name)] = often.get(compared(name), 0) + 1
    odd = []
    for number, name, found in known:
        words = name.split()
        behind = words[len(before) :]
        if (
            found
            and behind
            and fold(behind[0]).startswith(fold(typed))
            and list(map(fold, words[: len(before)])) == list(map(fold, before))
            and words == spelling.runs(name)
            and often[compared(name)] == 1
            and _READ_OTHERWISE.isdisjoint(map(fold, words))
            and not words[0].isdecimal()
            and len(name) <= spelling.LONGEST
        ):
            yield tab.unfinished.removesuffix(typed) + " ".join(behind), f"#{number} {name}"
        else:
            odd.append((number, name))
    if not before:
        yield from book_words.by_number(typed, _numbered(known) if typed.isdecimal() else odd)


def _numbers(tab: Tab, kind: PartyKind) -> Iterator[Offer]:
    """People, or organizations, by their numbers: for where one is one word of the line."""
    yield from book_words.by_number(tab.unfinished.split(" ")[-1], _numbered(_known(tab, kind)))


def _numbered(known: Sequence[tuple[int, str, bool]]) -> Iterator[tuple[int, str]]:
    return ((number, name) for number, name, _ in known)


def _known(tab: Tab, kind: PartyKind) -> Sequence[tuple[int, str, bool]]:
    from pipetui.store.reads import people

    found: Sequence[tuple[int, str, bool]] = book_words.read(tab, lambda connection: people.names(connection, kind))
    return found
