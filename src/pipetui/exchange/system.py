"""What a system is to an import: how its files are known, and what their headings, words and units are.

Each system is one module in `systems` that declares its `SYSTEM`; nothing else in the program names it. Everything
here is written as the system does, set apart by semicolons; case, blanks, accents and signs do not matter.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pipetui.exchange.kinds import DEALS

_NONE: Mapping[str, str] = MappingProxyType({})


class Kind(NamedTuple):
    """One kind of file that a system writes; `records` is what its rows are, one of `kinds.KINDS`, or OTHER.

    A file is known by its `marks`, headings that no other file has, and by the `prefix` of its headings; `files` is
    what such a file is called, which counts only beside others of the system.
    `headings` says for each field (`kinds.FIELDS`) what its column may be called, the surest first. What any system may
    call a field so need not be said: that is in `headings`. With `only` nothing but these is read.
    `keeps` are columns that the system fills for itself and that say nothing of the record: they are left out without a
    question. A `*` at the end of one, or before it, stands for anything.
    `beside` are further kinds of record that the same rows hold, where any of the columns `needs` is filled.
    `of_leads` says that its rows are leads which shall be deals.
    """

    records: str = DEALS
    marks: str = ""
    prefix: str = ""
    headings: Mapping[str, str] = _NONE
    files: str = ""
    keeps: str = ""
    only: bool = False
    needs: str = ""
    beside: "tuple[Kind, ...]" = ()
    of_leads: bool = False


class System(NamedTuple):
    """A system as its files show it; `title` is its name as its makers write it, its module's the one that is typed.

    Of its `kinds` the one that fits a file best counts; `marks` are headings that all of them have and no other system.
    `shared` are marks that another system has too where they are written with blanks: alone they tell nothing; `ids` is
    what all its ids begin with, if anything.
    `words` says for open, won and lost what else it calls them, in
    a column of the status or of the stage; `nothing` what it writes into a cell without a value.
    `linked` says of which kind of record a heading with such a beginning speaks (`Person - ` in a file of deals).
    `stages` are those of its own pipeline in their order, each with its percentage where the system has one.
    `keeps` are as those of a kind, for all of them. `container` is the kind of file that is always its own ("vcard").

    Its units: `dates` is the order of dates where a file does not show it itself (one of `dates.ORDERS`), `minor`
    whether amounts count cents, `shares` whether probabilities are shares of 1.
    """

    title: str
    kinds: tuple[Kind, ...]
    marks: str = ""
    words: Mapping[str, str] = _NONE
    nothing: str = ""
    linked: Mapping[str, str] = _NONE
    stages: str = ""
    keeps: str = ""
    container: str = ""
    dates: str = ""
    minor: bool = False
    shares: bool = False
    shared: str = ""
    ids: str = ""
