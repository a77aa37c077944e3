"""What it costs to take a whole book out as JSON and to bring it into a new one.

10,000 deals with about 100,000 touches; the bar is ten seconds each way, and the same rows.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from pipetui import demo
from pipetui.config import Settings
from pipetui.exchange import book_json, export
from pipetui.exchange.writers.formats import BY_NAME
from pipetui.present import present
from pipetui.service import Workspace
from pipetui.store.store import Store

DEALS, BUSY = 10_000, 1.8


def measure(place: Path, names: Mapping[str, str], measured: Callable[[str, Callable[[], object]], None]) -> None:
    """Do both under their `names` ("out", "in"); raises ValueError where what came back is another book."""
    one, two = place / "one.json", place / "two.json"

    def leave(store: Store, path: Path) -> None:
        workspace = Workspace(store, present, Settings(), "shell")
        wanted = BY_NAME["json"]
        with export.source(workspace, None, wanted) as given:
            export.to_file(given, wanted, "", path, store.path, force=False, progress=lambda done, of: None)

    with Store.open(place / "one.db") as store:
        demo.build(store, present() - timedelta(days=1), 1, DEALS, DEALS, BUSY)
        measured(names["out"], lambda: leave(store, one))
    with Store.open(place / "two.db") as store:
        measured(names["in"], lambda: book_json.bring_in(Workspace(store, present, Settings(), "shell"), one))
        leave(store, two)
    if one.read_bytes() != two.read_bytes():
        raise ValueError("what came back is another book")
