"""Any rep's CSV: encodings, delimiters, quotes, ragged and hostile rows."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui.cli.errors import what_to_do
from pipetui.domain.errors import InputError, NotFoundError
from pipetui.exchange.containers.csv_file import known_delimiter
from tests.exchange.tables import open_csv

if TYPE_CHECKING:
    from tests.exchange.conftest import WriteCsv

TABLE = "Title;Wert\nMüller Ausbau;1.250,50\nCafé Ø;3\n"


def cells(path: Path, **options: Any) -> list[list[str]]:
    return [row.cells for row in open_csv(path, **options).rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_encoding_is_found_out(write_csv: WriteCsv, encoding: str) -> None:
    path = write_csv(TABLE, encoding=encoding)

    file = open_csv(path)

    assert file.headings == ("Title", "Wert")
    assert file.delimiter == ";"
    assert [row.cells for row in file.rows()] == [["Müller Ausbau", "1.250,50"], ["Café Ø", "3"]]


def test_an_encoding_of_another_script_is_found_out(write_csv: WriteCsv) -> None:
    text = "Название,Клиент\nПоставка оборудования для завода,Северсталь\nОбслуживание серверов,Газпром\n"
    assert cells(write_csv(text, encoding="cp1251"))[0] == ["Поставка оборудования для завода", "Северсталь"]


def test_an_encoding_can_be_given(write_csv: WriteCsv) -> None:
    path = write_csv("案件,金額\n株式会社ミライ,100\n", encoding="cp932")
    assert cells(path, encoding="cp932") == [["株式会社ミライ", "100"]]
    assert cells(write_csv("﻿Title\nA\n", encoding="utf-16-le"), encoding="utf-16-le") == [["A"]]


def test_an_unknown_encoding_is_refused_with_examples(write_csv: WriteCsv) -> None:
    for name in ("klingon", "base64", "utf 99"):
        with pytest.raises(InputError, match="there is no encoding"):
            open_csv(write_csv(TABLE), encoding=name)


def test_a_wrong_encoding_names_the_line(write_csv: WriteCsv) -> None:
    path = write_csv("Title\n" + "plain\n" * 60_000 + "Müller\n", encoding="cp1252")
    file = open_csv(path, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(file.rows())
    assert caught.value.title == "deals.csv, line 60002: not written in utf-8"
    assert "--encoding cp1252" in what_to_do(caught.value)
    with pytest.raises(InputError, match="line 3: not written in utf-8"):
        open_csv(write_csv("Title\nA\nMü\n", encoding="cp1252"), encoding="utf-8")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(write_csv: WriteCsv, delimiter: str) -> None:
    lines = [["Title", "Org", "Value"], ["A, b; c", "x|y", "1,5"], ["multi\nline; with, all", "", "2,5"]]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(lines)
    assert cells(write_csv(text.getvalue())) == lines[1:]


def test_a_delimiter_in_texts_does_not_win_over_the_headings(write_csv: WriteCsv) -> None:
    path = write_csv("Title;Value\nAcme, Inc., Boston, MA;12,5\nGlobex, Ltd., York, UK;13,5\n")
    assert cells(path) == [["Acme, Inc., Boston, MA", "12,5"], ["Globex, Ltd., York, UK", "13,5"]]


def test_one_column_stays_one_column(write_csv: WriteCsv) -> None:
    assert cells(write_csv("Title\nAcme, Inc.\nGlobex\n")) == [["Acme, Inc."], ["Globex"]]


def test_excels_own_delimiter_line_is_read_over(write_csv: WriteCsv) -> None:
    file = open_csv(write_csv("sep=;\r\nTitle;Value\r\nA;1\r\n"))
    assert (file.headings, file.delimiter) == (("Title", "Value"), ";")
    assert [row.cells for row in file.rows()] == [["A", "1"]]


def test_a_delimiter_can_be_given_by_sign_or_word(write_csv: WriteCsv) -> None:
    assert cells(write_csv("a:b\n1:2\n"), delimiter=":") == [["1", "2"]]
    assert known_delimiter("tab") == known_delimiter("\\t") == known_delimiter("\t") == "\t"
    for word in ("", ";;", '"', "\n"):
        with pytest.raises(InputError, match="is not a delimiter"):
            known_delimiter(word)


def test_quotes_line_ends_and_zero_bytes(write_csv: WriteCsv) -> None:
    path = write_csv('"Title","Note"\r\n"The ""best"" deal","first\r\nsecond"\r\n\r\n,,\r\nz\x00ero,x\r\n')
    rows = list(open_csv(path).rows())
    assert rows[0].cells == ['The "best" deal', "first\r\nsecond"]
    assert [row.line for row in rows] == [2, 6]
    assert rows[1].cells[0].replace("\x00", "") == "zero"


def test_headings_are_all_different_and_none_is_blank(write_csv: WriteCsv) -> None:
    file = open_csv(write_csv("Name,,name,Name,,\x1b[31mRed \na,b,c,d,e,f\n"))
    assert file.headings == ("Name", "Column 2", "name (2)", "Name (3)", "Column 5", "Red")


def test_rows_of_another_length_are_broken(write_csv: WriteCsv) -> None:
    rows = list(open_csv(write_csv("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,,\n")).rows())
    assert [row.problem for row in rows] == ["", "2 cells instead of 3", "4 cells instead of 3", ""]
    assert rows[3].cells == ["1", "2", "3"]


def test_a_delimiter_at_the_end_of_every_line_is_no_column(write_csv: WriteCsv) -> None:
    rows = list(open_csv(write_csv('"a";"b";\n"1";"2";\n"3";"4"\n')).rows())
    assert [(row.cells[:2], row.problem) for row in rows] == [(["1", "2"], ""), (["3", "4"], "")]


def test_a_missing_quotation_mark_is_suspected(write_csv: WriteCsv) -> None:
    rows = list(open_csv(write_csv('a,b\n1,2\n3,"4\n' + "5,6\n7,8\n" * 40)).rows())
    assert "is a quotation mark missing?" not in rows[0].problem
    rows = list(open_csv(write_csv('a,b,c\n1,2,3\n3,"4\n' + "5,6,7\n" * 80)).rows())
    assert rows[1].problem == "2 cells instead of 3 in the lines 3 to 83: is a quotation mark missing?"


def test_a_huge_cell_is_read(write_csv: WriteCsv) -> None:
    assert len(cells(write_csv(f"a,b\n{'x' * 400_000},1\n"))[0][0]) == 400_000


@pytest.mark.parametrize("content", ["", "\n\n", "﻿", " , ,\n", "sep=;\n"])
def test_a_file_without_headings_is_refused(write_csv: WriteCsv, content: str) -> None:
    with pytest.raises(InputError, match=r"is empty|has no headings"):
        open_csv(write_csv(content))


def test_headings_alone_are_no_rows(write_csv: WriteCsv) -> None:
    assert cells(write_csv("Title,Value")) == []


@pytest.mark.parametrize("magic", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7", b"\x1f\x8b\x08"])
def test_other_files_are_named(tmp_path: Path, magic: bytes) -> None:
    path = tmp_path / "deals.xlsx"
    path.write_bytes(magic)
    with pytest.raises(InputError, match="not a CSV"):
        open_csv(path)


def test_a_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no file"):
        open_csv(tmp_path / "nothing.csv")
    with pytest.raises(InputError, match="is a folder"):
        open_csv(tmp_path)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\ufeff"), max_size=12)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(lambda row: any(map(str.strip, row))), max_size=6),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    given_encoding=st.booleans(),
)
def test_whatever_is_written_is_read_back(
    rows: list[list[str]], delimiter: str, encoding: str, line_end: str, given_encoding: bool
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([["Alpha", "Beta", "Gamma"], *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        file = open_csv(path, delimiter, encoding if given_encoding or encoding == "utf-16-le" else None)
        assert [row.cells for row in file.rows()] == rows
        assert not any(row.problem for row in file.rows())


WORDS = st.text("abcäöü 0123456789.-", min_size=1, max_size=8).filter(lambda word: bool(word.strip()))


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.lists(WORDS, min_size=4, max_size=4), min_size=1, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
def test_a_delimiter_is_found_in_any_tame_table(rows: list[list[str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([["Title", "Org", "Value", "Note"], *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(text.getvalue().encode())
        assert [row.cells for row in open_csv(path).rows()] == rows


@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(content)
        try:
            file = open_csv(path)
            assert all(len(row.cells) == len(file.headings) or row.problem for row in file.rows())
        except InputError as error:
            assert "x.csv" in error.title
