"""Where the headings of a table stand: in its first row, below a title and what was counted, or nowhere."""

import re
from collections import Counter
from collections.abc import Sequence

from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.exchange.headings import words_of
from pipetui.exchange.kinds import KINDS
from pipetui.exchange.values import letters

MOST_COLUMNS = 4096
"""More than any program exports; a workbook can have four times as many."""

_HIGHEST = 40
_KNOWN = frozenset(
    (
        *(word for records in KINDS for words in words_of(records).values() for word in words),
        *("firstname", "lastname", "prospect", "url", "position", "jobtitle", "duedate", "zip", "date", "datum"),
        *("naam", "bedrag", "klant", "fase", "nom", "prenom", "societe", "etape", "nombre", "apellidos", "empresa"),
        *("etapa", "namn", "fas", "varde", "nachname", "vorname", "nazev", "hodnota", "nome", "azienda", "valore"),
    )
)
_NUMBER = re.compile(r"(?:[A-Z]{3} ?)?[-+(]?\W{0,3}[0-9][0-9.,'’\s]*\W{0,3}(?:[A-Z]{3})?")
_DATA = re.compile(
    r"[^@\s]+@[^@\s]+\.[a-z]{2,}"
    r"|https?://\S+"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([T ].*)?"
    r"|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}( .*)?"
    r"|\+[0-9][0-9 ()/-]{6,}"
    r"|\\N",
    re.IGNORECASE,
)


def is_number(text: str) -> bool:
    """Whether a cell holds a number, perhaps with a currency or a percent sign."""
    return _NUMBER.fullmatch(text) is not None


def place_of_headings(records: Sequence[Sequence[str]]) -> int:
    """Which of the first records that are not blank holds the headings: the first, but for a preamble above them.

    What stands above is narrower than they are; they are words, no two alike, and what follows is as wide.
    """
    filled = [[clean(cell) for cell in cells if cell.strip()] for cells in records]
    if not filled or len(filled[0]) > 2:
        return 0
    known = _is_known(filled[0]) and not filled[0][-1].endswith(":")
    if known and len(filled[0]) > 1:
        return 0
    widest = 1
    for place, words in enumerate(filled[:_HIGHEST]):
        if all(map(_is_word, words)):
            if place and len(words) > widest and _are_headings(records, filled, place):
                # One word alone may be the title of a board, `Sales pipeline`, or the only column that there is.
                return place if not known or len(words) <= 2 * sum(map(_is_known, zip(words))) else 0
            widest = max(widest, len(words))
    return 0


def _is_word(text: str) -> bool:
    return not is_number(text) and _DATA.fullmatch(text) is None


def _are_headings(records: Sequence[Sequence[str]], filled: Sequence[Sequence[str]], place: int) -> bool:
    words, below = filled[place], records[place + 1 :]
    if len({fold(word) for word in words}) < len(words):
        return False
    width = len(records[place])
    fit = sum(len(cells) == width for cells in below)
    if _is_known(words):
        return fit * 5 >= len(below) * 3
    # Nothing known: only where a title stands alone above a table whose rows are all as wide.
    return len(words) > 2 and len(filled[0]) == 1 and len(below) > 1 and fit == len(below)


def _is_known(words: Sequence[str]) -> bool:
    return any(letters(word) in _KNOWN for word in words if _DATA.fullmatch(word) is None)


def named(cells: Sequence[str], below: Sequence[Sequence[str]], name: str) -> tuple[tuple[str, ...], int]:
    """The headings, all different and none blank, and how many cells every row must have.

    Raises InputError where there is none, there are too many, or they look like the first row of what is below.
    """
    words = [clean(cell) for cell in cells]
    needed = max((place for place, word in enumerate(words, 1) if word), default=0)
    if not needed:
        raise InputError(f"{name} has no headings", "its first line must hold them")
    check_width(len(words), name)
    filled = list(filter(None, words))
    numbers = sum(map(is_number, filled))
    if (any(map(_DATA.fullmatch, filled)) or (below and numbers * 2 > len(filled))) and not _is_known(filled):
        raise InputError(
            f"{name}: the first line looks like data, not headings ({', '.join(filled)[:60]})",
            remedy=Remedy("import.no_headings"),
        )
    return unique(words), needed


def numbers_for(records: Sequence[Sequence[str]], name: str) -> tuple[str, ...]:
    """What the columns of a table without headings are called: as many as most of its rows have cells."""
    widths = Counter(map(len, records))
    width = max(widths, key=lambda width: (widths[width], width), default=0)
    check_width(width, name)
    return tuple(f"Column {place}" for place in range(1, width + 1))


def check_width(width: int, name: str) -> None:
    """Raise InputError for more columns than a table of records has."""
    if width > MOST_COLUMNS:
        raise InputError(f"{name} has {width:,} columns", f"at most {MOST_COLUMNS:,} are read: leave some out")


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """A second heading of the same name becomes "Name (2)", a blank one "Column 3"."""
    taken: dict[str, int] = {}  # with how often each was met, for a broken file may have thousands of one name
    headings = []
    for place, name in enumerate(names, 1):
        heading = first = name or f"Column {place}"
        count = taken.get(fold(first), 1)
        while fold(heading) in taken:
            count += 1
            heading = f"{first} ({count})"
        taken[fold(first)] = count
        taken[fold(heading)] = 1
        headings.append(heading)
    return tuple(headings)
