"""Gestures on the price list: what is sold, at which price, how often it is paid."""

from __future__ import annotations

from pipetui.domain import money, price_list
from pipetui.domain.choose import choose
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.domain.folding import fold, name_key
from pipetui.domain.items import BILLINGS, ONCE, ListedProduct
from pipetui.domain.line import item_line
from pipetui.domain.text import clean
from pipetui.phrases import items as phrases
from pipetui.render import plural
from pipetui.store import products as store
from pipetui.store.pipelines import book_currency

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import NamedTuple

    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.unit_of_work import UnitOfWork
else:
    from pipetui.domain.record import NamedTuple


class ProductField(NamedTuple):
    """A line of the form of a product."""

    label: str
    example: str


FIELDS = {
    "name": ProductField("name", "Support"),
    "price": ProductField("price", "1200, €1,200.50; empty: without one"),
    "paid": ProductField("paid", "once, month, year"),
    "code": ProductField("code", "SUP-1"),
    "unit": ProductField("unit", "hours"),
}


def known(workspace: Workspace) -> list[ListedProduct]:
    """The price list, in its order."""
    return store.known(workspace.store.connection)


def add(workspace: Workspace, text: str, code: str | None = None, unit: str | None = None) -> Result:
    """Put a product on the list: `Support at 1200 monthly`. Raises InputError; ConflictError for one that is there."""
    with workspace.unit_of_work("products") as uow:
        new = _read(text, book_currency(uow.connection))._replace(code=clean(code or ""), unit=clean(unit or ""))
        _check_free(new, store.known(uow.connection))
        store.add(uow.connection, new)
        return uow.done((), f"on the price list: {phrases.product_said(new)}")


def change(workspace: Workspace, text: str, code: str | None = None, unit: str | None = None) -> Result:
    """Change what a text says of the product that it begins with: its price, how often it is paid.

    Lines of deals stay as they are. Raises InputError, NotFoundError; ConflictError where it says so already.
    """
    with workspace.unit_of_work("products") as uow:
        there = store.known(uow.connection)
        typed = _typed(text, book_currency(uow.connection), there)
        before = price_list.named(there, typed.name)
        new = before._replace(
            price=typed.price or before.price,
            currency=typed.price.currency if typed.price else before.currency,
            billing=typed.billing or before.billing,
            code=before.code if code is None else clean(code),
            unit=before.unit if unit is None else clean(unit),
        )
        return _put(uow, before, new, there)


def rename(workspace: Workspace, words: str, name: str) -> Result:
    """Call a product something else; lines of deals keep the name they have. Raises NotFoundError, InputError."""
    with workspace.unit_of_work("products") as uow:
        there = store.known(uow.connection)
        before = price_list.named(there, words)
        if not clean(name).strip():
            raise InputError("what is it to be called?", "for example: Support to Support gold")
        return _put(uow, before, before._replace(name=clean(name).strip()), there)


def form(product: ListedProduct) -> dict[str, str]:
    """What the fields say of a product."""
    price = f"{product.price.decimal} {product.currency}" if product.price else ""
    return {
        "name": product.name,
        "price": price,
        "paid": product.billing,
        "code": product.code,
        "unit": product.unit,
    }


def of_form(product: ListedProduct, texts: Mapping[str, str]) -> ListedProduct:
    """The product as the changed fields say; raises InputError for what is not understood."""
    said = {name: clean(text).strip() for name, text in texts.items()}
    if not said.get("name", product.name):
        raise InputError("what is it to be called?", "for example: Support")
    if "price" in said:
        price = money.parse(said["price"], product.currency) if said["price"] else None
        product = product._replace(price=price, currency=price.currency if price else product.currency)
    return product._replace(
        name=said.get("name", product.name),
        billing=choose(said["paid"], BILLINGS, "way to be paid") if "paid" in said else product.billing,
        code=said.get("code", product.code),
        unit=said.get("unit", product.unit),
    )


def edit(workspace: Workspace, number: int, texts: Mapping[str, str]) -> Result:
    """Change a product as the fields of its form say; lines of deals stay as they are.

    Raises NotFoundError where it is gone, InputError, ConflictError.
    """
    with workspace.unit_of_work("products") as uow:
        there = store.known(uow.connection)
        before = next((one for one in there if one.id == number), None)
        if before is None:
            raise NotFoundError("it is not on the price list any more")
        return _put(uow, before, of_form(before, texts), there)


def _put(uow: UnitOfWork, before: ListedProduct, new: ListedProduct, there: Sequence[ListedProduct]) -> Result:
    if new == before:
        raise ConflictError(f"{before.name} is that already")
    _check_free(new, [one for one in there if one.id != before.id])
    store.put(uow.connection, new)
    stay = f"; unchanged on deals: {plural(before.uses, 'item')}" if before.uses else ""
    return uow.done((), f"on the price list: {phrases.product_said(new)}{stay}")


def remove(workspace: Workspace, words: str) -> Result:
    """Take a product off the list; the lines of deals that name it stay."""
    with workspace.unit_of_work("products") as uow:
        gone = price_list.named(store.known(uow.connection), words)
        store.remove(uow.connection, gone.id)
        stay = f"; still on deals: {plural(gone.uses, 'item')}" if gone.uses else ""
        return uow.done((), f"off the price list: {gone.name}{stay}")


def understood(text: str, currency: str, there: Sequence[ListedProduct]) -> str:
    """What a line would put on the list beside those that are `there`, in words.

    Raises InputError; ConflictError for one that is there.
    """
    new = _read(text, currency)
    _check_free(new, there)
    return phrases.product_said(new)


def _read(text: str, currency: str) -> ListedProduct:
    typed = _typed(text, currency)
    if not typed.name:
        raise InputError("what is it called?", "for example: Support at 1200 monthly")
    return ListedProduct(
        0,
        typed.name,
        "",
        "",
        typed.price,
        typed.price.currency if typed.price else currency,
        typed.billing or ONCE,
    )


def _typed(text: str, currency: str, there: Sequence[ListedProduct] = ()) -> item_line.TypedItem:
    names = {fold(one.name) for one in there}
    typed = item_line.parse(text, currency, lambda name: fold(name) in names)
    if typed.quantity is not None or typed.discount is not None:
        raise InputError("a price list has neither quantities nor discounts", "they stand on the items of a deal")
    return typed


def _check_free(new: ListedProduct, others: Sequence[ListedProduct]) -> None:
    """Raise ConflictError where another product has the name or the code."""
    for one in others:
        if name_key(one.name) == name_key(new.name):
            raise ConflictError(f"{one.name} is on the price list already")
        if new.code and fold(one.code) == fold(new.code):
            raise ConflictError(f"{one.name} has the code {new.code} already")
