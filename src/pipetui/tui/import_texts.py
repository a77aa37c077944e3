"""What the import screen shows: columns with what becomes of them, what would come of an import, and its receipt."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from textual.content import Content

from pipetui.domain.text import visible
from pipetui.exchange.described import in_a_line
from pipetui.exchange.import_lines import left_out
from pipetui.exchange.outcome import ImportResult
from pipetui.exchange.plan import Plan, SourcePlan
from pipetui.exchange.stages import StageMeaning
from pipetui.render import cell_width, cut, plural
from pipetui.tui.import_receipt import receipt_table
from pipetui.tui.widgets.wrapping import wrapped

Part = tuple[str, str]

_LEAST, _FEW = 14, 20
"""The narrowest that a column becomes, and the room that samples have if there is any."""
_BETWEEN = 14
"""Cells between the columns, and those of the share that is filled."""

_GOES_ON = "    "
"""What stands before the lines of a text behind its first."""

OWN, IN_NOTE, LEFT_OUT = "field of your own", "note", "left out"


class ColumnRow(NamedTuple):
    """A column of a table as it is listed: its heading, and what becomes of it."""

    source: SourcePlan
    heading: str
    becomes: str


def trial(plan: Plan, width: int) -> Iterator[Part]:
    """What would come of it."""
    assert plan.trial is not None
    counts, tried = plan.counts, plan.trial
    yield "Nothing is imported yet. This would be:\n", "$dim"
    yield (
        f"{counts.new:,} new · {counts.changed:,} changed · {counts.same:,} the same · {counts.failed:,} failed\n",
        "bold",
    )
    yield from _section("The first deals", width, map(in_a_line, tried.sample))
    yield from _section("Stages", width, map(_stage, plan.stages))
    yield from _section("Dates", width, plan.dates, "$doubt")
    yield from _section("Amounts", width, plan.currencies, "$doubt")
    yield from _section("What is odd", width, (*tried.warnings, *tried.conflicts), "$doubt")
    yield from _section(
        "Rows that fail, kept in a file beside",
        width,
        (f"line {line}: {why}" for line, why in tried.failures),
        "$bad",
    )
    near = [f"line {one.line}: {one.title} is like #{one.deal_id} {one.known}" for one in tried.near[:5]]
    if tried.near:
        alike = "taken for the same" if plan.options.join else "taken for new ones"
        near.append(f"{plural(len(tried.near), 'deal')} like others in the book, {alike}")
    yield from _section("Alike", width, near, "$doubt")
    if tried.receipt:
        yield "\nWhat comes into the book\n", "bold $key"
        yield from receipt_table(tried.receipt, width)
    yield from _section("Left out", width, left_out(plan))


def receipt(plan: Plan, result: ImportResult, width: int) -> Iterator[Part]:
    """What came of it."""
    yield f"{result.message}\n", "bold"
    if result.receipt:
        right = result.is_right
        said = "The files and the book have the same figures" if right else "The files and the book differ"
        yield f"\n{said}\n", "bold $good" if right else "bold $bad"
        yield from receipt_table(result.receipt, width)
    yield from _section("What is odd", width, (*result.warnings, *result.conflicts), "$doubt")
    yield from _section("Rows that failed are kept in", width, map(str, result.failed_files), "$bad")
    yield from _section("Left out", width, left_out(plan))


def rows(plan: Plan) -> Iterator[ColumnRow | None]:
    """For each table None, then its columns in their order in the file."""
    for source in plan.sources:
        yield None
        fields: dict[str, str] = {}
        for column in source.columns:
            before = f"{fields[column.heading]}, " if column.heading in fields else ""
            fields[column.heading] = f"{before}{column.field}"
        rest = OWN if plan.options.unread == "field" else IN_NOTE
        for heading in source.table.headings:
            if heading in fields:
                yield ColumnRow(source, heading, fields[heading])
            elif heading in source.skipped:
                yield ColumnRow(source, heading, LEFT_OUT)
            elif heading in source.unread:
                yield ColumnRow(source, heading, rest)


def heading_text(source: SourcePlan, width: int) -> Content:
    """What a table is, how sure that is, and by what."""
    found = source.found
    system = f"{found.system} " if found.system else ""
    told = f"{system}{found.records}, {found.sure} · {plural(source.survey.rows, 'row')}"
    why = f" · by {', '.join(found.evidence[:3])}" if found.evidence else ""
    name = cut(visible(source.table.name), max(16, width // 3))
    return Content.assemble((name, "bold $key"), ("  ", ""), (cut(told + why, width - cell_width(name) - 2), ""))


class Widths(NamedTuple):
    """How many cells the columns of the table take."""

    name: int
    becomes: int
    samples: int


def widths(listed: Iterable[ColumnRow | None], width: int) -> Widths:
    """As broad as what stands in them, within the room that there is; the samples take what is left, a few at least."""
    shown = [row for row in listed if row]
    becomes = max([len("Becomes"), *(cell_width(row.becomes) for row in shown)])
    becomes = min(becomes, max(_LEAST, width // 3))
    room = max(_LEAST, width - becomes - _BETWEEN - _FEW)
    name = min(room, max([len("Column"), *(cell_width(visible(row.heading)) for row in shown)]))
    return Widths(name, becomes, max(0, width - name - becomes - _BETWEEN))


def headings(wide: Widths) -> Content:
    """What stands in the columns of `row_text`."""
    named = f"  {_padded('Column', wide.name)}  {_padded('Becomes', wide.becomes)}  Filled"
    return Content(f"{named}  Samples" if wide.samples >= len("Samples") else named)


def row_text(row: ColumnRow, wide: Widths) -> Content:
    """A column, what it becomes, how often it is filled, and two of its cells."""
    seen = row.source.survey.columns[row.source.table.headings.index(row.heading)]
    share = f"{round(100 * seen.filled / row.source.survey.rows)} %" if row.source.survey.rows else ""
    samples = " · ".join(visible(text) for text in seen.samples[:2])
    style = "$dim" if row.becomes == LEFT_OUT else "italic" if row.becomes in (OWN, IN_NOTE) else "$good"
    return Content.assemble(
        (f"  {_padded(visible(row.heading), wide.name)}  ", ""),
        (f"{_padded(row.becomes, wide.becomes)}  ", style),
        (f"{share:>6}  ", "$dim"),
        (cut(samples, wide.samples), "$dim"),
    )


def _padded(text: str, width: int) -> str:
    shown = cut(text, width)
    return shown + " " * (width - cell_width(shown))


def _stage(word: StageMeaning) -> str:
    within = f"{word.pipeline}: " if word.pipeline else ""
    new = f"   new, {word.probability} %, {word.why}" if word.new else ""
    return f"{within}{word.theirs} → {word.ours}{new}"


def _section(title: str, width: int, lines: Iterable[str], style: str = "") -> Iterator[Part]:
    """The lines below their heading, what goes on in the next one further in; nothing where there are none."""
    found = [line.strip() for line in lines]
    if found:
        yield f"\n{title}\n", "bold $key"
        room = max(_LEAST, width - len(_GOES_ON))
        for line in found:
            first, *more = [line] if cell_width(line) <= room else wrapped(line, room)
            yield from (
                (f"{inset}{piece}\n", style) for inset, piece in (("  ", first), *((_GOES_ON, one) for one in more))
            )
