"""Reading in part: the same as reading everything, and what did not change stays the very same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui import service
from pipetui.config import Settings
from pipetui.domain.dates.when import Due
from pipetui.domain.errors import PipetuiError
from pipetui.domain.line import quick_line
from pipetui.domain.line.quick_line import TouchLine
from pipetui.domain.money import totals
from pipetui.service import Result, Workspace
from pipetui.store.reads import book_reads
from pipetui.store.store import Store
from pipetui.store.undo import changed_deals
from pipetui.tui import snapshot
from pipetui.tui.snapshot import SnapshotLoader
from pipetui.tui.widgets.agenda_list import rows_of
from tests.conftest import Clock

LINES = (
    "Acme rollout 12k @proposal org:Acme who:Ann next:mon +hot",
    "Globex seats 8400 @prosp org:Globex who:Bob",
    "Initech renewal 9100 USD @qual org:Acme who:Ann next:+2w",
    "Mirai 1200000 JPY @demo next:tomorrow",
    'Hooli pilot 4k @prosp org:Globex next:"tomorrow 14:00"',
    "Nameless",
)


@contextmanager
def a_book(template: Path, clock: Clock) -> Iterator[Workspace]:
    """A book of six deals and what became of them over twelve days."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        path.write_bytes(template.read_bytes())
        with Store.open(path) as store:
            workspace = Workspace(store, clock, Settings(), "app")
            for line in LINES:
                service.add(workspace, quick_line.parse(line, workspace.now(), workspace.settings.dates, "EUR"))
                clock.tick(hours=5, minutes=17, seconds=11)
            clock.tick(days=12)
            yield workspace


# --- one of everything that can be done with a deal; numbers beyond the book and moves beyond the ends are refused

Do = Callable[[Workspace], Result]
numbers = st.integers(1, len(LINES) + 2)
days = st.integers(0, 30)


def due(workspace: Workspace, day: int, time: str | None = None) -> Due:
    return Due(workspace.now().date() + timedelta(days=day), time)


def changes(workspace: Workspace, deal: int, field: str, text: str) -> Result:
    return service.edit(workspace, deal, {field: text})


def added(workspace: Workspace, line: str) -> Result:
    return service.add(workspace, quick_line.parse(line, workspace.now(), workspace.settings.dates, "EUR"))


def renamed(workspace: Workspace, table: str, row: int) -> Result:
    """What no gesture does yet, but an import or a later edit of people may."""
    with workspace.unit_of_work("renamed") as uow:
        workspace.store.connection.execute(f"UPDATE {table} SET name = name || '!' WHERE id = ?", (row,))
        return uow.done([], "renamed")


on_deals: tuple[Callable[[Workspace, list[int]], Result], ...] = (
    service.advance,
    service.retreat,
    service.win,
    service.finish,
    service.turn,
    service.reopen,
    service.unpark,
    service.delete,
)
gestures: st.SearchStrategy[Do] = st.one_of(
    st.sampled_from((service.undo, service.redo)).map(lambda verb: lambda workspace: verb(workspace)),
    st.tuples(
        st.sampled_from(on_deals),
        st.lists(numbers, min_size=1, max_size=3),
    ).map(lambda made: lambda workspace: made[0](workspace, made[1])),
    st.tuples(numbers, days).map(lambda of: lambda workspace: service.park(workspace, [of[0]], due(workspace, of[1]))),
    st.tuples(numbers, days).map(
        lambda of: lambda workspace: service.snooze(workspace, [of[0]], due(workspace, of[1]))
    ),
    st.tuples(numbers, days, st.sampled_from((None, "11:30", "23:59"))).map(
        lambda of: lambda workspace: service.plan(workspace, [of[0]], due(workspace, *of[1:]), "call")
    ),
    st.tuples(numbers, days).map(
        lambda of: (
            lambda workspace: service.drop(
                workspace, [of[0]], "price", "", workspace.now().date() + timedelta(days=of[1])
            )
        )
    ),
    numbers.map(lambda deal: lambda workspace: service.tag(workspace, [deal], "hot")),
    numbers.map(lambda deal: lambda workspace: service.note(workspace, [deal], "heard")),
    st.tuples(numbers, st.sampled_from(("budget", "timing"))).map(
        lambda of: lambda workspace: service.answer(workspace, [of[0]], of[1])
    ),
    st.tuples(numbers, st.integers(0, 40)).map(
        lambda of: (
            lambda workspace: service.log(
                workspace, [of[0]], TouchLine("call", "reached", "out", at=workspace.now() - timedelta(hours=7 * of[1]))
            )
        )
    ),
    st.tuples(
        numbers,
        st.sampled_from(
            (
                ("organization", "Acme"),
                ("organization", ""),
                ("people", "Ann, Carl"),
                ("people", "Ann Lee <ann@acme.example>"),
                ("value", "77000"),
                ("value", ""),
                ("probability", "35"),
                ("stage", "neg"),
                ("close", "+3d"),
                ("renewal", "+1d"),
                ("revisit", "+1d"),
                ("tags", "saas hot"),
                ("title", "Other"),
            )
        ),
    ).map(lambda of: lambda workspace: changes(workspace, of[0], *of[1])),
    st.sampled_from(("Umbrella 5k @demo org:Acme next:fri", "Cyberdyne 900k @neg")).map(
        lambda line: lambda workspace: added(workspace, line)
    ),
    st.tuples(st.sampled_from(("organization", "person")), st.integers(1, 3)).map(
        lambda of: lambda workspace: renamed(workspace, *of)
    ),
)
waits = st.one_of(
    st.just(0),
    st.integers(1, 7200),
    st.integers(3600, 90_000),
    st.sampled_from((3 * 3600 + 59 * 60 + 59, 3600 * 4, 3600 * 4 + 1, 86_399, 86_400)),
)


