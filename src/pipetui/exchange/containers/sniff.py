"""What a CSV file does not say about itself: its encoding and its delimiter, found out from its head."""

import codecs
import csv
import io
import re
from itertools import islice

from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted
from pipetui.exchange.containers.headings import place_of_headings

DELIMITERS = (",", ";", "\t", "|")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = (
    (b"PK\x03\x04", "an Excel workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a compressed file"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3", "a database"),
    *((magic, "a picture") for magic in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM6")),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"{\\rtf", "a text document"),
)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|\?xml|meta|script)\b", re.IGNORECASE)
# What sales software writes; the whole list of codecs would find Baltic and Macintosh texts everywhere.
_CENTRAL = re.compile(
    r"[a-z][¹³¿][a-z]|(?<!\w)[¯£][^\W\d_]{2}|[ìù][^\W\d_]|ø[^\W\d_]*[ýùìèòšž]|[ýùìèòšž][^\W\d_]*ø", re.IGNORECASE
)
"""Signs within words as they look where Central European text is taken for Western: `dzia³ka`, `£ódŸ`, `Otevøený`."""
_LIKELY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp932", "gb18030", "big5", "cp949"]
_SAMPLE = 32 * 1024
_RECORDS = 200


def check_is_text(head: bytes, name: str) -> None:
    """Raise InputError for a file that begins like something else than a CSV."""
    for magic, what in _OTHER_FILES:
        if head.startswith(magic):
            raise InputError(f"{name} is {what}, not a CSV", "save or export it as CSV first")
    if _PAGE.match(head):
        raise InputError(f"{name} is a web page, not a CSV", "open it in a spreadsheet, and save it as XLSX or CSV")


def known_encoding(name: str) -> str:
    """The encoding the rep named, reading over a byte order mark; raises InputError when there is none of that name."""
    try:
        " ".encode(name)  # also refuses codecs that are no encodings, such as base64
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        hint = "for example utf-8, utf-16, cp1252 (Windows), latin-1, cp932 (Japanese)"
        raise InputError(f"there is no encoding {quoted(name)}", hint) from None
    return "utf-8-sig" if found == "utf-8" else found


def encoding_of(head: bytes, whole: bool) -> str:
    """The encoding of a file that begins with `head`; `whole` when that is all of it.

    A byte order mark decides, then UTF-8 if it is that, then UTF-16 by its zero bytes, then the likeliest of the
    old encodings, Windows' Western one whenever it may be.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    zeros = head.count(0)
    if zeros * 5 > len(head):
        return "utf-16-le" if head[1::2].count(0) * 2 > zeros else "utf-16-be"
    return "utf-8" if _is_utf8(head, whole) else _old_encoding(head)


def _is_utf8(head: bytes, whole: bool) -> bool:
    """Whether it is, but for a byte here and there: bytes of another encoding are hardly ever UTF-8 by chance."""
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(head, final=whole)
    if text.isascii():
        return True
    strange = [char for char in text if char > "\x7f"]
    bad = sum("\udc80" <= char <= "\udcff" for char in strange)
    return bad * 2 <= len(strange)


def _old_encoding(head: bytes) -> str:
    from charset_normalizer import from_bytes  # 30 ms, and hardly any file needs it

    # The plain English lines only dilute what there is to judge by.
    strange = b"\n".join(line for line in head.splitlines() if not line.isascii())[:_SAMPLE]
    found = from_bytes(strange, cp_isolation=_LIKELY)
    if any("cp1252" in match.could_be_from_charset for match in found):
        return "cp1250" if len(_CENTRAL.findall(strange.decode("cp1252", "replace"))) > 1 else "cp1252"
    best = found.best()
    return "cp1252" if best is None else best.encoding


def delimiter_of(text: str, whole: bool) -> str:
    """The delimiter that cuts the head of a file into the most columns that agree with its headings.

    `whole` says that `text` is the entire file, so that its last record is complete.
    """
    scores = {delimiter: _score(text, delimiter, whole) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    if scores[best] > 0:
        return best
    # One column: a delimiter that stands in its texts would only tear them apart.
    return next((delimiter for delimiter in DELIMITERS if delimiter not in text), ",")


def unwrapped(text: str, whole: bool) -> str:
    """The head of a file whose lines were each quoted as a whole, without these quotes; "" for any other."""
    if not text.startswith('"'):
        return ""
    records: list[list[str]] = []
    try:  # strictly, for then nothing may stand behind the closing quotation mark, as in "a";"b"
        records += (
            cells for cells in islice(csv.reader(io.StringIO(text, newline=""), strict=True), _RECORDS) if cells
        )
    except csv.Error:
        if whole or len(records) < 2:
            return ""
    if not whole and 1 < len(records) < _RECORDS:
        records.pop()
    if len(records) < 2 or any(len(cells) != 1 for cells in records):
        return ""
    inner = "\r\n".join(cells[0] for cells in records)
    best = max(_score(inner, delimiter, True) for delimiter in DELIMITERS)
    agreed = max(_score(records[0][0], delimiter, True) for delimiter in DELIMITERS)
    return inner if agreed and best >= agreed else ""


def _score(text: str, delimiter: str, whole: bool) -> float:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records = [cells for cells in islice(reader, _RECORDS) if any(cells)]
    if not whole and 1 < len(records) < _RECORDS:
        records.pop()
    records = records[place_of_headings(records) :]
    width = len(records[0]) if records else 0
    if width < 2:
        return 0.0
    agreeing = sum(len(cells) == width for cells in records)
    return (width - 1) * (agreeing / len(records) if len(records) < 3 else (agreeing - 1) / (len(records) - 1))
