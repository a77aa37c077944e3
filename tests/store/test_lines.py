"""The lists that SQLite makes: the same as those of cards, to the last figure of the urgency (behaviours 1, 2, 12)."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui.domain import fields
from pipetui.domain.dates.workdays import DateRules
from pipetui.domain.query import language
from pipetui.domain.query.facts import Asked, QueryContext
from pipetui.domain.query.language import Leaf
from pipetui.domain.urgency import Weights
from pipetui.phrases.difference import standing
from pipetui.store import deal_line
from pipetui.store.pipelines import book_currency
from pipetui.store.reads import book_reads, cards, lines, lists, query_sql, urgency_sql
from pipetui.store.reads.odd_rows import CardsOnlyError
from pipetui.store.store import Store
from pipetui.views import WHAT, Card, Lines

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "America/Santiago", "Asia/Kathmandu", "Pacific/Kiritimati")


def column(**values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(values)


# Around what makes a difference: midnights, and the days on which a term, a badge or an answer changes.
BACK = st.sampled_from([0, 1, 2, 3, 5, 9, 10, 13, 14, 15, 20, 29, 30, 31, 45, 60, 61, 89, 90, 91, 200, 400])
SECONDS = st.sampled_from([-1, 0, 1]) | st.integers(-43_200, 43_200)
TIMES = st.builds(
    lambda days, hours, seconds: (
        f"{NOON - timedelta(days, hours=hours) + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%SZ}"
    ),
    BACK,
    st.integers(-12, 12),
    SECONDS,
)
DAYS = st.builds(
    lambda days: (NOON.date() + timedelta(days)).isoformat(),
    st.sampled_from([-400, -60, -31, -30, -29, -20, *range(-8, 9), *[14, 15, 16] * 3, 60]),
)
STEPS = column(
    what=st.sampled_from(["", "call Kim", "Größe 日本"]),
    due_on=DAYS,
    due_time=st.none() | st.sampled_from(["00:00", "09:30", "12:00", "23:59"]),
    turn=st.sampled_from(["mine", "theirs"]),
    postponed=st.integers(0, 4),
    cadence_id=st.none() | st.just(1),
    cadence_place=st.none() | st.integers(0, 7),
    created_at=TIMES,
)
DEALS = column(
    title=st.sampled_from(["Acme rollout", "Café Zürich", "株式会社ミライ", "two\nlines"]),
    value_minor=st.none()
    | st.integers(0, 2**53)
    | st.sampled_from([0, 1, 310_007, 500_000, 765_431, 1_234_567, 2_345_678, 20_000_000]),
    currency=st.sampled_from(["EUR", "USD", "JPY"]),
    status=st.sampled_from(["open", "open", "open", "won", "lost"]),
    stage_id=st.integers(1, 5),
    entered_stage_at=TIMES,
    source=st.sampled_from(["", "Referral", "web"]),
    expected_close=st.none() | DAYS,
    own_probability=st.none() | st.sampled_from([0, 10, 33, 50, 51, 77, 100]),
    created_at=TIMES,
    lost_reason=st.sampled_from(["", "price", "went silent"]),
    revisit_on=st.none() | DAYS,
    parked_until=st.none() | st.none() | DAYS,
    renewal_on=st.none() | DAYS,
    renewal_lead_days=st.integers(0, 40),
    closed_on=st.none() | DAYS,
    closed_at=TIMES,
    organization_id=st.none() | st.integers(1, 2),
    tags=st.sets(st.sampled_from(["hot", "HOT", "Hot", "saas", "Größe"]), max_size=2),
    steps=st.lists(STEPS, max_size=2),
    touches=st.lists(TIMES, max_size=2),
    answers=st.dictionaries(
        st.sampled_from(["budget", "authority", "need", "timing"]),
        st.tuples(TIMES, st.sampled_from(["yes", "no", "unknown"])),
        max_size=2,
    ),
    role=st.none() | st.sampled_from(["", "champion", "decision maker"]),
    custom=st.fixed_dictionaries(
        {},
        optional={
            1: st.sampled_from(["two words", "Größe", "many\nlines", ""]),
            2: st.sampled_from(["-3", "0", "2.5", "12", "1000000", "many", "2.50"]),
            3: st.sampled_from(["12.50 EUR", "5000.00 USD", "0.00 EUR", "12.5 EUR", "a lot"]),
            4: DAYS | st.sampled_from(["2027-03-01", "2026-12-31", "next friday", "20270301"]),
            5: st.sampled_from(["north", "North east", "west"]),
            6: st.sampled_from(["yes", "no", "perhaps"]),
            7: st.sampled_from(["https://acme.example/a", "~/a.pdf"]),
        },
    ),
)
CUSTOM = (
    ("Remark", "text"), ("Seats", "number"), ("Fee", "money"), ("Contract end", "date"), ("Region", "choice"),
    ("Vip", "yes/no"), ("Folder", "link"),
)  # fmt: skip
MOMENTS = st.builds(
    lambda second, zone, rules, weights: book_reads.Moment(
        (NOON + timedelta(seconds=second)).astimezone(ZoneInfo(zone)), rules, weights
    ),
    st.integers(-86_400, 86_400) | st.sampled_from([-43_201, -43_200, 0, 43_199, 43_200]),
    st.sampled_from(ZONES),
    st.builds(
        DateRules,
        week_start=st.sampled_from([0, 6]),
        workdays=st.sampled_from([frozenset(range(5)), frozenset({0}), frozenset({6, 0, 1, 2, 3}), frozenset()]),
        holidays=st.sampled_from([frozenset(), frozenset({date(2026, 11, 20), date(2026, 11, 16)})]),
    ),
    st.just(Weights()) | st.builds(Weights, *[st.floats(-100, 100) for _ in Weights._fields]),
)
STAYS = st.lists(st.tuples(st.integers(1, 5), BACK.map(lambda days: days * 86_400)), max_size=4)

# What a filter may ask for; a deal's whole text and its scores are for the cards.
CONDITIONS = (
    "overdue", "today", "planned", "nonext", "parked", "hot", "open", "won", "lost", "mine", "theirs",
    "stale", "#2", "next:none", "next:today", "next=today", "next.before:today", "next.from:fri",
    "value:none", "value.over:10k", "value<5000", "value:0", "value.max:5kUSD", "p:100", "p.over:50", "p=0",
    "p.max:10", "close:none", "close.before:eow", "close=today", "close.from:today", "created:today",
    "created.after:-30d", "created<=-3d", "closed:none", "closed.after:-60d", "closed=today",
    "closed.until:-20d", "idle:0", "idle.over:14d", "idle<3", "idle<=30d", "age>60", "age.max:10d", "age=1",
    "age.min:0", "budget:yes", "need:unknown", "need:none", "timing:stale", "authority:no", "status:o",
    "currency:usd", "stage:pro", "stage=Demo", "pipeline:c", "org:globex", "org=acme", "org:none", "who:ann",
    "who:none", "role:champ", "role:none", "tag:saas", "tag:none", "tag:groesse", "#hot", "src:web",
    "src:none", "src=referral", "reason:price", "reason:none", "next:nov", "next.after:this-week", "close:2026",
    "close:2026-11", "close.until:q4", "close<next-month", "close>last-month", "created:nov", "created.before:nov",
    "created.from:this-quarter", "closed:2026-11", "closed:w47", "closed.after:oct", "closed<=last-week",
    "remark:word", "remark=groesse", "remark:none", "has:remark", "seats:12", "seats>2", "seats.max:0", "seats=2,5",
    "fee.over:10", "fee<6kUSD", "fee:0", "fee:none", "contract-end<2027-01", "contract_end:2027-03", "has:contract-end",
    "contract-end>=today", "region:north", "region=north", "not:region", "vip:y", "vip:no", "folder:acme", "has:close",
    "has:value", "not:org", '"contract end.before:2027-01"',
)  # fmt: skip


def filters(conditions: Sequence[str], fewest: int = 0) -> st.SearchStrategy[str]:
    parts = st.lists(
        st.tuples(st.sampled_from(["", "", "-"]), st.sampled_from(conditions)), min_size=fewest, max_size=3
    )
    return parts.flatmap(
        lambda parts: st.sampled_from([" ", " or "]).map(lambda join: join.join("".join(part) for part in parts))
    )


FILTERS = filters(CONDITIONS)
OF_STEPS = (
    "mine",
    "theirs",
    *(words for words in CONDITIONS if words.startswith("next")),
    "overdue",
    "today",
    "nonext",
)
CUSTOMERS = st.builds(
    lambda deal, steps: deal | {"status": "won", "closed_at": "2025-01-01T10:00:00Z", "steps": steps},
    DEALS,
    st.lists(STEPS, min_size=1, max_size=2),
)
"""Won deals with check-ins."""


class RolledBackError(Exception):
    """Ends an example: the book is as it was."""


@pytest.fixture(scope="module")
def store(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("lines") / "book.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as opened:
        with opened.unjournaled():
            for name in ("Globex", "Acme GmbH"):
                put(opened.connection, "organization", {"name": name, "key": name.lower(), "created_at": "2026-01-01"})
            for name, kind in CUSTOM:
                put(opened.connection, "custom_field", {"entity": "deal", "name": name, "kind": kind})
            put(opened.connection, "person", {"name": "Ann Lee", "key": "ann lee", "created_at": "2026-01-01"})
        yield opened


def put(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> int:
    known = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
    row = {name: value for name, value in row.items() if name in known}
    marks = ", ".join(f":{name}" for name in row)
    found = connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", row).lastrowid
    assert found is not None
    return found


def fill(connection: sqlite3.Connection, deals: list[dict[str, Any]], stays: Sequence[tuple[int, int]] = ()) -> None:
    for deal in deals:
        row = {**deal, "key": deal["title"]}
        if deal["status"] == "open":
            row |= {"closed_at": None, "closed_on": None}
        number = {"deal_id": put(connection, "deal", row)}
        for tag in {tag.lower(): tag for tag in deal["tags"]}.values():
            put(connection, "deal_tag", {"tag": tag, **number})
        for step in deal["steps"]:
            put(connection, "follow_up", {"kind": "", **step, **number})
        for at in deal["touches"]:
            put(
                connection, "touch", {"kind": "call", "direction": "out", "outcome": "", "text": "", "at": at, **number}
            )
        for question, (at, answer) in deal["answers"].items():
            row = {"question": question, "answered_at": at, "answer": answer, "note": "", **number}
            put(connection, "qualification", row)
        for field, value in deal["custom"].items():
            put(connection, "custom_value", {"field_id": field, "entity_id": number["deal_id"], "value": value})
        if deal["role"] is not None:
            put(connection, "deal_person", {"person_id": 1, "role": deal["role"], **number})
    for stage, stay in stays:
        row = {"deal_id": 1, "kind": "moved", "at": "2026-01-01T00:00:00Z", "from_stage_id": stage, "stayed_s": stay}
        put(connection, "stage_event", {"note": "", **row})
    deal_line.settle(connection)


def printed(found: Lines, now: datetime) -> list[tuple[object, ...]]:
    """What a list shows of each deal."""
    said = [standing(state, now) for state in found.states]
    *columns, _ = found
    return [
        (*row[:5], said[row[6]].replace(WHAT, row[5]), found.states[row[6]].badge) for row in zip(*columns, strict=True)
    ]


def expected(found: list[Card], now: datetime) -> list[tuple[object, ...]]:
    return [
        (
            card.id,
            card.title,
            card.organization,
            tuple(card.value) if card.value else (None, card.currency),
            card.stage,
            standing(card, now),
            card.badge,
        )
        for card in found
    ]


def one_line(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """As the table prints a title of several lines."""
    return [(row[0], str(row[1]).replace("\n", " "), *row[2:]) for row in rows]


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes the slow way fails."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("made of cards")

    monkeypatch.setattr(lines, "of_cards", refused)


@given(st.lists(DEALS, min_size=1, max_size=6), STAYS, MOMENTS)
@settings(max_examples=10)
def test_b12_the_urgency_is_the_same_to_the_last_figure(
    store: Store, deals: list[dict[str, Any]], stays: list[tuple[int, int]], moment: book_reads.Moment
) -> None:
    connection = store.connection
    with suppress(RolledBackError), store.unjournaled():
        fill(connection, deals, stays)
        known = cards.know(connection)
        figures = urgency_sql.UrgencySql(moment, known)
        urgency_sql.prepare(connection)
        found = connection.execute(
            f"SELECT d.id, {figures.sql}, {figures.weighted} {cards.ROWS} WHERE d.status = 'open'", figures.values
        ).fetchall()
        of_cards = book_reads.open_cards(connection, moment, known=known)
        assert sorted(found) == [
            (card.id, card.urgency, card.weighted.minor if card.weighted else None) for card in of_cards
        ]
        raise RolledBackError


def test_no_term_of_the_urgency_lacks_its_expression() -> None:
    assert tuple(urgency_sql.TERMS) == Weights._fields


@given(deals=st.lists(DEALS, max_size=6), moment=MOMENTS, words=FILTERS)
@settings(max_examples=10)
def test_a_list_is_the_one_of_cards(
    store: Store, deals: list[dict[str, Any]], moment: book_reads.Moment, words: str
) -> None:
    connection = store.connection
    with suppress(RolledBackError), store.unjournaled(), pytest.MonkeyPatch.context() as patched:
        fill(connection, deals)
        listed = lists.fitting(connection, moment, words)
        patched.setattr(lines, "of_cards", lambda _: pytest.fail("made of cards"))
        found = lines.fitting(connection, moment, words)
        assert one_line(printed(found.lines, moment.now)) == one_line(expected(listed.cards, moment.now))
        assert found.parked == listed.parked
        raise RolledBackError


@given(
    deals=st.lists(DEALS | CUSTOMERS, min_size=1, max_size=6),
    moment=MOMENTS,
    words=filters(CONDITIONS, 1) | filters(OF_STEPS, 1),
    beside=st.sampled_from(["", " or #2", " or stage:neg", " or lost"]),
)
@settings(max_examples=10)
def test_a_deal_is_in_a_list_or_in_that_of_the_opposite(
    store: Store, deals: list[dict[str, Any]], moment: book_reads.Moment, words: str, beside: str
) -> None:
    connection, nowhere = store.connection, {"parked_until": None}  # parked deals are in neither (behaviour 8)
    with suppress(RolledBackError), store.unjournaled():
        fill(connection, [deal | nowhere for deal in deals])
        every = lists.fitting(connection, moment, "").cards
        currency, fields_of_deals = book_currency(connection), cards.know(connection).fields
        for asked in (f"({words})", f"not ({words})", f"({words}){beside}"):
            matches = language.parse(asked, moment.now, moment.dates, currency, custom=lambda: fields_of_deals).matches
            of_all = sorted(card.id for card in every if matches(card))
            assert sorted(lines.fitting(connection, moment, asked).lines.ids) == of_all
            assert sorted(card.id for card in lists.fitting(connection, moment, asked).cards) == of_all
        raise RolledBackError


@pytest.mark.parametrize("words", ["mine", "theirs", "next.from:today", "next.before:fri", "next=today", "mine or #99"])
def test_b26_the_next_step_of_a_won_deal_is_its_check_in(store: Store, words: str) -> None:
    connection, moment = store.connection, book_reads.Moment(NOON, DateRules())
    with suppress(RolledBackError), store.unjournaled():
        deal = {"title": "Acme", "key": "acme", "currency": "EUR", "stage_id": 1, "status": "won", "source": ""}
        at = {"entered_stage_at": "2026-11-01T10:00:00Z", "created_at": "2026-11-01T10:00:00Z"}
        number = put(connection, "deal", {**deal, **at, "closed_at": "2026-11-20T10:00:00Z"})
        step = {"deal_id": number, "due_on": "2026-11-21", "turn": "theirs" if words == "theirs" else "mine"}
        put(connection, "follow_up", {**step, "created_at": "2026-11-20T10:00:00Z"})
        deal_line.settle(connection)
        for asked, ids in ((words, [number]), (f"not ({words})", [])):
            assert lines.fitting(connection, moment, asked).lines.ids == ids
            assert [card.id for card in lists.fitting(connection, moment, asked).cards] == ids
        raise RolledBackError


@pytest.mark.parametrize("words", CONDITIONS)
def test_each_condition_is_decided_by_sqlite(store: Store, quickly: None, words: str) -> None:
    lines.fitting(store.connection, book_reads.Moment(NOON, DateRules()), words)


@given(deals=st.lists(DEALS, max_size=8), moment=MOMENTS)
@settings(max_examples=10)
def test_the_day_and_what_is_late_are_those_of_cards(
    store: Store, deals: list[dict[str, Any]], moment: book_reads.Moment
) -> None:
    connection = store.connection
    with suppress(RolledBackError), store.unjournaled(), pytest.MonkeyPatch.context() as patched:
        fill(connection, deals)
        agenda, late = lists.agenda(connection, moment), lists.overdue(connection, moment)
        patched.setattr(lines, "of_cards", lambda _: pytest.fail("made of cards"))
        day = lines.day(connection, moment)
        of_cards = [card for bucket in agenda.buckets for card in bucket.cards]
        assert one_line(printed(day.lines, moment.now)) == one_line(expected(of_cards, moment.now))
        assert day.buckets == [(bucket.name, len(bucket.cards)) for bucket in agenda.buckets if bucket.cards]
        overdue = lines.overdue(connection, moment)
        assert one_line(printed(overdue, moment.now)) == one_line(expected(late, moment.now))
        raise RolledBackError


def test_every_kind_that_can_be_asked_for_is_asked_of_sqlite_or_of_cards() -> None:
    asked = {field.kind for field in fields.having("word")} | {fields.CUSTOM}
    assert asked <= {*query_sql.KINDS, *query_sql.CARDS_ONLY}
    assert not set(query_sql.KINDS) & set(query_sql.CARDS_ONLY)


@pytest.mark.parametrize("mistake", [TypeError, AttributeError, KeyError, sqlite3.OperationalError])
def test_a_mistake_of_ours_is_no_odd_row(
    store: Store, monkeypatch: pytest.MonkeyPatch, mistake: type[Exception]
) -> None:
    def mistaken(*_: object) -> None:
        raise mistake("no such column: d.nonsense")

    moment = book_reads.Moment(NOON, DateRules())
    monkeypatch.setattr(lines.LineReader, "open", mistaken)
    for read in (lines.day, lines.overdue):
        with pytest.raises(mistake):
            read(store.connection, moment)


VALUES_OF = {
    fields.MONEY: "5k", fields.PERCENT: "40", fields.WHOLE: "4", fields.DAYS: "9", fields.AGE: "9", fields.STEP: "fri",
    fields.DAY: "fri", fields.PAST_DAY: "fri", fields.MOMENT: "fri", fields.STATUS: "won", fields.CURRENCY: "usd",
}  # fmt: skip


@pytest.mark.parametrize("kind", query_sql.KINDS)
def test_another_field_of_a_kind_is_not_asked_as_the_one_there_is(store: Store, kind: str) -> None:
    moment = book_reads.Moment(NOON, DateRules())
    known = cards.know(store.connection)
    asked = QueryContext(NOON, moment.dates, "EUR")
    query = query_sql.QuerySql(store.connection, asked, urgency_sql.UrgencySql(moment, known))
    toy = fields.Field("toy", kind, attribute="source", column="source", word="toy")
    try:
        said = query.condition(Leaf("toy", lambda card: True, asked=Asked(toy, ":", VALUES_OF.get(kind, "yes"))))
    except CardsOnlyError:
        return
    assert "d.source" in said or "'toy'" in said


ODD = {
    "deal SET value_minor = '12k'": "value<5k or value:none",
    "deal SET expected_close = 'soon'": "close.before:eow",
    "deal SET parked_until = 'never'": "",
    "deal SET entered_stage_at = 'once'": "",
    "deal SET created_at = 3": "age>1000",
    "deal SET title = CAST(x'4163ff' AS TEXT)": "",
    "deal SET stage_id = 400": "stage:gone",
    "follow_up SET due_on = 'when back'": "next.before:today",
    "follow_up SET due_time = 'noon'": "",
    "follow_up SET postponed = 'often'": "",
}


@pytest.mark.parametrize("statement", ODD)
def test_what_does_not_belong_in_a_book_is_left_to_the_cards(store: Store, statement: str) -> None:
    connection, moment = store.connection, book_reads.Moment(NOON, DateRules())
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    with suppress(RolledBackError), store.unjournaled():
        deal = {"title": "Acme", "key": "acme", "currency": "EUR", "stage_id": 1, "status": "open", "source": ""}
        times = {"entered_stage_at": "2026-11-01T10:00:00Z", "created_at": "2026-11-01T10:00:00Z"}
        number = put(connection, "deal", {**deal, **times})
        put(connection, "follow_up", {"deal_id": number, "due_on": "2026-11-01", "created_at": times["created_at"]})
        connection.execute(f"UPDATE {statement}")
        for words in {ODD[statement], ""}:
            listed = lists.fitting(connection, moment, words).cards
            assert [card.id for card in listed] == [number]
            found = lines.fitting(connection, moment, words).lines
            assert all(isinstance(state, Card) for state in found.states)
            assert printed(found, NOON) == expected(listed, NOON)
        assert lines.day(connection, moment).lines.ids == [number]
        assert connection.text_factory is not str
        raise RolledBackError
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA ignore_check_constraints = OFF")


def test_a_deal_whose_line_is_gone_is_listed(store: Store) -> None:
    connection, moment = store.connection, book_reads.Moment(NOON, DateRules())
    with suppress(RolledBackError), store.unjournaled():
        deal = {"title": "Acme", "key": "acme", "currency": "EUR", "stage_id": 1, "status": "open", "source": ""}
        times = {"entered_stage_at": "2026-11-01T10:00:00Z", "created_at": "2026-11-01T10:00:00Z"}
        put(connection, "deal", {**deal, **times})
        deal_line.settle(connection)
        connection.execute("DELETE FROM deal_line")
        for words in ("", "hot or open", "-hot"):
            assert lines.fitting(connection, moment, words).lines.titles == ["Acme"]
        raise RolledBackError
