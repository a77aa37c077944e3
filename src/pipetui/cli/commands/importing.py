"""The verb that imports: what would happen is shown, then asked, then done as one step of undo."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui import render
from pipetui.cli import prompts, whole_book
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.errors import warned
from pipetui.cli.output import messages
from pipetui.cli.output.progress import Bar
from pipetui.domain.errors import InputError
from pipetui.domain.text import clean, visible
from pipetui.domain.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipetui.exchange.apply import ImportResult
    from pipetui.exchange.plan import Plan

_FOUND_OUT = "Found out if not given."


def import_file(
    call: Call,
    file: Path,
    maps: Sequence[str] = (),
    stages: Sequence[str] = (),
    where: Sequence[str] = (),
    delimiter: str | None = None,
    encoding: str | None = None,
    date_order: str | None = None,
    currency: str | None = None,
    program: str | None = None,
    system: str = "csv",
    dry_run: bool = False,
    yes: bool = False,
) -> int:
    """Import deals from a CSV file, as one step of undo; a second import of the same file changes nothing.

    Fields: title, organization, person, email, phone, stage, status, value, currency, created, closed, close
    (expected), reason, source, tags, note, probability, id. A stage that says Won or Lost is taken as the status.
    Rows that cannot be read are kept in a file beside it, each with the reason. Exit code 1 when all rows failed.

    A whole book, as export wrote it in JSON, comes back into an empty one row for row.

    pipetui import deals.csv --dry-run
    pipetui import pipeline.csv --map title=product --map organization=account --where "sales_agent=Ann Lee" --yes
    pipetui import export.csv --stage "Proposal sent=Proposal" --date-order mdy
    pipetui import book.json --db new.db
    """
    from pipetui.exchange import book_json
    from pipetui.exchange.apply import apply
    from pipetui.exchange.plan import Options, columns
    from pipetui.exchange.plan import plan as planned

    options = Options(
        _pairs("--map", maps, "title=Deal name", empty=True),
        _pairs("--stage", stages, "Proposal sent=Proposal"),
        _pairs("--where", where, "owner=Ann Lee"),
        delimiter,
        encoding,
        date_order,
        system,
        currency,
        program,
    )
    if book_json.recognises(file, call.path):
        return whole_book.bring_in(call, file, dry_run=dry_run)
    columns(file, options, call.path)  # a file that is none must not make a book
    with open_workspace(call, write=not dry_run) as workspace:
        # Without a look at it first, nobody needs to know before what `apply` finds out anyway.
        with _progress(call, "reading") as progress:
            plan = planned(workspace, file, options, judge=dry_run or not yes, progress=progress)
        if dry_run:
            _show_dry(call, plan)
            return _code(plan.counts.failed, plan.rows)
        if not yes:
            for line in _understood(plan):
                call.speak(line)
            if plan.counts.new + plan.counts.changed and not _agreed(call, plan):
                raise InputError("nothing was imported")
        with _progress(call, "importing") as progress:
            result = apply(workspace, plan, lambda done: progress(done, plan.rows))
    if yes:  # else it was said before the question
        for line in plan._replace(made=result.made).doubts:
            call.speak(clean(warned(line)))
    _report(call, result)
    return _code(result.failed, plan.rows)


def _code(failed: int, rows: int) -> int:
    return 1 if rows and failed == rows else 0


def _agreed(call: Call, plan: Plan) -> bool:
    if not prompts.possible(call):
        changes = plan.counts.new + plan.counts.changed
        raise InputError(f"this imports {render.plural(changes, 'deal')}", "--yes does it, --dry-run only shows it")
    return prompts.confirmed("import them?")


def _pairs(
    option: str, given: Sequence[str] | None, example: str, *, empty: bool = False
) -> tuple[tuple[str, str], ...]:
    """`A=B` words as pairs; `empty` allows nothing behind the sign."""
    pairs = []
    for word in given or ():
        first, sign, second = word.partition("=")
        if not (first.strip() and sign and (second.strip() or empty)):
            raise InputError(f"{option} {quoted(word)} is not understood", f'for example: {option} "{example}"')
        pairs.append((first.strip(), second.strip()))
    return tuple(pairs)


def _understood(plan: Plan) -> Iterator[str]:
    """How the file is read, and what an import would do."""
    encoding = plan.file.encoding.removesuffix("-sig")
    delimiter = {"\t": "tab", ",": "comma", ";": "semicolon"}.get(plan.file.delimiter, plan.file.delimiter)
    yield f"{visible(plan.file.path.name)}: {encoding}, {delimiter}, {render.plural(plan.rows, 'row')}"
    for column in plan.columns:
        yield f"  {column.field:<13}{clean(column.heading)}{' (guessed)' if column.guessed else ''}"
    if plan.unmapped:
        yield f"  {'not read':<13}{clean(', '.join(plan.unmapped))}"
    for stage in plan.stages:
        yield f"  {'stage':<13}{clean(stage.theirs)} → {clean(stage.ours)}{' (new, 0 %)' if stage.new else ''}"
    for said in plan.dates:
        yield f"  {'date':<13}{clean(warned(said))}"
    for line, reason in plan.failures:
        yield f"  line {line}: {clean(reason)}"
    yield _counts(plan)


def _counts(plan: Plan) -> str:
    counts = plan.counts
    changed = f"{counts.changed:,} changed, " if counts.changed else ""
    return f"{counts.new:,} new, {changed}{counts.same:,} the same, {counts.failed:,} failed"


def _show_dry(call: Call, plan: Plan) -> None:
    call.out.show(
        lambda _: _understood(plan),
        lambda: {
            **plan.counts._asdict(),
            "columns": {column.heading: column.field for column in plan.columns},
            "unmapped": list(plan.unmapped),
            "dates": [warned(said) for said in plan.dates],
            "stages": {stage.theirs: stage.ours for stage in plan.stages},
            "failures": [{"line": line, "reason": reason} for line, reason in plan.failures],
            "sample": [dict(pairs) for pairs in plan.sample],
        },
    )
    call.out.remark("dry run: nothing was imported")


def _report(call: Call, result: ImportResult) -> None:
    kept = str(result.failed_file) if result.failed_file else None
    counts = {"new": result.new, "changed": result.changed, "same": result.same, "failed": result.failed}
    said = messages.changed(result.message) if result.new or result.changed else result.message
    call.out.done(said, lambda: {**counts, "failed_file": kept})


@contextmanager
def _progress(call: Call, doing: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere; it is told how many rows of how many are done."""
    bar = Bar(doing, shown=prompts.possible(call))
    try:
        yield bar.show
    finally:
        bar.end()
