"""The base of every table, and the few column kinds they share."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, DefaultClause, MetaData, Table, text
from sqlalchemy.types import String, TypeDecorator
from sqlmodel import Field, SQLModel

from pipetui.store.values import utc_text


class Utc(TypeDecorator[datetime]):
    """An aware datetime as sortable UTC text, cut to the second."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """Refuse a naive time: nobody can say later which zone it meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time {value!r}")
        return utc_text(value)

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        """Read back as aware UTC."""
        return None if value is None else datetime.fromisoformat(value)


def table(*constraints: Any) -> tuple[Any, ...]:
    """`__table_args__` of a table whose row numbers are never used twice."""
    return (*constraints, {"sqlite_autoincrement": True})


def one_of(column: str, *words: str) -> CheckConstraint:
    """Refuse anything but `words` in `column`, whoever writes it."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in words)})", name=f"{column}_known")


def moment(nullable: bool = False) -> Any:
    """A column that holds a time."""
    return Field(default=None, sa_type=Utc, nullable=nullable)


class Row(SQLModel):
    """What every table shares: its number, and constraint names that a migration can refer to."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    id: int | None = Field(default=None, primary_key=True)


def table_of(kind: type[Row]) -> Table:
    """The table of a kind of row."""
    found: Table = kind.__table__  # type: ignore[attr-defined]  # SQLModel adds it to every table
    return found


def keep_defaults_in_the_book() -> None:
    """What a column begins with, SQLite fills in as well: a statement names only what it sets."""
    for table in Row.metadata.tables.values():
        for column in table.columns:
            if column.default is not None:
                value = column.default.arg  # type: ignore[attr-defined]  # ours are all plain values
                column.server_default = DefaultClause(value if isinstance(value, str) else text(str(int(value))))
