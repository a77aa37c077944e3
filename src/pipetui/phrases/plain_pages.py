"""More screens to be read from top to bottom, as those of `plain_view`: people, stages, the sweep, pages of tables."""

from __future__ import annotations

from datetime import date

from pipetui.domain.text import one_line
from pipetui.phrases import deal_changes, forecast_page, plain_view, sweep
from pipetui.phrases.plain_view import ended, part, spoken
from pipetui.phrases.report_page import Table
from pipetui.render import NONE, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pipetui.arrange import Head
    from pipetui.domain.custom_fields import CustomValue
    from pipetui.domain.deal_changes import FieldHistory
    from pipetui.insight.forecast import Forecast
    from pipetui.phrases.report_page import ReportPage
    from pipetui.service.stage_reads import PipelineLine
    from pipetui.views_people import Contact, OrganizationSheet, PersonSheet

_FIGURES = tuple("0123456789+")
_CONTACTS = {"email": "E-mail", "phone": "Phone", "web": "Site"}


# --- people and organizations ------------------------------------------------------------------------------------


def person_page(sheet: PersonSheet, now: datetime) -> Iterator[str]:
    """Everything about one person."""
    yield plain_view.person_line(sheet.row, now)
    yield from _facts([("Tags", ", ".join(sheet.row.tags)), ("About", one_line(sheet.about))], sheet.custom)
    yield from _reached(sheet.contacts)
    yield from part(
        "Deals",
        [
            f"{plain_view.deal_line(one.card, now.date())}{f' Role: {one_line(one.role)}.' if one.role else ''}"
            for one in sheet.parts
        ],
    )
    yield from plain_view.happened(sheet.timeline, now)


def organization_page(sheet: OrganizationSheet, now: datetime) -> Iterator[str]:
    """Everything about one organization."""
    yield plain_view.organization_line(sheet.row, now)
    said = (("Site", sheet.website), ("Address", sheet.address), ("Tags", ", ".join(sheet.row.tags)))
    yield from _facts([(name, one_line(text)) for name, text in (*said, ("About", sheet.about))], sheet.custom)
    yield from _reached(sheet.contacts)
    yield from part("People", [plain_view.person_line(row, now) for row in sheet.people])
    yield from part("Deals", [plain_view.deal_line(card, now.date()) for card in sheet.deals])
    yield from plain_view.happened(sheet.timeline, now)


def _facts(facts: Sequence[tuple[str, str]], custom: Sequence[CustomValue]) -> Iterator[str]:
    own = [(one_line(value.name), one_line(value.text)) for value in custom]
    yield from part("Facts", [f"{name}: {ended(text)}" for name, text in (*facts, *own) if text])


def _reached(contacts: Sequence[Contact]) -> Iterator[str]:
    yield from part("How to reach them", [f"{_CONTACTS[one.kind]}: {one_line(one.value)}." for one in contacts])


# --- the pipeline ------------------------------------------------------------------------------------------------


def stages_page(found: Sequence[PipelineLine]) -> Iterator[str]:
    """The stages of each pipeline, with what lies in them."""
    for place, pipeline in enumerate(found):
        if place:
            yield ""
        yield f"Stages of the pipeline {one_line(pipeline.name)}: {_inside(pipeline.inside)}."
        for line in pipeline.stages:
            stage = line.stage
            rots = f", rotting after {plural(stage.rotting_days, 'day')}" if stage.rotting_days else ""
            head = (
                f"{line.place} of {len(pipeline.stages)}. {one_line(stage.name)}, at {stage.probability} percent{rots}"
            )
            yield f"{head}: {_inside(line.inside)}."
            if line.criteria:
                yield f"Before a deal leaves it: {ended('; '.join(map(one_line, line.criteria)))}"


def _inside(inside: Head) -> str:
    return plural(inside.deals, "deal") + (f", worth {plain_view.amounts(inside.total)}" if inside.total else "")


def sweep_page(found: Sequence[sweep.Candidate], today: date) -> Iterator[str]:
    """The deals that look dead, and why."""
    yield f"Looking dead: {plural(len(found), 'deal')}."
    for place, one in enumerate(found, 1):
        why = "; ".join(spoken(sweep.why(reason, today)) for reason in one.reasons)
        yield f"{place} of {len(found)}. {plain_view.deal_line(one.card, today)} It looks dead: {why}."


# --- tables ------------------------------------------------------------------------------------------------------


def report_page(told: ReportPage) -> Iterator[str]:
    """A report: what it is about, its sentence, then each table."""
    yield f"{told.title}, {spoken(told.span.replace('  ', ', '))}."
    if told.sentence:
        yield ended(spoken(told.sentence))
    for table in told.tables:
        yield from part(spoken(table.heading), table_lines(table))


def history_page(told: FieldHistory, now: datetime) -> Iterator[str]:
    """What became of the value, the close date and the stage of a deal, the oldest first."""
    yield f"History of deal {told.id}, {one_line(told.title)}."
    yield from table_lines(deal_changes.table(told, now))
    if remark := deal_changes.remark(told, now):
        yield _heard(remark)


def table_lines(table: Table, in_brackets: str = "") -> list[str]:
    """A row in a sentence: its first figure, then each other one behind what stands over it.

    What brackets around a figure mean is said behind it, where that is told.
    """
    lines = []
    for row in table.rows:
        rest = ", ".join(_cells(table.headers[1:], row[1:], in_brackets))
        lines.append(f"{spoken(row[0]) or 'Without a name'}: {rest or 'nothing'}.")
    return lines


def _cells(headers: Sequence[str], row: Sequence[str], in_brackets: str) -> Iterator[str]:
    for header, cell in zip(headers, row, strict=True):
        if in_brackets and cell.startswith("("):
            yield f"{spoken(header)} {spoken(cell.strip('()'))}{in_brackets}"
        elif cell.strip() not in ("", NONE):
            behind = ":" if header[-1:] in _FIGURES else ""  # one figure behind another is heard as one
            yield f"{spoken(header)}{behind} {spoken(cell)}".strip()


def _heard(text: str) -> str:
    said = spoken(text)
    return ended(said[:1].upper() + said[1:])


def forecast_lines(found: Forecast) -> Iterator[str]:
    """The forecast of a period: the sums, the estimate in a sentence, the deals that move it most; of each currency."""
    yield f"Forecast, {spoken(forecast_page.span(found))}."
    several = len(found.currencies) > 1 or found.together is not None
    for one in found.blocks:
        name = spoken(forecast_page.name(found, one)) if several else "What it is made of"
        yield from part(name, table_lines(forecast_page.sums(one), in_brackets=", not in the sum"))
        for text in filter(None, (forecast_page.sentence(one), forecast_page.by_hand(found, one))):
            yield _heard(text)
        moving = forecast_page.key_deals(one, found.today)
        if moving.rows and one is not found.together:
            closes = [plain_view.in_full(date.fromordinal(deal.close)) if deal.close else "" for deal in one.key_deals]
            rows = tuple(
                (f"Deal {number}, {title}", *rest, close)
                for (number, title, *rest, _), close in zip(moving.rows, closes, strict=True)
            )
            told = moving._replace(headers=moving.headers[1:], rows=rows)
            yield from part(spoken(moving.heading), table_lines(told))
    rest = [*forecast_page.quota(found), *forecast_page.remarks(found)]
    yield from part("Behind it", [_heard(text) for text in rest])
