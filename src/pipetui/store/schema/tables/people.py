"""Who the rep sells to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from pipetui.store.schema.tables.base import Row, moment, one_of, table


class Organization(Row, table=True):
    """A company. `key` is its name folded for look-ups; `deleted_at` puts it in the bin."""

    __tablename__ = "organization"
    __table_args__ = table(Index("ix_organization_bin", "id", sqlite_where=text("deleted_at IS NOT NULL")))
    name: str
    key: str = Field(index=True)
    sector: str = ""
    website: str = ""
    address: str = ""
    note: str = ""
    created_at: datetime = moment()
    deleted_at: datetime | None = moment(nullable=True)


class Person(Row, table=True):
    """Somebody at a customer. `key` is the name folded for look-ups; `deleted_at` puts them in the bin."""

    __tablename__ = "person"
    __table_args__ = table(Index("ix_person_bin", "id", sqlite_where=text("deleted_at IS NOT NULL")))
    name: str
    key: str = Field(index=True)
    job_title: str = ""
    organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True)
    note: str = ""
    created_at: datetime = moment()
    deleted_at: datetime | None = moment(nullable=True)


class ContactPoint(Row, table=True):
    """An e-mail, phone number or web address of a person or organization. `key` is for look-ups."""

    __tablename__ = "contact_point"
    __table_args__ = table(
        one_of("kind", "email", "phone", "web"),
        CheckConstraint("(person_id IS NULL) <> (organization_id IS NULL)", name="one_owner"),
    )
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True)
    kind: str
    label: str = ""
    value: str
    key: str = Field(index=True)
    position: int = 0


class PersonTag(Row, table=True):
    """One tag on one person."""

    __tablename__ = "person_tag"
    __table_args__ = table(UniqueConstraint("person_id", "tag"))
    person_id: int = Field(foreign_key="person.id")
    tag: str = Field(index=True)


class OrganizationTag(Row, table=True):
    """One tag on one organization."""

    __tablename__ = "organization_tag"
    __table_args__ = table(UniqueConstraint("organization_id", "tag"))
    organization_id: int = Field(foreign_key="organization.id")
    tag: str = Field(index=True)
