"""`o` and `F`: what a deal has is opened by other programs, and files are put to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from pipetui import outside, tui
from pipetui.service import Workspace, attachments, opening
from pipetui.tui.dialogs.path import PathDialog, completed, unquoted
from tests.tui.conftest import Opens


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers"
    (made / "offers").mkdir(parents=True)
    for name in ("offer march.pdf", "offer may.pdf", "terms.pdf", ".hidden"):
        (made / name).write_text("")
    return made


def test_a_path_is_written_on_as_far_as_the_names_agree(folder: Path) -> None:
    assert completed(f"{folder}/t") == (f"{folder}/terms.pdf", ["terms.pdf"])
    assert completed(f"{folder}/of") == (f"{folder}/offer", ["offer march.pdf", "offer may.pdf", "offers/"])
    assert completed(f"{folder}/offers") == (f"{folder}/offers/", ["offers/"])
    assert completed(f"{folder}/")[1] == ["offer march.pdf", "offer may.pdf", "offers/", "terms.pdf"]
    for typed in (f"{folder}/nosuch", "https://acme.example/t", "", "/no/such/folder/x", "/\x00/x", "~nobody-here/x"):
        assert completed(typed) == (typed, [])


@pytest.mark.parametrize(
    ("pasted", "path"),
    [
        ("'/a b/c.pdf'", "/a b/c.pdf"),
        ('"/a b/c.pdf"', "/a b/c.pdf"),
        ("/a\\ b/c.pdf ", "/a b/c.pdf"),
        ("file:///a%20b/c.pdf", "/a b/c.pdf"),
        ("file://desk/a%23b.pdf", "/a#b.pdf"),
        ("file://[", ""),
        ("https://acme.example/a%20b", "https://acme.example/a%20b"),
    ],
)
def test_a_path_is_taken_as_it_is_pasted(pasted: str, path: str) -> None:
    assert unquoted(pasted) == path


def test_the_app_copies_through_its_own_driver_not_beside_what_it_paints() -> None:
    modules = Path(tui.__file__).parent.rglob("*.py")
    assert [path.name for path in modules if "outside.copy(" in path.read_text("utf-8")] == []


async def test_one_thing_to_open_is_opened_and_of_several_a_key_chooses(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    monkeypatch.setattr(outside, "has_desktop", lambda: True)
    monkeypatch.setattr(outside, "open_address", given.append)
    async with opened(sales) as rep:
        await rep.press("3")
        attachments.attach(sales, rep.card.id, ["https://acme.example/terms"])
        known = len(opening.targets_of(sales, "deal", rep.card.id))
        await rep.press("o")
        if known > 1:
            await rep.press(str(known))
        await rep.until(lambda: bool(given))
        assert given == ["https://acme.example/terms"]
        assert rep.message == "opened https://acme.example/terms"


async def test_a_file_is_attached_by_its_path(sales: Workspace, opened: Opens, folder: Path) -> None:
    async with opened(sales) as rep:
        await rep.press("3", "F")
        dialog = rep.app.screen
        assert isinstance(dialog, PathDialog)
        dialog.query_one(Input).value = f"{folder}/nosuch"
        await rep.press("enter")
        assert rep.app.screen is dialog
        dialog.query_one(Input).value = f"{folder}/terms.pdf"
        await rep.press("enter")
        assert rep.message.startswith("attached terms.pdf to")
        (one,) = attachments.attached(sales, rep.card.id)
        assert one.target == f"{folder}/terms.pdf"
