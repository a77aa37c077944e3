"""How the app reads a filter: as the shell does, by what was read of the book last."""

from typing import TYPE_CHECKING

from pipetui.domain.query import language
from pipetui.domain.query.language import Query

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


def understood(app: "PipetuiApp", text: str) -> Query:
    """A whole filter of deals; raises InputError for what is not understood."""
    book, snapshot = app.worker.workspace, app.snapshot
    return language.parse(
        text,
        book.now(),
        book.settings.dates,
        snapshot.currency,
        scores={},
        custom=lambda: snapshot.fields,
        rates=book.settings.rates,
    )
