"""Keeps what the forecast says on a day, in a process of its own for which nobody waits.

It looks through all that ever happened to the deals, which takes seconds where that is much: neither the first verb of
a day nor the first key is held up by it. So the shell starts it when it has answered, the app when it can write.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from datetime import date
    from subprocess import Popen

_NICE = 10


def is_due(connection: sqlite3.Connection, today: date) -> bool:
    """Whether it is still to be kept for today; of a book that is begun today there is no forecast that could move."""
    from pipetui.store import forecast_days
    from pipetui.store.undo import journal

    return journal.begun_before(connection, today) and bool(forecast_days.not_kept(connection, today))


def start(book: str, config: str | None) -> Popen[bytes] | None:
    """Have it kept for today, by a process that outlives this one; None where none can be started.

    `config` is the configuration file, the rep's own if none is named.
    """
    from subprocess import DEVNULL, Popen

    named = [] if config is None else [config]
    with suppress(OSError):  # a figure less in a chart is nothing against what the rep is about to do
        return Popen(  # -P: what lies in the present folder is no module of ours
            [sys.executable, "-P", "-m", __name__, book, *named],
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=DEVNULL,
            start_new_session=True,  # it goes on when the terminal is closed
        )
    return None


def keep(book: str, config: str | None = None) -> None:
    """Keep what the forecasts of the present periods say today, unless that is known; a book that is gone stays so."""
    from pipetui import config as configuration
    from pipetui import paths, present
    from pipetui.service import forecast
    from pipetui.service.workspace import Workspace
    from pipetui.store import files
    from pipetui.store.store import Store

    if files.identity(book) is None:
        return
    settings = configuration.load(config or paths.config_file())
    with Store.open(book, reading=True) as store:
        forecast.keep_day(Workspace(store, present.present, settings, "upkeep"))


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(_NICE)
    with suppress(Exception):  # nobody is there to be told: tomorrow is another day
        keep(*sys.argv[1:])
