"""Which column of a file is which field of its records: as told, else guessed by the words of the file."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from pipetui.domain.deal import LOST, WON
from pipetui.domain.errors import InputError
from pipetui.domain.fields import PLAIN as KEPT_AS_TYPED
from pipetui.domain.fields import having
from pipetui.domain.wording import nearest, quoted
from pipetui.exchange import kinds
from pipetui.exchange.heading_units import HeadingUnit, unit_of
from pipetui.exchange.kinds import DEALS, LEADS, ORGANIZATIONS, PEOPLE
from pipetui.exchange.values import letters
from pipetui.exchange.vocabulary import Vocabulary, begins

_FIELDS = having("headings")
FIELDS = tuple(field.name for field in _FIELDS)
"""The fields of a deal that a column can be mapped to."""

PLAIN = tuple(field for field in _FIELDS if field.kind in KEPT_AS_TYPED)
"""The fields whose cells are kept as they are."""

PLAIN_TITLES = frozenset(("title", "name", "subject", "topic"))
"""Headings of a title that files of people, companies and activities have as well."""

FED_BY_ALL = frozenset(
    f"{owner}{field}" for owner in ("", "organization_") for field in ("email", "phone", "website", "address")
) | {"tags", "note", "reached"}
"""The fields that are fed by every column that is called so; of the others the surest is taken."""

_EXPECTED = re.compile(
    "expected|tentativ|forecast|target|estimat|^est|projected|prevu|previs|prevista|erwartet|voraussichtlich|geplant|verwacht"
    "|forvantat|ocekav|предполагаем|планируем|予定|przewidywan|planowan|oczekiwan"
)
"""What the heading of a day says that was only looked for, by its letters."""
_PERSON_LIKE = frozenset(("person", "email", "first", "last", "name"))
_MONEY = ("value", "price")
_CARD = re.compile(r"(EMAIL|TEL|URL) \((.+)\)$")
_LONGEST = 120
"""No heading that means something has more characters; longer ones are not looked at."""
_LABELS = MappingProxyType(
    {
        word: label
        for label, words in {
            "work": "work office business geschaftlich arbete arbeit travail trabajo lavoro trabalho рабочии direct",
            "home": "home private personal privat hem casa prive",
            "mobile": "mobile cell mobil handy mobiel movil celular cellulare portable mobilni мобильныи 携帯",
            "other": "other annan andere autre otro altro",
            "fax": "fax",
        }.items()
        for word in words.split()
    }
)
"""What kind of e-mail address or number a word in a heading says it is."""

_OF_PERSON = MappingProxyType(
    {"name": "person", "id": "person_id"}
    | {name: name for name in ["first", "middle", "last", "job_title", "email", "phone", "website"]}
)
_OF_ORGANIZATION = MappingProxyType(
    {"name": "organization", "id": "organization_id", "sector": "organization_sector"}
    | {
        name: f"organization_{name}"
        for name in ["email", "phone", "website", "address", "street", "city", "region", "postcode", "country"]
    }
)
_LINKED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        PEOPLE: _OF_PERSON,
        ORGANIZATIONS: _OF_ORGANIZATION,
        DEALS: {"title": "deal", "id": "deal_id"},
        LEADS: {"id": "lead_id"},
        kinds.ACTIVITIES: {"subject": "next_step", "due": "next_on", "note": "note"},
        kinds.NOTES: {"text": "note"},
        kinds.PRODUCTS: {"name": "product", "price": "price", "quantity": "quantity", "currency": "currency"},
    }
)
"""What a field of a linked record is in the row that speaks of it."""


class SourceColumn(NamedTuple):
    """One column that is read: its heading and place in the file, the field it feeds, whether that was a guess.

    `about` is what its heading speaks of, won or lost: its days are those of such deals alone. `unit` is the currency
    that its heading names, or "minor" where it says that it counts cents, `power` the power of ten that its amounts are
    to be taken by, 3 where it says that they are thousands. `label` is what kind of e-mail address or
    number it holds (work, home, mobile, other, fax), or the stage that was reached; `label_place` is the column that
    says so row by row, -1 for none.
    """

    field: str
    heading: str
    place: int
    guessed: bool
    about: tuple[str, ...] = ()
    unit: str = ""
    label: str = ""
    label_place: int = -1
    power: int = 0


def columns_of(
    headings: Sequence[str], maps: Iterable[tuple[str, str]], vocabulary: Vocabulary
) -> tuple[SourceColumn, ...]:
    """The columns of a file of any kind of record, in the order of its `kinds.FIELDS`.

    `maps` holds (field, heading), an empty heading meaning none. What is not told is guessed. Raises InputError for an
    unknown field, an unknown heading (naming the nearest), and a field that only one column can feed but several are
    mapped to.
    """
    reading = _ColumnFinder(headings, vocabulary)
    told: dict[str, list[int]] = {}
    for word, heading in maps:
        name = field_named(word, vocabulary.records)
        places = told.setdefault(name, [])
        if heading.strip():
            places.append(place_of(headings, heading))
        if len(places) > 1 and name not in kinds.SEVERAL:
            raise InputError(
                f"{name} is mapped to two columns", f"only {', '.join(sorted(kinds.SEVERAL))} take several"
            )
    for name, places in told.items():
        for place in places:
            reading.take(name, place, guessed=False)
    reading.guess(vocabulary.own, told)
    reading.guess_linked(told)
    reading.guess(vocabulary.headings, told)
    reading.guess(vocabulary.others, told)
    if vocabulary.records == DEALS:
        if not vocabulary.only:
            reading.guess_worded(told)
        reading.guess_second_close(told)
    return reading.columns()


class _ColumnFinder:
    """Finds out what the columns of one file are, one after the other."""

    def __init__(self, headings: Sequence[str], vocabulary: Vocabulary) -> None:
        self._headings, self._vocabulary = headings, vocabulary
        self._order = kinds.FIELDS.get(vocabulary.records, ())
        self._linked = {
            place: (records, heading[len(prefix) :])
            for place, heading in enumerate(headings)
            for prefix, records in vocabulary.linked
            if begins(heading, prefix)
        }
        self._words = ["" if place in self._linked else vocabulary.heading(h) for place, h in enumerate(headings)]
        self._bare = [
            _unlabelled(heading) if self._words[place] else ""
            for place, heading in enumerate(self._without_prefix(headings))
        ]
        self._units = [unit_of(heading) for heading in headings]
        said = [place for place, word in enumerate(self._words) if word]
        self._called = _places((self._words[place], place) for place in said)
        self._amounts = _places((letters(self._units[place].bare), place) for place in said if self._units[place].bare)
        self._unlabelled = _places((self._bare[place], place) for place in said)
        self._numbered = _places((_unnumbered(self._words[place]), place) for place in said)
        self._said = {*self._called, *self._amounts, *self._unlabelled, *self._numbered}
        self._found: list[SourceColumn] = []
        self._used: set[int] = set()

    def _without_prefix(self, headings: Sequence[str]) -> list[str]:
        return [self._vocabulary.unprefixed(heading) for heading in headings]

    def columns(self) -> tuple[SourceColumn, ...]:
        """What was found."""
        order = {name: place for place, name in enumerate(self._order)}
        # Several that feed one field stay as they were told, or as they stand.
        return tuple(sorted(self._found, key=lambda column: order.get(column.field, 99)))

    def take(self, field: str, place: int, *, guessed: bool = True, unit: str = "") -> None:
        """That column is that field."""
        heading, word = self._headings[place], self._words[place]
        about = () if field in (WON, LOST, "reached") else self._vocabulary.ends(word)
        said = self._units[place] if field in _MONEY else HeadingUnit()
        contact = field.removeprefix("organization_") in ("email", "phone", "website", "address")
        label = label_of(heading) if contact else ""
        beside = self._label_beside(heading) if contact else -1
        self._used.add(place)
        self._found.append(
            SourceColumn(field, heading, place, guessed, about, unit or said.unit, label, beside, said.power)
        )

    def guess(self, names: Mapping[str, tuple[str, ...]], told: Mapping[str, object]) -> None:
        """What is called so: of most fields the surest heading, of `FED_BY_ALL` every one."""
        job_title = self._bare_job_title() if names is not self._vocabulary.own and "job_title" not in told else -1
        if job_title >= 0:
            self.take("job_title", job_title)
        for field in self._order:
            if field in told or (field not in FED_BY_ALL and any(one.field == field for one in self._found)):
                continue
            for word in self._said_of(names.get(field, ())):
                places = self._called_so(field, word)
                for place in places if field in FED_BY_ALL else places[:1]:
                    self.take(field, place)
                if places and field not in FED_BY_ALL:
                    break

    def _said_of(self, words: tuple[str, ...]) -> list[str]:
        """Those of some hundred words that may be said by any heading here: of most fields none."""
        said = self._said
        if said.isdisjoint(words) and said.isdisjoint(_numbered(words)):
            return []
        return [word for word in words if word in said or (not word.isalpha() and _unnumbered(word) in said)]

    def _called_so(self, field: str, word: str) -> list[int]:
        """The columns left, in their order, whose heading says that word, as far as it may for the field."""
        found = {*self._called.get(word, ())}
        if field in _MONEY:
            found.update(self._amounts.get(word, ()))
        if field in FED_BY_ALL:
            found.update(self._unlabelled.get(word, ()))
            if bare := _unnumbered(word):
                found.update(self._numbered.get(bare, ()))
        return sorted(found - self._used)

    def guess_linked(self, told: Mapping[str, object]) -> None:
        """Columns that speak of another record than the row's own (`Person - Email` in a file of deals)."""
        from pipetui.exchange.headings import words_of

        for place, (records, rest) in self._linked.items():
            word = letters(rest)
            names = words_of(records)
            own = next((field for field, known in names.items() if word in known), None)
            if own is None:
                bare = _unlabelled(rest)
                own = next((field for field, known in names.items() if field in FED_BY_ALL and bare in known), None)
            field = _LINKED[records].get(own or "")
            if self._vocabulary.records == records:
                field = own
            if field is None or field not in self._order or field in told or place in self._used:
                continue
            if field not in FED_BY_ALL and any(one.field == field for one in self._found):
                continue
            self.take(field, place)

    def guess_worded(self, told: Mapping[str, object]) -> None:
        """What the words of a heading tell, where no list has it as it stands."""
        left = [place for place, word in enumerate(self._words) if word and place not in self._used]
        if not left:
            return
        from pipetui.exchange.worded_headings import meaning_of  # most files are known without

        # Of two days of closing the one that is only looked for is the deal's expected one.
        for place in sorted(left, key=lambda at: _EXPECTED.search(letters(self._headings[at][:_LONGEST])) is None):
            heading = self._headings[place]
            if self._vocabulary.is_kept(heading):
                continue
            field = meaning_of(self._units[place].bare or self._vocabulary.unprefixed(heading))
            if field == "close" and "closed" not in told and self._is_second_close(heading):
                field = "closed"
            free = field in FED_BY_ALL or not any(one.field == field for one in self._found)
            if field and field not in told and free:
                self.take(field, place)

    def _is_second_close(self, heading: str) -> bool:
        """Whether a day of closing stands beside one on which it is only expected."""
        close = next((column for column in self._found if column.field == "close"), None)
        expected, other = (
            _EXPECTED.search(letters(said[:_LONGEST])) is not None for said in (close.heading if close else "", heading)
        )
        return expected and not other

    def guess_second_close(self, told: Mapping[str, object]) -> None:
        """A `Close date` beside an `Expected close date` is the day on which it was closed."""
        fields = {column.field: column for column in self._found}
        close = fields.get("close")
        if close is None or "closed" in told or not fields.keys().isdisjoint(("closed", WON, LOST)):
            return
        if not _EXPECTED.search(letters(close.heading[:_LONGEST])):
            return
        for word in self._vocabulary.names("close"):
            if not _EXPECTED.search(word) and (places := self._called_so("close", word)):
                self.take("closed", places[0])
                return

    def _bare_job_title(self) -> int:
        """Where a bare `Title` stands that is what somebody does, for it stands behind a name or an e-mail address."""
        if self._vocabulary.records != DEALS or "title" not in self._words:
            return -1
        place = self._words.index("title")
        if place in self._used:
            return -1
        people = [
            other
            for field in _PERSON_LIKE & self._vocabulary.headings.keys()
            for word in self._vocabulary.headings[field]
            if word not in PLAIN_TITLES
            for other, said in enumerate(self._words)
            if said == word
        ]
        return place if people and min(people) < place else -1

    def _label_beside(self, heading: str) -> int:
        """The column that says what kind of value stands in this one: `E-mail 1 - Label` for `E-mail 1 - Value`."""
        begin = re.sub(r" ?-? ?Value$", "", heading)
        for other in (f"{begin} - Label", f"{begin} - Type", f"{heading} Type"):
            if other in self._headings:
                return self._headings.index(other)
        return -1


