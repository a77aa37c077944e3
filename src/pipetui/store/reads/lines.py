"""The lists of the shell as lines ready to print: read, sorted and chosen by SQLite, without a card for every deal.

What is asked for is what a line shows. How a deal stands is worked out once for all that stand alike. Where a book
holds what does not belong there, the list is made of cards, which can cope with it. Standard library only.
"""

from __future__ import annotations

from datetime import date

from pipetui import arrange
from pipetui.domain import rules
from pipetui.domain.deal import OPEN, STATUSES, WON
from pipetui.domain.text import taken
from pipetui.store import connect, deal_line, late, values
from pipetui.store.pipelines import TOLD
from pipetui.store.reads.cards import ROWS, know, next_step, place_in_cadence
from pipetui.store.reads.due_counts import CLOSED_DUE
from pipetui.store.reads.local_days import LocalDays
from pipetui.store.reads.odd_rows import CardsOnlyError, is_of_a_row, odd_row
from pipetui.store.reads.urgency_sql import LONGEST_STAY, UrgencySql, prepare
from pipetui.views import BUCKETS, BY_DAY, WHAT, DealState, Lines, of_cards

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, NamedTuple, TypeVar

    from pipetui.store.reads.cards import Moment
    from pipetui.views import Agenda, Card, Mention

    Read = TypeVar("Read")
else:
    from pipetui.domain.record import NamedTuple

_SHOWN = "d.id, d.title, coalesce(l.organization, ''), d.value_minor, d.currency, d.stage_id, coalesce(f.what, '')"
_TOLD = f"CASE WHEN {TOLD} THEN d.stage_id END"
"""The stage a closed deal was in, where anything tells."""
_STEP = "f.due_on, f.due_time, f.turn, f.postponed, f.cadence_id, f.cadence_place, f.what <> ''"
_CLOSED = f"""{_STEP}, d.status, CASE WHEN d.closed_at IS NOT NULL THEN coalesce(d.closed_on, d.closed_at) END,
d.lost_reason, d.revisit_on, d.renewal_on, d.renewal_lead_days"""
_COLUMNS = 7
"""How many of _SHOWN there are."""
_DATE = len("2026-11-29")
_ROTS = 3
"""From the end of a row, where it stands since when a deal lies untouched."""

_OPEN = "deal d INDEXED BY ix_deal_open"
"""All open deals as they lie: that touches each page of the book once."""

_LATE = f"d.status = 'open' AND d.id IN ({late.DEALS})"


_NOTHING = Lines([], [], [], [], [], [], [], [], ())


class ListedLines(NamedTuple):
    """The lines of a list, how many more fit that are left out, for they are parked, `bare` of the query, and where a
    text that was looked for stands in the notes and touches of deals, by number."""

    lines: Lines
    parked: int = 0
    bare: bool = False
    mentions: Mapping[int, Mention] = {}


class Day(NamedTuple):
    """The lines of Today in the order of `buckets`, each with how many lines are in it."""

    lines: Lines
    buckets: list[tuple[str, int]]


def overdue(connection: sqlite3.Connection, moment: Moment) -> Lines:
    """What stands under Overdue, most urgent first."""

    def read(reader: LineReader) -> Lines:
        found = reader.with_closed_due(_LATE, "deal d NOT INDEXED")
        buckets = reader.buckets(found)
        return found.picked([place for place, state in enumerate(found.state) if buckets[state] == rules.OVERDUE])

    def slowly() -> Lines:
        from pipetui.store.reads import lists

        return of_cards(lists.overdue(connection, moment, brief=True))

    return _read(connection, moment, read, slowly)


def day(connection: sqlite3.Connection, moment: Moment) -> Day:
    """Today: the lines of all buckets that hold something, in their order, inside of each as Today has them."""

    def read(reader: LineReader) -> Day:
        found = reader.with_closed_due("d.status = 'open'")
        buckets = reader.buckets(found)
        inside: dict[str | None, list[int]] = {name: [] for name in (*BUCKETS, None)}
        for place, state in enumerate(found.state):
            inside[buckets[state]].append(place)
        for name in BY_DAY:
            inside[name].sort(key=lambda place: _due(found.states[found.state[place]]))
        return Day(
            found.picked([place for name in BUCKETS for place in inside[name]]),
            [(name, len(inside[name])) for name in BUCKETS if inside[name]],
        )

    def slowly() -> Day:
        from pipetui.store.reads import lists

        return day_of_cards(lists.agenda(connection, moment, brief=True))

    return _read(connection, moment, read, slowly)


