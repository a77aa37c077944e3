"""Opening the app on a book, or on the demo book."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread

from textual.worker import WorkerFailed

from pipetui import paths
from pipetui.config import Settings
from pipetui.domain.errors import InputError, PipetuiError, Remedy
from pipetui.domain.wording import nearest
from pipetui.present import present
from pipetui.service import Workspace
from pipetui.store.store import Store
from pipetui.tui.actions import BY_ID
from pipetui.tui.app import OPEN_DEMO, PipetuiApp
from pipetui.tui.keymap import is_key


def open_app(
    path: Path,
    settings: Settings,
    upgrading: Callable[[int, int], None] | None = None,
    config_file: str | None = None,
) -> int:
    """Run the app on the book at `path`; returns the exit code. `upgrading` is told how far an older book is.

    The settings are those of `config_file`, your own if none is named.

    Raises StoreError for a file that is no book, InputError for a key given to an action that does not exist.
    """
    check_keys(settings)
    answer = _open(path, settings, upgrading, config_file)
    return open_demo(settings, config_file) if answer == OPEN_DEMO else 0


def check_keys(settings: Settings) -> None:
    """Refuse keys for actions there are none of, with the nearest there is, and keys that no terminal sends."""
    for action, keys in settings.keys:
        if action not in BY_ID:
            near = nearest(action, BY_ID)
            hint, remedy = (f"did you mean {near[0]}?", None) if near else ("", Remedy("keys"))
            raise InputError(f"the configuration gives keys to “{action}”, which is not an action", hint, remedy=remedy)
        for key in keys.split(","):
            if not is_key(key):
                said = f"the configuration gives “{action}” the key “{key}”, which is not a key"
                raise InputError(said, "one letter, or a name such as ctrl+w or question_mark")


def _open(
    path: Path, settings: Settings, upgrading: Callable[[int, int], None] | None, config_file: str | None
) -> int | None:
    with Store.open(path, backups=paths.backups(path), reading=True, progress=upgrading) as store:
        workspace = Workspace(store, present, settings, "app")
        return _run(PipetuiApp(workspace, partial(_begin_day, workspace, config_file), config_file))


def _begin_day(workspace: Workspace, config_file: str | None) -> str:
    """Begin the day; the warning that came of it."""
    from pipetui.service import hooks  # not needed for the first frame, any of it
    from pipetui.service.maintenance import daily, forecast_keeper

    hooks.watch(workspace, paths.hooks_folder())
    try:
        warning = daily.begin_day(workspace, paths.backups(workspace.store.path))
    except PipetuiError as error:  # the book can be read; a gesture will say for itself what stands in its way
        return error.title
    if forecast_keeper.is_due(workspace.store.connection, workspace.now().date()):
        keeper = forecast_keeper.start(workspace.store.file, config_file)
        if keeper is not None:
            Thread(target=keeper.wait, daemon=True).start()  # else it is a zombie until the app ends
    return warning


def _run(app: PipetuiApp) -> int | None:
    try:
        answer = app.run()
    finally:
        for memory in (app.drafts, app.liking):
            memory.write_what_is_left()
    error: BaseException | None = app.failure or app._exception  # Textual keeps what broke it here
    if isinstance(error, WorkerFailed):  # it says nothing of where: what it wraps does
        error = error.error
    if error is not None:
        raise error
    if app.ended is not None:
        raise app.ended
    return answer


def open_demo(settings: Settings, config_file: str | None = None) -> int:
    """Run the app on a demo book that is thrown away afterwards."""
    from pipetui import demo

    with (
        tempfile.TemporaryDirectory(prefix="pipetui-demo-") as folder,
        Store.open(Path(folder) / "demo.db") as store,
    ):
        demo.build(store, present())
        _run(PipetuiApp(Workspace(store, present, settings, "app"), config_file=config_file))
    return 0
