"""The price list: what is sold, at which price; put on, changed, taken off."""

from functools import partial

from textual import work
from textual.app import ComposeResult

from pipetui.domain.items import ListedProduct
from pipetui.render import plural
from pipetui.service import Result, Workspace, products
from pipetui.tui import dialogs
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.dialogs.edit import FormDialog
from pipetui.tui.screens.book_screen import Texts, asking
from pipetui.tui.screens.list_overlay import ListOverlay
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.product_list import ProductList, ProductRow


class PriceListScreen(ListOverlay):
    """Lies over the screen it was opened from, and is read anew whenever the book changes."""

    BINDINGS = bindings("products", "app.undo", "app.redo", *OVERLAID)
    entered = "edit"
    hints = ("products.add", "products.edit", "products.remove", "products.leave", "app.undo", "app.help")

    def compose(self) -> ComposeResult:
        """Bars around the list."""
        yield TopBar("")
        with Frame("Price list"):
            yield ProductList()
        yield StatusBar(self.hints)

    @property
    def selected(self) -> ListedProduct | None:
        """The product under the cursor."""
        row: ProductRow | None = self.listed.selected
        return row.product if row is not None else None

    @property
    def listed(self) -> ProductList:
        """The list."""
        return self.query_one(ProductList)

    def read_anew(self) -> None:
        """All that is sold."""
        self.listed.explain(
            f"nothing is on the price list: {self.pipetui.key('products.add')} puts something on it, such as Support "
            "at 1200 monthly; the items of a deal then take it by the beginning of its name, with its price"
        )
        self._read(self.keys_until_read.begin())

    @work(exclusive=True, group="products")
    async def _read(self, reading: object) -> None:
        with self.keys_until_read.during(reading):
            found = await self.pipetui.worker.ask(products.known)
        rows = tuple(ProductRow(one.id, one) for one in found)
        made = self.just_made(rows, lambda row: row.id)
        self.listed.show(rows, self.pipetui.snapshot.agenda.today, made)
        self.query_one(TopBar).note = plural(len(found), "product") if found else ""
        self.refresh_bindings()

    def action_add(self) -> None:
        """Another product, in one line."""

        def answered(typed: str | None) -> None:
            if typed:
                self.pipetui.worker.submit(products.add, typed)

        there = [row.product for row in self.listed.rows if isinstance(row, ProductRow)]
        read = partial(products.understood, currency=self.pipetui.snapshot.currency, there=there)

        def understand(typed: str) -> str:
            return read(typed) if typed.strip() else "a name, and at which price   · monthly or yearly   Esc leaves"

        self.app.push_screen(dialogs.LineDialog("On the price list", understand, "Support at 1200 monthly"), answered)

    def action_edit(self) -> None:
        """Every field of it."""
        if self.selected is not None:
            self._edit(self.selected)

    @asking
    async def _edit(self, product: ListedProduct) -> None:
        from pipetui.tui.dialogs.product import ProductDialog

        async def form(typed: Texts, seen: Texts) -> FormDialog:
            return ProductDialog(product, typed, seen)

        def write(workspace: Workspace, texts: Texts, shown: Texts) -> Result:
            return products.edit(workspace, product.id, texts)

        await self.filled_in(form, write)

    def action_remove(self) -> None:
        """Off the list; undo brings it back."""
        if self.selected is not None:
            self.pipetui.worker.submit(products.remove, self.selected.name)
