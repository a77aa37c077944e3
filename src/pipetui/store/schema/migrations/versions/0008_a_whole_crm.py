"""What comes in from a whole CRM has its place: tags of people, products, exit criteria, attachments, mappings.

Revision 0008. A creation that nobody told is known as such, people and organizations can be in the bin, a touch can be
with an organization alone, a stage that is removed is still called something by what happened in it.
"""

import re

from alembic import op
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_NEW = """
CREATE TABLE exit_criterion (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    stage_id INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT uq_exit_criterion_stage_id_text UNIQUE (stage_id, text),
    CONSTRAINT fk_exit_criterion_stage_id FOREIGN KEY(stage_id) REFERENCES stage (id)
)
;
CREATE TABLE product (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name VARCHAR NOT NULL,
    "key" VARCHAR NOT NULL,
    code VARCHAR DEFAULT '' NOT NULL,
    unit VARCHAR DEFAULT '' NOT NULL,
    price_minor INTEGER,
    currency VARCHAR NOT NULL,
    billing VARCHAR DEFAULT 'once' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT ck_product_billing_known CHECK (billing IN ('once', 'month', 'year')),
    CONSTRAINT ck_product_currency_code CHECK (length(currency) = 3)
)
;
CREATE INDEX ix_product_key ON product ("key")
;
CREATE TABLE import_mapping (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    CONSTRAINT uq_import_mapping_name UNIQUE (name)
)
;
CREATE TABLE person_tag (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    tag VARCHAR NOT NULL,
    CONSTRAINT uq_person_tag_person_id_tag UNIQUE (person_id, tag),
    CONSTRAINT fk_person_tag_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
;
CREATE INDEX ix_person_tag_tag ON person_tag (tag)
;
CREATE TABLE organization_tag (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    organization_id INTEGER NOT NULL,
    tag VARCHAR NOT NULL,
    CONSTRAINT uq_organization_tag_organization_id_tag UNIQUE (organization_id, tag),
    CONSTRAINT fk_organization_tag_organization_id FOREIGN KEY(organization_id) REFERENCES organization (id)
)
;
CREATE INDEX ix_organization_tag_tag ON organization_tag (tag)
;
CREATE TABLE deal_item (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deal_id INTEGER NOT NULL,
    product_id INTEGER,
    name VARCHAR NOT NULL,
    quantity_milli INTEGER DEFAULT 1000 NOT NULL,
    price_minor INTEGER,
    discount_percent INTEGER DEFAULT 0 NOT NULL,
    billing VARCHAR DEFAULT 'once' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT ck_deal_item_billing_known CHECK (billing IN ('once', 'month', 'year')),
    CONSTRAINT ck_deal_item_quantity_not_negative CHECK (quantity_milli >= 0),
    CONSTRAINT ck_deal_item_discount_percent_whole CHECK (discount_percent BETWEEN 0 AND 100),
    CONSTRAINT fk_deal_item_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id),
    CONSTRAINT fk_deal_item_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
;
CREATE INDEX ix_deal_item_deal_id ON deal_item (deal_id)
;
CREATE INDEX ix_deal_item_product_id ON deal_item (product_id)
;
CREATE TABLE deal_criterion (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deal_id INTEGER NOT NULL,
    criterion_id INTEGER NOT NULL,
    met_at VARCHAR NOT NULL,
    CONSTRAINT uq_deal_criterion_deal_id_criterion_id UNIQUE (deal_id, criterion_id),
    CONSTRAINT fk_deal_criterion_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id),
    CONSTRAINT fk_deal_criterion_criterion_id FOREIGN KEY(criterion_id) REFERENCES exit_criterion (id)
)
;
CREATE INDEX ix_deal_criterion_criterion_id ON deal_criterion (criterion_id)
;
CREATE TABLE attachment (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deal_id INTEGER NOT NULL,
    target VARCHAR NOT NULL,
    label VARCHAR DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    at VARCHAR NOT NULL,
    CONSTRAINT fk_attachment_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id)
)
;
CREATE INDEX ix_attachment_deal_id ON attachment (deal_id)
"""


def upgrade() -> None:
    op.execute("ALTER TABLE deal ADD COLUMN created_unknown BOOLEAN DEFAULT 0 NOT NULL")
    op.execute("ALTER TABLE person ADD COLUMN deleted_at VARCHAR")
    op.execute("ALTER TABLE organization ADD COLUMN deleted_at VARCHAR")
    op.execute("ALTER TABLE stage ADD COLUMN removed_at VARCHAR")
    op.execute("ALTER TABLE stage ADD COLUMN merged_into INTEGER")
    for party in ("person", "organization"):
        op.execute(f"CREATE INDEX ix_{party}_bin ON {party} (id) WHERE deleted_at IS NOT NULL")
    op.execute(
        """CREATE INDEX ix_deal_won ON deal (closed_at, closed_on, currency, value_minor)
           WHERE status = 'won' AND deleted_at IS NULL AND closed_at IS NOT NULL"""
    )
    op.execute(
        """CREATE INDEX ix_deal_expected
           ON deal (expected_close, currency, value_minor, own_probability, stage_id, parked_until)
           WHERE status = 'open' AND deleted_at IS NULL"""
    )
    op.execute(
        """CREATE INDEX ix_stage_event_winding ON stage_event (deal_id, kind)
           WHERE kind IN ('retreated', 'moved', 'reopened')"""
    )
    for statement in _NEW.split(";"):
        op.execute(statement)
    _let_touches_be_with_an_organization(op.get_bind())


def _let_touches_be_with_an_organization(book: Connection) -> None:
    """Make the table anew, for a column that refers to another cannot be put to the others by name."""
    of_it = "SELECT sql FROM sqlite_master WHERE tbl_name = 'touch' AND type {} 'table' AND sql IS NOT NULL"
    (made,) = book.exec_driver_sql(of_it.format("=")).scalars()
    beside = book.exec_driver_sql(of_it.format("<>")).scalars().all()
    columns = made[made.index("(") : made.rindex(")")]
    # Else a new name would be carried into what others say of the table, and checked against a view of another program.
    book.exec_driver_sql("PRAGMA legacy_alter_table = ON")
    place = re.search(r",\s*(?=CONSTRAINT|PRIMARY|FOREIGN|CHECK|UNIQUE)", columns)
    if place is None:
        raise ValueError("the table of touches is not as it was made")
    book.exec_driver_sql(
        f"""CREATE TABLE anew {columns[: place.start()]}, organization_id INTEGER, {columns[place.end() :]},
            CONSTRAINT fk_touch_organization_id FOREIGN KEY(organization_id) REFERENCES organization (id)
            )"""
    )
    names = "id, deal_id, person_id, kind, direction, outcome, at, text"
    rows = f"SELECT {names} FROM touch ORDER BY id"
    try:
        book.exec_driver_sql(f"INSERT INTO anew ({names}) {rows}")
    except IntegrityError:  # behind a damaged index two rows may have one number: the newest stays
        book.exec_driver_sql(f"INSERT OR IGNORE INTO anew ({names}) {rows} DESC")
    book.exec_driver_sql(
        "UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'touch') WHERE name = 'anew'"
    )
    book.exec_driver_sql("DROP TABLE touch")
    book.exec_driver_sql("ALTER TABLE anew RENAME TO touch")
    for statement in beside:
        book.exec_driver_sql(statement)
    book.exec_driver_sql(
        "CREATE INDEX ix_touch_organization ON touch (organization_id, at) WHERE organization_id IS NOT NULL"
    )
    book.exec_driver_sql("PRAGMA legacy_alter_table = OFF")
