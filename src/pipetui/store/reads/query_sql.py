"""A filter as a condition that SQLite decides: each thing that can be asked of a deal, over the row it stands in.

What a condition means is `domain.query`'s to say, and read by it; here is how the same is asked of `deal d`, its line
`l` and its step `f`. What compares texts is decided by Python once for each text there is, and asked by those that fit.
A property test holds the two against each other for rows that are as the store writes them. What is looked for in all
that a deal says, and its scores, are for the cards. Standard library only.
"""

from __future__ import annotations

from datetime import timedelta

from pipetui.domain import fields, money
from pipetui.domain.deal import OPEN, WON
from pipetui.domain.folding import fold
from pipetui.domain.line.parts import percent, whole
from pipetui.domain.qualification import STALE, UNKNOWN, read_answer, stale_before
from pipetui.domain.query import custom_conditions, measures, terms
from pipetui.domain.query.language import And, Leaf, Not, Or
from pipetui.domain.text import one_line, taken
from pipetui.store import custom_fields, late
from pipetui.store.pipelines import TOLD
from pipetui.store.reads import finding, rate_day
from pipetui.store.reads.odd_rows import CardsOnlyError
from pipetui.store.reads.urgency_sql import TOUCHED
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from datetime import date
    from typing import Any

    from pipetui.domain.fields import Field
    from pipetui.domain.money import Money
    from pipetui.domain.query.facts import QueryContext
    from pipetui.domain.query.language import Node
    from pipetui.store.reads.urgency_sql import UrgencySql

