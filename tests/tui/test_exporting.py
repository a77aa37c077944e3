"""Exporting from the app: what is marked, else everything; the ending of the file says in which format."""

import csv
import json
import zipfile
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from pipetui.domain.errors import StoreError
from pipetui.exchange import export
from pipetui.service import Workspace, reads
from pipetui.tui.dialogs.stages import LineDialog
from tests.tui.conftest import Opens, Rep


async def export_to(rep: Rep, path: Path) -> str:
    """Name a file where it is asked for, and Enter; what the line says of it."""
    if not isinstance(rep.app.screen, LineDialog):
        rep.app.action_export_file()
        await rep.settle()
    rep.app.screen.query_one(Input).value = str(path)
    await rep.settle()
    said = str(rep.app.screen.query(Static).last().content)
    await rep.press("enter")
    await rep.settle()
    return said


def titles(path: Path) -> set[str]:
    return {row["Title"] for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())}


async def test_what_is_marked_or_everything_is_exported_from_the_app(
    sales: Workspace, opened: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = {card.title for card in reads.cards(sales)}
    async with opened(sales) as rep:
        assert "deals, people, organizations" in await export_to(rep, tmp_path / "all.zip")
        assert rep.message.startswith(f"exported to {tmp_path / 'all.zip'}: deals {len(every)}")
        assert "deals.csv" in zipfile.ZipFile(tmp_path / "all.zip").namelist()
        assert "is there already" in await export_to(rep, tmp_path / "all.zip")
        assert "the name of the file ends with .json, .csv" in await export_to(rep, tmp_path / "deals.doc")
        await export_to(rep, tmp_path / "book.json")
        assert json.loads((tmp_path / "book.json").read_text(encoding="utf-8"))
        marked = rep.card.title
        await rep.press("space")
        assert "is the whole book" in await export_to(rep, tmp_path / "some.json")
        await export_to(rep, tmp_path / "deals.csv")
        assert titles(tmp_path / "deals.csv") == {marked}

        def full(*_: object, **__: object) -> None:
            raise StoreError("the disk is full; nothing was written", "free some space and try again")

        monkeypatch.setattr(export, "to_file", full)
        await export_to(rep, tmp_path / "more.csv")
        assert "the disk is full" in rep.message
