"""A product of the price list: name, price, how often it is paid, code, unit."""

from collections.abc import Mapping
from functools import partial

from pipetui.domain.items import ListedProduct
from pipetui.service import products
from pipetui.tui.dialogs.edit import FormDialog, FormRow


class ProductDialog(FormDialog):
    """Every field of it; what stands on deals is a copy and stays."""

    def __init__(self, product: ListedProduct, typed: Mapping[str, str], seen: Mapping[str, str]) -> None:
        texts = products.form(product)

        def check(name: str, text: str) -> object:
            return products.of_form(product, {name: text})

        rows = {
            name: FormRow(field.label, field.example, texts[name], partial(check, name))
            for name, field in products.FIELDS.items()
        }
        super().__init__(f"Product: {product.name}", rows, typed, seen)
