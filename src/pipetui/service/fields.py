"""The fields of a deal that can be edited: how each kind is shown as text, understood from text, and written.

The edit form, the editor's text and `pipetui edit` are made from `FIELDS`, which is made from the table of fields. So
they know the same fields and refuse the same input.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

from pipetui.domain import fields, money, pipeline, qualification
from pipetui.domain.aftersale import parse_renewal, renewal_text
from pipetui.domain.dates import when
from pipetui.domain.deal import LOST, OPEN, QUESTIONS, WON
from pipetui.domain.errors import ConflictError, InputError
from pipetui.domain.fields import Field
from pipetui.domain.folding import key_of
from pipetui.domain.line.parts import percent, whole
from pipetui.domain.text import clean
from pipetui.service import deal_people, past
from pipetui.service.editable import Editable
from pipetui.store import answers, contacts, items, tags

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, NamedTuple

    from pipetui.domain.aftersale import Renewal
    from pipetui.domain.custom_fields import CustomField
    from pipetui.domain.deal import Stage
    from pipetui.store.deal_row import DealRow
    from pipetui.store.unit_of_work import UnitOfWork
    from pipetui.views import DealSheet
else:
    from pipetui.domain.record import NamedTuple


class Context(NamedTuple):
    """What text is understood against: the time, how dates count, the deal's currency, what names a stage for it, the
    loss reasons, the fields that the rep added."""

    now: datetime
    dates: when.DateRules
    currency: str
    stage: Callable[[str], Stage]
    reasons: tuple[str, ...] = ()
    custom: tuple[CustomField, ...] = ()

    @property
    def fields(self) -> Mapping[str, Editable]:
        """The fields of a deal that can be edited, by name, in the order of the form."""
        return all_fields(self.custom)


# --- understood


def _text(context: Context, text: str) -> str:
    return clean(text)


def _whole(context: Context, text: str) -> int | None:
    return whole(text) if text.strip() else None


def _title(context: Context, text: str) -> str:
    title = clean(text)
    if not title:
        raise InputError("a deal needs a title", "for example: Acme rollout")
    return title


def _value(context: Context, text: str) -> money.Money | None:
    return money.parse(text, context.currency) if text.strip() else None


def _stage(context: Context, text: str) -> Stage:
    return context.stage(text)


def _percent(context: Context, text: str) -> int | None:
    return percent(text, "or empty for the stage's own") if text.strip(" %") else None


def _day(context: Context, text: str) -> date | None:
    return when.parse_day(text, context.now, context.dates) if text.strip() else None


def _past(context: Context, text: str) -> datetime | None:
    return when.parse_past(text, context.now, context.dates) if text.strip() else None


def _people(context: Context, text: str) -> tuple[deal_people.Attendee, ...]:
    return deal_people.parse(text)


def _tags(context: Context, text: str) -> tuple[str, ...]:
    return tuple(word.lstrip("#+") for word in clean(text).replace(",", " ").split() if word.lstrip("#+"))


def _answer(context: Context, text: str) -> str:
    return qualification.read_answer(text)


def _renewal(context: Context, text: str) -> Renewal | None:
    return parse_renewal(text, context.now, context.dates) if text.strip() else None


def _reason(context: Context, text: str) -> str:
    return pipeline.find_reason(context.reasons, text) if text.strip() else ""


# --- shown


def _shown(text: Callable[[Any], str] = str) -> Callable[[Field, DealSheet], str]:
    """How a value of the card is shown: by `text`, and nothing as nothing."""

    def show(field: Field, sheet: DealSheet) -> str:
        value = getattr(sheet.card, field.attribute)
        return "" if value is None else text(value)

    return show


def _amount(value: money.Money) -> str:
    return f"{value.decimal} {value.currency}"


def _local(at: datetime) -> str:
    """A time of the past as it is typed: 2026-11-20 17:00, in the rep's zone."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _own_percent(field: Field, sheet: DealSheet) -> str:
    """What the deal has of its own, not what its stage says."""
    own = getattr(sheet, field.stored)
    return "" if own is None else f"{own}%"


def _answered(field: Field, sheet: DealSheet) -> str:
    return next(said.answer for said in sheet.qualification if said.question == field.name)


# --- written


def _write_column(column: str, uow: UnitOfWork, row: DealRow, value: Any) -> None:
    setattr(row, column, value)


def _write_title(uow: UnitOfWork, row: DealRow, title: str) -> None:
    row.title, row.key = title, key_of(title)


def _write_value(uow: UnitOfWork, row: DealRow, value: money.Money | None) -> None:
    if value is not None:
        items.check_currency(uow.connection, row.id, row.currency, value.currency)
        row.currency = value.currency
    row.value_minor = None if value is None else value.minor


