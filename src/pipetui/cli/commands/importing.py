"""The verb that imports: what would happen is shown, then asked, then done as one step of undo, with a receipt."""

from __future__ import annotations

from contextlib import contextmanager
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
    from pathlib import Path

    from pipetui.exchange.outcome import ImportResult
    from pipetui.exchange.plan import Options, Plan
    from pipetui.service import Workspace


def import_file(
    call: Call,
    files: Sequence[Path],
    maps: Sequence[str] = (),
    stages: Sequence[str] = (),
    where: Sequence[str] = (),
    kinds: Sequence[str] = (),
    skip: Sequence[str] = (),
    unread: str = "field",
    join: bool = False,
    new: bool = False,
    strict: bool = False,
    no_headings: bool = False,
    save: str | None = None,
    use: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    date_order: str | None = None,
    currency: str | None = None,
    program: str | None = None,
    system: str = "csv",
    dry_run: bool = False,
    yes: bool = False,
) -> int:
    """Import what another program exported: deals, people, organizations, leads, activities, notes, products.

    All files are one import and one step of undo, in whatever order they are named; a second import of the same files
    changes nothing. What a cell holds that cannot be read is kept in a note; a row of which nothing can be made is kept
    in a file beside it, with the reason. A stage that says Won or Lost is taken as the status.
    The receipt has the figures of the files and those of the book, which must be the same: exit code 1 if they are not,
    and when all rows failed.

    A whole book, as export wrote it in JSON, comes back into an empty one row for row.

    pipetui import deals.csv --dry-run
    pipetui import ~/Downloads/crm-export/ --as leads.csv=deals --yes
    pipetui import pipeline.csv --map title=product --map organization=account --where "sales_agent=Ann Lee" --yes
    pipetui import export.csv --stage "Proposal sent=Proposal" --date-order mdy --save monthly
    pipetui import book.json --db new.db
    """
    from pipetui.exchange import book_json
    from pipetui.exchange.apply import apply
    from pipetui.exchange.plan import SYSTEM, Options
    from pipetui.exchange.plan import plan as planned
    from pipetui.exchange.vocabulary import origin

    if join and new:
        raise InputError("--join and --new exclude each other")
    if unread not in ("field", "note"):
        raise InputError(f"--unread {quoted(unread)} is not understood", "field or note")
    if len(files) == 1 and book_json.recognises(files[0], call.path):
        return whole_book.bring_in(call, files[0], dry_run=dry_run)
    named, own = origin(program) if program else (None, None)
    options = Options(
        _pairs("--map", maps, "title=Deal name", empty=True),
        _pairs("--stage", stages, "Proposal sent=Proposal"),
        _pairs("--where", where, "owner=Ann Lee"),
        delimiter,
        encoding,
        date_order,
        own if own and system == SYSTEM else system,
        currency,
        named,
        next((kind for kind in reversed(kinds) if "=" not in kind), None),
        tuple(skip),
        unread,
        join,
        not no_headings,
        _pairs("--as", [kind for kind in kinds if "=" in kind], "leads.csv=deals"),
    )
    if not use:  # files that are none must not make a book
        options = _of_known_kinds(call, files, options, ask=not yes)
    with _book_of_import(call, write=not dry_run) as workspace:
        if save or use:
            from pipetui.exchange import saved_mapping

            options = saved_mapping.used(workspace, use, options) if use else options
        # Without a look at it first, nobody needs to know before what `apply` finds out anyway.
        with _progress(call, "reading") as progress:
            plan = planned(workspace, files, options, judge=dry_run or not yes, progress=progress)
        if dry_run:
            _show_dry(call, plan, save)
            return _code(plan.trial, plan.rows)
        if not yes:
            plan = _agreed_on(call, plan, new=new)
        with _progress(call, "importing") as progress:
            result = apply(workspace, plan, progress, strict=strict)
        if save:
            saved_mapping.save(workspace, save, options)
    if yes:  # else it was said before the question
        for line in (*plan._replace(trial=result).doubts, *_left_out(plan), *result.warnings):
            call.speak(clean(warned(line)))
    _report(call, result)
    return _code(result, plan.rows)


def _code(result: ImportResult | None, rows: int) -> int:
    if result is None:
        return 0
    return 1 if not result.is_right or (rows and result.failed == rows) else 0


