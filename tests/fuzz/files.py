"""Parsers of files: the configuration, and CSV files as other systems write them, in text and in bytes."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st

from pipetui import config
from pipetui.domain.money import Money
from pipetui.exchange import dates, mapping, values
from pipetui.exchange.calendar.text import CalendarText
from pipetui.exchange.containers import csv_file, sniff
from pipetui.exchange.mailbox import enquiry, letter
from pipetui.exchange.profile import Filter, survey
from pipetui.exchange.recognition import recognise
from pipetui.exchange.system import Kind, System
from pipetui.exchange.vocabulary import words_for
from tests.exchange.tables import open_csv
from tests.fuzz.entry import Entry
from tests.fuzz.moment import NOW
from tests.fuzz.shell import Shell
from tests.fuzz.texts import any_text, fed, lines, one_of, pieces
from tests.fuzz.words import ADDRESSES, AMOUNTS

T = TypeVar("T")

_CONFIG = (
    "[dates]", 'order = "day-first"', 'order = "month-first"', 'week_start = "sun"', 'workdays = ["mon", "tue"]',
    "workdays = []", "holidays = [2026-12-25]", "holidays = [0001-01-01, 9999-12-31]", "[urgency]", "lateness = 12.0",
    "lateness = nan", "lateness = 1e999", "hot = -1e5", "[app]", 'theme = "nord"', "compact = true", "[keys]",
    '"deal.advance" = "w"', "[me]", 'name = "Ann \\u001b[31m"', 'name = "\\u202e"', "[sweep]", "calls = 1",
    "keep_days = 1", "cycle_days = 99999999999", "keep_days = 9999999", "pushed = 99999999999999999999", "[journal]",
    "days = 30", "days = 99999999", "steps = 1", "days = 9223372036854775808", "steps = 9223372036854775808",
    "x = " + "[" * 3000, "x = " + "9" * 5000, "# note", "", "[[", "[dates", "= 1", "x = {", '"""', "dates = 1",
    "[Dates]", "week_start = 1", "x = 1979-05-27T07:32:00", "[a.b.c]", "'' = 1",
)  # fmt: skip
_TABLES = {
    "dates": (
        'order = "month-first"',
        'week_start = "sun"',
        'workdays = ["mon"]',
        "holidays = [0001-01-01, 9999-12-31]",
    ),
    "urgency": ("lateness = 12.0", "lateness = nan", "lateness = 1e5", "hot = -1e5", "next_step = true"),
    "app": ('theme = "\\u001b[31m"', "compact = true"),
    "me": ('name = "Ann \\u001b[31m"', 'name = "\\u202e"', 'name = ""'),
    "sweep": (
        "calls = 1",
        "keep_days = 9999999",
        "cycle_days = 36500",
        "pushed = 99999999999999999999",
        "keep_days = 0",
    ),
    "mail": ("folders = []", 'folders = ["."]', 'me = ["\\u202e@x"]', 'folders = ["\\u0000"]', "me = 1"),
    "calendar": ('path = "."', 'path = "\\u0000"', 'path = "~nobody-here/x"', 'path = "x.ics"', 'path = ""'),
    "journal": (
        "days = 30",
        "days = 99999999",
        "steps = 1",
        "steps = 9223372036854775808",
        "days = 36500",
        "days = 3e3",
    ),
}
_CELLS = (
    "Deal name", "Title", "Organization", "Person", "E-mail", "Phone", "Stage", "Status", "Amount", "Currency",
    "Created", "Close date", "Closed at", "Lost reason", "Source", "Tags", "Notes", "Probability", "ID", "Deal - Title",
    "sep=;", "", "Acme rollout", "Acme GmbH", "Ann Lee; Bob", "ann@acme.example", "+49 30 1234567", "Won", "lost",
    "Demo", "New stage", "12k", "1.250,50", "12,5", "EUR", "US Dollar", "2026-12-31", "31.12.2026",
    "12/31/2026 9:30 PM", "45000.5", "40 %", "0.25", "a,b|c", "'=1+1", "=1+1", '"', '""', "x\ny", "1", "2", "-", "n/a",
    "2026-01-01T10:00:00+23:59", "1900-01-01",
)  # fmt: skip
_FILE_DATES = (
    "2026-12-31", "31.12.2026", "12/31/2026", "31 Dec 2026", "Dec 31, 2026", "45000", "45000.5", "0", "109999",
    "31.12.26", "2026-12-31T10:00:00Z", "2026-12-31 10:00 +02:00", "1/2/3", "9:30 PM", "12:00 am",
    "1900-01-01 00:00 +23:59", "2199-12-31", "2199-12-31 23:59:59.999 -23:59", "10:00", "T", "-", "/", ".", "24:00",
    "1900-01-01", "99/99/9999", "0/0/0", "-24:00",
)  # fmt: skip
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "cp932", "gb18030")
_DELIMITERS = (",", ";", "\t", "|")