def day_of_cards(agenda: Agenda) -> Day:
    """The lines of a day that was read as cards."""
    buckets = [(bucket.name, len(bucket.cards)) for bucket in agenda.buckets if bucket.cards]
    return Day(of_cards([card for bucket in agenda.buckets for card in bucket.cards]), buckets)


def fitting(connection: sqlite3.Connection, moment: Moment, words: str, *, deleted: bool = False) -> ListedLines:
    """The deals that fit the filter `words`; as `lists.fitting` has them."""

    def read(reader: LineReader) -> ListedLines:
        fits, statuses, parked_too, bare = reader.asked(words)
        found, parked = reader.open(f"d.status = 'open' AND {fits}") if OPEN in statuses else _NOTHING, 0
        if not parked_too:
            found, parked = reader.unparked(found)
        ended = ", ".join(f"'{status}'" for status in statuses if status != OPEN)
        closed = reader.closed(f"d.status IN ({ended}) AND {fits}") if ended else _NOTHING
        return ListedLines(_joined(found, closed), parked, bare)

    def slowly() -> ListedLines:
        from pipetui.store.reads import full_text, lists

        listed = lists.fitting(connection, moment, words, deleted=deleted, brief=True)
        mentions = full_text.where_found(connection, listed.cards, listed.phrases)
        return ListedLines(of_cards(listed.cards), listed.parked, listed.bare, mentions)

    return slowly() if deleted else _read(connection, moment, read, slowly)


def _read(
    connection: sqlite3.Connection, moment: Moment, quickly: Callable[[LineReader], Read], slowly: Callable[[], Read]
) -> Read:
    """What is read quickly, or slowly where a row is odd or a card has to be asked."""
    texts = connection.text_factory
    connection.text_factory = str  # what is no text is seen column by column: see `LineReader._lines`
    try:
        return quickly(LineReader(connection, moment))
    except CardsOnlyError:
        pass
    except connect.OperationalError as error:
        if not is_of_a_row(error):
            raise
    finally:
        connection.text_factory = texts
    return slowly()


