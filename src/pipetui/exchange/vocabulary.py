"""By what words one file is read: those of the system it comes from, then those that any file may use."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from pipetui.domain.choose import choose
from pipetui.domain.deal import LOST, WON
from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.folding import fold
from pipetui.domain.wording import nearest
from pipetui.exchange import systems
from pipetui.exchange.headings import ENDS, words_of
from pipetui.exchange.system import Kind, System
from pipetui.exchange.values import STATUS, letters


class Rung(NamedTuple):
    """One stage of a system's own pipeline, and its percentage, None where the system has none."""

    stage: str
    percent: int | None


class Vocabulary(NamedTuple):
    """The words of a file, all as `letters` of them. `system` is its title, "" for a file of none, `name` what is typed
    for it; `records` is what the rows are.

    `headings` holds for each field what its column may be called, the surest first, `own` those that the system itself
    declares, `others` what all the other systems call it; `status` which of open, won and lost a word says; `nothing`
    what a cell without a value holds; `keeps` what the system fills for itself; `linked` the beginnings of headings
    that speak of another kind of record; `ladder` the stages of the system's own pipeline in their order. The units
    are those of `System`. `of_leads` says that the rows are leads which shall be deals.
    """

    system: str
    records: str
    prefix: str
    headings: Mapping[str, tuple[str, ...]]
    status: Mapping[str, str]
    nothing: frozenset[str] = frozenset()
    dates: str = ""
    minor: bool = False
    shares: bool = False
    name: str = ""
    own: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    others: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    only: bool = False
    keeps: tuple[str, ...] = ()
    linked: tuple[tuple[str, str], ...] = ()
    ladder: tuple[Rung, ...] = ()
    of_leads: bool = False

    def heading(self, text: str) -> str:
        """The heading as `headings` holds it."""
        return letters(self.unprefixed(text))

    def unprefixed(self, text: str) -> str:
        """The heading without what all headings of such a file begin with."""
        return text[len(beginning(text, self.prefix)) :]

    @property
    def of_one_end(self) -> tuple[str, ...]:
        """What a column may be called that holds the days of wins, or of losses, alone."""
        return self.headings.get(WON, ()) + self.headings.get(LOST, ())

    def names(self, field: str) -> tuple[str, ...]:
        """What the column of a field may be called."""
        return self.headings.get(field, ()) + (self.of_one_end if field == "closed" else ())

    def usual_dates(self, day_first: bool) -> tuple[str, str]:
        """The order of dates where no cell tells it, and why: the system's, else by the setting."""
        if self.dates:
            return self.dates, f"as {self.system} writes them"
        return ("dmy" if day_first else "mdy"), "by your setting"

    def ends(self, word: str) -> tuple[str, ...]:
        """Of won and lost what a heading speaks of."""
        return tuple(end for end in ENDS if end in word or word in self.names(end))

    def is_kept(self, heading: str) -> bool:
        """Whether the system fills that column for itself alone."""
        words = {letters(heading), self.heading(heading), letters(self.label(heading))}
        return any(_like(word, kept) for kept in self.keeps for word in words)

    def label(self, heading: str) -> str:
        """What a field of the rep's own is to be called that is made of that column: without what only the system sees.

        So `Deal - Region`, `Region cf_12345`, `custom.Region`, `Region__c` are the Region.
        """
        prefixes = ";".join((self.prefix, *(prefix for prefix, _ in self.linked)))
        text = heading[len(beginning(heading, prefixes)) :]
        text = re.sub(r"^custom\.| cf_[0-9]+(?: .*)?$", "", text)
        if text.lower().endswith("__c"):
            text = text[:-3].replace("_", " ")
        return text.strip() or heading


def system_named(word: str) -> str:
    """The name of the system that `word` begins; raises InputError for none."""
    return choose(word, systems.names(), "system")


def origin(word: str) -> tuple[str | None, str | None]:
    """The system that `word` names, or, where it is like none, a name of the rep's own for where files come from.

    Raises InputError for one word that is nearly a system's: more likely it is misspelt.
    """
    try:
        return system_named(word), None
    except AmbiguousError:
        raise
    except InputError:
        if " " not in word.strip() and nearest(fold(word), systems.names()):
            raise
        return None, word.strip()


