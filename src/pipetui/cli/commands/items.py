"""`pipetui items` and `pipetui products`: what a deal is for, line by line, and the price list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipetui.cli import apply_change, arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.phrases import items as phrases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pipetui.cli.output.terminal import Page
    from pipetui.domain.price_list import DealItems
    from pipetui.service import Result, Workspace

FORMS = ("add", "set", "move", "remove", "take")
PRODUCT_FORMS = ("add", "set", "rename", "remove")
_NEXT = "for example: pipetui items 42 add Support x 3 at 1200 -10% monthly"


def items(call: Call, line: Sequence[str]) -> int | None:
    """What a deal is for, line by line: products or anything else, with quantity, price and discount. Lists them, too.

    A product of the price list comes with its price. The value of the deal is their sum, that of the first year: what
    is paid once, twelve months, one year. A value that you typed yourself, and that is another one, stays and is said;
    take has the value be the sum. Each line is rounded to the cent, half up, and then summed. MRR and ARR are what
    recurs, a month and a year. Exit code 1 when there are none.

    pipetui items 42 add Support x 3 at 1200 -10% monthly
    pipetui items 42 set 2 x 5 at 900
    pipetui items 42 move 2 1
    pipetui items 42 remove 2
    pipetui items 42 take
    """
    words = arguments.plain(line)
    place = next((place for place, word in enumerate(words) if place and fold(word) in FORMS), len(words))
    deal_words, rest = words[:place], words[place:]
    with open_workspace(call, write=bool(rest)) as workspace:
        found = apply_change.which(call, workspace, lambda names: arguments.deals(deal_words, names))
        if len(found) != 1:
            raise InputError("items are of one deal", _NEXT)
        if not rest:
            return _list(call, workspace, found[0])
        outcome = _change(workspace, found[0], fold(rest[0]), rest[1:])
        apply_change.report(call, workspace, outcome, shape=lambda: _shape(workspace, found[0]))
    return None


def _list(call: Call, workspace: Workspace, deal: int) -> int:
    from pipetui.service import items as service

    here = service.of_deal(workspace, deal)
    if not here.lines:
        return call.out.nothing(
            f"nothing stands on #{deal} {here.title}: pipetui items {deal} add", lambda: _deal_shape(here)
        )
    call.out.show(lambda page: _lines(here, page), lambda: _deal_shape(here))
    return 0


def _lines(here: DealItems, page: Page) -> Iterator[str]:
    yield page.heading(f"#{here.id} {here.title}")
    yield from page.table(phrases.HEADERS, map(phrases.cells, here.lines), phrases.ALIGN)
    yield from phrases.summary(here.value, here.sums)
    if phrases.difference(here.value, here.sums):
        yield f"take it over: pipetui items {here.id} take"


def _shape(workspace: Workspace, deal: int) -> dict[str, Any]:
    from pipetui.service import items as service

    return _deal_shape(service.of_deal(workspace, deal))


def _deal_shape(here: DealItems) -> dict[str, Any]:
    return phrases.deal_shape(here.id, here.title, here.value, here.lines, here.sums)


def _change(workspace: Workspace, deal: int, form: str, rest: Sequence[str]) -> Result:
    from pipetui.service import items as service

    if form == "add":
        return service.add(workspace, deal, " ".join(rest))
    if form == "take":
        if rest:
            raise InputError("take needs no more words", f"pipetui items {deal} take")
        return service.take(workspace, deal)
    if not rest:
        raise InputError("which item?", f"by its place in the list: pipetui items {deal} {form} 2")
    if form == "remove":
        return service.remove(workspace, deal, [_place(word) for part in rest for word in part.split(",")])
    if form == "move":
        if len(rest) != 2:
            raise InputError("an item moves to a place", f"for example: pipetui items {deal} move 3 1")
        return service.move(workspace, deal, _place(rest[0]), _place(rest[1]))
    if len(rest) == 1:
        raise InputError("what is to be set?", f"for example: pipetui items {deal} set {rest[0]} x 5 at 900")
    return service.change(workspace, deal, _place(rest[0]), " ".join(rest[1:]))


def _place(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) < 6):
        raise InputError("an item is named by its place in the list", _NEXT.replace("add Support x 3", "set 2 x 3"))
    return int(word)


def products(call: Call, line: Sequence[str] = (), code: str | None = None, unit: str | None = None) -> int | None:
    """The price list: what you sell, at which price, and whether that is paid once, monthly or yearly.

    What stands on a deal is a copy: another price or name on the list changes no deal.

    pipetui products add Support at 1200 monthly --code SUP-1
    pipetui products set support at 1300
    pipetui products rename support to Support gold
    pipetui products remove Support gold
    """
    words = arguments.plain(line)
    if not words:
        if code is not None or unit is not None:
            raise InputError("--code and --unit go with add and set", "pipetui products add Support --code SUP-1")
        return _price_list(call)
    form, rest = choose(words[0], PRODUCT_FORMS, "form of products"), words[1:]
    with open_workspace(call, write=True) as workspace:
        from pipetui.service import products as service

        outcome = _change_list(workspace, form, rest, code, unit)
        apply_change.report(
            call, workspace, outcome, shape=lambda: map(phrases.product_shape, service.known(workspace))
        )
    return None


def _change_list(workspace: Workspace, form: str, rest: Sequence[str], code: str | None, unit: str | None) -> Result:
    from pipetui.service import products as service

    if not rest:
        raise InputError("which product?", f"for example: pipetui products {form} Support")
    text = " ".join(rest)
    if form == "add":
        return service.add(workspace, text, code, unit)
    if form == "set":
        return service.change(workspace, text, code, unit)
    if code is not None or unit is not None:
        raise InputError("--code and --unit go with add and set", "pipetui products set Support --code SUP-1")
    if form == "remove":
        return service.remove(workspace, text)
    place = next((place for place, word in enumerate(rest) if place and fold(word) == "to"), 0)
    if not place:
        raise InputError("what is it to be called?", "for example: pipetui products rename Support to Support gold")
    return service.rename(workspace, " ".join(rest[:place]), " ".join(rest[place + 1 :]))


def _price_list(call: Call) -> int:
    with open_workspace(call) as workspace:
        from pipetui.service import products as service

        found = service.known(workspace)
    return call.out.listed(
        found,
        lambda page: page.table(phrases.LISTED, map(phrases.product_cells, found), phrases.LISTED_ALIGN),
        lambda: map(phrases.product_shape, found),
        nothing="the price list is empty: pipetui products add Support at 1200 monthly",
    )