class LineReader:
    """Reads lines as they stand at the moment."""

    def __init__(self, connection: sqlite3.Connection, moment: Moment) -> None:
        if connection.in_transaction:
            deal_line.settle(connection)
        self.connection, self.moment, self.now = connection, moment, moment.now
        self.today, self.week_start = moment.now.date(), moment.dates.week_start
        known = know(connection)
        if any(2 * days > LONGEST_STAY for days in known.medians.stays.values()):
            raise CardsOnlyError
        self.lengths, self.stages = known.lengths, {stage.id: stage for stage in known.pipelines.stages}
        self.local = LocalDays(moment.now)
        self.urgency = UrgencySql(moment, known)
        self.odd = odd_row(self.stages)
        self.given = {
            **late.moment(moment.now),
            "second": f"{moment.now:%Y-%m-%d%H:%M:%S}",
        }
        prepare(connection)

    def open(self, where: str, among: str = _OPEN) -> Lines:
        """The open deals that fit, most urgent first, found `among` them."""
        rows_of = ROWS.replace("deal d", among, 1)
        columns = f"{_SHOWN}, {_STEP}, d.parked_until, {self._rots()}, {self.urgency.sql} AS urgency, {self.odd}"
        rows = self.connection.execute(
            f"SELECT {columns} {rows_of} WHERE {where} AND d.deleted_at IS NULL ORDER BY urgency DESC, d.id",
            self.given | self.urgency.values,
        ).fetchall()
        found = self._lines(rows, self._open_state, _ROTS)
        lies = [row[-_ROTS] for row in rows]
        return self._rotting(found, lies) if any(lies) else found

    def _rotting(self, lines: Lines, lies: Sequence[str | None]) -> Lines:
        """The lines with the days that deals lie untouched: there are many, and they are at the end of what is said."""
        states, known = list(lines.states), {}
        for place, (state, untouched) in enumerate(zip(lines.state, lies, strict=True)):
            if untouched:
                try:
                    moved, _, stage = untouched.partition(" ")
                    stands = state, self.local.ago(moved), self.stages[int(stage)].rotting_days
                except values.ODD:
                    raise CardsOnlyError from None
                if stands not in known:
                    known[stands] = len(states)
                    states.append(self._rotten(states[state], *stands[1:]))
                lines.state[place] = known[stands]
        return lines._replace(states=states)

    def _rotten(self, state: DealState | Card, quiet: int, limit: int) -> DealState | Card:
        if state.parked_until is not None and state.parked_until <= self.today:  # its clocks began then (behaviour 8)
            quiet = min(quiet, (self.today - state.parked_until).days)
        return state._replace(rotting_days=rules.rotting_days(limit, quiet, future_step=False))

    def closed(self, where: str) -> Lines:
        """The closed deals that fit, last closed first.

        Most deals are closed ones in the end: they are gone through as they lie, not by an index.
        """
        rows_of = ROWS.replace("deal d", "deal d NOT INDEXED", 1)
        rows = self.connection.execute(
            f"SELECT {_SHOWN.replace('d.stage_id', _TOLD)}, {_CLOSED}, 0.0, {self.odd} {rows_of}"
            f" WHERE {where} AND d.deleted_at IS NULL"
            " ORDER BY coalesce(d.closed_at, CASE WHEN d.created_unknown THEN d.entered_stage_at ELSE d.created_at END)"
            " DESC, d.id DESC",
            self.given,
        ).fetchall()
        return self._lines(rows, self._closed_state)

    def asked(self, words: str) -> tuple[str, tuple[str, ...], bool, bool]:
        """What the filter asks of SQLite, which statuses a deal may have to fit, whether parked ones are meant, and
        whether an amount names no currency.

        Whatever is odd is read as well, to be seen. Raises CardsOnlyError, and InputError.
        """
        if not words:
            return "1", STATUSES, False, False
        from pipetui.domain.query import language
        from pipetui.domain.query.facts import QueryContext
        from pipetui.store.pipelines import book_currency
        from pipetui.store.reads.query_sql import QuerySql

        context = QueryContext(self.now, self.moment.dates, book_currency(self.connection), rates=self.moment.rates)
        custom = self.urgency.known.fields
        wanted = language.parse(
            words, self.now, context.rules, context.currency, custom=lambda: custom, rates=context.rates
        )
        if wanted.node is None:
            return "1", wanted.statuses, False, False
        query = QuerySql(self.connection, context, self.urgency)
        fits = f"({query.condition(wanted.node)} OR {self.odd})"
        self.given |= query.values
        return fits, wanted.statuses, "parked" in wanted.fields, wanted.bare

    def with_closed_due(self, where: str, among: str = _OPEN) -> Lines:
        """The open deals that fit and the closed ones that want to be seen again, most urgent first."""
        due = self.closed(f"d.id IN ({CLOSED_DUE}) AND d.status <> 'open'")
        found = self.open(where, among)
        return _by_urgency(_joined(found, due)) if due.ids else found

    def _rots(self) -> str:
        """`2026-11-20T10:00:00Z 3`: since when a deal lies untouched, and its stage, if it rots there by now."""
        limits = {stage.id: stage.rotting_days for stage in self.stages.values() if stage.rotting_days}
        if not limits:
            return "NULL"
        moved = "max(d.entered_stage_at, coalesce(l.touched_at, ''))"
        bounds = " ".join(f"WHEN {stage} THEN '{self.urgency.midnight(days - 1)}'" for stage, days in limits.items())
        return f"""CASE WHEN {moved} < CASE d.stage_id {bounds} END
            AND (l.last_due IS NULL OR l.last_due || ':00' < :second) THEN {moved} || ' ' || d.stage_id END"""

    def _lines(self, rows: Sequence[tuple[Any, ...]], state_of: Callable[..., DealState], behind: int = 2) -> Lines:
        """The rows column by column; all but so many columns at their end say how a deal stands."""
        if not rows:
            return _NOTHING
        columns = list(zip(*rows, strict=True))
        ids, titles, organizations, minors, currencies, stages, what = columns[:_COLUMNS]
        if any(columns[-1]) or not {int, type(None)}.issuperset(map(type, minors)):
            raise CardsOnlyError
        states = _States(state_of)
        name: dict[int | None, str] = {stage.id: stage.name for stage in self.stages.values()}
        name[None] = ""
        return Lines(
            list(ids),
            _texts(titles),
            _texts(organizations),
            list(zip(minors, _texts(currencies), strict=True)),
            [name[stage] for stage in stages],
            _texts(what),
            [states[key] for key in zip(*columns[_COLUMNS:-behind], strict=True)],
            list(columns[-2]),
            states.found,
        )

    def _open_state(self, *of: Any) -> DealState:
        *step, parked = of
        parked_until = _day(parked) if parked else None
        planned = self._step(*step)
        return DealState(OPEN, parked_until, planned, planned.state if planned else rules.NONE, 0)

    def _closed_state(self, *of: Any) -> DealState:
        *step, status, closed, reason, revisit, renewal, lead = of
        if status not in STATUSES or type(lead) is not int or type(reason) is not str:
            raise CardsOnlyError
        day = None
        if closed is not None:
            day = _day(closed) if len(closed) == _DATE else date.fromordinal(self.local.ordinal(closed))
        return DealState(
            status,
            None,
            self._step(*step) if status == WON else None,
            "",
            0,
            day,
            taken(reason),
            _day(revisit) if revisit else None,
            _day(renewal) if renewal else None,
            lead,
        )

    def _step(self, due: Any, time: Any, turn: Any, postponed: Any, cadence: Any, place: Any, says: Any) -> Any:
        if due is None:
            return None
        if type(postponed) is not int or type(turn) is not str or values.clock(time) != time:
            raise CardsOnlyError
        nth, of = place_in_cadence(self.lengths, cadence, place)
        return next_step(self.now, 0, WHAT if says else "", _day(due), time, "", turn, postponed, nth, of)

    def buckets(self, lines: Lines) -> list[str | None]:
        """Where under Today each of the states stands."""
        return [arrange.bucket_of(state, self.today, self.week_start) for state in lines.states]

    def unparked(self, lines: Lines) -> tuple[Lines, int]:
        """The lines without the deals that are off the board, and how many those are."""
        off = [arrange.is_parked(state, self.today) for state in lines.states]
        if not any(off):
            return lines, 0
        kept = [place for place, state in enumerate(lines.state) if not off[state]]
        return lines.picked(kept), len(lines.ids) - len(kept)


