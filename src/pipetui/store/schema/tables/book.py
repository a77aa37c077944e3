"""What a book is set up with: pipelines, lists to choose from, plans, and where imported rows came from."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from pipetui.store.schema.tables.base import Row, moment, one_of, table


class Setting(Row, table=True):
    """What belongs to this book rather than to its user: currency, the template it began with."""

    __tablename__ = "setting"
    __table_args__ = table()
    key: str = Field(unique=True)
    value: str


class Pipeline(Row, table=True):
    """An ordered row of stages; one pipeline is the default."""

    __tablename__ = "pipeline"
    __table_args__ = table()
    name: str = Field(unique=True)
    position: int = 0
    is_default: bool = False


class Stage(Row, table=True):
    """One column: `probability` in percent, `rotting_days` 0 = never rots.

    With `removed_at` it is none any more and no deal stands in it, but what happened in it still tells its name.
    `merged_into` is the stage that it became a part of: what is counted of this one is counted there.
    """

    __tablename__ = "stage"
    __table_args__ = table(
        UniqueConstraint("pipeline_id", "name"),
        CheckConstraint("probability BETWEEN 0 AND 100", name="probability_percent"),
        CheckConstraint("rotting_days >= 0", name="rotting_days_whole"),
    )
    pipeline_id: int = Field(foreign_key="pipeline.id", index=True)
    name: str
    position: int
    probability: int = 0
    rotting_days: int = 0
    qualifies: bool = False
    cadence_id: int | None = Field(default=None, foreign_key="cadence.id")
    removed_at: datetime | None = moment(nullable=True)
    merged_into: int | None = None


class ExitCriterion(Row, table=True):
    """What should be true of a deal before it leaves a stage; asked as a checklist when it advances."""

    __tablename__ = "exit_criterion"
    __table_args__ = table(UniqueConstraint("stage_id", "text"))
    stage_id: int = Field(foreign_key="stage.id")
    text: str
    position: int = 0


class Product(Row, table=True):
    """Something that is sold, with its list price; `billing` says how often it is paid."""

    __tablename__ = "product"
    __table_args__ = table(
        one_of("billing", "once", "month", "year"), CheckConstraint("length(currency) = 3", name="currency_code")
    )
    name: str
    key: str = Field(index=True)
    code: str = ""
    unit: str = ""
    price_minor: int | None = None
    currency: str
    billing: str = "once"
    position: int = 0


class Cadence(Row, table=True):
    """A named rhythm of touches."""

    __tablename__ = "cadence"
    __table_args__ = table()
    name: str = Field(unique=True)
    is_default: bool = False


class CadenceStep(Row, table=True):
    """One touch of a cadence, `wait_days` working days after the one before it was done."""

    __tablename__ = "cadence_step"
    __table_args__ = table(UniqueConstraint("cadence_id", "position"))
    cadence_id: int = Field(foreign_key="cadence.id")
    position: int
    kind: str
    wait_days: int = 0
    text: str = ""
    template_id: int | None = Field(default=None, foreign_key="template.id")


class Template(Row, table=True):
    """An e-mail text with {fields}."""

    __tablename__ = "template"
    __table_args__ = table()
    name: str = Field(unique=True)
    purpose: str = ""
    subject: str = ""
    body: str = ""


class Objection(Row, table=True):
    """The playbook: what customers say against buying, and the planned response."""

    __tablename__ = "objection"
    __table_args__ = table()
    text: str = Field(unique=True)
    response: str = ""


class ScoreRule(Row, table=True):
    """A line of a score: `points` where the rule holds. `side` is fit (who they are) or intent (what they did)."""

    __tablename__ = "score_rule"
    __table_args__ = table(one_of("side", "fit", "intent"), UniqueConstraint("side", "rule"))
    side: str
    rule: str
    points: int
    position: int = 0


class LossReason(Row, table=True):
    """The short list a drop chooses from."""

    __tablename__ = "loss_reason"
    __table_args__ = table()
    name: str = Field(unique=True)
    position: int = 0


class TouchKind(Row, table=True):
    """The kinds of touch a rep chooses from."""

    __tablename__ = "touch_kind"
    __table_args__ = table()
    name: str = Field(unique=True)
    position: int = 0


class Quota(Row, table=True):
    """What is to be won in a month, quarter or year: an amount, a count, or both; an amount in each currency.

    A row of neither ends what was to be won in its currency.
    """

    __tablename__ = "quota"
    __table_args__ = table(
        one_of("period", "month", "quarter", "year"), UniqueConstraint("period", "starts_on", "currency")
    )
    period: str
    starts_on: date
    amount_minor: int | None = None
    currency: str
    count: int | None = None


class ForecastDay(Row, table=True):
    """What the forecast of a period said on a day, in one currency; written once a day, and no step of undo."""

    __tablename__ = "forecast_day"
    __table_args__ = table(
        one_of("period", "month", "quarter", "year"), UniqueConstraint("period", "starts_on", "currency", "day")
    )
    day: date
    period: str
    starts_on: date
    currency: str
    won_minor: int
    weighted_minor: int
    estimate_minor: int
    low_minor: int
    high_minor: int
    commit_minor: int
    best_minor: int
    quota_minor: int | None = None


class SavedView(Row, table=True):
    """A filter with a name."""

    __tablename__ = "saved_view"
    __table_args__ = table()
    name: str = Field(unique=True)
    query: str = ""
    sort: str = ""
    position: int = 0


class CustomField(Row, table=True):
    """A field the rep added to deals, people or organizations."""

    __tablename__ = "custom_field"
    __table_args__ = table(one_of("entity", "deal", "person", "organization"), UniqueConstraint("entity", "name"))
    entity: str
    name: str
    kind: str = "text"
    options: str = ""
    position: int = 0


class CustomValue(Row, table=True):
    """What a custom field holds for one deal, person or organization (`entity_id`)."""

    __tablename__ = "custom_value"
    __table_args__ = table(UniqueConstraint("field_id", "entity_id"))
    field_id: int = Field(foreign_key="custom_field.id")
    entity_id: int = Field(index=True)
    value: str


class ImportMapping(Row, table=True):
    """How a rep's own files are read, by a name: `content` is JSON, see `exchange.saved_mapping`."""

    __tablename__ = "import_mapping"
    __table_args__ = table()
    name: str = Field(unique=True)
    content: str


class ExternalRef(Row, table=True):
    """Which row of another system's file a row here came from, so that a second import finds it.

    `digest` tells whether that row still says the same. Books of revision 1 kept it in a row of its own, with the
    digest for `external_id` and " row" behind the name of the entity; it is read where `digest` is empty.
    """

    __tablename__ = "external_ref"
    __table_args__ = table(
        UniqueConstraint("system", "entity", "external_id"),
        Index("ix_external_ref_ours", "entity", "entity_id"),
    )
    system: str
    entity: str
    external_id: str
    entity_id: int
    digest: str | None = None
