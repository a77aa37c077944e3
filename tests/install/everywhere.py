"""`make test-all`: the suite on every Python of this machine, and the program as it is installed on each.

On each: an environment with the development packages runs the suite; the wheel is installed into two fresh
environments, with the pinned dependencies and with the newest that pyproject allows, and the real app is opened from
both in a pseudo-terminal. The environments stay in `.all`, for the next time.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tests.install.pythons import pythons

ROOT = Path(__file__).parent.parent.parent
PLACE = ROOT / ".all"
CONSTRAINTS = ROOT / "constraints.txt"
REPEAT = ("--last-failed", "--last-failed-no-failures", "none", "-n", "0", "--snapshot-warn-unused")
"""What failed once more. Pictures of what passed are looked at by nobody then, which else is a failure."""
SOME_FAILED = 1
"""What pytest returns when all was run and something failed; any other failure leaves tests that never ran."""
_PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")


def run(*command: str | Path) -> None:
    """Run a command; raises CalledProcessError."""
    subprocess.run([str(word) for word in command], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)


def environment(python: Path, name: str, mark: str) -> tuple[Path, bool]:
    """The interpreter of an environment of that name, made anew unless it was made for the same `mark`; whether so."""
    folder = PLACE / name
    made = folder / "made-for"
    if not (made.exists() and made.read_text() == mark):
        shutil.rmtree(folder, ignore_errors=True)
        run(python, "-m", "venv", folder)
        return folder / "bin" / "python", True
    return folder / "bin" / "python", False


def done(python: Path, mark: str) -> None:
    """The environment is whole."""
    (python.parent.parent / "made-for").write_text(mark)


def suite(python: Path, version: str) -> None:
    """The suite on one Python."""
    mark = _mark(ROOT / "pyproject.toml", CONSTRAINTS)
    own, new = environment(python, f"suite-{version}", mark)
    if new:
        run(own, *_PIP, "--constraint", CONSTRAINTS, "--editable", ".[dev]")
        done(own, mark)
    try:
        run(own, "-m", "pytest")
    except subprocess.CalledProcessError as error:
        if error.returncode != SOME_FAILED:
            raise
        # A suite of thousands beside other work may meet a machine that stands still: what failed has to pass alone.
        sys.stdout.write("what failed, once more, one after the other:\n")
        sys.stdout.flush()
        run(own, "-m", "pytest", *REPEAT)


def installed(python: Path, version: str, wheel: Path) -> None:
    """The wheel on one Python, with the pinned dependencies and with the newest."""
    for name, options in (("pinned", ("--constraint", CONSTRAINTS)), ("newest", ("--upgrade",))):
        own, _ = environment(python, f"{name}-{version}", "")
        run(own, *_PIP, *options, wheel)
        run(sys.executable, "-m", "tests.install.opens", own.parent / "pipetui")


def wheel_of(root: Path) -> Path:
    """Build the wheel of a checkout; returns where it is."""
    shutil.rmtree(PLACE / "wheel", ignore_errors=True)
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--wheel-dir", PLACE / "wheel", root)  # fmt: skip
    (wheel,) = (PLACE / "wheel").glob("pipetui-*.whl")
    return wheel


def _mark(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def main() -> None:
    """All of it, or a part."""
    parser = argparse.ArgumentParser(description="The suite and the installed program on every Python of this machine.")
    parser.add_argument("--only", choices=("suite", "installed"), help="Nothing but this.")
    only = parser.parse_args().only
    PLACE.mkdir(exist_ok=True)
    found = pythons()
    sys.stdout.write(f"Pythons: {', '.join(map(str, found))}\n")
    wheel = wheel_of(ROOT) if only != "suite" else None
    for python in found:
        version = python_version(python)
        sys.stdout.write(f"=== Python {version}: {python}\n")
        sys.stdout.flush()
        if wheel is not None:
            installed(python, version, wheel)
        if only != "installed":
            suite(python, version)


def python_version(python: Path) -> str:
    """Its version in full."""
    done = subprocess.run([python, "-c", "import platform; print(platform.python_version())"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    return done.stdout.strip()


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode or 1)
