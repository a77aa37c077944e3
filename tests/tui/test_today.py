"""Today, the work session, and the keys of the day."""

from datetime import date

from pipetui.domain.money import Money
from pipetui.render import cell_width
from pipetui.service import Workspace, reads
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.widgets.agenda_list import AgendaList, DayColumns
from pipetui.tui.widgets.bars import TopBar
from pipetui.tui.widgets.pieces import Heading
from pipetui.views import Card
from tests.tui.conftest import Opens


async def test_today_opens_first_when_something_is_overdue(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        assert isinstance(rep.screen, TodayScreen)
        assert rep.card.id == 1, "late and hot comes first"


async def test_b02_the_buckets_stand_in_order_with_their_deals(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        rows = rep.screen.query_one(AgendaList).rows
        shown = [f"{row.text}: {row.note}" if isinstance(row, Heading) else row.id for row in rows]
        end = ": "  # the lower line of a box
        assert shown == [
            *("overdue: 2 · €12k + ¥1.2M", 1, 4, end, "this week: 1 · €4k", 5, end),
            *("next week: 1 · €9.1k", 3, end, "no next step: 1 · €8.4k", 2, end),
        ]


async def test_b05_a_call_is_logged_in_two_keys_and_the_next_step_taken_with_enter(
    overdue: Workspace, opened: Opens
) -> None:
    async with opened(overdue) as rep:
        deal = rep.card.id
        await rep.press("c", "n", "enter")
        card = rep.deal(deal)
        assert card.last_touch_at == overdue.now()
        assert card.next_step is not None
        assert card.next_step.due == date(2026, 11, 27), "three working days after Tuesday"
        assert card.badge == "planned"


async def test_done_finishes_the_step_and_asks_for_the_next(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        deal = rep.card.id
        await rep.press("d")
        await rep.type("fri send deck")
        await rep.press("enter")
        step = rep.deal(deal).next_step
        assert step is not None
        assert (step.due, step.what) == (date(2026, 11, 27), "send deck")


async def test_b07_snooze_to_monday_takes_two_keys(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        deal = rep.card.id
        await rep.press("z", "m")
        step = rep.deal(deal).next_step
        assert step is not None
        assert (step.due, step.postponed) == (date(2026, 11, 30), 1)


async def test_plus_and_minus_move_the_due_date_but_never_into_the_past(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        deal = rep.card.id
        await rep.press("plus")
        step = rep.deal(deal).next_step
        assert step is not None
        assert step.due == date(2026, 11, 25)
        rep.screen.query_one(AgendaList).select(deal)
        await rep.press("minus", "minus")
        step = rep.deal(deal).next_step
        assert step is not None
        assert step.due == date(2026, 11, 24)


async def test_b02_adding_from_a_bucket_presets_a_date_inside_it(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        await rep.press("down", "down")
        assert rep.card.id == 5, "a deal of this week"
        await rep.press("a")
        await rep.type("Stark")
        await rep.press("enter")
        step = rep.card.next_step
        assert (rep.card.title, step and step.due) == ("Stark", date(2026, 11, 25))
        assert rep.card.badge == "planned"
        await rep.press("a")
        await rep.type("Wayne next:fri ")
        await rep.press("enter")
        assert (rep.card.title, rep.card.next_step and rep.card.next_step.due) == ("Wayne", date(2026, 11, 27)), (
            "what was typed goes before the preset"
        )


async def test_b02_after_a_gesture_that_moves_a_deal_away_the_cursor_stays_at_its_place(
    overdue: Workspace, opened: Opens
) -> None:
    async with opened(overdue) as rep:
        assert rep.card.id == 1
        await rep.press("z", "f")  # out of overdue
        assert rep.card.id == 4, "the next one in the list"
        await rep.press("z", "f")  # the bucket is gone with it
        assert rep.card.id in (1, 5)
        await rep.press("u")
        assert rep.card.id == 4, "undo goes to the deal it is about"
        await rep.press("u", "G")
        assert rep.card.id != 1
        await rep.press("ctrl+r")
        assert rep.card.id == 1


async def test_b02_the_next_step_that_a_gesture_asks_for_leaves_the_cursor_on_the_next_deal(
    overdue: Workspace, opened: Opens
) -> None:
    async with opened(overdue) as rep:
        await rep.press("d", "enter")  # done, and the suggested date taken
        assert rep.deal(1).next_step is not None
        assert rep.card.id == 4, "another d would do the step that was only just planned"
        await rep.press("z", "f", "u")
        assert rep.card.id == 4, "undo goes to the deal it is about"
        await rep.press("u")
        assert rep.card.id == 1


async def test_b02_the_cursor_goes_with_a_deal_that_keeps_its_bucket(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        await rep.press("asterisk")
        assert rep.card.id == 1
        await rep.press("down")
        await rep.press("asterisk")
        assert rep.card.id == 4


async def test_b02_the_cursor_goes_on_from_where_a_deal_stood_that_first_moves_up_and_then_leaves(
    overdue: Workspace, opened: Opens
) -> None:
    async with opened(overdue) as rep:
        await rep.press("asterisk", "down", "asterisk")
        assert (rep.card.id, rep.screen.query_one(AgendaList).cursor) == (4, 1), "above #1 now, which is no longer hot"
        await rep.press("z", "f")
        assert rep.card.id == 5, "what stood below it, not #1 that was passed by"


class Narrow(AgendaList):
    """The list as wide as a terminal of 80 columns leaves it, without an app."""

    _width = 78

    def columns_of(self, cards: tuple[Card, ...]) -> DayColumns:
        self.rows = cards
        self._fit_columns()
        return self._columns


class Wide(Narrow):
    """A list with room to spare."""

    _width = 130


class Widest(Narrow):
    """The same without a pane beside it."""

    _width = 198


def test_b02_where_it_is_narrow_organizations_stand_if_the_steps_leave_room(overdue: Workspace) -> None:
    cards = tuple(card for card in reads.cards(overdue) if card.next_step)
    widest = max(cell_width(card.organization) for card in cards)
    assert Narrow().columns_of(cards).organization == widest > 0
    long = cards[0]._replace(next_step=cards[0].next_step and cards[0].next_step._replace(what="call and ask " * 5))
    assert Narrow().columns_of((long, *cards[1:])).organization == 0


def test_b02_where_it_is_wide_amounts_are_in_full_and_stages_told_unless_an_action_is_cut_for_it(
    overdue: Workspace,
) -> None:
    cards = tuple(card for card in reads.cards(overdue) if card.next_step)
    dear = cards[0]._replace(value=Money(123_456_700, "EUR"), currency="EUR")
    rows = (dear, *cards[1:])
    assert (Wide().columns_of(rows).value, Wide().columns_of(rows).stage) == (cell_width("€1,234,567"), 0)
    assert Widest().columns_of(rows).stage > 0
    assert dear.next_step is not None
    long = dear._replace(next_step=dear.next_step._replace(what="call and ask once more " * 5))
    assert Wide().columns_of((long, *cards[1:])).value < cell_width("€1,234,567")


async def test_the_figures_over_the_day_are_those_of_what_is_shown(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        note = rep.app.screen.query_one(TopBar).note
        assert int(note.split(" overdue")[0]) > 1
        await rep.press("slash")
        await rep.type("acme")
        assert [row.id for row in rep.screen.query_one(AgendaList).rows if isinstance(row, Card)] == [1]
        assert rep.app.screen.query_one(TopBar).note == "1 overdue · 0 today"
        await rep.press("escape", "escape")
        assert rep.app.screen.query_one(TopBar).note == note


def test_b02_what_is_cut_gets_the_room_that_no_action_needs(overdue: Workspace) -> None:
    cards = tuple(card for card in reads.cards(overdue) if card.next_step)
    long = cards[0]._replace(organization="Genco Pura Olive Oil Company of the South", title="Rollout " * 6)
    wide = Widest().columns_of((long, *cards[1:]))
    assert (wide.organization, wide.title) == (cell_width(long.organization), cell_width(long.title))
    assert long.next_step is not None
    busy = long._replace(next_step=long.next_step._replace(what="call and ask once more " * 5))
    narrow = Widest().columns_of((busy, *cards[1:]))
    assert narrow.organization < wide.organization and narrow.title < wide.title
