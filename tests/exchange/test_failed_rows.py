"""The rows that cannot be read: kept beside the file with the reason, to be corrected and imported."""

from __future__ import annotations

import csv
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipetui.domain.errors import InputError
from pipetui.exchange.apply import apply
from pipetui.exchange.plan import Options, plan
from pipetui.service import Workspace, reads
from pipetui.store.recovery import backup

if TYPE_CHECKING:
    from tests.exchange.conftest import RunImport, WriteCsv

BROKEN = (
    "Title;Email;Value;Created\n"
    "Good;;5;2026-01-05\n"
    ";+49;5;31.02.2026\n"
    ';"=Nobody";-5;\n'
    "Short;\n"
    "Long;;5;;;extra\n"
    ';"two\nlines";;\n'
)


_NAMELESS = "no title, and no organization to name the deal after"


def records(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_b29_failed_rows_are_kept_with_the_reason_and_guarded(write_csv: WriteCsv, run_import: RunImport) -> None:
    path = write_csv(BROKEN)
    result = run_import(path)

    assert (result.new, result.failed) == (1, 5)
    assert result.failed_file == path.with_name("deals-failed.csv")
    assert result.message == f"imported 1 deal from deals.csv (5 failed, see {result.failed_file})"
    assert records(result.failed_file) == [
        ["Title", "Email", "Value", "Created", "reason"],
        ["", "'+49", "5", "31.02.2026", _NAMELESS],
        ["", "'=Nobody", "'-5", "", _NAMELESS],
        ["Short", "", "", "", "2 cells instead of 4"],
        ["Long", "", "5", "", "6 cells instead of 4", "", "extra"],
        ["", "two\nlines", "", "", _NAMELESS],
    ]
    assert result.failed_file.stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in path.parent.iterdir()) == ["deals-failed.csv", "deals.csv"]


def test_corrected_failed_rows_are_imported_by_the_same_command(
    workspace: Workspace, write_csv: WriteCsv, run_import: RunImport
) -> None:
    failed = run_import(write_csv(BROKEN)).failed_file
    assert failed is not None
    text = failed.read_text(encoding="utf-8").replace(";'+49;5", "+49;;5")
    result = run_import(write_csv(text, "deals-failed.csv"))
    assert result.new == 2
    assert {card.title for card in reads.cards(workspace)} == {"Good", "+49", "Short"}


def test_nothing_failed_leaves_no_file(write_csv: WriteCsv, run_import: RunImport) -> None:
    path = write_csv("Title\nA\n")
    assert run_import(path).failed_file is None
    assert [file.name for file in path.parent.iterdir()] == ["deals.csv"]


def test_an_older_failed_file_is_replaced_and_closed_to_others(write_csv: WriteCsv, run_import: RunImport) -> None:
    old = write_csv("old", "deals-failed.csv")
    old.chmod(0o644)
    result = run_import(write_csv("Title,Value,reason\n,-5,because\n"))
    assert result.failed_file == old
    assert old.read_text(encoding="utf-8").splitlines() == [
        "Title,Value,reason,reason it failed",
        f',\'-5,because,"{_NAMELESS}"',
    ]
    assert old.stat().st_mode & 0o777 == 0o600


def test_failed_rows_that_cannot_be_kept_stop_the_import(
    workspace: Workspace, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = plan(workspace, write_csv("Title,Value\nA,5\n,-5\n"), Options())

    usual = os.open

    def refuse(path: Path, flags: int, *more: int) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(13, "Permission denied")
        return usual(path, flags, *more)

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(backup, "rotated", lambda *_: None)
    with pytest.raises(InputError, match="the failed rows cannot be kept"):
        apply(workspace, made)
    assert reads.cards(workspace) == []


BAD = "Title;Value;Created\nGood {0};5;\n;{0};\n"


def test_files_of_one_name_keep_their_failed_rows_apart(
    workspace: Workspace, tmp_path: Path, run_import: RunImport
) -> None:
    """In an archive, in one folder, and beside what was corrected before: no row is written over another."""
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("north/deals.csv", BAD.format(1))
        archive.writestr("south/Deals.csv", BAD.format(2))
    result = run_import(tmp_path / "all.zip")
    assert result.failed == 2
    assert [path.name for path in result.failed_files] == ["all-deals-failed.csv", "all-Deals-2-failed.csv"]
    assert [records(path)[1][1] for path in result.failed_files] == ["1", "2"]


def test_what_is_imported_is_never_written_over_by_what_failed_beside_it(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(BAD.format(3))
    corrected = tmp_path / "deals-failed.csv"
    corrected.write_text("Title;Value;Created;reason\nCorrected;7;;no title\n")
    (tmp_path / "deals-2-failed.csv").mkdir()
    result = apply(workspace, plan(workspace, [tmp_path / "deals.csv", corrected], Options()))
    assert corrected.read_text().splitlines()[1] == "Corrected;7;;no title"
    assert result.failed_files == (tmp_path / "deals-3-failed.csv",)


def test_failed_rows_that_find_no_place_in_the_end_stay_beside_it(
    write_csv: WriteCsv, run_import: RunImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(BROKEN)
    replace = Path.replace

    def refused(place: Path, target: Path) -> Path:
        if target.name.endswith("-failed.csv"):
            raise PermissionError(13, "Permission denied", str(target))
        return replace(place, target)

    monkeypatch.setattr(Path, "replace", refused)
    result = run_import(path)
    assert result.failed_file == path.with_name(".deals-failed.csv.part")
    assert len(records(result.failed_file)) == 6
