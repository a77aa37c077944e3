"""The front door: alone it opens the app, with arguments it is the shell."""

from __future__ import annotations

import gc
import os
import sys

from pipetui.cli.errors import guarded

COMPLETING = "_PIPETUI_COMPLETE"
"""`completion.answer` has it too, but who opens the app does not want that loaded."""


def main() -> int:
    """What `pipetui` does; returns the exit code. No traceback ever leaves it."""
    return guarded(_enter, sys.argv[1:])


def command() -> int:
    """What the installed `pipetui` runs: `main`, and out of the door."""
    gc.disable()  # a quick verb is over before there is garbage worth looking for
    code = main()
    _after_the_answer()
    if "threading" not in sys.modules:
        # Only a quick verb was here: nothing is left to close, and Python's own clearing up takes 2 ms.
        for stream in (sys.stdout, sys.stderr):
            try:  # noqa: SIM105  # `contextlib` would be imported for this alone
                stream.flush()
            except OSError:  # it has been said, and is the exit code
                pass
        os._exit(code)
    return code


def _after_the_answer() -> None:
    """What is done once a day when the rep has their answer, and nobody waits for."""
    call = sys.modules.get("pipetui.cli.call")
    if call is not None and call.begun_days:
        from pipetui.service.maintenance import forecast_keeper

        for book, config in call.begun_days:
            forecast_keeper.start(book, config)


def _enter(arguments: list[str]) -> int:
    if arguments:
        from pipetui.cli import quick

        arguments = quick.with_verb(arguments)
        code = quick.run(arguments)
    elif COMPLETING in os.environ:
        from pipetui.cli.completion import answer

        code = answer.answer(os.environ)
    else:  # the app looks for garbage from its first frame on
        from pipetui import signals
        from pipetui.cli.call import Call, open_app

        signals.raise_when_ending()
        return open_app(Call())
    if code is not None:
        return code
    gc.enable()
    from pipetui import signals

    signals.raise_when_ending()
    from pipetui.cli.careful import run as run_verb  # 200 ms, nearly all of it Typer

    return run_verb(arguments)


if __name__ == "__main__":
    sys.exit(command())