class _States(dict[tuple["Any", ...], int]):
    """The states of a list by what they are made of, each made once: their places in `found`."""

    def __init__(self, made: Callable[..., DealState]) -> None:
        self.found: list[DealState] = []
        self._made = made

    def __missing__(self, key: Any) -> int:
        try:
            self.found.append(self._made(*key))
        except values.ODD:
            raise CardsOnlyError from None
        place = self[key] = len(self.found) - 1
        return place


def _texts(column: Sequence[str]) -> list[str]:
    """Texts of the book without what no terminal should get."""
    try:
        whole = "".join(column)
    except TypeError:
        raise CardsOnlyError from None
    return list(column) if whole.isprintable() else list(map(taken, column))


def _day(text: Any) -> date:
    found = date.fromisoformat(text)
    if found.isoformat() != text:  # also 20261120 is a date, which is in no order with the others
        raise CardsOnlyError
    return found


def _joined(first: Lines, second: Lines) -> Lines:
    """The one below the other."""
    if not second.ids:
        return first
    state = first.state + [len(first.states) + place for place in second.state]
    return Lines(
        first.ids + second.ids,
        first.titles + second.titles,
        first.organizations + second.organizations,
        first.values + second.values,
        first.stages + second.stages,
        first.what + second.what,
        state,
        first.urgency + second.urgency,
        [*first.states, *second.states],
    )


def _due(state: DealState | Card) -> int:
    return 0 if state.next_step is None else state.next_step.due.toordinal()


def _by_urgency(lines: Lines) -> Lines:
    """The same most urgent first; of equals the older deal."""
    order = sorted(
        range(len(lines.ids)),
        key=[(-points, number) for points, number in zip(lines.urgency, lines.ids, strict=True)].__getitem__,
    )
    return lines.picked(order)
