"""The fields of a deal that can be edited: how each is shown as text, understood from text, and written.

The edit form and `pipetui edit` are both made from this table, so they know the same fields and refuse the same
input.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from pipetui.domain import money, pipeline, qualification
from pipetui.domain.aftersale import Renewal, parse_renewal, renewal_text
from pipetui.domain.choose import choose
from pipetui.domain.dates import when
from pipetui.domain.deal import LOST, OPEN, QUESTIONS, WON, Stage
from pipetui.domain.errors import ConflictError, InputError
from pipetui.domain.folding import key_of
from pipetui.domain.line.parts import percent
from pipetui.domain.text import clean
from pipetui.service import deal_people, past
from pipetui.service.deals import set_tags
from pipetui.store import answers, contacts
from pipetui.store.deal_row import DealRow
from pipetui.store.unit_of_work import UnitOfWork
from pipetui.views import DealSheet


class Context(NamedTuple):
    """What text is understood against: the time, how dates count, the deal's currency and stages, the loss reasons."""

    now: datetime
    dates: when.DateRules
    currency: str
    stages: tuple[Stage, ...]
    reasons: tuple[str, ...] = ()


class Field(NamedTuple):
    """One editable field: `show` gives its present text, `parse` raises InputError, `write` runs in a gesture."""

    name: str
    label: str
    example: str
    show: Callable[[DealSheet], str]
    parse: Callable[[Context, str], Any]
    write: Callable[[UnitOfWork, DealRow, Any], None]


def _title(context: Context, text: str) -> str:
    title = clean(text)
    if not title:
        raise InputError("a deal needs a title", "for example: Acme rollout")
    return title


def _write_title(uow: UnitOfWork, row: DealRow, title: str) -> None:
    row.title, row.key = title, key_of(title)


def _value(context: Context, text: str) -> money.Money | None:
    return money.parse(text, context.currency) if text.strip() else None


def _write_value(uow: UnitOfWork, row: DealRow, value: money.Money | None) -> None:
    row.value_minor = None if value is None else value.minor
    if value is not None:
        row.currency = value.currency


def _show_value(sheet: DealSheet) -> str:
    value = sheet.card.value
    return "" if value is None else f"{value.decimal} {value.currency}"


def _stage(context: Context, text: str) -> Stage:
    return pipeline.find_stage(context.stages, text)


def _write_stage(uow: UnitOfWork, row: DealRow, stage: Stage) -> None:
    if row.status != OPEN:
        raise ConflictError(f"{row.name} is {row.status}, so it cannot be moved", "reopen it first")
    if row.stage_id != stage.id:
        uow.shift_row(row, lambda deal, stages, now: pipeline.move(deal, stages, stage, now))


def _percent(context: Context, text: str) -> int | None:
    return percent(text, "or empty for the stage's own") if text.strip(" %") else None


def _write_percent(uow: UnitOfWork, row: DealRow, own: int | None) -> None:
    row.own_probability = own


def _day(context: Context, text: str) -> date | None:
    return when.parse_day(text, context.now, context.dates) if text.strip() else None


def _write_close(uow: UnitOfWork, row: DealRow, day: date | None) -> None:
    if row.expected_close is not None and day is not None and day > row.expected_close:
        row.close_pushed += 1
    row.expected_close = day


def _renewal(context: Context, text: str) -> Renewal | None:
    return parse_renewal(text, context.now, context.dates) if text.strip() else None


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


def _write_source(uow: UnitOfWork, row: DealRow, source: str) -> None:
    row.source = source


def _text(context: Context, text: str) -> str:
    return clean(text)


def _tags(context: Context, text: str) -> tuple[str, ...]:
    return tuple(word.lstrip("#+") for word in clean(text).replace(",", " ").split() if word.lstrip("#+"))


def _answer(context: Context, text: str) -> str:
    return qualification.read_answer(text)


def _past(context: Context, text: str) -> datetime | None:
    return when.parse_past(text, context.now, context.dates) if text.strip() else None


