"""Who a row speaks of: the people and the organization it names, with their addresses and numbers."""

import re
from collections.abc import Callable, Iterator, Sequence

from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.wording import quoted
from pipetui.exchange import people, values
from pipetui.exchange.cells import NONE, Cells, fingerprints
from pipetui.exchange.markup import prose
from pipetui.exchange.odd import SEVERAL_FIRMS, CellError
from pipetui.exchange.records import OrganizationRecord, Parties, PersonRecord, Point

_ADDRESS = ("street", "postcode", "city", "region", "country")
_CONTACT = ("email", "phone", "website", "address", *_ADDRESS)
_OF_PARTIES = (
    *[
        "organization",
        "organization_id",
        "organization_sector",
        "person",
        "person_id",
        "first",
        "middle",
        "last",
        "job_title",
    ],
    *_CONTACT,
    *(f"organization_{field}" for field in _CONTACT),
)
_FIRM = "organization_"
_REMEMBERED, _LONGEST = 6_000, 500
_LINKED = re.compile(r"\s*\(https?://[^()\s]*\)(?:,\s*)?")
"""What Notion writes behind each thing that a cell links to."""


class PartyCells:
    """Reads who a row speaks of. `named` is the field with a person's whole name, `alone` whether the row is theirs."""

    def __init__(self, cells: Cells, named: str = "person") -> None:
        self._cells = cells
        self._named = named
        self._organization = cells.text("organization")
        self._organization_id = cells.text("organization_id")
        self._people = cells.field(named, _names, NONE, ";")
        self._ids = cells.field("person_id", values.names, NONE)
        self._parts = [cells.text(part) for part in ("first", "middle", "last")]
        self._in_parts = cells.has("first", "last")
        self._job = cells.text("job_title")
        self._sector = cells.text("organization_sector")
        self._website = {of: cells.text(f"{of}website") for of in ("", _FIRM)}
        self._address = {of: self._addresses(of) for of in ("", _FIRM)}
        self._reached = {
            of: [
                (kind, column, column.heading)
                for kind in ("email", "phone")
                for column in cells.rules.columns
                if column.field == f"{of}{kind}"
            ]
            for of in ("", _FIRM)
        }
        self._places = tuple(
            sorted({place for field in (*_OF_PARTIES, named) for place in cells.places.get(field, ())})
        )
        self._met: dict[tuple[str, ...], Parties] = {}

    def parties(self, row: Sequence[str]) -> Parties:
        """Everybody the row names; what one row says of them is worked out once."""
        key = tuple([row[place] for place in self._places])
        found = self._met.get(key)
        if found is None:
            before = self._cells.met()
            organization = self.organization(row)
            people = tuple(self._everybody(row, organization))
            found = Parties(organization, people, fingerprints((people,)))
            if self._cells.met() == before and sum(map(len, key)) <= _LONGEST:  # what was odd is told of each row anew
                if len(self._met) >= _REMEMBERED:
                    self._met.clear()
                self._met[key] = found
        return found

    def organization(self, row: Sequence[str]) -> OrganizationRecord | None:
        """The organization that the row names."""
        name, key = self._first(_unlinked(self._organization(row))), self._organization_id(row).partition(";")[0]
        if values.is_nothing(name):
            name = ""
        if not (name or key):
            return None
        return OrganizationRecord(
            name,
            key,
            self._sector(row),
            self._website[_FIRM](row),
            self._address[_FIRM](row),
            self.points(row, _FIRM),
        )

    def _first(self, name: str) -> str:
        """Of several organizations in one cell, as where one is associated with many, the first; it is said."""
        if ";" not in name:
            return name
        parts = [part for part in map(str.strip, name.split(";")) if part]
        if len(parts) > 1:
            said = f"{quoted(name)} are several organizations, and the first is taken"
            self._cells.odd(self._cells.headings["organization"], name, said, SEVERAL_FIRMS)
        return parts[0] if parts else ""

    def name(self, row: Sequence[str]) -> str:
        """A person's name, put together where its parts stand apart."""
        whole = self._people(row)
        if whole:
            return whole[0]
        if not self._in_parts:
            return ""
        return " ".join(filter(None, [part(row) for part in self._parts]))

    def points(self, row: Sequence[str], of: str = "") -> tuple[Point, ...]:
        """The addresses and numbers of a row, each once, in the order of the columns."""
        found: dict[tuple[str, str], Point] = {}
        for kind, column, heading in self._reached[of]:
            cell = row[column.place]
            if cell:
                label = _label(row[column.label_place]) if column.label_place >= 0 else column.label
                for value in self._reach(kind, cell, heading):
                    found.setdefault((kind, fold(value)), Point(kind, value, label))
        return tuple(found.values())

    def job_title(self, row: Sequence[str]) -> str:
        """What a person is there."""
        return self._job(row)

    def address(self, row: Sequence[str], of: str = "") -> str:
        """Where somebody is found."""
        return self._address[of](row)

    def website(self, row: Sequence[str], of: str = "") -> str:
        """A web address."""
        return self._website[of](row)

    def sites(self, row: Sequence[str]) -> tuple[Point, ...]:
        """The web addresses of somebody: a cell may hold several, one below the other."""
        places = self._cells.places.get("website", ())
        if not any("\n" in row[place] for place in places):
            website = self._website[""](row)
            return (Point("web", website),) if website else ()
        texts = [values.plain(line) for place in places for line in row[place].split("\n")]
        return tuple(Point("web", text) for text in dict.fromkeys(texts) if text and not values.is_nothing(text))

    def _everybody(self, row: Sequence[str], organization: OrganizationRecord | None) -> Iterator[PersonRecord]:
        points = self.points(row)
        named = [addressed(name) for name in self._people(row) if not values.is_nothing(name)]
        if not named and self._in_parts and (name := self.name(row)):
            named = [(name, "")]
        keys = self._ids(row)
        address = self._address[""](row)
        points = (*points, *self.sites(row))
        note = f"Address: {address}" if address else ""
        for place in range(max(len(named), len(keys) if not points else min(len(keys), max(1, len(named))))):
            name, mail = named[place] if place < len(named) else ("", "")
            own = (Point("email", mail),) if mail else ()
            yield PersonRecord(
                name,
                keys[place] if place < len(keys) else "",
                organization,
                self._job(row) if not place else "",
                (*own, *(points if not place else ())),
                note=note if not place else "",
            )
        if named or keys:
            return
        mails = [point for point in points if point.kind == "email"]
        others = tuple(point for point in points if point.kind == "phone")
        for place, point in enumerate(mails):
            yield PersonRecord("", "", organization, "", (point, *(others if not place else ())))
        if not mails and others:
            yield PersonRecord("", "", organization, "", others)

    def _reach(self, kind: str, cell: str, heading: str) -> Iterator[str]:
        read: Callable[[str], tuple[str, ...]] = values.emails if kind == "email" else values.phones
        blank = self._cells.rules.vocabulary.nothing
        for line in prose(cell).split("\n"):
            text = values.plain(line)
            if not text or (blank and values.is_one_of(text, blank)):
                continue
            for part in re.split(r"\s*(?:[,;]|:::)\s*", text):
                try:
                    yield from read(part)
                except InputError as error:
                    self._cells.misread(heading, part, error)
                    if isinstance(error, CellError) and error.value:
                        yield from error.value

    def _addresses(self, of: str) -> Callable[[Sequence[str]], str]:
        if not self._cells.has(*(f"{of}{field}" for field in ("address", *_ADDRESS))):
            return lambda row: ""
        lines = self._cells.lines(f"{of}address")
        parts = [self._cells.text(f"{of}{part}") for part in _ADDRESS]

        def told(row: Sequence[str]) -> str:
            whole, told = lines(row), [text for part in parts if (text := part(row))]
            missing = [text for text in told if not _says(whole, text)]
            if not whole or not missing:
                return whole or ", ".join(told)
            if missing[0] == parts[0](row):  # another street: a second address
                return f"{', '.join(told)}\n{whole}"
            return ", ".join((whole, *missing))

        return told


def _label(cell: str) -> str:
    """What an address or number is called in its own row; Google marks the one to be used first with a star."""
    return fold(values.plain(cell).removeprefix("* "))


def _says(whole: str, part: str) -> bool:
    """Whether an address has this part of one."""
    return re.search(rf"(?<!\w){re.escape(fold(part))}(?!\w)", fold(whole)) is not None


def addressed(name: str) -> tuple[str, str]:
    """Name and address of `Ann Lee (ann@acme.example)`; of an address alone, only that."""
    name, address = people.addressed(_unlinked(name))
    if not address and re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", name):
        return "", name
    return name, address


def _unlinked(name: str) -> str:
    return _LINKED.sub("", name) if name[-1:] == ")" else name


def _names(text: str) -> tuple[str, ...]:
    """The names of a cell; those of what it links to stand one behind the other, each before its address."""
    return values.names(_LINKED.sub(";", text) if "(http" in text else text)