def _of_known_kinds(call: Call, files: Sequence[Path], options: Options, *, ask: bool) -> Options:
    """The options with what the rep says of files of which nothing else tells what they are.

    Raises InputError where that stays unsure.
    """
    from pipetui.exchange.plan import recognised, refuse_unsure

    found = recognised(files, options, call.path)
    if ask and prompts.possible(call):
        from pipetui.cli.import_questions import kinds_answered

        options = kinds_answered(found, options)
        found = recognised(files, options, call.path)
    refuse_unsure(found, options)
    return options


def _agreed_on(call: Call, plan: Plan, *, new: bool) -> Plan:
    """The plan, said and then as the rep wants it; raises InputError where the rep wants none of it."""
    for line in _understood(plan):
        call.speak(line)
    if prompts.possible(call) and plan.counts.new + plan.counts.changed:
        from pipetui.cli.import_questions import answered

        plan = answered(plan, new=new)
    if plan.counts.new + plan.counts.changed and not _agreed(call, plan):
        raise InputError("nothing was imported")
    return plan


def _agreed(call: Call, plan: Plan) -> bool:
    changes = plan.counts.new + plan.counts.changed
    if not prompts.possible(call):
        what = "deal" if all(source.records == "deals" for source in plan.sources) else "record"
        raise InputError(f"this imports {render.plural(changes, what)}", "--yes does it, --dry-run only shows it")
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
    """How the files are read, and what an import would do."""
    from pipetui.exchange.import_lines import plan_lines, result_lines

    yield from map(visible, map(warned, plan_lines(plan)))
    if plan.trial is not None:
        yield from map(visible, map(warned, result_lines(plan.trial)))
    yield _counts(plan)


def _counts(plan: Plan) -> str:
    counts = plan.counts
    changed = f"{counts.changed:,} changed, " if counts.changed else ""
    return f"{counts.new:,} new, {changed}{counts.same:,} the same, {counts.failed:,} failed"


def _left_out(plan: Plan) -> Iterator[str]:
    from pipetui.exchange.import_lines import left_out

    return left_out(plan)


def _show_dry(call: Call, plan: Plan, save: str | None) -> None:
    from pipetui.exchange.import_lines import plan_json, receipt_json

    call.out.show(
        lambda _: _understood(plan),
        lambda: {
            **plan.counts._asdict(),
            **plan_json(plan),
            "dates": [warned(said) for said in plan.dates],
            "currencies": [warned(said) for said in plan.currencies],
            "receipt": receipt_json(plan.trial.receipt) if plan.trial and plan.trial.receipt else None,
        },
    )
    call.out.remark("dry run: nothing was imported")
    if plan.unread:
        call.out.remark("another reading: --map FIELD=COLUMN, or --skip COLUMN")
    if save:
        call.out.remark(f"{quoted(save)} is kept when it is imported")


def _report(call: Call, result: ImportResult) -> None:
    from pipetui.exchange.import_lines import receipt_json, receipt_lines

    kept = str(result.failed_file) if result.failed_file else None
    counts = {"new": result.new, "changed": result.changed, "same": result.same, "failed": result.failed}
    said = messages.changed(result.message) if result.new or result.changed else result.message
    for line in result.conflicts:
        call.speak(clean(line))
    if result.receipt is not None:
        for line in receipt_lines(result.receipt):
            call.speak(visible(line))
    call.out.done(
        said,
        lambda: {
            **counts,
            "failed_file": kept,
            "failed_files": [str(path) for path in result.failed_files],
            "warnings": list(result.warnings),
            "conflicts": list(result.conflicts),
            "near": [one._asdict() for one in result.near],
            "receipt": receipt_json(result.receipt) if result.receipt else None,
        },
    )


@contextmanager
def _book_of_import(call: Call, *, write: bool) -> Iterator[Workspace]:
    """The book; one that is new stays only if something is written into it."""
    new = write and not call.path.exists()
    try:
        with open_workspace(call, write=write, announced=False) as workspace:
            yield workspace
    finally:
        if new and call.path.exists():
            from pipetui import paths
            from pipetui.store.recovery import withdraw

            if not withdraw.unwritten(call.path, paths.backups(call.path)):
                call.speak(f"new book: {call.file}")


@contextmanager
def _progress(call: Call, doing: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere; it is told how many rows of how many are done."""
    bar = Bar(doing, shown=prompts.possible(call))
    try:
        yield bar.show
    finally:
        bar.end()
