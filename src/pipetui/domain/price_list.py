"""What is on the price list, by the words for it, and the line of a deal that is made of it."""

from __future__ import annotations

from pipetui.domain import items
from pipetui.domain.errors import AmbiguousError, InputError, NotFoundError, Remedy
from pipetui.domain.folding import fold, name_key
from pipetui.domain.items import ONCE, WHOLE, ItemLine, ListedProduct
from pipetui.domain.line import item_line
from pipetui.domain.money import LARGEST
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NamedTuple

    from pipetui.domain.items import ItemSums
    from pipetui.domain.money import Money
else:
    from pipetui.domain.record import NamedTuple

_LONGEST = 200
"""Characters of a name."""


class DealItems(NamedTuple):
    """What a deal is for, with what it says that it is worth, and what can be chosen from."""

    id: int
    title: str
    value: Money | None
    currency: str
    lines: tuple[ItemLine, ...]
    products: list[ListedProduct]

    @property
    def sums(self) -> ItemSums:
        """What the lines come to."""
        return items.sums(self.lines, self.currency)

    @property
    def free(self) -> bool:
        """Whether nothing has a price yet, so that the first one says the currency of the deal."""
        return self.value is None and not self.sums.priced

    def understood(self, text: str, before: ItemLine | None = None) -> ItemLine:
        """The line that a text says, whole, in the place of `before` if there is one; raises InputError."""
        return line_of(text, self.products, self.currency, free=self.free, before=before)


def find(known: Sequence[ListedProduct], words: str) -> ListedProduct | None:
    """The product that is called so or has that code, else the one whose name begins so; None where none does.

    Raises AmbiguousError, naming them, where several begin so.
    """
    whole, wanted = fold(words).strip(), name_key(words)
    if not wanted:
        return None
    for one in known:
        if whole in (fold(one.name), fold(one.code) or None) or wanted == name_key(one.name):
            return one
    found = [one for one in known if name_key(one.name).startswith(wanted)]
    if len(found) > 1:
        names = ", ".join(one.name for one in found[:8])
        raise AmbiguousError(f"{quoted(words)} fits several products", f"write more of one: {names}")
    return found[0] if found else None


def named(known: Sequence[ListedProduct], words: str) -> ListedProduct:
    """The same; raises NotFoundError, with the nearest, where there is none."""
    found = find(known, words)
    if found is None:
        near = nearest(words, [one.name for one in known])
        said = f"did you mean {' or '.join(near)}?" if near else ""
        raise NotFoundError(f"there is no product {quoted(words)}", said, remedy=None if near else Remedy("products"))
    return found


def line_of(
    text: str, known: Sequence[ListedProduct], currency: str, *, free: bool = False, before: ItemLine | None = None
) -> ItemLine:
    """The line that a text says whole: what it does not say is as the price list has it, else one, paid once.

    A price is of the deal's `currency`, or where that is `free` still, of any. `before` is the line that it takes the
    place of. Raises InputError.
    """
    typed = item_line.parse(text, currency, lambda name: _is_name(known, name, before))
    if not typed.name:
        raise InputError("what is it for?", item_line.EXAMPLES)
    product = None if before is not None and typed.name == before.name else find(known, typed.name)
    if before is not None and typed.name == before.name:
        product = next((one for one in known if one.id == before.product), None)
    line = ItemLine(
        before.id if before else 0,
        before.place if before else 0,
        _name(product.name if product else typed.name),
        WHOLE if typed.quantity is None else typed.quantity,
        typed.price or (product.price if product else None),
        typed.discount or 0,
        typed.billing or (product.billing if product else ONCE),
        product.id if product else None,
        product.code if product else "",
        product.unit if product else "",
    )
    return _checked(line, currency, free=free, told=typed.price is not None)


def changed(line: ItemLine, text: str, known: Sequence[ListedProduct], currency: str) -> ItemLine:
    """The line with what a text says of it, all else as it is; another product comes with its price.

    Raises InputError.
    """
    typed = item_line.parse(text, currency, lambda name: _is_name(known, name, line))
    if typed.name and typed.name != line.name:
        product = find(known, typed.name)
        line = line._replace(name=_name(typed.name), product=None, code="", unit="")
        if product is not None:
            line = line._replace(
                name=_name(product.name),
                product=product.id,
                code=product.code,
                unit=product.unit,
                price=product.price or line.price,
                billing=product.billing,
            )
    line = line._replace(
        quantity=line.quantity if typed.quantity is None else typed.quantity,
        price=typed.price or line.price,
        discount=line.discount if typed.discount is None else typed.discount,
        billing=typed.billing or line.billing,
    )
    return _checked(line, currency, free=False, told=typed.price is not None)


def _is_name(known: Sequence[ListedProduct], text: str, before: ItemLine | None) -> bool:
    """Whether a text is a name as it stands, though it may end like a quantity or a price."""
    return (before is not None and text == before.name) or any(fold(text) == fold(one.name) for one in known)


def _name(name: str) -> str:
    if len(name) > _LONGEST:
        raise InputError(f"{quoted(name)} is too long for a name", f"a name has {_LONGEST} characters at most")
    return name


def _checked(line: ItemLine, currency: str, *, free: bool, told: bool) -> ItemLine:
    if line.price is not None and line.price.currency != currency and not free:
        if told:
            raise InputError(
                f"the deal is in {currency}, and that price in {line.price.currency}",
                f"say it in {currency}, or give the deal a value in {line.price.currency} first",
            )
        raise InputError(
            f"{line.name} is priced in {line.price.currency}, and the deal is in {currency}",
            f"say its price in {currency}: {line.name} at 1200",
        )
    amount = line.amount
    if amount is not None and amount.minor > LARGEST:
        raise InputError("that comes to more than an amount can be", item_line.EXAMPLES)
    return line
