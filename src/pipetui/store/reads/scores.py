"""The scores of deals by the rules of the book: both sums of many deals, or line by line of one.

Standard library only. A rule that is not understood any more counts nothing, and says so.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from pipetui.domain import scoring
from pipetui.domain.custom_fields import DEAL
from pipetui.domain.errors import InputError
from pipetui.domain.query import language
from pipetui.domain.query.facts import Totals
from pipetui.domain.scoring import FIT, INTENT, Rule
from pipetui.phrases import scores as phrases
from pipetui.store import custom_fields, values
from pipetui.store.pipelines import book_currency
from pipetui.store.undo.changed_deals import MOST
from pipetui.store.values import utc_text
from pipetui.views import Score, ScoreLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from pipetui.domain.custom_fields import CustomField
    from pipetui.domain.query.language import Query
    from pipetui.domain.scoring import Happened, Intent
    from pipetui.store.reads.book_reads import Moment
    from pipetui.views import Card

_NOTHING = scoring.Happened({})
_TOUCHES = "SELECT deal_id, kind, direction, outcome, at FROM touch WHERE {} ORDER BY deal_id DESC, at DESC, id DESC"


def rules(connection: sqlite3.Connection) -> tuple[Rule, ...]:
    """The rules, fit before intent, each side in its order."""
    return tuple(
        Rule(values.word(side, (FIT, INTENT), FIT), values.whole(points, *values.POINTS, 0), values.text(rule))
        for side, points, rule in connection.execute(
            "SELECT side, points, rule FROM score_rule ORDER BY side, position, id"
        )
    )


def set_rules(connection: sqlite3.Connection, wanted: Sequence[Rule]) -> None:
    """Make these the rules, unless they are."""
    if tuple(wanted) != rules(connection):
        connection.execute("DELETE FROM score_rule")
        connection.executemany(
            "INSERT INTO score_rule (side, points, rule, position) VALUES (?, ?, ?, ?)",
            [(rule.side, rule.points, rule.rule, place) for place, rule in enumerate(wanted)],
        )


def fit_query(rule: str, moment: Moment, currency: str, custom: Callable[[], Sequence[CustomField]]) -> Query:
    """A fit rule as the filter it is, which may ask `custom` fields; raises InputError."""
    found = language.parse(rule, moment.now, moment.dates, currency, custom=custom, rates=moment.rates)
    if found.fields & set(language.SCORES):
        raise InputError("a score cannot be made of scores", "ask for what the deal itself says")
    if not found.fields:
        raise InputError("the rule asks nothing", "for example: +10 value.over:10k")
    return found


def totals(connection: sqlite3.Connection, moment: Moment, cards: Sequence[Card]) -> dict[int, Totals]:
    """Both sums of each deal, by number; the cards must not be brief ones."""
    book = _Rules(connection, moment)
    happened = dict(_happened(connection, cards)) if book.intent else {}
    return {
        card.id: Totals(
            sum(rule.points for rule, fits in book.fit if fits.matches(card)),
            sum(
                rule.points
                for rule, intent, since in book.intent
                if scoring.holds(intent, happened.get(card.id, _NOTHING), since)
            ),
        )
        for card in cards
    }


def lines(connection: sqlite3.Connection, moment: Moment, card: Card) -> tuple[Score, ...]:
    """Both scores of a deal, each with the rules that hold and why they do."""
    book, now = _Rules(connection, moment), moment.now
    what = dict(_happened(connection, [card])).get(card.id, _NOTHING)
    what = what._replace(latest={event: utc_text(values.moment(at)) for event, at in what.latest.items()})
    found = {
        FIT: [
            ScoreLine(rule.points, rule.rule, phrases.fit_why(fits.fields, card, now))
            for rule, fits in book.fit
            if fits.matches(card)
        ],
        INTENT: [
            ScoreLine(rule.points, rule.rule, phrases.intent_why(intent, what, now))
            for rule, intent, since in book.intent
            if scoring.holds(intent, what, since)
        ],
    }
    for rule, title in book.broken:
        found[rule.side].append(ScoreLine(0, rule.rule, f"not understood: {title}"))
    return tuple(Score(side, sum(line.points for line in held), tuple(held)) for side, held in found.items())


class _Rules:
    """The rules understood: filters, and events with the time from which on they count."""

    def __init__(self, connection: sqlite3.Connection, moment: Moment) -> None:
        self.fit: list[tuple[Rule, Query]] = []
        self.intent: list[tuple[Rule, Intent, str]] = []
        self.broken: list[tuple[Rule, str]] = []
        currency, known = book_currency(connection), lambda: custom_fields.known(connection, DEAL)
        for rule in rules(connection):
            try:
                if rule.side == FIT:
                    self.fit.append((rule, fit_query(rule.rule, moment, currency, known)))
                else:
                    intent = scoring.read_intent(rule.rule)
                    self.intent.append((rule, intent, utc_text(scoring.since(intent, moment.now))))
            except InputError as error:
                self.broken.append((rule, error.title))


def _happened(connection: sqlite3.Connection, cards: Sequence[Card]) -> Iterator[tuple[int, Happened]]:
    if len(cards) > MOST:  # listing them all would take longer than reading what is not asked for
        rows = connection.execute(_TOUCHES.format("deal_id IS NOT NULL"))
    else:
        marks = ", ".join("?" * len(cards))
        rows = connection.execute(_TOUCHES.format(f"deal_id IN ({marks})"), [card.id for card in cards])
    for number, touches in groupby(rows, key=itemgetter(0)):
        yield number, scoring.happened(touch[1:] for touch in touches)