@given(made=st.lists(st.tuples(waits, st.lists(gestures, min_size=0, max_size=2)), max_size=8))
@settings(max_examples=15, deadline=None)
def test_what_is_read_in_part_equals_what_is_read_in_full(
    template_book: Path, made: list[tuple[int, list[Do]]]
) -> None:
    clock = Clock(datetime(2026, 11, 20, 22, 0, tzinfo=timezone(timedelta(hours=5, minutes=30))))
    with a_book(template_book, clock) as workspace:
        reader = SnapshotLoader(workspace)
        reader.read()
        reader.all_deals.read()
        for seconds, done in made:
            clock.tick(seconds=seconds)
            for uow in done:
                try:
                    uow(workspace)
                except PipetuiError:
                    continue
                reader.note()
            assert reader.read() == SnapshotLoader(workspace).read()
            every_deal = book_reads.cards(workspace.store.connection, workspace.moment())
            assert sorted(reader.all_deals.read(), key=lambda card: card.id) == every_deal


@pytest.fixture
def reader(sales: Workspace) -> SnapshotLoader:
    """A reader of the book of five deals that has read it."""
    made = SnapshotLoader(sales)
    made.read()
    return made


def test_columns_and_buckets_that_a_gesture_does_not_concern_stay_the_very_same(
    sales: Workspace, reader: SnapshotLoader
) -> None:
    before = reader.read()
    service.tag(sales, [5], "hot")
    reader.note()
    after = reader.read()
    columns = zip(before.board.columns, after.board.columns, strict=True)
    assert [one is other for one, other in columns] == [False, True, True, True, True]
    buckets = zip(before.agenda.buckets, after.agenda.buckets, strict=True)
    assert [one.name for one, other in buckets if one is not other] == ["next week"]
    assert after.card(5) != before.card(5)
    assert all(before.card(deal) is after.card(deal) for deal in (1, 2, 3, 4))


def test_the_table_reads_what_changed_and_keeps_the_other_cards(sales: Workspace, reader: SnapshotLoader) -> None:
    before = {card.id: card for card in reader.all_deals.read()}
    service.tag(sales, [2], "hot")
    reader.note()
    reader.read()  # the board may be read before the table is
    service.tag(sales, [3], "hot")
    reader.note()
    after = {card.id: card for card in reader.all_deals.read()}
    assert [deal for deal in after if after[deal] is not before[deal]] == [2, 3]
    service.delete(sales, [3])
    reader.note()
    assert {card.id for card in reader.all_deals.read()} == {1, 2, 4, 5}
    service.undo(sales)
    reader.note()
    assert {card.id: card for card in reader.all_deals.read()} == after


def test_an_undone_step_between_two_readings_is_seen_even_if_another_followed_it(
    sales: Workspace, reader: SnapshotLoader
) -> None:
    service.win(sales, [2])
    reader.note()
    assert reader.read().card(2) is None
    service.undo(sales)
    reader.note()
    service.win(sales, [5])
    reader.note()
    assert set(reader.read().cards) == {1, 2, 3, 4}


def test_a_stage_renamed_elsewhere_is_read_with_everything(sales: Workspace, reader: SnapshotLoader) -> None:
    sales.store.connection.execute("UPDATE stage SET name = 'First talk' WHERE position = 0")
    assert reader.read().board.columns[0].stage.name == "First talk"
    assert {card.stage for card in reader.read().board.columns[0].cards} == {"First talk"}


def test_more_changed_deals_than_pay_are_read_with_everything(
    sales: Workspace, reader: SnapshotLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed_deals, "MOST", 1)
    before = reader.read()
    service.tag(sales, [1, 2, 3], "hot")
    reader.note()
    after = reader.read()
    assert after == SnapshotLoader(sales).read()
    assert before.card(4) is not after.card(4), "it was read again although nothing changed it"


def test_what_somebody_else_wrote_is_read_once_the_reader_is_told(
    sales: Workspace, reader: SnapshotLoader, clock: Clock
) -> None:
    clock.tick(minutes=1)
    reader.read()
    service.tag(sales, [2], "hot")
    assert not reader.read().cards[2].tags
    reader.forget()
    assert reader.read().cards[2].tags == ("hot",)


def test_the_first_reading_has_what_is_overdue_where_that_fills_the_screen(
    overdue: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = SnapshotLoader(overdue).begin()
    assert whole.whole
    monkeypatch.setattr(snapshot, "SCREENFUL", 1)
    some = SnapshotLoader(overdue).begin()
    assert not some.whole
    first, *others = whole.agenda.buckets[0].cards
    late = some.agenda.buckets[0]
    assert late.cards == (first._replace(people=(), haystack="", answers=()),)
    assert (late.beyond, late.worth) == (len(others), totals(card.value for card in others))
    assert late.beyond and late.worth
    assert [len(bucket.cards) for bucket in some.agenda.buckets[1:]] == [0] * 6
    assert rows_of(some.agenda, None)[0] == rows_of(whole.agenda, None)[0], "the heading speaks of all that is overdue"


def test_the_first_reading_is_of_everything_where_the_book_holds_odd_values(
    overdue: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "SCREENFUL", 1)
    overdue.store.connection.execute("PRAGMA ignore_check_constraints = ON")
    overdue.store.connection.execute("UPDATE deal SET value_minor = 'a lot'")
    assert SnapshotLoader(overdue).begin().whole
