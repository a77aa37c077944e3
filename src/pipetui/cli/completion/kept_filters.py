"""What Tab offers for filters that are kept by a name: saved views, contexts."""

from __future__ import annotations

from pipetui.cli.completion import book_words, spelling
from pipetui.cli.completion.filters import query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.cli.completion.tab import Offer, Tab


def view_names(tab: Tab) -> Iterator[Offer]:
    """The saved views, as one word each."""
    from pipetui.domain.choose import choose
    from pipetui.store import saved_views

    names = [view.name for view in book_words.read(tab, saved_views.known)]
    for name in names:
        yield spelling.one_word(name, lambda word: choose(word, names, "view")), "view"


def view_screens(_: Tab) -> Iterator[Offer]:
    """What a view can be of."""
    from pipetui.domain.saved_view import SCREENS

    yield from ((name, "screen") for name in SCREENS)


def view_words(tab: Tab) -> Iterator[Offer]:
    """Views, and what to do with one; a new one has a filter behind its name."""
    if not tab.before:
        yield from view_names(tab)
        yield from ((word, "view") for word in ("save", "rename", "remove"))
    elif tab.before[0] in ("rename", "remove") and len(tab.before) == 1:
        yield from view_names(tab)
    elif tab.before[0] == "save" and len(tab.before) > 1:
        yield from query(tab._replace(before=tab.before[2:]))


def context_words(tab: Tab) -> Iterator[Offer]:
    """Contexts, and what to do with one; a new one has a filter behind its name."""
    from pipetui.domain.choose import choose
    from pipetui.store import contexts

    if not tab.before or tuple(tab.before) == ("delete",):
        names = [one.name for one in book_words.read(tab, contexts.known)]
        for name in names:
            yield spelling.one_word(name, lambda word: choose(word, names, "context")), "context"
        if not tab.before:
            yield from ((word, "context") for word in ("none", "define", "delete", "list", "show"))
    elif tab.before[0] == "define" and len(tab.before) > 1:
        yield from query(tab._replace(before=tab.before[2:]))
