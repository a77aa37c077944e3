"""Draws the README's pictures from the demo book on a fixed day: `make screenshots`."""

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from pipetui import demo
from pipetui.config import Settings
from pipetui.service import Workspace
from pipetui.store.store import Store
from pipetui.tui.app import PipetuiApp

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SIZE = (152, 36)
PICTURES: dict[str, list[str]] = {
    "board": ["2", "right", "right"],
    "today": ["1"],
    "sheet": ["2", "right", "right", "right", "enter"],
    "session": ["1", "s"],
    "sweep": ["S"],
    "add": ["2", "a", *"Acme", "space", *"rollout", "space", *"12k", "space", "at", *"demo", "space", *"next:fri"],
}


async def settle(app: PipetuiApp, pilot: Pilot[int]) -> None:
    """Wait until the book is read and the screen is still."""
    while app.snapshot is None or not app.worker.idle:
        await pilot.pause()
    for _ in range(3):
        await pilot.pause()


async def draw(name: str, keys: list[str]) -> None:
    """Open the demo book, press the keys, keep the picture."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "demo.db") as store:
        demo.build(store, NOW)
        app = PipetuiApp(Workspace(store, lambda: NOW, Settings(), "app"))
        async with app.run_test(size=SIZE) as pilot:
            await settle(app, pilot)
            for key in keys:
                await pilot.press(key)
                await settle(app, pilot)
            # Pictures load nothing from elsewhere: the viewer's own monospaced font will do.
            svg = re.sub(r"@font-face\s*{[^}]*}", "", app.export_screenshot())
            (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")


async def main() -> None:
    """All of them."""
    for name, keys in PICTURES.items():
        await draw(name, keys)


if __name__ == "__main__":
    asyncio.run(main())
