"""What became of a deal's value, close date and stage (behaviours 25, 41)."""

from __future__ import annotations

from datetime import date

import pytest

from pipetui import service
from pipetui.domain.errors import NotFoundError
from pipetui.domain.money import Money
from pipetui.phrases import deal_changes
from pipetui.service import Workspace, items, reads, reports
from tests.conftest import Clock
from tests.service.conftest import Add


def test_b25_a_history_tells_each_change_once_and_nothing_that_was_undone(
    workspace: Workspace, add: Add, clock: Clock
) -> None:
    deal = add(value=10_000)
    clock.tick(days=3)
    service.edit(workspace, deal, {"value": "12k", "close": "2026-12-20"})
    service.edit(workspace, deal, {"title": "Another name"})
    clock.tick(days=1)
    service.move(workspace, [deal], "demo")
    service.edit(workspace, deal, {"value": "99k"})
    service.undo(workspace)
    service.edit(workspace, deal, {"value": "9 USD"})
    clock.tick(minutes=5)
    service.win(workspace, [deal])
    told = [(one.field, one.before, one.after) for one in reports.history(workspace, deal).changes]
    assert told == [
        ("stage", None, "Prospecting"),
        ("value", Money(10_000_00, "EUR"), Money(12_000_00, "EUR")),
        ("close", None, date(2026, 12, 20)),
        ("stage", "Prospecting", "Demo"),
        ("value", Money(12_000_00, "EUR"), Money(9_00, "USD")),
        ("stage", "Demo", "won"),
    ]
    line = deal_changes.line(reads.sheet(workspace, deal).changes, workspace.now())
    assert line == "value €10,000 → €12,000 on Tue 24 Nov → $9 on Wed 25 Nov"


def test_b25_to_and_fro_within_a_day_is_no_change_on_the_sheet(workspace: Workspace, add: Add) -> None:
    deal = add()
    items.add(workspace, deal, "Setup at 12k")  # the first value there is
    service.edit(workspace, deal, {"value": "15k"})
    items.take(workspace, deal)
    assert deal_changes.line(reads.sheet(workspace, deal).changes, workspace.now()) == ""
    assert len(reports.history(workspace, deal).changes) == 4
    with pytest.raises(NotFoundError):
        reports.history(workspace, 99)


def test_b25_what_the_journal_forgot_is_said(workspace: Workspace, add: Add, clock: Clock) -> None:
    deal = add(value=10_000)
    clock.tick(days=3)
    service.edit(workspace, deal, {"value": "12k"})
    connection = workspace.store.connection
    with workspace.store.unjournaled():
        connection.execute("DELETE FROM journal_row WHERE step_id < (SELECT max(id) FROM step)")
        connection.execute("DELETE FROM step WHERE id < (SELECT max(id) FROM step)")
        connection.execute("UPDATE journal_row SET before = '{\"erased\":1}'")
    told = reports.history(workspace, deal)
    assert "known since Tue 24 Nov" in deal_changes.remark(told, workspace.now())
    assert [one.field for one in told.changes] == ["stage"]


def test_b25_who_changed_it_has_a_column_where_the_book_knows_it(workspace: Workspace, add: Add, clock: Clock) -> None:
    deal = add(value=10_000)
    clock.tick(days=3)
    service.move(workspace, [deal], "demo")
    table = deal_changes.table(reports.history(workspace, deal), workspace.now())
    assert table.headers == ("when", "what", "before", "after")
    service.edit(workspace, deal, {"value": "12k"})
    table = deal_changes.table(reports.history(workspace, deal), workspace.now())
    assert table.headers[-1] == "by" and table.rows[-1][-1] == workspace.source
