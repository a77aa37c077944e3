"""Erasing a person in the shell: shown first, asked for by name, and said what still holds them."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def known(fresh: Shell) -> Shell:
    fresh.did("add", "Rollout for Xaver Quandt 12k org:Acme xaver.quandt@acme.example")
    fresh.did("person", "xaver", "call", "reached", "their budget")
    return fresh


def test_a_dry_run_tells_what_goes_and_what_stays(known: Shell) -> None:
    result = known("person", "xaver", "erase", "--dry-run")
    assert result.code == 0
    assert (
        "goes: the person, their part in 1 deal, what undo kept of them; 1 touch stays as a figure without text"
        in result.out
    )
    assert "names them and stays, for you to change: title of #1: Rollout for Xaver Quandt" in result.out
    assert known("person", "1").code == 0


def test_without_a_terminal_it_takes_a_yes(known: Shell) -> None:
    result = known("person", "xaver", "erase")
    assert result.code == 2
    assert "undo cannot bring that back" in result.err
    shape = json.loads(known.did("person", "xaver", "erase", "--yes", "--json"))
    assert shape["touches_kept_as_figures"] == 1
    assert known("person", "1").code == 3


@pytest.mark.parametrize(("typed", "code"), [("y\n", 2), ("\n", 2), ("Xaver\n", 2), ("xaver  quandt\n", 0)])
def test_at_a_terminal_their_name_is_typed(known: Shell, typed: str, code: int) -> None:
    assert known("person", "xaver", "erase", typed=typed).code == code


def test_only_a_person_is_erased(known: Shell) -> None:
    assert known("org", "acme", "erase").code == 2
    assert known("person", "xaver", "erase", "--backups", "burn").code == 2
    assert known("person", "nobody", "erase", "--yes").code == 3
