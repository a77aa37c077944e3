"""What was typed when Tab was pressed, and what of all there is to offer fits it."""

from __future__ import annotations

import sys

from pipetui.cli.completion import spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import NamedTuple, TypeAlias

    from pipetui.cli.completion.shells import Offers

    Offer: TypeAlias = tuple[str | int, str]  # a word or the number of a deal, and what is said about it
    Offering: TypeAlias = Callable[["Tab"], Iterable[Offer]]
else:
    from pipetui.domain.record import NamedTuple


class Tab(NamedTuple):
    """What was typed: the words of the verb before the unfinished one, that one, and the book that is meant."""

    before: tuple[str, ...]
    unfinished: str
    book: str


def fitting(offering: Offering, tab: Tab) -> Offers:
    """What fits what is typed of what there is to offer, each word once, with what is said about it.

    Nothing gets past this that is not plain, whatever stands in the book; and nothing but ASCII where the shell may
    take the bytes of other letters for signs.
    """
    only_ascii = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    try:
        found: dict[str, str] = {}
        for word, about in offering(tab):
            whole = _continued(tab.unfinished, word)
            if whole and spelling.is_plain(whole) and (whole.isascii() or not only_ascii):
                found.setdefault(whole, spelling.remark(about, only_ascii=only_ascii))
        return list(found.items())
    except Exception:  # noqa: BLE001  # nobody wants an error for a Tab
        return []


def _continued(typed: str, word: str | int) -> str:
    """`word` with its beginning as typed, a number as it is; "" for another that does not begin so."""
    if isinstance(word, int):
        return str(word)
    return typed + word[len(typed) :] if word[: len(typed)].casefold() == typed.casefold() else ""
