"""The receipt of an import: the same figures from the files and from the book, each by its own way; equal or red.

The files' side is counted record by record as it is understood, the book's by SQL over the rows that are new there.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import tzinfo
from typing import Any, NamedTuple

from pipetui.domain.deal import OPEN
from pipetui.domain.money import Money
from pipetui.exchange.records import DealRecord
from pipetui.render import money
from pipetui.store.bulk import receipt_sums
from pipetui.store.bulk.bulk_insert import Connection
from pipetui.store.bulk.receipt_sums import Marks

KINDS = ("people", "organizations", "notes", "touches", "follow-ups", "items")
"""What is counted besides deals."""


def called(kind: str) -> str:
    """What the rep calls records of a kind, whose name is that of a file of the export."""
    return {"follow-ups": "next steps"}.get(kind, kind)


class StandingPlace(NamedTuple):
    """Where deals stand: pipeline, stage ("" for closed ones of which nobody tells it), status and currency."""

    pipeline: str
    stage: str
    status: str
    currency: str

    @property
    def where(self) -> str:
        """Pipeline and stage; of closed deals the file may not say which stage it was."""
        return f"{self.pipeline} · {self.stage or 'stage unknown'}"


class Sum(NamedTuple):
    """How many deals, and what they are worth in minor units."""

    deals: int = 0
    minor: int = 0


class Figures(NamedTuple):
    """One side of a receipt: new deals by where they stand, closed ones by (status, month), the rest by kind."""

    standing: Mapping[StandingPlace, Sum]
    closed: Mapping[tuple[str, str], int]
    counts: Mapping[str, int]


class Receipt(NamedTuple):
    """Both sides."""

    file: Figures
    book: Figures

    @property
    def is_right(self) -> bool:
        """Whether the book has what the files have."""
        return not self.differences

    @property
    def untold(self) -> str:
        """How many closed deals came from a stage that nobody tells, and what that means; "" for none."""
        count = sum(found.deals for place, found in self.file.standing.items() if not place.stage)
        if not count:
            return ""
        if count == 1:
            return "1 closed deal counts for no stage: the file does not say from which one it was won or lost"
        return f"{count:,} closed deals count for no stage: the file does not say from which one they were won or lost"

    @property
    def differences(self) -> tuple[str, ...]:
        """Where the two differ, in words."""
        found = []
        sides: list[tuple[str, Mapping[Any, Any], Mapping[Any, Any]]] = [
            ("deals", self.file.standing, self.book.standing),
            ("closed", self.file.closed, self.book.closed),
            ("", self.file.counts, self.book.counts),
        ]
        for what, file, book in sides:
            for key in {**file, **book}:
                if file.get(key) != book.get(key):
                    named = called(key) if isinstance(key, str) else ", ".join(filter(None, key))
                    currency = key.currency if isinstance(key, StandingPlace) else ""
                    theirs, ours = _said(file.get(key), currency), _said(book.get(key), currency)
                    found.append(f"{what} {named}: {theirs} in the file, {ours} in the book".lstrip())
        return tuple(found)


class FileTally:
    """The files' side in the making."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self._standing: dict[StandingPlace, list[int]] = {}
        self._closed: Counter[tuple[str, str]] = Counter()
        self._counts: Counter[str] = Counter()

    def deal(self, record: DealRecord, place: tuple[str, str]) -> None:
        """A new deal, and the pipeline and stage that its words mean."""
        key = _place(record, place)
        found = self._standing.get(key)
        if found is None:
            found = self._standing[key] = [0, 0]
        found[0] += 1
        found[1] += record.minor or 0
        if record.status != OPEN:
            at = record.closed
            self._closed[record.status, "" if at is None else f"{at.astimezone(self._zone):%Y-%m}"] += 1

    def more(self, record: DealRecord, place: tuple[str, str]) -> None:
        """A further line of a deal adds to what it is worth."""
        found = self._standing.setdefault(_place(record, place), [0, 0])
        found[1] += record.minor or 0

    def add(self, **counts: int) -> None:
        """So many more of each kind."""
        self._counts.update(counts)

    @property
    def figures(self) -> Figures:
        """What the files hold."""
        standing = {key: Sum(*found) for key, found in self._standing.items()}
        return Figures(standing, dict(self._closed), {kind: self._counts[kind] for kind in KINDS})


def receipt(connection: Connection, tally: FileTally, before: Marks) -> Receipt:
    """Both sides, by the rows of the book that were made after `before`."""
    standing = {
        StandingPlace(*key): Sum(deals, minor) for key, deals, minor in receipt_sums.standing(connection, before)
    }
    closed = dict(receipt_sums.closed(connection, before))
    counts = receipt_sums.counts(connection, before)
    return Receipt(tally.figures, Figures(standing, closed, counts))


def _place(record: DealRecord, place: tuple[str, str]) -> StandingPlace:
    pipeline, stage = place
    currency = record.currency if record.minor is not None else ""
    return StandingPlace(pipeline, stage if record.stage_is_told else "", record.status, currency)


def _said(found: object, currency: str) -> str:
    if isinstance(found, Sum):
        return f"{found.deals:,} worth {money(Money(found.minor, currency))}" if currency else f"{found.deals:,}"
    return "none" if found is None else f"{found:,}"
