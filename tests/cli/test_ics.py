"""`pipetui ics`: what it says, prints and answers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Begun, Shell


@pytest.fixture
def calendar(run: Shell, begun: Begun, tmp_path: Path) -> Path:
    """A calendar with the next steps of two deals."""
    begun(
        ("add", "Acme rollout", "next:fri send quote"),
        ("add", "Globex", "next:mon 9:30 call Kim"),
    )
    path = tmp_path / "mine.ics"
    (tmp_path / "config.toml").write_text(f'[calendar]\npath = "{path}"\n')
    assert run("ics") == (0, "2 written\n", "")
    return path


def ticked(path: Path, old: str = "STATUS:NEEDS-ACTION", new: str = "STATUS:COMPLETED") -> None:
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))


def test_what_was_done_is_said_with_the_next_step_there_might_be(run: Shell, calendar: Path) -> None:
    ticked(calendar)
    result = run("ics")
    assert (result.code, result.out) == (0, "1 done · undo: pipetui undo\n")
    assert result.err.splitlines()[0] == "#1 Acme rollout – send quote: done"
    assert "#1 Acme rollout: no next step: pipetui next 1" in result.err
    assert run("ics") == (0, "nothing new\n", "")
    assert run("ics", "-q") == (0, "", "")


def test_json_and_a_dry_run_show_it_alike(run: Shell, calendar: Path, contents: Callable[[], dict[str, int]]) -> None:
    ticked(calendar, "DTSTART:20261123T093000", "DTSTART:20261124T100000")
    before, text = contents(), calendar.read_bytes()
    tried = run("ics", "--dry-run")
    assert (tried.code, tried.out) == (0, "#2 Globex – call Kim: moved to Tue 24 Nov 10:00, in 3 days\n")
    assert "dry run: nothing was changed, here or there" in tried.err
    assert (contents(), calendar.read_bytes()) == (before, text)
    shown = json.loads(run.did("ics", "--json"))
    assert shown == [{"what": "moved", "follow_up": 2, "deal": 2, "title": "Globex"}]


def test_a_conflict_is_said_and_answered_with_4(run: Shell, calendar: Path) -> None:
    ticked(calendar, "DUE;VALUE=DATE:20261127", "DUE;VALUE=DATE:20261128")
    run.did("snooze", "1", "2026-12-01")
    result = run("ics")
    assert (result.code, result.out) == (4, "nothing new\n")
    assert "warning: #1 Acme rollout – send quote: changed here and there; it stays as it is here" in result.err
    assert run("ics").code == 0


def test_a_dry_run_of_a_book_that_is_in_no_calendar_writes_nothing(run: Shell, tmp_path: Path) -> None:
    run.did("add", "Acme", "next:fri")
    assert run("ics", str(tmp_path / "new.ics"), "--dry-run").out == "#1 Acme: written\n"
    assert not (tmp_path / "new.ics").exists()


def test_without_a_calendar_it_says_how_to_name_one(run: Shell) -> None:
    result = run("ics")
    assert result.code == 2
    assert "name it: pipetui ics ~/calendar.ics" in result.err
