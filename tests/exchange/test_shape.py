"""What reports, spreadsheets and printouts put between the rows of a table is told apart from them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipetui.domain.errors import InputError
from pipetui.exchange.containers import text_lines
from pipetui.exchange.containers.open import tables_of
from pipetui.exchange.containers.source import Reading, Remarks
from pipetui.exchange.containers.table import SourceTable

if TYPE_CHECKING:
    from tests.exchange.conftest import WriteCsv


def table(path: Path, *, headings: bool = True) -> SourceTable:
    [found] = tables_of(path, Reading(headings=headings))
    return found


def cells(found: SourceTable) -> list[list[str]]:
    return [row.cells for row in found.rows()]


def kinds(found: SourceTable) -> dict[str, int]:
    return {remark.kind: remark.times for remark in found.remarks()}


def test_a_bad_byte_is_repaired_where_it_stands_and_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes("Deal,Company\nMüller,Größe\n".encode() + b"Caf\xe9,Bar\nA,\x81\n" + "Ærø,Ø\n".encode())
    found = table(path)
    assert cells(found) == [["Müller", "Größe"], ["Café", "Bar"], ["A", "\ufffd"], ["Ærø", "Ø"]]
    [remark] = found.remarks()
    assert (remark.kind, remark.times, remark.example) == ("repaired byte", 2, "line 3: Café")


def test_a_bad_byte_far_behind_the_beginning_is_repaired_too(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(b"Deal,Company\n" + "Grün,x\n".encode() * 40_000 + b"Caf\xe9,Bar\n")
    found = table(path)
    assert cells(found)[-1] == ["Café", "Bar"]
    assert found.remarks()[0].example == "line 40002: Café"


def test_another_encoding_that_begins_late_is_named_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(b"Deal\n" + b"plain\n" * 60_000 + "Сделка\n".encode("cp1251") * 100)
    with pytest.raises(InputError, match="line 60002: not written in utf-8"):
        cells(table(path))


def test_lines_that_were_quoted_as_a_whole_are_unquoted(write_csv: WriteCsv) -> None:
    found = table(write_csv('"Deal,Company,Amount"\r\n"Quay,Port,5"\r\n"Crane,""Lift, Inc"",9"\r\n'))
    assert found.headings == ("Deal", "Company", "Amount")
    assert cells(found) == [["Quay", "Port", "5"], ["Crane", "Lift, Inc", "9"]]
    assert kinds(found) == {"unquoted": 1}
    assert cells(table(write_csv('"Deal"\n"Quay, Port"\n"Crane"\n'))) == [["Quay, Port"], ["Crane"]]


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_lines_end_where_they_end_however_the_file_is_cut(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    text = "a\nbc\rde\r\n\r\r\nfgh\r\n\nü\rijklm\n\r"
    monkeypatch.setattr(text_lines, "_CHUNK", size)
    found = text_lines.lines_of(io.BytesIO(text.encode()), "utf-8", True, Remarks(), "a file")
    assert [*found] == text.splitlines(keepends=True)


@pytest.mark.parametrize(
    "above",
    [
        'Notes:\n"Exported on 3 May. Some rows may be missing, see help."\n\n',
        "OUR PIPELINE,,,\nACTIVE:,2,TOTAL:,900\n,,,\n",
        "Pipeline report\nFrom,2026-01-01\n\n",
    ],
)
def test_headings_are_found_below_what_stands_above_them(write_csv: WriteCsv, above: str) -> None:
    found = table(write_csv(f"{above}Prospect,Stage,Amount,Phone\nIvy,Demo,80,1\nMax,Lead,820,\n"))
    assert found.headings == ("Prospect", "Stage", "Amount", "Phone")
    assert cells(found) == [["Ivy", "Demo", "80", "1"], ["Max", "Lead", "820", ""]]


@pytest.mark.parametrize("text", ["Title\nAcme, Berlin, Value\nGlobex, Ulm, Stage\n", "Title,Org\na,b\nd,e,f\ng,h\n"])
def test_the_first_line_holds_the_headings_where_nothing_speaks_against_it(write_csv: WriteCsv, text: str) -> None:
    assert table(write_csv(text)).headings[0] == "Title"


@pytest.mark.parametrize(
    "said",
    [
        *(
            "Subtotal",
            "SUBTOTAL",
            "sub-total:",
            "Zwischensumme",
            "Sous-total",
            "小計",
            "Demo subtotal",
            "Subtotal: Acme",
        ),
        *("Subtotale", "SUBTOTAAL", "Delsumma", "MEZISOUČET", "Промежуточный итог: Acme"),
    ],
)
def test_a_sum_of_some_rows_is_no_row_whatever_its_last_column_says(write_csv: WriteCsv, said: str) -> None:
    found = table(write_csv(f"Deal,Amount\nA,10\nB,20\n{said},30\nC,5\n{said},5\n"))
    assert [row[0] for row in cells(found)] == ["A", "B", "C"]
    assert kinds(found) == {"total": 2}


def test_headings_that_come_again_and_totals_and_footers_are_no_rows(write_csv: WriteCsv) -> None:
    text = (
        "Deal,Stage,Amount\nA,Demo,10\nDeal,Stage,Amount\nTotal,Demo,20\nTotal,,30\nB,Lead,\n"
        '"","",""\nTotal (3 rows),,60.00 USD\nConfidential Information - Do Not Distribute,,\n'
        "\nShown as of the first of May,,\n"
    )
    found = table(write_csv(text))
    # A customer may be called Total: what goes on behind it shows that it is none.
    assert cells(found) == [["A", "Demo", "10"], ["Total", "Demo", "20"], ["Total", "", "30"], ["B", "Lead", ""]]
    assert kinds(found) == {"repeated heading": 1, "total": 1, "footer": 2}


def test_last_rows_that_hold_only_a_name_are_rows(write_csv: WriteCsv) -> None:
    found = table(write_csv("Deal,Stage,Amount\nA,Demo,10\n\nHarbour refit,,\nTotalEnergies,,\n"))
    assert [row[0] for row in cells(found)] == ["A", "Harbour refit", "TotalEnergies"]
    found = table(write_csv("Deal,Stage,Amount\nB,,\nA,Demo,10\n\nRefit of the big crane,,\n"))
    assert [row[0] for row in cells(found)] == ["B", "A", "Refit of the big crane"]


def test_rows_that_go_on_with_the_record_above_join_it(write_csv: WriteCsv) -> None:
    text = "ID,Full Name,Email,Phone\nC-1,Ada,a@x.example,1\n,,b@x.example,\n,,c@x.example,2\nC-2,Bo,,\n,Cy,,3\n"
    found = table(write_csv(text))
    assert cells(found) == [
        ["C-1", "Ada", "a@x.example\nb@x.example\nc@x.example", "1\n2"],
        ["C-2", "Bo", "", ""],
        ["", "Cy", "", "3"],
    ]
    assert [row.line for row in found.rows()] == [2, 5, 6]
    assert kinds(found) == {"continuation": 2}


def test_a_heading_row_that_names_a_group_is_left_out_and_told(write_csv: WriteCsv) -> None:
    text = "Name,Stage,Value,Close\nA,Demo,1,2026-01-01\nGroup two,Stage,,Close\nRenewals,Stage,Value,Close\nB,Demo,,\n"
    found = table(write_csv(text))
    assert [row[0] for row in cells(found)] == ["A", "Group two", "B"]
    assert [(remark.kind, remark.example) for remark in found.remarks()] == [("repeated heading", "line 4: Renewals")]


def test_rows_of_tags_alone_go_on_with_the_record_above_where_there_is_no_id(write_csv: WriteCsv) -> None:
    text = "Opportunity,Customer,Tags,Notes\nBoiler,Heatwell,hot,\n,,gas,\n,,2027,\n"
    text += "Pipe,Heatwell,,\n,,,call Rik\n,Quux,new,\n"
    found = table(write_csv(text))
    assert cells(found) == [
        ["Boiler", "Heatwell", "hot\ngas\n2027", ""],
        ["Pipe", "Heatwell", "", ""],
        ["", "", "", "call Rik"],
        ["", "Quux", "new", ""],
    ]
    assert kinds(found) == {"continuation": 2}


def test_what_goes_on_without_an_end_does_not_become_one_record(write_csv: WriteCsv) -> None:
    found = table(write_csv("ID,Name,Email,Phone\n1,Ada,a@x.example,\n" + ",,b@x.example,\n" * 2000))
    assert len(cells(found)) == 1001


def test_without_ids_a_row_without_a_name_is_its_own(write_csv: WriteCsv) -> None:
    found = table(write_csv("Name,Email,Phone\nAda,a@x.example,1\n,b@x.example,2\n"))
    assert cells(found)[1] == ["", "b@x.example", "2"]


def test_a_file_without_headings_is_refused_and_read_when_told(write_csv: WriteCsv) -> None:
    path = write_csv("ann@one.example\nbob@two.example\n")
    with pytest.raises(InputError, match="looks like data, not headings"):
        table(path)
    found = table(path, headings=False)
    assert (found.headings, cells(found)) == (("Column 1",), [["ann@one.example"], ["bob@two.example"]])
    with pytest.raises(InputError, match="looks like data, not headings"):  # a dump has no word that names a column
        table(
            write_csv('"100","Crane refit","900.00",\\N,"Closed Lost"\n"104","Loom","4.00",\\N,"Closed Won"\n', "d.csv")
        )
    dump = table(write_csv("7,Acme,179500.00000000,\\N\n8,Bolt,2.0,2026-01-01\n"), headings=False)
    assert cells(dump) == [["7", "Acme", "179500.00000000", ""], ["8", "Bolt", "2.0", "2026-01-01"]]


def test_more_columns_than_a_table_has_are_refused(write_csv: WriteCsv) -> None:
    with pytest.raises(InputError, match="has 10,000 columns"):
        table(write_csv(",".join(f"c{n}" for n in range(10_000)) + "\n"))


def test_a_line_without_an_end_is_refused_before_memory_is_full(write_csv: WriteCsv) -> None:
    path = write_csv("Title,Value\n")
    with path.open("ab") as file:
        file.truncate(2 * 2**30)  # sparse: nothing but zero bytes, on no disk
    with pytest.raises(InputError, match="16 million characters"):
        cells(table(path))
