"""Deals that are in the book already, though not from this file: the same ones are joined, the like ones are shown."""

from typing import NamedTuple

from pipetui.domain.folding import alike, key_of, same_title
from pipetui.exchange.records import DealRecord, FailedRow
from pipetui.exchange.verdicts import Judged, Verdict
from pipetui.store.bulk import bulk_insert, deal_match

NEAR_RULE = "the same words, all words of the shorter title, or 88 % of the letters"
"""When two titles of one organization are alike, as `add` sees it too: `folding.alike`."""


class Near(NamedTuple):
    """A new deal of the file, by its line and title, and one of the book that it may be."""

    line: int
    title: str
    deal_id: int
    known: str


class DealMatch:
    """Looks for deals of a batch in the book as it was before the import.

    One with the same organization and the same title in the same pipeline is the same deal, unless the system has
    another id for it; one whose title is alike is near. `join` takes the near ones for the same, else they are new.
    """

    def __init__(self, connection: bulk_insert.Connection, system: str, last: int, join: bool) -> None:
        self._connection, self._system, self._last, self._join = connection, system, last, join
        self.near: list[Near] = []
        self.joined = 0
        self._taken: set[int] = set()

    def matched(self, rows: list[Judged | FailedRow]) -> list[Judged | FailedRow]:
        """The rows, of which those that are new and known all the same are changes."""
        new = [row for row in rows if isinstance(row, Judged) and row.verdict is Verdict.NEW]
        firms = {key_of(name) for row in new if (name := _organization(row.record))}
        titles = {key_of(row.record.title) for row in new if isinstance(row.record, DealRecord)}
        if not new:
            return rows
        known = deal_match.candidates(self._connection, self._system, self._last, firms, titles)
        if not known:
            return rows
        return [
            self._one(row, known) if isinstance(row, Judged) and row.verdict is Verdict.NEW else row for row in rows
        ]

    def _one(self, row: Judged, known: deal_match.DealsHere) -> Judged:
        record = row.record
        assert isinstance(record, DealRecord)
        firm = key_of(_organization(record))
        here = [
            candidate
            for candidate in known.get(firm, ())
            if candidate.deal_id not in self._taken
            and (not record.pipeline or key_of(record.pipeline) == key_of(candidate.pipeline))
        ]
        found = next((candidate for candidate in here if same_title(record.title, candidate.title)), None)
        if found is None and firm:
            found = next((candidate for candidate in here if alike(record.title, candidate.title)), None)
        elif firm:  # the same organization, and the same title
            return self._joined(row, found)
        if found is None:
            return row
        self.near.append(Near(record.line, record.title, found.deal_id, found.title))
        return self._joined(row, found) if self._join else row

    def _joined(self, row: Judged, found: deal_match.DealHere | None) -> Judged:
        assert found is not None
        self._taken.add(found.deal_id)
        self.joined += 1
        return row._replace(verdict=Verdict.CHANGED, number=found.deal_id)


def _organization(record: object) -> str:
    named = record.parties.organization if isinstance(record, DealRecord) else None
    return named.name if named else ""
