"""Hooks: the rep's own programs are told what changes before it is kept, and may refuse it."""

import errno
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from pipetui import hook_files, paths
from tests.cli.conftest import Shell

Put = Callable[..., Path]

KEEP = '#!/bin/sh\ncat >> "${0%/*}/../told"\n'
"""Writes down what it is told."""
FULL = Mock(side_effect=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
"""A disk with no room for what a hook is told."""


@pytest.fixture
def put(run: Shell) -> Put:
    """Puts a hook into the folder; gives its path."""

    def put(name: str, script: str = KEEP, mode: int = 0o755) -> Path:
        folder = Path(paths.hooks_folder())
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(script)
        (folder / name).chmod(mode)
        return folder / name

    return put


def told() -> list[dict[str, Any]]:
    """What the hooks wrote down, a line for each deal, and forgotten."""
    path = Path(paths.hooks_folder()).parent / "told"
    lines = path.read_text().splitlines() if path.exists() else []
    path.unlink(missing_ok=True)
    return [json.loads(line) for line in lines]


def test_each_hook_hears_of_its_own_and_all_deals_of_a_step_at_once(run: Shell, put: Put, book: Path) -> None:
    for name in hook_files.EVENTS:
        put(name)
    run.did("add", "Acme", "12k")
    run.did("add", "Beta")
    (added, _) = told()
    assert (added["event"], added["how"], added["source"], added["book"]) == ("on-add", "command", "shell", str(book))
    assert added["before"] is None
    assert added["after"].items() <= json.loads(run.did("show", "1", "--json")).items()

    def heard(*arguments: str) -> list[tuple[str, int]]:
        run.did(*arguments)
        return [(line["event"], (line["after"] or line["before"])["id"]) for line in told()]

    assert heard("log", "1", "call", "reached") == [("on-change", 1), ("on-touch", 1)]
    assert heard("edit", "1", "value:15k") == [("on-change", 1)]
    assert heard("advance", "1,2") == [("on-change", 1), ("on-change", 2), ("on-stage", 1), ("on-stage", 2)]
    assert heard("win", "1") == [("on-change", 1), ("on-won", 1)]
    assert heard("drop", "2", "--reason", "price") == [("on-change", 2), ("on-drop", 2)]
    assert heard("undo") == [("on-change", 2)]
    assert heard("redo") == [("on-change", 2), ("on-drop", 2)]
    assert heard("list", "acme") == []


def test_before_and_after_are_the_deal_as_json_has_it(run: Shell, put: Put) -> None:
    def deal() -> dict[str, Any]:
        (found,) = json.loads(run.did("list", "--json"))
        return {key: value for key, value in found.items() if key != "found"}

    run.did("add", "Acme", "12k")
    before = deal()
    put("on-change")
    run.did("edit", "1", "value:15k")
    (line,) = told()
    assert (line["before"], line["after"]) == (before, deal())
    run.did("delete", "1")
    assert told()[0]["after"] is None


def test_a_hook_that_refuses_keeps_the_step_from_the_book(
    run: Shell, put: Put, contents: Callable[[], dict[str, int]]
) -> None:
    run.did("add", "Acme")
    before = contents()
    put("on-won", "#!/bin/sh\necho first >&2\nprintf 'no value \\033[31myet\\n\\n' >&2\nexit 3\n")
    refused = run("win", "1")
    assert (refused.code, refused.err) == (
        4,
        "pipetui: the hook on-won refuses it: no value yet\n  nothing was written\n",
    )
    assert contents() == before
    assert run("win", "1", "--dry-run").code == 0  # what is only tried asks nobody
    put("on-change", "#!/bin/sh\nexit 1\n")
    assert "the hook on-change refuses it: exit code 1" in run("undo").err
    assert contents() == before


def test_a_hook_that_hangs_or_fails_costs_the_rep_nothing(
    run: Shell, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook_files, "SECONDS", 0.1)
    put("on-add", "#!/bin/sh\nsleep 60 & sleep 60\n")
    done = run("add", "Acme")
    assert done.code == 0
    assert "the hook on-add decided nothing, and the step is kept: it was stopped" in done.err
    monkeypatch.setattr(hook_files, "SECONDS", 20)
    monkeypatch.setattr(hook_files, "_MOST_WRITTEN", 1000)
    put("on-add", "#!/bin/sh\nhead -c 9000 /dev/zero >&2\nsleep 60\n")
    assert "it was stopped, for it wrote without end" in run("add", "Flood").err
    put("on-add", "#!/bin/sh\nkill -9 $$\n")
    assert "it broke down (SIGKILL)" in run("add", "Beta").err
    put("on-add", "no program")
    assert "it could not be started" in run("add", "Gamma").err
    put("on-add")
    with monkeypatch.context() as full:
        full.setattr(tempfile, "TemporaryFile", FULL)
        assert "it could not be started: No space left on device" in run("add", "Delta").err
    assert len(run.did("list", "--ids").split()) == 5


def test_only_what_nobody_else_can_have_put_there_is_run(run: Shell, put: Put, tmp_path: Path) -> None:
    put("on-add", "#!/bin/sh\nexit 1\n", 0o757)
    assert "the hook on-add was not run: anybody may write to it" in run("add", "Acme").err
    put("on-won", mode=0o644)
    put("on-wonn")
    elsewhere = put("on-drop").rename(tmp_path / "elsewhere")
    (Path(paths.hooks_folder()) / "on-drop").symlink_to(elsewhere)
    put("on-add.sample")
    listed = {one["name"]: one["wrong"] for one in json.loads(run.did("hooks", "--json"))}
    assert listed == {
        "on-add": "anybody may write to it",
        "on-drop": "it is a link out of the folder",
        "on-won": "it is not executable",
        "on-wonn": f"nothing runs it: hooks are called {', '.join(hook_files.EVENTS)}",
    }
    Path(paths.hooks_folder()).chmod(0o777)
    assert "anybody may write to its folder" in run.did("hooks")
    assert "warn  hooks" in run("doctor").out


def test_a_hook_can_be_tried(run: Shell, put: Put, contents: Callable[[], dict[str, int]]) -> None:
    assert run("hooks").code == 1
    run.did("add", "Acme")
    put("on-won", f"{KEEP}echo no >&2\nexit 7\n")
    before = contents()
    tried = run("hooks", "try", "on-won", "acme", "--json")
    assert tried.code == 7
    assert json.loads(tried.out).items() >= {"hook": "on-won", "exit_code": 7, "said": "no", "failed": None}.items()
    (line,) = told()
    assert line["before"] == line["after"] and line["how"] == "try"
    assert contents() == before
    none = run("hooks", "try", "on-add", "1")
    assert none.code == 3 and "it is not there" in none.err
    assert run("hooks", "try", "on-lunch", "1").code == 2


def test_an_import_and_its_undo_are_one_call_each(run: Shell, put: Put, tmp_path: Path) -> None:
    run.did("add", "Acme")
    for name in ("on-add", "on-change", "on-touch", "on-won"):
        put(name, f"#!/bin/sh\necho run >> {tmp_path}/runs\n{KEEP.partition(chr(10))[2]}")
    file = tmp_path / "deals.csv"
    file.write_text("Title,Value,Status\n" + "".join(f"Deal {place},{place}000,won\n" for place in range(1, 4)))
    run.did("import", str(file), "--yes")
    assert [(line["event"], line["after"]["status"]) for line in told()] == [("on-add", "won")] * 3
    run.did("undo")
    assert [(line["event"], line["how"], line["after"]) for line in told()] == [("on-change", "undo", None)] * 3
    run.did("redo")
    assert [(line["event"], line["how"], line["before"]) for line in told()] == [("on-add", "redo", None)] * 3
    assert (tmp_path / "runs").read_text() == "run\n" * 3


def test_what_a_hook_starts_runs_no_hooks(run: Shell, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    put("on-add", "#!/bin/sh\nexit 1\n")
    monkeypatch.setenv(hook_files.MARK, "on-won")
    assert run("add", "Acme").code == 0
