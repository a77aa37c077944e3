"""What the palette offers besides the actions with a key: pipelines, export, mail, calendar, reports, the theme."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from pipetui.domain.context import NONE
from pipetui.tui.pipeline_choice import ALL, ALL_NAME
from pipetui.tui.report_pages import commands as report_commands

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


def commands(app: "PipetuiApp") -> Iterator[SystemCommand]:
    """Our own alone, in no order."""
    names = app.snapshot.pipelines.names
    if len(names) > 1 and app.current_mode in ("board", "today"):
        for number, name in (*names.items(), (ALL, ALL_NAME)):
            yield SystemCommand(f"Show {name}", "The pipeline that is shown", partial(app.show_pipeline, number))
    current = app.snapshot.context
    for context in app.snapshot.contexts:
        if context != current:
            yield SystemCommand(f"Context {context.name}", context.filter, partial(app.switch_context, context.name))
    if current is not None:
        yield SystemCommand("Context none", "Every list is whole again", partial(app.switch_context, NONE))
    yield SystemCommand("Export", "Deals, people and all the rest in a file, or the whole book", app.action_export_file)
    yield SystemCommand("Sync mail", "Log what is new in your mail program", partial(app.action_sync, "mail"))
    yield SystemCommand(
        "Sync calendar", "Take over what was ticked or moved in the calendar", partial(app.action_sync, "calendar")
    )
    yield SystemCommand("Reports", "All of them in one list", partial(app.action_report, ""))
    for name, (command, hint) in report_commands().items():
        yield SystemCommand(command, hint, partial(app.action_report, name))
    yield SystemCommand("Theme", "Choose another look", app.action_change_theme)
