"""The reads that every list is made of: deals as cards, stages, the few lists to choose from.

Plain SQL over a plain connection, standard library only: the quick verbs and the app's first frame read by the
same statements as everything else.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from pipetui.domain import rules
from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.domain.errors import NotFoundError
from pipetui.domain.money import Money, weighted
from pipetui.domain.text import fold
from pipetui.store.places import Places as Places
from pipetui.store.places import book_currency as book_currency
from pipetui.store.places import places as places
from pipetui.views import Card, NextStep

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import Any, NamedTuple

    from pipetui.domain.deal import Stage
    from pipetui.domain.when import DateRules
else:
    from pipetui.domain.record import NamedTuple

_SPLIT = "\x1f"

_CARDS = f"""
SELECT d.id, d.title, d.status, d.stage_id, d.value_minor, d.currency, d.own_probability, d.source,
       d.created_at, d.entered_stage_at, d.expected_close, d.closed_at, d.lost_reason, d.revisit_on,
       d.renewal_on, d.renewal_lead_days, d.parked_until, o.name,
       (SELECT group_concat(tag, '{_SPLIT}') FROM (SELECT tag FROM deal_tag WHERE deal_id = d.id ORDER BY tag)),
       (SELECT group_concat(name, '{_SPLIT}') FROM
          (SELECT p.name FROM deal_person dp JOIN person p ON p.id = dp.person_id
           WHERE dp.deal_id = d.id ORDER BY dp.id)),
       (SELECT max(at) FROM touch WHERE deal_id = d.id),
       (SELECT max(due_on || coalesce(due_time, '24:00')) FROM follow_up WHERE deal_id = d.id AND done_at IS NULL),
       f.id, f.what, f.due_on, f.due_time, f.kind, f.turn, f.postponed
FROM deal d
LEFT JOIN organization o ON o.id = d.organization_id
LEFT JOIN follow_up f ON f.id = (
    SELECT id FROM follow_up WHERE deal_id = d.id AND done_at IS NULL
    ORDER BY due_on, coalesce(due_time, '24:00'), id LIMIT 1)
