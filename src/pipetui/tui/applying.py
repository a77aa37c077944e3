"""Settings that are changed while the app runs: written into the file, and in force at once."""

from asyncio import to_thread
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pipetui import config_edit, signs
from pipetui.config import Settings
from pipetui.domain.errors import PipetuiError
from pipetui.tui import themes

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


async def write(app: "PipetuiApp", changes: Mapping[tuple[str, str], Any], seen: Mapping[str, Any]) -> bool:
    """Write keys as `config_edit.put` does, and work by them; what stands in the way is said."""
    try:
        settings = await to_thread(config_edit.put, app.config_file, changes, seen)  # a long file takes its time
    except PipetuiError as error:
        app.refuse(error)
        return False
    before = app.worker.workspace.settings
    if ("app", "ascii") not in changes:  # it may have been asked for when the app was opened
        settings = settings._replace(ascii=before.ascii)
    if not settings.my_name:
        settings = settings._replace(my_name=before.my_name)
    for name, value in (("theme", settings.theme), ("compact", settings.compact)):
        if ("app", name) in changes:  # what was chosen beside the file is chosen no more
            app.liking.choose(name, value, value)
    await app.worker.ask(lambda _: app.worker.take_settings(settings))
    _show(app, settings)
    return True


def _show(app: "PipetuiApp", settings: Settings) -> None:
    app.remapped = dict(settings.keys)
    app.set_keymap(app.remapped)
    theme = app.liking.of("theme", settings.theme)
    if theme in themes.offered():
        app.theme = theme
    app.compact = app.liking.of("compact", settings.compact)
    app.set_motion(settings.motion)
    app.set_ascii(settings.ascii or signs.dumb_terminal())
    for screen in app.book_screens:
        if screen.is_mounted:
            screen.settings_changed()
    app.call_later(partial(app.refresh, layout=True))
