"""Unfinished texts: kept in the book, so that they survive a restart. No gesture: undo has no part in it."""

from collections.abc import Mapping

from pipetui.service.desk import Desk
from pipetui.store import drafts
from pipetui.store.drafts import Texts


def kept(desk: Desk) -> dict[str, Texts]:
    """All of them by what they are of."""
    return drafts.read(desk.store.connection)


def keep(desk: Desk, texts: Mapping[str, Texts]) -> None:
    """Keep these and no others."""
    with desk.store.unjournaled():
        drafts.write(desk.store.connection, texts)
