"""Rows on their way into the book, kept by table and written by the thousand."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from pipetui.store.bulk import bulk_insert
from pipetui.store.schema import tables

_KINDS: tuple[tuple[type[tables.Row], str], ...] = (
    (tables.Organization, "id name key sector website created_at"),
    (tables.Person, "id name key job_title organization_id created_at"),
    (tables.ContactPoint, "person_id kind label value key position"),
    (
        tables.Deal,
        "id title key value_minor currency status stage_id entered_stage_at organization_id source expected_close"
        " close_pushed own_probability created_at closed_at closed_on first_won_at lost_reason lost_note lost_stage_id"
        " revisit_on parked_until renewal_on renewal_lead_days",
    ),
    (tables.DealPerson, "deal_id person_id role"),
    (tables.DealTag, "deal_id tag"),
    (tables.Qualification, "deal_id question answer answered_at"),
    (tables.StageEvent, "deal_id kind at from_stage_id to_stage_id stayed_s note"),
    (tables.Touch, "deal_id person_id kind direction outcome at text"),
    (tables.FollowUp, "deal_id what due_on due_time kind turn postponed created_at done_at"),
    (tables.Note, "deal_id text at"),
)
_MANY = 10_000


class Rows:
    """Collects rows given as values of the columns above; times are aware, dates are dates."""

    def __init__(self, connection: bulk_insert.Connection) -> None:
        self._connection = connection
        self._rows: dict[type[tables.Row], list[list[Any]]] = {kind: [] for kind, _ in _KINDS}
        self._kept = 0

    def add(self, kind: type[tables.Row], *values: Any) -> None:
        """One row."""
        self._rows[kind].append(list(values))
        self._kept += 1

    def write_when_many(self) -> None:
        """Insert them if it is time: between things that belong together."""
        if self._kept >= _MANY:
            self.write()

    def write(self) -> None:
        """Insert what was collected, and begin anew."""
        for kind, columns in _KINDS:
            rows = self._rows[kind]
            for place, text_of in _conversions(kind, columns):
                for row in rows:
                    if row[place] is not None:
                        row[place] = text_of(row[place])
            bulk_insert.insert(self._connection, kind, columns, rows)
            rows.clear()
        self._kept = 0


def _conversions(kind: type[tables.Row], columns: str) -> list[tuple[int, Callable[[Any], str]]]:
    """Which of the columns hold times and dates, and how each is written."""
    asked = kind.model_fields
    found: list[tuple[int, Callable[[Any], str]]] = []
    for place, name in enumerate(columns.split()):
        declared = asked[name].annotation
        if declared in (datetime, datetime | None):
            found.append((place, tables.utc_text))
        elif declared in (date, date | None):
            found.append((place, date.isoformat))
    return found
