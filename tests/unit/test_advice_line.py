"""What stands over the day: as many words as there is room for, never without its key."""

from pipetui.render import cell_width
from pipetui.tui.widgets.advice_line import Pointer, worded

CLOSE = Pointer("close what is there: 3 deals cover the gap", "close 3 deals", "$", "shows which", "forecast")
SWEEP = Pointer("sweep last done 9 days ago", "sweep due", "S", "", "sweep")


def test_the_last_gives_way_first_and_no_key_is_cut() -> None:
    for width, said in (
        (95, "close what is there: 3 deals cover the gap · $ shows which   sweep last done 9 days ago: S"),
        (75, "close what is there: 3 deals cover the gap · $ shows which   sweep due: S"),
        (40, "close 3 deals: $   sweep due: S"),
        (20, "close 3 deals: $"),
        (10, "close 3… $"),
    ):
        text = "".join(bit.text for bit in worded((CLOSE, SWEEP), width))
        assert text == said
        assert cell_width(text) <= width
    assert worded((), 80) == []
