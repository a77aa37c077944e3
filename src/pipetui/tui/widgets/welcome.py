"""What an empty book shows instead of a blank board."""

from typing import TYPE_CHECKING, cast

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from pipetui.tui import examples

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

_IMPORT, _DEMO = "i", "d"
_WAYS = (
    ("app.add", "add your first deal in one line", ""),
    (_IMPORT, "import what you have", "from a spreadsheet or another CRM, contacts too; one undo takes it back"),
    (_DEMO, "look around in a demo book", "about a hundred lively deals, thrown away when you leave"),
)
"""An action of the registry, or a key that is only here; what it does, and more about it, "" for an example."""


class Welcome(Static, can_focus=True):
    """Three things to do, one key each."""

    BINDINGS = [
        Binding(_IMPORT, "app.import_file", "Import", show=False),
        Binding(_DEMO, "app.demo", "Demo", show=False),
    ]
    DEFAULT_CSS = "Welcome { width: 100%; height: 1fr; content-align: center middle; display: none; }"

    def __init__(self) -> None:
        super().__init__(markup=False)

    def on_mount(self) -> None:
        """The ways to begin, by the keys that the rep has for them."""
        app = cast("PipetuiApp", self.app)
        key_of, pipelines = app.key, app.snapshot.pipelines
        example = examples.new_deal(pipelines, pipelines.default_pipeline)
        keys = [key_of(way) if "." in way else way for way, *_ in _WAYS] + [key_of("app.help")]
        parts = [("Your book is empty. Three ways to begin:\n\n", "bold")]
        for key, (_, does, more) in zip(keys, _WAYS, strict=False):
            parts += [_key(key), (f"{does}\n", ""), ("     ", ""), (f"{more or example}\n\n", "$dim")]
        self.update(Content.assemble(*parts, _key(keys[-1]), ("all keys", "")))


def _key(key: str) -> tuple[str, str]:
    return f"  {key}  ", "bold $key"
