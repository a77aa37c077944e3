"""The deals and all that happens on them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from pipetui.store.schema.tables.base import Row, moment, one_of, table

_RENEWAL_DUE = "date(renewal_on, '-' || renewal_lead_days || ' days')"
_WON = "status = 'won' AND deleted_at IS NULL AND closed_at IS NOT NULL"
_REVISITED = "status = 'lost' AND deleted_at IS NULL AND revisit_on IS NOT NULL"
_RENEWED = "status = 'won' AND deleted_at IS NULL AND renewal_on IS NOT NULL"
_WINDING = "kind IN ('retreated', 'moved', 'reopened')"
_OPEN = "status = 'open' AND deleted_at IS NULL"


class Deal(Row, table=True):
    """A deal. `key` is its title folded for look-ups; `deleted_at` puts it in the bin, `parked_until` off the board.

    With `created_unknown` nobody told when it was created: `created_at` is then when it came into the book, which
    orders lists but stands in no figure and is shown nowhere as its day. `touched_elsewhere_at` is when another program
    last saw it touched: silence counts from there, or from a later touch of ours; no touch is made of it.
    """

    __tablename__ = "deal"
    __table_args__ = table(
        one_of("status", "open", "won", "lost"),
        CheckConstraint("value_minor IS NULL OR value_minor >= 0", name="value_not_negative"),
        CheckConstraint("length(currency) = 3", name="currency_code"),
        CheckConstraint("own_probability BETWEEN 0 AND 100", name="own_probability_percent"),
        Index("ix_deal_live", "status", "stage_id", sqlite_where=text("deleted_at IS NULL")),
        # Small and covering: what is due and what is usual is counted without touching the deals themselves.
        Index("ix_deal_open", "id", "parked_until", sqlite_where=text(_OPEN)),
        Index(
            "ix_deal_worth", "currency", "id", "value_minor", "own_probability", "stage_id", sqlite_where=text(_OPEN)
        ),
        # So are what a quota asks for, which stands over every screen: what was won when, and what is expected when.
        Index("ix_deal_won", "closed_at", "closed_on", "currency", "value_minor", sqlite_where=text(_WON)),
        Index(
            "ix_deal_expected",
            *("expected_close", "currency", "value_minor", "own_probability", "stage_id", "parked_until"),
            sqlite_where=text(_OPEN),
        ),
        Index("ix_deal_closed", "status", "closed_at", sqlite_where=text("closed_at IS NOT NULL")),
        Index("ix_deal_revisit", "revisit_on", sqlite_where=text(_REVISITED)),
        Index("ix_deal_renewal", text(_RENEWAL_DUE), sqlite_where=text(_RENEWED)),
    )
    title: str
    key: str = Field(index=True)
    value_minor: int | None = None
    currency: str
    status: str = "open"
    stage_id: int = Field(foreign_key="stage.id", index=True)
    entered_stage_at: datetime = moment()
    organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True)
    source: str = ""
    expected_close: date | None = None
    close_pushed: int = 0
    own_probability: int | None = None
    created_at: datetime = moment()
    closed_at: datetime | None = moment(nullable=True)
    first_won_at: datetime | None = moment(nullable=True)
    lost_reason: str = ""
    lost_note: str = ""
    lost_stage_id: int | None = Field(default=None, foreign_key="stage.id")
    revisit_on: date | None = None
    parked_until: date | None = None
    keep_until: date | None = None
    renewal_on: date | None = None
    renewal_lead_days: int = 0
    origin_id: int | None = Field(default=None, foreign_key="deal.id", index=True)
    origin_kind: str = ""
    deleted_at: datetime | None = moment(nullable=True)
    closed_on: date | None = None
    created_unknown: bool = False
    touched_elsewhere_at: datetime | None = moment(nullable=True)


class DealPerson(Row, table=True):
    """Who takes part in a deal, and as what."""

    __tablename__ = "deal_person"
    __table_args__ = table(UniqueConstraint("deal_id", "person_id"))
    deal_id: int = Field(foreign_key="deal.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str = ""


class DealTag(Row, table=True):
    """One tag on one deal."""

    __tablename__ = "deal_tag"
    __table_args__ = table(UniqueConstraint("deal_id", "tag"))
    deal_id: int = Field(foreign_key="deal.id")
    tag: str = Field(index=True)


class Qualification(Row, table=True):
    """The answer to one question about a deal; no row means unknown."""

    __tablename__ = "qualification"
    __table_args__ = table(
        UniqueConstraint("deal_id", "question"),
        one_of("question", "budget", "authority", "need", "timing"),
        one_of("answer", "yes", "no", "unknown"),
    )
    deal_id: int = Field(foreign_key="deal.id")
    question: str
    answer: str
    note: str = ""
    answered_at: datetime = moment()


class StageEvent(Row, table=True):
    """One move of a deal; `stayed_s` is the length of the stay it ended, in seconds."""

    __tablename__ = "stage_event"
    __table_args__ = table(
        one_of(
            "kind",
            "created",
            "advanced",
            "retreated",
            "moved",
            "won",
            "lost",
            "reopened",
            "parked",
            "unparked",
        ),
        Index("ix_stage_event_deal", "deal_id", "at"),
        # The deals that did not go straight on are few: whatever is asked of their ways begins with them.
        Index("ix_stage_event_winding", "deal_id", "kind", sqlite_where=text(_WINDING)),
        Index("ix_stage_event_stay", "from_stage_id", "at", "stayed_s", sqlite_where=text("stayed_s IS NOT NULL")),
    )
    deal_id: int = Field(foreign_key="deal.id")
    kind: str
    at: datetime = moment()
    from_stage_id: int | None = Field(default=None, foreign_key="stage.id")
    to_stage_id: int | None = Field(default=None, foreign_key="stage.id")
    stayed_s: int | None = None
    note: str = ""


class Touch(Row, table=True):
    """Something that happened between the rep and the customer."""

    __tablename__ = "touch"
    __table_args__ = table(
        one_of("direction", "out", "in"),
        Index("ix_touch_deal", "deal_id", "at"),
        Index("ix_touch_person", "person_id", "at"),
        Index("ix_touch_at", "at"),
        Index("ix_touch_organization", "organization_id", "at", sqlite_where=text("organization_id IS NOT NULL")),
    )
    deal_id: int | None = Field(default=None, foreign_key="deal.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    kind: str
    direction: str = "out"
    outcome: str = ""
    at: datetime = moment()
    text: str = ""
    organization_id: int | None = Field(default=None, foreign_key="organization.id")


class FollowUp(Row, table=True):
    """Something planned; `due_time` is HH:MM or empty for "by the end of that day".

    One that a cadence suggested names it, with its place in it: 0 for the first step. The cadence may be gone since.
    """

    __tablename__ = "follow_up"
    __table_args__ = table(
        one_of("turn", "mine", "theirs"),
        Index(
            "ix_follow_up_open",
            "deal_id",
            "due_on",
            text("coalesce(due_time, '24:00')"),
            "id",
            sqlite_where=text("done_at IS NULL"),
        ),
        Index("ix_follow_up_due", "due_on", "deal_id", "due_time", sqlite_where=text("done_at IS NULL")),
        Index("ix_follow_up_deal", "deal_id"),
    )
    deal_id: int = Field(foreign_key="deal.id")
    what: str = ""
    due_on: date
    due_time: str | None = None
    kind: str = ""
    turn: str = "mine"
    postponed: int = 0
    created_at: datetime = moment()
    done_at: datetime | None = moment(nullable=True)
    cadence_id: int | None = None
    cadence_place: int | None = None


class Note(Row, table=True):
    """Something written down; it moves no clock."""

    __tablename__ = "note"
    __table_args__ = table(Index("ix_note_deal", "deal_id", "at"))
    deal_id: int | None = Field(default=None, foreign_key="deal.id")
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True)
    text: str
    at: datetime = moment()


class DealObjection(Row, table=True):
    """An objection met on a deal."""

    __tablename__ = "deal_objection"
    __table_args__ = table(one_of("state", "open", "overcome"))
    deal_id: int = Field(foreign_key="deal.id", index=True)
    objection_id: int = Field(foreign_key="objection.id", index=True)
    state: str = "open"
    note: str = ""
    at: datetime = moment()


class DealCadence(Row, table=True):
    """Where a deal stands in a cadence; `stopped_at` ends it. Only the newest row of a deal counts."""

    __tablename__ = "deal_cadence"
    __table_args__ = table()
    deal_id: int = Field(foreign_key="deal.id", index=True)
    cadence_id: int = Field(foreign_key="cadence.id", index=True)
    done_steps: int = 0
    started_at: datetime = moment()
    stopped_at: datetime | None = moment(nullable=True)
    stop_reason: str = ""


class DealItem(Row, table=True):
    """One line of what a deal is for: `quantity_milli` thousandths of a unit at `price_minor` of the deal's currency.

    `discount_milli` thousandths of a percent are taken off the line. `billing` says how often it is paid: once, or each
    month or year.
    """

    __tablename__ = "deal_item"
    __table_args__ = table(
        one_of("billing", "once", "month", "year"),
        CheckConstraint("quantity_milli >= 0", name="quantity_not_negative"),
        CheckConstraint("discount_milli BETWEEN 0 AND 100000", name="discount_milli_part"),
    )
    deal_id: int = Field(foreign_key="deal.id", index=True)
    product_id: int | None = Field(default=None, foreign_key="product.id", index=True)
    name: str
    quantity_milli: int = 1000
    price_minor: int | None = None
    discount_milli: int = 0
    billing: str = "once"
    position: int = 0


class DealCriterion(Row, table=True):
    """An exit criterion of a stage that a deal has met."""

    __tablename__ = "deal_criterion"
    __table_args__ = table(UniqueConstraint("deal_id", "criterion_id"))
    deal_id: int = Field(foreign_key="deal.id")
    criterion_id: int = Field(foreign_key="exit_criterion.id", index=True)
    met_at: datetime = moment()


class ForecastCategory(Row, table=True):
    """Where the rep put a deal in the forecast by hand: only the newest row of a deal counts."""

    __tablename__ = "forecast_category"
    __table_args__ = table(one_of("category", "commit", "best case", "pipeline", "omitted"))
    deal_id: int = Field(foreign_key="deal.id", index=True)
    category: str
    at: datetime = moment()


class Attachment(Row, table=True):
    """A file or a page that belongs to a deal: `target` is a path or an address, `label` what it is called."""

    __tablename__ = "attachment"
    __table_args__ = table()
    deal_id: int = Field(foreign_key="deal.id", index=True)
    target: str
    label: str = ""
    position: int = 0
    at: datetime = moment()
