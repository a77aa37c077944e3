"""Reading everything about one deal."""

from __future__ import annotations

from pipetui.domain import roles
from pipetui.domain.deal import OPEN
from pipetui.domain.rates import of_card, totals
from pipetui.domain.rules import days_since
from pipetui.store import attachments, cadences, exit_criteria, items, values
from pipetui.store.answers import answers
from pipetui.store.pipelines import stage_of
from pipetui.store.reads import book_reads, deal_history, planned_steps
from pipetui.store.reads.links import links
from pipetui.views import CadenceLine, DealSheet, Met, PersonLine, TimelineItem

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import Any

    from pipetui.views import Card, NextStep


TOUCHED = """t.kind || CASE t.direction WHEN 'in' THEN ' in' ELSE '' END
             || CASE t.outcome WHEN '' THEN '' ELSE ' · ' || t.outcome END"""
"""How a touch `t` is headed in a timeline."""


def sheet(connection: sqlite3.Connection, moment: book_reads.Moment, deal_id: int) -> DealSheet:
    """One deal with people, qualification, next steps and its timeline, newest first.

    Raises NotFoundError when there is no such deal.
    """
    from pipetui.store.reads.scores import lines as score_lines  # an edit reads no scores

    card = book_reads.card(connection, moment, deal_id)
    own, entered, lost_note, percent = connection.execute(
        """SELECT d.own_probability, d.entered_stage_at, d.lost_note, coalesce(s.probability, 0)
           FROM deal d LEFT JOIN stage s ON s.id = d.stage_id WHERE d.id = ?""",
        (deal_id,),
    ).fetchone()
    people = _people(connection, deal_id)
    timeline = _timeline(connection, deal_id)
    return DealSheet(
        card=card,
        people=people,
        qualification=answers(connection, deal_id, moment.now),
        own_probability=own,
        stage_days=days_since(values.moment(entered), moment.now),
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
        notes=sum(item.kind == "note" for item in timeline),
        lost_note=lost_note,
        why=book_reads.why(card, moment),
        timeline=timeline,
        cadence=_cadence(connection, card),
        links=links(connection, deal_id),
        scores=score_lines(connection, moment, card),
        warnings=_warnings(card, values.whole(percent, *values.PERCENT, 0), people),
        place=stage_of(connection, deal_id),
        criteria=exit_criteria.of_deal(connection, deal_id, (card.stage_id,)) if card.status == OPEN else (),
        attachments=attachments.of_deal(connection, deal_id),
        items=items.of_deal(connection, deal_id),
        changes=tuple(deal_history.kept(connection, deal_id)),
        worth=totals([of_card(card, moment.rates, moment.now.date())]).together,
    )


def editable(
    connection: sqlite3.Connection, moment: book_reads.Moment, deal_id: int, here: book_reads.Pipelines
) -> DealSheet:
    """The sheet of a deal as far as it can be edited: what stands in its row, its people, answers and next steps.

    Raises NotFoundError when there is no such deal.
    """
    card = book_reads.plain_card(connection, moment, deal_id, here)
    (own,) = connection.execute("SELECT own_probability FROM deal WHERE id = ?", (deal_id,)).fetchone()
    return DealSheet(
        card,
        _people(connection, deal_id),
        answers(connection, deal_id, moment.now),
        own,
        follow_ups=_follow_ups(connection, moment, deal_id),
    )


def _warnings(card: Card, percent: int, people: tuple[PersonLine, ...]) -> tuple[str, ...]:
    """What is missing; `percent` is the stage's own."""
    unknown = roles.decision_maker_unknown(card.status, percent, (person.role for person in people))
    return (roles.UNKNOWN,) if unknown else ()


def _cadence(connection: sqlite3.Connection, card: Card) -> CadenceLine | None:
    """Where an open deal stands in its cadence, be it that all of it is done."""
    here = cadences.standing(connection, card.id) if card.status == OPEN else None
    if here is not None:
        return CadenceLine(here.cadence.name, here.done, len(here.cadence.steps))
    name = cadences.over(connection, card.id)
    return CadenceLine(name, 0, 0, heard=cadences.heard(connection, card.id)) if name else None