def label_of(heading: str) -> str:
    """What kind of address or number a heading says it holds: work, home, mobile, other, fax, or "" for none."""
    words = re.findall(r"[^\W\d_]+", heading)
    card = _CARD.match(heading)
    return next((_LABELS[word] for word in map(letters, words) if word in _LABELS), card[2] if card else "")


def _unlabelled(heading: str) -> str:
    """The letters of a heading without what kind of address or number it says: those of `Email - Work` are `email`.

    On a card anybody may call their numbers as they like: `TEL (Werkstatt)`.
    """
    if card := _CARD.match(heading):
        return letters(card[1])
    return letters(" ".join(word for word in re.findall(r"[^\W\d_]+", heading) if letters(word) not in _LABELS))


def _places(said: Iterable[tuple[str, int]]) -> Mapping[str, list[int]]:
    """Where each word stands."""
    found: dict[str, list[int]] = {}
    for word, place in said:
        found.setdefault(word, []).append(place)
    return found


def _unnumbered(word: str) -> str:
    return re.sub("[0-9]", "", word)


@cache
def _numbered(words: tuple[str, ...]) -> frozenset[str]:
    """Those with a number in them, without it."""
    return frozenset(_unnumbered(word) for word in words if not word.isalpha())


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


def field_named(word: str, records: str) -> str:
    """The field of a kind of record that `word` names; raises InputError for none."""
    name = _same(word)
    if name not in kinds.FIELDS.get(records, ()):
        raise InputError(
            f"{records} have no field {quoted(word)}", f"the fields are: {', '.join(kinds.FIELDS.get(records, ()))}"
        )
    return name


def _same(word: str) -> str:
    name = {"organisation": "organization", "org": "organization", "mail": "email", "tag": "tags"}.get(word, word)
    return name.strip().lower().replace("e-mail", "email").replace("organisation", "organization")
