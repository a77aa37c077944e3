"""Carrying out a planned import: one transaction, one undo step, a backup before it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipetui import paths
from pipetui.domain.errors import InputError
from pipetui.domain.text import visible
from pipetui.exchange.changes import change
from pipetui.exchange.compare_rows import Comparison
from pipetui.exchange.described import described
from pipetui.exchange.failed import FailedFiles
from pipetui.exchange.kinds import ACTIVITIES, DEALS, LEADS, NOTES, ORGANIZATIONS, PEOPLE, PRODUCTS
from pipetui.exchange.match import DealMatch, Near
from pipetui.exchange.outcome import ImportResult, SourceResult
from pipetui.exchange.planning import Plan, Progress, SourcePlan, ids_of
from pipetui.exchange.readers import READERS
from pipetui.exchange.receipt import FileTally, receipt
from pipetui.exchange.records import ENTITY, DealRecord, FailedRow
from pipetui.exchange.refs import Refs
from pipetui.exchange.stage_making import StageMaker
from pipetui.exchange.verdicts import Counts, Judged, Verdict
from pipetui.exchange.warnings import Warnings
from pipetui.exchange.writing import Writer, deal
from pipetui.exchange.writing_contacts import ContactWriter
from pipetui.exchange.writing_events import EventWriter
from pipetui.exchange.writing_more import write_more
from pipetui.service.workspace import Workspace
from pipetui.store.bulk import bulk_insert, receipt_sums
from pipetui.store.recovery import backup
from pipetui.store.unit_of_work import UnitOfWork

_SHOWN = 5


def apply(
    workspace: Workspace, plan: Plan, progress: Progress = lambda done, of: None, *, strict: bool = False
) -> ImportResult:
    """Import what was planned, all or nothing; `progress` is told the number of rows done so far, and of how many.

    Every row is judged anew against the book as it is now; with `strict` nothing is written if anything is odd. Raises
    StoreError when the book or its backup cannot be written, InputError when a file can no longer be read or the
    failed rows cannot be kept, and whatever `progress` raises.
    """
    backup.rotated(workspace.store.connection, paths.backups(workspace.store.path), "before-import", workspace.now())
    sources = [source.path for source in plan.sources]
    with FailedFiles(workspace.store.path, sources) as failed, bulk_insert.seldom_collected():
        with (
            bulk_insert.much_memory(workspace.store.connection),
            workspace.unit_of_work("imported", may_change_nothing=True) as uow,
        ):
            result = _Import(uow, plan, failed, progress).run()
            if strict and (result.failed or result.warnings or result.conflicts):
                odd = [*result.warnings, *result.conflicts, *(reason for _, reason in result.failures)]
                raise InputError(f"nothing was imported, for not all is as it should be: {odd[0]}")
            failed.finish()
            uow.save([], result.message)
        kept = failed.keep()
    said = _said(result.message, result.same, result.failed, kept)
    return result._replace(failed_file=kept[0] if kept else None, failed_files=tuple(kept), message=said)


def rehearse(workspace: Workspace, plan: Plan, progress: Progress) -> ImportResult:
    """Try it in a copy of the book; nothing of it stays."""
    with workspace.store.rehearsal() as copy, bulk_insert.seldom_collected():
        trial = workspace._replace(store=copy)
        with bulk_insert.much_memory(copy.connection), trial.unit_of_work("tried", may_change_nothing=True) as uow:
            result = _Import(uow, plan, None, progress).run()
            uow.save([], result.message)
    return result


class _Import:
    """One import under way."""

    def __init__(self, uow: UnitOfWork, plan: Plan, failed: FailedFiles | None, progress: Progress) -> None:
        self._uow, self._plan, self._failed = uow, plan, failed
        self._progress = progress
        self._before = receipt_sums.marks(uow.connection)
        self._refs = Refs(uow.connection, ids_of(plan))
        self._tally = FileTally(uow.now.tzinfo)
        self._stages = StageMaker(uow.connection, uow.pipelines, plan.stage_plan)
        self._writer = Writer(uow, self._stages, self._refs, self._tally)
        self._warnings = Warnings()
        self._conflicts: list[str] = []
        self._noted: dict[str, int] = {}
        self._orphans: dict[str, int] = {}
        self._near: list[Near] = []
        self._sample: list[tuple[tuple[str, str], ...]] = []
        self._failures: list[tuple[int, str]] = []
        self._done = 0

    def run(self) -> ImportResult:
        """Read and write all tables."""
        results = [self._table(place, source) for place, source in enumerate(self._plan.sources)]
        self._stages.finish()
        counts = Counts(*(sum(column) for column in zip(*(one.counts for one in results), strict=True)))
        told = [*self._warnings.told(), *(f"{count:,} × {what}" for what, count in self._noted.items())]
        told += _waiting(self._orphans)
        return ImportResult(
            *counts,
            None,
            _label(results, self._plan.name),
            frozenset(self._stages.made),
            tuple(results),
            receipt(self._uow.connection, self._tally, self._before),
            tuple(told),
            tuple(self._conflicts),
            tuple(self._near),
            tuple(self._sample[:_SHOWN]),
            tuple(self._failures[:_SHOWN]),
        )

    def _table(self, place: int, source: SourcePlan) -> SourceResult:
        writer, records = self._writer, source.records
        writer.begin(source.system, source.links, source.own_fields)
        match = None
        if records == DEALS and self._before.deal:
            match = DealMatch(self._uow.connection, source.system, self._before.deal, self._plan.options.join)
        comparison = Comparison(self._uow.connection, records, source.system, self._refs, match)
        reader = READERS[records](source.rules)
        counts = Counts()
        write = self._writer_of(source)
        for batch in comparison.rows(source.table, reader, source.chosen):
            judged = [row for row in batch if isinstance(row, Judged)]
            for row in batch if len(judged) < len(batch) else ():
                if isinstance(row, FailedRow):
                    self._fail(place, source, row)
            for one in judged:
                if one.record.problems:
                    self._warnings.add(one.record)
            counts = counts.plus([*(row for row in batch if isinstance(row, FailedRow)), *write(place, judged)])
            self._done += len(batch)
            self._progress(self._done, self._plan.rows)
        if match is not None:
            self._near += match.near
        return SourceResult(source.table.name, records, counts, source.table.remarks())

    def _writer_of(self, source: SourcePlan) -> Callable[[int, Sequence[Judged]], list[Judged | FailedRow]]:
        """What writes a batch of the table and says what became of it."""
        if source.records == DEALS:
            return lambda place, rows: self._deals(source, rows)
        writer: ContactWriter | EventWriter
        if source.records in (PEOPLE, ORGANIZATIONS, LEADS):
            writer = ContactWriter(self._writer, ENTITY[source.records], self._conflicts)
        else:
            writer = EventWriter(self._writer, self._conflicts, self._noted, self._orphans)

        def write(place: int, rows: Sequence[Judged]) -> list[Judged | FailedRow]:
            found: list[Judged | FailedRow] = []
            for row, became in writer.write(rows):
                if isinstance(became, FailedRow):
                    self._fail(place, source, became)
                    found.append(became)
                else:
                    found.append(row._replace(verdict=became))
            return found

        return write

    def _deals(self, source: SourcePlan, rows: Sequence[Judged]) -> list[Judged | FailedRow]:
        if len(self._sample) < _SHOWN:
            self._sample += [described(row.record) for row in rows[:_SHOWN] if isinstance(row.record, DealRecord)]
        self._writer.add_deals([row for row in rows if row.verdict is Verdict.NEW])
        changed = [row for row in rows if row.verdict is Verdict.CHANGED]
        if changed:
            fields = {column.field for column in source.columns}
            self._writer.parties.forget()
            self._writer.parties.begin([deal(row).parties for row in changed], source.system, source.links)
            for row in changed:
                self._writer.parties.find(deal(row).parties)
            self._writer.put(())  # whom a deal refers to must be there
            same = {id(row) for row in changed if not change(self._writer, row, fields, self._conflicts)}
            self._writer.put(())
            rows = [row._replace(verdict=Verdict.SAME) if id(row) in same else row for row in rows]
        more = [row for row in rows if row.verdict is Verdict.MORE]
        if more:
            write_more(self._writer, more)
        return list(rows)

    def _fail(self, place: int, source: SourcePlan, row: FailedRow) -> None:
        if len(self._failures) < _SHOWN:
            self._failures.append((row.line, row.reason))
        if self._failed is not None:
            self._failed.of(place, source.table, source.path).add(row.cells, row.reason)


def _waiting(orphans: dict[str, int]) -> Iterator[str]:
    """What belongs to deals that are not here, and which these are."""
    if orphans:
        named = ", ".join(visible(deal) for deal in [*orphans][:_SHOWN]) + ", …" * (len(orphans) > _SHOWN)
        yield f"{sum(orphans.values()):,} × kept until the deal comes that it belongs to: {named}"


def _label(results: Sequence[SourceResult], name: str) -> str:
    def counted(records: str, count: int, word: str = "") -> str:
        named = _ONE[records] if count == 1 else _MANY.get(records, records)
        return f"{count:,} {word}{named}"

    by_kind: dict[str, list[int]] = {}
    for one in results:
        found = by_kind.setdefault(one.records, [0, 0])
        found[0] += one.counts.new
        found[1] += one.counts.changed
    parts = []
    for records, (new, changed) in sorted(by_kind.items(), key=lambda pair: pair[0] != DEALS):
        if new and changed:
            parts.append(f"{new:,} new and {counted(records, changed, 'changed ')}")
        elif changed:
            parts.append(counted(records, changed, "changed "))
        elif new:
            parts.append(counted(records, new))
    return f"imported {', '.join(parts)} from {name}" if parts else f"nothing new in {name}"


def _said(label: str, same: int, failed: int, kept: Sequence[Path]) -> str:
    parts = [f"{same:,} the same"] if same else []
    if kept:
        parts.append(f"{failed:,} failed, see {', '.join(visible(str(path)) for path in kept)}")
    return f"{label} ({'; '.join(parts)})" if parts else label


_ONE = {
    DEALS: "deal",
    PEOPLE: "person",
    ORGANIZATIONS: "organization",
    LEADS: "lead",
    NOTES: "note",
    ACTIVITIES: "activity",
    PRODUCTS: "product",
}
_MANY: dict[str, str] = {}
