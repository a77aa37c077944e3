"""The Pythons of this machine that pipetui runs on, one of each version: `python -m tests.install.pythons` lists them.

Standard library only: it is asked before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 20)

_TELLS = "import ensurepip, sqlite3, sys, venv; print(sys.version_info[0], sys.version_info[1], sys.executable)"


def pythons() -> list[Path]:
    """The interpreters, the oldest first; of each version the first one found that starts and can make a venv."""
    found: dict[tuple[int, int], Path] = {}
    for candidate in _candidates():
        told = _told(candidate)
        if told is not None:
            version, executable = told
            if OLDEST <= version <= NEWEST:
                found.setdefault(version, executable)
    return [found[version] for version in sorted(found)]


def _candidates() -> Iterator[str]:
    yield sys.executable
    names = [f"python3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]
    for root in (os.environ.get("PYENV_ROOT"), "~/.pyenv"):
        if root:
            # By their folders: pyenv's own names on the PATH answer only for the versions that are switched on.
            yield from map(str, sorted(Path(root).expanduser().glob("versions/*/bin/python3"), reverse=True))
    yield from filter(None, map(shutil.which, [*names, "python3"]))


def _told(candidate: str) -> tuple[tuple[int, int], Path] | None:
    """The version of an interpreter and where it is; None for one that does not start, or lacks what is needed."""
    try:
        done = subprocess.run([candidate, "-c", _TELLS], capture_output=True, text=True, timeout=30, check=True)
        major, minor, executable = done.stdout.split(maxsplit=2)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return (int(major), int(minor)), Path(executable.strip())


if __name__ == "__main__":
    sys.stdout.write("".join(f"{path}\n" for path in pythons()))
