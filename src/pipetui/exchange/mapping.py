"""Which column of a file is which field of a deal: as told, else guessed by the words of the file."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipetui.domain.errors import InputError
from pipetui.domain.fields import DAY, MOMENT, having
from pipetui.domain.fields import PLAIN as KEPT_AS_TYPED
from pipetui.domain.wording import nearest, quoted
from pipetui.exchange.values import letters
from pipetui.exchange.vocabulary import Vocabulary

_FIELDS = having("headings")
FIELDS = tuple(field.name for field in _FIELDS)
"""The fields that a column can be mapped to."""

PLAIN = tuple(field for field in _FIELDS if field.kind in KEPT_AS_TYPED)
"""The fields whose cells are kept as they are."""

SEVERAL = frozenset(field.name for field in _FIELDS if field.several)
"""The fields that several columns may feed."""

OF_DEALS = frozenset(("stage", "value", "closed", "close", "reason", "probability"))
"""The fields that only deals have."""

PLAIN_TITLES = frozenset(("title", "name", "subject", "topic"))
"""Headings of a title that files of people, companies and activities have as well."""

DATES = frozenset(field.name for field in _FIELDS if field.kind in (DAY, MOMENT))
"""The fields whose cells are dates."""


class SourceColumn(NamedTuple):
    """One column that is read: its heading and place in the file, the field it feeds, whether that was a guess.

    `about` is what its heading speaks of, won or lost: its days are those of such deals alone.
    """

    field: str
    heading: str
    place: int
    guessed: bool
    about: tuple[str, ...] = ()


def columns_for(
    headings: Sequence[str], maps: Iterable[tuple[str, str]], vocabulary: Vocabulary
) -> tuple[SourceColumn, ...]:
    """The columns to read, in the order of FIELDS; `maps` holds (field, heading), an empty heading meaning none.

    What is not told is guessed. Raises InputError for an unknown field, an unknown heading (naming the nearest),
    and a field that only one column can feed but several are mapped to.
    """
    told: dict[str, list[int]] = {}
    for field, heading in maps:
        name = _field(field)
        places = told.setdefault(name, [])
        if heading.strip():
            places.append(place_of(headings, heading))
        if len(places) > 1 and name not in SEVERAL:
            raise InputError(f"{name} is mapped to two columns", f"only {', '.join(sorted(SEVERAL))} take several")
    used = {place for places in told.values() for place in places}
    words = [vocabulary.heading(heading) for heading in headings]
    columns = []

    def take(field: str, place: int, guessed: bool) -> None:
        used.add(place)
        columns.append(SourceColumn(field, headings[place], place, guessed, vocabulary.ends(words[place])))

    for name in FIELDS:
        if name in told:
            for place in told[name]:
                take(name, place, False)
            continue
        guess = next((words.index(word) for word in vocabulary.names(name) if word in words), None)
        if guess is not None and guess not in used:
            take(name, guess, True)
        if name == "closed":  # each column of one end is read, for the deals that it is about
            for place, word in enumerate(words):
                if word in vocabulary.of_one_end and place not in used:
                    take(name, place, True)
    return tuple(columns)


def place_of(headings: Sequence[str], heading: str) -> int:
    """Where that heading stands; raises InputError naming the nearest, or all of them."""
    for same in (str, str.casefold, letters):
        wanted = same(heading.strip())
        found = [place for place, known in enumerate(headings) if wanted and same(known) == wanted]
        if len(found) == 1:
            return found[0]
    near = nearest(heading, headings) or tuple(headings[:12])
    asks = "did you mean" if nearest(heading, headings) else "its columns are"
    raise InputError(f"the file has no column {quoted(heading)}", f"{asks}: {', '.join(map(quoted, near))}")


def _field(word: str) -> str:
    name = {"organisation": "organization", "org": "organization", "mail": "email", "tag": "tags"}.get(word, word)
    name = name.strip().lower().replace("e-mail", "email")
    if name not in FIELDS:
        raise InputError(f"there is no field {quoted(word)}", f"the fields are: {', '.join(FIELDS)}")
    return name
