"""The bin: what lies in it and why, taken out as it was, removed from the book with all that hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.domain.errors import NotFoundError
from pipetui.service import Workspace, reads
from pipetui.service import bin as book_bin
from pipetui.store import removing
from pipetui.store.undo import journal
from pipetui.views_history import BinRow

if TYPE_CHECKING:
    from tests.service.conftest import Add


@pytest.fixture
def full(workspace: Workspace, add: Add) -> Workspace:
    """A deal with all sorts of rows, a person and an organization in the bin, newest first the other way round."""
    deal = add("Acme rollout", organization="Acme", people=("Ann",), tags=("hot",), next=3, note="first")
    service.advance(workspace, [deal])
    service.answer(workspace, [deal], "budget")
    add("Follow-on", organization="Acme")
    service.delete(workspace, [deal])
    service.delete_person(workspace, reads.find_person(workspace, "Ann"))
    service.delete_organization(workspace, reads.find_organization(workspace, "Acme"))
    return workspace


def row(workspace: Workspace, kind: str) -> BinRow:
    return next(one for one in book_bin.contents(workspace) if one.kind == kind)


def test_the_bin_tells_what_lies_there_and_by_which_gesture(full: Workspace) -> None:
    found = book_bin.contents(full)
    assert [(one.kind, one.name, one.source) for one in found] == [
        ("deal", "Acme rollout", "shell"),
        ("person", "Ann", "shell"),
        ("organization", "Acme", "shell"),
    ]
    assert found[0].label.startswith("deleted #1")
    assert all(one.at == full.now() for one in found)
    assert [one.kind for one in book_bin.contents(full, "ROLLOUT #1")] == ["deal"]
    assert book_bin.contents(full, "nobody") == []


def test_everything_comes_out_as_it_was(full: Workspace) -> None:
    for kind in ("organization", "person", "deal"):
        taken = row(full, kind)
        book_bin.take_out(full, taken)
        with pytest.raises(NotFoundError):
            book_bin.take_out(full, taken)
    assert book_bin.contents(full) == []
    card = reads.card(full, 1)
    assert (card.organization, card.people, card.stage) == ("Acme", ("Ann",), "Qualification")


@pytest.mark.parametrize("kind", ["deal", "organization"])
def test_what_is_removed_leaves_no_row_behind_and_undo_brings_all_of_it_back(full: Workspace, kind: str) -> None:
    connection = full.store.connection
    before = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in journal.tables_of(connection)}
    removed = row(full, kind)
    book_bin.remove(full, removed)
    assert all(one.kind != kind for one in book_bin.contents(full))
    for table in journal.tables_of(connection).values():
        columns = [column.name for column in table.columns]
        for column in {f"{kind}_id", "origin_id" if kind == "deal" else ""} & set(columns):
            assert not connection.execute(
                f"SELECT 1 FROM {table.name} WHERE {column} = ?", (removed.number,)
            ).fetchall()
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with pytest.raises(NotFoundError):
        book_bin.remove(full, removed)
    service.undo(full)
    assert before == {
        name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in journal.tables_of(connection)
    }


def test_only_what_lies_in_the_bin_is_removed_and_every_table_is_thought_of(workspace: Workspace, add: Add) -> None:
    add("Acme rollout", organization="Acme")
    with pytest.raises(NotFoundError):
        book_bin.remove(workspace, BinRow(1, "deal", 1, "Acme rollout", "", None, "", ""))
    for kind, goes in removing.GOES.items():
        named = {
            table.name
            for table in journal.tables_of(workspace.store.connection).values()
            if any(column.name == f"{kind}_id" for column in table.columns)
        }
        assert named == {*goes, *(table for table, column in removing.STAYS[kind] if column == f"{kind}_id")}


def test_only_the_whole_name_is_a_yes() -> None:
    row = BinRow(1, "deal", 1, "Acme  Rollout", "", None, "", "")
    assert book_bin.is_called(" acme rollout ", row)
    assert not book_bin.is_called("acme", row)
