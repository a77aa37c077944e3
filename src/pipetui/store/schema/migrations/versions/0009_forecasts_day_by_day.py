"""What the forecast says day by day has its place, as have quotas in several currencies and finer discounts.

Revision 0009. Where a deal stands in the forecast by hand and what the forecast said on a day are kept; when a deal was
last touched before it came here is known; a discount is thousandths of a percent, in what undo keeps, too.
"""

import re

from alembic import op
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NEW = """
CREATE TABLE forecast_category (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deal_id INTEGER NOT NULL,
    category VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    CONSTRAINT ck_forecast_category_category_known CHECK (category IN ('commit', 'best case', 'pipeline', 'omitted')),
    CONSTRAINT fk_forecast_category_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id)
)
;
CREATE INDEX ix_forecast_category_deal_id ON forecast_category (deal_id)
;
CREATE TABLE forecast_day (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    day DATE NOT NULL,
    period VARCHAR NOT NULL,
    starts_on DATE NOT NULL,
    currency VARCHAR NOT NULL,
    won_minor INTEGER NOT NULL,
    weighted_minor INTEGER NOT NULL,
    estimate_minor INTEGER NOT NULL,
    low_minor INTEGER NOT NULL,
    high_minor INTEGER NOT NULL,
    commit_minor INTEGER NOT NULL,
    best_minor INTEGER NOT NULL,
    quota_minor INTEGER,
    CONSTRAINT ck_forecast_day_period_known CHECK (period IN ('month', 'quarter', 'year')),
    CONSTRAINT uq_forecast_day_period_starts_on_currency_day UNIQUE (period, starts_on, currency, day)
)
"""

_MILLI = "CASE WHEN typeof({0}) = 'integer' AND {0} BETWEEN 0 AND 100 THEN {0} * 1000 ELSE {0} END"
_QUOTA = ("id", "period", "starts_on", "amount_minor", "currency", "count")
_ITEM = ("id", "deal_id", "product_id", "name", "quantity_milli", "price_minor", "billing", "position")


def upgrade() -> None:
    book = op.get_bind()
    op.execute("ALTER TABLE deal ADD COLUMN touched_elsewhere_at VARCHAR")
    for statement in _NEW.split(";"):
        op.execute(statement)
    _make_anew(
        book,
        "quota",
        {name: name for name in _QUOTA},
        r"uq_quota_period_starts_on(\W+)UNIQUE\s*\(\s*period\s*,\s*starts_on\s*\)",
        r"uq_quota_period_starts_on_currency\1UNIQUE (period, starts_on, currency)",
    )
    _make_anew(
        book,
        "deal_item",
        {name: name for name in _ITEM} | {"discount_milli": _MILLI.format("discount_percent")},
        r"\bdiscount_percent INTEGER(.*)ck_deal_item_discount_percent_whole(\W+)CHECK\s*\([^()]*\)",
        r"discount_milli INTEGER\1ck_deal_item_discount_milli_part\2CHECK (discount_milli BETWEEN 0 AND 100000)",
    )
    for image in ("before", "after"):
        percent = f"json_extract({image}, '$.discount_percent')"
        op.execute(
            f"""UPDATE journal_row
                SET {image} = json_set(json_remove({image}, '$.discount_percent'), '$.discount_milli',
                                       {_MILLI.format(percent)})
                WHERE table_name = 'deal_item'
                  AND CASE WHEN json_valid({image}) THEN json_type({image}, '$.discount_percent') IS NOT NULL END"""
        )


def _make_anew(book: Connection, table: str, columns: dict[str, str], was: str, becomes: str) -> None:
    """Make a table anew, for what is checked and unique in one cannot be changed; `columns` by what their rows say."""
    of_it = f"SELECT sql FROM sqlite_master WHERE tbl_name = '{table}' AND type {{}} 'table' AND sql IS NOT NULL"
    (made,) = book.exec_driver_sql(of_it.format("=")).scalars()
    beside = book.exec_driver_sql(of_it.format("<>")).scalars().all()
    changed, times = re.subn(was, becomes, made[made.index("(") :], flags=re.DOTALL)
    if not times:
        raise ValueError(f"the table {table} is not as it was made")
    # Else a new name would be carried into what others say of the table, and checked against a view of another program.
    book.exec_driver_sql("PRAGMA legacy_alter_table = ON")
    book.exec_driver_sql(f"CREATE TABLE anew {changed}")
    into, rows = ", ".join(columns), f"SELECT {', '.join(columns.values())} FROM {table} ORDER BY id"
    try:
        book.exec_driver_sql(f"INSERT INTO anew ({into}) {rows}")
    except IntegrityError:  # behind a damaged index two rows may have one number: the newest stays
        book.exec_driver_sql(f"INSERT OR IGNORE INTO anew ({into}) {rows} DESC")
    book.exec_driver_sql(
        f"UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = '{table}') WHERE name = 'anew'"
    )
    book.exec_driver_sql(f"DROP TABLE {table}")
    book.exec_driver_sql(f"ALTER TABLE anew RENAME TO {table}")
    for statement in beside:
        book.exec_driver_sql(statement)
    book.exec_driver_sql("PRAGMA legacy_alter_table = OFF")