def marks_in(declared: Kind | System, headings: Sequence[str]) -> int:
    """How many of the headings only this kind of file has, or this system."""
    marks = frozenset(listed(declared.marks))
    prefix = declared.prefix if isinstance(declared, Kind) else ""
    return sum(begins(heading, prefix) or letters(heading) in marks for heading in headings)


def begins(heading: str, prefixes: str) -> bool:
    """Whether the heading has one of these prefixes."""
    return beginning(heading, prefixes) != ""


def beginning(heading: str, prefixes: str) -> str:
    """The one of the prefixes, set apart by semicolons, that the heading begins with; "" for none."""
    known = filter(None, prefixes.split(";"))
    return next((prefix for prefix in known if heading[: len(prefix)].casefold() == prefix.casefold()), "")


def words_for(name: str, system: System, kind: Kind) -> Vocabulary:
    """The words of one kind of file of a system, `name` the one that is typed."""
    own = {field: listed(words) for field, words in kind.headings.items()}
    plain = {} if kind.only else words_of(kind.records)
    headings = {field: tuple(dict.fromkeys((*own.get(field, ()), *plain.get(field, ())))) for field in {**plain, **own}}
    status = {word: name for name, words in system.words.items() for word in listed(words)}
    return Vocabulary(
        system.title,
        kind.records,
        kind.prefix,
        headings,
        {**_any_status(*systems.names()), **STATUS, **status},
        frozenset(listed(system.nothing)),
        system.dates,
        system.minor,
        system.shares,
        name,
        own,
        {} if kind.only else _any_system(kind.records, *systems.names()),
        kind.only,
        tuple(_kept(f"{system.keeps};{kind.keeps}")),
        tuple((prefix, records) for prefix, records in system.linked.items() if prefix not in kind.prefix.split(";")),
        tuple(_ladder(system.stages)),
        kind.of_leads,
    )


@cache
def _any_system(records: str, *_known: str) -> Mapping[str, tuple[str, ...]]:
    """What any of the systems calls each field of that kind of record."""
    found: dict[str, list[str]] = {}
    for system in systems.known().values():
        for kind in system.kinds:
            if kind.records == records and not kind.only:
                for field, words in kind.headings.items():
                    found.setdefault(field, []).extend(listed(words))
    return MappingProxyType({field: tuple(dict.fromkeys(words)) for field, words in found.items()})


@cache
def _any_status(*_known: str) -> Mapping[str, str]:
    """The words for won, lost and open of all systems."""
    every = systems.known().values()
    return MappingProxyType(
        {word: end for system in every for end, words in system.words.items() for word in listed(words)}
    )


def _like(word: str, kept: str) -> bool:
    if kept.startswith("*"):
        return word.endswith(kept[1:])
    return word.startswith(kept[:-1]) if kept.endswith("*") else word == kept


@cache
def listed(words: str) -> tuple[str, ...]:
    """The words of a declaration, as `letters`."""
    return tuple(letters(word) for word in words.split(";") if word.strip())


def _kept(words: str) -> Iterable[str]:
    stripped = filter(None, map(str.strip, words.split(";")))
    return ("*" * word.startswith("*") + letters(word) + "*" * word.endswith("*") for word in stripped)


def _ladder(stages: str) -> Iterable[Rung]:
    for stage in filter(None, map(str.strip, stages.split(";"))):
        found = re.fullmatch(r"(.*?)(?: ([0-9]{1,3}) ?%)?", stage)
        assert found is not None
        yield Rung(found[1], int(found[2]) if found[2] else None)


def together(vocabularies: Sequence[Vocabulary]) -> Vocabulary:
    """What the files of several systems call stages and ends."""
    by_system = {one.system: one for one in reversed(vocabularies) if one.ladder or one.status}
    if len(by_system) < 2:
        return next(iter(by_system.values()), vocabularies[0])
    ladders = [one for one in reversed(by_system.values()) if one.ladder]
    status = {word: end for one in by_system.values() for word, end in one.status.items()}
    system = " and ".join(one.system for one in ladders if one.system)
    return vocabularies[0]._replace(
        system=system, ladder=tuple(r for one in ladders for r in one.ladder), status=status
    )
