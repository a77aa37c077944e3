"""Words in notes and touches: keeping what is known of them up to date, and looking for them.

Searches are right without it; where much has changed since it was brought up to date, they take longer.
"""

from __future__ import annotations

from pipetui.store import search_index
from pipetui.store.reads import full_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipetui.service.workspace import Workspace
    from pipetui.views import Card, Mention


def catching_up(workspace: Workspace) -> Iterator[float]:
    """Bring the index of words up to date where it is far behind, a little with each turn: how much is done, 0 to 1.

    Raises StoreError where the book cannot be written; searches do without then.
    """
    store = workspace.store
    if not search_index.is_behind(store.connection) or not store.is_free():
        return
    if not search_index.is_all_behind(store.connection):
        with store.unjournaled():
            search_index.bring_up_to_date(store.connection)
        return
    building = search_index.Building(store.connection)
    while building.read():
        yield building.done
    more = True
    while more:
        with store.unjournaled():
            more = building.write()
        yield building.done


def mentioning(workspace: Workspace, words: str) -> frozenset[int]:
    """The deals that have the words, one word or a phrase, in a note or touch."""
    return full_text.mentioning(workspace.store.connection, words)


def where_found(workspace: Workspace, cards: Sequence[Card], phrases: Sequence[str]) -> dict[int, Mention]:
    """Where in notes and touches the deals have what their cards do not say; see `full_text.where_found`."""
    return full_text.where_found(workspace.store.connection, cards, phrases)