def _put_right(
    write: Callable[[UnitOfWork, DealRow, datetime], None],
) -> Callable[[UnitOfWork, DealRow, datetime | None], None]:
    """How a time of the past is written; every deal has one, so that none is no answer."""

    def written(uow: UnitOfWork, row: DealRow, at: datetime | None) -> None:
        if at is None:
            raise InputError("when it was is not known", "for example: yesterday, mon, 2026-11-20, 2026-11-20 17:00")
        write(uow, row, at.replace(microsecond=0).astimezone(UTC))

    return written


def _local(at: datetime | None) -> str:
    """A time of the past as it is typed: 2026-11-20 17:00, in the rep's zone."""
    return "" if at is None else f"{at.astimezone():%Y-%m-%d %H:%M}"


def _reason(context: Context, text: str) -> str:
    return pipeline.find_reason(context.reasons, text) if text.strip() else ""


def _question(question: str) -> Field:
    def write(uow: UnitOfWork, row: DealRow, answer: str) -> None:
        answers.write(uow.connection, row.id, qualification.GivenAnswer(question, answer), uow.at)

    return Field(
        question,
        question.capitalize(),
        "yes, no or unknown",
        lambda sheet: next(said.answer for said in sheet.qualification if said.question == question),
        _answer,
        write,
    )


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("title", "Title", "Acme rollout", lambda sheet: sheet.card.title, _title, _write_title),
        Field("value", "Value", "12k, 1250.50, 9000 USD", _show_value, _value, _write_value),
        Field("stage", "Stage", "a beginning is enough", lambda sheet: sheet.card.stage, _stage, _write_stage),
        Field(
            "probability",
            "Probability",
            "0 to 100; empty = the stage's",
            lambda sheet: "" if sheet.own_probability is None else f"{sheet.own_probability}%",
            _percent,
            _write_percent,
        ),
        Field(
            "close",
            "Expected close",
            "eoq, 15 dec, +3w",
            lambda sheet: _iso(sheet.card.expected_close),
            _day,
            _write_close,
        ),
        Field(
            "organization",
            "Organization",
            "Acme GmbH",
            lambda sheet: sheet.card.organization,
            _text,
            _write_organization,
        ),
        Field(
            "people",
            "People",
            "Ann Lee <ann@acme.example> (champion)",
            deal_people.show,
            lambda context, text: deal_people.parse(text),
            deal_people.write,
        ),
        Field("source", "Source", "referral", lambda sheet: sheet.card.source, _text, _write_source),
        Field("tags", "Tags", "hot saas", lambda sheet: " ".join(sheet.card.tags), _tags, set_tags),
        *(_question(question) for question in QUESTIONS),
        Field(
            "renewal",
            "Renewal",
            "2027-11-01 30d (won deals)",
            lambda sheet: renewal_text(sheet.card.renewal_on, sheet.card.renewal_lead_days),
            _renewal,
            _write_renewal,
        ),
        Field(
            "revisit",
            "Revisit",
            "1 mar (lost deals)",
            lambda sheet: _iso(sheet.card.revisit_on),
            _day,
            _write_revisit,
        ),
        Field("reason", "Lost for", "price (lost deals)", lambda sheet: sheet.card.lost_reason, _reason, past.lost_for),
        Field(
            "created",
            "Created",
            "2026-11-20",
            lambda sheet: _local(sheet.card.created_at),
            _past,
            _put_right(past.came_in),
        ),
        Field(
            "entered",
            "In stage since",
            "mon, 2026-11-20",
            lambda sheet: _local(sheet.card.entered_stage_at),
            _past,
            _put_right(past.entered),
        ),
        Field(
            "closed",
            "Closed",
            "yesterday (won and lost deals)",
            lambda sheet: _local(sheet.card.closed_at),
            _past,
            _put_right(past.closed),
        ),
    )
}


def field(name: str) -> Field:
    """The field of that name or a beginning of it; raises InputError with the list."""
    wanted = {"org": "organization", "src": "source", "p": "probability", "who": "people", "tag": "tags"}.get(
        name.lower(), name.lower()
    )
    return FIELDS[choose(wanted, tuple(FIELDS), "field")]
