"""What an import says, for shell and app: how files are read, what comes of it, and the receipt; lines and JSON."""

from collections.abc import Iterator
from typing import Any

from pipetui.domain.custom_fields import CHOICE
from pipetui.domain.deal import LOST, WON
from pipetui.domain.errors import Remedy, Warned
from pipetui.domain.money import Money
from pipetui.domain.text import visible
from pipetui.exchange.described import in_a_line
from pipetui.exchange.match import NEAR_RULE
from pipetui.exchange.outcome import ImportResult
from pipetui.exchange.own_columns import OwnColumn
from pipetui.exchange.planning import Plan, SourcePlan
from pipetui.exchange.receipt import Figures, Receipt, called
from pipetui.render import money, plural

_SHOWN = 5
_NARROWEST = 15


def plan_lines(plan: Plan) -> Iterator[str]:
    """Per file what it is and how sure, per column what it becomes, the stages, and what is left out."""
    named = [column.field for column in plan.columns] + ([_unread(plan)] if plan.unread else [])
    wide = max(_NARROWEST, *(len(name) + 2 for name in named))
    for source in plan.sources:
        yield from _source_lines(source, plan, wide)
    yield from plan.leads
    for word in plan.stages:
        within = f" ({word.pipeline})" if word.pipeline else ""
        new = f" (new, {word.probability} %, {word.why})" if word.new else ""
        yield f"  {'stage':<{wide}}{word.theirs}{within} → {word.ours}{new}"
    if plan.stage_plan.ordered_by:
        yield f"  {'':<{wide}}new stages stand {plan.stage_plan.ordered_by}"
    if plan.unsaid:
        yield _warned("stage", plan.unsaid, wide)
    for said in plan.currencies:
        yield _warned("amounts", said, wide)
    yield from left_out(plan)


def _unread(plan: Plan) -> str:
    """What a column becomes that no field takes."""
    return "field of your own" if plan.options.unread == "field" else "note"


def _source_lines(source: SourcePlan, plan: Plan, wide: int) -> Iterator[str]:
    found, table = source.found, source.table
    system = f"{found.system} " if found.system else ""
    how = "" if found.sure == "sure" else f", {found.sure}"
    because = f" ({', '.join(found.evidence[:3])})" if found.evidence else ""
    written = ", ".join(_written(source))
    told = f", {written}" if written else ""
    records = "leads as deals" if found.vocabulary.of_leads else found.records
    yield f"{visible(table.name)}: {system}{records}{how}{because}{told}, {plural(source.survey.rows, 'row')}"
    for column in source.columns:
        seen = source.survey.columns[column.place]
        said = "" if column.guessed else " (as you said)"
        shown = " · ".join(seen.samples)
        of_all = "" if seen.filled == source.survey.rows else f" {seen.filled:,} of {source.survey.rows:,}"
        yield f"  {column.field:<{wide}}{column.heading}{said}{of_all}{f': {shown}' if shown else ''}"
    for heading in source.unread:
        place = table.headings.index(heading)
        seen = source.survey.columns[place]
        shown = " · ".join(seen.samples)
        become = next((f" ({_kind_of(own)})" for own in source.own_fields if own.place == place), "")
        of_all = "" if seen.filled == source.survey.rows else f" {seen.filled:,} of {source.survey.rows:,}"
        yield f"  {_unread(plan):<{wide}}{heading}{become}{of_all}{f': {shown}' if shown else ''}"
    for said in source.survey.dates:
        yield _warned("date", said, wide)


def _kind_of(own: OwnColumn) -> str:
    """What kind of field a column becomes, and under which name where it cannot have its own."""
    return f"{own.kind} of {len(own.options)}" if own.kind == CHOICE and own.options else own.kind


def _warned(what: str, said: str, wide: int) -> str:
    told = f"  {what:<{wide}}{said}"
    return Warned(told, said.remedy) if isinstance(said, Warned) else told


def _written(source: SourcePlan) -> Iterator[str]:
    encoding, delimiter = getattr(source.table, "encoding", ""), getattr(source.table, "delimiter", "")
    if encoding:
        yield encoding.removesuffix("-sig")
    if delimiter:
        yield {"\t": "tab", ",": "comma", ";": "semicolon"}.get(delimiter, delimiter)


def left_out(plan: Plan) -> Iterator[str]:
    """What of the files is not read, and why."""
    for source in plan.sources:
        found = source.found
        if found.kept:
            yield (
                f"{visible(source.table.name)}: left out {plural(len(found.kept), 'column')} that"
                f" {found.system or 'the program'} keeps for itself: {', '.join(found.kept[:4])}"
                f"{' …' if len(found.kept) > 4 else ''}"
            )
        if source.survey.deleted:
            yield f"{visible(source.table.name)}: left out {plural(source.survey.deleted, 'row')} deleted there"
        if source.survey.ended:
            became = plural(source.survey.ended, "lead")
            yield f"{visible(source.table.name)}: left out {became} that became a contact or a deal there"
        if source.skipped:
            yield f"{visible(source.table.name)}: left out as you said: {', '.join(source.skipped)}"
        for remark in source.table.remarks():
            example = f": {remark.example}" if remark.example else ""
            yield f"{visible(source.table.name)}: {remark.times:,} × {remark.kind}{example}"
    for other in plan.others:
        yield f"{visible(other.table.name)}: left out, nothing of a kind that is read"


