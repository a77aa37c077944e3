"""Workbooks as Excel and LibreOffice write them, made by hand, so that a test sees every byte that matters."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

Value = str | int | float | bool | date | datetime | None
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_STYLES = (
    f"<styleSheet {_NS}><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>"
    '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs>'
    "</styleSheet>"
)


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[Value]]], hidden: Sequence[str] = (), raw: Mapping[str, str] | None = None
) -> bytes:
    """A workbook of these sheets; `raw` is the XML of further ones."""
    bodies = {name: _sheet(rows) for name, rows in sheets.items()} | dict(raw or {})
    states = dict.fromkeys(hidden, ' state="hidden"')
    names = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="r{at}"{states.get(name, "")}/>'
        for at, name in enumerate(bodies, 1)
    )
    rels = "".join(
        f'<Relationship Id="r{at}" Type="{_REL}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(bodies) + 1)
    )
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_REL}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'<workbook {_NS} xmlns:r="{_REL}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}">{rels}'
            f'<Relationship Id="s" Type="{_REL}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{at}.xml": body for at, body in enumerate(bodies.values(), 1)},
    }
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """An archive of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def ods(rows: str) -> bytes:
    """A sheet of LibreOffice with these rows, in its XML."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    body = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0"'
        f' xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Deals">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry manifest:full-path="/"'
        f' manifest:media-type="{mimetype}"/></manifest:manifest>'
    )
    return zipped({"mimetype": mimetype, "content.xml": body, "META-INF/manifest.xml": manifest})


def sheet_of(rows: str) -> str:
    """The XML of one sheet."""
    return f"<worksheet {_NS}><sheetData>{rows}</sheetData></worksheet>"


def _sheet(rows: Sequence[Sequence[Value]]) -> str:
    lines = []
    for at, row in enumerate(rows, 1):
        cells = "".join(_cell(value, f"{_letters(place)}{at}") for place, value in enumerate(row))
        lines.append(f'<row r="{at}">{cells}</row>')
    return sheet_of("".join(lines))


def _letters(place: int) -> str:
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)


def _cell(value: Value, at: str) -> str:
    if value is None:
        return f'<c r="{at}" s="1"/>'
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        days = (value - datetime(1899, 12, 30)).total_seconds() / 86400
        return f'<c r="{at}" s="2"><v>{days!r}</v></c>'
    if isinstance(value, date):
        return f'<c r="{at}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value!r}</v></c>'
    if value.startswith("#"):
        return f'<c r="{at}" t="e"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
