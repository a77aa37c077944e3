"""The front door: alone it opens the app, with arguments it is the shell."""

from __future__ import annotations

import os
import sys

from pipetui.cli.errors import guarded

COMPLETING = "_PIPETUI_COMPLETE"
"""The variable by which a shell asks for what Tab could offer, without any arguments."""


def main() -> int:
    """What `pipetui` does; returns the exit code. No traceback ever leaves it."""
    return guarded(_enter, sys.argv[1:])


def command() -> int:
    """What the installed `pipetui` runs: `main`, and out of the door."""
    code = main()
    if "threading" not in sys.modules:
        # Only the fast lane was here: nothing is left to close, and Python's own clearing up takes 2 ms.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def _enter(arguments: list[str]) -> int:
    if not arguments and COMPLETING not in os.environ:
        from pipetui.cli.session import Call, open_app

        return open_app(Call())
    from pipetui.cli import fast

    code = fast.run(arguments)
    if code is not None:
        return code
    from pipetui.cli.app import run as run_verb  # 200 ms, nearly all of it Typer

    return run_verb(arguments)


if __name__ == "__main__":
    sys.exit(command())