_NO_ENCODINGS = ("base64", "idna", "rot13", "undefined", "punycode", "unicode_escape", "utf-7", "hex")
_MAIL = (
    "From: ann@acme.example", "From: Ann <ANN+x@Acme.example>", "To: jo@pipes.example",
    "Cc: a@b.c, \"x, y\" <ann@acme.example>",
    "Subject: =?utf-8?b?R3LDvMOfZQ==?=", "Subject: =?utf-8?q?=1b[2J?=", "Subject: =?x?b?////?=", "Subject: Re: offer",
    "Date: Fri, 20 Nov 2026 09:00:00 +0100", "Date: 99 Foo 99999 25:61 +9999", "Date: 31 Dec 9999 23:59:59 -2359",
    "Message-ID: <1@x>", "In-Reply-To: <0@x>", "Auto-Submitted: auto-replied", "X-Failed-Recipients: ann@acme.example",
    "Content-Type: multipart/mixed; boundary=b", "Content-Type: text/html; charset=utf-16",
    "Content-Type: text/plain; charset=idna", "Content-Type: multipart/report; boundary=\"b\"",
    "Content-Type: message/delivery-status", "Content-Transfer-Encoding: base64",
    "Content-Transfer-Encoding: quoted-printable", "", "--b", "--b--", "> quoted", "On Friday Ann wrote:", "-- ",
    "Final-Recipient: rfc822; ann@acme.example", "Action: failed", "<p>Yes<br>&nbsp;<blockquote>", "QUFB", "=1B=00=FF",
    "Tel: +49 30 901820", "---------- Forwarded message ---------", "\tfolded", ":", "From x Fri Nov 20 09:00:00 2026",
)  # fmt: skip

_ITEM = (
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VTODO", "END:VTODO", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM",
    "END:VALARM", "UID:follow-up-1-x@pipetui", "DUE;VALUE=DATE:20261127", "DUE:20261127T090000Z", "DUE:99999999",
    "DTSTART;TZID=Europe/Berlin:20261127T090000", "DTSTART;TZID=../../etc:00010101T000000", "STATUS:COMPLETED",
    "STATUS:CANCELLED", "COMPLETED:20261120T090000Z", "SEQUENCE:99999999999999999999", " folded", "\tfolded",
    'X-ODD;P="a:b;c":1', "SUMMARY:x\\n", ":", "RECURRENCE-ID:20261127", "", "BEGIN:VCALENDAR\r", "TRANSP",
)  # fmt: skip

_settings = st.lists(
    one_of(tuple(_TABLES)).flatmap(
        lambda name: st.lists(one_of(_TABLES[name]), max_size=2).map(lambda said: [f"[{name}]", *said])
    ),
    max_size=3,
).map(lambda tables: "\n".join(chain.from_iterable(tables))) | lines(*_CONFIG)
_cell = one_of(_CELLS) | pieces(*_CELLS)
_table = st.lists(st.lists(_cell, min_size=1, max_size=8), max_size=6)


