"""monday.com: a board as a table; whoever made it named its columns, so most is read by what any file may say."""

from pipetui.domain.deal import LOST
from pipetui.exchange.system import Kind, System

SYSTEM = System(
    "monday.com",
    (Kind(marks="Item ID (auto generated); Subitems; Creation Log", headings={"title": "Name; Item; Deal"}),),
    words={LOST: "Dead"},
    keeps="Subitems; Item ID (auto generated); Creation Log; Last Updated; Person; Owner",
)
