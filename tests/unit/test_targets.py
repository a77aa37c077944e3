"""What is opened, as what, and what is only shown: what stands in a book may come from anybody."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui import outside
from pipetui.domain import targets
from pipetui.domain.errors import InputError
from pipetui.domain.targets import LINK, MAIL, PHONE, SITE


@pytest.mark.parametrize(
    ("kind", "text", "address"),
    [
        (MAIL, "ann@acme.example", "mailto:ann@acme.example"),
        (PHONE, "+49 (30) 123-45", "tel:+493012345"),
        (PHONE, "030 123", "tel:030123"),
        (SITE, "acme.example", "https://acme.example"),
        (SITE, "acme.example:8080/x", "https://acme.example:8080/x"),
        (LINK, "http://acme.example/ü b?q=1&r=$(id)", "http://acme.example/%C3%BC%20b?q=1&r=$(id)"),
        (LINK, "HTTPS://acme.example/%20", "HTTPS://acme.example/%20"),
    ],
)
def test_each_kind_has_its_address(kind: str, text: str, address: str) -> None:
    assert targets.address(kind, text) == address
    assert outside.checked(address) == address


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (LINK, "javascript:alert(1)"), (LINK, "file:///etc/passwd"), (SITE, "data:text/html,x"), (LINK, "vbscript:x"),
        (SITE, "https://x\x1b]0;y\x07"), (LINK, "a\nb"), (LINK, ""), (PHONE, "ask Ann"), (MAIL, "ann"),
        (MAIL, "-x"), (LINK, "ssh://-oProxyCommand=x"), (LINK, "smb://host/share"),
    ],
)  # fmt: skip
def test_anything_else_is_refused(kind: str, text: str) -> None:
    with pytest.raises(InputError):
        targets.address(kind, text)


@given(st.sampled_from(targets.KINDS), st.text())
def test_no_text_of_a_book_becomes_an_address_that_is_none(kind: str, text: str) -> None:
    try:
        address = targets.address(kind, text)
    except InputError:
        return
    assert outside.checked(address) == address


@pytest.mark.parametrize("name", ["run.sh", "Setup.EXE", "x.desktop", "a.pdf.lnk", "x.command", "x.bat.", "Chess.app/"])
def test_a_program_is_known_by_its_name(name: str) -> None:
    assert targets.is_program(f"/home/ann/{name}")


def test_files_are_opened_by_their_whole_path_and_no_programs(tmp_path: Path) -> None:
    offer = tmp_path / "-offer ü.pdf"
    offer.write_text("%PDF")
    assert outside.checked_file(str(offer)) == str(offer)
    offer.chmod(0o755)  # as everything on a disk that knows no rights
    assert outside.checked_file(str(offer)) == str(offer)
    assert outside.checked_file(str(tmp_path)) == str(tmp_path)
    script = tmp_path / "offer"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    link = tmp_path / "terms.pdf"
    (tmp_path / "x.sh").write_text("")
    link.symlink_to(tmp_path / "x.sh")
    for path in (str(script), str(link), "-offer.pdf", "offer.pdf", str(tmp_path / "none"), "/" + "x" * 5000, "/\x00"):
        with pytest.raises(InputError):
            outside.checked_file(path)


@pytest.mark.parametrize(
    ("platform", "environment", "there"),
    [
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0", "SSH_TTY": "x"}, True),
        ("linux", {}, False),
        ("linux", {"WSL_DISTRO_NAME": "x"}, True),
        ("linux", {"SSH_CONNECTION": "x", "WSL_DISTRO_NAME": "x"}, False),
        ("darwin", {}, True),
        ("darwin", {"SSH_CONNECTION": "x"}, False),
        ("win32", {}, True),
    ],
)
def test_a_desktop_is_there_or_not(platform: str, environment: dict[str, str], there: bool) -> None:
    assert outside.has_desktop(platform, environment) == there


@pytest.mark.parametrize("hidden", ["attach=/etc/passwd", "subject=x&Attachment=~/.ssh/id", "x;attach=a", "%61ttach=a"])
def test_an_address_takes_no_file_of_ours_along(hidden: str) -> None:
    with pytest.raises(InputError, match="is not opened"):
        targets.page(f"mailto:ann@acme.example?{hidden}")
    assert targets.page("mailto:ann@acme.example?subject=see attached&cc=b@x.example")


@pytest.mark.parametrize(
    "crafty",
    [
        "mailto:ann@acme.example?subject=x%0d%0aBcc:eve@x.example", "mailto:ann%0A@acme.example",
        "mailto:ann@acme.example?cc=%1b[2J", "mailto:-attach=/etc/passwd", "mailto:%2d-help",
        "mailto:ann@acme.example,-x@acme.example", "mailto:ann@acme.example?bcc=-x", "tel:-1", "tel:1%0a2",
    ],
)  # fmt: skip
def test_an_address_hides_no_heading_and_no_option(crafty: str) -> None:
    with pytest.raises(InputError, match="is not opened"):
        targets.page(crafty)
    with pytest.raises(InputError, match="is not opened"):
        targets.address(LINK, crafty)
    assert targets.page("mailto:ann@acme.example?body=one%0D%0Atwo&subject=a-b - c")


def test_what_never_ends_is_not_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "offer.pdf"
    os.mkfifo(pipe)
    for path in (str(pipe), "/dev/zero"):
        with pytest.raises(InputError, match="neither a file nor a folder"):
            outside.checked_file(path)


def test_half_a_pair_of_surrogates_is_written_as_what_cannot_be_read() -> None:
    assert targets.page("acme.example/" + chr(0xD800)) == "https://acme.example/?"
