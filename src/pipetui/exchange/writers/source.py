"""What a writer is given: the open book, which deals of it, and the rep's present."""

from typing import NamedTuple

from pipetui.store.connect import Connection
from pipetui.store.reads.cards import Moment
from pipetui.store.reads.export import Chosen


class ExportSource(NamedTuple):
    """The book to be read, the numbers of the deals that are meant (None: all), the book's own name outside."""

    connection: Connection
    moment: Moment
    chosen: Chosen = None
    book: str = ""