def _csv(rows: list[list[str]], delimiter: str) -> str:
    """The rows as Python writes them; a lone surrogate is in no file."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode("utf-8", "replace").decode()


_texts = (
    st.builds(_csv, _table, one_of(_DELIMITERS))
    | lines(*_CELLS)
    | lines(*(",".join(_CELLS[at : at + 4]) for at in range(0, 40, 4)))
)
_bytes = st.one_of(
    st.builds(lambda text, encoding: text.encode(encoding, "replace"), _texts, one_of(_ENCODINGS)),
    st.builds(lambda text, more: text.encode("utf-8", "replace") + more, _texts, st.binary(max_size=20)),
    st.builds(lambda text, at: text.encode("utf-16", "replace")[at:], _texts, st.integers(0, 3)),
    st.binary(max_size=60),
)
_FOUND = ("[journal]\ndays = 99999999", "[journal]\nsteps = 9223372036854775808", "[sweep]\nkeep_days = 9999999")


_mails = st.builds(
    lambda text, more: text.encode("utf-8", "replace") + more, lines(*_MAIL), st.binary(max_size=20)
) | st.binary(max_size=60)


_BOOK = (
    "{", "}", "[", "]", ",", ":", '"pipetui"', '"tables"', '{"format":1,"numbers":{},"revision":9}', '"deal"',
    '"setting"',
    '{"id":1,"key":"currency","value":"EUR"}', '{"id":1,"name":"Sales","position":0,"is_default":1}', "null", "1e999",
    '"\\ud800"', "NaN", '{"id":1}', "9" * 5000, "[" * 3000, '"\x1b[31m"',
    '{"format":1,"numbers":{"deal":7},"revision":10}',
)  # fmt: skip
_HEAD = '{"pipetui":{"format":1,"numbers":{},"revision":9},"tables":{'
_books = st.one_of(
    lines(*_BOOK).map(lambda text: text.encode("utf-8", "replace")),
    lines(*_BOOK).map(lambda text: (_HEAD + text).encode("utf-8", "replace")),
    st.tuples(st.integers(0, 12_000), st.integers(0, 40), st.binary(max_size=12) | one_of(_BOOK).map(str.encode)),
)
"""A book as JSON in pieces; or where a whole one is cut, how much of it is left out there, and what is put in."""
_calendars = st.builds(
    lambda text, more: f"BEGIN:VCALENDAR\n{text}\nEND:VCALENDAR\n".encode("utf-8", "replace") + more,
    lines(*_ITEM),
    st.binary(max_size=9),
) | st.binary(max_size=60)


def entries(folder: Path) -> tuple[Entry, ...]:
    """The table; `folder` is theirs."""
    shell, given = Shell(folder / "shell"), _Given(folder)
    told = st.tuples(_bytes, one_of(_DELIMITERS), one_of(_ENCODINGS))
    written = st.tuples(st.lists(st.lists(_kept_cell, min_size=3, max_size=3), min_size=1), one_of(_DELIMITERS))
    mapped = st.tuples(st.lists(_cell, max_size=6), st.lists(st.tuples(_field, _cell), max_size=3))
    return (
        Entry("configuration", given.config, _settings, found=("x = " + "[" * 3000, "x = " + "9" * 5000)),
        Entry("configuration at work", _at_work(shell), _settings, effort=0.5, patience=4, found=_FOUND),
        Entry("CSV in text", given.text, _texts, found=("a," * 50_000 + "b",)),
        Entry("CSV in bytes", given.rows, _bytes, effort=2),
        Entry("CSV, told how", lambda told: given.rows(*told), told),
        Entry("CSV, same rows", given.same, written),
        Entry("CSV surveyed", given.surveyed, _bytes),
        Entry("files imported together", _account_imported(shell), _accounts, effort=0.2, patience=6),
        Entry("delimiter", csv_file.known_delimiter, fed(",", "tab", "\\t", "comma", "pipe", ""), again=str, raw=True),
        Entry("encoding", sniff.known_encoding, fed(*_ENCODINGS, *_NO_ENCODINGS)),
        Entry("columns", _columns, mapped, raw=True),
        Entry("cell", values.plain, fed(*_CELLS), again=values.guarded, found=("\t",)),
        Entry("cell guarded", _guarded, fed(*_CELLS), found=("\t",)),
        Entry("cell: status", _status, fed("Won", "closed-lost", "open", "yes", "0", "Ja"), again=str),
        Entry("cell: amount", _amounts, fed(*AMOUNTS, "12.5", "1.250")),
        Entry("cell: percent", _percents, fed("40 %", "0.25", "100,0", ".5", "1")),
        Entry("cell: names and tags", _several, fed("Ann Lee; Bob", "a,b|c", ";")),
        Entry("cell: e-mails", _plainly(values.emails), fed(*ADDRESSES), again="; ".join),
        Entry("cell: phones", _plainly(values.phones), fed(*ADDRESSES), again="; ".join),
        Entry("cell: currency", values.CurrencyNames().code, fed("EUR", "€", "US Dollar", "Yen", "$"), again=str),
        *(Entry(f"cell: date {order}", _dates(order), fed(*_FILE_DATES), effort=0.5) for order in dates.ORDERS),
        Entry("mail", letter.read, _mails, lines=True, effort=3),
        Entry("mail that asks", enquiry.read, _mails, lines=True, effort=3),
        Entry("mail at work", _synced(shell), st.lists(_mails, min_size=1, max_size=3), effort=0.5, patience=4),
        Entry("calendar", _calendar, _calendars, effort=3),
        Entry("calendar at work", _kept_up(shell), _calendars, effort=0.5, patience=4),
        Entry("import", _imported(shell), _bytes, patience=5),
        Entry("book as JSON", _brought_in(shell), _books, effort=0.5, patience=5),
    )


def _columns(given: tuple[list[str], list[tuple[str, str]]]) -> tuple[mapping.SourceColumn, ...]:
    return mapping.columns_of(*given, words_for("", System("", ()), Kind()))


def _guarded(cell: str) -> None:
    """A failed row says the same when it is imported again."""
    assert values.plain(values.guarded(cell)) == values.plain(cell)


def _status(cell: str) -> str:
    return values.status(cell, "Is won")


def _percents(cell: str) -> tuple[bool | None, int | None, int | None]:
    return values.is_fraction(cell), values.percent(cell), values.percent(cell, True)


def _several(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return _plainly(values.names)(cell), _plainly(values.tags)(cell)


def _plainly(read: Callable[[str], T]) -> Callable[[str], T]:
    return lambda cell: read(values.plain(cell))


def _can_be_written(cell: str) -> str:
    """As a file holds it: no half surrogates; a NUL and a lone return are not what is asked about here."""
    return cell.encode("utf-8", "replace").decode().replace("\0", "").replace("\r", "")


_kept_cell = (one_of(_CELLS) | any_text(5)).map(_can_be_written)
_field = one_of((*mapping.FIELDS, "org", "E-Mail", "nosuch", ""))


class _Given:
    """Files written into a folder and read from there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _file(self, name: str, content: bytes) -> Path:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def config(self, text: str) -> None:
        """What it holds is cleaned where it is shown."""
        config.load(self._file("config.toml", text.encode("utf-8", "surrogatepass")))

    def rows(self, content: bytes, delimiter: str | None = None, encoding: str | None = None) -> Sequence[str]:
        """The headings, once all rows have been read."""
        file = open_csv(self._file("deals.csv", content), delimiter, encoding)
        rows = list(file.rows())
        assert all(row.problem or len(row.cells) == len(file.headings) for row in rows)
        assert len(set(file.headings)) == len(file.headings)
        return file.headings

    def text(self, content: str) -> Sequence[str]:
        return self.rows(content.encode("utf-8", "replace"))

    def same(self, given: tuple[list[list[str]], str]) -> None:
        """What was written by the rules is read as it was, blank records aside."""
        rows, delimiter = given
        headings = ["Title", "Stage", "Note"]
        content = _csv([headings, *rows], delimiter).encode()
        file = open_csv(self._file("deals.csv", content), delimiter, "utf-8")
        assert list(file.headings) == headings
        assert [row.cells for row in file.rows()] == [row for row in rows if any(map(str.strip, row))]

    def surveyed(self, content: bytes) -> None:
        """What only the whole of a column can tell."""
        file = open_csv(self._file("deals.csv", content))
        found = recognise([file])[0]
        survey(file, found.columns, Filter(), None, found.vocabulary.usual_dates(True))


