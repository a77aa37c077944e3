"""The keys of qualification, its dialog, and filters on answers and scores; partial readings keep them right."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from textual.widgets import Input, Static

from pipetui import editing, service
from pipetui.domain.line import quick_line
from pipetui.domain.line.quick_line import TouchLine
from pipetui.domain.qualification import GivenAnswer
from pipetui.domain.scoring import Rule
from pipetui.service import Workspace, reads
from pipetui.service.qualification import score_rules
from pipetui.tui.dialogs import QualifyDialog
from pipetui.tui.snapshot import SnapshotLoader
from pipetui.tui.widgets.filter_bar import FilterBar
from tests.conftest import Clock
from tests.tui.conftest import Opens

RULES = [Rule("fit", 30, "org:acme"), Rule("fit", 9, "budget:yes"), Rule("intent", 20, "replied within 30d")]


async def test_b13_a_key_gives_the_next_answer(opened: Opens, sales: Workspace) -> None:
    async with opened(sales) as rep:
        card = rep.card
        await rep.press("B", "B", "N")
        assert rep.deal(card.id).answers == ("no", "unknown", "yes", "unknown")
        assert rep.message == f"#{card.id} {card.title}: need yes · u undo"
        assert rep.card.answers == rep.deal(card.id).answers


async def test_the_dialog_shows_answers_notes_and_scores_and_changes_them_in_one_step(
    opened: Opens, sales: Workspace, clock: Clock
) -> None:
    service.set_score_rules(sales, RULES)
    service.qualify(sales, [1], [GivenAnswer("budget", "yes", "20k")])
    clock.tick(days=95)
    async with opened(sales) as rep:
        await rep.app.show_deal(1).wait()
        await rep.settle()
        await rep.press("b")
        dialog = rep.app.screen
        assert isinstance(dialog, QualifyDialog)
        assert "95 d old" in shown(dialog, "#answer-budget")
        assert dialog.query_one("#note-budget", Input).value == "20k"
        assert "+30  organization acme" in shown(dialog, "#scores Static")
        await rep.press("b", "a", "A", "tab", "tab", "tab")
        await rep.type("they look at two others")
        await rep.press("enter")
        found = {said.question: said for said in reads.sheet(sales, 1).qualification}
        assert [said.answer for said in found.values()] == ["yes", "no", "unknown", "unknown"]
        assert (found["budget"].stale, found["budget"].note) == (False, "20k")
        assert found["need"].note == "they look at two others"
        await rep.press("u")
        assert reads.card(sales, 1).answers == ("stale yes", "unknown", "unknown", "unknown")


def shown(dialog: QualifyDialog, selector: str) -> str:
    """The text of a part of the dialog."""
    return str(dialog.query_one(selector, Static).content)


async def test_leaving_the_dialog_changes_nothing(opened: Opens, sales: Workspace) -> None:
    async with opened(sales) as rep:
        await rep.press("b", "t", "tab", "x", "escape")
        assert isinstance(rep.app.screen, QualifyDialog)  # out of the note first
        await rep.press("escape")
        assert rep.deal(rep.card.id).answers == ("unknown",) * 4


async def test_the_filter_reads_the_scores_when_it_asks_for_them(opened: Opens, sales: Workspace) -> None:
    service.set_score_rules(sales, RULES)
    async with opened(sales) as rep:
        await rep.press("2", "slash")
        assert rep.app.snapshot.scores is None
        await rep.type("fit>20")
        assert [title for column in rep.titles for title in column] == ["Acme rollout"]
        assert str(rep.screen.query_one(FilterBar).query_one("#problem", Static).content) == ""
        await rep.press("enter", "B")
        assert rep.app.snapshot.scores is not None
        assert rep.app.snapshot.scores[1].fit == 39


async def test_the_rules_are_edited_from_the_dialog(
    opened: Opens, sales: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "nano")
    monkeypatch.setattr("pipetui.tui.in_editor.edit", lambda screen, text, parse: parse("fit:\n+1 org:acme\n"))
    async with opened(sales) as rep:
        await rep.press("b", "E")
        assert score_rules(sales) == (Rule("fit", 1, "org:acme"),)
        assert rep.message == "changed the rules of the scores · u undo"
    assert editing.editor() == ["nano"]


# --- partial readings ----------------------------------------------------------------------------------------

LINES = ("Acme rollout 12k org:Acme", "Globex seats 8400", "Initech renewal 9100 org:Acme")


@contextmanager
def a_book(template: Path, clock: Clock) -> Iterator[Workspace]:
    """A book of three deals with rules for their scores."""
    from pipetui.config import Settings
    from pipetui.store.store import Store

    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        path.write_bytes(template.read_bytes())
        with Store.open(path) as store:
            workspace = Workspace(store, clock, Settings(), "app")
            for line in LINES:
                service.add(workspace, quick_line.parse(line, workspace.now(), workspace.settings.dates, "EUR"))
            service.set_score_rules(workspace, RULES)
            yield workspace


def test_a_partial_reading_of_scores_is_equal_to_a_full_one(template_book: Path, clock: Clock) -> None:
    with a_book(template_book, clock) as workspace:
        reader = SnapshotLoader(workspace)
        assert reader.read().scores is None
        reader.scored.wanted = True
        steps = (
            lambda: None,
            lambda: service.answer(workspace, [1], "budget"),
            lambda: service.log(workspace, [2], TouchLine("email", "replied", "in")),
            lambda: service.win(workspace, [3]),
            lambda: service.reopen(workspace, [3]),
            lambda: service.set_score_rules(workspace, RULES[:2]),
            lambda: service.set_score_rules(workspace, [Rule("fit", 5, "org:acme")]),
            lambda: service.set_score_rules(workspace, [Rule("fit", 6, "org:acme")]),
            lambda: service.undo(workspace),
            lambda: service.undo(workspace),
            lambda: service.undo(workspace),
            lambda: service.delete(workspace, [1]),
            lambda: clock.tick(days=31),
            lambda: clock.tick(days=60),
        )
        seen = []
        for step in steps:
            clock.tick(minutes=7)
            step()
            reader.note()
            part = reader.read()
            whole = SnapshotLoader(workspace)
            whole.scored.wanted = True
            assert part == whole.read()
            seen.append(part.scores)
        assert len({str(sorted((found or {}).items())) for found in seen}) == 8


def test_an_answer_becomes_stale_at_midnight(template_book: Path, clock: Clock) -> None:
    with a_book(template_book, clock) as workspace:
        service.answer(workspace, [1], "budget")
        clock.tick(days=89, hours=13)
        reader = SnapshotLoader(workspace)
        assert reader.read().cards[1].answers[0] == "yes"
        assert reader.next_change() - workspace.now() == timedelta(hours=1, seconds=1)
        clock.tick(hours=1, seconds=1)
        assert reader.read().cards[1].answers[0] == "stale yes"