def _write_stage(uow: UnitOfWork, row: DealRow, stage: Stage) -> None:
    if row.status != OPEN:
        raise ConflictError(f"{row.name} is {row.status}, so it cannot be moved", "reopen it first")
    if row.stage_id != stage.id:
        uow.shift_row(row, lambda deal, stages, now: pipeline.move(deal, stages, stage, now))


def _write_close(uow: UnitOfWork, row: DealRow, day: date | None) -> None:
    if row.expected_close is not None and day is not None and day > row.expected_close:
        row.close_pushed += 1
    row.expected_close = day


def _write_renewal(uow: UnitOfWork, row: DealRow, renewal: Renewal | None) -> None:
    if renewal is not None and row.status != WON:
        raise ConflictError(f"{row.name} is {row.status}: only a won deal is renewed", "win it first")
    row.renewal_on, row.renewal_lead_days = renewal or (None, 0)


def _write_revisit(uow: UnitOfWork, row: DealRow, day: date | None) -> None:
    if day is not None and row.status != LOST:
        raise ConflictError(f"{row.name} is {row.status}: only a lost deal is revisited", "park it instead")
    row.revisit_on = day


def _write_organization(uow: UnitOfWork, row: DealRow, name: str) -> None:
    row.organization_id = contacts.organization(uow.connection, name, uow.at)


def _write_tags(uow: UnitOfWork, row: DealRow, words: Sequence[str]) -> None:
    tags.put(uow.connection, row.id, words)


def _write_answer(question: str, uow: UnitOfWork, row: DealRow, answer: str) -> None:
    answers.write(uow.connection, row.id, qualification.GivenAnswer(question, answer), uow.at)


def _put_right(
    write: Callable[[UnitOfWork, DealRow, datetime], None],
) -> Callable[[UnitOfWork, DealRow, datetime | None], None]:
    """How a time of the past is written; every deal has one, so that none is no answer."""

    def written(uow: UnitOfWork, row: DealRow, at: datetime | None) -> None:
        if at is None:
            raise InputError("when it was is not known", "for example: yesterday, mon, 2026-11-20, 2026-11-20 17:00")
        write(uow, row, at.replace(microsecond=0).astimezone(UTC))

    return written


# --- of each kind

_PARSE: dict[str, Callable[[Context, str], Any]] = {
    fields.TEXT: _text,
    fields.WHOLE: _whole,
    fields.TITLE: _title,
    fields.MONEY: _value,
    fields.STAGE: _stage,
    fields.PERCENT: _percent,
    fields.DAY: _day,
    fields.MOMENT: _past,
    fields.ORGANIZATION: _text,
    fields.PEOPLE: _people,
    fields.TAGS: _tags,
    fields.ANSWER: _answer,
    fields.RENEWAL: _renewal,
    fields.REASON: _reason,
}
_SHOW: dict[str, Callable[[Field, DealSheet], str]] = {
    fields.MONEY: _shown(_amount),
    fields.PERCENT: _own_percent,
    fields.DAY: _shown(date.isoformat),
    fields.MOMENT: _shown(_local),
    fields.PEOPLE: lambda field, sheet: deal_people.show(sheet),
    fields.TAGS: _shown(" ".join),
    fields.ANSWER: _answered,
    fields.RENEWAL: lambda field, sheet: renewal_text(sheet.card.renewal_on, sheet.card.renewal_lead_days),
}
"""How a kind is shown that is more than the text of its value."""

_WRITE: dict[str, Callable[[UnitOfWork, DealRow, Any], None]] = {
    fields.TITLE: _write_title,
    fields.MONEY: _write_value,
    fields.ORGANIZATION: _write_organization,
    fields.PEOPLE: deal_people.write,
    fields.TAGS: _write_tags,
    fields.RENEWAL: _write_renewal,
    fields.REASON: past.lost_for,
    "stage": _write_stage,
    "close": _write_close,
    "revisit": _write_revisit,
    "created": _put_right(past.came_in),
    "entered": _put_right(past.entered),
    "closed": _put_right(past.closed),
    **{question: partial(_write_answer, question) for question in QUESTIONS},
}
"""How what a row of the table names in `write`, or else its kind, is written that is more than its column."""


def editable(table: Iterable[Field]) -> dict[str, Editable]:
    """The fields of a deal that can be edited, by name, in the order of the form."""
    return {
        field.name: Editable(
            field,
            _PARSE[field.kind],
            _WRITE.get(field.write or field.kind) or partial(_write_column, field.stored),
            partial(_SHOW.get(field.kind, _shown()), field),
        )
        for field in table
        if field.label
    }


FIELDS = editable(fields.DEAL)


def all_fields(custom: Sequence[CustomField]) -> Mapping[str, Editable]:
    """`FIELDS`, and behind them those that the rep added."""
    if not custom:
        return FIELDS
    from pipetui.service import custom_editing  # few books have one

    return {**FIELDS, **custom_editing.of_deals(custom)}
