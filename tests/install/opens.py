"""Open the installed program as a new user does: `python -m tests.install.opens PIPETUI`.

In a fresh home and a pseudo-terminal: the app on an empty book and on the demo book, some keys, and the first verbs.
Exits with 1 and says what went wrong. Run by a Python that has the development packages; the program named may belong
to another one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.terminal import Size, terminal

_SIZE = Size(100, 30)


def environment(home: Path) -> dict[str, str]:
    """Of a machine where nothing has been done yet."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return {"LANG": "C.UTF-8", **kept, "HOME": str(home), "TERM": "xterm-256color", "TZ": "UTC"}


def app(program: str, home: Path, arguments: list[str], first: str, keys: list[tuple[str, str]]) -> None:
    """Open it, wait for `first`, press keys and wait for what each brings, leave with q. Raises on anything else."""
    with terminal(environment(home), home, _SIZE, [program, *arguments]) as shown:
        shown.await_text(first)
        for key, brings in keys:
            shown.press(key, brings)
        shown.type("q")
        code = shown.end()
        if code != 0 or "Traceback" in shown.text():
            raise AssertionError(f"exit code {code}:\n{shown.text()[-4000:]}")


def verb(program: str, home: Path, *arguments: str) -> str:
    """What a verb prints. Raises CalledProcessError."""
    done = subprocess.run(
        [program, *arguments], env=environment(home), cwd=home, capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout


PAPERS = (
    "man/man1/pipetui.1",
    "man/man5/pipetui-config.5",
    "man/man7/pipetui-dates.7",
    "man/man7/pipetui-filters.7",
    "bash-completion/completions/pipetui",
    "zsh/site-functions/_pipetui",
    "fish/vendor_completions.d/pipetui.fish",
)
"""What lies beside the program, under `share`, for `man` and the shells to find."""


def main() -> None:
    """All of it."""
    program = sys.argv[1]
    share = Path(program).parent.parent / "share"
    assert [paper for paper in PAPERS if not (share / paper).is_file()] == []
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        app(program, home, [], "pipetui", [("1", "Today"), ("2", "Board")])
        app(program, home, ["demo"], "Today", [("2", "Prospecting"), ("3", "Deal"), ("1", "Overdue")])
        assert "today" in verb(program, home, "--help")
        assert verb(program, home, "add", "Acme", "rollout", "12k", "next:+1d").startswith("#1 Acme rollout")
        assert "Acme rollout" in verb(program, home, "list")
        verb(program, home, "today")
        assert verb(program, home, "undo").startswith("undone: added #1")
    sys.stdout.write(f"opens: {program}\n")


if __name__ == "__main__":
    main()
