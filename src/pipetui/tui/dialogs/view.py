"""`W`: what a list shows, kept by a name."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pipetui.domain import saved_view
from pipetui.domain.saved_view import SavedView
from pipetui.phrases import deal_columns
from pipetui.service import saved_views
from pipetui.tui import filters
from pipetui.tui.dialogs.edit import FormDialog, FormRow

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


class ViewDialog(FormDialog):
    """Name, key, filter; of deals columns, order and groups as well."""

    def __init__(
        self, heading: str, app: "PipetuiApp", view: SavedView, typed: Mapping[str, str], seen: Mapping[str, str]
    ) -> None:
        texts = saved_views.form(view)

        def columns(text: str) -> object:
            words = text.strip().removeprefix("-")
            return words and deal_columns.chosen(words, app.snapshot.fields)

        checks: dict[str, Callable[[str], object]] = {
            "name": saved_view.read_name,
            "key": saved_view.read_key,
            "filter": lambda text: filters.understood(app, text) if view.of_deals else None,
            "columns": columns,
            "sort": columns,
            "group": saved_view.read_group,
        }
        rows = {
            name: FormRow(field.label, field.example, texts[name], checks[name])
            for name, field in saved_views.FIELDS.items()
            if name in texts
        }
        super().__init__(heading, rows, typed, seen)

    def on_mount(self) -> None:
        """A name that is offered is written over by the first letter."""
        self._input("name").action_select_all()
