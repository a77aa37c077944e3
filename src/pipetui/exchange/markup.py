"""HTML and BB-code, as systems keep their notes, to plain text: what is read is kept, and where a link leads."""

import re
from html import unescape
from textwrap import dedent

from pipetui.domain.text import clean
from pipetui.exchange import values

_TAGS = (
    "a abbr b big blockquote body br center code col dd del div dl dt em font h1 h2 h3 h4 h5 h6 head hr html i img ins"
    " li link meta ol p pre q s script section small span strike strong style sub sup table tbody td tfoot th thead"
    " title tr tt u ul"
)
_HTML = re.compile(rf"</?(?:{'|'.join(_TAGS.split())})(?:\s[^<>]*)?/?>|<!--|<!doctype", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]{1,30}|#[0-9]{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_LINES = "p div br hr list table tr li quote code"
_INLINE = "b i u s color size font td th url img user disk left center right video email *"
_BB = re.compile(
    rf"\[(/?)({'|'.join(map(re.escape, f'{_LINES} {_INLINE}'.split()))})(?:=([^\[\]\n]{{0,2000}}))?\]", re.IGNORECASE
)
_BREAKS = frozenset(f"{_LINES} *".split()) - {"quote", "code"}
_HIDDEN = re.compile(r"<(?:(script|style|head|title)\b|!--)", re.IGNORECASE)
_ENDS = {tag: re.compile(rf"</{tag}\b[^<>]*>", re.IGNORECASE) for tag in ("script", "style", "head", "title")}
_COMMENT_ENDS = re.compile("-->")
_LINE = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/table|/blockquote)\b[^<>]{0,1000}>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(r"<(?:p|br|div|li|tr|h[1-6]|pre|ul|ol|table)\b", re.IGNORECASE)
_LARGEST = 2_000_000


def text_of(cell: str) -> str:
    """The words of a text that may hold markup; a text without any stays as it is."""
    if "[" in cell and _BB.search(cell):
        cell = _without_bb_code(cell)
    if "<" in cell and _HTML.search(cell):
        return _without_html(cell) or cell
    if "&" in cell and _ENTITY.search(cell):
        return unescape(cell).replace("\xa0", " ")
    return cell


def plain_lines(html: str) -> str:
    """The words of a page, a line where one ends in it, at no cost to speak of: nothing is laid out."""
    text = _CELL.sub(" ", _LINE.sub("\n", re.sub(r"\s+", " ", seen(html))))
    return unescape(_TAG.sub("", text)).replace("\xa0", " ")


def _without_html(text: str) -> str:
    # Line feeds inside of it are lines to whoever wrote it where no tag breaks them.
    if not _BLOCK.search(text):
        text = text.replace("\n", "<br>")
    plain = _tidy(plain_lines(text))
    if len(text) <= _LARGEST:
        try:
            shown = _tidy(_rendered(text))
        except (ValueError, RecursionError, LookupError):
            return plain
        # What is nested too deeply for a parser is not lost.
        return shown if _letters_in(shown) >= _letters_in(plain) else plain
    return plain


def seen(html: str) -> str:
    """Without what no reader of a page sees; of what has no end nothing is lost."""
    found, end = [], 0
    for match in _HIDDEN.finditer(html):
        if match.start() < end:
            continue
        closing = (_ENDS[match[1].lower()] if match[1] else _COMMENT_ENDS).search(html, match.end())
        if closing is None:
            break
        found.append(html[end : match.start()])
        end = closing.end()
    found.append(html[end:])
    return " ".join(found)


def _letters_in(text: str) -> int:
    return sum(map(str.isalnum, text))


def _rendered(text: str) -> str:
    from inscriptis import get_text
    from inscriptis.model.config import ParserConfig

    return str(get_text(text, ParserConfig(display_links=True)))


def _tidy(text: str) -> str:
    """Without the blanks and empty lines that only laid it out."""
    text = re.sub(r"\[([^\[\]\n]*)\]\(([^()\s]*)\)", _link, text.replace("\xa0", " "))
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", dedent("\n".join(lines)).strip())


def _link(match: re.Match[str]) -> str:
    shown, leads_to = match[1].strip(), match[2]
    bare = leads_to.removeprefix("mailto:").removeprefix("tel:")
    return shown if bare in ("", shown, f"http://{shown}", f"https://{shown}") else f"{shown} ({bare})".strip()


def _without_bb_code(text: str) -> str:
    found: list[str] = []
    links: list[tuple[str, int]] = []
    end = 0
    for match in _BB.finditer(text):
        found.append(text[end : match.start()])
        end = match.end()
        closes, tag, told = bool(match[1]), match[2].lower(), match[3]
        if tag == "url" and not closes:
            links.append((told or "", len(found)))
        elif tag == "url" and links:
            leads_to, begin = links.pop()
            shown = "".join(found[begin:])
            if leads_to and leads_to != shown:
                found.append(f" ({leads_to})")
        elif tag in _BREAKS and found and "".join(found[-2:])[-1:] not in ("", "\n"):
            found.append("\n")
        if tag == "*":
            found.append("- ")
    found.append(text[end:])
    return re.sub(r"\n{3,}", "\n\n", "".join(found)).strip()


def prose(cell: str) -> str:
    """A text of several lines as it is kept, its markup gone."""
    return clean(text_of(values.unguarded(cell)), multiline=True)
