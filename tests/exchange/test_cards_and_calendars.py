"""vCards and calendars of any make are tables: what phones and servers write is read, whatever the grammar says."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.errors import InputError
from pipetui.exchange.containers.content_lines import parts
from pipetui.exchange.containers.open import tables_of
from pipetui.exchange.containers.table import SourceTable


def table(folder: Path, content: str | bytes, name: str = "x.vcf") -> SourceTable:
    raw = content if isinstance(content, bytes) else content.replace("\n", "\r\n").encode()
    (folder / name).write_bytes(raw)
    [found] = tables_of(folder / name)
    return found


def records(found: SourceTable) -> list[dict[str, str]]:
    return [{key: cell for key, cell in zip(found.headings, row.cells, strict=True) if cell} for row in found.rows()]


def test_a_card_of_today_with_groups_labels_and_a_preferred_number(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "BEGIN:VCARD\nVERSION:4.0\nFN:Ida Voss\nN:Voss;Ida;Mae;Dr.;\nORG:Heatwell\\, Inc;Sales;North\nTITLE:Buyer\n"
        'item1.TEL;TYPE=cell:+49 1\nitem1.X-ABLabel:_$!<Mobile>!$_\nTEL;TYPE="work,voice";VALUE=uri:tel:+49-2\n'
        "TEL;TYPE=work;PREF=1:+49 3\nEMAIL;type=INTERNET;type=HOME:ida@\n home.example\n"
        "ADR;TYPE=work:;Fl. 2;Main 1;Ulm;BW;89073;DE\n"
        "ADR:;;Side 2;Ulm;;;\nNOTE:one\\ntwo\\; three\nCATEGORIES:hot,gas\\,oil\nBDAY:19800322\nREV:20260102T030405Z\n"
        "PHOTO;ENCODING=b:/9j/4AAQ\n SkZJRg==\nUID:urn:uuid:1\nEND:VCARD\n",
    )
    assert found.container == "vcard"
    assert records(found) == [
        {
            "FN": "Ida Voss",
            "N.family": "Voss",
            "N.given": "Ida",
            "N.additional": "Mae",
            "N.prefix": "Dr.",
            "ORG": "Heatwell, Inc",
            "ORG.unit": "Sales, North",
            "TITLE": "Buyer",
            "EMAIL (home)": "ida@home.example",
            "TEL (work)": "+49 3\n+49-2",
            "TEL (Mobile)": "+49 1",
            "ADR.street": "Fl. 2\nMain 1",
            "ADR.city": "Ulm",
            "ADR.region": "BW",
            "ADR.postcode": "89073",
            "ADR.country": "DE",
            "ADR": "Side 2, Ulm",
            "BDAY": "1980-03-22",
            "NOTE": "one\ntwo; three",
            "CATEGORIES": "hot\ngas,oil",
            "UID": "urn:uuid:1",
            "REV": "2026-01-02T03:04:05+00:00",
        }
    ]


def test_cards_of_old_phones_quoted_printable_and_without_an_end(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=\nller;J=C3=B6rg\n"
        "TEL;CELL;PREF:1\nTEL;WORK;FAX:2\nAGENT:\nBEGIN:VCARD\nFN:Assistant\nEND:VCARD\nNOTE:x\nEND:VCARD\n"
        "garbage\n;;:\nBEGIN:VCARD\nFN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Caf=E9\nBEGIN:VCARD\nFN:Cut off\n",
    )
    assert records(found) == [
        {
            "FN": "Jörg Müller",
            "N.family": "Müller",
            "N.given": "Jörg",
            "TEL (cell)": "1",
            "TEL (fax work)": "2",
            "NOTE": "x",
        },
        {"FN": "Café"},
        {"FN": "Cut off"},
    ]
    assert [remark.kind for remark in found.remarks()] == ["cut off"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_cards_of_any_encoding(tmp_path: Path, encoding: str) -> None:
    assert records(table(tmp_path, "BEGIN:VCARD\nFN:Jörg Müßig\nEND:VCARD\n".encode(encoding)))[0]["FN"] == "Jörg Müßig"


def test_ten_megabytes_of_pictures_and_of_folds_are_read_in_passing(tmp_path: Path) -> None:
    picture = "PHOTO;ENCODING=BASE64:" + "\n ".join(["A" * 74] * 70_000)
    note = "NOTE:" + "\n ".join(["b" * 74] * 70_000)
    began = time.process_time()
    [record] = records(table(tmp_path, f"BEGIN:VCARD\nFN:Ida\n{picture}\n{note}\nEND:VCARD\n"))
    assert record["FN"] == "Ida"
    assert len(record["NOTE"]) < 1_100_000
    assert time.process_time() - began < 5


def test_entries_of_a_calendar_with_their_zones(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "\ufeffBEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTIMEZONE\nTZID:Our office\n"
        "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
        "BEGIN:VEVENT\nUID:e1\nSUMMARY:Demo\\, second\nDTSTART;TZID=Europe/Berlin:20260704T140000\n"
        "DTEND;TZID=W. Europe Standard Time:20260704T150000\nSTATUS:CONFIRMED\n"
        'ATTENDEE;CN="Voss, Ida":mailto:ida@x.example\nATTENDEE:MAILTO:bo@x.example\n'
        "BEGIN:VALARM\nSUMMARY:not this\nEND:VALARM\nEND:VEVENT\n"
        "BEGIN:VTODO\nUID:t1\nDUE;VALUE=DATE:20261205\nCOMPLETED:20261204T101112Z\nDESCRIPTION:call\\nback\nEND:VTODO\n"
        "BEGIN:VEVENT\nUID:e2\nDTSTART:20260704T140000\nDTEND;TZID=Our office:20260704T1500\n"
        "RECURRENCE-ID;TZID=Nowhere:20260704T150000\nEND:VEVENT\nEND:VCALENDAR\n",
        "x.ics",
    )
    assert found.container == "icalendar"
    assert records(found) == [
        {
            "UID": "e1",
            "KIND": "VEVENT",
            "SUMMARY": "Demo, second",
            "DTSTART": "2026-07-04T14:00:00+02:00",
            "DTEND": "2026-07-04T15:00:00+02:00",
            "STATUS": "CONFIRMED",
            "ATTENDEE": "Voss, Ida <ida@x.example>\nbo@x.example",
        },
        {
            "UID": "t1",
            "KIND": "VTODO",
            "DUE": "2026-12-05",
            "COMPLETED": "2026-12-04T10:11:12+00:00",
            "DESCRIPTION": "call\nback",
        },
        {
            "UID": "e2",
            "KIND": "VEVENT",
            "DTSTART": "2026-07-04T14:00:00",
            "DTEND": "2026-07-04T15:00:00+03:00",
            "RECURRENCE-ID": "2026-07-04T15:00:00",
        },
    ]
    assert [remark.kind for remark in found.remarks()] == ["time zone"]


def test_one_entry_without_a_calendar_around_it(tmp_path: Path) -> None:
    assert records(table(tmp_path, "BEGIN:VTODO\nSUMMARY:Call\nEND:VTODO\n", "x.ics")) == [
        {"KIND": "VTODO", "SUMMARY": "Call"}
    ]


@pytest.mark.parametrize("content", ["BEGIN:VCARD\nEND:VCARD\n", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"])
def test_what_holds_nothing_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"x\.vcf holds no"):
        table(tmp_path, content)


@pytest.mark.parametrize(
    "line",
    ['TEL;"' * 200_000, "TEL;" + '"' * 300_001 + ":1", "TEL;TYPE=" + ":" * 500_000, ";" * 500_000, "A:" * 300_000],
)
def test_a_line_made_to_take_long_takes_none(tmp_path: Path, line: str) -> None:
    began = time.process_time()
    assert records(table(tmp_path, f"BEGIN:VCARD\nFN:Ida\n{line}\nEND:VCARD\n"))[0]["FN"] == "Ida"
    assert time.process_time() - began < 2


@given(st.lists(st.text("ab\\;,\n:", max_size=6).map(str.strip), min_size=1, max_size=5))
def test_what_is_escaped_comes_back(texts: list[str]) -> None:
    written = ";".join(
        text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n") for text in texts
    )
    assert parts(written) == texts


def test_a_card_of_endless_numbers_takes_so_much_longer_as_it_is_longer(tmp_path: Path) -> None:
    taken = []
    for count in (250, 250, 250, 4_000):
        card = "".join(f"TEL:{number}\n" for number in range(count))
        begun = time.process_time()
        records(table(tmp_path, f"BEGIN:VCARD\nVERSION:3.0\nFN:x\n{card}END:VCARD\n"))
        taken.append(time.process_time() - begun)
    assert taken[3] < 40 * min(taken[:3])


def test_a_line_that_goes_on_for_a_hundred_thousand_lines_takes_no_longer_than_they_are_long(tmp_path: Path) -> None:
    begun = time.process_time()
    soft = "FN;ENCODING=QUOTED-PRINTABLE:" + "=41=\n" * 100_000
    [record] = records(table(tmp_path, f"BEGIN:VCARD\nVERSION:2.1\n{soft}\nEND:VCARD\n"))
    assert record["FN"] == "A" * 100_000
    assert time.process_time() - begun < 10  # under 1; put together line by line it was a minute
