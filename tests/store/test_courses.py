"""The lives of deals as the journal and the tables tell them: what stood in a deal, and since when."""

from datetime import date

from pipetui import service
from pipetui.domain.deal import Due
from pipetui.domain.line.quick_line import parse
from pipetui.insight.courses import known_at
from pipetui.service import Workspace
from pipetui.store.reads.courses import courses, courses_again
from tests.conftest import Clock


def add(workspace: Workspace, line: str) -> int:
    return service.add(workspace, parse(line, workspace.now(), workspace.settings.dates, "EUR")).deals[0]


def day(workspace: Workspace) -> int:
    return workspace.now().date().toordinal()


def test_b18_what_stood_in_a_deal_is_read_back_from_the_journal(workspace: Workspace, clock: Clock) -> None:
    number = add(workspace, "Acme 12k p:40% close:2026-12-20")
    first = day(workspace)
    clock.tick(days=5)
    service.edit(workspace, number, {"value": "15k", "close": "2027-01-15"})
    clock.tick(days=5)
    service.advance(workspace, [number])
    clock.tick(days=5)
    service.edit(workspace, number, {"value": "9k"})
    service.undo(workspace)
    service.win(workspace, [number])
    clock.tick(days=1)
    (course,) = courses(workspace.store.connection, workspace.now()).newest
    assert (course.opened, course.held, course.status) == (first, first, "won")
    assert course.closed == first + 15
    assert course.value == 1_500_000
    (early,) = known_at([course], first + 3)
    assert (early.value, early.expected, early.own_percent) == (1_200_000, date(2026, 12, 20).toordinal(), 40)
    assert (early.status, early.closed) == ("open", None)
    assert len(early.stages) == 1
    (late,) = known_at([course], first + 12)
    assert (late.value, late.expected) == (1_500_000, date(2027, 1, 15).toordinal())
    assert [since for since, _ in late.stages] == [first, first + 10]


def test_b18_only_the_newest_are_read_and_every_open_one(workspace: Workspace, clock: Clock) -> None:
    numbers = []
    for count in range(6):
        numbers.append(add(workspace, f"Deal {count} 1k"))
        clock.tick(days=1)
    service.win(workspace, [numbers[0]])
    service.park(workspace, [numbers[1]], Due(date(2027, 3, 1)))
    service.delete(workspace, [numbers[2]])
    found = courses(workspace.store.connection, workspace.now(), 2)
    assert [course.id for course in found.newest] == numbers[:3:-1]
    assert [course.id for course in found.older] == [numbers[1], numbers[3]]
    assert [course.id for course in found.open] == numbers[3:]
    assert found.parked == {numbers[1]}


def test_b18_touches_and_items_are_read_once_for_all_deals(workspace: Workspace, clock: Clock) -> None:
    for count in range(20):
        add(workspace, f"Deal {count} 1k")
    connection = workspace.store.connection
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    courses(connection, workspace.now())
    connection.set_trace_callback(None)
    assert len(statements) <= 8


def test_b18_read_again_in_part_they_are_what_they_are_when_read_in_full(workspace: Workspace) -> None:
    numbers = [add(workspace, f"Deal {count} 1k @demo next:fri") for count in range(6)]
    connection, now = workspace.store.connection, workspace.now()
    known = courses(connection, now, 4)
    for deal, gesture in (
        (numbers[5], lambda: service.edit(workspace, numbers[5], {"title": "Other", "value": "9k", "close": "+3d"})),
        (numbers[4], lambda: service.advance(workspace, [numbers[4]])),
        (numbers[3], lambda: service.win(workspace, [numbers[3]])),
        (numbers[3], lambda: service.undo(workspace)),
        (numbers[1], lambda: service.park(workspace, [numbers[1]], Due(date(2027, 3, 1)))),
        (numbers[1], lambda: service.unpark(workspace, [numbers[1]])),
        (numbers[0], lambda: service.win(workspace, [numbers[0]])),
        (numbers[5], lambda: service.delete(workspace, [numbers[5]])),
        (7, lambda: add(workspace, "Deal 7")),
    ):
        gesture()
        known = courses_again(connection, now, 4, known, {deal})
        assert known == courses(connection, now, 4)