_SIGN = {":": "=", "=": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_MOST_TEXTS = 10_000
"""With more of them the cards are quicker, and SQLite takes no more than three times as many values."""

_BADGES = {
    "overdue": late.STEP,
    "today": f"f.due_on = :today AND NOT {late.STEP}",
    "planned": "f.due_on > :today",
    "none": "f.due_on IS NULL",
}
_LIVES = "p.person_id NOT IN (SELECT id FROM person WHERE deleted_at IS NOT NULL)"
_STALE = "q.answer <> 'unknown' AND q.answered_at < :q_stale"
_STATES = {
    "parked": "d.status = 'open' AND d.parked_until > :today",
    "hot": "l.hot",
    "mine": "f.turn = 'mine'",
    "theirs": "f.turn = 'theirs'",
    "stale": f"""d.status = 'open' AND l.answers IS NOT NULL
        AND EXISTS (SELECT 1 FROM qualification q WHERE q.deal_id = d.id AND {_STALE})""",
    **{status: f"d.status = '{status}'" for status in ("open", "won", "lost")},
    **{word: f"d.status = 'open' AND {sql}" for word, sql in _BADGES.items() if word != "none"},
    "nonext": f"d.status = 'open' AND {_BADGES['none']}",
}
"""The bare words."""


class QuerySql:
    """Conditions for the deals of a book, as they stand at a moment; they need `values` as named parameters."""

    def __init__(self, connection: sqlite3.Connection, asked: QueryContext, figures: UrgencySql) -> None:
        self.connection, self.asked, self.figures = connection, asked, figures
        self.today = asked.now.date()
        self.values: dict[str, Any] = {
            **late.moment(asked.now),
            "q_stale": utc_text(stale_before(asked.now)),
        }

    def condition(self, node: Node) -> str:
        """What the whole tree asks; raises CardsOnlyError."""
        if isinstance(node, Leaf):
            return f"(({self._leaf(node)}) IS TRUE)"
        if isinstance(node, Not):
            return f"(NOT {self.condition(node.part)})"
        left, right = self.condition(node.left), self.condition(node.right)
        return f"({left} {'AND' if isinstance(node, And) else 'OR'} {right})"

    def beforehand(self, node: Node, *, texts: bool) -> str:
        """What holds at least for every deal that fits, as far as SQLite can tell; "" where it cannot.

        With `texts` all keys are gone through for a text that is looked for, which pays where closed deals may fit.
        """
        try:
            return self.condition(node)
        except CardsOnlyError:
            if isinstance(node, (And, Or)):
                sides = self.beforehand(node.left, texts=texts), self.beforehand(node.right, texts=texts)
                if isinstance(node, Or):
                    return f"({sides[0]} OR {sides[1]})" if all(sides) else ""
                return " AND ".join(filter(None, sides))
            return self._perhaps(node.phrase) if texts and isinstance(node, Leaf) and node.phrase else ""

    def _perhaps(self, words: str) -> str:
        """Which deals may have the words in what is said of them, or have them in their notes and touches."""
        mentioned = self.asked.mentioning(words) if self.asked.mentioning is not None else ()
        found = sorted({*finding.perhaps_holding(self.connection, words), *mentioned})
        return f"d.id IN (SELECT value FROM json_each({self._given(str(found))}))"

    def _leaf(self, leaf: Leaf) -> str:
        if leaf.asked is None:
            raise CardsOnlyError
        known, sign, value = leaf.asked
        if known is None:
            if sign == "#":
                return f"d.id = {self._given(int(value))}"
            if value not in _STATES:
                raise CardsOnlyError
            return _STATES[value]
        if known.kind not in KINDS or known.attribute != _ONE_FIELD.get(known.kind, known.attribute):
            raise CardsOnlyError
        return KINDS[known.kind](self, known, sign, value)

    def _given(self, value: Any) -> str:
        name = f"q_{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    # --- what has a size -------------------------------------------------------------------------------------------

    def _of_money(self, known: Field, sign: str, value: str) -> str:
        if measures.is_missing(sign, value):
            return "d.value_minor IS NULL"
        limit = money.parse(value, self.asked.currency)
        own = f"d.currency = {self._given(limit.currency)} AND d.value_minor {_SIGN[sign]} {self._given(limit.minor)}"
        return " OR ".join((own, *self._of_others(limit, sign)))

    def _of_others(self, limit: Money, sign: str) -> Iterator[str]:
        """The same of deals in each other currency of which there are rates, by that of the day that counts."""
        rates = self.asked.rates
        codes = {*(code for code, _ in rates.by_code), rates.currency} if rates.known else set()
        for code in sorted(codes - {limit.currency}):
            by_day = []
            for day in rates.days:
                rate = rates.between(code, limit.currency, day)
                if rate is not None:
                    by_day.append(f"WHEN '{day}' THEN d.value_minor {self._limit(limit.minor, rate, sign)}")
            if by_day:
                rated = rate_day.expression(rates, self.asked.now.date())
                yield f"d.currency = '{code}' AND CASE {rated} {' '.join(by_day)} ELSE 0 END"

    def _limit(self, minor: int, rate: tuple[int, int], sign: str) -> str:
        """What an amount compares with, in whole minor units of its own currency; exactly."""
        whole, rest = divmod(minor * rate[1], rate[0])
        if rest and _SIGN[sign] == "=":
            return "IS 0.5"
        up = bool(rest) and _SIGN[sign] in ("<", ">=")
        return f"{_SIGN[sign]} {self._given(min(whole + up, money.LARGEST + 1))}"

    def _of_percent(self, known: Field, sign: str, value: str) -> str:
        now = f"CASE d.status WHEN '{OPEN}' THEN {self.figures.percent} WHEN '{WON}' THEN 100 ELSE 0 END"
        return f"{now} {_SIGN[sign]} {percent(value, '')}"

    def _of_whole(self, known: Field, sign: str, value: str) -> str:
        if measures.is_missing(sign, value):
            return f"d.{known.stored} IS NULL"
        return f"d.{known.stored} {_SIGN[sign]} {self._given(whole(value))}"

    def _of_idle(self, known: Field, sign: str, value: str) -> str:
        def at_least(days: int) -> str:
            back = self._day(days)
            on_the_board = f"(d.parked_until IS NULL OR d.parked_until > :today OR d.parked_until <= {back})"
            return f"({self._long_ago(TOUCHED, days)} AND {on_the_board})"

        return _by_days(at_least, sign, measures.days(value))

    def _of_age(self, known: Field, sign: str, value: str) -> str:
        aged = _by_days(lambda days: self._long_ago("d.created_at", days), sign, measures.days(value))
        return f"NOT d.created_unknown AND {aged}"

    def _of_step(self, known: Field, sign: str, value: str) -> str:
        badge = fold(value)
        if sign == ":" and badge in _BADGES:
            return f"d.status = '{OPEN}' AND {_BADGES[badge]}"
        return self._in_span("f.due_on", sign, measures.span(value, self.asked))

    def _of_day(self, known: Field, sign: str, value: str) -> str:
        if measures.is_missing(sign, value):
            return f"d.{known.stored} IS NULL"
        return self._in_span(f"d.{known.stored}", sign, measures.span(value, self.asked))

    def _of_closed(self, known: Field, sign: str, value: str) -> str:
        if measures.is_missing(sign, value):
            return "d.closed_at IS NULL"
        on = self._in_span("d.closed_on", sign, measures.span(value, self.asked, past=True))
        at = self._between("d.closed_at", sign, value)
        return f"d.closed_at IS NOT NULL AND CASE WHEN d.closed_on IS NULL THEN {at} ELSE {on} END"

    def _of_moment(self, known: Field, sign: str, value: str) -> str:
        column = _CREATED if known.stored == "created_at" else f"d.{known.stored}"
        return self._between(column, sign, value)

    def _in_span(self, column: str, sign: str, days: tuple[date, date]) -> str:
        low, high = measures.limits(sign, *days)
        if low == high and low is not None:
            return f"{column} = {self._given(low.isoformat())}"
        from_low, to_high = (">", "<") if sign in ("<", ">") else (">=", "<=")
        after = "" if low is None else f"{column} {from_low} {self._given(low.isoformat())}"
        before = "" if high is None else f"{column} {to_high} {self._given(high.isoformat())}"
        return " AND ".join(filter(None, (after, before)))

    def _between(self, column: str, sign: str, value: str) -> str:
        low, high = measures.between(sign, measures.span(value, self.asked, past=True), self.asked)
        after = "" if low is None else f" AND {column} >= {self._given(utc_text(low))}"
        return f"{column} IS NOT NULL{after}" + (
            "" if high is None else f" AND {column} < {self._given(utc_text(high))}"
        )

    def _day(self, days_ago: int) -> str:
        try:
            return self._given((self.today - timedelta(days=days_ago)).isoformat())
        except OverflowError:
            return "''"  # before every day there is

    def _long_ago(self, column: str, days: int) -> str:
        """Whether a time lies so many of the rep's days back, or more."""
        if days <= 0:
            return "1"
        try:
            return f"{column} < {self._given(self.figures.midnight(days - 1))}"
        except OverflowError:
            return "0"

    # --- words -----------------------------------------------------------------------------------------------------

    def _of_answer(self, known: Field, sign: str, value: str) -> str:
        answers = f"SELECT 1 FROM qualification q WHERE q.deal_id = d.id AND q.question = '{known.name}'"
        wanted = fold(value)
        if wanted == STALE.strip():
            return f"l.answers IS NOT NULL AND EXISTS ({answers} AND {_STALE})"
        wanted = UNKNOWN if wanted == measures.NOTHING else read_answer(wanted)
        of_it = "<> 'unknown'" if wanted == UNKNOWN else f"= '{wanted}'"
        asked = f"{'NOT ' if wanted == UNKNOWN else ''}EXISTS ({answers} AND q.answer {of_it})"
        # In the line it stands behind the question and a time, where that is written as the store does.
        place = f"instr(l.answers, '{known.name} ')"
        time, answer = (len(known.name) + more for more in (20, 22))
        return f"""CASE WHEN l.answers IS NULL OR {place} = 0 THEN {int(wanted == UNKNOWN)}
            WHEN substr(l.answers, {place} + {time}, 2) = 'Z '
            THEN substr(l.answers, {place} + {answer}, {len(wanted)}) = '{wanted}' ELSE {asked} END"""

    def _of_status(self, known: Field, sign: str, value: str) -> str:
        return f"d.status = '{terms.read_status(value)}'"

    def _of_currency(self, known: Field, sign: str, value: str) -> str:
        return f"d.currency = '{money.check_currency(fold(value))}'"

    def _of_stage(self, known: Field, sign: str, value: str) -> str:
        return f"({self._of_stages(known, sign, value, lambda stage: stage.name)} AND (d.status = 'open' OR {TOLD}))"

    def _of_pipeline(self, known: Field, sign: str, value: str) -> str:
        names = self.figures.known.pipelines.names
        return self._of_stages(known, sign, value, lambda stage: names[stage.pipeline_id])

    def _of_stages(self, known: Field, sign: str, value: str, named: Callable[[Any], str]) -> str:
        holds = self._holding(known, sign, value)
        fits = [str(stage.id) for stage in self.figures.known.pipelines.stages if holds(named(stage))]
        return f"d.stage_id IN ({', '.join(fits)})"

    def _of_organization(self, known: Field, sign: str, value: str) -> str:
        if fold(value) == measures.NOTHING:
            return "coalesce(l.organization, '') = ''"
        return f"d.organization_id IN ({self._named('organization', known, sign, value)})"

    def _of_people(self, known: Field, sign: str, value: str) -> str:
        if fold(value) == measures.NOTHING:
            return "l.people IS NULL"
        persons = self._named("person", known, sign, value)
        return f"EXISTS (SELECT 1 FROM deal_person p WHERE p.deal_id = d.id AND p.person_id IN ({persons}))"

    def _of_roles(self, known: Field, sign: str, value: str) -> str:
        of_deal = f"EXISTS (SELECT 1 FROM deal_person p WHERE p.deal_id = d.id AND {_LIVES} AND p.role"
        if fold(value) == measures.NOTHING:
            return f"NOT {of_deal} <> '')"
        among = self._among("SELECT DISTINCT role FROM deal_person WHERE role <> ''", known, sign, value)
        return f"l.people IS NOT NULL AND {of_deal} IN ({among}))"

    def _of_tags(self, known: Field, sign: str, value: str) -> str:
        if fold(value) == measures.NOTHING:
            return "l.tags IS NULL"
        among = self._among("SELECT DISTINCT tag FROM deal_tag", known, sign, value)
        return f"""l.tags IS NOT NULL
            AND EXISTS (SELECT 1 FROM deal_tag t WHERE t.deal_id = d.id AND t.tag IN ({among}))"""

    def _of_text(self, known: Field, sign: str, value: str) -> str:
        if fold(value) == measures.NOTHING:
            return f"d.{known.stored} = ''"
        among = self._among(f"SELECT DISTINCT {known.stored} FROM deal", known, sign, value)
        return f"d.{known.stored} IN ({among})"

    def _of_custom(self, known: Field, sign: str, value: str) -> str:
        field = next((field for field in self.figures.known.fields if str(field.id) == known.attribute), None)
        if field is None:
            raise CardsOnlyError
        if measures.is_missing(sign, value):
            return f"d.id NOT IN (SELECT entity_id FROM custom_value WHERE field_id = {field.id})"
        holds = custom_conditions.holding(field, sign, value, self.asked)
        found = [whose for _, whose, text in custom_fields.by_field(self.connection, field.id) if holds(text)]
        return f"d.id IN (SELECT value FROM json_each({self._given(str(found))}))"

    def _holding(self, known: Field, sign: str, value: str) -> Callable[[str], bool]:
        if fold(value) == measures.NOTHING:
            return lambda text: not text
        return terms.holding(known, value, sign == "=", self.asked)

    def _named(self, table: str, known: Field, sign: str, value: str) -> str:
        holds = self._holding(known, sign, value)
        rows = self.connection.execute(f"SELECT id, name FROM {table} WHERE deleted_at IS NULL")
        return self._listed([number for number, name in rows if holds(one_line(taken(name)))])

    def _among(self, texts: str, known: Field, sign: str, value: str) -> str:
        holds = self._holding(known, sign, value)
        return self._listed([text for (text,) in self.connection.execute(texts) if holds(taken(text))])

    def _listed(self, found: list[Any]) -> str:
        if len(found) > _MOST_TEXTS:
            raise CardsOnlyError
        return ", ".join(map(self._given, found))


def _by_days(at_least: Callable[[int], str], sign: str, days: int) -> str:
    """A number of days compared, by whether it is at least so many."""
    match sign:
        case ">":
            return at_least(days + 1)
        case ">=":
            return at_least(days)
        case "<":
            return f"NOT {at_least(days)}"
        case "<=":
            return f"NOT {at_least(days + 1)}"
    return f"{at_least(days)} AND NOT {at_least(days + 1)}"


KINDS: dict[str, Callable[[QuerySql, Field, str, str], str]] = {
    fields.MONEY: QuerySql._of_money,
    fields.PERCENT: QuerySql._of_percent,
    fields.WHOLE: QuerySql._of_whole,
    fields.DAYS: QuerySql._of_idle,
    fields.AGE: QuerySql._of_age,
    fields.STEP: QuerySql._of_step,
    fields.DAY: QuerySql._of_day,
    fields.PAST_DAY: QuerySql._of_closed,
    fields.MOMENT: QuerySql._of_moment,
    fields.ANSWER: QuerySql._of_answer,
    fields.STATUS: QuerySql._of_status,
    fields.CURRENCY: QuerySql._of_currency,
    fields.STAGE: QuerySql._of_stage,
    fields.NAME: QuerySql._of_pipeline,
    fields.ORGANIZATION: QuerySql._of_organization,
    fields.PEOPLE: QuerySql._of_people,
    fields.ROLES: QuerySql._of_roles,
    fields.TAGS: QuerySql._of_tags,
    fields.TEXT: QuerySql._of_text,
    fields.REASON: QuerySql._of_text,
    fields.CUSTOM: QuerySql._of_custom,
}
"""How a field is asked, by its kind; what is not here is for the cards."""
_CREATED = "CASE WHEN d.created_unknown THEN NULL ELSE d.created_at END"
"""When a deal was created, NULL where nobody told."""
_ONE_FIELD = {
    fields.MONEY: "value",
    fields.PERCENT: "probability",
    fields.DAYS: "idle_days",
    fields.AGE: "created_at",
    fields.STEP: "next_step",
    fields.PAST_DAY: "closed_on",
    fields.STATUS: "status",
    fields.CURRENCY: "currency",
    fields.STAGE: "stage",
    fields.NAME: "pipeline",
    fields.ORGANIZATION: "organization",
    fields.PEOPLE: "people",
    fields.ROLES: "roles",
    fields.TAGS: "tags",
}
"""The kinds that are asked here for one field alone; another of the kind is for the cards."""
CARDS_ONLY = (fields.ROTTING, fields.SCORE)
"""The kinds that are."""
