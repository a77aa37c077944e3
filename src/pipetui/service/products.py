"""Gestures on the price list: what is sold, at which price, how often it is paid."""

from __future__ import annotations

from pipetui.domain import price_list
from pipetui.domain.errors import ConflictError, InputError
from pipetui.domain.folding import fold, name_key
from pipetui.domain.items import ONCE, ListedProduct
from pipetui.domain.line import item_line
from pipetui.domain.text import clean
from pipetui.phrases import items as phrases
from pipetui.render import plural
from pipetui.store import products as store
from pipetui.store.pipelines import book_currency

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.unit_of_work import UnitOfWork


def known(workspace: Workspace) -> list[ListedProduct]:
    """The price list, in its order."""
    return store.known(workspace.store.connection)


def add(workspace: Workspace, text: str, code: str | None = None, unit: str | None = None) -> Result:
    """Put a product on the list: `Support at 1200 monthly`. Raises InputError; ConflictError for one that is there."""
    with workspace.unit_of_work("products") as uow:
        currency = book_currency(uow.connection)
        typed = _typed(text, currency)
        if not typed.name:
            raise InputError("what is it called?", "for example: Support at 1200 monthly")
        there = store.known(uow.connection)
        new = ListedProduct(
            0,
            typed.name,
            clean(code or ""),
            clean(unit or ""),
            typed.price,
            typed.price.currency if typed.price else currency,
            typed.billing or ONCE,
        )
        _check_free(new, there)
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


def _put(uow: UnitOfWork, before: ListedProduct, new: ListedProduct, there: Sequence[ListedProduct]) -> Result:
    if new == before:
        raise ConflictError(f"{before.name} is that already")
    _check_free(new, [one for one in there if one.id != before.id])
    store.put(uow.connection, new)
    stay = f"; {plural(before.uses, 'item')} of deals stay as they are" if before.uses else ""
    return uow.done((), f"on the price list: {phrases.product_said(new)}{stay}")


def remove(workspace: Workspace, words: str) -> Result:
    """Take a product off the list; the lines of deals that name it stay."""
    with workspace.unit_of_work("products") as uow:
        gone = price_list.named(store.known(uow.connection), words)
        store.remove(uow.connection, gone.id)
        stay = f"; {plural(gone.uses, 'item')} of deals stay" if gone.uses else ""
        return uow.done((), f"off the price list: {gone.name}{stay}")


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
