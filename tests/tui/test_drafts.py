"""What Esc leaves is kept: per deal and question, also after a restart; an answer or an emptied line ends it."""

import signal
from collections.abc import Callable
from functools import partialmethod

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea

from pipetui.domain.errors import StoreError
from pipetui.service import Workspace, reads
from pipetui.service.remembered import keep
from pipetui.signals import Terminated
from pipetui.store import remembered
from pipetui.store.store import Store
from pipetui.tui import launch
from pipetui.tui.app import PipetuiApp
from tests.tui.conftest import Opens, Rep


def line(rep: Rep) -> str:
    return rep.app.screen.query(Input).first().value


def heading(rep: Rep) -> str:
    return str(rep.app.screen.query_one("#heading", Static).content)


async def test_a_line_that_esc_left_is_there_again_and_after_a_restart(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("a")
        await rep.type("Stark towers 50k")
        await rep.press("escape")
        await rep.press("a")
        assert line(rep) == "Stark towers 50k"
        assert "is here again" in heading(rep)
        await rep.press("escape")
    async with opened(sales) as rep:
        await rep.until(lambda: bool(rep.app.drafts.of("AddBar Add a deal ")))
        await rep.press("a")
        assert line(rep) == "Stark towers 50k"
        await rep.press("enter")
        assert rep.card.title == "Stark towers"
        await rep.press("a")
        assert line(rep) == ""
    assert remembered.read(sales.store.connection, "drafts") == {}


async def test_a_note_is_kept_for_its_deal_alone(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        one = rep.card.id
        await rep.press("i")
        await rep.type("first line\nsecond line")
        await rep.press("escape")
        await rep.press("j")
        assert rep.card.id != one
        await rep.press("i")
        assert rep.app.screen.query_one(TextArea).text == ""
        await rep.press("escape", "k", "i")
        assert rep.app.screen.query_one(TextArea).text == "first line\nsecond line"
        await rep.press("ctrl+s")
        assert reads.sheet(sales, one).timeline[0].text == "first line\nsecond line"
        await rep.press("i")
        assert rep.app.screen.query_one(TextArea).text == ""


async def test_only_the_changed_fields_of_a_form_are_kept(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        deal = rep.card.id
        await rep.press("e")
        await rep.until(lambda: bool(rep.app.screen.query("#field-source")))
        rep.app.screen.query_one("#field-source", Input).value = "a fair in Ulm"
        await rep.press("escape")
        await rep.press("e")
        await rep.until(lambda: bool(rep.app.screen.query("#field-source")))
        assert rep.app.screen.query_one("#field-source", Input).value == "a fair in Ulm"
        assert rep.app.screen.query_one("#field-title", Input).value == rep.deal(deal).title
        await rep.press("ctrl+s")
        assert rep.deal(deal).source == "a fair in Ulm"


async def test_a_line_that_was_emptied_is_no_draft(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("n")
        await rep.type("fri call")
        await rep.press("escape", "n")
        assert line(rep) == "fri call"
        await rep.press("ctrl+u", "escape", "n")
        assert line(rep) == ""


async def test_what_is_typed_when_the_app_is_left_is_kept(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("a")
        await rep.type("Stark towers 50k")
        await rep.press("ctrl+c")
    assert list(remembered.read(sales.store.connection, "drafts").values()) == [{"0": "Stark towers 50k"}]


async def test_what_another_app_keeps_meanwhile_stays_and_what_it_forgets_is_gone(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        await rep.press("a")
        await rep.type("Stark towers")
        await rep.press("escape")
        with Store.open(sales.store.path) as store:
            other = sales._replace(store=store)
            keep(other, "drafts", {"AddBar Add a deal ": None, "elsewhere": {"0": "theirs"}})
        await rep.press("i")
        await rep.type("ours")
        await rep.press("escape")
        drafts = remembered.read(sales.store.connection, "drafts")
        assert [*drafts.values()] == [{"0": "theirs"}, {"0": "ours"}] and "elsewhere" in drafts
        await rep.press("a")
        assert line(rep) == ""


def test_an_entry_is_kept_forgotten_and_the_oldest_goes(sales: Workspace) -> None:
    assert keep(sales, "liking", {"one": 1, "two": 2}) == {"one": 1, "two": 2}
    assert keep(sales, "liking", {"one": 3, "two": None, "three": None}) == {"one": 3}
    names = [str(number) for number in range(remembered.MOST)]
    assert [*keep(sales, "liking", dict.fromkeys(names, 0))] == names
    assert keep(sales, "liking", dict.fromkeys(names)) == remembered.read(sales.store.connection, "liking") == {}


async def test_spoilt_drafts_are_none(sales: Workspace, opened: Opens) -> None:
    sales.store.connection.execute("INSERT INTO setting (key, value) VALUES ('drafts', '[1, {')")
    async with opened(sales) as rep:
        await rep.press("a")
        assert line(rep) == ""


async def test_what_stands_in_the_line_of_a_touch_is_logged_with_its_outcome_key(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        deal = rep.card.id
        await rep.press("c", "tab")
        await rep.type("left word with Kim")
        await rep.press("escape", "c")
        assert "left word with Kim" in rep.app.screen.query_one(Input).value
        await rep.press("v")
        item = reads.sheet(sales, deal).timeline[0]
        assert (item.headline, item.text) == ("call · left message", "left word with Kim")


def a_mistake(app: PipetuiApp) -> None:
    def raise_it() -> None:
        raise ZeroDivisionError

    app.call_later(raise_it)


def a_signal(app: PipetuiApp) -> None:
    app.terminate(Terminated(signal.SIGTERM))


@pytest.mark.parametrize(("end", "raised"), [(a_mistake, ZeroDivisionError), (a_signal, Terminated)])
def test_what_stands_in_an_open_question_outlives_a_mistake_and_a_signal(
    sales: Workspace, monkeypatch: pytest.MonkeyPatch, end: Callable[[PipetuiApp], None], raised: type[BaseException]
) -> None:
    async def hands(pilot: Pilot[object]) -> None:
        app = pilot.app
        assert isinstance(app, PipetuiApp)
        await pilot.press("a")
        await pilot.pause()
        app.screen.query(Input).first().value = "Stark towers 50k"
        end(app)

    monkeypatch.setattr(
        PipetuiApp, "run", partialmethod(PipetuiApp.run, headless=True, size=(120, 36), auto_pilot=hands)
    )
    with pytest.raises(raised):
        launch._run(PipetuiApp(sales))
    assert remembered.read(sales.store.connection, "drafts") == {"AddBar Add a deal ": {"0": "Stark towers 50k"}}


async def test_what_was_typed_for_a_refused_gesture_is_there_again(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("the disk is full; nothing was written", "free some space and try again")

    async with opened(sales) as rep:
        with monkeypatch.context() as patch:
            patch.setattr("pipetui.service.add", full)
            await rep.press("a")
            await rep.type("Stark towers 50k")
            await rep.press("enter")
            assert "the disk is full" in rep.message
        await rep.press("a")
        assert line(rep) == "Stark towers 50k"
        await rep.press("enter", "a")
        assert line(rep) == ""
