"""Opening the app on a book, or on the demo book."""

import tempfile
from pathlib import Path

from pipetui import paths
from pipetui.config import Settings
from pipetui.domain.errors import InputError
from pipetui.domain.wording import nearest
from pipetui.present import present
from pipetui.service import Desk, upkeep
from pipetui.store.store import Store
from pipetui.tui.actions import BY_ID
from pipetui.tui.app import OPEN_DEMO, PipetuiApp


def open_app(path: Path, settings: Settings) -> int:
    """Run the app on the book at `path`; returns the exit code.

    Raises StoreError for a file that is no book, InputError for a key given to an action that does not exist.
    """
    check_keys(settings)
    with Store.open(path, backups=paths.backups(path)) as store:
        desk = Desk(store, present, settings, "app")
        answer = _run(desk, upkeep.begin_day(desk, paths.backups(path)))
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


def _run(desk: Desk, warning: str = "") -> int | None:
    app = PipetuiApp(desk, warning)
    answer = app.run()
    if app._exception is not None:  # Textual keeps what broke it here
        raise app._exception
    return answer


def open_demo(settings: Settings) -> int:
    """Run the app on a demo book that is thrown away afterwards."""
    from pipetui import demo

    with (
        tempfile.TemporaryDirectory(prefix="pipetui-demo-") as folder,
        Store.open(Path(folder) / "demo.db") as store,
    ):
        demo.build(store, present())
        _run(Desk(store, present, settings, "app"))
    return 0
