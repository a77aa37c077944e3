"""Reading everything about one deal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pipetui.domain import qualification
from pipetui.domain.deal import OPEN, QUESTIONS
from pipetui.store import cadences, reads
from pipetui.views import Answer, CadenceLine, DealSheet, Link, Met, PersonLine, TimelineItem

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.views import Card, NextStep


def sheet(connection: sqlite3.Connection, moment: reads.Moment, deal_id: int) -> DealSheet:
    """One deal with people, qualification, next steps and its timeline, newest first.

    Raises NotFoundError when there is no such deal.
    """
    card = reads.card(connection, moment, deal_id)
    own, entered, lost_note = connection.execute(
        "SELECT own_probability, entered_stage_at, lost_note FROM deal WHERE id = ?", (deal_id,)
    ).fetchone()
    timeline = _timeline(connection, deal_id)
    return DealSheet(
        card=card,
        people=_people(connection, deal_id),
        qualification=_answers(connection, moment, deal_id),
        own_probability=own,
        stage_days=max(0, (moment.now - datetime.fromisoformat(entered)).days),
        follow_ups=_follow_ups(connection, moment, deal_id),
        objections=tuple(
            Met(*row)
            for row in connection.execute(
                """SELECT d.id, o.text, d.state, o.response, d.note
                   FROM deal_objection d JOIN objection o ON o.id = d.objection_id
                   WHERE d.deal_id = ? ORDER BY d.at DESC, d.id DESC""",
                (deal_id,),
            )
        ),
        custom=tuple(
            connection.execute(
                """SELECT f.name, v.value FROM custom_value v JOIN custom_field f ON f.id = v.field_id
                   WHERE f.entity = 'deal' AND v.entity_id = ? ORDER BY f.position, f.id""",
                (deal_id,),
            )
        ),
        notes=sum(item.kind == "note" for item in timeline),
        lost_note=lost_note,
        why=reads.why(card, moment),
        timeline=timeline,
        cadence=_cadence(connection, card),
        links=_links(connection, deal_id),
    )


def _answers(connection: sqlite3.Connection, moment: reads.Moment, deal_id: int) -> tuple[Answer, ...]:
    """What is known about each question; an answer older than `STALE_DAYS` is stale."""
    stale = moment.now.astimezone(UTC) - timedelta(days=qualification.STALE_DAYS)
    known = {
        question: Answer(question, answer, note, at := datetime.fromisoformat(text), answer != "unknown" and at < stale)
        for question, answer, note, text in connection.execute(
            "SELECT question, answer, note, answered_at FROM qualification WHERE deal_id = ?", (deal_id,)
        )
    }
    return tuple(known.get(question, Answer(question, "unknown")) for question in QUESTIONS)


def _cadence(connection: sqlite3.Connection, card: Card) -> CadenceLine | None:
    """Where the deal stands in its cadence, once that has begun."""
    here = cadences.standing(connection, card.id) if card.status == OPEN else None
    if here is None or (here.row_id is None and not (card.next_step and card.next_step.place)):
        return None
    return CadenceLine(here.cadence.name, here.done, len(here.cadence.steps))


def _links(connection: sqlite3.Connection, deal_id: int) -> tuple[Link, ...]:
    """The deal this one came from, then those that came from it."""
    return tuple(
        Link(number, title, status, kind, bool(came_from))
        for number, title, status, kind, came_from in connection.execute(
            """SELECT o.id, o.title, o.status, d.origin_kind, 1 FROM deal d JOIN deal o ON o.id = d.origin_id
               WHERE d.id = :deal AND o.deleted_at IS NULL
               UNION ALL SELECT id, title, status, origin_kind, 0 FROM deal
               WHERE origin_id = :deal AND deleted_at IS NULL""",
            {"deal": deal_id},
        )
    )


def _people(connection: sqlite3.Connection, deal_id: int) -> tuple[PersonLine, ...]:
    def first(kind: str) -> str:
        return f"""coalesce((SELECT value FROM contact_point WHERE person_id = p.id AND kind = '{kind}'
                             ORDER BY position, id LIMIT 1), '')"""

    return tuple(
        PersonLine(*row)
        for row in connection.execute(
            f"""SELECT p.id, p.name, p.job_title, dp.role, {first("email")}, {first("phone")}
                FROM deal_person dp JOIN person p ON p.id = dp.person_id WHERE dp.deal_id = ? ORDER BY dp.id""",
            (deal_id,),
        )
    )


def _follow_ups(connection: sqlite3.Connection, moment: reads.Moment, deal_id: int) -> tuple[NextStep, ...]:
    return tuple(
        reads.next_step(moment.now, number, what, date.fromisoformat(day), *rest)
        for number, what, day, *rest in connection.execute(
            """SELECT id, what, due_on, due_time, kind, turn, postponed FROM follow_up
               WHERE deal_id = ? AND done_at IS NULL ORDER BY due_on, coalesce(due_time, '24:00'), id""",
            (deal_id,),
        )
    )


def _timeline(connection: sqlite3.Connection, deal_id: int) -> tuple[TimelineItem, ...]:
    """Touches, notes, moves and finished follow-ups; of one moment the creation last."""
    rows = connection.execute(
        """SELECT at, 'touch', kind || CASE direction WHEN 'in' THEN ' in' ELSE '' END
                  || CASE outcome WHEN '' THEN '' ELSE ' · ' || outcome END, text, id, 1 AS written_last
           FROM touch WHERE deal_id = :deal
           UNION ALL SELECT at, 'note', 'note', text, id, 1 FROM note WHERE deal_id = :deal
           UNION ALL SELECT done_at, 'follow-up', 'done', what, id, 1 FROM follow_up
                     WHERE deal_id = :deal AND done_at IS NOT NULL
           UNION ALL SELECT e.at, 'stage', CASE
                  WHEN e.kind = 'created' THEN 'created in ' || t.name
                  WHEN e.kind IN ('advanced', 'retreated', 'moved') THEN f.name || ' → ' || t.name
                  WHEN e.kind = 'reopened' THEN 'reopened in ' || t.name
                  ELSE e.kind END, e.note, e.id, e.kind <> 'created'
           FROM stage_event e LEFT JOIN stage f ON f.id = e.from_stage_id LEFT JOIN stage t ON t.id = e.to_stage_id
           WHERE e.deal_id = :deal
           ORDER BY at DESC, written_last DESC, id DESC""",
        {"deal": deal_id},
    )
    return tuple(TimelineItem(datetime.fromisoformat(row[0]), row[1], row[2], row[3]) for row in rows)
