"""Addresses handed to other programs, without a shell; the clipboard through the terminal."""

import base64
import os
import sys
from pathlib import Path

import pytest

from pipetui import outside
from pipetui.domain.errors import InputError

MAILTO = "mailto:ann@acme.example?subject=a%20b"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:x", "-e", "ftp://x.example", "", "mailto:a b"])
def test_other_schemes_and_crooked_addresses_are_not_opened(address: str) -> None:
    with pytest.raises(InputError):
        outside.opener(address, "linux", lambda name: f"/bin/{name}")


def test_each_platform_has_its_opener() -> None:
    assert outside.opener(MAILTO, "darwin", lambda name: f"/bin/{name}") == ["/bin/open", MAILTO]
    assert outside.opener("tel:+49301234", "linux", lambda name: f"/bin/{name}") == ["/bin/xdg-open", "tel:+49301234"]
    only_gio = outside.opener("https://x.example", "linux", lambda name: "/bin/gio" if name == "gio" else None)
    assert only_gio == ["/bin/gio", "open", "https://x.example"]
    with pytest.raises(InputError, match="nothing here can open an address"):
        outside.opener(MAILTO, "linux", lambda name: None)


def program(folder: Path, code: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An opener that writes down what it is given."""
    given = folder / "given"
    script = folder / "xdg-open"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{given}"\necho noise\nexit {code}\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(sys, "platform", "linux")
    return given


def test_the_opener_gets_the_address_as_one_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    given = program(tmp_path, 0, monkeypatch)
    address = "mailto:ann@acme.example?subject=$(id)%20;rm"
    outside.open_address(address, patience=60)
    assert given.read_text() == f"{address}\n"
    assert capfd.readouterr() == ("", "")


def test_an_opener_that_finds_no_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, 3, monkeypatch)
    with pytest.raises(InputError, match="no program is set up"):
        outside.open_address(MAILTO, patience=60)


def test_what_is_copied_is_wrapped_so_that_it_cannot_leave_the_sequence() -> None:
    text = "Grüße \x1b]0;x\x07{deal}\n\x1b[201~\u202erm -rf\ud800 \x1b[200~end"
    sequence = outside.copying(text)
    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\x07")
    inside = sequence.removeprefix("\x1b]52;c;").removesuffix("\x07")
    assert base64.b64decode(inside, validate=True).decode() == "Grüße {deal}\nrm -rf end", "nor a bracketed paste"
