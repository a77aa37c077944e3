"""`pipetui add --from`: who asks in a mail, and what about."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Shell
from tests.exchange.mails import ME, Maildir, message

Added = Callable[..., dict[str, Any]]
SIGNED = "Could you offer three pumps?\n\n-- \nKim Park\nFax 030 901821\nTel. 030 901820\n"


@pytest.fixture
def added(run: Shell, tmp_path: Path) -> Added:
    """Makes a deal of a mail, and gives it as JSON."""
    (tmp_path / "config.toml").write_text(f'[mail]\nme = ["{ME}"]\n')

    def add(raw: bytes, *words: str) -> dict[str, Any]:
        path = tmp_path / "mail.eml"
        path.write_bytes(raw)
        found: dict[str, Any] = json.loads(run.did("add", "--from", str(path), *words, "--json"))
        return found

    return add


def test_the_sender_the_subject_and_the_number_in_the_signature(run: Shell, added: Added) -> None:
    deal = added(message('"Park, Kim" <Kim@globex.de>', subject="Re: AW: Pumps for Hamburg", text=SIGNED))
    assert (deal["title"], deal["organization"], deal["source"]) == ("Pumps for Hamburg", "Globex", "mail")
    shown = run.did("show", "1")
    assert "Kim Park · kim@globex.de · +49 30 901820" in shown
    assert "note  Could you offer three pumps?" in shown
    assert "email in  Pumps for Hamburg" in shown
    assert run.did("undo").startswith("undone: added #1")
    assert run("people").code == 1


def test_what_the_line_says_goes_before(added: Added) -> None:
    deal = added(message(), "Spare parts", "12k", "@demo", "who:Bo", "org:Initech", "src:fair")
    assert (deal["title"], deal["value"], deal["stage"]) == ("Spare parts", "12000.00", "Demo")
    assert (deal["organization"], deal["source"], deal["people"]) == (
        "Initech",
        "fair",
        ["Bo"],
    )


def test_a_web_form_names_who_asks(run: Shell, added: Added) -> None:
    filled = "First name: Ann\nLast name: Lee\nE-Mail: ann@gmail.com\nPhone: +49 30 901820\nCompany:\nAcme GmbH\n"
    deal = added(message("Website <noreply@pipes.example>", subject="New enquiry", text=filled))
    assert deal["organization"] == "Acme GmbH"
    assert "Ann Lee · ann@gmail.com · +49 30 901820" in run.did("show", "1")


def test_an_answer_goes_to_whom_the_mail_says(run: Shell, added: Added) -> None:
    deal = added(message("Website <noreply@pipes.example>", Reply_To="Ann Lee <ann@acme.example>"))
    assert deal["organization"] == "Acme"
    assert "Ann Lee · ann@acme.example" in run.did("show", "1")


@pytest.mark.parametrize(
    "inner",
    [
        "---------- Forwarded message ---------\nFrom: Kim Park <kim@globex.de>\nDate: Thu, 19 Nov 2026 10:00\n"
        "Subject: Pumps\nTo: x@y.z\n\nHello",
        "-----Ursprüngliche Nachricht-----\nVon: Kim Park [mailto:kim@globex.de]\nGesendet: Donnerstag\nAn: x\n"
        "Betreff: Pumps\n\nHello",
        "Begin forwarded message:\n\n> From: Kim Park <kim@globex.de>\n> Subject: Pumps\n> \n> Hello",
    ],
)
def test_of_what_was_forwarded_it_is_who_wrote_it(run: Shell, added: Added, inner: str) -> None:
    deal = added(message(f"Jo <{ME}>", subject="Fwd: see", text=f"See below.\n\n{inner}"))
    assert (deal["title"], deal["organization"]) == ("Pumps", "Globex")
    shown = run.did("show", "1")
    assert "Kim Park · kim@globex.de" in shown
    assert "note  Hello" in shown


def test_a_mail_that_is_attached_counts_as_forwarded(run: Shell, added: Added) -> None:
    inner = message("Kim Park <kim@globex.de>", subject="Pumps", text="Hello").decode()
    text = f"--b\nContent-Type: text/plain\n\nSee there.\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    deal = added(message(ME, subject="WG: x", text=text, Content_Type='multipart/mixed; boundary="b"'))
    assert (deal["title"], deal["people"]) == ("Pumps", ["Kim Park"])


def test_somebody_who_is_known_stays_as_they_are(run: Shell, added: Added) -> None:
    run.did("add", "Old", "who:Ann-Marie Lee", "ann@acme.example", "org:Acme Holding")
    deal = added(message("Ann <ann@acme.example>"))
    assert (deal["organization"], deal["people"]) == ("Acme Holding", ["Ann-Marie Lee"])


def test_a_mail_is_in_the_book_once(run: Shell, added: Added, tmp_path: Path) -> None:
    raw = message()
    added(raw)
    Maildir(tmp_path / "Mail").put(raw)
    assert run.did("mail", "sync", str(tmp_path / "Mail")) == "nothing new in Mail\n"
    again = run("add", "--from", str(tmp_path / "mail.eml"))
    assert "warning: looks like #1" in again.err
    assert "warning: #2: that e-mail is in the book already" in again.err


def test_several_mails_are_several_deals_and_one_step(run: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(message(subject="A"))
    result = run("add", "--from", str(tmp_path / "a.eml"), "--from", "-", typed=message(subject="B").decode())
    assert (result.code, result.out) == (0, "added 2 deals from mail · undo: pipetui undo\n")
    assert result.err.splitlines()[0].startswith("#1 A · Prospecting · Acme (by the e-mail)")
    run.did("undo")
    assert run("list").code == 1
    assert run("add", "--from", str(tmp_path / "a.eml"), "--from", str(tmp_path / "nowhere.eml")).code == 3
    assert run("list").code == 1


def test_a_free_mail_address_names_no_company(added: Added) -> None:
    assert added(message("ann.lee@gmail.com", subject=""))["title"] == "ann.lee@gmail.com"


def test_what_is_no_mail_is_refused_and_no_book_is_made_for_it(fresh: Shell, tmp_path: Path) -> None:
    for content in (b"", b"\xff\xfe\x00", b"title;value\nAcme;12\n", b"\n\nSubject: x"):
        (tmp_path / "x.eml").write_bytes(content)
        result = fresh("add", "--from", str(tmp_path / "x.eml"))
        assert (result.code, result.err.splitlines()[0]) == (2, f"pipetui: “{tmp_path / 'x.eml'}” is not an e-mail")
    assert not (tmp_path / "book.db").exists()


def test_without_a_title_and_without_a_mail_nothing_is_added(run: Shell) -> None:
    assert run("add").code == 2
