"""Rows on their way into the book, kept by table and written by the thousand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pipetui.store import bulk, tables

_KINDS: tuple[tuple[type[tables.Row], str], ...] = (
    (tables.Organization, "id name key sector website created_at"),
    (tables.Person, "id name key job_title organization_id created_at"),
    (tables.ContactPoint, "person_id kind value key position"),
    (
        tables.Deal,
        "id title key value_minor currency status stage_id entered_stage_at organization_id source expected_close"
        " close_pushed own_probability created_at closed_at first_won_at lost_reason lost_note lost_stage_id"
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


class Rows:
    """Collects rows given as values of the columns above; times are aware, dates are dates."""

    def __init__(self, connection: bulk.Connection) -> None:
        self._connection = connection
        self._rows: dict[type[tables.Row], list[Sequence[Any]]] = {kind: [] for kind, _ in _KINDS}

    def add(self, kind: type[tables.Row], *values: Any) -> None:
        """One row."""
        self._rows[kind].append([_stored(value) for value in values])

    def write(self) -> None:
        """Insert what was collected, and begin anew."""
        for kind, columns in _KINDS:
            bulk.insert(self._connection, kind, columns, self._rows[kind])
            self._rows[kind].clear()


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return tables.utc_text(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
