"""The week as a screen: days side by side, and what is done with the step under the cursor."""

from datetime import timedelta

from pipetui import service
from pipetui.domain.dates.when import Due
from pipetui.service import Workspace, reads
from pipetui.tui.screens.week import DayBox, WeekScreen
from pipetui.tui.widgets.bars import TopBar
from tests.conftest import Clock
from tests.tui.conftest import Opens, Rep
from tests.tui.test_hands import Mouse, middle


def shown(rep: Rep) -> dict[str, list[str]]:
    """The names of the columns in sight that hold something, each with its steps."""
    return {
        box.title: [f"{card.id} {card.next_step.what if card.next_step else card.status}" for card in box.deals.cards]
        for box in rep.screen.query(DayBox)
        if box.display and box.deals.rows
    }


def here(rep: Rep) -> str:
    """The column that the keys go to."""
    return next(box.title for box in rep.screen.query(DayBox) if box.deals.has_focus)


async def test_b47_the_week_is_read_and_its_steps_are_done_put_off_and_moved(overdue: Workspace, opened: Opens) -> None:
    service.plan(overdue, [5], Due(overdue.now().date(), "15:00"), "call Ann")
    service.plan(overdue, [5], Due(overdue.now().date() + timedelta(days=1)), "demo")
    async with opened(overdue) as rep:
        await rep.press("7")
        assert isinstance(rep.screen, WeekScreen)
        assert shown(rep) == {
            "Late": ["4 "],
            "Mon 23": ["1 "],
            "Today": ["5 call Ann"],
            "Wed 25": ["5 demo"],
            "Fri 27": ["5 "],
        }
        assert here(rep) == "Today"
        assert str(rep.screen.query_one(TopBar).note).startswith("23–29 Nov · 5 steps")

        await rep.press("right", "shift+right")
        assert here(rep) == "Thu 26", "the cursor goes with the step"
        assert [step.what for step in reads.sheet(overdue, 5).follow_ups] == ["call Ann", "demo", ""]
        await rep.press("d")
        assert rep.message.startswith("done: demo, Thu 26 Nov, in 2 days of #5"), "not the earliest of the deal"
        await rep.press("escape", "u", "z", "m")
        assert rep.message.startswith("snoozed demo of #5")
        await rep.press("right_square_bracket")
        assert shown(rep) == {"Mon 30": ["5 demo"], "Sat 5": ["3 "]}
        await rep.press("right_square_bracket", "left_square_bracket", "0")
        assert here(rep) == "Today"
        await rep.press("slash")
        await rep.type("acme")
        await rep.press("enter")
        assert shown(rep) == {"Mon 23": ["1 "]}
        await rep.press("escape", "0", "a")
        assert "next:2026-11-24" in rep.app.screen.query_one("Input").value  # type: ignore[attr-defined]


async def test_b47_a_step_is_dragged_to_another_day_but_to_none_that_is_past(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        await rep.press("7")
        friday, monday, thursday = (
            next(box for box in rep.screen.query(DayBox) if box.title.startswith(name))
            for name in ("Fri", "Mon", "Thu")
        )

        async def drag(to: DayBox, *keys: str) -> None:
            mouse = Mouse(rep)
            x, y = friday.deals.region.offset
            await mouse.down(x + 3, y)
            await mouse.move(x + 6, y)
            await mouse.move(*middle(to))
            await rep.press(*keys)
            await mouse.up(*middle(to))

        await drag(thursday, "escape")
        await drag(monday)
        assert shown(rep)["Fri 27"] == ["5 "]
        await drag(thursday)
        assert shown(rep)["Thu 26"] == ["5 "]
        assert (here(rep), rep.message) == (
            "Thu 26",
            "snoozed the step of #5 Hooli [red]pilot[/] to Thu 26 Nov, in 2 days · u undo",
        )


async def test_days_on_which_nobody_works_leave_their_room_to_the_others(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue, size=(160, 36)) as rep:
        await rep.press("7")
        broad = {box.day.strftime("%a"): box.outer_size.width for box in rep.screen.query(DayBox) if box.day}
        assert broad["Sat"] == broad["Sun"] == 14
        assert min(broad[day] for day in ("Mon", "Tue", "Wed", "Thu", "Fri")) > 160 // 8
        saturday = next(box.day for box in rep.screen.query(DayBox) if box.day and box.day.weekday() == 5)
        service.plan(overdue, [1], Due(saturday), "fair")
        rep.app.worker.reread()
        await rep.until(
            lambda: all(box.outer_size.width > 14 for box in rep.screen.query(DayBox) if box.day == saturday)
        )


async def test_b47_when_the_week_is_over_the_next_one_is_shown_and_any_other_stays(
    overdue: Workspace, opened: Opens, clock: Clock
) -> None:
    async def later(rep: Rep, days: int) -> str:
        clock.tick(days=days)
        rep.app.worker.reread()
        await rep.settle()
        return str(rep.screen.query_one(TopBar).note).partition(" · ")[0]

    async with opened(overdue) as rep:
        await rep.press("7", "right")
        assert await later(rep, 1) == "23–29 Nov"
        assert here(rep) == "Today", "the cursor stays on its day"
        assert await later(rep, 7) == "30 Nov–6 Dec"
        assert here(rep) == "Today"
        await rep.press("right_square_bracket")
        assert await later(rep, 14) == "7–13 Dec"
        await rep.press("right_square_bracket")
        assert await later(rep, 7) == "21–27 Dec", "it ran when it was shown last"
