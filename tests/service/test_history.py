"""The history (behaviour 27): steps page by page, what each changed, one of them taken back while newer ones stay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.domain.deal import LOST
from pipetui.domain.errors import ConflictError, NotFoundError
from pipetui.exchange.apply import apply
from pipetui.exchange.plan import Options, plan
from pipetui.phrases import step_changes
from pipetui.service import Workspace, past_steps, reads
from pipetui.store.undo import drift

if TYPE_CHECKING:
    from tests.service.conftest import Add


def step(workspace: Workspace, words: str) -> int:
    return past_steps.steps(workspace, 1, words=words)[0].id


def told(workspace: Workspace, words: str) -> list[tuple[str, str, str]]:
    return list(step_changes.rows(past_steps.changes(workspace, step(workspace, words))[0], workspace.now()))


def imported(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Title,Company,Stage\nOne,Acme,Demo\nTwo,Acme,Demo\n", encoding="utf-8")
    apply(workspace, plan(workspace, path, Options()))


def test_b27_the_history_is_read_in_pages_and_by_its_words(workspace: Workspace, add: Add) -> None:
    for name in ("Acme 100%", "Globex_a", "Globexia"):
        add(name)
    newest = past_steps.steps(workspace, 2)
    assert [len(newest), len(past_steps.steps(workspace, 2, newest[-1].id))] == [2, 1]
    assert [one.id for one in past_steps.steps(workspace, 9, words="globex ADDED")] == [one.id for one in newest]
    assert len(past_steps.steps(workspace, 9, words="100%")) == 1
    assert len(past_steps.steps(workspace, 9, words="globex_")) == 1
    assert past_steps.steps(workspace, 9, words="nobody") == []
    assert len(past_steps.steps(workspace, 9, words="globex added " * 2_000)) == 2, "a page that was pasted"


def test_b27_what_a_step_changed_is_told_in_words_before_and_after(workspace: Workspace, add: Add) -> None:
    deal = add("Acme rollout", value=4_000, organization="Acme")
    service.edit(workspace, deal, {"value": "5k", "org": "Globex"}, None)
    service.advance(workspace, [deal])
    service.tag(workspace, [deal], "hot")
    service.delete(workspace, [deal])
    name = "deal #1 Acme rollout"
    edited = told(workspace, "edited")
    assert (f"{name}: value", "€4,000", "€5,000") in edited
    assert (f"{name}: organization", "Acme", "Globex") in edited
    assert (f"{name}: stage", "Prospecting", "Qualification") in told(workspace, "advanced")
    assert told(workspace, "tagged") == [("tag #1 Acme rollout · hot", "", "put in")]
    ((what, before, after),) = told(workspace, "deleted")
    assert (what, before) == (f"{name}: in the bin", "–")
    assert after.endswith("10:00")


def test_b27_one_step_is_taken_back_while_newer_ones_stay(workspace: Workspace, add: Add) -> None:
    first, second = add("Acme rollout"), add("Globex seats")
    service.drop(workspace, [first], "price")
    service.advance(workspace, [second])
    done = past_steps.undo_step(workspace, step(workspace, "price"))
    assert done.message.startswith("taken back: ")
    assert reads.card(workspace, first).status == "open"
    assert reads.card(workspace, second).stage == "Qualification"
    service.undo(workspace)
    assert reads.card(workspace, first).status == LOST
    service.redo(workspace)
    assert reads.card(workspace, first).status == "open"
    assert drift.drifted(workspace.store.connection) == []


def test_b27_what_something_newer_hangs_on_stays_and_that_is_named(workspace: Workspace, add: Add) -> None:
    deal, other = add("Acme rollout"), add("Globex seats")
    service.note(workspace, [deal], "they like it")
    service.advance(workspace, [other])
    service.retreat(workspace, [other])
    before = list(workspace.store.connection.iterdump())
    with pytest.raises(ConflictError, match=r"added #1 .* by itself: “noted on #1 .*” came after it"):
        past_steps.undo_step(workspace, step(workspace, "added acme"))
    with pytest.raises(ConflictError, match="came after it"):
        past_steps.undo_step(workspace, step(workspace, "advanced"))
    assert list(workspace.store.connection.iterdump()) == before
    past_steps.undo_step(workspace, step(workspace, "noted"))
    past_steps.undo_step(workspace, step(workspace, "added acme"))
    with pytest.raises(NotFoundError):
        reads.card(workspace, deal)


def test_b27_the_newest_step_is_undone_as_ever_and_what_is_undone_is_not_taken_back(
    workspace: Workspace, add: Add
) -> None:
    add("Acme rollout")
    add("Globex seats")
    newest = step(workspace, "globex")
    assert past_steps.undo_step(workspace, newest).message.startswith("undone: ")
    with pytest.raises(ConflictError, match="undone already"):
        past_steps.undo_step(workspace, newest)
    with pytest.raises(NotFoundError):
        past_steps.undo_step(workspace, 999)


def test_b27_an_import_is_taken_back_alone_unless_something_hangs_on_it(
    workspace: Workspace, add: Add, tmp_path: Path
) -> None:
    imported(workspace, tmp_path)
    add("Globex seats")
    number = step(workspace, "import")
    assert any("came in together" in what for what, _, _ in told(workspace, "import"))
    service.note(workspace, [reads.find(workspace, "Two")], "theirs")
    with pytest.raises(ConflictError, match="noted on"):
        past_steps.undo_step(workspace, number)
    past_steps.undo_step(workspace, step(workspace, "noted"))
    past_steps.undo_step(workspace, number)
    assert [card.title for card in reads.all_cards(workspace)] == ["Globex seats"]
    assert workspace.store.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    service.undo(workspace)
    assert len(reads.all_cards(workspace)) == 3
    assert drift.drifted(workspace.store.connection) == []
