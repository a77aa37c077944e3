"""Rows of a file of deals, understood one by one."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from pipetui.domain import fields
from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold, key_of
from pipetui.domain.line.parts import whole
from pipetui.domain.money import Money
from pipetui.domain.wording import quoted
from pipetui.exchange import values
from pipetui.exchange.cells import NONE, Cells, TableRules, fingerprints, kept_as_text
from pipetui.exchange.items import item_of, priced_in
from pipetui.exchange.lead_deals import key_of_lead
from pipetui.exchange.mapping import PLAIN, SourceColumn
from pipetui.exchange.profile import stage_reached
from pipetui.exchange.records import DealRecord, Target
from pipetui.exchange.who import PartyCells

_JOINER = " · "
_PLAIN: dict[str, tuple[Callable[[str], str | int | None], str | int | None]] = {
    fields.TEXT: (str, ""),
    fields.WHOLE: (lambda text: None if values.is_nothing(text) else whole(text), None),
}
"""What a cell of a plain kind means, and what a blank one does."""


class DealReader:
    """Understands the rows of one table of deals."""

    def __init__(self, rules: TableRules) -> None:
        self.rules = rules
        cells = self._cells = Cells(rules)
        sizes = (f"10^{column.power}" for column in rules.columns if column.power)
        units = (rules.currency, rules.decimal, *(["minor"] if rules.vocabulary.minor else ()), *sizes)
        self._salts: dict[tuple[str, str], bytes] = {}
        self._salt = "\x1f".join((*map(str, sorted(rules.orders.items())), *units))
        heading = cells.headings.get("status", "")
        self._who = PartyCells(cells)
        self._title = cells.text("title", _JOINER)
        self._id, self._of_leads = cells.text("id"), rules.vocabulary.of_leads
        self._status = cells.field("status", lambda text: values.status(text, heading, rules.vocabulary.status), "")
        self._flags = [
            (status, cells.field(field, lambda text: values.is_yes(text) is True, False))
            for field, status in (("won_flag", WON), ("closed_flag", LOST))
            if cells.has(field)
        ]
        self._pipeline = cells.text("pipeline")
        self._stage_place = cells.places.get("stage", (-1,))[0]
        self._stage_heading = cells.headings.get("stage", "")
        steps = [column for column in rules.columns if column.field == "reached"]
        self._reached = [(column.place, column.label) for column in steps]
        self._days_of = {values.letters(values.stage(c.label, "pipeline")): cells.moments("reached", c) for c in steps}
        self._meant: dict[tuple[str, str], Target] = {}
        self._currency = cells.currency()
        self._value = cells.amounts("value")
        self._in_heading = any(column.unit not in ("", "minor") for column in rules.columns if column.field == "value")
        self._created = cells.moments("created")
        self._created_in = next((column for column in rules.columns if column.field == "created"), None)
        self._entered = cells.moments("entered")
        self._touched = cells.moments("touched")
        self._touched_in = next((column for column in rules.columns if column.field == "touched"), None)
        closing = {"closed", "won", "lost"}
        self._closings = {status: self._closing(status) for status in (WON, LOST)}
        self._dated = {
            status: [
                cells.moments(column.field, column)
                for column in rules.columns
                if column.field in closing and status in _about(column)
            ]
            for status in (WON, LOST)
        }
        self._expected = cells.days("close")
        self._reason = cells.field("reason", str, "")
        self._ends_in_reason = not cells.has("status", "won_flag", "closed_flag")
        self._plain = [cells.field(field.name, *_PLAIN[field.kind]) for field in PLAIN]
        self._tags = cells.field("tags", values.tags, NONE)
        self._archived = cells.field(
            "archived", lambda text: values.is_yes(text) is True or values.letters(text) == "archived", False
        )
        self._probability = cells.field("probability", lambda text: values.percent(text, rules.fraction), None)
        self._note = cells.lines("note")
        self._loss_note = cells.text("loss_note")
        self._step, self._step_on = cells.text("next_step"), cells.days("next_on")
        self._item = item_of(cells) if cells.has("product") else None
        self._extras = cells.extras(rules.extras)
        self._in_notes = cells.extras(rules.in_notes)

    def row(self, line: int, row: Sequence[str]) -> DealRecord:
        """The deal of one row; raises InputError where nothing can be made of it."""
        parties = self._who.parties(row)
        organization = parties.organization.name if parties.organization else ""
        title = self._title(row) or organization or next((one.name for one in parties.people if one.name), "")
        if not title:
            self._cells.problems()
            raise InputError("no title, and no organization to name the deal after")
        key = key_of_lead(self._id(row)) if self._of_leads else self._id(row)
        pipeline, status, stage = self._place(row)
        told_currency = self._currency(row)
        currency = told_currency or self.rules.currency
        value = self._amount(row, currency, bool(told_currency) or self._in_heading)
        closed, expected = self._ends(row, status)
        created = self._not_ahead(row, self._created_in, self._created(row))
        reason = self._reason(row) if status == LOST else ""
        plain = tuple([read(row) for read in self._plain])
        tags = self._tags(row)
        if self._archived(row) and "archived" not in tags:
            tags = (*tags, "archived")
        note = self._note(row)
        probability = self._probability(row)
        items = () if self._item is None else self._item(row, currency)
        extras = self._extras(row)
        minor, currency = (None, currency) if value is None else (value.minor, value.currency)
        items, foreign = priced_in(items, currency)
        entered = self._entered(row)
        touched = self._not_ahead(row, self._touched_in, self._touched(row))
        if self._reached:
            on = self._days_of.get(values.letters(self._word(row)))
            at = on(row) if on else None
            if status == OPEN:
                entered = entered or at
            elif closed is None and at is not None and at <= self.rules.now:
                closed = at
        loss_note, step, step_on = self._loss_note(row), self._step(row), self._step_on(row)
        problems = self._cells.problems()
        more = [f"{heading}: {text}" for heading, text in self._in_notes(row)] + foreign
        if step and step_on is None:
            step, step_on = _with_day(step)
        if step and step_on is None:
            more.append(f"Next step: {step}")
        if problems or more:
            note = "\n\n".join(filter(None, (note, "\n".join(more), kept_as_text(problems))))
        digest = self._cells.digest(row, self._salted(status, stage) if key else b"")
        prints = fingerprints(
            (
                *(title, key_of(organization), minor, currency if minor is not None else "", pipeline, stage, status),
                *(seconds(created), seconds(closed), expected, reason, *plain, tags, note, probability),
            )
        )
        prints += parties.print + fingerprints((extras,))
        return DealRecord(
            line,
            row,
            key,
            digest + prints,
            title,
            parties,
            status,
            stage,
            minor,
            currency,
            created,
            closed,
            expected,
            reason,
            plain,
            tags,
            note,
            probability,
            pipeline,
            entered,
            touched,
            step if step_on else "",
            step_on,
            loss_note,
            items,
            extras,
            problems,
        )

    def _amount(self, row: Sequence[str], currency: str, named: bool) -> Money | None:
        value = self._value(row, currency, named)
        if value is not None and value.minor < 0:
            self._cells.odd(self._cells.headings["value"], value.decimal, "an amount below nothing")
            return None
        return value

    def _closing(self, status: str) -> list[tuple[SourceColumn, Callable[[Sequence[str]], datetime | None]]]:
        """What tells when a deal of that status was closed, the surest first; a column of the other status does not."""
        other = LOST if status == WON else WON
        told = [column for column in self.rules.columns if column.field in ("closed", "close", "won", "lost")]
        meant = [column for column in told if other not in _about(column)]
        meant.sort(key=lambda column: (column.field == "close", status not in _about(column)))
        return [(column, self._cells.moments(column.field, column)) for column in meant]

    def _ends(self, row: Sequence[str], status: str) -> tuple[datetime | None, date | None]:
        """When the deal was closed, by the surest column that says so, and when it is or was expected to."""
        if status == OPEN:
            return None, self._expected(row)
        for column, told in self._closings[status]:
            closed = told(row)
            if closed is not None:
                # Nothing was closed on a day to come; where it was expected then, that is kept as such.
                held = column.field == "close" and closed > self.rules.now
                closed = None if held else self._not_ahead(row, column, closed)
                break
        else:
            closed = None
        return closed, self._expected(row)

    def _place(self, row: Sequence[str]) -> tuple[str, str, str]:
        """Pipeline, status and stage; a stage column that holds Won or Lost tells the status."""
        status, target = self._status(row), self._target(row)
        if not status and self._flags:
            status = self._flagged(row, target)
        if not status and not target.status:
            status = self._told_by_dates(row) or self._told_by_reason(row)
        if status and target.status and status != target.status:
            heading, stage = self._cells.headings.get("status", "the status"), self._stage_heading
            self._cells.odd(stage, values.plain(row[self._stage_place]), f"{heading} says {status}, {stage} otherwise")
        stage = target.stage or self._left(row, target.pipeline) if target.status else target.stage
        return target.pipeline, status or target.status or OPEN, stage

    def _left(self, row: Sequence[str], pipeline: str) -> str:
        """The stage that a deal was in before its end, where the days on which stages were reached tell it."""
        for place, label in reversed(self._reached):
            if not values.is_nothing(values.plain(row[place])):
                target = self.rules.stages.get((fold(pipeline), fold(values.stage(label, "pipeline"))))
                if target is not None and target.stage:
                    return target.stage
        return ""

    def _flagged(self, row: Sequence[str], target: Target) -> str:
        """The status by columns that say yes or no: won or not, closed or not."""
        said = {status: told(row) for status, told in self._flags}
        if said.get(WON):
            return WON
        if LOST in said:
            return (
                (target.status or self._told_by_dates(row) or ("" if WON not in said else LOST)) if said[LOST] else OPEN
            )
        return ""

    def _told_by_dates(self, row: Sequence[str]) -> str:
        """Won or lost, where a day stands in the column of the one and none in that of the other."""
        found = [status for status, told in self._dated.items() if any(at(row) is not None for at in told)]
        return found[0] if len(found) == 1 else ""

    def _told_by_reason(self, row: Sequence[str]) -> str:
        """Lost, where nothing else tells how a deal stands, a reason is given, and the chance is none (Odoo)."""
        return LOST if self._ends_in_reason and self._reason(row) and self._probability(row) == 0 else ""

    def _not_ahead(self, row: Sequence[str], column: SourceColumn | None, at: datetime | None) -> datetime | None:
        """The moment unless it is still to come: nothing has happened then."""
        if at is None or column is None or at <= self.rules.now:
            return at
        cell = values.plain(row[column.place])
        self._cells.odd(column.heading, cell, f"{quoted(cell)} lies ahead", "a day to come")
        return None

    def _word(self, row: Sequence[str]) -> str:
        """The stage as the row tells it."""
        if self._stage_place >= 0:
            return row[self._stage_place]
        return stage_reached(row, self._reached) if self._reached else ""

    def _target(self, row: Sequence[str]) -> Target:
        word = self._word(row)
        asked = (self._pipeline(row), word)
        found = self._meant.get(asked)
        if found is None:
            text, name = values.plain(word), asked[0]
            if values.is_nothing(name):
                name = values.pipeline_behind(text, self._stage_heading)
            stage = "" if values.is_nothing(text) else values.stage(text, self._stage_heading)
            found = self._meant[asked] = self.rules.stages.get((fold(name), fold(stage)), Target(pipeline=name))
        return found

    def _salted(self, status: str, stage: str) -> bytes:
        found = self._salts.get((status, stage))
        if found is None:
            found = self._salts[status, stage] = f"{self._salt}\x1f{status}\x1f{stage}".encode("utf-8", "surrogatepass")
        return found


PRINTED = (
    *("title", "organization", "minor", "currency", "pipeline", "stage", "status", "created", "closed", "expected"),
    *("reason", *(field.name for field in PLAIN), "tags", "note", "probability", "people", "extras"),
)
"""What the letters behind a deal's digest stand for, four each, in their order."""


def _with_day(step: str) -> tuple[str, date | None]:
    """What is next, and the day before it (`2026-12-03 send the offer`), as our export writes both in one cell."""
    day, _, what = step.partition(" ")
    try:
        return (what.strip(), date.fromisoformat(day)) if len(day) == 10 and what.strip() else (step, None)
    except ValueError:
        return step, None


def seconds(at: datetime | None) -> int | None:
    """A moment as it is compared, whatever zone it is written in."""
    return None if at is None else int(at.timestamp())


def _about(column: SourceColumn) -> tuple[str, ...]:
    return (column.field,) if column.field in (WON, LOST) else column.about