def result_lines(result: ImportResult) -> Iterator[str]:
    """What comes of it: rows as they will stand, what is odd, what failed."""
    yield from (f"  {in_a_line(deal)}" for deal in result.sample)
    yield from (f"  {warning}" for warning in result.warnings)
    yield from (f"  {conflict}" for conflict in result.conflicts)
    for near in result.near[:_SHOWN]:
        yield f"  line {near.line}: {near.title} is like #{near.deal_id} {near.known}, and new"
    if result.near:
        said = f"  {plural(len(result.near), 'deal')} like others here ({NEAR_RULE})"
        yield Warned(said, Remedy("import.join"))
    for line, reason in result.failures:
        yield f"  line {line}: {reason}"
    if result.receipt is not None:
        yield from receipt_lines(result.receipt)


def receipt_lines(receipt: Receipt) -> Iterator[str]:
    """The figures of the files, which are those of the book too; where they are not, that is said."""
    standing = receipt.file.standing
    order = {place: at for at, place in enumerate((*receipt.book.standing, *standing))}
    places = sorted(standing, key=lambda place: order[place])
    rows = [
        (
            place.where,
            place.status,
            f"{standing[place].deals:,}",
            "deal" if standing[place].deals == 1 else "deals",
            money(Money(standing[place].minor, place.currency)) if place.currency else "no value",
        )
        for place in places
    ]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for named, status, count, deals, worth in rows:
        yield f"  {named:<{wide[0]}}  {status:<{wide[1]}}  {count:>{wide[2]}} {deals:<{wide[3]}}  {worth:>{wide[4]}}"
    if receipt.untold:
        yield f"  {receipt.untold}"
    for end in (WON, LOST):
        # A month that nobody told comes last.
        months = sorted((m for status, m in receipt.file.closed if status == end), key=lambda month: month or "~")
        if months:
            told = [f"{month or 'on an unknown day'} {receipt.file.closed[end, month]:,}" for month in months]
            yield f"  {end}: {', '.join(told)}"
    counted = [f"{called(kind)} {count:,}" for kind, count in receipt.file.counts.items() if count]
    if counted:
        yield f"  {', '.join(counted)}"
    for difference in receipt.differences:
        yield f"  NOT RIGHT: {difference}"


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """Both sides, and whether they are the same."""
    return {
        "right": receipt.is_right,
        "file": _figures(receipt.file),
        "book": _figures(receipt.book),
        "differences": list(receipt.differences),
    }


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "deals": [
            {
                **place._asdict(),
                "stage": place.stage or None,
                "deals": found.deals,
                "value": _value(found.minor, place.currency),
            }
            for place, found in sorted(figures.standing.items())
        ],
        "closed": [
            {"status": status, "month": month or None, "deals": count}
            for (status, month), count in sorted(figures.closed.items())
        ],
        **figures.counts,
    }


def _value(minor: int, currency: str) -> float | None:
    return float(Money(minor, currency).decimal) if currency else None


def plan_json(plan: Plan) -> dict[str, Any]:
    """How the files are read, and what would come of it."""
    trial = plan.trial
    return {
        "columns": {column.heading: column.field for column in plan.columns},
        "unmapped": list(plan.unread),
        "stages": {word.theirs: word.ours for word in plan.stages},
        "failures": [{"line": line, "reason": reason} for line, reason in plan.failures],
        "sample": [dict(pairs) for pairs in plan.sample],
        "files": [_file_json(source) for source in plan.sources],
        "new_stages": [
            {"pipeline": word.pipeline or None, "stage": word.ours, "probability": word.probability, "why": word.why}
            for word in plan.stages
            if word.new
        ],
        "left_out": list(left_out(plan)),
        "warnings": list(trial.warnings) if trial else [],
        "conflicts": list(trial.conflicts) if trial else [],
        "near": [near._asdict() for near in trial.near] if trial else [],
    }


def _file_json(source: SourcePlan) -> dict[str, Any]:
    found = source.found
    return {
        "name": source.table.name,
        "system": found.system or None,
        "records": found.records,
        "sure": found.sure,
        "evidence": list(found.evidence),
        "rows": source.survey.rows,
        "columns": [
            {
                "heading": column.heading,
                "field": column.field,
                "guessed": column.guessed,
                "filled": source.survey.columns[column.place].filled,
                "samples": list(source.survey.columns[column.place].samples),
            }
            for column in source.columns
        ],
        "unread": list(source.unread),
        "own_fields": {source.table.headings[own.place]: own.kind for own in source.own_fields},
        "kept": list(found.kept),
    }
