"""The price list and the quote in the app, and what became of a deal's value, close date and stage."""

from pathlib import Path

from textual.widgets import Input, Static

from pipetui.domain.money import Money
from pipetui.service import Workspace, items, products
from pipetui.tui.dialogs.changes import ChangesDialog
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.price_list import PriceListScreen
from pipetui.tui.screens.quote import QuoteScreen
from pipetui.tui.widgets.product_list import ProductList
from tests.tui.conftest import Opens, Rep


async def fill(rep: Rep, text: str) -> None:
    """Type over the line that is asked for, and Enter."""
    rep.app.screen.query_one(Input).value = text
    await rep.press("enter")


async def test_b41_the_price_list_is_kept_in_the_app(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        items.add(sales, rep.card.id, "Training at 900")
        await rep.press("I", "p")  # from the items of a deal
        assert isinstance(rep.app.screen, PriceListScreen)
        assert rep.app.screen.query_one(ProductList)._nothing.startswith("nothing is on the price list: a puts")
        await rep.press("a")
        await fill(rep, "Support x 3")  # said, and not written
        assert products.known(sales) == []
        await fill(rep, "Support at 1200 monthly")
        assert [one.name for one in products.known(sales)] == ["Support"]
        await rep.press("a")
        await fill(rep, "support at 900")  # there already: said, and still there to be changed
        assert [one.name for one in products.known(sales)] == ["Support"]
        await fill(rep, "Setup at 4500")
        made = rep.app.screen.query_one(ProductList).selected
        assert made is not None and made.product.name == "Setup"
        await rep.press("X", "enter")
        rep.app.screen.query_one("#field-price", Input).value = "1300"
        await rep.press("enter")
        assert products.known(sales)[0].price == Money(1_300_00, "EUR")
        shown = rep.app.screen.query_one(ProductList)
        assert "".join(text for text, _ in shown.lines(shown.rows[0], 60)[0]) == "Support  €1,300  a month"
        await rep.press("X")
        assert products.known(sales) == []
        await rep.press("u", "escape")
        assert [one.name for one in products.known(sales)] == ["Support"]
        assert isinstance(rep.app.screen, BoardScreen)


async def test_b41_a_quote_is_read_copied_and_saved(sales: Workspace, opened: Opens, tmp_path: Path) -> None:
    async with opened(sales) as rep:
        items.add(sales, rep.card.id, "Support x 3 at 1200")
        deal = rep.card
        await rep.press("Q")
        assert isinstance(rep.app.screen, QuoteScreen)

        def sides() -> list[str]:
            return [str(cell.styles.text_align) for cell in rep.app.screen.query("MarkdownTableContent .row1")]

        await rep.until(lambda: sides() == ["left", "right", "right", "right"])  # Markdown is made in parts
        await rep.press("d")
        await fill(rep, "31.12.")
        await rep.press("y")
        copied = rep.app.clipboard
        assert f"# Quote: {deal.title}" in copied
        assert "| Support | 3 | €1,200 | €3,600 |" in copied
        assert "-12-31" in copied
        for name in ("offer.html", "offer.md"):
            await rep.press("s")
            await fill(rep, str(tmp_path / name))
        assert (tmp_path / "offer.md").read_text("utf-8").strip() == copied.strip()
        assert (tmp_path / "offer.html").read_text("utf-8").startswith("<!DOCTYPE html>")
        await rep.press("escape", "at")
        assert isinstance(rep.app.screen, ChangesDialog)
        table = "\n".join(str(part.content) for part in rep.app.screen.query(Static))
        assert "stage  –       Prospecting" in table
        await rep.press("enter")
