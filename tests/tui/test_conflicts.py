"""A form open in the app while the same thing is changed elsewhere: both values are shown, and the rep decides."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from textual.widgets import Input, Static, TextArea

from pipetui import service
from pipetui.config import Settings
from pipetui.domain.errors import ChangedMeanwhileError, StoreError
from pipetui.service import Workspace, entries, form, reads
from pipetui.store.store import Store
from pipetui.tui.dialogs.edit import EditDialog, FormDialog
from tests.conftest import Clock
from tests.tui.conftest import Opens, Rep


@pytest.fixture
def shell(sales: Workspace, book: Path, clock: Clock) -> Iterator[Workspace]:
    """A shell at the same book."""
    with Store.open(book) as store:
        yield Workspace(store, clock, Settings(), "shell")


def field(rep: Rep, name: str) -> Input:
    return rep.app.screen.query_one(f"#field-{name}", Input)


def beside(rep: Rep, name: str) -> str:
    static = rep.app.screen.query_one(f"#error-{name}", Static)
    return str(static.content) if static.has_class("-on") else ""


async def test_both_values_are_shown_and_enter_writes_yours(sales: Workspace, shell: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("e")
        field(rep, "value").value = "9.5k"
        field(rep, "source").value = "fair"
        service.edit(shell, 2, {"value": "7k", "tags": "new"})
        await rep.press("enter")
        assert isinstance(rep.app.screen, EditDialog)
        assert (field(rep, "value").value, field(rep, "source").value) == ("9.5k", "fair")
        assert field(rep, "tags").value == "new"
        assert beside(rep, "value") == ("elsewhere it became 7000.00 EUR (was 8400.00 EUR) · ^t takes it")
        assert beside(rep, "source") == ""
        assert field(rep, "value").has_focus
        assert rep.deal(2).value == reads.card(shell, 2).value  # nothing is written before the rep has decided
        await rep.press("enter")
        card = rep.deal(2)
        assert card.value is not None
        assert (card.value.minor, card.source, card.tags) == (950_000, "fair", ("new",))


async def test_theirs_can_be_taken(sales: Workspace, shell: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("e")
        field(rep, "value").value = "9.5k"
        field(rep, "source").value = "fair"
        service.edit(shell, 2, {"value": "7k"})
        await rep.press("enter", "ctrl+t")
        assert field(rep, "value").value == "7000.00 EUR"
        assert beside(rep, "value") == ""
        await rep.press("enter")
        card = rep.deal(2)
        assert card.value is not None
        assert (card.value.minor, card.source) == (700_000, "fair")


async def test_a_change_elsewhere_of_other_fields_is_no_conflict(
    sales: Workspace, shell: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        await rep.press("e")
        field(rep, "source").value = "fair"
        service.edit(shell, 2, {"value": "7k"})
        await rep.press("enter")
        assert not isinstance(rep.app.screen, FormDialog)
        assert reads.card(shell, 2).source == "fair"


async def test_the_same_change_elsewhere_is_no_conflict(sales: Workspace, shell: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("e")
        field(rep, "value").value = "7k"
        field(rep, "source").value = "fair"
        service.edit(shell, 2, {"value": "7,000"})
        await rep.press("enter")
        assert not isinstance(rep.app.screen, FormDialog)
        assert reads.card(shell, 2).source == "fair"


async def test_what_is_refused_comes_back_as_it_was_typed(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(sales) as rep:
        await rep.press("e")
        field(rep, "source").value = "fair"

        def full(*_: object) -> None:
            raise StoreError("the disk is full; nothing was written", "free some space and try again")

        with monkeypatch.context() as patch:
            patch.setattr(import_module("pipetui.service.edits"), "write", full)
            await rep.press("enter")
        assert isinstance(rep.app.screen, EditDialog)
        assert field(rep, "source").value == "fair"
        assert "the disk is full" in rep.message
        await rep.press("enter")
        assert rep.deal(2).source == "fair"


async def test_a_note_that_cannot_be_written_is_kept_in_a_file(
    sales: Workspace, opened: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("the disk is full; nothing was written", "free some space and try again")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("pipetui.service.note", full)
    async with opened(sales) as rep:
        await rep.press("i")
        await rep.type("likes golf")
        await rep.press("ctrl+s")
        assert "the disk is full" in rep.message
        (kept,) = tmp_path.glob("pipetui-*.txt")
        assert kept.read_text() == "likes golf"
        told = "".join(notification.message for notification in rep.app._notifications)
        assert told.endswith(f"Your text is kept in {kept}")


async def test_what_was_typed_is_kept_when_the_deal_is_gone(
    sales: Workspace, shell: Workspace, opened: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with opened(sales) as rep:
        await rep.press("e")
        field(rep, "source").value = "the fair in Ulm"
        service.delete(shell, [2])
        await rep.press("enter")
        (kept,) = tmp_path.glob("pipetui-*.txt")
        assert kept.read_text() == "source: the fair in Ulm"
        assert "is in the bin" in rep.message


async def test_people_are_guarded_as_deals_are(sales: Workspace, shell: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("4", "e")
        field(rep, "title").value = "CTO"
        service.edit_person(shell, 1, [("title", "CEO")])
        await rep.press("enter")
        assert beside(rep, "title").startswith("elsewhere it became CEO (was empty)")
        await rep.press("enter")
        assert reads.person(shell, 1).row.job_title == "CTO"


async def test_the_text_of_a_note_is_guarded_as_its_lines_are(
    sales: Workspace, shell: Workspace, opened: Opens
) -> None:
    service.note(sales, [1], "they decide in May")
    (note,) = entries.of_rep(reads.sheet(sales, 1).timeline)[:1]
    async with opened(sales) as rep:
        rep.app.push_sheet(rep.deal(1))
        await rep.settle()
        await rep.press("down", "e")
        await rep.type(" or June")
        entries.correct(shell, note.kind, note.id, {"text": "they decide\nin July"})
        await rep.press("ctrl+s")
        assert beside(rep, "text") == "elsewhere it became they decide in July (was they decide in May) · ^t takes it"
        assert rep.app.screen.query_one(TextArea).has_focus
        await rep.press("ctrl+t")
        assert rep.app.screen.query_one(TextArea).text == "they decide\nin July"
        assert beside(rep, "text") == ""
        await rep.press("ctrl+s")
        assert reads.sheet(shell, 1).timeline[0].text == "they decide\nin July"


def test_a_form_in_the_editor_names_what_is_there_now(sales: Workspace, shell: Workspace) -> None:
    shown = form.shown(sales, 2)
    changes = form.understood(shown, shown.text.replace("8400.00 EUR", "9.5k"), sales.now())
    assert changes is not None
    service.edit(shell, 2, {"value": "7k"})
    with pytest.raises(ChangedMeanwhileError, match=r"was changed meanwhile: value is 7000.00 EUR now"):
        form.save(sales, shown, changes)
    assert reads.card(shell, 2).value == reads.card(sales, 2).value