WHERE d.deleted_at IS {{deleted}} NULL AND {{where}}
"""


class Moment(NamedTuple):
    """What a read is worked out for: the time (aware, the rep's zone), how dates count, how urgency weighs."""

    now: datetime
    dates: DateRules
    weights: rules.Weights = rules.Weights()


class Usual(NamedTuple):
    """What the rep's deals are like, for the urgency of each: medians of the newest SAMPLE of them.

    `stays` are whole days in a stage, by stage; `weighted` minor units of an open deal that has a value, by currency,
    to two figures. So they stay the same from one gesture to the next, and cost the same in a book of any size.
    """

    stays: dict[int, int]
    weighted: dict[str, int]


SAMPLE = 200


def usual(connection: sqlite3.Connection, stages: Sequence[Stage]) -> Usual:
    """The medians as the book stands."""
    stays = {}
    for stage in stages:
        newest = connection.execute(
            """SELECT stayed_s FROM stage_event WHERE from_stage_id = ? AND stayed_s IS NOT NULL
               ORDER BY at DESC LIMIT ?""",
            (stage.id, SAMPLE),
        ).fetchall()
        if newest:
            stays[stage.id] = round(_median([row[0] for row in newest]) / 86_400)
    probability = {stage.id: stage.probability for stage in stages}
    worth = {}
    currency = _currency_after(connection, "")
    while currency:
        newest = connection.execute(
            """SELECT value_minor, own_probability, stage_id FROM deal INDEXED BY ix_deal_worth
               WHERE status = 'open' AND deleted_at IS NULL AND currency = ? AND value_minor > 0
               ORDER BY id DESC LIMIT ?""",
            (currency, SAMPLE),
        ).fetchall()
        if newest:
            weighed = [
                weighted(Money(minor, currency), probability[stage_id] if own is None else own).minor
                for minor, own, stage_id in newest
            ]
            worth[currency] = _two_figures(_median(weighed))
        currency = _currency_after(connection, currency)
    return Usual(stays, worth)


def _currency_after(connection: sqlite3.Connection, currency: str) -> str | None:
    """The next currency that an open deal has; None after the last. One look into the index, not one a deal."""
    row = connection.execute(
        """SELECT min(currency) FROM deal INDEXED BY ix_deal_worth
           WHERE status = 'open' AND deleted_at IS NULL AND currency > ?""",
        (currency,),
    ).fetchone()
    found: str | None = row[0]
    return found


def _median(values: list[int]) -> int:
    """The middle one, of two the lower."""
    return sorted(values)[(len(values) - 1) // 2]


def _two_figures(value: int) -> int:
    unit: int = 10 ** max(0, len(str(value)) - 2)
    return (value + unit // 2) // unit * unit


def cards(
    connection: sqlite3.Connection,
    moment: Moment,
    where: str = "1",
    arguments: Sequence[Any] = (),
    *,
    deleted: bool = False,
) -> list[Card]:
    """The deals that fit the SQL condition `where` over `deal d`, as they stand at `moment`, by number."""
    reader = _Reader(connection, moment)
    sql = _CARDS.format(where=where, deleted="NOT" if deleted else "") + " ORDER BY d.id"
    return [reader.card(row) for row in connection.execute(sql, arguments)]


def open_cards(connection: sqlite3.Connection, moment: Moment) -> list[Card]:
    """Every open deal, parked ones too. Closed deals are never read."""
    return cards(connection, moment, "d.status = 'open'")


def day_cards(connection: sqlite3.Connection, moment: Moment) -> list[Card]:
    """The open deals, and the closed ones whose revisit or renewal has come."""
    today = moment.now.date().isoformat()
    return open_cards(connection, moment) + cards(
        connection,
        moment,
        """(d.status = 'lost' AND d.revisit_on <= ?
            OR d.status = 'won' AND date(d.renewal_on, '-' || d.renewal_lead_days || ' days') <= ?)""",
        (today, today),
    )


def card(connection: sqlite3.Connection, moment: Moment, deal_id: int) -> Card:
    """One deal; raises NotFoundError when there is none of that number, or only in the bin."""
    found = cards(connection, moment, "d.id = ?", (deal_id,))
    if not found:
        binned = connection.execute("SELECT 1 FROM deal WHERE id = ?", (deal_id,)).fetchone()
        where = "is in the bin" if binned else "does not exist"
        raise NotFoundError(
            f"deal #{deal_id} {where}", "see: pipetui list --deleted" if binned else "see: pipetui list"
        )
    return found[0]


def why(card: Card, moment: Moment) -> tuple[rules.Term, ...]:
    """The urgency of an open deal term by term; () for a closed one."""
    if card.status != OPEN:
        return ()
    return rules.explain(card.facts, moment.weights, moment.now.date(), moment.dates)


class _Reader:
    """Turns rows of `_CARDS` into cards with every flag decided."""

    def __init__(self, connection: sqlite3.Connection, moment: Moment) -> None:
        self.now = moment.now
        # Differences are taken in UTC: true lengths across a change of summer time, and quicker.
        self.utc = moment.now.astimezone(UTC)
        self.today = moment.now.date()
        self.second = f"{moment.now:%Y-%m-%d%H:%M:%S}"
        self.moment = moment
        self.places = places(connection)
        self.stages = {stage.id: stage for stage in self.places.stages}
        self.usual = usual(connection, self.places.stages)
        self.last = {p: max(1, len(self.places.of(p)) - 1) for p in self.places.pipelines}

    def card(self, row: tuple[Any, ...]) -> Card:
        (
            deal_id, title, status, stage_id, minor, currency, own, source, created, entered, expected, closed,
            reason, revisit, renewal, lead, parked, organization, tags, people, touched, last_due, *step,
        ) = row  # fmt: skip
        stage = self.stages[stage_id]
        entered_at = datetime.fromisoformat(entered)
        touched_at = datetime.fromisoformat(touched) if touched else None
        created_at = datetime.fromisoformat(created)
        probability = {WON: 100, LOST: 0}.get(status, stage.probability if own is None else own)
        value = None if minor is None else Money(minor, currency)
        weigh = None if value is None else weighted(value, probability)
        upcoming = next_step(self.now, *step) if step[0] is not None else None
        open_now = status == OPEN
        ahead = last_due is not None and f"{last_due}:00" >= self.second
        rotting = rules.rotting_days(stage.rotting_days, entered_at, touched_at, ahead, self.utc) if open_now else 0
        idle = max(0, (self.utc - (touched_at or created_at)).days)
        names = tuple(people.split(_SPLIT)) if people else ()
        tagged = tuple(tags.split(_SPLIT)) if tags else ()
        close = date.fromisoformat(expected) if expected else None
        facts = rules.Facts(
            upcoming.due if upcoming else None,
            upcoming.turn if upcoming else "",
            close,
            weigh.minor if weigh else 0,
            self.usual.weighted.get(currency, 0),
            max(0, (self.utc - entered_at).days),
            self.usual.stays.get(stage_id),
            idle,
            stage.position / self.last[stage.pipeline_id],
            rules.HOT in map(fold, tagged),
        )
        return Card(
            id=deal_id,
            title=title,
            status=status,
            stage_id=stage_id,
            stage=stage.name,
            stage_position=stage.position,
            pipeline_id=stage.pipeline_id,
            pipeline=self.places.pipelines[stage.pipeline_id],
            organization=organization or "",
            people=names,
            value=value,
            currency=currency,
            probability=probability,
            weighted=weigh,
            source=source,
            tags=tagged,
            created_at=created_at,
            entered_stage_at=entered_at,
            last_touch_at=touched_at,
            expected_close=close,
            closed_at=datetime.fromisoformat(closed) if closed else None,
            lost_reason=reason,
            revisit_on=date.fromisoformat(revisit) if revisit else None,
            renewal_on=date.fromisoformat(renewal) if renewal else None,
            renewal_lead_days=lead,
            parked_until=date.fromisoformat(parked) if parked else None,
            next_step=upcoming if open_now else None,
            badge=(upcoming.state if upcoming else rules.NONE) if open_now else "",
            rotting_days=rotting,
            idle_days=idle,
            urgency=rules.urgency(facts, self.moment.weights, self.today, self.moment.dates) if open_now else 0.0,
            facts=facts,
            haystack=fold(" ".join((title, organization or "", *names, *tagged, source, f"#{deal_id}"))),
        )


def next_step(
    now: datetime, step_id: int, what: str, due_on: str, due_time: str | None, kind: str, turn: str, postponed: int
) -> NextStep:
    """A follow-up row with its state at `now`."""
    due = date.fromisoformat(due_on)
    state = rules.step_state(due, due_time, now)
    return NextStep(step_id, what, due, due_time, kind, turn, state, max(0, (now.date() - due).days), postponed)


def loss_reasons(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The reasons a drop chooses from, in order."""
    return tuple(row[0] for row in connection.execute("SELECT name FROM loss_reason ORDER BY position, id"))


def words_used(connection: sqlite3.Connection, what: str) -> tuple[str, ...]:
    """Every tag, source or organization in use (`what`), sorted: for completion."""
    sql = {
        "tag": "SELECT DISTINCT tag FROM deal_tag ORDER BY tag",
        "source": "SELECT DISTINCT source FROM deal WHERE source <> '' AND deleted_at IS NULL ORDER BY source",
        "organization": "SELECT DISTINCT name FROM organization ORDER BY name",
    }[what]
    return tuple(row[0] for row in connection.execute(sql))


def has_deals(connection: sqlite3.Connection) -> bool:
    """Whether there is any deal, closed and deleted ones included."""
    return connection.execute("SELECT 1 FROM deal LIMIT 1").fetchone() is not None
