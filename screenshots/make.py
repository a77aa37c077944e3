"""Draws the pictures of README and guide from the demo book on a fixed day: `make screenshots`.

Every screen as SVG and PNG, and a day as one SVG that moves by CSS alone. PNGs are made by `rsvg-convert` (librsvg)
with DejaVu Sans Mono; where no font of the machine has Japanese signs, they are spelt in Latin letters as wide.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from pipetui import demo
from pipetui.config import Settings
from pipetui.service import Workspace
from pipetui.store.store import Store
from pipetui.tui.app import PipetuiApp
from screenshots import cells, film

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
USUAL, SMALL, LARGE = (120, 36), (80, 24), (200, 50)
PLANNED = "fri 14:00 send quote"
ADDED = 'Acme rollout 12k @demo next:"fri 14:00 call Ann" +saas'


class Picture(NamedTuple):
    """The keys that lead to what is shown, at which size, in which theme."""

    keys: tuple[str, ...]
    size: tuple[int, int] = USUAL
    theme: str = ""


PICTURES = {
    "today": Picture(("1",)),
    "board": Picture(("2", "right", "right")),
    "board-80": Picture(("2", "right", "right"), SMALL),
    "board-200": Picture(("2", "right", "right"), LARGE),
    "board-light": Picture(("2", "right", "right"), theme="pipetui-light"),
    "deals": Picture(("3",)),
    "deal": Picture(("2", "right", "right", "right", "enter")),
    "people": Picture(("4", "down")),
    "organizations": Picture(("5", "down")),
    "numbers": Picture(("6",)),
    "report": Picture(("6", "r", "down", "enter")),
    "forecast": Picture(("dollar_sign",)),
    "forecast-moved": Picture(("dollar_sign", "m")),
    "session": Picture(("1", "s")),
    "sweep": Picture(("S",)),
    "dupes": Picture(("D",)),
    "merge": Picture(("D", "enter")),
    "week": Picture(("7",)),
    "stages": Picture(("2", "percent_sign")),
    "add": Picture(("2", "a", f"type {ADDED}")),
    "touch": Picture(("1", "c")),
    "filter": Picture(("3", "slash", "type overdue ")),
    "edit": Picture(("1", "e")),
    "items": Picture(("2", "right", "right", "right", "right", "I")),
    "palette": Picture(("2", "ctrl+p")),
    "help": Picture(("2", "question_mark")),
    "history": Picture(("1", "c", "n", "enter", "2", "greater_than_sign", "escape", "Z")),
    "settings": Picture(("2", "ctrl+p", "type settings", "enter")),
}


class Shot(NamedTuple):
    """One step of the day: what the rep does, which keys that is, and how long it is looked at, in seconds."""

    said: str
    keys: tuple[str, ...]
    seconds: float = 1.6


DAY = (
    Shot("Half past nine. Today has what is due, the most urgent first.", ("1",), 2.6),
    Shot("c   A call is logged …", ("c",)),
    Shot("n   … nobody answered; what was due is asked about …", ("n",), 2.0),
    Shot("z m   … and put off to Monday.", ("z", "m"), 2.2),
    Shot("n   The next deal gets another next step …", ("down", "n")),
    Shot("… a date and words, as they are said; what was understood stands below.", (f"type {PLANNED}",), 2.4),
    Shot("Enter   Planned.", ("enter",), 1.8),
    Shot("2   The board: deals in their stages, each with its next step or a ? for none.", ("2", *["right"] * 3), 2.8),
    Shot(">   One stage on.", ("greater_than_sign",), 2.2),
    Shot("w   Won. When does it come up again?", ("w",), 2.2),
    Shot("Enter   In a year, with a first check-in in two weeks.", ("enter",), 2.2),
    Shot("6   The quota is made.", ("6",), 3.0),
    Shot("u   One key takes any of it back, also tomorrow.", ("u",), 3.0),
)


async def settle(app: PipetuiApp, pilot: Pilot[int]) -> None:
    """Wait until the book is read and the screen is still."""
    still = 0
    while still < 4:
        await pilot.pause()
        still = still + 1 if app.snapshot is not None and app.worker.idle and not app.typed.busy else 0


@asynccontextmanager
async def opened(size: tuple[int, int], theme: str = "") -> AsyncIterator[tuple[PipetuiApp, Pilot[int]]]:
    """The app on a demo book of its own."""
    Input.cursor_blink._default = TextArea.cursor_blink._default = False
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "demo.db") as store:
        demo.build(store, NOW)
        app = PipetuiApp(Workspace(store, lambda: NOW, Settings(motion=False), "app"))
        async with app.run_test(size=size) as pilot:
            await settle(app, pilot)
            app.theme = theme or app.theme
            yield app, pilot


async def press(app: PipetuiApp, pilot: Pilot[int], keys: tuple[str, ...]) -> None:
    """Press keys one by one; `type …` is typed into the line that has the focus."""
    for key in keys:
        if key.startswith("type "):
            line = app.screen.focused
            assert isinstance(line, Input)
            line.insert_text_at_cursor(key.removeprefix("type "))
        else:
            await pilot.press(key)
        await settle(app, pilot)
    await asyncio.sleep(0.4)  # what is searched for a moment after the last letter
    await settle(app, pilot)


async def draw(name: str, picture: Picture) -> None:
    """Open the demo book, press the keys, keep the picture."""
    async with opened(picture.size, picture.theme) as (app, pilot):
        await press(app, pilot, picture.keys)
        rows, ground = cells.rows_of(app), cells.ground_of(app)
    inside = "".join(cells.draw_row(y, row, ground) for y, row in enumerate(rows))
    (HERE / f"{name}.svg").write_text(cells.picture(picture.size, ground, inside), encoding="utf-8")


async def draw_day() -> None:
    """The day, frame by frame."""
    frames = []
    async with opened(USUAL) as (app, pilot):
        for shot in DAY:
            await press(app, pilot, shot.keys)
            frames.append(film.Frame(shot.said, cells.rows_of(app), shot.seconds))
        ground, ink = cells.ground_of(app), app.current_theme.foreground or "#ffffff"
    (HERE / "day.svg").write_text(film.drawn(frames, USUAL, ground, ink), encoding="utf-8")


def rasterize(converter: str) -> None:
    """A PNG beside each SVG that stands still."""
    japanese = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=False).stdout
    for name in PICTURES:
        text = (HERE / f"{name}.svg").read_text(encoding="utf-8")
        if not japanese:
            text = text.translate(film.LATIN)
        made = [converter, "--output", str(HERE / f"{name}.png")]
        subprocess.run(made, input=text.replace(cells.FONTS, "'DejaVu Sans Mono'"), encoding="utf-8", check=True)
        shrink(HERE / f"{name}.png")


def shrink(path: Path) -> None:
    """Write a PNG with a palette of the 256 colours it has most of: those of the theme stay what they are."""
    with Image.open(path) as opened_image:
        image = opened_image.convert("RGB")
    most = sorted(image.getcolors(image.width * image.height) or (), reverse=True)[:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in most for part in colour])
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


async def main(names: list[str]) -> int:
    """All of them, or those that are named."""
    os.environ["XDG_CONFIG_HOME"] = "/home/ann/.config"  # as it is told in a picture
    for name in names or [*PICTURES, "day"]:
        await (draw_day() if name == "day" else draw(name, PICTURES[name]))
    converter = shutil.which("rsvg-convert")
    if converter is None:
        sys.stderr.write("no PNGs: rsvg-convert (librsvg) is not there\n")
        return 1
    rasterize(converter)
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
