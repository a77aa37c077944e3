"""Files of every kind that holds tables: text, JSON, vCards, calendars, workbooks, archives, and what is none."""

import gzip
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

from pipetui.exchange.containers.content_lines import content_line, parts
from pipetui.exchange.containers.open import tables_of
from pipetui.exchange.containers.source import Reading
from tests.exchange.workbooks import ods, sheet_of, xlsx
from tests.fuzz.entry import Entry
from tests.fuzz.texts import fed, lines, one_of

_CSV = (
    "Deal,Stage,Amount", "ID,Name,Email", "Tracker,,", "A,Demo,10", ",,b@x.example", "Total,,30", '"a,""b"",c"', ",,",
    "Confidential - do not distribute,,", "Page 1 of 2,,", "ann@one.example", "\\N,1.0,2", "sep=;", "a;b;c", '"',
)  # fmt: skip
_JSON = (
    "[", "]", "{", "}", ",", ":", '"a"', '"id"', '"contacts"', '"cards"', '"lists"', '"name"', '"idList"', "1", "-1e99",
    "1e999999999", "null", "true", "NaN", '[{"a": 1}', '{"a": {"b": [1, {"c": 2}]}}', "\n", '"\\ud800"', '"\\u0000"',
)  # fmt: skip
_CARD = (
    "BEGIN:VCARD", "END:VCARD", "FN:Ida", "N:Voss;Ida;;;", "TEL;TYPE=cell:+49 1", "TEL;CELL;PREF:1", " folded",
    "item1.EMAIL:a@x.example", "item1.X-ABLabel:_$!<Home>!$_", "NOTE;ENCODING=QUOTED-PRINTABLE:=C3=",
    "NOTE;CHARSET=base64;ENCODING=QUOTED-PRINTABLE:=FF", "ADR:;;a;b;c;d;e;f;g", "AGENT:", "CATEGORIES:a\\,b,c",
    "BDAY:1", "ORG:\\;;;", 'X;A="b:c', ":", ";", "PHOTO;ENCODING=b:/9j/", "BEGIN:", "END:", "N:\\",
    "REV:20260102T030405Z",
)  # fmt: skip
_CALENDAR = (
    "BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTODO", "END:VTODO", "BEGIN:VALARM", "END:VALARM",
    "DTSTART;TZID=Europe/Berlin:20260704T140000", "DTSTART;TZID=Mine:00010101T000000", "DUE;VALUE=DATE:99991231",
    "DTEND;TZID=../../etc/passwd:20260704T1400", "DTSTART;TZID=/:20260704T140000", "COMPLETED:20261399T996161Z",
    "BEGIN:VTIMEZONE", "TZID:Mine", "END:VTIMEZONE", "BEGIN:STANDARD", "END:STANDARD", "TZOFFSETFROM:+9999",
    "TZOFFSETTO:+0100", "RRULE:FREQ=SECONDLY", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "DTSTART:16010101T020000",
    'ATTENDEE;CN="a":mailto:b@x.example', "SUMMARY:a\\nb", "RECURRENCE-ID;TZID=Mine:20260704T140000",
)  # fmt: skip
_NAMES = ("a.csv", "../../b.csv", "/etc/c.csv", "d/", "__MACOSX/e", "f.json", "\x1b[31m.csv", "xl/workbook.xml", "x")

_texts = lines(*_CSV) | fed(*_JSON) | lines(*_CARD) | lines(*_CALENDAR)
_cells = (
    st.none() | st.sampled_from(("Deal", "Value", "#N/A", "Total", "")) | st.integers() | st.floats() | st.booleans()
)
_rows = st.lists(st.lists(_cells, max_size=4), max_size=6)
_sheets = st.builds(
    lambda rows, hidden: xlsx({"A": rows, "B": rows[1:]}, hidden=["A"] if hidden else []), _rows, st.booleans()
)
_xml = fed(
    '<row r="1">', "</row>", '<c r="A1">', '<c r="XFD1048576">', "<c>", "</c>", "<v>1</v>", '<c t="s">', "&b;", "<", ">"
)


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


_plain = _texts.map(_encoded) | st.binary(max_size=60)
_whole = st.one_of(
    _plain,
    _sheets,
    _xml.map(lambda xml: xlsx({}, raw={"A": sheet_of(_writable(xml))})),
    _xml.map(lambda xml: ods(_writable(xml).replace("row", "table:table-row"))),
    _plain.map(gzip.compress),
    st.dictionaries(one_of(_NAMES), _plain, max_size=3).map(_zip),
)
_broken = st.builds(
    lambda content, at, byte: content[: at % (len(content) + 1)] + byte + content[at % (len(content) + 1) + 1 :],
    _whole,
    st.integers(0, 5000),
    st.binary(max_size=2),
)


def entries(folder: Path) -> tuple[Entry, ...]:
    """The table; `folder` is theirs."""
    given = _Tables(folder / "tables")
    return (
        Entry("tables in text", given.read, _texts.map(_encoded), found=(b"[" * 100_000, b'{"a":' * 50_000), raw=True),
        Entry("tables in any file", given.read, _whole | _broken, found=(ods("<"),), effort=2, patience=3, raw=True),
        Entry("tables without headings", given.bare, _plain, raw=True),
        Entry("property of a card", content_line, fed(*_CARD, '"', "=", "^n"), found=('TEL;"' * 99_999,), raw=True),
        Entry("parts of a property", parts, fed(";", "\\", ",", "a", "\\n"), raw=True),
    )


class _Tables:
    """Files written into a folder and read from there; they never write themselves."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, content: bytes, told: Reading = Reading()) -> Sequence[str]:  # noqa: B008 - it never changes
        """The headings, once all rows have been read twice, with the same outcome."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "given").write_bytes(content)
        tables = tables_of(self._folder / "given", told)
        assert tables
        for table in tables:
            rows = list(table.rows())
            assert all(row.problem or len(row.cells) == len(table.headings) for row in rows)
            assert len(set(table.headings)) == len(table.headings)
            assert all(heading.strip() for heading in table.headings)
            assert list(table.rows()) == rows
        assert [each.name for each in self._folder.iterdir()] == ["given"], "something was unpacked"
        return [heading for table in tables for heading in table.headings]

    def bare(self, content: bytes) -> Sequence[str]:
        return self.read(content, Reading(headings=False))
