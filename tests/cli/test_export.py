"""`pipetui export`: to stdout, a file, a folder, an archive; and a whole book that comes back by `import`."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from pipetui.exchange.writers.formats import FORMATS
from tests.cli.conftest import Begun, Shell
from tests.hostile import spoil


@pytest.fixture
def sales(run: Shell, begun: Begun) -> Shell:
    """The shell with three deals, one of them won."""
    begun(
        ("add", "Acme rollout", "12k", "who:Ann", "email:ann@acme.example", "next:fri", "+hot"),
        ("add", "Globex pilot", "org:Globex", "next:+3d"),
        ("add", "Initech audit"),
        ("win", "3"),
    )
    return run


def titles(text: str) -> list[str]:
    return [row["Title"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def test_deals_leave_as_csv_chosen_as_in_a_list_or_by_number(sales: Shell) -> None:
    assert titles(sales.did("export", "--to", "csv")) == ["Acme rollout", "Globex pilot", "Initech audit"]
    assert titles(sales.did("export", "won", "--to", "csv")) == ["Initech audit"]
    assert titles(sales.did("export", "tag:hot", "or", "globex", "--to", "csv")) == ["Acme rollout", "Globex pilot"]
    assert titles(sales.did("export", "1,3", "--to", "csv")) == ["Acme rollout", "Initech audit"]
    assert "ann@acme.example" in sales.did("export", "1", "--to", "csv", "--kind", "people")


def test_what_fits_nothing_writes_nothing(sales: Shell, tmp_path: Path) -> None:
    result = sales("export", "nosuch", "--output", str(tmp_path / "x.csv"))
    assert (result.code, result.out) == (1, "")
    assert not (tmp_path / "x.csv").exists()
    assert sales("export", "99", "--to", "csv").code == 3


def test_a_parked_deal_that_a_filter_leaves_out_is_said(sales: Shell) -> None:
    sales.did("park", "1", "+3w")
    result = sales("export", "open", "--to", "csv")
    assert titles(result.out) == ["Globex pilot"]
    assert "1 parked left out" in result.err
    assert len(titles(sales.did("export", "--to", "csv"))) == 3


def test_a_file_that_is_named_without_its_option_is_told_with_it(sales: Shell) -> None:
    refused = sales("export", "open", "my deals.csv")
    assert refused.code == 2
    assert "pipetui export open --output 'my deals.csv'" in refused.err


@pytest.mark.parametrize("one", [one for one in FORMATS if not one.kinds], ids=lambda one: one.name)
def test_the_ending_of_a_file_tells_its_format(one: object, sales: Shell, tmp_path: Path) -> None:
    path = tmp_path / f"given{one.ending}"  # type: ignore[attr-defined]
    shape = json.loads(sales.did("export", "--output", str(path), "--json"))
    assert shape["format"] == one.name  # type: ignore[attr-defined]
    assert shape["files"][0]["records"] >= 2
    assert path.read_bytes().decode() == sales.did("export", "--to", shape["format"], "--output", "-")


def test_a_file_is_its_owners_alone_and_nothing_is_left_beside_it(sales: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    sales.did("export", "--output", str(folder / "people.csv"))
    assert stat.S_IMODE((folder / "people.csv").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["people.csv"]
    assert "Ann" in (folder / "people.csv").read_text()


def test_a_file_that_is_there_stays_unless_it_is_wanted(sales: Shell, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("mine")
    result = sales("export", "--output", str(path))
    assert (result.code, path.read_text()) == (4, "mine")
    assert "--force" in result.err
    sales.did("export", "--output", str(path), "--force")
    assert titles(path.read_text())[0] == "Acme rollout"


def test_the_book_itself_is_never_written_over(sales: Shell, book: Path, tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(book)
    os.link(book, tmp_path / "hard.json")
    for name in (str(book), str(tmp_path / "link.json"), str(tmp_path / "hard.json"), f"{book}-wal"):
        result = sales("export", "--to", "json", "--output", name, "--force")
        assert result.code in (0, 2), result
        if not name.endswith("-wal"):
            assert "is the book itself" in result.err
    assert len(titles(sales.did("export", "--to", "csv"))) == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["--to", "word"], 2),
        (["--output", "x.doc"], 2),
        (["--to", "csv", "--kind", "quotas"], 2),
        (["--to", "ical", "--kind", "deals"], 2),
        (["won", "--to", "json"], 2),
        (["stage:", "--to", "csv"], 2),
        (["--to", "csv", "--output", "nowhere/x.csv"], 3),
        (["--to", "csv", "--output", "nowhere/deep/"], 3),
        (["--to", "csv", "--output", "/dev/full"], 2),
        (["--to", "vcard", "--output", "x.zip"], 2),
        (["--to", "csv", "--kind", "notes", "--output", "x.zip"], 2),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: list[str], code: int, sales: Shell) -> None:
    result = sales("export", *arguments)
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith("pipetui: ")


def test_all_kinds_go_into_a_folder_or_an_archive(sales: Shell, tmp_path: Path) -> None:
    said = sales.did("export", "--to", "csv", "--output", str(tmp_path / "out"))
    assert "deals 3" in said
    assert titles((tmp_path / "out" / "deals.csv").read_text())[0] == "Acme rollout"
    assert sales("export", "--to", "csv", "--output", str(tmp_path / "out")).code == 4
    sales.did("export", "won", "--output", str(tmp_path / "won.zip"))
    with zipfile.ZipFile(tmp_path / "won.zip") as archive:
        assert archive.testzip() is None
        assert titles(archive.read("deals.csv").decode()) == ["Initech audit"]
        assert "history.csv" in archive.namelist()
    shape = json.loads(sales.did("export", "--to", "hub", "--output", str(tmp_path / "hub.zip"), "--json"))
    assert [file["file"] for file in shape["files"]][:2] == ["deals.csv", "contacts.csv"]


def test_a_reader_that_has_seen_enough_is_no_error_and_a_full_disk_is_told(sales: Shell, book: Path) -> None:
    command = [sys.executable, "-m", "pipetui", "export", "--to", "json", "--db", str(book)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as one:
        assert one.stdout and one.stderr
        one.stdout.read(10)
        one.stdout.close()
        assert one.stderr.read() == b""
    command[command.index("json")] = "csv"  # loads no tables, and goes out by the same door
    with open("/dev/full", "wb") as full:  # noqa: PTH123  # it is no file
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, b"No space left" in done.stderr) == (5, True)


def test_what_another_program_wrote_steers_no_reader(sales: Shell, book: Path, tmp_path: Path) -> None:
    spoil(book)
    for one in FORMATS:
        for kind in one.kinds or ("",):
            path = tmp_path / f"{one.name}{kind}{one.ending}"
            result = sales("export", "--to", one.name, *(["--kind", kind] if kind else []), "--output", str(path))
            assert result.code == 0, result
            text = path.read_bytes().decode()
            assert "\x1b" not in text and "\u202e" not in text


def test_a_book_comes_back_from_its_json_by_import(sales: Shell, tmp_path: Path) -> None:
    path, new = tmp_path / "book.json", ("--db", str(tmp_path / "new.db"))
    sales.did("export", "--output", str(path))
    result = sales("import", str(path), "--dry-run", *new)
    assert result.code == 0 and "nothing was imported" in result.err
    assert not (tmp_path / "new.db").exists()
    assert "imported the book book.json: 3 deals" in sales.did("import", str(path), *new)
    assert sales.did("export", "--to", "json", *new) == path.read_text("utf-8")
    assert sales("import", str(path), *new).code == 4
    assert "undone: imported the book" in sales.did("undo", *new)
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        assert connection.execute("SELECT count(*) FROM deal").fetchone() == (0,)


def test_a_spoilt_book_makes_no_new_one_and_says_where(sales: Shell, tmp_path: Path) -> None:
    path = tmp_path / "book.json"
    path.write_text(sales.did("export", "--to", "json")[:-50], "utf-8")
    result = sales("import", str(path))
    assert result.code == 4
    result = sales("import", str(path), "--db", str(tmp_path / "new.db"))
    assert result.code == 2
    assert "line " in result.err
    assert not (tmp_path / "new.db").exists()


def test_what_was_edited_in_a_spreadsheet_comes_back_to_where_it_came_from(sales: Shell, tmp_path: Path) -> None:
    sales.did("log", "1", "call", "reached", "liked", "it", "next:+5d")
    sales.did("note", "1", "two words")
    folder = tmp_path / "out"
    sales.did("export", "--to", "csv", "--output", str(folder))
    path = folder / "deals.csv"
    path.write_text(path.read_text("utf-8").replace("Globex pilot", "Globex rollout"), "utf-8")
    sales.did("import", str(folder), "--yes")
    assert [row["title"] for row in json.loads(sales.did("list", "--json"))].count("Globex rollout") == 1
    sales.did("export", "--to", "csv", "--output", str(tmp_path / "again"))
    for kind in ("deals", "people", "organizations", "touches", "notes", "follow-ups"):
        before = (folder / f"{kind}.csv").read_text("utf-8").replace("Globex pilot", "Globex rollout")
        assert (tmp_path / "again" / f"{kind}.csv").read_text("utf-8") == before
    assert "nothing new" in sales.did("import", str(folder), "--yes")
