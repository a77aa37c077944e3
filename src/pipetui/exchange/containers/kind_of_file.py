"""What kind of file it is, by its first bytes, and for those packed as ZIP by what is in them."""

import re

from pipetui.domain.errors import InputError
from pipetui.exchange.containers.packed import names_in
from pipetui.exchange.containers.source import Source

CSV, XLSX, XLS, ODS, ZIP, GZIP = "csv", "xlsx", "xls", "ods", "zip", "gzip"
JSON, VCARD, CALENDAR = "json", "vcard", "icalendar"

_HEAD = 4096
_BEGINS = re.compile(r"begin\s*:\s*(vcard|vcalendar|vevent|vtodo|vjournal)\b", re.IGNORECASE)
_JSON = re.compile(r'\{\s*["}]|\[\s*[\[{\]]')


def kind_of(source: Source) -> str:
    """One of the words above, CSV for whatever is none of them. Raises InputError for an office file of no table."""
    with source.opened() as file:
        head = file.read(_HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(source)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return XLS
    if head.startswith(b"\x1f\x8b"):
        return GZIP
    text = _text(head).lstrip("\ufeff \t\r\n")
    if begun := _BEGINS.match(text):
        return VCARD if begun[1].lower() == "vcard" else CALENDAR
    return JSON if _JSON.match(text) else CSV


def _text(head: bytes) -> str:
    """The beginning of a text: only its plain letters count."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or (len(head) > 3 and 0 in head[:4]):
        head = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return head.decode("utf-8", "ignore")


def _kind_of_zip(source: Source) -> str:
    names = names_in(source)
    if "xl/workbook.bin" in names:
        raise InputError(f"{source.name} is a binary Excel workbook", "save it as XLSX or CSV first")
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return XLSX
    if "content.xml" in names and "mimetype" in names:
        return ODS
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise InputError(f"{source.name} is a text or a presentation, no table", "copy the table into a sheet")
    return ZIP
