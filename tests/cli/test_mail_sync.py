"""`pipetui mail sync`: what it says, prints and answers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.exchange.mails import ANN, ME, Maildir, message

Contents = Callable[[], dict[str, int]]


@pytest.fixture
def mail(run: Shell, tmp_path: Path) -> Path:
    """A book with Ann, and a Maildir with an answer of hers and a mail to her."""
    run.did("add", "Acme rollout", "who:Ann Lee", ANN)
    inbox = Maildir(tmp_path / "Mail")
    inbox.put(message(ME, ANN, subject="Offer"), message(subject="Re: Offer", text="\x1b[31mYes"))
    (tmp_path / "config.toml").write_text(f'[mail]\nfolders = ["{inbox.path}"]\nme = ["{ME}"]\n')
    return inbox.path


def test_the_folders_of_the_configuration_are_read(run: Shell, mail: Path) -> None:
    result = run("mail", "sync")
    assert (result.code, result.out) == (0, "imported 2 messages from Mail · undo: pipetui undo\n")
    assert "the first time, mail of 90 days back is read: from 2026-08-23 on; --since DATE goes further" in result.err
    assert "warning: no next step: #1" in result.err
    assert "Re: Offer" in run.did("show", "1")
    assert run("mail", "sync") == (0, "nothing new in Mail\n", "")
    assert run("mail", "sync", "-q") == (0, "", "")


def test_a_dry_run_shows_them_and_writes_nothing(run: Shell, mail: Path, contents: Contents) -> None:
    before = contents()
    result = run("mail", "sync", str(mail), "--dry-run")
    assert [line.split()[-1] for line in result.out.splitlines()] == ["subject", "Offer", "Offer"]
    assert "dry run: 2 touches, nothing was logged" in result.err
    shown = json.loads(run.did("mail", "sync", "--dry-run", "--json"))
    assert [(one["what"], one["with"], one["deal"], one["subject"]) for one in shown] == [
        ("sent", "Ann Lee", 1, "Offer"),
        ("received", "Ann Lee", 1, "Re: Offer"),
    ]
    assert contents() == before
    assert run.did("mail", "sync").startswith("imported 2 messages")


def test_json_tells_what_was_logged(run: Shell, mail: Path) -> None:
    assert [one["at"] for one in json.loads(run.did("mail", "sync", "--json"))] == ["2026-11-20T09:00:00+00:00"] * 2
    assert json.loads(run.did("mail", "sync", "--json")) == []


def test_what_belongs_to_writing_a_mail_is_refused_and_the_other_way_round(run: Shell, mail: Path) -> None:
    assert run("mail", "sync", "--open").code == 2
    assert run("mail", "1", "--since", "mon").code == 2
    assert run("mail", "sync", "--since", "someday soon").code == 2
    assert run("mail", "sync", "/nowhere").code == 3


def test_without_any_folder_it_says_how_to_name_one(run: Shell) -> None:
    result = run("mail", "sync")
    assert result.code == 2
    assert "name where it lies: pipetui mail sync ~/Mail" in result.err
