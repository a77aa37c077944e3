"""The filter's line offers what it may go on with, and brings back what was used."""

import pytest
from textual.widgets import Input, Static

from pipetui.service import Workspace
from pipetui.tui.filter_offers import FilterWords, offered, taken
from tests.tui.conftest import Opens

WORDS = FilterWords(
    {
        "stage": ("Prospecting", "Proposal", "Closing call"),
        "tag": ("hot", "two words"),
        "has": ("value",),
        "org": ("Acme",),
    },
    {"region": ("north", "south"), "sales-agent": ("Darcel",)},
)


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("", []),
        ("won ", []),
        ("ov", ["overdue"]),
        ("stag", ["stage:"]),
        ("stage:p", ["stage:Prospecting", "stage:Proposal"]),
        ("won -stage:cal", ['stage:"Closing call"']),
        ('(stage:"clo', ['stage:"Closing call"']),
        ("+h", ["+hot"]),
        ("region:s", ["region:south"]),
        ("value.o", ["value.over:"]),
        ("close.", ["close.before:", "close.after:", "close.from:", "close.until:"]),
        ("close.before:e", ["close.before:eow", "close.before:eom", "close.before:eoq", "close.before:none"]),
        ("created:", ["created:today", "created:yesterday", "created:this-week"]),
        ("closed:last-m", ["closed:last-month"]),
        ("idle>9", ["idle>90d"]),
        ("rotting:1", ["rotting:14d"]),
        ("sales_a", ["sales-agent:"]),
        ("sales_agent:d", ["sales_agent:Darcel"]),
        ("42", []),
        ("nonsense:x", []),
    ],
)
def test_what_may_go_on_is_offered(text: str, offers: list[str]) -> None:
    assert offered(text, len(text), WORDS)[: len(offers) or 1] == offers


def test_an_offer_takes_the_place_of_the_word_at_the_cursor() -> None:
    assert taken("won -stage:p hot", 12, "stage:Proposal") == ("won -stage:Proposal hot", 19)
    assert taken("sta", 3, "stage:") == ("stage:", 6)
    assert taken("won +h", 6, "+hot") == ("won +hot ", 9)


async def test_a_word_that_is_not_whole_yet_is_no_problem_while_it_can_go_on(sales: Workspace, opened: Opens) -> None:
    def beside(name: str) -> str:
        return str(rep.screen.query_one(f"#{name}", Static).content)

    async with opened(sales) as rep:
        await rep.press("3", "slash")
        await rep.type("has:")
        assert (beside("offers")[:10], beside("problem")) == ("has:stage ", "")
        await rep.type("value closs:q3 sta")
        assert beside("offers") == "", "what stands before it is told"
        assert "there is no field “closs”" in beside("problem")


async def test_as_much_is_offered_as_there_is_room_for_by_now(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, (60, 24)) as rep:
        await rep.press("3", "slash")
        await rep.type("created:")
        offers = rep.screen.query_one("#offers", Static)
        few = str(offers.content).removesuffix("Tab takes it").split()
        await rep.pilot.resize_terminal(160, 24)
        await rep.until(lambda: len(str(offers.content).split()) > len(few) + 3)
        assert str(offers.content).split()[: len(few)] == few != []


async def test_tab_takes_what_is_offered_and_up_brings_back_what_was_used(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("3", "slash")
        await rep.type("stage:propo")
        await rep.press("tab", "enter")
        assert rep.titles[0] == ["Acme rollout"]
        await rep.press("escape", "slash", "x", "up")
        line = rep.screen.query_one(Input)
        assert line.value == "stage:Proposal"
        await rep.press("up", "down")
        assert line.value == "x"
        await rep.press("escape", "2", "slash", "up", "enter")
        assert rep.titles[3] == ["Acme rollout"]
