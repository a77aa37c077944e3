"""By what words one file is read: those of the system it comes from, then those that any file may use."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from pipetui.domain.choose import choose
from pipetui.domain.deal import LOST, WON
from pipetui.domain.fields import having
from pipetui.exchange import systems
from pipetui.exchange.system import DEALS, Kind, System
from pipetui.exchange.values import STATUS, letters

_ENDS = {WON: ("wondate",), LOST: ("lostdate",)}
"""What the column may be called that holds the day of a win, or of a loss, alone."""


class Vocabulary(NamedTuple):
    """The words of a file, all as `letters` of them. `system` is its title, "" for a file of none,
    `records` what its rows are: DEALS, or what is not read.

    `headings` holds for each field, and for the day of a win or a loss, what its column may be called, the surest
    first; `status` which of open, won and lost a word says; `nothing` what a cell without a value holds. The units are
    those of `System`.
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

    def heading(self, text: str) -> str:
        """The heading as `headings` holds it."""
        return letters(text[len(self.prefix) :] if _begins(text, self.prefix) else text)

    @property
    def of_one_end(self) -> tuple[str, ...]:
        """What a column may be called that holds the days of wins, or of losses, alone."""
        return self.headings[WON] + self.headings[LOST]

    def names(self, field: str) -> tuple[str, ...]:
        """What the column of a field may be called."""
        return self.headings[field] + (self.of_one_end if field == "closed" else ())

    def usual_dates(self, day_first: bool) -> tuple[str, str]:
        """The order of dates where no cell tells it, and why: the system's, else by the setting."""
        if self.dates:
            return self.dates, f"as {self.system} writes them"
        return ("dmy" if day_first else "mdy"), "by your setting"

    def ends(self, word: str) -> tuple[str, ...]:
        """Of won and lost what a heading speaks of."""
        return tuple(end for end in _ENDS if end in word or word in self.headings[end])


def vocabulary_of(headings: Sequence[str], told: str | None = None) -> Vocabulary:
    """The words of a file with such headings: of the system that is told, else of the one with most marks in it.

    Raises InputError for a system that is none. A file of no system is read by the words of all: what one of them
    calls so another may as well, and so do files that somebody put together by hand.
    """
    known = systems.known()
    if told is not None:
        system = known[choose(told, list(known), "system")]
        fits = _kind(system, headings) or next(kind for kind in system.kinds if kind.records == DEALS)
        return _vocabulary(system, fits, known.values())
    found = [(_marks(kind, headings), system, kind) for system in known.values() if (kind := _kind(system, headings))]
    if not found:
        return _vocabulary(System("", ()), Kind(), known.values())
    _, system, kind = max(found, key=itemgetter(0))
    return _vocabulary(system, kind, known.values())


def _kind(system: System, headings: Sequence[str]) -> Kind | None:
    return next((kind for kind in system.kinds if _marks(kind, headings)), None)


def _marks(kind: Kind, headings: Sequence[str]) -> int:
    """How many of the headings only this kind of file has."""
    marks = frozenset(_letters(kind.marks))
    return sum(_begins(heading, kind.prefix) or letters(heading) in marks for heading in headings)


def _begins(heading: str, prefix: str) -> bool:
    return prefix != "" and heading[: len(prefix)].casefold() == prefix.casefold()


def _vocabulary(system: System, kind: Kind, known: Iterable[System]) -> Vocabulary:
    others = [other for every in known for other in every.kinds if other.records == DEALS]
    plain = _ENDS | {field.name: tuple(field.headings.split()) for field in having("headings")}
    headings = {
        name: tuple(
            dict.fromkeys(
                (
                    *_letters(kind.headings.get(name, "")),
                    *words,
                    *(word for other in others for word in _letters(other.headings.get(name, ""))),
                )
            )
        )
        for name, words in plain.items()
    }
    status = {word: name for every in known for name, words in every.words.items() for word in _letters(words)}
    own = {word: name for name, words in system.words.items() for word in _letters(words)}
    return Vocabulary(
        system.title,
        kind.records,
        kind.prefix if kind.records == DEALS else "",
        headings,
        {**status, **STATUS, **own},
        frozenset(_letters(system.nothing)),
        system.dates,
        system.minor,
        system.shares,
    )


def _letters(words: str) -> list[str]:
    return [letters(word) for word in words.split(";") if word.strip()]
