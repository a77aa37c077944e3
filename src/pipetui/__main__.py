"""The front door: alone it opens the app, with arguments it is the shell."""

from __future__ import annotations

import os
import sys

from pipetui.cli.errors import guarded

COMPLETING = "_PIPETUI_COMPLETE"
"""The variable by which a shell asks for what Tab could offer, without any arguments."""


def main() -> int:
    """What `pipetui` runs; returns the exit code. No traceback ever leaves it."""
    return guarded(_enter, sys.argv[1:])


def _enter(arguments: list[str]) -> int:
    if not arguments and COMPLETING not in os.environ:
        from pipetui.cli.session import Call, open_app

        return open_app(Call())
    from pipetui.cli.app import run as run_verb  # 200 ms, nearly all of it Typer

    return run_verb(arguments)


if __name__ == "__main__":
    sys.exit(main())
