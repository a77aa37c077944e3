"""The shapes of `--json` for deals; see `json_format`."""

from __future__ import annotations

from pipetui.phrases.deal_shape import custom as custom
from pipetui.phrases.deal_shape import deal as deal
from pipetui.phrases.deal_shape import of_fields as of_fields
from pipetui.phrases.deal_shape import step as step
from pipetui.phrases.json_values import day, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from pipetui.domain.rates import Together
    from pipetui.domain.urgency import Term
    from pipetui.store.undo.journal import StepInfo
    from pipetui.views import Agenda, Card, DealSheet, Mention, TimelineItem


def found(card: Card, mention: Mention | None) -> dict[str, Any]:
    """The deal's object with where in its notes and touches it was `found`, null where its own words were enough."""
    place = None
    if mention is not None:
        from pipetui.phrases.found import snippet

        place = {"kind": mention.kind, "at": moment(mention.at), "text": snippet(mention)}
    return {**deal(card), "found": place}


def agenda(today: Agenda) -> Iterator[dict[str, Any]]:
    """The deals of Today in the order of its buckets, each with its `bucket`."""
    for bucket in today.buckets:
        for card in bucket.cards:
            yield {**deal(card), "bucket": bucket.name}


def _worth(found: Together | None) -> dict[str, Any]:
    """What the value comes to in the currency that is reported in, where that is another."""
    if found is None:
        return {}
    from pipetui.phrases.rates import shape

    return {"value_together": shape(found)}


def sheet(whole: DealSheet) -> dict[str, Any]:
    """The deal's object with all that hangs on it."""
    from pipetui.phrases import items  # lists do without

    card = whole.card
    return {
        **deal(card),
        **_worth(whole.worth),
        "own_probability": whole.own_probability,
        "stage_days": whole.stage_days,
        "parked_until": day(card.parked_until),
        "revisit_on": day(card.revisit_on),
        "renewal_on": day(card.renewal_on),
        "renewal_lead_days": card.renewal_lead_days if card.renewal_on else None,
        "lost_note": whole.lost_note or None,
        "contacts": [
            {
                "name": person.name,
                "job_title": person.job_title or None,
                "role": person.role or None,
                "email": person.email or None,
                "phone": person.phone or None,
            }
            for person in whole.people
        ],
        "qualification": {said.question: said.answer for said in whole.qualification},
        "answers": answers(whole),
        "scores": scores(whole),
        "follow_ups": [
            {**step(planned), "turn": planned.turn, "postponed": planned.postponed} for planned in whole.follow_ups
        ],
        "objections": [{"text": met.text, "state": met.state, "note": met.note or None} for met in whole.objections],
        "links": [
            {
                "id": link.id,
                "title": link.title,
                "status": link.status,
                "kind": link.kind,
                "came_from": link.came_from,
                "steps": link.steps,
            }
            for link in whole.links
        ],
        "attachments": [
            {"place": one.place, "target": one.target, "label": one.label or None, "missing": one.missing}
            for one in whole.attachments
        ],
        "items": [items.shape(line) for line in whole.items],
        "sums": items.sums_shape(whole.item_sums) if whole.items else None,
        "warnings": list(whole.warnings),
        "criteria": [{"text": one.text, "met": one.met} for one in whole.criteria],
        "timeline": timeline(whole.timeline),
    }


def timeline(items: Iterable[TimelineItem]) -> list[dict[str, Any]]:
    """What happened, the newest first."""
    return [
        {
            "at": moment(item.at),
            "kind": item.kind,
            "headline": item.headline,
            "text": item.text or None,
            "id": item.id,
        }
        for item in items
    ]


def answers(whole: DealSheet) -> list[dict[str, Any]]:
    """The answers of the qualification, with the notes behind them and when they were given."""
    return [
        {
            "question": said.question,
            "answer": said.answer,
            "note": said.note or None,
            "answered_at": moment(said.answered_at),
            "stale": said.stale,
        }
        for said in whole.qualification
    ]


def scores(whole: DealSheet) -> dict[str, Any]:
    """Both scores: the sum, and the rules that hold with what they hold for."""
    return {
        score.side: {
            "total": score.total,
            "lines": [{"points": line.points, "rule": line.rule, "why": line.why} for line in score.lines],
        }
        for score in whole.scores
    }


def history_step(step: StepInfo) -> dict[str, Any]:
    """A step of the history."""
    return {
        "id": step.id,
        "at": moment(step.at),
        "source": step.source,
        "label": step.label,
        "undone": step.undone,
        "rows": step.rows,
    }


def urgency(card: Card, terms: Sequence[Term]) -> dict[str, Any]:
    """The sum that orders the lists, term by term."""
    return {
        "id": card.id,
        "title": card.title,
        "urgency": round(sum(term.points for term in terms), 4),
        "terms": [
            {
                "name": term.name,
                "weight": term.weight,
                "value": round(term.value, 4),
                "points": round(term.points, 4),
                "why": term.why,
            }
            for term in terms
        ],
    }
