"""Gestures on what a deal is for: lines put on, changed, taken off; the value goes with their sum (behaviour 41).

A value that was the sum of the lines, or that nobody said, goes on being the sum. One that somebody typed, and that is
another one, stays, and it is said.
"""

from __future__ import annotations

from pipetui.domain import items as rules
from pipetui.domain import price_list
from pipetui.domain.errors import ConflictError, InputError, NotFoundError, Remedy, Warned
from pipetui.domain.money import Money
from pipetui.phrases import items as phrases
from pipetui.render import money, plural
from pipetui.service.workspace import name_of
from pipetui.store import items as store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from pipetui.domain.items import ItemLine, ItemSums, ListedProduct
    from pipetui.domain.price_list import DealItems
    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.deal_row import DealRow
    from pipetui.store.unit_of_work import UnitOfWork


def of_deal(workspace: Workspace, deal: int) -> DealItems:
    """What a deal is for; raises NotFoundError."""
    return store.held(workspace.store.connection, deal)


def add(workspace: Workspace, deal: int, text: str) -> Result:
    """Put a line to a deal, as it is typed; raises InputError."""

    def written(uow: UnitOfWork, here: DealItems) -> str:
        line = here.understood(text)
        _warn_of_typo(uow, here.products, line)
        store.add(uow.connection, deal, line)
        return f"added {phrases.said(line)}, to"

    return _write(workspace, deal, written, first=text)


def change(workspace: Workspace, deal: int, place: int, text: str) -> Result:
    """Change what a text says of the line at that place; all else stays. Raises InputError, NotFoundError."""

    def written(uow: UnitOfWork, here: DealItems) -> str:
        line = _at(here, place)
        return _put(uow, line, price_list.changed(line, text, here.products, here.currency))

    return _write(workspace, deal, written)


def replace(workspace: Workspace, deal: int, number: int, text: str) -> Result:
    """Have a text say the whole of the line of that number; what it leaves out is as usual. Raises InputError."""

    def written(uow: UnitOfWork, here: DealItems) -> str:
        line = next((one for one in here.lines if one.id == number), None)
        if line is None:
            raise ConflictError("that item was taken off elsewhere meanwhile")
        return _put(uow, line, here.understood(text, line))

    return _write(workspace, deal, written)


def remove(workspace: Workspace, deal: int, places: Collection[int]) -> Result:
    """Take the lines at these places off a deal; raises NotFoundError where it has none there."""

    def written(uow: UnitOfWork, here: DealItems) -> str:
        if not places:
            raise InputError("which item?", "it is named by its place in the list")
        gone = [_at(here, place) for place in dict.fromkeys(places)]
        store.remove(uow.connection, [line.id for line in gone])
        return f"took {gone[0].name if len(gone) == 1 else plural(len(gone), 'item')} off"

    return _write(workspace, deal, written)


def move(workspace: Workspace, deal: int, place: int, to: int) -> Result:
    """Have the line at a place stand at another one; raises NotFoundError."""

    def written(uow: UnitOfWork, here: DealItems) -> str:
        line = _at(here, place)
        order = [one.id for one in here.lines if one is not line]
        order.insert(max(0, to - 1), line.id)
        store.order(uow.connection, order)
        return f"{line.name} is item {order.index(line.id) + 1} of"

    return _write(workspace, deal, written)


def take(workspace: Workspace, deal: int) -> Result:
    """Have the deal be worth what its lines come to; raises ConflictError where it is, or none has a price."""
    with workspace.unit_of_work("items") as uow:
        row = uow.row(deal)
        here = store.held(uow.connection, deal)
        sums = here.sums
        if not sums.priced:
            raise ConflictError(f"{name_of([row])} has no item with a price", remedy=Remedy("items", deal=deal))
        if here.value == sums.first_year:
            raise ConflictError(f"{name_of([row])} is worth {money(here.value)} already, as its items are")
        _set_value(row, sums)
        before = f", it was {money(here.value)}" if here.value else ""
        said = f"value of {name_of([row])} is {money(sums.first_year)}, as its items come to{before}"
        if missing := phrases.unpriced(sums):
            uow.warnings.append(missing)
        return uow.save([row], said)


def warn_of_difference(uow: UnitOfWork, row: DealRow) -> None:
    """Say of a deal whose value was just written that its lines come to something else."""
    lines = store.of_deal(uow.connection, row.id)
    if lines:
        value = None if row.value_minor is None else Money(row.value_minor, row.currency)
        _warn(uow, row.id, value, rules.sums(lines, row.currency))


def _write(
    workspace: Workspace, deal: int, write: Callable[[UnitOfWork, DealItems], str], first: str | None = None
) -> Result:
    """Change the lines, and the value with them where it goes with them."""
    with workspace.unit_of_work("items") as uow:
        row = uow.row(deal)
        before = store.held(uow.connection, deal)
        if first is not None and before.free:
            row.currency = _currency_of(before, first)
            row.save()
        said = f"{write(uow, before)} {name_of([row])}"
        now = rules.sums(store.of_deal(uow.connection, deal), row.currency)
        if not now.fits:
            raise InputError("the items come to more than a deal can be worth")
        value = before.value
        if rules.follows(value, before.sums) and now.priced and value != now.first_year:
            value = now.first_year
            _set_value(row, now)
            said += f", value {money(value)}"
        _warn(uow, deal, value, now)
        return uow.save([row], said)


def _currency_of(here: DealItems, text: str) -> str:
    """The currency that the first price of a deal is in."""
    price = here.understood(text).price
    return here.currency if price is None else price.currency


def _set_value(row: DealRow, sums: ItemSums) -> None:
    if not sums.fits:
        raise InputError("the items come to more than a deal can be worth")
    row.value_minor, row.currency = sums.first_year.minor, sums.currency


def _warn(uow: UnitOfWork, deal: int, value: Money | None, sums: ItemSums) -> None:
    told = phrases.difference(value, sums)
    if told:
        uow.warnings.append(Warned(told, Remedy("items.take", deal=deal)))
    if missing := phrases.unpriced(sums):
        uow.warnings.append(missing)


def _warn_of_typo(uow: UnitOfWork, known: Sequence[ListedProduct], line: ItemLine) -> None:
    """A name that is nearly one of the price list may be meant for it."""
    if line.product is None and known:
        from pipetui.domain.wording import nearest

        if near := nearest(line.name, [one.name for one in known], 1):
            uow.warnings.append(f"{line.name} is not on the price list, {near[0]} is")


def _put(uow: UnitOfWork, line: ItemLine, now: ItemLine) -> str:
    if now == line:
        raise ConflictError(f"{line.name} is that already")
    store.put(uow.connection, now)
    return f"item {line.place} is {phrases.said(now)}, of"


def _at(here: DealItems, place: int) -> ItemLine:
    if not 0 < place <= len(here.lines):
        raise NotFoundError(f"#{here.id} {here.title} has no item {place}", f"it has {plural(len(here.lines), 'item')}")
    return here.lines[place - 1]
