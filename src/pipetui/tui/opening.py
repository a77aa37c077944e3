"""Opening the app on a book, or on the demo book."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import WorkerFailed

from pipetui import paths
from pipetui.config import Settings
from pipetui.domain.errors import InputError, PipetuiError
from pipetui.domain.wording import nearest
from pipetui.present import present
from pipetui.store import connect
from pipetui.tui.actions import BY_ID
from pipetui.tui.app import OPEN_DEMO, PipetuiApp
from pipetui.tui.book import Book

if TYPE_CHECKING:
    from pipetui.service import Desk
    from pipetui.store.store import Store


def open_app(path: Path, settings: Settings) -> int:
    """Run the app on the book at `path`; returns the exit code.

    Raises StoreError for a file that is no book, InputError for a key given to an action that does not exist.
    """
    check_keys(settings)
    answer = _open_at_once(path, settings)
    return open_demo(settings) if answer == OPEN_DEMO else 0


def check_keys(settings: Settings) -> None:
    """Refuse keys for actions there are none of, with the nearest there is."""
    for action, _ in settings.keys:
        if action not in BY_ID:
            near = nearest(action, BY_ID)
            hint = (
                f"did you mean {near[0]}?"
                if near
                else "see `pipetui locate` for the file; the app's palette (^p) names the actions"
            )
            raise InputError(f"the configuration gives keys to “{action}”, which is no action", hint)


def _open_at_once(path: Path, settings: Settings) -> int | None:
    """Show the book as it can be read at once; a book that is not simply there is opened with all care first."""
    connection = present_book(path)
    if connection is None:
        return _open_with_care(path, settings)
    identity = connect.identity(path)

    def sit_down() -> "tuple[Desk, str]":
        from pipetui.store.store import Store

        return _desk(Store(path, connection, identity), settings)

    try:
        app = PipetuiApp(Book(path, connection, present, settings, sit_down))
    except PipetuiError:  # locked, say, or damaged further on
        connection.close()
        return _open_with_care(path, settings)
    try:
        return _run(app)
    finally:
        connection.close()


def present_book(path: Path) -> "connect.Connection | None":
    """A connection to the book at `path` if it is there, whole and at the present revision, else None."""
    try:
        connection = connect.connect_to_read(path)
    except PipetuiError:
        return None
    try:
        if connect.revision(connection, path) == connect.REVISION:
            return connection
    except PipetuiError:
        pass
    connection.close()
    return None


def _open_with_care(path: Path, settings: Settings) -> int | None:
    from pipetui.store.store import Store

    with Store.open(path, backups=paths.backups(path), reading=True) as store:
        return _run(PipetuiApp(Book.of(*_desk(store, settings))))


def _desk(store: "Store", settings: Settings) -> "tuple[Desk, str]":
    """The desk at a book, the day begun, and the warning that came of it."""
    from pipetui.service import Desk, upkeep

    desk = Desk(store, present, settings, "app")
    try:
        return desk, upkeep.begin_day(desk, paths.backups(store.path))
    except PipetuiError as error:  # the book can be read; a gesture will say for itself what stands in its way
        return desk, error.title


def _run(app: PipetuiApp) -> int | None:
    answer = app.run()
    error: BaseException | None = app.failure or app._exception  # Textual keeps what broke it here
    if isinstance(error, WorkerFailed):  # it says nothing of where: what it wraps does
        error = error.error
    if error is not None:
        raise error
    if app.ended is not None:
        raise app.ended
    return answer


def open_demo(settings: Settings) -> int:
    """Run the app on a demo book that is thrown away afterwards."""
    from pipetui import demo
    from pipetui.service import Desk
    from pipetui.store.store import Store

    with (
        tempfile.TemporaryDirectory(prefix="pipetui-demo-") as folder,
        Store.open(Path(folder) / "demo.db") as store,
    ):
        demo.build(store, present())
        _run(PipetuiApp(Desk(store, present, settings, "app")))
    return 0
