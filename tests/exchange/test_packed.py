"""Archives and folders: each file in them is a table; what cannot be read is named, and nothing is unpacked."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from pipetui.domain.errors import InputError, NotFoundError
from pipetui.exchange.containers import csv_file, packed
from pipetui.exchange.containers.open import tables_of
from tests.exchange.workbooks import xlsx, zipped

DEALS = "Deal,Value\nA,1\n"


def written(folder: Path, content: bytes, name: str = "export.zip") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def test_every_file_of_an_archive_is_a_table(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "Data/Deals.csv": DEALS,
        "book.xlsx": xlsx({"Pipeline": [["Deal"], ["B"]], "Log": [["Note"], ["x"]]}),
        "notes.csv.gz": gzip.compress(b"Note\nhello\n"),
        "inner.zip": zipped({"People.csv": "Name\nAda\n"}),
        "__MACOSX/._Deals.csv": b"\0\1",
        "logo.png": b"\x89PNG\r\n\x1a\n\0\0",
        "empty.csv": "",
    }
    tables = tables_of(written(tmp_path, zipped(files)))
    assert {table.name: [row.cells for row in table.rows()] for table in tables} == {
        "export.zip/Data/Deals.csv": [["A", "1"]],
        "export.zip/book.xlsx · Pipeline": [["B"]],
        "export.zip/book.xlsx · Log": [["x"]],
        "export.zip/notes.csv": [["hello"]],
        "export.zip/inner.zip/People.csv": [["Ada"]],
    }
    left = [remark.example for remark in tables[0].remarks() if remark.kind == "left out"]
    assert len(left) == 2
    assert "logo.png" in left[0]
    assert "empty.csv is empty" in left[1]


def test_a_folder_is_read_as_an_archive_is_but_for_the_book(tmp_path: Path) -> None:
    folder, book = tmp_path / "export", tmp_path / "export" / "book.db"
    (folder / "more").mkdir(parents=True)
    (folder / "b.csv").write_text(DEALS)
    (folder / "more" / "a.csv").write_text("Note\nx\n")
    (folder / ".hidden.csv").write_text(DEALS)
    book.write_bytes(b"SQLite format 3\0")
    os.mkfifo(folder / "pipe.csv")
    tables = tables_of(folder, book=book)
    assert [table.name for table in tables] == ["export/b.csv", "export/more/a.csv"]
    [left] = tables[0].remarks()
    assert "is a pipe" in left.example
    with pytest.raises(InputError, match="holds no table"):
        (tmp_path / "bare").mkdir()
        tables_of(tmp_path / "bare")
    with pytest.raises(NotFoundError):
        tables_of(tmp_path / "nothing")


def test_names_that_leave_the_archive_stay_in_it_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    path = written(folder, zipped({"../../evil.csv": DEALS, "/etc/x.csv": DEALS, "C:\\y\x1b[31m.csv": DEALS}))
    assert [table.name for table in tables_of(path)] == [
        "export.zip/evil.csv",
        "export.zip/etc/x.csv",
        "export.zip/y\\x1b[31m.csv",
    ]
    assert [entry.name for entry in tmp_path.rglob("*.*")] == ["export.zip"]


def test_an_encrypted_file_is_named(tmp_path: Path) -> None:
    content = bytearray(zipped({"secret.csv": DEALS}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    with pytest.raises(InputError, match=r"secret\.csv") as caught:
        tables_of(written(tmp_path, bytes(content)))
    assert "password" in caught.value.hint
    both = bytearray(zipped({"secret.csv": DEALS, "deals.csv": DEALS}))
    both[both.index(b"PK\x01\x02") + 8] |= 1
    [table] = tables_of(written(tmp_path, bytes(both)))
    assert [(remark.kind, remark.example) for remark in table.remarks()] == [("encrypted", "export.zip/secret.csv")]


def test_what_unpacks_to_far_more_than_an_export_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_SUSPECT_FROM", 4_000_000)
    with pytest.raises(InputError, match="that is not an export"):
        tables_of(written(tmp_path, zipped({"deals.csv": b"Deal\n" + b"aaaaaaa\n" * 1_000_000})))
    squeezed = io.BytesIO()
    with gzip.GzipFile(fileobj=squeezed, mode="wb") as file:
        file.write(b"Deal\n")
        for _ in range(10):  # long rows, for it is of bytes, not of rows, that there are too many
            file.write((b"a" * 9_999 + b"\n") * 100)
    [table] = tables_of(written(tmp_path, squeezed.getvalue(), "deals.csv.gz"))
    with pytest.raises(InputError, match="that is not an export"):
        sum(1 for _ in table.rows())


@pytest.mark.parametrize("cut", [10, 30, 60])
def test_a_damaged_archive_is_named(tmp_path: Path, cut: int) -> None:
    with pytest.raises(InputError, match=r"export\.zip"):
        tables_of(written(tmp_path, zipped({"a.csv": DEALS})[:-cut]))
    broken = gzip.compress(DEALS.encode() * 1000)[:-cut]
    with pytest.raises(InputError, match="deals"):
        [list(table.rows()) for table in tables_of(written(tmp_path, broken, "deals.csv.gz"))]


def test_packed_again_and_again_is_not_followed(tmp_path: Path) -> None:
    content = zipped({"deals.csv": DEALS})
    for _ in range(4):
        content = zipped({"inner.zip": content})
    with pytest.raises(InputError, match="packed too often"):
        tables_of(written(tmp_path, content))


def test_a_member_whose_bytes_were_changed_is_named(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("deals.csv", DEALS)
    with pytest.raises(InputError, match=r"deals\.csv cannot be unpacked"):
        tables_of(written(tmp_path, packed.getvalue().replace(b"A,1", b"B,1")))


def test_what_cannot_even_be_looked_at_is_left_out_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link into a folder of somebody else: told why, and no reason to leave the others."""
    (tmp_path / "deals.csv").write_text("Deal name,Amount\nAcme,5\n")
    (tmp_path / "locked.csv").symlink_to(tmp_path / "elsewhere")
    stat = Path.stat

    def refused(path: Path, **options: bool) -> os.stat_result:
        if path.name == "locked.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", refused)
    (table,) = tables_of(tmp_path)
    [left] = table.remarks()
    assert left.kind == "left out"
    assert "Permission denied" in left.example
    with pytest.raises(InputError, match="Permission denied"):
        tables_of(tmp_path / "locked.csv")


def test_a_packed_file_of_endless_tiny_rows_is_refused_at_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_file, "MOST_LINES", 300)
    path = tmp_path / "tiny.csv.gz"
    path.write_bytes(gzip.compress(b"Title,Value\n" + b"a,1\n" * 1000))
    (table,) = tables_of(path)
    with pytest.raises(InputError, match="more than 300 lines"):
        list(table.rows())