def _at_work(shell: Shell) -> Callable[[str], None]:
    def read(text: str) -> None:
        shell.fresh()
        (shell.work / "config.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
        (shell.work / "book.db.backups" / f"daily-{NOW.date().isoformat()}.db").unlink()  # so that the day begins
        if shell.checked(["today"]).code == 2:
            return
        for line in (
            "add x next:+3wd close:eow",
            "why 1",
            "sweep",
            "sweep 1 keep",
            "log 2 call",
            "mail 1 follow-up",
            "mail sync",
            "ics",
        ):
            shell.checked(line.split())

    return read


_HEADINGS = (
    "Deal ID,Deal name,Company,Contact,Email,Stage,Amount,Created,Colour",
    "Contact ID,First name,Last name,Email,Phone,Job title,Company,Birthday,Tags",
    "Activity ID,Subject,Type,Due date,Due time,Done,Deal ID,Contact ID,Note",
)
_row = st.lists(one_of(_CELLS), min_size=9, max_size=9)
_accounts = st.tuples(*(st.lists(_row, max_size=3) for _ in _HEADINGS))


def _account_imported(shell: Shell) -> Callable[[tuple[list[list[str]], ...]], None]:
    """Whatever stands in the files of an account, the receipt is right, and they change nothing a second time."""

    def read(account: tuple[list[list[str]], ...]) -> None:
        shell.fresh()
        paths = [shell.work / name for name in ("deals.csv", "people.csv", "activities.csv")]
        for path, headings, rows in zip(paths, _HEADINGS, account, strict=True):
            path.write_bytes(_csv([headings.split(","), *rows], ",").encode("utf-8", "surrogatepass"))
        arguments = ["import", *map(str, paths), "--yes"]
        first = shell.checked(arguments)
        assert "NOT RIGHT" not in first.err, first
        between = shell.rows()
        shell.checked(arguments)
        assert {name: rows for name, rows in shell.rows().items() if name in ("deal", "person", "note", "touch")} == {
            name: rows for name, rows in between.items() if name in ("deal", "person", "note", "touch")
        }

    return read


def _synced(shell: Shell) -> Callable[[list[bytes]], None]:
    """What a Maildir and an mbox hold is logged or left, never twice, and undone as a whole."""

    def read(messages: list[bytes]) -> None:
        shell.fresh()
        (shell.work / "x.eml").write_bytes(messages[0])
        if shell.checked(["add", "--from", "x.eml"]).code == 0:
            shell.checked(["show", "1"])
            shell.checked(["undo"])
        shell.checked(["person", "--add", "Ann Lee", "email:ann@acme.example"])
        for name in ("cur", "new"):
            (shell.work / "Mail" / name).mkdir(parents=True)
        for place, message in enumerate(messages):
            (shell.work / "Mail" / "cur" / f"{place}.x:2,S").write_bytes(message)
        above = b"From x Fri Nov 20 09:00:00 2026\n"
        (shell.work / "box").write_bytes(above + above.join([*messages, b""]))
        before = shell.rows()
        assert shell.checked(["mail", "sync", "Mail", "box", "--since", "2020-01-01"]).code == 0
        after = shell.rows()
        assert shell.checked(["mail", "sync", "Mail", "box"]).code == 0
        assert shell.rows() == after
        shell.checked(["list", "--json"])
        if after != before:
            shell.checked(["undo"])

    return read


def _calendar(raw: bytes) -> None:
    """What is not ours stays as it is, whatever is put beside it or taken back."""
    calendar = CalendarText(raw)
    assert calendar.raw == raw
    for item in list(calendar.items.values()):
        item.standing(NOW.tzinfo)
        item.completed_at()
    calendar.put("BEGIN:VTODO\r\nUID:new\r\nEND:VTODO\r\n", "new", "20261121T100000Z")
    assert calendar.raw.replace(b"\r\n", b"\n") != raw
    CalendarText(calendar.raw)


def _kept_up(shell: Shell) -> Callable[[bytes], None]:
    """A calendar is refused, or brought up to date; a second run has nothing to do."""

    def read(raw: bytes) -> None:
        shell.fresh()
        (shell.work / "given.ics").write_bytes(raw)
        if shell.checked(["ics", "given.ics"]).code:
            assert (shell.work / "given.ics").read_bytes() == raw
            return
        written = (shell.work / "given.ics").read_bytes()
        assert shell.checked(["ics", "given.ics"]).code == 0
        assert (shell.work / "given.ics").read_bytes() == written

    return read


def _amounts(cell: str) -> list[Money | None]:
    text = values.plain(cell)
    return [values.amount(text, code, values.decimal_mark(text)) for code in ("EUR", "JPY", "KWD")]


def _dates(order: str) -> Callable[[str], tuple[date, datetime, str]]:
    assert NOW.tzinfo is not None
    zone = NOW.tzinfo
    return lambda cell: (dates.day(cell, order, zone), dates.moment(cell, order, zone), dates.order_of(cell))


def _imported(shell: Shell) -> Callable[[bytes], None]:
    """A file is imported, or refused; importing it twice changes nothing the second time (behaviour 29)."""

    def read(content: bytes) -> None:
        shell.fresh()
        (shell.work / "given.csv").write_bytes(content)
        shell.checked(["import", "given.csv", "--dry-run"])
        if shell.checked(["import", "given.csv", "--yes"]).code:
            return
        before = shell.rows()
        again = shell.checked(["import", "given.csv", "--yes", "--json"])
        assert json.loads(again.out)["new"] == json.loads(again.out)["changed"] == 0, again
        assert shell.rows() == before
        shell.checked(["list", "--json"])
        shell.checked(["undo"])

    return read


def _brought_in(shell: Shell) -> Callable[[bytes | tuple[int, int, bytes]], None]:
    """A spoilt book comes into an empty one or does not; what came leaves as it came, and is taken back wholly."""

    def read(given: bytes | tuple[int, int, bytes]) -> None:
        shell.fresh()
        assert shell.checked(["export", "--to", "json", "--output", "whole.json"]).code == 0
        if isinstance(given, tuple):
            at, gone, put = given
            whole = (shell.work / "whole.json").read_bytes()
            given = whole[:at] + put + whole[at + gone :]
        (shell.work / "given.json").write_bytes(given)
        shell.book.unlink()
        for left in (*shell.work.glob("book.db-*"), *(shell.work / "book.db.backups").iterdir()):
            left.unlink()
        assert shell(["init"]).code == 0
        before = shell.rows()
        if shell.checked(["import", "given.json", "--yes"]).code or shell.rows() == before:
            return
        assert shell(["export", "--output", "again.json"]).code == 0
        again = (shell.work / "again.json").read_text("utf-8")
        for line in ("list --json", "today", "people", "doctor"):
            shell.checked(line.split())
        assert shell(["undo"]).code == 0
        assert shell(["redo"]).code == 0
        assert shell(["export", "--output", "again.json", "--force"]).code == 0
        assert (shell.work / "again.json").read_text("utf-8") == again

    return read
