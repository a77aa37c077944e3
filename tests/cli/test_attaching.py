"""Files and pages of a deal, and opening what it has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipetui import outside
from tests.cli.conftest import Shell


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    path = tmp_path / "offer ü.pdf"
    path.write_text("%PDF")
    return path


@pytest.fixture
def sold(fresh: Shell) -> Shell:
    fresh.did("add", "Acme rollout 12k org:Acme ann@acme.example +49301234567")
    return fresh


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to other programs, on a machine with a desktop."""
    given: list[str] = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(outside, "open_address", given.append)
    monkeypatch.setattr(outside, "open_file", given.append)
    return given


def test_files_and_pages_are_attached_shown_and_taken_off(sold: Shell, offer: Path) -> None:
    said = sold.did("attach", "1", str(offer), "https://acme.example/terms")
    assert said == "attached 2 attachments to #1 Acme rollout · undo: pipetui undo\n"
    assert sold.did("attach", "1") == f"1  {offer}\n2  https://acme.example/terms\n"
    assert f"1  {offer}" in sold.did("show", "1")
    offer.unlink()
    assert "(not there now)" in sold.did("show", "1")
    found = json.loads(sold.did("show", "1", "--json"))["attachments"]
    assert found == [
        {"place": 1, "target": str(offer), "label": None, "missing": True},
        {"place": 2, "target": "https://acme.example/terms", "label": None, "missing": False},
    ]
    sold.did("attach", "1", "--remove", "1")
    assert sold.did("attach", "1") == "1  https://acme.example/terms\n"
    sold.did("undo")
    assert len(sold.did("attach", "1").splitlines()) == 2


def test_a_label_names_it(sold: Shell, offer: Path) -> None:
    assert "attached the offer to" in sold.did("attach", "1", str(offer), "--label", "the offer")
    assert sold.did("attach", "1") == f"1  the offer  {offer}\n"
    assert sold("attach", "1", str(offer)).code == 4


def test_a_path_is_whole_wherever_it_was_typed(sold: Shell, offer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(offer.parent)
    (offer.parent / "-x.pdf").write_text("")
    sold.did("attach", "1", offer.name, "--", "-x.pdf")
    assert sold.did("attach", "1") == f"1  {offer}\n2  {offer.parent / '-x.pdf'}\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["1", "/no/such/file"], 3),
        (["1", "javascript:alert(1)"], 2),
        (["1", "file:///etc/passwd"], 2),
        (["1", "https://a\x1b[2Jb"], 2),
        (["1", "mailto:ann@acme.example?subject=x%0d%0aBcc:eve@x.example"], 2),
        (["1", ""], 2),
        (["1", "--remove", "7"], 3),
        (["1", "--remove", "x"], 2),
        (["9", "https://acme.example"], 3),
        (["1", "https://a.example", "https://b.example", "--label", "both"], 2),
        (["1", "~nobody-of-that-name/x"], 2),
    ],
)
def test_what_is_no_attachment_is_refused_and_nothing_is_written(sold: Shell, words: list[str], code: int) -> None:
    assert sold("attach", *words).code == code
    assert sold("attach", "1").code == 1


def test_what_there_is_to_open_is_listed(sold: Shell, offer: Path) -> None:
    sold.did("attach", "1", str(offer))
    sold.did("org", "acme", "website:https://acme.example")
    sold.did("fields", "add", "Contract", "link")
    sold.did("edit", "1", "contract:https://acme.example/contract")
    assert [one["kind"] for one in json.loads(sold.did("open", "1", "--list", "--json"))] == [
        "mail", "phone", "site", "file", "link",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "address"),
    [
        (("mail",), "mailto:ann@acme.example"),
        (("2",), "tel:+49301234567"),
        (("phone", "ann"), "tel:+49301234567"),
    ],
)
def test_the_one_that_is_named_is_opened(sold: Shell, opened: list[str], words: tuple[str, ...], address: str) -> None:
    assert sold.did("open", "1", *words).startswith("opened ")
    assert opened == [address]


def test_of_several_one_is_asked_for_and_one_alone_is_opened_at_once(sold: Shell, opened: list[str]) -> None:
    result = sold("open", "1")
    assert result.code == 2
    assert "#1 mail ann@acme.example" in result.err
    assert sold("open", "1", typed="2\n").code == 0
    sold.did("person", "1", "phone:-+49301234567")
    sold.did("open", "1")
    sold.did("person", "1", "open")
    assert opened == ["tel:+49301234567", "mailto:ann@acme.example", "mailto:ann@acme.example"]


def test_without_a_desktop_it_is_shown_and_copied(sold: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr(outside, "has_desktop", lambda: False)
    monkeypatch.setattr(outside, "copy", copied.append)
    assert sold.did("open", "1", "mail") == "no desktop here, copied ann@acme.example\n"
    assert sold.did("open", "1", "mail", "--copy") == "copied ann@acme.example\n"
    assert copied == ["ann@acme.example"] * 2


def test_a_hostile_address_of_an_import_is_shown_and_refused(sold: Shell, opened: list[str]) -> None:
    sold.did("org", "acme", "website:javascript:alert(1)")
    result = sold("open", "1", "site")
    assert (result.code, opened) == (2, [])
    assert "javascript:alert(1)" in result.err
