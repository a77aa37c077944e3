"""What a system is to an import: how its files are known, and what their headings, words and units are.

Each system is one module in `systems` that declares its `SYSTEM`; nothing else in the program names it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

DEALS = "deals"
PEOPLE = "people or organizations"
ACTIVITIES = "activities"

_NONE: Mapping[str, str] = MappingProxyType({})


class Kind(NamedTuple):
    """One kind of file that a system writes. `records` is what its rows are; only DEALS are read, others are refused.

    A file is known by any of its `marks`, headings that no other system has, or by the `prefix` of its headings.
    `headings` says for each field (`mapping.FIELDS`, and `won` and `lost` for the day of either) what its column may
    be called, the surest first. What any system may call a field so need not be said: that is in `domain.fields`.

    Headings are written as the system does, set apart by semicolons; their case, blanks and signs do not matter.
    """

    records: str = DEALS
    marks: str = ""
    prefix: str = ""
    headings: Mapping[str, str] = _NONE


class System(NamedTuple):
    """A system as its files show it; `title` is its name as its makers write it, its module's the one that is typed.

    Of its `kinds` the first that fits a file counts. `words` says for open, won and lost what else it calls them, in
    a column of the status or of the stage; `nothing` what it writes into a cell without a value. Both are set apart by
    semicolons.

    Its units: `dates` is the order of dates where a file does not show it itself (one of `dates.ORDERS`), `minor`
    whether amounts count cents, `shares` whether probabilities are shares of 1.
    """

    title: str
    kinds: tuple[Kind, ...]
    words: Mapping[str, str] = _NONE
    nothing: str = ""
    dates: str = ""
    minor: bool = False
    shares: bool = False
