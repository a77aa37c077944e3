"""The verb that looks after the book: one line a check, and what can be mended."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from pipetui import config, hook_files, paths, present
from pipetui.cli.call import WAITING, Call
from pipetui.cli.errors import advised
from pipetui.cli.output import terminal
from pipetui.domain.errors import PipetuiError
from pipetui.domain.text import visible

if TYPE_CHECKING:
    from pipetui.store.recovery.checks import Finding

_LABEL = 14
_SMALLEST = 60
"""Columns below which the board is too narrow."""


def doctor(
    call: Call,
    repair: bool = False,
) -> int:
    """Look the book and its surroundings over: one line a check, ok, warn or fail. Exit code 1 when one fails.

    Book, integrity, foreign keys, indexes, triggers, journal, values, clock, permissions, backups, disk, sync,
    configuration, hooks, terminal. What is mended is said; a damaged book is kept, and a new one is made of what can
    be read of it, of its journal and of the newest whole backup.

    pipetui doctor
    pipetui doctor --repair
    """
    from pipetui.service.maintenance import doctor as health
    from pipetui.service.maintenance.repair import repair as mend

    folder, now = paths.backups(call.path), present.present().replace(microsecond=0)
    if repair:
        done = mend(call.path, folder, now, lambda: call.speak(WAITING))
        for said in done or ["there is nothing to mend"]:
            call.speak(visible(said))
    findings = [*health.examine(call.path, folder, now), _configuration(call), _hooks(), _terminal()]
    call.out.show(
        lambda page: (_line(one, page) for one in findings),
        lambda: (
            {"check": one.check, "state": one.state, "said": one.message, "hint": advised(one.hint, one.remedy) or None}
            for one in findings
        ),
    )
    return 1 if any(one.state == "fail" for one in findings) else 0


def _line(one: Finding, page: terminal.Page) -> str:
    said = " · ".join(visible(said) for said in (one.message, advised(one.hint, one.remedy)) if said)
    line = f"{one.state:<6}{one.check:<{_LABEL}}{said}"
    return page.paint(line, terminal.urgent({"fail": "overdue", "warn": "today"}.get(one.state, "")))


def _configuration(call: Call) -> Finding:
    from pipetui.store.recovery.checks import FAIL, OK, Finding

    try:
        settings = call.settings()
    except PipetuiError as error:
        return Finding("configuration", FAIL, error.title, error.hint, error.remedy)
    there = call.config_path.exists()
    usual = settings == config.Settings()
    return Finding("configuration", OK, f"{call.config_path}{'' if there else ': none'}{', as usual' if usual else ''}")


def _hooks() -> Finding:
    from pipetui.store.recovery.checks import OK, WARN, Finding

    found = hook_files.look(paths.hooks_folder())
    if odd := next((one for one in found if one.wrong), None):
        return Finding("hooks", WARN, f"{odd.path} is not run", odd.wrong)
    return Finding("hooks", OK, ", ".join(one.name for one in found) or "none")


def _terminal() -> Finding:
    from pipetui.store.recovery.checks import OK, WARN, Finding

    if not sys.stdout.isatty():
        return Finding("terminal", OK, "none: this goes into a pipe or a file")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    kind, page = os.environ.get("TERM", ""), terminal.page()
    if encoding != "utf8":
        return Finding("terminal", WARN, f"writes {sys.stdout.encoding}", "set it to UTF-8, or names will be escaped")
    if kind in ("", "dumb"):
        return Finding("terminal", WARN, f"TERM is “{kind}”", "the app needs a terminal that can move its cursor")
    if page.width is not None and page.width < _SMALLEST:
        return Finding("terminal", WARN, f"{page.width} columns", f"the board wants {_SMALLEST} or more")
    return Finding("terminal", OK, f"{kind}, {page.width} columns, UTF-8{'' if page.colour else ', no colour'}")
