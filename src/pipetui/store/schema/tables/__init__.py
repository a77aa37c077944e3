"""The schema of a book: the one definition that migrations, triggers and writes are made from.

Times are text, aware UTC to the second (`2026-11-21T20:46:12Z`), which sorts as it reads. Dates are ISO text.
Money is a whole number of minor units beside its ISO 4217 code. Numbers of rows are never used twice
(AUTOINCREMENT), so `#42` stays `#42` for ever.
"""

from pipetui.store.schema.tables.base import Row, Utc, keep_defaults_in_the_book, table_of
from pipetui.store.schema.tables.book import (
    Cadence,
    CadenceStep,
    CustomField,
    CustomValue,
    ExitCriterion,
    ExternalRef,
    ForecastDay,
    ImportMapping,
    LossReason,
    Objection,
    Pipeline,
    Product,
    Quota,
    SavedView,
    ScoreRule,
    Setting,
    Stage,
    Template,
    TouchKind,
)
from pipetui.store.schema.tables.deals import (
    Attachment,
    Deal,
    DealCadence,
    DealCriterion,
    DealItem,
    DealObjection,
    DealPerson,
    DealTag,
    FollowUp,
    ForecastCategory,
    Note,
    Qualification,
    StageEvent,
    Touch,
)
from pipetui.store.schema.tables.journal import JOURNAL_TABLES, JournalHead, JournalRow, Step
from pipetui.store.schema.tables.people import ContactPoint, Organization, OrganizationTag, Person, PersonTag
from pipetui.store.values import utc_text

keep_defaults_in_the_book()

__all__ = [
    "JOURNAL_TABLES",
    "Attachment",
    "Cadence",
    "CadenceStep",
    "ContactPoint",
    "CustomField",
    "CustomValue",
    "Deal",
    "DealCadence",
    "DealCriterion",
    "DealItem",
    "DealObjection",
    "DealPerson",
    "DealTag",
    "ExitCriterion",
    "ExternalRef",
    "FollowUp",
    "ForecastCategory",
    "ForecastDay",
    "ImportMapping",
    "JournalHead",
    "JournalRow",
    "LossReason",
    "Note",
    "Objection",
    "Organization",
    "OrganizationTag",
    "Person",
    "PersonTag",
    "Pipeline",
    "Product",
    "Qualification",
    "Quota",
    "Row",
    "SavedView",
    "ScoreRule",
    "Setting",
    "Stage",
    "StageEvent",
    "Step",
    "Template",
    "Touch",
    "TouchKind",
    "Utc",
    "table_of",
    "utc_text",
]
