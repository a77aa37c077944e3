"""The shape of `--json`: stable, documented in the README, compared whole in the tests.

Amounts are decimal strings, days `YYYY-MM-DD`, times UTC with a Z. What is not there is null.
"""

from __future__ import annotations

from datetime import UTC

from pipetui.domain.text import escaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from typing import Any

    from pipetui.domain.deal import Stage
    from pipetui.domain.urgency import Term
    from pipetui.views import Agenda, Card, DealSheet, NextStep


def text(thing: object) -> str:
    """One JSON value on several lines, for one object; characters as they are unless stdout cannot write them."""
    import json  # 10 ms that only --json pays

    return escaped(json.dumps(thing, ensure_ascii=_only_ascii(), indent=2))


def lines(things: Iterable[object]) -> Iterator[str]:
    """A JSON array, one element a line, as they come."""
    import json

    ascii_only = _only_ascii()
    held = ""
    for thing in things:
        # The comma ends the line before, so each line waits until the next one is known.
        yield f"{held}," if held else "["
        held = escaped(json.dumps(thing, ensure_ascii=ascii_only))
    if held:
        yield held
    yield "]" if held else "[]"


def _only_ascii() -> bool:
    import sys

    return (sys.stdout.encoding or "ascii").lower().replace("-", "") != "utf8"


def moment(when: datetime | None) -> str | None:
    """An aware time in UTC: `2026-11-21T20:46:12Z`."""
    return None if when is None else when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def day(when: date | None) -> str | None:
    """A local day: `2026-11-27`."""
    return None if when is None else when.isoformat()


def deal(card: Card) -> dict[str, Any]:
    """The object that every verb prints for a deal."""
    return {
        "id": card.id,
        "title": card.title,
        "status": card.status,
        "stage": card.stage,
        "pipeline": card.pipeline,
        "value": card.value.decimal if card.value else None,
        "currency": card.currency,
        "probability": card.probability,
        "weighted": card.weighted.decimal if card.weighted else None,
        "organization": card.organization or None,
        "people": list(card.people),
        "tags": list(card.tags),
        "source": card.source or None,
        "created_at": moment(card.created_at),
        "expected_close": day(card.expected_close),
        "closed_at": moment(card.closed_at),
        "lost_reason": card.lost_reason or None,
        "last_touch_at": moment(card.last_touch_at),
        "rotting_days": card.rotting_days,
        "next_step": step(card.next_step) if card.next_step else None,
    }


def step(planned: NextStep) -> dict[str, Any]:
    """A next step: what, when, its state (overdue, today or planned), and which step of its cadence it is, if any."""
    due = planned.due.isoformat() + (f"T{planned.time}" if planned.time else "")
    of_cadence = {"step": planned.place, "of": planned.of} if planned.place else None
    return {"what": planned.what, "due": due, "state": planned.state, "cadence": of_cadence}


def agenda(today: Agenda) -> Iterator[dict[str, Any]]:
    """The deals of Today in the order of its buckets, each with its `bucket`."""
    for bucket in today.buckets:
        for card in bucket.cards:
            yield {**deal(card), "bucket": bucket.name}


def sheet(whole: DealSheet) -> dict[str, Any]:
    """The deal's object with all that hangs on it."""
    card = whole.card
    return {
        **deal(card),
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
        "warnings": list(whole.warnings),
        "custom": dict(whole.custom),
        "timeline": [
            {"at": moment(item.at), "kind": item.kind, "headline": item.headline, "text": item.text or None}
            for item in whole.timeline
        ],
    }


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


def stages(
    all_stages: Sequence[Stage], pipelines: Mapping[int, str], cards: Sequence[Card]
) -> Iterator[dict[str, Any]]:
    """Every stage with the number of open deals in it, their sums and weighted sums by currency."""
    from pipetui.arrange import head

    for stage in all_stages:
        inside = head([card for card in cards if card.stage_id == stage.id])
        yield {
            "name": stage.name,
            "pipeline": pipelines[stage.pipeline_id],
            "probability": stage.probability,
            "rotting_days": stage.rotting_days,
            "deals": inside.deals,
            "total": {amount.currency: amount.decimal for amount in inside.total},
            "weighted": {amount.currency: amount.decimal for amount in inside.weighted},
        }
