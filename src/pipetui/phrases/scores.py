"""Why a rule of a score holds for a deal: what in the deal it is about, in a few words. Standard library only."""

from __future__ import annotations

from datetime import datetime

from pipetui import render
from pipetui.domain import patterns as re
from pipetui.domain.custom_fields import word_of
from pipetui.domain.deal import QUESTIONS
from pipetui.domain.qualification import STALE
from pipetui.domain.scoring import INBOUND, TOUCH, UNANSWERED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from pipetui.domain.scoring import Happened, Intent
    from pipetui.views import Card

_FIELD_WORDS = {"src": "source", "org": "organization", "who": "person", "p": "chance", "close": "close date"}
_MEASURES = {">": "over", "<": "under", ">=": "at least", "<=": "at most", ":": "", "=": ""}
_UNITS = {"d": "days", "w": "weeks", "mo": "months"}
_SAID = {INBOUND: "they came to us", TOUCH: "touched"}
_LONGEST = 60


def in_words(rule: str) -> str:
    """A rule as a rep would say it: `value over 10k` for `value.over:10k`, `replied within 30 days`."""

    def condition(found: re.Match[str]) -> str:
        field, how, sign, value = found["field"], found["how"] or "", found["sign"], found["value"].strip('"')
        said = (_FIELD_WORDS.get(field, field), how.replace("-", " ") or _MEASURES.get(sign, ""), value)
        return " ".join(filter(None, said))

    said = re.sub(r'(?P<field>\w+)(?:\.(?P<how>[\w-]+))?(?P<sign>:|[<>]=?|=)(?P<value>"[^"]*"|\S+)', condition, rule)
    return re.sub(r"\b(\d+)(d|w|mo)\b", lambda found: f"{found[1]} {_UNITS[found[2]]}", said).replace("-", " ")


def fit_why(fields: Collection[str], card: Card, now: datetime) -> str:
    """What a card says about the fields of a filter that fits it."""
    facts = {
        "text": card.title,
        "id": f"#{card.id}",
        "stage": card.stage or None,
        "pipeline": card.pipeline,
        "org": card.organization or "no organization",
        "who": ", ".join(card.people) or "nobody named",
        "role": ", ".join(card.roles) or "nobody with a role",
        "tag": " ".join(f"#{tag}" for tag in card.tags) or "no tags",
        "src": card.source or "no source",
        "reason": card.lost_reason or "no reason",
        "status": card.status,
        "currency": card.currency,
        "value": render.money(card.value) if card.value else "no value",
        "p": render.percent(card.probability),
        "next": f"next step {card.badge}" if card.badge else "",
        "close": f"close {render.day(card.expected_close, now.date())}" if card.expected_close else "no close date",
        "created": _created(card, now),
        "age": _created(card, now),
        "closed": f"closed {render.ago(card.closed_at, now)}" if card.closed_at else "not closed",
        "idle": f"{render.plural(card.idle_days, 'day')} quiet",
        "rotting": f"{render.plural(card.rotting_days, 'day')} rotting" if card.rotting_days else "not rotting",
        "parked": "parked" if card.parked_until else "not parked",
        "stale": "a stale answer",
        **{word_of(own.name): f"{own.name} {render.custom(own, now.date())}" for own in card.custom},
        **{question: f"{question} {_answer(said)}" for question, said in zip(QUESTIONS, card.answers, strict=False)},
    }
    return render.cut(" · ".join(fact for field, fact in facts.items() if field in fields and fact), _LONGEST)


def _answer(said: str) -> str:
    return f"{said.removeprefix(STALE)}, long ago" if said.startswith(STALE) else said


def intent_why(rule: Intent, what: Happened, now: datetime) -> str:
    """What happened that a rule holds by: `replied 3 days ago`, `4 attempts unanswered`."""
    if rule.event == UNANSWERED:
        return f"{render.plural(what.unanswered, 'attempt')} unanswered"
    said = _SAID.get(rule.event, rule.event.replace("-", " "))
    return f"{said} {render.ago(datetime.fromisoformat(what.latest[rule.event]), now)}"


def _created(card: Card, now: datetime) -> str:
    return f"created {render.ago(card.created_at, now)}" if card.created_at else "created on an unknown day"
