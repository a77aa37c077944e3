"""Workbooks of Excel and LibreOffice: their sheets are tables, what is typed in them is text."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from pipetui.domain.errors import InputError
from pipetui.exchange.containers.open import tables_of
from tests.exchange.workbooks import Value, ods, sheet_of, xlsx, zipped

TEXT = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def written(folder: Path, content: bytes, name: str = "book.xlsx") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def test_what_is_typed_in_a_cell_comes_as_text(tmp_path: Path) -> None:
    row: list[Value] = [
        "Crane",
        25000,
        0.1 + 0.2,
        date(2026, 12, 31),
        datetime(2026, 1, 2, 9, 59, 59),
        True,
        "#N/A",
        4916030000000,
    ]
    headings: list[Value] = ["Deal", "Value", "Part", "Close", "Created", "Won", "Note", "Phone"]
    [table] = tables_of(written(tmp_path, xlsx({"Deals": [headings, row]})))
    assert (table.name, table.container, list(table.headings)) == ("book.xlsx", "xlsx", headings)
    expected = ["Crane", "25000", "0.3", "2026-12-31", "2026-01-02 09:59:59", "true", "", "4916030000000"]
    assert [row.cells for row in table.rows()] == [expected]


def test_each_sheet_is_a_table_and_the_hidden_and_the_blank_are_named(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Value]]] = {
        "Pipeline": [["Tracker"], [], ["Deal", "Stage"], ["A", "Demo"], [None, None], ["B", "Lead"]],
        "Log": [["Date", "Outcome"], [date(2026, 1, 2), "called"]],
        "Blank": [],
        "Lists": [["Stage"], ["Demo"]],
    }
    tables = tables_of(written(tmp_path, xlsx(sheets, hidden=["Lists"])))
    assert [table.name for table in tables] == ["book.xlsx · Pipeline", "book.xlsx · Log"]
    assert [(row.line, row.cells) for row in tables[0].rows()] == [(4, ["A", "Demo"]), (6, ["B", "Lead"])]
    assert {remark.kind: remark.example for remark in tables[0].remarks()} == {
        "empty": "book.xlsx · Blank",
        "hidden": "book.xlsx · Lists",
    }


def test_a_sheet_of_libreoffice_ends_where_its_last_cell_does(tmp_path: Path) -> None:
    head = "".join(map(TEXT.format, ("Deal", "Value")))
    value = '<table:table-cell office:value-type="float" office:value="12.5"><text:p>12,50</text:p></table:table-cell>'
    rest = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    rows = f"<table:table-row>{head}</table:table-row><table:table-row>{TEXT.format('Crane')}{value}</table:table-row>"
    [table] = tables_of(written(tmp_path, ods(rows + rest), "book.ods"))
    assert [row.cells for row in table.rows()] == [["Crane", "12.5"]]


def cell(at: str) -> str:
    return f'<c r="{at}"><v>1</v></c>'


@pytest.mark.parametrize(
    "far", ["XFD1048576", "xfd1048576", "ZZ999999", "ZZZZZZZZ9", "A99999999999", "A" * 5000 + "9", "A" + "9" * 5000]
)
def test_two_cells_a_whole_sheet_apart_do_not_take_the_memory_between(tmp_path: Path, far: str) -> None:
    raw = sheet_of(f'<row r="1">{cell("A1")}</row><row r="2">{cell(far)}</row>')
    with pytest.raises(InputError, match="more cells than memory"):
        tables_of(written(tmp_path, xlsx({}, raw={"Deals": raw})))


@pytest.mark.parametrize("at", ["xl/worksheets/more/one.xml", "xl/worksheets/sheet1.bin", "custom/data"])
def test_nor_does_a_sheet_that_lies_elsewhere(tmp_path: Path, at: str) -> None:
    raw = sheet_of(f'<row r="1">{cell("A1")}</row><row r="2">{cell("XFD1048576")}</row>')
    with zipfile.ZipFile(io.BytesIO(xlsx({"Deals": [["Title"]]}))) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    files[at] = raw.encode()
    named = "xl/_rels/workbook.xml.rels"
    files[named] = files[named].replace(b"worksheets/sheet1.xml", f"/{at}".encode())
    with pytest.raises(InputError, match="more cells than memory"):
        tables_of(written(tmp_path, zipped(files)))


@pytest.mark.parametrize("tag", ["sst", "x:sst"])
def test_texts_that_are_said_to_be_billions_take_no_memory(tmp_path: Path, tag: str) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx({"Deals": [["Title"]]}))) as packed:
        files: dict[str, str | bytes] = {name: packed.read(name) for name in packed.namelist()}
    files["xl/sharedStrings.xml"] = f'<{tag} count="1" uniqueCount="9999999999999"><si><t>a</t></si></{tag}>'
    with pytest.raises(InputError, match="more cells than memory"):
        tables_of(written(tmp_path, zipped(files)))


def test_a_text_about_such_texts_is_a_text(tmp_path: Path) -> None:
    said = 'sst count="9999999999999"'
    (table,) = tables_of(written(tmp_path, xlsx({"Deals": [["Title", "Note"], ["Acme", said]]})))
    assert [row.cells for row in table.rows()] == [["Acme", said]]


def test_a_row_that_says_it_lies_beyond_the_last_one_does_not_take_the_memory_between(tmp_path: Path) -> None:
    raw = sheet_of(f'<row r="1">{cell("A1")}</row><row r="4000000000"><c><v>1</v></c></row>')
    with pytest.raises(InputError, match="more cells than memory"):
        tables_of(written(tmp_path, xlsx({}, raw={"Deals": raw})))


def test_a_cell_of_libreoffice_that_repeats_itself_a_million_times_is_refused(tmp_path: Path) -> None:
    times = 'table:number-rows-repeated="1048570"'
    with pytest.raises(InputError, match="more cells than memory"):
        tables_of(
            written(tmp_path, ods(f"<table:table-row {times}>{TEXT.format('x') * 40}</table:table-row>"), "b.ods")
        )


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    raw = entities + sheet_of('<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>')
    with pytest.raises(InputError, match="not a workbook that can be read"):
        tables_of(written(tmp_path, xlsx({}, raw={"Deals": raw})))


def test_a_sheet_of_libreoffice_with_a_broken_tag_comes_to_an_end(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a workbook that can be read"):
        tables_of(written(tmp_path, ods("<"), "b.ods"))


def test_other_office_files_and_broken_ones_are_named(tmp_path: Path) -> None:
    whole = xlsx({"Deals": [["Deal"], ["A"]]})
    with pytest.raises(InputError, match=r"book\.xlsx"):
        tables_of(written(tmp_path, whole[: len(whole) // 2]))
    with pytest.raises(InputError, match=r"old\.xls is not a workbook"):
        tables_of(written(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "old.xls"))
    with zipfile.ZipFile(tmp_path / "letter.docx", "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    with pytest.raises(InputError, match="a text or a presentation"):
        tables_of(tmp_path / "letter.docx")
