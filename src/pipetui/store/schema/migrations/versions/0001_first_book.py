"""The first book.

Revision 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cadence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadence")),
        sa.UniqueConstraint("name", name=op.f("uq_cadence_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "custom_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("options", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("entity IN ('deal', 'person', 'organization')", name=op.f("ck_custom_field_entity_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_field")),
        sa.UniqueConstraint("entity", "name", name=op.f("uq_custom_field_entity_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "external_ref",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_ref")),
        sa.UniqueConstraint("system", "entity", "external_id", name=op.f("uq_external_ref_system_entity_external_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_external_ref_ours", "external_ref", ["entity", "entity_id"], unique=False)
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "loss_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loss_reason")),
        sa.UniqueConstraint("name", name=op.f("uq_loss_reason_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("response", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("text", name=op.f("uq_objection_text")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_organization_key"), "organization", ["key"], unique=False)
    op.create_table(
        "pipeline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pipeline")),
        sa.UniqueConstraint("name", name=op.f("uq_pipeline_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.CheckConstraint("period IN ('month', 'quarter', 'year')", name=op.f("ck_quota_period_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
        sa.UniqueConstraint("period", "starts_on", name=op.f("uq_quota_period_starts_on")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("name", name=op.f("uq_saved_view_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("key", name=op.f("uq_setting_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.Column("undone_after", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_step_undone", "step", ["undone_at", "id"], unique=False)
    op.create_table(
        "template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template")),
        sa.UniqueConstraint("name", name=op.f("uq_template_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "touch_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touch_kind")),
        sa.UniqueConstraint("name", name=op.f("uq_touch_kind_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "cadence_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cadence_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("wait_days", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cadence_id"], ["cadence.id"], name=op.f("fk_cadence_step_cadence_id")),
        sa.ForeignKeyConstraint(["template_id"], ["template.id"], name=op.f("fk_cadence_step_template_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadence_step")),
        sa.UniqueConstraint("cadence_id", "position", name=op.f("uq_cadence_step_cadence_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "custom_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["field_id"], ["custom_field.id"], name=op.f("fk_custom_value_field_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_value")),
        sa.UniqueConstraint("field_id", "entity_id", name=op.f("uq_custom_value_field_id_entity_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_custom_value_entity_id"), "custom_value", ["entity_id"], unique=False)
    op.create_table(
        "journal_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_journal_row_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_row")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_journal_row_of", "journal_row", ["table_name", "row_id"], unique=False)
    op.create_index(op.f("ix_journal_row_step_id"), "journal_row", ["step_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("job_title", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_person_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_person_key"), "person", ["key"], unique=False)
    op.create_index(op.f("ix_person_organization_id"), "person", ["organization_id"], unique=False)
    op.create_table(
        "stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pipeline_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("rotting_days", sa.Integer(), nullable=False),
        sa.Column("qualifies", sa.Boolean(), nullable=False),
        sa.Column("cadence_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("probability BETWEEN 0 AND 100", name=op.f("ck_stage_probability_percent")),
        sa.CheckConstraint("rotting_days >= 0", name=op.f("ck_stage_rotting_days_whole")),
        sa.ForeignKeyConstraint(["cadence_id"], ["cadence.id"], name=op.f("fk_stage_cadence_id")),
        sa.ForeignKeyConstraint(["pipeline_id"], ["pipeline.id"], name=op.f("fk_stage_pipeline_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
        sa.UniqueConstraint("pipeline_id", "name", name=op.f("uq_stage_pipeline_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_stage_pipeline_id"), "stage", ["pipeline_id"], unique=False)
    op.create_table(
        "contact_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('email', 'phone', 'web')", name=op.f("ck_contact_point_kind_known")),
        sa.CheckConstraint("(person_id IS NULL) <> (organization_id IS NULL)", name=op.f("ck_contact_point_one_owner")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_contact_point_organization_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_point_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_contact_point_key"), "contact_point", ["key"], unique=False)
    op.create_index(op.f("ix_contact_point_organization_id"), "contact_point", ["organization_id"], unique=False)
    op.create_index(op.f("ix_contact_point_person_id"), "contact_point", ["person_id"], unique=False)
    op.create_table(
        "deal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("entered_stage_at", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("expected_close", sa.Date(), nullable=True),
        sa.Column("close_pushed", sa.Integer(), nullable=False),
        sa.Column("own_probability", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("closed_at", sa.String(), nullable=True),
        sa.Column("first_won_at", sa.String(), nullable=True),
        sa.Column("lost_reason", sa.String(), nullable=False),
        sa.Column("lost_note", sa.String(), nullable=False),
        sa.Column("lost_stage_id", sa.Integer(), nullable=True),
        sa.Column("revisit_on", sa.Date(), nullable=True),
        sa.Column("parked_until", sa.Date(), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("renewal_on", sa.Date(), nullable=True),
        sa.Column("renewal_lead_days", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("origin_kind", sa.String(), nullable=False),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.CheckConstraint("status IN ('open', 'won', 'lost')", name=op.f("ck_deal_status_known")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_deal_currency_code")),
        sa.CheckConstraint("own_probability BETWEEN 0 AND 100", name=op.f("ck_deal_own_probability_percent")),
        sa.CheckConstraint("value_minor IS NULL OR value_minor >= 0", name=op.f("ck_deal_value_not_negative")),
        sa.ForeignKeyConstraint(["lost_stage_id"], ["stage.id"], name=op.f("fk_deal_lost_stage_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_deal_organization_id")),
        sa.ForeignKeyConstraint(["origin_id"], ["deal.id"], name=op.f("fk_deal_origin_id")),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_deal_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_deal_closed", "deal", ["status", "closed_at"], unique=False, sqlite_where=sa.text("closed_at IS NOT NULL")
    )
    op.create_index(op.f("ix_deal_key"), "deal", ["key"], unique=False)
    op.create_index(
        "ix_deal_live", "deal", ["status", "stage_id"], unique=False, sqlite_where=sa.text("deleted_at IS NULL")
    )
    op.create_index(op.f("ix_deal_organization_id"), "deal", ["organization_id"], unique=False)
    op.create_index(op.f("ix_deal_origin_id"), "deal", ["origin_id"], unique=False)
    op.create_index(
        "ix_deal_renewal", "deal", ["renewal_on"], unique=False, sqlite_where=sa.text("renewal_on IS NOT NULL")
    )
    op.create_index(
        "ix_deal_revisit", "deal", ["revisit_on"], unique=False, sqlite_where=sa.text("revisit_on IS NOT NULL")
    )
    op.create_index(op.f("ix_deal_stage_id"), "deal", ["stage_id"], unique=False)
    op.create_table(
        "deal_cadence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("cadence_id", sa.Integer(), nullable=False),
        sa.Column("done_steps", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("stopped_at", sa.String(), nullable=True),
        sa.Column("stop_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["cadence_id"], ["cadence.id"], name=op.f("fk_deal_cadence_cadence_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_cadence_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_cadence")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_deal_cadence_cadence_id"), "deal_cadence", ["cadence_id"], unique=False)
    op.create_index(op.f("ix_deal_cadence_deal_id"), "deal_cadence", ["deal_id"], unique=False)
    op.create_table(
        "deal_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'overcome')", name=op.f("ck_deal_objection_state_known")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_objection_deal_id")),
        sa.ForeignKeyConstraint(["objection_id"], ["objection.id"], name=op.f("fk_deal_objection_objection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_objection")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_deal_objection_deal_id"), "deal_objection", ["deal_id"], unique=False)
    op.create_index(op.f("ix_deal_objection_objection_id"), "deal_objection", ["objection_id"], unique=False)
    op.create_table(
        "deal_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_person_deal_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deal_person_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_person")),
        sa.UniqueConstraint("deal_id", "person_id", name=op.f("uq_deal_person_deal_id_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_deal_person_person_id"), "deal_person", ["person_id"], unique=False)
    op.create_table(
        "deal_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_tag_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_tag")),
        sa.UniqueConstraint("deal_id", "tag", name=op.f("uq_deal_tag_deal_id_tag")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_deal_tag_tag"), "deal_tag", ["tag"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_time", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("turn", sa.String(), nullable=False),
        sa.Column("postponed", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("done_at", sa.String(), nullable=True),
        sa.CheckConstraint("turn IN ('mine', 'theirs')", name=op.f("ck_follow_up_turn_known")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_follow_up_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_follow_up_open",
        "follow_up",
        ["deal_id", "due_on", sa.text("coalesce(due_time, '24:00')"), "id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
    )
    op.create_index("ix_follow_up_deal", "follow_up", ["deal_id"], unique=False)
    op.create_index(
        "ix_follow_up_due", "follow_up", ["due_on", "deal_id"], unique=False, sqlite_where=sa.text("done_at IS NULL")
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_note_deal_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_note_organization_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_note_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_note_deal", "note", ["deal_id", "at"], unique=False)
    op.create_index(op.f("ix_note_organization_id"), "note", ["organization_id"], unique=False)
    op.create_index(op.f("ix_note_person_id"), "note", ["person_id"], unique=False)
    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("answered_at", sa.String(), nullable=False),
        sa.CheckConstraint("answer IN ('yes', 'no', 'unknown')", name=op.f("ck_qualification_answer_known")),
        sa.CheckConstraint(
            "question IN ('budget', 'authority', 'need', 'timing')", name=op.f("ck_qualification_question_known")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_qualification_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
        sa.UniqueConstraint("deal_id", "question", name=op.f("uq_qualification_deal_id_question")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "stage_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("from_stage_id", sa.Integer(), nullable=True),
        sa.Column("to_stage_id", sa.Integer(), nullable=True),
        sa.Column("stayed_s", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('created', 'advanced', 'retreated', 'moved', 'won', 'lost', 'reopened', 'parked', 'unparked')",
            name=op.f("ck_stage_event_kind_known"),
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_stage_event_deal_id")),
        sa.ForeignKeyConstraint(["from_stage_id"], ["stage.id"], name=op.f("fk_stage_event_from_stage_id")),
        sa.ForeignKeyConstraint(["to_stage_id"], ["stage.id"], name=op.f("fk_stage_event_to_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_event")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stage_event_deal", "stage_event", ["deal_id", "at"], unique=False)
    op.create_index(
        "ix_stage_event_stay",
        "stage_event",
        ["from_stage_id", "stayed_s"],
        unique=False,
        sqlite_where=sa.text("stayed_s IS NOT NULL"),
    )
    op.create_table(
        "touch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint("direction IN ('out', 'in')", name=op.f("ck_touch_direction_known")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_touch_deal_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_touch_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touch")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_touch_at", "touch", ["at"], unique=False)
    op.create_index("ix_touch_deal", "touch", ["deal_id", "at"], unique=False)
    op.create_index(op.f("ix_touch_person_id"), "touch", ["person_id"], unique=False)
