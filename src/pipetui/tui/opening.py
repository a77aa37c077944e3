"""Opening the app on a book, or on the demo book."""

import tempfile
from datetime import datetime
from pathlib import Path

from pipetui import config, paths
from pipetui.service import Desk, upkeep
from pipetui.store.store import Store
from pipetui.tui.app import OPEN_DEMO, PipetuiApp


def now() -> datetime:
    """The rep's own time."""
    return datetime.now().astimezone()


def open_app(db: Path | None) -> int:
    """Run the app on the book at `db` (None: the usual one); returns the exit code.

    Raises StoreError for a file that is no book, InputError for a configuration that is not understood.
    """
    path = db or paths.book()
    settings = config.load(paths.config())
    with Store.open(path, backups=paths.backups(path)) as store:
        desk = Desk(store, now, settings, "app")
        upkeep.begin_day(desk, paths.backups(path))
        answer = _run(desk)
    return open_demo() if answer == OPEN_DEMO else 0


def _run(desk: Desk) -> int | None:
    app = PipetuiApp(desk)
    answer = app.run()
    if app._exception is not None:  # Textual keeps what broke it here
        raise app._exception
    return answer


def open_demo() -> int:
    """Run the app on a demo book that is thrown away afterwards."""
    from pipetui import demo

    settings = config.load(paths.config())
    with (
        tempfile.TemporaryDirectory(prefix="pipetui-demo-") as folder,
        Store.open(Path(folder) / "demo.db") as store,
    ):
        demo.build(store, now())
        _run(Desk(store, now, settings, "app"))
    return 0
