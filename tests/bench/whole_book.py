"""What it costs to take a whole book out as JSON and to bring it into a new one: `python -m tests.bench.whole_book`.

10,000 deals with about 100,000 touches; the bar is ten seconds each way, and the same rows.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from pipetui import demo
from pipetui.config import Settings
from pipetui.exchange import book_json, export
from pipetui.exchange.writers.formats import BY_NAME
from pipetui.present import present
from pipetui.service import Workspace
from pipetui.store.reads.whole_book import size
from pipetui.store.store import Store

DEALS, BUSY = 10_000, 1.8


def timed(action: Callable[[], object]) -> str:
    """Seconds that it takes, by the clock on the wall and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    action()
    return f"{time.perf_counter() - wall:.1f} s ({time.process_time() - processor:.1f} s cpu)"


def main() -> int:
    """Print the figures; exit code 1 where what came back is another book."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        one, two = place / "one.json", place / "two.json"

        def leave(store: Store, path: Path) -> None:
            workspace = Workspace(store, present, Settings(), "shell")
            wanted = BY_NAME["json"]
            with export.source(workspace, None, wanted) as given:
                export.to_file(given, wanted, "", path, store.path, force=False, progress=lambda done, of: None)

        with Store.open(place / "one.db") as store:
            demo.build(store, present() - timedelta(days=1), 1, DEALS, DEALS, BUSY)
            rows = size(store.connection)
            out = timed(lambda: leave(store, one))
        with Store.open(place / "two.db") as store:
            into = timed(lambda: book_json.bring_in(Workspace(store, present, Settings(), "shell"), one))
            leave(store, two)
        same = one.read_bytes() == two.read_bytes()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{rows:,} rows, {one.stat().st_size / 1e6:.0f} MB: out {out}, in {into}, {peak} MB at most")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
