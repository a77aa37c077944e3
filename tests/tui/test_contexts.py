"""A context in the app: every list of deals is narrowed to it, and says so (behaviour 48)."""

from textual.widgets import Input

from pipetui.service import Workspace, contexts, reads
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.contexts import ContextsScreen
from pipetui.tui.widgets.bars import TopBar
from tests.tui.conftest import Opens, Rep
from tests.tui.test_type_ahead import all_taken, at_once


def listed(rep: Rep) -> list[str]:
    """The first words of the titles that are shown, in order."""
    return sorted(title.split()[0] for titles in rep.titles for title in titles)


async def test_b48_a_context_is_defined_switched_on_and_off_and_narrows_every_list(
    overdue: Workspace, opened: Opens
) -> None:
    async with opened(overdue) as rep:
        await rep.press("underscore")
        assert isinstance(rep.app.screen, ContextsScreen)
        await rep.press("n")
        await rep.type("large")
        await rep.press("tab")
        await rep.type("value.over:9k")
        await rep.press("enter", "enter")
        assert rep.message == "context large: value.over:9k · _ others"
        assert listed(rep) == ["Acme", "Initech"]
        assert rep.screen.query_one(TopBar).context == "large"
        for key in ("2", "3", "7"):
            await rep.press(key)
            assert listed(rep) == (["Acme"] if key == "7" else ["Acme", "Initech"])
            assert rep.screen.query_one(TopBar).context == "large"
        await rep.press("2", "slash")
        await rep.type("acme")
        await rep.press("enter")
        assert listed(rep) == ["Acme"], "what is typed narrows it further"
        await rep.press("escape")
        assert listed(rep) == ["Acme", "Initech"], "Esc leaves the filter, not the context"
        await rep.press("underscore", "enter")
        assert isinstance(rep.screen, BoardScreen)
        assert (len(listed(rep)), rep.screen.query_one(TopBar).context) == (5, "")
        assert rep.message == "no context: every list is whole again"


async def test_b48_a_key_typed_behind_it_is_meant_for_what_the_context_leaves(sales: Workspace, opened: Opens) -> None:
    contexts.define(sales, "yen", "mirai")
    async with opened(sales) as rep:
        await rep.press("3")
        at_once(rep.app, "underscore", "enter", "w", "enter")
        await all_taken(rep)
        assert [card.title for card in reads.cards(sales) if card.status == "won"] == ["Mirai 導入"]


async def test_b48_a_context_is_changed_deleted_and_undone_in_its_list(sales: Workspace, opened: Opens) -> None:
    contexts.define(sales, "none at all", "lost")
    contexts.switch(sales, "none at all")
    async with opened(sales) as rep:
        assert listed(rep) == []
        await rep.press("underscore", "e", "tab")
        field = rep.app.screen.focused
        assert isinstance(field, Input)
        field.value = "hot"
        await rep.press("enter")
        assert [one.filter for one in contexts.known(sales)] == ["hot"]
        await rep.press("X")
        assert contexts.known(sales) == ()
        await rep.press("u", "escape")
        assert listed(rep) == ["Acme"]
