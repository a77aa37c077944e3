"""A mistake of the program itself in the app: the terminal is given back, then it is said, without any data."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipetui.service import Workspace
from tests.terminal import terminal
from tests.tui.conftest import Opens

BROKEN = {
    "gesture": """
import pipetui.service as service

def undo(desk):
    title = "Globex seats"
    raise KeyError("Secret customer")

service.undo = undo
""",
    "widget": """
from pipetui.tui.widgets.bars import StatusBar

def say(self, text, **options):
    title = "Globex seats"
    raise KeyError("Secret customer")

StatusBar.say = say
""",
}
START = "import sys\nfrom pipetui import __main__ as door\n{broken}\nsys.argv = ['pipetui']\nsys.exit(door.main())\n"
LEAVES = b"\x1b[?1049l"
"""What a terminal is told when a full-screen program gives the screen back."""


@pytest.mark.parametrize("where", ["gesture", "widget"])
def test_b31_a_mistake_gives_the_terminal_back_and_tells_no_data(sales: Workspace, tmp_path: Path, where: str) -> None:
    sales.store.close()
    command = [sys.executable, "-c", START.format(broken=BROKEN[where])]
    with terminal(dict(os.environ), tmp_path, command=command) as app:
        app.await_text("Globex seats")
        app.press("u")
        assert app.end() == 70
        assert app.modes_now == app.modes
        before, left, said = app.raw.rpartition(LEAVES)
    assert left
    log = tmp_path / "home" / "xdg_state_home" / "pipetui" / "errors.log"
    assert "an error of pipetui itself (KeyError)" in said.decode()
    assert str(log) in said.decode().replace("\r\n", "")
    for secret in ("Secret", "Globex", "Traceback", "locals"):
        assert secret not in said.decode()
    assert b"Secret" not in before
    written = log.read_text()
    assert "KeyError" in written
    assert {"gesture": "tui/worker.py:", "widget": "tui/app.py:"}[where] in written
    for secret in ("Secret", "Globex", str(tmp_path)):
        assert secret not in written


@pytest.mark.usefixtures("offline")
async def test_the_app_never_looks_for_the_network(sales: Workspace, opened: Opens, tmp_path: Path) -> None:
    async with opened(sales) as rep:
        await rep.press("a")
        await rep.type("Vandelay imports 5k who:Art art@vandelay.example next:fri")
        await rep.press("enter", "c", "n", "escape", "u")
        for mode in "12345":
            await rep.press(mode)
        await rep.press("question_mark", "escape", "ctrl+p", "escape")
        rep.app.action_report("sources")
        await rep.settle()
        assert rep.app.is_running
