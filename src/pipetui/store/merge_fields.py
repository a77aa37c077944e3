"""The fields of two rows that become one, side by side, in the rep's words. Standard library only."""

from __future__ import annotations

from pipetui.domain.errors import NotFoundError, Remedy
from pipetui.domain.money import Money
from pipetui.domain.party_kinds import ORGANIZATION, PERSON
from pipetui.render import money
from pipetui.store import parties, values
from pipetui.store.pipelines import pipelines
from pipetui.views_merging import MergeLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from typing import Any, NamedTuple, TypeAlias

    Row: TypeAlias = dict[str, Any]
else:
    from pipetui.domain.record import NamedTuple

DEAL = "deal"
QUESTIONS = ("budget", "authority", "need", "timing")


class MergeField(NamedTuple):
    """A field: its name, its label, the columns that say it together, and what these say."""

    name: str
    label: str
    columns: tuple[str, ...]
    show: Callable[[sqlite3.Connection, Row], str]


def row(connection: sqlite3.Connection, noun: str, number: int) -> Row:
    """One of them, column by column; raises NotFoundError, also for one in the bin."""
    cursor = connection.execute(f"SELECT * FROM {noun} WHERE id = ?", (number,))
    found = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    if found is None or found[names.index("deleted_at")] is not None:
        for kind in (PERSON, ORGANIZATION):
            if kind.noun == noun:
                raise parties.missing(connection, kind, number)
        gone = "does not exist" if found is None else "is in the bin"
        raise NotFoundError(f"deal #{number} {gone}", remedy=Remedy("list"))
    return dict(zip(names, found, strict=True))


def name(noun: str, found: Row) -> str:
    """What it is called."""
    return values.text(found["title" if noun == DEAL else "name"])


def lines(connection: sqlite3.Connection, noun: str, keep: Row, other: Row) -> tuple[MergeLine, ...]:
    """What each of the two says, field by field; a field that neither has is left out."""
    found = [
        MergeLine(field.name, field.label, field.show(connection, keep), field.show(connection, other))
        for field in FIELDS[noun]
    ]
    if noun == DEAL:
        found += _answers(connection, keep["id"], other["id"])
    found += _own_fields(connection, noun, keep["id"], other["id"])
    return tuple(line for line in found if line.kept or line.other)


def _answers(connection: sqlite3.Connection, keep: int, other: int) -> list[MergeLine]:
    said = {
        (deal, question): f"{answer}{f' – {note}' if note else ''}"
        for deal, question, answer, note in connection.execute(
            "SELECT deal_id, question, answer, note FROM qualification WHERE deal_id IN (?, ?)", (keep, other)
        )
    }
    return [
        MergeLine(question, question.capitalize(), said.get((keep, question), ""), said.get((other, question), ""))
        for question in QUESTIONS
    ]


def _own_fields(connection: sqlite3.Connection, noun: str, keep: int, other: int) -> list[MergeLine]:
    return [
        MergeLine(values.text(label), values.text(label), values.text(kept or ""), values.text(said or ""))
        for label, kept, said in connection.execute(
            """SELECT f.name, k.value, o.value FROM custom_field f
               LEFT JOIN custom_value k ON k.field_id = f.id AND k.entity_id = :keep
               LEFT JOIN custom_value o ON o.field_id = f.id AND o.entity_id = :other
               WHERE f.entity = :noun ORDER BY f.position, f.id""",
            {"noun": noun, "keep": keep, "other": other},
        )
    ]


# --- what columns say ------------------------------------------------------------------------------------------


def _plain(column: str) -> Callable[[sqlite3.Connection, Row], str]:
    return lambda _, found: values.text(found[column] or "")


def _text(name: str, label: str, column: str, *more: str) -> MergeField:
    return MergeField(name, label, (column, *more), _plain(column))


def _organization(connection: sqlite3.Connection, found: Row) -> str:
    known = connection.execute("SELECT name FROM organization WHERE id = ?", (found["organization_id"],)).fetchone()
    return values.text(known[0]) if known else ""


def _value(connection: sqlite3.Connection, found: Row) -> str:
    return "" if found["value_minor"] is None else money(Money(found["value_minor"], found["currency"]))


def _stage(connection: sqlite3.Connection, found: Row) -> str:
    """Where it stands, or how and when it ended."""
    if found["status"] != "open":
        day = found["closed_on"] or str(found["closed_at"] or "")[:10]
        why = " – ".join(filter(None, (values.text(found["lost_reason"]), values.text(found["lost_note"]))))
        return " ".join(filter(None, (found["status"], day, why)))
    known = pipelines(connection)
    stage = next((one for one in known.stages if one.id == found["stage_id"]), None)
    if stage is None:
        return ""
    return f"{known.names[stage.pipeline_id]} · {stage.name}" if len(known.names) > 1 else stage.name


def _probability(connection: sqlite3.Connection, found: Row) -> str:
    return "" if found["own_probability"] is None else f"{found['own_probability']} %"


def _origin(connection: sqlite3.Connection, found: Row) -> str:
    return "" if found["origin_id"] is None else f"{found['origin_kind'] or 'follows'} #{found['origin_id']}"


_OF_ORGANIZATION = MergeField("organization", "Organization", ("organization_id",), _organization)
_STAGE_COLUMNS = (
    *("status", "stage_id", "entered_stage_at", "closed_at", "closed_on"),
    *("lost_reason", "lost_note", "lost_stage_id", "revisit_on"),
)
FIELDS = {
    "person": (
        _text("name", "Name", "name", "key"),
        _text("title", "Title", "job_title"),
        _OF_ORGANIZATION,
        _text("about", "About", "note"),
    ),
    "organization": (
        _text("name", "Name", "name", "key"),
        _text("sector", "Sector", "sector"),
        _text("website", "Website", "website"),
        _text("address", "Address", "address"),
        _text("about", "About", "note"),
    ),
    DEAL: (
        _text("title", "Title", "title", "key"),
        MergeField("value", "Value", ("value_minor", "currency"), _value),
        MergeField("stage", "Stage", _STAGE_COLUMNS, _stage),
        _OF_ORGANIZATION,
        _text("source", "Source", "source"),
        _text("close", "Close", "expected_close", "close_pushed"),
        MergeField("probability", "Probability", ("own_probability",), _probability),
        _text("parked", "Parked until", "parked_until"),
        _text("keep_until", "Kept until", "keep_until"),
        _text("renewal", "Renewal", "renewal_on", "renewal_lead_days"),
        MergeField("origin", "Comes from", ("origin_id", "origin_kind"), _origin),
    ),
}
"""By what they are of, in the order in which they are shown."""