def _people(connection: sqlite3.Connection, deal_id: int) -> tuple[PersonLine, ...]:
    def first(kind: str) -> str:
        return f"""coalesce((SELECT value FROM contact_point WHERE person_id = p.id AND kind = '{kind}'
                             ORDER BY position, id LIMIT 1), '')"""

    return tuple(
        PersonLine(*row)
        for row in connection.execute(
            f"""SELECT p.id, p.name, p.job_title, dp.role, {first("email")}, {first("phone")}
                FROM deal_person dp JOIN person p ON p.id = dp.person_id AND p.deleted_at IS NULL
                WHERE dp.deal_id = ? ORDER BY dp.id""",
            (deal_id,),
        )
    )


def _follow_ups(connection: sqlite3.Connection, moment: book_reads.Moment, deal_id: int) -> tuple[NextStep, ...]:
    found = planned_steps.undone(connection, moment.now, "f.deal_id = :deal", {"deal": deal_id}, "ix_follow_up_open")
    return tuple(step for _, step in found)


def _timeline(connection: sqlite3.Connection, deal_id: int) -> tuple[TimelineItem, ...]:
    """Touches, notes, moves and finished follow-ups; of one moment the creation last.

    A touch with somebody that stands on no deal belongs to each of theirs. Who it was is said where it could have been
    somebody else.
    """

    def whole_name(stage: str) -> str:
        return f"coalesce((SELECT name FROM pipeline WHERE id = {stage}.pipeline_id) || '/' || {stage}.name, 'gone')"

    to = "coalesce(t.name, 'gone')"
    somebody_else = "EXISTS (SELECT 1 FROM deal_person WHERE deal_id = :deal AND person_id <> p.id)"
    who = f"CASE WHEN {somebody_else} THEN p.name ELSE '' END"
    touched = f"{TOUCHED} || CASE WHEN {somebody_else} THEN ' · ' || p.name ELSE '' END"
    parts = f"t.kind, t.direction, t.outcome, {who}"
    rows = connection.execute(
        f"""SELECT t.at, 'touch', {touched}, t.text, t.id, {parts}, 1 AS written_last
           FROM touch t LEFT JOIN person p ON p.id = t.person_id AND p.deleted_at IS NULL WHERE t.deal_id = :deal
           UNION ALL SELECT t.at, 'touch', {touched}, t.text, t.id, {parts}, 1
                     FROM deal_person dp JOIN person p ON p.id = dp.person_id AND p.deleted_at IS NULL
                     JOIN touch t ON t.person_id = p.id AND t.deal_id IS NULL WHERE dp.deal_id = :deal
           UNION ALL SELECT at, 'note', 'note', text, id, '', '', '', '', 1 FROM note WHERE deal_id = :deal
           UNION ALL SELECT done_at, 'follow-up', 'done', what, id, kind, '', '', '', 1 FROM follow_up
                     WHERE deal_id = :deal AND done_at IS NOT NULL
           UNION ALL SELECT e.at, 'stage', CASE
                  WHEN e.kind = 'created' AND e.to_stage_id IS NULL THEN CASE WHEN d.created_unknown
                      THEN 'created at an unknown time, in an unknown stage' ELSE 'created in an unknown stage' END
                  WHEN e.kind = 'created' AND d.created_unknown THEN 'in ' || {to} || ', created at an unknown time'
                  WHEN e.kind = 'created' THEN 'created in ' || {to}
                  WHEN e.kind = 'moved' THEN {whole_name("f")} || ' → ' || {whole_name("t")}
                  WHEN e.kind IN ('advanced', 'retreated') THEN coalesce(f.name, 'gone') || ' → ' || {to}
                  WHEN e.kind = 'reopened' THEN 'reopened in ' || {to}
                  ELSE e.kind END, e.note, e.id, e.kind, '', '', '', e.kind <> 'created'
           FROM stage_event e JOIN deal d ON d.id = e.deal_id LEFT JOIN stage f ON f.id = e.from_stage_id
           LEFT JOIN stage t ON t.id = e.to_stage_id
           WHERE e.deal_id = :deal
           ORDER BY at DESC, written_last DESC, id DESC""",
        {"deal": deal_id},
    )
    return tuple(happened(*row[:9]) for row in rows)


def happened(
    at: object,
    kind: str,
    headline: Any,
    text: Any,
    number: int,
    what: Any,
    direction: Any,
    outcome: Any,
    who: Any,
    deal: int = 0,
    title: Any = "",
) -> TimelineItem:
    """An entry of a timeline from its row."""
    headline, text, what, direction, outcome, who, title = map(
        values.text, (headline, text, what, direction, outcome, who, title)
    )
    return TimelineItem(values.moment(at), kind, headline, text, number, what, direction, outcome, who, deal, title)
