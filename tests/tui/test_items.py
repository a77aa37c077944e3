"""`I`: the items of a deal in the app, and what the sheet says of them."""

from textual.widgets import Input, OptionList, Static

from pipetui.domain.money import Money
from pipetui.service import Workspace, items, products, reads
from pipetui.tui.dialogs import ItemsDialog
from pipetui.tui.widgets.pane_lines import PaneKeys, side
from pipetui.tui.widgets.pressable import content
from tests.tui.conftest import Opens, Rep


def rows(rep: Rep) -> list[str]:
    shown = rep.app.screen.query_one(OptionList)
    return [str(shown.get_option_at_index(place).prompt).strip() for place in range(shown.option_count)]


def told(rep: Rep) -> str:
    return str(rep.app.screen.query_one("#sums", Static).content)


async def test_b41_items_are_typed_changed_and_taken_over(sales: Workspace, opened: Opens) -> None:
    products.add(sales, "Support at 1200 monthly")
    async with opened(sales) as rep:
        deal = rep.card.id
        before = items.of_deal(sales, deal).value
        await rep.press("I")
        assert isinstance(rep.app.screen, ItemsDialog)
        line, hint = rep.app.screen.query_one(Input), rep.app.screen.query_one("#hint", Static)
        assert "a add" not in str(hint.content), "an “a” would be typed"
        line.value = "sup"
        await rep.press("tab")
        assert line.value == "Support "
        line.value += "x 3 -10%"
        await rep.press("enter")
        assert rows(rep) == ["1  Support         3  €1,200  10 %  €3,240  a month"]
        line.value = "x 3"
        await rep.press("enter")  # no line: it says why, and stays
        assert line.value == "x 3" and len(rows(rep)) == 1
        line.value = ""
        await rep.press("escape")
        assert "a add" in str(hint.content)
        await rep.press("enter")
        assert line.value == "Support x 3 at 1200 -10%"
        line.value = "Support x 2 at 1000"
        await rep.press("enter")
        assert told(rep).startswith(
            "€24,000 in the first year: €2,000 a month\nMRR €2,000 · ARR €24,000\nitems come to"
        )
        await rep.press("v")
        assert items.of_deal(sales, deal).value == Money(24_000_00, "EUR") != before
        assert "items come to" not in told(rep)
        text = content(side(reads.sheet(sales, deal), sales.now(), 80, PaneKeys(goods="I"))).plain
        assert "Items    1 item, €24,000 in the first year: €2,000 a month  I changes\n" in text
        assert "         Support · 2 × €1,000 = €2,000 a month\n" in text
        await rep.press("x", "u", "escape")
        assert not isinstance(rep.app.screen, ItemsDialog)
        assert len(items.of_deal(sales, deal).lines) == 1


async def test_the_names_of_items_are_whole_where_there_is_room(sales: Workspace, opened: Opens) -> None:
    name = "Warehouse module with mobile scanning, on site"
    async with opened(sales) as rep:
        items.add(sales, rep.card.id, f"{name} x 19 at 123456 -10% monthly")
        await rep.press("I")
        assert name in rows(rep)[0]
        await rep.press("escape", "Q")
        cells = rep.app.screen.query("MarkdownTableCellContents")
        assert all(cell.size.width >= len(str(cell.render())) for cell in cells if cell.styles.text_align == "right")
